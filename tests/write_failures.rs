//! A result is the old file or the whole new one, wherever writing it fails or is cut off.
//!
//! `strace` makes each call that writes, syncs, creates or renames fail in turn, and kills the program at
//! it. Skipped where there is no `strace`.
#![expect(clippy::print_stdout, reason = "a skipped test should not pass in silence")]

#[allow(dead_code, reason = "every test file uses a part of it")]
mod harness;

use std::{
    collections::BTreeMap,
    fs,
    path::Path,
    process::{Command, Output, Stdio},
};

use harness::Folder;

/// The calls that change a file or its name.
const CALLS: [&str; 13] = [
    "open",
    "openat",
    "write",
    "pwrite64",
    "writev",
    "ftruncate",
    "fsync",
    "fdatasync",
    "rename",
    "renameat",
    "renameat2",
    "link",
    "linkat",
];

/// What an interrupted run leaves in the place of the result must be this, or the new one.
const OLD: &str = "what stood there before\n";

/// The files that are written in one run.
const OUTPUTS: [&str; 4] = ["review.json", "review.md", "review.xlsx", "review.csv"];

fn can_trace() -> bool {
    let mut trace = Command::new("strace");
    trace.args(["-qq", "-o", "/dev/null", "true"]).stdout(Stdio::null()).stderr(Stdio::null());
    trace.status().is_ok_and(|status| status.success())
}

fn folder() -> Folder {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    let sample = |name: &str| fs::read(samples.join(name)).expect("a sample");
    let folder = Folder::new().with("requests.csv", sample("platform-and-executives.csv"));
    for output in OUTPUTS {
        folder.write(output, OLD);
    }
    folder
}

/// Runs the export under `strace` with some more arguments for it.
fn export(folder: &Folder, trace: &[&str]) -> Output {
    let mut command = Command::new("strace");
    command.args(["-f", "-qq", "-o", "trace.txt", "-e", &format!("trace={}", CALLS.join(","))]).args(trace);
    command.args([
        env!("CARGO_BIN_EXE_roadbed"),
        "export",
        "--quiet",
        "--set-aside",
        "--force",
        "requests.csv",
    ]);
    for output in OUTPUTS {
        command.args(["-o", output]);
    }
    command.current_dir(folder.path("")).stdin(Stdio::null()).output().expect("strace starts")
}

/// The calls that a run made to change files: each with how many of the same name came before it.
fn points(trace: &str) -> Vec<(&'static str, usize)> {
    let mut made: BTreeMap<&str, usize> = BTreeMap::new();
    let mut points = Vec::new();
    for line in trace.lines() {
        let name = line.split_whitespace().nth(1).and_then(|call| call.split('(').next()).unwrap_or_default();
        let Some(&call) = CALLS.iter().find(|&&call| call == name) else { continue };
        let count = made.entry(call).or_default();
        *count += 1;
        // Reading a file is another matter.
        if !call.starts_with("open") || line.contains("O_CREAT") {
            points.push((call, *count));
        }
    }
    points
}

#[test]
fn an_interrupted_write_leaves_the_old_file_or_the_whole_new_one() {
    if !can_trace() {
        println!("skipped: there is no strace that works here");
        return;
    }
    let whole = folder();
    let outcome = export(&whole, &[]);
    assert!(outcome.status.success(), "{}", String::from_utf8_lossy(&outcome.stderr));
    let new: Vec<Vec<u8>> =
        OUTPUTS.iter().map(|name| fs::read(whole.path(name)).expect("a result")).collect();
    let points = points(&whole.read("trace.txt"));
    for needed in ["write", "fsync", "openat"] {
        let count = points.iter().filter(|(call, _)| *call == needed).count();
        assert!(count >= OUTPUTS.len(), "{needed}: {points:?}");
    }
    let (mut tried, mut kept_old, mut failed) = (0, 0, 0);
    for (call, at) in points {
        for how in ["error=ENOSPC", "signal=KILL"] {
            let folder = folder();
            let outcome = export(&folder, &["-e", &format!("inject={call}:{how}:when={at}")]);
            let context = format!("{call} number {at}, {how}");
            let mut is_old = Vec::new();
            for (name, new) in OUTPUTS.iter().zip(&new) {
                let found = fs::read(folder.path(name)).expect("the file is still there");
                is_old.push(found == OLD.as_bytes());
                assert!(found == OLD.as_bytes() || found == *new, "{context}: {name} is neither");
            }
            // They are written one after the other.
            assert!(is_old.is_sorted(), "{context}: {is_old:?}");
            if how != "signal=KILL" && !outcome.status.success() {
                failed += 1;
                // Nothing half-written stays behind, and the failure is said.
                let left = folder.names().into_iter().filter(|name| name.starts_with(".roadbed-"));
                assert_eq!(left.count(), 0, "{context}");
                assert!(!outcome.stderr.is_empty(), "{context}");
            }
            // Success is only claimed where it is.
            assert!(!outcome.status.success() || !is_old.contains(&true), "{context}");
            tried += 1;
            kept_old += usize::from(is_old.contains(&true));
        }
    }
    println!("{tried} points tried: {failed} failures told, {kept_old} times an old file was kept");
    assert!(kept_old > 3 * OUTPUTS.len() && failed >= 3 * OUTPUTS.len());
}
