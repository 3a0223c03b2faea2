//! Scenarios side by side for other programs: `roadbed.what-if/1`, described in `docs/what-if.md`.

use std::io::{self, Write};

use serde::Serialize;

use super::{Figures, Outcome, Standing, WhatIf, comparable, new_findings, standing};
use crate::{
    explain::Why,
    model::{Points, Weeks},
    report::{Report, json::decimal},
    scenarios::Edit,
    untrusted::JsonWriter,
};

/// The name and version of the format.
const SCHEMA: &str = "roadbed.what-if/1";

/// Writes scenarios beside the base.
pub fn json(what_if: &WhatIf<'_, '_>, out: &mut dyn Write) -> io::Result<()> {
    let (always_now, never_now) = what_if.always_and_never();
    let document = Document {
        schema: SCHEMA,
        base: FiguresJson::of(&Figures::of(&what_if.base)),
        scenarios: what_if.scenarios.iter().map(|one| scenario(what_if, one)).collect(),
        always_now,
        never_now,
    };
    serde_json::to_writer_pretty(JsonWriter(&mut *out), &document)?;
    out.write_all(b"\n")
}

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    base: FiguresJson,
    scenarios: Vec<ScenarioJson<'a>>,
    always_now: Vec<String>,
    never_now: Vec<String>,
}

#[derive(Serialize)]
struct ScenarioJson<'a> {
    name: &'a str,
    why: Option<&'a str>,
    changes: Vec<String>,
    comparable_score: Option<bool>,
    summary: Option<FiguresJson>,
    requests: Vec<RequestJson>,
    findings: Vec<FindingJson>,
}

#[derive(Serialize)]
struct FiguresJson {
    build: usize,
    now: usize,
    score_now: f64,
    weeks_now: f64,
    score: f64,
    effort: f64,
    cost: f64,
    late: usize,
    reliability_now_percent: i64,
    tech_debt_now_percent: i64,
    lowest_coverage_percent: Option<i64>,
    lowest_coverage_team: Option<String>,
}

impl FiguresJson {
    fn of(figures: &Figures) -> Self {
        let points = |points: Points| decimal(points.thousandths().into());
        let weeks = |weeks: Weeks| decimal(weeks.thousandths().into());
        let percent = |percent: i128| i64::try_from(percent).unwrap_or(i64::MAX);
        Self {
            build: figures.built,
            now: figures.now,
            score_now: points(figures.score_now),
            weeks_now: weeks(figures.weeks_now),
            score: points(figures.score_built),
            effort: weeks(figures.weeks_built),
            cost: decimal(figures.cost),
            late: figures.late,
            reliability_now_percent: percent(figures.reliability_now),
            tech_debt_now_percent: percent(figures.debt_now),
            lowest_coverage_percent: figures.lowest.as_ref().map(|(value, _)| percent(*value)),
            lowest_coverage_team: figures.lowest.as_ref().map(|(_, team)| team.clone()),
        }
    }
}

/// A request that stands elsewhere than in the base.
#[derive(Serialize)]
struct RequestJson {
    id: String,
    from: Option<StandingJson>,
    to: Option<StandingJson>,
    why: Option<String>,
}

#[derive(Serialize)]
struct StandingJson {
    verdict: &'static str,
    position: Option<u32>,
    horizon: Option<&'static str>,
}

impl From<Standing> for StandingJson {
    fn from(standing: Standing) -> Self {
        Self {
            verdict: standing.verdict.word(),
            position: standing.position,
            horizon: standing.horizon.map(crate::order::Horizon::word),
        }
    }
}

#[derive(Serialize)]
struct FindingJson {
    code: &'static str,
    severity: &'static str,
    message: String,
}

fn scenario<'a>(what_if: &WhatIf<'_, '_>, one: &'a Outcome<'_, '_>) -> ScenarioJson<'a> {
    let report = one.report.as_ref().ok();
    let findings = new_findings(what_if, one).into_iter().map(|finding| FindingJson {
        code: finding.code.name,
        severity: finding.severity.word(),
        message: finding.message.to_string(),
    });
    ScenarioJson {
        name: &one.scenario.name,
        why: one.scenario.why.as_deref(),
        changes: one.scenario.edits.iter().map(Edit::words).collect(),
        comparable_score: report.map(|report| comparable(what_if.base.policy, report.policy)),
        summary: report.map(|report| FiguresJson::of(&Figures::of(report))),
        requests: report.map_or_else(Vec::new, |report| moved(what_if, report)),
        findings: findings.collect(),
    }
}

/// The requests whose verdict, position or horizon is another one.
fn moved(what_if: &WhatIf<'_, '_>, report: &Report<'_, '_>) -> Vec<RequestJson> {
    let ids = what_if.ids().into_iter();
    ids.filter_map(|id| {
        let (from, to) = (standing(what_if.base.roadmap, &id), standing(report.roadmap, &id));
        (from.map(|(_, it)| it) != to.map(|(_, it)| it)).then(|| RequestJson {
            from: from.map(|(_, it)| it.into()),
            to: to.map(|(_, it)| it.into()),
            why: to.map(|(node, _)| Why::of(report.roadmap, node).to_string()),
            id,
        })
    })
    .collect()
}
