//! Bytes → cells → requests → backlog. Reports everything that is not plain, with its place.

mod alike;
mod answers;
mod checks;
mod codes;
mod damage;
mod dialect;
mod doubts;
mod effort;
mod encoding;
mod entry;
mod header;
mod lists;
mod named;
mod names;
mod numbers;
mod offer;
mod open;
pub(crate) mod raw;
mod read;
mod read_as;
mod readings;
pub(crate) mod references;
mod repeats;
mod resolve;
mod row;
mod scanner;
mod shares;
mod sheet;
mod swallowed;
mod totals;
mod units;
mod values;
mod workbook;

use rustc_hash::FxHashSet;

pub(crate) use codes::{CODES, MADE_IDS};
pub use encoding::{Input, decode, decode_text};
pub(crate) use header::Header;
pub(crate) use lists::items;
pub(crate) use numbers::{COLUMNS as NUMBERS, Numbers};
pub(crate) use offer::{Offer, offer};
pub(crate) use open::open;
pub use read_as::{Delimiter, Label, ReadAs};
pub use sheet::{RowCells, Sheets};
pub(crate) use sheet::{Sheet, made_id, made_ids};
pub(crate) use units::{Unit, is_in_points, unit_in};

use crate::{
    diagnostic::{Code, Finding, Place, Source},
    mapping::{self, Mapping},
    model::{Backlog, Column, MOST, Number, Row, Team, sorted},
    policy::Policy,
    untrusted::inline,
    workers::Workers,
};
use checks::Met;
use doubts::Doubts;
use entry::{Count, Counts, Entries};
use read::ReadPart;

/// Whether a finding says that a required column is missing.
pub(crate) fn is_missing_column(finding: &Finding) -> bool {
    finding.code.name == codes::MISSING_COLUMN.name
}

/// Whether a finding says that lines above the header are left out.
pub(crate) fn leaves_lines_out(finding: &Finding) -> bool {
    finding.code.name == codes::LINES_ABOVE_HEADER.name
}

/// That a required column is missing.
pub(crate) fn missing_column(column: Column, header: Place) -> Finding {
    Finding::new(&codes::MISSING_COLUMN, format!("there is no column for `{}`", column.name()))
        .at(header)
        .without_value()
        .column(column.name())
}

/// That a file is too large.
pub(crate) fn too_large(file: u32) -> Finding {
    Finding::new(&codes::TOO_LARGE, "written out as a backlog, the export is 4 GiB or more")
        .at(Place { file, line: 1, start: 0, end: 0 })
        .hint("split it into several files")
}

/// That the rows of a file are too many together with those of the files before it.
fn too_many_rows(most: usize, place: Place) -> Finding {
    Finding::new(&codes::TOO_LARGE, format!("with this file the backlog has more than {most} rows"))
        .at(place)
        .without_value()
        .hint("leave out what is done, or rank the files one by one")
}

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
pub fn read<'s>(sources: &'s [Source], first: u32, policy: &Policy, workers: Workers) -> Reading<'s> {
    read_at_most(MOST, sources, first, policy, workers)
}

/// The same with another limit to the number of rows: for tests, which have few of them.
fn read_at_most<'s>(
    most_rows: usize,
    sources: &'s [Source],
    first: u32,
    policy: &Policy,
    workers: Workers,
) -> Reading<'s> {
    let mut left = most_rows;
    let mut findings = Vec::new();
    let mut sheets = Sheets::default();
    let mut parts = Vec::new();
    let mut doubts = Doubts::default();
    let mut without_ids = 0;
    for (file, source) in (first..).zip(sources) {
        let Some(mut sheet) = open(file, source, &mut findings) else {
            continue;
        };
        if sheet.by_column[Column::Id as usize].is_none() {
            without_ids += 1;
            sheet.without_ids = Some(without_ids);
            findings.push(made_ids(without_ids, sheet.header_place()));
        }
        findings.extend(header::find_own(&mut sheet, policy));
        let mut of_sheet = read::rows(&mut sheet, policy, workers);
        let Some(still_left) = left.checked_sub(sheet.rows.len()) else {
            findings.push(too_many_rows(most_rows, sheet.header_place()));
            continue;
        };
        left = still_left;
        let mut met = Met::default();
        for part in &mut of_sheet {
            findings.append(&mut part.findings);
            met.append(std::mem::take(&mut part.met));
        }
        sheet.filled = sheet.rows.len() - met.blank.len();
        findings.extend(read::about_sheet(&sheet, &mut met));
        doubts.append(&met.doubts);
        sheets.sheets.push(sheet);
        parts.append(&mut of_sheet);
    }
    about_unknown_columns(&sheets, policy, &mut findings);
    about_tracker_columns(&sheets, policy, &mut findings);
    let broken: FxHashSet<Row> = findings
        .iter()
        .filter(|finding| finding.is_error())
        .flat_map(|finding| finding.rows.iter().copied())
        .collect();
    let Joined { entries, counts, teams, areas } = join(parts, workers);
    let mut backlog = resolve::resolve(entries, broken, policy, &mut findings);
    about_counts(&counts, &mut findings);
    doubts.report(&mut findings);
    about_names(&backlog, &teams, &mut findings);
    backlog.teams = teams;
    backlog.areas = areas;
    Reading { backlog, sheets, findings }
}

/// The parts as a whole.
struct Joined<'s> {
    entries: Entries<'s>,
    counts: Counts,
    teams: Vec<String>,
    areas: Vec<String>,
}

/// Joins the parts. Numbers of teams and areas become their places in alphabetical order, so that
/// none depends on the order of rows or on how rows were parted.
fn join(parts: Vec<ReadPart<'_>>, workers: Workers) -> Joined<'_> {
    let registries = || parts.iter().map(|part| &part.registry);
    let (teams, team_places) =
        names::in_order(&registries().map(|registry| &registry.teams).collect::<Vec<_>>());
    let (areas, area_places) =
        names::in_order(&registries().map(|registry| &registry.areas).collect::<Vec<_>>());
    let mut joined = Joined { entries: Entries::default(), counts: Counts::default(), teams, areas };
    for ((mut part, teams), areas) in parts.into_iter().zip(&team_places).zip(&area_places) {
        workers.change(&mut part.entries.requests, |request| {
            let renumbered = |names: &[Team]| sorted(names.iter().map(|&team| teams[team]).collect());
            request.teams = renumbered(&request.teams);
            request.evidence.adopting = renumbered(&request.evidence.adopting);
            let areas = request.areas.iter().map(|&area| areas[area]);
            request.areas = sorted(areas.collect());
        });
        joined.counts.append(&part.registry.counts);
        joined.entries.append(part.entries);
    }
    joined
}

/// Columns that an import writes beside the canonical ones.
pub(crate) const SOURCE: &str = "source";
pub(crate) const PARENT: &str = "parent";

/// Says which columns are neither known nor used.
pub(crate) fn about_unknown_columns(sheets: &Sheets<'_>, policy: &Policy, findings: &mut Vec<Finding>) {
    let trackers = tracker_names(&policy.mappings);
    for header in sheets.carried_headers() {
        let name = &header.name;
        if header::is_carried_by(name, &trackers).is_none() && !is_known(&Column::plain(name), policy) {
            let of_file = sheets.sheets.iter().filter(|sheet| sheet.file == header.place.file);
            let has = |column: Column| of_file.clone().any(|sheet| sheet.at(column).is_some());
            findings.push(header::unknown(name, has).at(header.place).without_value());
        }
    }
}

/// Says how many columns hold what trackers say.
fn about_tracker_columns(sheets: &Sheets<'_>, policy: &Policy, findings: &mut Vec<Finding>) {
    let trackers = tracker_names(&policy.mappings);
    let mut carried: Vec<(&str, &header::Header, usize)> = Vec::new();
    for header in sheets.carried_headers() {
        let Some(tracker) = header::is_carried_by(&header.name, &trackers) else { continue };
        match carried.iter_mut().find(|(known, ..)| *known == tracker) {
            Some((.., number)) => *number += 1,
            None => carried.push((tracker, header, 1)),
        }
    }
    for (tracker, first, number) in carried {
        let message = format!("columns that hold what {tracker} says: {number}; carried through, not used");
        let finding = Finding::new(&codes::TRACKER_COLUMNS, message).column(first.name.clone());
        findings.push(finding.at(first.place).without_value());
    }
}

fn tracker_names(own: &[Mapping]) -> Vec<&str> {
    let mut names: Vec<&str> = mapping::preset_names().collect();
    names.extend(own.iter().map(|mapping| &*mapping.name));
    names
}

/// Whether a column that is not canonical is known all the same: an import wrote it, or a criterion
/// of the policy is read from it.
fn is_known(plain: &str, policy: &Policy) -> bool {
    [SOURCE, PARENT].contains(&plain) || policy.own_columns.iter().any(|own| Column::plain(own) == plain)
}

/// That a number can be read in two ways.
pub(crate) fn ambiguous_number(text: &str) -> Finding {
    Finding::new(&codes::BAD_NUMBER, format!("`{}` is not a valid number", inline(text, 60)))
        .expected("a number")
        .hint(readings::how_to_write(text))
}

/// That numbers with decimal commas were read.
pub(crate) fn decimal_commas(number: usize) -> Finding {
    let message = format!("cells with a decimal comma, read as a point: {number}");
    Finding::new(&codes::DECIMAL_COMMA, message).hint("nothing to do if these are decimals").without_value()
}

/// Notes that would be noise if every row had one.
fn about_counts(counts: &Counts, findings: &mut Vec<Finding>) {
    let mut note = |count: &Count, finding: Finding| {
        if let Some((place, column)) = count.first.clone() {
            findings.push(finding.at(place).column(column).without_value());
        }
    };
    let blank = &counts.blank_confidence;
    let message = format!("confidence is blank in {} of the requests; blank counts as certain", blank.number);
    let finding = Finding::new(&codes::BLANK_CONFIDENCE, message);
    note(blank, finding.hint("write high, medium or low where the evidence is a guess"));
    note(&counts.decimal_commas, decimal_commas(counts.decimal_commas.number));
    for (column, count) in &counts.rounded {
        let message =
            format!("numbers of `{column}` with more decimals than are kept, read rounded: {}", count.number);
        let finding = Finding::new(&codes::ROUNDED_NUMBER, message);
        note(count, finding.hint("nothing to do if the last digits say nothing"));
    }
}

/// The first cell, in the order of ids, that names a team.
fn holder(backlog: &Backlog<'_>, team: usize) -> Option<(Row, Column)> {
    let is_team = |other: &&Team| other.place() == team;
    backlog.requests.iter().find_map(|request| {
        if request.teams.iter().any(|other| is_team(&other)) {
            return Some((request.row, Column::Team));
        }
        request.evidence.adopting.iter().find(is_team).map(|_| (request.row, Column::Adopters))
    })
}

/// Notes about teams that may be one.
fn about_names(backlog: &Backlog<'_>, teams: &[String], findings: &mut Vec<Finding>) {
    for (left, right) in names::near_misses(teams) {
        let mut finding = names::near_miss(&teams[left], &teams[right]);
        let mut holders = [left, right].into_iter().filter_map(|team| holder(backlog, team));
        if let Some((row, column)) = holders.next() {
            finding = finding.cell(row, column).without_value();
        }
        finding.related.extend(holders);
        findings.push(finding);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_rows_than_there_are_numbers_are_refused_whichever_file_they_are_in() {
        let file = |name: &str, rows: &str| Source::new(name, format!("id,title\n{rows}"));
        let sources = [
            file("a.csv", "1,One\n2,Two\n3,Three\n"),
            file("b.csv", "4,Four\n5,Five\n6,Six\n"),
            file("c.csv", "7,Seven\n"),
        ];
        let read = |most| read_at_most(most, &sources, 0, &Policy::default(), Workers::default());
        let refused = |reading: &Reading<'_>| -> Vec<(String, u32)> {
            let large = reading.findings.iter().filter(|finding| finding.code.name == codes::TOO_LARGE.name);
            large.filter_map(|finding| Some((finding.message.to_string(), finding.place?.file))).collect()
        };
        let all = read(7);
        assert_eq!((all.backlog.requests.len(), refused(&all)), (7, vec![]));
        let fewer = read(5);
        assert_eq!(fewer.backlog.requests.len(), 4);
        assert_eq!(refused(&fewer), [("with this file the backlog has more than 5 rows".to_owned(), 1)]);
    }
}
