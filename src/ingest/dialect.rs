//! Which character separates cells, and where the header begins.

use super::scanner::{RowStart, Scanner};
use crate::model::Column;

/// How a file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Dialect {
    pub(crate) delimiter: u8,
    /// Where the header row begins.
    pub(crate) header: RowStart,
}

/// Separators that are tried, in the order of preference.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

impl Dialect {
    /// Finds the dialect of a text. An Excel `sep=;` line decides; otherwise the header row does:
    /// the separator under which most of its names are known, then the one that gives most
    /// cells. Nothing where the text has no row that is not blank.
    pub(crate) fn detect(text: &str) -> Option<Self> {
        let start = RowStart { offset: 0, line: 1 };
        let (mut cells, mut faults) = (Vec::new(), Vec::new());
        let mut first = Scanner::new(text, b',', start);
        while let Some(header) = first.row(&mut cells, &mut faults) {
            let line = &text[header.offset as usize..first.position().offset as usize];
            if let Some(delimiter) = separator_line(line) {
                return Some(Self { delimiter, header: first.position() });
            }
            if !line.trim().is_empty() {
                let delimiter = Self::of_header(text, header);
                return Some(Self { delimiter, header });
            }
        }
        None
    }

    fn of_header(text: &str, header: RowStart) -> u8 {
        let (mut cells, mut faults) = (Vec::new(), Vec::new());
        let mut best = (0, 0, b',');
        for delimiter in DELIMITERS {
            Scanner::new(text, delimiter, header).row(&mut cells, &mut faults);
            let known = cells
                .iter()
                .filter(|cell| Column::from_header(&text[cell.start as usize..cell.end as usize]).is_some())
                .count();
            if (known, cells.len()) > (best.0, best.1) {
                best = (known, cells.len(), delimiter);
            }
        }
        best.2
    }
}

/// The separator that an Excel `sep=` line names.
fn separator_line(line: &str) -> Option<u8> {
    let line = line.trim_end_matches(['\r', '\n']);
    let named = line.strip_prefix("sep=").or_else(|| line.strip_prefix("\"sep=")?.strip_suffix('"'))?;
    match named.as_bytes() {
        [byte] if DELIMITERS.contains(byte) => Some(*byte),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_decides_about_the_separator() {
        for (text, delimiter, line) in [
            ("id,title\n", b',', 1),
            ("id;title\nR1;a, b, c\n", b';', 1),
            ("id\ttitle\n", b'\t', 1),
            ("id|title\n", b'|', 1),
            ("id;\"a,b,c,d,e\";title\n", b';', 1),
            ("sep=;\r\nid;title\n", b';', 2),
            ("\n\nid,title\n", b',', 3),
            ("title\n", b',', 1),
        ] {
            let dialect = Dialect::detect(text).unwrap();
            assert_eq!((dialect.delimiter, dialect.header.line), (delimiter, line), "{text:?}");
        }
        assert_eq!(Dialect::detect("\n\r\n  \n"), None);
    }
}
