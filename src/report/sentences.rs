//! The summary in sentences, the same under every rendering for people.

use super::{Report, Summary, claim::Claim, voices::agreement};
use crate::{
    model::{Points, Reason, Settled, Weeks, divide},
    order::Verdict,
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
    sentences.extend(mandated(summary));
    sentences.extend(overrides(summary));
    sentences.extend(portfolio(summary));
    sentences.extend(summary.pressure.as_ref().and_then(agreement).map(|words| format!("{words}.")));
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
    let parts: Vec<String> = summary
        .portfolio
        .iter()
        .map(|share| format!("{} {} % (target {})", share.kind.word(), percent(share.effort), share.target))
        .collect();
    Some(format!("Effort by kind: {}.", parts.join(", ")))
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
