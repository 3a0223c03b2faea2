//! The paragraph to send to whoever asked.

use super::{
    rationale::Rationale,
    why::{Clause, Part},
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
            Verdict::Hold => "is on hold",
            Verdict::Blocked => "cannot be started yet",
            Verdict::Decline => "is declined for now",
            Verdict::Unscored | Verdict::Build => "cannot be judged yet",
        }
        .to_owned();
    };
    let of = format!("it is number {position} of {} in the order", rationale.built);
    match rationale.horizon {
        Some((Horizon::Now, _)) => format!("will be built, beginning now: {of}"),
        Some((Horizon::Next, _)) => format!("will be built, beginning in the next horizon: {of}"),
        Some((Horizon::Later, _)) => {
            format!("is worth building, but lies beyond the capacity that is planned: {of}")
        }
        None => format!("will be built: {of}"),
    }
}

/// Why, as sentences made from the clauses of the short reason.
fn because(rationale: &Rationale<'_>) -> Option<String> {
    let sentences: Vec<String> = rationale.why.clauses.iter().filter_map(sentence).collect();
    (!sentences.is_empty()).then(|| sentences.join(" "))
}

fn sentence(clause: &Clause<'_>) -> Option<String> {
    Some(match clause {
        Clause::Started => "Work on it has begun, so it should be stopped or finished.".to_owned(),
        Clause::ByHand(decision, _) => {
            let what = match decision.place {
                Placement::First => "It was put first",
                Placement::Last => "It was put last",
                Placement::Decline => "It was declined",
                Placement::Position(_) => "It was given its place",
            };
            format!("{what} by {}: {}.", decision.by, ended(&decision.reason))
        }
        Clause::NeededByDecision(id) => {
            format!("It comes along because {} needs it, which was decided on.", id.unwrap_or("other work"))
        }
        Clause::MandatedBy(mandate) => format!("It goes first because it is mandated by {}.", ended(mandate)),
        Clause::NeededByMandated(id) => {
            format!("It goes first because {} needs it, which is mandated.", id.unwrap_or("other work"))
        }
        Clause::BreaksPromise => {
            "It breaks consumers who have no way across, so a migration path is needed all the same."
                .to_owned()
        }
        Clause::Earns(parts) => weighed(parts)?,
        Clause::NoBenefit => "By what it says, it brings no benefit that the policy counts.".to_owned(),
        Clause::GoesEarlyFor(ids) => {
            format!(
                "It goes early because {} wait{} for it.",
                listed(ids),
                if ids.len() == 1 { "s" } else { "" }
            )
        }
        Clause::Announce(weeks) => format!("It has to be announced {weeks} weeks ahead."),
        Clause::After(ids) => format!("It comes after {}, which it needs.", listed(ids)),
        Clause::Held(gate) => format!("It {}. It waits until {}.", verb(&gate.because), gate.until),
        Clause::WorthOnlyWith(ids) if ids.is_empty() => {
            "By itself it costs more than it brings; it is worth it with work that is held or not scored."
                .to_owned()
        }
        Clause::WorthOnlyWith(ids) => {
            format!("By itself it costs more than it brings; it is worth it together with {}.", listed(ids))
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
        Clause::Unscored(_) => "It says nothing yet that it can be judged by: please tell who would use it \
             (adopters), what it does for reliability and for technical debt, and whether it breaks anyone; \
             0 and none are valid answers."
            .to_owned(),
        Clause::NothingToJudge | Clause::Unlocks(_) => return None,
    })
}

/// A gate's clause begins with a verb or with what is the matter.
fn verb(because: &str) -> String {
    if because.starts_with("breaks") { because.to_owned() } else { format!("cannot go on: {because}") }
}

/// What speaks for and against it, in words.
fn weighed(parts: &[Part<'_>]) -> Option<String> {
    let words = |helps: bool| -> Vec<String> {
        let side = parts.iter().filter(|part| (part.contribution.points > Points::ZERO) == helps);
        side.map(|part| {
            let points = part.contribution.points;
            let sign = if helps { "+" } else { "" };
            format!("{} ({sign}{points})", part.phrase().plain())
        })
        .collect()
    };
    let (speaks_for, against) = (words(true), words(false));
    match (speaks_for.is_empty(), against.is_empty()) {
        (true, true) => None,
        (false, true) => Some(format!("For it speaks: {}.", speaks_for.join(", "))),
        (true, false) => Some(format!("Against it speaks: {}.", against.join(", "))),
        (false, false) => {
            Some(format!("For it speaks: {}. Against it: {}.", speaks_for.join(", "), against.join(", ")))
        }
    }
}

/// What a team can do that wants something only for itself: other than an enabler, which `others`
/// stand on, or what nothing is known about.
fn counter_offer(rationale: &Rationale<'_>, others: bool, roadmap: &Roadmap<'_>) -> Option<String> {
    let request = rationale.request;
    let alone = request.evidence.adopting.len() == 1 && request.adopters() == 1;
    let offer = if request.scope == Some(Scope::Bespoke) {
        "What we can offer: make it general, so that other teams can use it too"
    } else if alone && !others && rationale.verdict != Verdict::Unscored {
        "So far one team would use it: find a second one"
    } else {
        return None;
    };
    let close = close(rationale, roadmap).map_or(String::new(), |close| format!(" ({close})"));
    Some(format!("{offer}{close}, or contribute it yourselves behind an extension point."))
}

/// Who else asks for something close and is still waiting, other than the same teams.
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
    (!names.is_empty()).then(|| format!("{} {verb} for something close", listed(&names)))
}

/// Who gains by it.
fn gains(rationale: &Rationale<'_>, roadmap: &Roadmap<'_>) -> Option<String> {
    let enabled = rationale.enabled.as_ref()?;
    let of: Vec<Node> = enabled.of.iter().filter(|&&(_, share)| share > 0).map(|&(node, _)| node).collect();
    if of.is_empty() {
        return None;
    }
    let names: Vec<&str> = of.iter().map(|&node| roadmap.id(node)).collect();
    Some(format!("Value of {} depends on it.", listed(&names)))
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
