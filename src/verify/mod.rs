//! Checks a published ranking without the program that made it.
//!
//! From the JSON alone: sums, points, links, verdicts, order, cost and its bound, horizons and enabled
//! value are computed again. With the files of the backlog every quoted cell is read again. Not checked:
//! prose, which has no right or wrong, and what only a second ranking could tell; the result says so.
//!
//! It knows nothing of the rest of the program and uses `csv`, `serde`, `serde_json` and `sha2` alone, so that
//! a fault of the ranking cannot hide itself here, and whoever doubts can read it whole. What it checks, and how,
//! is described in `docs/verify.md`.

mod bound;
mod carried;
mod check;
mod dates;
mod files;
mod flow;
mod format;
mod graph;
mod number;
mod own_cells;
mod points;
mod quotes;
mod sums;
mod verdicts;

pub use check::{Check, Finding, State};
pub use files::{File, digest};
use format::{Ranking, SCHEMA};
use graph::Graph;

/// Looks at so many links at most, in all; what would need more is left out and said to be.
const MOST_STEPS: usize = 50_000_000;

/// What the checks of a ranking came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verification {
    /// How many requests there are, and how many of them are to be built.
    pub requests: Option<(usize, usize)>,
    /// The checks.
    pub checks: Vec<Check>,
}

impl Verification {
    /// Whether everything holds that was looked at.
    pub fn holds(&self) -> bool {
        self.checks.iter().all(|check| check.state() != State::Failed)
    }
}

/// Checks a ranking, and with files also what it quotes of them. The error says why the text cannot be read
/// as a ranking.
pub fn verify(text: &str, files: Option<&[File]>) -> Result<Verification, String> {
    let ranking: Ranking = serde_json::from_str(text).map_err(|error| error.to_string())?;
    if ranking.schema != SCHEMA {
        return Err(format!("its schema is {:?}, not {SCHEMA:?}", ranking.schema));
    }
    let Some(summary) = &ranking.summary else {
        let mut check = Check::new("verify-schema");
        check.expect(
            false,
            "",
            || "no summary".into(),
            || "errors stopped this ranking; nothing to verify".into(),
        );
        return Ok(Verification { requests: None, checks: vec![check] });
    };
    let mut steps = MOST_STEPS;
    let [mut counts, mut ids, mut score, mut points, mut links, mut verdict] =
        ["verify-counts", "verify-ids", "verify-score", "verify-points", "verify-links", "verify-verdict"]
            .map(Check::new);
    let [mut order, mut cost, mut bundle, mut bound, mut worth, mut optimal] =
        ["verify-order", "verify-cost", "verify-bundle", "verify-bound", "verify-worth", "verify-optimal"]
            .map(Check::new);
    let [mut carried, mut horizon, mut dates] =
        ["verify-carried", "verify-horizon", "verify-dates"].map(Check::new);
    sums::counts(&ranking, summary, &mut counts);
    sums::positions(&ranking, &mut order);
    sums::score(&ranking, &mut score);
    sums::horizons(&ranking, &mut horizon);
    dates::check(&ranking, &mut dates);
    points::check(&ranking, &mut points);
    let graph = Graph::new(&ranking, &mut ids, &mut links);
    let sound = ids.failed == 0 && graph.sorted.is_some();
    if sound {
        let found = verdicts::check(&ranking, &graph, &mut steps, &mut verdict);
        let mut checks = bound::Checks {
            order: &mut order,
            cost: &mut cost,
            bundle: &mut bundle,
            bound: &mut bound,
            worth: &mut worth,
            optimal: &mut optimal,
        };
        bound::check(&ranking, summary, (&graph, &found), &mut steps, &mut checks);
        carried::check(&ranking, &graph, &mut steps, &mut carried);
        carried::pulled(&ranking, &graph, &mut links);
    }
    let [mut inputs, mut cells, mut rows] =
        ["verify-inputs", "verify-evidence", "verify-rows"].map(Check::new);
    match files {
        Some(files) => files::check(&ranking, files, &mut inputs, &mut cells, &mut rows),
        None => cells.leave_out("the files of the backlog: give them with --against"),
    }
    let prose = {
        let mut check = Check::new("verify-prose");
        check.leave_out("prose (why), and what each override costs by itself");
        check
    };
    let built = ranking.requests.iter().filter(|it| it.is_built()).count();
    let checks = vec![
        counts, ids, score, points, links, verdict, order, cost, bundle, bound, worth, optimal, carried,
        horizon, dates, inputs, cells, rows, prose,
    ];
    Ok(Verification { requests: Some((ranking.requests.len(), built)), checks })
}
