//! Tables of words and figures, fitted to a width.

use std::io::{self, Write};

use tabled::{
    builder::Builder,
    settings::{Alignment, Padding, Style, object::Columns, width::WidthList},
};
use unicode_width::UnicodeWidthStr;

use crate::{
    report::{trim::trimmed, wrap::wrap},
    untrusted,
};

/// A table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grid {
    /// Its columns; at least one has text.
    pub columns: Vec<Head>,
    /// Its rows, a cell per column.
    pub rows: Vec<Vec<String>>,
}

/// The head of a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// What stands above it.
    pub heading: String,
    /// What stands in it.
    pub cells: Holds,
}

/// What stands in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Holds {
    /// Text, broken into lines.
    Text,
    /// Figures, in one line. Where there is no room, the highest number is left out first; those
    /// with 0 stay.
    Figures(u8),
}

impl Grid {
    /// A table without rows.
    pub fn new(columns: &[(&str, Holds)]) -> Self {
        let head = |&(heading, cells): &(&str, Holds)| Head { heading: heading.to_owned(), cells };
        Self { columns: columns.iter().map(head).collect(), rows: Vec::new() }
    }

    /// Whether several of its columns are words: such rows are read one by one, not compared.
    pub fn is_wordy(&self) -> bool {
        self.columns.iter().filter(|head| head.cells == Holds::Text).count() > 1
    }

    /// The table with these rows.
    #[must_use]
    pub fn with(mut self, rows: impl IntoIterator<Item = Vec<String>>) -> Self {
        self.rows.extend(rows);
        self
    }
}

/// The most text of one cell that is looked at; nobody reads more in a table.
const LONGEST: usize = 400;

/// The most lines of one cell.
const LINES: usize = 8;

/// The least room that a column of text is given before figures are left out, where there are
/// several of them, and where it is the only one.
const NARROWEST: [usize; 2] = [14, 24];

/// Blanks between two columns.
const GAP: usize = 2;

/// Draws a table. Columns that there is no room for are named below it: nothing is left out in
/// silence.
pub(super) fn draw(grid: &Grid, width: usize, out: &mut dyn Write) -> io::Result<()> {
    let cells: Vec<Vec<String>> = grid
        .rows
        .iter()
        .map(|row| row.iter().map(|cell| untrusted::inline(cell, LONGEST)).collect())
        .collect();
    let widest = |column: usize| {
        let cells = cells.iter().map(|row| row[column].width());
        cells.max().unwrap_or(0).max(grid.columns[column].heading.width())
    };
    let widest: Vec<usize> = (0..grid.columns.len()).map(widest).collect();
    let (shown, left_out) = fitting(grid, &widest, width);
    let mut widths = widths(grid, &widest, &shown, width);
    let headings = grid.columns.iter().map(|column| untrusted::inline(&column.heading, LONGEST)).collect();
    let mut rows = Builder::with_capacity(1 + cells.len(), shown.len());
    for row in [&headings].into_iter().chain(&cells) {
        rows.push_record(shown.iter().zip(&mut widths).map(|(&column, width)| {
            let lines = wrap(&row[column], *width, LINES);
            // A single character may be wider than a narrow column.
            *width = lines.iter().map(|line| line.width()).fold(*width, usize::max);
            lines.join("\n")
        }));
    }
    let mut table = rows.build();
    table.with(Style::empty()).with(Padding::new(0, GAP, 0, 0));
    for (number, &column) in shown.iter().enumerate() {
        if grid.columns[column].cells != Holds::Text {
            table.modify(Columns::one(number), Alignment::right());
        }
    }
    // Widths come last: any other setting makes the crate measure the cells again.
    table.with(WidthList::new(widths.into_iter().map(|width| width + GAP).collect()));
    writeln!(out, "{}", trimmed(&table))?;
    if !left_out.is_empty() {
        let names: Vec<&str> = left_out.iter().map(|&column| &*grid.columns[column].heading).collect();
        for line in wrap(&format!("Not shown at this width: {}.", names.join(", ")), width, usize::MAX) {
            writeln!(out, "{line}")?;
        }
    }
    Ok(())
}

/// The columns that there is room for, and those that there is none for.
fn fitting(grid: &Grid, widest: &[usize], width: usize) -> (Vec<usize>, Vec<usize>) {
    let mut shown: Vec<usize> = (0..grid.columns.len()).collect();
    let mut left_out = Vec::new();
    let texts = grid.columns.iter().filter(|column| column.cells == Holds::Text).count();
    let least = |column: usize| match grid.columns[column].cells {
        Holds::Text => widest[column].min(NARROWEST[usize::from(texts == 1)]),
        Holds::Figures(_) => widest[column],
    };
    while shown.iter().map(|&column| least(column) + GAP).sum::<usize>() > width + GAP {
        let droppable = |&&column: &&usize| grid.columns[column].cells > Holds::Figures(0);
        let Some(&column) = shown.iter().filter(droppable).max_by_key(|&&column| grid.columns[column].cells)
        else {
            break;
        };
        shown.retain(|&other| other != column);
        left_out.push(column);
    }
    left_out.sort_unstable();
    (shown, left_out)
}

/// How wide the shown columns are: figures as wide as they are, texts share what is left. A text
/// takes no more than it needs, and the last one gets what the others leave.
fn widths(grid: &Grid, widest: &[usize], shown: &[usize], width: usize) -> Vec<usize> {
    let is_text = |column: usize| grid.columns[column].cells == Holds::Text;
    let figures: usize = shown.iter().filter(|&&column| !is_text(column)).map(|&column| widest[column]).sum();
    let mut room = width.saturating_sub(figures + GAP * shown.len().saturating_sub(1));
    let mut texts = shown.iter().filter(|&&column| is_text(column)).count();
    let mut given = Vec::new();
    for &column in shown {
        if !is_text(column) {
            given.push(widest[column]);
            continue;
        }
        // The last text is the longest one: it says why. The others leave it most of the room.
        let most = if texts == 1 { room } else { room * 2 / (texts + 3) };
        // A heading is not broken within a word while there is room.
        let word = grid.columns[column].heading.split(' ').map(UnicodeWidthStr::width).max().unwrap_or(0);
        let width = widest[column].min(most).max(word.min(room)).max(2);
        room = room.saturating_sub(width);
        texts -= 1;
        given.push(width);
    }
    given
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid() -> Grid {
        let mut grid = Grid::new(&[
            ("Team", Holds::Text),
            ("Asked", Holds::Figures(0)),
            ("Share", Holds::Figures(1)),
            ("Why", Holds::Text),
        ]);
        grid.rows = vec![
            vec!["ads".into(), "7".into(), "3 %".into(), "adds debt and costs more than it brings".into()],
            vec!["checkout".into(), "12".into(), "20 %".into(), "é\u{1b}[31m".into()],
        ];
        grid
    }

    fn drawn(width: usize) -> String {
        let mut out = Vec::new();
        draw(&grid(), width, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn texts_are_broken_and_figures_stand_on_the_right() {
        assert_eq!(
            drawn(44),
            "\
Team      Asked  Share  Why
ads           7    3 %  adds debt and costs
                        more than it brings
checkout     12   20 %  é\\u{1b}[31m
"
        );
    }

    #[test]
    fn a_column_without_room_is_named() {
        assert_eq!(
            drawn(30),
            "\
Team      Asked  Why
ads           7  adds debt and
                 costs more
                 than it
                 brings
checkout     12  é\\u{1b}[31m
Not shown at this width:
Share.
"
        );
    }
}
