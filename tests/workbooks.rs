//! Workbooks: cells arrive as a person sees them, and a file that lies or asks for too much is
//! refused with a word, within little memory.

#![expect(clippy::print_stdout, reason = "a skipped test should not pass in silence")]

#[allow(dead_code, reason = "every test file uses a part of it")]
mod harness;

use std::io::{Cursor, Write};

use harness::{Folder, Outcome, codes, requests};
use serde_json::Value;
use zip::{ZipWriter, write::SimpleFileOptions};

/// Memory enough for the program and any of the files, in kilobytes.
const MEMORY: u32 = 512 << 10;

/// A zip archive.
fn zip<B: AsRef<[u8]>>(parts: &[(&str, B)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).expect("memory");
        zip.write_all(bytes.as_ref()).expect("memory");
    }
    zip.finish().expect("memory").into_inner()
}

/// An .xlsx workbook with the texts `id`, `title`, `effort` and its sheets: name, state, XML.
fn xlsx(sheets: &[(&str, &str, String)]) -> Vec<u8> {
    let strings = "<sst count=\"4000000000\" uniqueCount=\"4000000000\"><si><t>id</t></si>\
        <si><r><t>ti</t></r><r><t>tle</t></r><rPh><t>no</t></rPh></si><si><t>effort</t></si></sst>";
    let styles = "<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"000\"/>\
        <numFmt numFmtId=\"165\" formatCode=\"&quot;REQ-&quot;000\"/></numFmts>\
        <cellStyleXfs><xf numFmtId=\"9\"/></cellStyleXfs><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"9\"/>\
        <xf numFmtId=\"14\"/><xf numFmtId=\"164\"/><xf numFmtId=\"165\"/></cellXfs></styleSheet>";
    let list: Vec<String> = sheets
        .iter()
        .enumerate()
        .map(|(at, (name, state, _))| format!("<sheet name=\"{name}\" state=\"{state}\" r:id=\"r{at}\"/>"))
        .collect();
    let list = list.concat();
    let relations: Vec<String> = (0..sheets.len())
        .map(|at| format!("<Relationship Id=\"r{at}\" Type=\"x/worksheet\" Target=\"worksheets/{at}.xml\"/>"))
        .collect();
    let relations = relations.concat();
    let mut parts: Vec<(String, String)> = vec![
        ("[Content_Types].xml".into(), "<Types/>".into()),
        ("xl/workbook.xml".into(), format!("<workbook><sheets>{list}</sheets></workbook>")),
        (
            "xl/_rels/workbook.xml.rels".into(),
            format!(
                "<Relationships>{relations}<Relationship Id=\"s\" Type=\"x/sharedStrings\" Target=\"/xl/s.xml\"/>\
                 <Relationship Id=\"f\" Type=\"x/styles\" Target=\"f.xml\"/></Relationships>"
            ),
        ),
        ("xl/s.xml".into(), strings.into()),
        ("xl/f.xml".into(), styles.into()),
    ];
    for (at, (_, _, sheet)) in sheets.iter().enumerate() {
        parts.push((format!("xl/worksheets/{at}.xml"), sheet.clone()));
    }
    let parts: Vec<(&str, &String)> = parts.iter().map(|(name, text)| (name.as_str(), text)).collect();
    zip(&parts)
}

/// The XML of a sheet whose first row is `id`, `title`, `effort`.
fn sheet(rows: &str, after: &str) -> String {
    format!(
        "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c>\
         <c r=\"C1\" t=\"s\"><v>2</v></c><c r=\"D1\" t=\"str\"><v>x</v></c></row>{rows}</sheetData>{after}</worksheet>"
    )
}

fn one_sheet(rows: &str) -> Vec<u8> {
    xlsx(&[("Backlog", "visible", sheet(rows, ""))])
}

/// The XML of an .ods workbook with one table.
fn ods(rows: &str) -> Vec<u8> {
    let cell = |text: &str| format!("<table:table-cell><text:p>{text}</text:p></table:table-cell>");
    let content = format!(
        "<office:document-content><table:table table:name=\"Backlog\"><table:table-row>{}{}{}{}</table:table-row>\
         {rows}</table:table></office:document-content>",
        cell("id"),
        cell("title"),
        cell("effort"),
        cell("x")
    );
    zip(&[("content.xml", content)])
}

fn rank(name: &str, bytes: Vec<u8>) -> Outcome {
    Folder::new().with(name, bytes).run(&["rank", "--format", "json", name])
}

/// The cells of the column `x`, and all findings but those that every backlog has.
fn taken(outcome: &Outcome) -> (Vec<Value>, Vec<String>) {
    let ranking = outcome.json();
    let cells = requests(&ranking).iter().map(|request| request["carried"]["x"].clone()).collect();
    let mut said: Vec<String> = ["error", "warning", "note"]
        .iter()
        .flat_map(|severity| codes(&ranking, severity).into_iter().map(str::to_owned))
        .filter(|code| !["blank-confidence", "unknown-column", "blank-effort"].contains(&code.as_str()))
        .filter(|code| code != "no-success-measure")
        .collect();
    said.sort();
    (cells, said)
}

#[track_caller]
fn check_cell(bytes: Vec<u8>, expected: &str) {
    let outcome = rank("b.xlsx", bytes);
    assert_eq!(taken(&outcome), (vec![expected.into()], vec![]), "{outcome}");
}

#[test]
fn cells_of_xlsx_arrive_as_they_look() {
    for (cell, expected) in [
        ("t=\"inlineStr\"><is><t xml:space=\"preserve\"> =1+1 &amp; &#x20AC;</t></is>", " =1+1 & €"),
        ("t=\"str\"><f>A1&amp;B1</f><v>made</v>", "made"),
        ("><f>1+1</f><v>2</v>", "2"),
        ("><v>3.0</v>", "3"),
        ("><v>0.30000000000000004</v>", "0.3"),
        ("s=\"1\"><v>0.6</v>", "60 %"),
        ("s=\"2\"><v>46477</v>", "2027-03-31"),
        ("s=\"3\"><v>7</v>", "007"),
        ("s=\"4\"><v>7</v>", "REQ-007"),
        // What stands beside an inline text is no part of it.
        ("t=\"inlineStr\"><v>2</v><is><t>3</t></is>", "3"),
        ("t=\"n\"><v>2</v><is><t>3</t></is>", "2"),
        ("t=\"b\"><v>1</v>", "TRUE"),
        ("t=\"d\"><v>2027-03-31T00:00:00</v>", "2027-03-31"),
        ("t=\"inlineStr\"><is><t>a | \"b\"_x000D_\ntwo</t></is>", "a | \"b\"\ntwo"),
    ] {
        let row = format!(
            "<row r=\"2\"><c r=\"A2\" t=\"inlineStr\"><is><t>A</t></is></c><c r=\"B2\"><v>1</v></c>\
             <c r=\"C2\"><v>1</v></c><c r=\"D2\" {cell}</c></row>"
        );
        check_cell(one_sheet(&row), expected);
    }
}

#[test]
fn names_of_parts_may_differ_in_case_and_in_how_folders_are_separated() {
    let sheet = sheet("<row r=\"2\"><c r=\"A2\" t=\"s\"><v>2</v></c><c r=\"B2\"><v>1</v></c></row>", "");
    let parts = [
        ("[content_types].xml", "<Types/>"),
        ("XL\\Workbook.xml", "<workbook><sheets><sheet name=\"A\" id=\"r\"/></sheets></workbook>"),
        (
            "xl\\_rels\\workbook.xml.rels",
            "<Relationships><Relationship Id=\"r\" Type=\"x/worksheet\" Target=\"worksheets\\1.xml\"/>\
             <Relationship Id=\"s\" Type=\"x/sharedStrings\" Target=\"SharedStrings.xml\"/></Relationships>",
        ),
        ("xl\\sharedStrings.xml", "<sst><si><t>id</t></si><si><t>title</t></si><si><t>effort</t></si></sst>"),
        ("xl/Worksheets/1.XML", &sheet),
    ];
    let outcome = rank("b.xlsx", zip(&parts));
    assert_eq!(requests(&outcome.json())[0]["id"], "effort", "{outcome}");
}

#[test]
fn a_password_is_named() {
    let manifest = "<m:manifest xmlns:m=\"x\"><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>";
    let outcome = rank("b.ods", zip(&[("content.xml", "\u{1}\u{2}"), ("META-INF/manifest.xml", manifest)]));
    assert!(outcome.stderr.contains("a workbook with a password"), "{outcome}");
}

#[test]
fn cells_of_ods_arrive_as_they_look() {
    for (cell, expected) in [
        (
            "office:value-type=\"string\"><text:p>one<text:s text:c=\"2\"/><text:span>two</text:span></text:p><text:p>three</text:p>",
            "one  two\nthree",
        ),
        ("office:value-type=\"float\" office:value=\"3\"><text:p>3.00</text:p>", "3"),
        ("office:value-type=\"float\" office:value=\"7\"><text:p>007</text:p>", "007"),
        ("office:value-type=\"percentage\" office:value=\"0.6\"><text:p>60%</text:p>", "60 %"),
        (
            "office:value-type=\"date\" office:date-value=\"2027-03-31\"><text:p>31.03.27</text:p>",
            "2027-03-31",
        ),
        ("office:value-type=\"boolean\" office:boolean-value=\"true\"><text:p>WAHR</text:p>", "TRUE"),
        ("><office:annotation><text:p>a remark</text:p></office:annotation><text:p>said</text:p>", "said"),
    ] {
        let row = format!(
            "<table:table-row><table:table-cell><text:p>A</text:p></table:table-cell>\
             <table:table-cell><text:p>t</text:p></table:table-cell>\
             <table:table-cell office:value-type=\"float\" office:value=\"1\"/>\
             <table:table-cell {cell}</table:table-cell></table:table-row>\
             <table:table-row table:number-rows-repeated=\"1048574\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>"
        );
        check_cell(ods(&row), expected);
    }
}

#[test]
fn a_sheet_says_the_same_as_the_csv_file_that_it_was_saved_as() {
    let csv = "id,title,effort,x\nA,\"one | \"\"two\"\"\nthree\",2.5,\n\nB,four,1,y\n";
    let row = |number: u32, cells: [&str; 4]| {
        let cells: Vec<String> = (b'A'..)
            .zip(cells)
            .filter(|(_, text)| !text.is_empty())
            .map(|(letter, text)| {
                format!("<c r=\"{}{number}\" t=\"inlineStr\"><is><t>{text}</t></is></c>", char::from(letter))
            })
            .collect();
        format!("<row r=\"{number}\">{}</row>", cells.concat())
    };
    let rows = row(2, ["A", "one | \"two\"\nthree", "2.5", ""]) + &row(4, ["B", "four", "1", "y"]);
    let without_places = |mut ranking: Value| {
        for finding in ranking["findings"].as_array_mut().expect("findings") {
            for place in ["file", "line"] {
                finding[place] = Value::Null;
            }
        }
        // The bytes differ, so the digests do.
        ranking["inputs"][0]["sha256"] = Value::Null;
        let mut text = ranking.to_string();
        for name in ["b.csv", "b.xlsx"] {
            text = text.replace(name, "b");
        }
        text
    };
    let from_csv = rank("b.csv", csv.into()).json();
    let from_sheet = rank("b.xlsx", one_sheet(&rows)).json();
    // A line of the file is a row of the sheet: the second request is behind a line more in CSV.
    assert_eq!(from_sheet["findings"][0]["file"], "b.xlsx");
    let lines = |ranking: &Value| {
        let findings = ranking["findings"].as_array().expect("findings").clone();
        let blank = findings.into_iter().find(|finding| finding["code"] == "blank-rows").expect("blank rows");
        blank["line"].as_u64().expect("a line")
    };
    assert_eq!((lines(&from_csv), lines(&from_sheet)), (4, 3));
    assert_eq!(without_places(from_csv), without_places(from_sheet));
}

#[test]
fn an_error_of_a_formula_is_an_error_with_its_address() {
    let row = "<row r=\"7\"><c r=\"A7\" t=\"str\"><v>A</v></c><c r=\"B7\" t=\"e\"><f>1/0</f><v>#DIV/0!</v></c></row>";
    let outcome = rank("b.xlsx", one_sheet(row));
    let findings = outcome.json()["findings"].clone();
    let finding = findings.as_array().expect("findings").iter().find(|it| it["code"] == "spreadsheet-error");
    let finding = finding.expect("an error");
    assert_eq!((outcome.code, &finding["line"], &finding["value"]), (1, &7.into(), &"#DIV/0!".into()));
    assert!(finding["message"].as_str().expect("a message").contains("B7"), "{finding}");
    let shown = Folder::new().with("b.xlsx", one_sheet(row)).run(&["check", "b.xlsx"]);
    assert!(shown.stdout.contains("--> b.xlsx!B7"), "{shown}");
    let dead = "<table:table-row><table:table-cell><text:p>A</text:p></table:table-cell><table:table-cell \
                office:value-type=\"float\" office:value=\"0\" calcext:value-type=\"error\"><text:p>#REF!</text:p>\
                </table:table-cell></table:table-row>";
    assert_eq!(taken(&rank("b.ods", ods(dead))).1, ["spreadsheet-error"]);
}

const ROW: &str = "<row r=\"2\"><c r=\"A2\" t=\"str\"><v>A</v></c><c r=\"B2\" t=\"str\"><v>one</v></c>\
                   <c r=\"C2\"><v>1</v></c><c r=\"D2\" t=\"str\"><v>y</v></c></row>";

#[test]
fn the_first_sheet_that_is_shown_is_read_or_the_one_that_is_named() {
    let other = sheet(&ROW.replace("one", "two"), "");
    let bytes = xlsx(&[
        ("Lists", "hidden", sheet("", "")),
        ("Backlog", "visible", sheet(ROW, "")),
        ("Q2 = next", "visible", other),
        ("Empty", "visible", "<worksheet><sheetData/></worksheet>".into()),
    ]);
    let folder = Folder::new().with("b.xlsx", &bytes).with("c.csv", "id,title,effort\nC,three,1\n");
    let outcome = folder.run(&["rank", "--format", "json", "b.xlsx"]);
    assert_eq!(taken(&outcome).1, ["other-sheets"], "{outcome}");
    for named in ["Q2 = next", "b.xlsx=Q2 = next", "q2 = NEXT"] {
        let outcome = folder.run(&["rank", "--format", "json", "--sheet", named, "b.xlsx", "c.csv"]);
        assert_eq!(requests(&outcome.json())[0]["title"], "two", "{outcome}");
        assert!(taken(&outcome).1.is_empty(), "{outcome}");
    }
    let outcome = folder.run(&["rank", "--format", "json", "--sheet", "Backlg", "b.xlsx"]);
    assert_eq!(codes(&outcome.json(), "error"), ["no-sheet"]);
    assert_eq!(outcome.json()["findings"][0]["hint"], "did you mean `Backlog`?");
}

#[test]
fn what_a_reader_would_not_see_is_said() {
    let merged = "<mergeCells><mergeCell ref=\"D2:D3\"/></mergeCells>";
    let bytes = xlsx(&[("B", "visible", sheet(ROW, merged))]);
    assert_eq!(taken(&rank("b.xlsx", bytes)).1, ["merged-cells"]);
    let hidden = ROW.replace("r=\"2\"", "r=\"2\" hidden=\"1\"");
    assert_eq!(taken(&rank("b.xlsx", one_sheet(&hidden))).1, ["hidden-cells"]);
    let uncalculated = ROW.replace("<v>1</v>", "<f>1+1</f><v></v>");
    assert_eq!(taken(&rank("b.xlsx", one_sheet(&uncalculated))).1, ["uncalculated-formula"]);
    assert_eq!(taken(&rank("b.csv", one_sheet(ROW))).1, ["other-kind"]);
    let spanned = "<table:table-row><table:table-cell><text:p>A</text:p></table:table-cell><table:table-cell>\
                   <text:p>t</text:p></table:table-cell><table:table-cell office:value-type=\"float\" office:value=\"1\" \
                   table:number-rows-spanned=\"2\"/><table:covered-table-cell/></table:table-row>";
    assert_eq!(taken(&rank("b.ods", ods(spanned))).1, ["merged-cells"]);
}

#[test]
fn a_workbook_that_contradicts_itself_is_refused() {
    let cell = |cell: &str| one_sheet(&format!("<row r=\"2\">{cell}</row>"));
    let whole = one_sheet(ROW);
    for (what, bytes) in [
        ("a text that does not exist", cell("<c r=\"A2\" t=\"s\"><v>99</v></c>")),
        ("a cell in another row", cell("<c r=\"A9\"><v>1</v></c>")),
        ("a cell given twice", cell("<c r=\"A2\"><v>1</v></c><c r=\"A2\"><v>2</v></c>")),
        ("a row given twice", one_sheet(&format!("{ROW}{ROW}"))),
        ("a column that does not exist", cell("<c r=\"ZZZZ2\"><v>1</v></c>")),
        ("tags that do not match", cell("<c r=\"A2\"><v>1</c></v>")),
        ("a part that ends too early", xlsx(&[("B", "visible", "<worksheet><sheetData><row>".into())])),
        ("no sheet", xlsx(&[])),
        ("an entity", cell("<c r=\"A2\" t=\"str\"><v>&lol;</v></c>")),
        ("half an archive", whole[..whole.len() / 2].to_vec()),
    ] {
        let outcome = rank("b.xlsx", bytes);
        assert_eq!(outcome.code, 1, "{what}: {outcome}");
        assert_eq!(codes(&outcome.json(), "error"), ["broken-workbook"], "{what}: {outcome}");
    }
    for bytes in [zip(&[("a.txt", "text")]), zip(&[("xl/workbook.bin", "")])] {
        assert_eq!(taken(&rank("b.xlsx", bytes)).1, ["not-text"]);
    }
}

#[test]
fn a_small_file_cannot_ask_for_much_memory() {
    let far = "<row r=\"1048576\"><c r=\"XFD1048576\"><v>2</v></c></row>";
    let deep = "<a>".repeat(100_000);
    let long = " ".repeat(6 << 20);
    let wide: Vec<String> =
        (2..20_000).map(|row| format!("<row r=\"{row}\"><c r=\"XFD{row}\"><v>1</v></c></row>")).collect();
    let wide = wide.concat();
    let texts =
        format!("<row r=\"2\"><c r=\"A2\" t=\"inlineStr\"><is><t>{}</t></is></c></row>", "x".repeat(3 << 20));
    let repeated = format!(
        "<table:table-row table:number-rows-repeated=\"1000000\"><table:table-cell table:number-columns-repeated=\"16384\">\
         <text:p>{}</text:p></table:table-cell></table:table-row>",
        "x".repeat(1000)
    );
    let blanks = "<table:table-row><table:table-cell><text:p><text:s text:c=\"4000000000\"/></text:p></table:table-cell></table:table-row>";
    for (what, name, bytes, code) in [
        ("cells far apart", "b.xlsx", one_sheet(far), Some(1)),
        ("many cells far out", "b.xlsx", one_sheet(&wide), Some(1)),
        ("tags inside tags", "b.xlsx", one_sheet(&deep), Some(1)),
        ("blanks", "b.xlsx", one_sheet(&long), Some(1)),
        ("a long text", "b.xlsx", one_sheet(&texts), None),
        ("repeats", "b.ods", ods(&repeated), Some(1)),
        ("repeated blanks", "b.ods", ods(blanks), None),
        ("rows beyond the last", "b.ods", ods(&"<table:table-row table:number-rows-repeated=\"4000000000\"><table:table-cell/></table:table-row>".repeat(3)), Some(1)),
    ] {
        let folder = Folder::new().with(name, bytes);
        let Some(outcome) = folder.run_within(MEMORY, &["rank", "--format", "json", name]) else {
            println!("skipped: this system cannot limit memory");
            return;
        };
        assert!(outcome.code < 2, "{what}: {}", outcome.stderr);
        let errors: Vec<Value> = codes(&outcome.json(), "error").into_iter().map(Value::from).collect();
        assert!(code.is_none_or(|code| code == outcome.code), "{what}: {} {errors:?}", outcome.code);
    }
}
