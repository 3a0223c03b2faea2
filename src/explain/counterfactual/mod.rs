//! What would change the answer: for each request that is not built, or not soon, the smallest
//! change that lifts it, found by applying changes and ranking again.
//!
//! A change is one that somebody can make: more adopters, a migration guide, a smaller version, a prerequisite
//! done. Apart from these stands what only new evidence can show: other ratings, more confidence. Every change comes with the cell to edit, so that anybody can make the edit to check it and
//! rank again. Left out are unscored requests, which need input before anything can be said, and
//! mandates, because nobody should be advised to invent one.
//!
//! `input` lists what can be changed and in which steps, `change` says how to write it down. An
//! `arena` is a part of the backlog that is changed, and a `trial` what comes of it; `ground` and
//! `probe` leave out trials that cannot succeed. `search` looks for the smallest change or pair,
//! `together` for what it takes where these do not exist, `all` asks for every request.

mod all;
mod arena;
mod change;
mod ground;
mod input;
mod probe;
mod search;
mod setting;
mod together;
mod trial;
mod words;

pub use change::{Cell, Change, Edit};
pub use input::{ChangeKind, Input};

use crate::{
    model::{Node, Weeks},
    order::{Horizon, Verdict},
    policy::Policy,
    roadmap::{Cut, Roadmap},
    workers::Workers,
};
use arena::{Arena, Scope};
use probe::Aim;
use search::Search;

/// What a change is to bring about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Goal {
    /// The request is built.
    Build,
    /// It begins in an earlier horizon.
    Horizon {
        /// Which.
        horizon: Horizon,
        /// When that horizon ends.
        before: Weeks,
    },
    /// It is built, and placed before another one.
    Above(Node),
}

impl Goal {
    /// The horizons that work can be brought into, the later one first. One without weeks is none.
    fn horizons(policy: &Policy) -> impl DoubleEndedIterator<Item = (Self, Weeks)> + use<> {
        let ends = policy.capacity.map(|capacity| {
            let both = capacity.now + capacity.next;
            [(Horizon::Next, capacity.next, both), (Horizon::Now, capacity.now, capacity.now)]
        });
        let ends = ends.into_iter().flatten().filter(|&(_, weeks, _)| weeks > Weeks::ZERO);
        ends.map(|(horizon, _, before)| (Self::Horizon { horizon, before }, before))
    }
}

/// What would change the answer for one request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counterfactual {
    /// What would be brought about: of horizons the earliest that is reached.
    pub goal: Goal,
    /// How.
    pub way: Way,
}

/// A single change that would do, beside the answer or apart from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alternative {
    /// The change.
    pub change: Change,
    /// What it brings about, which may be an earlier horizon.
    pub goal: Goal,
}

/// How a goal is reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Way {
    /// By one change, the smallest there is.
    Single(Change),
    /// By no single change, but by two; no pair has fewer steps in all.
    Pair([Change; 2]),
    /// By nothing short of all of these: none of them can be left out, or be smaller while the
    /// others stay.
    NothingShortOf(Vec<Change>),
    /// By no change of these inputs.
    None,
}

/// Answers "what if" about a roadmap.
#[derive(Clone, Copy, Debug)]
pub struct WhatIf<'a, 's> {
    roadmap: &'a Roadmap<'s>,
    policy: &'a Policy,
}

impl<'a, 's> WhatIf<'a, 's> {
    /// Questions about a roadmap that was built with this policy.
    pub const fn new(roadmap: &'a Roadmap<'s>, policy: &'a Policy) -> Self {
        Self { roadmap, policy }
    }

    /// What one would want for a request: to be built, or sooner. Nothing where it begins in the
    /// first horizon there is, or is unscored.
    pub fn goal(&self, node: Node) -> Option<Goal> {
        let ranking = &self.roadmap.ranking;
        match ranking.verdicts.of[node] {
            Verdict::Hold | Verdict::Blocked | Verdict::Decline => Some(Goal::Build),
            Verdict::Unscored => None,
            Verdict::Build => {
                let begins = ranking.begins[ranking.position[node]? as usize];
                Goal::horizons(self.policy).find(|&(_, before)| begins >= before).map(|(goal, _)| goal)
            }
        }
    }

    /// The smallest change for what one would want for a request.
    pub fn of(&self, node: Node) -> Option<Counterfactual> {
        let goal = self.goal(node)?;
        let mut arena = self.arena(node, goal);
        Some(self.search(&mut arena, node, goal, None).smallest())
    }

    /// What only new evidence can show: for each rating and for the confidence the smallest change of it alone
    /// that would do what one would want for the request, the smallest first. Ratings that nobody has given are
    /// not among them.
    pub fn evidence(&self, node: Node) -> Vec<Alternative> {
        let Some(goal) = self.goal(node) else { return Vec::new() };
        let mut arena = self.arena(node, goal);
        let mut search = self.search(&mut arena, node, goal, None);
        search.kind = ChangeKind::Evidence;
        search.alternatives()
    }

    /// For each input the smallest change of it alone that does as much as the answer of
    /// [`WhatIf::of`], the smallest first: that is the answer itself, where it is a single change.
    pub fn alternatives(&self, node: Node, answer: &Counterfactual) -> Vec<Alternative> {
        let mut arena = self.arena(node, answer.goal);
        self.search(&mut arena, node, answer.goal, None).alternatives()
    }

    /// The smallest change that places a request before another one; nothing where it is before it
    /// already, or one of the two is unscored.
    pub fn above(&self, node: Node, rival: Node) -> Option<Counterfactual> {
        let ranking = &self.roadmap.ranking;
        let place = |node: Node| ranking.position[node];
        let unscored = |node: Node| ranking.verdicts.of[node] == Verdict::Unscored;
        let before = place(node).is_some_and(|own| place(rival).is_none_or(|rival| own < rival));
        if before || node == rival || unscored(node) || unscored(rival) {
            return None;
        }
        let goal = Goal::Above(rival);
        let mut arena = self.arena(node, goal);
        Some(self.search(&mut arena, node, goal, None).smallest())
    }

    /// The answers of [`WhatIf::of`] for all requests, found in so many threads; they do not depend
    /// on how many.
    pub fn all(&self, workers: Workers) -> Vec<Option<Counterfactual>> {
        all::all(self, None, workers)
    }

    /// The same for the requests nearest to the line that the capacity draws, at most so many; nothing
    /// about the others.
    pub fn nearest(&self, count: usize, workers: Workers) -> Vec<Option<Counterfactual>> {
        let roadmap = self.roadmap;
        let cut = Cut::of(roadmap);
        let mut near: Vec<Node> = roadmap.nodes().filter(|&node| self.goal(node).is_some()).collect();
        near.sort_by_key(|&node| (roadmap.distance_from_cut(cut, node), node));
        near.truncate(count);
        near.sort_unstable();
        all::all(self, Some(&near), workers)
    }

    fn search<'w>(
        &self,
        arena: &'w mut Arena<'s>,
        node: Node,
        goal: Goal,
        known: Option<&'w [Node]>,
    ) -> Search<'w, 's>
    where
        'a: 'w,
    {
        let aim = Aim { node, together_with: None, goal };
        Search { roadmap: self.roadmap, policy: self.policy, arena, aim, kind: ChangeKind::Action, known }
    }

    fn arena(&self, node: Node, goal: Goal) -> Arena<'s> {
        let scope = if goal == Goal::Build { Scope::Verdicts } else { Scope::Order };
        Arena::new(self.roadmap, self.policy, self.members(node, goal), scope)
    }

    /// The part of the backlog that has to be ranked again, ascending. What people decided about the
    /// order mixes all requests.
    fn members(&self, node: Node, goal: Goal) -> Vec<Node> {
        let rival = match goal {
            Goal::Above(rival) => rival,
            Goal::Build | Goal::Horizon { .. } => node,
        };
        let links = &self.roadmap.links;
        if goal == Goal::Build {
            links.connected([node], |_| true)
        } else if self.is_built(node) && self.is_built(rival) && self.roadmap.ranking.overridden.is_empty() {
            links.connected([node, rival], |other| self.counts(other))
        } else {
            self.roadmap.nodes().collect()
        }
    }

    fn is_built(&self, node: Node) -> bool {
        self.roadmap.ranking.verdicts.of[node] == Verdict::Build
    }

    /// Whether what a request becomes may matter to requests that are built. Changes that make a
    /// request better, or take one that is built away, never get another one built; so what is not
    /// built matters only by freeing what it needs from a spent error budget.
    fn counts(&self, node: Node) -> bool {
        self.is_built(node) || !self.policy.rules.error_budget.spent_areas().is_empty()
    }
}
