//! Rows that two stray quotes have put into a cell.

use super::{
    codes,
    row::ScannedRow,
    scanner::{Cell, Fault, RowStart},
    sheet::Sheet,
};
use crate::diagnostic::Finding;

/// That a cell of a row looks as if it held the end of one row and the beginning of another.
pub(super) fn look_at(scanned: &ScannedRow<'_, '_>, faults: &[Fault]) -> Option<Finding> {
    let &ScannedRow { sheet, cells, start, .. } = scanned;
    let width = sheet.header.len();
    // A row that is damaged all the same need not fit to the last separator.
    let damaged = !faults.is_empty() || cells.len() != width;
    let at = find(sheet, cells, faults, |at, inside| {
        inside.fits(width, at, cells.len()) || (damaged || inside.odd) && inside.fits_in_part(width, at)
    })?;
    Some(finding(sheet, cells[at], at, start))
}

/// The same of a header. How many columns there are is seen from the row below it.
pub(super) fn header(sheet: &Sheet<'_>, cells: &[Cell], faults: &[Fault], below: usize) -> Option<Finding> {
    let damaged = !faults.is_empty() || cells.len() != below;
    let at = find(sheet, cells, faults, |at, inside| {
        inside.fits(below, at, cells.len()) || (damaged || inside.odd) && inside.first + inside.last > 2
    })?;
    Some(finding(sheet, cells[at], at, sheet.dialect.header))
}

/// The first cell that holds rows.
fn find(
    sheet: &Sheet<'_>,
    cells: &[Cell],
    faults: &[Fault],
    holds_rows: impl Fn(usize, &Inside) -> bool,
) -> Option<usize> {
    // Of a quote that never closes it is said how many lines are in the cell. The cells of a sheet have none.
    let unclosed = faults.iter().any(|fault| matches!(fault, Fault::Unclosed(_)));
    if unclosed || sheet.source.form.sheet.is_some() {
        return None;
    }
    (0..cells.len()).find(|&at| {
        let inside = Inside::of(&sheet.content(cells[at]), sheet.dialect.delimiter);
        inside.is_some_and(|inside| holds_rows(at, &inside))
    })
}

fn finding(sheet: &Sheet<'_>, cell: Cell, at: usize, row: RowStart) -> Finding {
    let message = "this cell looks as if it held the end of one row and the beginning of another";
    Finding::new(&codes::SWALLOWED_ROWS, message)
        .at(sheet.place(cell, row))
        .hint("look for a quote too many before it and one after it")
        .column(sheet.header.get(at).map_or(String::new(), |header| header.name.clone()))
}

/// How many cells each line inside a cell would have, if a quote before the cell and one behind it were
/// no part of the file.
struct Inside {
    first: usize,
    between: Vec<usize>,
    last: usize,
    /// Whether the cell has an odd number of quotes in it.
    odd: bool,
}

impl Inside {
    /// Nothing where the cell has one line.
    fn of(content: &str, delimiter: u8) -> Option<Self> {
        if !content.contains(['\n', '\r']) {
            return None;
        }
        let plain = content.replace("\r\n", "\n").replace('\r', "\n");
        let cells = |line: &str| 1 + line.bytes().filter(|&byte| byte == delimiter).count();
        let mut lines = plain.split('\n').map(cells);
        let (first, last) = (lines.next()?, lines.next_back()?);
        let odd = content.matches('"').count() % 2 == 1;
        Some(Self { first, between: lines.collect(), last, odd })
    }

    /// Whether the cell, which is the one at this place of so many, holds rows of this width.
    fn fits(&self, width: usize, at: usize, cells: usize) -> bool {
        width > 1
            && at + self.first == width
            && self.between.iter().all(|&between| between == width)
            && self.last + cells - 1 - at == width
    }

    /// Whether the row that the cell begins in, or one that lies in it as a whole, may have this width:
    /// cells of these rows that were in quotes may hold separators too.
    fn fits_in_part(&self, width: usize, at: usize) -> bool {
        width > 1 && (at + self.first >= width || self.between.iter().any(|&between| between >= width))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_that_took_in_rows_has_their_separators() {
        let rows_of = |content: &str, at, cells, width| {
            Inside::of(content, b',').is_some_and(|inside| inside.fits(width, at, cells))
        };
        assert!(rows_of("one,1\nB,two", 1, 3, 3));
        assert!(rows_of("one,1\nB,two,2\r\nC,three", 1, 3, 3));
        // The second quote stands in another column than the first.
        assert!(rows_of("one,1\nB,two,2", 1, 2, 3));
        assert!(rows_of("1\nB", 2, 5, 3));
        assert!(!rows_of("one\ntwo", 1, 3, 3));
        assert!(!rows_of("one, two\nthree, four, five", 1, 3, 3));
        assert!(!rows_of("one", 0, 1, 1));
    }
}
