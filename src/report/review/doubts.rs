//! How sure all of this is, and how it was computed.

use super::{Review, percent, plural};
use crate::{
    model::{Points, Share},
    order::Verdict,
    policy::Criterion,
    report::{
        Bound, Summary,
        document::{Block, Section},
    },
    score::Contributor,
};

/// How sure we are: the bound of the order, low confidence, and evidence that is missing.
pub(super) fn doubts(review: &Review<'_, '_>, summary: &Summary) -> Section {
    let roadmap = review.roadmap();
    let mut lines = Vec::new();
    let of = if summary.overrides.0 > 0 { "The order without overrides" } else { "The order" };
    match summary.bound {
        Bound::None => {}
        Bound::Optimal => {
            lines.push(format!("{of} is proven to be the best: no other delivers value sooner."));
        }
        Bound::Within(hundredths) => lines.push(format!(
            "{of} is proven to be near the best: no other can deliver value more than {}.{:02} % sooner.",
            hundredths / 100,
            hundredths % 100
        )),
    }
    let built =
        || roadmap.nodes().filter(|&node| roadmap.ranking.verdicts.of[node as usize] == Verdict::Build);
    let discounted: Points =
        built().filter_map(|node| roadmap.contributions[node as usize].of(Contributor::Confidence)).sum();
    let certain = built()
        .filter(|&node| {
            let confidence = roadmap.backlog.requests[node as usize].confidence;
            confidence.is_none_or(|it| it.rest() == Share::NONE)
        })
        .count();
    let count = built().count();
    if count == 0 {
        lines.push("Nothing is built, so there is no order to be sure of.".to_owned());
        return Section::new("How sure we are", vec![Block::List(lines)]);
    }
    lines.push(format!(
        "Low confidence takes {} points off what is built. {certain} of {count} request{} count as certain, because they say \
         so or say nothing.",
        (-discounted).short(),
        plural(count)
    ));
    let missing = Criterion::ALL.into_iter().map(|criterion| {
        let without = |&node: &u32| {
            roadmap.backlog.requests[node as usize].value.is_none()
                && roadmap.contributions[node as usize].of(Contributor::Criterion(criterion)).is_none()
        };
        (criterion.name(), built().filter(without).count())
    });
    let missing: Vec<String> = missing
        .filter(|&(_, count)| count > 0)
        .map(|(name, count)| format!("{} in {count}", name.replace('_', " ")))
        .collect();
    if !missing.is_empty() {
        lines.push(format!(
            "Evidence is missing for {} of them; what is missing counts 0.",
            missing.join(", ")
        ));
    }
    let unscored = summary.count(Verdict::Unscored);
    if unscored > 0 {
        lines.push(format!(
            "{unscored} request{} {} no evidence at all and {} left out.",
            plural(unscored),
            if unscored == 1 { "has" } else { "have" },
            if unscored == 1 { "is" } else { "are" }
        ));
    }
    let measured = built().filter(|&node| roadmap.backlog.requests[node as usize].metric.is_some()).count();
    lines.push(format!(
        "{measured} of {count} requests to build name the metric that they move ({}).",
        percent(i64::try_from(measured).unwrap_or(0), i64::try_from(count).unwrap_or(0))
    ));
    if let Some((looked_for, all)) = review.explainer.changes_looked_for() {
        lines.push(format!(
            "What would change the answer was looked for in {looked_for} of the {all} requests that are not built, or \
             not soon: those whose score is nearest to the line that the capacity draws."
        ));
    }
    Section::new("How sure we are", vec![Block::List(lines)])
}

/// The method in half a page, with the policy's own numbers.
pub(super) fn method(review: &Review<'_, '_>) -> Section {
    let policy = review.report.policy;
    let weights: Vec<String> = Criterion::ALL
        .into_iter()
        .map(|criterion| {
            let (weight, scale) = policy.weights.thousandths(criterion);
            format!("{} {}", criterion.name(), Points::rounded(weight, scale))
        })
        .collect();
    let paragraphs = [
        format!(
            "Every request is judged by four criteria on fixed scales, with these points at stake: {}. Score is \
             the sum of what it earns and costs; low confidence takes a part of what it earns. No request's score depends \
             on another's.",
            weights.join(", ")
        ),
        "What is worth building is the set of requests, each with all it needs, that has the greatest score in \
         all. Its order delivers value as early as the dependencies allow: it makes the sum of score times \
         completion time small, and a bound says how much smaller it could be at most."
            .to_owned(),
        "Laws, contracts and security go first. Breaking work waits for a migration path, and new work for an \
         error budget that is not spent. Pressure never buys rank: it is shown beside score."
            .to_owned(),
        "What would change an answer was found by making the change and ranking again.".to_owned(),
    ];
    Section::new("Method", paragraphs.map(Block::Paragraph).into())
}
