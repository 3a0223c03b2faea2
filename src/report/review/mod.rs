//! The executive review: what to decide, what it buys, what is refused, and how sure all of it is.
//!
//! One document in the order in which an executive reads, then the whole ranking and a section per
//! request. A file per group of sections; renderers turn the document into bytes.

mod buys;
mod doubts;
pub(super) mod first_page;
mod groups;
mod lines;
mod ranking;
mod refusals;

use std::io::{self, Write};

use super::{
    Line, Report,
    document::{self, Block, Document, Section},
    rationale::{self, Explanation, Subject},
    voices::{Topic, VoicesReport, topic},
};
use crate::{
    explain::Explainer,
    model::{Column, Node},
    order::Verdict,
    policy::Policy,
    roadmap::Roadmap,
    voices::Voices,
};

/// What it is called.
pub(super) fn heading(policy: &Policy) -> &str {
    policy.review.title.as_deref().unwrap_or("Roadmap review")
}

/// Everything that a review is made from.
#[derive(Debug)]
pub struct Review<'a, 's> {
    /// The roadmap with its policy and files.
    pub report: &'a Report<'a, 's>,
    /// Who asked, how loudly, and what became of it.
    pub voices: &'a Voices,
    /// What explains requests.
    pub explainer: &'a Explainer<'a, 's>,
}

/// What a review says, in the order in which it is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReviewPart {
    /// What is to be decided.
    Decision,
    /// What the capacity buys: by horizon, by metric, by kind.
    Buys,
    /// The lines that matter.
    Lines,
    /// Whose outcomes depend on which work.
    Foundations,
    /// What is refused, and what would change that.
    Refusals,
    /// What it breaks, and for whom.
    Breaks,
    /// Pressure beside score, and decisions against the order.
    Pressure,
    /// What each team gets.
    Teams,
    /// How sure all of it is.
    Doubts,
    /// Every request with its figures.
    Ranking,
    /// How it was computed.
    Method,
}

impl ReviewPart {
    /// All of them, in order.
    pub const ALL: [Self; 11] = [
        Self::Decision,
        Self::Buys,
        Self::Lines,
        Self::Foundations,
        Self::Refusals,
        Self::Breaks,
        Self::Pressure,
        Self::Teams,
        Self::Doubts,
        Self::Ranking,
        Self::Method,
    ];
}

impl<'a, 's> Review<'a, 's> {
    /// The review without the sections of single requests.
    pub fn document(&self) -> Document {
        let sections = ReviewPart::ALL.into_iter().flat_map(|part| self.part(part)).collect();
        Document { heading: heading(self.report.policy).to_owned(), sections }
    }

    /// The sections of a part; none where there is nothing to say.
    pub(super) fn part(&self, part: ReviewPart) -> Vec<Section> {
        if self.roadmap().backlog.requests.is_empty() {
            return match part {
                ReviewPart::Decision => vec![first_page::nothing()],
                ReviewPart::Method => vec![doubts::method(self)],
                _ => Vec::new(),
            };
        }
        let summary = || self.report.summary();
        match part {
            ReviewPart::Decision => {
                let summary = summary();
                let mut sections = vec![first_page::decision(self.report, &summary)];
                sections.extend(first_page::at_risk(self.report, &summary));
                sections.extend(first_page::noes(self));
                sections.extend(first_page::large(self.report, &summary));
                sections
            }
            ReviewPart::Buys => {
                let mut sections = vec![buys::buys(self, &summary())];
                sections.extend(self.topics(&[Topic::Portfolio]));
                sections
            }
            ReviewPart::Lines => lines::lines_that_matter(self).into_iter().collect(),
            ReviewPart::Foundations => buys::stands_on(self).into_iter().collect(),
            ReviewPart::Refusals => refusals::refusals(self).into_iter().collect(),
            ReviewPart::Breaks => vec![refusals::breaks(self)],
            ReviewPart::Pressure => {
                let mut sections = self.topics(&[Topic::Pressure, Topic::Inflation]);
                sections.extend(refusals::overrides(self, &summary()));
                sections
            }
            ReviewPart::Teams => self.topics(&[Topic::Teams, Topic::Fairness, Topic::Stakeholders]),
            ReviewPart::Doubts => vec![doubts::doubts(self, &summary())],
            ReviewPart::Ranking => vec![ranking::ranking(self)],
            ReviewPart::Method => vec![doubts::method(self)],
        }
    }

    fn topics(&self, topics: &[Topic]) -> Vec<Section> {
        let report = VoicesReport {
            voices: self.voices,
            roadmap: self.roadmap(),
            policy: self.report.policy,
            sources: self.report.sources,
            top: 5,
        };
        topics.iter().flat_map(|&one| topic(&report, one)).collect()
    }

    /// A document for each request, in the order of the roadmap.
    pub fn details(&self) -> impl Iterator<Item = Document> + '_ {
        self.order().map(|node| self.detail(node))
    }

    /// Everything about one request.
    pub(super) fn detail(&self, node: Node) -> Document {
        let subjects = vec![Subject::Request(node)];
        let explanation = Explanation { explainer: self.explainer, subjects };
        let mut detail = rationale::outline(&explanation, Subject::Request(node));
        let asked = asked(self.roadmap(), node);
        if !asked.is_empty() {
            detail.sections.insert(1.min(detail.sections.len()), Section::new("What is asked for", asked));
        }
        detail
    }

    pub(super) fn roadmap(&self) -> &'a Roadmap<'s> {
        self.report.roadmap
    }

    /// All requests: what is built in order, then the rest by verdict.
    pub(super) fn order(&self) -> impl Iterator<Item = Node> + '_ {
        let ranking = &self.roadmap().ranking;
        let rest = Verdict::ALL[1..].iter().flat_map(move |&verdict| {
            self.roadmap().nodes().filter(move |&node| ranking.verdicts.of[node] == verdict)
        });
        ranking.order.iter().copied().chain(rest)
    }

    pub(super) fn line(&self, node: Node) -> Line<'a, 's> {
        Line::new(self.roadmap(), node)
    }

    /// Id and title.
    pub(super) fn name(&self, node: Node) -> String {
        let request = &self.roadmap().backlog.requests[node];
        format!("{} · {}", request.id, request.title)
    }
}

/// The request in its own words: what it is, and what gets better.
fn asked(roadmap: &Roadmap<'_>, node: Node) -> Vec<Block> {
    let outcome = text(roadmap, node, Column::Outcome).map(|outcome| format!("What gets better: {outcome}"));
    text(roadmap, node, Column::Description).into_iter().chain(outcome).map(Block::Paragraph).collect()
}

/// What a cell of a request says, where it says anything.
fn text(roadmap: &Roadmap<'_>, node: Node, column: Column) -> Option<String> {
    let row = roadmap.backlog.requests[node].row_of(column);
    let (_, text) = roadmap.sheets.row(row)?.cell(column)?;
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}

fn plural(count: usize) -> &'static str {
    if count == 1 { "" } else { "s" }
}

/// A part of a whole in per cent, halves away from zero; 0 % where the whole is 0.
fn percent(part: i64, whole: i64) -> String {
    if whole == 0 {
        return "0 %".to_owned();
    }
    format!("{} %", crate::model::divide(i128::from(part) * 100, i128::from(whole)))
}

/// Writes a review as Markdown.
pub fn markdown(review: &Review<'_, '_>, out: &mut dyn Write) -> io::Result<()> {
    document::markdown(&review.document(), 1, out)?;
    for detail in review.details() {
        writeln!(out)?;
        document::markdown(&detail, 2, out)?;
    }
    Ok(())
}
