//! What somebody who decides has to know beside the order: dates that are missed, high scores that wait because they
//! are large, and what the first horizon is spent on.

use std::cmp::Reverse;

use crate::{
    model::{Kind, Node, Share, Weeks},
    order::Horizon,
    roadmap::Roadmap,
};

/// How many of the highest scores are looked at.
const HIGHEST: usize = 10;

/// Work of less than this is small.
const SMALL: Weeks = Weeks::from_thousandths(1000);

/// What a whole roadmap asks attention for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attention {
    /// How many requests that are built have a date to keep.
    pub dated: usize,
    /// Whether these dates can be judged.
    pub judged: bool,
    /// The requests that miss their dates and by how many days, nothing where that is beyond the calendar; the latest first.
    pub late: Vec<(Node, Option<i64>)>,
    /// Of the highest scores those that do not start in the first horizon because of their size alone: everything they
    /// need starts in it, nobody decided about them, and at the effort that is usual there they would bring more a
    /// week than some of what starts.
    pub large: Vec<Node>,
    /// How much of the first horizon is work of under a week each.
    pub small: Weeks,
    /// What the first horizon is spent on, by kind, where the policy has targets.
    pub kinds_now: Vec<(Kind, Weeks)>,
    /// Work that starts in the first horizon.
    pub now: Weeks,
}

impl Attention {
    /// Reads it off a roadmap. `targets` are the shares that the policy wants.
    pub(super) fn of(roadmap: &Roadmap<'_>, targets: &[(Kind, Share)]) -> Self {
        let request = |node: Node| &roadmap.backlog.requests[node];
        let order = &roadmap.ranking.order;
        let dated: Vec<Node> =
            order.iter().copied().filter(|&node| request(node).needed_by.is_some()).collect();
        let judged = roadmap.timetable.is_some();
        let mut late: Vec<(Node, Option<i64>)> = dated
            .iter()
            .filter(|_| judged)
            .map(|&node| (node, roadmap.days_late(node)))
            .filter(|&(_, days)| days != Some(0))
            .collect();
        late.sort_by_key(|&(node, days)| (Reverse(days.unwrap_or(i64::MAX)), node));
        let in_now = |&node: &Node| matches!(roadmap.horizon(node), Some((Horizon::Now, _)));
        let now: Vec<Node> = order.iter().copied().filter(in_now).collect();
        let effort = |nodes: &[Node]| nodes.iter().map(|&node| request(node).effort).sum::<Weeks>();
        let small: Vec<Node> = now.iter().copied().filter(|&node| request(node).effort < SMALL).collect();
        let of_kind =
            |kind: Kind| now.iter().copied().filter(|&node| request(node).kind == kind).collect::<Vec<_>>();
        Self {
            dated: dated.len(),
            judged,
            late,
            large: large(roadmap, &now),
            small: effort(&small),
            kinds_now: targets.iter().map(|&(kind, _)| (kind, effort(&of_kind(kind)))).collect(),
            now: effort(&now),
        }
    }
}

/// Of the highest scores those that wait because of their size alone.
fn large(roadmap: &Roadmap<'_>, now: &[Node]) -> Vec<Node> {
    let effort = |node: Node| i128::from(roadmap.backlog.requests[node].effort.thousandths());
    let score = |node: Node| i128::from(roadmap.contributions[node].score.thousandths());
    let free = |node: Node| !roadmap.ranking.verdicts.mandated[node] && roadmap.overridden(node).is_none();
    let count = i128::try_from(now.len()).unwrap_or(i128::MAX);
    let all: i128 = now.iter().map(|&node| effort(node)).sum();
    let is_larger = |node: Node| effort(node) * count > all;
    // Bundles start as a whole, so theirs is the score per week that counts.
    let bundles = now.iter().filter(|&&node| free(node)).filter_map(|&node| roadmap.bundle_of(node));
    let bundles: Vec<_> = bundles.map(|number| &roadmap.ranking.bundles[number]).collect();
    let would_start = |node: Node| {
        // Compared without a division: score ÷ (all ÷ count) against the score per week of a bundle.
        bundles.iter().any(|bundle| {
            let (points, weeks) =
                (i128::from(bundle.score.thousandths()), i128::from(bundle.effort.thousandths()));
            score(node) * count * weeks > points * all
        })
    };
    let starts_now = |node: Node| matches!(roadmap.horizon(node), Some((Horizon::Now, _)));
    let needs_only_now = |node: Node| roadmap.links.prerequisites(node).all(starts_now);
    let mut highest = roadmap.ranking.order.clone();
    highest.sort_by_key(|&node| (Reverse(roadmap.contributions[node].score), node));
    highest.truncate(HIGHEST);
    highest.retain(|&node| {
        !starts_now(node) && free(node) && needs_only_now(node) && is_larger(node) && would_start(node)
    });
    highest
}
