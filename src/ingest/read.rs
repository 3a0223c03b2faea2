//! Files → entries: walks every sheet once and reports what a lenient reader would pass over.

use std::collections::BTreeSet;

use super::{
    codes,
    dialect::Dialect,
    entry::{Entries, Registry},
    header,
    lists::trim,
    row::{RowReader, ScannedRow},
    scanner::{Cell, Fault, RowStart, Scanner},
    sheet::Sheet,
};
use crate::{
    diagnostic::{Finding, Place, Severity, Source},
    model::{Column, Row},
    policy::Policy,
    untrusted::{is_unsafe, unguard},
    workers::Workers,
};

/// Finds the header of a file. Nothing where it has none; then a finding says so.
pub(crate) fn open<'s>(file: u32, source: &'s Source, findings: &mut Vec<Finding>) -> Option<Sheet<'s>> {
    let Some(dialect) = Dialect::detect(&source.text) else {
        findings.push(
            Finding::new(&codes::NO_HEADER, "the file is empty")
                .at(Place { file, line: 1, start: 0, end: 0 })
                .expected("a header row with at least `id` and `title`")
                .hint("`roadbed init` writes a small backlog to start from"),
        );
        return None;
    };
    let mut sheet = Sheet::new(file, source, dialect);
    let (mut cells, mut faults) = (Vec::new(), Vec::new());
    Scanner::new(&source.text, dialect.delimiter, dialect.header).row(&mut cells, &mut faults);
    findings.extend(faults.iter().map(|&fault| describe(fault, &sheet, dialect.header, "the header")));
    let about_names = header::read(&mut sheet, &cells);
    // Where no column is known this is no header, and its names are none.
    if sheet.header.iter().any(|header| header.column.is_some()) {
        findings.extend(about_names);
    }
    name_the_title(&mut sheet, &cells, findings);
    let missing = header::required(&sheet);
    let usable = missing.is_empty();
    if !usable && sheet.header.iter().any(|header| header.column.is_some()) {
        // Said together with what is missing; for files that are read it is said once for all.
        let unknown = sheet.header.iter().filter(|header| header.column.is_none() && !header.name.is_empty());
        findings.extend(unknown.map(|header| header::unknown(&header.name).at(header.place).without_value()));
    }
    findings.extend(missing);
    usable.then_some(sheet)
}

/// Reads the one column without a name as the title, where no other is.
fn name_the_title(sheet: &mut Sheet<'_>, cells: &[Cell], findings: &mut Vec<Finding>) {
    let mut unnamed = (0..cells.len()).filter(|&at| sheet.header[at].name.is_empty());
    let (Some(at), None) = (unnamed.next(), unnamed.next()) else {
        return;
    };
    if sheet.by_column[Column::Title as usize].is_none() && sheet.by_column[Column::Id as usize].is_some() {
        sheet.by_column[Column::Title as usize] = Some(at);
        sheet.header[at].column = Some(Column::Title);
        findings.push(
            Finding::new(
                &codes::UNNAMED_COLUMN,
                format!("column {} has no name; it is read as the missing `title`", at + 1),
            )
            .at(sheet.place_of(cells[at]))
            .column(Column::Title.name())
            .hint("write `title` into the header"),
        );
    }
}

/// Reads the rows of a sheet, in parts that follow each other and do not depend on each other.
pub(crate) fn rows<'s>(sheet: &mut Sheet<'s>, policy: &Policy, workers: Workers) -> Vec<Part<'s>> {
    let mut scanner = Scanner::new(&sheet.source.text, sheet.dialect.delimiter, sheet.dialect.header);
    scanner.row(&mut Vec::new(), &mut Vec::new());
    sheet.rows = scanner.starts();
    let sheet = &*sheet;
    workers.map(&sheet.rows, |first, rows| Part::read(sheet, first, rows.len(), policy))
}

/// What was read of some rows.
#[derive(Default)]
pub(crate) struct Part<'s> {
    pub(crate) entries: Entries<'s>,
    pub(crate) registry: Registry<'s>,
    pub(crate) findings: Vec<Finding>,
    /// Rows of blank cells, and blank lines.
    blank: Vec<RowStart>,
    /// The last row that is not blank.
    last: Option<RowStart>,
    /// Columns without a name that have something in them, by their places.
    filled: BTreeSet<usize>,
}

/// What tells which looks at a row can be spared: they concern very few files.
struct Suspicions {
    /// The columns without a name.
    unnamed: Vec<usize>,
    /// There may be characters that act on a terminal.
    characters: bool,
    /// There are apostrophes.
    apostrophes: bool,
}

impl<'s> Part<'s> {
    /// Reads so many rows, beginning with the one of the number `first`.
    fn read(sheet: &Sheet<'s>, first: usize, count: usize, policy: &Policy) -> Self {
        let Some(&start) = sheet.rows.get(first) else {
            return Self::default();
        };
        let text = &sheet.source.text;
        let end = sheet.rows.get(first + count).map_or(text.len(), |next| next.offset as usize);
        let stretch = &text.as_bytes()[start.offset as usize..end];
        let suspicions = Suspicions {
            unnamed: sheet.unnamed_columns().collect(),
            characters: has_unsafe(stretch),
            apostrophes: memchr::memchr(b'\'', stretch).is_some(),
        };
        let mut part = Self { entries: Entries::with_capacity(count), ..Self::default() };
        let mut scanner = Scanner::new(text, sheet.dialect.delimiter, start);
        let (mut cells, mut faults) = (Vec::new(), Vec::new());
        for number in (first..).take(count) {
            let Some(start) = scanner.row(&mut cells, &mut faults) else {
                break;
            };
            if faults.is_empty() && cells.iter().all(|&cell| trim(&sheet.content(cell)).is_empty()) {
                part.blank.push(start);
            } else {
                let row = Row { file: sheet.file, number: u32::try_from(number).unwrap_or(u32::MAX) };
                part.row(&ScannedRow { sheet, cells: &cells, start, row }, &faults, &suspicions, policy);
            }
        }
        part
    }

    fn row(
        &mut self,
        scanned: &ScannedRow<'_, 's>,
        faults: &[Fault],
        suspicions: &Suspicions,
        policy: &Policy,
    ) {
        let &ScannedRow { sheet, cells, start, row } = scanned;
        self.last = Some(start);
        for &at in &suspicions.unnamed {
            if cells.get(at).is_some_and(|cell| cell.start != cell.end) {
                self.filled.insert(at);
            }
        }
        let before = self.findings.len();
        for &fault in faults {
            let finding = describe(fault, sheet, start, "the row");
            self.findings.push(if finding.is_error() { finding.spoils(row) } else { finding });
        }
        if cells.len() != sheet.header.len() && !self.findings[before..].iter().any(Finding::is_error) {
            self.findings.push(width(sheet, cells, start).spoils(row));
        }
        if suspicions.characters {
            unsafe_characters(sheet, cells, start, row, &mut self.findings);
        }
        if suspicions.apostrophes {
            for &cell in cells.iter().filter(|&&cell| unguard(&sheet.content(cell)).1) {
                self.registry.counts.guards.add(|| sheet.place(cell, start), "");
            }
        }
        let trusted = !self.findings[before..].iter().any(Finding::is_error);
        let from = self.findings.len();
        let reader = RowReader {
            at: *scanned,
            policy,
            registry: &mut self.registry,
            findings: &mut self.findings,
            id: "".into(),
            severity: Severity::Error,
        };
        if trusted {
            reader.read(&mut self.entries);
        } else {
            reader.read_name(&mut self.entries);
        }
        let id = self.entries.requests.last().map_or("", |request| &request.id);
        for finding in &mut self.findings[before..from] {
            finding.id = (!id.is_empty()).then(|| id.into());
        }
    }
}

/// What can only be said once all rows of a sheet are read.
pub(crate) fn about_sheet(sheet: &Sheet<'_>, parts: &[Part<'_>]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let filled = |at: usize| parts.iter().any(|part| part.filled.contains(&at));
    about_columns(sheet, filled, &mut findings);
    let last = parts.iter().rev().find_map(|part| part.last);
    // Blank lines matter only where rows follow.
    let inside = |blank: &&RowStart| last.is_some_and(|last| blank.offset < last.offset);
    let blank: Vec<&RowStart> = parts.iter().flat_map(|part| &part.blank).filter(inside).collect();
    findings.extend(about_blank(sheet, &blank));
    if last.is_none() {
        findings.push(
            Finding::new(&codes::NO_ROWS, "there is nothing below the header")
                .at(sheet.header_place())
                .without_value()
                .hint("`roadbed init` writes a small backlog to start from"),
        );
    }
    findings
}

fn about_blank(sheet: &Sheet<'_>, blank: &[&RowStart]) -> Option<Finding> {
    let first = blank.first()?;
    let lines = if blank.len() == 1 { "a blank line" } else { "blank lines" };
    let finding = Finding::new(&codes::BLANK_ROWS, format!("{lines} between rows: {} left out", blank.len()))
        .at(Place { file: sheet.file, line: first.line, start: first.offset, end: first.offset })
        .hint("delete what is blank, or check whether something was lost there");
    Some(finding)
}

fn describe(fault: Fault, sheet: &Sheet<'_>, row: RowStart, what: &str) -> Finding {
    let (Fault::Unclosed(at) | Fault::AfterQuote(at) | Fault::Bare(at)) = fault;
    let text = &sheet.source.text;
    let width = text[at as usize..].chars().next().map_or(0, char::len_utf8);
    let cell = Cell { start: at, end: at + u32::try_from(width).unwrap_or(1), escaped: false };
    let place = sheet.place(cell, row);
    match fault {
        Fault::Unclosed(_) => {
            let lines = text[at as usize..].lines().count().saturating_sub(1);
            Finding::new(
                &codes::UNCLOSED_QUOTE,
                format!(
                    "this quote is never closed: {what} and what follows it (lines: {lines}) are one cell"
                ),
            )
            .at(place)
            .expected("a closing quote")
            .hint("close the quote, or write \"\" for a quote inside a quoted cell")
        }
        Fault::AfterQuote(_) => {
            let backslash = text.as_bytes().get((at as usize).wrapping_sub(2)) == Some(&b'\\');
            let hint = if backslash {
                "a quote inside a quoted cell is written \"\", not \\\""
            } else {
                "a quote inside a quoted cell is written \"\"; check for a quote too many or too few before"
            };
            Finding::new(&codes::TEXT_AFTER_QUOTE, "the cell goes on after its closing quote")
                .at(place)
                .expected("the next cell or the end of the row")
                .hint(hint)
        }
        Fault::Bare(_) => Finding::new(
            &codes::BARE_QUOTE,
            "a quote inside a cell that does not begin with one; kept as it is",
        )
        .at(place)
        .hint("put the cell in quotes and write \"\" for each quote in it"),
    }
}

fn width(sheet: &Sheet<'_>, cells: &[Cell], start: RowStart) -> Finding {
    let (found, expected) = (cells.len(), sheet.header.len());
    let (at, hint) = if found > expected {
        let delimiter = char::from(sheet.dialect.delimiter).escape_default();
        (expected, format!("put cells that contain `{delimiter}` in quotes, or delete what is too much"))
    } else {
        (
            found - 1,
            "a line break inside a cell needs quotes around the cell; otherwise add the missing cells"
                .to_owned(),
        )
    };
    Finding::new(&codes::ROW_WIDTH, format!("cells in the row: {found}, in the header: {expected}"))
        .at(sheet.place(cells[at], start))
        .expected(format!("{expected} cells"))
        .hint(hint)
}

/// Whether a text may hold anything that must not reach a terminal. Quick: looks at bytes, at many
/// at once.
fn has_unsafe(text: &[u8]) -> bool {
    // The last three begin U+0080 to U+00BF, U+0600 to U+063F and U+2000 to U+2FFF in UTF-8.
    let suspicious = |byte: u8| matches!(byte, 0..=8 | 0xb | 0xc | 0xe..=0x1f | 0x7f | 0xc2 | 0xd8 | 0xe2);
    text.chunks(4096).any(|chunk| chunk.iter().fold(false, |found, &byte| found | suspicious(byte)))
}

fn unsafe_characters(
    sheet: &Sheet<'_>,
    cells: &[Cell],
    start: RowStart,
    row: Row,
    findings: &mut Vec<Finding>,
) {
    for (at, cell) in cells.iter().enumerate() {
        let content = sheet.content(*cell);
        let mut found = content.chars().filter(|&c| is_unsafe(c) && !matches!(c, '\n' | '\r' | '\t'));
        let Some(character) = found.next() else {
            continue;
        };
        let nul = character == '\0' || found.any(|c| c == '\0');
        let finding = if matches!(character, '\u{80}'..='\u{9f}') && !nul {
            Finding::new(&codes::DOUBLE_ENCODED, "this cell was probably decoded twice; kept as it is")
                .hint("look for the step that read UTF-8 as Latin-1, and repair the text there")
        } else if nul {
            Finding::new(
                &codes::NUL_CHARACTER,
                "a NUL character in a cell: the file is damaged, or in another encoding",
            )
            .hint("delete it, or save the file as \"CSV UTF-8\"")
            .spoils(row)
        } else {
            Finding::new(
                &codes::CONTROL_CHARACTER,
                format!(
                    "an invisible control character (U+{:04X}) in a cell; kept, and shown written out",
                    u32::from(character)
                ),
            )
            .hint("delete it unless it is meant: it can reorder or hide text")
        };
        let name = sheet.header.get(at).map_or(String::new(), |header| header.name.clone());
        findings.push(finding.at(sheet.place(*cell, start)).column(name));
    }
}

/// Notes about columns without a name, and about the effort column.
fn about_columns(sheet: &Sheet<'_>, filled: impl Fn(usize) -> bool, findings: &mut Vec<Finding>) {
    for at in sheet.unnamed_columns() {
        let finding = if filled(at) {
            Finding::new(
                &codes::UNNAMED_COLUMN,
                format!("column {} has no name; what stands in it is not used", at + 1),
            )
            .hint("name it in the header")
        } else {
            Finding::new(
                &codes::EMPTY_COLUMN,
                format!("column {} is empty and has no name; left out", at + 1),
            )
        };
        findings.push(finding.at(sheet.header_place()).without_value());
    }
    if sheet.by_column[Column::Effort as usize].is_none() {
        findings.push(
            Finding::new(&codes::ABSENT_COLUMN, "no column `effort`: every request takes the default size")
                .at(sheet.header_place())
                .without_value()
                .column(Column::Effort.name())
                .hint("add a column `effort` with weeks of work"),
        );
    }
}
