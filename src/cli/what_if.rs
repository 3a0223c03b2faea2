//! `roadbed what-if`: scenarios beside what there is.

use std::{fs, io::Write, path::PathBuf};

use clap::{Args as Group, ValueEnum};

use super::{
    Outcome,
    args::Backlog,
    explain::page,
    failure::Failure,
    findings::Found,
    output, rank,
    settings::{FIRST, Settings},
};
use crate::{
    diagnostic::{Finding, Source},
    ingest::{Input, decode_text},
    report::{Report, ScenarioOutcome, View, WhatIf, what_if_json, what_if_markdown, what_if_text},
    roadmap::Roadmap,
    scenarios::{self, Edit, Edited, Scenario},
    suggestion::closest,
};

/// The most scenarios: nobody reads a table of more.
const MOST: usize = 12;

#[derive(Debug, Group)]
pub(super) struct Args {
    #[command(flatten)]
    backlog: Backlog,

    /// A file of scenarios; if not given, those of the policy
    #[arg(long, value_name = "FILE")]
    scenarios: Option<PathBuf>,

    /// Only the scenario of this name; may be given several times
    #[arg(long, value_name = "NAME")]
    only: Vec<String>,

    /// Change a value of the policy or a cell: capacity.now=6, PAY-13.effort=5
    #[arg(long, value_name = "KEY=VALUE")]
    set: Vec<String>,

    /// As if this request were not there
    #[arg(long, value_name = "ID")]
    drop: Vec<String>,

    /// As if this request were done
    #[arg(long, value_name = "ID")]
    done: Vec<String>,

    /// As if this request had been declined
    #[arg(long, value_name = "ID")]
    decline: Vec<String>,

    /// As if this team were gone
    #[arg(long, value_name = "TEAM")]
    without_team: Vec<String>,

    /// Format of the comparison
    #[arg(long, value_enum)]
    format: Option<Format>,

    /// Write to this file; its ending picks the format: .txt .md .json
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,

    /// Replace the output file if there is one
    #[arg(long)]
    force: bool,

    /// Width in columns; if not given, the terminal's width, or 100
    #[arg(long, value_name = "COLUMNS", value_parser = clap::value_parser!(u16).range(40..=1000))]
    width: Option<u16>,

    /// Do not show warnings and notes
    #[arg(short, long)]
    quiet: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Sentences and tables
    Text,
    /// Markdown
    Markdown,
    /// The data, for other programs
    Json,
}

pub(super) fn run(args: &Args) -> Result<Outcome, Failure> {
    let format = output::document_format(
        args.format,
        args.output.as_deref(),
        [Format::Text, Format::Markdown, Format::Json],
    )?;
    let settings = Settings::load(&args.backlog)?;
    let base = rank::build(&settings);
    rank::show_findings(&base, &settings, args.quiet);
    if base.stopped {
        return Ok(rank::refuse(&base));
    }
    let scenarios = match asked(args, &settings, &base)? {
        Ok(scenarios) => scenarios,
        Err((findings, source)) => {
            let sources = [source];
            let found = Found { findings: &findings, sheets: &base.sheets, sources: &sources };
            found.show_errors(Settings::style(settings.colour));
            return Ok(Outcome::Stopped);
        }
    };
    let policy = settings.sources.first().cloned().unwrap_or_default();
    let files = settings.sources.get(FIRST as usize..).unwrap_or_default();
    let edited: Vec<Result<Edited, Vec<Finding>>> =
        scenarios.iter().map(|one| scenarios::apply(one, &policy, files, FIRST)).collect();
    let mut roadmaps: Vec<Result<Roadmap<'_>, Vec<Finding>>> =
        edited.iter().map(|one| ranked(one, &settings)).collect();
    for (scenario, roadmap) in scenarios.iter().zip(&mut roadmaps) {
        if let Ok(roadmap) = roadmap
            && is_same(&base, roadmap)
        {
            roadmap.findings.push(scenarios::without_effect(scenario));
        }
    }
    let outcomes = scenarios.iter().zip(&edited).zip(&roadmaps).map(|((scenario, edited), roadmap)| {
        let report = match (edited, roadmap) {
            (Ok(edited), Ok(roadmap)) => {
                Ok(Report { roadmap, policy: &edited.policy, sources: &edited.files, view: View::default() })
            }
            (_, Err(findings)) | (Err(findings), _) => Err(findings.clone()),
        };
        ScenarioOutcome { scenario, report }
    });
    let what_if = WhatIf {
        base: Report {
            roadmap: &base,
            policy: &settings.policy,
            sources: &settings.sources,
            view: View::default(),
        },
        scenarios: outcomes.collect(),
    };
    let page = page(args.width, args.output.is_none(), args.backlog.color);
    let write = |out: &mut dyn Write| match format {
        Format::Text => what_if_text(&what_if, page, out),
        Format::Markdown => what_if_markdown(&what_if, out),
        Format::Json => what_if_json(&what_if, out),
    };
    match &args.output {
        Some(path) => output::to_file(path, &settings.inputs, args.force, write)?,
        None => output::to_stdout(write)?,
    }
    let wrong = what_if.scenarios.iter().any(|one| one.report.is_err());
    Ok(if wrong { Outcome::Stopped } else { Outcome::Done })
}

/// Whether everything that is said of every request is the same.
fn is_same(base: &Roadmap<'_>, other: &Roadmap<'_>) -> bool {
    let of = |roadmap: &Roadmap<'_>| {
        let one = |node| {
            let begins = roadmap.times(node);
            let places = (roadmap.ranking.verdicts.of[node], roadmap.horizon(node), roadmap.finish(node));
            (roadmap.id(node).to_owned(), roadmap.score(node), begins, places)
        };
        roadmap.nodes().map(one).collect::<Vec<_>>()
    };
    of(base) == of(other)
}

/// The roadmap of a scenario.
fn ranked<'e>(
    edited: &'e Result<Edited, Vec<Finding>>,
    settings: &Settings,
) -> Result<Roadmap<'e>, Vec<Finding>> {
    let edited = edited.as_ref().map_err(Clone::clone)?;
    let roadmap = Roadmap::build(&edited.files, FIRST, &edited.policy, settings.options);
    if roadmap.stopped {
        return Err(roadmap.findings.into_iter().filter(Finding::is_error).collect());
    }
    Ok(roadmap)
}

/// What could not be read, with the file that it is about.
type Unreadable = (Vec<Finding>, Source);

/// The scenarios to look at: those of a file or of the policy, and what was typed as one more.
fn asked(
    args: &Args,
    settings: &Settings,
    base: &Roadmap<'_>,
) -> Result<Result<Vec<Scenario>, Unreadable>, Failure> {
    let source = match &args.scenarios {
        Some(path) => {
            let bytes = fs::read(path).map_err(|error| Failure::Read(path.clone(), error))?;
            decode_text(Input { name: path.to_string_lossy().into_owned(), bytes }, 0).0
        }
        None => settings.sources.first().cloned().unwrap_or_default(),
    };
    let mut scenarios = match scenarios::read(&source, 0) {
        Ok(scenarios) => scenarios,
        Err(findings) => return Ok(Err((findings, source))),
    };
    for name in &args.only {
        if !scenarios.iter().any(|one| one.name == *name) {
            let known = scenarios.iter().map(|one| one.name.as_str());
            let meant =
                closest(name, known).map_or(String::new(), |meant| format!(": did you mean \"{meant}\"?"));
            let failure = format!("there is no scenario \"{name}\"{meant}");
            return Err(Failure::Usage(failure, "--only takes the name of a scenario as it is written"));
        }
    }
    if !args.only.is_empty() {
        scenarios.retain(|one| args.only.contains(&one.name));
    }
    let typed = typed(args, base)?;
    if !typed.is_empty() {
        scenarios.push(Scenario { name: "as typed".to_owned(), why: None, edits: typed });
    }
    match scenarios.len() {
        0 => Err(Failure::Usage(
            "there is no scenario".to_owned(),
            "name a file with --scenarios, write [[scenario]] in the policy, or type a change such as --set capacity.now=6",
        )),
        1..=MOST => Ok(Ok(scenarios)),
        more => Err(Failure::Usage(
            format!("{more} scenarios are more than the {MOST} that anybody compares"),
            "pick some of them with --only",
        )),
    }
}

/// What was typed, as the edits of one scenario.
fn typed(args: &Args, base: &Roadmap<'_>) -> Result<Vec<Edit>, Failure> {
    let settled = base.backlog.settled.iter().map(|settled| settled.id.as_ref());
    let ids: Vec<&str> = base.nodes().map(|node| base.id(node)).chain(settled).collect();
    let is_id = |text: &str| ids.iter().any(|id| id.eq_ignore_ascii_case(text));
    let mut edits = Vec::new();
    for typed in &args.set {
        edits.push(scenarios::parse(typed, is_id).ok_or_else(|| {
            Failure::Usage(
                format!("`{typed}` says neither what to change nor to what"),
                "write --set capacity.now=6 for the policy, --set PAY-13.effort=5 for a cell",
            )
        })?);
    }
    edits.extend(args.without_team.iter().cloned().map(Edit::WithoutTeam));
    edits.extend(args.done.iter().cloned().map(Edit::Done));
    edits.extend(args.decline.iter().cloned().map(Edit::Decline));
    edits.extend(args.drop.iter().cloned().map(Edit::Drop));
    Ok(edits)
}
