//! Nodes whose fate is plain, decided or united with a neighbour without a cut.
//!
//! In the largest closed set of greatest profit
//! - what brings no loss and waits for nothing is in;
//! - what brings a loss and serves nothing is out;
//! - what brings no loss and waits for one node only is in exactly when that node is: it cannot
//!   be without it, and nothing is lost by joining it;
//! - what brings a loss and serves one node only is in exactly when that node is: it cannot be
//!   left out, and without it there is no reason to bear the loss.
//!
//! Nodes with a common fate are united into one that has their profits and their other links, to
//! which the same may apply again. A tree shrinks to one node, whichever way its links point,
//! and of a tangled graph about three fifths are left.

use super::Profit;
use crate::order::{number, pieces::Pair};

/// The links of one node in one direction.
///
/// The exclusive or of the numbers of several links is of no use, but that of a single one is its
/// number, and it stays right when links are added, removed and united. So no lists are needed.
#[derive(Clone, Copy, Default)]
struct Side {
    count: u32,
    links: u32,
}

impl Side {
    fn add(&mut self, link: u32) {
        self.count += 1;
        self.links ^= link;
    }

    fn remove(&mut self, link: u32) {
        self.count -= 1;
        self.links ^= link;
    }

    /// Both sides' links but one that they have in common, or rather had between them.
    fn unite(&mut self, other: Self, between: u32) {
        self.count += other.count;
        self.links ^= other.links;
        self.remove(between);
    }
}

/// A graph as far as it could be contracted.
#[derive(Default)]
pub(super) struct Contraction {
    /// By node: its links to prerequisites, then those to dependents.
    waits: Vec<Side>,
    serves: Vec<Side>,
    /// By node: a node of the same fate, closer to the one that stands for all of them; that one
    /// has itself.
    fate: Vec<u32>,
}

impl Contraction {
    /// Contracts as long as there is something to contract, and books all profits on the nodes
    /// that stand for others. Linear but for the search for these.
    pub(super) fn contract<P: Profit>(&mut self, profits: &mut [P], links: &[Pair]) {
        self.reset(profits.len(), links);
        for start in 0..number(profits.len()) {
            // Only a node that something happened to gets new prospects, so it is followed.
            let mut node = start;
            while let Some(next) = self.step(node, profits, links) {
                node = next;
            }
        }
    }

    fn reset(&mut self, nodes: usize, links: &[Pair]) {
        for sides in [&mut self.waits, &mut self.serves] {
            sides.clear();
            sides.resize(nodes, Side::default());
        }
        for (link, &(before, after)) in (0..).zip(links) {
            self.waits[after as usize].add(link);
            self.serves[before as usize].add(link);
        }
        self.fate.clear();
        self.fate.extend(0..number(nodes));
    }

    /// Contracts one link of `node` if its fate allows it, and says which node changed by that.
    fn step<P: Profit>(&mut self, node: u32, profits: &mut [P], links: &[Pair]) -> Option<u32> {
        let at = node as usize;
        let (waits, serves) = (self.waits[at], self.serves[at]);
        let no_loss = profits[at] >= P::zero();
        if waits.count == 1 && (no_loss || serves.count == 0) {
            let link = waits.links;
            let prerequisite = self.representative(links[link as usize].0);
            let other = prerequisite as usize;
            if no_loss {
                self.serves[other].unite(serves, link);
                self.join(node, prerequisite, profits);
            } else {
                self.serves[other].remove(link);
            }
            self.waits[at] = Side::default();
            Some(prerequisite)
        } else if serves.count == 1 && (!no_loss || waits.count == 0) {
            let link = serves.links;
            let dependent = self.representative(links[link as usize].1);
            let other = dependent as usize;
            if no_loss {
                self.waits[other].remove(link);
            } else {
                self.waits[other].unite(waits, link);
                self.join(node, dependent, profits);
            }
            self.serves[at] = Side::default();
            Some(dependent)
        } else {
            None
        }
    }

    fn join<P: Profit>(&mut self, node: u32, to: u32, profits: &mut [P]) {
        let profit = profits[node as usize];
        profits[to as usize] += profit;
        self.fate[node as usize] = to;
        (self.waits[node as usize], self.serves[node as usize]) = Default::default();
    }

    /// The node that stands for all that share the fate of `node`. It is noted at all nodes on
    /// the way, since after long chains of unions the next search starts close by.
    pub(super) fn representative(&mut self, node: u32) -> u32 {
        let mut last = node;
        while self.fate[last as usize] != last {
            last = self.fate[last as usize];
        }
        let mut next = node;
        while next != last {
            next = std::mem::replace(&mut self.fate[next as usize], last);
        }
        last
    }

    /// Whether a node still has links, so that its fate depends on others.
    pub(super) fn is_open(&self, node: u32) -> bool {
        self.waits[node as usize].count + self.serves[node as usize].count > 0
    }
}
