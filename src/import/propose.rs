//! A table that nobody has described → a mapping to start from: what each column could be, with the words
//! that were seen in it. Nothing is read by it before somebody has pasted it.

mod seen;
mod status;

use std::cmp::Reverse;

use rustc_hash::FxHashMap;

use self::seen::Seen;
use super::{export::Export, translate::is_list};
use crate::{
    ingest::{self, Numbers, Offer},
    mapping::{ANY, ColumnRule, DateForm, Factor, Mapping, Others, Target, headed},
    model::{Column, Decimal, letters},
    policy::Policy,
};

/// What a table could mean.
pub(super) struct Proposal {
    pub(super) mapping: Mapping,
    /// Columns whose meaning or words somebody has to decide on, each with what is to be decided.
    pub(super) decide: FxHashMap<String, String>,
    /// Whether the values are divided by effort already.
    pub(super) per_effort: bool,
}

/// What a column could be.
struct Idea {
    name: String,
    rule: ColumnRule,
    decide: Vec<String>,
    /// Among columns that fill the same cell those with less come first.
    preference: usize,
}

impl Idea {
    fn new(name: &str, to: Target, preference: usize) -> Self {
        Self { name: name.to_owned(), rule: ColumnRule::to(to), decide: Vec::new(), preference }
    }

    /// It stays a column that is only carried; why, somebody may want to know.
    fn carried(name: &str, why: Option<String>) -> Self {
        Self { decide: why.into_iter().collect(), ..Self::new(name, Target::Carry, 0) }
    }
}

/// So many different words make no list of words.
const MOST_WORDS: usize = 40;

/// Scores that are divided by effort already, and what they are made of.
const PER_EFFORT: [&str; 7] =
    ["rice", "ricescore", "icescore", "wsjf", "wsjfscore", "wsjfscoring", "riceprio"];
const PARTS: [&str; 8] =
    ["reach", "impact", "confidence", "ease", "costofdelay", "cod", "userbusinessvalue", "businessvalue"];

/// Proposes a mapping for an export that was read without one. `names` are those of its columns, each once.
pub(super) fn propose(export: &Export<'_>, names: &[String], policy: &Policy) -> Proposal {
    let per_effort = names.iter().any(|name| is_per_effort(name));
    let mut ideas: Vec<Idea> = names
        .iter()
        .map(|name| {
            let seen = Seen::of(export, name);
            if is_per_effort(name) {
                return idea(name, Target::Column(Column::Value), 0, &seen, export, policy);
            }
            if per_effort && PARTS.contains(&&*letters(name)) {
                return Idea::carried(name, Some("the score has it already".to_owned()));
            }
            let head = headed(name).filter(|_| !seen.is_blank());
            let (to, preference) = match (head, Column::from_header(name)) {
                (_, Some(column)) => (Target::Column(column), 0),
                (Some((to, at)), None) => (to, at + 1),
                (None, None) => return Idea::carried(name, None),
            };
            idea(name, to, preference, &seen, export, policy)
        })
        .collect();
    one_only(&mut ideas, Column::Title);
    one_only(&mut ideas, Column::Value);
    for other in one_only(&mut ideas, Column::Id) {
        // Links may name it instead.
        ideas[other] = Idea::new(&ideas[other].name, Target::Number, 0);
    }
    a_title(&mut ideas, export);
    ideas.sort_by_key(|idea| match idea.rule.to {
        // Whether it is finished is asked before how far it is.
        Target::Column(Column::Status) => idea.preference,
        _ => 0,
    });
    let mut proposal = Proposal {
        mapping: Mapping {
            name: "mine".to_owned(),
            recognise: vec![recognised_by(&ideas)],
            blank: seen::blank_words(export),
            dates: date_form(&ideas, export),
            ..Mapping::default()
        },
        decide: FxHashMap::default(),
        per_effort,
    };
    for idea in ideas {
        if !idea.decide.is_empty() {
            proposal.decide.insert(idea.name.clone(), idea.decide.join("; "));
        }
        proposal.mapping.columns.push((idea.name, idea.rule));
    }
    proposal
}

/// Adds to the rule of a known mapping the words that were seen and that it does not know. Says which of them
/// somebody has to decide on.
pub(super) fn complete(
    rule: &mut ColumnRule,
    export: &Export<'_>,
    name: &str,
    policy: &Policy,
) -> Option<String> {
    let Target::Column(column) = rule.to else { return None };
    if rule.values.is_empty() || column == Column::DependsOn || column == Column::SameAs {
        return None;
    }
    let seen = Seen::of(export, name);
    let unknown = |text: &&str| matches!(rule.meaning(text), crate::mapping::Meaning::Unknown);
    let texts: Vec<&str> = seen.texts().filter(unknown).collect();
    if texts.len() > MOST_WORDS {
        return None;
    }
    let words = Words::of(column, texts.into_iter(), export.numbers, policy);
    rule.values.extend(words.values);
    words.decide
}

fn is_per_effort(name: &str) -> bool {
    PER_EFFORT.contains(&&*letters(name))
}

/// What a column could be whose name says so, as far as its cells agree.
fn idea(
    name: &str,
    to: Target,
    preference: usize,
    seen: &Seen<'_>,
    export: &Export<'_>,
    policy: &Policy,
) -> Idea {
    let mut idea = Idea::new(name, to, preference);
    let Target::Column(column) = to else { return idea };
    match column {
        Column::Id => match seen.not_an_id(export.rows.len()) {
            Some(why) => return Idea::carried(name, Some(why)),
            None => return idea,
        },
        Column::Status => return status::idea(name, preference, seen, export.numbers, policy),
        Column::Effort => idea.rule.factor = factor(name, &mut idea.decide),
        _ => {}
    }
    // A number is converted; what is none is looked at as a word.
    let is_converted = |text: &&str| idea.rule.factor.is_some() && export.numbers.decimal(text).is_some();
    let single = seen.texts().filter(|text| !is_list(column) && !is_converted(text));
    let mut listed: Vec<&str> = seen.texts().filter(|_| is_list(column)).flat_map(ingest::items).collect();
    listed.sort_unstable();
    listed.dedup();
    let words = Words::of(column, single.chain(listed), export.numbers, policy);
    let (known, unknown) = (words.known, words.unknown);
    if column == Column::Kind && (unknown > known || known == 0) {
        return Idea::carried(name, Some("its words are no kinds".to_owned()));
    }
    if seen.is_too_many() && words.unknown > 0 || unknown > MOST_WORDS {
        return Idea::carried(name, Some(format!("could be `{}`, but holds many texts", column.name())));
    }
    if words.is_needed {
        // Numbers are still to be converted.
        idea.rule.others = if idea.rule.factor.is_some() { Others::Keep } else { Others::usual(to, true) };
        idea.rule.values = words.values;
    }
    idea.decide.extend(words.decide);
    idea
}

/// What a number of a column is divided by, as its name says.
fn factor(name: &str, decide: &mut Vec<String>) -> Option<Factor> {
    if ingest::is_in_points(name) {
        decide.push("how many points are a week?".to_owned());
        return Some(Factor::DividedBy(Decimal::whole(2)));
    }
    let (weeks, of) = ingest::unit_in(name)?;
    match (weeks, of) {
        (1, 1) => None,
        (1, of) => Some(Factor::DividedBy(Decimal::whole(of))),
        (weeks, of) => {
            Some(Factor::Times(Decimal::from_millionths(i64::from(weeks) * 1_000_000 / i64::from(of))))
        }
    }
}

/// The words of a column.
struct Words {
    values: Vec<(String, String)>,
    /// Whether any of them has to be named: if not, all are taken as they stand.
    is_needed: bool,
    known: usize,
    unknown: usize,
    decide: Option<String>,
}

impl Words {
    fn of<'t>(
        column: Column,
        texts: impl Iterator<Item = &'t str>,
        numbers: Numbers,
        policy: &Policy,
    ) -> Self {
        let links = matches!(column, Column::DependsOn | Column::SameAs);
        let mut words = Self { values: Vec::new(), is_needed: false, known: 0, unknown: 0, decide: None };
        let mut undecided: Vec<&str> = Vec::new();
        for text in texts {
            let value = match ingest::offer(column, text, numbers, policy) {
                // What names rows is no word of a list.
                Offer::Taken(_) if links => continue,
                Offer::Taken(word) => word.unwrap_or(text).to_owned(),
                Offer::Instead(value) => {
                    words.is_needed = true;
                    value
                }
                Offer::Unknown => {
                    words.is_needed = true;
                    words.unknown += 1;
                    undecided.push(text);
                    String::new()
                }
            };
            words.known += usize::from(!undecided.contains(&text));
            // What stands for all texts cannot be named.
            if text != ANY {
                words.values.push((text.to_owned(), value));
            }
        }
        words.decide = (!undecided.is_empty()).then(|| seen::listed(&undecided));
        words
    }
}

/// Of several columns for one thing that can only be one, the one in front is meant. Says which the others are.
fn one_only(ideas: &mut [Idea], column: Column) -> Vec<usize> {
    let to = Target::Column(column);
    let mut all: Vec<usize> = (0..ideas.len()).filter(|&at| ideas[at].rule.to == to).collect();
    all.sort_by_key(|&at| ideas[at].preference);
    let others = all.split_off(all.len().min(1));
    for &at in &others {
        let why = format!("another column is the `{}`", column.name());
        ideas[at] = Idea::carried(&ideas[at].name, Some(why));
    }
    others
}

/// Takes the column with most texts of its own for the title, where none is called so.
fn a_title(ideas: &mut [Idea], export: &Export<'_>) {
    if ideas.iter().any(|idea| idea.rule.to == Target::Column(Column::Title)) {
        return;
    }
    let free = ideas.iter_mut().filter(|idea| idea.rule.to == Target::Carry);
    let worded = free.filter_map(|idea| Some((Seen::of(export, &idea.name).like_titles()?, idea)));
    if let Some((_, idea)) = worded.min_by_key(|(number, _)| Reverse(*number)) {
        *idea = Idea {
            decide: vec!["is this the title?".to_owned()],
            ..Idea::new(&idea.name, Target::Column(Column::Title), 0)
        };
    }
}

/// The columns that tell this kind of table from others: those that mean something, or all where only one does.
fn recognised_by(ideas: &[Idea]) -> Vec<String> {
    let means = |idea: &&Idea| idea.rule.to != Target::Carry;
    let all = ideas.iter().filter(means).count() < 2;
    ideas.iter().filter(|idea| all || means(idea)).map(|idea| idea.name.clone()).collect()
}

/// How the dates of the table are written, where they are counts of seconds.
fn date_form(ideas: &[Idea], export: &Export<'_>) -> Option<DateForm> {
    let dates = ideas.iter().filter(|idea| idea.rule.to == Target::Column(Column::NeededBy));
    let seen: Vec<Seen<'_>> = dates.map(|idea| Seen::of(export, &idea.name)).collect();
    let all = |length: usize| {
        let is = |text: &str| text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit());
        seen.iter().any(|seen| !seen.is_blank()) && seen.iter().all(|seen| seen.texts().all(is))
    };
    if all(13) {
        Some(DateForm::Milliseconds)
    } else if all(10) {
        Some(DateForm::Seconds)
    } else {
        None
    }
}
