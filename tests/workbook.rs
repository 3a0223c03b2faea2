//! The workbook as a user meets it: files that are written or refused, cells that say what the ranking
//! says, and formulas that another program computes to the same.
#![expect(clippy::print_stdout, reason = "a skipped test should not pass in silence")]

#[allow(dead_code, reason = "every test file uses a part of it")]
mod harness;
#[path = "harness/workbook.rs"]
mod workbook;

use std::{collections::BTreeMap, fs};

use calamine::Data;
use harness::{Folder, requests};
use serde_json::Value;
use workbook::{Workbook, number, parts, recalculated, replaced_cell};

const WORKED: &str = include_str!("data/worked/requests.csv");

/// Shares and discounts that end in halves of a thousandth, values, variants, gates, mandates.
const ODD: &str = "\
id,title,team,stakeholder,kind,adopters,scope,reliability,tech_debt,breaking,consumers,consumer_effort,migration,compatibility,value,effort,confidence,mandate,metric,outcome,depends_on,status,ticket
H-1,Halves,a,internal,reliability,3,,0.1235,-0.000125,,,,,,,3,90 %,,reliability,x,,,T-1
H-2,Halves below zero,a,internal,reliability,,,-0.1235,0.000125,,,,,3.333125,,0.7,70 %,,reliability,x,,,
H-3,Thirds,b,internal,capability,a; b; c,shared,0.333333,,breaking,7,0.3,33.3333 %,,,1-2-7,33.3333 %,,adoption,x,H-1,,
H-4,A variant,b,internal,capability,a; b,bespoke,3,,,,,,,,2,80 %,,,,,,
H-5,Agreed elsewhere,c,internal,capability,,,,,,,,,,12.3455,7,90 %,,,,,,
H-6,Mandated,c,internal,compatibility,,,,,,,,,,,1,,GDPR,,,,,
H-7,Nothing known,c,internal,capability,,,,,,,,,,,1,,,,,,,
H-8,Breaks,c,external,compatibility,5,,,,breaking,40,2,,,,1,90 %,,,,,,
H-9,Done,c,external,compatibility,5,,,,,,,,,,1,,,,,,done,T-9
";

fn with(policy: &str) -> Folder {
    Folder::new().with("b.csv", ODD).with("roadbed.toml", policy)
}

fn exported(folder: &Folder, name: &str) -> Vec<u8> {
    let outcome = folder.run(&["export", "-q", "b.csv", "-o", name]);
    assert_eq!((outcome.code, &*outcome.stdout, &*outcome.stderr), (0, "", ""), "{outcome}");
    fs::read(folder.path(name)).expect("the workbook")
}

/// What the ranking says of each request, by id.
fn ranked(folder: &Folder) -> BTreeMap<String, Value> {
    let (_, ranking) = folder.rank_json("b.csv");
    requests(&ranking).iter().map(|it| (it["id"].as_str().expect("an id").to_owned(), it.clone())).collect()
}

/// Asserts that a workbook has the figures of the ranking, to the thousandth.
fn says_what_the_ranking_says(book: &Workbook, ranking: &BTreeMap<String, Value>) {
    for (sheet, score, returned) in
        [("Ranking", "Score", "Score per week"), ("Contributions", "Score", "Score per week")]
    {
        let table = book.table(sheet);
        assert_eq!(table.len(), ranking.len());
        for row in &table {
            let id = row["Request"].to_string();
            let request = &ranking[&id];
            let same = |name: &str, field: &str| {
                let (cell, expected) = (number(&row[name]), request[field].as_f64());
                let close = cell.zip(expected).is_none_or(|(a, b)| (a - b).abs() < 0.000_01);
                assert!(cell.is_some() == expected.is_some() && close, "{sheet} {id}: {cell:?}, {request}");
            };
            same(score, "score");
            same(returned, "score_per_week");
            same("Weeks", "effort");
        }
    }
    for row in &book.table("Contributions") {
        let request = &ranking[&row["Request"].to_string()];
        for (column, source) in [
            ("Reuse: points", "reuse"),
            ("Reliability: points", "reliability"),
            ("Tech debt: points", "tech_debt"),
            ("Compatibility: points", "compatibility"),
            ("Value: points", "value"),
            ("Special treatment: points", "special-treatment"),
            ("Confidence: points", "confidence"),
        ] {
            let parts = request["contributions"].as_array().expect("contributions");
            let expected = parts.iter().find(|part| part["source"] == source);
            let expected = expected.map(|part| part["points"].as_f64().expect("points"));
            let cell = number(&row[column]);
            let close = cell.zip(expected).is_none_or(|(a, b)| (a - b).abs() < 0.000_01);
            assert!(cell.is_some() == expected.is_some() && close, "{column}: {cell:?}, {request}");
        }
    }
}

const POLICY: &str = "[capacity]\nnow = 4\nnext = 4\n[weights]\nreuse = 35\nreliability = 25\ntech_debt = 20\ncompatibility = 20\n";

#[test]
fn the_workbook_says_what_the_ranking_says() {
    for policy in [POLICY, "[value]\nper_effort = true\n[weights]\nreuse = 1\nreliability = 3.333\n"] {
        let folder = with(policy);
        let book = Workbook::read(exported(&folder, "review.xlsx"));
        let names: Vec<&str> = book.0.keys().map(String::as_str).collect();
        assert_eq!(
            names,
            ["Contributions", "Dependencies", "Policy", "Ranking", "Requests", "Summary", "Teams"]
        );
        says_what_the_ranking_says(&book, &ranked(&folder));
    }
}

#[test]
fn places_are_counted_over_all_that_is_scored() {
    let table = Workbook::read(exported(&with(POLICY), "review.xlsx")).table("Ranking");
    for (column, place) in
        [("Score", "Position by score alone"), ("Score per week", "Position by score per week alone")]
    {
        let all: Vec<f64> = table.iter().filter_map(|row| number(&row[column])).collect();
        for row in &table {
            let larger = number(&row[column]).map(|own| all.iter().filter(|&&other| other > own).count() + 1);
            #[expect(clippy::cast_precision_loss, reason = "small in tests")]
            let larger = larger.map(|larger| larger as f64);
            assert_eq!(number(&row[place]), larger);
        }
    }
}

#[test]
fn what_the_files_say_beside_is_in_the_sheet_of_requests() {
    let table = Workbook::read(exported(&with(POLICY), "review.xlsx")).table("Requests");
    let row = |id: &str| table.iter().find(|row| row["Request"] == *id).expect("a row");
    assert_eq!(row("H-1")["ticket"], Data::String("T-1".into()));
    assert_eq!(row("H-9")["ticket"], Data::String("T-9".into()));
    assert_eq!(row("H-9")["Verdict"], Data::String("done".into()));
    assert_eq!(row("H-1")["Tech debt rating"], Data::Float(-0.000_125));
    assert_eq!(row("H-1")["Confidence"], Data::Float(0.9));
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let folder = with(POLICY);
    let first = exported(&folder, "one.xlsx");
    std::thread::sleep(std::time::Duration::from_millis(1100));
    assert_eq!(first, exported(&folder, "two.xlsx"));
    for (name, bytes) in parts(&first) {
        let text = String::from_utf8(bytes).expect("XML");
        assert!(!text.contains("TargetMode"), "{name} leads outside");
        assert!(!text.contains(folder.path("").to_str().expect("a path")), "{name} names a folder");
    }
}

#[test]
fn another_program_computes_the_same_and_follows_changed_cells() {
    let folder = with(POLICY);
    let bytes = exported(&folder, "review.xlsx");
    let Some(book) = recalculated(&bytes) else {
        println!("skipped: no LibreOffice");
        return;
    };
    says_what_the_ranking_says(&book, &ranked(&folder));
    // Reliability weighs 40 instead of 25, and a variant costs 12.5 points instead of 10.
    let policy = "xl/worksheets/sheet7.xml";
    assert!(book.0["Policy"][5][0] == Data::String("Reliability".into()));
    let changed = replaced_cell(&bytes, policy, "B6", "25", "40");
    let changed = replaced_cell(&changed, policy, "B13", "-10", "-12.5");
    let book = recalculated(&changed).expect("LibreOffice is there");
    let other = POLICY.replace("reliability = 25", "reliability = 40");
    let other = with(&format!("{other}[rules.special-treatment]\npenalty = 12.5\n"));
    says_what_the_ranking_says(&book, &ranked(&other));
    let (before, after) = (ranked(&folder), ranked(&other));
    assert_ne!(before["H-1"]["score"], after["H-1"]["score"]);
    for row in &book.table("Ranking") {
        let id = row["Request"].to_string();
        let moved = after[&id]["score"].as_f64().zip(before[&id]["score"].as_f64()).map(|(a, b)| a - b);
        let close = number(&row["Score changed by"]).zip(moved).is_none_or(|(a, b)| (a - b).abs() < 0.000_01);
        assert!(close, "{id}: {row:?}");
    }
}

#[test]
fn an_output_is_refused_before_anything_is_written() {
    let folder = Folder::new().with("b.csv", WORKED).with("old.xlsx", "old");
    for (outputs, said) in [
        (&["-o", "new.xlsx", "-o", "new.pdf"][..], "the ending of new.pdf names no format"),
        (&["-o", "new.xlsx", "-o", "new"], "the ending of new names no format"),
        (&["-o", "new.xlsx", "-o", "old.xlsx"], "old.xlsx exists"),
        (&["-o", "new.xlsx", "-o", "./new.xlsx"], "./new.xlsx is named twice"),
        (&["-o", "new.xlsx", "-o", "nowhere/new.xlsx"], "the folder does not exist"),
        (&[], "--output <FILE>"),
    ] {
        let outcome = folder.run(&[&["export", "-q", "b.csv"], outputs].concat());
        assert_eq!(outcome.code, 2, "{outcome}");
        assert!(outcome.stderr.contains(said), "{outcome}");
        assert_eq!(folder.names(), ["b.csv", "old.xlsx"]);
    }
    assert_eq!(folder.read("old.xlsx"), "old");
    let outcome = folder.run(&["export", "-q", "b.csv", "-o", "old.xlsx", "-o", "new.XLSX", "--force"]);
    assert_eq!(outcome.code, 0, "{outcome}");
    assert_eq!(fs::read(folder.path("old.xlsx")).ok(), fs::read(folder.path("new.XLSX")).ok());
}

#[test]
fn an_input_is_never_replaced() {
    let folder = Folder::new().with("b.xlsx", WORKED);
    let outcome = folder.run(&["export", "-q", "b.xlsx", "-o", "b.xlsx", "--force"]);
    assert_eq!(outcome.code, 2, "{outcome}");
    assert_eq!(folder.read("b.xlsx"), WORKED);
}

#[test]
fn errors_stop_the_export_and_a_header_alone_does_not() {
    let folder =
        Folder::new().with("bad.csv", "id,title,effort\nA-1,x,abc\n").with("empty.csv", "id,title\n");
    let outcome = folder.run(&["export", "-q", "bad.csv", "-o", "bad.xlsx"]);
    assert_eq!(outcome.code, 1, "{outcome}");
    assert!(outcome.stderr.contains("Nothing was ranked"), "{outcome}");
    assert!(!folder.path("bad.xlsx").exists());
    let outcome = folder.run(&["export", "-q", "empty.csv", "-o", "empty.xlsx"]);
    assert_eq!(outcome.code, 0, "{outcome}");
    let book = Workbook::read(fs::read(folder.path("empty.xlsx")).expect("the workbook"));
    assert!(book.table("Ranking").is_empty());
}
