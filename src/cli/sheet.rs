//! `roadbed sheet`: a file that teams fill in.

use std::{io::Write, path::PathBuf};

use clap::Args as Group;

use super::{Outcome, args::Backlog, failure::Failure, output, rank, settings::Settings};
use crate::{
    report,
    scoring_sheet::{Choice, ScoringSheet},
    untrusted::visible,
};

#[derive(Debug, Group)]
pub(super) struct Args {
    #[command(flatten)]
    backlog: Backlog,

    /// Write to this file; its ending picks the format: .xlsx .csv
    #[arg(short, long, value_name = "FILE", required = true)]
    output: PathBuf,

    /// Replace the output file if there is one
    #[arg(long)]
    force: bool,

    /// Only the requests of this team
    #[arg(long, value_name = "TEAM")]
    team: Option<String>,

    /// Only this many requests, those first that most others wait for
    #[arg(long, value_name = "NUMBER")]
    top: Option<usize>,

    /// Every open request, even those that are judged already
    #[arg(long)]
    all: bool,

    /// Do not show warnings and notes, nor what was written
    #[arg(short, long)]
    quiet: bool,
}

#[derive(Clone, Copy)]
enum Format {
    Workbook,
    Csv,
}

pub(super) fn run(args: &Args) -> Result<Outcome, Failure> {
    let known = [("xlsx", Format::Workbook), ("csv", Format::Csv)];
    let format = output::format_of(&args.output, &known, "use .xlsx or .csv")?;
    let settings = Settings::load(&args.backlog)?;
    let roadmap = rank::build(&settings);
    rank::show_findings(&roadmap, &settings, args.quiet);
    if roadmap.stopped {
        return Ok(rank::refuse(&roadmap));
    }
    let team = args.team.as_deref().map(|name| rank::team(name, &roadmap.backlog)).transpose()?;
    let sheet = ScoringSheet::new(&roadmap, Choice { team, top: args.top, all: args.all });
    if sheet.rows.is_empty() {
        rank::say(if args.all || args.top == Some(0) {
            "Nothing was written: there is no open request."
        } else {
            "Nothing was written: every open request is judged. --all writes them all the same."
        });
        return Ok(Outcome::Done);
    }
    output::to_file(&args.output, &settings.inputs, args.force, |out: &mut dyn Write| match format {
        Format::Workbook => report::scoring_workbook(&sheet, out),
        Format::Csv => report::scoring_csv(&sheet, out),
    })?;
    if !args.quiet {
        let path = args.output.display().to_string();
        let requests = sheet.rows.len();
        rank::say(&format!(
            "{}: {requests} request{} to judge, {} columns to fill in.",
            visible(&path),
            if requests == 1 { "" } else { "s" },
            sheet.questions.len(),
        ));
    }
    Ok(Outcome::Done)
}
