//! Rationales: why each request stands where it stands, for people and for programs.
//!
//! `outline` makes words from a [`Rationale`](crate::explain::Rationale); `text` and `markdown` show them, `json` shows the
//! data itself.

mod json;
mod markdown;
mod outline;
mod text;

pub use json::json;
pub use markdown::markdown;
pub use text::{Page, text};

use crate::{
    explain::Explainer,
    graph::Node,
    model::{Points, Settled},
};

/// What is to be explained.
#[derive(Debug)]
pub struct Explanation<'e, 'a, 's> {
    /// What explains.
    pub explainer: &'e Explainer<'a, 's>,
    /// What is explained, in this order.
    pub subjects: Vec<Subject<'a, 's>>,
}

/// One thing to explain.
#[derive(Clone, Copy, Debug)]
pub enum Subject<'a, 's> {
    /// A request with a verdict.
    Request(Node),
    /// A request beside a rival.
    Versus(Node, Node),
    /// A request that is not ranked.
    Settled(&'a Settled<'s>),
}

/// Words in order, without a form.
#[derive(Clone, Debug, Default)]
struct Outline {
    heading: String,
    sections: Vec<Section>,
}

#[derive(Clone, Debug)]
struct Section {
    heading: &'static str,
    blocks: Vec<Block>,
}

#[derive(Clone, Debug)]
enum Block {
    /// A sentence or several.
    Paragraph(String),
    /// Points by source, with words and cells.
    Bars(Vec<Bar>),
    /// Lines of equal standing.
    List(Vec<String>),
    /// Lines, each with how deep it stands.
    Tree(Vec<(u32, String)>),
    /// A head and rows.
    Table(Vec<Vec<String>>),
}

/// A contribution as it is drawn.
#[derive(Clone, Debug)]
struct Bar {
    source: &'static str,
    points: Points,
    words: String,
    cells: Vec<String>,
}
