//! What is to be decided, and the lines that matter.

use std::cmp::Reverse;

use super::{Review, percent, plural, text};
use crate::{
    explain::full_sentence,
    graph::Node,
    model::{Column, Points, Weeks},
    order::{Horizon, Verdict, enabled_points},
    report::{
        Summary,
        document::{Block, Grid, Holds, Section},
    },
    voices::Reach,
};

/// How many lines matter.
const LINES: usize = 10;

/// Nothing was handed in, or nothing of it is ranked.
pub(super) fn nothing() -> Section {
    let words = "There is nothing to decide: no request is ranked.".to_owned();
    Section::new("The decision", vec![Block::Paragraph(words)])
}

/// What whoever reads this is asked to decide.
pub(super) fn decision(review: &Review<'_, '_>, summary: &Summary) -> Section {
    let roadmap = review.roadmap();
    let mut blocks = Vec::new();
    let within = |horizon: Horizon| -> Vec<Node> {
        let order = roadmap.ranking.order.iter().copied();
        order.filter(|&node| roadmap.horizon(node).is_some_and(|(it, _)| it == horizon)).collect()
    };
    let score = |nodes: &[Node]| -> Points {
        nodes.iter().map(|&node| roadmap.contributions[node as usize].score).sum()
    };
    let effort = |nodes: &[Node]| -> Weeks {
        nodes.iter().map(|&node| roadmap.backlog.requests[node as usize].effort).sum()
    };
    let built = summary.count(Verdict::Build);
    match roadmap.policy.capacity {
        _ if built == 0 => {
            blocks.push(Block::Paragraph("Nothing is worth building: approve no work.".to_owned()));
        }
        Some(capacity) => {
            let now = within(Horizon::Now);
            let on =
                if effort(&now) > capacity.now { ", the last request of which finishes later" } else { "" };
            blocks.push(Block::Paragraph(format!(
                "Approve the work that starts now: {} request{}, {} weeks of work{on}, against a capacity of {} \
                 weeks. It brings {} points, {} of the {} points of everything worth building.",
                now.len(),
                plural(now.len()),
                effort(&now).short(),
                capacity.now.short(),
                score(&now).short(),
                percent(score(&now).thousandths(), summary.score.thousandths()),
                summary.score.short(),
            )));
            let next = within(Horizon::Next);
            if !next.is_empty() {
                blocks.push(Block::Paragraph(format!(
                    "Note what follows in next: {} request{}, {} weeks of work for {} points. {} more are worth building \
                     but lie beyond the capacity.",
                    next.len(),
                    plural(next.len()),
                    effort(&next).short(),
                    score(&next).short(),
                    built - now.len() - next.len(),
                )));
            }
        }
        None => blocks.push(Block::Paragraph(format!(
            "Approve the order of {built} request{}: {} weeks of work that bring {} points. The policy \
             states no capacity, so this review does not say when.",
            plural(built),
            summary.effort.short(),
            summary.score.short(),
        ))),
    }
    let refused = summary.requests() - built;
    if refused > 0 {
        let counts = Verdict::ALL[1..].iter().map(|&verdict| (verdict, summary.count(verdict)));
        let parts: Vec<String> =
            counts.filter(|&(_, count)| count > 0).map(|(verdict, count)| verdict.counted(count)).collect();
        blocks.push(Block::Paragraph(format!(
            "Confirm the answer to the {refused} request{} that {} not to be built: {}.",
            plural(refused),
            if refused == 1 { "is" } else { "are" },
            parts.join(", ")
        )));
    }
    Section::new("The decision", blocks)
}

/// The requests with the greatest enabled value, one sentence each. `None` where nothing is built.
pub(super) fn lines_that_matter(review: &Review<'_, '_>) -> Option<Section> {
    let roadmap = review.roadmap();
    let enabled = roadmap.ranking.enabled_value.as_ref();
    let weight = |node: Node| match enabled {
        Some(enabled) => enabled_points(enabled[node as usize]),
        None => roadmap.contributions[node as usize].score,
    };
    let granted = |&node: &Node| review.voices.reach[node as usize] == Reach::Granted;
    let mut nodes: Vec<Node> = roadmap.ranking.order.iter().copied().filter(granted).collect();
    if nodes.is_empty() {
        return None;
    }
    nodes.sort_by_key(|&node| Reverse(weight(node)));
    nodes.truncate(LINES);
    nodes.sort_by_key(|&node| roadmap.ranking.position[node as usize]);
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
