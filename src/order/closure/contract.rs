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
use crate::{
    model::Number,
    order::pieces::{Local, Pair},
};

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
    fate: Vec<Local>,
}

impl Contraction {
    /// Contracts as long as there is something to contract, and books all profits on the nodes
    /// that stand for others. Linear but for the search for these.
    pub(super) fn contract<P: Profit>(&mut self, profits: &mut [P], links: &[Pair]) {
        self.reset(profits.len(), links);
        for start in Local::first(profits.len()) {
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
            self.waits[after].add(link);
            self.serves[before].add(link);
        }
        self.fate.clear();
        self.fate.extend(Local::first(nodes));
    }

    /// Contracts one link of `node` if its fate allows it, and says which node changed by that.
    fn step<P: Profit>(&mut self, node: Local, profits: &mut [P], links: &[Pair]) -> Option<Local> {
        let (waits, serves) = (self.waits[node], self.serves[node]);
        let no_loss = profits[node] >= P::zero();
        if waits.count == 1 && (no_loss || serves.count == 0) {
            let link = waits.links;
            let prerequisite = self.representative(links[link as usize].0);
            if no_loss {
                self.serves[prerequisite].unite(serves, link);
                self.join(node, prerequisite, profits);
            } else {
                self.serves[prerequisite].remove(link);
            }
            self.waits[node] = Side::default();
            Some(prerequisite)
        } else if serves.count == 1 && (!no_loss || waits.count == 0) {
            let link = serves.links;
            let dependent = self.representative(links[link as usize].1);
            if no_loss {
                self.waits[dependent].remove(link);
            } else {
                self.waits[dependent].unite(waits, link);
                self.join(node, dependent, profits);
            }
            self.serves[node] = Side::default();
            Some(dependent)
        } else {
            None
        }
    }

    fn join<P: Profit>(&mut self, node: Local, to: Local, profits: &mut [P]) {
        let profit = profits[node];
        profits[to] += profit;
        self.fate[node] = to;
        (self.waits[node], self.serves[node]) = Default::default();
    }

    /// The node that stands for all that share the fate of `node`. It is noted at all nodes on
    /// the way, since after long chains of unions the next search starts close by.
    pub(super) fn representative(&mut self, node: Local) -> Local {
        let mut last = node;
        while self.fate[last] != last {
            last = self.fate[last];
        }
        let mut next = node;
        while next != last {
            next = std::mem::replace(&mut self.fate[next], last);
        }
        last
    }

    /// Whether a node still has links, so that its fate depends on others.
    pub(super) fn is_open(&self, node: Local) -> bool {
        self.waits[node].count + self.serves[node].count > 0
    }
}
