//! An order changed by hand: some requests at positions of their own, some last.
//!
//! Built from the front. Each step takes what has this position, else the next of the computed
//! order; what a request with a position needs comes in time for it; what is to be last waits
//! until something else cannot go on without it.

use std::{cmp::Reverse, collections::BinaryHeap};

use crate::{graph::Dependencies, model::Node};

/// What is asked of an order.
#[derive(Clone, Debug, Default)]
pub(super) struct Places {
    /// Requests with the places they are to have, counted from 0.
    pub(super) fixed: Vec<(usize, Node)>,
    /// Requests that are to come last, in this order.
    pub(super) last: Vec<Node>,
}

impl Places {
    /// Whether nothing is asked.
    pub(super) fn is_empty(&self) -> bool {
        self.fixed.is_empty() && self.last.is_empty()
    }
}

/// The order with overrides obeyed as far as links allow. The first `locked` requests stay where they
/// are. Takes O((n + m) log n) steps, and for each override what it needs once more.
pub(super) fn placed(order: &[Node], locked: usize, places: &Places, links: &Dependencies) -> Vec<Node> {
    let mut line = Line::new(order, locked, links);
    for &(place, node) in &places.fixed {
        line.reserve(place, node);
    }
    for &node in &places.last {
        line.put_off(node);
    }
    line.run();
    line.done
}

/// What a request waits for in line.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Turn {
    /// Nothing but its turn.
    Natural,
    /// A request that has a later position.
    Parked,
    /// The place reserved for it.
    Fixed,
    /// That nothing else is left, or that something else needs it.
    Last,
    /// Nothing more.
    Done,
    /// It is not in this order.
    Absent,
}

/// The order being built.
struct Line<'a> {
    order: &'a [Node],
    links: &'a Dependencies,
    /// For each node its place in the computed order.
    rank: Vec<usize>,
    turn: Vec<Turn>,
    done: Vec<Node>,
    /// What is due at each place: requests with that position, and what these need in time.
    due: Vec<Option<Node>>,
    /// Places in the computed order of what waits for its turn only.
    natural: BinaryHeap<Reverse<usize>>,
    /// The same of what waits for a request with a later position.
    parked: Vec<usize>,
    last: Vec<Node>,
}

impl<'a> Line<'a> {
    fn new(order: &'a [Node], locked: usize, links: &'a Dependencies) -> Self {
        let (mut rank, mut turn) = (vec![0; links.nodes()], vec![Turn::Absent; links.nodes()]);
        for (place, &node) in order.iter().enumerate() {
            rank[node] = place;
            turn[node] = if place < locked { Turn::Done } else { Turn::Natural };
        }
        let (done, natural) = (order[..locked].to_vec(), (locked..order.len()).map(Reverse).collect());
        let due = vec![None; order.len()];
        Self { order, links, rank, turn, done, due, natural, parked: Vec::new(), last: Vec::new() }
    }

    fn is_open(&self, node: Node) -> bool {
        !matches!(self.turn[node], Turn::Done | Turn::Absent)
    }

    /// Gives a request a place, or the nearest one that is free, and what it needs the last free
    /// ones before.
    fn reserve(&mut self, place: usize, node: Node) {
        if self.turn[node] != Turn::Natural {
            return;
        }
        let (first, end) = (self.done.len(), self.due.len());
        let wanted = place.clamp(first, end - 1);
        let free = |at: &usize| self.due[*at].is_none();
        let Some(at) = (wanted..end).find(free).or_else(|| (first..wanted).rev().find(free)) else { return };
        self.due[at] = Some(node);
        self.turn[node] = Turn::Fixed;
        let mut needed: Vec<Node> = self.links.needed_by(node).filter(|&it| self.is_open(it)).collect();
        needed.sort_by_key(|&needed| Reverse(self.rank[needed]));
        let mut before = at;
        for needed in needed {
            // Where no place is free, it comes when it is asked for.
            let Some(free) = (first..before).rev().find(|&at| self.due[at].is_none()) else { break };
            self.due[free] = Some(needed);
            before = free;
        }
    }

    fn put_off(&mut self, node: Node) {
        if self.turn[node] == Turn::Natural {
            self.turn[node] = Turn::Last;
            self.last.push(node);
        }
    }

    fn run(&mut self) {
        let mut overdue: Vec<Node> = Vec::new();
        while let Some(place) = Some(self.done.len()).filter(|&place| place < self.due.len()) {
            overdue.extend(self.due[place]);
            overdue.retain(|&node| self.is_open(node));
            let next = match overdue.first() {
                Some(&node) => Some(self.towards(node)),
                None => self.natural().or_else(|| self.rest()),
            };
            let Some(next) = next else { return };
            self.take(next);
        }
    }

    /// The next request that nothing is asked of, or what is to be last and it waits for.
    fn natural(&mut self) -> Option<Node> {
        while let Some(Reverse(place)) = self.natural.pop() {
            let node = self.order[place];
            if self.turn[node] != Turn::Natural {
                continue;
            }
            // What it waits for comes earlier in the computed order: it is done, or it has a turn
            // of its own, or it waits for something that has.
            let turns = |turn: Turn| self.links.prerequisites(node).any(|needed| self.turn[needed] == turn);
            let held_up = turns(Turn::Fixed) || turns(Turn::Parked);
            if held_up || (turns(Turn::Last) && self.needs_fixed(node)) {
                self.turn[node] = Turn::Parked;
                self.parked.push(place);
                continue;
            }
            let next = if turns(Turn::Last) { self.towards(node) } else { node };
            if next != node {
                self.natural.push(Reverse(place));
            }
            return Some(next);
        }
        None
    }

    fn needs_fixed(&self, node: Node) -> bool {
        self.links.needed_by(node).any(|needed| self.turn[needed] == Turn::Fixed)
    }

    /// Where only requests with later positions are left, what waits for them, and the last ones.
    fn rest(&self) -> Option<Node> {
        let open = |&&node: &&Node| self.is_open(node);
        let early = self.due[self.done.len()..].iter().flatten().find(open);
        let last = self.last.iter().find(open);
        let next = if self.parked.is_empty() { last.or(early) } else { early.or(last) };
        next.map(|&node| self.towards(node))
    }

    /// The request itself if it can go on, else what it needs and comes earliest.
    fn towards(&self, node: Node) -> Node {
        let open = self.links.needed_by(node).filter(|&needed| self.is_open(needed));
        // The computed order keeps links, so the earliest waits for nothing.
        open.min_by_key(|&needed| self.rank[needed]).unwrap_or(node)
    }

    fn take(&mut self, node: Node) {
        if std::mem::replace(&mut self.turn[node], Turn::Done) == Turn::Fixed {
            for place in self.parked.drain(..) {
                let parked = &mut self.turn[self.order[place]];
                if *parked == Turn::Parked {
                    *parked = Turn::Natural;
                    self.natural.push(Reverse(place));
                }
            }
        }
        self.done.push(node);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        graph::pairs,
        model::Number,
        order::brute::{self, Dice},
    };

    fn obeyed(links: &[(usize, usize)], nodes: usize, fixed: &[(usize, usize)], last: &[usize]) -> Vec<Node> {
        let order: Vec<Node> = Node::first(nodes).collect();
        let fixed = fixed.iter().map(|&(place, node)| (place, Node::at(node))).collect();
        let places = Places { fixed, last: last.iter().copied().map(Node::at).collect() };
        placed(&order, 0, &places, &Dependencies::new(nodes, &pairs(links)))
    }

    #[test]
    fn a_position_is_kept_and_the_others_close_up() {
        assert_eq!(obeyed(&[], 5, &[(1, 4)], &[]), [0, 4, 1, 2, 3]);
        assert_eq!(obeyed(&[], 5, &[(3, 0)], &[]), [1, 2, 3, 0, 4]);
        assert_eq!(obeyed(&[], 4, &[(0, 3), (1, 2)], &[]), [3, 2, 0, 1]);
        assert_eq!(obeyed(&[], 3, &[(99, 0)], &[]), [1, 2, 0]);
    }

    #[test]
    fn a_position_pulls_what_it_needs_along() {
        // 4 needs 3, which needs 2: position 3 is the earliest, and then the two come just before.
        assert_eq!(obeyed(&[(2, 3), (3, 4)], 5, &[(3, 4)], &[]), [0, 2, 3, 4, 1]);
        assert_eq!(obeyed(&[(2, 3), (3, 4)], 5, &[(0, 4)], &[]), [2, 3, 4, 0, 1]);
    }

    #[test]
    fn what_waits_for_a_later_position_waits_with_it() {
        assert_eq!(obeyed(&[(0, 1)], 4, &[(2, 0)], &[]), [2, 3, 0, 1]);
        // Nothing else can go on: then the position comes early.
        assert_eq!(obeyed(&[(0, 1), (0, 2)], 3, &[(2, 0)], &[]), [0, 1, 2]);
    }

    #[test]
    fn the_last_come_in_their_order_but_before_what_needs_them() {
        assert_eq!(obeyed(&[], 4, &[], &[2, 0]), [1, 3, 2, 0]);
        assert_eq!(obeyed(&[(0, 2)], 4, &[], &[0]), [1, 0, 2, 3]);
        assert_eq!(obeyed(&[(0, 2)], 4, &[], &[0, 2]), [1, 3, 0, 2]);
    }

    #[test]
    fn whatever_is_wished_links_hold_and_nothing_is_lost() {
        let mut dice = Dice::new(11);
        for round in 0..3000 {
            let nodes = 1 + dice.below(9);
            let pairs = brute::links(&mut dice, nodes, round % 4);
            let links = Dependencies::new(nodes, &pairs);
            let mut order: Vec<Node> = Vec::new();
            while order.len() < nodes {
                let ready = Node::first(nodes).filter(|node| !order.contains(node));
                let ready: Vec<Node> = ready
                    .filter(|&node| links.prerequisites(node).all(|needed| order.contains(&needed)))
                    .collect();
                order.push(ready[dice.below(ready.len())]);
            }
            let locked = dice.below(nodes);
            let mut free: Vec<Node> = order[locked..].to_vec();
            let mut some = |dice: &mut Dice| -> Vec<Node> {
                let count = dice.below(free.len().min(3) + 1);
                (0..count).map(|_| free.swap_remove(dice.below(free.len()))).collect()
            };
            let mut fixed: Vec<(usize, Node)> =
                some(&mut dice).into_iter().map(|node| (dice.below(nodes + 2), node)).collect();
            fixed.sort_unstable();
            let places = Places { fixed, last: some(&mut dice) };
            let found = placed(&order, locked, &places, &links);
            assert_eq!(found[..locked], order[..locked]);
            let place = |node: Node| found.iter().position(|&other| other == node);
            assert!(Node::first(nodes).all(|node| place(node).is_some()), "{found:?} {places:?}");
            assert_eq!(found.len(), nodes);
            assert!(pairs.iter().all(|&(before, after)| place(before) < place(after)), "{found:?}");
            // Without links, and with room for all, every position is met.
            let alone = places.fixed.iter().all(|&(place, _)| place >= locked && place < nodes);
            if pairs.is_empty() && alone && places.fixed.windows(2).all(|two| two[0].0 != two[1].0) {
                assert!(places.fixed.iter().all(|&(at, node)| found[at] == node));
            }
        }
    }
}
