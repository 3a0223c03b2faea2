//! What is worth doing, in which order, and what flows through whom.
//!
//! [`worth_doing`] chooses, [`arrange()`] orders what was chosen, [`enabled_value`] attributes
//! score to the prerequisites it needs. All three see the
//! [`Dependencies`](crate::graph::Dependencies), which must not have cycles, take one entry per
//! node in every other slice, and depend on nothing but these numbers: ties fall to the smaller
//! node, and an unrelated request never changes the order of the others. The cuts run on compact
//! arrays made from them (`pieces`).
//!
//! The order minimises Σ score × completion time subject to prerequisites (1 | prec | Σ w C),
//! which is hard, so it is found in two steps. Sidney's decomposition (`bundles`) fixes, without
//! loss, which requests belong together and in which order these bundles come; `inside` orders
//! the requests of one bundle, exactly where it is small and well where it is not. The lower
//! bound that comes with the order says how much better any other could be.
//!
//! On top of these, `verdicts` decides what is a candidate and says for the rest why not, and
//! [`rank`] puts mandates first and cuts the result into horizons. Not here: the words that
//! explain the result.

mod arrange;
#[cfg(test)]
mod brute;
mod bundles;
mod by_hand;
mod closure;
mod cost;
mod enabled;
mod horizons;
mod inside;
mod pieces;
mod placing;
mod ranking;
mod threshold;
mod ties;
mod timetable;
mod verdicts;
mod worth;

pub(crate) use arrange::Standing;
pub use arrange::{Arrangement, Bundle, Work, arrange};
pub use by_hand::{Obedience, Overridden};
pub use cost::Cost;
pub use enabled::{enabled_points, enabled_value};
pub use horizons::Horizon;
pub(crate) use ranking::Case;
pub use ranking::{BundleNumber, Ranking, Total, rank};
pub(crate) use threshold::{Best, Threshold};
pub use timetable::Timetable;
pub use verdicts::{ByHand, Verdict, Verdicts};
pub use worth::worth_doing;
