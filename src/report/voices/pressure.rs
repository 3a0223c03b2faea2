//! Pressure beside score, in words.

use super::{
    super::document::{Block, Grid, Holds, Section},
    VoicesReport,
};
use crate::{
    order::Verdict,
    voices::{Compared, Comparison, Pairs, Places},
};

/// How far two orders agree, as a sentence without its end; nothing where that is not defined.
///
/// The words for sizes are our convention: "tend to" from 0.1, "mostly" from 0.3, "clearly" from
/// 0.5. They are chosen by the number as it is shown.
fn agreement(pairs: &Pairs) -> Option<String> {
    let hundredths = (pairs.tau_b()? * 100.0).round();
    let direction = if hundredths < 0.0 { "opposite ways" } else { "the same way" };
    let words = match hundredths.abs() {
        50.0.. => format!("clearly point {direction}"),
        30.0.. => format!("mostly point {direction}"),
        10.0.. => format!("tend to point {direction}"),
        _ => "are nearly unrelated".to_owned(),
    };
    // Nothing has no sign.
    let tau = if hundredths == 0.0 { 0.0 } else { hundredths / 100.0 };
    Some(format!("Pressure and score {words} (tau-b {tau:.2}, where 0 means unrelated)"))
}

/// How pressure and score agree, for those who want no number; by the same limits.
pub(in crate::report) fn louder(pairs: &Pairs) -> Option<String> {
    let hundredths = (pairs.tau_b()? * 100.0).round();
    let scores = if hundredths < 0.0 { "scores lower" } else { "scores higher" };
    Some(match hundredths.abs() {
        50.0.. => format!("What is asked for more loudly clearly {scores}"),
        30.0.. => format!("What is asked for more loudly mostly {scores}"),
        10.0.. => format!("What is asked for more loudly often {scores}"),
        _ => "How loudly something is asked for says next to nothing about its score".to_owned(),
    })
}

/// The order by pressure beside the order by score.
pub(super) fn sections(report: &VoicesReport<'_, '_>, comparison: &Comparison) -> Vec<Section> {
    let mut blocks = vec![Block::Paragraph(compared(comparison))];
    blocks.push(Block::Paragraph(agreement_at_length(&comparison.pairs)));
    let (fallen, risen) = (comparison.fallen(), comparison.risen());
    if report.top > 0 && fallen.len() + risen.len() > 0 {
        blocks.push(Block::Paragraph(
            "In brackets: the position by pressure and by score; equal requests share a position.".into(),
        ));
    }
    let mut sections = vec![Section::new("Pressure beside score", blocks)];
    sections.extend(moved(report, "The loudest that fell", &fallen));
    sections.extend(moved(report, "The quietest that rose", &risen));
    sections
}

fn compared(comparison: &Comparison) -> String {
    let count = comparison.requests.len();
    let mut without = Vec::new();
    if comparison.without_pressure > 0 {
        without.push(format!("{} without a known pressure", comparison.without_pressure));
    }
    if comparison.without_score > 0 {
        without.push(format!("{} without a score (unscored)", comparison.without_score));
    }
    let rest = if without.is_empty() { String::new() } else { format!("; left out: {}", without.join(", ")) };
    let have = if count == 1 { "request has" } else { "requests have" };
    format!("{count} {have} both a pressure and a score{rest}.")
}

fn agreement_at_length(pairs: &Pairs) -> String {
    match agreement(pairs) {
        Some(agreement) => format!(
            "{agreement}. Of {} pair{} of requests, the louder one has the higher score in {} and the lower score in {}; {} are equal in pressure, in score or in both.",
            pairs.all,
            if pairs.all == 1 { "" } else { "s" },
            pairs.agree,
            pairs.disagree,
            pairs.tied(),
        ),
        None if pairs.all == 0 => "There is no pair to compare.".to_owned(),
        None if pairs.tied_left == pairs.all => {
            "All of them have the same pressure, so there is no order by pressure to compare; tau-b is not defined."
                .to_owned()
        }
        None => {
            "All of them have the same score, so there is no order by score to compare; tau-b is not defined."
                .to_owned()
        }
    }
}

/// The first of the requests that stand elsewhere by score than by pressure.
fn moved(report: &VoicesReport<'_, '_>, heading: &str, moved: &[&Compared]) -> Vec<Section> {
    if moved.is_empty() || report.top == 0 {
        return Vec::new();
    }
    let shown = moved.len().min(report.top);
    let mut grid = Grid::new(&[
        ("Pressure", Holds::Figures(0)),
        ("Score", Holds::Figures(1)),
        ("Request", Holds::Text),
        ("Why", Holds::Text),
    ]);
    grid.rows = moved[..shown]
        .iter()
        .map(|it| {
            vec![
                format!("{} ({})", it.pressure, places(it.by_pressure)),
                format!("{} ({})", it.score.short(), places(it.by_score)),
                report.name(it.node),
                reason(report, it),
            ]
        })
        .collect();
    let heading = format!("{heading} ({shown} of {})", moved.len());
    vec![Section::new(heading, vec![Block::Table(grid)])]
}

/// Shared positions: `3`, or `1-9`.
fn places(places: Places) -> String {
    if places.first == places.last {
        places.first.to_string()
    } else {
        format!("{}-{}", places.first, places.last)
    }
}

/// Why a request stands where it stands. Whatever is held or blocked says what holds it; its score
/// is a matter of its own, and the contribution that decides it is named first.
fn reason(report: &VoicesReport<'_, '_>, it: &Compared) -> String {
    let reason = report.reason(it.node);
    match (report.verdict(it.node), it.decisive) {
        (Verdict::Hold | Verdict::Blocked, Some(part)) => {
            let sign = if part.points.thousandths() > 0 { "+" } else { "" };
            format!(
                "{} {sign}{}; {reason}",
                part.source.name(report.policy).replace('_', " "),
                part.points.short()
            )
        }
        _ => reason,
    }
}

/// The ending of a word for so many.
pub(super) const fn plural(count: usize) -> &'static str {
    if count == 1 { "" } else { "s" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_fit_the_number_that_is_shown() {
        let pairs = |agree, disagree| Pairs { all: 1000, agree, disagree, tied_left: 0, tied_right: 0 };
        for (agree, disagree, words) in [
            (1000, 0, "clearly point the same way (tau-b 1.00"),
            (749, 251, "clearly point the same way (tau-b 0.50"),
            (600, 400, "tend to point the same way (tau-b 0.20"),
            (548, 452, "tend to point the same way (tau-b 0.10"),
            (547, 453, "are nearly unrelated (tau-b 0.09"),
            (499, 501, "are nearly unrelated (tau-b 0.00"),
            (350, 650, "mostly point opposite ways (tau-b -0.30"),
        ] {
            assert_eq!(
                agreement(&pairs(agree, disagree)),
                Some(format!("Pressure and score {words}, where 0 means unrelated)"))
            );
        }
    }
}
