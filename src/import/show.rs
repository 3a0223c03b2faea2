//! The mapping by which a file is read, in the policy's own syntax: ready to paste and edit.

use std::fmt::Write;

use rustc_hash::FxHashMap;

use super::{
    From,
    export::{Export, Field},
    propose,
};
use crate::{
    diagnostic::{Finding, Source},
    ingest::raw,
    mapping::{ColumnRule, Mapping, Target, quoted, rule},
    model::Column,
    policy::Policy,
    untrusted::inline,
};

/// A mapping for a file: the one that it is read by, or one to start from.
pub(crate) fn show_mapping(
    source: &Source,
    number: u32,
    policy: &Policy,
    from: &From,
    findings: &mut Vec<Finding>,
) -> String {
    let recognised = super::recognise(source, &super::Mappings(policy), from);
    let known = recognised.is_some();
    let unknown = || Some((raw::widest(source)?, Mapping::default()));
    let Some((dialect, mapping)) = recognised.or_else(unknown) else {
        return format!("# {}: the file is empty.\n", inline(&source.name, 200));
    };
    let raw = raw::read(number, source, dialect, |name| mapping.column(name), findings);
    let names = raw.names.clone();
    let canonical = |name: &String| Column::from_header(name);
    let columns: Vec<Column> = names.iter().filter_map(canonical).collect();
    let mut text = String::new();
    let file = inline(&source.name, 200);
    let count = format!("{} columns, {} rows", names.len(), raw.rows.len());
    // Writing to a string cannot fail.
    if known {
        let _ = writeln!(text, "# {file}: read as an export of {} ({count}).", mapping.name);
    } else if columns.contains(&Column::Title) {
        let _ = writeln!(
            text,
            "# {file}: a backlog ({count}). It needs no mapping unless its words are to be read as here."
        );
    } else {
        let _ = writeln!(
            text,
            "# {file}: not a known export ({count}). Give it a name, and say what its columns mean."
        );
    }
    let mut export = Export::new(raw, mapping);
    let distinct = distinct(&names);
    let mut decide = FxHashMap::default();
    if known {
        let complete = |(name, rule): &(String, ColumnRule)| {
            let mut rule = rule.clone();
            let undecided = propose::complete(&mut rule, &export, name, policy);
            decide.extend(undecided.map(|words| (name.clone(), words)));
            (name.clone(), rule)
        };
        export.mapping.columns = export.mapping.columns.iter().map(complete).collect();
    } else {
        let proposal = propose::propose(&export, &distinct, policy);
        if proposal.per_effort {
            text.push_str("[value]\nper_effort = true # the score is divided by effort already\n\n");
        }
        export.mapping = proposal.mapping;
        decide = proposal.decide;
    }
    let mapping = &export.mapping;
    let _ = writeln!(text, "[mapping.{}]", key(&mapping.name));
    let lists: Vec<String> = mapping.recognise.iter().map(|names| list(names)).collect();
    let _ = writeln!(text, "recognise = [{}]", lists.join(", "));
    if !mapping.separate.is_empty() {
        let _ = writeln!(text, "separate = {}", list(&mapping.separate));
    }
    if !mapping.blank.is_empty() {
        let _ = writeln!(text, "blank = {}", list(&mapping.blank));
    }
    if let Some(order) = mapping.dates {
        let word = crate::mapping::DateForm::WORDS.iter().find(|(_, it)| *it == order).map_or("", |it| it.0);
        let _ = writeln!(text, "dates = \"{word}\"");
    }
    let _ =
        writeln!(text, "\n# If several columns fill the same cell, the first one that is not blank counts.");
    let _ = writeln!(text, "[mapping.{}.columns]", key(&mapping.name));
    // The order of the rules matters, so those come first, in theirs.
    let mut columns: Vec<(usize, String)> =
        distinct.into_iter().map(|name| (mapping.rule(&name).unwrap_or(usize::MAX), name)).collect();
    columns.sort_by_key(|&(at, _)| at);
    let of_name = by_name(&export, &names);
    for (at, name) in columns {
        let own = mapping.columns.get(at).map(|(_, rule)| rule.clone()).unwrap_or_default();
        let (name_shown, rule) = (quoted(&name), rule(&own));
        let becomes = becomes(&export, &name, &own, &of_name);
        let _ = match decide.get(&name) {
            Some(why) if own.to == Target::Carry => {
                writeln!(text, "{name_shown} = {rule} # {becomes}; {why}")
            }
            Some(what) => writeln!(text, "{name_shown} = {rule} # decide: {what}; {becomes}"),
            None => writeln!(text, "{name_shown} = {rule} # {becomes}"),
        };
    }
    text
}

fn key(name: &str) -> String {
    let bare = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    if bare { name.to_owned() } else { quoted(name) }
}

fn list(names: &[String]) -> String {
    let names: Vec<String> = names.iter().map(|name| quoted(name)).collect();
    format!("[{}]", names.join(", "))
}

/// The names that are not blank, each once.
fn distinct(names: &[String]) -> Vec<String> {
    let mut seen = rustc_hash::FxHashSet::default();
    let same = |name: &&String| !name.is_empty() && seen.insert(name.to_lowercase());
    names.iter().filter(same).cloned().collect()
}

/// The columns of one name: how many there are, and the fields that they became.
#[derive(Default)]
struct Columns<'e> {
    number: usize,
    fields: Vec<&'e Field>,
}

/// The columns by their names in lower case.
fn by_name<'e>(export: &'e Export<'_>, names: &[String]) -> FxHashMap<String, Columns<'e>> {
    let mut columns: FxHashMap<String, Columns<'e>> = FxHashMap::default();
    for name in names {
        columns.entry(name.to_lowercase()).or_default().number += 1;
    }
    for field in &export.fields {
        columns.entry(field.header.to_lowercase()).or_default().fields.push(field);
    }
    columns
}

/// What becomes of a column, in words.
fn becomes(
    export: &Export<'_>,
    name: &str,
    own: &ColumnRule,
    of_name: &FxHashMap<String, Columns<'_>>,
) -> String {
    let (columns, fields) =
        of_name.get(&name.to_lowercase()).map_or((0, &[][..]), |it| (it.number, &it.fields[..]));
    let mut words: Vec<String> = Vec::new();
    match own.to {
        Target::Carry => {}
        Target::Column(Column::DependsOn) => words.push("this row waits for the rows that it names".into()),
        Target::Unlocks => words.push("the rows that it names wait for this row".into()),
        Target::Column(Column::SameAs) => words.push("this row repeats the row that it names".into()),
        Target::Parent => words.push("fills `parent`".into()),
        Target::Number => words.push("a number that other columns may name instead of the id".into()),
        Target::Column(column) => words.push(format!("fills `{}`", column.name())),
    }
    match fields {
        [] => words.push("blank in every row, so left out".into()),
        [field] if field.columns > 1 => {
            words.push(format!(
                "{} columns joined to a list, carried as `{}{}`",
                field.columns,
                export.mapping.prefix(),
                inline(&field.name, 80)
            ));
        }
        [field] => words.push(format!("carried as `{}{}`", export.mapping.prefix(), inline(&field.name, 80))),
        [first, ..] => words.push(format!(
            "{columns} columns of one name, {} not blank, carried apart as `{}{}` and so on",
            fields.len(),
            export.mapping.prefix(),
            inline(&first.name, 80)
        )),
    }
    if let Some(idea) = idea(name).filter(|_| own.to == Target::Carry && own.labels.is_empty()) {
        words.push(format!("could be {idea}"));
    }
    words.join("; ")
}

/// What a column that is only carried could be mapped to, by its name; how is for people to say.
fn idea(name: &str) -> Option<&'static str> {
    let name = name.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| name.contains(word));
    if has(&["story point"]) || name == "estimate" || name == "weight" {
        return Some("{ to = \"effort\", factor = 0.5 }, where two points are a week");
    }
    if has(&["label", "tags", "etiquetas", "categorias"]) {
        return Some("{ labels = { \"breaking-change\" = { breaking = \"breaking\" } } }");
    }
    None
}
