//! Workbooks read back, changed, and computed anew by `LibreOffice`.

use std::{
    collections::BTreeMap,
    fs,
    io::{Cursor, Read, Write},
    path::Path,
    process::Command,
};

use calamine::{Data, Reader, Xlsx};
use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

/// The sheets of a workbook, each a row of cells after the other.
pub(crate) struct Workbook(pub(crate) BTreeMap<String, Vec<Vec<Data>>>);

impl Workbook {
    pub(crate) fn read(bytes: Vec<u8>) -> Self {
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).expect("a workbook");
        let sheets = book.worksheets().into_iter().map(|(name, range)| {
            let cells = &range;
            let (height, width) = range.end().map_or((0, 0), |(row, column)| (row + 1, column + 1));
            let row = |row| {
                (0..width).map(move |column| cells.get_value((row, column)).cloned().unwrap_or(Data::Empty))
            };
            (name, (0..height).map(|at| row(at).collect()).collect())
        });
        Self(sheets.collect())
    }

    /// The rows of a table below its header, each by the names of its columns.
    pub(crate) fn table(&self, sheet: &str) -> Vec<BTreeMap<String, Data>> {
        const HEADER: usize = 3;
        let rows = &self.0[sheet];
        let names: Vec<String> = rows[HEADER].iter().map(ToString::to_string).collect();
        let by_name = |row: &Vec<Data>| names.iter().cloned().zip(row.iter().cloned()).collect();
        rows[HEADER + 1..].iter().map(by_name).collect()
    }
}

/// A number; nothing where the cell is blank.
pub(crate) fn number(cell: &Data) -> Option<f64> {
    match cell {
        Data::Empty => None,
        Data::Float(number) => Some(*number),
        #[expect(clippy::cast_precision_loss, reason = "small in tests")]
        Data::Int(number) => Some(*number as f64),
        other => panic!("{other:?} is no number"),
    }
}

/// The parts of a workbook, by their names.
pub(crate) fn parts(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    let count = archive.len();
    let mut read = |number| {
        let mut part = archive.by_index(number).expect("a part");
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).expect("its bytes");
        (part.name().expect("a name").into_owned(), bytes)
    };
    (0..count).map(&mut read).collect()
}

/// The workbook with another number in a cell, as somebody who types it leaves it.
pub(crate) fn replaced_cell(bytes: &[u8], part: &str, cell: &str, old: &str, new: &str) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts(bytes) {
        writer.start_file(&name, SimpleFileOptions::default()).expect("memory");
        if name == part {
            let text = String::from_utf8(bytes).expect("XML");
            let (before, rest) = text.split_once(&format!("<c r=\"{cell}\" ")).expect("the cell");
            let (style, rest) = rest.split_once(&format!("<v>{old}</v>")).expect("its number");
            assert!(!style.contains("</c>"), "{cell} holds another number than {old}");
            let changed = format!("{before}<c r=\"{cell}\" {style}<v>{new}</v>{rest}");
            writer.write_all(changed.as_bytes()).expect("memory");
        } else {
            writer.write_all(&bytes).expect("memory");
        }
    }
    writer.finish().expect("memory").into_inner()
}

/// A setting of `LibreOffice`: formulas are always computed anew.
const ALWAYS: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>"#;

/// The workbook with every formula computed anew by `LibreOffice`; nothing where there is none.
pub(crate) fn recalculated(bytes: &[u8]) -> Option<Workbook> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let at = |name: &str| folder.path().join(name);
    // By default stored results are trusted.
    fs::create_dir_all(at("profile/user")).expect("a folder");
    fs::write(at("profile/user/registrymodifications.xcu"), ALWAYS).expect("a file");
    fs::write(at("book.xlsx"), bytes).expect("a file");
    let ran = Command::new("soffice")
        .arg(format!("-env:UserInstallation=file://{}", at("profile").display()))
        .args(["--headless", "--convert-to", "xlsx", "--outdir"])
        .arg(at("out"))
        .arg(at("book.xlsx"))
        .env("HOME", folder.path())
        .output();
    let Ok(ran) = ran else { return None };
    let made = at("out/book.xlsx");
    assert!(Path::exists(&made), "{}", String::from_utf8_lossy(&ran.stderr));
    Some(Workbook::read(fs::read(made).expect("a file")))
}
