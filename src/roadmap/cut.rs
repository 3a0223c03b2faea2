//! The capacity line of a roadmap, as a score per week.

use super::Roadmap;
use crate::{
    model::{Node, Weeks, divide},
    order::Total,
};

/// What the last bundle within the capacity brings per week. Work that brings less comes too late, unless
/// something other than its score per week moves it: dependencies, mandates, decisions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cut(pub Total);

impl Cut {
    /// The cut of a roadmap; nothing without a capacity, and where everything fits into it.
    pub fn of(roadmap: &Roadmap<'_>) -> Option<Self> {
        let capacity = roadmap.policy.capacity?;
        let ranking = &roadmap.ranking;
        let end = capacity.now + capacity.next;
        let fits = |place: usize| ranking.begins[place] < end;
        let places = 0..ranking.order.len();
        if places.clone().all(fits) {
            return None;
        }
        let by_score_per_week = |&place: &usize| {
            let node = ranking.order[place];
            !ranking.verdicts.mandated[node] && roadmap.overridden(node).is_none()
        };
        let within = places.clone().rev().find(|place| fits(*place) && by_score_per_week(place));
        let place =
            within.or_else(|| places.clone().find(|place| !fits(*place) && by_score_per_week(place)))?;
        Some(Self(ranking.bundles[ranking.bundle[place]]))
    }

    /// How many points this much work needs to lie on the line, in thousandths.
    pub fn score_for(&self, effort: Weeks) -> i128 {
        let product = i128::from(self.0.score.thousandths()) * i128::from(effort.thousandths());
        divide(product, i128::from(self.0.effort.thousandths()))
    }
}

impl Roadmap<'_> {
    /// How many thousandths of a point lie between a request's score and the line; without a line,
    /// between it and nothing.
    pub fn distance_from_cut(&self, cut: Option<Cut>, node: Node) -> u128 {
        let needed = cut.map_or(0, |cut| cut.score_for(self.backlog.requests[node].effort));
        (i128::from(self.contributions[node].score.thousandths()) - needed).unsigned_abs()
    }
}
