//! Stakeholders and what became of what they asked for: one model, and a file per rendering.

mod json;
mod pressure;
mod words;

pub use json::json as voices_json;
pub(super) use pressure::louder;
pub(super) use words::{Topic, topic};

use std::io::{self, Write};

use super::document::{self, Document, Page};
use crate::{
    diagnostic::Source,
    explain::Why,
    model::Node,
    order::Verdict,
    policy::Policy,
    roadmap::Roadmap,
    voices::{Reach, Voices},
};

/// The figures about stakeholders as they are shown.
#[derive(Clone, Copy, Debug)]
pub struct VoicesReport<'a, 's> {
    /// The figures.
    pub voices: &'a Voices,
    /// What they were read off.
    pub roadmap: &'a Roadmap<'s>,
    /// What it was computed by.
    pub policy: &'a Policy,
    /// The files it came from.
    pub sources: &'a [Source],
    /// How many of the loudest that fell and of the quietest that rose are shown.
    pub top: usize,
}

/// The figures in words.
pub fn voices_document(report: &VoicesReport<'_, '_>) -> Document {
    Document { heading: "Voices".to_owned(), sections: words::sections(report) }
}

/// Writes the figures for a terminal.
pub fn voices_text(report: &VoicesReport<'_, '_>, page: Page, out: &mut dyn Write) -> io::Result<()> {
    document::text(&voices_document(report), page, out)
}

/// Writes the figures as Markdown.
pub fn voices_markdown(report: &VoicesReport<'_, '_>, out: &mut dyn Write) -> io::Result<()> {
    document::markdown(&voices_document(report), 1, out)
}

impl VoicesReport<'_, '_> {
    fn verdict(&self, node: Node) -> Verdict {
        self.roadmap.ranking.verdicts.of[node]
    }

    /// What becomes of a request: its verdict, and its place where it has one.
    fn fate(&self, node: Node) -> String {
        let verdict = self.verdict(node);
        match self.roadmap.ranking.position[node] {
            None => verdict.shown().to_owned(),
            Some(place) => {
                let later = if self.voices.reach[node] == Reach::Later { ", later" } else { "" };
                format!("{}, position {}{later}", verdict.shown(), place + 1)
            }
        }
    }

    /// The short reason that stands beside it in the roadmap.
    fn why(&self, node: Node) -> String {
        Why::of(self.roadmap, node).to_string()
    }

    /// What becomes of a request, and why.
    fn reason(&self, node: Node) -> String {
        format!("{}: {}", self.fate(node), self.why(node))
    }
}
