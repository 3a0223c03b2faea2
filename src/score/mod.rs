//! Requests → scores: contributions in points, each with the cells it came from.
//!
//! A request's score depends on nothing but itself, its repeats and the policy: adding or removing
//! another request never changes it. Every contribution is rounded to thousandths once, as soon
//! as it is known, and score is the exact sum of the contributions.

mod codes;
mod criteria;
mod evidence;
mod findings;

pub(crate) use codes::CODES;
pub use criteria::{Basis, Fraction, Judgement, consumer_weeks, judge};
pub use evidence::evidence;
pub use findings::findings;

use smallvec::SmallVec;

use crate::{
    model::{Points, Request, Share},
    policy::{Criterion, Policy},
    rules::Rules,
    workers::Workers,
};

/// Where a contribution comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Contributor {
    /// One of the policy's criteria.
    Criterion(Criterion),
    /// Points agreed elsewhere.
    Value,
    /// A stakeholder rule that changes what is earned, by its place among them.
    Rule(usize),
    /// The discount for low confidence.
    Confidence,
}

/// How many sources of contributions there are besides the criteria: value, rules, confidence.
const OTHERS: usize = 2 + Rules::ADJUSTMENTS.len();

impl Contributor {
    /// All of them where there are so many criteria, in the order in which they are shown.
    pub fn all(criteria: usize) -> impl Iterator<Item = Self> {
        let rules = (0..Rules::ADJUSTMENTS.len()).map(Self::Rule);
        let criteria = (0..).take(criteria).map(|number| Self::Criterion(Criterion(number)));
        criteria.chain([Self::Value]).chain(rules).chain([Self::Confidence])
    }

    /// Its place among the points that are kept: criteria come last, because only their number is
    /// the policy's.
    const fn index(self) -> usize {
        match self {
            Self::Value => 0,
            Self::Confidence => 1,
            Self::Rule(number) => 2 + number,
            Self::Criterion(criterion) => OTHERS + criterion.index(),
        }
    }

    /// Its name in data.
    pub fn name(self, policy: &Policy) -> &str {
        match self {
            Self::Criterion(criterion) => &policy.criterion(criterion).name,
            Self::Value => "value",
            Self::Rule(number) => Rules::ADJUSTMENTS[number].0,
            Self::Confidence => "confidence",
        }
    }
}

/// Signed points with where they come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Contribution {
    /// Where they come from.
    pub source: Contributor,
    /// How many.
    pub points: Points,
}

/// What a request earns and costs. There is one per request, and as long as the policy has no more
/// criteria than the built-in ones none of them needs memory of its own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contributions {
    points: SmallVec<[Points; OTHERS + 4]>,
    /// Which sources there is a contribution from, a bit each.
    present: u64,
    /// The exact sum of the contributions.
    pub score: Points,
    /// Whether there is any evidence. Without it there are no contributions.
    pub scored: bool,
}

impl Contributions {
    /// The contributions, in the order in which they are shown.
    pub fn iter(&self) -> impl Iterator<Item = Contribution> {
        let criteria = self.points.len().saturating_sub(OTHERS);
        Contributor::all(criteria)
            .filter_map(|source| Some(Contribution { source, points: self.of(source)? }))
    }

    /// The points from one source, where there was evidence for it.
    pub fn of(&self, source: Contributor) -> Option<Points> {
        let at = source.index();
        self.points.get(at).copied().filter(|_| self.present & (1 << at) != 0)
    }

    fn add(&mut self, source: Contributor, points: Points) {
        let at = source.index();
        if self.points.len() <= at {
            self.points.resize(at + 1, Points::ZERO);
        }
        self.points[at] += points;
        self.present |= 1 << at;
        self.score += points;
    }
}

/// Judges requests: what each of them earns and costs.
pub fn all_contributions(requests: &[Request<'_>], policy: &Policy, workers: Workers) -> Vec<Contributions> {
    workers
        .map(requests, |_, part| {
            part.iter().map(|request| contributions(request, policy)).collect::<Vec<_>>()
        })
        .concat()
}

/// Judges a request: what it earns and costs.
pub fn contributions(request: &Request<'_>, policy: &Policy) -> Contributions {
    let mut contributions = Contributions { scored: request.has_evidence(), ..Contributions::default() };
    if !contributions.scored {
        return contributions;
    }
    match request.value {
        Some(value) => {
            let per_effort =
                if policy.value_per_effort { i128::from(request.effort.thousandths()) } else { 1000 };
            contributions.add(
                Contributor::Value,
                Points::rounded(i128::from(value.millionths()) * per_effort, 1_000_000),
            );
        }
        None => weigh(request, policy, &mut contributions),
    }
    discount(request.confidence, &mut contributions);
    contributions
}

/// Adds the criteria, and what rules make of them.
fn weigh(request: &Request<'_>, policy: &Policy, contributions: &mut Contributions) {
    let rules = policy.rules.adjustments();
    for criterion in policy.criteria() {
        if let Some(points) = criteria::points(criterion, request, policy) {
            contributions.add(Contributor::Criterion(criterion), points);
        }
    }
    for (number, rule) in rules.iter().enumerate() {
        if let Some(points) = rule.points(request) {
            contributions.add(Contributor::Rule(number), points);
        }
    }
}

/// What low confidence takes away: a part of everything positive, nothing of what is negative. So
/// it makes a mixed request worse: its benefit is unproven, its cost is certain.
fn discount(confidence: Option<Share>, contributions: &mut Contributions) {
    let Some(unsure) = confidence.map(Share::rest).filter(|&unsure| unsure != Share::NONE) else { return };
    let positive: i64 = contributions.points.iter().map(|points| points.thousandths().max(0)).sum();
    contributions.add(
        Contributor::Confidence,
        Points::rounded(-i128::from(positive) * i128::from(unsure.millionths()), 1_000_000),
    );
}
