//! Why a request stands where it stands: data first, words made from it.

mod contrast;
pub mod counterfactual;
mod enabled;
mod phrase;
mod rationale;
mod reply;
mod tree;
mod why;
mod words;

pub use contrast::{Contrast, Decided, Side};
pub use enabled::Enabled;
pub use phrase::{Phrase, Shown, phrase};
pub use rationale::{Cell, Contributed, Explainer, InBundle, Rationale};
pub use reply::{Audience, because, reply, reply_settled};
pub use tree::{Entry, Hanging, Tree};
pub use why::{Clause, ReasonPart, Why};
pub use words::full_sentence;
