//! Why a request stands where it stands: data first, words made from it.

pub mod counterfactual;
mod phrase;
mod why;

pub use phrase::{Phrase, phrase};
pub use why::{Clause, Part, Why};
