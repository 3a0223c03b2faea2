//! The look-ahead: list a request together with what it still needs.
//!
//! Smith's rule does not see that a poor request opens the way to a rich one. So here the rivals
//! are units: an unlisted request with all its unlisted prerequisites. The unit of greatest
//! score ÷ effort is listed, again and again. Units of more requests than the reach are left
//! alone; they shrink as others are listed.

use std::{cmp::Ordering, collections::BinaryHeap};

use super::Member;
use crate::{
    graph::Dependencies,
    model::{Number, Points, Weeks},
    order::{pieces::Local, ties::compare_score_per_week},
};

/// An order of all members by units of at most `reach`, which must be at least 1. Inside a unit,
/// and only there, the lowest of `ranks` goes first among the available. Between units of equal
/// return the smaller number of the request they serve decides.
///
/// A unit is looked at again only when it shrank, or when it may now be within reach, so a
/// member is looked at O(reach) times per link, each time at O(reach²) cost.
pub(super) fn densest_first(
    members: &[Member],
    ranks: &[u32],
    links: &Dependencies<Local>,
    reach: usize,
) -> Vec<Local> {
    let mut units = Units::new(members, links, reach);
    units.offer_all();
    let mut order = Vec::with_capacity(members.len());
    while let Some(offer) = units.offers.pop() {
        if units.version[offer.node] != offer.version {
            continue;
        }
        units.gather(offer.node);
        let listed = units.in_order(ranks);
        for &node in &listed {
            units.list(node);
        }
        units.refresh(&listed);
        order.extend(listed);
    }
    order
}

/// A unit that could be listed next.
struct Offer {
    score: Points,
    effort: Weeks,
    /// The request it serves.
    node: Local,
    /// An offer counts only while this is the node's version.
    version: u32,
}

impl Ord for Offer {
    fn cmp(&self, other: &Self) -> Ordering {
        compare_score_per_week((self.score, self.effort), (other.score, other.effort))
            .then_with(|| other.node.cmp(&self.node))
            .then_with(|| self.version.cmp(&other.version))
    }
}

impl PartialOrd for Offer {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Offer {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Offer {}

struct Units<'a> {
    members: &'a [Member],
    links: &'a Dependencies<Local>,
    reach: usize,
    listed: Vec<bool>,
    /// By member: its direct prerequisites, of which listed ones are dropped when it is looked
    /// at, so that none is passed over twice.
    needs: Vec<Vec<Local>>,
    /// By member: how many of them are unlisted.
    waiting: Vec<usize>,
    /// By member: how many offers of its unit have been made or taken back. None was made as long
    /// as its unit is out of reach.
    version: Vec<u32>,
    offers: BinaryHeap<Offer>,
    /// The unit that was gathered last, the request it serves first.
    unit: Vec<Local>,
    /// By member: the number of the last walk that came by.
    seen: Vec<u32>,
    walk: u32,
    /// By member: whether the refresh under way has made it a new offer.
    renewed: Vec<bool>,
}

impl<'a> Units<'a> {
    fn new(members: &'a [Member], links: &'a Dependencies<Local>, reach: usize) -> Self {
        let needs: Vec<Vec<Local>> =
            Local::all().take(members.len()).map(|node| links.prerequisites(node).collect()).collect();
        Self {
            members,
            links,
            reach,
            listed: vec![false; members.len()],
            waiting: needs.iter().map(Vec::len).collect(),
            needs,
            version: vec![0; members.len()],
            offers: BinaryHeap::with_capacity(members.len()),
            unit: Vec::new(),
            seen: vec![0; members.len()],
            walk: 0,
            renewed: vec![false; members.len()],
        }
    }

    /// Collects the unit of `node`; false where it is out of reach.
    fn gather(&mut self, node: Local) -> bool {
        self.walk += 1;
        self.unit.clear();
        self.unit.push(node);
        self.seen[node] = self.walk;
        let mut next = 0;
        while let Some(&node) = self.unit.get(next) {
            next += 1;
            if self.waiting[node] >= self.reach {
                return false;
            }
            let needs = &mut self.needs[node];
            needs.retain(|&need| !self.listed[need]);
            for &need in &*needs {
                // What was never within reach is not within the reach of others either.
                if self.version[need] == 0 {
                    return false;
                }
                if self.seen[need] != self.walk {
                    self.seen[need] = self.walk;
                    self.unit.push(need);
                }
            }
            if self.unit.len() > self.reach {
                return false;
            }
        }
        true
    }

    /// Offers the unit of `node` as it is now, instead of any earlier one; false where it is out
    /// of reach.
    fn offer(&mut self, node: Local) -> bool {
        let within_reach = self.gather(node);
        if within_reach {
            let (mut score, mut effort) = (Points::ZERO, Weeks::ZERO);
            for &node in &self.unit {
                score += self.members[node].score;
                effort += self.members[node].effort;
            }
            let version = &mut self.version[node];
            *version += 1;
            self.offers.push(Offer { score, effort, node, version: *version });
        }
        within_reach
    }

    /// The gathered unit by Smith's rule among the available.
    fn in_order(&mut self, ranks: &[u32]) -> Vec<Local> {
        let mut rest = std::mem::take(&mut self.unit);
        rest.sort_unstable_by_key(|&node| ranks[node]);
        let mut order = Vec::with_capacity(rest.len());
        while let Some(at) = rest.iter().position(|&node| {
            let needs = &self.needs[node];
            needs.iter().all(|need| !rest.contains(need))
        }) {
            order.push(rest.remove(at));
        }
        self.unit = rest;
        order
    }

    fn list(&mut self, node: Local) {
        self.listed[node] = true;
        self.version[node] += 1;
        for dependent in self.links.dependents(node) {
            self.waiting[dependent] -= 1;
        }
    }

    /// Makes the first offers.
    fn offer_all(&mut self) {
        let mut ready = Vec::new();
        for (node, &waiting) in Local::all().zip(&self.waiting) {
            if waiting == 0 {
                ready.push(node);
            }
        }
        for &node in &ready {
            self.offer(node);
        }
        self.refresh(&ready);
    }

    /// Makes new offers for what waits, directly or not, for what just `changed`. What is out of
    /// reach needs no walk beyond: its dependents are out of reach too.
    fn refresh(&mut self, changed: &[Local]) {
        let mut changed = changed.to_vec();
        let first = changed.len();
        let mut next = 0;
        while let Some(&node) = changed.get(next) {
            next += 1;
            for dependent in self.links.dependents(node) {
                // One offer is enough, since all that is listed is known. But what is out of reach
                // because of a prerequisite may be within reach once that is.
                if !self.listed[dependent] && !self.renewed[dependent] && self.offer(dependent) {
                    self.renewed[dependent] = true;
                    changed.push(dependent);
                }
            }
        }
        for &node in &changed[first..] {
            self.renewed[node] = false;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::order::{
        brute::{self, Dice},
        inside::smith,
        ties::Due,
    };
    use crate::{graph::pairs, model::Node};

    fn member(node: usize, score: i64, effort: i64) -> Member {
        Member {
            node: Node::at(node),
            score: Points::from_thousandths(score),
            effort: Weeks::from_thousandths(effort),
            due: Due(None),
        }
    }

    fn densest(members: &[Member], links: &Dependencies<Local>, reach: usize) -> Vec<Local> {
        densest_first(members, &smith::ranks(members), links, reach)
    }

    #[test]
    fn a_rich_request_pulls_a_poor_prerequisite_forward_if_it_is_within_reach() {
        let members = [member(0, 0, 1), member(1, 9, 1), member(2, 3, 1)];
        let links = Dependencies::new(3, &pairs(&[(0, 1)]));
        assert_eq!(densest(&members, &links, 2), [0, 1, 2]);
        assert_eq!(densest(&members, &links, 1), [2, 0, 1]);
    }

    /// The same by its definition: all units are made anew each time.
    fn by_definition(members: &[Member], links: &Dependencies<Local>, reach: usize) -> Vec<Local> {
        let ranks = smith::ranks(members);
        let mut order = Vec::new();
        while order.len() < members.len() {
            let unit = |node: Local| {
                let mut unit = BTreeSet::from([node]);
                let mut open = vec![node];
                while let Some(node) = open.pop() {
                    for need in links.prerequisites(node) {
                        if !order.contains(&need) && unit.insert(need) {
                            open.push(need);
                        }
                    }
                }
                unit
            };
            let unlisted = Local::all().take(members.len()).filter(|node| !order.contains(node));
            let units = unlisted.map(unit).filter(|unit| unit.len() <= reach);
            let size = |unit: &BTreeSet<Local>| {
                let of = |at: &Local| &members[*at];
                let score = unit.iter().map(|at| of(at).score).sum();
                (score, unit.iter().map(|at| of(at).effort).sum())
            };
            // The first of equal ones, so the one that serves the smallest number.
            let best = units.reduce(|best, unit| {
                let denser = compare_score_per_week(size(&unit), size(&best)).is_gt();
                if denser { unit } else { best }
            });
            let mut rest = best.unwrap();
            while !rest.is_empty() {
                let free = |node: &&Local| links.prerequisites(**node).all(|need| !rest.contains(&need));
                let next = rest.iter().filter(free).min_by_key(|at| ranks[**at]);
                let next = *next.unwrap();
                rest.remove(&next);
                order.push(next);
            }
        }
        order
    }

    #[test]
    fn keeping_units_up_to_date_gives_what_making_them_anew_gives() {
        let mut dice = Dice::new(41);
        for round in 0..600 {
            let count = 1 + dice.below(25);
            let links = Dependencies::new(count, &brute::links(&mut dice, count, 1 + round % 4));
            let members: Vec<Member> =
                (0..count).map(|node| member(node, dice.between(-3, 6), dice.between(1, 4))).collect();
            let reach = 1 + dice.below(6);
            assert_eq!(densest(&members, &links, reach), by_definition(&members, &links, reach));
        }
    }
}
