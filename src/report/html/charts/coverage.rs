//! How much of the score that each team asks for it gets.

use std::cmp::Reverse;

use askama::Template;

use super::{Figure, picture, scale::Share};
use crate::{
    model::{Points, Team},
    report::review::Review,
    untrusted::inline,
    voices::Figures,
};

/// How many teams are drawn, those that ask for most score first.
const TEAMS: usize = 20;

/// How much of a name is drawn, in columns.
const NAME: usize = 24;

/// How tall a row is, and where things are in it.
const ROW: i64 = 38;
const WORDS: i64 = 14;
const BAR: i64 = 20;

#[derive(Template)]
#[template(path = "charts/coverage.html")]
struct Drawing {
    words: String,
    height: i64,
    rows: Vec<TeamBar>,
}

struct TeamBar {
    name: String,
    figures: String,
    words: i64,
    top: i64,
    granted: Share,
    later: Share,
    later_from: Share,
    asked: Share,
}

/// The chart; nothing where no team asks for any score.
pub(in crate::report::html) fn coverage(review: &Review<'_, '_>) -> Option<Figure> {
    let mut teams: Vec<&(Team, Figures)> =
        review.voices.teams.iter().filter(|(_, figures)| figures.asked.score > Points::ZERO).collect();
    teams.sort_by_key(|(team, figures)| (Reverse(figures.asked.score), *team));
    let widest = teams.first()?.1.asked.score;
    let all = teams.len();
    teams.truncate(TEAMS);
    let share = |points: Points| Share::of(points.thousandths().into(), widest.thousandths().into());
    let row = |(number, (team, figures)): (i64, &&(Team, Figures))| {
        let (granted, asked) = (figures.granted.score, figures.asked.score);
        let percent = figures.coverage().map_or_else(String::new, |it| format!("{} %", it.percent()));
        let top = number * ROW;
        TeamBar {
            name: inline(review.roadmap().backlog.team(*team), NAME),
            figures: format!("{percent}: {} of {} points", granted.short(), asked.short()),
            words: top + WORDS,
            top: top + BAR,
            granted: share(granted),
            later_from: share(granted),
            later: share(granted + figures.later.score).minus(share(granted)),
            asked: share(asked),
        }
    };
    let rows: Vec<TeamBar> = (0..).zip(&teams).map(row).collect();
    let words =
        rows.iter().map(|row| format!("{}: {}.", row.name, row.figures)).collect::<Vec<_>>().join(" ");
    let height = i64::try_from(rows.len()).unwrap_or(0) * ROW;
    let shown = if all > TEAMS {
        format!(" The chart shows the {TEAMS} of {all} teams that ask for most; the table lists all of them.")
    } else {
        String::new()
    };
    let mut legend =
        vec![("granted", "starts within the capacity".to_owned()), ("later", "starts later".to_owned())];
    if review.roadmap().policy.capacity.is_none() {
        legend = vec![("granted", "to build".to_owned())];
    }
    legend.push(("refused", "not to build".to_owned()));
    Some(Figure {
        name: "chart-coverage",
        heading: "Coverage by team",
        caption: format!(
            "The positive score that each team asks for, in points, and how much of it is granted.{shown}"
        ),
        legend,
        picture: picture(&Drawing { words, height, rows })?,
        wide: false,
        broad: false,
    })
}
