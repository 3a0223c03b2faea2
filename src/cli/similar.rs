//! `roadbed similar`: who asks for close to the same.

use std::io::{self, IsTerminal, Write};

use super::{
    Outcome,
    args::{Similar as Args, SimilarFormat as Format},
    explain::page,
    failure::Failure,
    output, rank,
    settings::Settings,
};
use crate::{
    report::{self, SimilarReport, TextCells},
    similar::{REPEATS, Similar},
};

pub(super) fn run(args: &Args) -> Result<Outcome, Failure> {
    let format = format(args)?;
    let settings = Settings::load(&args.backlog)?;
    let roadmap = rank::build(&settings);
    rank::show_findings(&roadmap, &settings, args.quiet);
    if roadmap.stopped && format != Format::Json {
        return Ok(rank::refuse(&roadmap));
    }
    let threshold = args.threshold.unwrap_or(REPEATS);
    let groups = Similar::new(&roadmap).groups(threshold, args.same_team, settings.options.workers);
    let report = SimilarReport {
        roadmap: &roadmap,
        found: (!roadmap.stopped).then_some(&groups),
        threshold,
        sources: &settings.sources,
        top: args.top,
    };
    let page = page(args.width, args.output.is_none(), args.backlog.color);
    let write = |out: &mut dyn Write| match format {
        Format::Text => report::similar_text(&report, page, out),
        Format::Markdown => report::similar_markdown(&report, out),
        Format::Csv => report::similar_csv(&report, text_cells(args), out),
        Format::Json => report::similar_json(&report, out),
    };
    match &args.output {
        Some(path) => output::to_file(path, &settings.inputs, args.force, write)?,
        None => output::to_stdout(write)?,
    }
    Ok(if roadmap.stopped { Outcome::Stopped } else { Outcome::Done })
}

fn text_cells(args: &Args) -> TextCells {
    let to_terminal = args.output.is_none() && io::stdout().is_terminal();
    if to_terminal { TextCells::Visible } else { TextCells::Guarded }
}

/// The format that was asked for, by name or by the ending of the file.
fn format(args: &Args) -> Result<Format, Failure> {
    if let Some(format) = args.format {
        return Ok(format);
    }
    let Some(path) = &args.output else {
        return Ok(Format::Text);
    };
    let known = [
        ("txt", Format::Text),
        ("md", Format::Markdown),
        ("markdown", Format::Markdown),
        ("csv", Format::Csv),
        ("json", Format::Json),
    ];
    output::format_of(path, &known, "use .txt, .md, .csv or .json, or name one with --format")
}
