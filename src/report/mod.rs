//! One report model, and a file per way of showing it.
//!
//! [`Report`] knows everything a renderer needs; renderers turn it into bytes and decide nothing.

mod attention;
mod claim;
mod columns;
mod csv;
pub mod document;
pub mod graph;
mod html;
mod json;
mod line;
mod markdown;
pub mod rationale;
mod replies;
pub mod review;
mod scoring;
mod sentences;
mod similar;
mod summary;
mod table;
mod trim;
mod voices;
mod what_if;
mod workbook;
mod wrap;

pub use attention::Attention;
pub use csv::{TextCells, csv};
pub use html::html;
pub use json::json;
pub use line::Line;
pub use markdown::markdown;
pub use replies::{Replies, replies_by_team, replies_markdown, replies_text};
pub use scoring::scoring_csv;
pub use similar::{
    SimilarReport, similar_csv, similar_document, similar_json, similar_markdown, similar_text,
};
pub use summary::{Bound, KindShare, Slice, Summary};
pub use table::{Drawing, table};
pub use voices::{VoicesReport, voices_document, voices_json, voices_markdown, voices_text};
pub use what_if::{Outcome as ScenarioOutcome, WhatIf, what_if_json, what_if_markdown, what_if_text};
pub use workbook::{scoring_workbook, workbook};

use crate::{
    diagnostic::Source,
    model::{Node, Reason, Settled, Team},
    order::Verdict,
    policy::Policy,
    roadmap::Roadmap,
};

/// A roadmap as it is shown.
#[derive(Debug)]
pub struct Report<'a, 's> {
    /// What is shown.
    pub roadmap: &'a Roadmap<'s>,
    /// What it was computed by.
    pub policy: &'a Policy,
    /// The files it came from.
    pub sources: &'a [Source],
    /// Which part of it is shown.
    pub view: View,
}

/// Which part of a roadmap is shown. The summary is always about all of it.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// At most so many requests.
    pub top: Option<usize>,
    /// Only requests that this team asks for.
    pub team: Option<Team>,
    /// Only requests with one of these verdicts, where there are any.
    pub verdicts: Vec<Verdict>,
}

impl View {
    /// Whether everything is shown.
    pub fn is_whole(&self) -> bool {
        self.top.is_none() && self.team.is_none() && self.verdicts.is_empty()
    }
}

impl<'a, 's> Report<'a, 's> {
    /// The requests in order: what is built by place, then the rest by id.
    pub fn lines(&self) -> impl Iterator<Item = Line<'a, 's>> {
        self.nodes().map(|node| self.line(node))
    }

    /// One of the requests.
    fn line(&self, node: Node) -> Line<'a, 's> {
        Line::new(self.roadmap, node)
    }

    /// The numbers of the requests, in the same order.
    fn nodes(&self) -> impl Iterator<Item = Node> + use<'a, 's> {
        let roadmap = self.roadmap;
        let verdicts = &roadmap.ranking.verdicts.of;
        let rest = roadmap.nodes().filter(|&node| verdicts[node] != Verdict::Build);
        let view = self.view.clone();
        let shown = move |&node: &Node| {
            let request = &roadmap.backlog.requests[node];
            view.team.is_none_or(|team| request.teams.contains(&team))
                && (view.verdicts.is_empty() || view.verdicts.contains(&verdicts[node]))
        };
        let order = roadmap.ranking.order.iter().copied();
        order.chain(rest).filter(shown).take(self.view.top.unwrap_or(usize::MAX))
    }

    /// What is not ranked; where only a part is shown, what was set aside all the same, because
    /// that must not get lost.
    pub fn not_ranked(&self) -> impl Iterator<Item = &'a Settled<'s>> + use<'a, 's> {
        let whole = self.view.is_whole();
        let settled = self.roadmap.backlog.settled.iter();
        settled.filter(move |settled| whole || settled.reason == Reason::SetAside)
    }

    /// The figures about all of it.
    pub fn summary(&self) -> Summary {
        Summary::new(self.roadmap, self.policy)
    }
}
