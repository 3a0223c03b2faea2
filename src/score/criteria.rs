//! The four criteria: from evidence to points.

use crate::{
    model::{Breaking, Decimal, Evidence, Points, Request},
    policy::{Criterion, Policy},
};

/// A share of a criterion's weight as an exact fraction, the denominator positive.
pub type Fraction = (i128, i128);

/// What a criterion adds to a request; nothing where there is no evidence for it.
pub(super) fn points(criterion: Criterion, request: &Request<'_>, policy: &Policy) -> Option<Points> {
    let (numerator, denominator) = share(criterion, request, policy)?;
    let (weight, scale) = policy.weights.thousandths(criterion);
    Some(Points::rounded(weight * numerator, scale * denominator))
}

/// The share of a criterion's weight that a request earns or costs, signed; nothing where there
/// is no evidence for it.
pub fn share(criterion: Criterion, request: &Request<'_>, policy: &Policy) -> Option<Fraction> {
    let evidence = &request.evidence;
    Some(match criterion {
        Criterion::Reuse if voids_reuse(request, policy) => (0, 1),
        Criterion::Reuse => reuse(request, policy)?,
        Criterion::Reliability => rated(evidence.reliability?, criterion, policy),
        // Adding debt costs points, paying it down earns them.
        Criterion::TechDebt => negative(rated(evidence.tech_debt?, criterion, policy)),
        Criterion::Compatibility => negative(compatibility(evidence, policy)?),
    })
}

/// Whether a rule has reuse earn nothing.
fn voids_reuse(request: &Request<'_>, policy: &Policy) -> bool {
    policy.rules.adjustments().iter().any(|rule| rule.voids_reuse(request))
}

/// Reuse by measure where there is one, else by rating.
fn reuse(request: &Request<'_>, policy: &Policy) -> Option<Fraction> {
    measured_reuse(request, policy).or_else(|| request.evidence.reuse.map(of_five))
}

/// Reuse by the number of adopters: a count, or at least two distinct names. A single name is
/// the request itself, no evidence of reuse.
pub(super) fn measured_reuse(request: &Request<'_>, policy: &Policy) -> Option<Fraction> {
    let evidence = &request.evidence;
    let measured = evidence.adopter_count.is_some() || evidence.adopting.len() >= 2;
    measured.then(|| policy.scale(Criterion::Reuse).at(i128::from(request.adopters()), 1))
}

/// The cost to consumers by measure where there is one; else by rating, which only counts where
/// every measuring cell is blank.
fn compatibility(evidence: &Evidence, policy: &Policy) -> Option<Fraction> {
    if evidence.breaking_level().is_some() {
        return Some(measured_cost(evidence, policy));
    }
    let measures = evidence.filled.intersects(Evidence::COMPATIBILITY_MEASURES);
    evidence.compatibility.filter(|_| !measures).map(of_five)
}

/// The cost to consumers by the weeks that all of them together need.
pub(super) fn measured_cost(evidence: &Evidence, policy: &Policy) -> Fraction {
    let halves = match evidence.breaking_level() {
        None | Some(Breaking::None | Breaking::Additive) => return (0, 1),
        Some(Breaking::Deprecating) => 1,
        Some(Breaking::Breaking) => 2,
    };
    let (weeks, per) = consumer_weeks(evidence, policy);
    let (numerator, denominator) = policy.scale(Criterion::Compatibility).at(weeks, per);
    (numerator * halves, denominator * 2)
}

/// Weeks that all consumers together need, as `(numerator, denominator)`: an external consumer
/// counts twice, because nobody inside can do the work for it.
pub fn consumer_weeks(evidence: &Evidence, policy: &Policy) -> Fraction {
    let (internal, external) = evidence.consumer_counts().unwrap_or((policy.assumed_consumers, 0));
    let consumers = i128::from(internal) + 2 * i128::from(external);
    let each = evidence.consumer_effort.map_or(1000, |weeks| i128::from(weeks.thousandths()));
    let by_hand =
        evidence.migration.map_or(1_000_000, |path| i128::from(path.automated().rest().millionths()));
    (consumers * each * by_hand, 1_000_000_000)
}

fn rated(rating: Decimal, criterion: Criterion, policy: &Policy) -> Fraction {
    policy.scale(criterion).at(i128::from(rating.millionths()), 1_000_000)
}

/// A rating from 0 to 5 as a share.
pub(super) fn of_five(rating: Decimal) -> Fraction {
    (i128::from(rating.millionths()), 5_000_000)
}

const fn negative((numerator, denominator): Fraction) -> Fraction {
    (-numerator, denominator)
}
