//! `roadbed explain`: why a request stands where it stands.

use std::{
    io::{self, IsTerminal, Write},
    path::Path,
};

use super::{
    Outcome,
    args::{Backlog, Colour, Explain, ExplainFormat},
    failure::Failure,
    output, rank,
    settings::{Settings, shows_colour, table_width},
};
use crate::{
    explain::Explainer,
    model::{Node, Number, Reason, Settled},
    order::Verdict,
    report::{
        Replies,
        document::Page,
        rationale::{self, Explanation, Subject},
        replies_markdown, replies_text,
    },
    roadmap::Roadmap,
    suggestion::closest,
};

pub(super) fn run(args: &Explain) -> Result<Outcome, Failure> {
    let format = output::document_format(
        args.format,
        args.output.as_deref(),
        [ExplainFormat::Text, ExplainFormat::Markdown, ExplainFormat::Json],
    )?;
    if args.reply.reply && format == ExplainFormat::Json {
        return Err(Failure::Usage(
            "replies are text".to_owned(),
            "leave out --reply: the JSON of an explanation has the reply as `answer`",
        ));
    }
    let (backlog, id) = subject(args)?;
    let settings = Settings::load(&backlog)?;
    let roadmap = rank::build(&settings);
    rank::show_findings(&roadmap, &settings, args.quiet);
    if roadmap.stopped {
        return Ok(rank::refuse(&roadmap));
    }
    let explainer = Explainer::new(&roadmap, &settings.policy);
    let explainer = if args.all { explainer.with_all_changes(settings.options.workers) } else { explainer };
    let subjects = match (&id, &args.versus) {
        (None, _) => all(&roadmap),
        (Some(id), None) if args.reply.reply => vec![found(&roadmap, id)?],
        (Some(id), None) => with_kept(&roadmap, found(&roadmap, id)?),
        (Some(id), Some(rival)) => {
            vec![Subject::Versus(ranked(&roadmap, id)?, ranked(&roadmap, rival)?)]
        }
    };
    let page = page(args.width, args.output.is_none(), args.backlog.color);
    let audience = args.reply.reader.map(Into::into);
    let write = |out: &mut dyn Write| {
        if args.reply.reply {
            let replies = Replies { explainer: &explainer, subjects: subjects.clone(), audience };
            return match format {
                ExplainFormat::Markdown => replies_markdown(&replies, out),
                ExplainFormat::Text | ExplainFormat::Json => replies_text(&replies, out),
            };
        }
        let explanation = Explanation { explainer: &explainer, subjects: subjects.clone() };
        match format {
            ExplainFormat::Text => rationale::text(&explanation, page, out),
            ExplainFormat::Markdown => rationale::markdown(&explanation, out),
            ExplainFormat::Json => rationale::json(&explanation, out),
        }
    };
    match &args.output {
        Some(path) => output::to_file(path, &settings.inputs, args.force, write)?,
        None => output::to_stdout(write)?,
    }
    Ok(Outcome::Done)
}

/// The backlog to read and the id to explain: the last argument, unless all are to be explained.
fn subject(args: &Explain) -> Result<(Backlog, Option<String>), Failure> {
    let mut backlog = args.backlog.clone();
    if args.all {
        return Ok((backlog, None));
    }
    let id = backlog.files.pop().map(|id| id.to_string_lossy().into_owned());
    let id = id.ok_or_else(|| {
        Failure::Usage("no request is named".to_owned(), "name its id as the last argument, or use --all")
    })?;
    Ok((backlog, Some(id)))
}

/// Every request: what is built in order, then the rest by verdict.
fn all<'a, 's>(roadmap: &'a Roadmap<'s>) -> Vec<Subject<'a, 's>> {
    let verdicts = &roadmap.ranking.verdicts.of;
    let rest = |&verdict: &Verdict| {
        let nodes = Node::all().zip(verdicts).filter(move |&(_, &it)| it == verdict);
        nodes.map(|(node, _)| Subject::Request(node)).collect::<Vec<_>>()
    };
    let built = roadmap.ranking.order.iter().map(|&node| Subject::Request(node));
    built.chain(Verdict::ALL[1..].iter().flat_map(rest)).collect()
}

/// After a repeat comes what it repeats.
fn with_kept<'a, 's>(roadmap: &'a Roadmap<'s>, subject: Subject<'a, 's>) -> Vec<Subject<'a, 's>> {
    let kept = match subject {
        Subject::Settled(Settled { reason: Reason::Repeat(kept), .. }) => found(roadmap, kept).ok(),
        _ => None,
    };
    [subject].into_iter().chain(kept).collect()
}

/// The number of a ranked request.
pub(super) fn ranked(roadmap: &Roadmap<'_>, id: &str) -> Result<Node, Failure> {
    match found(roadmap, id)? {
        Subject::Request(node) => Ok(node),
        _ => Err(Failure::Usage(
            format!("`{id}` is not ranked"),
            "`roadbed explain` with that id alone says why",
        )),
    }
}

/// The request of an id, or what became of it.
fn found<'a, 's>(roadmap: &'a Roadmap<'s>, id: &str) -> Result<Subject<'a, 's>, Failure> {
    let id = id.trim();
    let requests = || Node::all().zip(&roadmap.backlog.requests);
    let by = |same: &dyn Fn(&str) -> bool| {
        let request = requests().find(|(_, request)| same(&request.id));
        let settled = || roadmap.backlog.settled.iter().find(|settled| same(&settled.id));
        request.map(|(node, _)| Subject::Request(node)).or_else(|| settled().map(Subject::Settled))
    };
    let exact = by(&|known| known == id);
    exact.or_else(|| by(&|known| known.eq_ignore_ascii_case(id))).ok_or_else(|| {
        let settled = roadmap.backlog.settled.iter().map(|settled| &*settled.id);
        let known = roadmap.backlog.requests.iter().map(|request| &*request.id).chain(settled);
        let meant = closest(id, known).map_or(String::new(), |meant| format!(": did you mean `{meant}`?"));
        let hint = if Path::new(id).exists() {
            "files come first, then the id of a request"
        } else {
            "the id is the last argument, after the files"
        };
        Failure::Usage(format!("there is no request `{id}`{meant}"), hint)
    })
}

/// How a page looks where it goes: to standard output, or to a file.
pub(super) fn page(width: Option<u16>, to_stdout: bool, colour: Colour) -> Page {
    let to_terminal = to_stdout && io::stdout().is_terminal();
    Page {
        width: table_width(width),
        fancy: to_terminal,
        colour: to_stdout && shows_colour(colour, to_terminal),
    }
}
