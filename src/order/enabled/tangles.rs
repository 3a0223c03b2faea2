//! Sharing among prerequisites that are more than a path.
//!
//! Every pair of a request and one it needs is gone through, 64 possible prerequisites at a time:
//! their bits, handed on along the links, tell which requests need them.

use std::cmp::Reverse;

use super::{Paths, Share};
use crate::{
    graph::Dependencies,
    model::{Node, Number, Points},
    order::pieces::{Local, Pair, Piece, Pieces},
};

/// Adds to `enabled`, in billionths, what becomes of the score of the members without a path.
/// `None` where it would take more than so many steps.
pub(super) fn share(
    links: &Dependencies,
    score: &[Points],
    paths: &Paths,
    mut steps: usize,
    enabled: &mut [i128],
) -> Option<()> {
    let (pieces, tangles) = Pieces::new(links, &involved(links, paths));
    let mut place = vec![0; paths.length.len()];
    for (at, &node) in (0..).zip(&paths.order) {
        place[node] = at;
    }
    for piece in &tangles {
        let tangle = Tangle::new(&pieces, piece, &place);
        // The pairs are known only once half of the other steps are done.
        steps = steps.checked_sub(2 * tangle.steps())?;
        let sizes = tangle.sizes();
        let sharing: Vec<bool> = tangle.nodes.iter().map(|&node| paths.length[node] == 0).collect();
        for (&size, &sharing) in sizes.iter().zip(&sharing) {
            steps = steps.checked_sub(if sharing { size } else { 0 })?;
        }
        tangle.share(score, &sizes, &sharing, enabled);
    }
    Some(())
}

/// Members without a path, and all they need.
fn involved(links: &Dependencies, paths: &Paths) -> Vec<bool> {
    let mut involved = vec![false; paths.length.len()];
    let mut member = vec![false; paths.length.len()];
    for &node in &paths.order {
        member[node] = true;
        involved[node] = paths.length[node] == 0;
    }
    for &node in paths.order.iter().rev() {
        if involved[node] {
            for need in links.prerequisites(node) {
                involved[need] = member[need];
            }
        }
    }
    involved
}

/// A connected piece. Its nodes have local numbers.
struct Tangle<'a> {
    nodes: &'a [Node],
    /// Prerequisite and dependent, sorted so that all links to a node come before those from it.
    links: Vec<Pair>,
}

impl<'a> Tangle<'a> {
    /// `place` is where each node is in an order that respects the links.
    fn new(pieces: &'a Pieces, piece: &Piece, place: &[usize]) -> Self {
        let nodes = pieces.nodes(piece);
        let mut links = pieces.links(piece).to_vec();
        links.sort_unstable_by_key(|&(_, after)| place[nodes[after]]);
        Self { nodes, links }
    }

    /// How many steps it takes to hand on the bits of all nodes.
    fn steps(&self) -> usize {
        self.nodes.len().div_ceil(64) * (self.nodes.len() + self.links.len())
    }

    /// For each node, which of those ranked from `first` to `first` + 63 it needs or is.
    fn needed(&self, first: usize, ranked: &[Local], needed: &mut [u64]) {
        needed.fill(0);
        for (bit, &node) in (0..64).zip(&ranked[first..]) {
            needed[node] = 1 << bit;
        }
        for &(before, after) in &self.links {
            needed[after] |= needed[before];
        }
    }

    /// How many share the score of each node.
    fn sizes(&self) -> Vec<usize> {
        let anyhow: Vec<Local> = Local::first(self.nodes.len()).collect();
        let mut sizes = vec![0; self.nodes.len()];
        let mut needed = vec![0; self.nodes.len()];
        for first in (0..self.nodes.len()).step_by(64) {
            self.needed(first, &anyhow, &mut needed);
            for (size, needed) in sizes.iter_mut().zip(&needed) {
                *size += needed.count_ones() as usize;
            }
        }
        sizes
    }

    /// Shares the score of the nodes that are `sharing`, beginning with those that need most.
    fn share(&self, score: &[Points], sizes: &[usize], sharing: &[bool], enabled: &mut [i128]) {
        let mut ranked: Vec<Local> = Local::first(self.nodes.len()).collect();
        ranked.sort_by_key(|&node| Reverse(sizes[node]));
        let shares = self.nodes.iter().zip(sizes);
        let shares: Vec<Share> = shares.map(|(&node, &size)| Share::new(score[node], size)).collect();
        let mut served = vec![0; self.nodes.len()];
        let mut needed = vec![0; self.nodes.len()];
        for first in (0..self.nodes.len()).step_by(64) {
            self.needed(first, &ranked, &mut needed);
            let mut block = [0; 64];
            for (request, &needed) in needed.iter().enumerate() {
                let mut bits = if sharing[request] { needed } else { 0 };
                while bits != 0 {
                    block[bits.trailing_zeros() as usize] += shares[request].at(served[request]);
                    served[request] += 1;
                    bits &= bits - 1;
                }
            }
            for (&node, share) in ranked[first..].iter().zip(block) {
                enabled[self.nodes[node]] += share;
            }
        }
    }
}
