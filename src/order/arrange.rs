//! The order of one segment: its bundles by ratio, and the requests inside each.

use std::{cmp::Ordering, ops::Range};

use super::{
    bundles::bundles,
    cost::Cost,
    inside::{Limits, Member, order_inside},
    pieces::Piece,
    ties::{Due, compare_returns},
};
use crate::{
    graph::{Links, Node},
    model::{Date, Points, Weeks},
};

/// What is to be ordered. All slices have one entry per node of `links`, which must not have
/// cycles. The sums of all efforts and of the sizes of all merits must be below 2⁶² thousandths.
#[derive(Clone, Copy, Debug)]
pub struct Work<'a> {
    /// Who waits for whom.
    pub links: &'a Links,
    /// What each request brings once it ships; may be negative.
    pub merit: &'a [Points],
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
    /// Σ merit × completion time of this order, with time counted from the segment's start.
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
    /// The merit of its members together.
    pub merit: Points,
    /// The effort of its members together.
    pub effort: Weeks,
    /// Whether no other order of its members costs less, for certain. Where this holds for
    /// every bundle, the whole order is optimal.
    pub exact: bool,
}

/// Orders the members of one segment so that value arrives early; `members` has one entry per
/// node. Links to other nodes are ignored, so the caller makes sure that they are met.
///
/// Bundles come by merit ÷ effort, highest first; of equal ones the one with the earliest date,
/// then with the least effort, then with the smallest node. The lower bound is the area of the
/// two-dimensional Gantt chart: Σ over bundles B of w(B)·t(B) + (w(B)·p(B) + Σ w(j)·p(j)) / 2,
/// where w is merit, p effort, t(B) the effort before B, and j runs over the requests in B
/// (Margot, Queyranne and Wang 2003).
pub fn arrange(work: &Work<'_>, members: &[bool]) -> Arrangement {
    arrange_within(work, members, &Limits::default())
}

fn arrange_within(work: &Work<'_>, members: &[bool], limits: &Limits) -> Arrangement {
    let (pieces, whole) = bundles(work.links, work.merit, work.effort, members);
    // Gathered once, because the bundles are about to lose their places.
    let requests: Vec<Member> = pieces
        .all_nodes()
        .iter()
        .map(|&node| Member::new(work, node))
        .collect();
    let mut outlines: Vec<Outline> = whole
        .into_iter()
        .map(|piece| Outline::new(&requests[piece.nodes()], piece))
        .collect();
    outlines.sort_unstable_by(Outline::compare);

    let mut arrangement = Arrangement {
        order: Vec::with_capacity(work.links.nodes()),
        bundles: Vec::with_capacity(outlines.len()),
        cost: Cost::ZERO,
        lower_bound: Cost::ZERO,
    };
    let mut start = Weeks::ZERO;
    for Outline {
        piece,
        merit,
        effort,
        ..
    } in outlines
    {
        let members = &requests[piece.nodes()];
        let mut bound = Cost::half_of_delay(merit, effort);
        for member in members {
            bound += Cost::half_of_delay(member.merit, member.effort);
        }
        let first = arrangement.order.len();
        let links = pieces.links(&piece);
        let inside = order_inside(members, links, limits, &mut arrangement.order);

        arrangement.bundles.push(Bundle {
            members: first..arrangement.order.len(),
            merit,
            effort,
            exact: inside.exact,
        });
        arrangement.cost += inside.cost.shifted(merit, start);
        arrangement.lower_bound += bound.shifted(merit, start);
        start += effort;
    }
    arrangement
}

/// A bundle as its rivals see it.
struct Outline {
    piece: Piece,
    merit: Points,
    effort: Weeks,
    due: Due,
    smallest: Node,
}

impl Outline {
    fn new(members: &[Member], piece: Piece) -> Self {
        let mut outline = Self {
            piece,
            merit: Points::ZERO,
            effort: Weeks::ZERO,
            due: Due(None),
            smallest: Node::MAX,
        };
        for member in members {
            outline.merit += member.merit;
            outline.effort += member.effort;
            outline.due = outline.due.min(member.due);
            outline.smallest = outline.smallest.min(member.node);
        }
        outline
    }

    /// Which comes first. Between linked bundles the ratio always decides.
    fn compare(&self, other: &Self) -> Ordering {
        compare_returns((other.merit, other.effort), (self.merit, self.effort))
            .then_with(|| self.due.cmp(&other.due))
            .then_with(|| self.effort.cmp(&other.effort))
            .then_with(|| self.smallest.cmp(&other.smallest))
    }
}

#[cfg(test)]
mod tests;
