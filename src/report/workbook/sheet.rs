//! A sheet with cells of few sorts, and tables on it. The rest of the workbook knows no format and
//! no other way to write a cell.

use rust_xlsxwriter::{
    Color, ConditionalFormatDataBar, ConditionalFormatFormula, ExcelDateTime, Format, FormatAlign,
    FormatBorder, Formula, Worksheet, XlsxError, utility::cell_range_absolute,
};

use unicode_width::UnicodeWidthStr;

use crate::{
    model::{Date, Decimal, Points, Share, Weeks},
    untrusted::workbook_text,
};

/// How many rows a sheet has. Source: Microsoft, "Excel specifications and limits".
pub(super) const ROWS: usize = 1_048_576;

/// Colours of the bars in merit columns, and of what is negative.
const BAR: Color = Color::RGB(0x9D_C3_E6);
const NEGATIVE_BAR: Color = Color::RGB(0xF4_B1_83);
const HEADER: Color = Color::RGB(0x1F_4E_79);
const INPUT: Color = Color::RGB(0xFF_F2_CC);
const GREY: Color = Color::RGB(0x7F_7F_7F);

/// The height of a line of text, in points.
const LINE_HEIGHT: f64 = 15.0;

/// The most lines of a cell that are shown at once.
const MOST_LINES: usize = 25;

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Cell<'t> {
    /// Nothing.
    Blank,
    /// Text, never a formula.
    Text(&'t str),
    /// Text made for this cell.
    Words(String),
    /// A number.
    Number(f64),
    /// A day.
    Date(Date),
    /// A formula with the result that it has with the numbers as they are written.
    Formula(String, f64),
}

impl Cell<'_> {
    /// Texts in one cell.
    pub(super) fn list(texts: &[&str]) -> Self {
        if texts.is_empty() { Self::Blank } else { Self::Words(texts.join("; ")) }
    }

    /// How many lines it takes in a column of that width.
    fn lines(&self, width: f64) -> f64 {
        match self {
            Self::Text(text) => lines(text, width),
            Self::Words(text) => lines(text, width),
            Self::Blank | Self::Number(_) | Self::Date(_) | Self::Formula(..) => 1.0,
        }
    }

    /// What there is of it.
    pub(super) fn or_blank<T: Into<Self>>(value: Option<T>) -> Self {
        value.map_or(Self::Blank, Into::into)
    }
}

impl From<Points> for Cell<'_> {
    fn from(points: Points) -> Self {
        Self::Number(decimal(points.thousandths()))
    }
}

impl From<Weeks> for Cell<'_> {
    fn from(weeks: Weeks) -> Self {
        Self::Number(decimal(weeks.thousandths()))
    }
}

impl From<u32> for Cell<'_> {
    fn from(number: u32) -> Self {
        Self::Number(number.into())
    }
}

impl From<Date> for Cell<'_> {
    fn from(date: Date) -> Self {
        Self::Date(date)
    }
}

impl From<Decimal> for Cell<'_> {
    fn from(number: Decimal) -> Self {
        Self::Number(millionths(number.millionths()))
    }
}

impl From<Share> for Cell<'_> {
    fn from(share: Share) -> Self {
        Self::Number(millionths(share.millionths().into()))
    }
}

impl<'t> From<&'t str> for Cell<'t> {
    fn from(text: &'t str) -> Self {
        if text.is_empty() { Self::Blank } else { Self::Text(text) }
    }
}

/// A count as the number of a cell.
#[expect(clippy::cast_precision_loss, reason = "nothing that is counted comes near 2⁵³")]
pub(super) const fn count(number: usize) -> f64 {
    number as f64
}

#[expect(clippy::cast_precision_loss, reason = "what people write in a cell has at most nine digits")]
const fn millionths(millionths: i64) -> f64 {
    millionths as f64 / 1_000_000.0
}

/// Thousandths as the number of a cell.
#[expect(
    clippy::cast_precision_loss,
    reason = "what a double cannot hold is beyond 9 · 10¹² points or weeks"
)]
pub(super) const fn decimal(thousandths: i64) -> f64 {
    thousandths as f64 / 1000.0
}

/// How a cell looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    Text,
    /// In as many lines as it takes.
    Wrapped,
    /// The same, at the very left.
    Words,
    /// One decimal is shown.
    Tenths,
    /// The same, with a sign.
    Signed,
    /// Three decimals are shown.
    Thousandths,
    Whole,
    /// A number as it was written.
    Plain,
    Percent,
    Date,
    /// Not what matters.
    Quiet,
    /// Meant to be changed.
    Input,
    Strong,
    StrongTenths,
    Title,
    Heading,
    Header,
    /// Above text that is indented.
    TextHeader,
    /// Above numbers.
    NumberHeader,
}

impl Look {
    /// Whether what looks like this is text, which stands at the left.
    const fn is_text(self) -> bool {
        matches!(self, Self::Text | Self::Wrapped)
    }

    fn format(self) -> Format {
        let top = Format::new().set_align(FormatAlign::Top);
        match self {
            // Away from numbers at the left.
            Self::Text => top.set_align(FormatAlign::Left).set_indent(1),
            Self::Wrapped => top.set_text_wrap().set_align(FormatAlign::Left).set_indent(1),
            Self::Words => top.set_text_wrap(),
            Self::Tenths => top.set_num_format("#,##0.0"),
            Self::Signed => top.set_num_format("+#,##0.0;-#,##0.0;0.0"),
            Self::Thousandths => top.set_num_format("0.000"),
            Self::Whole => top.set_num_format("#,##0"),
            Self::Plain => top.set_num_format("General"),
            Self::Percent => top.set_num_format("0.0%"),
            Self::Date => top.set_num_format("yyyy-mm-dd"),
            Self::Quiet => top.set_font_color(GREY).set_num_format("General"),
            Self::Input => top
                .set_num_format("#,##0.0##")
                .set_background_color(INPUT)
                .set_border(FormatBorder::Thin)
                .set_border_color(GREY),
            Self::Strong => top.set_bold(),
            Self::StrongTenths => top.set_bold().set_num_format("#,##0.0"),
            Self::Title => Format::new().set_bold().set_font_size(16),
            Self::Heading => Format::new().set_bold().set_font_size(12).set_font_color(HEADER),
            Self::NumberHeader => Self::Header.format().set_align(FormatAlign::Right),
            Self::TextHeader => Self::Header.format().set_align(FormatAlign::Left).set_indent(1),
            Self::Header => top
                .set_bold()
                .set_text_wrap()
                .set_font_color(Color::White)
                .set_background_color(HEADER)
                .set_border_bottom(FormatBorder::Thin),
        }
    }
}

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

/// How many lines a text takes in a cell of that width. Estimated: fonts differ, and widths are given
/// in digits, which are wider than most letters.
fn lines(text: &str, width: f64) -> f64 {
    let of = |line: &str| (count(line.width()) / (1.05 * width)).ceil().max(1.0);
    text.lines().take(MOST_LINES).map(of).sum::<f64>().clamp(1.0, count(MOST_LINES))
}

/// A column of a table of so many rows, in a formula of any sheet.
pub(super) fn range(sheet: &str, column: u16, rows: usize) -> String {
    let last = FIRST_ROW + u32::try_from(rows.max(1)).unwrap_or(u32::MAX) - 1;
    format!("{sheet}!{}", cell_range_absolute(FIRST_ROW, column, last, column))
}
