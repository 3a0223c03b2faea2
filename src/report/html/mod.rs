//! The review as a page: one file that needs nothing else, for people who open, sort, filter and print.
//!
//! Words are those of the review document, as in every other format. Templates, looks and script are
//! files of their own: `page.html` and what it includes, `page.css`, `page.js`, and
//! a template per chart in `charts/`. Not here: deciding anything, or saying what the review does not.
//!
//! Whatever people wrote goes into the page through [`Escaping`], which askama applies by itself, or as
//! data for the script, which puts it into the page as text. Names of elements are made from numbers.

mod charts;
mod content_policy;
mod data;
mod escape;
mod row;
mod standing;

use std::{
    fmt::Write as _,
    io::{self, Write},
};

use askama::Template;
use charts::Figure;
use data::{AT_A_TIME, Detail, Ranking, element};
pub(crate) use escape::Escaping;
use row::RankedRow;
use standing::Standing;

use super::{
    Line, Summary,
    claim::Claim,
    columns::{Content, RankingColumn, figures},
    document::{Block, Holds, Section},
    review::{Review, ReviewPart, heading},
};
use crate::{
    model::{Node, Points},
    order::{Horizon, Verdict},
    policy::Policy,
};

/// How the page looks.
const STYLE: &str = include_str!("page.css");

/// What makes the page sort, filter and open requests.
const SCRIPT: &str = include_str!("page.js");

/// Up to how many requests each has a row in the ranking from the start.
const ROWS: usize = 300;

/// The longest heading of a column of points, in letters.
const HEADING_LETTERS: usize = 12;

/// How many rows a longer ranking shows at a time: so many that sorting takes no time one would notice.
const AT_FIRST: usize = 150;

/// How many rows any other table has at most.
const TABLE_ROWS: usize = 100;

/// A table of more rows is folded until somebody opens it.
const OPEN_ROWS: usize = 3;

/// The page as far as the data.
#[derive(Template)]
#[template(path = "page.html")]
struct Page<'a> {
    heading: &'a str,
    content_policy: String,
    style: &'a str,
    facts: String,
    files: String,
    /// What comes before the ranking, and what behind.
    before: Vec<Chapter>,
    after: Vec<Chapter>,
    groups: Vec<Group<'a>>,
    /// How many requests there are, and how many of them have a row from the start.
    total: usize,
    shown: usize,
    cut: Option<Figure>,
    /// What the score is made of: for each column its name and heading.
    parts: Vec<(String, String)>,
    /// How many columns the ranking has.
    columns: usize,
    /// Whether it is known when work is finished.
    dated: bool,
    version: &'static str,
}

/// The columns of the ranking beside the parts of a score and the finish.
const COLUMNS: usize = 8;

/// What works with the data.
#[derive(Template)]
#[template(path = "script.html")]
struct Script<'a> {
    script: &'a str,
}

/// A part of the review with what is drawn for it.
struct Chapter {
    name: &'static str,
    short: &'static str,
    sections: Vec<Section>,
    figure: Option<Figure>,
}

/// Rows below a line across the ranking.
struct Group<'a> {
    label: &'a str,
    class: &'static str,
    rows: &'a [RankedRow<'a>],
}

/// The columns of what a score is made of, each with its name and heading.
fn parts(policy: &Policy) -> Vec<(String, String)> {
    let part =
        |column: &RankingColumn<'_>| matches!(column.content, Content::Criterion(_) | Content::OtherPoints);
    let columns = figures(policy).into_iter().filter(part);
    columns.map(|column| (column.name.to_string(), column.heading_within(HEADING_LETTERS))).collect()
}

/// Writes a review as a page.
pub fn html(review: &Review<'_, '_>, out: &mut dyn Write) -> io::Result<()> {
    let roadmap = review.roadmap();
    let summary = review.report.summary();
    let lines: Vec<Line<'_, '_>> = review.order().map(|node| review.line(node)).collect();
    let rows: Vec<RankedRow<'_>> = lines.iter().map(|line| RankedRow::new(line, &roadmap.policy)).collect();
    let labels = labels(&rows, &summary);
    let shown = if rows.len() <= ROWS { rows.len() } else { AT_FIRST };
    let (before, method): (Vec<ReviewPart>, Vec<ReviewPart>) = ReviewPart::ALL
        .into_iter()
        .filter(|&part| part != ReviewPart::Ranking)
        .partition(|&part| part != ReviewPart::Method);
    let dated = roadmap.timetable.is_some();
    let parts = parts(&roadmap.policy);
    let page = Page {
        heading: heading(&roadmap.policy),
        content_policy: content_policy::content_policy(),
        style: STYLE,
        facts: facts(review, &summary),
        files: files(review),
        before: before.into_iter().filter_map(|part| Chapter::new(review, part)).collect(),
        groups: groups(&rows[..shown], &labels),
        total: rows.len(),
        shown,
        cut: charts::score_against_effort(review),
        columns: COLUMNS + parts.len() + usize::from(dated),
        dated,
        parts: parts.clone(),
        after: method.into_iter().filter_map(|part| Chapter::new(review, part)).collect(),
        version: env!("CARGO_PKG_VERSION"),
    };
    page.write_into(out)?;
    let names = parts.into_iter().map(|(name, _)| name).collect();
    let data = Ranking::new(&roadmap.backlog.teams, (names, dated), &labels, &rows, shown.max(1));
    element("ranking-data", &data, out)?;
    // Before the details, which are long: the table works while they are still read.
    Script { script: SCRIPT }.write_into(out)?;
    writeln!(out)?;
    let nodes: Vec<Node> = review.order().collect();
    for (number, nodes) in nodes.chunks(AT_A_TIME).enumerate() {
        let details: Vec<Detail> = nodes.iter().map(|&node| Detail(review.detail(node))).collect();
        element(&format!("details-{number}"), &details, out)?;
    }
    writeln!(out, "</body>\n</html>")
}

impl Chapter {
    /// A part of the review; `None` where there is nothing to say.
    fn new(review: &Review<'_, '_>, part: ReviewPart) -> Option<Self> {
        let sections = review.part(part);
        if sections.is_empty() {
            return None;
        }
        let figure = match part {
            ReviewPart::Buys => charts::roadmap_by_kind(review),
            ReviewPart::Foundations => charts::bundles(review),
            ReviewPart::Teams => charts::coverage(review),
            _ => None,
        };
        let (name, short) = names(part);
        Some(Self { name, short, sections, figure })
    }
}

/// The name of a part's element, and what the list of contents calls it.
const fn names(part: ReviewPart) -> (&'static str, &'static str) {
    match part {
        ReviewPart::Decision => ("decision", "Decision"),
        ReviewPart::Buys => ("buys", "What it buys"),
        ReviewPart::Lines => ("lines", "Lines that matter"),
        ReviewPart::Foundations => ("foundations", "Whose outcomes"),
        ReviewPart::Refusals => ("refusals", "What we say no to"),
        ReviewPart::Breaks => ("breaks", "What it breaks"),
        ReviewPart::Pressure => ("pressure", "Pressure"),
        ReviewPart::Teams => ("teams", "Teams"),
        ReviewPart::Doubts => ("doubts", "How sure"),
        ReviewPart::Ranking => ("ranking", "Ranking"),
        ReviewPart::Method => ("method", "Method"),
    }
}

/// What is worth building, and how good the order is proven to be, in one line.
fn facts(review: &Review<'_, '_>, summary: &Summary) -> String {
    let roadmap = review.roadmap();
    let built = summary.count(Verdict::Build);
    let now = |&&node: &&Node| roadmap.horizon(node).is_some_and(|(it, _)| it == Horizon::Now);
    let points = match summary.slices.first() {
        Some(slice) if slice.horizon == Horizon::Now => {
            let score: Points =
                roadmap.ranking.order.iter().filter(now).map(|&node| roadmap.contributions[node].score).sum();
            format!("{} of {} points start now", score.short(), summary.score.short())
        }
        _ => format!("{} points for {} weeks of work", summary.score.short(), summary.effort.short()),
    };
    let claim = Claim::of(summary).map_or(String::new(), |claim| format!(" {}", claim.sentence));
    format!("{built} of {} requests are worth building; {points}.{claim}", summary.requests())
}

/// The files that it was made from.
fn files(review: &Review<'_, '_>) -> String {
    let mut files = String::new();
    let named = review.report.sources.iter().filter(|source| !source.name.is_empty());
    for (number, source) in named.enumerate() {
        // Writing to a string cannot fail.
        _ = write!(files, "{}{}", if number == 0 { "" } else { ", " }, source.name);
    }
    files
}

/// What stands above the rows of each standing.
fn labels(rows: &[RankedRow<'_>], summary: &Summary) -> Vec<String> {
    let count = |standing| rows.iter().filter(|row| row.standing == standing).count();
    let label = |&standing: &Standing| {
        let horizon = match standing {
            Standing::Now => Some(Horizon::Now),
            Standing::Next => Some(Horizon::Next),
            Standing::Later => Some(Horizon::Later),
            _ => None,
        };
        let slice = summary.slices.iter().find(|slice| Some(slice.horizon) == horizon);
        let weeks = slice.map(|slice| match slice.capacity {
            Some(capacity) => format!("{} of {} weeks", slice.effort.short(), capacity.short()),
            None => format!("{} weeks, beyond the capacity", slice.effort.short()),
        });
        let requests = count(standing);
        let requests = format!("{requests} request{}", if requests == 1 { "" } else { "s" });
        match weeks {
            Some(weeks) => format!("{}: {requests} start, {weeks}", standing.word()),
            None => format!("{}: {requests}", standing.word()),
        }
    };
    Standing::ALL.iter().map(label).collect()
}

/// Rows of one standing after the other.
fn groups<'a>(rows: &'a [RankedRow<'a>], labels: &'a [String]) -> Vec<Group<'a>> {
    let group = |rows: &'a [RankedRow<'a>]| {
        let standing = rows[0].standing;
        Group { label: &labels[standing as usize], class: standing.class(), rows }
    };
    rows.chunk_by(|one, other| one.standing == other.standing).map(group).collect()
}
