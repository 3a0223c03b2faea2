//! JSON for other programs: `roadbed.ranking/2`, described in `docs/json.md`.
//!
//! These types are the format; the domain types are not serialised, so neither binds the other.

mod findings;
mod policy;

use std::io::{self, Write};

use serde::{Serialize, Serializer};

pub(super) use self::findings::{FindingJson, findings_json};
use self::policy::{PolicyJson, RuleSettings};
use super::{Bound, Line, Report, Summary};
use crate::{
    ingest::RowCells,
    model::{Column, Field, Metric, Number, Points, Row, Scope, Settled, Weeks},
    order::{Obedience, Overridden, Verdict},
    roadmap::Roadmap,
    rules::{Hold, Override},
    score::{self, Contribution},
    untrusted::JsonWriter,
};

/// The name and version of the format.
const SCHEMA: &str = "roadbed.ranking/2";

/// Writes the report as JSON, request by request: nothing but the current one is in memory.
pub fn json(report: &Report<'_, '_>, out: &mut dyn Write) -> io::Result<()> {
    let settings = RuleSettings::of(report.policy);
    let start = report.roadmap.timetable.map(|timetable| timetable.start());
    let document = Document {
        schema: SCHEMA,
        tool: Tool { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") },
        policy: PolicyJson::new(report.policy, &settings, start),
        inputs: inputs(report),
        summary: (!report.roadmap.stopped).then(|| summary(&report.summary())),
        requests: Requests(report),
        not_ranked: report.not_ranked().map(not_ranked).collect(),
        without_overrides: without_overrides(report.roadmap),
        findings: findings_json(report.roadmap, report.sources),
    };
    serde_json::to_writer_pretty(JsonWriter(&mut *out), &document)?;
    out.write_all(b"\n")
}

#[derive(Serialize)]
struct Document<'r, 'a, 's> {
    schema: &'static str,
    tool: Tool,
    policy: PolicyJson<'r>,
    inputs: Vec<InputJson<'r>>,
    summary: Option<SummaryJson>,
    requests: Requests<'r, 'a, 's>,
    not_ranked: Vec<NotRankedJson<'r>>,
    without_overrides: Option<WithoutOverridesJson<'r>>,
    findings: Vec<FindingJson<'r>>,
}

/// The program that computed it.
#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

/// A file that it was computed from.
#[derive(Serialize)]
struct InputJson<'a> {
    file: &'a str,
    sha256: Option<&'a str>,
    rows: usize,
}

fn inputs<'r>(report: &Report<'r, '_>) -> Vec<InputJson<'r>> {
    let rows = report.roadmap.sheets.filled_rows();
    let input = |(file, rows): (u32, usize)| {
        let source = report.sources.get(file as usize)?;
        Some(InputJson { file: &source.name, sha256: source.sha256(), rows })
    };
    rows.filter_map(input).collect()
}

/// The order that the lower bound is about, where overrides changed it.
#[derive(Serialize)]
struct WithoutOverridesJson<'a> {
    order: Vec<&'a str>,
    /// For each request of the order the number of its bundle.
    bundles: Vec<u32>,
    cost: f64,
}

fn without_overrides<'r>(roadmap: &'r Roadmap<'_>) -> Option<WithoutOverridesJson<'r>> {
    let plain = roadmap.ranking.without_overrides.as_ref()?;
    Some(WithoutOverridesJson {
        order: plain.order.iter().map(|&node| roadmap.id(node)).collect(),
        bundles: plain.bundle.iter().map(|number| number.ordinal()).collect(),
        cost: decimal(plain.cost.thousandths()),
    })
}

struct Requests<'r, 'a, 's>(&'r Report<'a, 's>);

impl Serialize for Requests<'_, '_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(report) = self;
        let carried = report.roadmap.sheets.carried_columns();
        serializer.collect_seq(report.lines().map(|line| RequestJson::new(&line, report, &carried)))
    }
}

#[derive(Serialize)]
struct SummaryJson {
    requests: usize,
    build: usize,
    hold: usize,
    blocked: usize,
    decline: usize,
    unscored: usize,
    done: usize,
    declined_earlier: usize,
    repeats: usize,
    set_aside: usize,
    effort: f64,
    score: f64,
    cost: f64,
    lower_bound: f64,
    override_cost: f64,
    optimal: bool,
}

fn summary(summary: &Summary) -> SummaryJson {
    SummaryJson {
        requests: summary.requests(),
        build: summary.count(Verdict::Build),
        hold: summary.count(Verdict::Hold),
        blocked: summary.count(Verdict::Blocked),
        decline: summary.count(Verdict::Decline),
        unscored: summary.count(Verdict::Unscored),
        done: summary.done,
        declined_earlier: summary.declined_earlier,
        repeats: summary.repeats,
        set_aside: summary.set_aside,
        effort: weeks(summary.effort),
        score: points(summary.score),
        cost: decimal(summary.cost.thousandths()),
        lower_bound: decimal(summary.lower_bound.thousandths()),
        override_cost: decimal(summary.override_cost.thousandths()),
        optimal: summary.bound == Bound::Optimal,
    }
}

#[derive(Serialize)]
struct RequestJson<'a> {
    position: Option<u32>,
    id: &'a str,
    title: &'a str,
    description: Option<String>,
    teams: Vec<&'a str>,
    stakeholder: &'static str,
    kind: &'static str,
    areas: Vec<&'a str>,
    verdict: &'static str,
    horizon: Option<&'static str>,
    straddles: Option<bool>,
    score: Option<f64>,
    effort: f64,
    #[serde(rename = "score_per_week")]
    per_week: Option<f64>,
    bundle: Option<u32>,
    enabled_value: Option<f64>,
    confidence: Option<f64>,
    mandated: bool,
    mandate: Option<&'a str>,
    needed_by: Option<String>,
    finish: Option<String>,
    late_weeks: Option<f64>,
    metric: Option<&'static str>,
    outcome: Option<String>,
    squad: Option<String>,
    scope: Option<&'static str>,
    pressure: Option<f64>,
    hold: Option<HoldJson<'a>>,
    #[serde(rename = "override")]
    by_hand: Option<OverrideJson<'a>>,
    contributions: Vec<ContributionJson<'a>>,
    missing: Vec<&'a str>,
    waits_for: Vec<&'a str>,
    unlocks: Vec<&'a str>,
    pulled_forward_by: Vec<&'a str>,
    repeats: Vec<&'a str>,
    why: String,
    carried: std::collections::BTreeMap<&'a str, String>,
}

#[derive(Serialize)]
struct HoldJson<'a> {
    rule: &'static str,
    because: &'a str,
    until: &'a str,
    evidence: Vec<EvidenceJson<'a>>,
}

#[derive(Serialize)]
pub(super) struct OverrideJson<'a> {
    place: String,
    by: &'a str,
    reason: &'a str,
    until: Option<String>,
    obeyed: bool,
    cost: f64,
    score: f64,
    delays: usize,
}

pub(super) fn by_hand<'a>((overridden, decision): (&'a Overridden, &'a Override)) -> OverrideJson<'a> {
    OverrideJson {
        place: decision.place.to_string(),
        by: &decision.by,
        reason: &decision.reason,
        until: decision.until.map(|until| until.to_string()),
        obeyed: overridden.obedience == Obedience::Full,
        cost: decimal(overridden.cost.thousandths()),
        score: points(overridden.score),
        delays: overridden.delayed.len(),
    }
}

#[derive(Serialize)]
struct ContributionJson<'a> {
    source: &'a str,
    points: f64,
    evidence: Vec<EvidenceJson<'a>>,
}

#[derive(Serialize)]
struct EvidenceJson<'a> {
    file: &'a str,
    line: u32,
    column: &'a str,
    value: String,
}

impl<'a> RequestJson<'a> {
    fn new(line: &Line<'a, '_>, report: &Report<'a, '_>, carried: &[&'a str]) -> Self {
        let request = line.request;
        let looked_up =
            EvidenceCells { report, at: request.row, own_row: report.roadmap.sheets.row(request.row) };
        let cells = looked_up.own_row.as_ref().map_or_else(Vec::new, |cells| cells.carried(carried));
        let text = |column| Some(looked_up.own_row.as_ref()?.cell(column)?.1.into_owned());
        Self {
            position: line.position,
            id: &request.id,
            title: &request.title,
            description: text(Column::Description),
            teams: line.teams(),
            stakeholder: request.stakeholder.word(),
            kind: request.kind.word(),
            areas: line.areas(),
            verdict: line.verdict.word(),
            horizon: line.horizon.map(|(horizon, _)| horizon.word()),
            straddles: line.horizon.map(|(_, straddles)| straddles),
            score: line.score().map(points),
            effort: weeks(request.effort),
            per_week: line.score_per_week_thousandths().map(|thousandths| decimal(thousandths.into())),
            bundle: line.bundle,
            enabled_value: line.enabled_thousandths().map(|thousandths| decimal(thousandths.into())),
            confidence: request.confidence.map(|it| decimal(i128::from(it.millionths()) / 1000)),
            mandated: line.is_mandated(),
            mandate: request.mandate.as_deref(),
            needed_by: request.needed_by.map(|date| date.to_string()),
            finish: line.finish().map(|date| date.to_string()),
            late_weeks: line.late_weeks().map(weeks),
            metric: request.metric.map(Metric::word),
            outcome: text(Column::Outcome),
            squad: text(Column::Squad),
            scope: request.scope.map(Scope::word),
            pressure: request.pressure.map(|pressure| decimal(pressure.thousandths().into())),
            hold: line.gate().map(|gate| hold(gate, line, &looked_up)),
            by_hand: line.overridden().map(by_hand),
            contributions: line
                .contributions
                .iter()
                .map(|part| contribution(&part, line, &looked_up))
                .collect(),
            missing: if request.value.is_some() {
                Vec::new()
            } else {
                let policy = report.policy;
                policy
                    .criteria()
                    .filter(|&criterion| line.points(criterion).is_none())
                    .map(|criterion| &*policy.criterion(criterion).name)
                    .collect()
            },
            waits_for: line.waits_for(),
            unlocks: line.unlocks(),
            pulled_forward_by: line.pulled_forward_by(),
            repeats: request.repeats.iter().map(|repeat| &*repeat.id).collect(),
            why: line.why().to_string(),
            carried: carried.iter().zip(cells).map(|(&name, cell)| (name, cell.into_owned())).collect(),
        }
    }
}

/// The cells of a request's own row, which most evidence comes from, and the way to the others.
struct EvidenceCells<'c, 'a, 's> {
    report: &'c Report<'a, 's>,
    at: Row,
    own_row: Option<RowCells<'a, 's>>,
}

impl<'a> EvidenceCells<'_, 'a, '_> {
    /// The cells that are filled, as they were written.
    fn evidence<F: Into<Field>>(&self, cells: impl IntoIterator<Item = (Row, F)>) -> Vec<EvidenceJson<'a>> {
        let sheets = &self.report.roadmap.sheets;
        let filled = cells.into_iter().filter_map(|(row, field)| {
            let field = field.into();
            let cell =
                |cells: &RowCells<'_, '_>| cells.cell(field).map(|(line, text)| (line, text.into_owned()));
            let (line, value) = match &self.own_row {
                Some(own) if row == self.at => cell(own)?,
                _ => cell(&sheets.row(row)?)?,
            };
            let column = self.report.policy.column_name(field);
            Some(EvidenceJson { file: sheets.file(row), line, column, value })
        });
        filled.collect()
    }
}

fn contribution<'a>(
    part: &Contribution,
    line: &Line<'a, '_>,
    cells: &EvidenceCells<'_, 'a, '_>,
) -> ContributionJson<'a> {
    let evidence = cells.evidence(score::evidence(line.request, part.source, cells.report.policy));
    ContributionJson { source: part.source.name(cells.report.policy), points: points(part.points), evidence }
}

fn hold<'a>(gate: &'a Hold, line: &Line<'a, '_>, cells: &EvidenceCells<'_, 'a, '_>) -> HoldJson<'a> {
    let evidence = gate.evidence.iter().map(|&column| (line.request.row_of(column), column));
    HoldJson {
        rule: gate.rule,
        because: &gate.because,
        until: &gate.until,
        evidence: cells.evidence(evidence),
    }
}

#[derive(Serialize)]
struct NotRankedJson<'a> {
    id: &'a str,
    title: &'a str,
    reason: &'static str,
    same_as: Option<&'a str>,
}

fn not_ranked<'a>(settled: &'a Settled<'_>) -> NotRankedJson<'a> {
    let same_as = match &settled.reason {
        crate::model::Reason::Repeat(kept) => Some(kept.as_str()),
        _ => None,
    };
    NotRankedJson { id: &settled.id, title: &settled.title, reason: settled.reason.word(), same_as }
}

pub(super) fn points(points: Points) -> f64 {
    decimal(points.thousandths().into())
}

pub(super) fn weeks(weeks: Weeks) -> f64 {
    decimal(weeks.thousandths().into())
}

/// Thousandths as a JSON number: the shortest decimal, which has at most three places.
#[expect(
    clippy::cast_precision_loss,
    reason = "what a double cannot hold is beyond 9 · 10¹² points or weeks"
)]
pub(super) fn decimal(thousandths: i128) -> f64 {
    thousandths as f64 / 1000.0
}
