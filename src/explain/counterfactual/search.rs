//! The smallest change that reaches a goal.

use std::{cell::RefCell, rc::Rc};

use super::{
    Alternative, Counterfactual, Goal, Way,
    arena::Arena,
    change::{Change, Move, Prerequisite},
    input::{ChangeKind, Input, Ladder, ladders},
    probe::{Aim, Probe},
    setting::Setting,
};
use crate::{model::Node, order::Verdict, policy::Policy, roadmap::Roadmap};

/// How many of the held requests that a request is held with are looked at.
const HELD_WITH: usize = 3;

/// One search for one request.
pub(super) struct Search<'a, 's> {
    pub(super) roadmap: &'a Roadmap<'s>,
    pub(super) policy: &'a Policy,
    pub(super) arena: &'a mut Arena<'s>,
    pub(super) aim: Aim,
    /// Which inputs may be changed.
    pub(super) kind: ChangeKind,
    /// The prerequisites that are known to reach a horizon by being done, where somebody has
    /// found that out for all requests at once; ascending.
    pub(super) known: Option<&'a [Node]>,
}

impl Search<'_, '_> {
    /// The smallest change, else the smallest pair, else a set of which every part is needed.
    pub(super) fn smallest(&mut self) -> Counterfactual {
        let ladders = self.ladders();
        let (way, moves) = if let Some(single) = self.single(&ladders) {
            (Way::Single(self.change(&single)), vec![single])
        } else if let Some(pair) = self.pair(&ladders) {
            (Way::Pair(pair.each_ref().map(|part| self.change(part))), pair.into())
        } else if let Some(parts) = self.nothing_short_of(&ladders) {
            (Way::NothingShortOf(parts.iter().map(|part| self.change(part)).collect()), parts)
        } else {
            return Counterfactual { goal: self.aim.goal, way: Way::None };
        };
        Counterfactual { goal: self.reached(&moves), way }
    }

    /// What moves that reach the goal bring about: where that is an earlier horizon, that one. What is
    /// the smallest for the goal is the smallest for this as well: nothing that misses a horizon reaches
    /// an earlier one.
    fn reached(&mut self, moves: &[Move]) -> Goal {
        let (policy, Aim { node, goal, .. }) = (self.policy, self.aim);
        let Goal::Horizon { before: aimed, .. } = goal else { return goal };
        let mut earlier = Goal::horizons(policy).rev().filter(|&(_, before)| before < aimed).peekable();
        if earlier.peek().is_none() {
            return goal;
        }
        let trial = self.arena.trial(moves);
        let begins = self.arena.local(node).and_then(|own| trial.begins()[own.0]);
        earlier.find(|&(_, before)| begins.is_some_and(|begins| begins < before)).map_or(goal, |it| it.0)
    }

    /// For each input the smallest change of it alone that reaches the goal, the smallest first.
    pub(super) fn alternatives(&mut self) -> Vec<Alternative> {
        let ladders = self.ladders();
        let mut found = Vec::new();
        for mut input in self.inputs(&ladders) {
            found.extend((1..=input.steps()).find_map(|steps| input.step(self.arena, steps)));
        }
        if self.kind == ChangeKind::Action {
            found.extend(self.prerequisite_done());
        }
        // Stable: of equally many steps the order of inputs decides.
        found.sort_by_key(|change| match change {
            Move::Set { steps, .. } => *steps,
            Move::Done(_) | Move::Recovered(_) => 1,
        });
        let alternative = |change: Move| Alternative {
            goal: self.reached(std::slice::from_ref(&change)),
            change: self.change(&change),
        };
        found.into_iter().map(alternative).collect()
    }

    fn change(&self, change: &Move) -> Change {
        change.change(self.roadmap)
    }

    fn ladders(&self) -> Vec<Ladder> {
        ladders(&self.roadmap.backlog.requests[self.aim.node], self.kind, self.policy)
    }

    /// The first step that works, of all inputs. Every smaller step of every input is looked at.
    fn single(&mut self, ladders: &[Ladder]) -> Option<Move> {
        let mut inputs = self.inputs(ladders);
        let most = inputs.iter().map(Alone::steps).max().unwrap_or(0);
        for steps in 1..=most.max(1) {
            if let Some(found) = inputs.iter_mut().find_map(|input| input.step(self.arena, steps)) {
                return Some(found);
            }
            if steps == 1
                && let Some(found) = self.prerequisite_done()
            {
                return Some(found);
            }
        }
        None
    }

    /// The request's own inputs, then what opens the gates of those it is held with.
    fn inputs(&mut self, ladders: &[Ladder]) -> Vec<Alone> {
        let probe = Rc::new(RefCell::new(Probe::own(self.arena, self.aim, Vec::new())));
        let own = ladders.iter().cloned().map(|ladder| Alone {
            node: self.aim.node,
            ladder,
            probe: Rc::clone(&probe),
        });
        let of_others = if self.kind == ChangeKind::Action { self.of_held_with() } else { Vec::new() };
        own.chain(of_others).collect()
    }

    /// What opens the gate of a request that this one is held together with, and lifts both.
    fn of_held_with(&self) -> Vec<Alone> {
        let (roadmap, node) = (self.roadmap, self.aim.node);
        let verdicts = &roadmap.ranking.verdicts;
        let is_enabler = verdicts.of[node] == Verdict::Hold && verdicts.gates[node].is_none();
        if self.aim.goal != Goal::Build || !is_enabler {
            return Vec::new();
        }
        let mut partners: Vec<Node> = Vec::new();
        for partner in verdicts.held_with(node, &roadmap.links) {
            if verdicts.gates[partner].is_some() && !partners.contains(&partner) {
                partners.push(partner);
            }
            if partners.len() == HELD_WITH {
                break;
            }
        }
        let mut inputs = Vec::new();
        for partner in partners {
            let aim = Aim { together_with: Some(partner), ..self.aim };
            let probe = Rc::new(RefCell::new(Probe::of(partner, aim)));
            let ladders = ladders(&roadmap.backlog.requests[partner], self.kind, self.policy);
            // Only these two open a gate.
            let gates =
                ladders.into_iter().filter(|it| matches!(it.input, Input::Migration | Input::Breaking));
            inputs.extend(gates.map(|ladder| Alone { node: partner, ladder, probe: Rc::clone(&probe) }));
        }
        inputs
    }

    /// The nearest prerequisite that reaches the goal by being done.
    fn prerequisite_done(&mut self) -> Option<Move> {
        let candidates = match self.aim.goal {
            Goal::Build => self.in_the_way(),
            Goal::Horizon { .. } | Goal::Above(_) => self.needed(),
        };
        let done = candidates.into_iter().map(|done| [Move::Done(done)]);
        done.into_iter().find(|done| self.is_free(done) && self.reaches(done)).map(|[done]| done)
    }

    /// Whether nothing closed is left before the request, as far as a walk back along the links can
    /// tell: what is closed now may be open in the end, but not the other way round.
    fn is_free(&self, done: &[Move]) -> bool {
        if self.aim.goal != Goal::Build {
            return true;
        }
        let is_done = |prerequisite: Prerequisite| done.contains(&Move::Done(prerequisite));
        let is_free = |node: Node| {
            let mut stopped = self.arena.stopped_by(node);
            !self.is_closed(node) && stopped.all(|(place, _)| is_done(Prerequisite::Settled(place)))
        };
        let node = self.aim.node;
        let is_left = |node: Node| !is_done(Prerequisite::Ranked(node));
        is_free(node) && self.roadmap.links.needed_over(node, is_left).all(is_free)
    }

    pub(super) fn reaches(&mut self, moves: &[Move]) -> bool {
        let trial = self.arena.trial(moves);
        self.aim.is_met(self.arena, &trial)
    }

    /// All that the request waits for, the nearest first; of what stopped something, what was
    /// declined earlier.
    pub(super) fn needed(&self) -> Vec<Prerequisite> {
        let (roadmap, node) = (self.roadmap, self.aim.node);
        if let Some(known) = self.known {
            let is_known = |node: &Node| known.binary_search(node).is_ok();
            return roadmap
                .links
                .needed_by(node)
                .filter(is_known)
                .take(1)
                .map(Prerequisite::Ranked)
                .collect();
        }
        let mut needed: Vec<Prerequisite> = Vec::new();
        for before in [node].into_iter().chain(roadmap.links.needed_by(node)) {
            if before != node && self.aim.goal != Goal::Above(before) {
                needed.push(Prerequisite::Ranked(before));
            }
            needed.extend(self.settled_before(before));
        }
        needed
    }

    /// What a request directly waits for that is settled, and could be done.
    fn settled_before(&self, node: Node) -> Vec<Prerequisite> {
        let stopped = self.arena.stopped_by(node);
        stopped
            .filter(|(place, _)| self.roadmap.can_be_done(*place))
            .map(|(place, _)| Prerequisite::Settled(place))
            .collect()
    }

    /// The prerequisites of which one, by being done, may get the request built, the nearest first.
    ///
    /// What is built already helps nobody by being done: whoever needs it has it for nothing. Where
    /// something closed stands before the request, being done has to cut every way from there, so it
    /// has to lie on any one of them.
    fn in_the_way(&mut self) -> Vec<Prerequisite> {
        let (roadmap, node) = (self.roadmap, self.aim.node);
        let trial = self.arena.trial_with(&[], Some(node));
        let Some(own) = self.arena.local(node) else { return Vec::new() };
        if trial.verdicts.gates[own.0].is_some() || roadmap.ranking.verdicts.gates[node].is_some() {
            return Vec::new();
        }
        if trial.available()[own.0] {
            let mut needed = self.needed();
            needed.retain(|before| match before {
                Prerequisite::Ranked(before) => roadmap.ranking.verdicts.of[*before] != Verdict::Build,
                Prerequisite::Settled(_) => true,
            });
            let all: Vec<Move> = needed.iter().copied().map(Move::Done).collect();
            return if self.reaches(&all) { needed } else { Vec::new() };
        }
        self.way_to_an_obstacle()
    }

    /// Whether another request will not be built, whatever happens to what it waits for.
    fn is_closed(&self, node: Node) -> bool {
        let verdicts = &self.roadmap.ranking.verdicts;
        let closed = verdicts.gates[node].is_some() || verdicts.of[node] == Verdict::Unscored;
        node != self.aim.node && (closed || self.roadmap.is_refused(node))
    }

    /// A shortest way from the request to something closed, without the request.
    fn way_to_an_obstacle(&self) -> Vec<Prerequisite> {
        let (roadmap, node) = (self.roadmap, self.aim.node);
        let stop = |node: Node| self.arena.stopped_by(node).next();
        let is_obstacle = |node: Node| stop(node).is_some() || self.is_closed(node);
        let Some(nodes) = roadmap.links.way(node, is_obstacle) else { return Vec::new() };
        let mut way: Vec<Prerequisite> = nodes[1..].iter().copied().map(Prerequisite::Ranked).collect();
        let settled = nodes.last().and_then(|&end| stop(end)).map(|(place, _)| place);
        way.extend(settled.filter(|&place| roadmap.can_be_done(place)).map(Prerequisite::Settled));
        way
    }

    /// The prerequisites that a pair may contain: those that the request directly waits for.
    pub(super) fn direct(&self) -> Vec<Move> {
        let node = self.aim.node;
        let ranked = self.roadmap.links.prerequisites(node);
        let ranked = ranked.filter(|&before| self.aim.goal != Goal::Above(before));
        let settled = self.settled_before(node);
        ranked.map(Prerequisite::Ranked).chain(settled).map(Move::Done).collect()
    }

    /// The pair of different inputs with the fewest steps in all; of equally small ones that of the
    /// first inputs.
    fn pair(&mut self, ladders: &[Ladder]) -> Option<[Move; 2]> {
        let node = self.aim.node;
        let set = |(steps, setting): (u32, Setting)| Move::Set { node, setting, steps };
        let mut own = Probe::own(self.arena, self.aim, Vec::new());
        let direct = self.direct();
        let free = direct.iter().filter(|done| self.is_free(std::slice::from_ref(done))).cloned();
        let mut with_done: Vec<(Move, Probe)> = Vec::new();
        for done in free.collect::<Vec<_>>() {
            let probe = Probe::own(self.arena, self.aim, vec![done.clone()]);
            if !probe.is_hopeless() {
                with_done.push((done, probe));
            }
        }
        let longest = ladders.iter().map(Ladder::most).max().unwrap_or(0);
        for total in 2..=(2 * longest).max(2) {
            let together = if own.is_hopeless() { Vec::new() } else { pairs(ladders, total) };
            let mut together = together.into_iter();
            if let Some([first, second]) =
                together.find(|[first, second]| own.works(self.arena, &[first.1, second.1]))
            {
                return Some([set(first), set(second)]);
            }
            for (done, probe) in &mut with_done {
                let mut steps = ladders.iter().filter_map(|ladder| ladder.step(total - 1));
                if let Some(setting) = steps.find(|&setting| probe.works(self.arena, &[setting])) {
                    return Some([set((total - 1, setting)), done.clone()]);
                }
            }
            if total == 2 {
                for (at, first) in direct.iter().enumerate() {
                    for second in &direct[at + 1..] {
                        let both = [first.clone(), second.clone()];
                        if self.is_free(&both) && self.reaches(&both) {
                            return Some(both);
                        }
                    }
                }
            }
        }
        None
    }
}

/// One input looked at by itself.
struct Alone {
    /// Whose.
    node: Node,
    ladder: Ladder,
    /// Shared by all inputs of the same request.
    probe: Rc<RefCell<Probe>>,
}

impl Alone {
    fn steps(&self) -> u32 {
        if self.probe.borrow().is_hopeless() { 0 } else { self.ladder.most() }
    }

    /// The move of that many steps, if there are that many and they reach the goal.
    fn step(&mut self, arena: &mut Arena<'_>, steps: u32) -> Option<Move> {
        let setting = self.ladder.step(steps)?;
        let works = self.probe.borrow_mut().works(arena, &[setting]);
        works.then_some(Move::Set { node: self.node, setting, steps })
    }
}

/// All pairs of settings of different inputs with so many steps in all, each setting with its own.
fn pairs(ladders: &[Ladder], total: u32) -> Vec<[(u32, Setting); 2]> {
    let mut pairs = Vec::new();
    for (at, first) in ladders.iter().enumerate() {
        for second in &ladders[at + 1..] {
            for steps in 1..total {
                let more = total - steps;
                if let (Some(one), Some(other)) = (first.step(steps), second.step(more)) {
                    pairs.push([(steps, one), (more, other)]);
                }
            }
        }
    }
    pairs
}
