//! The policy's `[mapping.NAME]` → mappings.

use rustc_hash::FxHashSet;

use super::{ColumnRule, DateForm, Factor, Label, Mapping, Others, Target, plain, same};
use crate::{
    model::{Breaking, Column, Decimal, Kind, Metric, Scope, Stakeholder, Status, Word},
    suggestion::closest,
    toml_file::{Entry, Section},
};

/// Reads the mappings below the section `mapping`, in the order of their names.
pub(crate) fn read(section: &Section<'_, '_>) -> Vec<Mapping> {
    let named = section.entries();
    let mappings = named.iter().map(|(name, entry)| {
        let own = section.section(name);
        let mapping = one(name, &own);
        own.close();
        if name.trim().is_empty() || name.contains([':', '\n', '\r', '"', '=']) || *name == NONE {
            entry.refuse(
                "named by a short word",
                "columns that it carries begin with its name: use letters, digits and `-`",
            );
        }
        mapping
    });
    mappings.collect()
}

/// The name that means no mapping.
pub(crate) const NONE: &str = "none";

fn one(name: &str, section: &Section<'_, '_>) -> Mapping {
    let texts = |entry: &Entry<'_, '_>| -> Vec<String> {
        let items = entry.list().unwrap_or_default();
        items.iter().filter_map(|item| item.words().map(str::to_owned)).collect()
    };
    let recognise = section.get("recognise").and_then(|entry| entry.list()).unwrap_or_default();
    Mapping {
        name: name.to_owned(),
        recognise: recognise.iter().map(texts).collect(),
        separate: section.get("separate").map(|entry| texts(&entry)).unwrap_or_default(),
        blank: section.get("blank").map(|entry| texts(&entry)).unwrap_or_default(),
        dates: section.get("dates").and_then(|entry| word(&entry, &DateForm::WORDS)),
        columns: columns(&section.section("columns")),
    }
}

/// The rules of a section's columns, in the order in which they are written.
fn columns(section: &Section<'_, '_>) -> Vec<(String, ColumnRule)> {
    let mut entries = section.entries();
    entries.sort_by_key(|(_, entry)| entry.start());
    let rules =
        entries.iter().filter_map(|(name, entry)| Some((name.clone(), column(name, entry, section)?)));
    let rules: Vec<(String, ColumnRule)> = rules.collect();
    let mut met = FxHashSet::default();
    for (name, _) in &rules {
        if !met.insert(plain(name))
            && let Some((_, entry)) = entries.iter().find(|(written, _)| written == name)
        {
            entry.refuse("written once", "names are compared without regard to case: keep one of them");
        }
    }
    rules
}

/// The rule of one column: a word, or a section that says more.
fn column(name: &str, entry: &Entry<'_, '_>, section: &Section<'_, '_>) -> Option<ColumnRule> {
    if entry.as_text().is_some() {
        return target(entry).map(ColumnRule::to);
    }
    let own = section.section(name);
    let to = match own.get("to") {
        Some(entry) => target(&entry)?,
        None => Target::Carry,
    };
    let values = texts(&own, "values", |value| known_word(to, value));
    let rule = ColumnRule {
        to,
        others: others(&own, to).unwrap_or_else(|| Others::usual(to, !values.is_empty())),
        values,
        factor: factor(&own, to),
        labels: labels(&own.section("labels")),
    };
    own.close();
    Some(rule)
}

fn others(section: &Section<'_, '_>, to: Target) -> Option<Others> {
    let entry = section.get("others")?;
    let others = word(&entry, &Others::WORDS)?;
    if others == Others::NotDone && to != Target::Column(Column::Status) {
        entry.refuse("keep, say or skip", "`not-done` is for columns that fill `status`");
    }
    Some(others)
}

fn target(entry: &Entry<'_, '_>) -> Option<Target> {
    let text = entry.text()?;
    let target = Target::parse(text);
    if target.is_none() {
        let words = Target::WORDS.iter().map(|&(word, _)| word);
        let known = Column::ALL.iter().map(|column| column.name()).chain(words);
        let hint = closest(text, known).map_or_else(
            || "columns are those of docs/input.md; `carry` keeps a column without using it".to_owned(),
            |known| format!("did you mean `{known}`?"),
        );
        entry.refuse("a column of the backlog, or carry, unlocks, parent, number", &hint);
    }
    target
}

/// A word of a fixed list.
fn word<T: Copy>(entry: &Entry<'_, '_>, words: &[(&str, T)]) -> Option<T> {
    let text = entry.text()?;
    let found = words.iter().find(|(word, _)| same(word, text)).map(|&(_, value)| value);
    if found.is_none() {
        let names: Vec<&str> = words.iter().map(|&(word, _)| word).collect();
        entry.refuse(&format!("one of {}", names.join(", ")), "write one of these words in quotes");
    }
    found
}

/// The texts of a section whose keys the user makes up, in the order in which they are written.
fn texts(
    section: &Section<'_, '_>,
    key: &str,
    check: impl Fn(&str) -> Result<(), String>,
) -> Vec<(String, String)> {
    let inner = section.section(key);
    let mut entries = inner.entries();
    entries.sort_by_key(|(_, entry)| entry.start());
    let text = |(name, entry): &(String, Entry<'_, '_>)| {
        let text = entry.text()?;
        if let Err(expected) = check(text) {
            entry.refuse(&expected, "use one of these words, or \"\" for a blank cell");
            return None;
        }
        Some((name.clone(), text.to_owned()))
    };
    entries.iter().filter_map(text).collect()
}

/// Whether a value is a word of its column, where that has a fixed vocabulary.
fn known_word(to: Target, value: &str) -> Result<(), String> {
    fn check<W: Word>(value: &str) -> Result<(), String> {
        let known = value.is_empty() || W::parse(value).is_some();
        let names = || W::WORDS.iter().map(|&(name, _)| name).collect::<Vec<_>>().join(", ");
        if known { Ok(()) } else { Err(format!("one of {}", names())) }
    }
    match to {
        Target::Column(Column::Status) => check::<Status>(value),
        Target::Column(Column::Kind) => check::<Kind>(value),
        Target::Column(Column::Stakeholder) => check::<Stakeholder>(value),
        Target::Column(Column::Scope) => check::<Scope>(value),
        Target::Column(Column::Breaking) => check::<Breaking>(value),
        Target::Column(Column::Metric) => check::<Metric>(value),
        _ => Ok(()),
    }
}

fn factor(section: &Section<'_, '_>, to: Target) -> Option<Factor> {
    let number = |key: &str| {
        let entry = section.get(key)?;
        let number = entry.number([0, 1_000_000_000])?;
        if number == Decimal::ZERO {
            entry.refuse(
                "more than 0",
                "write the number by which the export's numbers are multiplied or divided",
            );
            return None;
        }
        Some((entry, number))
    };
    let (times, divided) = (number("factor"), number("divide_by"));
    if let (Some(_), Some((entry, _))) = (&times, &divided) {
        entry.refuse("given without `factor`", "keep one of the two");
    }
    let counts = matches!(
        to,
        Target::Column(
            Column::Effort | Column::Value | Column::Pressure | Column::ConsumerEffort | Column::Reuse
        )
    );
    if let (false, Some((entry, _))) = (counts, times.as_ref().or(divided.as_ref())) {
        entry.refuse(
            "used for effort, value, pressure, reuse or consumer_effort",
            "other columns hold no quantity to multiply",
        );
    }
    let times = times.map(|(_, number)| Factor::Times(number));
    times.or(divided.map(|(_, number)| Factor::DividedBy(number)))
}

fn labels(section: &Section<'_, '_>) -> Vec<Label> {
    let mut entries = section.entries();
    entries.sort_by_key(|(_, entry)| entry.start());
    let mut labels = Vec::new();
    for (name, entry) in &entries {
        let mut cells = section.section(name).entries();
        cells.sort_by_key(|(_, cell)| cell.start());
        if cells.is_empty() {
            entry.refuse("a cell that the label fills", "write it like { breaking = \"breaking\" }");
        }
        for (column, cell) in cells {
            let Some(column) = Column::from_header(&column).filter(|&column| can_be_labelled(column)) else {
                cell.refuse(
                    "a column that a label can fill",
                    "any column of the backlog but id, title, description, depends_on and same_as",
                );
                continue;
            };
            let Some(value) = cell.words() else { continue };
            match known_word(Target::Column(column), value) {
                Err(expected) if !value.contains('*') => cell.refuse(&expected, "use one of these words"),
                _ => labels.push(Label { name: name.clone(), column, value: value.to_owned() }),
            }
        }
    }
    labels
}

const fn can_be_labelled(column: Column) -> bool {
    !matches!(column, Column::Id | Column::Title | Column::Description | Column::DependsOn | Column::SameAs)
}

/// A mapping laid over one of the same name: what it says counts, and what it does not name stays.
pub(crate) fn laid_over(under: &Mapping, over: &Mapping) -> Mapping {
    let mut mapping = under.clone();
    if !over.recognise.is_empty() {
        mapping.recognise.clone_from(&over.recognise);
    }
    if !over.separate.is_empty() {
        mapping.separate.clone_from(&over.separate);
    }
    if !over.blank.is_empty() {
        mapping.blank.clone_from(&over.blank);
    }
    mapping.dates = over.dates.or(under.dates);
    let own = over.columns.iter().map(|(name, rule)| {
        let mut rule = rule.clone();
        let before = under.rule(name).map(|at| &under.columns[at].1);
        // Values are added to those that are known, so that one word can be mapped on its own.
        for (value, becomes) in
            before.filter(|before| before.to == rule.to).into_iter().flat_map(|it| &it.values)
        {
            if !rule.values.is_empty() && !rule.values.iter().any(|(own, _)| same(own, value)) {
                rule.values.push((value.clone(), becomes.clone()));
            }
        }
        (name.clone(), rule)
    });
    // What is new is asked first. What was known stays in its place, in the order in which it is written
    // now: a status that is mapped must not come before the resolution.
    let (known, new): (Vec<_>, Vec<_>) = own.partition(|(name, _)| under.rule(name).is_some());
    let mut known = known.into_iter();
    let laid = under.columns.iter().map(|under| {
        let replaced = over.rule(&under.0).is_some();
        replaced.then(|| known.next()).flatten().unwrap_or_else(|| under.clone())
    });
    mapping.columns = new.into_iter().chain(laid).collect();
    mapping
}
