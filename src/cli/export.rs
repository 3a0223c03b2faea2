//! `roadbed export`: the review, written to files that people open, read and question.

use std::{
    cell::LazyCell,
    io::{self, Write},
    path::Path,
};

use super::{Outcome, args::Export, failure::Failure, output, progress::Progress, rank, settings::Settings};
use crate::{
    explain::Explainer,
    report::{
        self, Report, TextCells, View,
        review::{self, Review},
    },
    roadmap::{Roadmap, Stage},
    voices::Voices,
    workers::Workers,
};

/// What turns a roadmap into the bytes of a file.
#[derive(Clone, Copy)]
enum Render {
    /// From what was computed.
    Report(fn(&Report<'_, '_>, &mut dyn Write) -> io::Result<()>),
    /// From explanations too, which take longer than all else.
    Review(fn(&Review<'_, '_>, &mut dyn Write) -> io::Result<()>),
    /// From explanations alone.
    Replies(fn(&Explainer<'_, '_>, &mut dyn Write) -> io::Result<()>),
}

/// The endings that there are, each with what writes such a file.
const ENDINGS: [(&str, Render); 5] = [
    ("html", Render::Review(report::html)),
    ("md", Render::Review(review::markdown)),
    ("xlsx", Render::Report(report::workbook)),
    ("csv", Render::Report(|report, out| report::csv(report, TextCells::Guarded, Workers::default(), out))),
    ("json", Render::Report(report::json)),
];

/// A file of this name holds the replies to everybody who asked, not the review.
const REPLIES: &str = "replies.md";

pub(super) fn run(args: &Export) -> Result<Outcome, Failure> {
    let renders = args.output.iter().map(|path| render(path)).collect::<Result<Vec<Render>, Failure>>()?;
    let json = |path: &std::path::PathBuf| {
        path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json"))
    };
    let settings = if args.output.iter().any(json) {
        Settings::load_for_json(&args.backlog)?
    } else {
        Settings::load(&args.backlog)?
    };
    // Before anything is computed or written: of several files, all can be written or none is.
    let mut targets = Vec::new();
    for path in &args.output {
        let target = output::target(path, &settings.inputs, args.force)?;
        if targets.contains(&target) {
            return Err(Failure::Usage(
                format!("{} is named twice", path.display()),
                "name every output file once",
            ));
        }
        targets.push(target);
    }
    let roadmap = rank::build(&settings);
    rank::show_findings(&roadmap, &settings, args.quiet);
    if roadmap.stopped {
        return Ok(rank::refuse(&roadmap));
    }
    let progress = Progress::start();
    let written = write(args, &renders, &settings, &roadmap, &progress);
    // Progress is cleared before anything else is shown.
    progress.finish();
    written?;
    Ok(Outcome::Done)
}

/// Writes the files, one after the other. What several of them need is made once.
fn write(
    args: &Export,
    renders: &[Render],
    settings: &Settings,
    roadmap: &Roadmap<'_>,
    progress: &Progress,
) -> Result<(), Failure> {
    let (policy, sources) = (&settings.policy, &settings.sources);
    let report = Report { roadmap, policy, sources, view: View::default() };
    let voices = LazyCell::new(|| Voices::of(roadmap, policy));
    let explainer = LazyCell::new(|| {
        progress.enter(Stage::Explaining);
        Explainer::new(roadmap, policy).with_changes(settings.options.workers)
    });
    for (path, render) in args.output.iter().zip(renders) {
        output::to_file(path, &settings.inputs, args.force, |out| match render {
            Render::Report(render) => {
                progress.enter(Stage::Writing);
                render(&report, out)
            }
            Render::Review(render) => {
                let review = Review { report: &report, voices: &voices, explainer: &explainer };
                progress.enter(Stage::Writing);
                render(&review, out)
            }
            Render::Replies(render) => {
                let explainer = LazyCell::force(&explainer);
                progress.enter(Stage::Writing);
                render(explainer, out)
            }
        })?;
    }
    Ok(())
}

/// What writes a file of that name: its ending decides, but for the replies.
fn render(path: &Path) -> Result<Render, Failure> {
    let name = path.file_name().and_then(|name| name.to_str());
    if name.is_some_and(|name| name.eq_ignore_ascii_case(REPLIES)) {
        return Ok(Render::Replies(report::replies_by_team));
    }
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    let found = ENDINGS.iter().find(|(known, _)| known.eq_ignore_ascii_case(ending));
    found.map(|&(_, render)| render).ok_or_else(|| {
        let known: Vec<String> = ENDINGS.iter().map(|(known, _)| format!(".{known}")).collect();
        Failure::Usage(
            format!(
                "the ending of {} names no format: known endings are {}",
                path.display(),
                known.join(", ")
            ),
            "the ending of the file picks the format",
        )
    })
}
