//! `roadbed graph`: the dependencies as a picture.

use std::{io::Write, path::PathBuf};

use super::{
    Outcome,
    args::{Graph, GraphFormat},
    explain::ranked,
    failure::Failure,
    output, rank,
    settings::Settings,
};
use crate::report::graph::{Picture, Selection, dot, mermaid, svg};

/// The most boxes of a picture: a larger one cannot be read.
const MOST: usize = 1000;

pub(super) fn run(args: &Graph) -> Result<Outcome, Failure> {
    let format = format(args.format, args.output.as_ref())?;
    let settings = Settings::load(&args.backlog)?;
    let roadmap = rank::build(&settings);
    rank::show_findings(&roadmap, &settings, args.quiet);
    if roadmap.stopped {
        return Ok(rank::refuse(&roadmap));
    }
    let around = args.around.as_deref().map(|id| ranked(&roadmap, id)).transpose()?;
    let selection = Selection {
        around: around.map(|node| (node, args.depth)),
        bundle: args.bundle,
        horizon: args.horizon,
    };
    let picture = Picture::new(&roadmap, selection);
    if format == GraphFormat::Svg && picture.boxes.len() > MOST {
        return Err(Failure::Usage(
            format!("{} requests are too many for one picture", picture.boxes.len()),
            "narrow it down with --around, --bundle or --horizon, or use --format dot",
        ));
    }
    if picture.boxes.is_empty() {
        rank::say("There is nothing to draw: no request matches, or none is linked to another.");
    } else if picture.unlinked > 0 && !args.quiet {
        let count = picture.unlinked;
        let plural = if count == 1 { "" } else { "s" };
        rank::say(&format!("Left out: {count} request{plural} without dependencies."));
    }
    let write = |out: &mut dyn Write| match format {
        GraphFormat::Dot => dot(&picture, out),
        GraphFormat::Mermaid => mermaid(&picture, out),
        GraphFormat::Svg => svg(&picture, "Dependencies", out),
    };
    match &args.output {
        Some(path) => output::to_file(path, &settings.inputs, args.force, write)?,
        None => output::to_stdout(write)?,
    }
    Ok(Outcome::Done)
}

/// The language that was asked for, by name or by the ending of the file.
fn format(asked: Option<GraphFormat>, output: Option<&PathBuf>) -> Result<GraphFormat, Failure> {
    let (None, Some(path)) = (asked, output) else {
        return Ok(asked.unwrap_or(GraphFormat::Mermaid));
    };
    let known = [
        ("dot", GraphFormat::Dot),
        ("gv", GraphFormat::Dot),
        ("mmd", GraphFormat::Mermaid),
        ("mermaid", GraphFormat::Mermaid),
        ("svg", GraphFormat::Svg),
    ];
    output::format_of(path, &known, "use .dot, .mmd or .svg, or name one with --format")
}
