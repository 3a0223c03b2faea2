//! `roadbed verify`: whether a published ranking holds, checked by code that knows nothing of the rest.

use std::{
    io::{self, Write},
    path::PathBuf,
};

use clap::{Args as Group, ValueEnum};
use serde::Serialize;

use super::{Outcome, failure::Failure, files, output};
use crate::{
    untrusted::{JsonWriter, visible},
    verify::{self, Check, File, State, Verification},
};

/// The name and version of the JSON.
const SCHEMA: &str = "roadbed.verification/1";

/// What every code begins with; people read the rest.
const PREFIX: &str = "verify-";

#[derive(Debug, Group)]
pub(super) struct Args {
    /// The ranking, as `roadbed rank -o FILE.json` wrote it, or `-` for standard input
    #[arg(value_name = "RANKING")]
    ranking: PathBuf,

    /// The files of the backlog that it was made from: every cell that it quotes is read again
    #[arg(long, value_name = "FILES", num_args = 1..)]
    against: Vec<PathBuf>,

    /// Format of the result
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Sentences
    Text,
    /// The data, for other programs
    Json,
}

pub(super) fn run(args: &Args) -> Result<Outcome, Failure> {
    let mut paths = vec![args.ranking.clone()];
    paths.extend(args.against.iter().cloned());
    let mut read = files::read(&paths)?.into_iter();
    let Some(ranking) = read.next() else { return Ok(Outcome::Done) };
    let files: Vec<File> = read.map(|it| File { name: it.name, bytes: it.bytes }).collect();
    let unreadable = |why: String| {
        Failure::Usage(
            format!("{} cannot be verified: {why}", ranking.name),
            "give a ranking as `roadbed rank -o roadmap.json` writes it",
        )
    };
    let text = std::str::from_utf8(&ranking.bytes).map_err(|error| unreadable(error.to_string()))?;
    let verification = verify::verify(text, (!files.is_empty()).then_some(&*files)).map_err(unreadable)?;
    output::to_stdout(|out| match args.format {
        Format::Text => as_text(&ranking.name, &verification, out),
        Format::Json => as_json(&ranking.name, &ranking.bytes, &verification, out),
    })?;
    Ok(if verification.holds() { Outcome::Done } else { Outcome::Stopped })
}

fn as_text(name: &str, verification: &Verification, out: &mut dyn Write) -> io::Result<()> {
    if let Some((requests, built)) = verification.requests {
        writeln!(out, "{}: {requests} requests, {built} to build", visible(name))?;
    }
    let with = |state: State| verification.checks.iter().filter(move |check| check.state() == state);
    let verified: Vec<&str> = with(State::Verified).map(short).collect();
    if !verified.is_empty() {
        writeln!(out, "verified     {}", verified.join(", "))?;
    }
    let left_out: Vec<&str> =
        verification.checks.iter().flat_map(|check| &check.left_out).map(String::as_str).collect();
    if !left_out.is_empty() {
        writeln!(out, "not checked  {}", visible(&left_out.join("; ")))?;
    }
    for check in with(State::Failed) {
        for finding in &check.findings {
            let about = finding.id.as_deref().map_or(String::new(), |id| format!("{id}: "));
            let line = format!("{about}{} stated, {} found", finding.stated, finding.found);
            writeln!(out, "failed       {}: {}", short(check), visible(&line))?;
        }
        let more = check.failed - check.findings.len();
        if more > 0 {
            writeln!(out, "failed       {}: {more} more", short(check))?;
        }
    }
    Ok(())
}

/// The name of a check as people read it.
fn short(check: &Check) -> &'static str {
    check.code.strip_prefix(PREFIX).unwrap_or(check.code)
}

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    file: &'a str,
    sha256: String,
    verdict: &'static str,
    checks: Vec<CheckJson<'a>>,
}

#[derive(Serialize)]
struct CheckJson<'a> {
    code: &'static str,
    state: &'static str,
    count: usize,
    failed: usize,
    findings: Vec<FindingJson<'a>>,
    left_out: &'a [String],
}

impl<'a> CheckJson<'a> {
    fn new(check: &'a Check) -> Self {
        let findings = check.findings.iter();
        let findings =
            findings.map(|it| FindingJson { id: it.id.as_deref(), stated: &it.stated, found: &it.found });
        Self {
            code: check.code,
            state: check.state().word(),
            count: check.count,
            failed: check.failed,
            findings: findings.collect(),
            left_out: &check.left_out,
        }
    }
}

#[derive(Serialize)]
struct FindingJson<'a> {
    id: Option<&'a str>,
    stated: &'a str,
    found: &'a str,
}

fn as_json(name: &str, bytes: &[u8], verification: &Verification, out: &mut dyn Write) -> io::Result<()> {
    let document = Document {
        schema: SCHEMA,
        file: name,
        sha256: verify::digest(bytes),
        verdict: if verification.holds() { "verified" } else { "failed" },
        checks: verification.checks.iter().map(CheckJson::new).collect(),
    };
    serde_json::to_writer_pretty(JsonWriter(&mut *out), &document)?;
    out.write_all(b"\n")
}
