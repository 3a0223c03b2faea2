//! Whether the cells that a number came from are quoted, all of them, where they stand.

use std::collections::BTreeMap;

use super::{
    check::Check,
    files::{Row, Table},
    format::{Evidence, Ranking, Request},
};

/// The columns that speak about what a change does to consumers.
pub(super) const CONSUMERS: [&str; 5] =
    ["breaking", "consumers", "external_consumers", "consumer_effort", "migration"];

/// Checks each quoted cell of a request.
pub(super) fn stand(request: &Request, tables: &BTreeMap<&str, Option<Table>>, check: &mut Check) {
    let held = request.hold.iter().flat_map(|hold| &hold.evidence);
    for cell in request.contributions.iter().flat_map(|part| &part.evidence).chain(held) {
        stands(request, cell, tables, check);
    }
}

/// A quoted cell stands where it is said to, in a row of the request or of one that it repeats.
fn stands(request: &Request, cell: &Evidence, tables: &BTreeMap<&str, Option<Table>>, check: &mut Check) {
    let stated = || format!("{} line {}, {}: {:?}", cell.file, cell.line, cell.column, cell.value);
    let Some(table) = tables.get(cell.file.as_str()) else {
        check.expect(false, &request.id, stated, || "the ranking was not made from that file".into());
        return;
    };
    let Some(table) = table else { return };
    let Some(column) = table.column(&cell.column) else {
        check.leave_out(format!("cells of {}: the header names that column otherwise", cell.column));
        return;
    };
    let row = table.row_at(cell.line);
    let text = row.and_then(|row| row.at(column)).unwrap_or_default();
    let same = text == cell.value || text.strip_prefix('\'') == Some(cell.value.as_str());
    let line = row.map_or(0, |row| row.line_of(column));
    check.expect(same && line == cell.line, &request.id, stated, || format!("{text:?} on line {line}"));
    if let Some(id) = row.and_then(|row| row.cell("id")) {
        let own = id == request.id || request.repeats.iter().any(|repeat| repeat == id);
        check.expect(own || id.is_empty(), &request.id, stated, || format!("that row is {id}"));
    }
}

/// Checks that no cell of a row is left out that the number must have come from.
pub(super) fn complete(
    ranking: &Ranking,
    request: &Request,
    row: Row<'_>,
    repeats: &[Row<'_>],
    check: &mut Check,
) {
    let quoted = |evidence: &[Evidence], column: &str| evidence.iter().any(|cell| cell.column == column);
    for part in &request.contributions {
        let evidence = &part.evidence;
        for column in columns(ranking, request, &part.source, evidence) {
            let filled = row.cell(column).is_some_and(|text| !text.is_empty());
            let stated = || format!("{} without its cell {column}", part.source);
            check.expect(!filled || quoted(evidence, column), &request.id, stated, || "it is filled".into());
        }
        if part.source == "reuse" && !quoted(evidence, "reuse") {
            for repeat in repeats.iter().filter(|repeat| !repeat.is_done()) {
                // What executives and the platform itself wish adds no adopter.
                let adopts = !matches!(repeat.cell("stakeholder"), Some("executive" | "platform"));
                for column in ["adopters", "team"].into_iter().filter(|&it| adopts || it == "adopters") {
                    let filled = repeat.cell(column).is_some_and(|text| !text.is_empty());
                    let found =
                        evidence.iter().any(|cell| cell.column == column && repeat.has_line(cell.line));
                    let stated = || format!("reuse without the {column} of a repeat");
                    check.expect(!filled || found, &request.id, stated, || "they are filled".into());
                }
            }
        }
    }
    if let Some(hold) = &request.hold {
        let columns: &[&str] = match &*hold.rule {
            "error-budget" => &["area"],
            _ => &["breaking", "consumers", "external_consumers", "migration"],
        };
        for column in columns {
            let filled = row.cell(column).is_some_and(|text| !text.is_empty());
            let stated = || format!("held without its cell {column}");
            check.expect(!filled || quoted(&hold.evidence, column), &request.id, stated, || {
                "it is filled".into()
            });
        }
    }
}

/// The columns that a source is read from in a request's own row.
fn columns<'r>(ranking: &'r Ranking, request: &Request, source: &str, evidence: &[Evidence]) -> Vec<&'r str> {
    let rated = |column: &str| evidence.iter().any(|cell| cell.column == column);
    let adopts = matches!(&*request.stakeholder, "internal" | "external");
    match source {
        "value" if ranking.policy.value_per_effort => vec!["value", "effort"],
        "value" => vec!["value"],
        "confidence" => vec!["confidence"],
        "special-treatment" => vec!["scope"],
        "reuse" if rated("reuse") => vec!["reuse"],
        "reuse" if adopts => vec!["adopters", "team"],
        "reuse" => vec!["adopters"],
        "compatibility" if rated("compatibility") => vec!["compatibility"],
        "compatibility" => CONSUMERS.to_vec(),
        own => {
            let criterion = ranking.policy.criteria.iter().find(|it| it.name == own);
            criterion.and_then(|it| it.column.as_deref()).into_iter().collect()
        }
    }
}
