//! The figures about a whole roadmap.

use super::Attention;
use crate::{
    model::{Kind, Points, Reason, Share, Weeks},
    order::{Cost, Horizon, Overridden, Verdict},
    policy::Policy,
    roadmap::Roadmap,
    voices::{Comparison, Pairs},
};

/// The figures about a whole roadmap.
#[derive(Clone, Debug, Default)]
pub struct Summary {
    /// How many requests have each verdict, in the order of [`Verdict::ALL`].
    pub verdicts: [usize; 5],
    /// How many were done before.
    pub done: usize,
    /// How many were declined before.
    pub declined_earlier: usize,
    /// How many were folded into others.
    pub repeats: usize,
    /// How many have errors and were set aside.
    pub set_aside: usize,
    /// Work of all that is built.
    pub effort: Weeks,
    /// Score of all that is built.
    pub score: Points,
    /// Σ score × completion time.
    pub cost: Cost,
    /// How much of that is owed to overrides.
    pub override_cost: Cost,
    /// How much of the score is owed to overrides.
    pub override_score: Points,
    /// How many overrides of ranked requests are obeyed, and how many are not.
    pub overrides: (usize, usize),
    /// No order without overrides has less.
    pub lower_bound: Cost,
    /// How good the order is.
    pub bound: Bound,
    /// What the horizons hold, where capacity is known.
    pub slices: Vec<Slice>,
    /// Mandated work.
    pub mandated: Weeks,
    /// Work of each kind that the policy has a target for.
    pub portfolio: Vec<KindShare>,
    /// What asks for attention.
    pub attention: Attention,
    /// Pressure beside score, where enough requests have both and the rule is not switched off.
    pub pressure: Option<Pairs>,
}

/// Fewer requests make no order that is worth comparing.
const COMPARED: usize = 3;

/// How much of what is built is of one kind.
#[derive(Clone, Copy, Debug)]
pub struct KindShare {
    /// Which kind.
    pub kind: Kind,
    /// Its share of the effort as the policy wants it.
    pub target: Share,
    /// Its effort.
    pub effort: Weeks,
}

/// How good an order is proven to be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Bound {
    /// There is nothing to order, or nothing to compare with.
    #[default]
    None,
    /// No order is better.
    Optimal,
    /// No order delivers value sooner by more than this, in hundredths of a per cent.
    Within(u64),
}

/// What a horizon holds.
#[derive(Clone, Copy, Debug)]
pub struct Slice {
    /// Which one.
    pub horizon: Horizon,
    /// How much fits into it; nothing for `later`.
    pub capacity: Option<Weeks>,
    /// How much work falls into it.
    pub effort: Weeks,
}

impl Summary {
    pub(super) fn new(roadmap: &Roadmap<'_>, policy: &Policy) -> Self {
        let ranking = &roadmap.ranking;
        let mut summary = Self {
            cost: ranking.cost,
            override_cost: ranking.override_cost,
            override_score: ranking.override_score,
            overrides: overrides(&ranking.overridden),
            lower_bound: ranking.lower_bound,
            slices: slices(roadmap, policy),
            attention: Attention::of(roadmap, &policy.portfolio),
            ..Self::default()
        };
        for &verdict in &ranking.verdicts.of {
            summary.verdicts[verdict as usize] += 1;
        }
        for settled in &roadmap.backlog.settled {
            match settled.reason {
                Reason::Done => summary.done += 1,
                Reason::Declined => summary.declined_earlier += 1,
                Reason::Repeat(_) => summary.repeats += 1,
                Reason::SetAside => summary.set_aside += 1,
            }
        }
        let share = |&(kind, target): &(Kind, Share)| KindShare { kind, target, effort: Weeks::ZERO };
        summary.portfolio = policy.portfolio.iter().map(share).collect();
        for &node in &ranking.order {
            let effort = roadmap.backlog.requests[node].effort;
            summary.effort += effort;
            let kind = roadmap.backlog.requests[node].kind;
            for share in summary.portfolio.iter_mut().filter(|share| share.kind == kind) {
                share.effort += effort;
            }
            summary.score += roadmap.contributions[node].score;
            if ranking.verdicts.mandated[node] {
                summary.mandated += effort;
            }
        }
        summary.bound = bound(roadmap);
        if policy.rules.pressure_earns_nothing.compares() {
            let comparison = Comparison::of(roadmap);
            summary.pressure = Some(comparison.pairs).filter(|_| comparison.requests.len() >= COMPARED);
        }
        summary
    }

    /// How many requests have a verdict.
    pub fn count(&self, verdict: Verdict) -> usize {
        self.verdicts[verdict as usize]
    }

    /// How many requests have any verdict.
    pub fn requests(&self) -> usize {
        self.verdicts.iter().sum()
    }
}

/// How many are obeyed, as far as that goes, and how many not at all.
fn overrides(overridden: &[Overridden]) -> (usize, usize) {
    let obeyed = overridden.iter().filter(|one| one.obedience.acts()).count();
    (obeyed, overridden.len() - obeyed)
}

fn bound(roadmap: &Roadmap<'_>) -> Bound {
    let ranking = &roadmap.ranking;
    let computed = ranking.cost - ranking.override_cost;
    let (cost, least) = (computed.half_millionths(), ranking.lower_bound.half_millionths());
    if ranking.order.is_empty() {
        Bound::None
    } else if ranking.optimal {
        Bound::Optimal
    } else if least <= 0 {
        Bound::None
    } else {
        // The best order costs at least the bound, so no order saves more than this part of the
        // cost. Rounded up: what is said must hold.
        let saved = ((cost - least) * 10_000 + cost - 1) / cost;
        Bound::Within(u64::try_from(saved).unwrap_or(u64::MAX))
    }
}

fn slices(roadmap: &Roadmap<'_>, policy: &Policy) -> Vec<Slice> {
    let Some(capacity) = policy.capacity else {
        return Vec::new();
    };
    let bounds = [
        (Horizon::Now, Weeks::ZERO, Some(capacity.now)),
        (Horizon::Next, capacity.now, Some(capacity.next)),
        (Horizon::Later, capacity.now + capacity.next, None),
    ];
    bounds
        .into_iter()
        .filter(|(_, _, size)| *size != Some(Weeks::ZERO))
        .map(|(horizon, from, size)| {
            let mut slice = Slice { horizon, capacity: size, effort: Weeks::ZERO };
            for (&node, &begins) in roadmap.ranking.order.iter().zip(&roadmap.ranking.begins) {
                let ends = begins + roadmap.backlog.requests[node].effort;
                let until = size.map_or(ends, |size| ends.min(from + size));
                if until > from.max(begins) {
                    slice.effort += until - from.max(begins);
                }
            }
            slice
        })
        .collect()
}
