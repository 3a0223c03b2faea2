//! Text → cells. The `csv` crate's engine parses each record and says where it ends; a check beside
//! it looks at the record's raw text for what a lenient parser passes over.
//!
//! A record without a quote holds its cells as they are. One with a quote is looked at again: for a
//! bare quote in an unquoted cell, text after a closing quote, and a quote that never closes. What is
//! found is exact to the byte; what a cell means is not the business of this module.

use std::cell::RefCell;

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

/// A cell: where its content stands, quotes around it left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cell {
    pub(crate) start: u32,
    pub(crate) end: u32,
    /// Whether doubled quotes stand in it.
    pub(crate) escaped: bool,
}

/// What a lenient reader would pass over in silence; each with its offset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// A quote opened here and never closed.
    Unclosed(u32),
    /// A cell went on after its closing quote.
    AfterQuote(u32),
    /// A quote inside an unquoted cell.
    Bare(u32),
}

/// Where a row begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct RowStart {
    pub(crate) offset: u32,
    pub(crate) line: u32,
}

/// Walks over the rows of a text. Texts are below 4 GiB.
#[derive(Debug)]
pub(crate) struct Scanner<'t> {
    text: &'t [u8],
    at: usize,
    line: u32,
    parser: Spare,
}

/// The engine of the `csv` crate for one separator, with room for the record at hand.
#[derive(Debug)]
struct Parser {
    delimiter: u8,
    reader: Reader,
    /// The cells of a record, one after the other, and where each ends.
    contents: Vec<u8>,
    ends: Vec<usize>,
    /// How many of the ends are those of the record at hand.
    cells: usize,
}

/// A parser that goes back to the thread's spare ones when it is no longer needed. Making one takes as
/// long as reading a hundred rows, and single rows are looked up again and again.
#[derive(Debug)]
struct Spare(Option<Box<Parser>>);

thread_local! {
    #[expect(clippy::vec_box, reason = "a parser moves in and out with every row that is looked up")]
    static SPARE: RefCell<Vec<Box<Parser>>> = const { RefCell::new(Vec::new()) };
}

/// How many spare parsers a thread keeps.
const KEPT: usize = 8;

impl Spare {
    fn take(delimiter: u8) -> Self {
        let spare = SPARE.with_borrow_mut(|spare| {
            let place = spare.iter().position(|parser| parser.delimiter == delimiter)?;
            Some(spare.swap_remove(place))
        });
        Self(Some(spare.unwrap_or_else(|| Box::new(Parser::new(delimiter)))))
    }
}

impl Drop for Spare {
    fn drop(&mut self) {
        let Some(mut parser) = self.0.take() else { return };
        parser.restart();
        // Where the thread is ending there is nobody to keep it for.
        let _ = SPARE.try_with(|spare| {
            let mut spare = spare.borrow_mut();
            if spare.len() < KEPT {
                spare.push(parser);
            }
        });
    }
}

impl<'t> Scanner<'t> {
    /// A scanner that begins at a row.
    pub(crate) fn new(text: &'t str, delimiter: u8, start: RowStart) -> Self {
        Self {
            text: text.as_bytes(),
            at: start.offset as usize,
            line: start.line,
            parser: Spare::take(delimiter),
        }
    }

    /// Where the rows from here on begin, those of the cells that [`Scanner::row`] would give.
    /// Much faster than that: only rows with quotes are taken apart.
    pub(crate) fn starts(mut self) -> Vec<RowStart> {
        let mut starts = Vec::new();
        let (mut cells, mut faults) = (Vec::new(), Vec::new());
        while self.at < self.text.len() {
            starts.push(self.position());
            let rest = &self.text[self.at..];
            match memchr::memchr3(b'"', b'\n', b'\r', rest) {
                Some(stop) if rest[stop] == b'"' => _ = self.row(&mut cells, &mut faults),
                Some(stop) => {
                    self.at += stop;
                    self.line_end();
                }
                None => self.at = self.text.len(),
            }
        }
        starts
    }

    /// The next row: fills `cells` and `faults` anew and says where it begins. A blank line is a
    /// row of one empty unquoted cell.
    pub(crate) fn row(&mut self, cells: &mut Vec<Cell>, faults: &mut Vec<Fault>) -> Option<RowStart> {
        cells.clear();
        faults.clear();
        if self.at >= self.text.len() {
            return None;
        }
        let start = self.position();
        if matches!(self.text[self.at], b'\n' | b'\r') {
            // The parser passes over blank lines, which would lose their places.
            cells.push(Cell { start: start.offset, end: start.offset, escaped: false });
            self.line_end();
            return Some(start);
        }
        let parser = self.parser.0.as_mut()?;
        let (taken, ends_line) = parser.read(&self.text[self.at..]);
        let raw = &self.text[self.at..self.at + taken - usize::from(ends_line)];
        if memchr::memchr(b'"', raw).is_some() {
            Check { text: self.text, delimiter: parser.delimiter, at: self.at, end: self.at + raw.len() }
                .cells(cells, faults);
            self.line += super::sheet::line_ends(raw);
        } else {
            cells.extend(parser.plain_cells(self.at));
        }
        self.at += raw.len();
        if ends_line {
            self.line_end();
        }
        Some(start)
    }

    /// Where the next row begins.
    pub(crate) fn position(&self) -> RowStart {
        RowStart { offset: offset(self.at), line: self.line }
    }

    /// Steps over one line end, two bytes long or one.
    fn line_end(&mut self) {
        let pair = self.text[self.at] == b'\r' && self.text.get(self.at + 1) == Some(&b'\n');
        self.at += if pair { 2 } else { 1 };
        self.line += 1;
    }
}

impl Parser {
    fn new(delimiter: u8) -> Self {
        let reader = ReaderBuilder::new().delimiter(delimiter).build();
        let mut parser = Self { delimiter, reader, contents: Vec::new(), ends: Vec::new(), cells: 0 };
        parser.restart();
        parser
    }

    /// Stands at the beginning of a record, whatever was read before.
    fn restart(&mut self) {
        self.reader.reset();
        // At the beginning of what it reads first it would take off a byte order mark. There is none
        // left in a text, and a cell may begin with that character. Without room it reads nothing.
        self.reader.read_record(b"\n", &mut [], &mut []);
    }

    /// Reads a record from the beginning of a text that does not begin with a line end. Says how many
    /// bytes it took, and whether the last of them is the first of a line end.
    fn read(&mut self, text: &[u8]) -> (usize, bool) {
        let (mut taken, mut written, mut ends_line) = (0, 0, true);
        self.cells = 0;
        loop {
            let (contents, ends) = (&mut self.contents[written..], &mut self.ends[self.cells..]);
            let (result, read, wrote, ended) = self.reader.read_record(&text[taken..], contents, ends);
            taken += read;
            written += wrote;
            self.cells += ended;
            match result {
                // The text ends with this record: without any more of it, the parser closes the record.
                ReadRecordResult::InputEmpty => ends_line = false,
                ReadRecordResult::OutputFull => self.contents.resize((2 * self.contents.len()).max(256), 0),
                ReadRecordResult::OutputEndsFull => self.ends.resize((2 * self.ends.len()).max(32), 0),
                ReadRecordResult::Record | ReadRecordResult::End => return (taken, ends_line),
            }
        }
    }

    /// Where the cells of a record without quotes stand, which begins at this offset: one separator
    /// lies between two of them.
    fn plain_cells(&self, at: usize) -> impl Iterator<Item = Cell> {
        let mut start = at;
        let mut before = 0;
        self.ends[..self.cells].iter().map(move |&end| {
            let cell = Cell { start: offset(start), end: offset(start + end - before), escaped: false };
            start += end - before + 1;
            before = end;
            cell
        })
    }
}

/// Looks at the raw text of a record with quotes again, cell by cell.
struct Check<'t> {
    text: &'t [u8],
    delimiter: u8,
    at: usize,
    /// Where the record ends, its line end left out.
    end: usize,
}

impl Check<'_> {
    fn cells(&mut self, cells: &mut Vec<Cell>, faults: &mut Vec<Fault>) {
        loop {
            cells.push(if self.byte() == Some(b'"') { self.quoted(faults) } else { self.unquoted(faults) });
            if self.at >= self.end {
                return;
            }
            self.at += 1;
        }
    }

    fn byte(&self) -> Option<u8> {
        self.text[..self.end].get(self.at).copied()
    }

    fn unquoted(&mut self, faults: &mut Vec<Fault>) -> Cell {
        let start = self.at;
        self.at = self.cell_end();
        // One per cell is enough to say so.
        let quote = memchr::memchr(b'"', &self.text[start..self.at]);
        faults.extend(quote.map(|quote| Fault::Bare(offset(start + quote))));
        Cell { start: offset(start), end: offset(self.at), escaped: false }
    }

    fn quoted(&mut self, faults: &mut Vec<Fault>) -> Cell {
        let open = self.at;
        self.at += 1;
        let mut escaped = false;
        loop {
            let Some(found) = memchr::memchr(b'"', &self.text[self.at..self.end]) else {
                faults.push(Fault::Unclosed(offset(open)));
                self.at = self.end;
                return Cell { start: offset(open + 1), end: offset(self.end), escaped };
            };
            self.at += found + 1;
            if self.byte() != Some(b'"') {
                break;
            }
            escaped = true;
            self.at += 1;
        }
        let end = self.at - 1;
        if self.byte().is_some_and(|byte| byte != self.delimiter) {
            faults.push(Fault::AfterQuote(offset(self.at)));
            self.at = self.cell_end();
        }
        Cell { start: offset(open + 1), end: offset(end), escaped }
    }

    /// Where the unquoted text that stands here ends.
    fn cell_end(&self) -> usize {
        let length = memchr::memchr(self.delimiter, &self.text[self.at..self.end]);
        length.map_or(self.end, |length| self.at + length)
    }
}

/// An offset into a text, which is below 4 GiB because longer files are refused.
#[expect(clippy::cast_possible_truncation, reason = "files of 4 GiB and more are refused")]
const fn offset(at: usize) -> u32 {
    at as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const START: RowStart = RowStart { offset: 0, line: 1 };

    fn rows(text: &str) -> Vec<Vec<String>> {
        let (mut scanner, mut cells, mut faults) = (Scanner::new(text, b',', START), vec![], vec![]);
        let mut rows = Vec::new();
        while scanner.row(&mut cells, &mut faults).is_some() {
            let content = |cell: &Cell| {
                let content = &text[cell.start as usize..cell.end as usize];
                if cell.escaped { content.replace("\"\"", "\"") } else { content.to_owned() }
            };
            rows.push(cells.iter().map(content).collect());
        }
        rows
    }

    /// The rows that do not begin with a line end.
    fn blank_left_out(text: &str) -> Vec<Vec<String>> {
        let starts = Scanner::new(text, b',', START).starts();
        let blank = |start: &RowStart| text[start.offset as usize..].starts_with(['\n', '\r']);
        let rows = rows(text).into_iter().zip(&starts);
        rows.filter(|(_, start)| !blank(start)).map(|(row, _)| row).collect()
    }

    fn faults_of(text: &str) -> Vec<Fault> {
        let (mut scanner, mut cells, mut faults) = (Scanner::new(text, b',', START), vec![], vec![]);
        let mut all = Vec::new();
        while scanner.row(&mut cells, &mut faults).is_some() {
            all.append(&mut faults);
        }
        all
    }

    #[test]
    fn rows_end_at_any_line_end_and_quotes_keep_what_is_in_them() {
        assert_eq!(rows("a,b\r\nc,\"d\r\ne\"\rf,\"g\"\"h\"\n"), [["a", "b"], ["c", "d\r\ne"], ["f", "g\"h"]]);
        assert_eq!(rows("a\n\nb"), [["a"], [""], ["b"]]);
        assert_eq!(rows("a,"), [["a", ""]]);
        assert!(rows("").is_empty());
    }

    #[test]
    fn lines_are_counted_inside_quotes_too() {
        let text = "a\n\"b\nc\"\r\nd\n";
        let starts = Scanner::new(text, b',', START).starts();
        let lines: Vec<_> = starts.iter().map(|start| (start.line, start.offset)).collect();
        assert_eq!(lines, [(1, 0), (2, 2), (4, 9)]);
    }

    #[test]
    fn what_a_lenient_reader_would_guess_at_is_a_fault() {
        assert_eq!(faults_of("a,\"b\nc,d\n"), [Fault::Unclosed(2)]);
        assert_eq!(faults_of("a,\"b\"c\nd"), [Fault::AfterQuote(5)]);
        assert_eq!(faults_of("a,5\" disk\n"), [Fault::Bare(3)]);
        assert!(faults_of("a,\"b\"\n\"\"\"\"\n").is_empty());
    }

    proptest! {
        #[test]
        fn a_lenient_reader_finds_the_same_cells_where_there_is_no_fault(text in "[a,;\"\r\n é]{0,30}") {
            prop_assume!(faults_of(&text).is_empty());
            let mut reader =
                csv::ReaderBuilder::new().flexible(true).has_headers(false).from_reader(text.as_bytes());
            let expected: Vec<Vec<String>> =
                reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
            // It passes over blank lines.
            let found: Vec<Vec<String>> = blank_left_out(&text);
            prop_assert_eq!(found, expected);
        }

        #[test]
        fn rows_begin_where_the_one_before_ends(text in "[a,\"\r\n]{0,30}") {
            let mut scanner = Scanner::new(&text, b',', START);
            let (mut cells, mut faults) = (vec![], vec![]);
            let rows: Vec<_> = std::iter::from_fn(|| scanner.row(&mut cells, &mut faults)).collect();
            prop_assert_eq!(Scanner::new(&text, b',', START).starts(), rows);
        }

        #[test]
        fn any_table_written_by_the_csv_crate_is_read_back(
            table in proptest::collection::vec(proptest::collection::vec("[a,\"\r\n ]{0,4}|\\PC{0,3}", 2..4), 0..5)
        ) {
            let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
            for row in &table {
                writer.write_record(row).unwrap();
            }
            let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
            prop_assert!(faults_of(&text).is_empty());
            prop_assert_eq!(rows(&text), table);
        }
    }
}
