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
use crate::order::{number, pieces::Pair};

/// A way along a link, seen from one of its ends.
#[derive(Clone, Copy, Default)]
struct Arc {
    to: u32,
    link: u32,
}

/// A flow under way. Arrays have an entry per node, where nothing else is said.
pub(super) struct Flow<P> {
    excess: Vec<P>,
    /// By link: how much has moved from the dependent to the prerequisite.
    moved: Vec<P>,
    /// The arcs of all nodes, one after the other, those to prerequisites first.
    arcs: Vec<Arc>,
    /// Where a node's arcs begin; one entry more than nodes.
    first: Vec<usize>,
    /// Where a node's arcs to dependents begin.
    back: Vec<usize>,
    /// The arc that a node looks at next; one entry more than nodes.
    current: Vec<usize>,
    label: Vec<u32>,
    /// By label: how many nodes have it.
    population: Vec<u32>,
    /// Nodes with this label or a higher one wait for the next exact labels.
    ceiling: u32,
    /// Nodes with excess, first in first out.
    active: VecDeque<u32>,
    /// Arcs looked at since the labels were exact.
    work: usize,
}

impl<P: Profit> Flow<P> {
    /// Nothing has moved yet. Linear time.
    pub(super) fn new(profits: Vec<P>, links: &[Pair]) -> Self {
        let nodes = profits.len();
        let (mut first, mut back) = (vec![0; nodes + 1], vec![0; nodes]);
        for &(before, after) in links {
            first[before as usize + 1] += 1;
            first[after as usize + 1] += 1;
            back[after as usize] += 1;
        }
        for node in 0..nodes {
            first[node + 1] += first[node];
            back[node] += first[node];
        }
        let mut arcs = vec![Arc::default(); 2 * links.len()];
        let (mut to_prerequisite, mut to_dependent) = (first.clone(), back.clone());
        for (link, &(before, after)) in (0..).zip(links) {
            let (forth, home) = (
                &mut to_prerequisite[after as usize],
                &mut to_dependent[before as usize],
            );
            arcs[*forth] = Arc { to: before, link };
            arcs[*home] = Arc { to: after, link };
            (*forth, *home) = (*forth + 1, *home + 1);
        }
        Self {
            excess: profits,
            moved: vec![P::zero(); links.len()],
            arcs,
            current: first.clone(),
            first,
            back,
            label: vec![0; nodes],
            population: vec![0; nodes + 1],
            ceiling: 0,
            active: VecDeque::new(),
            work: 0,
        }
    }

    /// Moves all that can move, then tells which nodes still reach an unpaid loss.
    pub(super) fn settle(mut self) -> Vec<bool> {
        let unreachable = number(self.label.len());
        // An exact labelling costs about as much as looking at every node and arc once.
        let patience = 2 * (self.label.len() + self.arcs.len());
        loop {
            self.label_exactly();
            if self.active.is_empty() {
                return self
                    .label
                    .iter()
                    .map(|&label| label < unreachable)
                    .collect();
            }
            while self.work < patience
                && let Some(node) = self.active.pop_front()
            {
                self.discharge(node as usize);
            }
        }
    }

    /// Makes each label the distance to the nearest unpaid loss, or the number of nodes where
    /// there is no way to one, and makes active what has excess and a way.
    fn label_exactly(&mut self) {
        let unreachable = number(self.label.len());
        self.label.fill(unreachable);
        self.population.fill(0);
        self.current.copy_from_slice(&self.first);
        self.ceiling = unreachable;
        self.work = 0;
        self.active.clear();

        let mut reached = Vec::with_capacity(self.label.len());
        for (node, &excess) in (0..).zip(&self.excess) {
            if excess < P::zero() {
                self.label[node as usize] = 0;
                reached.push(node);
            }
        }
        let mut next = 0;
        while let Some(&node) = reached.get(next) {
            next += 1;
            let node = node as usize;
            let label = self.label[node];
            self.population[label as usize] += 1;
            if self.excess[node] > P::zero() {
                self.active.push_back(number(node));
            }
            let back = self.back[node];
            for arc in self.first[node]..self.first[node + 1] {
                let Arc { to, link } = self.arcs[arc];
                // A dependent can always send here, a prerequisite only what it got from here.
                if self.label[to as usize] == unreachable
                    && (arc >= back || self.moved[link as usize] > P::zero())
                {
                    self.label[to as usize] = label + 1;
                    reached.push(to);
                }
            }
        }
    }

    /// Moves the excess of `node` towards losses until it is spent or has no way.
    fn discharge(&mut self, node: usize) {
        let (first, back, end) = (self.first[node], self.back[node], self.first[node + 1]);
        while self.label[node] < self.ceiling {
            for arc in self.current[node]..end {
                let Arc { to, link } = self.arcs[arc];
                if self.label[to as usize] + 1 == self.label[node] {
                    self.push(node, arc < back, to as usize, link as usize);
                    if self.excess[node] == P::zero() {
                        self.current[node] = arc;
                        return;
                    }
                }
            }
            self.current[node] = first;
            self.relabel(node);
        }
    }

    /// Moves as much as possible from `node` along one arc, `forth` to a prerequisite or home
    /// to a dependent.
    fn push(&mut self, node: usize, forth: bool, to: usize, link: usize) {
        let amount = if forth {
            self.moved[link] += self.excess[node];
            self.excess[node]
        } else {
            let amount = self.excess[node].min(self.moved[link]);
            self.moved[link] -= amount;
            amount
        };
        self.excess[node] -= amount;
        let was_active = self.excess[to] > P::zero();
        self.excess[to] += amount;
        if !was_active && self.excess[to] > P::zero() {
            self.active.push_back(number(to));
        }
    }

    /// Raises the label of a node from which nothing can move to the least that lets it.
    fn relabel(&mut self, node: usize) {
        let (first, back, end) = (self.first[node], self.back[node], self.first[node + 1]);
        let mut lowest = number(self.label.len()) - 1;
        for arc in first..end {
            let Arc { to, link } = self.arcs[arc];
            if arc < back || self.moved[link as usize] > P::zero() {
                lowest = lowest.min(self.label[to as usize]);
            }
        }
        self.work += end - first;
        let old = self.label[node];
        self.population[old as usize] -= 1;
        self.population[lowest as usize + 1] += 1;
        self.label[node] = lowest + 1;
        if self.population[old as usize] == 0 {
            // Nobody is left at this distance, so nobody beyond it has a way.
            self.ceiling = self.ceiling.min(old);
        }
    }
}
