//! The built-in mappings.

use std::sync::LazyLock;

use toml::de::DeTable;

use super::{Mapping, read, same};
use crate::toml_file::Reader;

/// A built-in mapping, which is read only where somebody needs it.
struct Preset {
    name: &'static str,
    /// A header that it is recognised by has one of these.
    marks: &'static [&'static str],
    mapping: LazyLock<Mapping>,
}

macro_rules! presets {
    ($($name:literal: $marks:expr,)+) => {
        /// The built-in mappings, in the order in which they are tried.
        static PRESETS: [Preset; [$($name),+].len()] = [$(Preset {
            name: $name,
            marks: &$marks,
            mapping: LazyLock::new(|| only(include_str!(concat!("presets/", $name, ".toml")))),
        }),+];

        /// The texts of the built-in mappings.
        #[cfg(test)]
        const TEXTS: &[&str] = &[$(include_str!(concat!("presets/", $name, ".toml"))),+];
    };
}

presets! {
    "jira": [
        "Issue key", "Work item key", "Vorgangsschlüssel", "Clé de ticket", "Clave de incidencia", "Chave da item",
        "Chave do item",
    ],
    "linear": ["Cycle Number"],
    "gitlab": ["Author Username"],
    "azure-devops": ["Work Item Type"],
    "asana": ["Section/Column"],
    "trello": ["Card Name"],
    "github": ["number"],
    "github-projects": ["Linked pull requests"],
    "clickup": ["Task Content"],
    "youtrack": ["Issue Id"],
    "redmine": ["Tracker"],
    "shortcut": ["is_completed"],
    "pivotal": ["Current State"],
    "monday": ["Item ID (auto generated)"],
    "notion": [],
}

/// The names of the built-in mappings.
pub(crate) fn preset_names() -> impl Iterator<Item = &'static str> {
    PRESETS.iter().map(|preset| preset.name)
}

/// The built-in mapping of that name.
pub(crate) fn preset(name: &str) -> Option<&'static Mapping> {
    PRESETS.iter().find(|preset| preset.name == name).map(|preset| &*preset.mapping)
}

/// The built-in mappings that may fit a header with these names.
pub(crate) fn presets_for(names: &[String]) -> impl Iterator<Item = &'static Mapping> {
    let has = |mark: &&str| names.iter().any(|name| same(name, mark));
    PRESETS.iter().filter(move |preset| preset.marks.iter().any(has)).map(|preset| &*preset.mapping)
}

/// The only mapping of a text.
fn only(text: &str) -> Mapping {
    parse(text).0.pop().unwrap_or_default()
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
        for (text, preset) in TEXTS.iter().zip(&PRESETS) {
            let (mappings, problems) = parse(text);
            assert_eq!((mappings.len(), problems), (1, 0), "{text}");
            assert_eq!(mappings[0].name, preset.name);
        }
    }

    #[test]
    fn what_recognises_a_preset_has_one_of_its_marks() {
        for preset in &PRESETS {
            for names in &preset.mapping.recognise {
                assert!(
                    preset.marks.iter().any(|mark| names.iter().any(|name| same(name, mark))),
                    "{names:?}"
                );
            }
        }
    }
}
