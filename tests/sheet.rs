//! The scoring sheet as teams meet it: which requests stand in it, what its cells take, and what comes of a
//! filled one.
#![expect(clippy::print_stdout, reason = "a skipped test should not pass in silence")]

#[allow(dead_code, reason = "every test file uses a part of it")]
mod harness;
#[allow(dead_code, reason = "every test file uses a part of it")]
#[path = "harness/workbook.rs"]
mod workbook;

use std::{
    collections::BTreeMap,
    fs,
    io::{Cursor, Write},
};

use calamine::Data;
use harness::Folder;
use workbook::{Workbook, number, parts, recalculated};
use zip::{ZipWriter, write::SimpleFileOptions};

/// Three links end at A-2, so it comes first; A-4 is judged, A-5 done.
const BACKLOG: &str = "\
id,title,description,team,url,adopters,reuse,reliability,tech_debt,breaking,effort,depends_on,pressure,status
A-1,Webhooks,\"=1+1
and more\",checkout,https://tracker.example/A-1,,,,,,,A-2,1,
A-2,One token service,,platform,,,,3,,,,,,
A-3,Labels,,search,javascript:alert(1),checkout; search,,,,breaking,2-3-6,A-2,5,
A-4,Judged,,search,,checkout; search,,0,0,none,2,A-2,,
A-5,Done,,search,,,,,,,,,,done
A-6,Retry,,Search,,,4,,,,,,3,
";

const HEADER: usize = 4;
const FIRST: usize = 5;
const REQUESTS: &str = "Requests to judge";

fn folder() -> Folder {
    Folder::new().with("b.csv", BACKLOG)
}

fn written(folder: &Folder, options: &[&str]) -> Vec<u8> {
    let args: Vec<&str> = ["sheet", "-q", "b.csv", "-o", "s.xlsx", "--force"]
        .into_iter()
        .chain(options.iter().copied())
        .collect();
    let outcome = folder.run(&args);
    assert_eq!((outcome.code, &*outcome.stdout, &*outcome.stderr), (0, "", ""), "{outcome}");
    fs::read(folder.path("s.xlsx")).expect("the sheet")
}

fn rows(book: &Workbook) -> &[Vec<Data>] {
    &book.0[REQUESTS]
}

fn ids(bytes: Vec<u8>) -> Vec<String> {
    rows(&Workbook::read(bytes))[FIRST..].iter().map(|row| row[0].to_string()).collect()
}

/// The letter of the column with that heading.
fn letter(book: &Workbook, heading: &str) -> char {
    let at = rows(book)[HEADER].iter().position(|cell| *cell == heading).expect(heading);
    char::from(b'A' + u8::try_from(at).expect("few columns"))
}

/// The value of an attribute in a piece of XML.
fn attribute<'x>(xml: &'x str, name: &str) -> Option<&'x str> {
    xml.split_once(&format!(" {name}=\"")).and_then(|(_, rest)| rest.split('"').next())
}

/// What stands between the tags of an element.
fn element<'x>(xml: &'x str, name: &str) -> Option<&'x str> {
    let (_, rest) = xml.split_once(&format!("<{name}>"))?;
    rest.split_once(&format!("</{name}>")).map(|(text, _)| text)
}

fn part(bytes: &[u8], name: &str) -> String {
    let found = parts(bytes).into_iter().find(|(part, _)| part == name).expect(name);
    String::from_utf8(found.1).expect("XML")
}

/// The rules that say what cells take, by column.
fn validations(bytes: &[u8]) -> BTreeMap<char, String> {
    let xml = part(bytes, "xl/worksheets/sheet1.xml");
    let rule = |text: &str| {
        let range = attribute(text, "sqref").expect("cells");
        (range.chars().next().expect("a letter"), text.to_owned())
    };
    xml.split("<dataValidation ").skip(1).map(|text| rule(&format!(" {text}"))).collect()
}

/// Whether a rule about decimals takes a number; a spreadsheet program refuses it otherwise.
fn takes(rule: &str, number: f64) -> bool {
    assert_eq!(attribute(rule, "type"), Some("decimal"), "{rule}");
    // `between` is what no operator means, and `stop` what no style means.
    assert_eq!((attribute(rule, "operator"), attribute(rule, "errorStyle")), (None, None), "{rule}");
    assert_eq!(attribute(rule, "showErrorMessage"), Some("1"), "{rule}");
    let bound = |name| element(rule, name).expect(rule).parse::<f64>().expect(rule);
    (bound("formula1")..=bound("formula2")).contains(&number)
}

/// Whether the cells' looks leave them locked, by the place of a cell.
fn is_locked(bytes: &[u8], cell: &str) -> bool {
    let sheet = part(bytes, "xl/worksheets/sheet1.xml");
    let (_, rest) = sheet.split_once(&format!("<c r=\"{cell}\"")).expect(cell);
    let style: usize = attribute(rest, "s").expect("a style").parse().expect("a number");
    let styles = part(bytes, "xl/styles.xml");
    let (_, formats) = styles.split_once("<cellXfs").expect("styles");
    let (formats, _) = formats.split_once("</cellXfs>").expect("their end");
    let format = formats.split("<xf ").nth(style + 1).expect("the style");
    assert!(sheet.contains("<sheetProtection sheet=\"1\""), "a lock acts on a protected sheet only");
    !format.contains("locked=\"0\"")
}

#[test]
fn requests_that_lack_something_stand_in_it_those_first_that_most_wait_for() {
    let folder = folder();
    assert_eq!(ids(written(&folder, &[])), ["A-2", "A-3", "A-6", "A-1"]);
    assert_eq!(ids(written(&folder, &["--all"])), ["A-2", "A-3", "A-6", "A-1", "A-4"]);
    assert_eq!(ids(written(&folder, &["--top", "2"])), ["A-2", "A-3"]);
    assert_eq!(ids(written(&folder, &["--team", "search"])), ["A-3", "A-6"]);
    let outcome = folder.run(&["sheet", "-q", "b.csv", "-o", "t.xlsx", "--team", "searhc"]);
    assert_eq!(outcome.code, 2, "{outcome}");
    assert!(outcome.stderr.contains("did you mean `Search`?"), "{outcome}");
}

#[test]
fn a_sheet_without_requests_is_not_written() {
    let folder = folder();
    let judged = BACKLOG.lines().filter(|line| line.starts_with("id") || line.starts_with("A-4"));
    folder.write("b.csv", judged.map(|line| line.replace("A-2,", ",") + "\n").collect::<String>());
    let outcome = folder.run(&["sheet", "-q", "b.csv", "-o", "s.xlsx"]);
    assert_eq!(outcome.code, 0, "{outcome}");
    assert!(outcome.stderr.contains("every open request is judged"), "{outcome}");
    assert_eq!(folder.names(), ["b.csv"]);
}

#[test]
fn what_is_known_stands_there_as_text_and_only_addresses_become_links() {
    let bytes = written(&folder(), &[]);
    let book = Workbook::read(bytes.clone());
    let by_id: BTreeMap<String, &Vec<Data>> =
        rows(&book)[FIRST..].iter().map(|row| (row[0].to_string(), row)).collect();
    assert_eq!(by_id["A-1"][2], Data::String("=1+1\nand more".into()));
    assert_eq!(by_id["A-1"][3].to_string(), "open");
    assert_eq!(by_id["A-3"][3].to_string(), "", "a script is no address of the web");
    assert_eq!(number(&by_id["A-2"][5]), Some(3.0), "what waits for it");
    let links = part(&bytes, "xl/worksheets/_rels/sheet1.xml.rels");
    assert!(links.contains("https://tracker.example/A-1") && !links.contains("javascript"), "{links}");
}

#[test]
fn cells_refuse_what_is_out_of_range_and_others_are_locked() {
    let bytes = written(&folder(), &[]);
    let book = Workbook::read(bytes.clone());
    let rules = validations(&bytes);
    let (reuse, reliability) = (&rules[&letter(&book, "Reuse")], &rules[&letter(&book, "Reliability")]);
    for (number, taken) in [(-1.0, false), (0.0, true), (2.5, true), (5.0, true), (7.0, false)] {
        assert_eq!(takes(reuse, number), taken, "{number}");
    }
    for (number, taken) in [(-5.1, false), (-5.0, true), (5.0, true), (5.1, false)] {
        assert_eq!(takes(reliability, number), taken, "{number}");
    }
    let breaking = &rules[&letter(&book, "Breaking")];
    assert_eq!(attribute(breaking, "type"), Some("list"), "{breaking}");
    // The list is cells of the sheet of scales, with exactly the words.
    let cells = element(breaking, "formula1").expect("cells").replace('$', "");
    let (first, last) = cells.strip_prefix("Scales!B").and_then(|it| it.split_once(":B")).expect("a range");
    let (first, last): (usize, usize) = (first.parse().expect("a row"), last.parse().expect("a row"));
    let words: Vec<String> = book.0["Scales"][first - 1..last].iter().map(|row| row[1].to_string()).collect();
    assert_eq!(words, ["none", "additive", "deprecating", "breaking"]);
    for heading in ["Adopters", "Reuse", "Reliability", "Tech debt", "Breaking", "Effort", "Confidence"] {
        let column = letter(&book, heading);
        assert!(rules.contains_key(&column), "{heading}");
        assert!(!is_locked(&bytes, &format!("{column}6")), "{heading}");
    }
    for cell in ["A6", "B6", "E6", "F6", "G6", "H5"] {
        assert!(is_locked(&bytes, cell), "{cell}");
    }
}

#[test]
fn prompts_say_the_question_and_its_answers_and_are_as_short_as_they_have_to_be() {
    let policy = format!(
        "[criteria.revenue]\nlabel = \"Revenue\"\nweight = 10\ncolumn = \"arr\"\nunit = \"{}\"\nanchors = [[0, 0], [1000, 1]]\nsays = \"protects {{value}}\"\n",
        "EUR a year ".repeat(20).trim()
    );
    let folder = folder().with("roadbed.toml", &policy);
    let rules = validations(&written(&folder, &[]));
    for rule in rules.values() {
        let prompt = attribute(rule, "prompt").expect("a prompt");
        assert!(prompt.contains('?') || prompt.contains("Points"), "{prompt}");
        for name in ["prompt", "error"] {
            let text = attribute(rule, name)
                .expect(name)
                .replace("&quot;", "\"")
                .replace("&gt;", ">")
                .replace("&#xA;", "\n");
            assert!(text.chars().count() <= 255, "{text}");
        }
    }
    let book = Workbook::read(fs::read(folder.path("s.xlsx")).expect("the sheet"));
    assert!(rules.contains_key(&letter(&book, "arr")), "criteria of the policy's own are asked for");
}

#[test]
fn progress_is_computed_as_people_fill_it_in() {
    let bytes = written(&folder(), &[]);
    let book = Workbook::read(bytes.clone());
    assert_eq!(rows(&book)[2][0].to_string(), "0 of 4 judged");
    let missing = |book: &Workbook| number(&rows(book)[FIRST][6]);
    // A-2 lacks adopters, debt, compatibility and effort.
    assert_eq!(missing(&book), Some(4.0));
    let cell = |heading| format!("{}6", letter(&book, heading));
    let cells = [("Adopters", "none"), ("Tech debt", "0"), ("Breaking", "none"), ("Effort", "M")];
    let cells: Vec<(String, &str)> = cells.map(|(heading, text)| (cell(heading), text)).into();
    let filled = filled_cells(&bytes, "xl/worksheets/sheet1.xml", &cells);
    let Some(book) = recalculated(&filled) else {
        println!("skipped: there is no LibreOffice");
        return;
    };
    assert_eq!((missing(&book), &*rows(&book)[2][0].to_string()), (Some(0.0), "1 of 4 judged"));
}

#[test]
fn the_same_backlog_gives_the_same_bytes() {
    let folder = folder();
    assert_eq!(written(&folder, &["--threads", "1"]), written(&folder, &["--threads", "3"]));
    for name in ["s.xlsx", "s.csv"] {
        let outcome = folder.run(&["sheet", "-q", "b.csv", "-o", name]);
        assert_eq!(outcome.code, if name == "s.csv" { 0 } else { 2 }, "{outcome}");
    }
    let csv = folder.read("s.csv");
    assert!(csv.starts_with("\"roadbed scoring sheet\",\"Filled in by:\""), "{csv}");
}

/// The workbook with texts in cells that were blank, as somebody who types them leaves it.
fn filled_cells(bytes: &[u8], part: &str, cells: &[(String, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts(bytes) {
        writer.start_file(&name, SimpleFileOptions::default()).expect("memory");
        let mut text = bytes;
        if name == part {
            let mut xml = String::from_utf8(text).expect("XML");
            for (cell, typed) in cells {
                let (before, rest) = xml.split_once(&format!("<c r=\"{cell}\" ")).expect("the cell");
                let (style, rest) = rest.split_once("/>").expect("a blank cell");
                assert!(!style.contains('>'), "{cell} is not blank");
                let value = match typed.parse::<f64>() {
                    Ok(number) => format!("><v>{number}</v></c>"),
                    Err(_) => format!(" t=\"inlineStr\"><is><t>{typed}</t></is></c>"),
                };
                xml = format!("{before}<c r=\"{cell}\" {style}{value}{rest}");
            }
            text = xml.into_bytes();
        }
        writer.write_all(&text).expect("memory");
    }
    writer.finish().expect("memory").into_inner()
}
