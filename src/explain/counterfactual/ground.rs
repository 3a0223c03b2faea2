//! What a request needs before anything is worth trying.

use std::rc::Rc;

use super::{
    Goal,
    arena::{Arena, Judged, Own},
    change::Move,
    probe::Aim,
    trial::{Crossing, Trial},
};
use crate::{
    model::{Points, Weeks},
    order::{Best, Threshold},
};

/// What a request needs in order to have a chance.
#[derive(Clone, Copy, Debug)]
pub(super) enum Needed {
    /// No setting helps.
    Impossible,
    /// Not known.
    Anything,
    /// `per_point` · score − `per_week` · effort of at least `profit`, and no broken promise where
    /// `unbroken`.
    Profit { per_point: i128, per_week: i128, profit: i128, unbroken: bool },
}

impl Needed {
    pub(super) fn admits(self, judged: Judged) -> bool {
        match self {
            Self::Impossible => false,
            Self::Anything => true,
            Self::Profit { per_point, per_week, profit, unbroken } => {
                !(unbroken && judged.breaks)
                    && per_point * thousandths(judged.score) - per_week * weeks(judged.effort) >= profit
            }
        }
    }
}

fn thousandths(score: Points) -> i128 {
    score.thousandths().into()
}

fn weeks(effort: Weeks) -> i128 {
    effort.thousandths().into()
}

/// What all requests of an arena need for the same goal, with the same moves made.
pub(super) struct Ground {
    trial: Rc<Trial>,
    weighed: Weighed,
}

/// What is weighed against each other.
enum Weighed {
    /// Nothing.
    Nothing,
    /// No normally ordered request can start in time.
    Shut,
    /// Profits, `per_point` · score − `per_week` · effort.
    Profits { per_point: i128, per_week: i128, threshold: Box<Threshold> },
}

impl Ground {
    /// What a request needs, with some moves made already.
    pub(super) fn needed(arena: &mut Arena<'_>, aim: &Aim, made: &[Move]) -> Needed {
        let Some(own) = arena.local(aim.node) else { return Needed::Impossible };
        match aim.goal {
            Goal::Above(_) => Needed::Anything,
            Goal::Build => {
                // Its own promise counts as kept: whether a setting keeps it is seen without a trial.
                let gated = arena.base().verdicts.gates[own.0].is_some();
                let ground = if gated || !made.is_empty() {
                    Rc::new(Self::for_build(Rc::new(arena.trial_with(made, Some(aim.node)))))
                } else {
                    arena.ground(None, Self::for_build)
                };
                ground.to_build(own)
            }
            Goal::Horizon { before, .. } => {
                let ground = if made.is_empty() {
                    arena.ground(Some(before), |trial| Self::for_horizon(trial, before))
                } else {
                    Rc::new(Self::for_horizon(Rc::new(arena.trial(made)), before))
                };
                ground.to_begin(own)
            }
        }
    }

    fn for_build(trial: Rc<Trial>) -> Self {
        let profits = trial.score.iter().map(|&score| thousandths(score)).collect();
        let threshold = Box::new(Threshold::new(Best::Smallest, &trial.links, profits, &trial.available()));
        Self { trial, weighed: Weighed::Profits { per_point: 1, per_week: 0, threshold } }
    }

    /// What a request needs to be built, exactly: an open gate of its own, nothing closed before it,
    /// and as much score as it takes to be worth doing. What it waits for does not depend on its own
    /// inputs.
    fn to_build(&self, own: Own) -> Needed {
        match &self.weighed {
            _ if self.trial.is_given(own) => Needed::Anything,
            Weighed::Profits { per_point, per_week, threshold } => {
                threshold.of(own.0).map_or(Needed::Impossible, |profit| Needed::Profit {
                    per_point: *per_point,
                    per_week: *per_week,
                    profit,
                    unbroken: true,
                })
            }
            Weighed::Nothing | Weighed::Shut => Needed::Anything,
        }
    }

    fn for_horizon(trial: Rc<Trial>, time: Weeks) -> Self {
        let weighed = match trial.bundle_at(time) {
            Crossing::Before => Weighed::Shut,
            Crossing::None => Weighed::Nothing,
            Crossing::Bundle(bundle) => {
                let (per_point, per_week) = (weeks(bundle.effort), thousandths(bundle.score));
                let profit = |(&score, &effort)| per_point * thousandths(score) - per_week * weeks(effort);
                let profits = trial.score.iter().zip(&trial.effort).map(profit).collect();
                let threshold = Box::new(Threshold::new(Best::Largest, &trial.links, profits, &trial.rest()));
                Weighed::Profits { per_point, per_week, threshold }
            }
        };
        Self { trial, weighed }
    }

    /// What a request needs at least to begin before the time of this ground.
    ///
    /// Let λ be the ratio of the bundle that is worked on when the time comes, profit(j) =
    /// w(j) − λ·p(j), and U the largest closed set of greatest profit among what has its turn: the
    /// bundles of ratio λ and above, in the arena as elsewhere. All of them together take until then
    /// or longer. Suppose that the request is not in U, and is changed, but still not in the greatest
    /// closed set. Then that set is U: both times it is the best among the sets without the request,
    /// and their profits have not changed. So the request comes after all bundles of ratio λ and
    /// above, too late. (λ is not negative, because no bundle of what is worth doing has less;
    /// so U does not depend on what else the change lets drop out.) Hence it has to get into that
    /// set. Within U this says nothing, nor about what people's decisions move: the rest keeps its
    /// order, and what they move is not counted in the time.
    fn to_begin(&self, own: Own) -> Needed {
        if !self.trial.has_turn(own) || self.trial.movable()[own.0] {
            return Needed::Anything;
        }
        match &self.weighed {
            Weighed::Shut => Needed::Impossible,
            Weighed::Profits { per_point, per_week, threshold } if !threshold.is_in(own.0) => {
                threshold.of(own.0).map_or(Needed::Anything, |profit| Needed::Profit {
                    per_point: *per_point,
                    per_week: *per_week,
                    profit,
                    unbroken: false,
                })
            }
            Weighed::Profits { .. } | Weighed::Nothing => Needed::Anything,
        }
    }
}
