//! Scenarios side by side in words and tables.

use super::{Figures, WhatIf, comparable, standing};
use crate::{
    explain::Why,
    model::{Node, Points, Weeks},
    report::{
        Report,
        document::{Block, Document, Grid, Head, Holds, Section},
    },
    roadmap::Roadmap,
    scenarios::Edit,
};

/// How many requests a list names.
const LISTED: usize = 30;

/// How many reasons are shown; the JSON has all of them.
const REASONS: usize = 10;

/// What stands for the scenarios in the heads of tables and before reasons: of several their numbers, because names are
/// too wide for columns.
fn short_names(what_if: &WhatIf<'_, '_>) -> Vec<String> {
    match what_if.scenarios.as_slice() {
        [one] => vec![one.scenario.name.clone()],
        several => (1..=several.len()).map(|number| format!("[{number}]")).collect(),
    }
}

/// The short names of the scenarios that could be ranked, each with its roadmap.
fn ranked<'w, 'a, 's>(what_if: &'w WhatIf<'a, 's>) -> impl Iterator<Item = (String, &'w Report<'a, 's>)> {
    let all = short_names(what_if).into_iter().zip(&what_if.scenarios);
    all.filter_map(|(name, one)| Some((name, one.report.as_ref().ok()?)))
}

pub(super) fn document(what_if: &WhatIf<'_, '_>) -> Document {
    let mut sections = vec![Section::new("", vec![Block::Labelled(changes(what_if))])];
    sections.push(Section::new("Side by side", side_by_side(what_if)));
    if what_if.ranked().next().is_some() {
        sections.push(Section::new("What moves", moves(what_if)));
        sections.push(Section::new("Whatever happens", whatever(what_if)));
    }
    sections.extend(found(what_if));
    Document { heading: "What if".to_owned(), sections }
}

/// Each scenario with what it changes, and why.
fn changes(what_if: &WhatIf<'_, '_>) -> Vec<(String, String)> {
    let line = |(short, one): (String, &super::Outcome<'_, '_>)| {
        let edits: Vec<String> = one.scenario.edits.iter().map(Edit::words).collect();
        let why = one.scenario.why.as_ref().map_or(String::new(), |why| format!(" ({why})"));
        let wrong = if one.report.is_err() { ": cannot be ranked, see below" } else { "" };
        let name = &one.scenario.name;
        let label = if short == *name { short } else { format!("{short} {name}") };
        (label, format!("{}{why}{wrong}", edits.join("; ")))
    };
    short_names(what_if).into_iter().zip(&what_if.scenarios).map(line).collect()
}

/// A column per scenario, each figure with its difference to the base.
fn side_by_side(what_if: &WhatIf<'_, '_>) -> Vec<Block> {
    let base = Figures::of(&what_if.base);
    let others: Vec<(bool, Figures)> = what_if
        .ranked()
        .map(|(_, report)| (comparable(what_if.base.policy, report.policy), Figures::of(report)))
        .collect();
    let mut grid = Grid::new(&[("", Holds::Text), ("base", Holds::Figures(0))]);
    for (name, _) in ranked(what_if) {
        grid.columns.push(Head { heading: name, cells: Holds::Figures(0) });
    }
    let count = |of: fn(&Figures) -> usize| -> Vec<String> {
        row(
            &base,
            &others,
            |figures| i128::try_from(of(figures)).unwrap_or(i128::MAX),
            |it| it.to_string(),
            true,
        )
    };
    let points = |of: fn(&Figures) -> Points| -> Vec<String> {
        let short = |thousandths: i128| {
            Points::from_thousandths(i64::try_from(thousandths).unwrap_or(i64::MAX)).short()
        };
        row(&base, &others, |figures| of(figures).thousandths().into(), short, false)
    };
    let weeks = |of: fn(&Figures) -> Weeks| -> Vec<String> {
        let short = |thousandths: i128| {
            Weeks::from_thousandths(i64::try_from(thousandths).unwrap_or(i64::MAX)).short()
        };
        row(&base, &others, |figures| of(figures).thousandths().into(), short, true)
    };
    let percent = |of: fn(&Figures) -> i128| row(&base, &others, of, |it| format!("{it} %"), true);
    let cost = row(
        &base,
        &others,
        |figures| figures.cost,
        |it| Points::from_thousandths(i64::try_from(it).unwrap_or(i64::MAX)).short(),
        false,
    );
    let has_line = what_if.base.policy.capacity.is_some()
        || what_if.ranked().any(|(_, it)| it.policy.capacity.is_some());
    let mut rows = vec![("Requests to build", count(|it| it.built))];
    if has_line {
        rows.push(("Start now", count(|it| it.now)));
        rows.push(("Score that starts now", points(|it| it.score_now)));
        rows.push(("Weeks that start now", weeks(|it| it.weeks_now)));
        rows.push(("Reliability, of now", percent(|it| it.reliability_now)));
        rows.push(("Tech debt, of now", percent(|it| it.debt_now)));
    }
    rows.push(("Score built", points(|it| it.score_built)));
    rows.push(("Weeks built", weeks(|it| it.weeks_built)));
    rows.push(("Point-weeks of delay", cost));
    rows.push(("Dates missed", count(|it| it.late)));
    let lowest = [&base].into_iter().chain(others.iter().map(|(_, figures)| figures)).map(|figures| {
        figures.lowest.as_ref().map_or(String::new(), |(percent, team)| format!("{percent} % {team}"))
    });
    rows.push(("Lowest coverage of a team", lowest.collect()));
    grid.rows = rows.into_iter().map(|(name, cells)| [vec![name.to_owned()], cells].concat()).collect();
    let mut blocks = vec![Block::Table(grid)];
    if others.iter().any(|(comparable, _)| !comparable) {
        let words = "* Scores are measured by another policy there and are not compared.";
        blocks.push(Block::Paragraph(words.to_owned()));
    }
    blocks
}

/// The cells of a figure: the base's own, then each with its difference where that means something.
fn row(
    base: &Figures,
    others: &[(bool, Figures)],
    of: impl Fn(&Figures) -> i128,
    shown: impl Fn(i128) -> String,
    always: bool,
) -> Vec<String> {
    let own = of(base);
    let other = |(comparable, figures): &(bool, Figures)| {
        let value = of(figures);
        match value - own {
            _ if !always && !comparable => format!("{}*", shown(value)),
            0 => shown(value),
            more if more > 0 => format!("{} (+{})", shown(value), shown(more)),
            less => format!("{} ({})", shown(value), shown(less)),
        }
    };
    [shown(own)].into_iter().chain(others.iter().map(other)).collect()
}

/// The requests that stand elsewhere in a scenario, with the reason there.
fn moves(what_if: &WhatIf<'_, '_>) -> Vec<Block> {
    let mut grid = Grid::new(&[("Request", Holds::Text), ("base", Holds::Text)]);
    for (name, _) in ranked(what_if) {
        grid.columns.push(Head { heading: name, cells: Holds::Text });
    }
    let mut reasons = Vec::new();
    for id in what_if.ids() {
        let base = standing(what_if.base.roadmap, &id);
        let word = base.map_or("", |(_, it)| it.word());
        let mut cells = vec![id.clone(), word.to_owned()];
        let mut moves = false;
        for (name, report) in ranked(what_if) {
            let there = standing(report.roadmap, &id);
            let other = there.map_or_else(|| absent(report.roadmap, &id), |(_, it)| it.word());
            let other = if base.is_none() && there.is_none() { "" } else { other };
            if other == word {
                cells.push(String::new());
                continue;
            }
            moves = true;
            cells.push(other.to_owned());
            if let Some((node, _)) = there {
                let label = format!("{id} in {name}");
                let begins = begins(what_if, report.roadmap, base.map(|(node, _)| node), node);
                reasons.push((label, format!("{other}{begins}: {}", Why::of(report.roadmap, node))));
            }
        }
        if moves {
            grid.rows.push(cells);
        }
    }
    if grid.rows.is_empty() {
        return vec![Block::Paragraph("Every request stays where it is in every scenario.".to_owned())];
    }
    let words = "By score in the base; a blank cell is as in the base.".to_owned();
    let more = reasons.len().saturating_sub(REASONS);
    reasons.truncate(REASONS);
    let mut blocks = vec![Block::Paragraph(words), Block::Table(grid), Block::Labelled(reasons)];
    if more > 0 {
        let words =
            if more == 1 { "1 more reason is".to_owned() } else { format!("{more} more reasons are") };
        blocks.push(Block::Paragraph(format!("{words} in the JSON.")));
    }
    blocks
}

/// What became of a request that is not ranked.
fn absent(roadmap: &Roadmap<'_>, id: &str) -> &'static str {
    let settled = roadmap.backlog.settled.iter().find(|settled| settled.id == id);
    settled.map_or("gone", |settled| settled.reason.word())
}

/// After how many weeks of work a request begins, and after how many in the base; nothing unless it is built in both.
fn begins(what_if: &WhatIf<'_, '_>, there: &Roadmap<'_>, base: Option<Node>, node: Node) -> String {
    let before = base.and_then(|base| what_if.base.roadmap.times(base));
    let (Some((before, _)), Some((after, _))) = (before, there.times(node)) else { return String::new() };
    if before == after {
        return format!(
            ", begins after {} weeks of work as before, but the horizons are others",
            after.short()
        );
    }
    format!(", begins after {} weeks of work instead of {}", after.short(), before.short())
}

/// What starts now in every scenario, and what in none.
fn whatever(what_if: &WhatIf<'_, '_>) -> Vec<Block> {
    let (always, never) = what_if.always_and_never();
    let named = |ids: &[String]| {
        let more = ids.len().saturating_sub(LISTED);
        let names = ids.iter().take(LISTED).cloned().collect::<Vec<_>>().join(", ");
        if more > 0 { format!("{names} and {more} more") } else { names }
    };
    if what_if.base.policy.capacity.is_none() {
        return vec![Block::Paragraph(
            "The policy states no capacity, so nothing starts now or later.".to_owned(),
        )];
    }
    let always = if always.is_empty() { "nothing".to_owned() } else { named(&always) };
    let mut lines = vec![("Starts now in every scenario".to_owned(), always)];
    if !never.is_empty() {
        lines.push(("Starts now in none".to_owned(), named(&never)));
    }
    vec![Block::Labelled(lines)]
}

/// What is found in a scenario and not in the base.
fn found(what_if: &WhatIf<'_, '_>) -> Option<Section> {
    let mut lines = Vec::new();
    for (name, one) in short_names(what_if).into_iter().zip(&what_if.scenarios) {
        let new = super::new_findings(what_if, one);
        lines.extend(new.into_iter().map(|finding| {
            let label = format!("{} in {name}", finding.severity.word());
            let hint = finding.hint.as_ref().map_or(String::new(), |hint| format!(" ({hint})"));
            let id = finding.id.as_ref().map_or(String::new(), |id| format!("{id}: "));
            (label, format!("{id}{}{hint}", finding.message))
        }));
    }
    (!lines.is_empty()).then(|| Section::new("Found only there", vec![Block::Labelled(lines)]))
}
