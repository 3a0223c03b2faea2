//! Scenarios as they are written: `[[scenario]]` in a file of their own or in the policy.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Value;

use super::{Edit, SCENARIO_FORM, SCENARIO_UNKNOWN, Scenario};
use crate::{
    diagnostic::{Finding, Place, Source},
    model::number,
    suggestion::closest,
};

/// The scenario that all others start from.
const BASE: &str = "base";

#[derive(Deserialize)]
struct File {
    #[serde(default)]
    scenario: Vec<Written>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    name: String,
    why: Option<String>,
    from: Option<String>,
    #[serde(default)]
    policy: BTreeMap<String, Value>,
    #[serde(default)]
    drop: Vec<String>,
    #[serde(default)]
    done: Vec<String>,
    #[serde(default)]
    decline: Vec<String>,
    #[serde(default)]
    without_team: Vec<String>,
    #[serde(default)]
    change: Vec<Change>,
    #[serde(default)]
    add: Vec<BTreeMap<String, Value>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Change {
    request: String,
    set: BTreeMap<String, Value>,
}

/// Reads the scenarios of a file, whose number is given.
pub fn read(source: &Source, file: u32) -> Result<Vec<Scenario>, Vec<Finding>> {
    let written = toml::from_str::<File>(&source.text).map_err(|error| {
        let finding = Finding::new(&SCENARIO_FORM, error.message().replace('\n', ", "))
            .hint("docs/what-if.md shows how a scenario is written");
        vec![match error.span() {
            Some(span) => finding.at(place(source, file, span)),
            None => finding,
        }]
    })?;
    let written = written.scenario;
    let mut findings = Vec::new();
    for (number, one) in written.iter().enumerate() {
        let twice = written[..number].iter().any(|other| other.name == one.name) || one.name == BASE;
        if one.name.trim().is_empty() || twice {
            let message = format!("the name \"{}\" of a scenario is blank or taken", one.name);
            findings
                .push(Finding::new(&SCENARIO_FORM, message).hint("give every scenario a name of its own"));
        }
    }
    let mut scenarios = Vec::new();
    for one in &written {
        match inherited(one, &written) {
            Ok(edits) => {
                scenarios.push(Scenario { name: one.name.clone(), why: one.why.clone(), edits });
            }
            Err(finding) => findings.push(*finding),
        }
    }
    if findings.is_empty() { Ok(scenarios) } else { Err(findings) }
}

fn place(source: &Source, file: u32, span: std::ops::Range<usize>) -> Place {
    let before = source.text.get(..span.start).unwrap_or_default();
    let line = before.bytes().filter(|&byte| byte == b'\n').count() + 1;
    Place { file, line: number(line), start: number(span.start), end: number(span.end) }
}

/// The edits of a scenario after those of what it builds on.
fn inherited(one: &Written, all: &[Written]) -> Result<Vec<Edit>, Box<Finding>> {
    let mut chain = vec![one];
    while let Some(from) = chain[chain.len() - 1].from.as_deref().filter(|&from| from != BASE) {
        let Some(next) = all.iter().find(|other| other.name == from) else {
            let meant = closest(from, all.iter().map(|other| other.name.as_str()));
            let meant = meant.map_or(String::new(), |meant| format!(": did you mean \"{meant}\"?"));
            let message =
                format!("the scenario \"{}\" builds on \"{from}\", which does not exist{meant}", one.name);
            return Err(Box::new(
                Finding::new(&SCENARIO_UNKNOWN, message).hint("name another scenario, or \"base\""),
            ));
        };
        if chain.iter().any(|met| std::ptr::eq(*met, next)) {
            let message = format!("the scenario \"{}\" builds on itself", one.name);
            return Err(Box::new(
                Finding::new(&SCENARIO_FORM, message).hint("let one of the ring build on \"base\""),
            ));
        }
        chain.push(next);
    }
    Ok(chain.into_iter().rev().flat_map(edits).collect())
}

fn edits(one: &Written) -> Vec<Edit> {
    let policy =
        one.policy.iter().map(|(key, value)| Edit::Policy { key: key.clone(), value: value.to_string() });
    let cells = one.change.iter().flat_map(|change| {
        change.set.iter().map(|(column, value)| Edit::Cell {
            id: change.request.clone(),
            column: column.clone(),
            text: text(value),
        })
    });
    let add = one
        .add
        .iter()
        .map(|row| Edit::Add(row.iter().map(|(name, value)| (name.clone(), text(value))).collect()));
    let named = |ids: &[String], edit: fn(String) -> Edit| ids.iter().cloned().map(edit).collect::<Vec<_>>();
    policy
        .chain(cells)
        .chain(add)
        .chain(named(&one.without_team, Edit::WithoutTeam))
        .chain(named(&one.done, Edit::Done))
        .chain(named(&one.decline, Edit::Decline))
        .chain(named(&one.drop, Edit::Drop))
        .collect()
}

/// A value as one would type it into a cell.
fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        let source = Source { text: text.to_owned(), ..Source::default() };
        match read(&source, 0) {
            Ok(scenarios) => scenarios
                .iter()
                .map(|one| {
                    let edits: Vec<String> = one.edits.iter().map(Edit::words).collect();
                    format!("{}: {}", one.name, edits.join(", "))
                })
                .collect(),
            Err(findings) => findings.into_iter().map(|finding| finding.message.to_string()).collect(),
        }
    }

    #[test]
    fn a_scenario_builds_on_another_one() {
        let text = "\
[[scenario]]
name = \"fewer\"
from = \"small\"
drop = [\"A\"]

[[scenario]]
name = \"small\"
policy = { \"capacity.now\" = 6 }
change = [{ request = \"B\", set = { effort = 2.5, scope = \"shared\" } }]
";
        assert_eq!(
            words(text),
            [
                "fewer: capacity.now = 6, B: effort = 2.5, B: scope = shared, without A",
                "small: capacity.now = 6, B: effort = 2.5, B: scope = shared"
            ]
        );
    }

    #[test]
    fn rings_unknown_names_and_unknown_keys_are_errors() {
        let ring = "[[scenario]]\nname = \"a\"\nfrom = \"b\"\n[[scenario]]\nname = \"b\"\nfrom = \"a\"\n";
        assert_eq!(words(ring)[0], "the scenario \"a\" builds on itself");
        let typo = "[[scenario]]\nname = \"small\"\n[[scenario]]\nname = \"b\"\nfrom = \"smal\"\n";
        assert_eq!(
            words(typo),
            ["the scenario \"b\" builds on \"smal\", which does not exist: did you mean \"small\"?"]
        );
        assert!(
            words("[[scenario]]\nname = \"a\"\ndropped = []\n")[0].starts_with("unknown field `dropped`")
        );
        assert_eq!(
            words("[[scenario]]\nname = \"base\"\n"),
            ["the name \"base\" of a scenario is blank or taken"]
        );
    }
}
