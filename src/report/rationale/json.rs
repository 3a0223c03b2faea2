//! Rationales for other programs: `roadbed.explanation/2`, described in `docs/json.md`.

use std::io::{self, Write};

use serde::Serialize;

use super::{Explanation, Subject};
use crate::{
    explain::{
        self, Contrast, Decided, Explainer, Hanging, Rationale, Tree,
        counterfactual::{Alternative, Change, Counterfactual, Edit, Goal, Way},
    },
    model::{Metric, Node},
    order::enabled_points,
    report::json::{OverrideJson, by_hand, decimal, points, weeks},
    roadmap::Roadmap,
    similar::Close,
    untrusted::JsonWriter,
};

/// The name and version of the format.
const SCHEMA: &str = "roadbed.explanation/2";

/// Writes explanations as JSON.
pub fn json(explanation: &Explanation<'_, '_, '_>, out: &mut dyn Write) -> io::Result<()> {
    let explainer = explanation.explainer;
    let roadmap = explainer.roadmap();
    let mut document = Document { schema: SCHEMA, requests: vec![], versus: vec![], not_ranked: vec![] };
    for &subject in &explanation.subjects {
        match subject {
            Subject::Request(node) => document.requests.push(request(explainer, &explainer.explain(node))),
            Subject::Versus(one, other) => {
                let mut versus = contrast(roadmap, &Contrast::new(roadmap, one, other));
                versus.change = explainer.above(one, other).map(|it| change(roadmap, one, &it));
                document.versus.push(versus);
            }
            Subject::Settled(settled) => document.not_ranked.push(NotRankedJson {
                id: &settled.id,
                reason: settled.reason.word(),
                why: settled.reason.sentence(),
            }),
        }
    }
    serde_json::to_writer_pretty(JsonWriter(&mut *out), &document)?;
    out.write_all(b"\n")
}

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    requests: Vec<RequestJson<'a>>,
    versus: Vec<ContrastJson<'a>>,
    not_ranked: Vec<NotRankedJson<'a>>,
}

#[derive(Serialize)]
struct NotRankedJson<'a> {
    id: &'a str,
    reason: &'static str,
    why: String,
}

#[derive(Serialize)]
struct RequestJson<'a> {
    id: &'a str,
    title: &'a str,
    teams: Vec<&'a str>,
    stakeholder: &'static str,
    kind: &'static str,
    metric: Option<&'static str>,
    verdict: &'static str,
    position: Option<u32>,
    horizon: Option<&'static str>,
    straddles: Option<bool>,
    begins: Option<f64>,
    ends: Option<f64>,
    finish: Option<String>,
    late_weeks: Option<f64>,
    score: Option<f64>,
    effort: f64,
    #[serde(rename = "score_per_week")]
    per_week: Option<f64>,
    why: String,
    contributions: Vec<ContributionJson>,
    missing: Vec<&'a str>,
    rules: Vec<RuleJson>,
    #[serde(rename = "override")]
    by_hand: Option<OverrideJson<'a>>,
    bundle: Option<BundleJson<'a>>,
    before: Option<ContrastJson<'a>>,
    after: Option<ContrastJson<'a>>,
    enabled_value: Option<EnabledJson<'a>>,
    change: Option<ChangeJson>,
    alternatives: Vec<AlternativeJson>,
    evidence: Vec<AlternativeJson>,
    waits_for: TreeJson<'a>,
    unlocks: TreeJson<'a>,
    repeats: Vec<&'a str>,
    close: Vec<CloseJson<'a>>,
    answer: String,
}

/// A request that asks for something close.
#[derive(Serialize)]
struct CloseJson<'a> {
    id: &'a str,
    teams: Vec<String>,
    state: &'static str,
    likeness: f64,
    shared: Vec<String>,
}

#[derive(Serialize)]
struct ContributionJson {
    source: String,
    points: f64,
    words: String,
    evidence: Vec<CellJson>,
}

#[derive(Serialize)]
struct CellJson {
    file: String,
    line: u32,
    column: String,
    value: String,
}

#[derive(Serialize)]
struct RuleJson {
    rule: &'static str,
    acts: String,
}

#[derive(Serialize)]
struct BundleJson<'a> {
    number: u32,
    score: f64,
    effort: f64,
    members: Vec<&'a str>,
    pulled_forward_by: Vec<&'a str>,
}

#[derive(Serialize)]
struct EnabledJson<'a> {
    total: f64,
    own: f64,
    of: Vec<ShareJson<'a>>,
}

#[derive(Serialize)]
struct ShareJson<'a> {
    id: &'a str,
    points: f64,
}

/// What would change the answer.
#[derive(Serialize)]
struct ChangeJson {
    goal: &'static str,
    horizon: Option<&'static str>,
    above: Option<String>,
    way: &'static str,
    changes: Vec<EditJson>,
    sentence: String,
}

/// A single change that does as much, and the horizon it leads to.
#[derive(Serialize)]
struct AlternativeJson {
    horizon: Option<&'static str>,
    #[serde(flatten)]
    edit: EditJson,
}

/// A cell to write anew, or an area's error budget that has to recover.
#[derive(Serialize)]
struct EditJson {
    steps: u32,
    id: Option<String>,
    column: Option<String>,
    from: Option<String>,
    to: Option<String>,
    error_budget: Option<String>,
}

fn change(roadmap: &Roadmap<'_>, node: Node, change: &Counterfactual) -> ChangeJson {
    let (goal, horizon, above) = match change.goal {
        Goal::Build => ("build", None, None),
        Goal::Horizon { horizon, .. } => ("horizon", Some(horizon.word()), None),
        Goal::Above(rival) => ("above", None, Some(roadmap.id(rival).to_owned())),
    };
    let (way, changes) = match &change.way {
        Way::Single(one) => ("single", std::slice::from_ref(one)),
        Way::Pair(two) => ("pair", &two[..]),
        Way::NothingShortOf(all) => ("nothing-short-of", &all[..]),
        Way::None => ("none", &[][..]),
    };
    ChangeJson {
        goal,
        horizon,
        above,
        way,
        changes: changes.iter().map(edit).collect(),
        sentence: explain::full_sentence(&change.sentence(roadmap, node)),
    }
}

fn alternative(alternative: &Alternative) -> AlternativeJson {
    let horizon = match alternative.goal {
        Goal::Horizon { horizon, .. } => Some(horizon.word()),
        Goal::Build | Goal::Above(_) => None,
    };
    AlternativeJson { horizon, edit: edit(&alternative.change) }
}

fn edit(change: &Change) -> EditJson {
    let mut json =
        EditJson { steps: change.steps, id: None, column: None, from: None, to: None, error_budget: None };
    match &change.edit {
        Edit::Cell(cell) => {
            json.id = Some(cell.id.clone());
            json.column = Some(cell.column.clone());
            json.from = Some(cell.from.clone());
            json.to = Some(cell.to.clone());
        }
        Edit::ErrorBudget { area } => json.error_budget = Some(area.clone()),
    }
    json
}

#[derive(Serialize)]
struct TreeJson<'a> {
    entries: Vec<EntryJson<'a>>,
    more: usize,
}

#[derive(Serialize)]
struct EntryJson<'a> {
    depth: u32,
    id: &'a str,
    state: &'static str,
    repeated: bool,
}

#[derive(Serialize)]
struct ContrastJson<'a> {
    id: &'a str,
    other: &'a str,
    first: Option<&'a str>,
    decided_by: &'static str,
    sentence: String,
    points: Vec<SideJson>,
    change: Option<ChangeJson>,
}

#[derive(Serialize)]
struct SideJson {
    source: String,
    one: Option<f64>,
    other: Option<f64>,
    difference: f64,
}

fn request<'a>(explainer: &Explainer<'a, '_>, rationale: &Rationale<'a>) -> RequestJson<'a> {
    let (roadmap, request) = (explainer.roadmap(), rationale.request);
    let returned = rationale.score.map(|score| request.score_per_week(score));
    RequestJson {
        id: &request.id,
        title: &request.title,
        teams: request.teams.iter().map(|&team| roadmap.backlog.team(team)).collect(),
        stakeholder: request.stakeholder.word(),
        kind: request.kind.word(),
        metric: request.metric.map(Metric::word),
        verdict: rationale.verdict.word(),
        position: rationale.position,
        horizon: rationale.horizon.map(|(horizon, _)| horizon.word()),
        straddles: rationale.horizon.map(|(_, straddles)| straddles),
        begins: rationale.times.map(|(begins, _)| weeks(begins)),
        ends: rationale.times.map(|(_, ends)| weeks(ends)),
        finish: roadmap.finish(rationale.node).map(|day| day.to_string()),
        late_weeks: roadmap.late_weeks(rationale.node).map(weeks),
        score: rationale.score.map(points),
        effort: weeks(request.effort),
        per_week: returned.map(|thousandths| decimal(thousandths.into())),
        why: rationale.why.to_string(),
        contributions: rationale.contributions.iter().map(|part| contribution(roadmap, part)).collect(),
        missing: rationale.missing.iter().map(|&it| &*roadmap.policy.criterion(it).name).collect(),
        rules: rationale.rules.iter().map(|(rule, acts)| RuleJson { rule, acts: acts.clone() }).collect(),
        by_hand: rationale.decision.map(|(decision, overridden)| by_hand((overridden, decision))),
        bundle: rationale.bundle.as_ref().map(|bundle| BundleJson {
            number: bundle.number,
            score: points(bundle.total.score),
            effort: weeks(bundle.total.effort),
            members: ids(roadmap, &bundle.members),
            pulled_forward_by: ids(roadmap, &bundle.pulled_by),
        }),
        before: rationale.before.as_ref().map(|it| contrast(roadmap, it)),
        after: rationale.after.as_ref().map(|it| contrast(roadmap, it)),
        enabled_value: rationale.enabled.as_ref().map(|enabled| EnabledJson {
            total: billionths(enabled.total),
            own: billionths(enabled.own),
            of: enabled
                .of
                .iter()
                .map(|&(node, share)| ShareJson { id: id(roadmap, node), points: billionths(share) })
                .collect(),
        }),
        change: rationale.change.as_ref().map(|it| change(roadmap, rationale.node, it)),
        alternatives: rationale.alternatives.iter().map(alternative).collect(),
        evidence: rationale.evidence.iter().map(alternative).collect(),
        waits_for: tree(roadmap, &rationale.needs),
        unlocks: tree(roadmap, &rationale.serves),
        repeats: request.repeats.iter().map(|repeat| &*repeat.id).collect(),
        close: rationale.close.iter().map(|it| close(roadmap, it)).collect(),
        answer: explain::reply(explainer, rationale.node, rationale.change.as_ref(), None),
    }
}

fn close<'a>(roadmap: &'a Roadmap<'_>, close: &Close) -> CloseJson<'a> {
    CloseJson {
        id: close.asking.id(roadmap),
        teams: close.asking.teams(roadmap).iter().map(|team| team.as_ref().to_owned()).collect(),
        state: close.asking.state(roadmap),
        likeness: decimal(i128::from(close.likeness.0)),
        shared: close.shared.clone(),
    }
}

fn contribution(roadmap: &Roadmap<'_>, part: &explain::Contributed<'_>) -> ContributionJson {
    let cell = |cell: &explain::Cell| CellJson {
        file: cell.file.clone(),
        line: cell.line,
        column: cell.column.clone(),
        value: cell.value.clone(),
    };
    ContributionJson {
        source: part.source.name(&roadmap.policy).to_owned(),
        points: points(part.points),
        words: part.phrase.to_string(),
        evidence: part.evidence.iter().map(cell).collect(),
    }
}

fn tree<'a>(roadmap: &'a Roadmap<'_>, tree: &Tree) -> TreeJson<'a> {
    let entry = |entry: &explain::Entry| {
        let (id, state) = match entry.hangs {
            Hanging::Request(node) => (id(roadmap, node), roadmap.ranking.verdicts.of[node].word()),
            Hanging::Settled(settled) => {
                let settled = &roadmap.backlog.settled[settled];
                (&*settled.id, settled.reason.word())
            }
        };
        EntryJson { depth: entry.depth, id, state, repeated: entry.repeated }
    };
    TreeJson { entries: tree.entries.iter().map(entry).collect(), more: tree.more }
}

fn contrast<'a>(roadmap: &'a Roadmap<'_>, contrast: &Contrast) -> ContrastJson<'a> {
    let side = |side: &explain::Side| SideJson {
        source: side.source.name(&roadmap.policy).to_owned(),
        one: side.one.map(points),
        other: side.other.map(points),
        difference: points(side.difference()),
    };
    ContrastJson {
        id: id(roadmap, contrast.one),
        other: id(roadmap, contrast.other),
        first: contrast.first.map(|first| id(roadmap, first)),
        decided_by: match contrast.decided {
            Decided::Verdicts(..) => "verdict",
            Decided::Override(_) | Decided::Moved => "override",
            Decided::Mandate(_) => "mandate",
            Decided::Waits(_) => "dependency",
            Decided::ScorePerWeek(..) => "score_per_week",
            Decided::Date(..) => "needed_by",
            Decided::Effort(..) => "effort",
            Decided::Inside(_) => "bundle",
            Decided::Id => "id",
        },
        sentence: contrast.sentence(roadmap),
        points: contrast.points.iter().map(side).collect(),
        change: None,
    }
}

fn id<'a>(roadmap: &'a Roadmap<'_>, node: Node) -> &'a str {
    &roadmap.backlog.requests[node].id
}

fn ids<'a>(roadmap: &'a Roadmap<'_>, nodes: &[Node]) -> Vec<&'a str> {
    nodes.iter().map(|&node| id(roadmap, node)).collect()
}

/// Billionths of a point with three decimals, halves to even, as everywhere enabled value is shown.
fn billionths(billionths: i128) -> f64 {
    points(enabled_points(billionths))
}
