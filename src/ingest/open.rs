//! File → its header, and what each of its columns means.

use super::{
    checks, codes,
    dialect::{Above, Dialect},
    header,
    scanner::{Cell, Scanner},
    sheet::Sheet,
};
use crate::{
    diagnostic::{Finding, Place, Severity, Source},
    model::Column,
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
    let cells = header_cells(&sheet, findings);
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
        findings.extend(unknown.map(|header| {
            header::unknown(&header.name, |column| sheet.at(column).is_some())
                .at(header.place)
                .without_value()
        }));
    }
    findings.extend(missing);
    usable.then_some(sheet)
}

pub(super) fn about_lines_above(sheet: &Sheet<'_>, above: Above) -> Option<Finding> {
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

/// The cells of the header, with what is wrong with how it is written.
pub(super) fn header_cells(sheet: &Sheet<'_>, findings: &mut Vec<Finding>) -> Vec<Cell> {
    let dialect = sheet.dialect;
    let (mut cells, mut faults) = (Vec::new(), Vec::new());
    let mut scanner = Scanner::new(&sheet.source.text, dialect.delimiter, dialect.header);
    scanner.row(&mut cells, &mut faults);
    let mut below = Vec::new();
    scanner.row(&mut below, &mut Vec::new());
    checks::about_header(sheet, &cells, &faults, below.len(), findings);
    cells
}
