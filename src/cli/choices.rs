//! The words that options take.

use clap::ValueEnum;

use crate::explain::Audience;

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum GraphFormat {
    /// For Graphviz
    Dot,
    /// For wikis and code hosts
    Mermaid,
    /// A picture
    Svg,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Reader {
    /// A team of the company, which can do part of the work itself
    Team,
    /// Somebody who decides about money and people
    Executive,
    /// A developer outside, who hears no internal names
    Developer,
}

impl From<Reader> for Audience {
    fn from(reader: Reader) -> Self {
        match reader {
            Reader::Team => Self::Team,
            Reader::Executive => Self::Executive,
            Reader::Developer => Self::Developer,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ExplainFormat {
    /// Sentences, bars and trees
    Text,
    /// Markdown
    Markdown,
    /// The data, for other programs
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// A table with lines
    Table,
    /// The table without lines and colours
    Plain,
    /// Markdown
    Markdown,
    /// Every figure of every request as CSV
    Csv,
    /// Everything, for other programs
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum VoicesFormat {
    /// Sentences and tables
    Text,
    /// Markdown
    Markdown,
    /// Everything, for other programs
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum SimilarFormat {
    /// Sentences and tables
    Text,
    /// Markdown
    Markdown,
    /// One row per request, with the cell to fill in
    Csv,
    /// Everything, for other programs
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum CheckFormat {
    /// Sentences and pictures
    Text,
    /// The findings of the ranking's JSON
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Colour {
    /// Where the terminal shows them
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}
