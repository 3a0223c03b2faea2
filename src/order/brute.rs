//! For tests: answers to small questions by trying everything, and dice to make the questions.

use super::pieces::Local;
use crate::model::Number;

/// A seeded source of numbers (`SplitMix64`, Steele, Lea and Flood 2014).
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number in `0..limit`.
    pub(super) fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % limit as u64).unwrap()
    }

    /// A number from `low` to `high`, both included.
    pub(super) fn between(&mut self, low: i64, high: i64) -> i64 {
        low + (self.next() % (high - low + 1).unsigned_abs()).cast_signed()
    }
}

/// Links without cycles and without repeats over shuffled numbers: up to `each` prerequisites
/// for each node.
pub(super) fn links<N: Number>(dice: &mut Dice, nodes: usize, each: usize) -> Vec<(N, N)> {
    let mut names: Vec<N> = N::first(nodes).collect();
    for at in (1..nodes).rev() {
        names.swap(at, dice.below(at + 1));
    }
    let mut links = Vec::new();
    for after in 1..nodes {
        for _ in 0..dice.below(each + 1) {
            links.push((names[dice.below(after)], names[after]));
        }
    }
    links.sort_unstable();
    links.dedup();
    links
}

/// Whether each set of nodes (bit `i` for node `i`) contains the prerequisites of its members.
pub(super) fn closed_sets<N: Number>(nodes: usize, links: &[(N, N)]) -> Vec<bool> {
    (0..1_usize << nodes)
        .map(|set| links.iter().all(|&(before, after)| set >> after.place() & 1 <= set >> before.place() & 1))
        .collect()
}

/// The closed set of greatest profit, of several the largest.
pub(super) fn greatest_closure<N: Number>(profits: &[i64], links: &[(N, N)]) -> Vec<bool> {
    best_closure(profits, links, |set| i64::from(set.count_ones()))
}

/// The closed set of greatest profit, of several the smallest.
pub(super) fn smallest_closure<N: Number>(profits: &[i64], links: &[(N, N)]) -> Vec<bool> {
    best_closure(profits, links, |set| -i64::from(set.count_ones()))
}

fn best_closure<N: Number>(profits: &[i64], links: &[(N, N)], size: impl Fn(usize) -> i64) -> Vec<bool> {
    let closed = closed_sets(profits.len(), links);
    let members = |set: usize| (0..profits.len()).map(move |node| set >> node & 1 == 1);
    let profit = |set: usize| -> i64 {
        members(set).zip(profits).map(|(inside, profit)| if inside { *profit } else { 0 }).sum()
    };
    let best =
        (0..closed.len()).filter(|&set| closed[set]).max_by_key(|&set| (profit(set), size(set))).unwrap();
    members(best).collect()
}

/// The levels of Sidney's decomposition, as sets: again and again the largest of the closed sets
/// of greatest score ÷ effort in what is left.
pub(super) fn levels<N: Number>(score: &[i64], effort: &[i64], links: &[(N, N)]) -> Vec<usize> {
    let nodes = score.len();
    let closed = closed_sets(nodes, links);
    let sum = |of: &[i64], set: usize| -> i64 {
        (0..nodes).filter(|node| set >> node & 1 == 1).map(|node| of[node]).sum()
    };
    let (mut done, mut levels) = (0_usize, Vec::new());
    while done + 1 < closed.len() {
        let best = (1..closed.len())
            .filter(|&set| closed[set] && set & done == done && set != done)
            .map(|set| set & !done)
            .max_by(|&a, &b| {
                let (left, right) = (sum(score, a) * sum(effort, b), sum(score, b) * sum(effort, a));
                left.cmp(&right).then(a.count_ones().cmp(&b.count_ones()))
            })
            .unwrap();
        levels.push(best);
        done |= best;
    }
    levels
}

/// The least Σ score × completion time of any order.
pub(super) fn least_cost<N: Number>(score: &[i64], effort: &[i64], links: &[(N, N)]) -> i64 {
    let closed = closed_sets(score.len(), links);
    let mut least = vec![0; closed.len()];
    for done in 1..closed.len() {
        let time: i64 = (0..score.len()).filter(|node| done >> node & 1 == 1).map(|node| effort[node]).sum();
        least[done] = (0..score.len())
            .filter(|last| done >> last & 1 == 1 && closed[done & !(1 << last)])
            .map(|last| least[done & !(1 << last)] + score[last] * time)
            .min()
            .unwrap_or(0);
    }
    least[closed.len() - 1]
}

/// The next of all orders of `0..n` in lexicographic order; false after the last.
pub(super) fn next_order(order: &mut [Local]) -> bool {
    let Some(pivot) = (1..order.len()).rev().find(|&at| order[at - 1] < order[at]) else {
        return false;
    };
    let larger = (pivot..order.len()).rev().find(|&at| order[at] > order[pivot - 1]).unwrap();
    order.swap(pivot - 1, larger);
    order[pivot..].reverse();
    true
}
