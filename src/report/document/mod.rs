//! Words in order, without a form: what a renderer for people needs, whatever it renders.
//!
//! Texts hold what people wrote as they wrote it. A renderer makes all of it safe for where it goes,
//! so that no part can be forgotten.

mod grid;
mod markdown;
mod text;

pub use grid::{Grid, Head, Holds};
pub use markdown::markdown;
pub use text::{Page, text};

use crate::model::Points;

/// A heading with what stands below it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// What it is about.
    pub heading: String,
    /// What it says, in order.
    pub sections: Vec<Section>,
}

/// A part of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// What it is about; nothing for what comes right below the document's heading.
    pub heading: String,
    /// What it says, in order.
    pub blocks: Vec<Block>,
}

impl Section {
    /// A section with its heading.
    pub fn new(heading: impl Into<String>, blocks: Vec<Block>) -> Self {
        Self { heading: heading.into(), blocks }
    }
}

/// A piece of a section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A sentence or several.
    Paragraph(String),
    /// Lines of equal standing.
    List(Vec<String>),
    /// Lines of equal standing, each with what it is about.
    Labelled(Vec<(String, String)>),
    /// Lines, each with how deep it stands.
    Tree(Vec<(u32, String)>),
    /// Points by source, with words and cells.
    Bars(Vec<Bar>),
    /// Rows below headings.
    Table(Grid),
}

impl Block {
    /// Its sentences, one per line; none of a table.
    pub fn lines(&self) -> Vec<String> {
        match self {
            Self::Paragraph(words) => vec![words.clone()],
            Self::List(lines) => lines.clone(),
            Self::Labelled(lines) => lines.iter().map(|(label, line)| format!("{label}: {line}")).collect(),
            Self::Tree(lines) => lines.iter().map(|(_, line)| line.clone()).collect(),
            Self::Bars(_) | Self::Table(_) => Vec::new(),
        }
    }
}

/// A contribution as it is drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bar {
    /// The criterion or rule.
    pub source: String,
    /// Its points.
    pub points: Points,
    /// What they are for.
    pub words: String,
    /// The cells they come from.
    pub cells: Vec<String>,
}
