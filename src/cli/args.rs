//! What can be typed. What is built from it is [`super::settings`].

use std::path::PathBuf;

use clap::{Args as Group, Parser, Subcommand, ValueEnum, builder::styling};
use clap_complete::Shell;

use super::reading::Reading;
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
    /// Check a backlog and its policy, and show everything that was found
    Check(Check),
    /// Rank a backlog: the roadmap as a table
    Rank(Box<Rank>),
    /// Explain a request: why here, why not higher, what would change it, who gains
    #[command(
        override_usage = "roadbed explain [OPTIONS] [FILES]... <ID>\n       roadbed explain [OPTIONS] --all [FILES]..."
    )]
    Explain(Box<Explain>),
    /// Show who asked, how loudly, and what became of it
    Voices(Voices),
    /// List requests of different teams that ask for close to the same
    Similar(Similar),
    /// Draw who waits for whom
    Graph(Box<Graph>),
    /// Write the review that people open, read and question: a page, a workbook, text or data
    Export(Export),
    /// Print completions for a shell
    Completions(Completions),
    /// Print the manual page
    Man,
}

#[derive(Debug, Group)]
pub(super) struct Init {
    /// Where to write; made if it is missing
    #[arg(value_name = "FOLDER", default_value = ".")]
    pub(super) folder: PathBuf,
}

#[derive(Debug, Group)]
pub(super) struct Completions {
    /// The shell
    pub(super) shell: Shell,
}

/// What every job that reads a backlog takes.
#[derive(Clone, Debug, Group)]
pub(super) struct Backlog {
    /// Files of the backlog (CSV, .xlsx, .ods), `-` for standard input; without any, those that
    /// the policy names
    #[arg(value_name = "FILES")]
    pub(super) files: Vec<PathBuf>,

    #[command(flatten)]
    pub(super) reading: Reading,

    /// The policy; without it `roadbed.toml` in this folder, or else the built-in one
    #[arg(long, value_name = "FILE")]
    pub(super) policy: Option<PathBuf>,

    /// Go on without the rows that have errors, and say which
    #[arg(long)]
    pub(super) set_aside: bool,

    /// The day on which the roadmap begins, for judging dates: 2027-01-31
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(super) as_of: Option<Date>,

    /// Threads to work with; without it as many as the machine runs at once. The result is the same
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

    /// Write the backlog to this file; without it to standard output
    #[arg(short, long, value_name = "FILE", conflicts_with = "update")]
    pub(super) output: Option<PathBuf>,

    /// Replace the output file if there is one
    #[arg(long)]
    pub(super) force: bool,

    /// Bring this backlog up to date: what people filled in stays, the difference is printed
    #[arg(long, value_name = "BACKLOG")]
    pub(super) update: Option<PathBuf>,

    /// Print the difference, and change nothing
    #[arg(long, requires = "update")]
    pub(super) dry_run: bool,

    /// Print the mapping of each file in the policy's syntax, and what becomes of each column
    #[arg(long, conflicts_with_all = ["output", "update", "links"])]
    pub(super) show_mapping: bool,

    /// Print every link as a sentence
    #[arg(long)]
    pub(super) links: bool,

    /// Say nothing about what was read and where it went
    #[arg(short, long)]
    pub(super) quiet: bool,
}

#[derive(Debug, Group)]
pub(super) struct Check {
    #[command(flatten)]
    pub(super) backlog: Backlog,

    /// How to show what was found
    #[arg(long, value_enum, default_value_t = CheckFormat::Text)]
    pub(super) format: CheckFormat,
}

#[derive(Debug, Group)]
pub(super) struct Rank {
    #[command(flatten)]
    pub(super) backlog: Backlog,

    /// How to show the roadmap; without it a table on a terminal, plain elsewhere
    #[arg(long, value_enum)]
    pub(super) format: Option<Format>,

    /// Write to a file; its ending says how: .txt .md .csv .json
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,

    /// Replace the output file if there is one
    #[arg(long)]
    pub(super) force: bool,

    /// Show only the first requests
    #[arg(long, value_name = "NUMBER")]
    pub(super) top: Option<usize>,

    /// Show only what this team asks for
    #[arg(long, value_name = "TEAM")]
    pub(super) team: Option<String>,

    /// Show only these verdicts: build, hold, blocked, decline, unscored, or as shown ("needs input")
    #[arg(long, value_name = "VERDICT", value_delimiter = ',', value_parser = verdict)]
    pub(super) verdict: Vec<Verdict>,

    /// Write text cells of CSV as they are, even where a spreadsheet would take them for formulas
    #[arg(long)]
    pub(super) raw_csv: bool,

    /// Columns to draw the table in; without it the terminal's width, or 100
    #[arg(long, value_name = "COLUMNS", value_parser = clap::value_parser!(u16).range(40..=1000))]
    pub(super) width: Option<u16>,

    /// Say nothing about warnings and notes
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

    /// Put the request beside this one, and say what decides between them
    #[arg(long, value_name = "ID")]
    pub(super) versus: Option<String>,

    /// How to show it
    #[arg(long, value_enum)]
    pub(super) format: Option<ExplainFormat>,

    /// Write to a file; its ending says how: .txt .md .json
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,

    /// Replace the output file if there is one
    #[arg(long)]
    pub(super) force: bool,

    /// Columns to write in; without it the terminal's width, or 100
    #[arg(long, value_name = "COLUMNS", value_parser = clap::value_parser!(u16).range(40..=1000))]
    pub(super) width: Option<u16>,

    /// Say nothing about warnings and notes
    #[arg(short, long)]
    pub(super) quiet: bool,
}

#[derive(Debug, Group)]
pub(super) struct Graph {
    #[command(flatten)]
    pub(super) backlog: Backlog,

    /// The language of the picture
    #[arg(long, value_enum)]
    pub(super) format: Option<GraphFormat>,

    /// Only what is linked to this request
    #[arg(long, value_name = "ID")]
    pub(super) around: Option<String>,

    /// By at most so many links
    #[arg(long, value_name = "LINKS", requires = "around", default_value_t = 2)]
    pub(super) depth: u32,

    /// Only this bundle
    #[arg(long, value_name = "NUMBER")]
    pub(super) bundle: Option<u32>,

    /// Only what begins in this horizon: now, next, later
    #[arg(long, value_name = "HORIZON", value_parser = horizon)]
    pub(super) horizon: Option<Horizon>,

    /// Write to a file; its ending says how: .dot .mmd .svg
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,

    /// Replace the output file if there is one
    #[arg(long)]
    pub(super) force: bool,

    /// Say nothing about warnings and notes
    #[arg(short, long)]
    pub(super) quiet: bool,
}

#[derive(Debug, Group)]
pub(super) struct Export {
    #[command(flatten)]
    pub(super) backlog: Backlog,

    /// Write to a file; its ending says what: .html .md .xlsx .csv .json. May be given several times
    #[arg(short, long, value_name = "FILE", required = true)]
    pub(super) output: Vec<PathBuf>,

    /// Replace output files that exist
    #[arg(long)]
    pub(super) force: bool,

    /// Say nothing about warnings and notes
    #[arg(short, long)]
    pub(super) quiet: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum GraphFormat {
    /// For Graphviz
    Dot,
    /// For wikis and code hosts
    Mermaid,
    /// A picture
    Svg,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ExplainFormat {
    /// Sentences, bars and trees
    Text,
    /// Markdown
    Markdown,
    /// The data, for other programs
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// A table with lines
    Table,
    /// The same without lines and colours
    Plain,
    /// Markdown
    Markdown,
    /// Every figure of every request as CSV
    Csv,
    /// Everything, for other programs
    Json,
}

#[derive(Debug, Group)]
pub(super) struct Voices {
    #[command(flatten)]
    pub(super) backlog: Backlog,

    /// How to show the figures
    #[arg(long, value_enum)]
    pub(super) format: Option<VoicesFormat>,

    /// Write to a file; its ending says how: .txt .md .json
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,

    /// Replace the output file if there is one
    #[arg(long)]
    pub(super) force: bool,

    /// How many of the loudest that fell and of the quietest that rose to show
    #[arg(long, value_name = "NUMBER", default_value_t = 5)]
    pub(super) top: usize,

    /// Columns to fit the text into; without it the terminal's width, or 100
    #[arg(long, value_name = "COLUMNS", value_parser = clap::value_parser!(u16).range(40..=1000))]
    pub(super) width: Option<u16>,

    /// Say nothing about warnings and notes
    #[arg(short, long)]
    pub(super) quiet: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum VoicesFormat {
    /// Sentences and tables
    Text,
    /// Markdown
    Markdown,
    /// Everything, for other programs
    Json,
}

#[derive(Debug, Group)]
pub(super) struct Similar {
    #[command(flatten)]
    pub(super) backlog: Backlog,

    /// From which likeness on requests are listed: 1 is the same text. Without it 0.2
    #[arg(long, value_name = "NUMBER", value_parser = likeness)]
    pub(super) threshold: Option<Likeness>,

    /// List also what one team asks for twice
    #[arg(long)]
    pub(super) same_team: bool,

    /// How to show the groups
    #[arg(long, value_enum)]
    pub(super) format: Option<SimilarFormat>,

    /// Write to a file; its ending says how: .txt .md .csv .json
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,

    /// Replace the output file if there is one
    #[arg(long)]
    pub(super) force: bool,

    /// Show only the first groups
    #[arg(long, value_name = "NUMBER")]
    pub(super) top: Option<usize>,

    /// Columns to fit the text into; without it the terminal's width, or 100
    #[arg(long, value_name = "COLUMNS", value_parser = clap::value_parser!(u16).range(40..=1000))]
    pub(super) width: Option<u16>,

    /// Say nothing about warnings and notes
    #[arg(short, long)]
    pub(super) quiet: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum SimilarFormat {
    /// Sentences and tables
    Text,
    /// Markdown
    Markdown,
    /// A row per request, with the cell to write
    Csv,
    /// Everything, for other programs
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum CheckFormat {
    /// Sentences and pictures
    Text,
    /// The findings of the ranking's JSON
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Colour {
    /// Where the terminal shows them
    Auto,
    /// Always
    Always,
    /// Never
    Never,
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
