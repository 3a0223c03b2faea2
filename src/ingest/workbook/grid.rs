//! The cells of a sheet, taken row by row, as text: a line for every row of the sheet, blank ones
//! too, every row as wide as the widest.

use super::{broken, too_much};
use crate::{
    diagnostic::{Finding, Source},
    model::number,
};

/// Rows and columns that a sheet can have at most.
pub(super) const MOST_ROWS: u32 = 1 << 20;
pub(super) const MOST_COLUMNS: u32 = 1 << 14;

/// How long the text may become.
const MOST_TEXT: usize = 64 << 20;

/// The same with every row as wide as the widest.
const MOST_FILLED_UP: usize = 128 << 20;

const BETWEEN: char = Source::BETWEEN as char;

/// A sheet being taken down.
#[derive(Debug, Default)]
pub(super) struct Grid {
    text: String,
    /// Where each finished row ends, and how many cells it has.
    rows: Vec<(usize, u32)>,
    /// How many cells the row at work has.
    cells: u32,
    widest: u32,
}

impl Grid {
    /// Takes down a cell that is not blank; rows and columns count from 0 and must come in order.
    pub(super) fn push(&mut self, row: u32, column: u32, content: &str) -> Result<(), Box<Finding>> {
        if content.is_empty() {
            return Ok(());
        }
        if row >= MOST_ROWS || column >= MOST_COLUMNS {
            return Err(broken("a cell lies outside of what a sheet can have"));
        }
        if (row as usize) < self.rows.len() || (row as usize == self.rows.len() && column < self.cells) {
            return Err(broken("its cells are not in order"));
        }
        while self.rows.len() < row as usize {
            self.finish_row();
        }
        // A cell that is not the first has a separator before it.
        let separators = column - self.cells + u32::from(self.cells > 0);
        self.text.extend(std::iter::repeat_n(BETWEEN, separators as usize));
        if content.contains([BETWEEN, '"', '\n', '\r']) {
            self.text.push('"');
            self.text.push_str(&content.replace('"', "\"\""));
            self.text.push('"');
        } else {
            self.text.push_str(content);
        }
        self.cells = column + 1;
        self.within_bounds()
    }

    /// Takes down the row at work so many more times.
    pub(super) fn repeat_row(&mut self, times: u32) -> Result<(), Box<Finding>> {
        let from = self.rows.last().map_or(0, |&(end, _)| end);
        let (again, cells) = (self.text[from..].to_owned(), self.cells);
        for _ in 0..times {
            self.finish_row();
            self.text.push_str(&again);
            self.cells = cells;
            self.within_bounds()?;
        }
        Ok(())
    }

    /// Whether nothing was taken down.
    pub(super) fn is_empty(&self) -> bool {
        self.widest == 0 && self.cells == 0
    }

    fn within_bounds(&self) -> Result<(), Box<Finding>> {
        if self.text.len() > MOST_TEXT || self.rows.len() >= MOST_ROWS as usize {
            return Err(too_much("more than 64 MiB of text"));
        }
        Ok(())
    }

    fn finish_row(&mut self) {
        self.rows.push((self.text.len(), self.cells));
        self.widest = self.widest.max(self.cells);
        self.cells = 0;
    }

    /// The text, and where each row begins in it.
    pub(super) fn finish(mut self) -> Result<(String, Vec<u32>), Box<Finding>> {
        if self.cells > 0 {
            self.finish_row();
        }
        let missing = |cells: u32| if cells == 0 { 0 } else { (self.widest - cells) as usize };
        let size = self.text.len() + self.rows.iter().map(|&(_, cells)| missing(cells) + 1).sum::<usize>();
        if size > MOST_FILLED_UP {
            return Err(too_much("rows and columns that are mostly blank"));
        }
        let mut text = String::with_capacity(size);
        let mut starts = Vec::with_capacity(self.rows.len());
        let mut from = 0;
        for &(end, cells) in &self.rows {
            starts.push(number(text.len()));
            text.push_str(&self.text[from..end]);
            text.extend(std::iter::repeat_n(BETWEEN, missing(cells)));
            text.push('\n');
            from = end;
        }
        Ok((text, starts))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_as_wide_as_the_widest_and_stand_in_their_lines() {
        let mut grid = Grid::default();
        for (row, column, content) in [(0, 0, "id"), (0, 1, "a|b"), (2, 1, "x\n\"y\""), (2, 3, "z")] {
            grid.push(row, column, content).unwrap();
        }
        let (text, starts) = grid.finish().unwrap();
        assert_eq!(text, "id|\"a|b\"||\n\n|\"x\n\"\"y\"\"\"||z\n");
        assert_eq!(starts, [0, 11, 12]);
    }

    #[test]
    fn rows_are_repeated_as_often_as_the_file_says() {
        let mut grid = Grid::default();
        grid.push(1, 0, "a").unwrap();
        grid.repeat_row(2).unwrap();
        grid.push(5, 0, "b").unwrap();
        assert_eq!(grid.finish().unwrap().0, "\na\na\na\n\nb\n");
    }

    #[test]
    fn what_would_become_huge_is_refused() {
        let mut grid = Grid::default();
        assert!(grid.push(MOST_ROWS, 0, "x").is_err());
        assert!(grid.push(0, MOST_COLUMNS, "x").is_err());
        grid.push(0, MOST_COLUMNS - 1, "far").unwrap();
        for row in 1..=8200 {
            grid.push(row, 0, "x").unwrap();
        }
        assert!(grid.finish().is_err());
        let mut grid = Grid::default();
        grid.push(0, 0, &"x".repeat(1 << 20)).unwrap();
        assert!(grid.repeat_row(100).is_err());
    }
}
