//! Overrides in the ranking: which are obeyed, and what each costs.

use super::{ByHand, Cost, Ranking, Verdict, Verdicts, ranking::Case};
use crate::{
    graph::Node,
    model::{Points, Weeks},
    rules::{Place, Wish},
};

/// What became of an override.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overridden {
    /// What was wished.
    pub wish: Wish,
    /// How far it is obeyed.
    pub obedience: Obedience,
    /// How much the cost of the order shown would be less without this override.
    pub cost: Cost,
    /// How much the merit of all that is built would be less without it.
    pub merit: Points,
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
    /// Not at all: it is forced, and goes first anyway.
    Forced,
    /// Not at all: it has this verdict, and no decision about places changes that.
    Not(Verdict),
}

/// The ranking with wishes, and what they cost: against the ranking without any, and each against
/// the one with all others. So each price says what taking back that override would save.
pub(super) fn priced(case: &Case<'_, '_>, wishes: &[Wish]) -> Ranking {
    let plain = case.decide(&[]);
    let mut ranking = case.decide(wishes);
    ranking.override_cost = ranking.cost - plain.cost;
    ranking.override_merit = case.merit(&ranking) - case.merit(&plain);
    ranking.lower_bound = plain.lower_bound;
    ranking.optimal = plain.optimal;
    ranking.overridden = (0..wishes.len())
        .map(|number| {
            let wish = wishes[number];
            let mut overridden = Overridden {
                wish,
                obedience: obedience(&ranking, wish),
                cost: Cost::ZERO,
                merit: Points::ZERO,
                delayed: Vec::new(),
            };
            if matches!(overridden.obedience, Obedience::Full | Obedience::Nearly(_)) {
                let others: Vec<Wish> = wishes.iter().copied().filter(|other| *other != wish).collect();
                let without = if others.is_empty() { &plain } else { &case.decide(&others) };
                overridden.cost = ranking.cost - without.cost;
                overridden.merit = case.merit(&ranking) - case.merit(without);
                overridden.delayed = delayed(&ranking, without, wish.node);
            }
            overridden
        })
        .collect();
    ranking
}

fn obedience(ranking: &Ranking, wish: Wish) -> Obedience {
    let verdict = ranking.verdicts.of[wish.node as usize];
    let forced = ranking.verdicts.forced[wish.node as usize];
    match (wish.place, ranking.place[wish.node as usize]) {
        (Place::Decline, _) => Obedience::Full,
        (_, None) => Obedience::Not(verdict),
        (_, Some(_)) if forced => Obedience::Forced,
        (Place::Position(wanted), Some(place)) if place + 1 != wanted => Obedience::Nearly(place + 1),
        _ => Obedience::Full,
    }
}

/// What begins later in one ranking than in another, except the request itself.
fn delayed(ranking: &Ranking, without: &Ranking, itself: Node) -> Vec<(Node, Weeks)> {
    let later = |(&node, &begins): (&Node, &Weeks)| {
        let before = without.begins[without.place[node as usize]? as usize];
        (node != itself && begins > before).then(|| (node, begins - before))
    };
    ranking.order.iter().zip(&ranking.begins).filter_map(later).collect()
}

/// The verdicts with wishes obeyed, and the wishes that are.
///
/// A wish for a place makes declined and unscored work worth building, and what that needs. It
/// does nothing for held and blocked work; but where another wish builds what a blocked request
/// waits for, that is blocked no longer.
pub(super) fn verdicts(case: &Case<'_, '_>, wishes: &[Wish]) -> (Verdicts, Vec<Wish>) {
    let declined = wishes.iter().filter(|wish| wish.place == Place::Decline);
    let mut by_hand = ByHand { declined: declined.map(|wish| wish.node).collect(), built: Vec::new() };
    let mut verdicts = case.verdicts(&by_hand);
    let places = |wish: &&Wish| matches!(wish.place, Place::First | Place::Position(_));
    let mut obeyed: Vec<Wish> = Vec::new();
    loop {
        let more: Vec<Wish> = wishes
            .iter()
            .filter(places)
            .filter(|wish| !obeyed.contains(wish) && case.can_build(wish.node, &verdicts))
            .copied()
            .collect();
        let new = more.iter().any(|wish| verdicts.of[wish.node as usize] != Verdict::Build);
        obeyed.extend(more);
        if !new {
            break;
        }
        by_hand.built = obeyed.iter().map(|wish| wish.node).collect();
        verdicts = case.verdicts(&by_hand);
    }
    let is_obeyed = |wish: &&Wish| match wish.place {
        Place::First | Place::Position(_) => obeyed.contains(wish),
        Place::Last | Place::Decline => true,
    };
    let obeyed = wishes.iter().filter(is_obeyed).copied().collect();
    (verdicts, obeyed)
}

impl Case<'_, '_> {
    fn verdicts(&self, by_hand: &ByHand) -> Verdicts {
        Verdicts::decide(self.backlog, self.links, self.scores, self.policy, by_hand)
    }

    /// Whether a decision can have a request built, with all it needs.
    fn can_build(&self, node: Node, verdicts: &Verdicts) -> bool {
        let free = |node: Node| {
            let stopped = &self.backlog.stopped;
            let settled = stopped.binary_search_by_key(&node, |&(dependent, _)| dependent).is_ok();
            verdicts.gates[node as usize].is_none() && !settled
        };
        match verdicts.of[node as usize] {
            Verdict::Build => true,
            Verdict::Hold | Verdict::Blocked => false,
            Verdict::Decline | Verdict::Unscored => free(node) && self.links.needed_by(node).all(free),
        }
    }

    fn merit(&self, ranking: &Ranking) -> Points {
        ranking.order.iter().map(|&node| self.scores[node as usize].merit).sum()
    }
}
