//! The order of one segment: its bundles by ratio, and the requests inside each.

use std::{cmp::Ordering, ops::Range};

use super::{
    bundles::bundles,
    cost::Cost,
    inside::{Limits, Member, order_inside},
    pieces::{Piece, Pieces},
    ties::{Due, compare_score_per_week},
};
use crate::{
    graph::Dependencies,
    model::{Date, Node, Points, Weeks},
    workers::Workers,
};

/// What is to be ordered. All slices have one entry per node of `links`, which must not have
/// cycles. The sums of all efforts and of the sizes of all scores must be below 2⁶² thousandths.
#[derive(Clone, Copy, Debug)]
pub struct Work<'a> {
    /// Who waits for whom.
    pub links: &'a Dependencies,
    /// What each request brings once it ships; may be negative.
    pub score: &'a [Points],
    /// How long each takes; more than zero.
    pub effort: &'a [Weeks],
    /// When each is needed, which decides between equals.
    pub due: &'a [Option<Date>],
}

/// An order of the members of a segment, and how good it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrangement {
    /// The members, first to last; prerequisites come before their dependents.
    pub order: Vec<Node>,
    /// The bundles, first to last. They cover the order without gaps.
    pub bundles: Vec<Bundle>,
    /// Σ score × completion time of this order, with time counted from the segment's start.
    pub cost: Cost,
    /// No order that respects the prerequisites costs less.
    pub lower_bound: Cost,
}

/// Requests that belong together in the order: the best thing to do next together with what
/// it needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bundle {
    /// Its positions in the order.
    pub members: Range<usize>,
    /// The score of its members together.
    pub score: Points,
    /// The effort of its members together.
    pub effort: Weeks,
    /// Whether no other order of its members costs less, for certain. Where this holds for
    /// every bundle, the whole order is optimal.
    pub exact: bool,
}

/// Orders the members of one segment so that value arrives early; `members` has one entry per
/// node. Links to other nodes are ignored, so the caller makes sure that they are met.
///
/// Bundles come by score ÷ effort, highest first; of equal ones the one with the earliest date,
/// then with the least effort, then with the smallest node. The lower bound is
/// Σ over bundles B of w(B)·t(B) + (w(B)·p(B) + Σ w(j)·p(j)) / 2, where w is score, p effort,
/// t(B) the effort before B, and j runs over the requests in B: an area in the two-dimensional
/// Gantt chart (Margot, Queyranne and Wang 2003).
pub fn arrange(work: &Work<'_>, members: &[bool], workers: Workers) -> Arrangement {
    arrange_within(work, members, &Limits::default(), workers)
}

/// The same with limits of any size: for tests, in which all is small.
fn arrange_within(work: &Work<'_>, members: &[bool], limits: &Limits, workers: Workers) -> Arrangement {
    let mut shares = Share::all(work, members, limits, workers);
    let (mut cost, mut lower_bound) = (Cost::ZERO, Cost::ZERO);
    let mut outlines = Vec::new();
    for (number, share) in shares.iter_mut().enumerate() {
        cost += share.cost;
        lower_bound += share.lower_bound;
        outlines.extend(std::mem::take(&mut share.outlines).into_iter().map(|outline| (number, outline)));
    }

    // One after the other; each costs more by its score × the effort before it.
    outlines.sort_unstable_by(|(_, left), (_, right)| left.standing.compare(&right.standing));
    let mut order = Vec::with_capacity(shares.iter().map(|share| share.found.len()).sum());
    let mut bundles = Vec::with_capacity(outlines.len());
    let mut start = Weeks::ZERO;
    for (number, outline) in outlines {
        let first = order.len();
        order.extend_from_slice(&shares[number].found[outline.found]);
        let Standing { score, effort, .. } = outline.standing;
        bundles.push(Bundle { members: first..order.len(), score, effort, exact: outline.exact });
        cost = cost.shifted(score, start);
        lower_bound = lower_bound.shifted(score, start);
        start += effort;
    }
    Arrangement { order, bundles, cost, lower_bound }
}

/// Some connected pieces as bundles, each for itself: as if it began at once.
struct Share {
    /// The requests of one bundle after those of another.
    found: Vec<Node>,
    outlines: Vec<Outline>,
    cost: Cost,
    lower_bound: Cost,
}

impl Share {
    /// All members, shared out among the workers.
    fn all(work: &Work<'_>, members: &[bool], limits: &Limits, workers: Workers) -> Vec<Self> {
        let (pieces, connected) = Pieces::new(work.links, members);
        match connected.as_slice() {
            // There is nothing to share out.
            [_] => vec![Self::arrange(work, (pieces, connected), limits)],
            connected => workers.map(connected, |_, part| Self::arrange(work, pieces.only(part), limits)),
        }
    }

    fn arrange(work: &Work<'_>, (pieces, open): (Pieces, Vec<Piece>), limits: &Limits) -> Self {
        let (pieces, whole) = bundles(work.score, work.effort, pieces, open);
        let mut share = Self {
            found: Vec::new(),
            outlines: Vec::with_capacity(whole.len()),
            cost: Cost::ZERO,
            lower_bound: Cost::ZERO,
        };
        let mut requests: Vec<Member> = Vec::new();
        for piece in whole {
            requests.clear();
            let nodes = pieces.nodes(&piece).iter();
            requests.extend(nodes.map(|&node| Member::new(work, node)));
            let first = share.found.len();
            let inside = order_inside(&requests, pieces.links(&piece), limits, &mut share.found);
            share.cost += inside.cost;
            share.lower_bound += inside.lower_bound;
            share.outlines.push(Outline::new(&requests, first..share.found.len(), inside.exact));
        }
        share
    }
}

/// A bundle with what places it.
struct Outline {
    /// Where its order is among those of all bundles as they were found.
    found: Range<usize>,
    standing: Standing,
    exact: bool,
}

impl Outline {
    fn new(members: &[Member], found: Range<usize>, exact: bool) -> Self {
        let mut standing = Standing::default();
        for member in members {
            standing.add(member.node, member.score, member.effort, member.due.0);
        }
        Self { found, standing, exact }
    }
}

/// A bundle as its rivals see it: what decides about its place among those of its segment,
/// whatever else is in the segment.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Standing {
    /// The score of its members together.
    pub(crate) score: Points,
    /// The effort of its members together.
    pub(crate) effort: Weeks,
    due: Due,
    /// `None` before there is a member.
    smallest: Option<Node>,
}

impl Default for Standing {
    fn default() -> Self {
        Self { score: Points::ZERO, effort: Weeks::ZERO, due: Due(None), smallest: None }
    }
}

impl Standing {
    /// Counts one more member.
    pub(crate) fn add(&mut self, node: Node, score: Points, effort: Weeks, due: Option<Date>) {
        self.score += score;
        self.effort += effort;
        self.due = self.due.min(Due(due));
        self.smallest = Some(self.smallest.map_or(node, |smallest| smallest.min(node)));
    }

    /// Which comes first. Between linked bundles the ratio always decides.
    pub(crate) fn compare(&self, other: &Self) -> Ordering {
        self.compare_ratios(other)
            .then_with(|| self.due.cmp(&other.due))
            .then_with(|| self.effort.cmp(&other.effort))
            .then_with(|| self.smallest.cmp(&other.smallest))
    }

    /// Which has the higher score ÷ effort: that one is less.
    pub(crate) fn compare_ratios(&self, other: &Self) -> Ordering {
        compare_score_per_week((other.score, other.effort), (self.score, self.effort))
    }
}

#[cfg(test)]
mod tests;
