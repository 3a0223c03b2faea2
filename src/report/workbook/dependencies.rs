//! Who waits for whom, a row per link.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::{
    cell::Cell,
    look::Look,
    table::{Column, Table},
};
use crate::{
    model::{Node, Points, Settled},
    order::enabled_points,
    report::Report,
};

pub(super) const NAME: &str = "Dependencies";

const WORDS: &str = "One row per link: the prerequisite has to be done before its dependent can ship. \
                     Enabled value: points that flow through the prerequisite, as ranked.";

pub(super) fn sheet(report: &Report<'_, '_>) -> Result<Worksheet, XlsxError> {
    let mut table = Table::new(NAME, ("Who waits for whom", WORDS), columns(), 0)?;
    for (before, after) in links(report) {
        table.row(&cells(before, after, report))?;
    }
    table.bars(4)?;
    table.finish()
}

/// How many links there are.
pub(super) fn count(report: &Report<'_, '_>) -> usize {
    links(report).count()
}

/// What is waited for.
#[derive(Clone, Copy)]
enum Before<'a> {
    Ranked(Node),
    Settled(&'a Settled<'a>),
}

fn links<'a>(report: &Report<'a, '_>) -> impl Iterator<Item = (Before<'a>, Node)> {
    let backlog = &report.roadmap.backlog;
    let ranked = backlog.links.iter().map(|&(before, after)| (Before::Ranked(before), after));
    let stopped = backlog.stopped.iter();
    ranked.chain(stopped.map(|&(after, settled)| (Before::Settled(&backlog.settled[settled]), after)))
}

fn columns() -> Vec<Column<'static>> {
    let text = |name, width| Column::new(name, width, Look::Text);
    vec![
        text("Prerequisite", 13.0),
        text("Title", 44.0),
        text("Verdict", 14.0),
        Column::new("Position", 9.0, Look::Whole),
        Column::new("Enabled value", 12.0, Look::Tenths),
        text("Dependent", 14.0),
        text("Title", 44.0),
        text("Verdict", 10.0),
        Column::new("Position", 9.0, Look::Whole),
        text("In words", 34.0),
    ]
}

fn cells<'a>(before: Before<'a>, after: Node, report: &Report<'a, '_>) -> Vec<Cell<'a>> {
    let roadmap = report.roadmap;
    let position = |node: Node| Cell::or_blank(roadmap.ranking.position[node].map(|place| place + 1));
    let ranked = |node: Node| {
        let request = &roadmap.backlog.requests[node];
        let verdict = roadmap.ranking.verdicts.of[node];
        [(&*request.id).into(), (&*request.title).into(), verdict.word().into(), position(node)]
    };
    let (mut cells, id): (Vec<Cell<'a>>, &str) = match before {
        Before::Ranked(node) => {
            let enabled =
                roadmap.ranking.enabled_value.as_ref().filter(|_| roadmap.ranking.position[node].is_some());
            let enabled: Option<Points> = enabled.map(|enabled| enabled_points(enabled[node]));
            let mut cells: Vec<Cell<'a>> = ranked(node).into();
            cells.push(Cell::or_blank(enabled));
            (cells, roadmap.id(node))
        }
        Before::Settled(settled) => {
            let cells = vec![
                (&*settled.id).into(),
                (&*settled.title).into(),
                settled.reason.word().into(),
                Cell::Blank,
                Cell::Blank,
            ];
            (cells, &settled.id)
        }
    };
    cells.extend(ranked(after));
    cells.push(Cell::Words(format!("{} waits for {id}", roadmap.id(after))));
    cells
}
