//! What a job works with: the policy, the files, and how results are shown.

use std::{
    fmt::Write as _,
    fs,
    io::{self, IsTerminal},
    path::{Path, PathBuf},
    thread,
};

use sha2::{Digest, Sha256};

use super::{
    args::{Backlog, Colour},
    failure::Failure,
    files,
};
use crate::{
    diagnostic::{Finding, Source, Style},
    import,
    ingest::{Input, decode, decode_text},
    policy::Policy,
    roadmap::Options,
    workers::Workers,
};

/// The policy that is read where none is named.
const POLICY: &str = "roadbed.toml";

/// A width for output that goes to no terminal.
const WIDTH: usize = 100;

/// Everything a job that reads a backlog works with.
#[derive(Debug)]
pub(super) struct Settings {
    pub(super) policy: Policy,
    /// The policy's text comes first, then the backlog's files.
    pub(super) sources: Vec<Source>,
    /// The paths of what was read, the policy's first.
    pub(super) inputs: Vec<PathBuf>,
    /// What was found while reading policy and bytes.
    pub(super) findings: Vec<Finding>,
    pub(super) options: Options,
    pub(super) colour: Colour,
    /// Of what kind each of the files is, as far as it is said.
    pub(super) from: Vec<Option<String>>,
}

/// The number of the first file of the backlog among the sources.
pub(super) const FIRST: u32 = 1;

impl Settings {
    /// Reads the policy and the files. Exports of trackers among them become backlogs.
    pub(super) fn load(args: &Backlog) -> Result<Self, Failure> {
        Self::load_files(args, Digests::LeftOut)
    }

    /// The same with the digests of the files, which JSON output states.
    pub(super) fn load_for_json(args: &Backlog) -> Result<Self, Failure> {
        Self::load_files(args, Digests::Computed)
    }

    fn load_files(args: &Backlog, digests: Digests) -> Result<Self, Failure> {
        let mut settings = Self::load_texts(args, digests)?;
        if !settings.findings.iter().any(Finding::is_error) {
            let files = settings.sources.split_off(FIRST as usize);
            let (files, findings) = import::as_backlogs(files, FIRST, &settings.policy, &settings.from);
            settings.sources.extend(files);
            settings.findings.extend(findings);
        }
        Ok(settings)
    }

    /// Reads the policy and the files. Where the policy has problems, no file is read: findings
    /// under the wrong policy would mislead.
    pub(super) fn load_as_they_are(args: &Backlog) -> Result<Self, Failure> {
        Self::load_texts(args, Digests::LeftOut)
    }

    fn load_texts(args: &Backlog, digests: Digests) -> Result<Self, Failure> {
        let (path, source, unreadable) = policy_source(args.policy.as_deref())?;
        let (policy, problems) = Policy::read(&source, 0);
        let mut settings = Self {
            findings: if unreadable.is_empty() { problems } else { unreadable },
            inputs: vec![path.clone()],
            options: Options { set_aside: args.set_aside, as_of: args.as_of, workers: workers(args.threads) },
            sources: vec![source],
            colour: args.color,
            from: Vec::new(),
            policy,
        };
        if settings.findings.is_empty() {
            let paths = input_paths(&args.files, &settings.policy, &path)?;
            let read_as = args.reading.of(&paths)?;
            settings.from = args.reading.from(&paths, &settings.policy)?;
            for ((file, input), read_as) in (FIRST..).zip(files::read(&paths)?).zip(read_as) {
                let sha256 = (digests == Digests::Computed).then(|| sha256(&input.bytes));
                let (mut source, findings) = decode(input, file, &read_as);
                source.form.sha256 = sha256;
                settings.sources.push(source);
                settings.findings.extend(findings);
            }
            settings.inputs.extend(paths);
        }
        Ok(settings)
    }

    /// How findings are drawn on standard error.
    pub(super) fn style(colour: Colour) -> Style {
        let fancy = shows_colour(colour, io::stderr().is_terminal());
        Style { fancy, width: terminal_width().unwrap_or(WIDTH) }
    }
}

/// Whether the digests of the files are computed: of a large file that takes a while.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Digests {
    Computed,
    LeftOut,
}

/// The digest of a file in hexadecimal digits, as `sha256sum` prints it.
fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |mut digits, byte| {
        // Writing to a string cannot fail.
        let _ = write!(digits, "{byte:02x}");
        digits
    })
}

/// So many threads as were asked for, or else as many as the machine runs at once.
fn workers(asked: Option<u16>) -> Workers {
    let available = || thread::available_parallelism().map_or(1, usize::from);
    Workers::new(asked.map_or_else(available, usize::from))
}

/// Whether to use colours on a stream.
pub(super) fn shows_colour(colour: Colour, terminal: bool) -> bool {
    let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    match colour {
        Colour::Always => true,
        Colour::Never => false,
        Colour::Auto => terminal && !refused && !dumb,
    }
}

/// The width of a table: what was asked for, else the terminal's, else a fixed one.
pub(super) fn table_width(asked: Option<u16>) -> usize {
    asked.map(usize::from).or_else(terminal_width).unwrap_or(WIDTH)
}

fn terminal_width() -> Option<usize> {
    let (terminal_size::Width(width), _) = terminal_size::terminal_size()?;
    Some(usize::from(width).max(40))
}

/// The policy's path and text, and what keeps it from being text. The built-in one has none.
fn policy_source(named: Option<&Path>) -> Result<(PathBuf, Source, Vec<Finding>), Failure> {
    let path = named.unwrap_or(Path::new(POLICY)).to_owned();
    if named.is_none() && !path.exists() {
        return Ok((path, Source::default(), Vec::new()));
    }
    let bytes = fs::read(&path).map_err(|error| Failure::Read(path.clone(), error))?;
    let (source, problems) = decode_text(Input { name: path.to_string_lossy().into_owned(), bytes }, 0);
    Ok((path, source, problems))
}

fn input_paths(named: &[PathBuf], policy: &Policy, policy_path: &Path) -> Result<Vec<PathBuf>, Failure> {
    if !named.is_empty() {
        return Ok(named.to_vec());
    }
    if policy.files.is_empty() {
        return Err(Failure::Usage(
            "no files were named".into(),
            "name the files of the backlog, or list them under `files` in roadbed.toml; `roadbed init` writes both",
        ));
    }
    let folder = policy_path.parent().unwrap_or(Path::new(""));
    Ok(policy.files.iter().map(|file| folder.join(file)).collect())
}
