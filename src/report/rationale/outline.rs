//! Rationales in words.

use std::cmp::Ordering;

use super::{Explanation, Subject, changes::changes};
use crate::{
    explain::{Cell, Contrast, Explainer, Hanging, Rationale, Tree, full_sentence, reply},
    model::{Node, Points, Reason, Settled},
    order::{Obedience, Verdict, enabled_points},
    report::document::{Bar, Block, Document, Grid, Holds, Section},
    roadmap::Roadmap,
    similar::Close,
};

/// How many requests a list names.
const LISTED: usize = 8;

/// The words about one subject.
pub fn outline(explanation: &Explanation<'_, '_, '_>, subject: Subject<'_, '_>) -> Document {
    let roadmap = explanation.explainer.roadmap();
    match subject {
        Subject::Request(node) => request(explanation.explainer, &explanation.explainer.explain(node)),
        Subject::Versus(one, other) => versus(explanation.explainer, &Contrast::new(roadmap, one, other)),
        Subject::Settled(settled) => not_ranked(settled),
    }
}

fn request(explainer: &Explainer<'_, '_>, rationale: &Rationale<'_>) -> Document {
    let roadmap = explainer.roadmap();
    let request = rationale.request;
    let mut outline = Document { heading: named(roadmap, rationale.node), sections: Vec::new() };
    let mut section = |heading: &'static str, blocks: Vec<Block>| {
        if !blocks.is_empty() {
            outline.sections.push(Section::new(heading, blocks));
        }
    };
    section(
        "",
        vec![Block::Paragraph(standing(roadmap, rationale)), Block::Paragraph(asked(roadmap, rationale))],
    );
    let why = if rationale.verdict == Verdict::Build { "Why here" } else { "Why not" };
    section(why, reasons(roadmap, rationale));
    section("What it earns", earned(roadmap, rationale));
    section("What would change it", changes(roadmap, rationale));
    section("Rules that acted", rules(rationale));
    section("What it enables", enabled(roadmap, rationale));
    section("What it waits for", tree(roadmap, &rationale.needs));
    section("What waits for it", tree(roadmap, &rationale.serves));
    if !request.repeats.is_empty() {
        let repeats = request.repeats.iter().map(|repeat| {
            let (file, served) = (roadmap.sheets.file(repeat.row), if repeat.served { ", done" } else { "" });
            format!("{} ({file}{served})", repeat.id)
        });
        section("Repeats of it", vec![Block::List(repeats.collect())]);
    }
    section("Similar requests", close(roadmap, &rationale.close));
    let answer = reply(explainer, rationale.node, rationale.change.as_ref(), None);
    section("Answer to the requester", vec![Block::Paragraph(answer)]);
    outline
}

/// Similar requests, each with the words that both share.
fn close(roadmap: &Roadmap<'_>, close: &[Close]) -> Vec<Block> {
    let line = |close: &Close| {
        let asking = close.asking;
        let teams = asking.teams(roadmap);
        let by = if teams.is_empty() { String::new() } else { format!("{}; ", teams.join(", ")) };
        format!(
            "{} · {} ({by}{}); shared words: {}",
            asking.id(roadmap),
            title(asking.title(roadmap)),
            asking.state(roadmap),
            close.shared.join(", ")
        )
    };
    let lines: Vec<String> = close.iter().map(line).collect();
    if lines.is_empty() { Vec::new() } else { vec![Block::List(lines)] }
}

/// Verdict, position, horizon, score, effort and score per week in one line.
fn standing(roadmap: &Roadmap<'_>, rationale: &Rationale<'_>) -> String {
    let mut parts = vec![match rationale.position {
        Some(position) => format!("To build: position {position} of {}", rationale.built),
        None => sentence_case(rationale.verdict.shown()),
    }];
    if let Some((horizon, _)) = rationale.horizon {
        let finishes = roadmap.finishes(rationale.node);
        let finishes = finishes.map_or(String::new(), |it| format!(", finishes in {}", it.word()));
        parts.push(format!("starts in {}{finishes}", horizon.word()));
    }
    if let Some((begins, ends)) = rationale.times {
        parts.push(format!("from week {begins} to week {ends} of the work"));
    }
    parts.extend(finish(roadmap, rationale.node));
    if let Some(score) = rationale.score {
        parts.push(format!("score {}", score.in_words()));
        let returned = Points::from_thousandths(rationale.request.score_per_week(score));
        parts.push(format!(
            "effort {}, so {} a week",
            rationale.request.effort.in_words(),
            returned.in_words()
        ));
    } else {
        parts.push(format!("effort {}", rationale.request.effort.in_words()));
    }
    parts.join("; ") + "."
}

/// When it is finished, and by how much that is too late.
fn finish(roadmap: &Roadmap<'_>, node: Node) -> Option<String> {
    let finish = roadmap.finish(node)?;
    Some(match (roadmap.days_late(node), roadmap.backlog.requests[node].needed_by) {
        (Some(0), Some(needed_by)) => format!("finished on {finish}, in time for {needed_by}"),
        (Some(1), Some(needed_by)) => format!("finished on {finish}, a day after {needed_by}"),
        (Some(days), Some(needed_by)) => format!("finished on {finish}, {days} days after {needed_by}"),
        _ => format!("finished on {finish}"),
    })
}

/// Who asks, and what sort of work it is.
fn asked(roadmap: &Roadmap<'_>, rationale: &Rationale<'_>) -> String {
    let request = rationale.request;
    let teams: Vec<&str> = request.teams.iter().map(|&team| roadmap.backlog.team(team)).collect();
    let areas: Vec<&str> = request.areas.iter().map(|&area| roadmap.backlog.area(area)).collect();
    let by = if teams.is_empty() {
        "No team is named".to_owned()
    } else {
        format!("Asked for by {}", teams.join(", "))
    };
    let mut parts = vec![format!("{by} ({})", request.stakeholder.word())];
    parts.push(request.kind.word().to_owned());
    if !areas.is_empty() {
        parts.push(areas.join(", "));
    }
    if let Some(pressure) = request.pressure {
        parts.push(format!("pressure {pressure}, which earns no points"));
    }
    if let Some(metric) = request.metric {
        parts.push(format!("success measure: {}", metric.word()));
    }
    parts.join("; ") + "."
}

/// The reason, then what puts its neighbours before and after it.
fn reasons(roadmap: &Roadmap<'_>, rationale: &Rationale<'_>) -> Vec<Block> {
    let mut blocks = vec![Block::Paragraph(full_sentence(&rationale.why.to_string()))];
    if let Some((decision, overridden)) = rationale.decision {
        let (cost, score) = (overridden.cost.thousandths(), overridden.score);
        let cost = Points::from_thousandths(i64::try_from(cost).unwrap_or(i64::MAX));
        blocks.push(Block::Paragraph(match overridden.obedience {
            Obedience::Full | Obedience::Nearly(_) => {
                let score = match score {
                    Points::ZERO => String::new(),
                    score if score < Points::ZERO => format!(" It gives up {} points.", -score),
                    score => format!(" It adds {score} points."),
                };
                let price = match cost.cmp(&Points::ZERO) {
                    Ordering::Greater => format!("{cost} point-weeks less"),
                    Ordering::Less => format!("{} point-weeks more", -cost),
                    Ordering::Equal => "the same".to_owned(),
                };
                let sooner = match overridden.delayed.len() {
                    0 => "no request".to_owned(),
                    1 => "1 request".to_owned(),
                    more => format!("{more} requests"),
                };
                format!(
                    "Without {}'s decision the order would cost {price}, and {sooner} would start sooner.{score}",
                    decision.by
                )
            }
            Obedience::Mandated | Obedience::Not(_) => {
                format!("The decision of {} ({}) is not obeyed.", decision.by, decision.place.in_words())
            }
        }));
    }
    if let Some(bundle) = rationale.bundle.as_ref().filter(|bundle| bundle.members.len() > 1) {
        let returned = Points::rounded(
            i128::from(bundle.total.score.thousandths()) * 1000,
            i128::from(bundle.total.effort.thousandths()),
        );
        let others: Vec<Node> =
            bundle.members.iter().copied().filter(|&member| member != rationale.node).collect();
        let mut words = format!(
            "It is in one bundle with {} (bundle {}): {} points for {} weeks, {returned} a week.",
            ids(roadmap, &others),
            bundle.number,
            bundle.total.score,
            bundle.total.effort
        );
        if !bundle.pulled_by.is_empty() {
            words.push_str(" Pulled forward by ");
            words.push_str(&ids(roadmap, &bundle.pulled_by));
            words.push('.');
        }
        blocks.push(Block::Paragraph(words));
    }
    let contrasts = [&rationale.before, &rationale.after].into_iter().flatten();
    let neighbours: Vec<String> = contrasts.map(|contrast| contrast.sentence(roadmap)).collect();
    if !neighbours.is_empty() {
        blocks.push(Block::List(neighbours));
    }
    blocks
}

fn earned(roadmap: &Roadmap<'_>, rationale: &Rationale<'_>) -> Vec<Block> {
    let bars = rationale.contributions.iter().map(|part| Bar {
        source: part.source.name(&roadmap.policy).to_owned(),
        points: part.points,
        words: part.phrase.to_string(),
        cells: part.evidence.iter().map(cell).collect(),
    });
    let bars: Vec<Bar> = bars.collect();
    let mut blocks = Vec::new();
    if !bars.is_empty() {
        blocks.push(Block::Bars(bars));
    }
    let missing: Vec<&str> =
        rationale.missing.iter().map(|&it| &*roadmap.policy.criterion(it).name).collect();
    if !missing.is_empty() {
        blocks.push(Block::Paragraph(format!(
            "No evidence for {}; missing evidence counts 0.",
            missing.join(", ")
        )));
    }
    blocks
}

fn cell(cell: &Cell) -> String {
    format!("{} = {} ({}:{})", cell.column, cell.value.trim(), cell.file, cell.line)
}

fn rules(rationale: &Rationale<'_>) -> Vec<Block> {
    let rules: Vec<String> = rationale.rules.iter().map(|(name, acts)| format!("{name}: {acts}")).collect();
    if rules.is_empty() { Vec::new() } else { vec![Block::List(rules)] }
}

/// Its enabled value, where that differs from its own score.
fn enabled(roadmap: &Roadmap<'_>, rationale: &Rationale<'_>) -> Vec<Block> {
    let Some(enabled) = &rationale.enabled else { return Vec::new() };
    let own = enabled_points(enabled.own);
    if enabled.of.is_empty() {
        let score = rationale.score.unwrap_or_default();
        if own == score {
            return Vec::new();
        }
        return vec![Block::Paragraph(format!(
            "{own} of its own {score} points; the requests that it needs share the rest equally."
        ))];
    }
    let words = format!(
        "{} points in all: {own} of its own score, and these shares of the requests that need it:",
        enabled_points(enabled.total)
    );
    let mut of: Vec<String> = enabled
        .of
        .iter()
        .take(LISTED)
        .map(|&(node, share)| format!("{} of {}", enabled_points(share), named(roadmap, node)))
        .collect();
    let rest = &enabled.of[of.len()..];
    if !rest.is_empty() {
        let sum = rest.iter().map(|&(_, share)| share).sum();
        of.push(format!("{} of {} more", enabled_points(sum), rest.len()));
    }
    vec![Block::Paragraph(words), Block::List(of)]
}

fn tree(roadmap: &Roadmap<'_>, tree: &Tree) -> Vec<Block> {
    if tree.entries.is_empty() {
        return Vec::new();
    }
    let mut lines: Vec<(u32, String)> = tree
        .entries
        .iter()
        .map(|entry| {
            let words = match entry.hangs {
                Hanging::Request(node) => {
                    let state = match roadmap.ranking.position[node] {
                        Some(place) => format!("position {}", place + 1),
                        None => roadmap.ranking.verdicts.of[node].shown().to_owned(),
                    };
                    format!("{} ({state})", named(roadmap, node))
                }
                Hanging::Settled(settled) => {
                    let settled = &roadmap.backlog.settled[settled];
                    format!("{} · {} ({})", settled.id, title(&settled.title), settled.reason.sentence())
                }
            };
            (entry.depth, if entry.repeated { format!("{words}, see above") } else { words })
        })
        .collect();
    if tree.more > 0 {
        lines.push((0, format!("and {} more", tree.more)));
    }
    vec![Block::Tree(lines)]
}

fn versus(explainer: &Explainer<'_, '_>, contrast: &Contrast) -> Document {
    let roadmap = explainer.roadmap();
    let (one, other) = (contrast.one, contrast.other);
    let heading = format!("{} compared with {}", named(roadmap, one), named(roadmap, other));
    let points = |points: Option<Points>| points.map_or("–".to_owned(), |points| points.to_string());
    let mut rows = Vec::new();
    for side in &contrast.points {
        let difference = signed(side.difference());
        rows.push(vec![
            side.source.name(&roadmap.policy).to_owned(),
            points(side.one),
            points(side.other),
            difference,
        ]);
    }
    let (left, right) = (roadmap.score(one), roadmap.score(other));
    let difference = signed(left.unwrap_or_default() - right.unwrap_or_default());
    rows.push(vec!["score".to_owned(), points(left), points(right), difference]);
    let requests = |node: Node| &roadmap.backlog.requests[node];
    let weeks = requests(one).effort - requests(other).effort;
    let sign = if weeks > crate::model::Weeks::ZERO { "+" } else { "" };
    rows.push(vec![
        "effort".to_owned(),
        requests(one).effort.to_string(),
        requests(other).effort.to_string(),
        format!("{sign}{weeks}"),
    ]);
    let returned = |node: Node, score: Option<Points>| {
        score.map(|score| Points::from_thousandths(requests(node).score_per_week(score)))
    };
    let (a, b) = (returned(one, left), returned(other, right));
    let difference = signed(a.unwrap_or_default() - b.unwrap_or_default());
    rows.push(vec!["score per week".to_owned(), points(a), points(b), difference]);
    let figures = Holds::Figures(0);
    let table = Grid::new(&[
        ("", Holds::Text),
        (roadmap.id(one), figures),
        (roadmap.id(other), figures),
        ("difference", figures),
    ])
    .with(rows);
    let mut decided = vec![Block::Paragraph(contrast.sentence(roadmap))];
    if let Some(side) = contrast.decisive().filter(|_| contrast.first.is_some()) {
        let first = contrast.first.unwrap_or(one);
        let size = Points::from_thousandths(side.difference().thousandths().abs());
        decided.push(Block::Paragraph(format!(
            "The largest difference in favour of {}: {}, by {size} points.",
            roadmap.id(first),
            side.source.name(&roadmap.policy)
        )));
    }
    if let Some(change) = explainer.above(one, other) {
        decided.push(Block::Paragraph(full_sentence(&change.sentence(roadmap, one))));
    }
    let sections =
        vec![Section::new("What decides", decided), Section::new("Side by side", vec![Block::Table(table)])];
    Document { heading, sections }
}

fn not_ranked(settled: &Settled<'_>) -> Document {
    let way = match settled.reason {
        Reason::Done => "Requests that need it no longer wait for it.",
        Reason::Declined => {
            "Requests that need it are blocked until its status changes or they no longer depend on it."
        }
        Reason::Repeat(_) => {
            "Its teams, adopters, links and evidence count there. Clear `same_as` to undo this."
        }
        Reason::SetAside => "Correct its errors: `roadbed check` shows them.",
    };
    let words = format!("It is not ranked: it {}. {way}", settled.reason.sentence());
    let sections = vec![Section::new("", vec![Block::Paragraph(words)])];
    Document { heading: format!("{} · {}", settled.id, title(&settled.title)), sections }
}

/// Id and title.
fn named(roadmap: &Roadmap<'_>, node: Node) -> String {
    format!("{} · {}", roadmap.id(node), title(&roadmap.backlog.requests[node].title))
}

/// A title as one line.
fn title(title: &str) -> String {
    title.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn ids(roadmap: &Roadmap<'_>, nodes: &[Node]) -> String {
    let shown: Vec<&str> = nodes.iter().take(LISTED).map(|&node| roadmap.id(node)).collect();
    match nodes.len().saturating_sub(LISTED) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

fn signed(points: Points) -> String {
    format!("{}{points}", if points > Points::ZERO { "+" } else { "" })
}

fn sentence_case(words: &str) -> String {
    let mut characters = words.chars();
    characters.next().map_or(String::new(), |first| first.to_uppercase().chain(characters).collect())
}
