//! The dependencies between requests.

mod links;

pub use links::{Links, Node};
