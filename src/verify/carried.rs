//! Enabled value, shared out again, and who pulls whom forward.

use std::collections::HashMap;

use super::{
    check::Check,
    format::Ranking,
    graph::Graph,
    number::{Milli, shown},
};

/// Each score is shared equally among a request and all that it needs and that is built too.
pub(super) fn check(ranking: &Ranking, graph: &Graph<'_>, steps: &mut usize, check: &mut Check) {
    let requests = &ranking.requests;
    let mut enabled = vec![(0_i128, 0_i128); requests.len()];
    let mut seen = vec![usize::MAX; requests.len()];
    for (at, request) in requests.iter().enumerate().filter(|(_, it)| it.is_built()) {
        let mut sharers = vec![at];
        seen[at] = at;
        let mut next = 0;
        while let Some(&member) = sharers.get(next) {
            next += 1;
            for &other in &graph.waits_for[member] {
                let Some(left) = steps.checked_sub(1) else {
                    check.leave_out("enabled value: very many requests need each other");
                    return;
                };
                *steps = left;
                if requests[other].is_built() && seen[other] != at {
                    seen[other] = at;
                    sharers.push(other);
                }
            }
        }
        let each = request.points() * 1_000_000 / i128::try_from(sharers.len()).unwrap_or(1);
        for sharer in sharers {
            enabled[sharer].0 += each;
            enabled[sharer].1 += 1;
        }
    }
    for (request, (billionths, shares)) in requests.iter().zip(enabled).filter(|(it, _)| it.is_built()) {
        match request.enabled_value {
            None => check.leave_out("enabled value: the file has none"),
            Some(Milli(stated)) => check.expect(
                // What equal shares leave over may add a billionth each.
                (i128::from(stated) * 1_000_000 - billionths).abs() <= 500_000 + shares,
                &request.id,
                || format!("enabled value {}", shown(stated.into())),
                || shown(billionths / 1_000_000),
            ),
        }
    }
}

/// What a request goes early for: what waits for it in its bundle, where it returns less than the bundle.
pub(super) fn pulled(ranking: &Ranking, graph: &Graph<'_>, check: &mut Check) {
    let mut totals: HashMap<usize, (i128, i128)> = HashMap::new();
    for request in &ranking.requests {
        if let Some(bundle) = request.bundle {
            let total = totals.entry(bundle).or_default();
            *total = (total.0 + request.points(), total.1 + request.weeks());
        }
    }
    for (at, request) in ranking.requests.iter().enumerate() {
        let total = request.bundle.and_then(|bundle| totals.get(&bundle));
        let below = total.is_some_and(|(score, effort)| request.points() * effort < score * request.weeks());
        let served = |other: &&usize| below && ranking.requests[**other].bundle == request.bundle;
        let mut found: Vec<&str> =
            graph.unlocks[at].iter().filter(served).map(|&other| &*ranking.requests[other].id).collect();
        let mut stated: Vec<&str> = request.pulled_forward_by.iter().map(String::as_str).collect();
        found.sort_unstable();
        stated.sort_unstable();
        check.expect(
            stated == found,
            &request.id,
            || format!("pulled forward by {stated:?}"),
            || format!("{found:?}"),
        );
    }
}
