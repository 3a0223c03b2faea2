//! Ranks the request backlog of a platform and explains the result.

pub mod cli;
pub mod diagnostic;
pub mod explain;
pub mod graph;
mod import;
pub mod ingest;
pub mod mapping;
pub mod model;
pub mod order;
pub mod policy;
pub mod report;
pub mod roadmap;
pub mod rules;
pub mod scenarios;
pub mod score;
pub mod scoring_sheet;
pub mod similar;
mod suggestion;
mod toml_file;
pub mod untrusted;
pub mod verify;
pub mod voices;
pub mod workers;

/// Every code there is, for the documentation and its test.
pub fn all_codes() -> Vec<&'static diagnostic::Code> {
    [
        ingest::CODES,
        import::CODES,
        toml_file::CODES,
        graph::CODES,
        score::CODES,
        roadmap::CODES,
        scenarios::CODES,
    ]
    .into_iter()
    .flatten()
    .chain(rules::codes())
    .copied()
    .collect()
}
