//! Headings, sentences and tables, and two ways of writing them down: as text fitted to a width,
//! and as Markdown.
//!
//! What stands in a block is raw: each way of writing makes it safe for where it goes.

use std::io::{self, Write};

use unicode_width::UnicodeWidthStr;

use super::wrap::wrap;
use crate::untrusted;

/// A part of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Block {
    /// What the blocks below are about.
    Heading(String),
    /// A statement.
    Sentence(String),
    /// Rows of cells.
    Table(Grid),
}

/// A table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Grid {
    /// Its columns; at least one has text.
    pub(super) columns: Vec<Head>,
    /// Its rows, a cell per column.
    pub(super) rows: Vec<Vec<String>>,
}

/// The head of a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Head {
    /// What stands above it.
    pub(super) heading: &'static str,
    /// What stands in it.
    pub(super) cells: Cells,
}

/// What stands in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Cells {
    /// Text, broken into lines.
    Text,
    /// Figures, in one line. Where there is no room, the highest number is left out first; those
    /// with 0 stay.
    Figures(u8),
}

impl Grid {
    /// A table without rows.
    pub(super) fn new(columns: &[(&'static str, Cells)]) -> Self {
        let head = |&(heading, cells)| Head { heading, cells };
        Self { columns: columns.iter().map(head).collect(), rows: Vec::new() }
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

/// Writes a document as text of so many columns.
pub(super) fn text(blocks: &[Block], width: usize, out: &mut dyn Write) -> io::Result<()> {
    for (number, block) in blocks.iter().enumerate() {
        match block {
            Block::Heading(heading) => {
                let before = if number == 0 { "" } else { "\n" };
                let line = format!("-- {} ", untrusted::inline(heading, width.saturating_sub(4)));
                writeln!(out, "{before}{line}{}", "-".repeat(width.saturating_sub(line.width())))?;
            }
            Block::Sentence(sentence) => {
                for line in wrap(&untrusted::visible(sentence), width, usize::MAX) {
                    writeln!(out, "{line}")?;
                }
            }
            Block::Table(grid) => draw(grid, width, out)?,
        }
    }
    Ok(())
}

/// Writes a document as Markdown, its title first.
pub(super) fn markdown(title: &str, blocks: &[Block], out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "# {}", untrusted::markdown(title))?;
    let mut in_list = false;
    for block in blocks {
        match block {
            Block::Heading(heading) => writeln!(out, "\n## {}", untrusted::markdown(heading))?,
            Block::Sentence(sentence) => {
                let before = if in_list { "" } else { "\n" };
                writeln!(out, "{before}- {}", untrusted::markdown(sentence))?;
            }
            Block::Table(grid) => {
                let headings: Vec<&str> = grid.columns.iter().map(|column| column.heading).collect();
                let rules = grid.columns.iter().map(|column| match column.cells {
                    Cells::Text => "---",
                    Cells::Figures(_) => "---:",
                });
                writeln!(out, "\n| {} |", headings.join(" | "))?;
                writeln!(out, "| {} |", rules.collect::<Vec<_>>().join(" | "))?;
                for row in &grid.rows {
                    let cells: Vec<String> = row.iter().map(|cell| untrusted::markdown(cell)).collect();
                    writeln!(out, "| {} |", cells.join(" | "))?;
                }
            }
        }
        in_list = matches!(block, Block::Sentence(_));
    }
    Ok(())
}

/// Draws a table. Columns that there is no room for are named below it: nothing is left out in
/// silence.
fn draw(grid: &Grid, width: usize, out: &mut dyn Write) -> io::Result<()> {
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
    let widths = widths(grid, &widest, &shown, width);
    let headings: Vec<_> =
        shown.iter().map(|&column| vec![grid.columns[column].heading.to_owned()]).collect();
    row(grid, &shown, &widths, &headings, out)?;
    for cells in &cells {
        let lines = shown.iter().zip(&widths).map(|(&column, &width)| wrap(&cells[column], width, LINES));
        row(grid, &shown, &widths, &lines.collect::<Vec<_>>(), out)?;
    }
    if !left_out.is_empty() {
        let names: Vec<&str> = left_out.iter().map(|&column| grid.columns[column].heading).collect();
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
    let texts = grid.columns.iter().filter(|column| column.cells == Cells::Text).count();
    let least = |column: usize| match grid.columns[column].cells {
        Cells::Text => widest[column].min(NARROWEST[usize::from(texts == 1)]),
        Cells::Figures(_) => widest[column],
    };
    while shown.iter().map(|&column| least(column) + GAP).sum::<usize>() > width + GAP {
        let droppable = |&&column: &&usize| grid.columns[column].cells > Cells::Figures(0);
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
    let is_text = |column: usize| grid.columns[column].cells == Cells::Text;
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
        let width = widest[column].min(most).max(2);
        room = room.saturating_sub(width);
        texts -= 1;
        given.push(width);
    }
    given
}

/// Writes one row of a table: cells of several lines beside each other.
fn row(
    grid: &Grid,
    shown: &[usize],
    widths: &[usize],
    cells: &[Vec<String>],
    out: &mut dyn Write,
) -> io::Result<()> {
    let height = cells.iter().map(Vec::len).max().unwrap_or(0);
    for line in 0..height {
        let mut text = String::new();
        for ((&column, &width), cell) in shown.iter().zip(widths).zip(cells) {
            let part = cell.get(line).map_or("", String::as_str);
            let blanks = " ".repeat(width.saturating_sub(part.width()));
            if !text.is_empty() || column != shown[0] {
                text.push_str(&" ".repeat(GAP));
            }
            match grid.columns[column].cells {
                Cells::Text => text = text + part + &blanks,
                Cells::Figures(_) => text = text + &blanks + part,
            }
        }
        writeln!(out, "{}", text.trim_end())?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid() -> Grid {
        let mut grid = Grid::new(&[
            ("Team", Cells::Text),
            ("Asked", Cells::Figures(0)),
            ("Share", Cells::Figures(1)),
            ("Why", Cells::Text),
        ]);
        grid.rows = vec![
            vec!["ads".into(), "7".into(), "3 %".into(), "adds debt and costs more than it brings".into()],
            vec!["checkout".into(), "12".into(), "20 %".into(), "é\u{1b}[31m".into()],
        ];
        grid
    }

    fn drawn(width: usize) -> String {
        let mut out = Vec::new();
        text(&[Block::Heading("Teams".into()), Block::Table(grid())], width, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn texts_are_broken_and_figures_stand_on_the_right() {
        assert_eq!(
            drawn(44),
            "\
-- Teams -----------------------------------
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
-- Teams ---------------------
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

    #[test]
    fn markdown_keeps_every_column_and_no_syntax_of_a_cell() {
        let mut grid = grid();
        grid.rows = vec![vec!["a|b".into(), "1".into(), "2 %".into(), "*why*".into()]];
        let mut out = Vec::new();
        let blocks = [Block::Sentence("One.".into()), Block::Sentence("Two.".into()), Block::Table(grid)];
        markdown("Voices", &blocks, &mut out).unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "\
# Voices

- One.
- Two.

| Team | Asked | Share | Why |
| --- | ---: | ---: | --- |
| a&#124;b | 1 | 2 % | &#42;why&#42; |
"
        );
    }
}
