//! What cells say: every reading that could be another one is refused or said, on every way that a
//! cell can take into a ranking.

#[allow(dead_code, reason = "every test file uses a part of it")]
mod harness;

use harness::{Folder, codes, requests};
use serde_json::Value;

/// The ranking of a text.
fn rank(text: &str) -> Value {
    Folder::new().with("b.csv", text).rank_json("b.csv").1
}

/// The findings of a code: value and hint.
fn said<'r>(ranking: &'r Value, code: &str) -> Vec<(&'r str, &'r str)> {
    let findings = ranking["findings"].as_array().expect("findings");
    let text = |finding: &'r Value, name: &str| finding[name].as_str().unwrap_or_default();
    findings
        .iter()
        .filter(|finding| finding["code"] == code)
        .map(|finding| (text(finding, "value"), text(finding, "hint")))
        .collect()
}

const EITHER: &str = "this can mean 1200 or 1.2: write the one that is meant";

/// The same where things are counted.
const WHOLE: &str = "this can mean 1200 or 1.2, which is no whole number: write 1200 if that is meant";

#[test]
fn thousands_that_may_be_decimals_are_errors_in_every_column_of_numbers() {
    let policy = "[criteria.revenue]\nweight = 20\ncolumn = \"arr\"\nanchors = [[0, 0], [100000, 1]]\n";
    let columns = [
        ("reuse", "bad-number"),
        ("reliability", "bad-number"),
        ("tech_debt", "bad-number"),
        ("compatibility", "bad-number"),
        ("consumers", "bad-number"),
        ("external_consumers", "bad-number"),
        ("consumer_effort", "bad-number"),
        ("pressure", "bad-number"),
        ("value", "bad-number"),
        ("arr", "bad-number"),
        ("adopters", "bad-adopters"),
    ];
    for (column, code) in columns {
        let counted = ["consumers", "external_consumers", "adopters"].contains(&column);
        let hint = if counted { WHOLE } else { EITHER };
        for number in ["1.200", "1,200"] {
            let text = format!("id;title;effort;{column}\nA;a;2,5;{number}\n");
            let folder = Folder::new().with("b.csv", text).with("roadbed.toml", policy);
            let (exit, ranking) = folder.rank_json("b.csv");
            assert_eq!(exit, 1, "{column} {number}");
            assert_eq!(said(&ranking, code), [(number, hint)], "{column}");
        }
        // In a file whose cells are separated by commas, too.
        let text = format!("id,title,effort,{column}\nA,a,2,\"1,200\"\n");
        let folder = Folder::new().with("b.csv", text).with("roadbed.toml", policy);
        assert_eq!(said(&folder.rank_json("b.csv").1, code), [("1,200", hint)], "{column}");
    }
    let ranking = rank("id;title;effort\nA;a;1.200\nB;b;2,5\n");
    assert_eq!(said(&ranking, "bad-effort"), [("1.200", EITHER)]);
}

#[test]
fn a_point_is_decimal_where_the_other_numbers_show_it() {
    let effort = |text: &str| requests(&rank(text))[0]["effort"].clone();
    assert_eq!(effort("id;title;value;effort\nA;a;2.5;1.200\n"), 1.2);
    assert_eq!(effort("id\ttitle\tvalue\teffort\nA\ta\t2.5\t1.125\n"), 1.125);
    assert_eq!(effort("id,title,value,effort\nA,a,2,1.200\n"), 1.2);
    // A version in the title shows nothing.
    assert_eq!(codes(&rank("id;title;value;effort\nA;2.5;1;1.200\n"), "error"), ["bad-effort"]);
}

#[test]
fn a_workbook_stores_decimals_with_a_point_and_typed_text_may_be_anything() {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    for (column, name) in (0..).zip(["id", "title", "value", "effort"]) {
        sheet.write_string(0, column, name).expect("a cell");
    }
    for (row, typed) in (1..).zip([None, Some("1.200"), Some("1,200")]) {
        sheet.write_string(row, 0, format!("A-{row}")).expect("a cell");
        sheet.write_string(row, 1, "a").expect("a cell");
        sheet.write_number(row, 2, 1.125).expect("a cell");
        match typed {
            Some(text) => sheet.write_string(row, 3, text),
            None => sheet.write_number(row, 3, 1.125),
        }
        .expect("a cell");
    }
    let folder = Folder::new().with("b.xlsx", workbook.save_to_buffer().expect("a workbook"));
    let (_, ranking) = folder.rank_json("b.xlsx");
    assert_eq!(said(&ranking, "bad-effort"), [("1.200", EITHER), ("1,200", EITHER)]);
    assert_eq!(codes(&ranking, "error").len(), 2);
}

#[test]
fn answers_are_no_reasons_and_no_teams_on_every_way() {
    let answers = ["-", "0", "nein", "non", "não", "keine", "ninguno", "aucun", "n/a", "TBD", "x", "?"];
    for answer in answers {
        let text = format!("id,title,effort,mandate,reliability\nA,a,8,{answer},1\nB,b,1,,5\n");
        let ranking = rank(&text);
        assert_eq!(requests(&ranking)[0]["id"], "B", "{answer}");
        assert_eq!(said(&ranking, "mandate-without-reason").len(), 1, "{answer}");
        // As the words of an export's mapping.
        let policy = "[mapping.own]\nrecognise = [[\"Key\", \"Name\"]]\n[mapping.own.columns]\nKey = \"id\"\nName = \"title\"\nForced = \"mandate\"\nWho = \"adopters\"\nWeeks = \"effort\"\n";
        let export = format!("Key,Name,Weeks,Forced,Who\nA,a,8,{answer},{answer}\nB,b,1,,ads; pay\n");
        let folder = Folder::new().with("e.csv", export).with("roadbed.toml", policy);
        let (_, ranking) = folder.rank_json("e.csv");
        assert_eq!(requests(&ranking)[0]["id"], "B", "{answer}");
        // As what a repeat would hand over.
        let text = format!(
            "id,title,effort,mandate,same_as,reliability\nA,a,8,,,1\nA2,a,8,{answer},A,\nB,b,1,,,5\n"
        );
        assert_eq!(requests(&rank(&text))[0]["id"], "B", "{answer}");
    }
    for answer in ["none", "n/a", "TBD", "all teams", "nein", "non", "não", "keine", "ninguno", "aucun", "-"]
    {
        let ranking = rank(&format!("id,title,effort,team,adopters\nA,a,1,pay,{answer}\n"));
        let contributions = requests(&ranking)[0]["contributions"].as_array().expect("contributions").clone();
        assert!(contributions.iter().all(|it| it["points"] == 0.0), "{answer}: {contributions:?}");
    }
}

#[test]
fn effort_in_other_units_is_told_its_weeks() {
    for (effort, hint) in [
        ("10d", "effort is in weeks of 5 days or 40 hours: write 2"),
        ("20 h", "effort is in weeks of 5 days or 40 hours: write 0.5"),
        ("2 months", "effort is in weeks of 5 days or 40 hours: write 8.67"),
        ("3w", "write weeks as a plain number: 3"),
        ("5 SP", "points are not weeks: write the weeks that the work takes"),
    ] {
        let ranking = rank(&format!("id,title,effort,reliability\nA,a,{effort},1\n"));
        assert_eq!(said(&ranking, "bad-effort"), [(effort, hint)]);
    }
}

#[test]
fn what_is_rounded_is_said_once_for_each_column() {
    let ranking = rank(
        "id,title,effort,value,consumers,breaking\nA,a,1.2345,1,5.0000000000001,additive\nB,b,2.00049,1,,\n",
    );
    assert_eq!(said(&ranking, "rounded-number").iter().map(|it| it.0).collect::<Vec<_>>(), ["", ""]);
    let message = |column: &str| {
        let findings = ranking["findings"].as_array().expect("findings");
        let is = |it: &&Value| it["code"] == "rounded-number" && it["column"] == column;
        findings.iter().find(is).expect("a note")["message"].as_str().expect("words").to_owned()
    };
    assert_eq!(message("effort"), "numbers of `effort` with more decimals than are kept, read rounded: 2");
    assert!(message("consumers").ends_with(": 1"));
    let exact = rank("id,title,effort,value\nA,a,1.2340,1\n");
    assert!(!codes(&exact, "note").contains(&"rounded-number"));
}

#[test]
fn a_unit_in_the_header_counts() {
    let ranking =
        rank("id,title,Effort (days),Adopters (teams),value\nA,a,10,4,1\nB,b,5-10-15,,1\nC,c,M,,1\n");
    let efforts: Vec<f64> =
        requests(&ranking).iter().map(|request| request["effort"].as_f64().expect("weeks")).collect();
    assert_eq!(efforts, [2.0, 2.0, 3.0]);
    assert_eq!(codes(&ranking, "warning").iter().filter(|code| **code == "misspelt-column").count(), 2);
    // What cannot be taken is not, and the hint names the column.
    let ranking = rank("id,title,effort (points)\nA,a,10\n");
    assert_eq!(requests(&ranking)[0]["effort"], 3.0);
    assert_eq!(said(&ranking, "misspelt-column").len(), 1);
    // An import writes the plain name, and so weeks.
    let folder = Folder::new().with("b.csv", "id,title,effort (days)\nA,a,10\nB,b,2-3-6\n");
    let outcome = folder.run(&["import", "-q", "-o", "all.csv", "b.csv"]);
    assert_eq!(outcome.code, 0, "{outcome}");
    let (_, imported) = folder.rank_json("all.csv");
    let (_, direct) = folder.rank_json("b.csv");
    for (one, other) in requests(&imported).iter().zip(requests(&direct)) {
        assert_eq!((&one["id"], &one["effort"]), (&other["id"], &other["effort"]));
    }
}

#[test]
fn a_last_row_that_sums_up_the_others_is_doubted() {
    let doubted = |text: &str| !said(&rank(text), "totals-row").is_empty();
    // By its name and its sums, by its sums alone, by its name alone.
    assert!(doubted("id,title,effort,adopters\nA,a,3,4\nB,b,4,5\nTotal,Sum,7,9\n"));
    assert!(doubted("id,title,effort,adopters\nA,a,3,4\nB,b,4,5\nX,x,7,9\n\n"));
    assert!(doubted("id;title;effort\nA;a;2,5\nB;b;3,5\nC;Summe aller Wochen;6\n"));
    assert!(doubted("id,title,effort\nA,a,3\nGesamt,,1\n"));
    // One sum may be chance, and so may a word in a title.
    assert!(!doubted("id,title,effort,adopters\nA,a,3,4\nB,b,4,5\nC,c,7,8\n"));
    assert!(!doubted("id,title,effort\nA,a,3\nB,b,4\nC,Total cost in the bill,2\n"));
    assert!(!doubted("id,title,effort,adopters\nTotal,Sum,7,9\nA,a,3,4\nB,b,4,5\n"));
    let ranking = rank("id,title,effort,adopters\nA,a,3,4\nB,b,4,5\nTotal,Sum,7,9\n");
    let findings = ranking["findings"].as_array().expect("findings");
    let finding = findings.iter().find(|it| it["code"] == "totals-row").expect("a warning");
    assert_eq!(
        finding["message"],
        "the last row looks like a sum and not a request: the rows above it add up to its `effort` 7 and `adopters` 9"
    );
}

#[test]
fn ids_that_look_alike_are_named() {
    let alike = |ids: &[&str]| {
        let rows = ids.join(",x,1\n");
        let ranking = rank(&format!("id,title,effort\n{rows},x,1\n"));
        let findings = ranking["findings"].as_array().expect("findings").clone();
        findings
            .iter()
            .find(|it| it["code"] == "similar-ids")
            .map(|it| it["message"].as_str().map(str::to_owned))
    };
    let words = |ids: &[&str]| alike(ids).flatten().expect("a warning");
    assert_eq!(words(&["A-1", "a-1"]), "ids that look alike: `A-1` and `a-1` (in case)");
    assert_eq!(words(&["A-1", "\u{410}-1"]), "ids that look alike: `A-1` and `\u{410}-1` (U+0410)");
    assert!(words(&["A-1", "A\u{2010}1"]).ends_with("(U+2010)"));
    assert!(words(&["A-1", "A-\u{200b}1"]).ends_with("(U+200B)"));
    for ids in [&["A-1", "A-2"][..], &["A-1", "A-l", "\u{416}-1"], &["A-1", "A-1"], &["A-1", "A-01"]] {
        assert_eq!(alike(ids), None, "{ids:?}");
    }
}

#[test]
fn an_empty_first_sheet_names_the_others() {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    workbook.add_worksheet().set_name("Cover").expect("a sheet");
    let sheet = workbook.add_worksheet().set_name("Requests").expect("a sheet");
    for (column, name) in (0..).zip(["id", "title", "effort"]) {
        sheet.write_string(0, column, name).expect("a cell");
        sheet.write_string(1, column, "1").expect("a cell");
    }
    let folder = Folder::new().with("b.xlsx", workbook.save_to_buffer().expect("a workbook"));
    let (exit, ranking) = folder.rank_json("b.xlsx");
    assert_eq!(exit, 1);
    assert_eq!(ranking["findings"][0]["message"], "the sheet `Cover` is empty; `Requests` holds something");
    assert_eq!(ranking["findings"][0]["hint"], "name the sheet to read: `--sheet \"Requests\"`");
    assert_eq!(folder.run(&["rank", "--sheet", "Requests", "b.xlsx"]).code, 0);
}

#[test]
fn a_verdict_is_taken_as_data_has_it_and_as_people_write_it() {
    let folder = Folder::new().with("b.csv", "id,title,effort,value\nA,a,1,1\nB,b,1,\n");
    for word in ["unscored", "needs input", "needs-input", "Needs_Input"] {
        let outcome = folder.run(&["rank", "-q", "--format", "csv", "--verdict", word, "b.csv"]);
        assert_eq!((outcome.code, outcome.stdout.lines().count()), (0, 2), "{outcome}");
    }
}

#[test]
fn what_cuts_a_row_is_named() {
    // A blank before the quote makes it a part of the text, so that the comma in it separates.
    let ranking = rank("id, title, effort\nA-1, \"One, two\", 3\n");
    let blank = "take out the blanks between separators and quotes";
    assert!(said(&ranking, "row-width").iter().all(|&(_, hint)| hint == blank));
    assert_eq!(said(&ranking, "bare-quote")[0].1, blank);
    // Excel leaves blank cells at the end of rows out.
    let ranking = rank("id,title,effort,depends_on\nA,a,3,\nB,b,5\n");
    let [(_, hint)] = said(&ranking, "row-width")[..] else { panic!("{ranking}") };
    assert!(hint.starts_with("if the missing cells are blank ones that Excel left out"), "{hint}");
}
