//! Whose score flows through a request.

use crate::{
    model::{Node, Number, number},
    order::Verdict,
    roadmap::Roadmap,
};

/// What a request enables, in billionths of a point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enabled {
    /// All of it.
    pub total: i128,
    /// Its share of its own score.
    pub own: i128,
    /// Its shares of the score of what needs it, the largest first, then in natural id order.
    pub of: Vec<(Node, i128)>,
}

/// Among how many requests each one's score is shared: itself and what it needs, as far as that
/// is built.
#[derive(Debug)]
pub(super) struct Sharers(Vec<u32>);

impl Sharers {
    pub(super) fn new(roadmap: &Roadmap<'_>) -> Self {
        let built = |node: Node| roadmap.ranking.verdicts.of[node] == Verdict::Build;
        let count = |node: Node| {
            let needed = roadmap.links.needed_by(node).filter(|&needed| built(needed)).count();
            if built(node) { number(needed + 1) } else { 0 }
        };
        let known = roadmap.ranking.enabled_value.is_some();
        Self(Node::first(if known { roadmap.links.nodes() } else { 0 }).map(count).collect())
    }

    /// What a request enables; nothing where it is not built, or there was too much to compute.
    /// Equal shares leave some billionths over, which the total has and the shares have not.
    pub(super) fn enabled(&self, roadmap: &Roadmap<'_>, node: Node) -> Option<Enabled> {
        roadmap.ranking.position[node]?;
        let total = roadmap.ranking.enabled_value.as_ref()?[node];
        let share = |node: Node| {
            let billionths = i128::from(roadmap.contributions[node].score.thousandths()) * 1_000_000;
            billionths / i128::from(self.0[node])
        };
        let built = |&after: &Node| self.0[after] > 0;
        let mut of: Vec<(Node, i128)> =
            roadmap.links.served_by(node).filter(built).map(|after| (after, share(after))).collect();
        of.retain(|&(_, share)| share != 0);
        of.sort_by_key(|&(after, share)| (std::cmp::Reverse(share.abs()), after));
        Some(Enabled { total, own: share(node), of })
    }
}
