//! The files of a backlog with other cells and rows.

use std::borrow::Cow;

use super::{Edit, SCENARIO_UNKNOWN, Scenario};
use crate::{
    diagnostic::{Finding, Form, Source},
    import::{Backlog, Row, read_backlog},
    ingest::items,
    model::Column,
    policy::Policy,
    suggestion::closest,
};

/// The files that a scenario makes of others; those that it does not touch stay as they are.
pub(super) fn edited(
    scenario: &Scenario,
    files: &[Source],
    first: u32,
    policy: &Policy,
) -> Result<Vec<Source>, Vec<Finding>> {
    if scenario.edits.iter().all(|edit| matches!(edit, Edit::Policy { .. })) {
        return Ok(files.to_vec());
    }
    // What is wrong with the files was said when they were read as they are.
    let mut said = Vec::new();
    let tables = (first..).zip(files).map(|(file, source)| read_backlog(file, source, policy, &mut said));
    let mut tables = Tables { scenario, files: tables.collect(), touched: vec![false; files.len()], policy };
    let mut findings = Vec::new();
    for edit in &scenario.edits {
        if let Err(finding) = tables.apply(edit) {
            findings.push(*finding);
        }
    }
    if !findings.is_empty() {
        return Err(findings);
    }
    let written = |((table, &touched), source): ((&Option<Backlog<'_>>, &bool), &Source)| match table {
        Some(table) if touched => Source {
            name: source.name.clone(),
            text: String::from_utf8_lossy(&table.write()).into_owned(),
            form: Form { delimiter: Some(table.delimiter), ..Form::default() },
        },
        _ => source.clone(),
    };
    Ok(tables.files.iter().zip(&tables.touched).zip(files).map(written).collect())
}

/// The rows of all files.
struct Tables<'a, 's> {
    scenario: &'a Scenario,
    files: Vec<Option<Backlog<'s>>>,
    touched: Vec<bool>,
    policy: &'a Policy,
}

/// A row by its file and its place there.
type At = (usize, usize);

impl<'s> Tables<'_, 's> {
    fn apply(&mut self, edit: &Edit) -> Result<(), Box<Finding>> {
        match edit {
            Edit::Policy { .. } => {}
            Edit::Cell { id, column, text } => {
                let at = self.row(id)?;
                let column = self.known_column(at.0, column)?;
                self.set(at, &column, text.clone());
            }
            Edit::Done(id) => self.set(self.row(id)?, Column::Status.name(), "done".to_owned()),
            Edit::Decline(id) => self.set(self.row(id)?, Column::Status.name(), "declined".to_owned()),
            Edit::Drop(id) => self.drop(self.row(id)?),
            Edit::WithoutTeam(team) => self.without_team(team)?,
            Edit::Add(cells) => self.add(cells)?,
        }
        Ok(())
    }

    fn table(&self, file: usize) -> Option<&Backlog<'s>> {
        self.files[file].as_ref()
    }

    /// What stands in a cell.
    fn get(&self, (file, row): At, name: &str) -> &str {
        let cell = self.table(file).and_then(|table| Some(table.rows[row].get(column(table, name)?)));
        cell.unwrap_or_default()
    }

    fn set(&mut self, (file, row): At, name: &str, text: String) {
        let Some(table) = &mut self.files[file] else { return };
        let at = column(table, name).unwrap_or_else(|| table.column(name));
        table.rows[row].set(at, Cow::Owned(text));
        self.touched[file] = true;
    }

    /// All rows.
    fn rows(&self) -> Vec<At> {
        let rows = |(file, table): (usize, &Option<Backlog<'s>>)| {
            let count = table.as_ref().map_or(0, |table| table.rows.len());
            (0..count).map(|row| (file, row)).collect::<Vec<_>>()
        };
        self.files.iter().enumerate().flat_map(rows).collect()
    }

    /// The row of an id: as it is written, or else in any case.
    fn row(&self, id: &str) -> Result<At, Box<Finding>> {
        let id = id.trim();
        let rows = self.rows();
        let known = |at: &At| self.get(*at, Column::Id.name()).trim();
        let exact = rows.iter().find(|at| known(at) == id);
        let found = exact.or_else(|| rows.iter().find(|at| known(at).eq_ignore_ascii_case(id)));
        found.copied().ok_or_else(|| self.unknown("request", id, rows.iter().map(known)))
    }

    /// The name of a column that there is in a file, or that may be added because it means something.
    fn known_column(&self, file: usize, name: &str) -> Result<String, Box<Finding>> {
        let plain = Column::plain(name);
        let canonical = Column::ALL.iter().map(|column| column.name());
        let known: Vec<&str> = canonical.chain(self.policy.own_columns.iter().map(String::as_str)).collect();
        if known.contains(&plain.as_str()) {
            return Ok(plain);
        }
        let own = known.iter().find(|known| known.eq_ignore_ascii_case(name.trim()));
        let there = self.table(file).is_some_and(|table| column(table, name).is_some());
        match own {
            Some(own) => Ok((*own).to_owned()),
            None if there => Ok(name.to_owned()),
            None => Err(self.unknown("column", name, known.into_iter())),
        }
    }

    fn unknown<'k>(&self, what: &str, name: &str, known: impl Iterator<Item = &'k str>) -> Box<Finding> {
        let meant = closest(name, known.filter(|known| !known.is_empty()));
        let meant = meant.map_or(String::new(), |meant| format!(": did you mean `{meant}`?"));
        let message =
            format!("in the scenario \"{}\": there is no {what} `{name}`{meant}", self.scenario.name);
        Box::new(Finding::new(&SCENARIO_UNKNOWN, message).hint("write it as the backlog does"))
    }

    /// The names in a column of lists.
    fn named(&self, rows: &[At], column: Column) -> Vec<String> {
        rows.iter().flat_map(|&at| items(self.get(at, column.name()))).map(str::to_owned).collect()
    }

    /// Takes a row out. One that others name stays as one that was declined, so that these are blocked and not wrong.
    fn drop(&mut self, at: At) {
        let id = self.get(at, Column::Id.name()).trim().to_owned();
        let stands_in = |column: Column, at: At| {
            items(self.get(at, column.name())).any(|it| it.eq_ignore_ascii_case(&id))
        };
        let needs_it = |&other: &At| {
            other != at && (stands_in(Column::DependsOn, other) || stands_in(Column::SameAs, other))
        };
        if self.rows().iter().any(needs_it) {
            self.set(at, Column::Status.name(), "declined".to_owned());
        } else if let Some(table) = &mut self.files[at.0] {
            table.rows.remove(at.1);
            self.touched[at.0] = true;
        }
    }

    /// Takes a team out: the rows that only it asks for go, its name goes from the others, and a number of adopters
    /// among whom it counts falls by one.
    fn without_team(&mut self, team: &str) -> Result<(), Box<Finding>> {
        let is_it = |name: &str| name.trim().eq_ignore_ascii_case(team.trim());
        let others =
            |cell: &str| items(cell).filter(|name| !is_it(name)).map(str::to_owned).collect::<Vec<_>>();
        let rows = self.rows();
        let (asking, adopting) = (self.named(&rows, Column::Team), self.named(&rows, Column::Adopters));
        if !asking.iter().chain(&adopting).any(|name| is_it(name)) {
            return Err(self.unknown("team", team, asking.iter().chain(&adopting).map(String::as_str)));
        }
        // From the end, so that a row that goes does not move those still to be looked at.
        for at in rows.into_iter().rev() {
            let (asks, would_use) = (
                self.get(at, Column::Team.name()).to_owned(),
                self.get(at, Column::Adopters.name()).to_owned(),
            );
            let asked_by_it = items(&asks).any(is_it);
            if asked_by_it && others(&asks).is_empty() {
                self.drop(at);
                continue;
            }
            if asked_by_it {
                self.set(at, Column::Team.name(), others(&asks).join("; "));
            }
            match would_use.trim().parse::<u32>() {
                Ok(count) if asked_by_it => {
                    self.set(at, Column::Adopters.name(), count.saturating_sub(1).to_string());
                }
                Err(_) if items(&would_use).any(is_it) => {
                    let left = others(&would_use);
                    let left = if left.is_empty() { "0".to_owned() } else { left.join("; ") };
                    self.set(at, Column::Adopters.name(), left);
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Adds a row to the first file.
    fn add(&mut self, cells: &[(String, String)]) -> Result<(), Box<Finding>> {
        let Some(file) = self.files.iter().position(Option::is_some) else { return Ok(()) };
        let names = cells.iter().map(|(name, _)| self.known_column(file, name));
        let names = names.collect::<Result<Vec<_>, _>>()?;
        let row = self.table(file).map_or(0, |table| table.rows.len());
        if let Some(table) = &mut self.files[file] {
            table.rows.push(Row::default());
        }
        for (name, (_, text)) in names.iter().zip(cells) {
            self.set((file, row), name, text.clone());
        }
        Ok(())
    }
}

/// The column of that name in a table, however it is written in the header.
fn column(table: &Backlog<'_>, name: &str) -> Option<u32> {
    let plain = Column::plain(name);
    let of = |header: &str| Column::plain(header.split('(').next().unwrap_or(header).trim());
    table
        .find(name)
        .or_else(|| (0..).zip(&table.names).find(|(_, header)| of(header) == plain).map(|(at, _)| at))
}
