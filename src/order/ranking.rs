//! The ranking: verdicts and the order of what is built, mandates first.

use super::{
    Arrangement, Bundle, Cost, Overridden, Verdict, Verdicts, Work, arrange, by_hand, carried_value,
    placing::{Places, placed},
    ties::compare_returns,
};
use crate::{
    graph::{Links, Node},
    model::{Backlog, Date, Points, Weeks},
    policy::Policy,
    rules::{Place, Wish},
    score::Score,
    workers::Workers,
};

/// The computed answer to a backlog.
#[derive(Clone, Debug, Default)]
pub struct Ranking {
    /// What becomes of each request.
    pub verdicts: Verdicts,
    /// What is built, in order.
    pub order: Vec<Node>,
    /// Merit and effort of each bundle, by its number.
    pub bundles: Vec<Total>,
    /// For each request its place in `order`.
    pub place: Vec<Option<u32>>,
    /// For each place the weeks of work before it.
    pub begins: Vec<Weeks>,
    /// For each place the number of its bundle. A bundle is together, unless overrides move some
    /// of it.
    pub bundle: Vec<u32>,
    /// Carried value of each request in billionths of a point; nothing where there is too much
    /// to compute.
    pub carried: Option<Vec<i128>>,
    /// Σ merit × completion time.
    pub cost: Cost,
    /// How much of that is owed to overrides; less than none where they refuse work.
    pub override_cost: Cost,
    /// How much of the merit of what is built is owed to overrides; less than none where they refuse
    /// what is worth doing.
    pub override_merit: Points,
    /// No order without overrides has less.
    pub lower_bound: Cost,
    /// Whether the order without overrides is proven to be the best.
    pub optimal: bool,
    /// Forced requests that break consumers who have no migration path, ascending.
    pub promises_broken: Vec<Node>,
    /// What became of each override of a ranked request, in the order of the policy.
    pub overridden: Vec<Overridden>,
}

/// What the requests of a bundle come to together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Total {
    /// Their merit.
    pub merit: Points,
    /// Their effort.
    pub effort: Weeks,
}

impl Total {
    /// Compares by merit ÷ effort.
    pub fn compare_returns(&self, other: &Self) -> std::cmp::Ordering {
        compare_returns((self.merit, self.effort), (other.merit, other.effort))
    }
}

/// A backlog with what a ranking is made from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Case<'a, 's> {
    pub(crate) backlog: &'a Backlog<'s>,
    pub(crate) links: &'a Links,
    pub(crate) scores: &'a [Score],
    pub(crate) policy: &'a Policy,
    pub(crate) workers: Workers,
}

/// Decides about every request and orders what is built: forced work as a segment of its own,
/// then what is worth doing, then what people wish otherwise.
pub fn rank(
    backlog: &Backlog<'_>,
    links: &Links,
    scores: &[Score],
    policy: &Policy,
    wishes: &[Wish],
    workers: Workers,
) -> Ranking {
    let case = Case { backlog, links, scores, policy, workers };
    let mut ranking = if wishes.is_empty() { case.decide(&[]) } else { by_hand::priced(&case, wishes) };
    let merit: Vec<Points> = scores.iter().map(|score| score.merit).collect();
    let built: Vec<bool> = ranking.verdicts.of.iter().map(|&verdict| verdict == Verdict::Build).collect();
    ranking.carried = carried_value(links, &merit, &built);
    let breaks = |node: &Node| policy.rules.stability_promise.breaks(&backlog.requests[*node as usize]);
    let forced = (0..).zip(&ranking.verdicts.forced).filter(|&(_, &forced)| forced).map(|(node, _)| node);
    ranking.promises_broken = forced.filter(breaks).collect();
    ranking
}

impl Case<'_, '_> {
    /// Verdicts, with wishes obeyed as far as they can be.
    pub(crate) fn judge(&self, wishes: &[Wish]) -> Verdicts {
        by_hand::verdicts(self, wishes).0
    }

    /// Verdicts and order, with wishes obeyed as far as they can be.
    pub(crate) fn decide(&self, wishes: &[Wish]) -> Ranking {
        let (verdicts, obeyed) = by_hand::verdicts(self, wishes);
        let merit: Vec<Points> = self.scores.iter().map(|score| score.merit).collect();
        let requests = &self.backlog.requests;
        let effort: Vec<Weeks> = requests.iter().map(|request| request.effort).collect();
        let due: Vec<Option<Date>> = requests.iter().map(|request| request.needed_by).collect();
        let work = Work { links: self.links, merit: &merit, effort: &effort, due: &due };

        let mut chosen: Vec<bool> = (verdicts.of.iter().zip(&verdicts.forced))
            .map(|(&verdict, &forced)| verdict == Verdict::Build && !forced)
            .collect();
        let mut segments = vec![arrange(&work, &verdicts.forced, self.workers)];
        for wish in obeyed.iter().filter(|wish| wish.place == Place::First) {
            let needed = self.links.with_prerequisites([wish.node]);
            let along: Vec<bool> =
                needed.iter().zip(&chosen).map(|(&needed, &left)| needed && left).collect();
            for (left, &along) in chosen.iter_mut().zip(&along) {
                *left &= !along;
            }
            segments.push(arrange(&work, &along, self.workers));
        }
        let forced = segments[0].order.len();
        segments.push(arrange(&work, &chosen, self.workers));
        let mut ranking = joined(segments, self.links.nodes());
        ranking.moved(forced, &places(&obeyed), &work);
        ranking.verdicts = verdicts;
        ranking
    }
}

/// Which places are wished for.
fn places(wishes: &[Wish]) -> Places {
    let mut places = Places::default();
    for wish in wishes {
        match wish.place {
            Place::Position(position) => places.fixed.push((position as usize - 1, wish.node)),
            Place::Last => places.last.push(wish.node),
            Place::First | Place::Decline => {}
        }
    }
    places.fixed.sort_unstable();
    places
}

/// One segment after the other.
fn joined(segments: Vec<Arrangement>, nodes: usize) -> Ranking {
    let mut ranking = Ranking { optimal: true, place: vec![None; nodes], ..Ranking::default() };
    let mut start = Weeks::ZERO;
    for segment in segments {
        let merit = segment.bundles.iter().map(|bundle| bundle.merit).sum();
        ranking.cost += segment.cost.shifted(merit, start);
        ranking.lower_bound += segment.lower_bound.shifted(merit, start);
        for bundle in segment.bundles {
            let Bundle { members, merit, effort, exact } = bundle;
            let number = u32::try_from(ranking.bundles.len()).unwrap_or(u32::MAX);
            ranking.bundle.extend(members.map(|_| number));
            ranking.bundles.push(Total { merit, effort });
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
    pub fn bundle_of(&self, node: Node) -> Option<u32> {
        self.place[node as usize].map(|place| self.bundle[place as usize])
    }

    /// Puts requests to the places that are wished for, and says when each begins.
    fn moved(&mut self, locked: usize, places: &Places, work: &Work<'_>) {
        if !places.is_empty() {
            let mut bundle = vec![0; work.links.nodes()];
            for (&node, &number) in self.order.iter().zip(&self.bundle) {
                bundle[node as usize] = number;
            }
            self.order = placed(&self.order, locked, places, work.links);
            self.renumber(self.order.iter().map(|&node| bundle[node as usize]).collect());
            self.cost = Cost::ZERO;
        }
        let mut time = Weeks::ZERO;
        for (place, &node) in (0..).zip(&self.order) {
            self.place[node as usize] = Some(place);
            self.begins.push(time);
            time += work.effort[node as usize];
            if !places.is_empty() {
                self.cost += Cost::of_delay(work.merit[node as usize], time);
            }
        }
    }

    /// Numbers bundles by their first request.
    fn renumber(&mut self, bundle: Vec<u32>) {
        let mut numbers = vec![None; self.bundles.len()];
        let mut totals = Vec::with_capacity(numbers.len());
        self.bundle = bundle
            .into_iter()
            .map(|old| {
                *numbers[old as usize].get_or_insert_with(|| {
                    totals.push(self.bundles[old as usize]);
                    u32::try_from(totals.len() - 1).unwrap_or(u32::MAX)
                })
            })
            .collect();
        self.bundles = totals;
    }
}
