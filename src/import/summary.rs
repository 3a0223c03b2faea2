//! What an import did, in sentences.

use super::{File, Import, backlog::Backlog, export::Export, translate::Cells};
use crate::{
    mapping::{DateForm, Target},
    model::{Column, Evidence},
    untrusted::inline,
};

/// Names that are listed before the rest is counted.
const MOST: usize = 40;

/// Whether a row says what the request is worth.
pub(super) fn fills_evidence(cells: &Cells<'_>) -> bool {
    let column = |at: u32| Column::ALL.get(at as usize).copied();
    cells.iter().filter_map(|(at, _)| column(*at)).any(|column| Evidence::SCORABLE.contains(column))
}

/// How an export was read, in a sentence.
pub(super) fn about_export(export: &Export<'_>, rows: usize) -> String {
    let filled = export.fields.iter().filter(|field| filling(export, field).is_some()).count();
    let order = export.dates.and_then(|order| DateForm::WORDS.iter().find(|(_, it)| *it == order));
    let dates = order.map(|(word, _)| format!("; dates in numbers are read as {word}")).unwrap_or_default();
    format!(
        "read as an export of {}: {rows} row{}, {} columns, of which {filled} fill cells of the backlog{dates}",
        export.mapping.name,
        if rows == 1 { "" } else { "s" },
        export.columns,
    )
}

/// What a field fills besides being carried.
fn filling(export: &Export<'_>, field: &super::export::Field) -> Option<String> {
    let rule = export.rule(field)?;
    let mut columns: Vec<&str> = rule.labels.iter().map(|label| label.column.name()).collect();
    if rule.to != Target::Carry {
        columns.insert(
            0,
            match rule.to {
                Target::Unlocks => "depends_on of others",
                Target::Number => "numbers that others name",
                other => other.word(),
            },
        );
    }
    columns.dedup();
    (!columns.is_empty()).then(|| columns.join(", "))
}

fn listed(names: &[String]) -> String {
    let shown: Vec<String> = names.iter().take(MOST).map(|name| inline(name, 60)).collect();
    let more = if names.len() > MOST { format!(" and {} more", names.len() - MOST) } else { String::new() };
    format!("{}{more}", shown.join(", "))
}

impl Import<'_> {
    /// What was read, joined and left out, file by file, and where it went.
    pub(crate) fn summary(&self, backlog: &Backlog<'_>) -> Vec<String> {
        let mut lines = Vec::new();
        let mut exports = self.translated();
        for (file, source) in self.files.iter().zip(&self.sources) {
            let name = inline(&source.name, 200);
            match file {
                File::Export => {
                    let Some((export, rows)) = exports.next() else { continue };
                    lines.push(format!("{name}: {}.", about_export(export, rows.count())));
                    about_fields(export, &mut lines);
                }
                File::Backlog { rows, .. } => {
                    let number = rows.len();
                    let s = if number == 1 { "" } else { "s" };
                    lines.push(format!(
                        "{name}: read as a backlog: {number} row{s}, taken along as they are."
                    ));
                }
                File::Unreadable => {}
            }
        }
        self.about_links(&mut lines);
        let requests = backlog.rows.len();
        let s = if requests == 1 { "" } else { "s" };
        lines.push(format!("{requests} request{s} in {} columns.", backlog.names.len()));
        lines
    }

    fn about_links(&self, lines: &mut Vec<String>) {
        let found = &self.translation.links;
        if found.parents > 0 {
            lines.push(format!("Parents named by a number, and now by their ids: {}.", found.parents));
        }
        if found.edges.is_empty() {
            return;
        }
        let kept = found.edges.iter().filter(|edge| edge.left_out.is_none()).count();
        let both = found.edges.iter().filter(|edge| edge.left_out.is_none() && edge.said > 1).count();
        let first = found.edges.iter().find(|edge| edge.left_out.is_none());
        let example = first.map(|edge| format!(", the first: {edge}")).unwrap_or_default();
        lines.push(format!(
            "Links: {kept} in `depends_on` ({both} said more than once){example}; {} left out. `--links` prints each.",
            found.edges.len() - kept
        ));
    }
}

fn about_fields(export: &Export<'_>, lines: &mut Vec<String>) {
    let filled: Vec<String> = export
        .fields
        .iter()
        .filter_map(|field| Some(format!("{} → {}", field.header, filling(export, field)?)))
        .collect();
    if export.fields.is_empty() {
        return;
    }
    lines.push(format!("  Filled: {}.", listed(&dedup(filled))));
    lines.push(format!(
        "  Every column that is not blank is carried as it is, as `{}NAME`: {}.",
        export.mapping.prefix(),
        export.fields.len()
    ));
    let joined: Vec<String> = export
        .fields
        .iter()
        .filter(|field| field.columns > 1)
        .map(|field| format!("{} ({} columns)", field.header, field.columns))
        .collect();
    if !joined.is_empty() {
        lines.push(format!("  Joined to lists: {}.", listed(&joined)));
    }
    let apart: Vec<String> = export
        .fields
        .iter()
        .filter(|field| field.name != field.header)
        .map(|field| field.name.clone())
        .collect();
    if !apart.is_empty() {
        lines.push(format!("  Of one name and kept apart: {}.", listed(&apart)));
    }
    if !export.blank.is_empty() {
        let number = export.blank.len();
        lines.push(format!(
            "  Blank in every row and left out, {number}: {}{}.",
            listed(&export.blank),
            if number > MOST { " (`--show-mapping` names each)" } else { "" }
        ));
    }
}

fn dedup(mut lines: Vec<String>) -> Vec<String> {
    let mut seen = std::collections::BTreeSet::new();
    lines.retain(|line| seen.insert(line.clone()));
    lines
}
