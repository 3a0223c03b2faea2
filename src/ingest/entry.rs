//! Entries: requests of all files whose references to each other are still text.

use std::borrow::Cow;

use super::{doubts::Doubts, names::Names};
use crate::{
    diagnostic::Place,
    model::{Request, Row, Status},
};

/// The rows of all files: typed requests, and beside them what is only needed until references
/// are resolved. Everything but the requests stays in the order of the rows.
#[derive(Debug, Default)]
pub(crate) struct Entries<'s> {
    pub(crate) requests: Vec<Request<'s>>,
    pub(crate) claims: Vec<Claim>,
    /// What each entry waits for, by its cell: `(entry, id)`.
    pub(crate) depends_on: Vec<(u32, Reference<'s>)>,
    /// Which request each entry repeats: `(entry, id)`.
    pub(crate) same_as: Vec<(u32, Reference<'s>)>,
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

/// What is numbered across all files.
#[derive(Debug, Default)]
pub(crate) struct Registry<'s> {
    pub(crate) teams: Names<'s>,
    pub(crate) areas: Names<'s>,
    /// Rows whose confidence is blank, and the first of them.
    pub(crate) blank_confidence: Count,
    /// Numbers that were read with a decimal comma.
    pub(crate) decimal_commas: Count,
    /// Cells that lost a guarding apostrophe.
    pub(crate) guards: Count,
    /// What looks as if something had happened to it on the way.
    pub(crate) doubts: Doubts,
}

/// How often something was met, and where first.
#[derive(Debug, Default)]
pub(crate) struct Count {
    pub(crate) number: usize,
    pub(crate) first: Option<(Place, &'static str)>,
}

impl Count {
    pub(crate) fn add(&mut self, place: Place, column: &'static str) {
        self.add_many(1, place, column);
    }

    pub(crate) fn add_many(&mut self, number: usize, place: Place, column: &'static str) {
        self.number += number;
        self.first.get_or_insert((place, column));
    }
}
