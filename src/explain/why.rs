//! The short reason beside every request of the roadmap.

use std::fmt::{self, Display, Formatter};

use super::phrase::{Phrase, phrase};
use crate::{
    model::{Node, Points, Request, Weeks},
    order::{Obedience, Verdict},
    policy::Policy,
    roadmap::Roadmap,
    rules::{Hold, Override, Placement},
    score::{Contribution, Contributions},
};

/// How many names a list shows before it counts the rest.
const NAMES: usize = 3;

/// How far the requests that wait for an unscored one are counted.
const COUNTED: usize = 200;

/// Why a request has its verdict and its position, shown as one line. The ids in it are as people
/// wrote them: the renderer makes the line safe for where it goes.
#[derive(Clone, Debug)]
pub struct Why<'a> {
    /// The reason, clause by clause.
    pub clauses: Vec<Clause<'a>>,
}

/// A part of a reason.
#[derive(Clone, Debug)]
pub enum Clause<'a> {
    /// Work on it has started, although it is not to be built.
    Started,
    /// A person decided so; `true` where the order obeys to the letter.
    ByHand(&'a Override, bool),
    /// It is needed by something a person decided to build.
    NeededByDecision(Option<&'a str>),
    /// The law, contract or security reason that mandates it.
    MandatedBy(&'a str),
    /// It is needed by something mandated.
    NeededByMandated(Option<&'a str>),
    /// It is built although there is no evidence to judge it by.
    NothingToJudge,
    /// It breaks consumers without a migration path.
    BreaksPromise,
    /// What it earns and costs, the weightiest first.
    Earns(Vec<ReasonPart<'a>>),
    /// Its score is 0.
    NoBenefit,
    /// It goes early for these, to which its bundle owes its score per week.
    GoesEarlyFor(Vec<&'a str>),
    /// What it unlocks.
    Unlocks(Vec<&'a str>),
    /// It must be announced this long ahead.
    Announce(Weeks),
    /// What comes before it.
    After(Vec<&'a str>),
    /// The gate that holds it.
    Held(&'a Hold),
    /// Its score is negative; it is worth building only with these, which are held or unscored.
    WorthOnlyWith(Vec<&'a str>),
    /// Its prerequisites that will not be built, each with its state.
    WaitsFor(Vec<String>),
    /// It costs more than it brings, even with what it unlocks; the greatest cost first.
    CostsMore {
        /// What it unlocks.
        even_with: Vec<&'a str>,
        /// What it earns and costs.
        parts: Vec<ReasonPart<'a>>,
    },
    /// Its score is 0: what it earns and costs, if anything.
    BringsNothing(Vec<ReasonPart<'a>>),
    /// There is no evidence to judge it by, and this many requests wait for it, counted up to a limit.
    Unscored(usize),
}

/// A contribution of a request.
#[derive(Clone, Copy, Debug)]
pub struct ReasonPart<'a> {
    /// Whose.
    pub request: &'a Request<'a>,
    /// Which.
    pub contribution: Contribution,
    /// The policy that it was computed by.
    pub policy: &'a Policy,
}

impl<'a> ReasonPart<'a> {
    /// What it is for, in words.
    pub fn phrase(&self) -> Phrase<'a> {
        phrase(self.request, self.contribution, self.policy)
    }
}

impl<'a> Why<'a> {
    /// The reason for a request's verdict and place.
    pub fn of(roadmap: &'a Roadmap<'_>, node: Node) -> Self {
        let verdict = roadmap.ranking.verdicts.of[node];
        let mut clauses = Vec::with_capacity(4);
        if roadmap.backlog.requests[node].started && verdict != Verdict::Build {
            clauses.push(Clause::Started);
        }
        if let Some(overridden) = roadmap.overridden(node) {
            let obeyed = match overridden.obedience {
                Obedience::Full => Some(true),
                Obedience::Nearly(_) => Some(false),
                Obedience::Mandated | Obedience::Not(_) => None,
            };
            clauses.extend(obeyed.map(|obeyed| {
                Clause::ByHand(roadmap.policy.rules.overrides.of(&overridden.decision), obeyed)
            }));
        }
        match verdict {
            Verdict::Build => build(roadmap, node, &mut clauses),
            Verdict::Hold => hold(roadmap, node, &mut clauses),
            Verdict::Blocked => clauses.push(Clause::WaitsFor(roadmap.waits_for_with_state(node))),
            Verdict::Decline if roadmap.is_refused(node) => {
                clauses.extend(earns(roadmap, node, |points| points.thousandths().abs()));
            }
            Verdict::Decline if roadmap.contributions[node].score == Points::ZERO => {
                clauses.push(Clause::BringsNothing(parts(roadmap, node, Points::thousandths)));
            }
            Verdict::Decline => clauses.push(Clause::CostsMore {
                even_with: roadmap.unlocks(node),
                parts: parts(roadmap, node, |points| -points.thousandths()),
            }),
            // Counting on would take long in a large tangle, and nobody needs the exact number.
            Verdict::Unscored => {
                clauses.push(Clause::Unscored(roadmap.links.served_by(node).take(COUNTED + 1).count()));
            }
        }
        Self { clauses }
    }
}

fn build<'a>(roadmap: &'a Roadmap<'_>, node: Node, clauses: &mut Vec<Clause<'a>>) {
    let (request, contributions) = (&roadmap.backlog.requests[node], &roadmap.contributions[node]);
    let mandated = roadmap.ranking.verdicts.mandated[node];
    if mandated {
        why_mandated(roadmap, node, clauses);
    } else if roadmap.ranking.verdicts.chosen[node] && roadmap.overridden(node).is_none() {
        let decided = |&after: &Node| roadmap.overridden(after).is_some();
        let served = roadmap.links.served_by(node).find(decided);
        clauses.push(Clause::NeededByDecision(served.map(|after| roadmap.id(after))));
    }
    if !contributions.scored {
        clauses.push(Clause::NothingToJudge);
    }
    if roadmap.ranking.promises_broken.binary_search(&node).is_ok() {
        clauses.push(Clause::BreaksPromise);
    }
    clauses.extend(earns(roadmap, node, |points| points.thousandths().abs()));
    if contributions.score == Points::ZERO && !mandated && contributions.scored {
        clauses.push(Clause::NoBenefit);
    }
    let served = roadmap.pulled_by_score_per_week(node);
    if served.is_empty() {
        let unlocks = roadmap.unlocks_built(node);
        clauses.extend((!unlocks.is_empty()).then_some(Clause::Unlocks(unlocks)));
    } else {
        clauses.push(Clause::GoesEarlyFor(served));
    }
    clauses.extend(roadmap.policy.rules.stability_promise.notice(request).map(Clause::Announce));
    let waits_for = roadmap.waits_for(node);
    clauses.extend((!waits_for.is_empty()).then_some(Clause::After(waits_for)));
}

/// Which mandate puts it first.
fn why_mandated<'a>(roadmap: &'a Roadmap<'_>, node: Node, clauses: &mut Vec<Clause<'a>>) {
    let mandate = |node: Node| roadmap.backlog.requests[node].mandate.as_deref();
    clauses.push(if let Some(mandate) = mandate(node) {
        Clause::MandatedBy(mandate.trim())
    } else {
        let served = roadmap.links.served_by(node).find(|&after| mandate(after).is_some());
        Clause::NeededByMandated(served.map(|after| roadmap.id(after)))
    });
}

fn hold<'a>(roadmap: &'a Roadmap<'_>, node: Node, clauses: &mut Vec<Clause<'a>>) {
    let verdicts = &roadmap.ranking.verdicts;
    if let Some(gate) = &verdicts.gates[node] {
        clauses.push(Clause::Held(gate));
        return;
    }
    // Looking for all of them could take long, and naming the nearest is enough.
    let mut with: Vec<&str> = Vec::new();
    for other in verdicts.held_with(node, &roadmap.links).map(|other| roadmap.id(other)) {
        if !with.contains(&other) {
            with.push(other);
        }
        if with.len() == NAMES {
            break;
        }
    }
    clauses.push(Clause::WorthOnlyWith(with));
}

/// What earned and what cost points, the weightiest first, as a clause; `None` where nothing did.
fn earns<'a>(roadmap: &'a Roadmap<'_>, node: Node, weight: fn(Points) -> i64) -> Option<Clause<'a>> {
    let parts = parts(roadmap, node, weight);
    (!parts.is_empty()).then_some(Clause::Earns(parts))
}

fn parts<'a>(roadmap: &'a Roadmap<'_>, node: Node, weight: fn(Points) -> i64) -> Vec<ReasonPart<'a>> {
    let (request, contributions): (&Request<'_>, &Contributions) =
        (&roadmap.backlog.requests[node], &roadmap.contributions[node]);
    let mut parts: Vec<ReasonPart<'_>> = contributions
        .iter()
        .filter(|part| part.points != Points::ZERO)
        .map(|contribution| ReasonPart { request, contribution, policy: &roadmap.policy })
        .collect();
    parts.sort_by_key(|part| std::cmp::Reverse(weight(part.contribution.points)));
    parts
}

impl Why<'_> {
    /// Appends it to a text.
    pub fn write(&self, out: &mut String) {
        for (number, clause) in self.clauses.iter().enumerate() {
            out.push_str(if number == 0 { "" } else { "; " });
            clause.write(out);
        }
    }
}

impl Display for Why<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let mut words = String::new();
        self.write(&mut words);
        f.write_str(&words)
    }
}

impl Clause<'_> {
    fn write(&self, out: &mut String) {
        match self {
            Self::Started => out.push_str("started: stop or finish"),
            Self::ByHand(one, obeyed) => by_hand(one, *obeyed, out),
            Self::NeededByDecision(Some(id)) => {
                push(&["needed by ", id, ", which somebody decided to build"], out);
            }
            Self::NeededByDecision(None) => out.push_str("needed by work that somebody decided to build"),
            Self::MandatedBy(mandate) => push(&["mandated by ", mandate], out),
            Self::NeededByMandated(Some(id)) => push(&["needed by ", id, ", which is mandated"], out),
            Self::NeededByMandated(None) => out.push_str("needed by mandated work"),
            Self::NothingToJudge => out.push_str("no evidence to judge it by"),
            Self::BreaksPromise => out.push_str("breaks the stability promise"),
            Self::Earns(parts) => write_parts(parts, out),
            Self::NoBenefit => out.push_str("brings nothing that the policy counts"),
            Self::GoesEarlyFor(ids) => names("goes early for ", ids, out),
            Self::Unlocks(ids) => names("unlocks ", ids, out),
            Self::Announce(weeks) => push(&["announce it ", &weeks.to_string(), " weeks ahead"], out),
            Self::After(ids) => names("after ", ids, out),
            Self::Held(gate) => push(&[&gate.because, "; held until ", &gate.until], out),
            Self::WorthOnlyWith(ids) => {
                out.push_str("costs more than it brings by itself; ");
                if ids.is_empty() {
                    out.push_str("worth building only with work that is held or needs input");
                } else {
                    names("worth building only with ", ids, out);
                }
            }
            Self::WaitsFor(ids) => names("waits for ", ids, out),
            Self::CostsMore { even_with, parts } => {
                out.push_str("costs more than it brings");
                if !even_with.is_empty() {
                    names(", even with ", even_with, out);
                }
                out.push_str(": ");
                write_parts(parts, out);
            }
            Self::BringsNothing(parts) if parts.is_empty() => {
                out.push_str("brings nothing that the policy counts");
            }
            Self::BringsNothing(parts) => {
                out.push_str("costs as much as it brings: ");
                write_parts(parts, out);
            }
            Self::Unscored(waiting) => {
                out.push_str(
                    "no evidence to judge it by: fill in adopters, reliability, tech_debt or breaking \
                     (0 is a valid answer)",
                );
                match waiting {
                    0 => {}
                    1 => out.push_str("; 1 request waits for it"),
                    more if *more > COUNTED => {
                        push(&["; more than ", &COUNTED.to_string(), " requests wait for it"], out);
                    }
                    waiting => push(&["; ", &waiting.to_string(), " requests wait for it"], out),
                }
            }
        }
    }
}

fn push(texts: &[&str], out: &mut String) {
    out.extend(texts.iter().copied());
}

fn by_hand(one: &Override, obeyed: bool, out: &mut String) {
    let nearly = if obeyed { "at " } else { "as near as possible to " };
    match one.place {
        Placement::First => out.push_str("put first"),
        Placement::Last => out.push_str("put last"),
        Placement::Decline => out.push_str("declined"),
        Placement::Position(position) => push(&["put ", nearly, "position ", &position.to_string()], out),
    }
    push(&[" by ", &one.by, ": ", &one.reason], out);
}

fn write_parts(parts: &[ReasonPart<'_>], out: &mut String) {
    for (number, part) in parts.iter().enumerate() {
        out.push_str(if number == 0 { "" } else { ", " });
        part.phrase().write(out);
        let points = part.contribution.points;
        out.push_str(if points > Points::ZERO { " +" } else { " " });
        points.push_short(out);
    }
}

/// Names, the first few of them.
fn names(before: &str, names: &[impl AsRef<str>], out: &mut String) {
    out.push_str(before);
    for (number, name) in names.iter().take(NAMES).enumerate() {
        out.push_str(if number == 0 { "" } else { ", " });
        out.push_str(name.as_ref());
    }
    let more = names.len().saturating_sub(NAMES);
    if more > 0 {
        push(&[" and ", &more.to_string(), " more"], out);
    }
}
