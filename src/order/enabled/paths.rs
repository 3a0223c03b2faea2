//! Sharing along paths, for all requests that have one, together.

use super::Share;
use crate::{
    graph::Dependencies,
    model::{Node, Points},
};

/// The members in an order that respects their links, and the lengths of their paths.
pub(super) struct Paths {
    /// Every member after all it needs. Those with a path come depth first: each before those
    /// whose paths run through it, and these before any other with a path.
    pub(super) order: Vec<Node>,
    /// By node: how many members are on the path that ends with it, itself included, if it needs
    /// at most one member directly, and so on all the way; 0 for all other nodes.
    pub(super) length: Vec<usize>,
}

impl Paths {
    pub(super) fn new(links: &Dependencies, members: &[bool]) -> Self {
        let order = links.depth_first(members);
        let mut length = vec![0; members.len()];
        for &node in &order {
            let mut needs = links.prerequisites(node).filter(|&before| members[before]);
            length[node] = match (needs.next(), needs.next()) {
                (None, _) => 1,
                (Some(need), None) if length[need] > 0 => length[need] + 1,
                _ => 0,
            };
        }
        Self { order, length }
    }

    /// What each node enables of the score of those with a path, in billionths. Linear time.
    ///
    /// Paths form trees. Each request puts its share at its own end of its path, and summing down
    /// the trees carries it all along. The billionths left over go to the nearest, so each comes
    /// off again where they end.
    pub(super) fn share(&self, score: &[Points]) -> Vec<i128> {
        let mut enabled = vec![0; self.length.len()];
        let mut parent = vec![None; self.length.len()];
        // The path to the request at hand, thanks to the depth-first order.
        let mut path: Vec<Node> = Vec::new();
        for &node in &self.order {
            let length = self.length[node];
            if length == 0 {
                continue;
            }
            path.truncate(length - 1);
            parent[node] = path.last().copied();
            path.push(node);
            let share = Share::new(score[node], length);
            enabled[node] += share.at(0);
            if share.more > 0 {
                let beyond = path[length - 1 - share.more];
                enabled[beyond] -= share.billionth;
            }
        }
        for &node in self.order.iter().rev() {
            if let Some(parent) = parent[node] {
                enabled[parent] += enabled[node];
            }
        }
        enabled
    }
}
