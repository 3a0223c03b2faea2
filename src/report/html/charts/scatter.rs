//! Score against effort, with the capacity line.

use std::fmt::Write as _;

use askama::Template;

use super::{
    Figure, picture,
    scale::{Share, step},
};
use crate::{
    model::{Node, Points, Weeks},
    report::{html::standing::Standing, review::Review},
    roadmap::Cut,
};

/// How tall the plot is, and how tall all of it with the labels below.
const HIGH: i64 = 320;
const WHOLE: i64 = 356;

/// Marks lie in a square of this size, which is stretched over the plot.
const SQUARE: i128 = 1000;

/// How many requests have their id beside the mark.
const NAMED: usize = 8;

/// How far apart names have to be: in hundredths of a per cent across, and in pixels down.
const APART: (i64, i64) = (2200, 15);

#[derive(Template)]
#[template(path = "charts/scatter.html")]
struct Drawing {
    words: String,
    range: Range,
    whole: i64,
    high: i64,
    across: Vec<Tick>,
    up: Vec<Tick>,
    /// Where a score of 0 lies.
    zero: i64,
    line: Option<Ray>,
    marks: Vec<Marks>,
    names: Vec<Name>,
}

struct Tick {
    label: String,
    at: Share,
    y: i64,
    end: bool,
}

/// A line from nothing up to where it leaves the plot.
struct Ray {
    x: Share,
    y: i64,
}

/// All marks of one standing as one path, so that ten thousand of them are one element.
struct Marks {
    class: &'static str,
    path: String,
}

struct Name {
    id: String,
    x: Share,
    y: i64,
    before: bool,
}

/// What is drawn: from which score to which, and up to which effort, in thousandths.
#[derive(Clone, Copy)]
struct Range {
    least: i128,
    most: i128,
    weeks: i128,
}

impl Range {
    fn x(self, effort: Weeks) -> Share {
        Share::of(effort.thousandths().into(), self.weeks)
    }

    /// How far down in the plot a score lies, in pixels.
    fn y(self, score: i128) -> i64 {
        let down = crate::model::divide((self.most - score) * i128::from(HIGH), self.most - self.least);
        i64::try_from(down).unwrap_or(0).clamp(0, HIGH)
    }
}

/// The chart; nothing where nothing is scored.
pub(in crate::report::html) fn score_against_effort(review: &Review<'_, '_>) -> Option<Figure> {
    let roadmap = review.roadmap();
    let effort = |node: Node| roadmap.backlog.requests[node].effort;
    let scored: Vec<(Node, Points)> =
        review.order().filter_map(|node| Some((node, roadmap.score(node)?))).collect();
    let heights = || scored.iter().map(|&(_, score)| i128::from(score.thousandths()));
    let weeks = scored.iter().map(|&(node, _)| effort(node)).max()?;
    let up = step(heights().max()?.max(0) - heights().min()?.min(0), 6);
    let wide = step(weeks.thousandths().into(), 6);
    let rounded = |size: i128, step: i128| (size.max(1) + step - 1) / step * step;
    let range = Range {
        least: -rounded(-heights().min()?.min(0), up) * i128::from(heights().any(|score| score < 0)),
        most: rounded(heights().max()?, up),
        weeks: rounded(weeks.thousandths().into(), wide),
    };
    let cut = Cut::of(roadmap);
    let line = cut.map(|cut| ray(cut, range));
    let drawing = Drawing {
        words: words(scored.len(), cut),
        range,
        whole: WHOLE,
        high: HIGH,
        across: ticks(0, range.weeks, wide, |at| (Share::of(at, range.weeks), HIGH + 16)),
        up: ticks(range.least, range.most, up, |at| (Share::default(), range.y(at))),
        zero: range.y(0),
        line,
        marks: marks(review, &scored, range),
        names: names(review, range),
    };
    let cut = match cut {
        Some(cut) => format!(
            " The dashed line is the capacity line: {} points a week, the score per week of the last bundle within the \
             capacity. Requests on the wrong side of it are there because of dependencies, mandates, gates or overrides.",
            Points::rounded(i128::from(cut.0.score.thousandths()) * 1000, cut.0.effort.thousandths().into())
                .short()
        ),
        None => String::new(),
    };
    let without = roadmap.nodes().count() - scored.len();
    let without = match without {
        0 => String::new(),
        1 => " One request without a score is not drawn.".to_owned(),
        more => format!(" {more} requests without a score are not drawn."),
    };
    Some(Figure {
        name: "chart-score",
        heading: "Score against effort",
        caption: format!(
            "Every dot is a request: its score in points upwards, its weeks of work to the right.{cut}{without}"
        ),
        legend: legend(review, &scored),
        picture: picture(&drawing)?,
        wide: false,
        broad: false,
    })
}

fn words(count: usize, cut: Option<Cut>) -> String {
    let line = if cut.is_some() { ", with the capacity line" } else { "" };
    format!("{count} requests by weeks of work and points{line}. The ranking below has the figures.")
}

fn ticks(from: i128, to: i128, step: i128, place: impl Fn(i128) -> (Share, i64)) -> Vec<Tick> {
    let count = (to - from) / step;
    let tick = |number: i128| {
        let at = from + number * step;
        let (share, y) = place(at);
        Tick { label: (at / 1000).to_string(), at: share, y, end: number == count }
    };
    (0..=count).map(tick).collect()
}

/// The line of the cut from nothing to where it leaves the plot: at the top, the bottom or the right.
fn ray(cut: Cut, range: Range) -> Ray {
    let (score, effort) = (i128::from(cut.0.score.thousandths()), i128::from(cut.0.effort.thousandths()));
    let at_right = crate::model::divide(score * range.weeks, effort);
    let edge = at_right.clamp(range.least, range.most);
    let weeks =
        if edge == at_right || score == 0 { range.weeks } else { crate::model::divide(edge * effort, score) };
    Ray { x: Share::of(weeks, range.weeks), y: range.y(edge) }
}

/// The standings that are drawn, those below first.
const LAYERS: [(&str, &[Standing]); 4] = [
    ("not-built", &[Standing::Hold, Standing::Blocked, Standing::Decline, Standing::Unscored]),
    ("later", &[Standing::Later]),
    ("next", &[Standing::Next]),
    ("now", &[Standing::Now, Standing::Build]),
];

fn marks(review: &Review<'_, '_>, scored: &[(Node, Points)], range: Range) -> Vec<Marks> {
    let mut layers = LAYERS.map(|(class, _)| Marks { class, path: String::new() });
    let mut at: Vec<(usize, i128, i128)> = scored
        .iter()
        .filter_map(|&(node, score)| {
            let effort = i128::from(review.roadmap().backlog.requests[node].effort.thousandths());
            let x = crate::model::divide(effort * SQUARE, range.weeks);
            let down = range.most - i128::from(score.thousandths());
            let y = crate::model::divide(down * SQUARE, range.most - range.least);
            let standing = Standing::of(&review.line(node));
            let layer = LAYERS.iter().position(|(_, standings)| standings.contains(&standing))?;
            Some((layer, x, y))
        })
        .collect();
    // Marks in one place are one mark.
    at.sort_unstable();
    at.dedup();
    for (layer, x, y) in at {
        // A line of next to no length is a dot; of none, it would not be printed. Writing to a string
        // cannot fail.
        _ = write!(layers[layer].path, "M{x} {y}h.01");
    }
    layers.into_iter().filter(|layer| !layer.path.is_empty()).collect()
}

fn legend(review: &Review<'_, '_>, scored: &[(Node, Points)]) -> Vec<(&'static str, String)> {
    let standings: Vec<Standing> = scored.iter().map(|&(node, _)| Standing::of(&review.line(node))).collect();
    let there = |(_, layer): &&(&'static str, &[Standing])| standings.iter().any(|it| layer.contains(it));
    LAYERS
        .iter()
        .rev()
        .filter(there)
        .map(|&(class, layer)| {
            let word = match layer {
                [Standing::Now, ..] if standings.contains(&Standing::Build) => "to build".to_owned(),
                [one] | [one, Standing::Build] => one.word().to_owned(),
                _ => "not built".to_owned(),
            };
            (class, word)
        })
        .collect()
}

/// The ids of what has most score, as far as they do not cover each other.
fn names(review: &Review<'_, '_>, range: Range) -> Vec<Name> {
    let roadmap = review.roadmap();
    let mut built: Vec<Node> = roadmap.ranking.order.clone();
    built.sort_by_key(|&node| (std::cmp::Reverse(roadmap.contributions[node].score), node));
    let mut names: Vec<Name> = Vec::new();
    for &node in built.iter().take(NAMED * 3) {
        let request = &roadmap.backlog.requests[node];
        let x = range.x(request.effort);
        let y = range.y(roadmap.contributions[node].score.thousandths().into());
        let near = |name: &Name| {
            (name.x.hundredths() - x.hundredths()).abs() < APART.0 && (name.y - y).abs() < APART.1
        };
        if names.len() < NAMED && !names.iter().any(near) {
            let id = crate::untrusted::inline(&request.id, 12);
            names.push(Name { id, x, y, before: x.hundredths() > 7000 });
        }
    }
    names
}
