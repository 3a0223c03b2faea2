//! Text → cells, in one pass, strictly.
//!
//! Follows RFC 4180 with any of LF, CRLF and CR as line end, and reports what a lenient reader
//! would guess at: text after a closing quote, a quote that never closes, a quote inside an
//! unquoted cell. What it finds is exact to the byte; what a cell means is not its business.

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
#[derive(Clone, Debug)]
pub(crate) struct Scanner<'t> {
    text: &'t [u8],
    delimiter: u8,
    at: usize,
    line: u32,
    /// By byte: whether an unquoted cell has to be looked at there. Cells are so short that
    /// looking at every byte is faster than setting out to search many at once.
    stops: [bool; 256],
}

impl<'t> Scanner<'t> {
    /// A scanner that begins at a row.
    pub(crate) fn new(text: &'t str, delimiter: u8, start: RowStart) -> Self {
        let mut stops = [false; 256];
        for stop in [delimiter, b'"', b'\n', b'\r'] {
            stops[usize::from(stop)] = true;
        }
        Self { text: text.as_bytes(), delimiter, at: start.offset as usize, line: start.line, stops }
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
        loop {
            let cell = if self.text.get(self.at) == Some(&b'"') {
                self.quoted(faults)
            } else {
                self.unquoted(faults)
            };
            cells.push(cell);
            match self.text.get(self.at) {
                Some(&byte) if byte == self.delimiter => self.at += 1,
                Some(_) => {
                    self.line_end();
                    return Some(start);
                }
                None => return Some(start),
            }
        }
    }

    /// Where the next row begins.
    pub(crate) fn position(&self) -> RowStart {
        RowStart { offset: offset(self.at), line: self.line }
    }

    fn unquoted(&mut self, faults: &mut Vec<Fault>) -> Cell {
        let start = self.at;
        self.skip_cell(faults);
        Cell { start: offset(start), end: offset(self.at), escaped: false }
    }

    fn quoted(&mut self, faults: &mut Vec<Fault>) -> Cell {
        let open = self.at;
        self.at += 1;
        let mut escaped = false;
        loop {
            let Some(found) = memchr::memchr3(b'"', b'\n', b'\r', &self.text[self.at..]) else {
                faults.push(Fault::Unclosed(offset(open)));
                self.at = self.text.len();
                return Cell { start: offset(open + 1), end: offset(self.at), escaped };
            };
            self.at += found;
            if self.text[self.at] != b'"' {
                self.line_end();
            } else if self.text.get(self.at + 1) == Some(&b'"') {
                escaped = true;
                self.at += 2;
            } else {
                break;
            }
        }
        let end = self.at;
        self.at += 1;
        if self.at < self.text.len() && !self.ends_cell(self.text[self.at]) {
            faults.push(Fault::AfterQuote(offset(self.at)));
            self.skip_cell(&mut Vec::new());
        }
        Cell { start: offset(open + 1), end: offset(end), escaped }
    }

    fn skip_cell(&mut self, faults: &mut Vec<Fault>) {
        let start = self.at;
        loop {
            let rest = &self.text[self.at..];
            let stop = rest.iter().position(|&byte| self.stops[usize::from(byte)]);
            self.at += stop.unwrap_or(rest.len());
            if self.text.get(self.at) != Some(&b'"') {
                return;
            }
            // One per cell is enough to say so.
            if !matches!(faults.last(), Some(&Fault::Bare(at)) if at as usize >= start) {
                faults.push(Fault::Bare(offset(self.at)));
            }
            self.at += 1;
        }
    }

    const fn ends_cell(&self, byte: u8) -> bool {
        byte == self.delimiter || byte == b'\n' || byte == b'\r'
    }

    /// Steps over one line end, two bytes long or one.
    fn line_end(&mut self) {
        let pair = self.text[self.at] == b'\r' && self.text.get(self.at + 1) == Some(&b'\n');
        self.at += if pair { 2 } else { 1 };
        self.line += 1;
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
