//! The executive review: what to decide, what it buys, what is refused, and how sure all of it is.
//!
//! One document in the order in which an executive reads, then the whole ranking and a section per
//! request. A file per group of sections; renderers turn the document into bytes.

mod buys;
mod decision;
mod doubts;
mod ranking;
mod refusals;

use std::io::{self, Write};

use super::{
    Line, Report,
    document::{self, Document, Section},
    rationale::{self, Explanation, Subject},
    voices::{VoicesReport, voices_document},
};
use crate::{explain::Explainer, graph::Node, order::Verdict, roadmap::Roadmap, voices::Voices};

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

impl<'a, 's> Review<'a, 's> {
    /// The review without the sections of single requests.
    pub fn document(&self) -> Document {
        let summary = self.report.summary();
        let mut sections = vec![
            decision::decision(self, &summary),
            buys::buys(self, &summary),
            decision::lines_that_matter(self),
        ];
        sections.extend(buys::stands_on(self));
        sections.extend(refusals::refusals(self));
        sections.push(refusals::breaks(self));
        sections.extend(refusals::overrides(self, &summary));
        sections.push(doubts::doubts(self, &summary));
        let voices = VoicesReport {
            voices: self.voices,
            roadmap: self.roadmap(),
            policy: self.report.policy,
            sources: self.report.sources,
            top: 5,
        };
        // Refusals have a section of their own, with what would change them.
        let refused = |section: &Section| section.heading == "Refused, by team";
        sections.extend(voices_document(&voices).sections.into_iter().filter(|it| !refused(it)));
        sections.push(ranking::ranking(self));
        sections.push(doubts::method(self));
        Document { heading: "Roadmap review".to_owned(), sections }
    }

    /// A document for each request, in the order of the roadmap.
    pub fn details(&self) -> impl Iterator<Item = Document> + '_ {
        self.order().map(|node| {
            let subjects = vec![Subject::Request(node)];
            let explanation = Explanation { explainer: self.explainer, subjects };
            rationale::outline(&explanation, Subject::Request(node))
        })
    }

    fn roadmap(&self) -> &'a Roadmap<'s> {
        self.report.roadmap
    }

    /// All requests: what is built in order, then the rest by verdict.
    fn order(&self) -> impl Iterator<Item = Node> + '_ {
        let ranking = &self.roadmap().ranking;
        let rest = Verdict::ALL[1..].iter().flat_map(move |&verdict| {
            let of = &ranking.verdicts.of;
            (0..).zip(of).filter(move |&(_, &it)| it == verdict).map(|(node, _)| node)
        });
        ranking.order.iter().copied().chain(rest)
    }

    fn line(&self, node: Node) -> Line<'a, 's> {
        Line::new(self.roadmap(), node)
    }

    /// Id and title.
    fn name(&self, node: Node) -> String {
        let request = &self.roadmap().backlog.requests[node as usize];
        format!("{} · {}", request.id, request.title)
    }
}

fn plural(count: usize) -> &'static str {
    if count == 1 { "" } else { "s" }
}

/// A part of a whole in per cent, halves away from zero; nothing of nothing is nothing.
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
