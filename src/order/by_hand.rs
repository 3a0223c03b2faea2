//! Overrides in the ranking: which are obeyed, and what each costs.

use super::{ByHand, Cost, Ranking, Verdict, Verdicts, ranking::Case};
use crate::{
    model::{Node, Points, Weeks},
    rules::{Placement, ResolvedOverride},
};

/// What became of an override.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overridden {
    /// What was asked.
    pub decision: ResolvedOverride,
    /// How far it is obeyed.
    pub obedience: Obedience,
    /// How much the cost of the order shown would be less without this override.
    pub cost: Cost,
    /// How much the score of all that is built would be less without it.
    pub score: Points,
    /// What is finished later for it, with how much later, in order.
    pub delayed: Vec<(Node, Weeks)>,
}

/// How far an override is obeyed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Obedience {
    /// To the letter.
    Full,
    /// As far as prerequisites and mandates allow: to this position, counted from 1.
    Nearly(u32),
    /// Not at all: it is mandated, and goes first anyway.
    Mandated,
    /// Not at all: it has this verdict, and no decision about places changes that.
    Not(Verdict),
}

impl Obedience {
    /// Whether the override acts, to the letter or as far as it can.
    pub const fn acts(self) -> bool {
        matches!(self, Self::Full | Self::Nearly(_))
    }
}

/// The ranking with overrides, and what they cost: against the ranking without any, and each against
/// the one with all others. So each price says what taking back that override would save.
pub(super) fn priced(case: &Case<'_, '_>, overrides: &[ResolvedOverride]) -> Ranking {
    let plain = case.decide(&[]);
    let mut ranking = case.decide(overrides);
    ranking.override_cost = ranking.cost - plain.cost;
    ranking.override_score = case.score(&ranking) - case.score(&plain);
    ranking.lower_bound = plain.lower_bound;
    ranking.optimal = plain.optimal;
    ranking.overridden = (0..overrides.len())
        .map(|number| {
            let decision = overrides[number];
            let mut overridden = Overridden {
                decision,
                obedience: obedience(&ranking, decision),
                cost: Cost::ZERO,
                score: Points::ZERO,
                delayed: Vec::new(),
            };
            if overridden.obedience.acts() {
                let others: Vec<ResolvedOverride> =
                    overrides.iter().copied().filter(|other| *other != decision).collect();
                let without = if others.is_empty() { &plain } else { &case.decide(&others) };
                overridden.cost = ranking.cost - without.cost;
                overridden.score = case.score(&ranking) - case.score(without);
                overridden.delayed = delayed(&ranking, without, decision.node);
            }
            overridden
        })
        .collect();
    ranking.without_overrides = Some(Box::new(plain));
    ranking
}

fn obedience(ranking: &Ranking, decision: ResolvedOverride) -> Obedience {
    let verdict = ranking.verdicts.of[decision.node];
    let mandated = ranking.verdicts.mandated[decision.node];
    match (decision.place, ranking.position[decision.node]) {
        (Placement::Decline, _) => Obedience::Full,
        (_, None) => Obedience::Not(verdict),
        (_, Some(_)) if mandated => Obedience::Mandated,
        (Placement::Position(wanted), Some(place)) if place + 1 != wanted => Obedience::Nearly(place + 1),
        _ => Obedience::Full,
    }
}

/// What begins later in one ranking than in another, except the request itself.
fn delayed(ranking: &Ranking, without: &Ranking, itself: Node) -> Vec<(Node, Weeks)> {
    let later = |(&node, &begins): (&Node, &Weeks)| {
        let before = without.begins[without.position[node]? as usize];
        (node != itself && begins > before).then(|| (node, begins - before))
    };
    ranking.order.iter().zip(&ranking.begins).filter_map(later).collect()
}

/// The verdicts with overrides obeyed, and the overrides that are.
///
/// An override for a place makes declined and unscored work worth building, and what that needs. It
/// does nothing for held and blocked work; but where another override builds what a blocked request
/// waits for, that is blocked no longer.
pub(super) fn verdicts(
    case: &Case<'_, '_>,
    overrides: &[ResolvedOverride],
) -> (Verdicts, Vec<ResolvedOverride>) {
    let declined = overrides.iter().filter(|decision| decision.place == Placement::Decline);
    let mut by_hand =
        ByHand { declined: declined.map(|decision| decision.node).collect(), built: Vec::new() };
    let mut verdicts = case.verdicts(&by_hand);
    let places =
        |decision: &&ResolvedOverride| matches!(decision.place, Placement::First | Placement::Position(_));
    let mut obeyed: Vec<ResolvedOverride> = Vec::new();
    loop {
        let more: Vec<ResolvedOverride> = overrides
            .iter()
            .filter(places)
            .filter(|decision| !obeyed.contains(decision) && case.can_build(decision.node, &verdicts))
            .copied()
            .collect();
        let new = more.iter().any(|decision| verdicts.of[decision.node] != Verdict::Build);
        obeyed.extend(more);
        if !new {
            break;
        }
        by_hand.built = obeyed.iter().map(|decision| decision.node).collect();
        verdicts = case.verdicts(&by_hand);
    }
    let is_obeyed = |decision: &&ResolvedOverride| match decision.place {
        Placement::First | Placement::Position(_) => obeyed.contains(decision),
        Placement::Last | Placement::Decline => true,
    };
    let obeyed = overrides.iter().filter(is_obeyed).copied().collect();
    (verdicts, obeyed)
}

impl Case<'_, '_> {
    fn verdicts(&self, by_hand: &ByHand) -> Verdicts {
        Verdicts::decide(self.backlog, self.links, self.contributions, self.policy, by_hand)
    }

    /// Whether a decision can have a request built, with all it needs.
    fn can_build(&self, node: Node, verdicts: &Verdicts) -> bool {
        let free = |node: Node| {
            let stopped = &self.backlog.stopped;
            let settled = stopped.binary_search_by_key(&node, |&(dependent, _)| dependent).is_ok();
            verdicts.gates[node].is_none() && !settled
        };
        match verdicts.of[node] {
            Verdict::Build => true,
            Verdict::Hold | Verdict::Blocked => false,
            Verdict::Decline | Verdict::Unscored => free(node) && self.links.needed_by(node).all(free),
        }
    }

    fn score(&self, ranking: &Ranking) -> Points {
        ranking.order.iter().map(|&node| self.contributions[node].score).sum()
    }
}
