//! The ranking: verdicts and the order of what is built, mandates first.

use super::{
    Arrangement, Bundle, Cost, Overridden, Verdict, Verdicts, Work, arrange, by_hand, enabled_value,
    placing::{Places, placed},
    ties::compare_score_per_week,
};
use crate::{
    graph::Dependencies,
    model::{Backlog, Date, Node, Number, Points, Weeks, numbers},
    policy::Policy,
    rules::{Placement, ResolvedOverride},
    score::Contributions,
    workers::Workers,
};

numbers! {
    /// A bundle, by its place in the order.
    pub struct BundleNumber;
}

/// The computed answer to a backlog.
#[derive(Clone, Debug, Default)]
pub struct Ranking {
    /// What becomes of each request.
    pub verdicts: Verdicts,
    /// What is built, in order.
    pub order: Vec<Node>,
    /// Score and effort of each bundle.
    pub bundles: Vec<Total>,
    /// For each request its position in `order`.
    pub position: Vec<Option<u32>>,
    /// For each position the weeks of work before it.
    pub begins: Vec<Weeks>,
    /// For each position the number of its bundle. A bundle is together, unless overrides move some
    /// of it.
    pub bundle: Vec<BundleNumber>,
    /// Enabled value of each request in billionths of a point; nothing where there is too much
    /// to compute.
    pub enabled_value: Option<Vec<i128>>,
    /// Σ score × completion time.
    pub cost: Cost,
    /// How much of that is owed to overrides; less than none where they refuse work.
    pub override_cost: Cost,
    /// How much of the score of what is built is owed to overrides; less than none where they refuse
    /// what is worth doing.
    pub override_score: Points,
    /// No order without overrides has less.
    pub lower_bound: Cost,
    /// The ranking without overrides, where there are any. The bound is about this one.
    pub without_overrides: Option<Box<Ranking>>,
    /// Whether the order without overrides is proven to be the best.
    pub optimal: bool,
    /// Mandated requests that break consumers who have no migration path, ascending.
    pub promises_broken: Vec<Node>,
    /// What became of each override of a ranked request, in the order of the policy.
    pub overridden: Vec<Overridden>,
}

/// What the requests of a bundle come to together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Total {
    /// Their score.
    pub score: Points,
    /// Their effort.
    pub effort: Weeks,
}

impl Total {
    /// Compares by score ÷ effort.
    pub fn compare_score_per_week(&self, other: &Self) -> std::cmp::Ordering {
        compare_score_per_week((self.score, self.effort), (other.score, other.effort))
    }
}

/// A backlog with what a ranking is made from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Case<'a, 's> {
    pub(crate) backlog: &'a Backlog<'s>,
    pub(crate) links: &'a Dependencies,
    pub(crate) contributions: &'a [Contributions],
    pub(crate) policy: &'a Policy,
    pub(crate) workers: Workers,
}

/// Decides about every request and orders what is built: mandated work as a segment of its own,
/// then what is worth doing, then what people decision otherwise.
pub fn rank(
    backlog: &Backlog<'_>,
    links: &Dependencies,
    contributions: &[Contributions],
    policy: &Policy,
    overrides: &[ResolvedOverride],
    workers: Workers,
) -> Ranking {
    let case = Case { backlog, links, contributions, policy, workers };
    let mut ranking = if overrides.is_empty() { case.decide(&[]) } else { by_hand::priced(&case, overrides) };
    let score: Vec<Points> = contributions.iter().map(|its| its.score).collect();
    let built: Vec<bool> = ranking.verdicts.of.iter().map(|&verdict| verdict == Verdict::Build).collect();
    ranking.enabled_value = enabled_value(links, &score, &built);
    let breaks = |node: &Node| policy.rules.stability_promise.breaks(&backlog.requests[*node]);
    let mandated =
        Node::all().zip(&ranking.verdicts.mandated).filter(|&(_, &mandated)| mandated).map(|(node, _)| node);
    ranking.promises_broken = mandated.filter(breaks).collect();
    ranking
}

impl Case<'_, '_> {
    /// Verdicts, with overrides obeyed as far as they can be.
    pub(crate) fn judge(&self, overrides: &[ResolvedOverride]) -> Verdicts {
        by_hand::verdicts(self, overrides).0
    }

    /// Verdicts and order, with overrides obeyed as far as they can be.
    pub(crate) fn decide(&self, overrides: &[ResolvedOverride]) -> Ranking {
        let (verdicts, obeyed) = by_hand::verdicts(self, overrides);
        let score: Vec<Points> = self.contributions.iter().map(|its| its.score).collect();
        let requests = &self.backlog.requests;
        let effort: Vec<Weeks> = requests.iter().map(|request| request.effort).collect();
        let due: Vec<Option<Date>> = requests.iter().map(|request| request.needed_by).collect();
        let work = Work { links: self.links, score: &score, effort: &effort, due: &due };

        let mut chosen: Vec<bool> = (verdicts.of.iter().zip(&verdicts.mandated))
            .map(|(&verdict, &mandated)| verdict == Verdict::Build && !mandated)
            .collect();
        let mut segments = vec![arrange(&work, &verdicts.mandated, self.workers)];
        for decision in obeyed.iter().filter(|decision| decision.place == Placement::First) {
            let needed = self.links.with_prerequisites([decision.node]);
            let along: Vec<bool> =
                needed.iter().zip(&chosen).map(|(&needed, &left)| needed && left).collect();
            for (left, &along) in chosen.iter_mut().zip(&along) {
                *left &= !along;
            }
            segments.push(arrange(&work, &along, self.workers));
        }
        let mandated = segments[0].order.len();
        segments.push(arrange(&work, &chosen, self.workers));
        let mut ranking = joined(segments, self.links.nodes());
        ranking.moved(mandated, &places(&obeyed), &work);
        ranking.verdicts = verdicts;
        ranking
    }
}

/// Which places are asked for.
fn places(overrides: &[ResolvedOverride]) -> Places {
    let mut places = Places::default();
    for decision in overrides {
        match decision.place {
            Placement::Position(position) => places.fixed.push((position as usize - 1, decision.node)),
            Placement::Last => places.last.push(decision.node),
            Placement::First | Placement::Decline => {}
        }
    }
    places.fixed.sort_unstable();
    places
}

/// One segment after the other.
fn joined(segments: Vec<Arrangement>, nodes: usize) -> Ranking {
    let mut ranking = Ranking { optimal: true, position: vec![None; nodes], ..Ranking::default() };
    let mut start = Weeks::ZERO;
    for segment in segments {
        let score = segment.bundles.iter().map(|bundle| bundle.score).sum();
        ranking.cost += segment.cost.shifted(score, start);
        ranking.lower_bound += segment.lower_bound.shifted(score, start);
        for bundle in segment.bundles {
            let Bundle { members, score, effort, exact } = bundle;
            let number = BundleNumber::at(ranking.bundles.len());
            ranking.bundle.extend(members.map(|_| number));
            ranking.bundles.push(Total { score, effort });
            ranking.optimal &= exact;
            start += effort;
        }
        if ranking.order.is_empty() {
            ranking.order = segment.order;
        } else {
            ranking.order.extend(segment.order);
        }
    }
    ranking
}

impl Ranking {
    /// The number of the bundle that a request is in, where it is built.
    pub fn bundle_of(&self, node: Node) -> Option<BundleNumber> {
        self.position[node].map(|position| self.bundle[position as usize])
    }

    /// Puts requests to the places that are asked for, and says when each begins.
    fn moved(&mut self, locked: usize, places: &Places, work: &Work<'_>) {
        if !places.is_empty() {
            let mut bundle = vec![BundleNumber::default(); work.links.nodes()];
            for (&node, &number) in self.order.iter().zip(&self.bundle) {
                bundle[node] = number;
            }
            self.order = placed(&self.order, locked, places, work.links);
            self.renumber(self.order.iter().map(|&node| bundle[node]).collect());
            self.cost = Cost::ZERO;
        }
        let mut time = Weeks::ZERO;
        for (position, &node) in (0..).zip(&self.order) {
            self.position[node] = Some(position);
            self.begins.push(time);
            time += work.effort[node];
            if !places.is_empty() {
                self.cost += Cost::of_delay(work.score[node], time);
            }
        }
    }

    /// Numbers bundles by their first request.
    fn renumber(&mut self, bundle: Vec<BundleNumber>) {
        let mut numbers = vec![None; self.bundles.len()];
        let mut totals = Vec::with_capacity(numbers.len());
        self.bundle = bundle
            .into_iter()
            .map(|old| {
                *numbers[old].get_or_insert_with(|| {
                    totals.push(self.bundles[old]);
                    BundleNumber::at(totals.len() - 1)
                })
            })
            .collect();
        self.bundles = totals;
    }
}
