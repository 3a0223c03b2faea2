//! Requests → scores: contributions in points, each with the cells it came from.
//!
//! A request's merit depends on nothing but itself, its repeats and the policy: adding or removing
//! another request never changes it. Every contribution is rounded to thousandths once, as soon
//! as it is known, and merit is the exact sum of the contributions.

mod codes;
mod criteria;
mod evidence;
mod findings;

pub(crate) use codes::CODES;
pub use criteria::consumer_weeks;
pub use evidence::evidence;
pub use findings::findings;

use crate::{
    model::{Points, Request, Share, divide},
    policy::{Criterion, Policy},
};

/// Where a contribution comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Contributor {
    /// One of the four criteria.
    Criterion(Criterion),
    /// Points agreed elsewhere.
    Value,
    /// The discount for doubtful evidence.
    Confidence,
    /// A stakeholder rule, by its name.
    Rule(&'static str),
}

impl Contributor {
    /// Its name in output.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Criterion(criterion) => criterion.name(),
            Self::Value => "value",
            Self::Confidence => "confidence",
            Self::Rule(name) => name,
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

/// What a request earns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Score {
    /// The contributions, in the order in which they are shown.
    pub contributions: Vec<Contribution>,
    /// Their exact sum.
    pub merit: Points,
    /// Whether there is any evidence. Without it there are no contributions.
    pub scored: bool,
}

impl Score {
    /// The points of one criterion, where there was evidence for it.
    pub fn of(&self, criterion: Criterion) -> Option<Points> {
        let source = Contributor::Criterion(criterion);
        self.contributions
            .iter()
            .find(|contribution| contribution.source == source)
            .map(|found| found.points)
    }
}

/// Scores a request.
pub fn score(request: &Request<'_>, policy: &Policy) -> Score {
    if !request.has_evidence() {
        return Score::default();
    }
    let mut contributions = match request.value {
        Some(value) => {
            let per_effort = if policy.value_per_effort {
                i128::from(request.effort.thousandths())
            } else {
                1000
            };
            let thousandths = divide(i128::from(value.millionths()) * per_effort, 1_000_000);
            let points = Points::from_thousandths(i64::try_from(thousandths).unwrap_or(i64::MAX));
            vec![Contribution {
                source: Contributor::Value,
                points,
            }]
        }
        None => judged(request, policy),
    };
    contributions.extend(discount(&contributions, request.confidence));
    let merit = contributions
        .iter()
        .map(|contribution| contribution.points)
        .sum();
    Score {
        contributions,
        merit,
        scored: true,
    }
}

/// The criteria, and the rules that change what they earn.
fn judged(request: &Request<'_>, policy: &Policy) -> Vec<Contribution> {
    let adjustments = policy.rules.adjustments();
    let void = adjustments.iter().any(|rule| rule.voids_reuse(request));
    let criteria = Criterion::ALL.into_iter().filter_map(|criterion| {
        let earned = criteria::points(criterion, request, policy);
        let points = if void && criterion == Criterion::Reuse {
            Points::ZERO
        } else {
            earned?
        };
        Some(Contribution {
            source: Contributor::Criterion(criterion),
            points,
        })
    });
    let rules = adjustments.iter().filter_map(|rule| {
        let (name, points) = rule.points(request)?;
        Some(Contribution {
            source: Contributor::Rule(name),
            points,
        })
    });
    criteria.chain(rules).collect()
}

/// What doubt takes away: a part of everything positive, nothing of what is negative. So doubt
/// makes a mixed request worse: its benefit is unproven, its cost is certain.
fn discount(contributions: &[Contribution], confidence: Option<Share>) -> Option<Contribution> {
    let doubt = confidence?.rest();
    let positive: i64 = contributions
        .iter()
        .map(|contribution| contribution.points.thousandths().max(0))
        .sum();
    let thousandths = divide(
        -i128::from(positive) * i128::from(doubt.millionths()),
        1_000_000,
    );
    let points = Points::from_thousandths(i64::try_from(thousandths).unwrap_or(i64::MIN));
    (doubt != Share::NONE).then_some(Contribution {
        source: Contributor::Confidence,
        points,
    })
}
