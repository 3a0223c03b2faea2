//! CSV for spreadsheets and other programs: every figure of every request, and every column
//! that came in without being known.

use std::{
    fmt::Display,
    io::{self, Write},
};

use ::csv::{QuoteStyle, Writer, WriterBuilder};

use super::{
    Report,
    columns::{Content, RankingColumn, Value, columns},
};
use crate::{
    explain::Why,
    model::{Node, Settled, decimal, digits},
    untrusted::{guard, visible},
    workers::Workers,
};

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

/// Writes the report as CSV, a few thousand rows at a time. What is not ranked comes last, with its reason in the
/// place of a verdict.
///
/// Whatever is no number is quoted, because a `;` or a tab splits unquoted cells in some programs.
/// Points have names of their own: read back, they must not be taken for ratings.
pub fn csv(
    report: &Report<'_, '_>,
    texts: TextCells,
    workers: Workers,
    out: &mut dyn Write,
) -> io::Result<()> {
    let sheets = &report.roadmap.sheets;
    let carried = sheets.carried_columns();
    let columns = columns(report.policy);
    let mut header = CsvCells::new(texts, 1);
    for column in &columns {
        header.text(&column.name);
    }
    for name in &carried {
        // A carried column may be called like one of ours.
        let taken = columns.iter().any(|column| column.name == *name);
        if taken { header.text(&format!("{name} (source)")) } else { header.text(name) }
    }
    header.end_row();
    out.write_all(&header.written())?;
    let nodes: Vec<Node> = report.nodes().collect();
    workers.write(&nodes, out, |nodes| {
        let mut cells = CsvCells::new(texts, nodes.len());
        for line in nodes.iter().map(|&node| report.line(node)) {
            for column in &columns {
                cells.value(column.content.value(&line));
            }
            sheets.carried(line.request.row, &carried).iter().for_each(|cell| cells.text(cell));
            cells.end_row();
        }
        cells.written()
    })?;
    let settled: Vec<&Settled<'_>> = report.not_ranked().collect();
    workers.write(&settled, out, |settled| {
        let mut cells = CsvCells::new(texts, settled.len());
        for settled in settled {
            not_ranked(settled, &columns, &mut cells);
            sheets.carried(settled.row, &carried).iter().for_each(|cell| cells.text(cell));
            cells.end_row();
        }
        cells.written()
    })
}

/// Room for most rows, in bytes.
const ROW: usize = 384;

/// Cells being written, row by row. The `csv` crate quotes them.
pub(super) struct CsvCells {
    writer: Writer<Vec<u8>>,
    /// Room for the text at hand.
    buffer: String,
    texts: TextCells,
}

impl CsvCells {
    pub(super) fn new(texts: TextCells, rows: usize) -> Self {
        let writer = WriterBuilder::new()
            .quote_style(QuoteStyle::NonNumeric)
            .from_writer(Vec::with_capacity(rows * ROW));
        Self { writer, buffer: String::new(), texts }
    }

    /// What was written.
    pub(super) fn written(self) -> Vec<u8> {
        // Writing to memory cannot fail.
        self.writer.into_inner().unwrap_or_default()
    }

    fn field(&mut self, field: impl AsRef<[u8]>) {
        // Writing to memory cannot fail.
        let _ = self.writer.write_field(field);
    }

    /// A word of ours.
    pub(super) fn word(&mut self, word: &str) {
        self.field(word);
    }

    /// Text that somebody typed.
    pub(super) fn text(&mut self, text: &str) {
        match self.texts {
            TextCells::Guarded => self.field(&*guard(text)),
            TextCells::Raw => self.field(text),
            TextCells::Visible => self.field(&*visible(text)),
        }
    }

    /// Texts in one cell.
    pub(super) fn list<'t>(&mut self, texts: impl IntoIterator<Item = &'t str>) {
        let mut buffer = std::mem::take(&mut self.buffer);
        buffer.clear();
        for text in texts {
            if !buffer.is_empty() {
                buffer.push_str("; ");
            }
            buffer.push_str(text);
        }
        self.text(&buffer);
        self.buffer = buffer;
    }

    /// A reason, in words.
    fn reason(&mut self, why: &Why<'_>) {
        let mut buffer = std::mem::take(&mut self.buffer);
        buffer.clear();
        why.write(&mut buffer);
        self.text(&buffer);
        self.buffer = buffer;
    }

    /// A whole number, blank where there is none.
    pub(super) fn number(&mut self, number: Option<u32>) {
        self.figure(number, |number, out| digits(number.into(), out));
    }

    /// Thousandths as the shortest exact decimal, blank where there are none.
    pub(super) fn thousandths(&mut self, thousandths: Option<i64>) {
        self.figure(thousandths, decimal);
    }

    fn figure<N>(&mut self, figure: Option<N>, write: impl Fn(N, &mut Vec<u8>)) {
        let mut bytes = std::mem::take(&mut self.buffer).into_bytes();
        bytes.clear();
        if let Some(figure) = figure {
            write(figure, &mut bytes);
        }
        self.field(&bytes);
        // Digits are text.
        self.buffer = String::from_utf8(bytes).unwrap_or_default();
    }

    /// What is shown as text that needs no care.
    fn shown(&mut self, shown: impl Display) {
        self.field(shown.to_string());
    }

    /// What stands in a column of the ranking.
    fn value(&mut self, value: Value<'_>) {
        match value {
            Value::Blank => self.word(""),
            Value::Word(word) => self.word(word),
            Value::Text(text) => self.text(text),
            Value::List(texts) => self.list(texts),
            Value::Number(number) => self.number(Some(number)),
            Value::Thousandths(thousandths) => self.thousandths(Some(thousandths)),
            Value::Flag(flag) => self.shown(flag),
            Value::Date(date) => self.shown(date),
            Value::Why(why) => self.reason(&why),
        }
    }

    pub(super) fn end_row(&mut self) {
        // Writing to memory cannot fail.
        let _ = self.writer.write_record(None::<&[u8]>);
    }
}

fn not_ranked(settled: &Settled<'_>, columns: &[RankingColumn<'_>], cells: &mut CsvCells) {
    for column in columns {
        match column.content {
            Content::Id => cells.text(&settled.id),
            Content::Title => cells.text(&settled.title),
            Content::Verdict => cells.word(settled.reason.word()),
            Content::Why => cells.text(&settled.reason.sentence()),
            _ => cells.word(""),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Points;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn figures_are_written_as_they_are_shown(thousandths in any::<i64>(), number in any::<u32>()) {
            let mut cells = CsvCells::new(TextCells::Raw, 1);
            cells.thousandths(Some(thousandths));
            cells.number(Some(number));
            cells.end_row();
            let expected = format!("{},{number}\n", Points::from_thousandths(thousandths));
            prop_assert_eq!(String::from_utf8(cells.written()).unwrap(), expected);
        }
    }
}
