//! Whether settings of one request's inputs reach a goal, asked many times.

use rustc_hash::FxHashMap;

use super::{
    Goal,
    change::Move,
    input::Setting,
    trial::{Arena, Crossing, Judged, Trial},
};
use crate::{
    graph::Node,
    model::{Points, Weeks},
    order::shortfall,
};

/// Tries settings of one request, with some other moves made already.
pub(super) struct Probe<'p> {
    made: &'p [Move],
    /// The request whose inputs are set.
    node: Node,
    aim: Aim,
    needed: Needed,
    /// What was tried. A ranking sees nothing of a request but how it is judged, so what was tried
    /// once in other words is not tried again.
    known: FxHashMap<Judged, bool>,
}

/// What is to come about: that all of some requests reach the same goal.
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
    /// Whether it has come about.
    pub(super) fn is_met(&self, arena: &Arena<'_>, trial: &Trial) -> bool {
        let builds = |node: Node| arena.local(node).is_some_and(|node| trial.builds(node));
        if !builds(self.node) || self.together_with.is_some_and(|node| !builds(node)) {
            return false;
        }
        let begins = match self.goal {
            Goal::Build => return true,
            Goal::Horizon { .. } | Goal::Above(_) => trial.begins(),
        };
        let begins = |node: Node| arena.local(node).and_then(|node| begins[node as usize]);
        match self.goal {
            Goal::Build => true,
            Goal::Horizon { before, .. } => begins(self.node).is_some_and(|begins| begins < before),
            Goal::Above(rival) => begins(rival).is_none_or(|rival| begins(self.node) < Some(rival)),
        }
    }
}

/// What a request needs in order to have a chance.
#[derive(Clone, Copy, Debug)]
enum Needed {
    /// No setting helps.
    Impossible,
    /// Not known.
    Anything,
    /// `per_point` · merit − `per_week` · effort of at least `profit`, and no broken promise where
    /// `unbroken`.
    Profit { per_point: i128, per_week: i128, profit: i128, unbroken: bool },
}

impl Needed {
    fn admits(self, judged: Judged) -> bool {
        match self {
            Self::Impossible => false,
            Self::Anything => true,
            Self::Profit { per_point, per_week, profit, unbroken } => {
                !(unbroken && judged.breaks)
                    && per_point * thousandths(judged.merit) - per_week * weeks(judged.effort) >= profit
            }
        }
    }
}

fn thousandths(merit: Points) -> i128 {
    merit.thousandths().into()
}

fn weeks(effort: Weeks) -> i128 {
    effort.thousandths().into()
}

impl<'p> Probe<'p> {
    /// A probe of the inputs of the request that the aim is for.
    pub(super) fn own(arena: &mut Arena<'_>, aim: Aim, made: &'p [Move]) -> Self {
        let needed = match aim.goal {
            Goal::Build => for_build(arena, aim.node, made),
            Goal::Horizon { before, .. } => for_horizon(arena, aim.node, made, before),
            Goal::Above(_) => Needed::Anything,
        };
        Self { made, node: aim.node, aim, needed, known: FxHashMap::default() }
    }

    /// A probe of the inputs of another request.
    pub(super) fn of(node: Node, aim: Aim, made: &'p [Move]) -> Self {
        Self { made, node, aim, needed: Needed::Anything, known: FxHashMap::default() }
    }

    /// Whether nothing needs to be tried.
    pub(super) const fn is_hopeless(&self) -> bool {
        matches!(self.needed, Needed::Impossible)
    }

    /// Whether the aim comes about with these settings.
    pub(super) fn works(&mut self, arena: &mut Arena<'_>, settings: &[Setting]) -> bool {
        let Some(judged) = arena.judged(self.node, settings).filter(|&judged| self.needed.admits(judged))
        else {
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

/// What a request needs to be built, exactly: open gates, nothing closed before it, and as much
/// merit as the greatest closed set asks for. What it waits for does not depend on its own inputs.
fn for_build(arena: &mut Arena<'_>, node: Node, made: &[Move]) -> Needed {
    let trial = arena.trial_with(made, Some(node));
    let Some(node) = arena.local(node) else { return Needed::Impossible };
    if trial.is_given(node) {
        return Needed::Anything;
    }
    let available = trial.available();
    if !available[node as usize] {
        return Needed::Impossible;
    }
    let merit = |node: Node| thousandths(trial.merit[node as usize]);
    let lacking = shortfall(&trial.links, merit, &available, node);
    Needed::Profit { per_point: 1, per_week: 0, profit: merit(node) + lacking, unbroken: true }
}

/// What a request needs at least to begin before `time`.
///
/// Let λ be the ratio of the bundle that is worked on when `time` comes, profit(j) = w(j) − λ·p(j),
/// and U the largest closed set of greatest profit among what is chosen: the bundles of ratio λ and
/// above, in the arena as elsewhere. All of them together take until `time` or longer. Suppose that
/// the request is not in U, and is changed, but still not in the greatest closed set. Then that set
/// is U: both times it is the best among the sets without the request, and their profits have not
/// changed. So the request comes after all bundles of ratio λ and above, too late. (λ is not
/// negative, because the last bundle of what is worth doing is not; so U does not depend on what
/// else the change lets drop out of what is chosen.) Hence it has to get into that set, for which
/// [`shortfall`] says what it lacks. Within U this says nothing.
fn for_horizon(arena: &mut Arena<'_>, node: Node, made: &[Move], time: Weeks) -> Needed {
    let trial = arena.trial(made);
    let Some(node) = arena.local(node) else { return Needed::Impossible };
    let rest = trial.rest();
    if !rest[node as usize] || trial.movable()[node as usize] {
        return Needed::Anything;
    }
    let ratio = match trial.bundle_at(time) {
        Crossing::Before => return Needed::Impossible,
        Crossing::None => return Needed::Anything,
        Crossing::Bundle(bundle) => bundle,
    };
    let (per_point, per_week) = (weeks(ratio.effort), thousandths(ratio.merit));
    let profit = |node: Node| {
        let at = node as usize;
        per_point * thousandths(trial.merit[at]) - per_week * weeks(trial.effort[at])
    };
    let lacking = shortfall(&trial.links, profit, &rest, node);
    if lacking == 0 {
        return Needed::Anything;
    }
    Needed::Profit { per_point, per_week, profit: profit(node) + lacking, unbroken: false }
}
