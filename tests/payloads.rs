//! Hostile cells: whatever a cell holds, it does nothing to a terminal, a spreadsheet or a wiki,
//! and comes back unchanged where it is data.

#![expect(clippy::print_stdout, reason = "a skipped test should not pass in silence")]

#[allow(dead_code, reason = "every test file uses a part of it")]
mod harness;
#[path = "harness/workbook.rs"]
#[allow(dead_code, reason = "every test file uses a part of it")]
mod workbook;

use std::collections::{BTreeMap, BTreeSet};

use harness::{Folder, Outcome, requests, shared};
use pulldown_cmark::{Event, Options, Parser, Tag};
use roadbed::untrusted::{unguard, workbook_text};
use unicode_width::UnicodeWidthStr;
use workbook::{Workbook, parts};

/// The payloads that are always at hand, each with the kinds of output it was made for.
const OURS: [(&str, &str); 39] = [
    ("terminal", "\u{1b}[31mRED"),
    ("terminal", "\u{1b}]0;title\u{7}"),
    ("terminal", "\u{9d}0;t\u{9c}"),
    ("terminal", "\u{8}\u{8}\u{8}ok"),
    ("terminal", "real\rfake"),
    ("terminal", "two\nlines\tand a tab"),
    ("terminal", "\u{7f}"),
    ("terminal", "\u{202e}txt.exe"),
    ("terminal", "\u{200f}\u{200e}\u{61c}\u{2066}\u{2069}"),
    ("terminal", "\u{200b}\u{2060}\u{feff}"),
    ("terminal", "全角と半角"),
    ("terminal", "👩\u{200d}👩\u{200d}👧 ❤\u{fe0f} e\u{301}"),
    ("terminal", "\u{3164}\u{115f}"),
    ("stderr-message", "\u{1b}[2K\u{1b}[1A"),
    ("stderr-message", "one\ntwo"),
    ("csv", "=1+1"),
    ("csv", "\t=1+1"),
    ("csv", "\u{a0}=1+1"),
    ("csv", "＝1+1"),
    ("csv", "'quoted"),
    ("csv", "''=1"),
    ("csv", "-2+3"),
    ("csv", "a\",=1+1,\"b"),
    ("csv", "a;=1+1"),
    ("csv", "a\t=1+1"),
    ("csv", "plain"),
    ("xlsx", "=HYPERLINK(\"http://example.invalid\",\"x\")"),
    ("xlsx", "http://example.invalid/"),
    ("xlsx", "<r><t>x</t></r>"),
    ("xlsx", "<r>&<</r>"),
    ("xlsx", "_x0041_ _x000D_ &amp;lt;"),
    ("markdown", "a|b"),
    ("markdown", "a\\|b\\"),
    ("markdown", "<b>x</b> <!-- hidden"),
    ("markdown", "[x](javascript:alert(1)) ![y](http://example.invalid/t.png)"),
    ("markdown", "`x\n\n- item\n# heading"),
    ("markdown", "&lt;b&gt; *x* __y__ ~~z~~"),
    ("json", "\u{1}\u{1f}\u{7f}\u{2028}\u{2029}\u{feff}"),
    ("json", "\"\\/\u{e9}\u{1d11e}"),
];

/// The payloads made for one kind of output, ours and those of the collection.
fn payloads(sink: &str) -> Vec<String> {
    let ours = OURS.iter().filter(|(made_for, _)| *made_for == sink);
    let mut payloads: Vec<String> = ours.map(|(_, payload)| (*payload).to_owned()).collect();
    let Some(path) = shared("payloads.csv") else {
        println!("skipped: no collection of payloads");
        return payloads;
    };
    let mut reader = csv::Reader::from_path(path).expect("the collection");
    for record in reader.records() {
        let record = record.expect("a record");
        if &record[0] == sink {
            payloads.push(decoded(&record[1]));
        }
    }
    payloads
}

/// A payload as it is meant: written with the escapes of JSON, or as a repetition.
fn decoded(written: &str) -> String {
    if let Some(repetition) = written.strip_prefix("@@REPEAT:") {
        let (text, times) = repetition.trim_end_matches('@').split_once(':').expect("two parts");
        return text.repeat(times.parse().expect("a number"));
    }
    serde_json::from_str(&format!("\"{written}\"")).expect("JSON escapes")
}

/// A backlog with the payload as title, team, area, mandate and in a column of its own, beside a
/// harmless request. It is valid CSV. A NUL is no text in any cell, so it is left out. The mandate gets a
/// word, because signs without one are no reason and would not be shown.
fn backlog(payload: &str) -> Vec<u8> {
    let payload = &payload.replace('\0', "");
    let mandate = &format!("{payload} law");
    let mut writer = csv::WriterBuilder::new().quote_style(csv::QuoteStyle::Always).from_writer(Vec::new());
    let rows = [
        ["id", "title", "team", "stakeholder", "area", "mandate", "value", "effort", "remark"],
        ["A-1", payload, payload, "internal", payload, mandate, "3", "1", payload],
        ["A-2", "Harmless", "web", "internal", "web", "", "1", "1", "nothing"],
        ["A-3", payload, payload, "platform", payload, "", "", "1", payload],
    ];
    for row in rows {
        writer.write_record(row).expect("memory");
    }
    writer.into_inner().expect("memory")
}

fn rank(payload: &str, args: &[&str]) -> Outcome {
    let folder = Folder::new().with("b.csv", backlog(payload));
    let outcome = folder.run(&[&["rank", "b.csv"], args].concat());
    assert_eq!(outcome.code, 0, "{payload:?}\n{outcome}");
    outcome
}

/// The characters that act on a terminal instead of showing there.
fn acts_on_a_terminal(character: char) -> bool {
    character.is_control() && character != '\n'
        || matches!(
            character,
            '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
        )
}

#[track_caller]
fn only_shows(payload: &str, text: &str) {
    let acting: Vec<char> = text.chars().filter(|&it| acts_on_a_terminal(it)).collect();
    assert!(acting.is_empty(), "{payload:?} lets {acting:?} through:\n{text}");
}

#[test]
fn no_cell_acts_on_a_terminal_or_breaks_the_table() {
    for payload in payloads("terminal") {
        for (format, width) in [("table", "80"), ("table", "200"), ("plain", "80")] {
            let outcome = rank(&payload, &["--format", format, "--width", width]);
            only_shows(&payload, &outcome.stdout);
            only_shows(&payload, &outcome.stderr);
            let drawn = |line: &&str| line.starts_with(['╭', '│', '├', '╰']);
            let widths: Vec<usize> = outcome.stdout.lines().filter(drawn).map(str::width).collect();
            assert_eq!(widths.is_empty(), format == "plain", "{outcome}");
            assert!(
                widths.windows(2).all(|pair| pair[0] == pair[1]),
                "{payload:?} breaks the table: {widths:?}\n{outcome}"
            );
        }
    }
}

#[test]
fn no_cell_acts_on_a_terminal_through_a_finding() {
    for payload in payloads("terminal").iter().chain(&payloads("stderr-message")) {
        let text = String::from_utf8(backlog(payload)).expect("text");
        let broken = text.replace("\"effort\"", "\"kind\"").replace("\"3\",\"1\"", "\"3\",\"what?\"");
        assert_ne!(text, broken);
        let folder = Folder::new().with("b.csv", broken);
        for args in [&["rank", "b.csv"][..], &["check", "b.csv"]] {
            let outcome = folder.run(args);
            assert_eq!(outcome.code, 1, "{outcome}");
            only_shows(payload, &outcome.stdout);
            only_shows(payload, &outcome.stderr);
        }
    }
}

#[test]
fn a_finding_quotes_a_cell_on_one_line() {
    for payload in payloads("stderr-message").iter().chain(&payloads("terminal")) {
        if payload.trim().is_empty() {
            continue;
        }
        let quoted = payload.replace('"', "\"\"");
        let text = format!("id,title,kind,value,effort\nA,one,\"{quoted}\",1,1\n");
        let outcome = Folder::new().with("b.csv", text).run(&["rank", "b.csv"]);
        assert_eq!(outcome.code, 1, "{payload:?}\n{outcome}");
        only_shows(payload, &outcome.stderr);
        let titles: Vec<&str> =
            outcome.stderr.lines().filter(|line| line.starts_with("error[unknown-word]")).collect();
        assert_eq!(titles.len(), 1, "{outcome}");
        assert!(titles[0].ends_with(" is not a valid `kind`"), "{payload:?}\n{outcome}");
        assert!(outcome.stderr.contains("--> b.csv:2:"), "{outcome}");
    }
}

/// The records of CSV output by column name; the header comes first.
fn records(text: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.deserialize().map(|record| record.expect("a record of the header's width")).collect()
}

#[test]
fn no_cell_of_csv_output_is_a_formula_and_none_is_changed() {
    for payload in payloads("csv").iter().chain(&payloads("csv-false-positive")) {
        let text = payload.replace('\0', "");
        let outcome = rank(payload, &["--format", "csv"]);
        let records = records(&outcome.stdout);
        assert_eq!(records.len(), 3, "{payload:?}\n{outcome}");
        let record = records.iter().find(|it| it["id"] == "A-1").expect("A-1");
        // Reading takes one guarding apostrophe off, and trims names and reasons.
        let (title, _) = unguard(&text);
        let mandate = format!("{text} law");
        let mandate = unguard(mandate.trim()).0.trim();
        for (column, meant) in [("title", title), ("remark", title), ("mandate", mandate)] {
            let cell = &record[column];
            let begins = cell.trim_start_matches(' ').chars().next();
            let formula =
                begins.is_some_and(|it| "=+-@\t\r\n\u{a0}\u{200b}\u{feff}＝＋－＠\u{2212}".contains(it));
            let number = cell.parse::<f64>().is_ok() && !cell.starts_with('+');
            assert!(!formula || number, "{column} of {payload:?}: {cell:?}");
            assert_eq!(unguard(cell).0, meant, "{column} of {payload:?}: {cell:?}");
        }
    }
}

#[test]
fn cells_that_some_programs_would_split_are_quoted() {
    for payload in ["a;=1+1", "a\t=1+1", "a,b", "a\nb", "a\"b"] {
        let outcome = rank(payload, &["--format", "csv"]);
        let quoted = format!("\"{}\"", payload.replace('"', "\"\""));
        assert!(outcome.stdout.contains(&quoted), "{payload:?}\n{outcome}");
        let header = outcome.stdout.lines().next().expect("a header");
        assert!(header.starts_with('"'), "an unquoted ID is taken for another format: {header}");
    }
}

#[test]
fn raw_csv_holds_the_cells_as_they_are() {
    for payload in ["=1+1", "@alice", "+3"] {
        let outcome = rank(payload, &["--format", "csv", "--raw-csv"]);
        let records = records(&outcome.stdout);
        let record = records.iter().find(|it| it["id"] == "A-1").expect("A-1");
        assert_eq!([&record["title"], &record["remark"]], [payload, payload]);
    }
}

#[test]
fn writing_csv_and_reading_it_again_changes_no_title() {
    for payload in payloads("csv") {
        let first = rank(&payload, &["--format", "csv"]);
        let written = titles(&first);
        let folder = Folder::new().with("again.csv", table(&written));
        let second = folder.run(&["rank", "--format", "csv", "again.csv"]);
        assert_eq!(second.code, 0, "{second}");
        assert_eq!(titles(&second), written, "{payload:?}");
    }
}

/// The columns of CSV output that mean the same in a backlog.
fn titles(outcome: &Outcome) -> Vec<[String; 2]> {
    let records = records(&outcome.stdout);
    let mut titles: Vec<[String; 2]> =
        records.into_iter().map(|record| [record["id"].clone(), record["title"].clone()]).collect();
    titles.sort();
    titles
}

fn table(titles: &[[String; 2]]) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(["id", "title"]).expect("memory");
    for title in titles {
        writer.write_record(title).expect("memory");
    }
    writer.into_inner().expect("memory")
}

/// What a wiki would make of a text: every node but the words themselves, and the words.
fn shape(markdown: &str) -> (Vec<String>, String) {
    let mut nodes = Vec::new();
    let mut words = String::new();
    // Every extension but the one that only prettifies quotes and dashes.
    let options = Options::all().difference(Options::ENABLE_SMART_PUNCTUATION);
    for event in Parser::new_ext(markdown, options) {
        match event {
            Event::Text(text) => words.push_str(&text),
            Event::Start(tag) => {
                let heading = matches!(tag, Tag::Heading { .. });
                nodes.push(if heading { "heading".to_owned() } else { format!("{tag:?}") });
            }
            Event::End(_) => {
                nodes.push("end".to_owned());
                words.push('\n');
            }
            other => nodes.push(format!("{other:?}")),
        }
    }
    (nodes, words)
}

#[test]
fn no_cell_of_markdown_output_is_markup() {
    let (harmless, _) = shape(&rank("word", &["--format", "markdown"]).stdout);
    assert!(harmless.iter().any(|node| node.starts_with("Table(")));
    for payload in payloads("markdown").iter().chain(&payloads("terminal")) {
        let outcome = rank(payload, &["--format", "markdown"]);
        let (nodes, words) = shape(&outcome.stdout);
        // A blank cell is no mandate, so there is no sentence about mandates.
        if !payload.trim().is_empty() {
            assert_eq!(nodes, harmless, "{payload:?}\n{outcome}");
        }
        only_shows(payload, &outcome.stdout);
        let literal: Vec<&str> = payload.split_whitespace().collect();
        let literal = literal.join(" ");
        if !payload.chars().any(acts_on_a_terminal) {
            assert!(words.contains(&literal), "{payload:?} is not shown literally:\n{words}");
        }
    }
}

#[test]
fn every_cell_comes_back_from_json_unchanged() {
    let all = ["json", "terminal", "csv", "markdown"].into_iter().flat_map(payloads);
    for payload in all {
        let text = payload.replace('\0', "");
        let ranking = rank(&payload, &["--format", "json"]).json();
        let request = requests(&ranking).iter().find(|request| request["id"] == "A-1").expect("A-1");
        let (text, _) = unguard(&text);
        assert_eq!(request["title"], text, "{payload:?}");
        assert_eq!(request["carried"]["remark"], text, "{payload:?}");
    }
}

fn explain(payload: &str, args: &[&str]) -> Outcome {
    let folder = Folder::new().with("b.csv", backlog(payload));
    let outcome = folder.run(&[&["explain", "b.csv", "--all"], args].concat());
    assert_eq!(outcome.code, 0, "{payload:?}\n{outcome}");
    outcome
}

#[test]
fn no_cell_acts_on_a_terminal_through_an_explanation() {
    for payload in payloads("terminal") {
        for width in ["40", "100"] {
            only_shows(&payload, &explain(&payload, &["--width", width]).stdout);
        }
    }
}

#[test]
fn no_cell_of_an_explanation_in_markdown_is_markup() {
    // A payload with a word makes the requests like each other, which is said; one of signs does not.
    let harmless = ["word", "a"].map(|payload| shape(&explain(payload, &["--format", "markdown"]).stdout).0);
    assert!(harmless.iter().all(|nodes| nodes.iter().any(|node| node.starts_with("Table("))));
    for payload in payloads("markdown").iter().chain(&payloads("terminal")) {
        let outcome = explain(payload, &["--format", "markdown"]);
        let (nodes, _) = shape(&outcome.stdout);
        if !payload.trim().is_empty() {
            assert!(harmless.contains(&nodes), "{payload:?}\n{outcome}\n{nodes:?}");
        }
        only_shows(payload, &outcome.stdout);
    }
}

// Voices.

fn voices(payload: &str, args: &[&str]) -> Outcome {
    let folder = Folder::new().with("b.csv", backlog(payload));
    let outcome = folder.run(&[&["voices", "-q", "b.csv"], args].concat());
    assert_eq!(outcome.code, 0, "{payload:?}\n{outcome}");
    outcome
}

#[test]
fn no_cell_acts_on_a_terminal_through_voices() {
    for payload in payloads("terminal") {
        only_shows(&payload, &voices(&payload, &["--width", "80"]).stdout);
        only_shows(&payload, &voices(&payload, &["--format", "json"]).stdout);
    }
}

/// A payload that is read as several teams makes more rows, so that rows are not counted here.
#[test]
fn no_cell_of_voices_in_markdown_is_markup() {
    let kinds = |nodes: Vec<String>| nodes.into_iter().collect::<BTreeSet<String>>();
    let whole = |nodes: &[String]| {
        nodes.iter().filter(|node| *node == "heading" || node.starts_with("Table(")).count()
    };
    let (harmless, _) = shape(&voices("word", &["--format", "markdown"]).stdout);
    for payload in payloads("markdown").iter().chain(&payloads("terminal")) {
        let outcome = voices(payload, &["--format", "markdown"]);
        let (nodes, _) = shape(&outcome.stdout);
        if !payload.trim().is_empty() {
            assert_eq!(whole(&nodes), whole(&harmless), "{payload:?}\n{outcome}");
            assert!(kinds(nodes).is_subset(&kinds(harmless.clone())), "{payload:?}\n{outcome}");
        }
        only_shows(payload, &outcome.stdout);
    }
}

#[test]
fn no_cell_of_a_review_in_markdown_is_markup() {
    let review = |payload: &str| -> String {
        let folder = Folder::new().with("b.csv", backlog(payload));
        let outcome = folder.run(&["export", "-q", "b.csv", "-o", "r.md"]);
        assert_eq!(outcome.code, 0, "{payload:?}\n{outcome}");
        folder.read("r.md")
    };
    // A payload with separators is several teams, so rows may be more; kinds of nodes may not.
    let kinds = |written: &str| shape(written).0.into_iter().collect::<BTreeSet<String>>();
    let harmless = kinds(&review("word"));
    for payload in payloads("markdown").iter().chain(&payloads("terminal")) {
        let written = review(payload);
        let odd: Vec<String> = kinds(&written).difference(&harmless).cloned().collect();
        assert_eq!(odd, Vec::<String>::new(), "{payload:?}\n{written}");
        only_shows(payload, &written);
        let literal = payload.split_whitespace().collect::<Vec<_>>().join(" ");
        let words = shape(&written).1;
        assert!(payload.chars().any(acts_on_a_terminal) || words.contains(&literal), "{payload:?}\n{words}");
    }
}

fn export(payload: &str) -> Vec<u8> {
    let folder = Folder::new().with("b.csv", backlog(payload));
    let outcome = folder.run(&["export", "-q", "b.csv", "-o", "review.xlsx"]);
    assert_eq!(outcome.code, 0, "{payload:?}\n{outcome}");
    std::fs::read(folder.path("review.xlsx")).expect("the workbook")
}

/// What a cell of a workbook shows of a text.
fn in_workbook(text: &str) -> String {
    // Reading refuses NUL, and takes off what stands around a title.
    workbook_text(unguard(&text.replace('\0', "")).0).trim().to_owned()
}

#[test]
fn every_text_cell_of_a_workbook_is_literal_text() {
    let harmless = formulas(&export("word"));
    assert!(harmless.len() > 20);
    let sinks = ["xlsx", "xlsx-sheet-name", "csv", "html-text", "terminal"];
    for payload in sinks.into_iter().flat_map(payloads) {
        let bytes = export(&payload);
        // A blank cell is no mandate.
        if !payload.trim().is_empty() {
            assert_eq!(formulas(&bytes), harmless, "{payload:?}");
        }
        for (name, part) in parts(&bytes) {
            let text = String::from_utf8(part).expect("XML");
            assert!(!text.contains("<hyperlink") && !text.contains("TargetMode"), "{payload:?} in {name}");
        }
        let book = Workbook::read(bytes);
        assert_eq!(book.0.len(), 7, "{:?}", book.0.keys());
        let row = book.table("Requests").into_iter().find(|row| row["Request"] == *"A-1");
        let row = row.expect("A-1");
        for column in ["Title", "remark"] {
            let shown = row[column].to_string();
            assert_eq!(shown.trim(), in_workbook(&payload), "{payload:?} in {column}");
            assert!(shown.encode_utf16().count() <= 32_767);
        }
    }
}

/// The formulas of a workbook.
fn formulas(bytes: &[u8]) -> Vec<String> {
    let sheets = parts(bytes).into_iter().filter(|(name, _)| name.starts_with("xl/worksheets/sheet"));
    let all: String = sheets.map(|(_, part)| String::from_utf8(part).expect("XML")).collect();
    all.split("<f>").skip(1).filter_map(|rest| Some(rest.split_once("</f>")?.0.to_owned())).collect()
}
