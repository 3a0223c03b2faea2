//! The command line as it is typed. What is built from it is in [`super::settings`].

use std::path::PathBuf;

use clap::{Args as Group, Parser, Subcommand, builder::styling};
use clap_complete::Shell;

pub(super) use super::choices::{
    CheckFormat, Colour, ExplainFormat, Format, GraphFormat, Reader, SimilarFormat, VoicesFormat,
};
use super::reading::ReadingOptions;
use crate::{
    model::{Date, Decimal},
    order::{Horizon, Verdict},
    similar::Likeness,
};

const STYLES: styling::Styles = styling::Styles::styled()
    .header(styling::AnsiColor::Green.on_default().bold())
    .usage(styling::AnsiColor::Green.on_default().bold())
    .literal(styling::AnsiColor::Cyan.on_default().bold())
    .placeholder(styling::AnsiColor::Cyan.on_default());

/// Ranks a platform's request backlog and says why.
///
/// Reads requests from CSV and spreadsheets, puts their dependencies into the order, and shows what to build
/// first, what waits and for what, and what is refused and why.
#[derive(Debug, Parser)]
#[command(name = "roadbed", version, styles = STYLES, max_term_width = 100)]
pub(super) struct Args {
    #[command(subcommand)]
    pub(super) verb: Verb,
}

#[derive(Debug, Subcommand)]
pub(super) enum Verb {
    /// Write a commented policy and a small backlog to start from
    Init(Init),
    /// Turn exports of trackers into a backlog to fill in, or bring one up to date
    Import(Box<Import>),
    /// Check a backlog and its policy, and show all findings
    Check(Check),
    /// Rank a backlog: the roadmap as a table
    Rank(Box<Rank>),
    /// Explain a request: why it has its position or verdict, what would change it, and whom it serves
    #[command(
        override_usage = "roadbed explain [OPTIONS] [FILES]... <ID>\n       roadbed explain [OPTIONS] --all [FILES]..."
    )]
    Explain(Box<Explain>),
    /// Write the requests that should be judged to a workbook that teams fill in
    Sheet(super::sheet::Args),
    /// Show what each team asked for, how urgently, and what it gets
    Voices(Voices),
    /// Rank scenarios, such as fewer people or other weights, and put them beside what there is
    WhatIf(Box<super::what_if::Args>),
    /// List similar requests of different teams
    Similar(Similar),
    /// Draw the dependencies between requests
    Graph(Box<Graph>),
    /// Write the executive review to files: a web page, a workbook, text or data
    Export(Export),
    /// Check a published ranking, independently of the code that made it
    Verify(super::verify::Args),
    /// Print a completion script for a shell
    Completions(Completions),
    /// Print the manual page
    Man,
}

#[derive(Debug, Group)]
pub(super) struct Init {
    /// Folder to write into; created if it does not exist
    #[arg(value_name = "FOLDER", default_value = ".")]
    pub(super) folder: PathBuf,
}

#[derive(Debug, Group)]
pub(super) struct Completions {
    /// The shell
    pub(super) shell: Shell,
}

/// The options of every verb that reads a backlog.
#[derive(Clone, Debug, Group)]
pub(super) struct Backlog {
    /// Files of the backlog (CSV, .xlsx, .ods), or `-` for standard input; if none is given, the
    /// files that the policy names
    #[arg(value_name = "FILES")]
    pub(super) files: Vec<PathBuf>,

    #[command(flatten)]
    pub(super) reading: ReadingOptions,

    /// The policy file; if not given, `roadbed.toml` in this folder, else the built-in policy
    #[arg(long, value_name = "FILE")]
    pub(super) policy: Option<PathBuf>,

    /// Set aside the rows that have errors, list them, and rank the rest
    #[arg(long)]
    pub(super) set_aside: bool,

    /// The first day of the roadmap, to judge dates by: 2027-01-31
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(super) as_of: Option<Date>,

    /// How many threads to use; if not given, one per processor core. The result is the same
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub(super) threads: Option<u16>,

    /// When to use colours
    #[arg(long, value_name = "WHEN", value_enum, default_value_t = Colour::Auto)]
    pub(super) color: Colour,
}

#[derive(Debug, Group)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own on the command line")]
pub(super) struct Import {
    #[command(flatten)]
    pub(super) backlog: Backlog,

    /// Write the backlog to this file; if not given, to standard output
    #[arg(short, long, value_name = "FILE", conflicts_with = "update")]
    pub(super) output: Option<PathBuf>,

    /// Replace the output file if there is one
    #[arg(long)]
    pub(super) force: bool,

    /// Bring this backlog up to date: keep what people filled in, and print what changed
    #[arg(long, value_name = "BACKLOG")]
    pub(super) update: Option<PathBuf>,

    /// Print what would change, without changing the file
    #[arg(long, requires = "update")]
    pub(super) dry_run: bool,

    /// Print the mapping of each file in the policy's syntax, with what each column becomes
    #[arg(long, conflicts_with_all = ["output", "update", "links"])]
    pub(super) show_mapping: bool,

    /// Print every dependency as a sentence
    #[arg(long)]
    pub(super) links: bool,

    /// Do not print the summary of what was read
    #[arg(short, long)]
    pub(super) quiet: bool,
}

#[derive(Debug, Group)]
pub(super) struct Check {
    #[command(flatten)]
    pub(super) backlog: Backlog,

    /// Format of the findings
    #[arg(long, value_enum, default_value_t = CheckFormat::Text)]
    pub(super) format: CheckFormat,
}

#[derive(Debug, Group)]
pub(super) struct Rank {
    #[command(flatten)]
    pub(super) backlog: Backlog,

    /// Format of the roadmap; if not given, table on a terminal, plain elsewhere
    #[arg(long, value_enum)]
    pub(super) format: Option<Format>,

    /// Write to this file; its ending picks the format: .txt .md .csv .json
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,

    /// Replace the output file if there is one
    #[arg(long)]
    pub(super) force: bool,

    /// Show only this many requests, from the top
    #[arg(long, value_name = "NUMBER")]
    pub(super) top: Option<usize>,

    /// Show only the requests of this team
    #[arg(long, value_name = "TEAM")]
    pub(super) team: Option<String>,

    /// Show only these verdicts: build, hold, blocked, decline, unscored, or as shown ("needs input")
    #[arg(long, value_name = "VERDICT", value_delimiter = ',', value_parser = verdict)]
    pub(super) verdict: Vec<Verdict>,

    /// Write text cells of CSV unguarded, even those that a spreadsheet would run as formulas
    #[arg(long)]
    pub(super) raw_csv: bool,

    /// Width in columns; if not given, the terminal's width, or 100
    #[arg(long, value_name = "COLUMNS", value_parser = clap::value_parser!(u16).range(40..=1000))]
    pub(super) width: Option<u16>,

    /// Do not show warnings and notes
    #[arg(short, long)]
    pub(super) quiet: bool,
}

#[derive(Debug, Group)]
pub(super) struct Explain {
    #[command(flatten)]
    pub(super) backlog: Backlog,

    /// Explain every request, in the order of the roadmap
    #[arg(long, conflicts_with = "versus")]
    pub(super) all: bool,

    /// Compare the request with this one, and say what decides between them
    #[arg(long, value_name = "ID")]
    pub(super) versus: Option<String>,

    #[command(flatten)]
    pub(super) reply: Reply,

    /// Format of the explanation
    #[arg(long, value_enum)]
    pub(super) format: Option<ExplainFormat>,

    /// Write to this file; its ending picks the format: .txt .md .json
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,

    /// Replace the output file if there is one
    #[arg(long)]
    pub(super) force: bool,

    /// Width in columns; if not given, the terminal's width, or 100
    #[arg(long, value_name = "COLUMNS", value_parser = clap::value_parser!(u16).range(40..=1000))]
    pub(super) width: Option<u16>,

    /// Do not show warnings and notes
    #[arg(short, long)]
    pub(super) quiet: bool,
}

#[derive(Debug, Group)]
pub(super) struct Graph {
    #[command(flatten)]
    pub(super) backlog: Backlog,

    /// Format of the picture
    #[arg(long, value_enum)]
    pub(super) format: Option<GraphFormat>,

    /// Show only requests linked to this one
    #[arg(long, value_name = "ID")]
    pub(super) around: Option<String>,

    /// Follow at most this many links from that request
    #[arg(long, value_name = "LINKS", requires = "around", default_value_t = 2)]
    pub(super) depth: u32,

    /// Show only this bundle
    #[arg(long, value_name = "NUMBER")]
    pub(super) bundle: Option<u32>,

    /// Show only requests that start in this horizon: now, next, later
    #[arg(long, value_name = "HORIZON", value_parser = horizon)]
    pub(super) horizon: Option<Horizon>,

    /// Write to this file; its ending picks the format: .dot .mmd .svg
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,

    /// Replace the output file if there is one
    #[arg(long)]
    pub(super) force: bool,

    /// Do not show warnings and notes
    #[arg(short, long)]
    pub(super) quiet: bool,
}

#[derive(Debug, Group)]
pub(super) struct Export {
    #[command(flatten)]
    pub(super) backlog: Backlog,

    /// Write to this file; its ending picks the format: .html .md .xlsx .csv .json. May be given
    /// several times
    #[arg(short, long, value_name = "FILE", required = true)]
    pub(super) output: Vec<PathBuf>,

    /// Replace output files that exist
    #[arg(long)]
    pub(super) force: bool,

    /// Do not show warnings and notes
    #[arg(short, long)]
    pub(super) quiet: bool,
}

/// How the paragraph to send is asked for.
#[derive(Debug, Group)]
pub(super) struct Reply {
    /// Write only the paragraph to send to who asked, without points or names of columns
    #[arg(long, conflicts_with_all = ["versus", "width"])]
    pub(super) reply: bool,

    /// Who reads the reply; if not given, who asked
    #[arg(long = "for", value_name = "READER", requires = "reply", value_enum)]
    pub(super) reader: Option<Reader>,
}

#[derive(Debug, Group)]
pub(super) struct Voices {
    #[command(flatten)]
    pub(super) backlog: Backlog,

    /// Format of the figures
    #[arg(long, value_enum)]
    pub(super) format: Option<VoicesFormat>,

    /// Write to this file; its ending picks the format: .txt .md .json
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,

    /// Replace the output file if there is one
    #[arg(long)]
    pub(super) force: bool,

    /// How many of the loudest requests that fell, and of the quietest that rose, to show
    #[arg(long, value_name = "NUMBER", default_value_t = 5)]
    pub(super) top: usize,

    /// Width in columns; if not given, the terminal's width, or 100
    #[arg(long, value_name = "COLUMNS", value_parser = clap::value_parser!(u16).range(40..=1000))]
    pub(super) width: Option<u16>,

    /// Do not show warnings and notes
    #[arg(short, long)]
    pub(super) quiet: bool,
}

#[derive(Debug, Group)]
pub(super) struct Similar {
    #[command(flatten)]
    pub(super) backlog: Backlog,

    /// The least likeness to list, from 0.1 to 1 (the same text); if not given, 0.2
    #[arg(long, value_name = "NUMBER", value_parser = likeness)]
    pub(super) threshold: Option<Likeness>,

    /// Also list similar requests of one team
    #[arg(long)]
    pub(super) same_team: bool,

    /// Format of the groups
    #[arg(long, value_enum)]
    pub(super) format: Option<SimilarFormat>,

    /// Write to this file; its ending picks the format: .txt .md .csv .json
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,

    /// Replace the output file if there is one
    #[arg(long)]
    pub(super) force: bool,

    /// Show only this many groups, the most similar first
    #[arg(long, value_name = "NUMBER")]
    pub(super) top: Option<usize>,

    /// Width in columns; if not given, the terminal's width, or 100
    #[arg(long, value_name = "COLUMNS", value_parser = clap::value_parser!(u16).range(40..=1000))]
    pub(super) width: Option<u16>,

    /// Do not show warnings and notes
    #[arg(short, long)]
    pub(super) quiet: bool,
}

fn date(text: &str) -> Result<Date, String> {
    Date::parse(text).ok_or_else(|| "expected a date such as 2027-01-31".to_owned())
}

fn likeness(text: &str) -> Result<Likeness, String> {
    const LEAST: i64 = 100;
    let number =
        Decimal::parse(text).map(Decimal::thousandths).filter(|number| (LEAST..=1000).contains(number));
    let likeness = number.and_then(|number| u16::try_from(number).ok());
    likeness.map(Likeness).ok_or_else(|| "expected a number from 0.1 to 1".to_owned())
}

fn horizon(text: &str) -> Result<Horizon, String> {
    let all = [Horizon::Now, Horizon::Next, Horizon::Later];
    let found = all.into_iter().find(|horizon| horizon.word().eq_ignore_ascii_case(text));
    found.ok_or_else(|| "expected one of now, next, later".to_owned())
}

fn verdict(text: &str) -> Result<Verdict, String> {
    Verdict::typed(text).ok_or_else(|| {
        let both = |verdict: Verdict| match (verdict.word(), verdict.shown()) {
            (word, shown) if word == shown => word.to_owned(),
            (word, shown) => format!("{word} (or \"{shown}\")"),
        };
        format!("expected one of {}", Verdict::ALL.map(both).join(", "))
    })
}
