//! The dependencies between requests. `petgraph` stays inside this module.

mod components;
mod cycles;
mod dependencies;
mod findings;
mod walks;

pub(crate) use components::components;
pub use cycles::{Cycle, cycles};
pub use dependencies::{Dependencies, Node};
pub(crate) use findings::CODES;
pub use findings::cycle_findings;
