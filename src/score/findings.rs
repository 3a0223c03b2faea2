//! Findings about evidence that contradicts itself or had to be assumed.

use super::{codes, criteria};
use crate::{
    diagnostic::Finding,
    model::{Backlog, Breaking, Column, Evidence, Request},
    policy::{Measure, Policy, Scale},
    workers::Workers,
};

/// Findings about the evidence of a backlog's requests.
pub fn findings(backlog: &Backlog<'_>, policy: &Policy, workers: Workers) -> Vec<Finding> {
    let mut findings = Vec::new();
    for mut part in workers.map(&backlog.requests, |_, part| about_each(part, policy)) {
        findings.append(&mut part);
    }
    findings.extend(assumed_consumers(backlog, policy));
    findings.extend(assumed_week(backlog));
    findings.extend(mixed(backlog));
    findings
}

fn about_each(requests: &[Request<'_>], policy: &Policy) -> Vec<Finding> {
    let mut findings = Vec::new();
    for request in requests {
        if request.value.is_some() {
            findings.extend(value_beside_criteria(request));
        } else {
            findings.extend(ratings(request, policy));
            findings.extend(consumers(request));
        }
    }
    findings
}

fn value_beside_criteria(request: &Request<'_>) -> Option<Finding> {
    request.evidence.speaks().then(|| {
        Finding::new(
            &codes::VALUE_BESIDE_CRITERIA,
            "`value` and criteria are both filled in: `value` counts, the criteria do not",
        )
        .about(&request.id)
        .of(request, Column::Value)
        .hint("clear `value` to score the request by its criteria")
    })
}

/// What is said about ratings beside measures.
fn ratings(request: &Request<'_>, policy: &Policy) -> impl Iterator<Item = Finding> {
    policy.criteria.iter().filter_map(|definition| match definition.measure {
        Measure::Adoption => rated_adoption(request, &definition.scale),
        Measure::Consumers => rated_consumers(request, &definition.scale, policy),
        Measure::Cells(_) => None,
    })
}

fn rated_adoption(request: &Request<'_>, scale: &Scale) -> Option<Finding> {
    let rating = request.evidence.reuse?;
    let measured = criteria::by_adopters(request, scale)?;
    differ(criteria::of_five(rating), measured).then(|| {
        Finding::new(
            &codes::MEASURED_BEATS_RATING,
            format!(
                "rated {rating} of 5 for reuse, but {} adopters are named or counted: the adopters count",
                request.adopters()
            ),
        )
        .about(&request.id)
        .of(request, Column::Reuse)
        .hint("clear the rating, or name the missing adopters")
    })
}

fn rated_consumers(request: &Request<'_>, scale: &Scale, policy: &Policy) -> Option<Finding> {
    let evidence = &request.evidence;
    let measures = evidence.filled.intersects(Evidence::COMPATIBILITY_MEASURES);
    let rating = evidence.compatibility.filter(|_| measures)?;
    let finding = if evidence.breaking_level().is_none() {
        Finding::new(
            &codes::RATING_IGNORED,
            "the compatibility rating does not count beside `migration` or `consumer_effort`",
        )
        .hint("say in `breaking` what happens to consumers, or clear those cells")
    } else if differ(criteria::of_five(rating), criteria::measured_cost(evidence, scale, policy)) {
        Finding::new(
            &codes::MEASURED_BEATS_RATING,
            format!(
                "rated {rating} of 5 for compatibility, but the consumers' weeks differ: the weeks count"
            ),
        )
        .hint("clear the rating")
    } else {
        return None;
    };
    Some(finding.about(&request.id).of(request, Column::Compatibility))
}

fn differ((a, b): criteria::Fraction, (c, d): criteria::Fraction) -> bool {
    a * d != c * b
}

fn consumers(request: &Request<'_>) -> Option<Finding> {
    let evidence = &request.evidence;
    let (internal, external) = evidence.consumer_counts().filter(|&counts| counts != (0, 0))?;
    let column = if internal > 0 { Column::Consumers } else { Column::ExternalConsumers };
    let finding = match evidence.breaking {
        Some(Breaking::None | Breaking::Additive) => Finding::new(
            &codes::CONSUMERS_UNTOUCHED,
            "consumers are given, but the work changes nothing for them: they do not count",
        )
        .hint("clear the number, or write `deprecating` or `breaking`"),
        None => Finding::new(
            &codes::CONSUMERS_WITHOUT_BREAKING,
            format!(
                "`breaking` is blank, but consumers must change ({}): read as breaking",
                u64::from(internal) + u64::from(external)
            ),
        )
        .hint("say in `breaking` what happens to them"),
        Some(Breaking::Deprecating | Breaking::Breaking) => return None,
    };
    Some(finding.about(&request.id).of(request, column))
}

fn costs_consumers(evidence: &Evidence) -> bool {
    matches!(evidence.breaking_level(), Some(Breaking::Deprecating | Breaking::Breaking))
}

fn assumed_consumers(backlog: &Backlog<'_>, policy: &Policy) -> Option<Finding> {
    let assumed = |request: &&Request<'_>| {
        request.value.is_none()
            && costs_consumers(&request.evidence)
            && request.evidence.consumer_counts().is_none()
    };
    let (first, message) = listed(backlog, assumed, |count| match count {
        1 => "breaks or deprecates something, but gives no number of consumers".to_owned(),
        _ => format!("{count} requests break or deprecate something, but give no number of consumers"),
    })?;
    Some(
        Finding::new(
            &codes::ASSUMED_CONSUMERS,
            format!("{message}: {} internal ones are assumed", policy.assumed_consumers),
        )
        .about(&first.id)
        .cell(first.row, Column::Consumers)
        .hint("count them in `consumers` and `external_consumers`; 0 is a valid answer"),
    )
}

fn assumed_week(backlog: &Backlog<'_>) -> Option<Finding> {
    let assumed = |request: &&Request<'_>| {
        let counts = request.evidence.consumer_counts();
        request.value.is_none()
            && costs_consumers(&request.evidence)
            && request.evidence.consumer_effort.is_none()
            && counts.is_some_and(|counts| counts != (0, 0))
    };
    let (first, message) = listed(backlog, assumed, |count| match count {
        1 => "`consumer_effort` is blank, but consumers must change".to_owned(),
        _ => format!("`consumer_effort` is blank in {count} requests whose consumers must change"),
    })?;
    Some(
        Finding::new(&codes::BLANK_CONSUMER_EFFORT, format!("{message}: 1 week each is assumed"))
            .about(&first.id)
            .cell(first.row, Column::ConsumerEffort)
            .without_value()
            .hint("estimate the weeks that one consumer needs"),
    )
}

/// The first request that a condition holds for, and what to say of how many there are.
fn listed<'b, 's>(
    backlog: &'b Backlog<'s>,
    holds: impl Fn(&&Request<'_>) -> bool,
    words: impl Fn(usize) -> String,
) -> Option<(&'b Request<'s>, String)> {
    let mut found = backlog.requests.iter().filter(holds);
    let first = found.next()?;
    let count = 1 + found.count();
    Some((first, words(count)))
}

fn mixed(backlog: &Backlog<'_>) -> Option<Finding> {
    let first = backlog.requests.iter().find(|request| request.value.is_some())?;
    let by_value = backlog.requests.iter().filter(|request| request.value.is_some()).count();
    let by_criteria =
        backlog.requests.iter().filter(|request| request.value.is_none() && request.has_evidence()).count();
    (by_value > 0 && by_criteria > 0).then(|| {
        Finding::new(
            &codes::MIXED_SCORING,
            format!("scored by `value`: {by_value}, by criteria: {by_criteria}; their points may not be comparable"),
        )
        .cell(first.row, Column::Value)
        .without_value()
        .hint("score all of them the same way")
    })
}
