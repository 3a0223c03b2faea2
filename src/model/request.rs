//! A request and what is known about it.

use std::borrow::Cow;

use smallvec::SmallVec;

use super::{
    Breaking, Column, Columns, Date, Decimal, Few, Field, Kind, Metric, Points, Scope, Share, Stakeholder,
    Weeks, number, numbers,
};

/// A row of a file: where a request was handed in, and where its texts can be looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Row {
    /// The file, by its place in the list of files.
    pub file: u32,
    /// The row, by its place in the file; the first below the header is 0.
    pub number: u32,
}

numbers! {
    /// A team, by its place in the backlog's list of names.
    pub struct Team;

    /// An area of the platform, by its place in the backlog's list of names.
    pub struct Area;
}

/// One thing somebody asks the platform for, with whatever its repeats handed over.
#[derive(Clone, Debug)]
pub struct Request<'s> {
    /// Unique name, kept as text.
    pub id: Cow<'s, str>,
    /// One line that says what it is.
    pub title: Cow<'s, str>,
    /// Where it was handed in.
    pub row: Row,
    /// Who asks, sorted, each once.
    pub teams: Few<Team>,
    /// Whose interest it is.
    pub stakeholder: Stakeholder,
    /// What sort of work it is.
    pub kind: Kind,
    /// Which parts of the platform it touches.
    pub areas: Few<Area>,
    /// Whether work on it has begun.
    pub started: bool,
    /// For how many it is built.
    pub scope: Option<Scope>,
    /// What the criteria are computed from.
    pub evidence: Evidence,
    /// Points agreed elsewhere; they stand in for the criteria.
    pub value: Option<Decimal>,
    /// Work still to do.
    pub effort: Weeks,
    /// How sure the evidence is; nothing written counts as certain.
    pub confidence: Option<Share>,
    /// How loudly it is asked for.
    pub pressure: Option<Decimal>,
    /// The law, contract or security reason that forces it.
    pub mandate: Option<Cow<'s, str>>,
    /// By when it is needed.
    pub needed_by: Option<Date>,
    /// What success is measured by.
    pub metric: Option<Metric>,
    /// The requests folded into this one, in natural id order.
    pub repeats: Vec<Repeat<'s>>,
    /// What each row said for itself, where repeats were folded into this one: its own row first.
    pub asked: Vec<Asked>,
}

/// Who asks in one row, and how loudly: repeats unite the teams, but not what each of them said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Who asks, sorted, each once.
    pub teams: Vec<Team>,
    /// How loudly.
    pub pressure: Option<Decimal>,
}

/// A request folded into the one it repeats.
#[derive(Clone, Debug)]
pub struct Repeat<'s> {
    /// Its own id.
    pub id: Cow<'s, str>,
    /// Where it was handed in.
    pub row: Row,
    /// Whether it is done, so that its teams are served and no longer count.
    pub served: bool,
    /// Whether who asks in it would use the result: what executives and we ourselves wish adds no adopter.
    pub adopts: bool,
}

/// What the criteria are computed from: cells read, blank ones absent.
#[derive(Clone, Debug, Default)]
pub struct Evidence {
    /// Distinct teams that would use it, the asking one among them where it would; sorted.
    pub adopting: Few<Team>,
    /// Adopters given as a count.
    pub adopter_count: Option<u32>,
    /// Rating of reuse, 0 to 5.
    pub reuse: Option<Decimal>,
    /// What stands in the columns that criteria are read from, by their slots: a number, or the
    /// place of a word.
    pub cells: Slots,
    /// What it does to existing consumers.
    pub breaking: Option<Breaking>,
    /// Internal consumers who must change.
    pub consumers: Option<u32>,
    /// External consumers who must change.
    pub external_consumers: Option<u32>,
    /// Weeks each consumer needs.
    pub consumer_effort: Option<Weeks>,
    /// The share of the consumers' work that is automated; nothing at all is [`Migration::None`].
    pub migration: Option<Migration>,
    /// Rating of the compatibility cost, 0 to 5.
    pub compatibility: Option<Decimal>,
    /// Which cells are filled, here or in a repeat.
    pub filled: Columns,
    /// The cells that a repeat filled, with its row.
    pub borrowed: Vec<(Field, Row)>,
}

/// Values of the columns that criteria are read from. The built-in criteria have two of them.
pub type Slots = SmallVec<[Option<Decimal>; 2]>;

/// How consumers are helped across a breaking change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Migration {
    /// Not at all: there is no path.
    None,
    /// There is a path, and tools take over this share of the work.
    Path(Share),
}

impl Migration {
    /// The share of the consumers' work that is automated.
    pub const fn automated(self) -> Share {
        match self {
            Self::None => Share::NONE,
            Self::Path(share) => share,
        }
    }
}

impl Evidence {
    /// The columns that speak about compatibility by measure.
    pub const COMPATIBILITY_MEASURES: Columns = Columns::of(&[
        Column::Breaking,
        Column::Consumers,
        Column::ExternalConsumers,
        Column::ConsumerEffort,
        Column::Migration,
    ]);

    /// The columns that the criteria are computed from.
    pub const CRITERIA: Columns = Columns::of(&[
        Column::Adopters,
        Column::Reuse,
        Column::Reliability,
        Column::TechDebt,
        Column::Breaking,
        Column::Consumers,
        Column::ExternalConsumers,
        Column::ConsumerEffort,
        Column::Migration,
        Column::Compatibility,
    ]);

    /// The columns of which one filled cell is something to score a request by.
    pub const SCORABLE: Columns = Self::CRITERIA.with(Columns::of(&[Column::Value, Column::Mandate]));

    /// Whether a cell is filled that a request can be scored by: a written 0 or `none` is one.
    fn is_scorable(&self) -> bool {
        self.filled.intersects(Self::SCORABLE) || self.cells.iter().any(Option::is_some)
    }

    /// Whether a cell is filled that a criterion is computed from.
    pub fn speaks(&self) -> bool {
        self.filled.intersects(Self::CRITERIA) || self.cells.iter().any(Option::is_some)
    }

    /// How many cells are filled that a criterion is computed from.
    pub fn spoken(&self) -> usize {
        let known = self.filled.in_common(Self::CRITERIA) as usize;
        known + self.cells.iter().filter(|cell| cell.is_some()).count()
    }

    /// Whether adopters are counted, or at least two named: then they count, and no rating does. A
    /// single name is the request itself, no evidence of reuse.
    pub fn counts_adopters(&self) -> bool {
        self.adopter_count.is_some() || self.adopting.len() >= 2
    }

    /// The consumers who must change, internal and external; nothing where neither is known.
    /// One of the two given, the other is none.
    pub fn consumer_counts(&self) -> Option<(u32, u32)> {
        if self.consumers.is_none() && self.external_consumers.is_none() {
            return None;
        }
        Some((self.consumers.unwrap_or(0), self.external_consumers.unwrap_or(0)))
    }

    /// What it does to existing consumers: consumers given without a word are read as breaking.
    pub fn breaking_level(&self) -> Option<Breaking> {
        self.breaking.or_else(|| self.consumer_counts().map(|_| Breaking::Breaking))
    }
}

impl Request<'_> {
    /// The row that a cell was read from: the request's own, or that of the repeat that filled it.
    pub fn row_of(&self, field: impl Into<Field>) -> Row {
        let field = field.into();
        let filled = self.evidence.borrowed.iter().find(|&&(filled, _)| filled == field);
        filled.map_or(self.row, |&(_, row)| row)
    }

    /// How loudly a team asks for it in its own rows; nothing where it says nothing about that.
    pub fn pressure_of(&self, team: Team) -> Option<Decimal> {
        if self.asked.is_empty() {
            return self.pressure.filter(|_| self.teams.contains(&team));
        }
        let own = self.asked.iter().filter(|asked| asked.teams.contains(&team));
        own.filter_map(|asked| asked.pressure).max()
    }

    /// Distinct adopters: the names, or the count if larger.
    pub fn adopters(&self) -> u32 {
        let names = number(self.evidence.adopting.len());
        names.max(self.evidence.adopter_count.unwrap_or(0))
    }

    /// Whether there is anything to score: a filled evidence cell, or two teams that would adopt.
    pub fn has_evidence(&self) -> bool {
        self.evidence.is_scorable() || self.evidence.adopting.len() >= 2
    }

    /// Score per week of effort, in thousandths of a point per week, half away from zero.
    pub fn score_per_week(&self, score: Points) -> i64 {
        let (score, effort) = (i128::from(score.thousandths()) * 1000, i128::from(self.effort.thousandths()));
        Points::rounded(score, effort).thousandths()
    }
}
