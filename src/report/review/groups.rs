//! The work by its name, in groups that say what it is for.

use std::cmp::Reverse;

use super::text;
use crate::{
    model::{Column, Date, Kind, Metric, Node, Points, Weeks, Word},
    roadmap::Roadmap,
};

/// How many pieces of work a group names.
const NAMED: usize = 3;

/// What a piece of work is for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Purpose {
    /// The law, a contract or security demands it, or something that does needs it.
    Obligation,
    Metric(Option<Metric>),
    Kind(Kind),
}

impl Purpose {
    fn words(self) -> &'static str {
        match self {
            Self::Obligation => "Obligations",
            Self::Metric(Some(Metric::Adoption)) => "More of the platform in use",
            Self::Metric(Some(Metric::Satisfaction)) => "Developers better served",
            Self::Metric(Some(Metric::IntegrationTime)) => "Quicker to integrate",
            Self::Metric(Some(Metric::Reliability)) => "Fewer and shorter outages",
            Self::Metric(Some(Metric::Redundancy)) => "Work no longer done twice",
            Self::Metric(None) => "Other work",
            Self::Kind(Kind::Capability) => "New capabilities",
            Self::Kind(Kind::Reliability) => "Reliability",
            Self::Kind(Kind::TechDebt) => "Debt paid down",
            Self::Kind(Kind::Compatibility) => "Compatibility",
            Self::Kind(Kind::Experience) => "Easier to work with",
        }
    }
}

/// What work of a kind goes into.
pub(super) const fn goes_into(kind: Kind) -> &'static str {
    match kind {
        Kind::Capability => "new capabilities",
        Kind::Reliability => "reliability",
        Kind::TechDebt => "paying down debt",
        Kind::Compatibility => "compatibility",
        Kind::Experience => "a better experience",
    }
}

/// A line per group with what it is for: obligations first, then by what they bring.
pub(super) fn of(roadmap: &Roadmap<'_>, nodes: &[Node]) -> Vec<(String, String)> {
    let request = |node: Node| &roadmap.backlog.requests[node];
    let score = |node: Node| roadmap.contributions[node].score;
    let is_owed = |node: Node| roadmap.ranking.verdicts.mandated[node];
    let free = || nodes.iter().copied().filter(|&node| !is_owed(node));
    // Success measures say more than kinds, where most requests name one.
    let measured = free().filter(|&node| request(node).metric.is_some()).count();
    let by_metric = measured * 3 >= free().count() * 2;
    let purpose = |node: Node| match () {
        () if is_owed(node) => Purpose::Obligation,
        () if by_metric => Purpose::Metric(request(node).metric),
        () => Purpose::Kind(request(node).kind),
    };
    let metrics = Metric::WORDS.iter().map(|&(_, metric)| Some(metric)).chain([None]).map(Purpose::Metric);
    let all = [Purpose::Obligation]
        .into_iter()
        .chain(metrics)
        .chain(Kind::WORDS.iter().map(|&(_, it)| Purpose::Kind(it)));
    let mut groups: Vec<(Purpose, Vec<Node>)> = all
        .map(|wanted| (wanted, nodes.iter().copied().filter(|&node| purpose(node) == wanted).collect()))
        .filter(|(_, its): &(Purpose, Vec<Node>)| !its.is_empty())
        .collect();
    let total = |nodes: &[Node]| nodes.iter().map(|&node| score(node)).sum::<Points>();
    groups.sort_by_key(|(purpose, its)| (*purpose != Purpose::Obligation, Reverse(total(its))));
    groups.into_iter().map(|(purpose, its)| line(roadmap, purpose, its)).collect()
}

fn line(roadmap: &Roadmap<'_>, purpose: Purpose, mut nodes: Vec<Node>) -> (String, String) {
    let weeks: Weeks = nodes.iter().map(|&node| roadmap.backlog.requests[node].effort).sum();
    // Of what is owed those that say why, of the rest those that bring most.
    nodes.sort_by_key(|&node| {
        let unexplained = roadmap.backlog.requests[node].mandate.is_none();
        let score = Reverse(roadmap.contributions[node].score);
        (purpose == Purpose::Obligation && unexplained, score)
    });
    let more = nodes.len().saturating_sub(NAMED);
    let names = nodes.iter().take(NAMED).enumerate().map(|(place, &node)| piece(roadmap, node, place == 0));
    let more = if more == 0 { String::new() } else { format!("; and {more} more") };
    let label = format!("{}, {} weeks", purpose.words(), weeks.short());
    (label, format!("{}{more}.", names.collect::<Vec<_>>().join("; ")))
}

/// A piece of work by its title; why it is owed and by when, or for the first what gets better.
fn piece(roadmap: &Roadmap<'_>, node: Node, first: bool) -> String {
    let request = &roadmap.backlog.requests[node];
    let title = request.title.split_whitespace().collect::<Vec<_>>().join(" ");
    let title = if title.is_empty() { request.id.to_string() } else { title };
    let by = request.needed_by.map(|day| format!("by {}", Date::in_words(day)));
    let outcome = || text(roadmap, node, Column::Outcome).filter(|_| first);
    let because = match &request.mandate {
        Some(mandate) => Some(mandate.trim().trim_end_matches('.').to_owned()),
        None => outcome().map(|outcome| outcome.trim_end_matches('.').to_owned()),
    };
    let about: Vec<String> = because.into_iter().chain(by).collect();
    if about.is_empty() { title } else { format!("{title} ({})", about.join("; ")) }
}
