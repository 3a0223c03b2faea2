//! `roadbed voices`: who asked, how loudly, and what became of it.

use std::io::Write;

use super::{
    Outcome,
    args::{Voices as Args, VoicesFormat as Format},
    explain::page,
    failure::Failure,
    output, rank,
    settings::Settings,
};
use crate::{
    report::{self, VoicesReport},
    voices::Voices,
};

pub(super) fn run(args: &Args) -> Result<Outcome, Failure> {
    let format = output::document_format(
        args.format,
        args.output.as_deref(),
        [Format::Text, Format::Markdown, Format::Json],
    )?;
    let settings = Settings::load(&args.backlog)?;
    let roadmap = rank::build(&settings);
    rank::show_findings(&roadmap, &settings, args.quiet);
    if roadmap.stopped && format != Format::Json {
        return Ok(rank::refuse(&roadmap));
    }
    let voices = if roadmap.stopped { Voices::default() } else { Voices::of(&roadmap, &settings.policy) };
    let report = VoicesReport {
        voices: &voices,
        roadmap: &roadmap,
        policy: &settings.policy,
        sources: &settings.sources,
        top: args.top,
    };
    let page = page(args.width, args.output.is_none(), args.backlog.color);
    let write = |out: &mut dyn Write| match format {
        Format::Text => report::voices_text(&report, page, out),
        Format::Markdown => report::voices_markdown(&report, out),
        Format::Json => report::voices_json(&report, out),
    };
    match &args.output {
        Some(path) => output::to_file(path, &settings.inputs, args.force, write)?,
        None => output::to_stdout(write)?,
    }
    Ok(if roadmap.stopped { Outcome::Stopped } else { Outcome::Done })
}
