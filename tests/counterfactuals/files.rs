//! Files that a person edits: a policy and tables of cells, read and ranked from their text each time.

use std::collections::BTreeMap;

use roadbed::{
    diagnostic::Source,
    explain::counterfactual::{Change, Edit},
    model::Column,
    order::{Horizon, Verdict},
    policy::Policy,
    roadmap::{Options, Roadmap},
};

/// A policy and tables of cells, the header first.
#[derive(Clone, Debug)]
pub(crate) struct Files {
    pub(crate) policy: String,
    pub(crate) tables: Vec<Vec<Vec<String>>>,
}

/// What became of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Fate {
    pub(crate) verdict: Verdict,
    pub(crate) horizon: Option<Horizon>,
    pub(crate) place: Option<u32>,
}

pub(crate) type Fates = BTreeMap<String, Fate>;

impl Files {
    pub(crate) fn new(policy: &str, texts: &[String]) -> Self {
        let table = |text: &String| {
            let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
            let rows = reader.records().map(|row| row.expect("valid CSV"));
            rows.map(|row| row.iter().map(str::to_owned).collect()).collect()
        };
        Self { policy: policy.to_owned(), tables: texts.iter().map(table).collect() }
    }

    /// Adds a column to the first table, by rows from 0.
    pub(crate) fn add_column(&mut self, name: &str, mut cell: impl FnMut(usize) -> String) {
        let (header, rows) = self.tables[0].split_first_mut().expect("a header");
        header.push(name.to_owned());
        for (at, row) in rows.iter_mut().enumerate() {
            row.push(cell(at));
        }
    }

    /// The id of some row of the first table.
    pub(crate) fn id(&self, number: usize) -> &str {
        let rows = &self.tables[0][1..];
        &rows[number % rows.len()][0]
    }

    /// Reads and ranks everything from its text, which must be possible.
    pub(crate) fn rank<T>(&self, job: impl FnOnce(&Roadmap<'_>, &Policy) -> T) -> T {
        self.roadmap(|roadmap, policy| {
            assert!(!roadmap.stopped, "{:?}", roadmap.findings);
            job(roadmap, policy)
        })
    }

    pub(crate) fn roadmap<T>(&self, job: impl FnOnce(&Roadmap<'_>, &Policy) -> T) -> T {
        let (source, sources) = self.sources();
        let (policy, problems) = Policy::read(&source, 0);
        assert!(problems.is_empty(), "{problems:?}");
        let roadmap = Roadmap::build(&sources, 0, &policy, Options { set_aside: true, ..Options::default() });
        job(&roadmap, &policy)
    }

    /// The text of the policy, and those of the tables.
    pub(crate) fn sources(&self) -> (Source, Vec<Source>) {
        let text = |table: &Vec<Vec<String>>| {
            let mut writer = csv::WriterBuilder::new().from_writer(Vec::new());
            for row in table {
                writer.write_record(row).expect("memory");
            }
            let bytes = writer.into_inner().expect("memory");
            Source::new("b.csv", String::from_utf8(bytes).expect("UTF-8"))
        };
        (Source::new("roadbed.toml", self.policy.clone()), self.tables.iter().map(text).collect())
    }

    /// Whether the decisions of its policy contradict each other.
    pub(crate) fn contradicts(&self) -> bool {
        self.roadmap(|roadmap, _| roadmap.stopped)
    }

    pub(crate) fn fates(&self) -> Fates {
        self.rank(|roadmap, policy| {
            roadmap
                .nodes()
                .zip(&roadmap.backlog.requests)
                .map(|(node, request)| {
                    let place = roadmap.ranking.position[node];
                    let horizon = place.zip(policy.capacity).map(|(place, capacity)| {
                        let begins = roadmap.ranking.begins[place as usize];
                        capacity.horizon(begins, begins + request.effort).0
                    });
                    let verdict = roadmap.ranking.verdicts.of[node];
                    (request.id.to_string(), Fate { verdict, horizon, place })
                })
                .collect()
        })
    }

    /// The files after a person has made the changes.
    pub(crate) fn with(&self, changes: &[Change]) -> Self {
        let mut files = self.clone();
        for change in changes {
            match &change.edit {
                Edit::Cell(cell) => {
                    let before = files.write(&cell.id, &cell.column, &cell.to);
                    assert_eq!(before.trim(), cell.from, "{cell:?}");
                }
                Edit::ErrorBudget { area } => {
                    let (before, stated) = files.policy.split_once(&format!("{area} = ")).expect("a budget");
                    let after = stated.trim_start_matches(|it: char| "-.".contains(it) || it.is_numeric());
                    files.policy = format!("{before}{area} = 0.2{after}");
                }
            }
        }
        files
    }

    /// Writes a cell of the row with this id; gives what stood there.
    pub(crate) fn write(&mut self, id: &str, column: &str, to: &str) -> String {
        let is_column = |header: &String, column: &str| Column::plain(header) == Column::plain(column);
        for table in &mut self.tables {
            let ids = table[0].iter().position(|header| is_column(header, "id")).expect("ids");
            let Some(row) = table.iter().position(|row| row[ids].trim() == id) else { continue };
            let at = table[0].iter().position(|header| is_column(header, column)).unwrap_or_else(|| {
                for row in table.iter_mut() {
                    row.push(String::new());
                }
                column.clone_into(table[0].last_mut().expect("a cell"));
                table[0].len() - 1
            });
            return std::mem::replace(&mut table[row][at], to.to_owned());
        }
        panic!("no row {id}");
    }

    pub(crate) fn text(&self) -> String {
        let rows = self.tables.iter().flatten().map(|row| row.join("|"));
        format!("{}\n{}", self.policy, rows.collect::<Vec<_>>().join("\n"))
    }
}
