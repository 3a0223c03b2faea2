//! What the weeks of each horizon go into, by kind of work.

use askama::Template;

use super::{Figure, picture, scale::Share};
use crate::{
    model::{Kind, Node, Points, Weeks},
    order::Horizon,
    report::review::Review,
};

/// How tall a lane is, and where things are in it.
const LANE: i64 = 76;
const WORDS: i64 = 14;
const FIGURES: i64 = 30;
const BAR: i64 = 38;

/// From this share of the width on a bar has room for its weeks: on wide screens, and on narrow ones.
const LABELLED: i64 = 400;
const ROOMY: i64 = 1000;

#[derive(Template)]
#[template(path = "charts/roadmap.html")]
struct Drawing {
    words: String,
    height: i64,
    lanes: Vec<Lane>,
}

struct Lane {
    heading: String,
    figures: String,
    words: i64,
    below: i64,
    top: i64,
    inside: i64,
    bars: Vec<Bar>,
    /// Where the capacity ends, if that is less than the widest lane.
    capacity: Option<Share>,
}

struct Bar {
    class: &'static str,
    left: Share,
    wide: Share,
    middle: Share,
    label: Option<String>,
    tight: bool,
    words: String,
}

/// The chart; nothing where nothing is built.
pub(in crate::report::html) fn roadmap_by_kind(review: &Review<'_, '_>) -> Option<Figure> {
    let portfolio = &review.voices.portfolio;
    let (whole, horizons) = portfolio.slices.split_last()?;
    if whole.effort == Weeks::ZERO {
        return None;
    }
    let slices = if horizons.is_empty() { std::slice::from_ref(whole) } else { horizons };
    let capacity = review.roadmap().policy.capacity;
    let there_is = |horizon: Option<Horizon>| match horizon {
        Some(Horizon::Now) => capacity.map(|capacity| capacity.now),
        Some(Horizon::Next) => capacity.map(|capacity| capacity.next),
        Some(Horizon::Later) | None => None,
    };
    let widest =
        slices.iter().map(|slice| slice.effort.max(there_is(slice.horizon).unwrap_or_default())).max()?;
    let share = |weeks: Weeks| Share::of(weeks.thousandths().into(), widest.thousandths().into());
    let mut said = Vec::new();
    let mut lanes = Vec::new();
    for (number, slice) in (0..).zip(slices) {
        let top = number * LANE;
        let heading = slice.horizon.map_or("to build", Horizon::word);
        let used = match there_is(slice.horizon) {
            Some(there_is) => format!("{} of {} weeks", slice.effort.short(), there_is.short()),
            None => format!("{} weeks", slice.effort.short()),
        };
        let mut bars = Vec::new();
        let mut from = Weeks::ZERO;
        let mut parts = Vec::new();
        for (&(kind, _), &weeks) in portfolio.kinds.iter().zip(&slice.kinds) {
            if weeks == Weeks::ZERO {
                continue;
            }
            let (left, right) = (share(from), share(from + weeks));
            let wide = right.minus(left);
            bars.push(Bar {
                class: class(kind),
                left,
                wide,
                middle: share(Weeks::from_thousandths(from.thousandths() + weeks.thousandths() / 2)),
                label: (wide.hundredths() >= LABELLED).then(|| weeks.short()),
                tight: wide.hundredths() < ROOMY,
                words: format!("{}: {} weeks", kind.word(), weeks.short()),
            });
            parts.push(format!("{} {}", kind.word(), weeks.short()));
            from += weeks;
        }
        said.push(format!("{heading}: {used}; {}.", parts.join(", ")));
        lanes.push(Lane {
            heading: format!("{heading}: {used}"),
            figures: begins(review, slice.horizon),
            words: top + WORDS,
            below: top + FIGURES,
            top: top + BAR,
            inside: top + BAR + 17,
            bars,
            capacity: there_is(slice.horizon).map(share).filter(|&it| it < Share::WHOLE),
        });
    }
    let height = i64::try_from(lanes.len()).unwrap_or(0) * LANE;
    let drawing = Drawing { words: said.join(" "), height, lanes };
    Some(Figure {
        name: "chart-roadmap",
        heading: "The roadmap by horizon and kind of work",
        caption:
            "Weeks of work in each horizon. A request that finishes in a later horizon has its weeks in both."
                .to_owned(),
        legend: portfolio.kinds.iter().map(|&(kind, _)| (class(kind), kind.word().to_owned())).collect(),
        picture: picture(&drawing)?,
        wide: false,
        broad: false,
    })
}

/// What begins in a horizon, and what that brings.
fn begins(review: &Review<'_, '_>, horizon: Option<Horizon>) -> String {
    let roadmap = review.roadmap();
    let begins = |&&node: &&Node| horizon.is_none() || roadmap.horizon(node).map(|(it, _)| it) == horizon;
    let nodes = || roadmap.ranking.order.iter().filter(begins);
    let score: Points = nodes().map(|&node| roadmap.contributions[node].score).sum();
    let count = nodes().count();
    let (plural, verb) = if count == 1 { ("", "starts") } else { ("s", "start") };
    let verb = if horizon.is_some() { format!(" {verb}") } else { String::new() };
    format!("{count} request{plural}{verb}, {} points", score.short())
}

const fn class(kind: Kind) -> &'static str {
    match kind {
        Kind::Capability => "capability",
        Kind::Reliability => "reliability",
        Kind::TechDebt => "tech-debt",
        Kind::Compatibility => "compatibility",
        Kind::Experience => "experience",
    }
}
