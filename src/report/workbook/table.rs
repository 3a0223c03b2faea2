//! Tables on a sheet: a row for each of many things.

use rust_xlsxwriter::{ConditionalFormatFormula, Format, Worksheet, XlsxError, utility::cell_range_absolute};

use super::{
    cell::Cell,
    look::{GREY, Look},
    sheet::{LINE_HEIGHT, Sheet},
};
use crate::model::number;

/// How many rows a sheet has. Source: Microsoft, "Excel specifications and limits".
pub(super) const ROWS: usize = 1_048_576;

/// A column of a table.
#[derive(Clone, Debug)]
pub(super) struct Column<'t> {
    pub(super) name: Cell<'t>,
    pub(super) width: f64,
    pub(super) look: Look,
}

impl<'t> Column<'t> {
    pub(super) fn new(name: impl Into<Cell<'t>>, width: f64, look: Look) -> Self {
        Self { name: name.into(), width, look }
    }

    /// A column with a name made for it.
    pub(super) fn named(name: String, width: f64, look: Look) -> Self {
        Self { name: Cell::Words(name), width, look }
    }
}

/// A table with a row for each of many things, frozen header and filters.
pub(super) struct Table<'t> {
    pub(super) sheet: Sheet,
    columns: Vec<Column<'t>>,
    next: u32,
}

/// The row of a table's header, below title, words and a blank row.
const HEADER_ROW: u32 = 3;

/// The first row of a table.
pub(super) const FIRST_ROW: u32 = HEADER_ROW + 1;

/// The most rows of a table.
pub(super) const MOST_ROWS: usize = ROWS - FIRST_ROW as usize;

impl<'t> Table<'t> {
    /// A table without rows. So many columns at the left stay in sight.
    pub(super) fn new(
        name: &'static str,
        (title, words): (&str, &str),
        columns: Vec<Column<'t>>,
        frozen: u16,
    ) -> Result<Self, XlsxError> {
        let mut sheet = Sheet::new(name)?;
        sheet.title(title, words, heading(&columns))?;
        for (number, column) in (0..).zip(&columns) {
            sheet.worksheet.set_column_width(number, column.width)?;
            let look = if column.look.is_text() { Look::TextHeader } else { Look::NumberHeader };
            sheet.put(HEADER_ROW, number, &column.name, look)?;
        }
        sheet.worksheet.set_row_height(HEADER_ROW, 3.0 * LINE_HEIGHT)?;
        sheet.worksheet.set_freeze_panes(FIRST_ROW, frozen)?;
        sheet.worksheet.set_repeat_rows(HEADER_ROW, HEADER_ROW)?;
        Ok(Self { sheet, columns, next: FIRST_ROW })
    }

    /// Writes the next row, from left to right.
    pub(super) fn row(&mut self, cells: &[Cell<'_>]) -> Result<(), XlsxError> {
        let mut height = LINE_HEIGHT;
        for ((number, cell), column) in (0..).zip(cells).zip(&self.columns) {
            self.sheet.put(self.next, number, cell, column.look)?;
            if column.look == Look::Wrapped {
                height = height.max(LINE_HEIGHT * cell.lines(column.width));
            }
        }
        // Not every program finds the height of wrapped text by itself.
        if height > LINE_HEIGHT {
            self.sheet.worksheet.set_row_height(self.next, height)?;
        }
        self.next += 1;
        Ok(())
    }

    /// The first and the last row; the last is above the first where there are none.
    pub(super) fn rows(&self) -> (u32, u32) {
        (FIRST_ROW, self.next - 1)
    }

    /// Bars behind the numbers of a column.
    pub(super) fn bars(&mut self, column: u16) -> Result<(), XlsxError> {
        self.sheet.bars(column, self.rows())
    }

    /// Writes rows in grey for which a formula about the first of them holds.
    pub(super) fn grey_where(&mut self, formula: &str) -> Result<(), XlsxError> {
        let (first, last) = self.rows();
        if first > last {
            return Ok(());
        }
        let rule =
            ConditionalFormatFormula::new().set_rule(formula).set_format(Format::new().set_font_color(GREY));
        let right = self.last_column();
        self.sheet.worksheet.add_conditional_format(first, 0, last, right, &rule)?;
        Ok(())
    }

    /// The sheet, with filters over all columns.
    pub(super) fn finish(mut self) -> Result<Worksheet, XlsxError> {
        let (_, last) = self.rows();
        let right = self.last_column();
        self.sheet.worksheet.autofilter(HEADER_ROW, 0, last.max(HEADER_ROW), right)?;
        Ok(self.sheet.worksheet)
    }

    fn last_column(&self) -> u16 {
        u16::try_from(self.columns.len().saturating_sub(1)).unwrap_or(u16::MAX)
    }
}

/// How many columns the words above a table take, with their width: what is in sight at once.
fn heading(columns: &[Column<'_>]) -> (u16, f64) {
    const IN_SIGHT: f64 = 130.0;
    let mut taken = (0, 0.0);
    for column in columns {
        if taken.1 >= IN_SIGHT {
            break;
        }
        taken = (taken.0 + 1, taken.1 + column.width);
    }
    taken
}

/// A column of a table of so many rows, in a formula of any sheet.
pub(super) fn range(sheet: &str, column: u16, rows: usize) -> String {
    let last = FIRST_ROW + number(rows.max(1)) - 1;
    format!("{sheet}!{}", cell_range_absolute(FIRST_ROW, column, last, column))
}
