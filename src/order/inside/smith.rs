//! Smith's rule: highest return first, as far as prerequisites let it.

use std::{cmp::Reverse, collections::BinaryHeap};

use super::Member;
use crate::{
    graph::Dependencies,
    model::Number,
    order::{pieces::Local, ties::compare_score_per_week},
};

/// The place of each member in the order by score per week, highest first, and by number between
/// equals. Without links this order is optimal (Smith 1956, "Various optimizers for
/// single-stage production").
pub(super) fn ranks(members: &[Member]) -> Vec<u32> {
    let mut order: Vec<Local> = Local::first(members.len()).collect();
    let member = |at: Local| (members[at].score, members[at].effort);
    order.sort_by(|&a, &b| compare_score_per_week(member(b), member(a)));
    let mut ranks = vec![0; members.len()];
    for (rank, &at) in (0..).zip(&order) {
        ranks[at] = rank;
    }
    ranks
}

/// Lists, again and again, the member of lowest rank whose prerequisites are all listed.
/// O(links + members · log members).
pub(super) fn available_first(ranks: &[u32], links: &Dependencies<Local>) -> Vec<Local> {
    let nodes = Local::first(ranks.len());
    let mut waiting: Vec<usize> = nodes.clone().map(|node| links.prerequisites(node).count()).collect();
    let mut available: BinaryHeap<Reverse<(u32, Local)>> =
        nodes.filter(|&node| waiting[node] == 0).map(|node| Reverse((ranks[node], node))).collect();
    let mut order = Vec::with_capacity(ranks.len());
    while let Some(Reverse((_, node))) = available.pop() {
        order.push(node);
        for dependent in links.dependents(node) {
            waiting[dependent] -= 1;
            if waiting[dependent] == 0 {
                available.push(Reverse((ranks[dependent], dependent)));
            }
        }
    }
    order
}
