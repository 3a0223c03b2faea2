//! Bytes → cells → requests → backlog. Reports everything that is not plain, with its place.

mod codes;
mod damage;
mod dialect;
mod doubts;
mod effort;
mod encoding;
mod entry;
mod header;
mod lists;
mod names;
mod read;
mod read_as;
mod repeats;
mod resolve;
mod row;
mod scanner;
mod sheet;
mod values;
mod workbook;

use rustc_hash::FxHashSet;

pub(crate) use codes::CODES;
pub use encoding::{Input, decode, decode_text};
pub use read_as::{Delimiter, Label, ReadAs};
pub use sheet::{RowCells, Sheets};

use crate::{
    diagnostic::{Code, Finding, Source},
    model::{Area, Backlog, Column, Row, Team},
    policy::Policy,
};
use entry::{Count, Entries, Registry};

/// Whether an error that makes a row unusable would be none if the row's status were `done`: what
/// is done needs no evidence, and its links are dropped.
pub fn spares_done(finding: &Finding) -> bool {
    let cells = [
        &codes::UNKNOWN_WORD,
        &codes::BAD_NUMBER,
        &codes::BAD_EFFORT,
        &codes::BAD_PERCENTAGE,
        &codes::BAD_DATE,
        &codes::BAD_ADOPTERS,
    ];
    let links = [&codes::UNKNOWN_ID, &codes::SELF_DEPENDENCY];
    let is = |code: &&Code| code.name == finding.code.name;
    cells.iter().any(is)
        || links.iter().any(is) && finding.column.as_deref() == Some(Column::DependsOn.name())
}

/// What was read.
#[derive(Debug, Default)]
pub struct Reading<'s> {
    /// The requests, as far as they can be used.
    pub backlog: Backlog<'s>,
    /// The files' tables, for looking up cells.
    pub sheets: Sheets<'s>,
    /// What was found.
    pub findings: Vec<Finding>,
}

/// Reads the backlog that the sources hold; `first` is the number of the first one. Rows with
/// errors are set aside; whether the job goes on without them is for the caller to decide.
pub fn read<'s>(sources: &'s [Source], first: u32, policy: &Policy) -> Reading<'s> {
    let mut findings = Vec::new();
    let mut registry = Registry::default();
    let mut sheets = Sheets::default();
    let mut entries = Entries::default();
    for (file, source) in (first..).zip(sources) {
        let Some(mut sheet) = read::open(file, source, &mut findings) else {
            continue;
        };
        read::rows(&mut sheet, policy, &mut registry, &mut findings, &mut entries);
        sheets.sheets.push(sheet);
    }
    about_unknown_columns(&sheets, &mut findings);
    let broken: FxHashSet<Row> = findings
        .iter()
        .filter(|finding| finding.is_error())
        .flat_map(|finding| finding.rows.iter().copied())
        .collect();
    let mut backlog = resolve::resolve(entries, broken, &mut findings);
    about_counts(&registry, &mut findings);
    registry.doubts.report(&mut findings);
    name_everything(&mut backlog, registry, &mut findings);
    Reading { backlog, sheets, findings }
}

fn about_unknown_columns(sheets: &Sheets<'_>, findings: &mut Vec<Finding>) {
    for name in sheets.carried_columns() {
        let mut finding = header::unknown(name);
        let holder = sheets
            .sheets
            .iter()
            .find(|sheet| sheet.header.iter().any(|header| header.column.is_none() && header.name == name));
        if let Some(sheet) = holder {
            finding = finding.at(header::place(sheet, name)).without_value();
        }
        findings.push(finding);
    }
}

/// Notes that would be noise if every row had one.
fn about_counts(registry: &Registry<'_>, findings: &mut Vec<Finding>) {
    let mut note = |count: &Count, code, message: &str, hint: &'static str| {
        let Some((place, column)) = count.first else {
            return;
        };
        let finding = Finding::new(code, message.replace("{}", &count.number.to_string()));
        findings.push(finding.at(place).column(column).hint(hint).without_value());
    };
    note(
        &registry.blank_confidence,
        &codes::BLANK_CONFIDENCE,
        "confidence is blank in {} of the requests; blank counts as certain",
        "write high, medium or low where the evidence is a guess",
    );
    note(
        &registry.decimal_commas,
        &codes::DECIMAL_COMMA,
        "cells with a decimal comma, read as a point: {}",
        "nothing to do if these are decimals",
    );
    note(
        &registry.guards,
        &codes::GUARD_REMOVED,
        "cells with a guarding apostrophe before a formula character, which was taken off: {}",
        "roadbed puts it there when it writes CSV",
    );
}

/// The first cell, in the order of ids, that names a team.
fn holder(backlog: &Backlog<'_>, team: usize) -> Option<(Row, Column)> {
    let is_team = |other: &&Team| other.0 as usize == team;
    backlog.requests.iter().find_map(|request| {
        if request.teams.iter().any(|other| is_team(&other)) {
            return Some((request.row, Column::Team));
        }
        request.evidence.adopting.iter().find(is_team).map(|_| (request.row, Column::Adopters))
    })
}

/// Numbers teams and areas alphabetically, so that no number depends on the order of rows.
fn name_everything(backlog: &mut Backlog<'_>, registry: Registry<'_>, findings: &mut Vec<Finding>) {
    let (teams, places) = registry.teams.sorted();
    let (areas, area_places) = registry.areas.sorted();
    for request in &mut backlog.requests {
        let asked = request.asked.iter_mut().flat_map(|asked| &mut asked.teams);
        for team in request.teams.iter_mut().chain(&mut request.evidence.adopting).chain(asked) {
            *team = Team(places[team.0 as usize]);
        }
        request.teams.sort_unstable();
        request.evidence.adopting.sort_unstable();
        for asked in &mut request.asked {
            asked.teams.sort_unstable();
        }
        for area in &mut request.areas {
            *area = Area(area_places[area.0 as usize]);
        }
        request.areas.sort_unstable();
    }
    for (left, right) in names::near_misses(&teams) {
        let mut finding = names::near_miss(&teams[left], &teams[right]);
        let mut holders = [left, right].into_iter().filter_map(|team| holder(backlog, team));
        if let Some((row, column)) = holders.next() {
            finding = finding.cell(row, column).without_value();
        }
        finding.related.extend(holders);
        findings.push(finding);
    }
    backlog.teams = teams;
    backlog.areas = areas;
}
