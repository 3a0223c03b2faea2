//! Whether settings of one request's inputs reach a goal, asked many times.

use rustc_hash::FxHashMap;

use super::{
    Goal,
    arena::{Arena, Judged},
    change::Move,
    ground::{Ground, Needed},
    setting::Setting,
    trial::Trial,
};
use crate::model::Node;

/// The goal of a search.
#[derive(Clone, Copy, Debug)]
pub(super) struct Aim {
    /// For whom.
    pub(super) node: Node,
    /// A second one that has to be built as well.
    pub(super) together_with: Option<Node>,
    /// What.
    pub(super) goal: Goal,
}

impl Aim {
    /// Whether a trial reaches the goal.
    pub(super) fn is_met(&self, arena: &Arena<'_>, trial: &Trial) -> bool {
        let builds = |node: Node| arena.local(node).is_some_and(|own| trial.builds(own));
        if !builds(self.node) || self.together_with.is_some_and(|node| !builds(node)) {
            return false;
        }
        let begins = match self.goal {
            Goal::Build => return true,
            Goal::Horizon { .. } | Goal::Above(_) => trial.begins(),
        };
        let begins = |node: Node| arena.local(node).and_then(|own| begins[own.0]);
        match self.goal {
            Goal::Build => true,
            Goal::Horizon { before, .. } => begins(self.node).is_some_and(|begins| begins < before),
            Goal::Above(rival) => begins(rival).is_none_or(|rival| begins(self.node) < Some(rival)),
        }
    }
}

/// Tries settings of one request, with some other moves made already.
pub(super) struct Probe {
    made: Vec<Move>,
    /// Those of the moves that set other inputs of the same request.
    set: Vec<Setting>,
    /// The request whose inputs are set.
    node: Node,
    aim: Aim,
    needed: Needed,
    /// What was tried. A ranking sees nothing of a request but how it is judged, so what was tried
    /// once in other words is not tried again.
    known: FxHashMap<Judged, bool>,
}

impl Probe {
    /// A probe of the inputs of the request that the aim is for.
    pub(super) fn own(arena: &mut Arena<'_>, aim: Aim, made: Vec<Move>) -> Self {
        let needed = Ground::needed(arena, &aim, &made);
        let own = |change: &Move| match *change {
            Move::Set { node, setting, .. } => (node == aim.node).then_some(setting),
            Move::Done(_) | Move::Recovered(_) => None,
        };
        let set = made.iter().filter_map(own).collect();
        Self { made, set, node: aim.node, aim, needed, known: FxHashMap::default() }
    }

    /// A probe of the inputs of another request.
    pub(super) fn of(node: Node, aim: Aim) -> Self {
        Self {
            made: Vec::new(),
            set: Vec::new(),
            node,
            aim,
            needed: Needed::Anything,
            known: FxHashMap::default(),
        }
    }

    /// Whether nothing needs to be tried.
    pub(super) const fn is_hopeless(&self) -> bool {
        matches!(self.needed, Needed::Impossible)
    }

    /// Whether the aim is met with these settings.
    pub(super) fn works(&mut self, arena: &mut Arena<'_>, settings: &[Setting]) -> bool {
        let all = settings.iter().chain(&self.set);
        let Some(judged) = arena.judged(self.node, all).filter(|&judged| self.needed.admits(judged)) else {
            return false;
        };
        if let Some(&known) = self.known.get(&judged) {
            return known;
        }
        let set = settings.iter().map(|&setting| Move::Set { node: self.node, setting, steps: 0 });
        let moves: Vec<Move> = set.chain(self.made.iter().cloned()).collect();
        let trial = arena.trial(&moves);
        let works = self.aim.is_met(arena, &trial);
        self.known.insert(judged, works);
        works
    }
}
