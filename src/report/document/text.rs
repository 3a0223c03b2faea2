//! Documents for a terminal.

use std::io::{self, Write};

use super::{Bar, Block, Document, grid::draw};
use crate::{
    model::Points,
    report::wrap::wrap,
    untrusted::{inline, visible},
};

/// How a page looks.
#[derive(Clone, Copy, Debug)]
pub struct Page {
    /// Columns available.
    pub width: usize,
    /// With blocks and lines that not every terminal has.
    pub fancy: bool,
    /// With colours.
    pub colour: bool,
}

const BOLD: anstyle::Style = anstyle::Style::new().bold();
const DIM: anstyle::Style = anstyle::Style::new().dimmed();

/// The most text of one line that is looked at.
const LONGEST: usize = 2000;

/// The widest bar.
const BAR: usize = 24;

/// Writes a document.
pub fn text(document: &Document, page: Page, out: &mut dyn Write) -> io::Result<()> {
    page.lines(&document.heading, 0, BOLD, out)?;
    for section in &document.sections {
        if !section.heading.is_empty() {
            writeln!(out)?;
            page.lines(&section.heading, 0, BOLD, out)?;
        }
        let indent = if section.heading.is_empty() { 0 } else { 2 };
        for block in &section.blocks {
            page.block(block, indent, out)?;
        }
    }
    Ok(())
}

impl Page {
    fn block(self, block: &Block, indent: usize, out: &mut dyn Write) -> io::Result<()> {
        match block {
            Block::Paragraph(words) => self.lines(words, indent, PLAIN, out),
            Block::Bars(bars) => self.bars(bars, indent, out),
            Block::List(lines) => lines.iter().try_for_each(|line| self.item(line, indent, "- ", out)),
            Block::Labelled(lines) => lines
                .iter()
                .try_for_each(|(label, line)| self.item(&format!("{label}: {line}"), indent, "- ", out)),
            Block::Tree(lines) => lines.iter().try_for_each(|(depth, line)| {
                // Deep trees go on at the same indent: what is left of the line must hold words.
                let depth = (*depth as usize).min(self.width / 6);
                self.item(line, indent + 2 * depth, "- ", out)
            }),
            Block::Table(grid) => {
                let mut drawn = Vec::new();
                draw(grid, self.width.saturating_sub(indent), &mut drawn)?;
                let drawn = String::from_utf8_lossy(&drawn);
                drawn.lines().try_for_each(|line| writeln!(out, "{:indent$}{line}", ""))
            }
        }
    }

    /// Text wrapped to the width.
    fn lines(self, words: &str, indent: usize, style: anstyle::Style, out: &mut dyn Write) -> io::Result<()> {
        let words = inline(words, LONGEST);
        for line in wrap(&words, self.width.saturating_sub(indent), usize::MAX) {
            writeln!(out, "{:indent$}{}", "", self.styled(&line, style))?;
        }
        Ok(())
    }

    /// Text that hangs from a mark.
    fn item(self, words: &str, indent: usize, mark: &str, out: &mut dyn Write) -> io::Result<()> {
        let words = inline(words, LONGEST);
        let room = self.width.saturating_sub(indent + mark.len());
        for (number, line) in wrap(&words, room, usize::MAX).iter().enumerate() {
            let mark = if number == 0 { mark } else { "  " };
            writeln!(out, "{:indent$}{mark}{line}", "")?;
        }
        Ok(())
    }

    /// Contributions with bars as long as their points, and the sum below.
    fn bars(self, bars: &[Bar], indent: usize, out: &mut dyn Write) -> io::Result<()> {
        let sum: Points = bars.iter().map(|bar| bar.points).sum();
        let sources = bars.iter().map(|bar| bar.source.len()).max().unwrap_or(0).max("score".len());
        let figures: Vec<String> = bars.iter().map(|bar| signed(bar.points)).collect();
        let widest = figures.iter().map(String::len).max().unwrap_or(0).max(sum.to_string().len());
        let most = bars.iter().map(|bar| bar.points.thousandths().abs()).max().unwrap_or(0).max(1);
        let left = indent + sources + 2 + widest + 2;
        let room = BAR.min(self.width.saturating_sub(left + 20)).max(4);
        for (bar, figure) in bars.iter().zip(&figures) {
            let share = i128::from(bar.points.thousandths().abs()) * room as i128;
            let length = usize::try_from(crate::model::divide(share, i128::from(most))).unwrap_or(0);
            let drawn = self.ink(bar.points).repeat(length);
            let words = wrap(&bar.words, self.width.saturating_sub(left + room + 1), usize::MAX);
            let pad = " ".repeat(room - length);
            let first = words.first().map_or("", String::as_str);
            writeln!(out, "{:indent$}{:<sources$}  {figure:>widest$}  {drawn}{pad} {first}", "", bar.source)?;
            for line in words.iter().skip(1) {
                writeln!(out, "{:1$}{line}", "", left + room + 1)?;
            }
            for cell in &bar.cells {
                let cell = visible(cell).into_owned();
                let room = self.width.saturating_sub(indent + 4);
                for line in wrap(&inline(&cell, LONGEST), room, 3) {
                    writeln!(out, "{:1$}{2}", "", indent + 4, self.styled(&line, DIM))?;
                }
            }
        }
        writeln!(out, "{:indent$}{:<sources$}  {:>widest$}", "", "score", sum.to_string())
    }

    fn ink(self, points: Points) -> &'static str {
        match (self.fancy, points < Points::ZERO) {
            (true, false) => "█",
            (true, true) => "░",
            (false, false) => "+",
            (false, true) => "-",
        }
    }

    fn styled(self, words: &str, style: anstyle::Style) -> String {
        if self.colour { format!("{style}{words}{style:#}") } else { words.to_owned() }
    }
}

const PLAIN: anstyle::Style = anstyle::Style::new();

fn signed(points: Points) -> String {
    format!("{}{points}", if points > Points::ZERO { "+" } else { "" })
}
