//! Nodes that hang by a single link, decided without a cut.
//!
//! Let `v` hang by a link to `u`. Whether `v` is taken depends on `u` alone:
//! - `v` waits for `u`: once `u` is in, `v` joins where it brings no loss, so its profit, if it
//!   has one, can be booked on `u`;
//! - `u` waits for `v`: `v` is in by itself where it brings no loss, otherwise only to serve
//!   `u`, so its loss, if it has one, can be booked on `u`.
//!
//! Then `v` can go, which may leave `u` hanging by a single link, and so on. A tree shrinks to
//! one node: linear time, whichever way its links point.

use super::Profit;
use crate::order::pieces::Pair;

/// What was peeled off, and how to put it back.
#[derive(Default)]
pub(super) struct Peel {
    /// How many links each node has left.
    degree: Vec<u32>,
    /// The exclusive or of the numbers of these links: of a single one, just its number. So no
    /// node needs a list of its links.
    incident: Vec<u32>,
    /// Node and link, in the order of their removal.
    removed: Vec<(u32, u32)>,
    links: usize,
}

impl Peel {
    /// Removes, as long as there is one, a node that hangs by a single link, and books its
    /// profit or loss on its neighbour.
    pub(super) fn strip<P: Profit>(&mut self, profits: &mut [P], links: &[Pair]) {
        self.count(profits.len(), links);
        for start in (0..).take(profits.len()) {
            let mut node: u32 = start;
            while self.degree[node as usize] == 1 {
                let link = self.incident[node as usize];
                let (before, after) = links[link as usize];
                let neighbour = before ^ after ^ node;
                let profit = profits[node as usize];
                let booked = if node == after {
                    profit.max(P::zero())
                } else {
                    profit.min(P::zero())
                };
                profits[neighbour as usize] += booked;
                self.removed.push((node, link));
                self.degree[node as usize] = 0;
                self.degree[neighbour as usize] -= 1;
                self.incident[neighbour as usize] ^= link;
                node = neighbour;
            }
        }
    }

    fn count(&mut self, nodes: usize, links: &[Pair]) {
        self.removed.clear();
        self.degree.clear();
        self.degree.resize(nodes, 0);
        self.incident.clear();
        self.incident.resize(nodes, 0);
        self.links = links.len();
        for (link, &(before, after)) in (0..).zip(links) {
            for end in [before, after] {
                self.degree[end as usize] += 1;
                self.incident[end as usize] ^= link;
            }
        }
    }

    /// Whether any links are left.
    pub(super) fn leaves_a_core(&self) -> bool {
        self.removed.len() < self.links
    }

    /// Whether `node` has links left.
    pub(super) fn in_core(&self, node: u32) -> bool {
        self.degree[node as usize] > 0
    }

    /// Decides what was removed, last first, given who is `inside` of all others.
    pub(super) fn restore<P: Profit>(&self, profits: &[P], links: &[Pair], inside: &mut [bool]) {
        for &(node, link) in self.removed.iter().rev() {
            let (before, after) = links[link as usize];
            let neighbour = inside[(before ^ after ^ node) as usize];
            let no_loss = profits[node as usize] >= P::zero();
            inside[node as usize] = if node == after {
                neighbour && no_loss
            } else {
                neighbour || no_loss
            };
        }
    }
}
