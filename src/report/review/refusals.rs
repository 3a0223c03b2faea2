//! What is refused, what is broken, and what people decided against the order.

use super::Review;
use crate::{
    explain::full_sentence,
    model::{Breaking, Migration, Node, Points, Weeks},
    order::Verdict,
    report::{
        Summary,
        document::{Block, Grid, Holds, Section},
    },
    score::consumer_weeks,
};

/// What we say no to and why, with what would change it.
pub(super) fn refusals(review: &Review<'_, '_>) -> Option<Section> {
    let roadmap = review.roadmap();
    let refused: Vec<Node> =
        review.order().filter(|&node| roadmap.ranking.position[node].is_none()).collect();
    if refused.is_empty() {
        return None;
    }
    let rows = refused.iter().map(|&node| {
        let line = review.line(node);
        let change = review.explainer.change(node);
        vec![
            review.name(node),
            line.teams().join(", "),
            line.verdict.shown().to_owned(),
            full_sentence(&line.why().to_string()),
            match change {
                Some(change) => full_sentence(&change.sentence(roadmap, node)),
                None if review.explainer.is_change_left_out(node) => "(not looked for)".to_owned(),
                None => String::new(),
            },
        ]
    });
    let grid = Grid::new(&[
        ("Request", Holds::Text),
        ("Teams", Holds::Text),
        ("Answer", Holds::Text),
        ("Why", Holds::Text),
        ("What would change it", Holds::Text),
    ]);
    let blocks = vec![Block::Table(grid.with(rows))];
    Some(Section::new("What we say no to", blocks))
}

/// What breaks for whom, of what is built.
pub(super) fn breaks(review: &Review<'_, '_>) -> Section {
    let roadmap = review.roadmap();
    let level = |node: Node| roadmap.backlog.requests[node].evidence.breaking_level();
    let breaking: Vec<(Node, &str)> = review
        .order()
        .filter(|&node| roadmap.ranking.verdicts.of[node] == Verdict::Build)
        .filter_map(|node| match level(node) {
            Some(Breaking::Breaking) => Some((node, "breaks")),
            Some(Breaking::Deprecating) => Some((node, "deprecates")),
            _ => None,
        })
        .collect();
    if breaking.is_empty() {
        let none = "No request to build breaks or deprecates anything.".to_owned();
        return Section::new("What it breaks, and for whom", vec![Block::Paragraph(none)]);
    }
    let rows = breaking.into_iter().map(|(node, what)| {
        let request = &roadmap.backlog.requests[node];
        let (internal, external) = match request.evidence.consumer_counts() {
            Some((internal, external)) => (internal.to_string(), external.to_string()),
            None => ("unknown".to_owned(), "unknown".to_owned()),
        };
        let (weeks, per) = consumer_weeks(&request.evidence, review.report.policy);
        let weeks = Points::rounded(weeks * 1000, per).short();
        let path = match request.evidence.migration {
            None | Some(Migration::None) => "none".to_owned(),
            Some(Migration::Path(share)) => format!("{share} automated"),
        };
        let notice =
            roadmap.policy.rules.stability_promise.notice(request).map_or(String::new(), Weeks::short);
        vec![review.name(node), what.to_owned(), internal, external, weeks, path, notice]
    });
    let grid = Grid::new(&[
        ("Request", Holds::Text),
        ("Effect", Holds::Text),
        ("Internal consumers", Holds::Figures(1)),
        ("External consumers", Holds::Figures(0)),
        ("Consumer-weeks", Holds::Figures(0)),
        ("Migration path", Holds::Text),
        ("Weeks of notice", Holds::Figures(2)),
    ]);
    let words =
        "Consumer-weeks are the weeks that all consumers together still need to change; external consumers \
         count twice. Where no consumers are named, the policy's assumption is used."
            .to_owned();
    let blocks = vec![Block::Paragraph(words), Block::Table(grid.with(rows))];
    Section::new("What it breaks, and for whom", blocks)
}

/// Decisions against the order, and their price.
pub(super) fn overrides(review: &Review<'_, '_>, summary: &Summary) -> Option<Section> {
    let roadmap = review.roadmap();
    if roadmap.ranking.overridden.is_empty() {
        return None;
    }
    let rows = roadmap.ranking.overridden.iter().map(|one| {
        let decision = roadmap.policy.rules.overrides.of(&one.decision);
        let cost = Points::from_thousandths(i64::try_from(one.cost.thousandths()).unwrap_or(i64::MAX));
        vec![
            review.name(one.decision.node),
            decision.place.in_words(),
            format!("{}: {}", decision.by, decision.reason),
            one.obedience.short(),
            cost.short(),
            one.delayed.len().to_string(),
            one.score.short(),
        ]
    });
    let grid = Grid::new(&[
        ("Request", Holds::Text),
        ("Decision", Holds::Text),
        ("Decided by", Holds::Text),
        ("Obeyed", Holds::Text),
        ("Point-weeks", Holds::Figures(0)),
        ("Requests delayed", Holds::Figures(0)),
        ("Score", Holds::Figures(1)),
    ]);
    let total =
        Points::from_thousandths(i64::try_from(summary.override_cost.thousandths()).unwrap_or(i64::MAX));
    let words = format!(
        "Together they cost {} point-weeks: score times the weeks by which it arrives later. Each row shows the \
         point-weeks that undoing the decision would save, how many requests start later because of it, and the \
         score that it adds or gives up.",
        total.short()
    );
    let blocks = vec![Block::Paragraph(words), Block::Table(grid.with(rows))];
    Some(Section::new("Decisions against the order", blocks))
}
