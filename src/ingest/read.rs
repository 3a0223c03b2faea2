//! Files → entries: walks every sheet once and reports what a lenient reader would pass over.

use std::collections::BTreeSet;

use super::{
    codes, damage,
    dialect::{Above, Dialect},
    doubts::Doubts,
    entry::{Entries, Registry},
    header,
    lists::trim,
    numbers,
    row::{RowReader, ScannedRow},
    scanner::{Cell, Fault, RowStart, Scanner},
    sheet::Sheet,
    totals,
};
use crate::{
    diagnostic::{Finding, Place, Severity, Source},
    model::{Column, Row},
    policy::Policy,
    untrusted::is_unsafe,
    workers::Workers,
};

/// Finds the header of a file. Nothing where it has none; then a finding says so.
pub(crate) fn open<'s>(file: u32, source: &'s Source, findings: &mut Vec<Finding>) -> Option<Sheet<'s>> {
    let Some((dialect, above)) = Dialect::detect(source) else {
        let message = match source.form.header_line.filter(|_| !source.text.trim().is_empty()) {
            Some(line) => format!("line {line} is blank, or not there at all"),
            None => "the file is empty".to_owned(),
        };
        findings.push(
            Finding::new(&codes::NO_HEADER, message)
                .at(Place { file, line: 1, start: 0, end: 0 })
                .expected("a header row with at least `id` and `title`")
                .hint("`roadbed init` writes a small backlog to start from"),
        );
        return None;
    };
    let mut sheet = Sheet::new(file, source, dialect);
    findings.extend(about_lines_above(&sheet, above));
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

fn about_lines_above(sheet: &Sheet<'_>, above: Above) -> Option<Finding> {
    let first = above.first?;
    let message = format!("lines above the header: {}; they are left out", above.lines);
    let finding = Finding::new(&codes::LINES_ABOVE_HEADER, message).at(sheet.row_place(first));
    if !above.like_a_row {
        return Some(finding.hint("delete them, or check that nothing was lost there"));
    }
    // As wide as the header: this may be a request, and the header one from the middle of a file.
    let line = sheet.header_place().line;
    let mut finding = finding.hint(format!(
        "move requests that stand there below the header; if there are none, `--header-line {line}` leaves them out"
    ));
    finding.severity = Severity::Error;
    Some(finding)
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
pub(crate) fn rows<'s>(sheet: &mut Sheet<'s>, policy: &Policy, workers: Workers) -> Vec<ReadPart<'s>> {
    let mut scanner = Scanner::new(&sheet.source.text, sheet.dialect.delimiter, sheet.dialect.header);
    scanner.row(&mut Vec::new(), &mut Vec::new());
    sheet.rows = scanner.starts();
    sheet.numbers = numbers::shown_in(sheet);
    let sheet = &*sheet;
    workers.map(&sheet.rows, |first, rows| ReadPart::read(sheet, first, rows.len(), policy))
}

/// What was read of some rows.
#[derive(Default)]
pub(crate) struct ReadPart<'s> {
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
}

impl<'s> ReadPart<'s> {
    /// How many rows are blank.
    pub(crate) const fn blank_rows(&self) -> usize {
        self.blank.len()
    }

    /// Reads so many rows, beginning with the one of the number `first`.
    fn read(sheet: &Sheet<'s>, first: usize, count: usize, policy: &Policy) -> Self {
        let Some(&start) = sheet.rows.get(first) else {
            return Self::default();
        };
        let text = &sheet.source.text;
        let end = sheet.rows.get(first + count).map_or(text.len(), |next| next.offset as usize);
        let stretch = &text.as_bytes()[start.offset as usize..end];
        let suspicions =
            Suspicions { unnamed: sheet.unnamed_columns().collect(), characters: has_unsafe(stretch) };
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
                let several_lines = scanner.position().line > start.line + 1;
                let at = ScannedRow { sheet, cells: &cells, start, row, several_lines };
                part.row(&at, &faults, &suspicions, policy);
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
        let &ScannedRow { sheet, cells, start, row, .. } = scanned;
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
            self.findings.push(width(sheet, cells, start, sheet.header.len()).spoils(row));
        }
        if suspicions.characters {
            unsafe_characters(sheet, cells, start, row, &mut self.findings);
        }
        if !self.findings[before..].iter().any(Finding::is_error) {
            let counts = &mut self.registry.counts;
            counts.doubts.look_at(scanned, &mut counts.guards, &mut self.findings);
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
pub(crate) fn about_sheet(sheet: &Sheet<'_>, parts: &mut [ReadPart<'_>]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let filled = |at: usize| parts.iter().any(|part| part.filled.contains(&at));
    about_columns(sheet, filled, &mut findings);
    let last = parts.iter().rev().find_map(|part| part.last);
    findings.extend(last.and_then(|last| totals::look_at(sheet, last)));
    let blank: Vec<RowStart> = parts.iter().flat_map(|part| part.blank.iter().copied()).collect();
    // Blank lines matter where rows follow.
    let behind = blank.partition_point(|blank| last.is_some_and(|last| blank.offset < last.offset));
    findings.extend(about_blank(sheet, &blank[..behind], &blank[behind..]));
    let mut doubts = Doubts::default();
    if blank.is_empty() {
        damage::look_at(sheet, &mut doubts, &mut findings);
    } else {
        // What is left out cannot be damaged.
        let mut rows = sheet.rows.clone();
        rows.retain(|row| blank.binary_search_by_key(&row.offset, |blank| blank.offset).is_err());
        damage::look_at(&Sheet { rows, ..sheet.clone() }, &mut doubts, &mut findings);
    }
    if let Some(part) = parts.last_mut() {
        part.registry.counts.doubts.append(&doubts);
    }
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

/// What is said about blank lines between rows, and about those at the end.
fn about_blank(sheet: &Sheet<'_>, inside: &[RowStart], behind: &[RowStart]) -> Vec<Finding> {
    let inside = inside.first().map(|&first| {
        let lines = if inside.len() == 1 { "a blank line" } else { "blank lines" };
        let message = format!("{lines} between rows: {} left out", inside.len());
        Finding::new(&codes::BLANK_ROWS, message)
            .at(sheet.row_place(first))
            .hint("delete what is blank, or check whether something was lost there")
    });
    // At the end most programs leave some; a row may have stood there all the same.
    let behind = behind.first().map(|&first| {
        let message = format!("blank lines at the end: {} left out", behind.len());
        let mut finding = Finding::new(&codes::BLANK_ROWS, message).at(sheet.row_place(first));
        finding.severity = Severity::Note;
        finding
    });
    inside.into_iter().chain(behind).collect()
}

pub(crate) fn describe(fault: Fault, sheet: &Sheet<'_>, row: RowStart, what: &str) -> Finding {
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

pub(crate) fn width(sheet: &Sheet<'_>, cells: &[Cell], start: RowStart, expected: usize) -> Finding {
    let found = cells.len();
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
    let mut report = |finding: Finding| findings.push(finding.at(sheet.header_place()).without_value());
    for at in sheet.unnamed_columns().filter(|&at| filled(at)) {
        let message = format!("column {} has no name; what stands in it is not used", at + 1);
        report(Finding::new(&codes::UNNAMED_COLUMN, message).hint("name it in the header"));
    }
    let empty: Vec<usize> = sheet.unnamed_columns().filter(|&at| !filled(at)).map(|at| at + 1).collect();
    if let [first, others @ ..] = &empty[..] {
        let message = match others {
            [] => format!("column {first} is empty and has no name; left out"),
            [.., last] => {
                let number = empty.len();
                format!(
                    "{number} columns, the first {first} and the last {last}, are empty and have no name; left out"
                )
            }
        };
        report(Finding::new(&codes::EMPTY_COLUMN, message));
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
