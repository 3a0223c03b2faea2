//! Verdicts: what is built, and for the rest why not.

use super::worth_doing;
use crate::{
    graph::{Dependencies, Node},
    model::{Backlog, Points, Reason},
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
        let given = |at: usize| mandated[at] || chosen[at];
        let unscored: Vec<bool> = (0..nodes).map(|at| !contributions[at].scored && !given(at)).collect();
        let refused = nodes_among(nodes, &by_hand.declined);

        // What could be done if all gates opened and all evidence came in.
        let stopped = backlog.stopped.iter().map(|&(dependent, _)| dependent);
        let stopped = links.with_dependents(stopped.chain(by_hand.declined.iter().copied()));
        let attainable: Vec<bool> = (0..nodes).map(|at| !given(at) && !stopped[at]).collect();
        // What can be done as things are.
        let closed = nodes_where(nodes, |at| unscored[at] || gates[at].is_some());
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
                .filter(|&&(_, settled)| backlog.settled[settled as usize].reason == Reason::SetAside)
                .map(|&(dependent, _)| dependent),
        );
        let of = (0..nodes)
            .map(|at| {
                if given(at) || worth[at] {
                    Verdict::Build
                } else if refused[at] {
                    Verdict::Decline
                } else if unscored[at] {
                    Verdict::Unscored
                } else if gates[at].is_some() || (released[at] && score[at] <= Points::ZERO) {
                    Verdict::Hold
                } else if score[at] <= Points::ZERO && !set_aside[at] {
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
            let at = other as usize;
            self.released[at] && (self.gates[at].is_some() || self.of[at] == Verdict::Unscored)
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
            let at = node as usize;
            if !mandated[at] && contributions[at].scored {
                gates[at].get_or_insert_with(|| Box::new(hold));
            }
        }
    }
    gates
}

fn nodes_among(nodes: usize, some: &[Node]) -> Vec<bool> {
    let mut among = vec![false; nodes];
    for &node in some {
        among[node as usize] = true;
    }
    among
}

fn nodes_where(nodes: usize, holds: impl Fn(usize) -> bool) -> Vec<Node> {
    (0..).zip(0..nodes).filter(|&(_, at)| holds(at)).map(|(node, _)| node).collect()
}
