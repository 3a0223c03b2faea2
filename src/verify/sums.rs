//! Counts, sums, positions, and what follows from them alone.

use super::{
    check::Check,
    format::{Ranking, Request, Summary, Verdict},
    number::{rounded, shown},
};

/// The five verdicts, what is not ranked, and the sums over what is built.
pub(super) fn counts(ranking: &Ranking, summary: &Summary, check: &mut Check) {
    let with = |verdict| ranking.requests.iter().filter(|it| it.verdict == verdict).count();
    let because = |reason: &str| ranking.not_ranked.iter().filter(|it| it.reason == reason).count();
    for (what, stated, found) in [
        ("requests", summary.requests, ranking.requests.len()),
        ("build", summary.build, with(Verdict::Build)),
        ("hold", summary.hold, with(Verdict::Hold)),
        ("blocked", summary.blocked, with(Verdict::Blocked)),
        ("decline", summary.decline, with(Verdict::Decline)),
        ("unscored", summary.unscored, with(Verdict::Unscored)),
        ("done", summary.done, because("done")),
        ("declined earlier", summary.declined_earlier, because("declined")),
        ("repeats", summary.repeats, because("repeat")),
        ("set aside", summary.set_aside, because("set-aside")),
    ] {
        check.expect(stated == found, "", || format!("{stated} {what}"), || found.to_string());
    }
    let built = || ranking.requests.iter().filter(|it| it.is_built());
    for (what, stated, found) in [
        ("weeks to build", summary.effort, built().map(Request::weeks).sum::<i128>()),
        ("points to build", summary.score, built().map(Request::points).sum()),
    ] {
        let stated_words = || format!("{} {what}", shown(stated.0.into()));
        check.expect(stated.is(found), "", stated_words, || shown(found));
    }
}

/// Positions without a gap, and nothing where nothing can be.
pub(super) fn positions(ranking: &Ranking, check: &mut Check) {
    for (at, request) in ranking.requests.iter().enumerate() {
        let expected = request.is_built().then_some(at + 1);
        check.equal(&request.id, "position", &request.position, &expected);
        check.expect(request.effort.0 > 0, &request.id, || "an effort of 0".into(), || "more than 0".into());
        let built = request.is_built();
        check.equal(&request.id, "a bundle:", &request.bundle.is_some(), &built);
        if !built {
            check.equal(&request.id, "an enabled value:", &request.enabled_value.is_some(), &false);
        }
    }
}

/// A score is the sum of its contributions, and what it brings a week follows from it.
pub(super) fn score(ranking: &Ranking, check: &mut Check) {
    for request in &ranking.requests {
        let id = &request.id;
        // What a decision refuses needs no score.
        let refused = request.decision.as_ref().is_some_and(|it| it.place == "decline");
        if !refused {
            check.equal(id, "a score:", &request.score.is_some(), &(request.verdict != Verdict::Unscored));
        }
        let sum: i128 = request.contributions.iter().map(|part| i128::from(part.points.0)).sum();
        let Some(score) = request.score else {
            check.equal(id, "contributions:", &request.contributions.len(), &0);
            check.equal(id, "a score per week:", &request.score_per_week.is_some(), &false);
            continue;
        };
        check.expect(i128::from(score.0) == sum, id, || shown(score.0.into()), || shown(sum));
        if request.effort.0 > 0 {
            let found = rounded(i128::from(score.0) * 1000, request.weeks());
            let stated = request.score_per_week.map(|it| i128::from(it.0));
            check.expect(
                stated == Some(found),
                id,
                || format!("{} a week", stated.map_or_else(|| "nothing".into(), shown)),
                || shown(found),
            );
        }
    }
}

/// Where the order is cut by capacity.
pub(super) fn horizons(ranking: &Ranking, check: &mut Check) {
    let mut begins = 0;
    for request in &ranking.requests {
        let stated = (request.horizon.as_deref(), request.straddles);
        let mut expected = (None, None);
        if let Some(capacity) = ranking.policy.capacity.as_ref().filter(|_| request.is_built()) {
            let (now, ends) = (i128::from(capacity.now.0), begins + request.weeks());
            let next = now + i128::from(capacity.next.0);
            expected = match begins {
                it if it < now => (Some("now"), Some(ends > now)),
                it if it < next => (Some("next"), Some(ends > next)),
                _ => (Some("later"), Some(false)),
            };
            begins = ends;
        }
        check.equal(&request.id, "horizon, and whether it ends later:", &stated, &expected);
    }
}
