//! Files → entries: walks every sheet once and reports what a lenient reader would pass over.

use super::{
    codes, damage,
    dialect::{Above, Dialect},
    entry::{Entries, Registry},
    header,
    row::RowReader,
    scanner::{Cell, Fault, RowStart, Scanner},
    sheet::Sheet,
};
use crate::{
    diagnostic::{Finding, Place, Severity, Source},
    model::{Column, Row},
    policy::Policy,
    untrusted::is_unsafe,
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

/// Reads the rows of a sheet.
pub(crate) fn rows<'s>(
    sheet: &mut Sheet<'s>,
    policy: &Policy,
    registry: &mut Registry<'s>,
    findings: &mut Vec<Finding>,
    entries: &mut Entries<'s>,
) {
    let mut scanner = Scanner::new(&sheet.source.text, sheet.dialect.delimiter, sheet.dialect.header);
    let (mut cells, mut faults) = (Vec::new(), Vec::new());
    scanner.row(&mut cells, &mut faults);
    let suspicious = has_unsafe(&sheet.source.text);
    let mut data = vec![false; sheet.header.len()];
    let mut blank = Blank::default();
    while let Some(start) = scanner.row(&mut cells, &mut faults) {
        if cells.iter().all(|cell| sheet.content(*cell).trim().is_empty()) && faults.is_empty() {
            blank.pending.push(start);
            continue;
        }
        blank.keep();
        let row = Row { file: sheet.file, number: u32::try_from(sheet.rows.len()).unwrap_or(u32::MAX) };
        sheet.rows.push(start);
        for (filled, cell) in data.iter_mut().zip(&cells) {
            *filled |= cell.start != cell.end;
        }
        let before = findings.len();
        for &fault in &faults {
            let finding = describe(fault, sheet, start, "the row");
            findings.push(if finding.is_error() { finding.spoils(row) } else { finding });
        }
        if cells.len() != sheet.header.len() && !findings[before..].iter().any(Finding::is_error) {
            findings.push(width(sheet, &cells, start).spoils(row));
        }
        if suspicious {
            unsafe_characters(sheet, &cells, start, row, findings);
        }
        let several_lines = scanner.position().line > start.line + 1;
        if !findings[before..].iter().any(Finding::is_error) {
            let Registry { doubts, guards, .. } = registry;
            doubts.look_at(sheet, &cells, start, row, several_lines, guards, findings);
        }
        let trusted = !findings[before..].iter().any(Finding::is_error);
        let from = findings.len();
        let reader = RowReader {
            sheet,
            cells: &cells,
            start,
            row,
            policy,
            registry,
            findings,
            id: "".into(),
            severity: Severity::Error,
        };
        if trusted {
            reader.read(entries);
        } else {
            reader.read_name(entries);
        }
        let id = entries.requests.last().map_or("", |request| &request.id);
        for finding in &mut findings[before..from] {
            finding.id = (!id.is_empty()).then(|| id.into());
        }
    }
    about_columns(sheet, &data, findings);
    blank.report(sheet, findings);
    damage::look_at(sheet, &mut registry.doubts, findings);
    if sheet.rows.is_empty() {
        findings.push(
            Finding::new(&codes::NO_ROWS, "there is nothing below the header")
                .at(sheet.header_place())
                .without_value()
                .hint("`roadbed init` writes a small backlog to start from"),
        );
    }
}

/// Blank lines, which matter only where rows follow.
#[derive(Default)]
struct Blank {
    /// Those that no row followed yet.
    pending: Vec<RowStart>,
    inside: Vec<RowStart>,
}

impl Blank {
    fn keep(&mut self) {
        self.inside.append(&mut self.pending);
    }

    fn report(&self, sheet: &Sheet<'_>, findings: &mut Vec<Finding>) {
        if let Some(&first) = self.inside.first() {
            let lines = if self.inside.len() == 1 { "a blank line" } else { "blank lines" };
            let message = format!("{lines} between rows: {} left out", self.inside.len());
            findings.push(
                Finding::new(&codes::BLANK_ROWS, message)
                    .at(sheet.row_place(first))
                    .hint("delete what is blank, or check whether something was lost there"),
            );
        }
        // At the end most programs leave some; a row may have stood there all the same.
        if let Some(&first) = self.pending.first() {
            let message = format!("blank lines at the end: {} left out", self.pending.len());
            let mut finding = Finding::new(&codes::BLANK_ROWS, message).at(sheet.row_place(first));
            finding.severity = Severity::Note;
            findings.push(finding);
        }
    }
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
fn has_unsafe(text: &str) -> bool {
    // The last three begin U+0080 to U+00BF, U+0600 to U+063F and U+2000 to U+2FFF in UTF-8.
    let suspicious = |byte: u8| matches!(byte, 0..=8 | 0xb | 0xc | 0xe..=0x1f | 0x7f | 0xc2 | 0xd8 | 0xe2);
    text.as_bytes()
        .chunks(4096)
        .any(|chunk| chunk.iter().fold(false, |found, &byte| found | suspicious(byte)))
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
fn about_columns(sheet: &Sheet<'_>, data: &[bool], findings: &mut Vec<Finding>) {
    let unnamed = || {
        let columns = sheet.header.iter().zip(data).enumerate();
        columns.filter(|(_, (header, _))| header.name.is_empty() && header.column.is_none())
    };
    let mut report = |finding: Finding| findings.push(finding.at(sheet.header_place()).without_value());
    for (at, _) in unnamed().filter(|(_, (_, filled))| **filled) {
        let message = format!("column {} has no name; what stands in it is not used", at + 1);
        report(Finding::new(&codes::UNNAMED_COLUMN, message).hint("name it in the header"));
    }
    let empty: Vec<usize> = unnamed().filter(|(_, (_, filled))| !**filled).map(|(at, _)| at + 1).collect();
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
