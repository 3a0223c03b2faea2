//! The cut itself: profits flow to losses until none can reach an unpaid one.
//!
//! Push-relabel after Goldberg and Tarjan (1988), first phase only, without source and sink: a
//! node with excess is a profit still to be spent, one with negative excess an unpaid loss. Any
//! amount may flow from a dependent to its prerequisite, and what has flowed may flow back. A
//! label is a lower bound on a node's distance to the nearest unpaid loss, and excess only ever
//! moves to a neighbour whose label is one less. Labels are made exact now and then by a
//! breadth-first walk from the losses (Cherkassky and Goldberg 1997), and the last of these walks
//! is the answer, so that everything in between is free to be approximate.

use std::collections::VecDeque;

use super::Profit;
use crate::{
    model::{Number, number},
    order::pieces::{Local, Pair},
};

/// A way along a link, seen from one of its ends.
#[derive(Clone, Copy, Default)]
struct Arc {
    to: Local,
    link: u32,
}

/// What is kept of each node, side by side because it is needed together.
#[derive(Clone, Copy)]
struct Station<P> {
    /// What it has received and not passed on; a loss that is not paid yet if negative.
    excess: P,
    label: u32,
    /// Where its arcs begin. They end where those of the next node begin.
    first: u32,
    /// Where its arcs to dependents begin; those before lead to prerequisites.
    home: u32,
    /// The arc to try next.
    current: u32,
}

/// A flow under way.
pub(super) struct Flow<P> {
    /// By node, and one more whose arcs begin where all others end.
    stations: Vec<Station<P>>,
    /// The arcs of all nodes, one after the other.
    arcs: Vec<Arc>,
    /// By link: how much has moved from the dependent to the prerequisite.
    moved: Vec<P>,
    /// By label: how many nodes have it.
    population: Vec<u32>,
    /// The label of nodes that have no way to an unpaid loss: the number of nodes.
    unreachable: u32,
    /// Nodes with this label or a higher one wait for the next exact labels.
    ceiling: u32,
    /// Nodes with excess, first in first out.
    active: VecDeque<Local>,
    /// Arcs looked at since the labels were exact.
    work: usize,
}

impl<P: Profit> Flow<P> {
    /// Nothing has moved yet. Linear time.
    pub(super) fn new(profits: &[P], links: &[Pair]) -> Self {
        let nodes = profits.len();
        let station = |&excess| Station { excess, label: 0, first: 0, home: 0, current: 0 };
        let mut stations: Vec<_> = profits.iter().chain([&P::zero()]).map(station).collect();
        // A counting sort: sizes, then places.
        for &(before, after) in links {
            stations[after].home += 1;
            stations[before].current += 1;
        }
        let mut next = 0;
        for station in &mut stations {
            station.first = next;
            station.home += next;
            next = station.home + station.current;
            station.current = station.first;
        }
        let mut arcs = vec![Arc::default(); 2 * links.len()];
        for (link, &(before, after)) in (0..).zip(links) {
            let place = &mut stations[after].current;
            arcs[*place as usize] = Arc { to: before, link };
            *place += 1;
        }
        // The prerequisites are in place, so `current` is where the dependents begin.
        for (link, &(before, after)) in (0..).zip(links) {
            let place = &mut stations[before].current;
            arcs[*place as usize] = Arc { to: after, link };
            *place += 1;
        }
        Self {
            stations,
            arcs,
            moved: vec![P::zero(); links.len()],
            population: vec![0; nodes + 1],
            unreachable: number(nodes),
            ceiling: 0,
            active: VecDeque::new(),
            work: 0,
        }
    }

    /// Moves all that can move, then tells which nodes still reach an unpaid loss.
    pub(super) fn settle(mut self) -> Vec<bool> {
        // Half of what an exact labelling looks at itself. It pays to label often: twice as much
        // patience takes a tenth longer on large tangles.
        let patience = usize::midpoint(self.stations.len(), self.arcs.len());
        loop {
            self.label_exactly();
            if self.active.is_empty() {
                self.stations.pop();
                let reaches = |station: &Station<P>| station.label < self.unreachable;
                return self.stations.iter().map(reaches).collect();
            }
            while self.work < patience
                && let Some(node) = self.active.pop_front()
            {
                self.discharge(node);
            }
        }
    }

    /// Where the arcs of a node end.
    fn end(&self, node: Local) -> u32 {
        self.stations[node.place() + 1].first
    }

    /// Makes each label the distance to the nearest unpaid loss, or `unreachable`, and makes
    /// active what has excess and a way.
    fn label_exactly(&mut self) {
        self.population.fill(0);
        self.ceiling = self.unreachable;
        self.work = 0;
        self.active.clear();
        let mut reached = Vec::with_capacity(self.stations.len());
        for (node, station) in Local::first(self.population.len() - 1).zip(&mut self.stations) {
            station.current = station.first;
            station.label = self.unreachable;
            if station.excess < P::zero() {
                station.label = 0;
                reached.push(node);
            }
        }
        let mut next = 0;
        while let Some(&node) = reached.get(next) {
            next += 1;
            let Station { excess, label, first, home, .. } = self.stations[node];
            self.population[label as usize] += 1;
            if excess > P::zero() {
                self.active.push_back(node);
            }
            for arc in first..self.end(node) {
                let Arc { to, link } = self.arcs[arc as usize];
                let neighbour = &mut self.stations[to].label;
                // A dependent can always send here, a prerequisite only what it got from here.
                if *neighbour == self.unreachable && (arc >= home || self.moved[link as usize] > P::zero()) {
                    *neighbour = label + 1;
                    reached.push(to);
                }
            }
        }
    }

    /// Moves the excess of `node` towards losses until it is spent or has no way. Whenever
    /// nothing more can move, the label rises to the least that lets something.
    fn discharge(&mut self, node: Local) {
        let Station { mut excess, mut label, first, home, mut current } = self.stations[node];
        let end = self.end(node);
        while label < self.ceiling {
            let mut lowest = self.unreachable - 1;
            for arc in (current..end).chain(first..current) {
                let Arc { to, link } = self.arcs[arc as usize];
                let moved = &mut self.moved[link as usize];
                // Any amount can go to a prerequisite, to a dependent only what came from it.
                let room = if arc < home { excess } else { excess.min(*moved) };
                if room == P::zero() {
                    continue;
                }
                let neighbour = &mut self.stations[to];
                if neighbour.label + 1 != label {
                    lowest = lowest.min(neighbour.label);
                    continue;
                }
                if arc < home {
                    *moved += room;
                } else {
                    *moved -= room;
                }
                let was_active = neighbour.excess > P::zero();
                neighbour.excess += room;
                if !was_active && neighbour.excess > P::zero() {
                    self.active.push_back(to);
                }
                excess -= room;
                if excess == P::zero() {
                    current = arc;
                    break;
                }
            }
            if excess == P::zero() {
                break;
            }
            self.work += (end - first) as usize;
            self.raise(label, lowest + 1);
            label = lowest + 1;
            current = first;
        }
        let station = &mut self.stations[node];
        (station.excess, station.label, station.current) = (excess, label, current);
    }

    /// Counts a node under its new label.
    fn raise(&mut self, old: u32, new: u32) {
        self.population[old as usize] -= 1;
        self.population[new as usize] += 1;
        if self.population[old as usize] == 0 {
            // Nobody is left at this distance, so nobody beyond it has a way.
            self.ceiling = self.ceiling.min(old);
        }
    }
}
