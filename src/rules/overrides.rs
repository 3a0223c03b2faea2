//! `override`: a person's decisions against the computed order, each with a name and a reason.

use rustc_hash::FxHashMap;

use super::{Overview, Rule};
use crate::{
    diagnostic::{self, Finding},
    graph::Dependencies,
    model::{Backlog, Date, Node, Number, Reason, Request, Settled},
    suggestion::closest,
    toml_file::{Entry, Section},
};

crate::diagnostic::codes! {
    /// The override names a request that does not exist.
    UNKNOWN = Error "override-unknown";
    /// Two overrides contradict each other.
    CONFLICT = Error "override-conflict";
    /// An override declines what is mandated.
    DECLINES_MANDATE = Error "override-declines-mandate";
    /// The override has ended.
    EXPIRED = Note "override-expired";
    /// The override cannot be obeyed, or only in part.
    NOT_OBEYED = Warning "override-not-obeyed";
}

/// The rule with what was decided, in the order of the policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overrides {
    enabled: bool,
    list: Vec<Override>,
}

/// One decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Override {
    /// The id of the request it is about.
    pub request: String,
    /// Where that is to go.
    pub place: Placement,
    /// Who decided.
    pub by: String,
    /// And why.
    pub reason: String,
    /// The last day on which it holds.
    pub until: Option<Date>,
    /// Where the policy says so.
    at: diagnostic::Place,
}

/// Where an override puts a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placement {
    /// Before everything that is not mandated.
    First,
    /// As late as what waits for it allows.
    Last,
    /// Not built.
    Decline,
    /// To this position of the whole order, counted from 1.
    Position(u32),
}

/// An override of a request that is ranked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ResolvedOverride {
    /// Which override, by its place in the policy.
    pub number: usize,
    /// The request it is about; of a repeat, the one that is kept.
    pub node: Node,
    /// Where that is to go.
    pub place: Placement,
}

impl Default for Overrides {
    fn default() -> Self {
        Self { enabled: true, list: Vec::new() }
    }
}

impl std::fmt::Display for Placement {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::First => f.write_str("first"),
            Self::Last => f.write_str("last"),
            Self::Decline => f.write_str("decline"),
            Self::Position(position) => write!(f, "{position}"),
        }
    }
}

impl Placement {
    /// What the decision does with its request, as a clause: "put at position 12".
    pub fn in_words(self) -> String {
        match self {
            Self::First => "put first".to_owned(),
            Self::Last => "put last".to_owned(),
            Self::Decline => "declined".to_owned(),
            Self::Position(position) => format!("put at position {position}"),
        }
    }
}

impl Override {
    fn read(section: &Section<'_, '_>) -> Option<Self> {
        let given = |key: &str| {
            let entry = section.get(key);
            if entry.is_none() {
                section.lacks(key);
            }
            entry
        };
        // All of them first, so that all that is missing is said together.
        let [request, place, by, reason] = ["request", "place", "by", "reason"].map(given);
        let until = section.get("until");
        let (by, reason) = (by.and_then(|by| by.words()), reason.and_then(|reason| reason.words()));
        let (place, id) = (place.as_ref().and_then(place_of), request.as_ref().and_then(Entry::words));
        let until = until.map(|until| until.date());
        section.close();
        Some(Self {
            request: id?.to_owned(),
            place: place?,
            by: by?.to_owned(),
            reason: reason?.to_owned(),
            until: until.flatten(),
            at: request?.place(),
        })
    }

    fn finding(&self, code: &'static diagnostic::Code, message: String) -> Finding {
        Finding::new(code, message).at(self.at).column("override.request").about(&self.request)
    }

    /// The warning that it is not obeyed, or only in part.
    pub fn not_obeyed(&self, because: &str, hint: &'static str) -> Finding {
        let what = match self.place {
            Placement::First => "go first".to_owned(),
            Placement::Last => "go last".to_owned(),
            Placement::Decline => "be declined".to_owned(),
            Placement::Position(position) => format!("have position {position}"),
        };
        let message = format!("{} decided that `{}` should {what}, but {because}", self.by, self.request);
        self.finding(&NOT_OBEYED, message).hint(hint)
    }
}

/// Where an override puts its request, as the policy says it.
fn place_of(entry: &Entry<'_, '_>) -> Option<Placement> {
    let place = match entry.as_text() {
        Some("first") => Some(Placement::First),
        Some("last") => Some(Placement::Last),
        Some("decline") => Some(Placement::Decline),
        Some(_) => None,
        None => entry.as_whole().filter(|&position| position > 0).map(Placement::Position),
    };
    if place.is_none() {
        entry.refuse(
            r#""first", "last", "decline" or a position"#,
            "a position is a whole number without quotes; 1 is the first in the whole order",
        );
    }
    place
}

impl Overrides {
    /// Its name in policy and output.
    pub const NAME: &'static str = "override";

    /// Reads the rule's own section, and the decisions from `[[override]]`.
    pub(super) fn read(section: &Section<'_, '_>, policy: &Section<'_, '_>) -> Self {
        let list = policy.sections(Self::NAME).iter().filter_map(Override::read).collect();
        Self { enabled: section.flag("enabled", true), list }
    }

    /// All of them, in the order of the policy.
    pub fn list(&self) -> &[Override] {
        &self.list
    }

    /// The override behind a resolved one.
    pub fn of(&self, decision: &ResolvedOverride) -> &Override {
        &self.list[decision.number]
    }

    /// What is asked of the requests that are ranked, in the order of the policy, with everything
    /// that is wrong with it. `mandated` is what mandates put first.
    pub fn resolved(
        &self,
        backlog: &Backlog<'_>,
        links: &Dependencies,
        mandated: impl FnOnce() -> Vec<bool>,
        as_of: Option<Date>,
    ) -> (Vec<ResolvedOverride>, Vec<Finding>) {
        let (mut overrides, mut findings) = (Vec::new(), Vec::new());
        if !self.enabled || self.list.is_empty() {
            return (overrides, findings);
        }
        let places = Places::new(backlog);
        for (number, one) in self.list.iter().enumerate() {
            let expired = one.until.filter(|&until| as_of.is_some_and(|today| until < today));
            if let Some(until) = expired {
                let message = format!("the override of `{}` ended on {until}", one.request);
                let hint = "delete the override, or give it a later `until`";
                findings.push(one.finding(&EXPIRED, message).hint(hint));
                continue;
            }
            match places.of(&one.request) {
                Some(Target::Ranked(node)) => {
                    overrides.push(ResolvedOverride { number, node, place: one.place });
                }
                Some(Target::Settled(settled)) => findings.push(one.not_obeyed(
                    &format!("`{}` {}", settled.id, settled.reason.sentence()),
                    "delete the override, or change the request's status",
                )),
                None => findings.push(places.unknown(one)),
            }
        }
        findings.extend(self.contradictions(&overrides));
        let mandated = mandated();
        findings.extend(self.impossible(&overrides, backlog, links, &mandated));
        (overrides, findings)
    }

    /// Overrides about one request, or for one position.
    fn contradictions(&self, overrides: &[ResolvedOverride]) -> Vec<Finding> {
        let mut findings = Vec::new();
        for (at, decision) in overrides.iter().enumerate() {
            let (one, earlier) = (self.of(decision), &overrides[..at]);
            if earlier.iter().any(|other| other.node == decision.node) {
                let message = format!("the policy has two overrides for `{}`", one.request);
                findings.push(one.finding(&CONFLICT, message).hint("keep one of the two"));
            } else if let Placement::Position(position) = decision.place
                && let Some(other) = earlier.iter().find(|other| other.place == decision.place)
            {
                let other = &self.of(other).request;
                let message =
                    format!("`{}` and `{other}` both have an override for position {position}", one.request);
                findings.push(one.finding(&CONFLICT, message).hint("give one of them another position"));
            }
        }
        findings
    }

    /// Overrides that decline what is mandated, or what another override needs.
    fn impossible(
        &self,
        overrides: &[ResolvedOverride],
        backlog: &Backlog<'_>,
        links: &Dependencies,
        mandated: &[bool],
    ) -> Vec<Finding> {
        let declined = overrides.iter().filter(|decision| decision.place == Placement::Decline);
        declined
            .filter_map(|decision| {
                let (one, mut served) = (self.of(decision), links.served_by(decision.node));
                if mandated[decision.node] {
                    let reason = |node: Node| backlog.requests[node].mandate.as_deref();
                    let law = reason(decision.node).or_else(|| served.find_map(reason)).unwrap_or_default();
                    let message =
                        format!("an override declines `{}`, but it is mandated by `{law}`", one.request);
                    let hint = "delete the override, or clear the mandate";
                    return Some(one.finding(&DECLINES_MANDATE, message).hint(hint));
                }
                let puts = |decision: &&ResolvedOverride| {
                    matches!(decision.place, Placement::First | Placement::Position(_))
                };
                let needing =
                    served.find_map(|node| overrides.iter().filter(puts).find(|it| it.node == node))?;
                let needing = &self.of(needing).request;
                let message = format!(
                    "an override declines `{}`, but another override builds `{needing}`, which needs it",
                    one.request
                );
                Some(one.finding(&CONFLICT, message).hint("delete one of the two overrides"))
            })
            .collect()
    }
}

impl Rule for Overrides {
    fn name(&self) -> &'static str {
        Self::NAME
    }

    fn is_enabled(&self) -> bool {
        self.enabled
    }

    /// Also shown for an override that has ended: whether one holds, the ranking says.
    fn acts(&self, _: &Overview<'_, '_>, request: &Request<'_>) -> Option<String> {
        let about = |one: &&Override| {
            one.request == request.id || request.repeats.iter().any(|repeat| repeat.id == one.request)
        };
        let one = self.list.iter().find(about).filter(|_| self.enabled)?;
        let until = one.until.map_or(String::new(), |until| format!(", until {until}"));
        Some(format!("{} by {}{until}: {}", one.place.in_words(), one.by, one.reason))
    }
}

/// Where requests are found by id.
struct Places<'a, 's> {
    backlog: &'a Backlog<'s>,
    by_id: FxHashMap<&'a str, Target<'a, 's>>,
}

/// What an id stands for.
#[derive(Clone, Copy)]
enum Target<'a, 's> {
    Ranked(Node),
    Settled(&'a Settled<'s>),
}

impl<'a, 's> Places<'a, 's> {
    fn new(backlog: &'a Backlog<'s>) -> Self {
        let settled = backlog.settled.iter().map(|settled| (&*settled.id, Target::Settled(settled)));
        let ranked =
            Node::all().zip(&backlog.requests).map(|(node, request)| (&*request.id, Target::Ranked(node)));
        Self { backlog, by_id: settled.chain(ranked).collect() }
    }

    /// What an id stands for; a repeat stands for what it repeats.
    fn of(&self, id: &str) -> Option<Target<'a, 's>> {
        let target = *self.by_id.get(id)?;
        match target {
            Target::Settled(Settled { reason: Reason::Repeat(kept), .. }) => {
                self.by_id.get(kept.as_str()).copied()
            }
            _ => Some(target),
        }
    }

    fn unknown(&self, one: &Override) -> Finding {
        let settled = self.backlog.settled.iter().map(|settled| &*settled.id);
        let ids = self.backlog.requests.iter().map(|request| &*request.id).chain(settled);
        let hint = match closest(&one.request, ids) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => "use the id of a request in the backlog".to_owned(),
        };
        one.finding(&UNKNOWN, format!("the override names a request that does not exist: `{}`", one.request))
            .hint(hint)
    }
}
