//! The short reason beside every request of the roadmap.

use std::fmt::Write;

use crate::{
    graph::Node,
    model::{Breaking, Points, Request},
    order::Verdict,
    policy::Criterion,
    roadmap::Roadmap,
    score::{Contribution, Contributor, Score},
};

/// How many names a list shows before it counts the rest.
const NAMES: usize = 3;

/// How far the requests that wait for an unscored one are counted.
const COUNTED: usize = 200;

/// Why a request has its verdict and its place, in a line. The ids in it are as they were written:
/// whoever shows the line makes it safe for where it goes.
pub fn why(roadmap: &Roadmap<'_>, node: Node) -> String {
    let at = node as usize;
    let verdict = roadmap.ranking.verdicts.of[at];
    let mut reason = Reason::default();
    if roadmap.backlog.requests[at].started && verdict != Verdict::Build {
        reason.clause("started: stop or finish");
    }
    match verdict {
        Verdict::Build => build(roadmap, node, &mut reason),
        Verdict::Hold => hold(roadmap, node, &mut reason),
        Verdict::Blocked => reason.clause("waits for ").list(&roadmap.waits_for_with_state(node)),
        Verdict::Decline => decline(roadmap, node, &mut reason),
        Verdict::Unscored => unscored(roadmap, node, &mut reason),
    }
    reason.0
}

/// A reason being written: clauses with semicolons between them.
#[derive(Default)]
struct Reason(String);

impl Reason {
    /// Begins a clause.
    fn clause(&mut self, words: &str) -> &mut Self {
        if !self.0.is_empty() {
            self.0.push_str("; ");
        }
        self.words(words)
    }

    /// Goes on with the clause.
    fn words(&mut self, words: &str) -> &mut Self {
        self.0.push_str(words);
        self
    }

    /// Names, the first few of them.
    fn list(&mut self, names: &[impl AsRef<str>]) {
        for (number, name) in names.iter().take(NAMES).enumerate() {
            self.words(if number == 0 { "" } else { ", " }).words(name.as_ref());
        }
        let more = names.len().saturating_sub(NAMES);
        if more > 0 {
            // Writing to a string cannot fail.
            let _ = write!(self.0, " and {more} more");
        }
    }

    /// What earned and what cost points, the weightiest first.
    fn contributions(&mut self, request: &Request<'_>, score: &Score, weight: fn(Points) -> i64) {
        let mut parts: Vec<Contribution> =
            score.contributions().filter(|part| part.points != Points::ZERO).collect();
        parts.sort_by_key(|part| std::cmp::Reverse(weight(part.points)));
        for (number, part) in parts.iter().enumerate() {
            self.words(if number == 0 { "" } else { ", " });
            contribution(request, *part, &mut self.0);
            let sign = if part.points > Points::ZERO { " +" } else { " " };
            self.words(sign).words(&part.points.short());
        }
    }
}

fn build(roadmap: &Roadmap<'_>, node: Node, reason: &mut Reason) {
    let at = node as usize;
    let (request, score) = (&roadmap.backlog.requests[at], &roadmap.scores[at]);
    let forced = roadmap.ranking.verdicts.forced[at];
    if forced {
        why_forced(roadmap, node, reason);
    }
    if score.contributions().any(|part| part.points != Points::ZERO) {
        reason.clause("").contributions(request, score, |points| points.thousandths().abs());
    }
    if score.merit == Points::ZERO && !forced {
        reason.clause("the policy sees no benefit in it");
    }
    let (served, unlocks) = (roadmap.pulled_by_return(node), roadmap.unlocks_built(node));
    if !served.is_empty() {
        reason.clause("goes early for ").list(&served);
    } else if !unlocks.is_empty() {
        reason.clause("unlocks ").list(&unlocks);
    }
    if let Some(weeks) = roadmap.stability.notice(request) {
        // Writing to a string cannot fail.
        let _ = write!(reason.clause("").0, "announce it {weeks} weeks ahead");
    }
    let waits_for = roadmap.waits_for(node);
    if !waits_for.is_empty() {
        reason.clause("after ").list(&waits_for);
    }
}

/// What forces it, and which promises that breaks.
fn why_forced(roadmap: &Roadmap<'_>, node: Node, reason: &mut Reason) {
    let request = |node: Node| &roadmap.backlog.requests[node as usize];
    let own = request(node);
    let mut served = roadmap.links.served_by(node);
    match &own.mandate {
        Some(mandate) => _ = reason.clause("forced by ").words(mandate.trim()),
        None => match served.find(|&after| request(after).mandate.is_some()) {
            Some(after) => {
                reason.clause("needed by ").words(roadmap.id(after)).words(", which is forced");
            }
            None => _ = reason.clause("needed by forced work"),
        },
    }
    if !roadmap.scores[node as usize].scored {
        reason.clause("nothing to judge it by");
    }
    if roadmap.ranking.promises_broken.binary_search(&node).is_ok() {
        reason.clause("breaks the promise of stability");
    }
}

fn hold(roadmap: &Roadmap<'_>, node: Node, reason: &mut Reason) {
    let verdicts = &roadmap.ranking.verdicts;
    if let Some(gate) = &verdicts.gates[node as usize] {
        reason.clause(&gate.because);
        reason.clause("held until ").words(&gate.until);
        return;
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
    reason.clause("costs more than it brings by itself");
    if with.is_empty() {
        reason.clause("worth it only with work that is held or unscored");
    } else {
        reason.clause("worth it only with ").list(&with);
    }
}

fn decline(roadmap: &Roadmap<'_>, node: Node, reason: &mut Reason) {
    let at = node as usize;
    reason.clause("costs more than it brings");
    let unlocks = roadmap.unlocks(node);
    if !unlocks.is_empty() {
        reason.words(", even with ").list(&unlocks);
    }
    // What speaks against it comes first.
    reason
        .words(": ")
        .contributions(&roadmap.backlog.requests[at], &roadmap.scores[at], |points| -points.thousandths());
}

fn unscored(roadmap: &Roadmap<'_>, node: Node, reason: &mut Reason) {
    reason.clause(
        "nothing to judge it by: fill in adopters, reliability, tech_debt or breaking (0 is a valid answer)",
    );
    // Counting on would take long in a large tangle, and nobody needs the exact number.
    match roadmap.links.served_by(node).take(COUNTED + 1).count() {
        0 => {}
        1 => _ = reason.clause("1 request waits for it"),
        // Writing to a string cannot fail.
        waiting if waiting > COUNTED => {
            _ = write!(reason.clause("").0, "more than {COUNTED} requests wait for it");
        }
        // Writing to a string cannot fail.
        waiting => _ = write!(reason.clause("").0, "{waiting} requests wait for it"),
    }
}

/// One contribution in words.
fn contribution(request: &Request<'_>, part: Contribution, words: &mut String) {
    let helps = part.points > Points::ZERO;
    let evidence = &request.evidence;
    let fixed = match part.source {
        Contributor::Criterion(Criterion::Reuse) => {
            let adopters = request.adopters();
            if evidence.adopter_count.is_some() || adopters >= 2 {
                // Writing to a string cannot fail.
                let _ = write!(words, "{adopters} teams would use it");
                return;
            }
            "rated for reuse"
        }
        Contributor::Criterion(Criterion::Reliability) if helps => "improves reliability",
        Contributor::Criterion(Criterion::Reliability) => "harms reliability",
        Contributor::Criterion(Criterion::TechDebt) if helps => "pays down debt",
        Contributor::Criterion(Criterion::TechDebt) => "adds debt",
        Contributor::Criterion(Criterion::Compatibility) => return compatibility(request, words),
        Contributor::Value => "value agreed elsewhere",
        Contributor::Confidence => "doubt",
        Contributor::Rule(_) => part.source.name(),
    };
    words.push_str(fixed);
}

fn compatibility(request: &Request<'_>, words: &mut String) {
    let evidence = &request.evidence;
    let what = match evidence.breaking_level() {
        Some(Breaking::Deprecating) => "deprecates",
        Some(_) => "breaks",
        None => return words.push_str("costs consumers"),
    };
    // Writing to a string cannot fail.
    let _ = match evidence.consumer_counts() {
        Some((internal, external)) => {
            let count = u64::from(internal) + u64::from(external);
            write!(words, "{what} {count} consumer{}", if count == 1 { "" } else { "s" })
        }
        None => write!(words, "{what} consumers"),
    };
}
