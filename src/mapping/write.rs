//! Mappings → the policy's own syntax.

use std::fmt::Write;

use super::{ColumnRule, Factor, Others, Target};

/// A text as TOML writes it.
pub(crate) fn quoted(text: &str) -> String {
    let mut written = String::with_capacity(text.len() + 2);
    written.push('"');
    for character in text.chars() {
        match character {
            '"' => written.push_str("\\\""),
            '\\' => written.push_str("\\\\"),
            '\n' => written.push_str("\\n"),
            '\r' => written.push_str("\\r"),
            '\t' => written.push_str("\\t"),
            other if crate::untrusted::is_unsafe(other) => {
                // Writing to a string cannot fail.
                let _ = write!(written, "\\U{:08X}", u32::from(other));
            }
            other => written.push(other),
        }
    }
    written.push('"');
    written
}

/// What becomes of a column: a word, or a table where there is more to say.
pub(crate) fn rule(rule: &ColumnRule) -> String {
    let mut parts = Vec::new();
    if !rule.values.is_empty() {
        let values: Vec<String> =
            rule.values.iter().map(|(from, to)| format!("{} = {}", quoted(from), quoted(to))).collect();
        parts.push(format!("values = {{ {} }}", values.join(", ")));
    }
    let usual = Others::usual(rule.to, !rule.values.is_empty());
    if rule.others != usual {
        let word = Others::WORDS.iter().find(|(_, others)| *others == rule.others).map_or("", |it| it.0);
        parts.push(format!("others = \"{word}\""));
    }
    match rule.factor {
        Some(Factor::Times(number)) => parts.push(format!("factor = {number}")),
        Some(Factor::DividedBy(number)) => parts.push(format!("divide_by = {number}")),
        None => {}
    }
    if !rule.labels.is_empty() {
        let mut labels: Vec<(String, Vec<String>)> = Vec::new();
        for label in &rule.labels {
            let cell = format!("{} = {}", label.column.name(), quoted(&label.value));
            match labels.iter_mut().find(|(name, _)| *name == label.name) {
                Some((_, cells)) => cells.push(cell),
                None => labels.push((label.name.clone(), vec![cell])),
            }
        }
        let labels: Vec<String> = labels
            .iter()
            .map(|(name, cells)| format!("{} = {{ {} }}", quoted(name), cells.join(", ")))
            .collect();
        parts.push(format!("labels = {{ {} }}", labels.join(", ")));
    }
    if parts.is_empty() {
        return format!("\"{}\"", rule.to.word());
    }
    if rule.to != Target::Carry {
        parts.insert(0, format!("to = \"{}\"", rule.to.word()));
    }
    format!("{{ {} }}", parts.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        diagnostic::Source,
        mapping::{preset, preset_names},
        policy::Policy,
    };

    #[test]
    fn what_is_written_is_read_as_the_same_mapping() {
        for mapping in preset_names().filter_map(preset) {
            let mut text = format!("[mapping.{}.columns]\n", mapping.name);
            for (name, one) in &mapping.columns {
                for part in [&quoted(name), " = ", &rule(one), "\n"] {
                    text.push_str(part);
                }
            }
            let (policy, problems) = Policy::read(&Source::new("p", text), 0);
            assert!(problems.is_empty(), "{problems:?}");
            assert_eq!(policy.mappings[0].columns, mapping.columns);
        }
    }
}
