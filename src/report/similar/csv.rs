//! The groups as CSV: a row per request, with the cell to write.

use std::io::{self, Write};

use super::{
    super::csv::{CsvCells, TextCells},
    SimilarReport,
};
use crate::similar::{Asking, Close};

const COLUMNS: [&str; 10] =
    ["group", "id", "title", "team", "state", "likeness", "shared", "file", "line", "same_as"];

/// Writes the groups as CSV. The request that is kept comes first in its group, with `same_as` blank.
pub fn csv(report: &SimilarReport<'_, '_>, texts: TextCells, out: &mut dyn Write) -> io::Result<()> {
    let mut cells = CsvCells::new(texts, 1 + report.groups().len() * 3);
    for column in COLUMNS {
        cells.word(column);
    }
    cells.end_row();
    for (number, group) in (1..).zip(report.groups()) {
        let mut row = |asking: Asking, repeat: Option<&Close>| {
            let place = report.place(asking);
            cells.number(Some(number));
            cells.text(asking.id(report.roadmap));
            cells.text(asking.title(report.roadmap));
            cells.list(asking.teams(report.roadmap).iter().map(AsRef::as_ref));
            cells.word(asking.state_word(report.roadmap));
            cells.thousandths(repeat.map(|repeat| i64::from(repeat.likeness.0)));
            cells.list(repeat.iter().flat_map(|repeat| &repeat.shared).map(String::as_str));
            cells.text(place.map_or("", |(file, _)| file));
            cells.number(place.map(|(_, line)| line));
            cells.text(if repeat.is_some() { group.kept.id(report.roadmap) } else { "" });
            cells.end_row();
        };
        row(group.kept, None);
        group.repeats.iter().for_each(|repeat| row(repeat.asking, Some(repeat)));
    }
    out.write_all(&cells.written())
}
