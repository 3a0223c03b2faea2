//! Which requests ask for close to the same, by their words.
//!
//! A text's terms are its words without those that say nothing, as stems, and each two of them that
//! stand beside each other (`vocabulary`, `words`). A term weighs the more the fewer requests have it,
//! and more in a title (`weights`). Likeness is the cosine of two texts, found through an inverted
//! index (`index`). What is like a common centre is a group (`stars`), whose best known request is to
//! be kept (`asking`).
//!
//! Nothing is merged here: a group is a guess that a person looks at.

mod asking;
mod index;
mod stars;
mod stop_words;
mod vocabulary;
mod weights;
mod words;

pub use asking::{Asking, Close, Group, Groups, Similar};
pub use weights::Likeness;

/// From which likeness on two requests are shown as repeats: chosen on `tests/data/similar/tuning`.
pub const REPEATS: Likeness = Likeness(200);

/// From which likeness on two requests ask for something close: near enough to talk to each other.
pub const CLOSE: Likeness = Likeness(150);
