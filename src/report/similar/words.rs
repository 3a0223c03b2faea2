//! The groups in words: the same for every rendering for people.

use super::{
    super::document::{Block, Grid, Holds, Section},
    SimilarReport,
};
use crate::{
    model::Column,
    similar::{Asking, Group, Groups},
};

/// Everything there is to say, in order.
pub(super) fn sections(report: &SimilarReport<'_, '_>) -> Vec<Section> {
    let Some(found) = report.found else { return Vec::new() };
    let mut sections = vec![Section::new("", summary(report, found))];
    sections.extend(report.groups().iter().map(|group| section(report, group)));
    sections
}

fn summary(report: &SimilarReport<'_, '_>, found: &Groups) -> Vec<Block> {
    let (compared, threshold) = (found.compared, report.threshold);
    let groups = found.groups.len();
    let mut blocks = vec![Block::Paragraph(if groups == 0 {
        format!("Of {compared} requests, no two of different teams have a likeness of {threshold} or more.")
    } else {
        let repeats: usize = found.groups.iter().map(|group| group.repeats.len()).sum();
        format!(
            "{groups} group{} among {compared} requests: {repeats} may repeat another one. A likeness of 1.00 is the same \
             text; {threshold} is the least that is shown. Nothing is merged until somebody fills in the cell \
             same_as; clearing the cell undoes it.",
            if groups == 1 { "" } else { "s" }
        )
    })];
    let hidden = groups - report.groups().len();
    if hidden > 0 {
        blocks.push(Block::Paragraph(format!("{hidden} more groups with a lower likeness are not shown.")));
    }
    match found.within_a_team {
        0 => {}
        1 => blocks.push(Block::Paragraph(
            "1 group of a single team's requests is left out: --same-team shows it.".into(),
        )),
        more => blocks.push(Block::Paragraph(format!(
            "{more} groups of a single team's requests are left out: --same-team shows them."
        ))),
    }
    let without = without_column(report);
    if !without.is_empty() {
        let (files, have) = (without.join(", "), if without.len() == 1 { "has" } else { "have" });
        blocks.push(Block::Paragraph(format!("{files} {have} no column same_as yet: add one to fill in.")));
    }
    blocks
}

/// The files of shown repeats that have nowhere to write.
fn without_column<'a>(report: &SimilarReport<'a, '_>) -> Vec<&'a str> {
    let mut files: Vec<&str> = report
        .groups()
        .iter()
        .flat_map(|group| &group.repeats)
        .map(|repeat| repeat.asking.row(report.roadmap))
        .filter(|&row| !report.roadmap.sheets.has_column(row, Column::SameAs))
        .map(|row| report.roadmap.sheets.file(row))
        .collect();
    files.sort_unstable();
    files.dedup();
    files
}

fn section(report: &SimilarReport<'_, '_>, group: &Group) -> Section {
    let kept = group.kept;
    let place =
        |asking: Asking| report.place(asking).map_or(String::new(), |(file, line)| format!("{file}:{line}"));
    let teams = |asking: Asking| {
        let teams = asking.teams(report.roadmap).join(", ");
        if teams.is_empty() { "no team named".to_owned() } else { teams }
    };
    let state = |asking: Asking| asking.state(report.roadmap);
    let way = match state(kept) {
        "done" => " A repeat of it is reported as already there.",
        "declined earlier" => " A repeat of it is noted, and it stays declined.",
        _ => "",
    };
    let words = format!("Kept: {}, {}, {}.{way}", teams(kept), state(kept), place(kept));
    let rows = group.repeats.iter().map(|repeat| {
        vec![
            repeat.likeness.to_string(),
            name(report, repeat.asking),
            teams(repeat.asking),
            repeat.shared.join(", "),
            state(repeat.asking).to_owned(),
            place(repeat.asking),
            kept.id(report.roadmap).to_owned(),
        ]
    });
    let grid = Grid::new(&[
        ("Likeness", Holds::Figures(0)),
        ("Request", Holds::Text),
        ("Teams", Holds::Text),
        ("Shared words", Holds::Text),
        ("State", Holds::Figures(2)),
        ("Place", Holds::Figures(1)),
        ("same_as", Holds::Figures(0)),
    ]);
    Section::new(name(report, kept), vec![Block::Paragraph(words), Block::Table(grid.with(rows))])
}

fn name(report: &SimilarReport<'_, '_>, asking: Asking) -> String {
    let title = asking.title(report.roadmap).split_whitespace().collect::<Vec<_>>().join(" ");
    format!("{} · {title}", asking.id(report.roadmap))
}
