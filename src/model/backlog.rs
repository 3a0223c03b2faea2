//! The set of requests being ranked.

use std::borrow::Cow;

use super::{Area, Request, Row, Team};

/// The requests of all files, repeats folded, references resolved.
#[derive(Clone, Debug, Default)]
pub struct Backlog<'s> {
    /// What is ranked, in natural id order: a request's place here is its number in every graph.
    pub requests: Vec<Request<'s>>,
    /// Links between ranked requests, `(prerequisite, dependent)`, each once, sorted.
    pub links: Vec<(u32, u32)>,
    /// What is not ranked, in natural id order.
    pub settled: Vec<Settled<'s>>,
    /// Requests that wait for something settled that is not done: `(dependent, place in settled)`.
    pub stopped: Vec<(u32, u32)>,
    /// Names of teams, each in its smallest spelling.
    pub teams: Vec<String>,
    /// Names of areas, likewise.
    pub areas: Vec<String>,
}

/// A request that is not ranked.
#[derive(Clone, Debug)]
pub struct Settled<'s> {
    /// Its id.
    pub id: Cow<'s, str>,
    /// Its title.
    pub title: Cow<'s, str>,
    /// Where it was handed in.
    pub row: Row,
    /// Why it is not ranked.
    pub reason: Reason,
}

/// Why a request is not ranked.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// It is finished.
    Done,
    /// It was refused earlier.
    Declined,
    /// It was folded into another one, named here.
    Repeat(String),
    /// It has errors, and the ranking goes on without it.
    SetAside,
}

impl Reason {
    /// The word for it.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Declined => "declined",
            Self::Repeat(_) => "repeat",
            Self::SetAside => "set-aside",
        }
    }
}

impl Backlog<'_> {
    /// A team's name.
    pub fn team(&self, team: Team) -> &str {
        &self.teams[team.0 as usize]
    }

    /// An area's name.
    pub fn area(&self, area: Area) -> &str {
        &self.areas[area.0 as usize]
    }
}
