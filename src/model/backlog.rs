//! The set of requests being ranked.

use std::borrow::Cow;

use super::{Area, Request, Row, Team, natural};

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
        let (mut kept, mut aside) = (0_u32, u32::try_from(self.settled.len()).unwrap_or(u32::MAX));
        let mut places = Vec::with_capacity(gone.len());
        for &gone in &gone {
            let place = if gone { &mut aside } else { &mut kept };
            places.push(*place);
            *place += 1;
        }
        let is_gone = |node: u32| gone[node as usize];
        let place = |node: u32| places[node as usize];
        let mut stopped: Vec<(u32, u32)> = self
            .stopped
            .iter()
            .filter(|link| !is_gone(link.0))
            .map(|&(node, settled)| (place(node), settled))
            .collect();
        let live = self.links.iter().filter(|link| !is_gone(link.1));
        let (lost, links): (Vec<_>, Vec<_>) = live.copied().partition(|&(before, _)| is_gone(before));
        stopped.extend(lost.into_iter().map(|(before, after)| (place(after), place(before))));
        let mut requests = Vec::with_capacity(kept as usize);
        for (request, gone) in std::mem::take(&mut self.requests).into_iter().zip(&gone) {
            if *gone {
                let Request { id, title, row, .. } = request;
                self.settled.push(Settled { id, title, row, reason: Reason::SetAside });
            } else {
                requests.push(request);
            }
        }
        self.requests = requests;
        self.links = links.into_iter().map(|(before, after)| (place(before), place(after))).collect();
        self.stopped = stopped;
        self.sort_settled();
        self
    }

    /// Puts what is settled into natural id order again.
    fn sort_settled(&mut self) {
        let mut order: Vec<usize> = (0..self.settled.len()).collect();
        let settled = &self.settled;
        order.sort_by(|&left, &right| {
            let (left, right) = (&settled[left], &settled[right]);
            natural(&left.id, &right.id)
                .then_with(|| left.title.cmp(&right.title))
                .then(left.row.cmp(&right.row))
        });
        let mut place = vec![0; order.len()];
        for (new, &old) in (0..).zip(&order) {
            place[old] = new;
        }
        for (_, settled) in &mut self.stopped {
            *settled = place[*settled as usize];
        }
        self.stopped.sort_unstable();
        self.settled = order.iter().map(|&old| self.settled[old].clone()).collect();
    }

    /// A team's name.
    pub fn team(&self, team: Team) -> &str {
        &self.teams[team.0 as usize]
    }

    /// An area's name.
    pub fn area(&self, area: Area) -> &str {
        &self.areas[area.0 as usize]
    }
}
