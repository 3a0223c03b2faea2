//! The ranking: verdicts and the order of what is built, mandates first.

use super::{Arrangement, Bundle, Cost, Verdict, Verdicts, Work, arrange, carried_value};
use crate::{
    graph::{Links, Node},
    model::{Backlog, Date, Points, Weeks},
    policy::Policy,
    score::Score,
};

/// The computed answer to a backlog.
#[derive(Clone, Debug, Default)]
pub struct Ranking {
    /// What becomes of each request.
    pub verdicts: Verdicts,
    /// What is built, in order.
    pub order: Vec<Node>,
    /// Its bundles, in order; members are places in `order`.
    pub bundles: Vec<Bundle>,
    /// For each request its place in `order`.
    pub place: Vec<Option<u32>>,
    /// For each place the weeks of work before it.
    pub begins: Vec<Weeks>,
    /// For each place the number of its bundle.
    pub bundle: Vec<u32>,
    /// Carried value of each request in billionths of a point; nothing where there is too much
    /// to compute.
    pub carried: Option<Vec<i128>>,
    /// Σ merit × completion time.
    pub cost: Cost,
    /// No order has less.
    pub lower_bound: Cost,
    /// Whether the order is proven to be the best.
    pub optimal: bool,
    /// Forced requests that break consumers who have no migration path, ascending.
    pub promises_broken: Vec<Node>,
}

/// Decides about every request and orders what is built: forced work as a segment of its own,
/// then what is worth doing.
pub fn rank(backlog: &Backlog<'_>, links: &Links, scores: &[Score], policy: &Policy) -> Ranking {
    let merit: Vec<Points> = scores.iter().map(|score| score.merit).collect();
    let effort: Vec<Weeks> = backlog.requests.iter().map(|request| request.effort).collect();
    let due: Vec<Option<Date>> = backlog.requests.iter().map(|request| request.needed_by).collect();
    let verdicts = Verdicts::decide(backlog, links, scores, policy);
    let built: Vec<bool> = verdicts.of.iter().map(|&verdict| verdict == Verdict::Build).collect();
    let work = Work { links, merit: &merit, effort: &effort, due: &due };
    let chosen: Vec<bool> =
        built.iter().zip(&verdicts.forced).map(|(&built, &forced)| built && !forced).collect();
    let mut ranking = joined(arrange(&work, &verdicts.forced), arrange(&work, &chosen));
    ranking.carried = carried_value(links, &merit, &built);
    ranking.place = vec![None; links.nodes()];
    let mut time = Weeks::ZERO;
    for (place, &node) in (0..).zip(&ranking.order) {
        ranking.place[node as usize] = Some(place);
        ranking.begins.push(time);
        time += effort[node as usize];
    }
    let breaks = |node: &Node| policy.rules.stability_promise.breaks(&backlog.requests[*node as usize]);
    let forced = (0..).zip(&verdicts.forced).filter(|&(_, &forced)| forced).map(|(node, _)| node);
    ranking.promises_broken = forced.filter(breaks).collect();
    ranking.verdicts = verdicts;
    ranking
}

/// One segment after the other.
fn joined(first: Arrangement, second: Arrangement) -> Ranking {
    let (merit, start) = (
        second.bundles.iter().map(|bundle| bundle.merit).sum(),
        first.bundles.iter().map(|bundle| bundle.effort).sum(),
    );
    let offset = first.order.len();
    let later = second.bundles.into_iter().map(|bundle| Bundle {
        members: bundle.members.start + offset..bundle.members.end + offset,
        ..bundle
    });
    let bundles: Vec<Bundle> = first.bundles.into_iter().chain(later).collect();
    let bundle = (0..)
        .zip(&bundles)
        .flat_map(|(number, bundle)| bundle.members.clone().map(move |_| number))
        .collect();
    let mut order = first.order;
    order.extend(second.order);
    Ranking {
        optimal: bundles.iter().all(|bundle| bundle.exact),
        order,
        bundle,
        bundles,
        cost: first.cost + second.cost.shifted(merit, start),
        lower_bound: first.lower_bound + second.lower_bound.shifted(merit, start),
        ..Ranking::default()
    }
}
