//! Which requests are worth doing.

use super::{closure::Closure, pieces::Pieces};
use crate::{graph::Dependencies, model::Points};

/// The candidates that are worth doing: the set of them that contains its own prerequisites and
/// has the greatest total score, and of several such sets the smallest, which is part of the
/// others. So what brings nothing by itself is in only where something that brings more needs it,
/// and what lies outside costs at least what it brings, even with everything it would unblock.
///
/// `score` and `candidates` have one entry per node; the sum of the sizes of all scores must be
/// below 2⁶² thousandths. A prerequisite that is no candidate counts as met, so the caller must
/// leave out whatever waits for something that will never come. Source: Picard (1976), "Maximal
/// closure of a graph and applications to combinatorial problems".
pub fn worth_doing(links: &Dependencies, score: &[Points], candidates: &[bool]) -> Vec<bool> {
    let mut worth = vec![false; candidates.len()];
    let mut closure = Closure::default();
    let (pieces, connected) = Pieces::new(links, candidates);
    for piece in &connected {
        let nodes = pieces.nodes(piece);
        let profits = nodes.iter().map(|&node| score[node].thousandths());
        let inside = closure.smallest(profits, pieces.links(piece));
        for (&node, inside) in nodes.iter().zip(inside) {
            worth[node] = inside;
        }
    }
    worth
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        graph::pairs,
        order::brute::{self, Dice},
    };

    fn points(thousandths: &[i64]) -> Vec<Points> {
        thousandths.iter().copied().map(Points::from_thousandths).collect()
    }

    #[test]
    fn a_prerequisite_that_is_no_candidate_counts_as_met() {
        let links = Dependencies::new(3, &pairs(&[(0, 1), (1, 2)]));
        let score = points(&[-9, -1, 2]);
        let worth = |candidates: [bool; 3]| worth_doing(&links, &score, &candidates);
        assert_eq!(worth([true; 3]), [false; 3]);
        assert_eq!(worth([false, true, true]), [false, true, true]);
        assert_eq!(worth([true, false, true]), [false, false, true]);
    }

    #[test]
    fn what_is_worth_doing_is_the_smallest_of_the_best_closed_sets() {
        let mut dice = Dice::new(3);
        for round in 0..1000 {
            let nodes = 1 + dice.below(10);
            let pairs = brute::links(&mut dice, nodes, round % 4);
            let score: Vec<i64> = (0..nodes).map(|_| dice.between(-5, 5)).collect();
            assert_eq!(
                worth_doing(&Dependencies::new(nodes, &pairs), &points(&score), &vec![true; nodes]),
                brute::smallest_closure(&score, &pairs)
            );
        }
    }
}
