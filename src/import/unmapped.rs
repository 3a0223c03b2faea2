//! Values of an export that the mapping cannot use: what is said of them, once for a word or a column.

use std::collections::BTreeMap;

use super::{codes, export::Export};
use crate::{
    diagnostic::{Finding, Place, Severity},
    ingest::{ambiguous_number, decimal_commas, raw::RawCell},
    mapping::{Target, meant, quoted},
    model::Column,
    untrusted::inline,
};

/// Words of one column that are said one by one. Columns with more hold no list of words.
const MOST_WORDS: usize = 20;

/// Why a value cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Why {
    /// A word that the mapping does not know.
    Word(String),
    /// One that may say that the row was closed without being done.
    NotDone(String),
    /// A date whose day and month cannot be told apart.
    Ambiguous,
    NoDate(String),
    NoNumber(String),
    /// A number whose mark may separate thousands.
    Thousands(String),
}

impl Why {
    /// What is said together: words each for itself, else all texts of a column.
    fn kind(&self) -> Self {
        match self {
            Self::Word(_) | Self::NotDone(_) | Self::Ambiguous => self.clone(),
            Self::NoDate(_) => Self::NoDate(String::new()),
            Self::NoNumber(_) => Self::NoNumber(String::new()),
            Self::Thousands(_) => Self::Thousands(String::new()),
        }
    }
}

/// How often something was met, and where first.
struct Met {
    number: usize,
    first: Why,
    place: Place,
}

/// Values that could not be used.
#[derive(Default)]
pub(super) struct Unmapped {
    values: BTreeMap<(Target, u32, Why), Met>,
    disagreements: BTreeMap<Column, (usize, String, Place)>,
    commas: Option<(usize, Column, Place)>,
}

impl Unmapped {
    pub(super) fn add(&mut self, to: Target, field: u32, cell: &RawCell<'_>, why: Why) {
        let kind = why.kind();
        let met = || Met { number: 0, first: why, place: cell.place };
        self.values.entry((to, field, kind)).or_insert_with(met).number += 1;
    }

    pub(super) fn disagreement(&mut self, column: Column, first: &str, second: &str, cell: &RawCell<'_>) {
        let words = || (0, format!("`{}` and `{}`", inline(first, 40), inline(second, 40)), cell.place);
        self.disagreements.entry(column).or_insert_with(words).0 += 1;
    }

    pub(super) fn decimal_comma(&mut self, column: Column, cell: &RawCell<'_>) {
        self.commas.get_or_insert((0, column, cell.place)).0 += 1;
    }

    pub(super) fn findings(self, export: &Export<'_>) -> Vec<Finding> {
        let mut findings: Vec<Finding> = Vec::new();
        let mut words: BTreeMap<(Target, u32), usize> = BTreeMap::new();
        for (to, field, why) in self.values.keys() {
            *words.entry((*to, *field)).or_default() += usize::from(matches!(why, Why::Word(_)));
        }
        let mut said: BTreeMap<(Target, u32), usize> = BTreeMap::new();
        for ((to, field, _), met) in &self.values {
            let header = &export.fields[*field as usize].header;
            let mut finding = unmapped(export, header, *to, met);
            if words[&(*to, *field)] > MOST_WORDS && matches!(met.first, Why::Word(_)) {
                let before = said.entry((*to, *field)).or_default();
                *before += 1;
                if *before > 1 {
                    continue;
                }
                finding = many(export, header, *to, words[&(*to, *field)]);
            }
            findings.push(finding.at(met.place).column(header.clone()));
        }
        for (column, (number, values, place)) in self.disagreements {
            let message = format!(
                "labels fill `{}` with different values in {}: {values}, for one; the first counts",
                column.name(),
                rows(number)
            );
            let finding = Finding::new(&codes::LABELS_DISAGREE, message).at(place).column(column.name());
            findings.push(finding.hint("take one of the labels off in the tracker, or out of the mapping"));
        }
        findings.extend(
            self.commas.map(|(number, column, place)| decimal_commas(number).at(place).column(column.name())),
        );
        findings
    }
}

fn rows(number: usize) -> String {
    if number == 1 { "one row".to_owned() } else { format!("{number} rows") }
}

/// About a column with more words than are listed.
fn many(export: &Export<'_>, header: &str, to: Target, words: usize) -> Finding {
    let (name, to) = (inline(header, 60), to.word());
    let message =
        format!("`{name}` says {words} words that the mapping does not know; `{to}` stays blank there");
    Finding::new(&codes::UNMAPPED_VALUE, message).hint(format!(
        "map them in the policy: [mapping.{}.columns] {} = {{ to = \"{to}\", values = {{ … }} }}, or take another column for `{to}`",
        export.mapping.name,
        quoted(header)
    ))
}

fn unmapped(export: &Export<'_>, header: &str, target: Target, met: &Met) -> Finding {
    let (name, to) = (inline(header, 60), target.word());
    let mapping = &export.mapping.name;
    let whereabouts = rows(met.number);
    let line = |word: &str, others: &str| {
        format!(
            "map it in the policy: [mapping.{mapping}.columns] {} = {{ to = \"{to}\", {others}values = {{ {} = \"{}\" }} }}",
            quoted(header),
            quoted(word),
            proposal(target, word)
        )
    };
    // Of several texts the first is shown.
    let says = |text: &str| match met.number {
        1 => format!("`{name}` says `{}` in one row", inline(text, 60)),
        _ => format!("`{name}` says `{}` and the like in {whereabouts}", inline(text, 60)),
    };
    let (message, hint) = match &met.first {
        Why::Word(word) => (
            format!(
                "`{name}` says `{}` in {whereabouts}, which the mapping does not know; `{to}` stays blank",
                inline(word, 60)
            ),
            line(word, ""),
        ),
        Why::NotDone(word) => (
            format!(
                "`{name}` says `{}` in {whereabouts}, which the mapping does not know; nothing counts as done by it",
                inline(word, 60)
            ),
            line(word, "others = \"not-done\", "),
        ),
        Why::Ambiguous => (
            format!(
                "`{name}` has dates in {whereabouts} whose day and month cannot be told apart; `{to}` stays blank"
            ),
            format!("say it in the policy: [mapping.{mapping}] dates = \"day-month\" or \"month-day\""),
        ),
        Why::NoDate(text) => (
            format!("{}, which is not a date; `{to}` stays blank", says(text)),
            "write year-month-day into the backlog".to_owned(),
        ),
        Why::NoNumber(text) => (
            format!("{}, which is not a number; `{to}` stays blank", says(text)),
            "write the number into the backlog, or map the column without a factor".to_owned(),
        ),
        Why::Thousands(text) => (
            format!("{}, which may have a decimal mark or one that separates thousands", says(text)),
            ambiguous_number(text).hint.unwrap_or_default().into_owned(),
        ),
    };
    let mut finding = Finding::new(&codes::UNMAPPED_VALUE, message).hint(hint);
    if matches!(met.first, Why::Thousands(_)) {
        finding.severity = Severity::Error;
    }
    finding
}

/// What a word probably means in a column; else an example, for a hint.
fn proposal(target: Target, word: &str) -> &'static str {
    let Target::Column(column) = target else { return "" };
    let example = match column {
        Column::Status => "in-progress",
        Column::Kind => "reliability",
        Column::Breaking => "none",
        Column::Scope => "shared",
        Column::Stakeholder => "internal",
        Column::Metric => "adoption",
        Column::DependsOn | Column::SameAs => "",
        _ => "3",
    };
    meant(column, word).unwrap_or(example)
}
