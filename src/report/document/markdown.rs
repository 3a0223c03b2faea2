//! Documents as Markdown.

use std::io::{self, Write};

use super::{Bar, Block, Document, Grid, Holds};
use crate::{model::Points, untrusted};

/// Writes a document, its heading on a level (1 is the highest) and its sections one below.
pub fn markdown(document: &Document, level: usize, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{} {}", "#".repeat(level), safe(&document.heading))?;
    for section in &document.sections {
        if !section.heading.is_empty() {
            writeln!(out, "\n{} {}", "#".repeat(level + 1), safe(&section.heading))?;
        }
        for block in &section.blocks {
            writeln!(out)?;
            show(block, out)?;
        }
    }
    Ok(())
}

fn show(block: &Block, out: &mut dyn Write) -> io::Result<()> {
    match block {
        Block::Paragraph(words) => writeln!(out, "{}", untrusted::markdown_line(words)),
        Block::List(lines) => {
            lines.iter().try_for_each(|line| writeln!(out, "- {}", untrusted::markdown_line(line)))
        }
        Block::Labelled(lines) => lines.iter().try_for_each(|(label, line)| {
            writeln!(out, "- **{}**: {}", safe(label), untrusted::markdown_line(line))
        }),
        Block::Tree(lines) => lines.iter().try_for_each(|(depth, line)| {
            let indent = 2 * *depth as usize;
            writeln!(out, "{:indent$}- {}", "", untrusted::markdown_line(line))
        }),
        Block::Bars(bars) => table(&contributions(bars), out),
        Block::Table(it) => table(it, out),
    }
}

fn contributions(bars: &[Bar]) -> Grid {
    let row =
        |bar: &Bar| vec![bar.source.clone(), bar.points.to_string(), bar.words.clone(), bar.cells.join("; ")];
    let sum: Points = bars.iter().map(|bar| bar.points).sum();
    let foot = vec!["score".to_owned(), sum.to_string(), String::new(), String::new()];
    let text = Holds::Text;
    Grid::new(&[("source", text), ("points", Holds::Figures(0)), ("why", text), ("from", text)])
        .with(bars.iter().map(row).chain([foot]))
}

fn table(grid: &Grid, out: &mut dyn Write) -> io::Result<()> {
    let head: Vec<String> = grid.columns.iter().map(|column| safe(&column.heading)).collect();
    let marks = grid.columns.iter().map(|column| if column.cells == Holds::Text { "---" } else { "---:" });
    writeln!(out, "| {} |\n| {} |", head.join(" | "), marks.collect::<Vec<_>>().join(" | "))?;
    for row in &grid.rows {
        let cells: Vec<String> = row.iter().map(|cell| safe(cell)).collect();
        writeln!(out, "| {} |", cells.join(" | "))?;
    }
    Ok(())
}

fn safe(text: &str) -> String {
    untrusted::markdown(text)
}
