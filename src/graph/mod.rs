//! The dependencies between requests. `petgraph` stays inside this module.

mod cycles;
mod findings;
mod links;

pub use cycles::{Cycle, cycles};
pub(crate) use findings::CODES;
pub use findings::cycle_findings;
pub use links::{Links, Node};
