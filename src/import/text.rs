//! Exports → texts that the one reader of backlogs reads, with the places where each cell came from.
//! So every job that reads a backlog reads an export too.

use std::borrow::Cow;

use super::{
    From, Import,
    backlog::push_cell,
    codes,
    export::Export,
    summary::{about_export, fills_evidence},
    translate::PARENT,
};
use crate::{
    diagnostic::{Finding, Form, Origin, Place, Source, Stretch},
    ingest::{PARENT as PARENT_NAME, raw::RawRow, too_large},
    model::{Column, MOST, number},
    policy::Policy,
};

/// Writes the exports among some files out as backlogs; other files stay as they are. `first` is
/// the number of the first file.
pub(crate) fn as_backlogs(
    mut sources: Vec<Source>,
    first: u32,
    policy: &Policy,
    from: &[From],
) -> (Vec<Source>, Vec<Finding>) {
    let mappings = super::Mappings(policy);
    let is_export = |(source, from)| super::recognise(source, &mappings, from).is_some();
    if !sources.iter().zip(from).any(is_export) {
        return (sources, Vec::new());
    }
    let import = Import::read(&sources, first, policy, from, &[]);
    let mut findings = Vec::new();
    // What other files have to say is said where they are read.
    let exports: Vec<u32> = (first..)
        .zip(&import.files)
        .filter(|(_, file)| matches!(file, super::File::Export))
        .map(|(number, _)| number)
        .collect();
    let is_about = |finding: &&Finding| finding.place.is_some_and(|place| exports.contains(&place.file));
    findings.extend(import.findings.iter().filter(is_about).cloned());
    if findings.iter().any(Finding::is_error) {
        return (sources, findings);
    }
    let mut texts = Vec::new();
    for (&number, (export, rows)) in exports.iter().zip(import.translated()) {
        let rows: Vec<_> = rows.collect();
        let mut message = about_export(export, rows.len());
        let nothing_to_judge = !rows.iter().any(|(_, cells)| fills_evidence(cells));
        if nothing_to_judge && !rows.is_empty() {
            message.push_str("; nothing in it says what a request is worth");
        }
        let mut finding =
            Finding::new(&codes::TRACKER_EXPORT, message).at(Place { file: number, ..export.header });
        if nothing_to_judge {
            finding = finding.hint(
                "`roadbed import FILE -o backlog.csv` writes a backlog with cells to fill in, such as `adopters`, `reliability`, `tech_debt` and `breaking`",
            );
        }
        findings.push(finding.without_value());
        texts.push((number, written(export, &rows)));
    }
    for (number, text) in texts {
        let source = &mut sources[(number - first) as usize];
        let Some((text, stretches)) = text else {
            findings.push(too_large(number));
            continue;
        };
        let source_before = std::mem::take(source);
        let name = source_before.name.clone();
        let origin = Origin { source: source_before, stretches };
        for finding in &mut findings {
            finding.place = finding.place.map(|place| placed(place, number, &origin));
        }
        let form = Form {
            delimiter: Some(b','),
            header_line: Some(1),
            origin: Some(Box::new(origin)),
            ..Form::default()
        };
        *source = Source { name, text, form };
    }
    (sources, findings)
}

/// The place in a text that shows a place of the export.
fn placed(place: Place, file: u32, origin: &Origin) -> Place {
    if place.file != file {
        return place;
    }
    let stretches = &origin.stretches;
    let exactly = stretches.iter().find(|it| it.start == place.start && it.end == place.end);
    let found = exactly.or_else(|| stretches.iter().find(|it| it.line == place.line));
    let start = found.map_or(0, |stretch| stretch.at);
    Place { start, end: start + 1, ..place }
}

type Rows<'r, 's> = [(&'r RawRow<'s>, &'r super::Cells<'s>)];

/// The text, and where its cells came from. Nothing where it would be too long.
fn written(export: &Export<'_>, rows: &Rows<'_, '_>) -> Option<(String, Vec<Stretch>)> {
    let filled = |column: u32| rows.iter().any(|(_, cells)| cells.iter().any(|(at, _)| *at == column));
    let columns: Vec<u32> = (0..=PARENT)
        .filter(|&column| column == Column::Id as u32 || column == Column::Title as u32 || filled(column))
        .collect();
    let mut out = Vec::new();
    let mut stretches = Vec::new();
    stretches.push(stretch(out.len(), export.header)?);
    for &column in &columns {
        let name = Column::ALL.get(column as usize).map_or(PARENT_NAME, |column| column.name());
        push_cell(name, b',', &mut out);
        out.push(b',');
    }
    for field in &export.fields {
        push_cell(&(export.mapping.prefix() + &field.name), b',', &mut out);
        out.push(b',');
    }
    end_row(&mut out);
    for (raw, cells) in rows {
        stretches.push(stretch(out.len(), raw.place)?);
        let mut push = |text: &Cow<'_, str>, place: Place, out: &mut Vec<u8>| {
            let before = out.len();
            push_cell(text, b',', out);
            // Where the content of a cell begins is what places point to.
            let quoted = usize::from(out.get(before) == Some(&b'"'));
            stretches.push(stretch(before + quoted, place)?);
            Some(())
        };
        let mut made = cells.iter().peekable();
        for &column in &columns {
            if let Some((_, cell)) = made.next_if(|(at, _)| *at == column) {
                push(&cell.text, cell.place, &mut out)?;
            }
            out.push(b',');
        }
        let mut carried = raw.cells.iter().peekable();
        for field in (0..).take(export.fields.len()) {
            if let Some((_, cell)) = carried.next_if(|(at, _)| *at == field) {
                push(&cell.text, cell.place, &mut out)?;
            }
            out.push(b',');
        }
        end_row(&mut out);
    }
    if out.len() > MOST {
        return None;
    }
    Some((String::from_utf8(out).ok()?, stretches))
}

/// What begins at an offset and was made from a place. Nothing where the text is too long by then.
fn stretch(at: usize, place: Place) -> Option<Stretch> {
    let Place { line, start, end, .. } = place;
    (at <= MOST).then(|| Stretch { at: number(at), line, start, end })
}

/// Ends a row: the separator behind its last cell goes.
fn end_row(out: &mut Vec<u8>) {
    out.pop();
    out.push(b'\n');
}
