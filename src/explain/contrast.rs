//! Two requests side by side: which comes first, and what decides it.

use std::cmp::Ordering;

use crate::{
    model::{Date, Node, Number, Points},
    order::{BundleNumber, Total, Verdict},
    roadmap::Roadmap,
    score::Contributor,
};

/// Two requests side by side.
#[derive(Clone, Debug)]
pub struct Contrast {
    /// The one that is asked about.
    pub one: Node,
    /// The other one.
    pub other: Node,
    /// Which of them comes first; nothing where neither is built.
    pub first: Option<Node>,
    /// What decides that.
    pub decided: Decided,
    /// The points of both by source, where either has some; the greatest difference first.
    pub points: Vec<Side>,
}

/// The points of two requests from one source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Side {
    /// The criterion or rule.
    pub source: Contributor,
    /// What the one that is asked about has.
    pub one: Option<Points>,
    /// What the other one has.
    pub other: Option<Points>,
}

impl Side {
    /// How much more the one that is asked about has.
    pub fn difference(&self) -> Points {
        self.one.unwrap_or_default() - self.other.unwrap_or_default()
    }
}

/// What puts one request before another. The first that applies, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decided {
    /// Only one of them is built, or neither is.
    Verdicts(Verdict, Verdict),
    /// A person decided about this one.
    Override(Node),
    /// Only this one is mandated.
    Mandate(Node),
    /// This one waits for the other, directly or not.
    Waits(Node),
    /// The bundle of the first has more score per week.
    ScorePerWeek(Total, Total),
    /// Their bundles have the same score per week, and the bundle of the first is needed earlier.
    Date(Option<Date>, Option<Date>),
    /// Their bundles have the same score per week, and the bundle of the first takes less effort.
    Effort(Total, Total),
    /// Overrides of others moved them.
    Moved,
    /// They are in one bundle, and this order delivers its value soonest.
    Inside(u32),
    /// Everything is equal, and the id decides.
    Id,
}

impl Contrast {
    /// Compares two requests. Looks at no more of the graph than what the later one needs.
    pub fn new(roadmap: &Roadmap<'_>, one: Node, other: Node) -> Self {
        let place = |node: Node| roadmap.ranking.position[node];
        let first = match (place(one), place(other)) {
            (Some(left), Some(right)) => Some(if left < right { one } else { other }),
            (left, right) => left.map(|_| one).or(right.map(|_| other)),
        };
        Self {
            one,
            other,
            first,
            decided: decided(roadmap, one, other, first),
            points: points(roadmap, one, other),
        }
    }

    /// The contribution with the greatest difference in favour of the one that comes first.
    pub fn decisive(&self) -> Option<Side> {
        let sign = if self.first == Some(self.other) { -1 } else { 1 };
        let favour = |side: &&Side| side.difference().thousandths() * sign;
        self.points.iter().filter(|side| favour(side) > 0).max_by_key(favour).copied()
    }
}

fn decided(roadmap: &Roadmap<'_>, one: Node, other: Node, first: Option<Node>) -> Decided {
    let verdict = |node: Node| roadmap.ranking.verdicts.of[node];
    if verdict(one) != Verdict::Build || verdict(other) != Verdict::Build {
        return Decided::Verdicts(verdict(one), verdict(other));
    }
    let first = first.unwrap_or(one);
    let second = if first == one { other } else { one };
    let mandated = |node: Node| roadmap.ranking.verdicts.mandated[node];
    if mandated(first) && !mandated(second) {
        return Decided::Mandate(first);
    }
    // Whatever somebody decides, what is needed comes first.
    if roadmap.links.needed_by(second).any(|needed| needed == first) {
        return Decided::Waits(second);
    }
    let moved = |&node: &Node| roadmap.overridden(node).is_some_and(|it| it.obedience.acts());
    if let Some(node) = [first, second].into_iter().find(moved) {
        return Decided::Override(node);
    }
    let bundle = |node: Node| {
        let number = roadmap.bundle_of(node).unwrap_or_default();
        (number, roadmap.ranking.bundles[number])
    };
    let ((left, a), (right, b)) = (bundle(first), bundle(second));
    if left == right {
        return Decided::Inside(left.ordinal());
    }
    match a.compare_score_per_week(&b) {
        Ordering::Greater => Decided::ScorePerWeek(a, b),
        Ordering::Less => Decided::Moved,
        Ordering::Equal => match (due(roadmap, left), due(roadmap, right)) {
            (date, later) if date != later => Decided::Date(date, later),
            _ if a.effort != b.effort => Decided::Effort(a, b),
            _ => Decided::Id,
        },
    }
}

/// The earliest date in a bundle.
fn due(roadmap: &Roadmap<'_>, number: BundleNumber) -> Option<Date> {
    let ranking = &roadmap.ranking;
    let members = ranking.order.iter().zip(&ranking.bundle).filter(|&(_, &it)| it == number);
    members.filter_map(|(&node, _)| roadmap.backlog.requests[node].needed_by).min()
}

fn points(roadmap: &Roadmap<'_>, one: Node, other: Node) -> Vec<Side> {
    let of = |node: Node, source: Contributor| roadmap.contributions[node].of(source);
    let mut sides: Vec<Side> = Contributor::all(roadmap.policy.criteria.len())
        .map(|source| Side { source, one: of(one, source), other: of(other, source) })
        .filter(|side| side.one.is_some() || side.other.is_some())
        .collect();
    sides.sort_by_key(|side| std::cmp::Reverse(side.difference().thousandths().abs()));
    sides
}
