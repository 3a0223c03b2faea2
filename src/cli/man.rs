//! `roadbed man`: the manual page, made from the same words as the help.

use clap::CommandFactory;
use clap_mangen::Man;

use super::{Outcome, args::Args, failure::Failure, output};

pub(super) fn run() -> Result<Outcome, Failure> {
    output::to_stdout(|out| {
        let command = Args::command();
        Man::new(command.clone()).render(out)?;
        // One page for everything: the verbs' options follow the overview.
        for verb in command.get_subcommands() {
            let page = Man::new(verb.clone().name(format!("roadbed {}", verb.get_name())));
            page.render_synopsis_section(out)?;
            page.render_options_section(out)?;
        }
        Ok(())
    })?;
    Ok(Outcome::Done)
}
