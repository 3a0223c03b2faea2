//! The set of requests being ranked.

use std::borrow::Cow;

use super::{Area, Node, Number, Request, Row, SettledNumber, Team, natural};

/// The requests of all files, repeats folded, references resolved.
#[derive(Clone, Debug, Default)]
pub struct Backlog<'s> {
    /// What is ranked, in natural id order; indexed by [`Node`].
    pub requests: Vec<Request<'s>>,
    /// Links between ranked requests, `(prerequisite, dependent)`, each once, sorted.
    pub links: Vec<(Node, Node)>,
    /// What is not ranked, in natural id order; indexed by [`SettledNumber`].
    pub settled: Vec<Settled<'s>>,
    /// Requests that wait for something settled that is not done: `(dependent, settled)`.
    pub stopped: Vec<(Node, SettledNumber)>,
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

/// A request by its number among those of its sort.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Numbered {
    Ranked(Node),
    Settled(SettledNumber),
}

/// Gives requests their numbers, the ranked ones and the others each for themselves.
#[derive(Debug, Default)]
pub(crate) struct Numbering {
    ranked: usize,
    settled: usize,
}

impl Numbering {
    /// The number of the next request.
    pub(crate) fn next(&mut self, is_ranked: bool) -> Numbered {
        let count = if is_ranked { &mut self.ranked } else { &mut self.settled };
        *count += 1;
        let at = *count - 1;
        if is_ranked { Numbered::Ranked(Node::at(at)) } else { Numbered::Settled(SettledNumber::at(at)) }
    }
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

impl Reason {
    /// The reason as a clause.
    pub fn sentence(&self) -> String {
        match self {
            Self::Done => "is done".to_owned(),
            Self::Declined => "was declined earlier".to_owned(),
            Self::Repeat(kept) => format!("repeats {kept}"),
            Self::SetAside => "has errors and was set aside".to_owned(),
        }
    }
}

impl Backlog<'_> {
    /// The backlog with the requests of some rows, sorted, set aside; what waits for them is
    /// stopped.
    #[must_use]
    pub fn without(mut self, rows: &[Row]) -> Self {
        let gone: Vec<bool> =
            self.requests.iter().map(|request| rows.binary_search(&request.row).is_ok()).collect();
        if !gone.contains(&true) {
            return self;
        }
        let mut numbering = Numbering { ranked: 0, settled: self.settled.len() };
        let numbers: Vec<Numbered> = gone.iter().map(|gone| numbering.next(!gone)).collect();
        let mut requests = Vec::with_capacity(numbering.ranked);
        for (request, gone) in std::mem::take(&mut self.requests).into_iter().zip(&gone) {
            if *gone {
                let Request { id, title, row, .. } = request;
                self.settled.push(Settled { id, title, row, reason: Reason::SetAside });
            } else {
                requests.push(request);
            }
        }
        self.requests = requests;
        let stopped = std::mem::take(&mut self.stopped);
        let links = std::mem::take(&mut self.links);
        let stopped = stopped.into_iter().map(|(node, settled)| (Numbered::Settled(settled), numbers[node]));
        self.link(stopped.chain(links.into_iter().map(|(before, after)| (numbers[before], numbers[after]))));
        self.sort_settled();
        self
    }

    /// Adds links `(prerequisite, dependent)`. What is settled waits for nothing any more.
    pub(crate) fn link(&mut self, links: impl Iterator<Item = (Numbered, Numbered)>) {
        for (before, after) in links {
            match (before, after) {
                (Numbered::Ranked(before), Numbered::Ranked(after)) => self.links.push((before, after)),
                (Numbered::Settled(before), Numbered::Ranked(after)) => self.stopped.push((after, before)),
                (_, Numbered::Settled(_)) => {}
            }
        }
        self.stopped.sort_unstable();
    }

    /// Puts what is settled into natural id order again.
    fn sort_settled(&mut self) {
        let mut order: Vec<SettledNumber> = SettledNumber::first(self.settled.len()).collect();
        let settled = &self.settled;
        order.sort_by(|&left, &right| {
            let (left, right) = (&settled[left], &settled[right]);
            natural(&left.id, &right.id)
                .then_with(|| left.title.cmp(&right.title))
                .then(left.row.cmp(&right.row))
        });
        let mut place = vec![SettledNumber::default(); order.len()];
        for (new, &old) in SettledNumber::all().zip(&order) {
            place[old] = new;
        }
        for (_, settled) in &mut self.stopped {
            *settled = place[*settled];
        }
        self.stopped.sort_unstable();
        self.settled = order.iter().map(|&old| self.settled[old].clone()).collect();
    }

    /// A team's name.
    pub fn team(&self, team: Team) -> &str {
        &self.teams[team]
    }

    /// An area's name.
    pub fn area(&self, area: Area) -> &str {
        &self.areas[area]
    }
}
