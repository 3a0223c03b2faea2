//! Who waits for whom, by number: a request's place in the file.

use std::collections::HashMap;

use super::{
    check::Check,
    flow::Arc,
    format::{Ranking, Request},
};

/// The requests of a file by their ids, and the links between them.
pub(super) struct Graph<'r> {
    pub(super) number: HashMap<&'r str, usize>,
    /// What each waits for, and what waits for it.
    pub(super) waits_for: Vec<Vec<usize>>,
    pub(super) unlocks: Vec<Vec<usize>>,
    /// Reasons why something that is not ranked is in the way: `declined` or `set-aside`.
    pub(super) stopped: Vec<Vec<&'r str>>,
    /// Every request after what it waits for; nothing where there is a cycle.
    pub(super) sorted: Option<Vec<usize>>,
}

impl<'r> Graph<'r> {
    /// Reads the links, and checks that both ends say the same and that nobody waits for itself.
    pub(super) fn new(ranking: &'r Ranking, ids: &mut Check, links: &mut Check) -> Self {
        let requests = &ranking.requests;
        let mut number = HashMap::new();
        for (at, request) in requests.iter().enumerate() {
            let before = number.insert(request.id.as_str(), at);
            ids.expect(
                before.is_none() && !request.id.is_empty(),
                &request.id,
                || "an id of its own".into(),
                || "the same id twice, or none".into(),
            );
        }
        let mut settled: HashMap<&str, Vec<&str>> = HashMap::new();
        for row in &ranking.not_ranked {
            settled.entry(&row.id).or_default().push(&row.reason);
            if let Some(kept) = &row.same_as {
                let repeats =
                    number.get(kept.as_str()).is_some_and(|&at| requests[at].repeats.contains(&row.id));
                let known = repeats || ranking.not_ranked.iter().any(|other| other.id == *kept);
                ids.expect(known, &row.id, || format!("repeats {kept}"), || "no request that has it".into());
            }
        }
        let mut graph = Self {
            waits_for: vec![Vec::new(); requests.len()],
            unlocks: vec![Vec::new(); requests.len()],
            stopped: vec![Vec::new(); requests.len()],
            sorted: None,
            number,
        };
        for (at, request) in requests.iter().enumerate() {
            for id in &request.waits_for {
                let other = graph.number.get(id.as_str()).copied().filter(|&other| other != at);
                let stops = settled.get(id.as_str()).and_then(|reasons| {
                    reasons.iter().find(|reason| matches!(**reason, "declined" | "set-aside"))
                });
                let once = request.waits_for.iter().filter(|other| *other == id).count() == 1;
                links.expect(
                    once && (other.is_some() || stops.is_some()),
                    &request.id,
                    || format!("waits for {id}"),
                    || "not a request that can be waited for, or named twice".into(),
                );
                if let Some(other) = other {
                    graph.waits_for[at].push(other);
                    graph.unlocks[other].push(at);
                    let both = requests[other].unlocks.contains(&request.id);
                    let stated = || format!("waits for {id}");
                    links.expect(both, &request.id, stated, || format!("{id} does not unlock it"));
                }
                graph.stopped[at].extend(stops);
            }
        }
        for (at, request) in requests.iter().enumerate() {
            let found = graph.unlocks[at].len();
            let same = request.unlocks.iter().all(|id| {
                graph.number.get(id.as_str()).is_some_and(|other| graph.unlocks[at].contains(other))
            });
            links.expect(
                same && request.unlocks.len() == found,
                &request.id,
                || format!("unlocks {:?}", request.unlocks),
                || format!("{found} requests say that they wait for it"),
            );
        }
        graph.sorted = graph.sort();
        links.expect(
            graph.sorted.is_some(),
            "",
            || "an order".into(),
            || "requests wait for each other".into(),
        );
        graph
    }

    fn sort(&self) -> Option<Vec<usize>> {
        let mut open: Vec<usize> = self.waits_for.iter().map(Vec::len).collect();
        let mut sorted: Vec<usize> = (0..open.len()).filter(|&at| open[at] == 0).collect();
        let mut next = 0;
        while let Some(&at) = sorted.get(next) {
            next += 1;
            for &after in &self.unlocks[at] {
                open[after] -= 1;
                if open[after] == 0 {
                    sorted.push(after);
                }
            }
        }
        (sorted.len() == open.len()).then_some(sorted)
    }

    /// Some requests and all that they need, or, the other way round, all that needs them.
    pub(super) fn closure(links: &[Vec<usize>], from: impl Iterator<Item = usize>) -> Vec<bool> {
        let mut inside = vec![false; links.len()];
        let mut open: Vec<usize> = from.collect();
        while let Some(at) = open.pop() {
            if !std::mem::replace(&mut inside[at], true) {
                open.extend(&links[at]);
            }
        }
        inside
    }

    /// The links among some requests, in the numbers of that list.
    pub(super) fn among(&self, members: &[usize], place: &mut HashMap<usize, usize>) -> Vec<Arc> {
        place.clear();
        place.extend(members.iter().enumerate().map(|(place, &at)| (at, place)));
        let mut arcs = Vec::new();
        for (from, &at) in members.iter().enumerate() {
            arcs.extend(self.waits_for[at].iter().filter_map(|other| Some((from, *place.get(other)?))));
        }
        arcs
    }
}

/// Whether a rule of the policy is on.
pub(super) fn is_on(ranking: &Ranking, rule: &str) -> bool {
    ranking.policy.rules.get(rule).is_some_and(|rule| rule.enabled)
}

/// Whether a request was put somewhere by a decision about its place.
pub(super) fn is_placed(request: &Request) -> bool {
    request.decision.as_ref().is_some_and(|it| !matches!(it.place.as_str(), "last" | "decline"))
}
