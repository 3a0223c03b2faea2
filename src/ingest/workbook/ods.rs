//! The sheet of an .ods workbook, which is an OASIS document.

use super::{
    OtherSheet, Remarks, Sheet, broken, choose,
    container::Container,
    grid::{Grid, MOST_COLUMNS, MOST_ROWS},
    numbers::plain,
    too_much,
    xml::{Step, Tag, Xml},
};
use crate::diagnostic::Finding;

const CONTENT: &str = "content.xml";

/// Whether the document can be opened with a password only.
pub(super) fn is_encrypted(container: &mut Container<'_>) -> Result<bool, Box<Finding>> {
    let says_so = |xml: &mut Xml<'_>| {
        loop {
            match xml.step()? {
                Step::Open(tag) if tag.name() == "encryption-data" => return Ok(true),
                Step::End => return Ok(false),
                _ => {}
            }
        }
    };
    Ok(container.part("META-INF/manifest.xml", says_so)?.unwrap_or(false))
}

pub(super) fn read(container: &mut Container<'_>, wanted: Option<&str>) -> Result<Sheet, Box<Finding>> {
    let tables = container.part(CONTENT, tables)?.unwrap_or_default();
    let chosen = choose(tables.iter().map(|table| (table.name.as_str(), table.hidden)), wanted)?;
    let mut reader = Reader::default();
    container.part(CONTENT, |xml| reader.walk(xml, chosen))?;
    let other = |(at, table): (usize, &Table)| at != chosen && table.filled && wanted.is_none();
    let others = tables.iter().enumerate().filter(|&table| other(table));
    let others = others.map(|(_, table)| OtherSheet { name: table.name.clone(), hidden: table.hidden });
    let others = others.collect();
    Ok(Sheet { name: tables[chosen].name.clone(), grid: reader.grid, remarks: reader.remarks, others })
}

/// A sheet as the document holds it.
#[derive(Debug)]
struct Table {
    name: String,
    hidden: bool,
    filled: bool,
}

/// The sheets of the document.
fn tables(xml: &mut Xml<'_>) -> Result<Vec<Table>, Box<Finding>> {
    let mut tables: Vec<Table> = Vec::new();
    let mut hiding: Vec<String> = Vec::new();
    let mut style = String::new();
    let mut inside = None;
    loop {
        let depth = xml.depth();
        match xml.step()? {
            Step::Open(tag) => match tag.full_name() {
                "style:style" => style = tag.attribute("name").unwrap_or_default(),
                "style:table-properties" if tag.attribute("display").as_deref() == Some("false") => {
                    hiding.push(style.clone());
                }
                "table:table" if inside.is_none() => {
                    let styled = tag.attribute("style-name").unwrap_or_default();
                    tables.push(Table {
                        name: tag.attribute("name").unwrap_or_default(),
                        hidden: hiding.contains(&styled),
                        filled: false,
                    });
                    inside = Some(depth);
                }
                "text:p" => {
                    if let Some(table) = tables.last_mut().filter(|_| inside.is_some()) {
                        table.filled = true;
                    }
                }
                _ => {}
            },
            Step::Close if inside == Some(depth - 1) => inside = None,
            Step::End => return Ok(tables),
            _ => {}
        }
        if tables.len() > 10_000 || hiding.len() > 10_000 {
            return Err(too_much("sheets"));
        }
    }
}

/// A cell being read.
#[derive(Debug, Default)]
struct Cell {
    kind: String,
    value: Option<String>,
    /// Paragraphs as they are shown.
    text: String,
    paragraphs: usize,
    formula: bool,
    repeated: u32,
}

/// Walks over the cells of a sheet.
#[derive(Debug, Default)]
struct Reader {
    grid: Grid,
    remarks: Remarks,
    row: u32,
    column: u32,
    row_hidden: bool,
    row_filled: bool,
    row_repeated: u32,
}

impl Reader {
    /// Walks over the table with the given number.
    fn walk(&mut self, xml: &mut Xml<'_>, chosen: usize) -> Result<(), Box<Finding>> {
        let mut number = 0;
        // Where the table, the row, the cell, a paragraph and what is passed over began.
        let (mut table, mut row, mut cell) = (None, None, None);
        let (mut paragraph, mut passed_over) = (None, None);
        let mut content = Cell::default();
        loop {
            let depth = xml.depth();
            match xml.step()? {
                Step::Open(_) if passed_over.is_some() => {}
                Step::Open(tag) => match tag.full_name() {
                    "table:table" if table.is_none() => {
                        if number == chosen {
                            table = Some(depth);
                        }
                        number += 1;
                    }
                    _ if table.is_none() => {}
                    "table:table-row" if row.is_none() => {
                        row = Some(depth);
                        self.begin_row(&tag)?;
                    }
                    "table:table-cell" | "table:covered-table-cell" if row.is_some() && cell.is_none() => {
                        cell = Some(depth);
                        content = self.begin_cell(&tag);
                    }
                    "text:p" if cell.is_some() && paragraph.is_none() => {
                        paragraph = Some(depth);
                        if content.paragraphs > 0 {
                            content.text.push('\n');
                        }
                        content.paragraphs += 1;
                    }
                    "text:s" if paragraph.is_some() => {
                        let blanks = tag.number("c").unwrap_or(1).min(32_767);
                        content.text.extend(std::iter::repeat_n(' ', blanks as usize));
                    }
                    "text:tab" if paragraph.is_some() => content.text.push('\t'),
                    "text:line-break" if paragraph.is_some() => content.text.push('\n'),
                    name if name.starts_with("text:") => {}
                    // Remarks and drawings are no part of what a cell says, nor is what floats above.
                    _ if cell.is_some() => passed_over = Some(depth),
                    "table:shapes" | "office:forms" => passed_over = Some(depth),
                    _ => {}
                },
                Step::Text(text) if paragraph.is_some() && passed_over.is_none() => {
                    content.text.push_str(&text);
                    if content.text.len() > 4 << 20 {
                        return Err(too_much("a single text of more than 4 MiB"));
                    }
                }
                Step::Close => {
                    let closed = Some(depth - 1);
                    if passed_over.is_some() {
                        passed_over = passed_over.filter(|_| passed_over != closed);
                    } else if paragraph == closed {
                        paragraph = None;
                    } else if cell == closed {
                        cell = None;
                        self.end_cell(&content)?;
                    } else if row == closed {
                        row = None;
                        self.end_row()?;
                    } else if table == closed {
                        return Ok(());
                    }
                }
                Step::End => return Ok(()),
                Step::Text(_) | Step::Nothing => {}
            }
        }
    }

    fn begin_row(&mut self, tag: &Tag<'_>) -> Result<(), Box<Finding>> {
        self.row_repeated = tag.number("number-rows-repeated").unwrap_or(1).max(1);
        self.row_hidden = tag.attribute("visibility").is_some_and(|it| it != "visible");
        self.row_filled = false;
        self.column = 0;
        if self.row >= MOST_ROWS {
            return Err(broken("it has more rows than a sheet can have"));
        }
        Ok(())
    }

    fn begin_cell(&mut self, tag: &Tag<'_>) -> Cell {
        let spans = |name| tag.number(name).is_some_and(|number| number > 1);
        if spans("number-columns-spanned") || spans("number-rows-spanned") {
            self.remarks.merged.add(self.row, self.column);
        }
        // The type that newer writers add says more: it knows errors.
        let kind = tag.full_attribute("office:value-type").unwrap_or_default();
        let error = tag.full_attribute("calcext:value-type").is_some_and(|kind| kind == "error");
        let value = match kind.as_str() {
            "date" => tag.attribute("date-value"),
            "time" => tag.attribute("time-value"),
            "boolean" => tag.attribute("boolean-value"),
            "string" => tag.attribute("string-value"),
            _ => tag.full_attribute("office:value"),
        };
        Cell {
            kind: if error { "error".to_owned() } else { kind },
            value,
            formula: tag.attribute("formula").is_some(),
            repeated: tag.number("number-columns-repeated").unwrap_or(1).max(1),
            ..Cell::default()
        }
    }

    fn end_cell(&mut self, cell: &Cell) -> Result<(), Box<Finding>> {
        if cell.formula && cell.kind.is_empty() && cell.text.is_empty() {
            self.remarks.uncalculated.add(self.row, self.column);
        }
        let shown = shown(cell);
        if shown.is_empty() {
            self.column = self.column.saturating_add(cell.repeated);
            return Ok(());
        }
        if self.row_hidden {
            self.remarks.hidden.add(self.row, self.column);
        }
        self.row_filled = true;
        // One beyond the last column is refused by the grid.
        for _ in 0..cell.repeated.min(MOST_COLUMNS + 1) {
            self.grid.push(self.row, self.column, &shown)?;
            self.column += 1;
        }
        Ok(())
    }

    fn end_row(&mut self) -> Result<(), Box<Finding>> {
        if self.row_filled {
            if self.row_repeated > MOST_ROWS {
                return Err(broken("it has more rows than a sheet can have"));
            }
            self.grid.repeat_row(self.row_repeated - 1)?;
        }
        self.row = self.row.saturating_add(self.row_repeated);
        Ok(())
    }
}

/// What a cell shows. Numbers as they are stored, where showing them loses digits.
fn shown(cell: &Cell) -> String {
    let Some(value) = cell.value.as_deref() else {
        return cell.text.clone();
    };
    let number = || value.trim().parse::<f64>().ok().filter(|number| number.is_finite());
    match cell.kind.as_str() {
        "error" => cell.text.clone(),
        "float" | "currency" => match number() {
            // A number that is shown as 007 or REQ-7 is more than its value.
            Some(number) if is_id(&cell.text, number) => cell.text.clone(),
            Some(number) => plain(number),
            None => value.to_owned(),
        },
        "percentage" => {
            number().map_or_else(|| value.to_owned(), |number| format!("{} %", plain(number * 100.0)))
        }
        "boolean" => value.to_uppercase(),
        "date" => value.strip_suffix("T00:00:00").unwrap_or(value).to_owned(),
        "time" => if cell.text.is_empty() { value } else { &cell.text }.to_owned(),
        _ if cell.paragraphs > 0 => cell.text.clone(),
        _ => value.to_owned(),
    }
}

/// Whether the text is an id that ends in the digits of a whole number: with zeros before them, or with
/// letters and no blank.
fn is_id(text: &str, number: f64) -> bool {
    let digits = text.len() - text.bytes().rev().take_while(u8::is_ascii_digit).count();
    let (before, digits) = text.split_at(digits);
    let named = before.contains(char::is_alphabetic) && !before.contains(char::is_whitespace);
    (named || before.is_empty() && digits.starts_with('0'))
        && !before.contains(|c: char| c.is_ascii_digit())
        && digits.parse::<f64>().is_ok_and(|shown| shown.total_cmp(&number).is_eq())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_show_what_a_person_sees() {
        let of = |kind: &str, value: Option<&str>, text: &str| {
            shown(&Cell {
                kind: kind.into(),
                value: value.map(Into::into),
                text: text.into(),
                paragraphs: usize::from(!text.is_empty()),
                ..Cell::default()
            })
        };
        assert_eq!(of("float", Some("3"), "3.00"), "3");
        assert_eq!(of("float", Some("7"), "007"), "007");
        assert_eq!(of("float", Some("7"), "REQ-007"), "REQ-007");
        assert_eq!(of("float", Some("7"), "EUR 7"), "7");
        assert_eq!(of("float", Some("0"), "0"), "0");
        assert_eq!(of("percentage", Some("0.6"), "60%"), "60 %");
        assert_eq!(of("date", Some("2027-03-31"), "31.03.27"), "2027-03-31");
        assert_eq!(of("boolean", Some("true"), "WAHR"), "TRUE");
        assert_eq!(of("error", Some("0"), "#REF!"), "#REF!");
        assert_eq!(of("string", None, "two\nlines"), "two\nlines");
        assert_eq!(of("string", Some("kept"), ""), "kept");
    }
}
