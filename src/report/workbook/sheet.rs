//! A sheet being written. The rest of the workbook knows no format and no other way to write a cell.

use rust_xlsxwriter::{
    Color, ConditionalFormatDataBar, ExcelDateTime, Format, Formula, Worksheet, XlsxError,
};

use super::{
    cell::{Cell, lines},
    look::Look,
};
use crate::untrusted::workbook_text;

/// Colours of the bars in score columns, and of what is negative.
const BAR: Color = Color::RGB(0x9D_C3_E6);
const NEGATIVE_BAR: Color = Color::RGB(0xF4_B1_83);

/// The height of a line of text, in points.
pub(super) const LINE_HEIGHT: f64 = 15.0;

/// A sheet being written.
pub(super) struct Sheet {
    pub(super) worksheet: Worksheet,
    formats: Vec<(Look, Format)>,
}

impl Sheet {
    /// An empty sheet that prints on a page's width.
    pub(super) fn new(name: &'static str) -> Result<Self, XlsxError> {
        let mut worksheet = Worksheet::new();
        worksheet.set_name(name)?;
        worksheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
        worksheet.set_footer("&L&A&R&P / &N");
        Ok(Self { worksheet, formats: Vec::new() })
    }

    /// Writes a cell.
    pub(super) fn put(
        &mut self,
        row: u32,
        column: u16,
        cell: &Cell<'_>,
        look: Look,
    ) -> Result<(), XlsxError> {
        let known = self.formats.iter().position(|(known, _)| *known == look);
        let at = known.unwrap_or_else(|| {
            self.formats.push((look, look.format()));
            self.formats.len() - 1
        });
        let format = &self.formats[at].1;
        let worksheet = &mut self.worksheet;
        match cell {
            Cell::Blank => return Ok(()),
            Cell::Text(text) => literal(worksheet, row, column, &workbook_text(text), format)?,
            Cell::Words(text) => literal(worksheet, row, column, &workbook_text(text), format)?,
            Cell::Number(number) => {
                worksheet.write_number_with_format(row, column, *number, format)?;
            }
            Cell::Date(date) => {
                let days = ExcelDateTime::parse_from_str(&date.to_string());
                match days {
                    Ok(days) => {
                        worksheet.write_datetime_with_format(row, column, days, format)?;
                    }
                    // Workbooks count days from 1900 on.
                    Err(_) => literal(worksheet, row, column, &date.to_string(), format)?,
                }
            }
            Cell::Formula(formula, result) => {
                let formula = Formula::new(formula).set_result(result.to_string());
                worksheet.write_formula_with_format(row, column, formula, format)?;
            }
            Cell::WordsFormula(formula, result) => {
                let formula = Formula::new(formula).set_result(result);
                worksheet.write_formula_with_format(row, column, formula, format)?;
            }
            Cell::Link(address, shown) => {
                // What no link can hold stands there as text.
                let address = workbook_text(address);
                if worksheet.write_url_with_options(row, column, &*address, *shown, "", Some(format)).is_err()
                {
                    literal(worksheet, row, column, &address, format)?;
                }
            }
        }
        Ok(())
    }

    /// A title with a paragraph below it, over so many columns of that width in all.
    pub(super) fn title(&mut self, title: &str, words: &str, over: (u16, f64)) -> Result<(), XlsxError> {
        self.put(0, 0, &title.into(), Look::Title)?;
        self.worksheet.set_row_height(0, 24.0)?;
        self.paragraph(1, words, over)
    }

    /// A paragraph over several columns, in as many lines as it takes.
    pub(super) fn paragraph(
        &mut self,
        row: u32,
        text: &str,
        (columns, width): (u16, f64),
    ) -> Result<(), XlsxError> {
        let text = workbook_text(text);
        let lines = lines(&text, width);
        self.worksheet.merge_range(row, 0, row, columns - 1, &text, &Look::Words.format())?;
        self.worksheet.set_row_height(row, LINE_HEIGHT * lines)?;
        Ok(())
    }

    /// Writes a header; above numbers, its names stand at the right.
    pub(super) fn header(&mut self, row: u32, names: &[&str], looks: &[Look]) -> Result<(), XlsxError> {
        let looks = looks.iter().copied().chain(std::iter::repeat(Look::Header));
        for ((column, name), look) in (0..).zip(names).zip(looks) {
            self.put(row, column, &(*name).into(), look)?;
        }
        Ok(())
    }

    /// Bars behind the numbers of a column.
    pub(super) fn bars(&mut self, column: u16, rows: (u32, u32)) -> Result<(), XlsxError> {
        if rows.0 > rows.1 {
            return Ok(());
        }
        let bar = ConditionalFormatDataBar::new()
            .set_fill_color(BAR)
            .set_negative_fill_color(NEGATIVE_BAR)
            .set_solid_fill(true)
            .set_border_off(true);
        self.worksheet.add_conditional_format(rows.0, column, rows.1, column, &bar)?;
        Ok(())
    }
}

/// Writes text as text. A string that looks like rich text would go into the file as XML, so it is
/// given as two runs, which are escaped.
fn literal(
    worksheet: &mut Worksheet,
    row: u32,
    column: u16,
    text: &str,
    format: &Format,
) -> Result<(), XlsxError> {
    if text.starts_with("<r>") && text.ends_with("</r>") {
        let plain = Format::new();
        worksheet.write_rich_string_with_format(
            row,
            column,
            &[(&plain, &text[..1]), (&plain, &text[1..])],
            format,
        )?;
    } else {
        worksheet.write_string_with_format(row, column, text, format)?;
    }
    Ok(())
}
