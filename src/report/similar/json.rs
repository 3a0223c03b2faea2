//! JSON for other programs: `roadbed.similar/1`, described in `docs/similar.md`.
//!
//! These types are the format; the domain types are not serialised, so neither binds the other.

use std::io::{self, Write};

use serde::Serialize;

use super::{
    super::json::{FindingJson, decimal, findings_json},
    SimilarReport,
};
use crate::{
    similar::{Asking, Close, Group, Groups, Likeness},
    untrusted::JsonWriter,
};

/// The name and version of the format.
const SCHEMA: &str = "roadbed.similar/1";

/// Writes the groups as JSON. Where errors stopped the job, only the findings are filled in.
pub fn json(report: &SimilarReport<'_, '_>, out: &mut dyn Write) -> io::Result<()> {
    let document = Document {
        schema: SCHEMA,
        threshold: decimals(report.threshold),
        summary: report.found.map(summary),
        groups: groups(report),
        findings: findings_json(report.roadmap, report.sources),
    };
    serde_json::to_writer_pretty(JsonWriter(&mut *out), &document)?;
    out.write_all(b"\n")
}

#[derive(Serialize)]
struct Document<'r> {
    schema: &'static str,
    threshold: f64,
    summary: Option<SummaryJson>,
    groups: Vec<GroupJson<'r>>,
    findings: Vec<FindingJson<'r>>,
}

#[derive(Serialize)]
struct SummaryJson {
    compared: usize,
    groups: usize,
    repeats: usize,
    within_a_team: usize,
}

#[derive(Serialize)]
struct GroupJson<'r> {
    kept: AskingJson<'r>,
    repeats: Vec<RepeatJson<'r>>,
}

#[derive(Serialize)]
struct AskingJson<'r> {
    id: &'r str,
    title: &'r str,
    teams: Vec<String>,
    state: &'static str,
    file: Option<&'r str>,
    line: Option<u32>,
}

#[derive(Serialize)]
struct RepeatJson<'r> {
    #[serde(flatten)]
    asking: AskingJson<'r>,
    likeness: f64,
    shared: &'r [String],
    same_as: &'r str,
}

fn summary(found: &Groups) -> SummaryJson {
    SummaryJson {
        compared: found.compared,
        groups: found.groups.len(),
        repeats: found.groups.iter().map(|group| group.repeats.len()).sum(),
        within_a_team: found.within_a_team,
    }
}

fn groups<'r>(report: &SimilarReport<'r, '_>) -> Vec<GroupJson<'r>> {
    let group = |group: &'r Group| GroupJson {
        kept: asking(report, group.kept),
        repeats: group
            .repeats
            .iter()
            .map(|repeat: &'r Close| RepeatJson {
                asking: asking(report, repeat.asking),
                likeness: decimals(repeat.likeness),
                shared: &repeat.shared,
                same_as: group.kept.id(report.roadmap),
            })
            .collect(),
    };
    report.groups().iter().map(group).collect()
}

fn asking<'r>(report: &SimilarReport<'r, '_>, asking: Asking) -> AskingJson<'r> {
    let place = report.place(asking);
    AskingJson {
        id: asking.id(report.roadmap),
        title: asking.title(report.roadmap),
        teams: asking.teams(report.roadmap).iter().map(|team| team.as_ref().to_owned()).collect(),
        state: asking.state_word(report.roadmap),
        file: place.map(|(file, _)| file),
        line: place.map(|(_, line)| line),
    }
}

fn decimals(likeness: Likeness) -> f64 {
    decimal(i128::from(likeness.0))
}
