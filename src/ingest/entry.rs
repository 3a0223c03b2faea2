//! Entries: requests of all files whose references to each other are still text.

use std::{borrow::Cow, collections::BTreeMap};

use super::names::Names;
use crate::{
    diagnostic::{Place, Words},
    model::{Area, Number, Request, Row, Status, Team, numbers},
};

numbers! {
    /// A row that is read as a request, by its place among all of them in the order of the rows.
    pub(crate) struct Entry;
}

/// The rows of all files: typed requests, and beside them what is only needed until references
/// are resolved. Everything but the requests stays in the order of the rows.
#[derive(Debug, Default)]
pub(crate) struct Entries<'s> {
    pub(crate) requests: Vec<Request<'s>>,
    pub(crate) claims: Vec<Claim>,
    /// What each entry waits for, by its cell: `(entry, id)`.
    pub(crate) depends_on: Vec<(Entry, Reference<'s>)>,
    /// Which request each entry repeats: `(entry, id)`.
    pub(crate) same_as: Vec<(Entry, Reference<'s>)>,
}

/// What a row says about itself beyond the request.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Claim {
    pub(crate) row: Row,
    pub(crate) status: Status,
    /// Whether an effort was written.
    pub(crate) has_effort: bool,
}

/// An id that another row should have, and where it was written.
#[derive(Clone, Debug)]
pub(crate) struct Reference<'s> {
    pub(crate) id: Cow<'s, str>,
    pub(crate) place: Place,
}

/// What is numbered and counted while rows are read.
#[derive(Debug, Default)]
pub(crate) struct Registry<'s> {
    pub(crate) teams: Names<'s, Team>,
    pub(crate) areas: Names<'s, Area>,
    pub(crate) counts: Counts,
}

impl<'s> Registry<'s> {
    pub(crate) fn team(&mut self, name: Cow<'s, str>) -> Team {
        self.teams.number(name)
    }

    pub(crate) fn area(&mut self, name: Cow<'s, str>) -> Area {
        self.areas.number(name)
    }
}

/// What would be noise if every row said it.
#[derive(Debug, Default)]
pub(crate) struct Counts {
    /// Rows whose confidence is blank, and the first of them.
    pub(crate) blank_confidence: Count,
    /// Numbers that were read with a decimal comma.
    pub(crate) decimal_commas: Count,
    /// Numbers that lost digits, by column.
    pub(crate) rounded: BTreeMap<Words, Count>,
}

impl Counts {
    /// Adds what was met later.
    pub(crate) fn append(&mut self, later: &Self) {
        self.blank_confidence.append(&later.blank_confidence);
        self.decimal_commas.append(&later.decimal_commas);
        for (column, count) in &later.rounded {
            self.rounded.entry(column.clone()).or_default().append(count);
        }
    }
}

/// How often something was met, and where first.
#[derive(Clone, Debug, Default)]
pub(crate) struct Count {
    pub(crate) number: usize,
    pub(crate) first: Option<(Place, Words)>,
}

impl Count {
    pub(crate) fn add(&mut self, place: impl FnOnce() -> Place, column: impl Into<Words>) {
        self.add_many(1, place, column);
    }

    pub(crate) fn add_many(
        &mut self,
        number: usize,
        place: impl FnOnce() -> Place,
        column: impl Into<Words>,
    ) {
        self.number += number;
        self.first.get_or_insert_with(|| (place(), column.into()));
    }

    pub(super) fn append(&mut self, later: &Self) {
        self.number += later.number;
        self.first = self.first.take().or_else(|| later.first.clone());
    }
}

impl Entries<'_> {
    /// No entries, and room for so many.
    pub(crate) fn with_capacity(rows: usize) -> Self {
        Self { requests: Vec::with_capacity(rows), claims: Vec::with_capacity(rows), ..Self::default() }
    }

    /// Adds the entries of later rows. The teams and areas of both have the same numbers.
    pub(crate) fn append(&mut self, mut later: Self) {
        let before = self.requests.len();
        for (entry, _) in later.depends_on.iter_mut().chain(&mut later.same_as) {
            *entry = Entry::at(before + entry.place());
        }
        append(&mut self.requests, later.requests);
        append(&mut self.claims, later.claims);
        append(&mut self.depends_on, later.depends_on);
        append(&mut self.same_as, later.same_as);
    }
}

/// Moves nothing where there is nothing yet.
fn append<T>(list: &mut Vec<T>, mut later: Vec<T>) {
    if list.is_empty() {
        *list = later;
    } else {
        list.append(&mut later);
    }
}
