//! What the order costs, and the proof that no other costs much less.

use std::collections::HashMap;

use super::{
    check::Check,
    flow::{parts, settle},
    format::{Ranking, Summary},
    graph::Graph,
    number::{rounded, shown},
    verdicts::Worth,
};

/// The most requests of a bundle whose orders are all looked at.
const EXACT: usize = 13;

/// The checks that are made here.
pub(super) struct Checks<'c> {
    pub(super) order: &'c mut Check,
    pub(super) cost: &'c mut Check,
    pub(super) bundle: &'c mut Check,
    pub(super) bound: &'c mut Check,
    pub(super) worth: &'c mut Check,
    pub(super) optimal: &'c mut Check,
}

/// Checks the order that is shown, and the one without overrides.
pub(super) fn check(
    ranking: &Ranking,
    summary: &Summary,
    (graph, worth): (&Graph<'_>, &Worth),
    steps: &mut usize,
    checks: &mut Checks<'_>,
) {
    let shown_order: Vec<usize> =
        (0..ranking.requests.len()).filter(|&at| ranking.requests[at].is_built()).collect();
    precedence(ranking, graph, &shown_order, checks.order);
    decisions(ranking, worth, checks.order);
    let cost = cost(ranking, &shown_order);
    let expect = |check: &mut Check, what: &str, stated: super::number::Milli, found: i128| {
        let thousandths = rounded(found, 2000);
        check.expect(
            stated.is(thousandths),
            "",
            || format!("{what} {}", shown(stated.0.into())),
            || shown(thousandths),
        );
    };
    expect(checks.cost, "cost", summary.cost, cost);
    let mut plain: Vec<(usize, usize)> = Vec::new();
    let mut plain_cost = cost;
    if let Some(without) = &ranking.without_overrides {
        let numbers = without.order.iter().map(|id| graph.number.get(id.as_str()).copied());
        let same = without.order.len() == without.bundles.len();
        let Some(order) = numbers.collect::<Option<Vec<usize>>>().filter(|_| same) else {
            checks.cost.expect(
                false,
                "",
                || "an order without overrides".into(),
                || "ids or bundles are missing".into(),
            );
            return;
        };
        precedence(ranking, graph, &order, checks.order);
        plain_cost = self::cost(ranking, &order);
        expect(checks.cost, "cost without overrides", without.cost, plain_cost);
        let mut there = vec![false; ranking.requests.len()];
        for &at in &order {
            checks.worth.equal(
                &ranking.requests[at].id,
                "built twice without overrides:",
                &there[at],
                &false,
            );
            there[at] = true;
        }
        for (at, request) in ranking.requests.iter().enumerate() {
            if let Some(built) = worth.plain[at] {
                checks.worth.equal(&request.id, "built without overrides:", &there[at], &built);
            }
        }
        plain.extend(order.into_iter().zip(without.bundles.iter().copied()));
    } else {
        plain.extend(shown_order.iter().map(|&at| (at, ranking.requests[at].bundle.unwrap_or(0))));
        let built: i128 = shown_order.iter().map(|&at| ranking.requests[at].points()).sum();
        checks.worth.expect(summary.score.is(built), "", || shown(summary.score.0.into()), || shown(built));
    }
    expect(checks.cost, "cost of the overrides", summary.override_cost, cost - plain_cost);
    if ranking.without_overrides.is_some() {
        moved_bundles(ranking, graph, &shown_order, steps, checks.bundle);
    }
    let (bound, optimal) = bundles(ranking, graph, &plain, steps, checks);
    expect(checks.bound, "lower bound", summary.lower_bound, bound);
    match optimal {
        _ if shown_order.is_empty() => checks.optimal.equal("", "optimal:", &summary.optimal, &false),
        Some(least) if summary.optimal => expect(
            checks.optimal,
            "optimal cost",
            ranking.without_overrides.as_ref().map_or(summary.cost, |it| it.cost),
            least,
        ),
        None if summary.optimal => checks
            .optimal
            .leave_out(format!("whether bundles of more than {EXACT} requests are in the best order")),
        Some(least) => checks.optimal.expect(
            least < plain_cost,
            "",
            || "not optimal".into(),
            || "no order costs less".into(),
        ),
        None => checks.optimal.leave_out("whether the order is the best: the file does not say so"),
    }
}

/// Nothing comes before what it waits for, and mandated work is at the front.
fn precedence(ranking: &Ranking, graph: &Graph<'_>, order: &[usize], check: &mut Check) {
    let mut place = vec![usize::MAX; ranking.requests.len()];
    for (position, &at) in order.iter().enumerate() {
        place[at] = position;
    }
    let mut only_mandated = true;
    for &at in order {
        let request = &ranking.requests[at];
        for &other in &graph.waits_for[at] {
            check.expect(
                place[other] < place[at],
                &request.id,
                || format!("at place {}", place[at] + 1),
                || format!("waits for {}, which does not come before", ranking.requests[other].id),
            );
        }
        check.expect(
            only_mandated || !request.mandated,
            &request.id,
            || "mandated".into(),
            || "comes after work that is not".into(),
        );
        only_mandated &= request.mandated;
    }
}

/// Decisions are those of the policy, and where they say.
fn decisions(ranking: &Ranking, worth: &Worth, check: &mut Check) {
    let policy = &ranking.policy.overrides;
    for (at, request) in ranking.requests.iter().enumerate() {
        let Some(decision) = &request.decision else { continue };
        let names = |id: &Option<String>| {
            id.as_ref().is_some_and(|id| *id == request.id || request.repeats.contains(id))
        };
        let known = policy.iter().any(|it| {
            names(&it.request)
                && (&it.place, &it.by, &it.reason, &it.until)
                    == (&decision.place, &decision.by, &decision.reason, &decision.until)
        });
        check.expect(
            known,
            &request.id,
            || format!("place {}, by {}", decision.place, decision.by),
            || "no such override in the policy".into(),
        );
        let obeyed = match decision.place.as_str() {
            "decline" => true,
            _ if !request.is_built() || request.mandated => false,
            "first" | "last" => true,
            place => place.parse() == Ok(request.position.unwrap_or(0)),
        };
        check.equal(&request.id, "obeyed:", &decision.obeyed, &Some(obeyed));
        // A request with a place of its own may have pulled others along.
        let numbered = policy.iter().any(|it| it.place.parse::<usize>().is_ok());
        if decision.place == "first" && obeyed && !numbered {
            let before = ranking.requests[..at].iter().zip(&worth.chosen);
            let normal = before.filter(|(it, chosen)| !it.mandated && !**chosen && it.decision.is_none());
            check.equal(&request.id, "others before it:", &0, &normal.count());
        }
    }
}

/// Σ score × completion time, in half-millionths.
fn cost(ranking: &Ranking, order: &[usize]) -> i128 {
    let mut time = 0;
    let mut cost = 0;
    for &at in order {
        time += ranking.requests[at].weeks();
        cost += 2 * ranking.requests[at].points() * time;
    }
    cost
}

/// The bundles of the order without overrides: each is proven to have no part that returns more, and
/// gives its share of the bound. Returns the bound and, where every bundle is small enough, the least cost.
fn bundles(
    ranking: &Ranking,
    graph: &Graph<'_>,
    plain: &[(usize, usize)],
    steps: &mut usize,
    checks: &mut Checks<'_>,
) -> (i128, Option<i128>) {
    let (mut bound, mut least, mut time) = (0, Some(0), 0);
    let mut before: Option<(bool, i128, i128)> = None;
    let mut map = HashMap::new();
    for (number, members) in plain.chunk_by(|left, right| left.1 == right.1).enumerate() {
        let members: Vec<usize> = members.iter().map(|&(at, _)| at).collect();
        let first = &ranking.requests[members[0]];
        let together = members.iter().all(|&at| ranking.requests[at].mandated == first.mandated);
        let stated = plain.iter().find(|&&(at, _)| at == members[0]).map_or(0, |&(_, number)| number);
        checks.bundle.equal(&first.id, "bundle", &stated, &(number + 1));
        checks.bundle.equal(&first.id, "mandated throughout the bundle:", &together, &true);
        let weights: Vec<i128> = members.iter().map(|&at| ranking.requests[at].points()).collect();
        let weeks: Vec<i128> = members.iter().map(|&at| ranking.requests[at].weeks()).collect();
        let (score, effort): (i128, i128) = (weights.iter().sum(), weeks.iter().sum());
        if let Some((_, score_before, effort_before)) = before.filter(|it| it.0 == first.mandated) {
            checks.bound.expect(
                score_before * effort >= score * effort_before,
                &first.id,
                || format!("bundle {}", number + 1),
                || "returns more a week than the bundle before it".into(),
            );
        }
        before = Some((first.mandated, score, effort));
        let own: i128 = weights.iter().zip(&weeks).map(|(weight, week)| weight * week).sum();
        bound += 2 * score * time + score * effort + own;
        let arcs = graph.among(&members, &mut map);
        prove(&first.id, (&weights, &weeks), &arcs, steps, checks.bundle);
        let inside = (members.len() <= EXACT).then(|| best(&weights, &weeks, &arcs)).flatten();
        least = least.zip(inside).map(|(least, inside)| least + 2 * score * time + inside);
        time += effort;
    }
    (bound, least)
}

/// The bundles of an order in which decisions moved requests: they are numbered by their first request.
fn moved_bundles(
    ranking: &Ranking,
    graph: &Graph<'_>,
    order: &[usize],
    steps: &mut usize,
    check: &mut Check,
) {
    let mut bundles: Vec<Vec<usize>> = Vec::new();
    for &at in order {
        let request = &ranking.requests[at];
        let number = request.bundle.unwrap_or(0);
        let known = (1..=bundles.len() + 1).contains(&number);
        check.expect(known, &request.id, || format!("bundle {number}"), || "numbers have a gap".into());
        if number == bundles.len() + 1 {
            bundles.push(Vec::new());
        }
        if known {
            bundles[number - 1].push(at);
        }
    }
    for members in bundles {
        let weights: Vec<i128> = members.iter().map(|&at| ranking.requests[at].points()).collect();
        let weeks: Vec<i128> = members.iter().map(|&at| ranking.requests[at].weeks()).collect();
        let arcs = graph.among(&members, &mut HashMap::new());
        prove(&ranking.requests[members[0]].id, (&weights, &weeks), &arcs, steps, check);
    }
}

/// That a bundle hangs together and no part of it that could go first returns more than the whole.
fn prove(
    id: &str,
    (weights, weeks): (&[i128], &[i128]),
    arcs: &[(usize, usize)],
    steps: &mut usize,
    check: &mut Check,
) {
    let connected = parts(weights.len(), arcs).len() == 1;
    check.expect(connected, id, || "a bundle".into(), || "not connected".into());
    if weights.len() == 1 {
        return;
    }
    let (score, effort): (i128, i128) = (weights.iter().sum(), weeks.iter().sum());
    let profits: Vec<i128> =
        weights.iter().zip(weeks).map(|(weight, week)| weight * effort - score * week).collect();
    match settle(&profits, arcs, steps) {
        None => check.leave_out("bundles with very many links"),
        Some(settled) => {
            let paid = settled.left.iter().all(|&left| left <= 0);
            check.expect(paid, id, || "a bundle".into(), || "a part returns more than the whole".into());
        }
    }
}

/// The least cost of a bundle on its own in half-millionths, by all sets of its requests that can be done
/// first. Nothing where requests wait for each other.
fn best(weights: &[i128], weeks: &[i128], arcs: &[(usize, usize)]) -> Option<i128> {
    let mut needs = vec![0_usize; weights.len()];
    for &(from, to) in arcs {
        needs[from] |= 1 << to;
    }
    let mut least: Vec<Option<i128>> = vec![None; 1 << weights.len()];
    let mut time = vec![0; least.len()];
    least[0] = Some(0);
    for set in 0..least.len() {
        let Some(cost) = least[set] else { continue };
        for at in (0..weights.len()).filter(|&at| set >> at & 1 == 0 && needs[at] & !set == 0) {
            let with = set | 1 << at;
            time[with] = time[set] + weeks[at];
            let cost = cost + 2 * weights[at] * time[with];
            least[with] = Some(least[with].map_or(cost, |it| it.min(cost)));
        }
    }
    least.last().copied().flatten()
}
