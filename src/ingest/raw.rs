//! Sheet → the text of its cells, for what works on exports before they are a backlog. Says what is
//! wrong with how the file is written; what cells mean is nobody's business here.

use std::borrow::Cow;

pub(crate) use super::dialect::Dialect;
use super::{
    checks::{Checks, Condition},
    dialect::{above, first_rows},
    header::Header,
    lists::trim,
    numbers::Numbers,
    open::{about_lines_above, header_cells},
    row::ScannedRow,
    scanner::{Cell, RowStart, Scanner},
    sheet::{Sheet, unguarded},
    units::Unit,
};
use crate::{
    diagnostic::{Finding, Place, Source},
    model::{Column, Row, number},
};

/// The rows of a file, cells that are blank left out.
#[derive(Debug)]
pub(crate) struct Raw<'s> {
    /// The names in the header, trimmed; some may be blank, some the same.
    pub(crate) names: Vec<String>,
    /// The rows that are not blank.
    pub(crate) rows: Vec<RawRow<'s>>,
    /// The header as a whole.
    pub(crate) header: Place,
    /// How numbers are written.
    pub(crate) numbers: Numbers,
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
    first_rows(source).flatten().find_map(|(dialect, cells)| {
        let found = fits(&names(&Sheet::new(0, source, dialect), &cells))?;
        Some((dialect, found))
    })
}

/// The separator and header line under which a file has most cells in its header.
pub(crate) fn widest(source: &Source) -> Option<Dialect> {
    let rows = first_rows(source).next()?;
    let most = rows.iter().map(|(_, cells)| cells.len()).max()?;
    rows.into_iter().find(|(_, cells)| cells.len() == most).map(|(dialect, _)| dialect)
}

fn names(sheet: &Sheet<'_>, cells: &[Cell]) -> Vec<String> {
    cells.iter().map(|&cell| sheet.content(cell).trim().to_owned()).collect()
}

/// Reads a file that is written like this, in which columns of these names have these meanings.
pub(crate) fn read<'s>(
    file: u32,
    source: &'s Source,
    dialect: Dialect,
    meaning: impl Fn(&str) -> Option<Column>,
    findings: &mut Vec<Finding>,
) -> Raw<'s> {
    let mut sheet = Sheet::new(file, source, dialect);
    let needs = |name: &str| matches!(meaning(name), Some(Column::Id | Column::Title));
    findings.extend(about_lines_above(&sheet, above(source, dialect, needs)));
    let cells = header_cells(&sheet, findings);
    let names = names(&sheet, &cells);
    for (at, (name, &cell)) in names.iter().zip(&cells).enumerate() {
        let column = meaning(name);
        if let Some(column) = column {
            sheet.by_column[column as usize].get_or_insert(at);
        }
        let place = sheet.place_of(cell);
        sheet.header.push(Header { name: name.clone(), column, unit: Unit::PLAIN, place });
    }
    let rows = rows_of(&mut sheet, findings);
    Raw { names, rows, header: sheet.header_place(), numbers: sheet.numbers }
}

/// Reads the rows below the header of a sheet.
pub(crate) fn rows_of<'s>(sheet: &mut Sheet<'s>, findings: &mut Vec<Finding>) -> Vec<RawRow<'s>> {
    sheet.find_rows();
    let sheet = &*sheet;
    let text = &sheet.source.text;
    let end = RowStart { offset: number(text.len()), line: 0 };
    let first = sheet.rows.first().copied().unwrap_or(end);
    let mut checks = Checks::new(sheet, &text[first.offset as usize..]);
    let mut scanner = Scanner::new(text, sheet.dialect.delimiter, first);
    let (mut cells, mut faults) = (Vec::new(), Vec::new());
    let mut rows = Vec::new();
    let before = findings.len();
    while let Some(start) = scanner.row(&mut cells, &mut faults) {
        let several_lines = scanner.position().line > start.line + 1;
        let row = Row { file: sheet.file, number: number(rows.len()) };
        let at = ScannedRow { sheet, cells: &cells, start, row, several_lines };
        if checks.look_at(&at, &faults, findings) == Condition::Blank {
            continue;
        }
        rows.push(RawRow { place: sheet.row_place(start), cells: filled(&at) });
    }
    let mut met = checks.into_met();
    met.about_rows(sheet, findings);
    met.doubts.report(findings);
    // An error concerns everything that is made of the rows: they are not ranked as they are.
    findings[before..].iter_mut().for_each(|finding| finding.rows.clear());
    rows
}

/// The cells of a row that are not blank.
fn filled<'s>(row: &ScannedRow<'_, 's>) -> Vec<(u32, RawCell<'s>)> {
    let &ScannedRow { sheet, cells, start, .. } = row;
    let mut lines = Lines::new(sheet, start.line, start.offset);
    let mut filled = Vec::new();
    for (column, &cell) in (0..).zip(cells).filter(|(_, cell)| cell.start != cell.end) {
        let text = unguarded(sheet.content(cell));
        if !trim(&text).is_empty() {
            let place =
                Place { file: sheet.file, line: lines.at(cell.start), start: cell.start, end: cell.end };
            filled.push((column, RawCell { text, place }));
        }
    }
    filled
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
