//! Sharing along paths, for all requests that have one, together.

use super::Share;
use crate::{
    graph::{Links, Node},
    model::Points,
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
    pub(super) fn new(links: &Links, members: &[bool]) -> Self {
        let member = |node: &&Node| members[**node as usize];
        let needs = |node: Node| links.prerequisites(node).iter().filter(member).count();
        let mut waiting: Vec<usize> = (0..).take(members.len()).map(needs).collect();
        let mut length = vec![0; members.len()];
        let mut order = Vec::new();
        let mut open: Vec<Node> = Vec::new();
        for root in (0..).take(members.len()) {
            if members[root as usize] && needs(root) == 0 {
                length[root as usize] = 1;
                open.push(root);
            }
            while let Some(node) = open.pop() {
                order.push(node);
                for &dependent in links.dependents(node).iter().filter(member) {
                    let at = dependent as usize;
                    waiting[at] -= 1;
                    if waiting[at] == 0 {
                        if needs(dependent) == 1 && length[node as usize] > 0 {
                            length[at] = length[node as usize] + 1;
                        }
                        open.push(dependent);
                    }
                }
            }
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
            let at = node as usize;
            let length = self.length[at];
            if length == 0 {
                continue;
            }
            path.truncate(length - 1);
            parent[at] = path.last().copied();
            path.push(node);
            let share = Share::new(score[at], length);
            enabled[at] += share.at(0);
            if share.more > 0 {
                let beyond = path[length - 1 - share.more];
                enabled[beyond as usize] -= share.billionth;
            }
        }
        for &node in self.order.iter().rev() {
            if let Some(parent) = parent[node as usize] {
                enabled[parent as usize] += enabled[node as usize];
            }
        }
        enabled
    }
}
