//! What the script of the page works with: rows of the ranking, and what is said of each request.
//!
//! Ids, titles and teams are as they were written; the script puts them into the page as text, isolated
//! from what stands around them. Sentences have written out what acts instead of appearing.

use std::{
    borrow::Cow,
    io::{self, Write},
};

use serde::{Serialize, Serializer};

use super::{row::RankedRow, standing::Standing};
use crate::{
    model::{Kind, Word},
    report::document::{Bar, Block, Document, Grid, Holds, Section},
    untrusted::{ScriptWriter, shown},
};

/// How many requests' details stand in one element: the script reads one of them when a request in it
/// is opened.
pub(super) const AT_A_TIME: usize = 50;

/// The ranking for the script.
#[derive(Serialize)]
pub(super) struct Ranking<'a> {
    /// Names of teams, by number.
    pub(super) teams: &'a [String],
    /// Names of the columns of what a score is made of.
    parts: Vec<String>,
    /// Words for kinds.
    kinds: Vec<&'static str>,
    /// Words for standings, each with its class and what stands above its rows.
    standings: Vec<(&'static str, &'static str, &'a str)>,
    /// Whether it is known when work is finished.
    dated: bool,
    /// How many rows are shown at a time.
    shown: usize,
    /// How many requests' details stand in one element.
    chunk: usize,
    rows: &'a [RankedRow<'a>],
}

impl<'a> Ranking<'a> {
    pub(super) fn new(
        teams: &'a [String],
        (parts, dated): (Vec<String>, bool),
        labels: &'a [String],
        rows: &'a [RankedRow<'a>],
        shown: usize,
    ) -> Self {
        let standing =
            |(standing, label): (&Standing, &'a String)| (standing.word(), standing.class(), label.as_str());
        Self {
            teams,
            parts,
            kinds: Kind::WORDS.iter().map(|&(word, _)| word).collect(),
            standings: Standing::ALL.iter().zip(labels).map(standing).collect(),
            dated,
            shown,
            chunk: AT_A_TIME,
            rows,
        }
    }
}

/// Writes data as an element that a script can read.
pub(super) fn element(name: &str, data: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    write!(out, r#"<script type="application/json" id="{name}">"#)?;
    serde_json::to_writer(ScriptWriter(out), data)?;
    writeln!(out, "</script>")
}

/// What is said of a request.
pub(super) struct Detail(pub(super) Document);

impl Serialize for Detail {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.sections.iter().map(Sections))
    }
}

struct Sections<'a>(&'a Section);

impl Serialize for Sections<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let blocks: Vec<Piece<'_>> = self.0.blocks.iter().map(Piece).collect();
        (shown(&self.0.heading), blocks).serialize(serializer)
    }
}

struct Piece<'a>(&'a Block);

impl Serialize for Piece<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Block::Paragraph(words) => ("p", shown(words)).serialize(serializer),
            Block::List(lines) => ("l", texts(lines)).serialize(serializer),
            Block::Labelled(lines) => {
                let lines: Vec<String> =
                    lines.iter().map(|(label, line)| format!("{label}: {line}")).collect();
                ("l", texts(&lines)).serialize(serializer)
            }
            Block::Tree(lines) => {
                let lines: Vec<(u32, Cow<'_, str>)> =
                    lines.iter().map(|(depth, line)| (*depth, shown(line))).collect();
                ("t", lines).serialize(serializer)
            }
            Block::Bars(bars) => {
                let bar = |bar: &'_ Bar| {
                    let cells: Vec<String> = bar.cells.iter().map(|cell| shown(cell).into_owned()).collect();
                    (bar.source.clone(), bar.points.thousandths(), shown(&bar.words).into_owned(), cells)
                };
                ("b", bars.iter().map(bar).collect::<Vec<_>>()).serialize(serializer)
            }
            Block::Table(Grid { columns, rows }) => {
                let heads: Vec<(Cow<'_, str>, bool)> =
                    columns.iter().map(|head| (shown(&head.heading), head.cells != Holds::Text)).collect();
                let rows: Vec<_> = rows.iter().map(|row| texts(row)).collect();
                ("g", heads, rows).serialize(serializer)
            }
        }
    }
}

fn texts(lines: &[String]) -> Vec<Cow<'_, str>> {
    lines.iter().map(|line| shown(line)).collect()
}
