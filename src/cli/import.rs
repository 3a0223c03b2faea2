//! `roadbed import`: exports of trackers become a backlog that people fill in, and stay one.

use std::{
    fs,
    io::{self, IsTerminal, Write},
    path::{Path, PathBuf},
};

use super::{
    Outcome,
    args::Import as Args,
    failure::Failure,
    files,
    findings::{Found, tally},
    output, rank,
    settings::{FIRST, Settings},
};
use crate::{
    diagnostic::{Finding, Source},
    import::{self, Backlog, Import},
    ingest::{ReadAs, decode},
    model::number,
    untrusted::visible,
};

/// What some spreadsheet programs begin a file in UTF-8 with, and need to read it again.
const MARK: &[u8] = b"\xef\xbb\xbf";

pub(super) fn run(args: &Args) -> Result<Outcome, Failure> {
    let settings = Settings::load_as_they_are(&args.backlog)?;
    if settings.findings.iter().any(Finding::is_error) {
        show(&settings.findings, &settings.sources);
        return Ok(stopped(&settings.findings));
    }
    let sources = &settings.sources[FIRST as usize..];
    if args.show_mapping {
        return show_mapping(&settings, sources);
    }
    match &args.update {
        Some(path) => update(args, path, &settings, sources),
        None => write(args, &settings, sources),
    }
}

/// Writes a backlog of its own.
fn write(args: &Args, settings: &Settings, sources: &[Source]) -> Result<Outcome, Failure> {
    let import = Import::read(sources, FIRST, &settings.policy, &settings.from, &[]);
    show(&settings.findings, &settings.sources);
    show(&import.findings, &settings.sources);
    if import.findings.iter().any(Finding::is_error) {
        return Ok(stopped(&import.findings));
    }
    if args.links {
        links(&import)?;
        if args.output.is_none() {
            return Ok(Outcome::Done);
        }
    }
    let backlog = Backlog::of(&import);
    let bytes = backlog.write();
    match &args.output {
        Some(path) => output::to_file(path, &settings.inputs, args.force, |out| out.write_all(&bytes))?,
        // On a terminal nothing may act on it.
        None if io::stdout().is_terminal() => {
            let text = String::from_utf8_lossy(&bytes);
            output::to_stdout(|out: &mut dyn Write| {
                text.lines().try_for_each(|line| writeln!(out, "{}", visible(line)))
            })?;
        }
        None => output::to_stdout(|out| out.write_all(&bytes))?,
    }
    if !args.quiet {
        import.summary(&backlog).iter().for_each(|line| rank::say(line));
        if let Some(path) = &args.output {
            let path = path.display().to_string();
            rank::say(&format!("Fill in what each is worth; then `roadbed rank {}`.", visible(&path)));
        }
    }
    Ok(Outcome::Done)
}

/// Brings a backlog up to date: prints the difference, then replaces the file.
fn update(args: &Args, path: &Path, settings: &Settings, sources: &[Source]) -> Result<Outcome, Failure> {
    let bytes = fs::read(path).map_err(|error| Failure::Read(path.to_owned(), error))?;
    let number = number(settings.sources.len());
    let input = crate::ingest::Input { name: path.to_string_lossy().into_owned(), bytes: bytes.clone() };
    let (source, mut findings) = decode(input, number, &ReadAs::default());
    if source.form.sheet.is_some() {
        return Err(Failure::Usage(
            format!("{} is a workbook; only CSV can be brought up to date", path.display()),
            "save it as \"CSV UTF-8\", or import into a file of its own with -o",
        ));
    }
    let mark: &[u8] = if bytes.starts_with(MARK) { MARK } else { b"" };
    let all: Vec<Source> = settings.sources.iter().cloned().chain([source]).collect();
    let held = if findings.iter().any(Finding::is_error) {
        None
    } else {
        import::read_backlog(number, &all[number as usize], &settings.policy, &mut findings)
    };
    let Some(old) = held.filter(|_| !findings.iter().any(Finding::is_error)) else {
        show(&findings, &all);
        return Ok(stopped(&findings));
    };
    let import = Import::read(sources, FIRST, &settings.policy, &settings.from, &old.ids());
    findings.extend(import.findings_for_update());
    show(&settings.findings, &all);
    show(&findings, &all);
    if findings.iter().any(Finding::is_error) {
        return Ok(stopped(&findings));
    }
    if args.links {
        links(&import)?;
    }
    let update = import::update(&old, &import);
    output::to_stdout(|out: &mut dyn Write| {
        for change in &update.changes {
            writeln!(out, "{change}")?;
        }
        if !update.absent.is_empty() {
            let names: Vec<String> = update.absent.iter().map(|name| visible(name).into_owned()).collect();
            writeln!(out, "Columns that the export no longer has, kept as they were: {}.", names.join(", "))?;
        }
        writeln!(out, "{}: {}.", visible(&path.to_string_lossy()), update.tally())
    })?;
    if update.changes_anything() && !args.dry_run {
        let written = update.backlog.write();
        output::replace(path, &bytes, |out| out.write_all(mark).and_then(|()| out.write_all(&written)))?;
    }
    Ok(Outcome::Done)
}

fn show_mapping(settings: &Settings, sources: &[Source]) -> Result<Outcome, Failure> {
    let mut findings = Vec::new();
    let texts: Vec<String> = (FIRST..)
        .zip(sources)
        .zip(&settings.from)
        .map(|((number, source), from)| {
            import::show_mapping(source, number, &settings.policy, from, &mut findings)
        })
        .collect();
    show(&findings, &settings.sources);
    output::to_stdout(|out| out.write_all(texts.join("\n").as_bytes()))?;
    Ok(if findings.iter().any(Finding::is_error) { Outcome::Stopped } else { Outcome::Done })
}

fn links(import: &Import<'_>) -> Result<(), Failure> {
    output::to_stdout(|out: &mut dyn Write| {
        import.edges().iter().try_for_each(|edge| writeln!(out, "{edge}"))
    })
}

/// Shows findings on standard error, each with its way out: an import says everything.
fn show(findings: &[Finding], sources: &[Source]) {
    let sheets = crate::ingest::Sheets::default();
    let found = Found { findings, sheets: &sheets, sources };
    // Nothing can be done where standard error itself cannot be written.
    let _ = found.write_lines(&mut io::stderr().lock());
}

fn stopped(findings: &[Finding]) -> Outcome {
    rank::say(&format!("Nothing was written: {}. Correct what is wrong.", tally(findings)));
    Outcome::Stopped
}

/// The options that exclude each other, as far as the parser cannot say it.
pub(super) fn check(args: &Args) -> Result<(), Failure> {
    let named = args.backlog.files.iter();
    let updated = |path: &PathBuf| named.clone().any(|file| files::same_file(file, path));
    if args.update.as_ref().is_some_and(updated) {
        return Err(Failure::Usage(
            "the backlog to update is also named as an export".into(),
            "name the exports as FILES, and the backlog behind --update",
        ));
    }
    Ok(())
}
