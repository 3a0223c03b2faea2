//! How much a request lacks to be in the closed set of greatest profit.

use super::{closure::Closure, pieces::Pieces};
use crate::graph::{Links, Node};

/// By how much the profit of `node` has to rise for it to be in the largest closed set of greatest
/// profit among the `members`, of which it is one. Nothing where it is in already.
///
/// Raising one node's profit by δ raises the worth of every set that contains it by δ, and of no
/// other. So it is in from where the best set that contains it has caught up with the best of
/// all, and that best set is what a rise beyond all other profits together brings about. The sum
/// of the sizes of all profits must be below 2¹²⁴.
pub(crate) fn shortfall(links: &Links, profit: impl Fn(Node) -> i128, members: &[bool], node: Node) -> i128 {
    let (pieces, connected) = Pieces::new(links, members);
    let Some(piece) = connected.iter().find(|piece| pieces.nodes(piece).binary_search(&node).is_ok()) else {
        return 0;
    };
    let nodes = pieces.nodes(piece);
    let profits: Vec<i128> = nodes.iter().map(|&node| profit(node)).collect();
    let worth = |inside: &[bool]| -> i128 {
        profits.iter().zip(inside).filter(|(_, inside)| **inside).map(|(profit, _)| profit).sum()
    };
    let mut closure = Closure::default();
    let greatest = worth(closure.greatest(profits.iter().copied(), pieces.links(piece)));
    let beyond_all = 1 + profits.iter().map(|profit| profit.abs()).sum::<i128>();
    let raised = nodes.iter().zip(&profits).map(
        |(&other, &profit)| {
            if other == node { profit + beyond_all } else { profit }
        },
    );
    greatest - worth(closure.greatest(raised, pieces.links(piece)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::order::brute::{self, Dice};

    #[test]
    fn a_node_is_in_from_exactly_there() {
        let mut dice = Dice::new(5);
        for round in 0..600 {
            let nodes = 1 + dice.below(9);
            let pairs = brute::links(&mut dice, nodes, 1 + round % 4);
            let profits: Vec<i64> = (0..nodes).map(|_| dice.between(-6, 6)).collect();
            let links = Links::new(nodes, &pairs);
            let members = vec![true; nodes];
            for (node, at) in (0..).zip(0..nodes) {
                let lacking = shortfall(&links, |node| profits[node as usize].into(), &members, node);
                let is_in = |more: i128| {
                    let mut raised = profits.clone();
                    raised[at] += i64::try_from(more).expect("small");
                    brute::greatest_closure(&raised, &pairs)[at]
                };
                assert!(is_in(lacking), "{profits:?} {pairs:?} {node}");
                assert!(lacking == 0 || !is_in(lacking - 1), "{profits:?} {pairs:?} {node}");
            }
        }
    }
}
