//! JSON for other programs: `roadbed.voices/2`, described in `docs/json.md`.
//!
//! These types are the format; the domain types are not serialised, so neither binds the other.

use std::io::{self, Write};

use serde::Serialize;

use super::{
    super::json::{FindingJson, decimal, findings_json, points, weeks},
    VoicesReport,
};
use crate::{
    model::{Node, Team},
    untrusted::JsonWriter,
    voices::{
        Compared, Comparison, EffortByBreadth, Fairness, Figures, Inflation, Places, Portfolio, Ratio, Reach,
        Tally,
    },
};

/// The name and version of the format.
const SCHEMA: &str = "roadbed.voices/2";

/// Writes the figures as JSON. Where errors stopped the job, only the findings are filled in.
pub fn json(report: &VoicesReport<'_, '_>, out: &mut dyn Write) -> io::Result<()> {
    let document = Document {
        schema: SCHEMA,
        voices: (!report.roadmap.stopped).then(|| VoicesJson::new(report)),
        findings: findings_json(report.roadmap, report.sources),
    };
    serde_json::to_writer_pretty(JsonWriter(&mut *out), &document)?;
    out.write_all(b"\n")
}

#[derive(Serialize)]
struct Document<'r> {
    schema: &'static str,
    voices: Option<VoicesJson<'r>>,
    findings: Vec<FindingJson<'r>>,
}

#[derive(Serialize)]
struct VoicesJson<'r> {
    capacity: Option<f64>,
    granted_effort: f64,
    pressure: Option<PressureJson<'r>>,
    teams: Vec<FiguresJson<'r>>,
    without_team: FiguresJson<'r>,
    fairness: FairnessJson<'r>,
    inflation: Option<InflationJson<'r>>,
    stakeholders: Vec<FiguresJson<'r>>,
    single_team: SingleTeamJson,
    portfolio: PortfolioJson,
}

impl<'r> VoicesJson<'r> {
    fn new(report: &VoicesReport<'r, '_>) -> Self {
        let voices = report.voices;
        let figures = |name, of| figures(report, name, of);
        let teams =
            voices.teams.iter().map(|(team, of)| figures(Some(report.roadmap.backlog.team(*team)), of));
        Self {
            capacity: report.policy.capacity.map(|capacity| weeks(capacity.now + capacity.next)),
            granted_effort: weeks(voices.granted),
            pressure: voices.comparison.as_ref().map(|comparison| pressure(report, comparison)),
            teams: teams.collect(),
            without_team: figures(None, &voices.without_team),
            fairness: fairness(report, &voices.fairness),
            inflation: voices.inflation.as_ref().map(|found| inflation(report, found)),
            stakeholders: voices
                .stakeholders
                .iter()
                .map(|(stakeholder, of)| figures(Some(stakeholder.word()), of))
                .collect(),
            single_team: SingleTeamJson {
                to_build: breadth(&voices.single_team.to_build),
                granted: breadth(&voices.single_team.granted),
            },
            portfolio: portfolio(&voices.portfolio),
        }
    }
}

#[derive(Serialize)]
struct PressureJson<'r> {
    compared: usize,
    without_pressure: usize,
    without_score: usize,
    tau_b: Option<f64>,
    pairs: PairsJson,
    requests: Vec<ComparedJson<'r>>,
    fell: Vec<&'r str>,
    rose: Vec<&'r str>,
}

#[derive(Serialize)]
struct PairsJson {
    all: u64,
    agree: u64,
    disagree: u64,
    tied_pressure: u64,
    tied_score: u64,
}

#[derive(Serialize)]
struct ComparedJson<'r> {
    id: &'r str,
    title: &'r str,
    pressure: f64,
    score: f64,
    pressure_places: [usize; 2],
    score_places: [usize; 2],
    fall: f64,
    verdict: &'static str,
    reach: &'static str,
    decisive: Option<DecisiveJson<'r>>,
    why: String,
}

#[derive(Serialize)]
struct DecisiveJson<'a> {
    source: &'a str,
    points: f64,
}

fn pressure<'r>(report: &VoicesReport<'r, '_>, comparison: &'r Comparison) -> PressureJson<'r> {
    let pairs = &comparison.pairs;
    let ids = |moved: Vec<&Compared>| {
        moved.into_iter().take(report.top).map(|it| report.roadmap.id(it.node)).collect()
    };
    PressureJson {
        compared: comparison.requests.len(),
        without_pressure: comparison.without_pressure,
        without_score: comparison.without_score,
        tau_b: pairs.tau_b().map(rounded),
        pairs: PairsJson {
            all: pairs.all,
            agree: pairs.agree,
            disagree: pairs.disagree,
            tied_pressure: pairs.tied_left,
            tied_score: pairs.tied_right,
        },
        requests: comparison.requests.iter().map(|it| compared(report, it)).collect(),
        fell: ids(comparison.fallen()),
        rose: ids(comparison.risen()),
    }
}

fn compared<'r>(report: &VoicesReport<'r, '_>, it: &Compared) -> ComparedJson<'r> {
    let places = |Places { first, last }: Places| [first, last];
    ComparedJson {
        id: report.roadmap.id(it.node),
        title: &report.roadmap.backlog.requests[it.node].title,
        pressure: decimal(it.pressure.thousandths().into()),
        score: points(it.score),
        pressure_places: places(it.by_pressure),
        score_places: places(it.by_score),
        fall: decimal(it.fall_doubled() * 500),
        verdict: report.verdict(it.node).word(),
        reach: reach(report, it.node),
        decisive: it.decisive.map(|part| DecisiveJson {
            source: part.source.name(report.policy),
            points: points(part.points),
        }),
        why: report.why(it.node),
    }
}

fn reach(report: &VoicesReport<'_, '_>, node: Node) -> &'static str {
    match report.voices.reach[node] {
        Reach::Granted => "granted",
        Reach::Later => "later",
        Reach::Refused => "refused",
    }
}

#[derive(Serialize)]
struct FiguresJson<'r> {
    name: Option<&'r str>,
    asked: TallyJson,
    granted: TallyJson,
    later: TallyJson,
    refused: Vec<RefusedJson<'r>>,
    coverage: Option<f64>,
    part: f64,
    share: Option<f64>,
}

#[derive(Serialize)]
struct TallyJson {
    requests: usize,
    effort: f64,
    score: f64,
}

#[derive(Serialize)]
struct RefusedJson<'r> {
    id: &'r str,
    title: &'r str,
    verdict: &'static str,
    why: String,
}

fn figures<'r>(report: &VoicesReport<'r, '_>, name: Option<&'r str>, figures: &Figures) -> FiguresJson<'r> {
    let tally = |tally: &Tally| TallyJson {
        requests: tally.requests,
        effort: weeks(tally.effort),
        score: points(tally.score),
    };
    let refused = |&node: &Node| RefusedJson {
        id: report.roadmap.id(node),
        title: &report.roadmap.backlog.requests[node].title,
        verdict: report.verdict(node).word(),
        why: report.why(node),
    };
    FiguresJson {
        name,
        asked: tally(&figures.asked),
        granted: tally(&figures.granted),
        later: tally(&figures.later),
        refused: figures.refused.iter().map(refused).collect(),
        coverage: share(figures.coverage()),
        part: weeks(figures.part),
        share: share(figures.share(report.voices.granted)),
    }
}

#[derive(Serialize)]
struct FairnessJson<'r> {
    teams: usize,
    jain: Option<f64>,
    minimum: Option<f64>,
    lowest: Vec<&'r str>,
    left_out: Vec<&'r str>,
    with_nothing: Vec<&'r str>,
}

fn fairness<'r>(report: &VoicesReport<'r, '_>, fairness: &Fairness) -> FairnessJson<'r> {
    let names = |teams: &[Team]| teams.iter().map(|&team| report.roadmap.backlog.team(team)).collect();
    FairnessJson {
        teams: fairness.coverages.len(),
        jain: fairness.jain.map(rounded),
        minimum: share(fairness.minimum.as_ref().map(|&(least, _)| least)),
        lowest: fairness.minimum.as_ref().map_or_else(Vec::new, |(_, teams)| names(teams)),
        left_out: names(&fairness.left_out),
        with_nothing: names(&fairness.with_nothing),
    }
}

#[derive(Serialize)]
struct InflationJson<'r> {
    threshold: f64,
    minimum: usize,
    counts_escalations: bool,
    teams: Vec<MarksJson<'r>>,
}

#[derive(Serialize)]
struct MarksJson<'r> {
    name: &'r str,
    requests: usize,
    marked: usize,
    inflates: bool,
}

fn inflation<'r>(report: &VoicesReport<'r, '_>, inflation: &Inflation) -> InflationJson<'r> {
    let rule = &report.policy.rules.inflation;
    let marks = inflation.marks.iter().map(|marks| MarksJson {
        name: report.roadmap.backlog.team(marks.team),
        requests: marks.requests,
        marked: marks.marked,
        inflates: marks.inflates(),
    });
    InflationJson {
        threshold: decimal(rule.threshold.thousandths().into()),
        minimum: rule.minimum,
        counts_escalations: inflation.counts_escalations,
        teams: marks.collect(),
    }
}

#[derive(Serialize)]
struct SingleTeamJson {
    to_build: BreadthJson,
    granted: BreadthJson,
}

#[derive(Serialize)]
struct BreadthJson {
    requests: usize,
    one: f64,
    several: f64,
    unknown: f64,
    share: Option<f64>,
}

fn breadth(sums: &EffortByBreadth) -> BreadthJson {
    BreadthJson {
        requests: sums.requests,
        one: weeks(sums.one),
        several: weeks(sums.several),
        unknown: weeks(sums.unknown),
        share: share(sums.share()),
    }
}

#[derive(Serialize)]
struct PortfolioJson {
    slices: Vec<SliceJson>,
}

#[derive(Serialize)]
struct SliceJson {
    horizon: Option<&'static str>,
    effort: f64,
    kinds: Vec<KindJson>,
}

#[derive(Serialize)]
struct KindJson {
    kind: &'static str,
    effort: f64,
    share: Option<f64>,
    target: Option<f64>,
    drift: Option<f64>,
}

fn portfolio(portfolio: &Portfolio) -> PortfolioJson {
    let slices = portfolio.slices.iter().map(|slice| {
        let kinds = portfolio.kinds.iter().zip(&slice.kinds).enumerate();
        let kinds = kinds.map(|(place, (&(kind, target), &effort))| KindJson {
            kind: kind.word(),
            effort: weeks(effort),
            share: share(slice.share(place)),
            target: target.map(|target| decimal(i128::from(target.millionths()) / 1000)),
            drift: slice
                .share(place)
                .zip(target)
                .map(|(share, target)| decimal(share.tenths_above(target.millionths()) * 100)),
        });
        SliceJson {
            horizon: slice.horizon.map(crate::order::Horizon::word),
            effort: weeks(slice.effort),
            kinds: kinds.collect(),
        }
    });
    PortfolioJson { slices: slices.collect() }
}

/// A share as a number from 0 to 1.
fn share(ratio: Option<Ratio>) -> Option<f64> {
    ratio.map(|ratio| decimal(ratio.thousandths()))
}

/// A statistic with three decimals.
fn rounded(number: f64) -> f64 {
    // Nothing has no sign.
    (number * 1000.0).round() / 1000.0 + 0.0
}
