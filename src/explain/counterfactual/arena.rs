//! A part of a backlog that is changed and ranked again.
//!
//! Only requests that no link leaves are ranked again. What lies outside keeps its verdicts and its
//! bundles, because neither depends on anything that is not connected.

use std::{cell::OnceCell, rc::Rc};

use super::{
    change::{Move, Prerequisite},
    ground::Ground,
    setting::Setting,
    trial::{Others, Trial},
};
use crate::{
    graph::Dependencies,
    model::{Backlog, Breaking, Node, Number, Points, Reason, SettledNumber, Weeks},
    order::Case,
    policy::Policy,
    roadmap::Roadmap,
    rules::ResolvedOverride,
    score::{self, Contributions},
    workers::Workers,
};

/// A part of a backlog that can be changed and ranked again.
///
/// Its requests have numbers of their own, in the same order as in the whole backlog.
pub(super) struct Arena<'s> {
    /// The number in the whole backlog of each request, by its number here; ascends.
    nodes: Vec<Node>,
    backlog: Backlog<'s>,
    /// For each of the arena's settled requests its place among those of the whole backlog.
    settled: Vec<SettledNumber>,
    links: Rc<Dependencies>,
    contributions: Vec<Contributions>,
    others: Rc<Others>,
    policy: Policy,
    /// What people decided about its requests.
    overrides: Vec<ResolvedOverride>,
    scope: Scope,
    base: Option<Rc<Trial>>,
    grounds: Vec<(Option<Weeks>, Rc<Ground>)>,
}

/// A request's number in the backlog that an arena is, where it could be taken for the one in the whole
/// backlog.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Own(pub(super) Node);

/// What trials of an arena are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scope {
    /// Verdicts.
    Verdicts,
    /// The order, too. Decisions of people mix all requests, so with them the arena has to be the
    /// whole backlog.
    Order,
}

impl<'s> Arena<'s> {
    /// The arena of the given requests, in ascending order. Links that lead out of it must not
    /// matter.
    pub(super) fn new(roadmap: &Roadmap<'s>, policy: &Policy, nodes: Vec<Node>, scope: Scope) -> Self {
        let whole = &roadmap.backlog;
        let local = |node: Node| nodes.binary_search(&node).ok().map(Node::at);
        let mut links = Vec::new();
        let mut stopped = Vec::new();
        for (dependent, &node) in Node::all().zip(&nodes) {
            let before = roadmap.links.prerequisites(node).filter_map(local);
            links.extend(before.map(|before| (before, dependent)));
            let from = whole.stopped.partition_point(|&(other, _)| other < node);
            let own = whole.stopped[from..].iter().take_while(|&&(other, _)| other == node);
            stopped.extend(own.map(|&(_, settled)| (dependent, settled)));
        }
        let mut settled: Vec<SettledNumber> = stopped.iter().map(|&(_, settled)| settled).collect();
        settled.sort_unstable();
        settled.dedup();
        for (_, place) in &mut stopped {
            *place = settled.binary_search(place).map(SettledNumber::at).unwrap_or_default();
        }
        let backlog = Backlog {
            requests: nodes.iter().map(|&node| whole.requests[node].clone()).collect(),
            links,
            settled: settled.iter().map(|&place| whole.settled[place].clone()).collect(),
            stopped,
            teams: Vec::new(),
            areas: whole.areas.clone(),
        };
        let others = match scope {
            Scope::Verdicts => Others::default(),
            Scope::Order => Others::new(roadmap, |node| nodes.binary_search(&node).is_err()),
        };
        let overrides = roadmap.ranking.overridden.iter().map(|overridden| overridden.decision);
        let overrides = overrides
            .filter_map(|decision| Some(ResolvedOverride { node: local(decision.node)?, ..decision }))
            .collect();
        Self {
            links: Rc::new(Dependencies::new(nodes.len(), &backlog.links)),
            contributions: nodes.iter().map(|&node| roadmap.contributions[node].clone()).collect(),
            others: Rc::new(others),
            policy: policy.clone(),
            overrides,
            scope,
            base: None,
            grounds: Vec::new(),
            nodes,
            backlog,
            settled,
        }
    }

    /// The number here of a request.
    pub(super) fn local(&self, node: Node) -> Option<Own> {
        self.nodes.binary_search(&node).ok().map(|at| Own(Node::at(at)))
    }

    /// The arena as it is.
    pub(super) fn base(&mut self) -> Rc<Trial> {
        if let Some(base) = &self.base {
            return Rc::clone(base);
        }
        let base = Rc::new(self.trial(&[]));
        self.base = Some(Rc::clone(&base));
        base
    }

    /// What requests need for a goal as the arena is, `None` being to be built and a time to begin
    /// before it: found once.
    pub(super) fn ground(
        &mut self,
        before: Option<Weeks>,
        find: impl FnOnce(Rc<Trial>) -> Ground,
    ) -> Rc<Ground> {
        if let Some((_, ground)) = self.grounds.iter().find(|(other, _)| *other == before) {
            return Rc::clone(ground);
        }
        let ground = Rc::new(find(self.base()));
        self.grounds.push((before, Rc::clone(&ground)));
        ground
    }

    /// Ranks the arena under changes. Moves that concern nothing in it change nothing.
    pub(super) fn trial(&mut self, moves: &[Move]) -> Trial {
        self.trial_with(moves, None)
    }

    /// The same, with the promise of stability kept by one request whatever its cells say: for
    /// asking what would be if its gate were open.
    pub(super) fn trial_with(&mut self, moves: &[Move], kept: Option<Node>) -> Trial {
        let mut contributions = self.contributions.clone();
        let mut before = Vec::new();
        let mut done = Done::default();
        let mut policy = None;
        for change in moves {
            match change {
                Move::Set { node, setting, .. } => {
                    let Some(Own(at)) = self.local(*node) else { continue };
                    let request = &mut self.backlog.requests[at];
                    before.push((at, request.clone()));
                    setting.apply(request);
                    contributions[at] = score::contributions(request, &self.policy);
                }
                Move::Done(Prerequisite::Ranked(node)) => {
                    done.ranked.extend(self.local(*node).map(|own| own.0));
                }
                Move::Done(Prerequisite::Settled(place)) => {
                    done.settled.extend(self.settled.binary_search(place).ok().map(SettledNumber::at));
                }
                Move::Recovered(area) => {
                    let policy = policy.get_or_insert_with(|| self.policy.clone());
                    policy.rules.error_budget = policy.rules.error_budget.recovered(area);
                }
            }
        }
        if let Some(Own(at)) = kept.and_then(|node| self.local(node)) {
            let request = &mut self.backlog.requests[at];
            before.push((at, request.clone()));
            request.evidence.breaking = Some(Breaking::None);
        }
        // What is done is not ranked: nothing is left of it but a request that nobody is linked to,
        // that is mandated by nothing and judged by nothing, so it has no place either.
        for &at in &done.ranked {
            let request = &mut self.backlog.requests[at];
            before.push((at, request.clone()));
            request.mandate = None;
            contributions[at] = Contributions::default();
        }
        let links =
            if done.ranked.is_empty() { Rc::clone(&self.links) } else { Rc::new(self.links_without(&done)) };
        let all_stopped = (!done.is_empty()).then(|| self.backlog.stopped.clone());
        if all_stopped.is_some() {
            let met = |&(dependent, settled): &(Node, SettledNumber)| {
                done.ranked.contains(&dependent) || done.settled.contains(&settled)
            };
            self.backlog.stopped.retain(|link| !met(link));
        }
        let overrides: Vec<ResolvedOverride> =
            self.overrides.iter().filter(|decision| !done.ranked.contains(&decision.node)).copied().collect();
        let policy = policy.as_ref().unwrap_or(&self.policy);
        let workers = Workers::default();
        let case =
            Case { backlog: &self.backlog, links: &links, contributions: &contributions, policy, workers };
        let (verdicts, begins) = if self.scope == Scope::Order && !overrides.is_empty() {
            let ranking = case.decide(&overrides);
            let begins = |place: Option<u32>| place.map(|place| ranking.begins[place as usize]);
            let begins = ranking.position.iter().map(|&place| begins(place)).collect();
            (ranking.verdicts, Some(begins))
        } else {
            (case.judge(&overrides), None)
        };
        let trial = Trial {
            effort: self.backlog.requests.iter().map(|request| request.effort).collect(),
            due: self.backlog.requests.iter().map(|request| request.needed_by).collect(),
            score: contributions.iter().map(|its| its.score).collect(),
            unscored: contributions.iter().map(|its| !its.scored).collect(),
            stopped: self.backlog.stopped.iter().map(|&(dependent, _)| dependent).collect(),
            nodes: self.nodes.clone(),
            others: Rc::clone(&self.others),
            links,
            verdicts,
            overrides,
            begins,
            turns: OnceCell::new(),
            movable: OnceCell::new(),
        };
        if let Some(stopped) = all_stopped {
            self.backlog.stopped = stopped;
        }
        for (at, request) in before.into_iter().rev() {
            self.backlog.requests[at] = request;
        }
        trial
    }

    fn links_without(&self, done: &Done) -> Dependencies {
        let open = |node: &Node| !done.ranked.contains(node);
        let left: Vec<(Node, Node)> = self
            .backlog
            .links
            .iter()
            .copied()
            .filter(|(before, after)| open(before) && open(after))
            .collect();
        Dependencies::new(self.nodes.len(), &left)
    }

    /// What a request earns and how long it takes once some of its inputs are set.
    pub(super) fn judged<'a>(
        &self,
        node: Node,
        settings: impl IntoIterator<Item = &'a Setting>,
    ) -> Option<Judged> {
        let mut request = self.backlog.requests[self.local(node)?.0].clone();
        for setting in settings {
            setting.apply(&mut request);
        }
        let contributions = score::contributions(&request, &self.policy);
        Some(Judged {
            score: contributions.score,
            effort: request.effort,
            scored: contributions.scored,
            breaks: self.policy.rules.stability_promise.breaks(&request),
        })
    }

    /// What a request waits for that is neither ranked nor done.
    pub(super) fn stopped_by(&self, node: Node) -> impl Iterator<Item = (SettledNumber, Reason)> + '_ {
        let node = self.local(node);
        let own = self.backlog.stopped.iter().filter(move |&&(dependent, _)| Some(Own(dependent)) == node);
        own.map(|&(_, place)| (self.settled[place], self.backlog.settled[place].reason.clone()))
    }
}

/// Requests that are taken as done, by their places in the arena.
#[derive(Default)]
struct Done {
    ranked: Vec<Node>,
    settled: Vec<SettledNumber>,
}

impl Done {
    const fn is_empty(&self) -> bool {
        self.ranked.is_empty() && self.settled.is_empty()
    }
}

/// All that a ranking sees of one request whose links, dates and gates other than the promise of
/// stability stay as they are: two settings that are judged alike lead to the same ranking.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Judged {
    pub(super) score: Points,
    pub(super) effort: Weeks,
    scored: bool,
    pub(super) breaks: bool,
}
