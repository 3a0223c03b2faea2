//! The lines that matter.

use std::cmp::Reverse;

use super::{Review, text};
use crate::{
    explain::full_sentence,
    model::{Column, Node},
    order::enabled_points,
    report::document::{Block, Grid, Holds, Section},
    voices::Reach,
};

/// How many lines matter.
const LINES: usize = 10;

/// The requests with the greatest enabled value, one sentence each. `None` where nothing is built.
pub(super) fn lines_that_matter(review: &Review<'_, '_>) -> Option<Section> {
    let roadmap = review.roadmap();
    let enabled = roadmap.ranking.enabled_value.as_ref();
    let weight = |node: Node| match enabled {
        Some(enabled) => enabled_points(enabled[node]),
        None => roadmap.contributions[node].score,
    };
    let granted = |&node: &Node| review.voices.reach[node] == Reach::Granted;
    let mut nodes: Vec<Node> = roadmap.ranking.order.iter().copied().filter(granted).collect();
    if nodes.is_empty() {
        return None;
    }
    nodes.sort_by_key(|&node| Reverse(weight(node)));
    nodes.truncate(LINES);
    nodes.sort_by_key(|&node| roadmap.ranking.position[node]);
    let rows = nodes.iter().map(|&node| {
        let line = review.line(node);
        vec![
            line.position.map_or(String::new(), |position| position.to_string()),
            review.name(node),
            weight(node).short(),
            line.request.effort.short(),
            sentence(review, node),
        ]
    });
    let head = if enabled.is_some() { "Enabled value" } else { "Score" };
    let grid = Grid::new(&[
        ("#", Holds::Figures(0)),
        ("Request", Holds::Text),
        (head, Holds::Figures(0)),
        ("Weeks", Holds::Figures(1)),
        ("What gets better", Holds::Text),
    ]);
    let words = if enabled.is_some() {
        "The requests within the capacity with the greatest enabled value: their share of their own score and of \
         the scores that depend on them. In the order of the roadmap."
    } else {
        "The requests within the capacity with the highest scores, in the order of the roadmap."
    };
    let blocks = vec![Block::Paragraph(words.to_owned()), Block::Table(grid.with(rows))];
    Some(Section::new("The lines that matter", blocks))
}

/// What gets better, as the request says; without an outcome, the reason for its position.
fn sentence(review: &Review<'_, '_>, node: Node) -> String {
    let outcome = text(review.roadmap(), node, Column::Outcome);
    let outcome = outcome.as_deref().map(|outcome| outcome.trim_end_matches('.')).filter(|it| !it.is_empty());
    match outcome {
        Some(outcome) => format!("{outcome}."),
        None => full_sentence(&review.line(node).why().to_string()),
    }
}
