//! CSV for spreadsheets and other programs: every figure of every request, and every column
//! that came in without being known.

use std::{
    borrow::Cow,
    fmt::{Display, Write as _},
    io::{self, Write},
};

use ::csv::{QuoteStyle, Writer, WriterBuilder};

use super::{Line, Report};
use crate::{
    model::Points,
    model::Settled,
    policy::Criterion,
    untrusted::{guard, visible},
};

/// The columns before those that are carried through.
const COLUMNS: [&str; 27] = [
    "position",
    "id",
    "title",
    "team",
    "stakeholder",
    "kind",
    "area",
    "verdict",
    "horizon",
    "straddles",
    "merit",
    "effort",
    "return",
    "bundle",
    "carried_value",
    "reuse_points",
    "reliability_points",
    "tech_debt_points",
    "compatibility_points",
    "other_points",
    "mandate",
    "needed_by",
    "waits_for",
    "unlocks",
    "pulled_forward_by",
    "repeats",
    "why",
];

/// How text that somebody typed is written into a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextCells {
    /// Guarded against being taken for a formula; reading takes the guard off again.
    Guarded,
    /// As it is, even where a spreadsheet would take it for a formula.
    Raw,
    /// For a terminal: whatever acts on one is written out.
    Visible,
}

/// Writes the report as CSV, row by row. What is not ranked comes last, with its reason in the
/// place of a verdict.
///
/// Whatever is no number is quoted, because a `;` or a tab splits unquoted cells in some programs.
/// Points have names of their own: read back, they must not be taken for ratings.
pub fn csv(report: &Report<'_, '_>, texts: TextCells, out: &mut dyn Write) -> io::Result<()> {
    let writer = WriterBuilder::new().quote_style(QuoteStyle::NonNumeric).from_writer(out);
    let mut cells = Cells { writer, buffer: String::new(), texts };
    let carried = report.roadmap.sheets.carried_columns();
    for column in COLUMNS {
        cells.word(column)?;
    }
    for name in &carried {
        // A carried column may be called like one of ours.
        if COLUMNS.contains(name) { cells.text(&format!("{name} (source)"))? } else { cells.text(name)? }
    }
    cells.end_row()?;
    for line in report.lines() {
        ranked(&line, &mut cells)?;
        for cell in report.roadmap.sheets.carried(line.request.row, &carried) {
            cells.text(&cell)?;
        }
        cells.end_row()?;
    }
    for settled in report.not_ranked() {
        not_ranked(settled, &mut cells)?;
        for cell in report.roadmap.sheets.carried(settled.row, &carried) {
            cells.text(&cell)?;
        }
        cells.end_row()?;
    }
    cells.writer.flush()
}

/// Writes the cells of the row that is at hand, through one buffer.
struct Cells<'o> {
    writer: Writer<&'o mut dyn Write>,
    buffer: String,
    texts: TextCells,
}

impl Cells<'_> {
    /// A word of ours.
    fn word(&mut self, word: &str) -> io::Result<()> {
        self.writer.write_field(word).map_err(io_error)
    }

    /// Text that somebody typed.
    fn text(&mut self, text: &str) -> io::Result<()> {
        let written = match self.texts {
            TextCells::Guarded => guard(text),
            TextCells::Raw => Cow::Borrowed(text),
            TextCells::Visible => visible(text),
        };
        self.writer.write_field(&*written).map_err(io_error)
    }

    /// Texts in one cell.
    fn list<'t>(&mut self, texts: impl IntoIterator<Item = &'t str>) -> io::Result<()> {
        let mut buffer = std::mem::take(&mut self.buffer);
        buffer.clear();
        for text in texts {
            if !buffer.is_empty() {
                buffer.push_str("; ");
            }
            buffer.push_str(text);
        }
        self.text(&buffer)?;
        self.buffer = buffer;
        Ok(())
    }

    /// A figure, blank where there is none.
    fn figure(&mut self, figure: Option<impl Display>) -> io::Result<()> {
        self.buffer.clear();
        if let Some(figure) = figure {
            // Writing to a string cannot fail.
            let _ = write!(self.buffer, "{figure}");
        }
        self.writer.write_field(&self.buffer).map_err(io_error)
    }

    fn end_row(&mut self) -> io::Result<()> {
        self.writer.write_record(None::<&[u8]>).map_err(io_error)
    }
}

/// The error of whatever is written to; its kind tells a closed pipe from a failure.
fn io_error(error: ::csv::Error) -> io::Error {
    match error.into_kind() {
        ::csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

fn ranked(line: &Line<'_, '_>, cells: &mut Cells<'_>) -> io::Result<()> {
    let request = line.request;
    cells.figure(line.position)?;
    cells.text(&request.id)?;
    cells.text(&request.title)?;
    cells.list(line.teams())?;
    cells.word(request.stakeholder.word())?;
    cells.word(request.kind.word())?;
    cells.list(line.areas())?;
    cells.word(line.verdict.word())?;
    cells.word(line.horizon.map_or("", |(horizon, _)| horizon.word()))?;
    cells.figure(line.horizon.map(|(_, straddles)| straddles))?;
    cells.figure(line.merit())?;
    cells.figure(Some(request.effort))?;
    cells.figure(line.return_thousandths().map(Points::from_thousandths))?;
    cells.figure(line.bundle)?;
    cells.figure(line.carried_thousandths().map(Points::from_thousandths))?;
    for criterion in Criterion::ALL {
        cells.figure(line.points(criterion))?;
    }
    cells.figure(Some(line.other_points()))?;
    cells.text(request.mandate.as_deref().unwrap_or_default())?;
    cells.figure(request.needed_by)?;
    cells.list(line.waits_for())?;
    cells.list(line.unlocks())?;
    cells.list(line.pulled_forward_by())?;
    cells.list(request.repeats.iter().map(|repeat| &*repeat.id))?;
    cells.text(&line.why().to_string())
}

fn not_ranked(settled: &Settled<'_>, cells: &mut Cells<'_>) -> io::Result<()> {
    for column in COLUMNS {
        match column {
            "id" => cells.text(&settled.id)?,
            "title" => cells.text(&settled.title)?,
            "verdict" => cells.word(settled.reason.word())?,
            "why" => cells.text(&settled.reason.sentence())?,
            _ => cells.word("")?,
        }
    }
    Ok(())
}
