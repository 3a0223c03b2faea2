//! How sure all of this is, and how it was computed.

use super::{Review, percent, plural};
use crate::{
    model::{Node, Points, Share},
    order::Verdict,
    report::{
        Summary,
        claim::Claim,
        document::{Block, Section},
    },
    score::Contributor,
};

/// How sure we are: the bound of the order, low confidence, and evidence that is missing.
pub(super) fn doubts(review: &Review<'_, '_>, summary: &Summary) -> Section {
    let roadmap = review.roadmap();
    let mut lines = Vec::new();
    lines.extend(Claim::of(summary).map(|claim| claim.sentence));
    let built = || roadmap.nodes().filter(|&node| roadmap.ranking.verdicts.of[node] == Verdict::Build);
    let discounted: Points =
        built().filter_map(|node| roadmap.contributions[node].of(Contributor::Confidence)).sum();
    let certain = built()
        .filter(|&node| {
            let confidence = roadmap.backlog.requests[node].confidence;
            confidence.is_none_or(|it| it.rest() == Share::NONE)
        })
        .count();
    let count = built().count();
    if count == 0 {
        lines.push("Nothing is to be built, so there is no order to judge.".to_owned());
        return Section::new("How sure we are", vec![Block::List(lines)]);
    }
    lines.push(format!(
        "Low confidence takes {} points off the requests to build. {certain} of {count} request{} count as certain: their \
         confidence is 100 % or blank.",
        (-discounted).short(),
        plural(count)
    ));
    let missing = roadmap.policy.criteria().map(|criterion| {
        let without = |&node: &Node| {
            roadmap.backlog.requests[node].value.is_none()
                && roadmap.contributions[node].of(Contributor::Criterion(criterion)).is_none()
        };
        (&*roadmap.policy.criterion(criterion).name, built().filter(without).count())
    });
    let missing: Vec<String> = missing
        .filter(|&(_, count)| count > 0)
        .map(|(name, count)| format!("{} in {count}", name.replace('_', " ")))
        .collect();
    if !missing.is_empty() {
        lines.push(format!(
            "Evidence is missing for {} of them; missing evidence counts 0.",
            missing.join(", ")
        ));
    }
    let unscored = summary.count(Verdict::Unscored);
    if unscored > 0 {
        lines.push(format!(
            "{unscored} request{} without any evidence {} input and {} left out.",
            plural(unscored),
            if unscored == 1 { "needs" } else { "need" },
            if unscored == 1 { "is" } else { "are" }
        ));
    }
    let measured = built().filter(|&node| roadmap.backlog.requests[node].metric.is_some()).count();
    lines.push(format!(
        "{measured} of {count} requests to build name a success measure ({}).",
        percent(i64::try_from(measured).unwrap_or(0), i64::try_from(count).unwrap_or(0))
    ));
    if let Some((looked_for, all)) = review.explainer.changes_looked_for() {
        lines.push(format!(
            "What would change the answer was looked for in {looked_for} of the {all} requests that are not built, or \
             not soon: those whose score is nearest to the capacity line."
        ));
    }
    Section::new("How sure we are", vec![Block::List(lines)])
}

/// The method in half a page, with the policy's own numbers.
pub(super) fn method(review: &Review<'_, '_>) -> Section {
    let policy = review.report.policy;
    let weights: Vec<String> = policy
        .criteria()
        .map(|criterion| {
            let (weight, sum) = policy.weight(criterion);
            format!("{} {}", policy.criterion(criterion).name, Points::rounded(weight, sum))
        })
        .collect();
    let count = match weights.len() {
        4 => "four".to_owned(),
        more => more.to_string(),
    };
    let paragraphs = [
        format!(
            "Every request is judged by {count} criteria on fixed scales, with these points at stake: {}. A request's score is \
             the sum of what it earns and costs; low confidence takes away part of what it earns. No request's score \
             depends on another's.",
            weights.join(", ")
        ),
        "Worth building is the set of requests, each with everything it needs, that has the greatest total score. \
             The order delivers value as early as the dependencies allow: it keeps the sum of score times completion \
             time small, and a lower bound says how much smaller any order could make it."
            .to_owned(),
        "What a law, a contract or security requires goes first. Breaking work waits for a migration path, and \
             new work in an area waits while its error budget is spent. Pressure earns no points: it is shown \
             beside the score."
            .to_owned(),
        "What would change an answer was found by making the change and ranking again.".to_owned(),
    ];
    Section::new("Method", paragraphs.map(Block::Paragraph).into())
}
