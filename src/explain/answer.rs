//! The paragraph to send to the requester.

use super::{
    rationale::Rationale,
    why::{Clause, ReasonPart},
    words::full_sentence,
};
use crate::{
    graph::Node,
    model::{Points, Scope},
    order::{Horizon, Verdict},
    roadmap::Roadmap,
    rules::Placement,
    similar::Asking,
};

/// How many names a sentence lists.
const NAMES: usize = 3;

/// An answer to the requester in a few sentences: what becomes of the request, why, what would
/// change that, and what can be done instead.
pub fn answer(rationale: &Rationale<'_>, roadmap: &Roadmap<'_>) -> String {
    let request = rationale.request;
    let mut sentences = vec![format!(
        "Your request {} (\"{}\") {}.",
        request.id,
        request.title.split_whitespace().collect::<Vec<_>>().join(" "),
        standing(rationale)
    )];
    sentences.extend(because(rationale));
    sentences.extend(
        rationale.change.as_ref().map(|change| full_sentence(&change.sentence(roadmap, rationale.node))),
    );
    let gains = gains(rationale, roadmap);
    sentences.extend(counter_offer(rationale, gains.is_some(), roadmap));
    sentences.extend(gains);
    sentences.join(" ")
}

fn standing(rationale: &Rationale<'_>) -> String {
    let Some(position) = rationale.position else {
        return match rationale.verdict {
            Verdict::Hold => "is held",
            Verdict::Blocked => "is blocked",
            Verdict::Decline => "is declined",
            Verdict::Unscored | Verdict::Build => "needs input before it can be ranked",
        }
        .to_owned();
    };
    let of = format!("it is number {position} of {} in the order", rationale.built);
    match rationale.horizon {
        Some((Horizon::Now, _)) => format!("will be built and starts in the current horizon; {of}"),
        Some((Horizon::Next, _)) => format!("will be built and starts in the next horizon; {of}"),
        Some((Horizon::Later, _)) => {
            format!("is worth building, but lies beyond the planned capacity; {of}")
        }
        None => format!("will be built; {of}"),
    }
}

/// The short reason, clause by clause, as sentences.
fn because(rationale: &Rationale<'_>) -> Option<String> {
    let sentences: Vec<String> = rationale.why.clauses.iter().filter_map(sentence).collect();
    (!sentences.is_empty()).then(|| sentences.join(" "))
}

fn sentence(clause: &Clause<'_>) -> Option<String> {
    Some(match clause {
        Clause::Started => "Work on it has started, so it should be stopped or finished.".to_owned(),
        Clause::ByHand(decision, _) => {
            let what = match decision.place {
                Placement::First => "It was put first",
                Placement::Last => "It was put last",
                Placement::Decline => "It was declined",
                Placement::Position(_) => "Its position was set",
            };
            format!("{what} by {}: {}.", decision.by, ended(&decision.reason))
        }
        Clause::NeededByDecision(id) => {
            let by = id.map_or(String::new(), |id| format!(" ({id})"));
            format!("It is built because work that somebody decided to build{by} needs it.")
        }
        Clause::MandatedBy(mandate) => format!("It goes first because it is mandated by {}.", ended(mandate)),
        Clause::NeededByMandated(id) => {
            let by = id.map_or(String::new(), |id| format!(" ({id})"));
            format!("It goes first because mandated work{by} needs it.")
        }
        Clause::BreaksPromise => {
            "It breaks consumers who have no migration path; they still need one."
                .to_owned()
        }
        Clause::Earns(parts) => weighed(parts)?,
        Clause::NoBenefit => "As described, it brings no benefit that the policy counts.".to_owned(),
        Clause::GoesEarlyFor(ids) => {
            format!(
                "It goes early because {} wait{} for it.",
                listed(ids),
                if ids.len() == 1 { "s" } else { "" }
            )
        }
        Clause::Announce(weeks) => format!("It must be announced {} ahead.", weeks.in_words()),
        Clause::After(ids) => format!("It comes after {}, which it needs.", listed(ids)),
        Clause::Held(gate) => format!("{} It is held until {}.", sentence_of(&gate.because), gate.until),
        Clause::WorthOnlyWith(ids) if ids.is_empty() => {
            "By itself it costs more than it brings; it is worth building only with work that is held or needs input."
                .to_owned()
        }
        Clause::WorthOnlyWith(ids) => {
            format!("By itself it costs more than it brings; it is worth building only together with {}.", listed(ids))
        }
        Clause::WaitsFor(ids) => format!("It waits for {}.", listed(ids)),
        Clause::CostsMore { parts, .. } => {
            format!("It would cost the platform more than it brings. {}", weighed(parts).unwrap_or_default())
                .trim_end()
                .to_owned()
        }
        Clause::BringsNothing(parts) => match weighed(parts) {
            None => "It brings nothing that the policy counts.".to_owned(),
            Some(weighed) => format!("It would cost the platform as much as it brings. {weighed}"),
        },
        Clause::Unscored(_) => "There is no evidence to judge it by yet. Please tell us who would use it (adopters), \
             how it affects reliability and technical debt, and whether it breaks anyone; \
             0 and none are valid answers."
            .to_owned(),
        Clause::NothingToJudge | Clause::Unlocks(_) => return None,
    })
}

/// The reason of a gate as a sentence. The reason is a clause with a subject, or begins with a verb.
fn sentence_of(because: &str) -> String {
    if because.starts_with("breaks") { format!("It {because}.") } else { full_sentence(because) }
}

/// What counts in its favour and against it, in words.
fn weighed(parts: &[ReasonPart<'_>]) -> Option<String> {
    let words = |helps: bool| -> Vec<String> {
        let side = parts.iter().filter(|part| (part.contribution.points > Points::ZERO) == helps);
        side.map(|part| {
            let points = part.contribution.points;
            let sign = if helps { "+" } else { "" };
            format!("{} ({sign}{points})", part.phrase().plain())
        })
        .collect()
    };
    let (in_favour, against) = (words(true), words(false));
    match (in_favour.is_empty(), against.is_empty()) {
        (true, true) => None,
        (false, true) => Some(format!("In its favour: {}.", in_favour.join(", "))),
        (true, false) => Some(format!("Against it: {}.", against.join(", "))),
        (false, false) => {
            Some(format!("In its favour: {}. Against it: {}.", in_favour.join(", "), against.join(", ")))
        }
    }
}

/// What the requester can do about a request that only one team wants. Not for an enabler, which
/// `others` need, nor for a request without evidence.
fn counter_offer(rationale: &Rationale<'_>, others: bool, roadmap: &Roadmap<'_>) -> Option<String> {
    let request = rationale.request;
    let alone = request.evidence.adopting.len() == 1 && request.adopters() == 1;
    let offer = if request.scope == Some(Scope::Bespoke) {
        "Two ways are open: make it general, so that other teams can use it too"
    } else if alone && !others && rationale.verdict != Verdict::Unscored {
        "So far only one team would use it. Find a second one"
    } else {
        return None;
    };
    let close = close(rationale, roadmap).map_or(String::new(), |close| format!(" ({close})"));
    Some(format!("{offer}{close}, or contribute it yourselves behind an extension point."))
}

/// Open requests of other teams that ask for something similar.
fn close(rationale: &Rationale<'_>, roadmap: &Roadmap<'_>) -> Option<String> {
    let own = Asking::Open(rationale.node).teams(roadmap);
    let others = rationale.close.iter().map(|close| close.asking).filter(|asking| asking.is_open());
    let names: Vec<String> = others
        .filter_map(|asking| {
            let teams = asking.teams(roadmap);
            let teams: Vec<&str> =
                teams.iter().filter(|team| !own.contains(team)).map(AsRef::as_ref).collect();
            (!teams.is_empty()).then(|| format!("{} of {}", asking.id(roadmap), listed(&teams)))
        })
        .collect();
    let verb = if names.len() == 1 { "asks" } else { "ask" };
    (!names.is_empty()).then(|| format!("{} {verb} for something similar", listed(&names)))
}

/// The requests whose score it enables.
fn gains(rationale: &Rationale<'_>, roadmap: &Roadmap<'_>) -> Option<String> {
    let enabled = rationale.enabled.as_ref()?;
    let of: Vec<Node> = enabled.of.iter().filter(|&&(_, share)| share > 0).map(|&(node, _)| node).collect();
    if of.is_empty() {
        return None;
    }
    let names: Vec<&str> = of.iter().map(|&node| roadmap.id(node)).collect();
    Some(format!("The value of {} depends on it.", listed(&names)))
}

/// Names as a part of a sentence.
fn listed(names: &[impl AsRef<str>]) -> String {
    let shown: Vec<&str> = names.iter().take(NAMES).map(AsRef::as_ref).collect();
    match (names.len().saturating_sub(NAMES), shown.split_last()) {
        (0, Some((last, []))) => (*last).to_owned(),
        (0, Some((last, others))) => format!("{} and {last}", others.join(", ")),
        (more, _) => format!("{} and {more} more", shown.join(", ")),
    }
}

/// Without the full stop that a sentence will add.
fn ended(text: &str) -> &str {
    text.trim().trim_end_matches('.')
}
