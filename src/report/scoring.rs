//! The scoring sheet as CSV, for those who have no spreadsheet program at hand. It has no prompts and no
//! checks; it comes back the same way.

use std::io::{self, Write};

use super::csv::{CsvCells, TextCells};
use crate::{
    model::Column,
    scoring_sheet::{AS_SENT, FILLED_IN_BY, MARK, ScoringSheet},
};

/// Writes the scoring sheet as CSV.
pub fn scoring_csv(sheet: &ScoringSheet<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut cells = CsvCells::new(TextCells::Guarded, 2 + sheet.rows.len());
    let known = [Column::Id, Column::Title, Column::Description, Column::Team].map(Column::name);
    let width = known.len() + sheet.questions.len() + 1;
    let above = [MARK, FILLED_IN_BY, sheet.team.unwrap_or_default()];
    for at in 0..width {
        cells.text(above.get(at).copied().unwrap_or_default());
    }
    cells.end_row();
    for name in known {
        cells.word(name);
    }
    for question in &sheet.questions {
        cells.text(&question.column);
    }
    cells.text(AS_SENT);
    cells.end_row();
    for row in &sheet.rows {
        cells.text(row.id);
        cells.text(row.title);
        cells.text(row.description.as_deref().unwrap_or_default());
        cells.list(row.teams.iter().copied());
        for answer in &row.answers {
            cells.text(answer.as_deref().unwrap_or_default());
        }
        cells.text(&row.as_sent(&sheet.questions));
        cells.end_row();
    }
    out.write_all(&cells.written())
}
