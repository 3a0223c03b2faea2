//! The command layer: arguments, files, the terminal. Nothing below it prints, reads a file, or
//! asks for the time.

mod args;
mod check;
mod choices;
mod completions;
mod explain;
mod export;
mod failure;
mod files;
mod findings;
mod graph;
mod import;
mod init;
mod man;
mod output;
mod progress;
mod rank;
mod reading;
mod settings;
mod sheet;
mod similar;
mod verify;
mod voices;
mod what_if;

use std::process::ExitCode;

use clap::Parser;

use args::{Args, Verb};
use failure::Failure;

/// What a job came to, where it did not fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// It is done.
    Done,
    /// Findings stopped it.
    Stopped,
}

/// Runs the program with the process's own arguments.
///
/// Exit codes: 0 done, 1 findings stopped the job, 2 wrong usage or input/output failure. A
/// reader that closes the pipe early has seen enough: that is success.
pub fn main() -> ExitCode {
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(instead) => return say(&instead),
    };
    let outcome = match &args.verb {
        Verb::Init(init) => init::run(init),
        Verb::Import(args) => import::check(args).and_then(|()| import::run(args)),
        Verb::Check(check) => check::run(check),
        Verb::Rank(rank) => rank::run(rank),
        Verb::Explain(explain) => explain::run(explain),
        Verb::Sheet(args) => sheet::run(args),
        Verb::Voices(voices) => voices::run(voices),
        Verb::WhatIf(args) => what_if::run(args),
        Verb::Similar(similar) => similar::run(similar),
        Verb::Graph(graph) => graph::run(graph),
        Verb::Export(export) => export::run(export),
        Verb::Verify(args) => verify::run(args),
        Verb::Completions(shell) => completions::run(shell),
        Verb::Man => man::run(),
    };
    match outcome {
        Ok(Outcome::Done) | Err(Failure::PipeClosed) => ExitCode::SUCCESS,
        Ok(Outcome::Stopped) => ExitCode::from(1),
        Err(failure) => {
            output::complain(&failure);
            ExitCode::from(2)
        }
    }
}

/// Says what clap answers by itself: the help, the version, or what is wrong with the arguments.
fn say(answer: &clap::Error) -> ExitCode {
    match answer.print().map_err(Failure::from) {
        Ok(()) | Err(Failure::PipeClosed) => ExitCode::from(u8::try_from(answer.exit_code()).unwrap_or(2)),
        Err(failure) => {
            output::complain(&failure);
            ExitCode::from(2)
        }
    }
}
