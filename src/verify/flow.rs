//! Flow from profits to losses along the links: the proof that no part is worth more than the whole.
//!
//! Any amount may move from a request to one that it waits for. What cannot be moved to a loss is the
//! most that a closed set can earn (Picard 1976), whoever found the flow: each flow is a bound.

/// A link: the request that waits, then the one it waits for.
pub(super) type Arc = (usize, usize);

/// What is left after as much as possible has moved.
pub(super) struct Settled {
    /// By node: what it could not pass on, or, below zero, a loss that nobody pays.
    pub(super) left: Vec<i128>,
    /// By node: whether profit that is left over can reach it. These are the smallest closed set that
    /// earns the most.
    pub(super) reached: Vec<bool>,
}

/// Moves profits to losses by shortest paths. `None` where that takes more than the steps left.
pub(super) fn settle(profits: &[i128], arcs: &[Arc], steps: &mut usize) -> Option<Settled> {
    let mut left = profits.to_vec();
    let mut at: Vec<Vec<usize>> = vec![Vec::new(); profits.len()];
    for (number, &(from, to)) in arcs.iter().enumerate() {
        at[from].push(number);
        at[to].push(number);
    }
    let mut moved = vec![0_i128; arcs.len()];
    loop {
        let mut reached = vec![false; left.len()];
        let mut by: Vec<Option<usize>> = vec![None; left.len()];
        let mut queue: Vec<usize> = (0..left.len()).filter(|&node| left[node] > 0).collect();
        for &node in &queue {
            reached[node] = true;
        }
        let mut next = 0;
        let mut end = None;
        while let Some(&node) = queue.get(next) {
            next += 1;
            if left[node] < 0 {
                end = Some(node);
                break;
            }
            *steps = steps.checked_sub(1 + at[node].len())?;
            for &arc in &at[node] {
                let (from, to) = arcs[arc];
                let other = if from == node { to } else { from };
                if !reached[other] && (from == node || moved[arc] > 0) {
                    reached[other] = true;
                    by[other] = Some(arc);
                    queue.push(other);
                }
            }
        }
        let Some(end) = end else { return Some(Settled { left, reached }) };
        // Back along the path: how much fits, then move it.
        let mut path = Vec::new();
        let (mut node, mut room) = (end, -left[end]);
        while let Some(arc) = by[node] {
            let forward = arcs[arc].1 == node;
            path.push((arc, forward));
            node = if forward {
                arcs[arc].0
            } else {
                room = room.min(moved[arc]);
                arcs[arc].1
            };
        }
        room = room.min(left[node]);
        left[node] -= room;
        left[end] += room;
        for (arc, forward) in path {
            moved[arc] += if forward { room } else { -room };
        }
    }
}

/// The connected parts of so many nodes, each with its nodes, in the order of their first node.
pub(super) fn parts(nodes: usize, arcs: &[Arc]) -> Vec<Vec<usize>> {
    let mut leader: Vec<usize> = (0..nodes).collect();
    for &(from, to) in arcs {
        let (from, to) = (lead(&mut leader, from), lead(&mut leader, to));
        leader[from.max(to)] = from.min(to);
    }
    let mut number = vec![usize::MAX; nodes];
    let mut parts: Vec<Vec<usize>> = Vec::new();
    for node in 0..nodes {
        let first = lead(&mut leader, node);
        if number[first] == usize::MAX {
            number[first] = parts.len();
            parts.push(Vec::new());
        }
        parts[number[first]].push(node);
    }
    parts
}

fn lead(leader: &mut [usize], mut node: usize) -> usize {
    while leader[node] != node {
        leader[node] = leader[leader[node]];
        node = leader[node];
    }
    node
}

#[cfg(test)]
mod tests {
    use super::*;

    fn left(profits: &[i128], arcs: &[Arc]) -> (Vec<i128>, Vec<bool>) {
        let settled = settle(profits, arcs, &mut 1000).expect("few steps");
        (settled.left, settled.reached)
    }

    #[test]
    fn what_a_dependent_earns_pays_for_what_it_needs() {
        assert_eq!(left(&[-20, 20], &[(1, 0)]), (vec![0, 0], vec![false, false]));
        assert_eq!(left(&[-20, 20], &[(0, 1)]).0, [-20, 20]);
        // E -4, D 10 after E, X -3 after D: D pays for E, and X is worth nothing to anybody.
        assert_eq!(left(&[-4, 10, -3], &[(1, 0), (2, 1)]), (vec![0, 6, -3], vec![true, true, false]));
    }

    #[test]
    fn flow_may_be_sent_back_to_make_room() {
        // The first profit could take the loss that only the second one can reach.
        let (left, _) = left(&[5, 5, -5, -5], &[(0, 2), (0, 3), (1, 2)]);
        assert_eq!(left, [0; 4]);
    }

    #[test]
    fn too_many_steps_are_given_up() {
        assert!(settle(&[-20, 20], &[(1, 0)], &mut 1).is_none());
    }

    #[test]
    fn parts_hang_together() {
        assert_eq!(parts(5, &[(4, 0), (1, 3)]), [vec![0, 4], vec![1, 3], vec![2]]);
    }
}
