//! The summary in sentences, the same under every rendering for people.

use super::{Attention, KindShare, Report, Summary, claim::Claim, voices::louder};
use crate::{
    model::{Kind, Node, Points, Reason, Settled, Weeks, divide},
    order::Verdict,
    roadmap::Roadmap,
    untrusted::{inline, visible},
};

/// What a reader has to know about the whole roadmap, one sentence per fact.
pub(super) fn sentences(report: &Report<'_, '_>, summary: &Summary) -> Vec<String> {
    if summary.requests() == 0 && summary.set_aside == 0 {
        let nothing = "There is nothing to rank.".to_owned();
        return [nothing].into_iter().chain(not_ranked(summary)).collect();
    }
    let mut sentences = vec![verdicts(summary)];
    sentences.extend(not_ranked(summary));
    sentences.extend(set_aside(report));
    sentences.extend(capacity(summary));
    sentences.extend(late(report.roadmap, &summary.attention));
    sentences.extend(large(report.roadmap, &summary.attention));
    sentences.extend(mandated(summary));
    sentences.extend(overrides(summary));
    sentences.extend(portfolio(summary));
    sentences.extend(summary.pressure.as_ref().and_then(louder).map(|words| format!("{words}.")));
    sentences.extend(Claim::of(summary).map(|claim| claim.sentence));
    if !report.view.is_whole() {
        sentences.push("Only part of the roadmap is shown; the figures are for all of it.".to_owned());
    }
    sentences
}

fn verdicts(summary: &Summary) -> String {
    let others: Vec<String> = Verdict::ALL[1..]
        .iter()
        .filter(|&&verdict| summary.count(verdict) > 0)
        .map(|&verdict| verdict.counted(summary.count(verdict)))
        .collect();
    let others = if others.is_empty() { String::new() } else { format!("; {}", others.join(", ")) };
    let requests = summary.requests();
    format!(
        "{} of {requests} request{} to build: {} points for {} weeks of work{others}.",
        summary.count(Verdict::Build),
        if requests == 1 { "" } else { "s" },
        summary.score.short(),
        summary.effort.short(),
    )
}

/// What was set aside is named wherever the roadmap is shown, so that it does not get lost.
fn set_aside(report: &Report<'_, '_>) -> Option<String> {
    let aside = report.roadmap.backlog.settled.iter().filter(|settled| settled.reason == Reason::SetAside);
    let name = |settled: &Settled<'_>| {
        let id = if settled.id.is_empty() { "(no id)" } else { &settled.id };
        format!("{} {}", visible(id), inline(&settled.title, 60)).trim_end().to_owned()
    };
    let names: Vec<String> = aside.map(name).collect();
    (!names.is_empty()).then(|| format!("Set aside because of errors: {}.", names.join("; ")))
}

/// How much of the capacity mandated work takes, so that a mandate that nothing mandates is noticed.
fn mandated(summary: &Summary) -> Option<String> {
    let now = summary.slices.first().and_then(|slice| slice.capacity);
    match (summary.mandated, now) {
        (Weeks::ZERO, _) => None,
        (mandated, Some(now)) => Some(format!(
            "Mandated work and what it needs take {} weeks; now has {}.",
            mandated.short(),
            now.short()
        )),
        (mandated, None) => Some(format!("Mandated work and what it needs take {} weeks.", mandated.short())),
    }
}

/// How many requests a sentence names.
const NAMED: usize = 5;

/// Dates that are missed, and by how much; or that none was judged.
pub(super) fn late(roadmap: &Roadmap<'_>, attention: &Attention) -> Option<String> {
    let dates = |count: usize| if count == 1 { "1 date".to_owned() } else { format!("{count} dates") };
    let name = |&(node, days): &(Node, Option<i64>)| match days {
        Some(1) => format!("{} by a day", visible(roadmap.id(node))),
        Some(days) => format!("{} by {days} days", visible(roadmap.id(node))),
        None => format!("{} by more than can be counted", visible(roadmap.id(node))),
    };
    Some(match (attention.dated, attention.judged, attention.late.len()) {
        (0, _, _) => return None,
        (all, false, _) => {
            let verb = if all == 1 { "was" } else { "were" };
            format!(
                "{} {verb} not judged: the policy does not say when work begins and how fast it goes.",
                dates(all)
            )
        }
        (1, true, 0) => "The one date is kept.".to_owned(),
        (all, true, 0) => format!("All {all} dates are kept."),
        (all, true, missed) => {
            let verb = if missed == 1 { "is" } else { "are" };
            format!("Late: {missed} of {} {verb} missed: {}.", dates(all), first(&attention.late, name))
        }
    })
}

/// High scores that wait because they are large, and what small work takes in the meantime.
fn large(roadmap: &Roadmap<'_>, attention: &Attention) -> Option<String> {
    if attention.large.is_empty() {
        return None;
    }
    let name = |&node: &Node| {
        let (score, effort) = (roadmap.contributions[node].score, roadmap.backlog.requests[node].effort);
        let unit = if effort.short() == "1" { "week" } else { "weeks" };
        format!("{} ({} points, {} {unit})", visible(roadmap.id(node)), score.short(), effort.short())
    };
    let small = match attention.small {
        Weeks::ZERO => String::new(),
        small => format!(" Work of under a week each takes {} weeks of now.", small.short()),
    };
    Some(format!(
        "Of the ten highest scores, these wait because they are large: {}.{small}",
        first(&attention.large, name)
    ))
}

/// The first few by name, and how many more there are.
fn first<T>(all: &[T], name: impl Fn(&T) -> String) -> String {
    let names: Vec<String> = all.iter().take(NAMED).map(name).collect();
    match all.len().saturating_sub(NAMED) {
        0 => names.join(", "),
        more => format!("{} and {more} more", names.join(", ")),
    }
}

/// What people's decisions against the computed order cost, in delay and in score.
fn overrides(summary: &Summary) -> Option<String> {
    let (obeyed, not) = summary.overrides;
    let not = match not {
        0 => String::new(),
        not => format!(", {not} not"),
    };
    if obeyed == 0 {
        return (!not.is_empty()).then(|| format!("Overrides: none obeyed{not}."));
    }
    let size = |thousandths: i128| -> String {
        let size = i64::try_from(thousandths.abs()).unwrap_or(i64::MAX);
        Points::from_thousandths(size).short()
    };
    let delay = summary.override_cost.thousandths();
    let mut effects = Vec::new();
    if delay != 0 {
        let effect = if delay > 0 { "cost" } else { "take off" };
        effects.push(format!("{effect} {} point-weeks of delay", size(delay)));
    }
    match summary.override_score {
        Points::ZERO => {}
        score => {
            let effect = if score < Points::ZERO { "give up" } else { "add" };
            effects.push(format!("{effect} {} points", size(score.thousandths().into())));
        }
    }
    let effects = if effects.is_empty() { "cost nothing".to_owned() } else { effects.join(" and ") };
    Some(format!("Overrides (*): {obeyed} obeyed{not}; they {effects}."))
}

/// Effort by kind against the policy's targets.
fn portfolio(summary: &Summary) -> Option<String> {
    if summary.portfolio.is_empty() || summary.effort == Weeks::ZERO {
        return None;
    }
    let percent = |effort: Weeks| {
        divide(i128::from(effort.thousandths()) * 100, i128::from(summary.effort.thousandths()))
    };
    let attention = &summary.attention;
    let now = |kind: Kind| {
        let of_kind = attention.kinds_now.iter().find(|(of, _)| *of == kind).map(|&(_, effort)| effort);
        let all = i128::from(attention.now.thousandths());
        let share = of_kind.filter(|_| all > 0).map(|part| divide(i128::from(part.thousandths()) * 100, all));
        share.map_or(String::new(), |share| format!("{share} % and "))
    };
    let part = |share: &KindShare| {
        format!(
            "{} {}{} % (target {})",
            share.kind.word(),
            now(share.kind),
            percent(share.effort),
            share.target
        )
    };
    let parts: Vec<String> = summary.portfolio.iter().map(part).collect();
    let of = if attention.now > Weeks::ZERO { ", in now and in all" } else { "" };
    Some(format!("Effort by kind{of}: {}.", parts.join(", ")))
}

fn not_ranked(summary: &Summary) -> Option<String> {
    let groups = [
        (summary.done, "done"),
        (summary.declined_earlier, "declined earlier"),
        (summary.repeats, "folded as repeats"),
        (summary.set_aside, "set aside because of errors"),
    ];
    let groups: Vec<String> = groups
        .into_iter()
        .filter(|&(count, _)| count > 0)
        .map(|(count, what)| format!("{count} {what}"))
        .collect();
    (!groups.is_empty()).then(|| format!("Not ranked: {}.", groups.join(", ")))
}

fn capacity(summary: &Summary) -> Option<String> {
    if summary.slices.is_empty() || summary.effort == Weeks::ZERO {
        return None;
    }
    let parts: Vec<String> = summary
        .slices
        .iter()
        .map(|slice| match slice.capacity {
            Some(capacity) => format!(
                "{} uses {} of {} weeks",
                slice.horizon.word(),
                slice.effort.short(),
                capacity.short()
            ),
            None if slice.effort == Weeks::ZERO => "nothing lies beyond the capacity".to_owned(),
            None => {
                format!("{} weeks lie beyond the capacity ({})", slice.effort.short(), slice.horizon.word())
            }
        })
        .collect();
    Some(format!("Capacity: {}.", parts.join(", ")))
}
