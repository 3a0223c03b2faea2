//! Scenarios side by side: one model, and a file per rendering.

mod json;
mod words;

pub use json::json as what_if_json;

use std::io::{self, Write};

use super::{
    Report, Summary,
    document::{self, Page},
};
use crate::{
    diagnostic::Finding,
    model::{Kind, Node, Number, Points, Weeks, divide, natural},
    order::{Horizon, Verdict},
    policy::Policy,
    roadmap::Roadmap,
    scenarios::Scenario,
    voices::Voices,
};

/// The base and what becomes of it in each scenario.
#[derive(Debug)]
pub struct WhatIf<'a, 's> {
    /// What was read.
    pub base: Report<'a, 's>,
    /// The scenarios, in the order in which they were named.
    pub scenarios: Vec<Outcome<'a, 's>>,
}

/// What becomes of a scenario.
#[derive(Debug)]
pub struct Outcome<'a, 's> {
    /// The scenario.
    pub scenario: &'a Scenario,
    /// Its roadmap, or what is wrong with it.
    pub report: Result<Report<'a, 's>, Vec<Finding>>,
}

/// Figures about a roadmap that scenarios are compared by.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Figures {
    pub(super) built: usize,
    pub(super) now: usize,
    pub(super) score_now: Points,
    pub(super) weeks_now: Weeks,
    pub(super) score_built: Points,
    pub(super) weeks_built: Weeks,
    /// Σ score × completion time, in thousandths.
    pub(super) cost: i128,
    pub(super) late: usize,
    /// Of what starts now, how many per cent of the weeks are reliability and tech debt.
    pub(super) reliability_now: i128,
    pub(super) debt_now: i128,
    /// The lowest coverage of a team in per cent, and whose it is.
    pub(super) lowest: Option<(i128, String)>,
}

impl Figures {
    fn of(report: &Report<'_, '_>) -> Self {
        let (roadmap, summary): (_, Summary) = (report.roadmap, report.summary());
        let request = |node: Node| &roadmap.backlog.requests[node];
        let in_now = |&node: &Node| matches!(roadmap.horizon(node), Some((Horizon::Now, _)));
        let now: Vec<Node> = roadmap.ranking.order.iter().copied().filter(in_now).collect();
        let weeks = |nodes: &[Node]| nodes.iter().map(|&node| request(node).effort).sum::<Weeks>();
        let share = |kind: Kind| {
            let its: Vec<Node> = now.iter().copied().filter(|&node| request(node).kind == kind).collect();
            let all = i128::from(weeks(&now).thousandths());
            if all == 0 { 0 } else { divide(i128::from(weeks(&its).thousandths()) * 100, all) }
        };
        let voices = Voices::of(roadmap, report.policy);
        let lowest = voices.fairness.minimum.as_ref().and_then(|(coverage, teams)| {
            Some((percent(coverage.to_f64()), roadmap.backlog.team(*teams.first()?).to_owned()))
        });
        Self {
            built: summary.count(Verdict::Build),
            now: now.len(),
            score_now: now.iter().map(|&node| roadmap.contributions[node].score).sum(),
            weeks_now: weeks(&now),
            score_built: summary.score,
            weeks_built: summary.effort,
            cost: summary.cost.thousandths(),
            late: summary.attention.late.len(),
            reliability_now: share(Kind::Reliability),
            debt_now: share(Kind::TechDebt),
            lowest,
        }
    }
}

/// A share in whole per cent.
#[expect(clippy::cast_possible_truncation, reason = "a share is from 0 to 1")]
fn percent(share: f64) -> i128 {
    (share * 100.0).round() as i128
}

/// What becomes of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Standing {
    pub(super) verdict: Verdict,
    pub(super) horizon: Option<Horizon>,
    pub(super) position: Option<u32>,
}

impl Standing {
    fn of(roadmap: &Roadmap<'_>, node: Node) -> Self {
        Self {
            verdict: roadmap.ranking.verdicts.of[node],
            horizon: roadmap.horizon(node).map(|(horizon, _)| horizon),
            position: roadmap.ranking.position[node].map(|place| place + 1),
        }
    }

    /// In a word: the horizon of what is built, else the verdict.
    pub(super) fn word(self) -> &'static str {
        match (self.verdict, self.horizon) {
            (Verdict::Build, Some(horizon)) => horizon.word(),
            (verdict, _) => verdict.shown(),
        }
    }

    fn is_now(self) -> bool {
        self.horizon == Some(Horizon::Now)
    }
}

/// The standing of a request by its id; nothing where it is not ranked.
pub(super) fn standing(roadmap: &Roadmap<'_>, id: &str) -> Option<(Node, Standing)> {
    // Requests are numbered in the natural order of their ids.
    let at = roadmap.backlog.requests.binary_search_by(|request| natural(&request.id, id)).ok()?;
    let node = Node::at(at);
    Some((node, Standing::of(roadmap, node)))
}

/// Whether scores mean the same under both policies: the scales are the same, and what is at stake on each.
pub(super) fn comparable(one: &Policy, other: &Policy) -> bool {
    one.criteria == other.criteria
        && one.assumed_consumers == other.assumed_consumers
        && one.value_per_effort == other.value_per_effort
        && one.rules.special_treatment == other.rules.special_treatment
}

impl<'a, 's> WhatIf<'a, 's> {
    /// The scenarios that could be ranked.
    pub(super) fn ranked(&self) -> impl Iterator<Item = (&'a Scenario, &Report<'a, 's>)> {
        self.scenarios.iter().filter_map(|one| Some((one.scenario, one.report.as_ref().ok()?)))
    }

    /// Every id that is ranked anywhere, those of the base by score first.
    pub(super) fn ids(&self) -> Vec<String> {
        let base = self.base.roadmap;
        let mut nodes: Vec<Node> = base.nodes().collect();
        nodes.sort_by_key(|&node| (std::cmp::Reverse(base.contributions[node].score), node));
        let mut ids: Vec<String> = nodes.iter().map(|&node| base.id(node).to_owned()).collect();
        for (_, report) in self.ranked() {
            let new = report.roadmap.nodes().map(|node| report.roadmap.id(node));
            let new: Vec<String> =
                new.filter(|&id| standing(base, id).is_none()).map(str::to_owned).collect();
            ids.extend(new.into_iter().filter(|id| !ids.contains(id)).collect::<Vec<_>>());
        }
        ids
    }

    /// The requests that start now whatever happens, and those that never do although they are built somewhere, by
    /// the order of the base.
    pub(super) fn always_and_never(&self) -> (Vec<String>, Vec<String>) {
        let roadmaps: Vec<&Roadmap<'_>> =
            [self.base.roadmap].into_iter().chain(self.ranked().map(|(_, report)| report.roadmap)).collect();
        let now = |id: &str| {
            roadmaps.iter().filter(|one| standing(one, id).is_some_and(|(_, it)| it.is_now())).count()
        };
        let base = self.base.roadmap;
        let order = base.ranking.order.iter().map(|&node| base.id(node).to_owned());
        let (mut always, mut never) = (Vec::new(), Vec::new());
        for id in order {
            match now(&id) {
                0 => never.push(id),
                all if all == roadmaps.len() => always.push(id),
                _ => {}
            }
        }
        (always, never)
    }
}

/// Writes scenarios side by side for a terminal.
pub fn what_if_text(what_if: &WhatIf<'_, '_>, page: Page, out: &mut dyn Write) -> io::Result<()> {
    document::text(&words::document(what_if), page, out)
}

/// Writes scenarios side by side as Markdown.
pub fn what_if_markdown(what_if: &WhatIf<'_, '_>, out: &mut dyn Write) -> io::Result<()> {
    document::markdown(&words::document(what_if), 1, out)
}

/// The errors and warnings of a scenario that the base has not.
pub(super) fn new_findings<'o>(what_if: &WhatIf<'_, '_>, one: &'o Outcome<'_, '_>) -> Vec<&'o Finding> {
    let findings: &'o [Finding] = match &one.report {
        Ok(report) => &report.roadmap.findings,
        Err(findings) => findings,
    };
    let known = |finding: &Finding| {
        // The same finding may say other figures there, such as by how much something is late.
        let same = |other: &Finding| {
            let same_words = finding.id.is_some() || other.message == finding.message;
            other.code == finding.code && other.id == finding.id && same_words
        };
        what_if.base.roadmap.findings.iter().any(same)
    };
    let severe = |finding: &Finding| finding.severity.word() != "note";
    findings.iter().filter(|finding| severe(finding) && !known(finding)).collect()
}
