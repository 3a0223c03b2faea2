//! Verdicts, decided again from scores, links, gates, mandates and decisions.

use std::collections::{HashMap, HashSet};

use super::{
    check::Check,
    flow::{self, parts, settle},
    format::{Hold, Ranking, Request, Setting, Verdict},
    graph::{Graph, is_on, is_placed},
    number::{plain, share},
};

/// What is worth doing, as far as it could be found.
pub(super) struct Worth {
    /// What is built by decision alone, prerequisites among them.
    pub(super) chosen: Vec<bool>,
    /// What is built where nobody decides otherwise; nothing for parts that are too large to look at.
    pub(super) plain: Vec<Option<bool>>,
}

/// Checks every verdict, and says what would be built without overrides.
pub(super) fn check(ranking: &Ranking, graph: &Graph<'_>, steps: &mut usize, check: &mut Check) -> Worth {
    let requests = &ranking.requests;
    let some = |holds: &dyn Fn(&Request) -> bool| -> Vec<usize> {
        (0..requests.len()).filter(|&at| holds(&requests[at])).collect()
    };
    mandates(ranking, graph, check);
    gates(ranking, graph, check);

    let mut chosen = Graph::closure(&graph.waits_for, some(&|it| it.is_built() && is_placed(it)).into_iter());
    for (chosen, request) in chosen.iter_mut().zip(requests) {
        *chosen &= !request.mandated;
    }
    let refused = some(&|it| it.decision.as_ref().is_some_and(|it| it.place == "decline"));
    // A decision builds what nobody has judged with a score of 0; without the decision it had none. One that
    // was judged and is worth 0 looks the same, and makes no difference unless something else needs it.
    let before: HashSet<&str> =
        ranking.without_overrides.iter().flat_map(|it| &it.order).map(String::as_str).collect();
    let scored = |at: usize| {
        let request = &requests[at];
        let blank = chosen[at] && is_blank(ranking, request) && !before.contains(request.id.as_str());
        request.score.is_some() && !blank
    };
    let with = Case {
        ranking,
        graph,
        given: &|at| requests[at].mandated || chosen[at],
        refused: &refused,
        scored: &|at| requests[at].score.is_some(),
    };
    let (now, released) = with.worth(steps);
    let set_aside = (0..requests.len()).filter(|&at| graph.stopped[at].contains(&"set-aside"));
    let set_aside = Graph::closure(&graph.unlocks, set_aside);
    for (at, request) in requests.iter().enumerate() {
        let given = request.mandated || chosen[at];
        let (Some(worth), Some(released)) = (now[at], released[at]) else {
            check.leave_out("verdicts among requests with very many links");
            continue;
        };
        let gain = request.points() > 0;
        let expected = if given || worth {
            Verdict::Build
        } else if refused.contains(&at) {
            Verdict::Decline
        } else if request.score.is_none() {
            Verdict::Unscored
        } else if request.hold.is_some() || (released && !gain) {
            Verdict::Hold
        } else if !gain && !set_aside[at] {
            Verdict::Decline
        } else {
            Verdict::Blocked
        };
        let stated = || request.verdict.word().into();
        check.expect(request.verdict == expected, &request.id, stated, || expected.word().into());
    }
    if ranking.without_overrides.is_none() {
        let built = requests.iter().map(|it| Some(it.is_built())).collect();
        return Worth { chosen, plain: built };
    }
    let without = Case { given: &|at| requests[at].mandated, refused: &[], scored: &scored, ..with };
    let mut plain = without.worth(steps).0;
    for (plain, request) in plain.iter_mut().zip(requests) {
        *plain = if request.mandated { Some(true) } else { *plain };
    }
    Worth { chosen: chosen.clone(), plain }
}

/// Whether nothing is known of a request that a decision builds all the same.
fn is_blank(ranking: &Ranking, request: &Request) -> bool {
    request.contributions.is_empty()
        && request.mandate.is_none()
        && request.missing.len() == ranking.policy.criteria.len()
}

/// What is mandated: what has a reason and can be done, and what that needs.
fn mandates(ranking: &Ranking, graph: &Graph<'_>, check: &mut Check) {
    let requests = &ranking.requests;
    let stopped = (0..requests.len()).filter(|&at| !graph.stopped[at].is_empty());
    let stopped = Graph::closure(&graph.unlocks, stopped);
    let forces = |&at: &usize| is_on(ranking, "mandate") && requests[at].mandate.is_some() && !stopped[at];
    let mandated = Graph::closure(&graph.waits_for, (0..requests.len()).filter(forces));
    for (request, found) in requests.iter().zip(mandated) {
        check.equal(&request.id, "mandated:", &request.mandated, &found);
    }
}

/// Each gate that is stated, and each that the cells call for.
fn gates(ranking: &Ranking, graph: &Graph<'_>, check: &mut Check) {
    let requests = &ranking.requests;
    let repairs = (0..requests.len()).filter(|&at| requests[at].kind == "reliability");
    let exempt = Graph::closure(&graph.waits_for, repairs);
    for (at, request) in requests.iter().enumerate() {
        let free = request.mandated || request.score.is_none();
        // A request that a decision builds although nothing is known of it is held by no gate either.
        let free = free || request.is_built() && is_blank(ranking, request);
        let budget = !free && !exempt[at] && is_spent(ranking, request);
        let promise =
            if free || !is_on(ranking, "stability-promise") { Some(false) } else { breaks(request) };
        let expected = match (promise, budget) {
            (Some(false), true) => Some("error-budget"),
            (Some(false), false) => Some(""),
            (Some(true) | None, _) => None,
        };
        let stated = request.hold.as_ref().map_or("", |hold| hold.rule.as_str());
        let holds = match (stated, expected) {
            ("stability-promise", _) => promise != Some(false),
            ("error-budget", _) => budget,
            ("", Some(expected)) => expected.is_empty(),
            ("", None) => promise.is_none() && !budget,
            _ => false,
        };
        let found = || match (promise, budget) {
            (Some(true), _) => "it breaks consumers without a migration path".into(),
            (_, true) => "an area without error budget".into(),
            _ => "nothing that holds it".into(),
        };
        let quoted = request.hold.as_ref().is_none_or(|hold| {
            let belongs = |column: &str| match stated {
                "error-budget" => column == "area",
                _ => matches!(column, "breaking" | "consumers" | "external_consumers" | "migration"),
            };
            hold.evidence.iter().all(|cell| belongs(&cell.column))
        });
        let holds = holds && quoted;
        check.expect(holds, &request.id, || format!("held by {stated:?}"), found);
    }
}

/// Whether it touches an area whose error budget is spent.
fn is_spent(ranking: &Ranking, request: &Request) -> bool {
    let remaining = ranking.policy.rules.get("error-budget").filter(|rule| rule.enabled);
    let Some(Setting::Numbers(areas)) = remaining.and_then(|rule| rule.settings.get("remaining")) else {
        return false;
    };
    request.areas.iter().any(|area| areas.get(&area.to_lowercase()).is_some_and(|left| left.0 <= 0))
}

/// Whether it breaks consumers who have no way over; nothing where that cannot be read off the cells.
fn breaks(request: &Request) -> Option<bool> {
    let own = request.contributions.iter().find(|part| part.source == "compatibility");
    let cells = request
        .hold
        .as_ref()
        .filter(|it| it.rule == "stability-promise")
        .map(|Hold { evidence, .. }| evidence);
    let cells = cells.or(own.map(|part| &part.evidence));
    let Some(cells) = cells else {
        let valued = request.contributions.iter().any(|part| part.source == "value");
        return if valued || request.contributions.is_empty() { None } else { Some(false) };
    };
    let cell = |column: &str| cells.iter().find(|it| it.column == column).map(|it| it.value.trim());
    let counts = [cell("consumers"), cell("external_consumers")];
    let none = counts.iter().flatten().count() > 0 && counts.iter().flatten().all(|it| plain(it) == Some(0));
    let breaking = match cell("breaking").map(str::to_lowercase).as_deref() {
        Some("breaking") => true,
        Some("none" | "additive" | "deprecating") => false,
        Some(_) => return None,
        None => counts.iter().any(Option::is_some),
    };
    let path = match cell("migration") {
        None => false,
        Some(text) if text.eq_ignore_ascii_case("guide") => true,
        Some(text) => share(text, &[("none", 0), ("automated", 80)])? > 0,
    };
    Some(breaking && !none && !path)
}

/// What can be chosen from, in one of two worlds: with decisions, or without.
#[derive(Clone, Copy)]
struct Case<'c, 'r> {
    ranking: &'c Ranking,
    graph: &'c Graph<'r>,
    given: &'c dyn Fn(usize) -> bool,
    refused: &'c [usize],
    scored: &'c dyn Fn(usize) -> bool,
}

impl Case<'_, '_> {
    /// What is worth doing as things are, and what would be if everything held or unscored were released.
    fn worth(&self, steps: &mut usize) -> (Vec<Option<bool>>, Vec<Option<bool>>) {
        let nodes = self.ranking.requests.len();
        let stopped = (0..nodes).filter(|&at| !self.graph.stopped[at].is_empty());
        let stopped = Graph::closure(&self.graph.unlocks, stopped.chain(self.refused.iter().copied()));
        let attainable: Vec<bool> = (0..nodes).map(|at| !(self.given)(at) && !stopped[at]).collect();
        let closed = (0..nodes).filter(|&at| {
            !(self.given)(at) && !(self.scored)(at) || self.ranking.requests[at].hold.is_some()
        });
        let waits = Graph::closure(&self.graph.unlocks, closed);
        let available: Vec<bool> = (0..nodes).map(|at| attainable[at] && !waits[at]).collect();
        (self.best(&available, steps), self.best(&attainable, steps))
    }

    /// The smallest set of candidates that contains what it needs and has the greatest score.
    fn best(&self, candidates: &[bool], steps: &mut usize) -> Vec<Option<bool>> {
        let members: Vec<usize> = (0..candidates.len()).filter(|&at| candidates[at]).collect();
        let arcs = self.graph.among(&members, &mut HashMap::new());
        let mut best: Vec<Option<bool>> = vec![Some(false); candidates.len()];
        let mut local = vec![0; members.len()];
        let parts = parts(members.len(), &arcs);
        let mut part_of = vec![0; members.len()];
        for (number, part) in parts.iter().enumerate() {
            for (place, &at) in part.iter().enumerate() {
                (local[at], part_of[at]) = (place, number);
            }
        }
        let mut own: Vec<Vec<flow::Arc>> = vec![Vec::new(); parts.len()];
        for (from, to) in arcs {
            own[part_of[from]].push((local[from], local[to]));
        }
        for (part, arcs) in parts.iter().zip(own) {
            let profit = |&at: &usize| {
                if (self.scored)(members[at]) { self.ranking.requests[members[at]].points() } else { 0 }
            };
            let profits: Vec<i128> = part.iter().map(profit).collect();
            let settled = settle(&profits, &arcs, steps);
            for (place, &at) in part.iter().enumerate() {
                best[members[at]] = settled.as_ref().map(|settled| settled.reached[place]);
            }
        }
        best
    }
}
