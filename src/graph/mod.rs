//! The dependencies between requests. `petgraph` stays inside this module.

mod components;
mod cycles;
mod dependencies;
mod findings;
mod walks;

pub(crate) use components::{Component, components};
pub use cycles::{Cycle, cycles};
pub use dependencies::Dependencies;
pub(crate) use findings::CODES;
pub use findings::cycle_findings;

#[cfg(test)]
pub(crate) use in_tests::{nodes, pairs};

#[cfg(test)]
mod in_tests {
    use crate::model::Number;

    /// Nodes by their places, for tests.
    pub(crate) fn nodes<N: Number>(places: impl IntoIterator<Item = usize>) -> Vec<N> {
        places.into_iter().map(N::at).collect()
    }

    /// Links between nodes by their places, for tests.
    pub(crate) fn pairs<N: Number>(places: &[(usize, usize)]) -> Vec<(N, N)> {
        places.iter().map(|&(before, after)| (N::at(before), N::at(after))).collect()
    }
}
