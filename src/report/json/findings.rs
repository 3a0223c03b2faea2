//! Findings, the same in everything that is written for other programs.

use serde::Serialize;

use crate::{
    diagnostic::{Finding, Source},
    model::{Column, Row},
    roadmap::Roadmap,
};

#[derive(Serialize)]
pub(in crate::report) struct FindingJson<'a> {
    code: &'static str,
    severity: &'static str,
    id: Option<&'a str>,
    file: Option<&'a str>,
    line: Option<u32>,
    column: Option<&'a str>,
    value: Option<&'a str>,
    message: &'a str,
    expected: Option<&'a str>,
    hint: Option<&'a str>,
    related: Vec<RelatedJson<'a>>,
}

#[derive(Serialize)]
struct RelatedJson<'a> {
    file: &'a str,
    line: u32,
    column: &'static str,
}

/// The findings, sorted by what they say and not by where, so that the order of rows shows in
/// nothing but places.
pub(in crate::report) fn findings_json<'r>(
    roadmap: &'r Roadmap<'_>,
    sources: &'r [Source],
) -> Vec<FindingJson<'r>> {
    let mut findings: Vec<FindingJson<'r>> =
        roadmap.findings.iter().map(|finding| finding_json(finding, roadmap, sources)).collect();
    findings.sort_by(|a, b| {
        let key =
            |f: &FindingJson<'r>| (f.severity, f.code, f.id, f.column, f.value, f.message, f.file, f.line);
        key(a).cmp(&key(b))
    });
    findings
}

fn finding_json<'r>(
    finding: &'r Finding,
    roadmap: &'r Roadmap<'_>,
    sources: &'r [Source],
) -> FindingJson<'r> {
    let place = roadmap.sheets.place_of(finding);
    let source = place.and_then(|place| Some((sources.get(place.file as usize)?, place)));
    let value = roadmap.sheets.value_of(finding, sources);
    FindingJson {
        code: finding.code.name,
        severity: finding.severity.word(),
        id: finding.id.as_deref(),
        file: source.map(|(source, _)| source.name.as_str()),
        line: source.map(|(_, place)| place.line),
        column: finding.column.as_deref(),
        value,
        message: &finding.message,
        expected: finding.expected.as_deref(),
        hint: finding.hint.as_deref(),
        related: finding.related.iter().filter_map(|&cell| related(cell, roadmap, sources)).collect(),
    }
}

fn related<'r>(
    (row, column): (Row, Column),
    roadmap: &Roadmap<'_>,
    sources: &'r [Source],
) -> Option<RelatedJson<'r>> {
    let place = roadmap.sheets.place(row, column)?;
    let file = &sources.get(place.file as usize)?.name;
    Some(RelatedJson { file, line: place.line, column: column.name() })
}
