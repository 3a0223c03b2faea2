//! The order by pressure beside the order by score.

use std::cmp::Reverse;

use super::Pairs;
use crate::{
    model::{Decimal, Node, Number, Points},
    order::Verdict,
    roadmap::Roadmap,
    score::Contribution,
};

/// Pressure beside score, over the requests that have both.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// The requests with a known pressure and a score, by number.
    pub requests: Vec<Compared>,
    /// Requests whose pressure is unknown.
    pub without_pressure: usize,
    /// Requests with a pressure that have no score to compare it with: they are unscored.
    pub without_score: usize,
    /// What the two orders say about each pair.
    pub pairs: Pairs,
}

/// A request in both orders.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compared {
    /// Which one.
    pub node: Node,
    /// How loudly it is asked for.
    pub pressure: Decimal,
    /// What it is worth.
    pub score: Points,
    /// Its places among the loudest.
    pub by_pressure: Places,
    /// Its places among the most deserving.
    pub by_score: Places,
    /// What speaks most against a request that fell, or most for one that rose, if anything does.
    pub decisive: Option<Contribution>,
}

/// The places that requests of equal rank share, from 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Places {
    /// The first of them.
    pub first: usize,
    /// The last of them.
    pub last: usize,
}

impl Compared {
    /// By how many places it fell, doubled, from the middle of the places it shares: negative
    /// where it rose.
    pub fn fall_doubled(&self) -> i128 {
        let doubled = |places: Places| (places.first + places.last) as i128;
        doubled(self.by_score) - doubled(self.by_pressure)
    }
}

impl Comparison {
    /// Compares the two orders.
    pub fn of(roadmap: &Roadmap<'_>) -> Self {
        let mut comparison = Self::default();
        for (node, request) in Node::all().zip(&roadmap.backlog.requests) {
            let Some(pressure) = request.pressure else {
                comparison.without_pressure += 1;
                continue;
            };
            if roadmap.ranking.verdicts.of[node] == Verdict::Unscored {
                comparison.without_score += 1;
                continue;
            }
            comparison.requests.push(Compared {
                node,
                pressure,
                score: roadmap.contributions[node].score,
                by_pressure: Places::default(),
                by_score: Places::default(),
                decisive: None,
            });
        }
        let compared = &mut comparison.requests;
        give_places(compared, |it| it.pressure, |it| &mut it.by_pressure);
        give_places(compared, |it| it.score, |it| &mut it.by_score);
        compared.sort_by_key(|it| it.node);
        for it in compared.iter_mut() {
            let contributions = roadmap.contributions[it.node].iter();
            it.decisive = match it.fall_doubled() {
                1.. => contributions.filter(|part| part.points < Points::ZERO).min_by_key(|part| part.points),
                ..0 => contributions
                    .filter(|part| part.points > Points::ZERO)
                    .min_by_key(|part| Reverse(part.points)),
                0 => None,
            };
        }
        comparison.pairs = pairs(compared.iter().map(|it| (it.pressure, it.score)));
        comparison
    }

    /// The requests that stand lower by score than by pressure, the loudest first; of equally loud
    /// ones what fell furthest, then what has less score.
    pub fn fallen(&self) -> Vec<&Compared> {
        let mut fallen: Vec<&Compared> = self.requests.iter().filter(|it| it.fall_doubled() > 0).collect();
        fallen.sort_by_key(|it| (Reverse(it.pressure), Reverse(it.fall_doubled()), it.node));
        fallen
    }

    /// The requests that stand higher by score than by pressure, the quietest first; of equally
    /// quiet ones what rose furthest.
    pub fn risen(&self) -> Vec<&Compared> {
        let mut risen: Vec<&Compared> = self.requests.iter().filter(|it| it.fall_doubled() < 0).collect();
        risen.sort_by_key(|it| (it.pressure, it.fall_doubled(), it.node));
        risen
    }
}

fn pairs(numbers: impl Iterator<Item = (Decimal, Points)>) -> Pairs {
    Pairs::of(numbers.map(|(pressure, score)| (pressure.millionths(), score.thousandths())).collect())
}

/// Gives each request its places in the order of a key, the greatest first.
fn give_places<K: Ord>(
    requests: &mut [Compared],
    key: impl Fn(&Compared) -> K,
    places: impl Fn(&mut Compared) -> &mut Places,
) {
    requests.sort_by_key(|it| Reverse(key(it)));
    let mut before = 0;
    for equal in requests.chunk_by_mut(|one, other| key(one) == key(other)) {
        let shared = Places { first: before + 1, last: before + equal.len() };
        before = shared.last;
        for it in equal {
            *places(it) = shared;
        }
    }
}
