//! Verdicts: what is built, and for the rest why not.

use super::worth_doing;
use crate::{
    graph::Dependencies,
    model::{Backlog, Node, Number, Points, Reason},
    policy::Policy,
    rules::Hold,
    score::Contributions,
};

/// What becomes of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// It has a place in the order.
    Build,
    /// A gate holds it, or it is worth it only together with work that is held or unscored.
    Hold,
    /// It waits for something that is not built.
    Blocked,
    /// It costs the platform more than it brings, even with everything it would unblock.
    Decline,
    /// There is nothing to judge it by.
    Unscored,
}

impl Verdict {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 5] = [Self::Build, Self::Hold, Self::Blocked, Self::Decline, Self::Unscored];

    /// The word for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Build => "build",
            Self::Hold => "hold",
            Self::Blocked => "blocked",
            Self::Decline => "decline",
            Self::Unscored => "unscored",
        }
    }

    /// The verdict as people read it.
    pub const fn shown(self) -> &'static str {
        match self {
            Self::Build => "to build",
            Self::Hold => "held",
            Self::Blocked => "blocked",
            Self::Decline => "declined",
            Self::Unscored => "needs input",
        }
    }

    /// The verdict as what is said of a request.
    pub const fn predicate(self) -> &'static str {
        match self {
            Self::Build => "is to be built",
            Self::Hold => "is held",
            Self::Blocked => "is blocked",
            Self::Decline => "is declined",
            Self::Unscored => "needs input",
        }
    }

    /// So many requests with this verdict, as people read it.
    pub fn counted(self, count: usize) -> String {
        match (self, count) {
            (Self::Unscored, 2..) => format!("{count} need input"),
            _ => format!("{count} {}", self.shown()),
        }
    }

    /// The verdict that somebody typed: as data has it or as people read it, with blanks, `-` or `_`.
    pub fn typed(text: &str) -> Option<Self> {
        let text = text.trim().replace(['-', '_'], " ");
        Self::ALL.into_iter().find(|verdict| {
            [verdict.word(), verdict.shown()].iter().any(|word| word.eq_ignore_ascii_case(&text))
        })
    }
}

/// How many requests around one are looked at to say what it is held together with.
const LOOKED_AT: usize = 500;

/// The verdicts on a backlog, with what they were decided by. One entry per request.
#[derive(Clone, Debug, Default)]
pub struct Verdicts {
    /// The verdicts.
    pub of: Vec<Verdict>,
    /// The gates that hold requests; a mandated or unscored request is held by none.
    pub gates: Vec<Option<Box<Hold>>>,
    /// What is mandated by a mandate, and what that needs.
    pub mandated: Vec<bool>,
    /// What is built by a person's decision whatever the policy sees in it, and what that needs.
    pub chosen: Vec<bool>,
    /// What would be worth doing if everything held or unscored were released.
    released: Vec<bool>,
}

/// What a person decided about verdicts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ByHand {
    /// What is refused.
    pub declined: Vec<Node>,
    /// What is built, with all it needs; no gate may hold any of that, and nothing settled stop it.
    pub built: Vec<Node>,
}

impl Verdicts {
    /// Decides about every request; the first verdict that fits counts. Dominated by two
    /// maximum-weight closures.
    pub fn decide(
        backlog: &Backlog<'_>,
        links: &Dependencies,
        contributions: &[Contributions],
        policy: &Policy,
        by_hand: &ByHand,
    ) -> Self {
        let nodes = links.nodes();
        let score: Vec<Points> = contributions.iter().map(|its| its.score).collect();
        let mandated = policy.rules.mandate.segment(backlog, links);
        let gates = gates(backlog, links, policy, &mandated, contributions);
        let mut chosen = links.with_prerequisites(by_hand.built.iter().copied());
        for (chosen, &mandated) in chosen.iter_mut().zip(&mandated) {
            *chosen &= !mandated;
        }
        let given = |node: Node| mandated[node] || chosen[node];
        let unscored: Vec<bool> =
            Node::first(nodes).map(|node| !contributions[node].scored && !given(node)).collect();
        let refused = nodes_among(nodes, &by_hand.declined);

        // What could be done if all gates opened and all evidence came in.
        let stopped = backlog.stopped.iter().map(|&(dependent, _)| dependent);
        let stopped = links.with_dependents(stopped.chain(by_hand.declined.iter().copied()));
        let attainable: Vec<bool> = Node::first(nodes).map(|node| !given(node) && !stopped[node]).collect();
        // What can be done as things are.
        let closed = nodes_where(nodes, |node| unscored[node] || gates[node].is_some());
        let available = {
            let waits = links.with_dependents(closed.iter().copied());
            attainable
                .iter()
                .zip(&waits)
                .map(|(&attainable, &waits)| attainable && !waits)
                .collect::<Vec<_>>()
        };
        let worth = worth_doing(links, &score, &available);
        let released =
            if closed.is_empty() { worth.clone() } else { worth_doing(links, &score, &attainable) };

        let set_aside = links.with_dependents(
            backlog
                .stopped
                .iter()
                .filter(|&&(_, settled)| backlog.settled[settled].reason == Reason::SetAside)
                .map(|&(dependent, _)| dependent),
        );
        let of = Node::first(nodes)
            .map(|node| {
                if given(node) || worth[node] {
                    Verdict::Build
                } else if refused[node] {
                    Verdict::Decline
                } else if unscored[node] {
                    Verdict::Unscored
                } else if gates[node].is_some() || (released[node] && score[node] <= Points::ZERO) {
                    Verdict::Hold
                } else if score[node] <= Points::ZERO && !set_aside[node] {
                    Verdict::Decline
                } else {
                    Verdict::Blocked
                }
            })
            .collect();
        Self { of, gates, mandated, chosen, released }
    }

    /// The held or unscored requests that a request without a gate of its own is held together
    /// with, the nearest first: those it serves, those it waits for, and those that what it serves
    /// waits for. Some may come more than once, and only the near ones come at all: the walk ends
    /// after so many steps, because it is made for many requests.
    pub fn held_with<'l>(&'l self, node: Node, links: &'l Dependencies) -> impl Iterator<Item = Node> + 'l {
        let closed = |&other: &Node| {
            self.released[other] && (self.gates[other].is_some() || self.of[other] == Verdict::Unscored)
        };
        let beside = links.served_by(node).flat_map(|served| links.needed_by(served));
        links.served_by(node).chain(links.needed_by(node)).chain(beside).take(LOOKED_AT).filter(closed)
    }
}

/// The first gate that holds each request.
fn gates(
    backlog: &Backlog<'_>,
    links: &Dependencies,
    policy: &Policy,
    mandated: &[bool],
    contributions: &[Contributions],
) -> Vec<Option<Box<Hold>>> {
    let mut gates = vec![None; links.nodes()];
    for gate in policy.rules.gates() {
        for (node, hold) in gate.holds(backlog, links) {
            if !mandated[node] && contributions[node].scored {
                gates[node].get_or_insert_with(|| Box::new(hold));
            }
        }
    }
    gates
}

fn nodes_among(nodes: usize, some: &[Node]) -> Vec<bool> {
    let mut among = vec![false; nodes];
    for &node in some {
        among[node] = true;
    }
    among
}

fn nodes_where(nodes: usize, holds: impl Fn(Node) -> bool) -> Vec<Node> {
    Node::first(nodes).filter(|&node| holds(node)).collect()
}
