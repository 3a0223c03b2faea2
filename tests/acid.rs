//! Files as spreadsheets and trackers really write them, and files that are broken: each is read
//! as it should be, or refused with a word about why. Nothing passes in silence.

#![expect(clippy::print_stdout, reason = "a skipped test should not pass in silence")]

#[allow(dead_code, reason = "every test file uses a part of it")]
mod harness;

use harness::{Folder, codes, requests, shared};
use serde_json::Value;

/// Files in an encoding that only the user can name. Without the name they are refused.
const OTHER_ENCODINGS: [&str; 3] = ["enc_cp1252.csv", "enc_cp1252_semicolon_crlf.csv", "enc_latin1.csv"];

/// Memory enough for the program and any of the files, in kilobytes.
const MEMORY: u32 = 512 << 10;

/// How a file may be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Taken {
    /// Ranked, without a warning.
    Ok,
    /// Ranked, with a warning.
    Warn,
    /// Refused, with an error.
    Error,
}

impl Taken {
    fn parse(word: &str) -> Self {
        match word {
            "ok" => Self::Ok,
            "warn" => Self::Warn,
            "error" => Self::Error,
            _ => panic!("`{word}` is no expectation"),
        }
    }

    fn of(code: i32, ranking: &Value) -> Self {
        let errors = codes(ranking, "error");
        match code {
            0 if !errors.is_empty() => panic!("exit 0 with {errors:?}"),
            0 if codes(ranking, "warning").is_empty() => Self::Ok,
            0 => Self::Warn,
            1 if errors.is_empty() => panic!("exit 1 without an error"),
            1 => Self::Error,
            _ => panic!("exit {code}"),
        }
    }
}

fn rows(ranking: &Value) -> usize {
    requests(ranking).len() + ranking["not_ranked"].as_array().expect("a list").len()
}

#[test]
fn every_file_of_the_collection_is_taken_as_it_should_be() {
    let Some(folder) = shared("acid") else {
        println!("skipped: no collection of files");
        return;
    };
    let expected = std::fs::read_to_string(folder.join("expected.json")).expect("expectations");
    let expected: Value = serde_json::from_str(&expected).expect("JSON");
    let here = Folder::new();
    let mut wrong = Vec::new();
    for (name, expected) in expected.as_object().expect("a map") {
        here.write(name, std::fs::read(folder.join(name)).expect("a file"));
        let mut args = vec!["rank", "--format", "json", name];
        if OTHER_ENCODINGS.contains(&name.as_str()) {
            let refused = here.run(&args);
            if refused.code != 1 || codes(&refused.json(), "error") != ["not-utf8"] {
                wrong.push(format!("{name}: {refused}"));
            }
            args.extend(["--encoding", "windows-1252"]);
        }
        let outcome = here.run_within(MEMORY, &args).unwrap_or_else(|| {
            println!("{name}: without a limit of memory, which this system cannot set");
            here.run(&args)
        });
        let ranking = outcome.json();
        let taken = Taken::of(outcome.code, &ranking);
        if OTHER_ENCODINGS.contains(&name.as_str()) {
            if taken == Taken::Error || codes(&ranking, "note").iter().all(|&code| code != "other-encoding") {
                wrong.push(format!("{name}: {taken:?} {}", ranking["findings"]));
            }
            continue;
        }
        let expect = expected["expect"].as_str().expect("an expectation");
        let allowed: Vec<Taken> = expect.split("_or_").map(Taken::parse).collect();
        if !allowed.contains(&taken) {
            wrong.push(format!("{name}: {taken:?} and not {expect}: {}", ranking["findings"]));
        }
        if let Some(number) = expected["rows"].as_u64()
            && rows(&ranking) as u64 != number
        {
            wrong.push(format!("{name}: {} rows and not {number}", rows(&ranking)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Ranks a file, and compares how it was taken, its errors and warnings, and the ids it holds.
#[track_caller]
fn check(bytes: impl AsRef<[u8]>, taken: Taken, expected: &[&str], ids: &[&str]) {
    let (code, ranking) = Folder::new().with("b.csv", bytes).rank_json("b.csv");
    let mut found = codes(&ranking, "error");
    found.append(&mut codes(&ranking, "warning"));
    let shown: Vec<&str> =
        requests(&ranking).iter().map(|request| request["id"].as_str().expect("an id")).collect();
    assert_eq!((Taken::of(code, &ranking), &found[..], &shown[..]), (taken, expected, ids), "{ranking:#}");
}

/// The codes of all findings about a text, whatever they are.
fn said(text: &str) -> Vec<String> {
    let (_, ranking) = Folder::new().with("b.csv", text).rank_json("b.csv");
    let mut all: Vec<String> = ["error", "warning", "note"]
        .iter()
        .flat_map(|severity| codes(&ranking, severity).into_iter().map(str::to_owned))
        .filter(|code| code != "blank-confidence" && code != "no-success-measure")
        .collect();
    all.sort();
    all
}

#[test]
fn what_spreadsheets_and_other_programs_leave_behind_is_named() {
    for (row, code) in [
        ("A,#REF!,1,1", "spreadsheet-error"),
        ("A,#####,1,1", "spreadsheet-error"),
        ("1E+05,one,1,1", "reshaped-id"),
        ("03-Jan,one,1,1", "reshaped-id"),
        ("id,Title,value,effort", "repeated-header"),
        ("A,\u{201c}one\u{201d},1,1", "other-quotes"),
        ("A,\"5\"\" disk\",1,1", "odd-quotes"),
        ("A,\"one\ntwo\",1,1", "line-break"),
        ("A,caf\u{fffd},1,1", "replacement-character"),
        ("A,caf\u{c3}\u{a9},1,1", "double-encoded"),
        ("A,caf?s,1,1", "question-mark"),
        ("A,one\u{a0}two,1,1", "invisible-character"),
        ("A,one\ttwo,1,1", "invisible-character"),
        ("A,one\u{200b},1,1", "invisible-character"),
    ] {
        let text = format!("id,title,value,effort\n{row}\n");
        assert_eq!(said(&text), [code], "{row}");
    }
    let cut = format!("id,title,value,effort\nA,{},1,1\n", "x".repeat(255));
    assert_eq!(said(&cut), ["cut-cell"]);
    let longer = format!("id,title,value,effort\nA,{},1,1\nB,{},1,1\n", "x".repeat(255), "x".repeat(256));
    assert!(said(&longer).is_empty());
}

#[test]
fn what_only_looks_odd_is_left_alone() {
    for row in [
        "A,Größe und Maß für 5 €,1,1",
        "A,What? No!,1,1",
        "A,https://example.com/a?b=c,1,1",
        "A,\"say \"\"hi\"\"\",1,1",
        "A,\u{1f469}\u{200d}\u{1f4bb} für alle,1,1",
        "A,# of retries,1,1",
        "DEC-12,one,1,1",
        "A,it's,1,1",
    ] {
        let text = format!("id,title,value,effort\n{row}\n");
        assert!(said(&text).is_empty(), "{row}: {:?}", said(&text));
    }
}

#[test]
fn how_a_file_ends_and_its_rows_end_is_said_where_it_is_odd() {
    assert_eq!(said("id,title,value,effort\nA,one,1,1"), ["no-final-line-end"]);
    assert_eq!(said("id,title,value,effort\nA,one,1,1\n\n"), ["blank-rows"]);
    assert_eq!(said("id,title,value,effort\r\nA,one,1,1\nB,two,1,1\r\n"), ["mixed-line-ends"]);
}

#[test]
fn lines_above_the_header_are_pointed_out_and_can_be_left_out() {
    let text = "Requests,exported 2027\n\nid,title,value,effort\nA,one,1,1\n";
    check(text, Taken::Warn, &["lines-above-header"], &["A"]);
    let row_above = "Z,nine,1,1\nid,title,value,effort\nA,one,1,1\n";
    check(row_above, Taken::Error, &["lines-above-header"], &[]);
    let folder = Folder::new().with("b.csv", row_above).with("c.csv", "id,title,value,effort\nB,two,1,1\n");
    let outcome = folder.run(&["rank", "--format", "json", "--header-line", "b.csv=2", "b.csv", "c.csv"]);
    assert_eq!((outcome.code, requests(&outcome.json()).len()), (0, 2), "{outcome}");
    let outcome = folder.run(&["rank", "--format", "json", "--header-line", "9", "b.csv"]);
    assert_eq!(codes(&outcome.json(), "error"), ["no-header"]);
}

#[test]
fn options_of_reading_hold_for_all_files_or_for_one() {
    let folder = Folder::new()
        .with("a.csv", b"id^title^value^effort\nA^caf\xe9^1^1\n")
        .with("b.csv", "id,title,value,effort\nB,café,1,1\n");
    let args = [
        "rank",
        "--format",
        "json",
        "--encoding",
        "a.csv=latin1",
        "--delimiter",
        "a.csv=^",
        "a.csv",
        "b.csv",
    ];
    let outcome = folder.run(&args);
    assert_eq!(outcome.code, 0, "{outcome}");
    let titles: Vec<_> = requests(&outcome.json()).iter().map(|request| request["title"].clone()).collect();
    assert_eq!(titles, ["café", "café"]);
    let wrong = folder.run(&["rank", "--encoding", "klingon", "b.csv"]);
    assert_eq!(wrong.code, 2, "{wrong}");
    let doubtful = folder.run(&["rank", "--format", "json", "--encoding", "latin1", "b.csv"]);
    assert!(codes(&doubtful.json(), "warning").contains(&"other-encoding"), "{doubtful}");
}

#[test]
fn an_unclosed_quote_does_not_swallow_the_rest_of_the_file() {
    let text = "id,title,team\nA,one,\"web\nB,two,api\nC,three,web\n";
    check(text, Taken::Error, &["unclosed-quote"], &[]);
}

#[test]
fn text_after_a_closing_quote_is_refused_even_where_rows_merge() {
    let text = "id,title\nA,\"one\" more\nB,two\n";
    check(text, Taken::Error, &["text-after-quote"], &[]);
    let merging = "id,title,value,effort\nA,\"one,1,1\nB,two\",2,1\nC,three,3,1\n";
    check(merging, Taken::Warn, &["swallowed-rows"], &["C", "A"]);
}

#[test]
fn a_quote_inside_an_unquoted_cell_is_kept_with_a_warning() {
    check("id,title,value,effort\nA,17\" screens,1,1\n", Taken::Warn, &["bare-quote"], &["A"]);
}

#[test]
fn a_row_of_another_width_is_refused_even_if_the_extra_cells_are_empty() {
    for row in ["A,one,1", "A,one,1,2,3", "A,one,1,2,"] {
        let text = format!("id,title,value,effort\n{row}\nB,two,1,1\n");
        check(text, Taken::Error, &["row-width"], &[]);
    }
}

#[test]
fn the_delimiter_is_found_from_the_header_or_named_above_it() {
    for text in [
        "id,title,value,effort\nA,\"one; two; three\",1,1\n",
        "id;title;value;effort\nA;one, two, three, four, five;1;1\n",
        "id\ttitle\tvalue\teffort\nA\tone, two; three\t1\t1\n",
        "id|title|value|effort\nA|one, two; three|1|1\n",
        "sep=;\nid;title;value;effort\nA;one;1;1\n",
        "sep=;\r\nid;title;value;effort\r\nA;one;1;1\r\n",
        "\"sep=;\"\nid;title;value;effort\nA;one;1;1\n",
    ] {
        check(text, Taken::Ok, &[], &["A"]);
    }
}

#[test]
fn lines_may_end_in_any_of_the_three_ways_and_the_last_in_none() {
    for ending in ["\n", "\r\n", "\r"] {
        let lines = ["id,title,value,effort", "A,one,2,1", "B,two,1,1"];
        check(lines.join(ending), Taken::Ok, &[], &["A", "B"]);
        check(lines.join(ending) + ending, Taken::Ok, &[], &["A", "B"]);
    }
}

#[test]
fn a_byte_order_mark_is_no_part_of_the_first_column() {
    let text = "\u{feff}id,title,value,effort\nA,one,1,1\n";
    check(text, Taken::Ok, &[], &["A"]);
    let quoted = "\u{feff}\"id\",title,value,effort\nA,one,1,1\n";
    check(quoted, Taken::Ok, &[], &["A"]);
}

#[test]
fn a_decimal_comma_is_read_where_it_cannot_be_a_delimiter() {
    let text = "id;title;value;effort\nA;one;2,5;0,5\n";
    let (code, ranking) = Folder::new().with("b.csv", text).rank_json("b.csv");
    assert_eq!(code, 0);
    let request = &requests(&ranking)[0];
    assert_eq!((&request["score"], &request["effort"]), (&2.5.into(), &0.5.into()));
    assert_eq!(codes(&ranking, "note"), ["blank-confidence", "decimal-comma", "no-success-measure"]);

    let quoted = "id,title,value,effort\nA,one,\"2,5\",1\n";
    check(quoted, Taken::Error, &["bad-number"], &[]);
}

#[test]
fn a_missing_column_and_misspelt_ones_are_shown_together() {
    let found = ["missing-column", "misspelt-column", "misspelt-column"];
    check("id,titel,relability\nA,One,3\n", Taken::Error, &found, &[]);
}

#[test]
fn a_header_given_twice_is_refused_in_any_spelling() {
    for second in ["effort", "Effort", " EFFORT "] {
        let text = format!("id,title,effort,{second}\nA,one,1,2\n");
        check(text, Taken::Error, &["duplicate-column"], &[]);
    }
    let text = "id,title,value,depends_on,Depends On,effort\nA,one,1,,,1\n";
    check(text, Taken::Error, &["duplicate-column"], &[]);
}

#[test]
fn a_column_without_a_name_is_a_warning_where_it_holds_anything() {
    check("id,title,value,effort,\nA,one,1,1,lost?\n", Taken::Warn, &["unnamed-column"], &["A"]);
}

#[test]
fn header_names_are_found_in_any_case_and_with_any_blanks() {
    let text = " ID ,Title,Tech Debt,EFFORT,depends-on\nA,one,-1,1,B\nB,two,-2,1,\n";
    check(text, Taken::Ok, &[], &["B", "A"]);
}

#[test]
fn a_misspelt_header_is_a_warning_with_the_name_that_was_meant() {
    let text = "id,title,relability,value,effort\nA,one,1,1,1\n";
    let (_, ranking) = Folder::new().with("b.csv", text).rank_json("b.csv");
    assert_eq!(codes(&ranking, "warning"), ["misspelt-column"]);
    let hint = ranking["findings"]
        .as_array()
        .expect("findings")
        .iter()
        .find(|finding| finding["code"] == "misspelt-column")
        .and_then(|finding| finding["hint"].as_str())
        .expect("a hint");
    assert!(hint.contains("reliability"), "{hint}");
}

#[test]
fn a_file_without_a_header_is_refused() {
    check("", Taken::Error, &["no-header"], &[]);
    check("\n\n", Taken::Error, &["no-header"], &[]);
    check("\u{feff}", Taken::Error, &["no-header"], &[]);
    let rows = "A,one,1,2\nB,two,1,1\n";
    check(rows, Taken::Error, &["missing-column", "missing-column"], &[]);
}

#[test]
fn a_nul_character_is_refused() {
    check("id,title,value,effort\nA,o\0ne,1,1\n", Taken::Error, &["nul-character"], &[]);
}

#[test]
fn blank_lines_are_left_out_and_lines_are_still_counted_right() {
    let text = "id,title,value,effort\n\nA,one,1,1\n\n\nB,two,x,1\n";
    let (code, ranking) = Folder::new().with("b.csv", text).rank_json("b.csv");
    assert_eq!(code, 1);
    let finding = ranking["findings"]
        .as_array()
        .expect("findings")
        .iter()
        .find(|finding| finding["code"] == "bad-number")
        .expect("an error");
    assert_eq!((&finding["line"], &finding["value"]), (&6.into(), &"x".into()));
}

#[test]
fn an_id_given_twice_is_refused_in_one_file_and_across_files() {
    check("id,title,value,effort\nA,one,1,1\nA,two,1,1\n", Taken::Error, &["duplicate-id"], &[]);
    let outcome = Folder::new()
        .with("one.csv", "id,title,value,effort\nA,one,1,1\n")
        .with("two.csv", "id,title,value,effort\nA,two,1,1\n")
        .run(&["rank", "--format", "json", "one.csv", "two.csv"]);
    assert_eq!(codes(&outcome.json(), "error"), ["duplicate-id"]);
}

#[test]
fn ids_stay_the_text_they_are() {
    let text =
        "id,title,value,effort\n007,one,5,1\n7,two,4,1\n1E5,three,3,1\n100000,four,2,1\n1-2,five,1,1\n";
    check(text, Taken::Ok, &[], &["007", "7", "1E5", "100000", "1-2"]);
}

#[test]
fn a_cycle_is_named_with_its_path() {
    let text = "id,title,value,effort,depends_on\nA,one,1,1,C\nB,two,1,1,A\nC,three,1,1,B\nD,four,1,1,\n";
    let (code, ranking) = Folder::new().with("b.csv", text).rank_json("b.csv");
    assert_eq!((code, &codes(&ranking, "error")[..]), (1, &["cycle"][..]));
    let message = ranking["findings"][0]["message"].as_str().expect("a message");
    for sentence in ["A", "B", "C"] {
        assert!(message.contains(sentence), "{message}");
    }
    assert!(!message.contains('D'), "{message}");
}

#[test]
fn a_request_that_waits_for_itself_or_for_nobody_is_refused() {
    let header = "id,title,value,effort,depends_on";
    let of_itself = format!("{header}\nA,one,1,1,A\n");
    check(of_itself, Taken::Error, &["self-dependency"], &[]);
    let unknown = format!("{header}\nA,one,1,1,B; C\n");
    check(unknown, Taken::Error, &["unknown-id", "unknown-id"], &[]);
    let case = format!("{header}\nAuth-1,one,1,1,\nB,two,1,1,AUTH-1\n");
    let (_, ranking) = Folder::new().with("b.csv", case).rank_json("b.csv");
    let hint = ranking["findings"]
        .as_array()
        .expect("findings")
        .iter()
        .find(|finding| finding["code"] == "unknown-id")
        .map(|finding| &finding["hint"]);
    assert_eq!(hint, Some(&"did you mean `Auth-1`?".into()));
}

#[test]
fn all_errors_are_found_at_once() {
    let text = "id,title,effort,reliability,kind,needed_by,confidence\n\
                ,no id,1,1,,,\n\
                A,one,3w,9,capabilty,03/04/2026,0.5\n\
                B,two,6-3-2,1,,2027-02-30,\n";
    check(
        text,
        Taken::Error,
        &[
            "bad-date",
            "bad-date",
            "bad-effort",
            "bad-effort",
            "bad-number",
            "bad-percentage",
            "blank-id",
            "unknown-word",
        ],
        &[],
    );
}

#[test]
fn every_error_has_its_place_what_was_expected_or_a_hint() {
    let text = "id,title,effort,reliability,kind,needed_by,confidence,depends_on,same_as\n\
                ,no id,1,1,,,,,\n\
                A,one,3w,9,capabilty,03/04/2026,0.5,A;X,\n\
                B,two,Mar 2,1,,2027-02-30,,,\n\
                C,three,1,1,,,,D,\n\
                D,four,1,1,,,,C,\n\
                E,five\n\
                F,six,1,1,,,,,F\n";
    let (_, ranking) = Folder::new().with("b.csv", text).rank_json("b.csv");
    let errors: Vec<&Value> = ranking["findings"]
        .as_array()
        .expect("findings")
        .iter()
        .filter(|finding| finding["severity"] == "error")
        .collect();
    assert!(errors.len() >= 12, "{errors:#?}");
    for error in errors {
        assert_eq!(error["file"], "b.csv", "{error:#}");
        assert!(error["line"].is_u64(), "{error:#}");
        assert!(error["hint"].is_string(), "{error:#}");
    }
}
