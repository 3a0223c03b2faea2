//! The full ranking.

use super::Review;
use crate::{
    order::Verdict,
    report::{
        columns::{Content, figures},
        document::{Block, Grid, Holds, Section},
    },
};

/// Every request with its figures.
pub(super) fn ranking(review: &Review<'_, '_>) -> Section {
    let policy = review.report.policy;
    let columns = figures(policy);
    let rows = review.order().map(|node| {
        let line = review.line(node);
        let mark = if line.is_overridden() { "*" } else { "" };
        let place = match line.position {
            Some(position) => format!("{mark}{position}"),
            None => mark.to_owned(),
        };
        let standing = match (line.verdict, line.horizon) {
            (Verdict::Build, Some((horizon, _))) => horizon.word(),
            (verdict, _) => verdict.shown(),
        };
        let mut row = vec![place, review.name(node), line.teams().join(", "), standing.to_owned()];
        row.extend(columns.iter().map(|column| column.shown(&line)));
        row
    });
    let mut heads = vec![
        ("#", Holds::Figures(0)),
        ("Request", Holds::Text),
        ("Teams", Holds::Text),
        ("Verdict", Holds::Text),
    ];
    // Where the width is scarce, what a score is made of goes before the score itself.
    let mut first = 4;
    heads.extend(columns.iter().map(|column| match column.content {
        Content::Criterion(criterion) => {
            first += 1;
            (&*policy.criterion(criterion).label, Holds::Figures(first - 1))
        }
        Content::OtherPoints => (&*column.heading, Holds::Figures(first)),
        Content::ScorePerWeek => (&*column.heading, Holds::Figures(1)),
        _ => (&*column.heading, Holds::Figures(0)),
    }));
    let grid = Grid::new(&heads);
    let units =
        "Score and its parts are points, weeks are person-weeks of work, and score per week is points a week. \
         Requests that are not to be built come last."
            .to_owned();
    Section::new("The ranking", vec![Block::Paragraph(units), Block::Table(grid.with(rows))])
}
