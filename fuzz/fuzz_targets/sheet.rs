//! The XML of a sheet, inside a workbook that is right otherwise. The first byte says which part.
#![no_main]

use std::io::{Cursor, Write};

use roadbed::ingest::ReadAs;
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

const WORKBOOK: &str =
    r#"<workbook><sheets><sheet name="B" r:id="a"/><sheet name="C" r:id="b"/></sheets></workbook>"#;
const RELATIONS: &str = r#"<Relationships><Relationship Id="a" Type="/worksheet" Target="a.xml"/><Relationship Id="b" Type="/worksheet" Target="b.xml"/><Relationship Id="s" Type="/sharedStrings" Target="s.xml"/><Relationship Id="f" Type="/styles" Target="f.xml"/></Relationships>"#;
const SHEET: &str = r#"<worksheet><sheetData><row><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row><row><c s="1"><v>1</v></c><c t="s"><v>1</v></c></row></sheetData></worksheet>"#;
const STRINGS: &str = "<sst><si><t>id</t></si><si><t>title</t></si></sst>";
const STYLES: &str =
    r#"<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="9"/><xf numFmtId="14"/></cellXfs></styleSheet>"#;

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let [which, part @ ..] = data else { return };
    let mut parts: Vec<(&str, &[u8])> = vec![
        ("xl/workbook.xml", WORKBOOK.as_bytes()),
        ("xl/_rels/workbook.xml.rels", RELATIONS.as_bytes()),
        ("xl/a.xml", SHEET.as_bytes()),
        ("xl/b.xml", SHEET.as_bytes()),
        ("xl/s.xml", STRINGS.as_bytes()),
        ("xl/f.xml", STYLES.as_bytes()),
    ];
    match which % 8 {
        number @ 0..6 => parts[usize::from(number)].1 = part,
        6 => parts = vec![("content.xml", part)],
        _ => parts[2].1 = part,
    }
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, bytes) in parts {
        zip.start_file(name, stored).expect("memory");
        zip.write_all(bytes).expect("memory");
    }
    let bytes = zip.finish().expect("memory").into_inner();
    roadbed_fuzz::read("b.xlsx", &bytes, &ReadAs::default());
});
