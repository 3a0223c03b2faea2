//! Replies to requesters: one paragraph each, unwrapped, so that it can be pasted as it is.

use std::io::{self, Write};

use super::{
    document::{self, Block, Document, Section},
    rationale::Subject,
};
use crate::{
    explain::{Audience, Explainer, reply, reply_settled},
    model::{Number, Reason, SettledNumber, natural},
    order::Verdict,
    roadmap::Roadmap,
    similar::Asking,
    untrusted,
};

/// Above the requests that no team asks for.
const NO_TEAM: &str = "No team named";

/// Replies about requests.
#[derive(Debug)]
pub struct Replies<'e, 'a, 's> {
    /// What explains.
    pub explainer: &'e Explainer<'a, 's>,
    /// What is replied about, in this order.
    pub subjects: Vec<Subject<'a, 's>>,
    /// Who reads them; if not given, who asks.
    pub audience: Option<Audience>,
}

impl Replies<'_, '_, '_> {
    fn all(&self) -> impl Iterator<Item = String> {
        self.subjects.iter().map(|&subject| match subject {
            Subject::Request(node) | Subject::Versus(node, _) => {
                reply(self.explainer, node, self.explainer.change(node).as_ref(), self.audience)
            }
            Subject::Settled(settled) => reply_settled(self.explainer, settled, self.audience),
        })
    }
}

/// Writes replies as lines of text, one per reply, a blank line between them.
pub fn replies_text(replies: &Replies<'_, '_, '_>, out: &mut dyn Write) -> io::Result<()> {
    paragraphs(replies, |text| untrusted::visible(text).into_owned(), out)
}

/// Writes replies as paragraphs of Markdown.
pub fn replies_markdown(replies: &Replies<'_, '_, '_>, out: &mut dyn Write) -> io::Result<()> {
    paragraphs(replies, untrusted::markdown_line, out)
}

fn paragraphs(
    replies: &Replies<'_, '_, '_>,
    safe: impl Fn(&str) -> String,
    out: &mut dyn Write,
) -> io::Result<()> {
    for (number, reply) in replies.all().enumerate() {
        let apart = if number == 0 { "" } else { "\n" };
        writeln!(out, "{apart}{}", safe(&reply))?;
    }
    Ok(())
}

/// Writes the replies about everything in the backlog as Markdown, by the team that asks: what is built in order,
/// then the rest, then what is not ranked any more.
pub fn replies_by_team(explainer: &Explainer<'_, '_>, out: &mut dyn Write) -> io::Result<()> {
    let roadmap = explainer.roadmap();
    let mut teams: Vec<Section> = Vec::new();
    for asking in everything(roadmap) {
        let text = match asking {
            Asking::Open(node) => reply(explainer, node, explainer.change(node).as_ref(), None),
            Asking::Settled(place) => reply_settled(explainer, &roadmap.backlog.settled[place], None),
        };
        let asked_by = asking.teams(roadmap);
        if asked_by.is_empty() {
            add(&mut teams, NO_TEAM, text);
        } else {
            for team in asked_by {
                add(&mut teams, &team, text.clone());
            }
        }
    }
    teams.sort_by(|one, other| {
        let unnamed = |section: &Section| section.heading == NO_TEAM;
        unnamed(one).cmp(&unnamed(other)).then_with(|| natural(&one.heading, &other.heading))
    });
    document::markdown(&Document { heading: "Replies".to_owned(), sections: teams }, 1, out)
}

/// Every request, settled ones last. What repeats another one is answered with it.
fn everything(roadmap: &Roadmap<'_>) -> impl Iterator<Item = Asking> {
    let unbuilt = Verdict::ALL[1..].iter().flat_map(move |&verdict| {
        roadmap.nodes().filter(move |&node| roadmap.ranking.verdicts.of[node] == verdict)
    });
    let open = roadmap.ranking.order.iter().copied().chain(unbuilt).map(Asking::Open);
    let settled = SettledNumber::all().zip(&roadmap.backlog.settled);
    let alone = settled.filter(|(_, settled)| !matches!(settled.reason, Reason::Repeat(_)));
    open.chain(alone.map(|(place, _)| Asking::Settled(place)))
}

/// Adds a reply to those of a team, whose name may be written in upper or lower case.
fn add(teams: &mut Vec<Section>, team: &str, text: String) {
    let same = |section: &&mut Section| section.heading.to_lowercase() == team.to_lowercase();
    match teams.iter_mut().find(same) {
        Some(section) => section.blocks.push(Block::Paragraph(text)),
        None => teams.push(Section::new(team, vec![Block::Paragraph(text)])),
    }
}
