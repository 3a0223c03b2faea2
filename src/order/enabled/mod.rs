//! Enabled value: points of other requests' score that flow through a request.
//!
//! A request's score is earned only when all it needs is built too, so it is shared equally
//! among itself and its prerequisites, direct and indirect. This is the Shapley value of the
//! game in which a set of requests earns the score of those whose prerequisites it contains
//! (Shapley 1953: each request alone is a unanimity game, whose value is equal shares, and the
//! values of games add up).
//!
//! Requests whose prerequisites form a single path are shared all together in linear time
//! (`paths`); for the others all pairs of request and prerequisite are gone through (`tangles`).

mod paths;
mod tangles;

use paths::Paths;

use crate::{graph::Dependencies, model::Points};

/// How many steps are taken before the sharing is given up: about a second's work. A tangle of
/// 30,000 requests that need each other almost all is within the limit.
const MOST_STEPS: usize = 1 << 29;

/// What each member enables, its share of its own score included, in billionths of a point;
/// zero for others. The members' enabled values add up to their score exactly. Prerequisites
/// that are no members count as met.
///
/// What equal shares leave over goes, one billionth each, to those with the most prerequisites,
/// direct and indirect, of their own, of equal ones to the smaller node: so to the request itself
/// first, then outward along a path.
///
/// `None` where it would take more than 2²⁹ steps. Where each member has at most one prerequisite
/// any number is shared, in linear time. Otherwise, a connected piece of n requests and m links
/// with more than one path takes 2 · (n + m) · n/64 steps, and one for each pair of a request
/// and one it needs.
pub fn enabled_value(links: &Dependencies, score: &[Points], members: &[bool]) -> Option<Vec<i128>> {
    let paths = Paths::new(links, members);
    let mut enabled = paths.share(score);
    tangles::share(links, score, &paths, MOST_STEPS, &mut enabled)?;
    Some(enabled)
}

/// Billionths of a point as they are shown: in thousandths, halves to even.
pub fn enabled_points(billionths: i128) -> Points {
    let (whole, rest) = (billionths.div_euclid(1_000_000), billionths.rem_euclid(1_000_000));
    let up = rest > 500_000 || (rest == 500_000 && whole % 2 != 0);
    Points::from_thousandths(i64::try_from(whole + i128::from(up)).unwrap_or(i64::MAX))
}

/// One request's score in equal shares.
#[derive(Clone, Copy)]
struct Share {
    each: i128,
    /// How many get one billionth more, in the direction of the score.
    more: usize,
    billionth: i128,
}

impl Share {
    fn new(score: Points, sharers: usize) -> Self {
        // A thousandth of a point is a million billionths.
        let billionths = i128::from(score.thousandths()) * 1_000_000;
        let count = sharers as i128;
        Self {
            each: billionths / count,
            more: (billionths % count).unsigned_abs() as usize,
            billionth: billionths.signum(),
        }
    }

    /// The share of the sharer at this place, the request itself being at 0.
    fn at(self, place: usize) -> i128 {
        self.each + if place < self.more { self.billionth } else { 0 }
    }
}

#[cfg(test)]
mod tests {
    use std::{cmp::Reverse, collections::BTreeSet};

    use super::*;
    use crate::{
        graph::pairs,
        model::{Node, Number},
        order::brute::{self, Dice},
    };

    fn points(thousandths: &[i64]) -> Vec<Points> {
        let thousandths = thousandths.iter().copied();
        thousandths.map(Points::from_thousandths).collect()
    }

    #[test]
    fn score_is_shared_equally_and_what_is_left_over_goes_to_the_nearest() {
        let chain = Dependencies::new(3, &pairs(&[(0, 1), (1, 2)]));
        let enabled = |score: [i64; 3]| enabled_value(&chain, &points(&score), &[true; 3]).unwrap();
        assert_eq!(enabled([0, 0, 1]), [333_333, 333_333, 333_334]);
        assert_eq!(enabled([0, 0, 2]), [666_666, 666_667, 666_667]);
        assert_eq!(enabled([0, 0, -2]), [-666_666, -666_667, -666_667]);
        assert_eq!(enabled([0, 3, 0]), [1_500_000, 1_500_000, 0]);
    }

    #[test]
    fn of_equally_near_ones_the_smaller_gets_what_is_left_over() {
        let links = Dependencies::new(3, &pairs(&[(0, 1), (2, 1)]));
        let enabled = enabled_value(&links, &points(&[0, 2, 0]), &[true; 3]);
        assert_eq!(enabled.unwrap(), [666_667, 666_667, 666_666]);
    }

    #[test]
    fn prerequisites_that_are_no_members_count_as_met() {
        let chain = Dependencies::new(3, &pairs(&[(0, 1), (1, 2)]));
        let enabled = enabled_value(&chain, &points(&[1, 1, 1]), &[true, false, true]);
        assert_eq!(enabled.unwrap(), [1_000_000, 0, 1_000_000]);
    }

    /// A member and all members that it needs.
    fn closure(links: &Dependencies, members: &[bool], node: Node) -> BTreeSet<Node> {
        let mut closure = BTreeSet::from([node]);
        let mut open = vec![node];
        while let Some(node) = open.pop() {
            for need in links.prerequisites(node) {
                if members[need] && closure.insert(need) {
                    open.push(need);
                }
            }
        }
        closure
    }

    #[test]
    fn it_is_what_sharing_one_by_one_gives_and_nothing_is_lost() {
        let mut dice = Dice::new(31);
        for round in 0..400 {
            let nodes = 1 + dice.below(if round % 10 == 0 { 200 } else { 20 });
            let links = Dependencies::new(nodes, &brute::links(&mut dice, nodes, 1 + round % 3));
            let score: Vec<i64> = (0..nodes).map(|_| dice.between(-9, 9)).collect();
            let members: Vec<bool> = (0..nodes).map(|_| dice.below(8) > 0).collect();

            let mut expected = vec![0; nodes];
            let node = |node: &Node| members[*node];
            let needs = |node| closure(&links, &members, node);
            for request in Node::first(nodes).filter(node) {
                let mut sharers: Vec<Node> = needs(request).into_iter().collect();
                sharers.sort_by_key(|&sharer| (Reverse(needs(sharer).len()), sharer));
                assert_eq!(sharers[0], request);
                let share = Share::new(points(&score)[request], sharers.len());
                for (place, sharer) in sharers.into_iter().enumerate() {
                    expected[sharer] += share.at(place);
                }
            }
            let enabled = enabled_value(&links, &points(&score), &members).unwrap();
            assert_eq!(enabled, expected);
            let whole = score.iter().zip(&members).filter(|(_, member)| **member);
            let whole: i64 = whole.map(|(score, _)| score * 1_000_000).sum();
            assert_eq!(enabled.iter().sum::<i128>(), i128::from(whole));
        }
    }

    #[test]
    fn too_much_work_is_given_up() {
        let links = Dependencies::new(3, &pairs(&[(0, 2), (1, 2)]));
        let paths = Paths::new(&links, &[true; 3]);
        let share = |steps| tangles::share(&links, &points(&[1; 3]), &paths, steps, &mut [0; 3]);
        // Twice three requests and two links, and three sharers.
        assert_eq!((share(13), share(12)), (Some(()), None));
    }

    #[test]
    fn a_chain_of_a_million_requests_is_shared_in_linear_time() {
        let links: Vec<_> = (0..999_999).map(|node| (node, node + 1)).collect();
        let links = Dependencies::new(links.len() + 1, &pairs(&links));
        let score = points(&vec![1; links.nodes()]);
        let enabled = enabled_value(&links, &score, &vec![true; links.nodes()]).unwrap();
        assert_eq!(enabled.iter().sum::<i128>(), 1_000_000_000_000);
    }
}
