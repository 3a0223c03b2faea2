//! What became of each override, in words: for findings, explanations and the review.

use super::Roadmap;
use crate::{
    diagnostic::Finding,
    model::Node,
    order::{Obedience, Verdict},
};

impl Obedience {
    /// Whether it is obeyed, in a few words.
    pub fn short(self) -> String {
        match self {
            Self::Full => "yes".to_owned(),
            Self::Nearly(position) => format!("to position {position}"),
            Self::Mandated => "no: mandated, goes first anyway".to_owned(),
            Self::Not(verdict) => format!("no: {}", verdict.shown()),
        }
    }
}

impl Roadmap<'_> {
    /// The warnings about overrides that are not obeyed, or not to the letter.
    pub(super) fn disobeyed(&self) -> impl Iterator<Item = Finding> {
        self.ranking.overridden.iter().filter_map(|overridden| {
            let node = overridden.decision.node;
            let (because, hint) = match overridden.obedience {
                Obedience::Full => return None,
                Obedience::Mandated => (
                    "it is mandated and goes first anyway".to_owned(),
                    "delete the override",
                ),
                Obedience::Nearly(position) => (
                    format!(
                        "mandates, prerequisites and the length of the roadmap leave it at position {position}"
                    ),
                    "use that position, or override the requests before it",
                ),
                Obedience::Not(verdict) => (
                    format!("it {}: {}", verdict.predicate(), self.obstacle(node)),
                    "an override changes only the order; first resolve what holds or blocks the request",
                ),
            };
            Some(self.policy.rules.overrides.of(&overridden.decision).not_obeyed(&because, hint))
        })
    }

    /// What keeps a request from being built whatever somebody decides: its own gate, or the nearest
    /// of what it needs that is held, refused or not to be had.
    fn obstacle(&self, node: Node) -> String {
        let verdicts = &self.ranking.verdicts;
        if let Some(gate) = &verdicts.gates[node] {
            return format!("{}; held until {}", gate.because, gate.until);
        }
        let unbuilt = self.waits_for_with_state(node);
        if verdicts.of[node] == Verdict::Blocked && !unbuilt.is_empty() {
            return format!("waits for {}", unbuilt.join(", "));
        }
        let closed = |other: Node| verdicts.gates[other].is_some() || self.stopped_by(other).next().is_some();
        let nearest = std::iter::once(node).chain(self.links.needed_by(node)).find(|&other| closed(other));
        match nearest {
            Some(other) if other == node => format!("waits for {}", unbuilt.join(", ")),
            Some(other) => match self.stopped_by(other).next() {
                Some(settled) => format!(
                    "it needs {}, which waits for {} ({})",
                    self.id(other),
                    settled.id,
                    settled.reason.word()
                ),
                None => format!("it needs {}, which is held", self.id(other)),
            },
            None => "it is worth it only with work that is held or needs input".to_owned(),
        }
    }
}
