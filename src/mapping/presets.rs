//! The built-in mappings.

use std::sync::LazyLock;

use toml::de::DeTable;

use super::{Mapping, read};
use crate::toml_file::Reader;

const TEXTS: [&str; 4] = [
    include_str!("presets/jira.toml"),
    include_str!("presets/linear.toml"),
    include_str!("presets/gitlab.toml"),
    include_str!("presets/azure-devops.toml"),
];

/// The built-in mappings, in the order in which they are tried.
pub(crate) fn presets() -> &'static [Mapping] {
    static PRESETS: LazyLock<Vec<Mapping>> =
        LazyLock::new(|| TEXTS.iter().flat_map(|text| parse(text).0).collect());
    &PRESETS
}

/// The mappings of a text, and how many problems it has.
fn parse(text: &str) -> (Vec<Mapping>, usize) {
    let reader = Reader::new(text, 0);
    let (table, errors) = DeTable::parse_recoverable(text);
    let root = reader.root(table.get_ref());
    let section = root.section("mapping");
    let mappings = read(&section);
    section.close();
    root.close();
    (mappings, errors.len() + reader.into_findings().len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_preset_is_what_a_policy_could_say() {
        for text in TEXTS {
            let (mappings, problems) = parse(text);
            assert_eq!((mappings.len(), problems), (1, 0), "{text}");
        }
        let names: Vec<String> = presets().iter().map(|mapping| mapping.name.clone()).collect();
        assert_eq!(names, ["jira", "linear", "gitlab", "azure-devops"]);
    }
}
