//! What the capacity buys, and whose outcomes depend on which work.

use std::{cmp::Reverse, collections::BTreeMap};

use super::{Review, percent, plural};
use crate::{
    model::{Metric, Node, Points, Team, Weeks, Word},
    order::{Verdict, enabled_points},
    report::{
        Summary,
        document::{Block, Grid, Holds, Section},
    },
    voices::Reach,
};

/// How many enablers are shown.
const ENABLERS: usize = 10;

/// How many teams are named for each.
const TEAMS: usize = 5;

/// What falls into each horizon, and what it moves.
pub(super) fn buys(review: &Review<'_, '_>, summary: &Summary) -> Section {
    let roadmap = review.roadmap();
    let mut blocks = Vec::new();
    if !summary.slices.is_empty() {
        let mut grid = Grid::new(&[
            ("Horizon", Holds::Text),
            ("Requests that start", Holds::Figures(0)),
            ("Score", Holds::Figures(0)),
            ("Weeks used", Holds::Figures(0)),
            ("Capacity", Holds::Figures(0)),
        ]);
        for slice in &summary.slices {
            let begins = |&&node: &&Node| roadmap.horizon(node).is_some_and(|(it, _)| it == slice.horizon);
            let nodes: Vec<Node> = roadmap.ranking.order.iter().filter(begins).copied().collect();
            let score: Points = nodes.iter().map(|&node| roadmap.contributions[node].score).sum();
            grid.rows.push(vec![
                slice.horizon.word().to_owned(),
                nodes.len().to_string(),
                score.short(),
                slice.effort.short(),
                slice.capacity.map_or(String::new(), Weeks::short),
            ]);
        }
        blocks.push(Block::Table(grid));
    }
    let metrics = by_metric(review);
    if !metrics.rows.is_empty() {
        let words = if summary.slices.is_empty() {
            "By success measure:"
        } else {
            "By success measure, for work that starts within the capacity:"
        };
        blocks.push(Block::Paragraph(words.to_owned()));
        blocks.push(Block::Table(metrics));
    }
    if blocks.is_empty() {
        blocks.push(Block::Paragraph("Nothing is to be built.".to_owned()));
    }
    Section::new("What the capacity buys", blocks)
}

/// Requests, weeks and score by the metric that they name.
fn by_metric(review: &Review<'_, '_>) -> Grid {
    let roadmap = review.roadmap();
    let granted = |&node: &Node| review.voices.reach[node] == Reach::Granted;
    let nodes: Vec<Node> = roadmap.ranking.order.iter().copied().filter(granted).collect();
    let all: Points = nodes.iter().map(|&node| roadmap.contributions[node].score).sum();
    let mut grid = Grid::new(&[
        ("Success measure", Holds::Text),
        ("Requests", Holds::Figures(0)),
        ("Weeks", Holds::Figures(0)),
        ("Score", Holds::Figures(0)),
        ("Share of score", Holds::Figures(1)),
    ]);
    let metrics = Metric::WORDS.iter().map(|&(_, metric)| Some(metric)).chain([None]);
    for metric in metrics {
        let its: Vec<Node> =
            nodes.iter().copied().filter(|&node| roadmap.backlog.requests[node].metric == metric).collect();
        if its.is_empty() {
            continue;
        }
        let score: Points = its.iter().map(|&node| roadmap.contributions[node].score).sum();
        let weeks: Weeks = its.iter().map(|&node| roadmap.backlog.requests[node].effort).sum();
        grid.rows.push(vec![
            metric.map_or("(none named)", in_words).to_owned(),
            its.len().to_string(),
            weeks.short(),
            score.short(),
            percent(score.thousandths(), all.thousandths()),
        ]);
    }
    grid
}

/// A metric as people say it.
const fn in_words(metric: Metric) -> &'static str {
    match metric {
        Metric::Adoption => "adoption",
        Metric::Satisfaction => "developer satisfaction",
        Metric::IntegrationTime => "time to integrate",
        Metric::Reliability => "reliability",
        Metric::Redundancy => "less redundant work",
    }
}

/// Which requests the value of others depends on, and whose. `None` where no value flows.
pub(super) fn stands_on(review: &Review<'_, '_>) -> Option<Section> {
    let roadmap = review.roadmap();
    let mut enablers: Vec<(Node, i128, BTreeMap<Team, i128>)> = Vec::new();
    let mut flowing = 0;
    for &node in &roadmap.ranking.order {
        if roadmap.links.dependents(node).next().is_none() {
            continue;
        }
        let Some(enabled) = review.explainer.enabled(node) else { continue };
        let mut teams: BTreeMap<Team, i128> = BTreeMap::new();
        let mut sum = 0;
        for &(after, share) in enabled.of.iter().filter(|&&(_, share)| share > 0) {
            sum += share;
            for &team in &roadmap.backlog.requests[after].teams {
                *teams.entry(team).or_default() += share;
            }
        }
        flowing += sum;
        if sum > 0 {
            enablers.push((node, sum, teams));
        }
    }
    if enablers.is_empty() {
        return None;
    }
    enablers.sort_by_key(|&(node, sum, _)| (Reverse(sum), node));
    let count = enablers.len();
    let score: Points = roadmap
        .ranking
        .verdicts
        .of
        .iter()
        .zip(&roadmap.contributions)
        .filter(|&(&verdict, _)| verdict == Verdict::Build)
        .map(|(_, its)| its.score)
        .sum();
    let words = format!(
        "{} of the {} points to build depend on {count} request{} that others wait for. A request's score is shared \
         equally among itself and everything it needs. Where several teams ask for a request, its points are \
         shown for each of them.",
        enabled_points(flowing).short(),
        score.short(),
        plural(count),
    );
    let rows = enablers.into_iter().take(ENABLERS).map(|(node, sum, teams)| {
        let mut teams: Vec<(Team, i128)> = teams.into_iter().collect();
        teams.sort_by_key(|&(team, share)| (Reverse(share), team));
        let more = teams.len().saturating_sub(TEAMS);
        let mut named: Vec<String> = teams
            .iter()
            .take(TEAMS)
            .map(|&(team, share)| format!("{} {}", roadmap.backlog.team(team), enabled_points(share).short()))
            .collect();
        if more > 0 {
            named.push(format!("{more} more"));
        }
        vec![review.name(node), enabled_points(sum).short(), named.join(", ")]
    });
    let grid = Grid::new(&[
        ("Request", Holds::Text),
        ("Points of others that it enables", Holds::Figures(0)),
        ("Teams that depend on it", Holds::Text),
    ]);
    let blocks = vec![Block::Paragraph(words), Block::Table(grid.with(rows))];
    Some(Section::new("Whose outcomes depend on which work", blocks))
}
