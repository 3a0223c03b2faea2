//! `roadbed rank`: the roadmap.

use std::{
    io::{self, IsTerminal, Write},
    mem::ManuallyDrop,
};

use super::{
    Outcome,
    args::{Format, Rank},
    failure::Failure,
    findings::{self, Found},
    output,
    progress::Progress,
    settings::{FIRST, Settings, shows_colour, table_width},
};
use crate::{
    diagnostic::Finding,
    model::{Backlog, Number, Team},
    report::{self, Drawing, Report, TextCells, View},
    roadmap::{Roadmap, Stage},
    suggestion::closest,
};

pub(super) fn run(args: &Rank) -> Result<Outcome, Failure> {
    let format = format(args)?;
    let progress = Progress::start();
    progress.enter(Stage::Reading);
    let settings = match format {
        Format::Json => Settings::load_for_json(&args.backlog)?,
        _ => Settings::load(&args.backlog)?,
    };
    // The process ends with this job; freeing a large backlog piece by piece would take time.
    let roadmap = ManuallyDrop::new(build_watched(&settings, &progress));
    progress.finish();
    show_findings(&roadmap, &settings, args.quiet);
    if roadmap.stopped && format != Format::Json {
        return Ok(refuse(&roadmap));
    }
    let report = Report {
        roadmap: &roadmap,
        policy: &settings.policy,
        sources: &settings.sources,
        view: if roadmap.stopped { View::default() } else { view(args, &roadmap.backlog)? },
    };
    if roadmap.backlog.requests.is_empty() && roadmap.backlog.settled.is_empty() && !roadmap.stopped {
        say("There is nothing to rank. Requests are rows below a header with at least `id` and `title`.");
    }
    let drawing = drawing(args, format);
    let write = |out: &mut dyn Write| match format {
        Format::Table | Format::Plain => report::table(&report, drawing, out),
        Format::Markdown => report::markdown(&report, out),
        Format::Csv => report::csv(&report, text_cells(args), settings.options.workers, out),
        Format::Json => report::json(&report, out),
    };
    let progress =
        if args.output.is_none() && io::stdout().is_terminal() { None } else { Some(Progress::start()) };
    if let Some(progress) = &progress {
        progress.enter(Stage::Writing);
    }
    let written = match &args.output {
        Some(path) => output::to_file(path, &settings.inputs, args.force, write),
        None => output::to_stdout(write),
    };
    if let Some(progress) = progress {
        progress.finish();
    }
    written?;
    Ok(if roadmap.stopped { Outcome::Stopped } else { Outcome::Done })
}

/// The roadmap of what was read, with the findings of reading it.
pub(super) fn build(settings: &Settings) -> Roadmap<'_> {
    let progress = Progress::start();
    let roadmap = build_watched(settings, &progress);
    progress.finish();
    roadmap
}

fn build_watched<'s>(settings: &'s Settings, progress: &Progress) -> Roadmap<'s> {
    let sources = settings.sources.get(FIRST as usize..).unwrap_or(&[]);
    if !settings.findings.iter().any(Finding::is_error) {
        let enter = |stage| progress.enter(stage);
        let options = settings.options;
        let mut roadmap = Roadmap::build_watched(sources, FIRST, &settings.policy, options, &enter);
        roadmap.findings.extend(settings.findings.iter().cloned());
        return roadmap;
    }
    // Report only decoding errors; later ones would be spurious.
    Roadmap { findings: settings.findings.clone(), stopped: true, ..Roadmap::default() }
}

/// Shows on standard error what was found.
pub(super) fn show_findings(roadmap: &Roadmap<'_>, settings: &Settings, quiet: bool) {
    let found = Found { findings: &roadmap.findings, sheets: &roadmap.sheets, sources: &settings.sources };
    found.show_errors(Settings::style(settings.colour));
    if !quiet {
        found.show_briefly();
    }
}

/// Says that errors stopped the job, and how to go on.
pub(super) fn refuse(roadmap: &Roadmap<'_>) -> Outcome {
    let fatal = roadmap.findings.iter().any(|finding| finding.is_error() && finding.rows.is_empty());
    let way_out =
        if fatal { "Correct what is wrong" } else { "Correct the errors, or rank the rest with --set-aside" };
    say(&format!("Nothing was ranked: {}. {way_out}.", findings::tally(&roadmap.findings)));
    Outcome::Stopped
}

pub(super) fn say(words: &str) {
    // Nothing can be done where standard error itself cannot be written.
    let _ = writeln!(io::stderr().lock(), "{words}");
}

/// The format that was asked for, by name or by the ending of the file.
fn format(args: &Rank) -> Result<Format, Failure> {
    if let Some(format) = args.format {
        return Ok(format);
    }
    let Some(path) = &args.output else {
        return Ok(if io::stdout().is_terminal() { Format::Table } else { Format::Plain });
    };
    let known = [
        ("txt", Format::Plain),
        ("md", Format::Markdown),
        ("markdown", Format::Markdown),
        ("csv", Format::Csv),
        ("json", Format::Json),
    ];
    output::format_of(path, &known, "use .txt, .md, .csv or .json, or name one with --format")
}

fn text_cells(args: &Rank) -> TextCells {
    if args.output.is_none() && io::stdout().is_terminal() {
        TextCells::Visible
    } else if args.raw_csv {
        TextCells::Raw
    } else {
        TextCells::Guarded
    }
}

fn drawing(args: &Rank, format: Format) -> Drawing {
    let to_terminal = args.output.is_none() && io::stdout().is_terminal();
    let table = format == Format::Table;
    Drawing {
        width: table_width(args.width),
        lines: table,
        colour: table && args.output.is_none() && shows_colour(args.backlog.color, to_terminal),
    }
}

fn view(args: &Rank, backlog: &Backlog<'_>) -> Result<View, Failure> {
    let team = args.team.as_deref().map(|name| team(name, backlog)).transpose()?;
    Ok(View { top: args.top, team, verdicts: args.verdict.clone() })
}

pub(super) fn team(name: &str, backlog: &Backlog<'_>) -> Result<Team, Failure> {
    let wanted = name.trim().to_lowercase();
    let found = Team::all().zip(&backlog.teams).find(|(_, team)| team.to_lowercase() == wanted);
    found.map(|(number, _)| number).ok_or_else(|| {
        if let Some(meant) = closest(name, backlog.teams.iter().map(String::as_str)) {
            return Failure::Usage(
                format!("no team is called `{name}`: did you mean `{meant}`?"),
                "names are compared without regard to case",
            );
        }
        let known: Vec<&str> = backlog.teams.iter().map(String::as_str).take(20).collect();
        let known = if known.is_empty() {
            "no team is named".to_owned()
        } else {
            format!("known are {}", known.join(", "))
        };
        Failure::Usage(
            format!("no team is called `{name}`: {known}"),
            "names are compared without regard to case",
        )
    })
}
