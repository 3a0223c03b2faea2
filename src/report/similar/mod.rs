//! Requests that ask for close to the same: one model, and a file per rendering.

mod csv;
mod json;
mod words;

pub use csv::csv as similar_csv;
pub use json::json as similar_json;

use std::io::{self, Write};

use super::document::{self, Document, Page};
use crate::{
    diagnostic::Source,
    model::Column,
    roadmap::Roadmap,
    similar::{Asking, Group, Groups, Likeness},
};

/// Groups of requests as they are shown.
pub struct SimilarReport<'a, 's> {
    /// What was computed.
    pub roadmap: &'a Roadmap<'s>,
    /// What was compared; nothing where errors stopped the job.
    pub found: Option<&'a Groups>,
    /// From which likeness on requests were grouped.
    pub threshold: Likeness,
    /// The files they came from.
    pub sources: &'a [Source],
    /// At most so many groups are shown.
    pub top: Option<usize>,
}

/// The groups in words.
pub fn similar_document(report: &SimilarReport<'_, '_>) -> Document {
    Document { heading: "Similar requests".to_owned(), sections: words::sections(report) }
}

/// Writes the groups for a terminal.
pub fn similar_text(report: &SimilarReport<'_, '_>, page: Page, out: &mut dyn Write) -> io::Result<()> {
    document::text(&similar_document(report), page, out)
}

/// Writes the groups as Markdown.
pub fn similar_markdown(report: &SimilarReport<'_, '_>, out: &mut dyn Write) -> io::Result<()> {
    document::markdown(&similar_document(report), 1, out)
}

impl<'a> SimilarReport<'a, '_> {
    /// The groups that are shown.
    fn groups(&self) -> &'a [Group] {
        let all: &'a [Group] = self.found.map_or(&[], |found| &found.groups);
        &all[..self.top.unwrap_or(all.len()).min(all.len())]
    }

    /// The file and the line in which a request's cell `same_as` is written.
    fn place(&self, asking: Asking) -> Option<(&'a str, u32)> {
        let place = self.roadmap.sheets.place(asking.row(self.roadmap), Column::SameAs)?;
        Some((&self.sources.get(place.file as usize)?.name, place.line))
    }
}
