//! The short reason beside every request of the roadmap.

use crate::{
    graph::Node,
    model::{Breaking, Points, Request},
    order::Verdict,
    policy::Criterion,
    roadmap::Roadmap,
    score::{Contributor, Score},
};

/// How many names a list shows before it counts the rest.
const NAMES: usize = 3;

/// Why a request has its verdict and its place, in a line. The ids in it are as they were written:
/// whoever shows the line makes it safe for where it goes.
pub fn why(roadmap: &Roadmap<'_>, node: Node) -> String {
    let at = node as usize;
    let verdict = roadmap.ranking.verdicts.of[at];
    let mut parts = match verdict {
        Verdict::Build => build(roadmap, node),
        Verdict::Hold => vec![hold(roadmap, node)],
        Verdict::Blocked => vec![format!("waits for {}", list(&roadmap.waits_for_with_state(node)))],
        Verdict::Decline => vec![decline(roadmap, node)],
        Verdict::Unscored => vec![unscored(roadmap, node)],
    };
    if roadmap.backlog.requests[at].started && verdict != Verdict::Build {
        parts.insert(0, "started: stop or finish".to_owned());
    }
    parts.join("; ")
}

fn build(roadmap: &Roadmap<'_>, node: Node) -> Vec<String> {
    let at = node as usize;
    let (request, score) = (&roadmap.backlog.requests[at], &roadmap.scores[at]);
    let mut parts = Vec::new();
    if roadmap.ranking.verdicts.forced[at] {
        parts.push(match &request.mandate {
            Some(mandate) => format!("forced by {}", mandate.trim()),
            None => "needed by forced work".to_owned(),
        });
    }
    let earned = earned(request, score);
    if !earned.is_empty() {
        parts.push(earned);
    } else if !roadmap.ranking.verdicts.forced[at] {
        parts.push("the policy sees no benefit in it".to_owned());
    }
    let served = roadmap.pulled_forward_by(node);
    let unlocks = roadmap.unlocks(node);
    if !served.is_empty() {
        parts.push(format!("goes early for {}", list(&served)));
    } else if !unlocks.is_empty() {
        parts.push(format!("unlocks {}", list(&unlocks)));
    }
    if let Some(weeks) = roadmap.announced_ahead(node) {
        parts.push(format!("announce it {weeks} weeks ahead"));
    }
    let waits_for = roadmap.waits_for(node);
    if !waits_for.is_empty() {
        parts.push(format!("after {}", list(&waits_for)));
    }
    parts
}

fn hold(roadmap: &Roadmap<'_>, node: Node) -> String {
    let verdicts = &roadmap.ranking.verdicts;
    if let Some(gate) = &verdicts.gates[node as usize] {
        return format!("{}; held until {}", gate.because, gate.until);
    }
    // Looking for all of them could take long, and naming the nearest is enough.
    let mut with: Vec<&str> = Vec::new();
    for other in verdicts.held_with(node, &roadmap.links).map(|other| roadmap.id(other)) {
        if !with.contains(&other) {
            with.push(other);
        }
        if with.len() == NAMES {
            break;
        }
    }
    format!("costs more than it brings by itself; worth it only with {}", list(&with))
}

fn decline(roadmap: &Roadmap<'_>, node: Node) -> String {
    let at = node as usize;
    let reasons = earned(&roadmap.backlog.requests[at], &roadmap.scores[at]);
    let unlocks = roadmap.unlocks(node);
    if unlocks.is_empty() {
        format!("costs more than it brings: {reasons}")
    } else {
        format!("costs more than it brings, even with {}: {reasons}", list(&unlocks))
    }
}

fn unscored(roadmap: &Roadmap<'_>, node: Node) -> String {
    let waiting = roadmap.links.served_by(node).count();
    let waiting = match waiting {
        0 => String::new(),
        1 => "; 1 request waits for it".to_owned(),
        _ => format!("; {waiting} requests wait for it"),
    };
    format!(
        "nothing to judge it by: fill in adopters, reliability, tech_debt or breaking (0 is a valid answer){waiting}"
    )
}

/// What earned and what cost points, the weightiest first.
fn earned(request: &Request<'_>, score: &Score) -> String {
    let mut contributions: Vec<_> =
        score.contributions().filter(|part| part.points != Points::ZERO).collect();
    contributions.sort_by_key(|part| std::cmp::Reverse(part.points.thousandths().abs()));
    let words: Vec<String> = contributions
        .iter()
        .map(|part| format!("{} {}", clause(request, part.source, part.points), part.points.signed()))
        .collect();
    words.join(", ")
}

/// One contribution in words.
fn clause(request: &Request<'_>, source: Contributor, points: Points) -> String {
    let helps = points > Points::ZERO;
    let evidence = &request.evidence;
    match source {
        Contributor::Criterion(Criterion::Reuse) => {
            let adopters = request.adopters();
            if evidence.adopter_count.is_some() || adopters >= 2 {
                format!("{adopters} teams would use it")
            } else {
                "rated for reuse".to_owned()
            }
        }
        Contributor::Criterion(Criterion::Reliability) if helps => "improves reliability".to_owned(),
        Contributor::Criterion(Criterion::Reliability) => "harms reliability".to_owned(),
        Contributor::Criterion(Criterion::TechDebt) if helps => "pays down debt".to_owned(),
        Contributor::Criterion(Criterion::TechDebt) => "adds debt".to_owned(),
        Contributor::Criterion(Criterion::Compatibility) => compatibility(request),
        Contributor::Value => "value agreed elsewhere".to_owned(),
        Contributor::Confidence => "doubt".to_owned(),
        Contributor::Rule(_) => source.name().to_owned(),
    }
}

fn compatibility(request: &Request<'_>) -> String {
    let evidence = &request.evidence;
    let what = match evidence.breaking_level() {
        Some(Breaking::Deprecating) => "deprecates",
        Some(_) => "breaks",
        None => return "costs consumers".to_owned(),
    };
    match evidence.consumer_counts() {
        Some((internal, external)) => {
            format!("{what} {} consumers", u64::from(internal) + u64::from(external))
        }
        None => format!("{what} consumers"),
    }
}

/// Names, the first few of them.
fn list<S: AsRef<str>>(names: &[S]) -> String {
    let shown: Vec<&str> = names.iter().take(NAMES).map(AsRef::as_ref).collect();
    match names.len().saturating_sub(NAMES) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}
