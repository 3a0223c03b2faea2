//! A file that findings point into: its name, its text, and how that is written.

use super::Place;
use crate::model::number;

/// A file as text. A sheet of a workbook is one too: its rows are written out as lines whose cells
/// are separated by [`Source::BETWEEN`].
#[derive(Clone, Debug, Default)]
pub struct Source {
    /// Its name as the user gave it.
    pub name: String,
    /// Its text.
    pub text: String,
    /// How the text is written, as far as that is known before it is read.
    pub form: Form,
}

/// How a text is written, as far as that is known before it is read.
#[derive(Clone, Debug, Default)]
pub struct Form {
    /// What separates cells.
    pub delimiter: Option<u8>,
    /// The line of the header, counted from 1.
    pub header_line: Option<u32>,
    /// The sheet of a workbook that the text was made from.
    pub sheet: Option<SheetRows>,
    /// The export that the text was made from.
    pub origin: Option<Box<Origin>>,
    /// The SHA-256 digest of the file's bytes in hexadecimal digits, where somebody asked for it.
    pub sha256: Option<String>,
}

/// The export of a tracker that a backlog's text was made from, cell by cell. Places in the text
/// are shown as what stands there in the export.
#[derive(Clone, Debug, Default)]
pub struct Origin {
    /// The export.
    pub source: Source,
    /// Where each stretch of the text came from, in the order of the text.
    pub stretches: Vec<Stretch>,
}

/// A stretch of a text, which lasts until the next one begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// Where it begins.
    pub at: u32,
    /// The line, and the beginning and end, of what it was made from.
    pub line: u32,
    /// Where that begins.
    pub start: u32,
    /// Where that ends.
    pub end: u32,
}

impl Origin {
    /// The stretch that an offset of the text lies in.
    fn stretch(&self, at: u32) -> Stretch {
        let found = self.stretches.partition_point(|stretch| stretch.at <= at).checked_sub(1);
        let found = found.and_then(|found| self.stretches.get(found).copied());
        found.unwrap_or(Stretch { at: 0, line: 1, start: 0, end: 0 })
    }

    /// The line of the export that an offset of the text comes from.
    pub fn line_at(&self, at: u32) -> u32 {
        self.stretch(at).line
    }
}

/// Where the rows of a sheet stand in the text that was made from it.
#[derive(Clone, Debug, Default)]
pub struct SheetRows {
    /// The sheet's name.
    pub name: String,
    /// Where each row begins, the sheet's first row first.
    pub starts: Vec<u32>,
}

impl SheetRows {
    /// The number of the row, counted from 1, that an offset lies in.
    pub fn row_at(&self, offset: u32) -> u32 {
        let row = self.starts.partition_point(|&start| start <= offset).max(1);
        number(row)
    }
}

impl Source {
    /// What separates the cells of a sheet that was written out as text.
    pub const BETWEEN: u8 = b'|';

    /// The digest of the file that the text came from, where somebody asked for it.
    pub fn sha256(&self) -> Option<&str> {
        let own = self.form.sha256.as_deref();
        own.or_else(|| self.form.origin.as_ref()?.source.form.sha256.as_deref())
    }

    /// A plain text of which nothing else is known.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self { name: name.into(), text: text.into(), form: Form::default() }
    }

    /// The lines that a place touches first: its text and where that begins.
    pub(super) fn line_of(&self, place: Place) -> (&str, usize) {
        let text = self.text.as_bytes();
        let start = (place.start as usize).min(text.len());
        let from = memchr::memrchr2(b'\n', b'\r', &text[..start]).map_or(0, |at| at + 1);
        let to = memchr::memchr2(b'\n', b'\r', &text[from..]).map_or(text.len(), |length| from + length);
        (self.text.get(from..to).unwrap_or(""), from)
    }

    /// What stands at a place.
    pub fn value(&self, place: Place) -> &str {
        self.text.get(place.start as usize..place.end as usize).unwrap_or("")
    }

    /// What people see of a place: the file that they know, and where it is there.
    pub fn seen(&self, place: Place) -> (&Self, Place) {
        let Some(origin) = &self.form.origin else { return (self, place) };
        let Stretch { line, start, end, .. } = origin.stretch(place.start);
        // A place without extent only shows the line.
        let end = if place.start == place.end { start } else { end };
        (&origin.source, Place { line, start, end, ..place })
    }

    /// The address of a cell of a sheet, such as `B7`. Nothing for other texts.
    pub fn address(&self, place: Place) -> Option<String> {
        let (Self { text, form, .. }, place) = self.seen(place);
        let rows = form.sheet.as_ref()?;
        let row = rows.row_at(place.start);
        let from = *rows.starts.get(row as usize - 1)?;
        let before = text.as_bytes().get(from as usize..place.start as usize)?;
        // Inside quotes a separator is text. Doubled quotes switch twice.
        let (mut quoted, mut column) = (false, 0);
        for &byte in before {
            quoted ^= byte == b'"';
            column += u32::from(byte == Self::BETWEEN && !quoted);
        }
        Some(format!("{}{row}", letters(column)))
    }
}

/// The letters of a column, counted from 0.
pub fn letters(mut column: u32) -> String {
    let mut letters = Vec::new();
    loop {
        letters.push(char::from(b'A' + u8::try_from(column % 26).unwrap_or(0)));
        column /= 26;
        if column == 0 {
            return letters.iter().rev().collect();
        }
        column -= 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_letters() {
        for (column, expected) in [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16383, "XFD")]
        {
            assert_eq!(letters(column), expected);
        }
    }

    #[test]
    fn a_cell_of_a_sheet_has_its_address() {
        let rows = SheetRows { name: "Backlog".into(), starts: vec![0, 9, 10] };
        let text = "id|title\n\n1|\"a|\"\"b\"|x\n";
        let source =
            Source { form: Form { sheet: Some(rows), ..Form::default() }, ..Source::new("b.xlsx", text) };
        let at = |start| source.address(Place { file: 0, line: 0, start, end: start });
        assert_eq!(at(3).as_deref(), Some("B1"));
        assert_eq!(at(13).as_deref(), Some("B3"));
        assert_eq!(at(21).as_deref(), Some("C3"));
        assert_eq!(Source::new("b.csv", "id").address(Place { file: 0, line: 1, start: 0, end: 2 }), None);
    }
}
