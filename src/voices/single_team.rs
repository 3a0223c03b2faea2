//! How much of the work is for one team alone.

use super::{Ratio, Reach};
use crate::{
    model::{Request, Scope, Weeks},
    roadmap::Roadmap,
};

/// For how many teams a request is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Breadth {
    /// One: it is bespoke, or exactly one team is known that would use it.
    One,
    /// Two or more would use it, or it is rated for reuse.
    Several,
    /// Nobody is named who would use it.
    Unknown,
}

impl Breadth {
    /// For how many teams a request is. A single name does not displace a rating for reuse: the
    /// rating speaks of others.
    pub fn of(request: &Request<'_>) -> Self {
        let rated = request.evidence.reuse.is_some();
        match request.adopters() {
            _ if request.scope == Some(Scope::Bespoke) => Self::One,
            2.. => Self::Several,
            _ if rated => Self::Several,
            1 => Self::One,
            0 => Self::Unknown,
        }
    }
}

/// Effort by how many teams it is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SingleTeam {
    /// Of all that is to build.
    pub to_build: EffortByBreadth,
    /// Of what is granted.
    pub granted: EffortByBreadth,
}

/// Some effort by how many teams it is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EffortByBreadth {
    /// For one team alone.
    pub one: Weeks,
    /// How many requests that is.
    pub requests: usize,
    /// For several teams.
    pub several: Weeks,
    /// Nobody is named who would use it.
    pub unknown: Weeks,
}

impl SingleTeam {
    /// Sums the effort up.
    pub(super) fn of(roadmap: &Roadmap<'_>, reach: &[Reach]) -> Self {
        let mut sums = Self::default();
        for (request, &reach) in roadmap.backlog.requests.iter().zip(reach) {
            if reach != Reach::Refused {
                sums.to_build.add(request);
            }
            if reach == Reach::Granted {
                sums.granted.add(request);
            }
        }
        sums
    }
}

impl EffortByBreadth {
    fn add(&mut self, request: &Request<'_>) {
        match Breadth::of(request) {
            Breadth::One => {
                self.one += request.effort;
                self.requests += 1;
            }
            Breadth::Several => self.several += request.effort,
            Breadth::Unknown => self.unknown += request.effort,
        }
    }

    /// All of it.
    pub fn effort(&self) -> Weeks {
        self.one + self.several + self.unknown
    }

    /// The share that is for one team alone.
    pub fn share(&self) -> Option<Ratio> {
        Ratio::of(self.one.thousandths(), self.effort().thousandths())
    }
}
