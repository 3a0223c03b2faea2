//! Dependencies for Mermaid, which wikis and code hosts draw.

use std::{
    fmt::Write as _,
    io::{self, Write},
};

use super::Picture;
use crate::order::Verdict;

/// Writes a picture as a Mermaid flowchart.
pub fn mermaid(picture: &Picture, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "flowchart LR")?;
    for (number, drawn) in (1..).zip(&picture.boxes) {
        let label = [&drawn.id, &drawn.title, &drawn.standing].map(|line| escaped(line)).join("<br>");
        writeln!(out, "  n{number}[\"{label}\"]:::{}", drawn.verdict.word())?;
    }
    for (before, after) in &picture.links {
        writeln!(out, "  n{} --> n{}", before + 1, after + 1)?;
    }
    for (verdict, fill) in Verdict::ALL.into_iter().zip(["d7ebdd", "fdf0cc", "fbe0cf", "f6d5d5", "e6e6e6"]) {
        writeln!(out, "  classDef {} fill:#{fill},stroke:#888,color:#111", verdict.word())?;
    }
    Ok(())
}

/// Text in a quoted label: all that Mermaid or HTML could act on as an entity of Mermaid's.
fn escaped(text: &str) -> String {
    let mut label = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '"' => label.push_str("#quot;"),
            ' ' | '.' | ',' | '-' | '/' | '+' | '?' | '!' | '\'' | '(' | ')' | '·' | '…' => {
                label.push(character);
            }
            _ if character.is_alphanumeric() => label.push(character),
            // Writing to a string cannot fail.
            _ => _ = write!(label, "#{};", u32::from(character)),
        }
    }
    label
}
