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
pub use criteria::{Fraction, consumer_weeks, share};
pub use evidence::evidence;
pub use findings::findings;

use crate::{
    model::{Points, Request, Share},
    policy::{Criterion, Policy},
    rules::Settings,
    workers::Workers,
};

/// Where a contribution comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Contributor {
    /// One of the four criteria.
    Criterion(Criterion),
    /// Points agreed elsewhere.
    Value,
    /// A stakeholder rule that changes what is earned, by its place among them.
    Rule(usize),
    /// The discount for low confidence.
    Confidence,
}

/// How many sources of contributions there are.
const SOURCES: usize = Criterion::ALL.len() + 1 + Settings::ADJUSTMENTS.len() + 1;

impl Contributor {
    /// All of them, in the order in which contributions are shown.
    pub fn all() -> impl Iterator<Item = Self> {
        let rules = (0..Settings::ADJUSTMENTS.len()).map(Self::Rule);
        Criterion::ALL
            .into_iter()
            .map(Self::Criterion)
            .chain([Self::Value])
            .chain(rules)
            .chain([Self::Confidence])
    }

    const fn place(self) -> usize {
        match self {
            Self::Criterion(criterion) => criterion as usize,
            Self::Value => Criterion::ALL.len(),
            Self::Rule(number) => Criterion::ALL.len() + 1 + number,
            Self::Confidence => SOURCES - 1,
        }
    }

    /// Its name in output.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Criterion(criterion) => criterion.name(),
            Self::Value => "value",
            Self::Rule(number) => Settings::ADJUSTMENTS[number].0,
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

/// What a request earns. Holds no lists, because there is one per request.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Contributions {
    points: [Points; SOURCES],
    /// Which sources there is a contribution from, a bit each.
    present: u16,
    /// The exact sum of the contributions.
    pub score: Points,
    /// Whether there is any evidence. Without it there are no contributions.
    pub scored: bool,
}

impl Contributions {
    /// The contributions, in the order in which they are shown.
    pub fn iter(&self) -> impl Iterator<Item = Contribution> {
        Contributor::all().filter_map(|source| Some(Contribution { source, points: self.of(source)? }))
    }

    /// The points from one source, where there was evidence for it.
    pub const fn of(&self, source: Contributor) -> Option<Points> {
        let place = source.place();
        if self.present & (1 << place) == 0 { None } else { Some(self.points[place]) }
    }

    fn add(&mut self, source: Contributor, points: Points) {
        let place = source.place();
        self.points[place] += points;
        self.present |= 1 << place;
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
        None => judge(request, policy, &mut contributions),
    }
    discount(request.confidence, &mut contributions);
    contributions
}

/// Adds the criteria, and what rules make of them.
fn judge(request: &Request<'_>, policy: &Policy, contributions: &mut Contributions) {
    let rules = policy.rules.adjustments();
    for criterion in Criterion::ALL {
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
