//! The first page: what is to be approved by its name, what is at risk, which noes people will ask about, and what is
//! large and waits. Somebody who reads no further can decide on it.

use std::cmp::Reverse;

use super::{Review, groups, plural, text};
use crate::{
    explain::because,
    model::{Column, Date, Node, Points, Weeks, divide},
    order::{Horizon, Verdict},
    policy::Policy,
    report::{
        Attention, Report, Summary,
        document::{Block, Section},
        sentences,
    },
    roadmap::Roadmap,
    score::Contributor,
};

/// How many noes are named.
const NOES: usize = 3;

/// How many large pieces of work are named.
const LARGE: usize = 3;

/// How many requests are named that have to be judged first.
const TO_JUDGE: usize = 5;

/// From how many percentage points off its target a kind of work is a risk.
const DRIFT: i128 = 15;

/// Nothing was handed in, or nothing of it is ranked.
pub(super) fn nothing() -> Section {
    let words = "There is nothing to decide: no request is ranked.".to_owned();
    Section::new("The decision", vec![Block::Paragraph(words)])
}

/// What whoever reads this is asked to decide.
pub(in crate::report) fn decision(report: &Report<'_, '_>, summary: &Summary) -> Section {
    let roadmap = report.roadmap;
    let built = summary.count(Verdict::Build);
    let mut blocks = Vec::new();
    if built == 0 {
        blocks.extend(nothing_built(roadmap, summary));
    } else if let Some(now) = starting(roadmap, Horizon::Now) {
        blocks.push(Block::Paragraph(approve(roadmap, summary, &now)));
        blocks.push(Block::Labelled(groups::of(roadmap, &now)));
        blocks.extend(afterwards(roadmap, built - now.len()).map(Block::Paragraph));
    } else {
        let weeks = summary.effort;
        blocks.push(Block::Paragraph(format!(
            "Approve the order of {}: {} weeks of work{}. The policy states no capacity, so this review does not say when.",
            pieces(built),
            weeks.short(),
            money(&roadmap.policy, weeks)
        )));
        blocks.push(Block::Labelled(groups::of(roadmap, &roadmap.ranking.order)));
    }
    blocks.extend(not_built(summary, built).map(Block::Paragraph));
    Section::new("The decision", blocks)
}

/// What is built in a horizon, in order; nothing where no capacity is known.
fn starting(roadmap: &Roadmap<'_>, horizon: Horizon) -> Option<Vec<Node>> {
    roadmap.policy.capacity?;
    let order = roadmap.ranking.order.iter().copied();
    Some(order.filter(|&node| roadmap.horizon(node).is_some_and(|(it, _)| it == horizon)).collect())
}

/// Nothing is built: because nothing is worth it, or because nobody has judged anything yet.
fn nothing_built(roadmap: &Roadmap<'_>, summary: &Summary) -> Vec<Block> {
    let unscored: Vec<Node> =
        roadmap.nodes().filter(|&node| roadmap.ranking.verdicts.of[node] == Verdict::Unscored).collect();
    if unscored.is_empty() {
        return vec![Block::Paragraph("Nothing is worth building: approve no work.".to_owned())];
    }
    let count = unscored.len();
    let first = roadmap.judge_first(&unscored).into_iter().take(TO_JUDGE);
    let names = first.map(|one| named(roadmap, one.node)).collect();
    vec![
        Block::Paragraph(format!(
            "Nothing can be decided yet: {count} of {} request{} {} not been judged. To be judged first:",
            summary.requests(),
            plural(summary.requests()),
            if count == 1 { "has" } else { "have" },
        )),
        Block::List(names),
    ]
}

/// What is asked for in one sentence.
fn approve(roadmap: &Roadmap<'_>, summary: &Summary, now: &[Node]) -> String {
    let weeks = summary.slices.iter().find(|slice| slice.horizon == Horizon::Now);
    let weeks = weeks.map_or(Weeks::ZERO, |slice| slice.effort);
    let all: Weeks = now.iter().map(|&node| roadmap.backlog.requests[node].effort).sum();
    let on = if all > weeks {
        format!(" of {} weeks in all, the last of which is finished later", all.short())
    } else {
        String::new()
    };
    format!(
        "Approve {} person-weeks{} for {}: {}{on}.",
        weeks.short(),
        money(&roadmap.policy, weeks),
        period(roadmap),
        pieces(now.len())
    )
}

/// "1 piece of work".
fn pieces(count: usize) -> String {
    format!("{count} piece{} of work", plural(count))
}

/// What weeks of work cost, where the policy says what one costs: ", about 260000 EUR".
fn money(policy: &Policy, weeks: Weeks) -> String {
    policy.review.cost.as_ref().map_or(String::new(), |cost| {
        let millionths = i128::from(cost.per_week.millionths()) * i128::from(weeks.thousandths());
        let whole = grouped(divide(millionths, 1_000_000_000));
        let space = if cost.currency.is_empty() { "" } else { " " };
        format!(", about {whole}{space}{},", cost.currency)
    })
}

/// A whole number with its thousands apart.
fn grouped(number: i128) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// What the first horizon is called, and how many people work in it.
fn period(roadmap: &Roadmap<'_>) -> String {
    let weeks = roadmap.policy.capacity.map(|capacity| capacity.calendar_weeks);
    let name = match roadmap.timetable.map(|timetable| timetable.start()) {
        None => "the current planning period".to_owned(),
        Some(start) => match start.quarter().filter(|_| weeks == Some(Weeks::from_thousandths(13_000))) {
            Some((number, year)) => {
                let number = ["first", "second", "third", "fourth"][usize::from(number - 1) % 4];
                format!("the {number} quarter of {year}")
            }
            None => format!("the planning period from {}", start.in_words()),
        },
    };
    let people = roadmap.policy.calendar.and_then(|calendar| calendar.people);
    match people.map(|people| people.to_string()).as_deref() {
        None => name,
        Some("1") => format!("{name} (1 person)"),
        Some(people) => format!("{name} ({people} people)"),
    }
}

/// What follows, in one sentence.
fn afterwards(roadmap: &Roadmap<'_>, rest: usize) -> Option<String> {
    let next = starting(roadmap, Horizon::Next)?;
    let weeks: Weeks = next.iter().map(|&node| roadmap.backlog.requests[node].effort).sum();
    let beyond = rest - next.len();
    let more = match beyond {
        0 => String::new(),
        1 => " 1 more is worth building and comes later.".to_owned(),
        _ => format!(" {beyond} more are worth building and come later."),
    };
    match next.len() {
        0 if beyond == 0 => None,
        0 => Some(more.trim_start().to_owned()),
        count => {
            Some(format!("Then, in the next period: {} for {} weeks.{more}", pieces(count), weeks.short()))
        }
    }
}

/// How many requests are not built, by what became of them.
fn not_built(summary: &Summary, built: usize) -> Option<String> {
    let refused = summary.requests() - built;
    let counts = Verdict::ALL[1..].iter().map(|&verdict| (verdict, summary.count(verdict)));
    let parts: Vec<String> =
        counts.filter(|&(_, count)| count > 0).map(|(verdict, count)| verdict.counted(count)).collect();
    (refused > 0 && built > 0).then(|| {
        let verb = if refused == 1 { "is" } else { "are" };
        format!("{refused} request{} {verb} not to be built: {}.", plural(refused), parts.join(", "))
    })
}

/// What may go wrong, or was decided against the order. `None` where nothing is known to.
pub(in crate::report) fn at_risk(report: &Report<'_, '_>, summary: &Summary) -> Option<Section> {
    let roadmap = report.roadmap;
    let mut lines: Vec<String> = sentences::late(roadmap, &summary.attention).into_iter().collect();
    lines.retain(|line| !line.ends_with("kept."));
    lines.extend(broken(roadmap));
    lines.extend(decisions(roadmap));
    lines.extend(drift(roadmap, &summary.attention));
    lines.extend(uncertain(roadmap));
    (!lines.is_empty()).then(|| Section::new("At risk", vec![Block::List(lines)]))
}

/// Promises that mandated work breaks.
fn broken(roadmap: &Roadmap<'_>) -> impl Iterator<Item = String> {
    let broken = roadmap.ranking.promises_broken.iter();
    broken.map(|&node| {
        format!("{} breaks what others use today, and they have no way to migrate yet.", named(roadmap, node))
    })
}

/// Decisions against the order that delay something, and by whom.
fn decisions(roadmap: &Roadmap<'_>) -> impl Iterator<Item = String> {
    let acting =
        roadmap.ranking.overridden.iter().filter(|one| one.obedience.acts() && !one.delayed.is_empty());
    acting.map(|one| {
        let decision = roadmap.policy.rules.overrides.of(&one.decision);
        let weeks = roadmap.backlog.requests[one.decision.node].effort.in_words();
        let count = one.delayed.len();
        format!(
            "{}, {weeks} of work, goes early because {} decided so, and delays {count} other{}.",
            named(roadmap, one.decision.node),
            decision.by,
            plural(count)
        )
    })
}

/// Kinds of work that get far more or less of the first horizon than the policy wants.
fn drift(roadmap: &Roadmap<'_>, attention: &Attention) -> Vec<String> {
    let all = i128::from(attention.now.thousandths());
    let shares = attention.kinds_now.iter().zip(&roadmap.policy.portfolio).filter(|_| all > 0);
    let off = shares.filter_map(|(&(kind, weeks), &(_, target))| {
        let percent = divide(i128::from(weeks.thousandths()) * 100, all);
        let wanted = divide(i128::from(target.millionths()) * 100, 1_000_000);
        ((percent - wanted).abs() >= DRIFT).then(|| {
            let into = groups::goes_into(kind);
            format!("{percent} % of the period goes into {into}; the policy aims at {wanted} %.")
        })
    });
    off.collect()
}

/// How much of what starts now rests on evidence that is not sure.
fn uncertain(roadmap: &Roadmap<'_>) -> Option<String> {
    let now = starting(roadmap, Horizon::Now)?;
    let unsure = now.iter().filter(|&&node| {
        roadmap.contributions[node].of(Contributor::Confidence).is_some_and(|points| points < Points::ZERO)
    });
    let count = unsure.count();
    let verb = if count == 1 { "rests" } else { "rest" };
    (count > 0).then(|| format!("{count} of the {} {verb} on evidence of low confidence.", pieces(now.len())))
}

/// The noes that people will ask about: the loudest, and those that most teams ask for.
pub(super) fn noes(review: &Review<'_, '_>) -> Option<Section> {
    let roadmap = review.roadmap();
    let verdict = |node: Node| roadmap.ranking.verdicts.of[node];
    let mut nodes: Vec<Node> = roadmap
        .nodes()
        .filter(|&node| !matches!(verdict(node), Verdict::Build | Verdict::Unscored))
        .collect();
    nodes.sort_by_key(|&node| {
        let request = &roadmap.backlog.requests[node];
        (Reverse(request.pressure), Reverse(request.teams.len()), node)
    });
    let line = |node: Node| {
        let teams = review.line(node).teams().join(", ");
        let teams = if teams.is_empty() { String::new() } else { format!(" for {teams}") };
        let change = review.explainer.change(node);
        let because = because(review.explainer, node, change.as_ref());
        (
            format!("{}{teams}", named(roadmap, node)),
            format!("{}. {}", verdict(node).shown(), because.join(" ")),
        )
    };
    let lines: Vec<(String, String)> = nodes.into_iter().take(NOES).map(line).collect();
    (!lines.is_empty())
        .then(|| Section::new("The noes that people will ask about", vec![Block::Labelled(lines)]))
}

/// Work of high score that waits because it is large.
pub(in crate::report) fn large(report: &Report<'_, '_>, summary: &Summary) -> Option<Section> {
    let roadmap = report.roadmap;
    let line = |&node: &Node| {
        let (score, effort) = (roadmap.contributions[node].score, roadmap.backlog.requests[node].effort);
        let starts = match roadmap.horizon(node) {
            Some((Horizon::Next, _)) => "starts in the next period",
            _ => "comes after the next period",
        };
        let finish = roadmap.finish(node).map(Date::in_words);
        let finish = finish.map_or(String::new(), |day| format!(" and is finished on {day}"));
        let outcome = text(roadmap, node, Column::Outcome);
        let outcome = outcome.map_or(String::new(), |outcome| format!(" {}.", outcome.trim_end_matches('.')));
        let label = format!("{}, {} points for {}", named(roadmap, node), score.short(), effort.in_words());
        (label, format!("{starts}{finish}.{outcome}"))
    };
    let lines: Vec<(String, String)> = summary.attention.large.iter().take(LARGE).map(line).collect();
    (!lines.is_empty()).then(|| Section::new("Large and waiting", vec![Block::Labelled(lines)]))
}

/// Title and id.
fn named(roadmap: &Roadmap<'_>, node: Node) -> String {
    let request = &roadmap.backlog.requests[node];
    format!("{} ({})", request.title.split_whitespace().collect::<Vec<_>>().join(" "), request.id)
}

#[cfg(test)]
mod tests {
    use super::grouped;

    #[test]
    fn thousands_stand_apart() {
        assert_eq!(
            [0, 999, 1000, 260_000, 1_234_567].map(grouped),
            ["0", "999", "1,000", "260,000", "1,234,567"]
        );
    }
}
