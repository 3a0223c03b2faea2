//! Effort by kind of work, in each horizon and in all, beside the policy's targets.

use super::Ratio;
use crate::{
    model::{Kind, Share, Weeks, Word},
    order::Horizon,
    policy::Policy,
    roadmap::Roadmap,
};

/// Effort by kind of all that is to build.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Portfolio {
    /// The kinds that are built or have a target, each with its target share of the effort.
    pub kinds: Vec<(Kind, Option<Share>)>,
    /// The horizons, where there is a capacity, and last of all the whole roadmap.
    pub slices: Vec<PortfolioSlice>,
}

/// Effort by kind in a part of the roadmap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PortfolioSlice {
    /// Which part; the whole roadmap where there is none.
    pub horizon: Option<Horizon>,
    /// All effort in it. A request that goes on beyond a slice has its effort in both.
    pub effort: Weeks,
    /// The effort of each kind, in the order of [`Portfolio::kinds`].
    pub kinds: Vec<Weeks>,
}

impl PortfolioSlice {
    /// The share that a kind has of the effort.
    pub fn share(&self, kind: usize) -> Option<Ratio> {
        Ratio::of(self.kinds[kind].thousandths(), self.effort.thousandths())
    }
}

impl Portfolio {
    /// Sums the effort up.
    pub fn of(roadmap: &Roadmap<'_>, policy: &Policy) -> Self {
        let requests = &roadmap.backlog.requests;
        let target = |kind: Kind| {
            policy.portfolio.iter().find(|&&(targeted, _)| targeted == kind).map(|&(_, share)| share)
        };
        let built = |kind: Kind| roadmap.ranking.order.iter().any(|&node| requests[node].kind == kind);
        let kinds: Vec<(Kind, Option<Share>)> = Kind::WORDS
            .iter()
            .map(|&(_, kind)| (kind, target(kind)))
            .filter(|&(kind, target)| target.is_some() || built(kind))
            .collect();
        let bounds = policy.capacity.map_or(Vec::new(), |capacity| {
            let until = capacity.now + capacity.next;
            vec![
                (Some(Horizon::Now), Weeks::ZERO, Some(capacity.now)),
                (Some(Horizon::Next), capacity.now, Some(until)),
                (Some(Horizon::Later), until, None),
            ]
        });
        let mut slices: Vec<PortfolioSlice> = bounds
            .into_iter()
            .filter(|&(_, from, until)| until != Some(from))
            .map(|(horizon, from, until)| slice(roadmap, &kinds, horizon, (from, until)))
            .collect();
        slices.push(slice(roadmap, &kinds, None, (Weeks::ZERO, None)));
        Self { kinds, slices }
    }
}

/// The effort that falls between two points of the order.
fn slice(
    roadmap: &Roadmap<'_>,
    kinds: &[(Kind, Option<Share>)],
    horizon: Option<Horizon>,
    (from, until): (Weeks, Option<Weeks>),
) -> PortfolioSlice {
    let mut slice = PortfolioSlice { horizon, effort: Weeks::ZERO, kinds: vec![Weeks::ZERO; kinds.len()] };
    for (&node, &begins) in roadmap.ranking.order.iter().zip(&roadmap.ranking.begins) {
        let request = &roadmap.backlog.requests[node];
        let ends = begins + request.effort;
        let (begins, ends) = (begins.max(from), until.map_or(ends, |until| ends.min(until)));
        if ends > begins {
            slice.effort += ends - begins;
            let place = kinds.iter().position(|&(kind, _)| kind == request.kind);
            if let Some(effort) = place.and_then(|place| slice.kinds.get_mut(place)) {
                *effort += ends - begins;
            }
        }
    }
    slice
}
