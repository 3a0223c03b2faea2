//! A workbook (.xlsx, .ods) → one of its sheets as text, for the same scanner that reads CSV.
//!
//! Every part is read as a stream and nothing is made room for because the file says so: what
//! counts is what really stands there. So a file of some kilobytes cannot ask for gigabytes, and
//! there is nothing to inspect beforehand. Cells arrive as a person sees them, not as they are
//! stored: a date as a date, 0.6 with a percent format as `60 %`. Not for judging cells.

mod container;
mod formats;
mod grid;
mod numbers;
mod ods;
mod shared_strings;
mod xlsx;
mod xml;

use super::codes;
use crate::{
    diagnostic::{Finding, Place, SheetRows, letters},
    suggestion::closest,
    untrusted::inline,
};
use container::Container;
use grid::Grid;

/// A sheet as text.
#[derive(Debug)]
pub(super) struct SheetText {
    pub(super) text: String,
    pub(super) rows: SheetRows,
}

/// Whether the bytes are those of a zip archive, which every workbook is.
pub(super) fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

/// Reads the sheet of that name, or else the first that is not hidden.
pub(super) fn read(
    bytes: &[u8],
    wanted: Option<&str>,
    file: u32,
    findings: &mut Vec<Finding>,
) -> Result<SheetText, Box<Finding>> {
    let mut container = Container::open(bytes)?;
    let sheet = if container.has("encrypted-package") || ods::is_encrypted(&mut container)? {
        return Err(other_archive("a workbook with a password"));
    } else if container.has("content.xml") {
        ods::read(&mut container, wanted)?
    } else if container.has("xl/workbook.bin") {
        return Err(other_archive("a binary Excel workbook (.xlsb)"));
    } else if container.has("[Content_Types].xml") || container.has("xl/workbook.xml") {
        xlsx::read(&mut container, wanted)?
    } else {
        return Err(other_archive("a zip archive without a workbook that can be read"));
    };
    let Sheet { name, grid, remarks, others } = sheet;
    if grid.is_empty() && !others.is_empty() {
        return Err(empty(&name, &others));
    }
    let (text, starts) = grid.finish()?;
    let place = |row: Option<u32>| {
        let start = row.and_then(|row| starts.get(row as usize).copied()).unwrap_or(0);
        Place { file, line: row.map_or(1, |row| row + 1), start, end: start }
    };
    findings.extend(about_others(&name, &others).map(|finding| finding.at(place(None)).without_value()));
    findings.extend(remarks.findings().map(|(row, finding)| finding.at(place(row)).without_value()));
    Ok(SheetText { text, rows: SheetRows { name, starts } })
}

/// What was read of a sheet.
#[derive(Debug, Default)]
struct Sheet {
    name: String,
    grid: Grid,
    remarks: Remarks,
    others: Vec<OtherSheet>,
}

/// A sheet that holds something and was not read.
#[derive(Debug)]
struct OtherSheet {
    name: String,
    hidden: bool,
}

/// What is worth saying about the cells of a sheet: how often it was met, and where first.
#[derive(Debug, Default)]
struct Remarks {
    hidden: Count,
    merged: Count,
    uncalculated: Count,
}

/// How often something was met, and in which cell first.
#[derive(Debug, Default)]
struct Count {
    number: usize,
    first: Option<(u32, u32)>,
}

impl Count {
    fn add(&mut self, row: u32, column: u32) {
        self.number += 1;
        self.first.get_or_insert((row, column));
    }

    fn finding(&self, make: impl Fn(usize, String) -> Finding) -> Option<(Option<u32>, Finding)> {
        let (row, column) = self.first?;
        Some((Some(row), make(self.number, format!("{}{}", letters(column), row + 1))))
    }
}

impl Remarks {
    fn findings(&self) -> impl Iterator<Item = (Option<u32>, Finding)> {
        let uncalculated = self.uncalculated.finding(|number, first| {
            let message = format!("formulas without a saved value: {number}, the first in {first}");
            Finding::new(&codes::UNCALCULATED_FORMULA, message)
                .hint("open the file in a spreadsheet program, which calculates them, and save it")
        });
        let merged = self.merged.finding(|number, first| {
            let message = format!(
                "merged cells: {number}, the first at {first}; only the first cell of each holds the text"
            );
            Finding::new(&codes::MERGED_CELLS, message)
                .hint("split them and fill every cell, if each of these rows should have the text")
        });
        let hidden = self.hidden.finding(|number, first| {
            let message = format!(
                "filled cells in hidden rows or columns: {number}, the first {first}; read like the others"
            );
            Finding::new(&codes::HIDDEN_CELLS, message).hint("delete those that should not count")
        });
        [uncalculated, merged, hidden].into_iter().flatten()
    }
}

/// The names of sheets, up to eight.
fn listed(sheets: &[OtherSheet]) -> String {
    let shown = |sheet: &OtherSheet| {
        format!("`{}`{}", inline(&sheet.name, 40), if sheet.hidden { " (hidden)" } else { "" })
    };
    let list: Vec<String> = sheets.iter().take(8).map(shown).collect();
    let more = if sheets.len() > 8 { ", …" } else { "" };
    format!("{}{more}", list.join(", "))
}

/// That the sheet holds nothing, and which ones do.
fn empty(name: &str, others: &[OtherSheet]) -> Box<Finding> {
    let (verb, first) = (if others.len() == 1 { "holds" } else { "hold" }, inline(&others[0].name, 40));
    let message = format!("the sheet `{}` is empty; {} {verb} something", inline(name, 40), listed(others));
    Box::new(
        Finding::new(&codes::NO_HEADER, message)
            .hint(format!("name the sheet to read: `--sheet \"{first}\"`")),
    )
}

fn about_others(name: &str, others: &[OtherSheet]) -> Option<Finding> {
    let message = format!("only the sheet `{}` is read, not {}", inline(name, 40), listed(others));
    let mut finding = Finding::new(&codes::OTHER_SHEETS, message)
        .hint("`--sheet NAME` reads another one; to read several, save each as a file of its own");
    if others.iter().all(|other| other.hidden) {
        finding.severity = crate::diagnostic::Severity::Note;
    }
    (!others.is_empty()).then_some(finding)
}

/// Which of the sheets to read: the one of that name, or else the first that is not hidden.
fn choose<'n>(
    sheets: impl Iterator<Item = (&'n str, bool)> + Clone,
    wanted: Option<&str>,
) -> Result<usize, Box<Finding>> {
    let Some(wanted) = wanted else {
        let shown = sheets.clone().position(|(_, hidden)| !hidden);
        let any = shown.or_else(|| sheets.clone().next().map(|_| 0));
        return any.ok_or_else(|| broken("it has no sheet"));
    };
    let exact = sheets.clone().position(|(name, _)| name == wanted);
    let alike =
        || sheets.clone().position(|(name, _)| name.trim().to_lowercase() == wanted.trim().to_lowercase());
    exact.or_else(alike).ok_or_else(|| {
        let names: Vec<&str> = sheets.map(|(name, _)| name).collect();
        let meant = closest(wanted, names.iter().copied());
        let hint = meant.map_or_else(
            || {
                let names: Vec<String> = names.iter().take(20).map(|name| inline(name, 40)).collect();
                format!("the sheets are {}", names.join(", "))
            },
            |meant| format!("did you mean `{}`?", inline(meant, 40)),
        );
        let message = format!("there is no sheet `{}`", inline(wanted, 40));
        Box::new(Finding::new(&codes::NO_SHEET, message).hint(hint))
    })
}

fn other_archive(what: &str) -> Box<Finding> {
    Box::new(
        Finding::new(&codes::NOT_TEXT, format!("this is {what}"))
            .hint("open it in a spreadsheet program and save it as .xlsx or as \"CSV UTF-8\""),
    )
}

/// A workbook that contradicts itself.
fn broken(how: &str) -> Box<Finding> {
    Box::new(
        Finding::new(&codes::BROKEN_WORKBOOK, format!("the workbook is broken: {how}"))
            .hint("open it in a spreadsheet program and save it again"),
    )
}

/// A workbook that holds more than a backlog can.
fn too_much(what: &str) -> Box<Finding> {
    Box::new(
        Finding::new(&codes::TOO_LARGE, format!("the workbook holds too much: {what}"))
            .hint("look for cells far outside the table, or save the sheet as \"CSV UTF-8\""),
    )
}
