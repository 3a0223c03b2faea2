//! `roadbed check`: everything that was found, and nothing else.

use std::io::{self, IsTerminal, Write};

use super::{
    Outcome,
    args::{Check, CheckFormat},
    failure::Failure,
    findings::{self, Found},
    output, rank,
    settings::{Settings, shows_colour, table_width},
};
use crate::{
    diagnostic::Style,
    report::{self, Report, View},
};

pub(super) fn run(args: &Check) -> Result<Outcome, Failure> {
    let settings = match args.format {
        CheckFormat::Json => Settings::load_for_json(&args.backlog)?,
        CheckFormat::Text => Settings::load(&args.backlog)?,
    };
    let roadmap = rank::build(&settings);
    let fancy = shows_colour(settings.colour, io::stdout().is_terminal());
    let style = Style { fancy, width: table_width(None) };
    output::to_stdout(|out: &mut dyn Write| {
        if args.format == CheckFormat::Json {
            let view = View { top: Some(0), ..View::default() };
            let report =
                Report { roadmap: &roadmap, policy: &settings.policy, sources: &settings.sources, view };
            return report::json(&report, out);
        }
        let found =
            Found { findings: &roadmap.findings, sheets: &roadmap.sheets, sources: &settings.sources };
        found.write_full(roadmap.findings.iter().collect(), style, out)?;
        let requests = roadmap.backlog.requests.len() + roadmap.backlog.settled.len();
        let read = if roadmap.stopped {
            String::new()
        } else {
            format!("{requests} request{} read: ", if requests == 1 { "" } else { "s" })
        };
        writeln!(out, "{read}{}", findings::tally(&roadmap.findings))
    })?;
    Ok(if roadmap.stopped { Outcome::Stopped } else { Outcome::Done })
}
