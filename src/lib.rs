//! Ranks the request backlog of a platform and explains the result.

pub mod graph;
pub mod model;
pub mod order;
