//! The full ranking.

use super::Review;
use crate::{
    model::Points,
    order::Verdict,
    policy::Criterion,
    report::document::{Block, Cells, Grid, Section},
};

/// Every request with its figures.
pub(super) fn ranking(review: &Review<'_, '_>) -> Section {
    let rows = review.order().map(|node| {
        let line = review.line(node);
        let points = |criterion| line.points(criterion).map_or(String::new(), Points::short);
        let mark = if line.is_overridden() { "*" } else { "" };
        let place = match line.position {
            Some(position) => format!("{mark}{position}"),
            None => mark.to_owned(),
        };
        let standing = match (line.verdict, line.horizon) {
            (Verdict::Build, Some((horizon, _))) => horizon.word(),
            (verdict, _) => verdict.shown(),
        };
        let other = match line.other_points() {
            Points::ZERO => String::new(),
            other => other.short(),
        };
        vec![
            place,
            review.name(node),
            line.teams().join(", "),
            standing.to_owned(),
            points(Criterion::Reuse),
            points(Criterion::Reliability),
            points(Criterion::TechDebt),
            points(Criterion::Compatibility),
            other,
            line.score().map_or(String::new(), Points::short),
            line.request.effort.short(),
            line.score_per_week_thousandths()
                .map_or(String::new(), |it| Points::from_thousandths(it).short()),
        ]
    });
    let figures = Cells::Figures;
    let grid = Grid::new(&[
        ("#", figures(0)),
        ("Request", Cells::Text),
        ("Teams", Cells::Text),
        ("Verdict", Cells::Text),
        ("Reuse", figures(4)),
        ("Reliability", figures(5)),
        ("Tech debt", figures(6)),
        ("Compatibility", figures(7)),
        ("Other", figures(8)),
        ("Score", figures(0)),
        ("Weeks", figures(0)),
        ("Score per week", figures(1)),
    ]);
    let units =
        "Score and its parts are points, weeks are person-weeks of work, and score per week is points a week. \
         Requests that are not to be built come last."
            .to_owned();
    Section::new("The ranking", vec![Block::Paragraph(units), Block::Table(grid.with(rows))])
}
