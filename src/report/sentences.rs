//! The summary in sentences, the same under every rendering for people.

use super::{Bound, Summary, View};
use crate::{model::Weeks, order::Verdict};

/// What a reader has to know about the whole roadmap, a sentence each.
pub(super) fn sentences(summary: &Summary, view: &View) -> Vec<String> {
    let mut sentences = vec![verdicts(summary)];
    sentences.extend(not_ranked(summary));
    sentences.extend(capacity(summary));
    sentences.extend(bound(summary));
    if !view.is_whole() {
        sentences.push("Only a part is shown; the figures are about all of it.".to_owned());
    }
    sentences
}

fn verdicts(summary: &Summary) -> String {
    let others: Vec<String> = Verdict::ALL[1..]
        .iter()
        .filter(|&&verdict| summary.count(verdict) > 0)
        .map(|&verdict| format!("{} {}", summary.count(verdict), verdict.participle()))
        .collect();
    let others = if others.is_empty() {
        String::new()
    } else {
        format!("; {}", others.join(", "))
    };
    format!(
        "{} of {} requests are to be built: {} points of merit for {} weeks of work{others}.",
        summary.count(Verdict::Build),
        summary.requests(),
        summary.merit.short(),
        summary.effort.short(),
    )
}

fn not_ranked(summary: &Summary) -> Option<String> {
    let groups = [
        (summary.done, "done"),
        (summary.declined_earlier, "declined earlier"),
        (summary.repeats, "folded into the request they repeat"),
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
            None => format!(
                "{} weeks are left for {}",
                slice.effort.short(),
                slice.horizon.word()
            ),
        })
        .collect();
    let forced = match summary.forced {
        Weeks::ZERO => String::new(),
        forced => format!(" Mandates force {} weeks of it.", forced.short()),
    };
    Some(format!("Capacity: {}.{forced}", parts.join(", ")))
}

fn bound(summary: &Summary) -> Option<String> {
    match summary.bound {
        Bound::None => None,
        Bound::Optimal => {
            Some("The order is optimal: no other delivers value sooner, proven.".to_owned())
        }
        Bound::Within(hundredths) => Some(format!(
            "No other order can deliver value more than {}.{:02} % sooner, proven.",
            hundredths / 100,
            hundredths % 100
        )),
    }
}
