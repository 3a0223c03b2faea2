//! Carried value: points of other requests' merit that flow through a request.
//!
//! A request's merit is earned only when all it needs is built too, so it is shared equally
//! among itself and its prerequisites, direct and indirect. This is the Shapley value of the
//! game in which a set of requests earns the merit of those whose prerequisites it contains
//! (Shapley 1953: each request alone is a unanimity game, whose value is equal shares, and the
//! values of games add up).

use crate::{
    graph::{Links, Node},
    model::Points,
};

/// How many requests and links may be walked past before the sharing is given up, about a
/// second's work. Where every member has at most one prerequisite no walks are needed.
const MOST_STEPS: u64 = 1 << 28;

/// Billionths in a thousandth.
const FINER: i128 = 1_000_000;

/// What each member carries, its share of its own merit included, in billionths of a point;
/// zero for others. `None` where it would take more than 2²⁸ steps. The members' carried values
/// add up to their merit exactly.
///
/// Prerequisites that are no members count as met. What equal shares leave over goes, one
/// billionth each, to the request itself, then outward to what it waits for, nearest first (of
/// equally near ones: in the order of a breadth-first walk that takes prerequisites by number).
///
/// Members with a single path of prerequisites are shared along it, all together in linear time;
/// the others each by a walk of their own.
pub fn carried_value(links: &Links, merit: &[Points], members: &[bool]) -> Option<Vec<i128>> {
    let paths = Paths::new(links, members);
    let mut carried = paths.share(merit);
    let mut walks = Walks::new(links, members, MOST_STEPS);
    for (node, &member) in (0..).zip(members) {
        if member && paths.length[node as usize] == 0 {
            let sharers = walks.closure(node)?;
            let share = Share::new(merit[node as usize], sharers.len());
            for (place, &sharer) in sharers.iter().enumerate() {
                carried[sharer as usize] += share.at(place);
            }
        }
    }
    Some(carried)
}

/// One request's merit in equal shares.
struct Share {
    each: i128,
    /// How many get one billionth more, in the direction of the merit.
    more: usize,
    billionth: i128,
}

impl Share {
    fn new(merit: Points, sharers: usize) -> Self {
        let billionths = i128::from(merit.thousandths()) * FINER;
        let count = sharers as i128;
        Self {
            each: billionths / count,
            more: (billionths % count).unsigned_abs() as usize,
            billionth: billionths.signum(),
        }
    }

    /// The share of the sharer at this place, the request itself being at 0.
    fn at(&self, place: usize) -> i128 {
        self.each + if place < self.more { self.billionth } else { 0 }
    }
}

/// The members that wait for a single path: at most one direct prerequisite each, all the way.
/// They form trees that grow from what waits for nothing.
struct Paths {
    /// Such members, each after the one it waits for, and depth first.
    order: Vec<Node>,
    /// By node: how many members are on its path, itself included; 0 for all other nodes.
    length: Vec<usize>,
}

impl Paths {
    fn new(links: &Links, members: &[bool]) -> Self {
        let member = |node: &Node| members[*node as usize];
        let needs = |node: Node| {
            links
                .prerequisites(node)
                .iter()
                .filter(|node| member(node))
                .count()
        };
        let mut length = vec![0; members.len()];
        let mut order = Vec::new();
        let mut open: Vec<Node> = Vec::new();
        for root in (0..).take(members.len()) {
            if member(&root) && needs(root) == 0 {
                length[root as usize] = 1;
                open.push(root);
            }
            while let Some(node) = open.pop() {
                order.push(node);
                for &dependent in links.dependents(node) {
                    if member(&dependent) && needs(dependent) == 1 {
                        length[dependent as usize] = length[node as usize] + 1;
                        open.push(dependent);
                    }
                }
            }
        }
        Self { order, length }
    }

    /// Shares the merit of these members: each leaves its share at its end of the path, and what
    /// is left is summed down the trees. What is left over goes to the nearest, so it is taken off
    /// again where it ends.
    fn share(&self, merit: &[Points]) -> Vec<i128> {
        let mut carried = vec![0; self.length.len()];
        // The path to the member at hand: depth first, so no other overwrites it too early.
        let mut path: Vec<Node> = Vec::new();
        let mut parent = vec![None; self.length.len()];
        for &node in &self.order {
            let length = self.length[node as usize];
            path.truncate(length - 1);
            parent[node as usize] = path.last().copied();
            path.push(node);
            let share = Share::new(merit[node as usize], length);
            carried[node as usize] += share.at(0);
            if (1..length).contains(&share.more) {
                let ends = path[length - 1 - share.more];
                carried[ends as usize] -= share.billionth;
            }
        }
        for &node in self.order.iter().rev() {
            if let Some(parent) = parent[node as usize] {
                carried[parent as usize] += carried[node as usize];
            }
        }
        carried
    }
}

/// Walks from a request to all it needs.
struct Walks<'a> {
    links: &'a Links,
    members: &'a [bool],
    closure: Vec<Node>,
    /// By node: the request whose walk came by last.
    seen: Vec<Option<Node>>,
    steps_left: u64,
}

impl<'a> Walks<'a> {
    fn new(links: &'a Links, members: &'a [bool], steps_left: u64) -> Self {
        Self {
            links,
            members,
            closure: Vec::new(),
            seen: vec![None; members.len()],
            steps_left,
        }
    }

    /// The request and its member prerequisites, direct and indirect, nearest first. `None` when
    /// no steps are left.
    fn closure(&mut self, request: Node) -> Option<&[Node]> {
        self.closure.clear();
        self.closure.push(request);
        let mut next = 0;
        while let Some(&node) = self.closure.get(next) {
            next += 1;
            let prerequisites = self.links.prerequisites(node);
            let steps = 1 + prerequisites.len() as u64;
            self.steps_left = self.steps_left.checked_sub(steps)?;
            for &prerequisite in prerequisites {
                let seen = &mut self.seen[prerequisite as usize];
                if self.members[prerequisite as usize] && *seen != Some(request) {
                    *seen = Some(request);
                    self.closure.push(prerequisite);
                }
            }
        }
        Some(&self.closure)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::order::brute::{self, Dice};

    fn points(thousandths: &[i64]) -> Vec<Points> {
        thousandths
            .iter()
            .copied()
            .map(Points::from_thousandths)
            .collect()
    }

    #[test]
    fn merit_is_shared_equally_and_what_is_left_over_goes_to_the_nearest() {
        let chain = Links::new(3, &[(0, 1), (1, 2)]);
        let carried = |merit: [i64; 3]| carried_value(&chain, &points(&merit), &[true; 3]).unwrap();
        assert_eq!(carried([0, 0, 1]), [333_333, 333_333, 333_334]);
        assert_eq!(carried([0, 0, 2]), [666_666, 666_667, 666_667]);
        assert_eq!(carried([0, 0, -2]), [-666_666, -666_667, -666_667]);
        assert_eq!(carried([0, 3, 0]), [1_500_000, 1_500_000, 0]);
    }

    #[test]
    fn prerequisites_that_are_no_members_count_as_met() {
        let chain = Links::new(3, &[(0, 1), (1, 2)]);
        let carried = carried_value(&chain, &points(&[1, 1, 1]), &[true, false, true]);
        assert_eq!(carried.unwrap(), [1_000_000, 0, 1_000_000]);
    }

    #[test]
    fn paths_and_walks_share_alike_and_lose_nothing() {
        let mut dice = Dice::new(31);
        for round in 0..500 {
            let nodes = 1 + dice.below(40);
            let links = Links::new(nodes, &brute::links(&mut dice, nodes, 1 + round % 2));
            let merit: Vec<i64> = (0..nodes).map(|_| dice.between(-9, 9)).collect();
            let members: Vec<bool> = (0..nodes).map(|_| dice.below(8) > 0).collect();
            let carried = carried_value(&links, &points(&merit), &members).unwrap();

            let mut walked = vec![0; nodes];
            let mut walks = Walks::new(&links, &members, u64::MAX);
            for node in (0..).take(nodes).filter(|&node| members[node as usize]) {
                let sharers = walks.closure(node).unwrap();
                let share = Share::new(points(&merit)[node as usize], sharers.len());
                for (place, &sharer) in sharers.iter().enumerate() {
                    walked[sharer as usize] += share.at(place);
                }
            }
            assert_eq!(carried, walked);
            let whole = merit.iter().zip(&members).filter(|(_, member)| **member);
            let whole: i64 = whole.map(|(merit, _)| merit).sum();
            assert_eq!(carried.iter().sum::<i128>(), i128::from(whole) * FINER);
        }
    }

    #[test]
    fn too_much_work_is_given_up() {
        let links = Links::new(3, &[(0, 2), (1, 2)]);
        let members = [true; 3];
        let mut enough = Walks::new(&links, &members, 5);
        assert_eq!(enough.closure(2), Some(&[2, 0, 1][..]));
        assert_eq!(enough.closure(2), None);
    }

    #[test]
    fn a_chain_of_a_million_requests_is_shared_without_walks() {
        let nodes = 1_000_000;
        let links: Vec<_> = (1..nodes).map(|node| (node - 1, node)).collect();
        let nodes = nodes as usize;
        let carried = carried_value(
            &Links::new(nodes, &links),
            &points(&vec![1; nodes]),
            &vec![true; nodes],
        );
        assert_eq!(carried.unwrap().iter().sum::<i128>(), 1_000_000 * FINER);
    }
}
