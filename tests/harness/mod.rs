//! The program as a user meets it: a folder, some files, a command, and what came of it.
//!
//! Every run has an empty environment and no terminal, so that nothing of the machine shows.
//! What the program computes is not judged here.

use std::{
    fmt,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use serde_json::Value;
use tempfile::TempDir;

/// A fresh folder with files in it, in which the program runs.
pub(crate) struct Folder {
    dir: TempDir,
}

impl Folder {
    pub(crate) fn new() -> Self {
        Self { dir: tempfile::tempdir().expect("a temporary folder") }
    }

    /// The folder with one more file.
    pub(crate) fn with(self, name: &str, contents: impl AsRef<[u8]>) -> Self {
        self.write(name, contents);
        self
    }

    pub(crate) fn write(&self, name: &str, contents: impl AsRef<[u8]>) {
        std::fs::write(self.path(name), contents).expect("a file can be written");
    }

    pub(crate) fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).expect("a text file")
    }

    /// The names of all files in it, sorted.
    pub(crate) fn names(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.dir.path()).expect("a folder");
        let mut names: Vec<String> = entries
            .map(|entry| entry.expect("an entry").file_name())
            .map(|name| name.to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// The program, about to run here.
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_roadbed"));
        command
            .args(args)
            .current_dir(self.dir.path())
            .env_clear()
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    /// Runs the program.
    pub(crate) fn run(&self, args: &[&str]) -> Outcome {
        Outcome::of(&mut self.command(args), args)
    }

    /// Runs the program with so little memory; nothing where the system cannot limit it.
    pub(crate) fn run_within(&self, kilobytes: u32, args: &[&str]) -> Option<Outcome> {
        let limit = format!("ulimit -v {kilobytes}");
        if !Command::new("sh").args(["-c", &limit]).status().is_ok_and(|status| status.success()) {
            return None;
        }
        let mut command = Command::new("sh");
        command
            .args(["-c", &format!("{limit} && exec \"$0\" \"$@\""), env!("CARGO_BIN_EXE_roadbed")])
            .args(args)
            .current_dir(self.dir.path())
            .env_clear()
            .stdin(Stdio::null());
        Some(Outcome::of(&mut command, args))
    }

    /// Runs the program with something on its standard input.
    pub(crate) fn run_with_input(&self, args: &[&str], input: &[u8]) -> Outcome {
        let mut command = self.command(args);
        let mut child = command.stdin(Stdio::piped()).spawn().expect("the program starts");
        let mut stdin = child.stdin.take().expect("a pipe");
        stdin.write_all(input).expect("the program reads its input");
        drop(stdin);
        Outcome::new(args, child.wait_with_output().expect("the program ends"))
    }

    /// The ranking of one of its files as JSON, whatever the exit code.
    pub(crate) fn rank_json(&self, file: &str) -> (i32, Value) {
        let outcome = self.run(&["rank", "--format", "json", file]);
        (outcome.code, outcome.json())
    }
}

/// What a run came to.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) args: Vec<String>,
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Outcome {
    pub(crate) fn of(command: &mut Command, args: &[&str]) -> Self {
        Self::new(args, command.output().expect("the program starts"))
    }

    fn new(args: &[&str], output: std::process::Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).expect("the program writes UTF-8");
        let stderr = text(output.stderr);
        assert!(!stderr.contains("panicked"), "{args:?}: {stderr}");
        Self {
            args: args.iter().map(|&arg| arg.to_owned()).collect(),
            code: output.status.code().expect("no signal ended the program"),
            stdout: text(output.stdout),
            stderr,
        }
    }

    /// Standard output as JSON.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}\n{self}"))
    }
}

/// Everything that a user would see, and the exit code.
impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "$ roadbed {}", self.args.join(" "))?;
        writeln!(f, "exit code: {}", self.code)?;
        for (name, text) in [("stdout", &self.stdout), ("stderr", &self.stderr)] {
            if !text.is_empty() {
                writeln!(f, "-- {name} --\n{}", text.trim_end_matches('\n'))?;
            }
        }
        Ok(())
    }
}

/// The requests of a ranking.
pub(crate) fn requests(ranking: &Value) -> &[Value] {
    ranking["requests"].as_array().expect("requests")
}

/// The codes of the findings of one severity, in the order shown.
pub(crate) fn codes<'r>(ranking: &'r Value, severity: &str) -> Vec<&'r str> {
    let findings = ranking["findings"].as_array().expect("findings");
    findings
        .iter()
        .filter(|finding| finding["severity"] == severity)
        .map(|finding| finding["code"].as_str().expect("a code"))
        .collect()
}

/// Material that lies beside this repository on some machines.
pub(crate) fn shared(name: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data").join(name);
    path.exists().then_some(path)
}
