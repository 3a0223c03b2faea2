//! What becomes of requests under changes: an arena ranked again.
//!
//! Bundles of one segment stand by their ratio, so a place in the whole order is found by looking
//! where the arena's bundles fall among the others.

use std::{borrow::Cow, cell::OnceCell, rc::Rc};

use super::arena::Own;
use crate::{
    graph::Dependencies,
    model::{Date, Node, Number, Points, Weeks},
    order::{Arrangement, Standing, Verdict, Verdicts, Work, arrange},
    roadmap::Roadmap,
    rules::{Placement, ResolvedOverride},
    workers::Workers,
};

/// The bundles of everything outside an arena.
#[derive(Default)]
pub(super) struct Others {
    mandated: Segment,
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

impl Others {
    pub(super) fn new(roadmap: &Roadmap<'_>, is_other: impl Fn(Node) -> bool) -> Self {
        let ranking = &roadmap.ranking;
        let mut others = Self::default();
        for members in
            ranking.order.chunk_by(|&one, &other| ranking.bundle_of(one) == ranking.bundle_of(other))
        {
            if !is_other(members[0]) {
                continue;
            }
            let mut standing = Standing::default();
            for &node in members {
                let request = &roadmap.backlog.requests[node];
                standing.add(node, roadmap.contributions[node].score, request.effort, request.needed_by);
            }
            let mandated = ranking.verdicts.mandated[members[0]];
            if mandated { others.mandated.push(standing) } else { others.chosen.push(standing) }
        }
        others
    }
}

/// An arena ranked again. Nodes are given in the numbers of the arena.
pub(super) struct Trial {
    pub(super) verdicts: Verdicts,
    pub(super) links: Rc<Dependencies>,
    pub(super) score: Vec<Points>,
    pub(super) effort: Vec<Weeks>,
    pub(super) due: Vec<Option<Date>>,
    pub(super) unscored: Vec<bool>,
    /// Who waits directly for something settled.
    pub(super) stopped: Vec<Node>,
    pub(super) nodes: Vec<Node>,
    pub(super) others: Rc<Others>,
    pub(super) overrides: Vec<ResolvedOverride>,
    /// When everything begins, where people's decisions had to be obeyed.
    pub(super) begins: Option<Vec<Option<Weeks>>>,
    pub(super) turns: OnceCell<Vec<bool>>,
    pub(super) movable: OnceCell<Vec<bool>>,
}

impl Trial {
    /// Whether a request is to be built.
    pub(super) fn builds(&self, Own(node): Own) -> bool {
        self.is_built(node)
    }

    fn is_built(&self, node: Node) -> bool {
        self.verdicts.of[node] == Verdict::Build
    }

    /// Whether a request is built whatever it is worth: it is mandated, or people decided so.
    pub(super) fn is_given(&self, Own(node): Own) -> bool {
        self.verdicts.mandated[node] || self.verdicts.chosen[node]
    }

    /// The requests that nothing but their own worth keeps from being built: not held, not
    /// unscored, not given, not refused by people, and waiting for nothing of that kind.
    pub(super) fn available(&self) -> Vec<bool> {
        let closed = |node: &Node| {
            let closed = self.unscored[*node] || self.verdicts.gates[*node].is_some();
            closed && !self.is_given(Own(*node))
        };
        let refused = self
            .overrides
            .iter()
            .filter(|decision| decision.place == Placement::Decline)
            .map(|decision| decision.node);
        let closed = self.numbers().filter(closed).chain(self.stopped.iter().copied()).chain(refused);
        let waits = self.links.with_dependents(closed.collect::<Vec<_>>());
        self.numbers().map(|node| !waits[node] && !self.is_given(Own(node))).collect()
    }

    fn numbers(&self) -> impl Iterator<Item = Node> + use<> {
        Node::first(self.nodes.len())
    }

    fn work(&self) -> Work<'_> {
        Work { links: &self.links, score: &self.score, effort: &self.effort, due: &self.due }
    }

    fn effort_of(&self, members: impl Fn(Node) -> bool) -> Weeks {
        self.numbers().filter(|&node| members(node)).map(|node| self.effort[node]).sum()
    }

    /// When everything begins that is built.
    pub(super) fn begins(&self) -> Cow<'_, [Option<Weeks>]> {
        if let Some(begins) = &self.begins {
            return begins.into();
        }
        let mut begins = vec![None; self.nodes.len()];
        let mandated = arrange(&self.work(), &self.verdicts.mandated, Workers::default());
        self.place(&mandated, &self.others.mandated, Weeks::ZERO, &mut begins);
        let all_mandated = self.others.mandated.effort + self.effort_of(|node| self.verdicts.mandated[node]);
        let rest = arrange(&self.work(), &self.rest(), Workers::default());
        self.place(&rest, &self.others.chosen, all_mandated, &mut begins);
        begins.into()
    }

    /// Whether a request is built in its turn.
    pub(super) fn has_turn(&self, Own(node): Own) -> bool {
        self.turns.get_or_init(|| self.rest())[node]
    }

    /// What is built in its turn: not because it is mandated, and not first because people decided so,
    /// nor needed by that.
    pub(super) fn rest(&self) -> Vec<bool> {
        let first = self
            .overrides
            .iter()
            .filter(|decision| decision.place == Placement::First && self.is_built(decision.node));
        let first = self.links.with_prerequisites(first.map(|decision| decision.node));
        let rest = |node: Node| self.is_built(node) && !self.verdicts.mandated[node] && !first[node];
        self.numbers().map(rest).collect()
    }

    /// Says of the members of a segment when they begin.
    fn place(&self, arrangement: &Arrangement, others: &Segment, start: Weeks, begins: &mut [Option<Weeks>]) {
        let mut own = Weeks::ZERO;
        for bundle in &arrangement.bundles {
            let members = &arrangement.order[bundle.members.clone()];
            let mut time = start + others.before(&self.standing(members)) + own;
            for &node in members {
                begins[node] = Some(time);
                time += self.effort[node];
            }
            own += bundle.effort;
        }
    }

    /// What decides about the place of a bundle. Ties fall by the numbers of the whole backlog.
    fn standing(&self, members: &[Node]) -> Standing {
        let mut standing = Standing::default();
        for &node in members {
            standing.add(self.nodes[node], self.score[node], self.effort[node], self.due[node]);
        }
        standing
    }

    /// What people's decisions may move: what is to be last or has a position, and all that is
    /// linked to it in one direction. Whatever else there is keeps its order.
    pub(super) fn movable(&self) -> &[bool] {
        self.movable.get_or_init(|| self.moved())
    }

    fn moved(&self) -> Vec<bool> {
        let moved = self
            .overrides
            .iter()
            .filter(|decision| matches!(decision.place, Placement::Last | Placement::Position(_)));
        let moved: Vec<Node> = moved.map(|decision| decision.node).collect();
        let before = self.links.with_prerequisites(moved.iter().copied());
        let after = self.links.with_dependents(moved);
        before.iter().zip(&after).map(|(before, after)| before | after).collect()
    }

    /// The bundle, of the arena's or of the others, with which the work that comes before everything
    /// else in its turn has lasted until `time`, what is movable left out.
    pub(super) fn bundle_at(&self, time: Weeks) -> Crossing {
        let (rest, movable) = (self.rest(), self.movable());
        let before = |node: Node| self.is_built(node) && !rest[node] && !movable[node];
        let mut ends = self.others.mandated.effort + self.effort_of(before);
        if ends >= time {
            return Crossing::Before;
        }
        let arrangement = arrange(&self.work(), &rest, Workers::default());
        let own = arrangement.bundles.iter().map(|bundle| {
            let members = &arrangement.order[bundle.members.clone()];
            let movable = members.iter().filter(|&&node| movable[node]);
            let moved: Weeks = movable.map(|&node| self.effort[node]).sum();
            let standing = self.standing(members);
            (standing, standing.effort - moved)
        });
        let others = self.others.chosen.bundles.iter().map(|&(bundle, _)| (bundle, bundle.effort));
        let (mut own, mut others) = (own.peekable(), others.peekable());
        loop {
            let others_first = match (others.peek(), own.peek()) {
                (Some((other, _)), Some((own, _))) => other.compare(own).is_lt(),
                (other, _) => other.is_some(),
            };
            let next = if others_first { others.next() } else { own.next() };
            let Some((bundle, effort)) = next else { return Crossing::None };
            ends += effort;
            if ends >= time {
                return Crossing::Bundle(bundle);
            }
        }
    }
}

/// What is worked on at some time.
pub(super) enum Crossing {
    /// What comes before everything else.
    Before,
    /// A bundle of what has its turn.
    Bundle(Standing),
    /// Nothing any more.
    None,
}
