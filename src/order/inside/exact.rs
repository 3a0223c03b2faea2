//! The cheapest order of a few requests, by dynamic programming over closed sets.

use super::Member;
use crate::{
    model::Number,
    order::pieces::{Local, Pair},
};

/// The order of least cost, and of several such orders the one whose first request has the
/// smallest number, then its second, and so on. Time grows with the number of closed sets, memory
/// with 2ⁿ.
///
/// A set of requests is an integer with bit `i` for request `i`. What the order costs from here
/// on depends only on which set is done, not on how it was done, so it is worked out from the
/// full set backwards (Held and Karp 1962; on closed sets only, Schrage and Baker 1978).
pub(super) fn cheapest(members: &[Member], links: &[Pair]) -> Vec<Local> {
    let count = members.len();
    let mut needs = vec![0_usize; count];
    for &(before, after) in links {
        needs[after] |= 1 << before.place();
    }
    let needs = &needs;
    // What can follow once the set `done` is done.
    let available = |done: usize| {
        (0..count).filter(move |&next| done >> next & 1 == 0).filter(move |&next| needs[next] & !done == 0)
    };
    let effort = |at: usize| members[at].effort.thousandths();

    // All closed sets with their efforts, each after those that it contains.
    let mut closed = vec![(0, 0)];
    let mut all = 0;
    while let Some(next) = available(all).next() {
        for at in 0..closed.len() {
            let (set, time) = closed[at];
            if needs[next] & !set == 0 {
                closed.push((set | 1 << next, time + effort(next)));
            }
        }
        all |= 1 << next;
    }

    // By set: what all others cost if they follow it.
    let mut rest = vec![0_i128; all + 1];
    let cost_with = |(done, time): (usize, i64), next: usize, rest: &[i128]| {
        let score = i128::from(members[next].score.thousandths());
        score * i128::from(time + effort(next)) + rest[done | 1 << next]
    };
    for &(done, time) in closed.iter().rev().skip(1) {
        let costs = available(done).map(|next| cost_with((done, time), next, &rest));
        rest[done] = costs.min().unwrap_or_default();
    }

    let mut order = Vec::with_capacity(count);
    let (mut done, mut time) = (0, 0);
    while let Some(next) = available(done).find(|&next| cost_with((done, time), next, &rest) == rest[done]) {
        order.push(Local::at(next));
        (done, time) = (done | 1 << next, time + effort(next));
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        model::{Node, Points, Weeks},
        order::{
            brute::{self, Dice},
            inside::cost,
            ties::Due,
        },
    };

    /// Walks all orders from the lexicographically smallest on and keeps the first of least cost.
    fn first_of_the_cheapest(members: &[Member], links: &[Pair]) -> Vec<Local> {
        let mut order: Vec<Local> = Local::first(members.len()).collect();
        let mut best = None;
        loop {
            let place = |node| order.iter().position(|&at| at == node);
            if links.iter().all(|&(before, after)| place(before) < place(after)) {
                let cost = cost(members, &order);
                if best.as_ref().is_none_or(|(least, _)| cost < *least) {
                    best = Some((cost, order.clone()));
                }
            }
            if !brute::next_order(&mut order) {
                return best.unwrap().1;
            }
        }
    }

    #[test]
    fn of_the_cheapest_orders_the_lexicographically_smallest_is_taken() {
        let mut dice = Dice::new(21);
        for round in 0..400 {
            let count = 1 + dice.below(6);
            let links = brute::links(&mut dice, count, round % 3);
            let members: Vec<Member> = Node::first(count)
                .map(|node| Member {
                    node,
                    score: Points::from_thousandths(dice.between(-1, 2)),
                    effort: Weeks::from_thousandths(dice.between(1, 2)),
                    due: Due(None),
                })
                .collect();
            assert_eq!(cheapest(&members, &links), first_of_the_cheapest(&members, &links));
        }
    }
}
