//! The answer to a requester, as it is pasted into a mail: what happens and when, the one or two reasons that
//! decide, what would change it, and what can be done instead.
//!
//! It has no points, formulas or names of columns, and it asks for nothing that its receiver cannot do: only
//! what somebody can change is offered, never what only new evidence can show, and nothing that a decision
//! refused. Not for people who want to check the figures: those read the rationale.

mod conditions;
mod outlook;
mod reasons;
mod unbuilt;

use super::{
    counterfactual::Counterfactual,
    rationale::Explainer,
    why::{Clause, Why},
};
use crate::{
    model::{Node, Reason, Request, Scope, Settled, Stakeholder},
    order::Verdict,
    roadmap::Roadmap,
    rules::{Override, Placement},
    similar::Asking,
};

/// How many names a sentence lists.
const NAMES: usize = 3;

/// Who reads an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// A team of the company, which can do part of the work itself.
    Team,
    /// Somebody who decides about money and people: hears what it is for and what it takes.
    Executive,
    /// A developer outside, who sees the interfaces and no internal names.
    Developer,
}

impl Audience {
    /// Who asks for a request reads its answer, unless somebody says otherwise.
    pub const fn of(request: &Request<'_>) -> Self {
        match request.stakeholder {
            Stakeholder::External => Self::Developer,
            Stakeholder::Executive => Self::Executive,
            Stakeholder::Internal | Stakeholder::Platform => Self::Team,
        }
    }
}

/// The answer about a request. `change` is what would change its verdict or place, as
/// [`Explainer::change`] finds it.
pub fn reply(
    explainer: &Explainer<'_, '_>,
    node: Node,
    change: Option<&Counterfactual>,
    audience: Option<Audience>,
) -> String {
    sentences(explainer, node, change, audience).join(" ")
}

/// Why a request is not built and what would change that, in two sentences at most, for somebody who decides.
pub fn because(explainer: &Explainer<'_, '_>, node: Node, change: Option<&Counterfactual>) -> Vec<String> {
    const SENTENCES: usize = 2;
    let mut sentences = sentences(explainer, node, change, Some(Audience::Executive));
    // The first one says that it is not built.
    sentences.drain(1..).take(SENTENCES).collect()
}

fn sentences(
    explainer: &Explainer<'_, '_>,
    node: Node,
    change: Option<&Counterfactual>,
    audience: Option<Audience>,
) -> Vec<String> {
    let roadmap = explainer.roadmap();
    let request = &roadmap.backlog.requests[node];
    let audience = audience.unwrap_or(Audience::of(request));
    let why = Why::of(roadmap, node);
    let about = About { explainer, roadmap, request, node, change, audience, why: &why };
    match roadmap.ranking.verdicts.of[node] {
        Verdict::Build => about.built(),
        Verdict::Hold => about.held(),
        Verdict::Blocked => about.blocked(),
        Verdict::Decline => about.declined(),
        Verdict::Unscored => about.unscored(),
    }
}

/// The answer about what is not ranked any more: done, declined earlier, set aside, or a repeat of another
/// request, whose answer follows it.
pub fn reply_settled(
    explainer: &Explainer<'_, '_>,
    settled: &Settled<'_>,
    audience: Option<Audience>,
) -> String {
    let roadmap = explainer.roadmap();
    let id = &settled.id;
    match &settled.reason {
        Reason::Done => format!("{id} is done."),
        Reason::Declined => {
            format!("{id} was declined earlier. It is looked at again when somebody opens it again.")
        }
        Reason::SetAside => format!(
            "{id} could not be judged: what is written down about it has errors, which the platform team has to \
             correct first."
        ),
        Reason::Repeat(kept) => {
            let node = roadmap.nodes().find(|&node| roadmap.id(node) == kept);
            let joined = format!(
                "{id} asks for the same as {kept}, so both are one piece of work now, and everybody who asked for \
                 either counts."
            );
            let Some(node) = node else { return joined };
            let change = explainer.change(node);
            format!("{joined} {}", reply(explainer, node, change.as_ref(), audience))
        }
    }
}

/// What an answer is made from.
struct About<'r, 'a, 's> {
    explainer: &'r Explainer<'a, 's>,
    roadmap: &'r Roadmap<'s>,
    request: &'r Request<'s>,
    node: Node,
    change: Option<&'r Counterfactual>,
    audience: Audience,
    why: &'r Why<'r>,
}

impl About<'_, '_, '_> {
    /// The title and the id.
    fn name(&self) -> String {
        named(self.roadmap, self.node)
    }

    /// What a person decided about it, as a sentence.
    fn decision(&self) -> Option<String> {
        self.why.clauses.iter().find_map(|clause| match clause {
            Clause::ByHand(decision, _) => Some(decided(decision)),
            _ => None,
        })
    }

    /// What the requester can do about work that only one team wants.
    fn offer(&self) -> Option<String> {
        if self.audience != Audience::Team || self.roadmap.is_refused(self.node) {
            return None;
        }
        let alone = self.request.evidence.adopting.len() == 1 && self.request.adopters() == 1;
        let bespoke = self.request.scope == Some(Scope::Bespoke);
        if !bespoke && (!alone || self.gains().is_some()) {
            return None;
        }
        let close = self.close().map_or(String::new(), |close| format!(" {close}"));
        Some(format!("You can build it yourselves, behind an extension point of the platform.{close}"))
    }

    /// Open requests of other teams that ask for something similar.
    fn close(&self) -> Option<String> {
        let own = Asking::Open(self.node).teams(self.roadmap);
        let close = self.explainer.close(self.node);
        let names: Vec<String> = close
            .iter()
            .filter(|close| close.asking.is_open())
            .filter_map(|close| {
                let teams = close.asking.teams(self.roadmap);
                let teams: Vec<&str> =
                    teams.iter().filter(|team| !own.contains(team)).map(AsRef::as_ref).collect();
                (!teams.is_empty()).then(|| format!("{} ({})", listed(&teams), close.asking.id(self.roadmap)))
            })
            .collect();
        let verb = if names.len() == 1 { "asks" } else { "ask" };
        (!names.is_empty())
            .then(|| format!("Talk to {} first, who {verb} for something similar.", listed(&names)))
    }

    /// The requests whose score depends on it.
    fn gains(&self) -> Option<Vec<Node>> {
        let enabled = self.explainer.enabled(self.node)?;
        let of: Vec<Node> =
            enabled.of.iter().filter(|&&(_, share)| share > 0).map(|&(node, _)| node).collect();
        (!of.is_empty()).then_some(of)
    }
}

/// A request by title and id.
fn named(roadmap: &Roadmap<'_>, node: Node) -> String {
    let request = &roadmap.backlog.requests[node];
    let title = request.title.split_whitespace().collect::<Vec<_>>().join(" ");
    if title.is_empty() { request.id.to_string() } else { format!("\"{title}\" ({})", request.id) }
}

fn decided(decision: &Override) -> String {
    let what = match decision.place {
        Placement::First => "to do it first",
        Placement::Last => "to do it last",
        Placement::Decline => "not to build it",
        Placement::Position(_) => "when it is done",
    };
    let (by, reason) = (ended(&decision.by), ended(&decision.reason));
    format!("{} decided {what}: {reason}.", capital(by))
}

/// Names as a part of a sentence.
fn listed(names: &[impl AsRef<str>]) -> String {
    let shown: Vec<&str> = names.iter().take(NAMES).map(AsRef::as_ref).collect();
    match (names.len().saturating_sub(NAMES), shown.split_last()) {
        (0, Some((last, []))) => (*last).to_owned(),
        (0, Some((last, others))) => format!("{} and {last}", others.join(", ")),
        (more, _) => format!("{} and {more} more", shown.join(", ")),
    }
}

/// Without the full stop that a sentence will add.
fn ended(text: &str) -> &str {
    text.trim().trim_end_matches('.')
}

/// With a capital letter.
fn capital(text: &str) -> String {
    let mut characters = text.chars();
    let first = characters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(characters).collect()
}
