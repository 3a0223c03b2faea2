//! The closed set of greatest profit: what to take when everything needs its prerequisites.
//!
//! A set is closed when it contains the prerequisites of all its members. Among the closed sets
//! of greatest total profit there is a largest one, which contains all the others, and that is
//! the one found here, so the answer depends on nothing but the question. Picard (1976,
//! "Maximal closure of a graph and applications to combinatorial problems") turned the task
//! into a minimum cut: profits flow along the links to the losses they have to pay for, and
//! what cannot reach an unpaid loss is in.
//!
//! Two steps share the work: `contract` decides or unites, in about linear time, all nodes whose
//! fate is plain from their own links, which is most of a backlog, and `flow` cuts the rest.

mod contract;
mod flow;

use std::ops::{AddAssign, SubAssign};

use contract::Contraction;
use flow::Flow;

use super::pieces::{Local, Pair};
use crate::model::Number;

/// A signed profit. `i64` is enough for nearly all backlogs, `i128` for every one.
pub(super) trait Profit: Copy + Ord + Default + AddAssign + SubAssign {
    /// Neither profit nor loss.
    fn zero() -> Self {
        Self::default()
    }
}

impl Profit for i64 {}
impl Profit for i128 {}

/// Finds closed sets of greatest profit, in memory that is used again for the next one.
#[derive(Default)]
pub(super) struct Closure<P> {
    profits: Vec<P>,
    contraction: Contraction,
    inside: Vec<bool>,
}

impl<P: Profit> Closure<P> {
    /// Which nodes are in the largest closed set of greatest profit. The sum of the sizes of
    /// all profits must fit in `P`.
    pub(super) fn greatest(&mut self, profits: impl Iterator<Item = P>, links: &[Pair]) -> &[bool] {
        self.profits.clear();
        self.profits.extend(profits);
        self.contraction.contract(&mut self.profits, links);
        self.inside.clear();
        self.inside.extend(self.profits.iter().map(|&profit| profit >= P::zero()));
        self.cut_open(links);
        for node in Local::first(self.inside.len()) {
            let fate = self.contraction.representative(node);
            self.inside[node] = self.inside[fate];
        }
        &self.inside
    }

    /// Which nodes are in the smallest closed set of greatest profit, under the same condition.
    ///
    /// What is left over when a closed set is taken is closed where all links are turned round, and
    /// its profit is what the set does not have. So the smallest best set is what the largest best
    /// set of losses leaves over there.
    pub(super) fn smallest(
        &mut self,
        profits: impl Iterator<Item = P>,
        links: &[Pair],
    ) -> impl Iterator<Item = bool> {
        let turned: Vec<Pair> = links.iter().map(|&(before, after)| (after, before)).collect();
        let losses = profits.map(|profit| {
            let mut loss = P::zero();
            loss -= profit;
            loss
        });
        self.greatest(losses, &turned).iter().map(|left| !left)
    }

    /// Decides the nodes whose fate still depends on others.
    fn cut_open(&mut self, links: &[Pair]) {
        let mut open = Vec::new();
        for node in Local::first(self.profits.len()) {
            if self.contraction.is_open(node) {
                open.push(node);
            }
        }
        if open.is_empty() {
            return;
        }
        let mut place = vec![Local::default(); self.profits.len()];
        for (at, &node) in Local::all().zip(&open) {
            place[node] = at;
        }
        let mut between = Vec::new();
        for &(before, after) in links {
            let before = self.contraction.representative(before);
            let after = self.contraction.representative(after);
            let open = |node| self.contraction.is_open(node);
            if before != after && open(before) && open(after) {
                between.push((place[before], place[after]));
            }
        }
        let profits: Vec<P> = open.iter().map(|&node| self.profits[node]).collect();
        let reaches_loss = Flow::new(&profits, &between).settle();
        for (node, reaches) in open.into_iter().zip(reaches_loss) {
            self.inside[node] = !reaches;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        graph::pairs,
        order::brute::{self, Dice},
    };

    fn by_flow<P: Profit>(profits: &[P], links: &[Pair]) -> Vec<bool> {
        let reaches_loss = Flow::new(profits, links).settle();
        reaches_loss.into_iter().map(|reaches| !reaches).collect()
    }

    #[test]
    fn a_loss_is_taken_when_what_needs_it_pays_for_it_and_a_zero_always() {
        for (profits, links, expected) in [
            (vec![-3, 4], vec![(0, 1)], vec![true, true]),
            (vec![-3, 2], vec![(0, 1)], vec![false, false]),
            (vec![-3, 3], vec![(0, 1)], vec![true, true]),
            (vec![-5, 3, 2, 0], vec![(0, 1), (0, 2), (0, 3)], vec![true; 4]),
            (vec![-6, 3, 2, 0], vec![(0, 1), (0, 2), (3, 1)], vec![false, false, false, true]),
            (vec![-1, -1, 1, 1], vec![(0, 2), (1, 2), (0, 3), (1, 3)], vec![true; 4]),
        ] {
            let links = pairs(&links);
            assert_eq!(Closure::<i64>::default().greatest(profits.iter().copied(), &links), expected);
            assert_eq!(by_flow(&profits, &links), expected);
        }
    }

    #[test]
    fn with_and_without_contraction_in_either_width_it_is_the_largest_of_the_best() {
        let mut dice = Dice::new(1);
        let (mut narrow, mut wide) = (Closure::<i64>::default(), Closure::<i128>::default());
        for round in 0..4000 {
            let nodes = 1 + dice.below(10);
            let links = brute::links(&mut dice, nodes, 1 + round % 4);
            let profits: Vec<i64> = (0..nodes).map(|_| dice.between(-6, 6)).collect();
            let expected = brute::greatest_closure(&profits, &links);
            let widened = || profits.iter().map(|&profit| i128::from(profit));
            assert_eq!(narrow.greatest(profits.iter().copied(), &links), expected);
            let smallest: Vec<bool> = narrow.smallest(profits.iter().copied(), &links).collect();
            assert_eq!(smallest, brute::smallest_closure(&profits, &links));
            assert_eq!(wide.greatest(widened(), &links), expected);
            assert_eq!(by_flow(&profits, &links), expected);
            assert_eq!(by_flow(&widened().collect::<Vec<_>>(), &links), expected);
        }
    }

    #[test]
    fn large_tangles_are_cut_alike_with_and_without_contraction() {
        let mut dice = Dice::new(2);
        for round in 0..60 {
            let nodes = 300;
            let links = brute::links(&mut dice, nodes, 1 + round % 4);
            let profits: Vec<i64> = (0..nodes).map(|_| dice.between(-60, 60)).collect();
            let contracted = Closure::default().greatest(profits.iter().copied(), &links).to_vec();
            assert_eq!(contracted, by_flow(&profits, &links));
        }
    }
}
