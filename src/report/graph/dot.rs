//! Dependencies for Graphviz.

use std::io::{self, Write};

use super::Picture;
use crate::order::Verdict;

/// Writes a picture in the DOT language.
pub fn dot(picture: &Picture, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "digraph roadmap {{")?;
    writeln!(out, "  rankdir=LR;")?;
    writeln!(out, "  node [shape=box, style=\"rounded,filled\", fontname=\"sans-serif\"];")?;
    for (number, drawn) in (1..).zip(&picture.boxes) {
        let label = [&drawn.id, &drawn.title, &drawn.standing].map(|line| escaped(line)).join("\\n");
        writeln!(out, "  n{number} [label=\"{label}\", fillcolor=\"{}\"];", fill(drawn.verdict))?;
    }
    for (before, after) in &picture.links {
        writeln!(out, "  n{} -> n{};", before + 1, after + 1)?;
    }
    writeln!(out, "}}")
}

const fn fill(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Build => "#d7ebdd",
        Verdict::Hold => "#fdf0cc",
        Verdict::Blocked => "#fbe0cf",
        Verdict::Decline => "#f6d5d5",
        Verdict::Unscored => "#e6e6e6",
    }
}

/// Text in a quoted label: nothing in it ends the quotes, and nothing is a sequence of Graphviz's.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"")
}
