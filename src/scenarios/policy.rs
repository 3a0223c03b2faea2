//! The policy's text with other values.

use toml::{Table, Value};

use super::{Edit, SCENARIO_FORM, Scenario};
use crate::diagnostic::{Finding, Source};

/// The text that the policy becomes; the same where nothing in it changes.
pub(super) fn edited(scenario: &Scenario, policy: &Source) -> Result<Source, Box<Finding>> {
    let edits: Vec<(&str, &str)> = scenario
        .edits
        .iter()
        .filter_map(|edit| match edit {
            Edit::Policy { key, value } => Some((key.as_str(), value.as_str())),
            _ => None,
        })
        .collect();
    if edits.is_empty() {
        return Ok(policy.clone());
    }
    let wrong = |what: String| {
        Finding::new(&SCENARIO_FORM, format!("in the scenario \"{}\": {what}", scenario.name)).hint(
            "write the key with the sections around it, such as `capacity.now`, and a value as in the policy",
        )
    };
    let mut root: Table = toml::from_str(&policy.text).map_err(|error| wrong(error.message().to_owned()))?;
    for (key, typed) in edits {
        set(&mut root, key, value(typed))
            .map_err(|part| wrong(format!("`{part}` in `{key}` is not a section")))?;
    }
    let text = toml::to_string(&root).map_err(|error| wrong(error.to_string()))?;
    Ok(Source { text, ..policy.clone() })
}

/// What was typed as TOML; what is no TOML is a text.
fn value(typed: &str) -> Value {
    let parsed: Option<Table> = toml::from_str(&format!("it = {typed}")).ok();
    parsed.and_then(|mut table| table.remove("it")).unwrap_or_else(|| Value::String(typed.to_owned()))
}

/// Puts a value under a key with dots; fails with the part of it that is something else already.
fn set<'k>(root: &mut Table, key: &'k str, value: Value) -> Result<(), &'k str> {
    let (sections, last) = key.rsplit_once('.').map_or(("", key), |(sections, last)| (sections, last));
    let mut table = root;
    for part in sections.split('.').filter(|part| !part.is_empty()) {
        let entry = table.entry(part).or_insert_with(|| Value::Table(Table::new()));
        table = entry.as_table_mut().ok_or(part)?;
    }
    table.insert(last.to_owned(), value);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edited_text(key: &str, value: &str) -> Result<String, String> {
        let text = "[capacity]\nnow = 8 # weeks\nnext = 8\n\n[calendar]\nstart = 2027-01-04\n";
        let edits = vec![Edit::Policy { key: key.to_owned(), value: value.to_owned() }];
        let scenario = Scenario { name: "s".to_owned(), why: None, edits };
        let source = Source { text: text.to_owned(), ..Source::default() };
        edited(&scenario, &source).map(|source| source.text).map_err(|finding| finding.message.to_string())
    }

    #[test]
    fn a_value_is_replaced_or_added_and_the_rest_stays() {
        let text = edited_text("capacity.now", "6").unwrap();
        assert_eq!(text, "[calendar]\nstart = 2027-01-04\n\n[capacity]\nnext = 8\nnow = 6\n");
        assert!(edited_text("weights.reliability", "50").unwrap().contains("[weights]\nreliability = 50\n"));
        assert!(edited_text("effort.default", "L").unwrap().contains("default = \"L\"\n"));
        assert_eq!(
            edited_text("capacity.now.x", "1").unwrap_err(),
            "in the scenario \"s\": `now` in `capacity.now.x` is not a section"
        );
    }
}
