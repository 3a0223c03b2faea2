//! Which character separates cells, and where the header begins.

use std::iter::Peekable;

use super::scanner::{Cell, RowStart, Scanner};
use crate::{
    diagnostic::Source,
    model::{Column, number},
};

/// How a file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Dialect {
    pub(crate) delimiter: u8,
    /// Where the header row begins.
    pub(crate) header: RowStart,
}

/// Lines above the header that are not blank.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Above {
    /// The first of them.
    pub(crate) first: Option<RowStart>,
    /// How many there are.
    pub(crate) lines: usize,
    /// Whether one of them may be a request.
    pub(crate) like_a_row: bool,
}

/// Separators that are tried, in the order of preference.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// How many lines may stand above a header that is looked for.
const MOST_ABOVE: usize = 100;

impl Dialect {
    /// Finds the dialect of a text. What the user says decides, then an Excel `sep=;` line, then
    /// the header row: the separator under which most of its names are known, then the one that
    /// gives most cells. Where the first row has no `id`, the first one that has `id` and `title`
    /// is the header, and what stands above it is said. Nothing where no row is not blank.
    pub(crate) fn detect(source: &Source) -> Option<(Self, Above)> {
        let form = &source.form;
        let text = source.text.as_str();
        let (mut lines, tried) = beginning(source);
        let of = |start: RowStart| (start, best(text, start, &tried));
        let found = |(header, best): (RowStart, Best), above| {
            Some((Self { delimiter: best.delimiter, header }, above))
        };
        if let Some(asked) = form.header_line {
            return found(of(asked_row(source, asked, &mut lines)?), Above::default());
        }
        let first = of(lines.peek()?.0);
        if first.1.id {
            return found(first, Above::default());
        }
        if first.1.is_header() {
            return found(first, Above::default());
        }
        let needs = |name: &str| matches!(Column::from_header(name), Some(Column::Id | Column::Title));
        for (start, _) in lines.take(MOST_ABOVE) {
            let (_, here) = of(start);
            if here.is_header() {
                let dialect = Self { delimiter: here.delimiter, header: start };
                return found((start, here), above(source, dialect, needs));
            }
        }
        found(first, Above::default())
    }
}

/// What a text begins with: its lines that are not blank, below a line that names the separator; and
/// the separators that may be meant.
fn beginning(source: &Source) -> (Peekable<impl Iterator<Item = (RowStart, &str)>>, Vec<u8>) {
    let form = &source.form;
    let fixed = form.delimiter.filter(|_| form.sheet.is_none());
    let fixed = fixed.or(form.sheet.as_ref().map(|_| Source::BETWEEN));
    let lines = Lines { text: &source.text, at: RowStart { offset: 0, line: 1 } };
    let mut lines = lines.filter(|(_, line)| !line.trim().is_empty()).peekable();
    let named = lines.next_if(|(_, line)| form.sheet.is_none() && separator_line(line).is_some());
    let named = named.and_then(|(_, line)| separator_line(line));
    (lines, fixed.or(named).map_or(DELIMITERS.to_vec(), |delimiter| vec![delimiter]))
}

/// The row that the user says is the header. Nothing where it is blank, or not there.
fn asked_row<'t>(
    source: &Source,
    asked: u32,
    lines: &mut impl Iterator<Item = (RowStart, &'t str)>,
) -> Option<RowStart> {
    let line_of = |start: RowStart| match &source.form.sheet {
        Some(rows) => rows.row_at(start.offset),
        None => start.line,
    };
    let (header, _) = lines.find(|&(start, _)| line_of(start) >= asked)?;
    (line_of(header) == asked).then_some(header)
}

/// A row that may be a header, cut by each of the separators that may be meant.
pub(crate) type Cuts = Vec<(Dialect, Vec<Cell>)>;

/// The rows that a tracker's export may have its header in: the first one, and unless that is the header of
/// a backlog, those below it.
pub(crate) fn first_rows(source: &Source) -> impl Iterator<Item = Cuts> {
    let text = source.text.as_str();
    let (mut lines, tried) = beginning(source);
    let first = match source.form.header_line {
        Some(asked) => asked_row(source, asked, &mut lines),
        None => lines.next().map(|(start, _)| start),
    };
    let is_backlog = |start| best(text, start, &tried).is_header();
    let settled = source.form.header_line.is_some() || first.is_some_and(is_backlog);
    let others = if settled { 0 } else { MOST_ABOVE };
    let others = lines.take(others).map(move |(start, _)| (start, window(text, start)));
    first.map(|start| (start, text)).into_iter().chain(others).map(move |(header, text)| {
        let cut = |&delimiter: &u8| {
            let mut cells = Vec::new();
            Scanner::new(text, delimiter, header).row(&mut cells, &mut Vec::new());
            (Dialect { delimiter, header }, cells)
        };
        tried.iter().map(cut).collect()
    })
}

/// What stands above a header; in the columns that are needed every request has something.
pub(crate) fn above(source: &Source, dialect: Dialect, needs: impl Fn(&str) -> bool) -> Above {
    if source.form.header_line.is_some() {
        return Above::default();
    }
    let rows = beginning(source).0.map(|(start, _)| start);
    let rows: Vec<RowStart> = rows.take_while(|start| start.offset < dialect.header.offset).collect();
    let like_a_row = rows.iter().any(|&row| could_be_a_row(&source.text, row, dialect, &needs));
    Above { first: rows.first().copied(), lines: rows.len(), like_a_row }
}

/// A row as the best separator cuts it.
#[derive(Clone, Copy, Debug)]
struct Best {
    delimiter: u8,
    known: usize,
    cells: usize,
    id: bool,
    title: bool,
}

impl Best {
    /// Whether the row is the header of a backlog: one without ids must have more columns that are known.
    const fn is_header(&self) -> bool {
        self.title && (self.id || self.known >= KNOWN)
    }
}

/// So many known columns make a header where none is the id.
const KNOWN: usize = 3;

/// How much of a text is looked at for one row: a quote that never closes would make it all.
const WINDOW: usize = 1 << 16;

/// A text up to where a row must have ended.
fn window(text: &str, row: RowStart) -> &str {
    let end = row.offset as usize + WINDOW;
    let boundary = (0..4).find_map(|back| text.get(..end - back));
    boundary.unwrap_or(text)
}

/// Cuts a row by each of the separators.
fn best(text: &str, row: RowStart, tried: &[u8]) -> Best {
    let (mut cells, mut faults) = (Vec::new(), Vec::new());
    let text = window(text, row);
    let mut best: Option<Best> = None;
    for &delimiter in tried {
        Scanner::new(text, delimiter, row).row(&mut cells, &mut faults);
        let column = |cell: &Cell| Column::from_header(text[cell.start as usize..cell.end as usize].trim());
        let columns: Vec<Column> = cells.iter().filter_map(column).collect();
        let this = Best {
            delimiter,
            known: columns.len(),
            cells: cells.len(),
            id: columns.contains(&Column::Id),
            title: columns.contains(&Column::Title),
        };
        if best.is_none_or(|best| (this.known, this.cells) > (best.known, best.cells)) {
            best = Some(this);
        }
    }
    best.unwrap_or(Best { delimiter: b',', known: 0, cells: 0, id: false, title: false })
}

/// Whether a row has as many cells as the header, and those that are needed are filled.
fn could_be_a_row(text: &str, row: RowStart, dialect: Dialect, needs: impl Fn(&str) -> bool) -> bool {
    let Dialect { delimiter, header } = dialect;
    let (mut names, mut cells, mut faults) = (Vec::new(), Vec::new(), Vec::new());
    Scanner::new(text, delimiter, header).row(&mut names, &mut faults);
    Scanner::new(text, delimiter, row).row(&mut cells, &mut faults);
    let content = |cell: &Cell| text[cell.start as usize..cell.end as usize].trim();
    cells.len() == names.len()
        && names
            .iter()
            .zip(&cells)
            .filter(|(name, _)| needs(content(name)))
            .all(|(_, cell)| !content(cell).is_empty())
}

/// The lines of a text, whatever ends them.
struct Lines<'t> {
    text: &'t str,
    at: RowStart,
}

impl<'t> Iterator for Lines<'t> {
    type Item = (RowStart, &'t str);

    fn next(&mut self) -> Option<Self::Item> {
        let start = self.at;
        let rest = &self.text[start.offset as usize..];
        if rest.is_empty() {
            return None;
        }
        let length = rest.find(['\n', '\r']).unwrap_or(rest.len());
        let end = if rest[length..].starts_with("\r\n") { length + 2 } else { rest.len().min(length + 1) };
        let offset = number(start.offset as usize + end);
        self.at = RowStart { offset, line: start.line + 1 };
        Some((start, &rest[..length]))
    }
}

/// The separator that an Excel `sep=` line names. The first line of a file may have a separator
/// after it, where the whole file was saved again by another program.
fn separator_line(line: &str) -> Option<u8> {
    let line = line.trim_end();
    let named = line.strip_prefix("sep=").or_else(|| line.strip_prefix("\"sep=")?.strip_suffix('"'))?;
    match named.as_bytes() {
        [] if line.ends_with('=') => None,
        [byte] => super::Delimiter::parse(named).map(|_| *byte),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Form;

    fn detect(text: &str) -> Option<(u8, u32, usize)> {
        let (dialect, above) = Dialect::detect(&Source::new("f", text))?;
        Some((dialect.delimiter, dialect.header.line, above.lines))
    }

    #[test]
    fn the_header_decides_about_the_separator() {
        for (text, delimiter, line) in [
            ("id,title\n", b',', 1),
            ("id;title\nR1;a, b, c\n", b';', 1),
            ("id\ttitle\n", b'\t', 1),
            ("id|title\n", b'|', 1),
            ("id;\"a,b,c,d,e\";title\n", b';', 1),
            ("sep=;\r\nid;title\n", b';', 2),
            ("sep=^\nid^title\n", b'^', 2),
            ("\n\nid,title\n", b',', 3),
            ("title\n", b',', 1),
        ] {
            assert_eq!(detect(text), Some((delimiter, line, 0)), "{text:?}");
        }
        assert_eq!(detect("\n\r\n  \n"), None);
    }

    #[test]
    fn a_header_is_found_below_other_lines() {
        assert_eq!(detect("Requests, exported\r\rid,title\rA,one\r"), Some((b',', 3, 1)));
        assert_eq!(detect("Team\nDate;2027\nId;Title;Effort\n"), Some((b';', 3, 2)));
        assert_eq!(detect("key,title\nid,title\n"), Some((b',', 2, 1)));
        // What begins like a header is one, whatever else is missing in it.
        assert_eq!(detect("id,name\nid,title\n"), Some((b',', 1, 0)));
        assert_eq!(detect("A,one\nB,two\n"), Some((b',', 1, 0)));
        let (_, above) = Dialect::detect(&Source::new("f", "A,one\nid,title\n")).unwrap();
        assert!(above.like_a_row);
    }

    #[test]
    fn what_the_user_says_decides() {
        let detect = |delimiter, header_line, text: &str| {
            let form = Form { delimiter, header_line, ..Form::default() };
            let source = Source { form, ..Source::new("f", text) };
            Dialect::detect(&source).map(|(dialect, _)| (dialect.delimiter, dialect.header.line))
        };
        assert_eq!(detect(Some(b'^'), None, "id^title\n"), Some((b'^', 1)));
        assert_eq!(detect(Some(b','), None, "sep=;\nid;title\n"), Some((b',', 2)));
        assert_eq!(detect(None, Some(3), "x\n\nid;title\n"), Some((b';', 3)));
        assert_eq!(detect(None, Some(2), "x\n\nid;title\n"), None);
        assert_eq!(detect(None, Some(9), "id;title\n"), None);
    }

    /// The table of a file as a list of rows, the header first.
    fn table(bytes: Vec<u8>) -> Vec<Vec<String>> {
        let input = crate::ingest::Input { name: "f.csv".into(), bytes };
        let (source, findings) = crate::ingest::decode(input, 0, &crate::ingest::ReadAs::default());
        assert!(findings.is_empty(), "{findings:?}");
        let (dialect, _) = Dialect::detect(&source).unwrap();
        let sheet = crate::ingest::sheet::Sheet::new(0, &source, dialect);
        let mut scanner = Scanner::new(&source.text, dialect.delimiter, dialect.header);
        let (mut cells, mut faults, mut rows) = (Vec::new(), Vec::new(), Vec::new());
        while scanner.row(&mut cells, &mut faults).is_some() {
            assert!(faults.is_empty(), "{faults:?}");
            rows.push(cells.iter().map(|cell| sheet.content(*cell).into_owned()).collect());
        }
        rows
    }

    /// Files and their cells from the collection "csv-spectrum", where it lies beside this repository.
    #[test]
    #[expect(clippy::print_stdout, reason = "a skipped test should not pass in silence")]
    fn the_files_of_csv_spectrum_are_read_cell_by_cell() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/csv-spectrum");
        let Ok(files) = std::fs::read_dir(folder.join("csvs")) else {
            println!("skipped: no collection of files");
            return;
        };
        let mut number = 0;
        for file in files.map(|file| file.unwrap().path()) {
            let name = file.file_stem().unwrap().to_str().unwrap().to_owned();
            let json = std::fs::read_to_string(folder.join(format!("json/{name}.json"))).unwrap();
            let expected: Vec<std::collections::BTreeMap<String, String>> =
                serde_json::from_str(&json).unwrap();
            let rows = table(std::fs::read(&file).unwrap());
            let (header, rows) = rows.split_first().unwrap();
            let records: Vec<std::collections::BTreeMap<String, String>> =
                rows.iter().map(|row| header.iter().cloned().zip(row.iter().cloned()).collect()).collect();
            assert_eq!(records, expected, "{name}");
            number += 1;
        }
        assert_eq!(number, 11);
    }
}
