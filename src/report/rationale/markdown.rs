//! Rationales as Markdown.

use std::io::{self, Write};

use super::{Bar, Block, Explanation, outline::outline};
use crate::{model::Points, untrusted};

/// Writes explanations, each under a heading of its own.
pub fn markdown(explanation: &Explanation<'_, '_, '_>, out: &mut dyn Write) -> io::Result<()> {
    for (number, &subject) in explanation.subjects.iter().enumerate() {
        if number > 0 {
            writeln!(out)?;
        }
        let outline = outline(explanation, subject);
        writeln!(out, "## {}", safe(&outline.heading))?;
        for section in &outline.sections {
            if !section.heading.is_empty() {
                writeln!(out, "\n### {}", section.heading)?;
            }
            for block in &section.blocks {
                writeln!(out)?;
                show(block, out)?;
            }
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
        Block::Tree(lines) => lines.iter().try_for_each(|(depth, line)| {
            let indent = 2 * *depth as usize;
            writeln!(out, "{:indent$}- {}", "", untrusted::markdown_line(line))
        }),
        Block::Bars(bars) => table(&rows(bars), out),
        Block::Table(rows) => table(rows, out),
    }
}

fn rows(bars: &[Bar]) -> Vec<Vec<String>> {
    let head = ["source", "points", "why", "from"].map(str::to_owned).to_vec();
    let body = bars.iter().map(|bar| {
        vec![bar.source.to_owned(), bar.points.to_string(), bar.words.clone(), bar.cells.join("; ")]
    });
    let sum: Points = bars.iter().map(|bar| bar.points).sum();
    let foot = vec!["merit".to_owned(), sum.to_string(), String::new(), String::new()];
    [head].into_iter().chain(body).chain([foot]).collect()
}

fn table(rows: &[Vec<String>], out: &mut dyn Write) -> io::Result<()> {
    for (number, row) in rows.iter().enumerate() {
        let cells: Vec<String> = row.iter().map(|cell| safe(cell)).collect();
        writeln!(out, "| {} |", cells.join(" | "))?;
        if number == 0 {
            let marks: Vec<&str> =
                row.iter().enumerate().map(|(at, _)| if at == 0 { "---" } else { "---:" }).collect();
            writeln!(out, "| {} |", marks.join(" | "))?;
        }
    }
    Ok(())
}

fn safe(text: &str) -> String {
    untrusted::markdown(text)
}
