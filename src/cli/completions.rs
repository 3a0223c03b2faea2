//! `roadbed completions`: what a shell needs to complete the command line.

use clap::CommandFactory;

use super::{
    Outcome,
    args::{Args, Completions},
    failure::Failure,
    output,
};

pub(super) fn run(args: &Completions) -> Result<Outcome, Failure> {
    // Made in memory first, because the generator panics where it cannot write.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Args::command(), "roadbed", &mut script);
    output::to_stdout(|out| out.write_all(&script))?;
    Ok(Outcome::Done)
}
