//! What becomes of requests under changes: the one place where the order is asked again.
//!
//! Only a part of the backlog is ranked again, an [`Arena`]: requests that no link leaves. What lies
//! outside keeps its verdicts and its bundles, because neither depends on anything that is not
//! connected, and bundles of one segment stand by their ratio, so a place in the whole order is
//! found by looking where the arena's bundles fall among the others.

use std::rc::Rc;

use super::{
    change::{Move, Prerequisite},
    input::Setting,
};
use crate::{
    graph::{Links, Node},
    model::{Backlog, Breaking, Date, Points, Reason, Weeks},
    order::{Arrangement, Standing, Verdict, Verdicts, Work, arrange},
    policy::Policy,
    roadmap::Roadmap,
    score::{self, Score},
};

/// A part of a backlog that can be changed and ranked again.
///
/// Its requests have numbers of their own, in the same order as in the whole backlog.
pub(super) struct Arena<'s> {
    /// The number in the whole backlog of each request; ascends.
    nodes: Vec<Node>,
    backlog: Backlog<'s>,
    /// For each of the arena's settled requests its place among those of the whole backlog.
    settled: Vec<u32>,
    links: Rc<Links>,
    scores: Vec<Score>,
    others: Rc<Others>,
    policy: Policy,
}

/// The bundles of everything outside an arena.
struct Others {
    forced: Segment,
    chosen: Segment,
}

/// Bundles in their order, each with the effort of those before it.
#[derive(Default)]
struct Segment {
    bundles: Vec<(Standing, Weeks)>,
    effort: Weeks,
}

impl Segment {
    fn push(&mut self, bundle: Standing) {
        self.bundles.push((bundle, self.effort));
        self.effort += bundle.effort;
    }

    /// The effort of what comes before a bundle that is not one of these.
    fn before(&self, bundle: &Standing) -> Weeks {
        let place = self.bundles.partition_point(|(other, _)| other.compare(bundle).is_lt());
        self.bundles.get(place).map_or(self.effort, |&(_, before)| before)
    }
}

impl<'s> Arena<'s> {
    /// The arena of the given requests, in ascending order. Links that lead out of it must not
    /// matter.
    pub(super) fn new(roadmap: &Roadmap<'s>, policy: &Policy, nodes: Vec<Node>) -> Self {
        let whole = &roadmap.backlog;
        let local = |node: Node| nodes.binary_search(&node).ok().and_then(|at| Node::try_from(at).ok());
        let mut links = Vec::new();
        let mut stopped = Vec::new();
        for (dependent, &node) in (0..).zip(&nodes) {
            let before = roadmap.links.prerequisites(node).iter().filter_map(|&before| local(before));
            links.extend(before.map(|before| (before, dependent)));
            let from = whole.stopped.partition_point(|&(other, _)| other < node);
            let own = whole.stopped[from..].iter().take_while(|&&(other, _)| other == node);
            stopped.extend(own.map(|&(_, settled)| (dependent, settled)));
        }
        let mut settled: Vec<u32> = stopped.iter().map(|&(_, settled)| settled).collect();
        settled.sort_unstable();
        settled.dedup();
        for (_, place) in &mut stopped {
            *place = settled.binary_search(place).ok().and_then(|at| u32::try_from(at).ok()).unwrap_or(0);
        }
        let backlog = Backlog {
            requests: nodes.iter().map(|&node| whole.requests[node as usize].clone()).collect(),
            links,
            settled: settled.iter().map(|&place| whole.settled[place as usize].clone()).collect(),
            stopped,
            teams: Vec::new(),
            areas: whole.areas.clone(),
        };
        let others = Others::new(roadmap, |node| nodes.binary_search(&node).is_err());
        Self {
            links: Rc::new(Links::new(nodes.len(), &backlog.links)),
            scores: nodes.iter().map(|&node| roadmap.scores[node as usize]).collect(),
            others: Rc::new(others),
            policy: policy.clone(),
            nodes,
            backlog,
            settled,
        }
    }

    /// The number here of a request.
    pub(super) fn local(&self, node: Node) -> Option<Node> {
        self.nodes.binary_search(&node).ok().and_then(|at| Node::try_from(at).ok())
    }

    /// Ranks the arena under changes. Moves that concern nothing in it change nothing.
    pub(super) fn trial(&mut self, moves: &[Move]) -> Trial {
        self.trial_with(moves, None)
    }

    /// The same, with the promise of stability kept by one request whatever its cells say: for
    /// asking what would be if its gate were open.
    pub(super) fn trial_with(&mut self, moves: &[Move], kept: Option<Node>) -> Trial {
        let mut scores = self.scores.clone();
        let mut before = Vec::new();
        let mut done = Done::default();
        let mut policy = None;
        for change in moves {
            match change {
                Move::Set { node, setting, .. } => {
                    let Some(at) = self.local(*node).map(|node| node as usize) else { continue };
                    let request = &mut self.backlog.requests[at];
                    before.push((at, request.clone()));
                    setting.apply(request);
                    scores[at] = score::score(request, &self.policy);
                }
                Move::Done(Prerequisite::Ranked(node)) => done.ranked.extend(self.local(*node)),
                Move::Done(Prerequisite::Settled(place)) => {
                    done.settled.extend(self.settled.binary_search(place).ok());
                }
                Move::Recovered(area) => {
                    let policy = policy.get_or_insert_with(|| self.policy.clone());
                    policy.rules.error_budget = policy.rules.error_budget.recovered(area);
                }
            }
        }
        if let Some(at) = kept.and_then(|node| self.local(node)).map(|node| node as usize) {
            let request = &mut self.backlog.requests[at];
            before.push((at, request.clone()));
            request.evidence.breaking = Some(Breaking::None);
        }
        // What is done is not ranked: nothing is left of it but a request that nobody is linked to,
        // that is forced by nothing and judged by nothing, so it has no place either.
        for &node in &done.ranked {
            let at = node as usize;
            let request = &mut self.backlog.requests[at];
            before.push((at, request.clone()));
            request.mandate = None;
            scores[at] = Score::default();
        }
        let links =
            if done.ranked.is_empty() { Rc::clone(&self.links) } else { Rc::new(self.links_without(&done)) };
        let all_stopped = (!done.is_empty()).then(|| self.backlog.stopped.clone());
        if all_stopped.is_some() {
            let met = |&(dependent, settled): &(u32, u32)| {
                done.ranked.contains(&dependent) || done.settled.contains(&(settled as usize))
            };
            self.backlog.stopped.retain(|link| !met(link));
        }
        let verdicts =
            Verdicts::decide(&self.backlog, &links, &scores, policy.as_ref().unwrap_or(&self.policy));
        let trial = Trial {
            effort: self.backlog.requests.iter().map(|request| request.effort).collect(),
            due: self.backlog.requests.iter().map(|request| request.needed_by).collect(),
            merit: scores.iter().map(|score| score.merit).collect(),
            unscored: scores.iter().map(|score| !score.scored).collect(),
            stopped: self.backlog.stopped.iter().map(|&(dependent, _)| dependent).collect(),
            nodes: self.nodes.clone(),
            others: Rc::clone(&self.others),
            links,
            verdicts,
        };
        if let Some(stopped) = all_stopped {
            self.backlog.stopped = stopped;
        }
        for (at, request) in before.into_iter().rev() {
            self.backlog.requests[at] = request;
        }
        trial
    }

    fn links_without(&self, done: &Done) -> Links {
        let open = |node: &Node| !done.ranked.contains(node);
        let left: Vec<(Node, Node)> = self
            .backlog
            .links
            .iter()
            .copied()
            .filter(|(before, after)| open(before) && open(after))
            .collect();
        Links::new(self.nodes.len(), &left)
    }

    /// What a request earns and how long it takes once some of its inputs are set.
    pub(super) fn judged(&self, node: Node, settings: &[Setting]) -> Option<Judged> {
        let mut request = self.backlog.requests[self.local(node)? as usize].clone();
        for setting in settings {
            setting.apply(&mut request);
        }
        let score = score::score(&request, &self.policy);
        Some(Judged {
            merit: score.merit,
            effort: request.effort,
            scored: score.scored,
            breaks: self.policy.rules.stability_promise.breaks(&request),
        })
    }

    /// What a request waits for that is neither ranked nor done.
    pub(super) fn stopped_by(&self, node: Node) -> impl Iterator<Item = (u32, Reason)> + '_ {
        let node = self.local(node);
        let own = self.backlog.stopped.iter().filter(move |&&(dependent, _)| Some(dependent) == node);
        own.map(|&(_, place)| {
            (self.settled[place as usize], self.backlog.settled[place as usize].reason.clone())
        })
    }
}

/// Requests that are taken as done, by their places in the arena.
#[derive(Default)]
struct Done {
    ranked: Vec<Node>,
    settled: Vec<usize>,
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
    pub(super) merit: Points,
    pub(super) effort: Weeks,
    scored: bool,
    pub(super) breaks: bool,
}

impl Others {
    fn new(roadmap: &Roadmap<'_>, is_other: impl Fn(Node) -> bool) -> Self {
        let ranking = &roadmap.ranking;
        let mut others = Self { forced: Segment::default(), chosen: Segment::default() };
        for bundle in &ranking.bundles {
            let members = &ranking.order[bundle.members.clone()];
            let Some(&first) = members.first().filter(|&&first| is_other(first)) else { continue };
            let mut standing = Standing::default();
            for &node in members {
                let at = node as usize;
                let request = &roadmap.backlog.requests[at];
                standing.add(node, roadmap.scores[at].merit, request.effort, request.needed_by);
            }
            let forced = ranking.verdicts.forced[first as usize];
            if forced { others.forced.push(standing) } else { others.chosen.push(standing) }
        }
        others
    }
}

/// An arena ranked again. Nodes are given in the numbers of the arena.
pub(super) struct Trial {
    pub(super) verdicts: Verdicts,
    pub(super) links: Rc<Links>,
    pub(super) merit: Vec<Points>,
    pub(super) effort: Vec<Weeks>,
    due: Vec<Option<Date>>,
    unscored: Vec<bool>,
    /// Who waits directly for something settled.
    stopped: Vec<Node>,
    nodes: Vec<Node>,
    others: Rc<Others>,
}

impl Trial {
    /// Whether a request is to be built.
    pub(super) fn builds(&self, node: Node) -> bool {
        self.verdicts.of[node as usize] == Verdict::Build
    }

    /// The requests that nothing but their own worth keeps from being built: not held, not
    /// unscored, not forced, and waiting for nothing of that kind.
    pub(super) fn available(&self) -> Vec<bool> {
        let is_closed =
            |at: usize| !self.verdicts.forced[at] && (self.unscored[at] || self.verdicts.gates[at].is_some());
        let closed = (0..).zip(0..self.nodes.len()).filter(|&(_, at)| is_closed(at)).map(|(node, _)| node);
        let closed: Vec<Node> = closed.chain(self.stopped.iter().copied()).collect();
        let waits = self.links.with_dependents(closed);
        waits.iter().zip(&self.verdicts.forced).map(|(&waits, &forced)| !waits && !forced).collect()
    }

    /// What is chosen: built, and not because it is forced.
    pub(super) fn chosen(&self) -> Vec<bool> {
        let built = self.verdicts.of.iter().map(|&verdict| verdict == Verdict::Build);
        built.zip(&self.verdicts.forced).map(|(built, &forced)| built && !forced).collect()
    }

    /// The order of what is built.
    pub(super) fn order(&self) -> Order {
        let work = Work { links: &self.links, merit: &self.merit, effort: &self.effort, due: &self.due };
        let mut order = Order { begins: vec![None; self.nodes.len()], chosen: Vec::new() };
        let forced = arrange(&work, &self.verdicts.forced);
        let all_forced =
            self.others.forced.effort + forced.bundles.iter().map(|bundle| bundle.effort).sum::<Weeks>();
        self.place(&forced, &self.others.forced, Weeks::ZERO, &mut order.begins);
        let chosen = arrange(&work, &self.chosen());
        order.chosen = self.place(&chosen, &self.others.chosen, all_forced, &mut order.begins);
        order
    }

    /// Says of the members of a segment when they begin; gives the standings of its bundles.
    fn place(
        &self,
        arrangement: &Arrangement,
        others: &Segment,
        start: Weeks,
        begins: &mut [Option<Weeks>],
    ) -> Vec<Standing> {
        let mut own = Weeks::ZERO;
        let mut standings = Vec::with_capacity(arrangement.bundles.len());
        for bundle in &arrangement.bundles {
            let members = &arrangement.order[bundle.members.clone()];
            let mut standing = Standing::default();
            for &node in members {
                let at = node as usize;
                standing.add(self.nodes[at], self.merit[at], self.effort[at], self.due[at]);
            }
            let mut time = start + others.before(&standing) + own;
            for &node in members {
                begins[node as usize] = Some(time);
                time += self.effort[node as usize];
            }
            own += bundle.effort;
            standings.push(standing);
        }
        standings
    }

    /// The bundle, of the arena's or of the others, in which work is after `time`: nothing where all
    /// chosen work ends before, or where forced work goes on until then.
    pub(super) fn bundle_at(&self, order: &Order, time: Weeks) -> Crossing {
        let forced: Weeks =
            (0..self.nodes.len()).filter(|&at| self.verdicts.forced[at]).map(|at| self.effort[at]).sum();
        let mut ends = self.others.forced.effort + forced;
        if ends >= time {
            return Crossing::Forced;
        }
        let mut others = self.others.chosen.bundles.iter().map(|(bundle, _)| bundle).peekable();
        let mut own = order.chosen.iter().peekable();
        loop {
            let others_first = match (others.peek(), own.peek()) {
                (Some(other), Some(own)) => other.compare(own).is_lt(),
                (other, _) => other.is_some(),
            };
            let next = if others_first { others.next() } else { own.next() };
            let Some(bundle) = next else { return Crossing::None };
            ends += bundle.effort;
            if ends >= time {
                return Crossing::Bundle(*bundle);
            }
        }
    }
}

/// What is worked on at some time.
pub(super) enum Crossing {
    /// Forced work.
    Forced,
    /// A bundle of chosen work.
    Bundle(Standing),
    /// Nothing any more.
    None,
}

/// When everything in an arena begins.
pub(super) struct Order {
    /// For each request, where it is built.
    pub(super) begins: Vec<Option<Weeks>>,
    /// The bundles of what is chosen, in their order.
    pub(super) chosen: Vec<Standing>,
}
