//! What requests need to be in the closed set of greatest profit.

use super::{
    closure::Closure,
    pieces::{Pair, Piece, Pieces},
};
use crate::{graph::Dependencies, model::Node};

/// Which of the closed sets of greatest profit is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Best {
    /// The largest, which contains the others.
    Largest,
    /// The smallest, which is part of the others.
    Smallest,
}

impl Best {
    fn set(self, profits: impl Iterator<Item = i128>, links: &[Pair]) -> Vec<bool> {
        let mut closure = Closure::default();
        match self {
            Self::Largest => closure.greatest(profits, links).to_vec(),
            Self::Smallest => closure.smallest(profits, links).collect(),
        }
    }
}

/// A closed set of greatest profit, with what it takes to say of any request from which profit on
/// it is in.
pub(crate) struct Threshold {
    best: Best,
    pieces: Pieces,
    connected: Vec<Piece>,
    /// The profit of the best closed set in each connected piece.
    greatest: Vec<i128>,
    /// For each node its connected piece; nothing where it is no member.
    piece: Vec<Option<usize>>,
    inside: Vec<bool>,
    profits: Vec<i128>,
}

impl Threshold {
    /// Finds the best closed set among the `members`. One profit per node; the sum of their sizes
    /// must be below 2¹²⁴.
    pub(crate) fn new(best: Best, links: &Dependencies, profits: Vec<i128>, members: &[bool]) -> Self {
        let (pieces, connected) = Pieces::new(links, members);
        let mut threshold = Self {
            best,
            greatest: Vec::with_capacity(connected.len()),
            piece: vec![None; members.len()],
            inside: vec![false; members.len()],
            pieces,
            connected,
            profits,
        };
        for (number, piece) in threshold.connected.iter().enumerate() {
            let nodes = threshold.pieces.nodes(piece);
            let profits = nodes.iter().map(|&node| threshold.profits[node]);
            let inside = best.set(profits.clone(), threshold.pieces.links(piece));
            threshold.greatest.push(total(profits, &inside));
            for (&node, inside) in nodes.iter().zip(inside) {
                threshold.piece[node] = Some(number);
                threshold.inside[node] = inside;
            }
        }
        threshold
    }

    /// Whether a node is in.
    pub(crate) fn is_in(&self, node: Node) -> bool {
        self.inside[node]
    }

    /// The profit from which on a member is in the best closed set; nothing for what is no member.
    ///
    /// Changing one node's profit by δ changes that of every set that contains it by δ, and of no
    /// other. So it is in the largest set from where the best set that contains it has caught up with
    /// the best of the others, and in the smallest from where it is ahead of it. One of the two is known; the other is what a change beyond all profits together
    /// brings about.
    pub(crate) fn of(&self, node: Node) -> Option<i128> {
        let number = self.piece[node]?;
        let piece = &self.connected[number];
        let nodes = self.pieces.nodes(piece);
        let profits = nodes.iter().map(|&node| self.profits[node]);
        let beyond_all = 1 + profits.clone().map(i128::abs).sum::<i128>();
        let change = if self.is_in(node) { -beyond_all } else { beyond_all };
        let changed = nodes.iter().map(|&other| self.profits[other] + if other == node { change } else { 0 });
        let other = total(profits, &self.best.set(changed, self.pieces.links(piece)));
        let (with, without) =
            if self.is_in(node) { (self.greatest[number], other) } else { (other, self.greatest[number]) };
        let ahead = i128::from(self.best == Best::Smallest);
        Some(self.profits[node] + without - with + ahead)
    }
}

fn total(profits: impl Iterator<Item = i128>, inside: &[bool]) -> i128 {
    profits.zip(inside).filter(|(_, inside)| **inside).map(|(profit, _)| profit).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        graph::pairs,
        model::Number,
        order::brute::{self, Dice},
    };

    #[test]
    fn a_node_is_in_from_exactly_there() {
        let mut dice = Dice::new(5);
        for round in 0..600 {
            let nodes = 1 + dice.below(9);
            let pairs = brute::links(&mut dice, nodes, 1 + round % 4);
            let profits: Vec<i64> = (0..nodes).map(|_| dice.between(-6, 6)).collect();
            let wide = profits.iter().map(|&profit| profit.into()).collect();
            let best = if round % 2 == 0 { Best::Largest } else { Best::Smallest };
            let by_trying = |profits: &[i64]| match best {
                Best::Largest => brute::greatest_closure(profits, &pairs),
                Best::Smallest => brute::smallest_closure(profits, &pairs),
            };
            let threshold = Threshold::new(best, &Dependencies::new(nodes, &pairs), wide, &vec![true; nodes]);
            for (node, at) in Node::all().zip(0..nodes) {
                let needed = i64::try_from(threshold.of(node).expect("a member")).expect("small");
                let is_in = |profit: i64| {
                    let mut changed = profits.clone();
                    changed[at] = profit;
                    by_trying(&changed)[at]
                };
                assert!(is_in(needed) && !is_in(needed - 1), "{profits:?} {pairs:?} {node:?}");
                assert_eq!(threshold.is_in(node), is_in(profits[at]));
            }
        }
    }

    #[test]
    fn what_is_no_member_has_no_threshold() {
        let threshold = |best| {
            Threshold::new(best, &Dependencies::new(2, &pairs(&[(0, 1)])), vec![1, -3], &[false, true])
        };
        assert_eq!(
            (threshold(Best::Largest).of(Node::at(0)), threshold(Best::Largest).of(Node::at(1))),
            (None, Some(0))
        );
        assert_eq!(threshold(Best::Smallest).of(Node::at(1)), Some(1));
    }
}
