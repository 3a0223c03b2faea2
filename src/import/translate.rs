//! What trackers say → the cells of a backlog.
//!
//! What is made of a row depends on its own cells, the mapping and, for links, on which rows there
//! are; so the same words always give the same cells. `roadbed import --update` relies on that.

use std::{borrow::Cow, collections::BTreeMap};

use super::{
    codes,
    dates::{self, Day},
    export::{Export, cell},
    links::{self, Links},
};
use crate::{
    diagnostic::{Finding, Place},
    ingest::{
        items,
        raw::{RawCell, RawRow},
    },
    mapping::{ColumnRule, Factor, Others, Target, quoted, same},
    model::{Column, Decimal},
    untrusted::inline,
};

/// The place of the parent among a row's cells, behind the canonical columns.
pub(crate) const PARENT: u32 = Column::Squad as u32 + 1;

/// The cells of rows in canonical columns and [`PARENT`], in this order.
pub(crate) type Cells<'s> = Vec<(u32, RawCell<'s>)>;

/// The backlog's cells for every row of every export.
#[derive(Debug, Default)]
pub(crate) struct Translation<'s> {
    /// By export and row.
    pub(crate) rows: Vec<Vec<Cells<'s>>>,
    pub(crate) links: Links<'s>,
    pub(crate) findings: Vec<Finding>,
}

/// Makes the cells. `others` are ids of requests that stand in files which are no exports.
pub(crate) fn translate<'s>(exports: &[Export<'s>], others: &[Cow<'s, str>]) -> Translation<'s> {
    let mut findings = Vec::new();
    let mut rows: Vec<Vec<Cells<'s>>> = Vec::new();
    for export in exports {
        let plan = Plan::new(export);
        let mut unmapped = Unmapped::default();
        rows.push(export.rows.iter().map(|row| plan.cells(row, &mut unmapped)).collect());
        findings.extend(unmapped.findings(export));
    }
    let links = links::find(exports, &rows, others, &mut findings);
    for (export, of_row) in links.cells.iter().enumerate() {
        for (row, cells) in of_row.iter().enumerate() {
            rows[export][row].extend(cells.iter().cloned());
        }
    }
    for cells in rows.iter_mut().flatten() {
        cells.sort_by_key(|&(column, _)| column);
    }
    Translation { rows, links, findings }
}

/// Which fields fill which columns.
struct Plan<'e, 's> {
    export: &'e Export<'s>,
    columns: Vec<(Column, Vec<u32>)>,
    /// Fields with labels.
    labelled: Vec<u32>,
}

impl<'e, 's> Plan<'e, 's> {
    fn new(export: &'e Export<'s>) -> Self {
        let direct = |&column: &Column| !Target::Column(column).refers();
        let columns = Column::ALL.iter().copied().filter(direct);
        let has_labels = |field: &u32| {
            export.rule(&export.fields[*field as usize]).is_some_and(|rule| !rule.labels.is_empty())
        };
        Self {
            columns: columns.map(|column| (column, export.fields_for(Target::Column(column)))).collect(),
            labelled: (0..).take(export.fields.len()).filter(has_labels).collect(),
            export,
        }
    }

    fn cells(&self, row: &RawRow<'s>, unmapped: &mut Unmapped) -> Cells<'s> {
        let labels = self.labels(row);
        let mut cells = Vec::new();
        for (column, fields) in &self.columns {
            let labels = labels.iter().filter(|(labelled, ..)| labelled == column);
            let made = if is_list(*column) {
                self.list(*column, fields, row, labels.map(|(_, value, cell)| (value, *cell)), unmapped)
            } else {
                let first = self.first(*column, fields, row, unmapped);
                let mut labels = labels.map(|(_, value, cell)| (value, *cell));
                first.or_else(|| {
                    let (value, cell) = labels.next()?;
                    if let Some((other, _)) = labels.find(|(other, _)| !same(other, value)) {
                        unmapped.disagreement(*column, value, other, cell);
                    }
                    Some(RawCell { text: Cow::Owned(value.clone()), place: cell.place })
                })
            };
            cells.extend(made.map(|made| (*column as u32, made)));
        }
        cells
    }

    /// What the labels of a row say.
    fn labels<'r>(&self, row: &'r RawRow<'s>) -> Vec<(Column, String, &'r RawCell<'s>)> {
        let mut said = Vec::new();
        for &field in &self.labelled {
            let rule = self.export.rule(&self.export.fields[field as usize]);
            let (Some(cell), Some(rule)) = (cell(row, field), rule) else { continue };
            for item in items(&cell.text) {
                let meant = rule.labels.iter();
                let meant = meant.filter_map(|label| Some((label.column, label.value_for(item)?, cell)));
                said.extend(meant);
            }
        }
        said
    }

    /// What the first field that says something makes of a cell.
    fn first(
        &self,
        column: Column,
        fields: &[u32],
        row: &RawRow<'s>,
        unmapped: &mut Unmapped,
    ) -> Option<RawCell<'s>> {
        let mut refused = Vec::new();
        for &field in fields {
            let rule = self.export.rule(&self.export.fields[field as usize]);
            let (Some(cell), Some(rule)) = (cell(row, field), rule) else { continue };
            match self.value(column, rule, &cell.text) {
                Said::Value(text) => return Some(RawCell { text: text.into(), place: cell.place }),
                Said::AsItIs => return Some(cell.clone()),
                Said::Nothing => {}
                Said::Blank => return None,
                Said::Unknown(why) => refused.push((field, cell, why)),
            }
        }
        for (field, cell, why) in refused {
            unmapped.add(column, field, cell, why);
        }
        None
    }

    /// The items that all fields and labels give together.
    fn list<'r>(
        &self,
        column: Column,
        fields: &[u32],
        row: &'r RawRow<'s>,
        labels: impl Iterator<Item = (&'r String, &'r RawCell<'s>)>,
        unmapped: &mut Unmapped,
    ) -> Option<RawCell<'s>>
    where
        's: 'r,
    {
        let mut list: Vec<String> = Vec::new();
        let mut place = None;
        let mut push = |item: &str, from: Place| {
            if !list.iter().any(|known| known == item) {
                list.push(item.to_owned());
                place.get_or_insert(from);
            }
        };
        for &field in fields {
            let rule = self.export.rule(&self.export.fields[field as usize]);
            let (Some(cell), Some(rule)) = (cell(row, field), rule) else { continue };
            for item in items(&cell.text) {
                match self.value(column, rule, item) {
                    Said::Value(text) => push(&text, cell.place),
                    Said::AsItIs => push(item, cell.place),
                    Said::Nothing | Said::Blank => {}
                    Said::Unknown(why) => unmapped.add(column, field, cell, why),
                }
            }
        }
        for (value, cell) in labels {
            push(value, cell.place);
        }
        Some(RawCell { text: Cow::Owned(list.join("; ")), place: place? })
    }

    /// What a rule makes of a text.
    fn value(&self, column: Column, rule: &ColumnRule, text: &str) -> Said {
        let text = text.trim();
        if let Some((_, value)) = rule.values.iter().find(|(known, _)| same(known, text)) {
            return if value.is_empty() { Said::Blank } else { Said::Value(value.clone()) };
        }
        match rule.others {
            Others::Keep => {}
            Others::Say => return Said::Unknown(Why::Word(text.to_owned())),
            Others::Skip => return Said::Nothing,
        }
        if column == Column::NeededBy {
            return match dates::day(text, self.export.dates) {
                Day::Is(date) => Said::Value(date.to_string()),
                Day::Ambiguous => Said::Unknown(Why::Ambiguous),
                Day::No => Said::Unknown(Why::NoDate(text.to_owned())),
            };
        }
        match rule.factor {
            Some(factor) => scaled(text, factor),
            None if column == Column::Id => Said::Value(text.to_owned()),
            None => Said::AsItIs,
        }
    }
}

/// What a cell says of a column.
enum Said {
    /// This.
    Value(String),
    /// What stands there.
    AsItIs,
    /// That there is nothing to say.
    Blank,
    /// Nothing.
    Nothing,
    /// Something that the mapping does not know.
    Unknown(Why),
}

/// Why a value cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Why {
    Word(String),
    Ambiguous,
    NoDate(String),
    NoNumber(String),
}

/// Columns whose cells are lists of names.
pub(crate) const fn is_list(column: Column) -> bool {
    matches!(column, Column::Area | Column::Team | Column::Adopters)
}

/// A number times a factor, in thousandths. No work is what trackers write where nobody estimated.
fn scaled(text: &str, factor: Factor) -> Said {
    let Some(number) = Decimal::parse(text) else {
        return Said::Unknown(Why::NoNumber(text.to_owned()));
    };
    let number = i128::from(number.millionths());
    let millionths = match factor {
        Factor::Times(by) => number * i128::from(by.millionths()) / 1_000_000,
        Factor::DividedBy(by) => number * 1_000_000 / i128::from(by.millionths()),
    };
    let thousandths = (millionths + millionths.signum() * 500) / 1000;
    match i64::try_from(thousandths * 1000) {
        Ok(0) if number == 0 => Said::Nothing,
        Ok(millionths) => Said::Value(Decimal::from_millionths(millionths).to_string()),
        Err(_) => Said::Unknown(Why::NoNumber(text.to_owned())),
    }
}

/// Values that could not be used: how often, and where first.
#[derive(Default)]
struct Unmapped {
    values: BTreeMap<(Column, u32, Why), (usize, Place)>,
    disagreements: BTreeMap<Column, (usize, String, Place)>,
}

impl Unmapped {
    fn add(&mut self, column: Column, field: u32, cell: &RawCell<'_>, why: Why) {
        self.values.entry((column, field, why)).or_insert((0, cell.place)).0 += 1;
    }

    fn disagreement(&mut self, column: Column, first: &str, second: &str, cell: &RawCell<'_>) {
        let words = || (0, format!("`{}` and `{}`", inline(first, 40), inline(second, 40)), cell.place);
        self.disagreements.entry(column).or_insert_with(words).0 += 1;
    }

    fn findings(self, export: &Export<'_>) -> Vec<Finding> {
        let mut findings: Vec<Finding> = Vec::new();
        for ((column, field, why), (number, place)) in self.values {
            let header = &export.fields[field as usize].header;
            findings.push(unmapped(export, header, column, &why, number).at(place).column(header.clone()));
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
        findings
    }
}

fn rows(number: usize) -> String {
    if number == 1 { "one row".to_owned() } else { format!("{number} rows") }
}

fn unmapped(export: &Export<'_>, header: &str, column: Column, why: &Why, number: usize) -> Finding {
    let (name, to) = (inline(header, 60), column.name());
    let mapping = &export.mapping.name;
    let whereabouts = rows(number);
    let (message, hint) = match why {
        Why::Word(word) => {
            let example = example(column);
            (
                format!(
                    "`{name}` says `{}` in {whereabouts}, which the mapping does not know; `{to}` stays blank",
                    inline(word, 60)
                ),
                format!(
                    "map it in the policy: [mapping.{mapping}.columns] {} = {{ to = \"{to}\", values = {{ {} = \"{example}\" }} }}",
                    quoted(header),
                    quoted(word),
                ),
            )
        }
        Why::Ambiguous => (
            format!(
                "`{name}` has dates in {whereabouts} whose day and month cannot be told apart; `{to}` stays blank"
            ),
            format!("say it in the policy: [mapping.{mapping}] dates = \"day-month\" or \"month-day\""),
        ),
        Why::NoDate(text) => (
            format!(
                "`{name}` says `{}` in {whereabouts}, which is not a date; `{to}` stays blank",
                inline(text, 60)
            ),
            "write year-month-day into the backlog".to_owned(),
        ),
        Why::NoNumber(text) => (
            format!(
                "`{name}` says `{}` in {whereabouts}, which is not a number; `{to}` stays blank",
                inline(text, 60)
            ),
            "write the number into the backlog, or map the column without a factor".to_owned(),
        ),
    };
    Finding::new(&codes::UNMAPPED_VALUE, message).hint(hint)
}

/// A value of a column, for a hint.
const fn example(column: Column) -> &'static str {
    match column {
        Column::Status => "in-progress",
        Column::Kind => "reliability",
        Column::Breaking => "none",
        Column::Scope => "shared",
        Column::Stakeholder => "internal",
        Column::Metric => "adoption",
        _ => "3",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parent_has_a_place_of_its_own() {
        assert_eq!(PARENT as usize, Column::ALL.len());
    }
}
