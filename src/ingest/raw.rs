//! Sheet → the text of its cells, for what works on exports before they are a backlog. Says what is
//! wrong with how the file is written; what cells mean is nobody's business here.

use std::borrow::Cow;

pub(crate) use super::dialect::Dialect;
use super::{
    dialect::first_rows,
    lists::trim,
    read::{describe, width},
    scanner::{Cell, Scanner},
    sheet::{Sheet, unguarded},
};
use crate::diagnostic::{Finding, Place, Source};

/// The rows of a file, cells that are blank left out.
#[derive(Debug)]
pub(crate) struct Raw<'s> {
    /// The names in the header, trimmed; some may be blank, some the same.
    pub(crate) names: Vec<String>,
    /// The rows that are not blank.
    pub(crate) rows: Vec<RawRow<'s>>,
    /// The header as a whole.
    pub(crate) header: Place,
}

/// A row: where it begins, and its cells by their columns.
#[derive(Clone, Debug)]
pub(crate) struct RawRow<'s> {
    pub(crate) place: Place,
    pub(crate) cells: Vec<(u32, RawCell<'s>)>,
}

/// The text of a cell and where it stands.
#[derive(Clone, Debug)]
pub(crate) struct RawCell<'s> {
    pub(crate) text: Cow<'s, str>,
    pub(crate) place: Place,
}

/// The header that fits, under the separator that makes it fit.
pub(crate) fn find_header<T>(source: &Source, fits: impl Fn(&[String]) -> Option<T>) -> Option<(Dialect, T)> {
    first_rows(source).into_iter().find_map(|(dialect, cells)| {
        let found = fits(&names(&Sheet::new(0, source, dialect), &cells))?;
        Some((dialect, found))
    })
}

/// The separator and header line under which a file has most cells in its header.
pub(crate) fn widest(source: &Source) -> Option<Dialect> {
    let rows = first_rows(source);
    let most = rows.iter().map(|(_, cells)| cells.len()).max()?;
    rows.into_iter().find(|(_, cells)| cells.len() == most).map(|(dialect, _)| dialect)
}

fn names(sheet: &Sheet<'_>, cells: &[Cell]) -> Vec<String> {
    cells.iter().map(|&cell| sheet.content(cell).trim().to_owned()).collect()
}

/// Reads a file that is written like this.
pub(crate) fn read<'s>(
    file: u32,
    source: &'s Source,
    dialect: Dialect,
    findings: &mut Vec<Finding>,
) -> Raw<'s> {
    let sheet = Sheet::new(file, source, dialect);
    let mut scanner = Scanner::new(&source.text, dialect.delimiter, dialect.header);
    let (mut cells, mut faults) = (Vec::new(), Vec::new());
    scanner.row(&mut cells, &mut faults);
    findings.extend(faults.iter().map(|&fault| describe(fault, &sheet, dialect.header, "the header")));
    let names = names(&sheet, &cells);
    let rows = rows(&sheet, scanner, names.len(), findings);
    Raw { names, rows, header: sheet.header_place() }
}

/// Reads the rows below the header of a sheet.
pub(crate) fn rows_of<'s>(sheet: &Sheet<'s>, findings: &mut Vec<Finding>) -> Vec<RawRow<'s>> {
    let mut scanner = Scanner::new(&sheet.source.text, sheet.dialect.delimiter, sheet.dialect.header);
    scanner.row(&mut Vec::new(), &mut Vec::new());
    rows(sheet, scanner, sheet.header.len(), findings)
}

/// Reads the rows of a sheet from where a scanner stands.
fn rows<'s>(
    sheet: &Sheet<'s>,
    mut scanner: Scanner<'_>,
    wide: usize,
    findings: &mut Vec<Finding>,
) -> Vec<RawRow<'s>> {
    let (mut cells, mut faults) = (Vec::new(), Vec::new());
    let mut rows = Vec::new();
    while let Some(start) = scanner.row(&mut cells, &mut faults) {
        let mut lines = Lines::new(sheet, start.line, start.offset);
        let mut filled = Vec::new();
        for (column, &cell) in (0..).zip(&cells) {
            if cell.start == cell.end {
                continue;
            }
            let text = unguarded(sheet.content(cell));
            if !trim(&text).is_empty() {
                let place =
                    Place { file: sheet.file, line: lines.at(cell.start), start: cell.start, end: cell.end };
                filled.push((column, RawCell { text, place }));
            }
        }
        findings.extend(faults.iter().map(|&fault| describe(fault, sheet, start, "the row")));
        if filled.is_empty() && faults.is_empty() {
            continue;
        }
        if cells.len() != wide && faults.is_empty() {
            findings.push(width(sheet, &cells, start, wide));
        }
        rows.push(RawRow { place: sheet.row_place(start), cells: filled });
    }
    rows
}

/// Counts lines as cells go by, so that no stretch is looked at twice.
struct Lines<'a, 's> {
    sheet: &'a Sheet<'s>,
    line: u32,
    counted: u32,
}

impl<'a, 's> Lines<'a, 's> {
    const fn new(sheet: &'a Sheet<'s>, line: u32, from: u32) -> Self {
        Self { sheet, line, counted: from }
    }

    fn at(&mut self, offset: u32) -> u32 {
        if let Some(rows) = &self.sheet.source.form.sheet {
            return rows.row_at(offset);
        }
        let stretch = &self.sheet.source.text.as_bytes()[self.counted as usize..offset as usize];
        self.line += super::sheet::line_ends(stretch);
        self.counted = offset;
        self.line
    }
}
