//! What somebody asked for, and what became of it.

use super::{Ratio, Reach};
use crate::{
    model::{Node, Number, Points, Request, Team, Weeks},
    roadmap::Roadmap,
};

/// What somebody asked for, and what became of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// Everything.
    pub asked: Tally,
    /// What begins within the capacity.
    pub granted: Tally,
    /// What begins after that.
    pub later: Tally,
    /// What is not to build, by number.
    pub refused: Vec<Node>,
    /// Its part of the granted effort: of a request that several teams ask for, an equal one.
    pub part: Weeks,
}

/// Some requests, summed up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// How many.
    pub requests: usize,
    /// Their effort.
    pub effort: Weeks,
    /// Their positive score: what costs more than it brings is nothing to share out.
    pub score: Points,
}

impl Tally {
    fn add(&mut self, request: &Request<'_>, score: Points) {
        self.requests += 1;
        self.effort += request.effort;
        self.score += score.max(Points::ZERO);
    }
}

impl Figures {
    /// The positive score that is granted ÷ the positive score that was asked for. Who asked for
    /// none has none.
    pub const fn coverage(&self) -> Option<Ratio> {
        Ratio::of(self.granted.score.thousandths(), self.asked.score.thousandths())
    }

    /// Its part of the granted effort.
    pub const fn share(&self, granted: Weeks) -> Option<Ratio> {
        Ratio::of(self.part.thousandths(), granted.thousandths())
    }

    /// The figures over the requests that a condition holds for.
    pub(super) fn of(roadmap: &Roadmap<'_>, reach: &[Reach], holds: impl Fn(&Request<'_>) -> bool) -> Self {
        let mut figures = Self::default();
        for (node, request) in Node::all().zip(&roadmap.backlog.requests) {
            if holds(request) {
                figures.add(roadmap, reach, node, (0, 1));
            }
        }
        figures
    }

    /// Adds a request, as which one of how many askers.
    fn add(&mut self, roadmap: &Roadmap<'_>, reach: &[Reach], node: Node, (asker, askers): (usize, usize)) {
        let request = &roadmap.backlog.requests[node];
        let score = roadmap.contributions[node].score;
        self.asked.add(request, score);
        match reach[node] {
            Reach::Granted => {
                self.granted.add(request, score);
                self.part += part(request.effort, asker, askers);
            }
            Reach::Later => self.later.add(request, score),
            Reach::Refused => self.refused.push(node),
        }
    }
}

/// The figures of every team that asks for anything, by name.
pub(super) fn by_team(roadmap: &Roadmap<'_>, reach: &[Reach]) -> Vec<(Team, Figures)> {
    let mut teams = vec![Figures::default(); roadmap.backlog.teams.len()];
    for (node, request) in Node::all().zip(&roadmap.backlog.requests) {
        for (asker, &team) in request.teams.iter().enumerate() {
            teams[team].add(roadmap, reach, node, (asker, request.teams.len()));
        }
    }
    Team::all().zip(teams).filter(|(_, figures)| figures.asked.requests > 0).collect()
}

/// An asker's part of an effort. The parts are equal to the thousandth and sum to the effort: the
/// first askers take what is left over.
fn part(effort: Weeks, asker: usize, askers: usize) -> Weeks {
    let number = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    let (each, rest) = (effort.thousandths() / number(askers), effort.thousandths() % number(askers));
    Weeks::from_thousandths(each + i64::from(number(asker) < rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_of_an_effort_sum_to_it() {
        for (effort, askers, parts) in
            [(3000, 1, &[3000][..]), (1000, 3, &[334, 333, 333]), (2, 4, &[1, 1, 0, 0])]
        {
            let effort = Weeks::from_thousandths(effort);
            let found: Vec<i64> =
                (0..askers).map(|asker| part(effort, asker, askers).thousandths()).collect();
            assert_eq!(found, parts);
        }
    }
}
