//! What trackers say → the cells of a backlog.
//!
//! What is made of a row depends on its own cells, the mapping and, for links, on which rows there
//! are; so the same words always give the same cells. `roadbed import --update` relies on that.

use std::borrow::Cow;

use super::{
    dates::{self, Day},
    export::Export,
    links::{self, Links},
    unmapped::{Unmapped, Why},
};
use crate::{
    diagnostic::{Finding, Place},
    ingest::{
        self, items,
        raw::{RawCell, RawRow},
    },
    mapping::{ColumnRule, Factor, Meaning, Others, Target, same},
    model::{Column, Decimal, Status},
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
    let mut unmapped_values = Vec::new();
    for export in exports {
        let plan = Plan::new(export);
        let mut unmapped = Unmapped::default();
        rows.push(export.rows.iter().map(|row| plan.cells(row, &mut unmapped)).collect());
        unmapped_values.push(unmapped);
    }
    let links = links::find(exports, &rows, others, &mut unmapped_values, &mut findings);
    for (export, unmapped) in exports.iter().zip(unmapped_values) {
        findings.extend(unmapped.findings(export));
    }
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
        if let Some(nth) = self.export.without_ids {
            let text = ingest::made_id(nth, row.place.line).into();
            cells.push((Column::Id as u32, RawCell { text, place: row.place }));
        }
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
            let (Some(cell), Some(rule)) = (self.export.said(row, field), rule) else { continue };
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
        let mut not_done = false;
        for &field in fields {
            let rule = self.export.rule(&self.export.fields[field as usize]);
            let (Some(cell), Some(rule)) = (self.export.said(row, field), rule) else { continue };
            let mut said = self.value(column, rule, &cell.text);
            if matches!(said, Said::Nothing) && !rule.values.is_empty() {
                // One of a list may say it: a label among others.
                let mut items =
                    items(without_brackets(&cell.text)).map(|item| self.value(column, rule, item));
                said = items.find(|said| matches!(said, Said::Value(_))).unwrap_or(Said::Nothing);
            }
            let has_comma = || self.export.numbers.with_points(&cell.text).is_some();
            if matches!(said, Said::Value(_)) && ingest::NUMBERS.contains(column) && has_comma() {
                unmapped.decimal_comma(column, cell);
            }
            match said {
                Said::Unknown(why @ Why::NotDone(_)) => {
                    not_done = true;
                    unmapped.add(Target::Column(column), field, cell, why);
                }
                Said::Value(text) if not_done && text == Status::Done.word() => return None,
                Said::Value(text) => return Some(RawCell { text: text.into(), place: cell.place }),
                Said::AsItIs => return Some(cell.clone()),
                Said::Nothing => {}
                Said::Blank => return None,
                Said::Unknown(why) => refused.push((field, cell, why)),
            }
        }
        for (field, cell, why) in refused {
            unmapped.add(Target::Column(column), field, cell, why);
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
            let (Some(cell), Some(rule)) = (self.export.said(row, field), rule) else { continue };
            for item in items(without_brackets(&cell.text)) {
                match self.value(column, rule, item) {
                    Said::Value(text) => push(&text, cell.place),
                    Said::AsItIs => push(item, cell.place),
                    Said::Nothing | Said::Blank => {}
                    Said::Unknown(why) => unmapped.add(Target::Column(column), field, cell, why),
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
        match rule.meaning(text) {
            Meaning::Value(value) => return Said::Value(value.to_owned()),
            Meaning::Blank => return Said::Blank,
            Meaning::Nothing => return Said::Nothing,
            Meaning::Unknown if rule.others == Others::NotDone => {
                return Said::Unknown(Why::NotDone(text.to_owned()));
            }
            Meaning::Unknown => return Said::Unknown(Why::Word(text.to_owned())),
            Meaning::AsItIs => {}
        }
        if column == Column::NeededBy {
            return match dates::day(text, self.export.dates) {
                Day::Is(date) => Said::Value(date.to_string()),
                Day::Ambiguous => Said::Unknown(Why::Ambiguous),
                Day::No => Said::Unknown(Why::NoDate(text.to_owned())),
            };
        }
        let numbers = self.export.numbers;
        if ingest::NUMBERS.contains(column) && numbers.is_ambiguous(text) {
            return Said::Unknown(Why::Thousands(text.to_owned()));
        }
        match rule.factor {
            Some(factor) => scaled(numbers.decimal(text), text, factor),
            None if ingest::NUMBERS.contains(column) => {
                numbers.with_points(text).map_or(Said::AsItIs, Said::Value)
            }
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

/// A list without the square brackets that some trackers put around it: `[ads, search]`.
pub(super) fn without_brackets(text: &str) -> &str {
    let inside = text.trim().strip_prefix('[').and_then(|text| text.strip_suffix(']'));
    inside.filter(|inside| !inside.contains(['[', ']'])).unwrap_or(text)
}

/// Columns whose cells are lists of names.
pub(crate) const fn is_list(column: Column) -> bool {
    matches!(column, Column::Area | Column::Team | Column::Adopters)
}

/// A number times a factor, in thousandths. No work is what trackers write where nobody estimated.
fn scaled(number: Option<Decimal>, text: &str, factor: Factor) -> Said {
    let Some(number) = number else {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parent_has_a_place_of_its_own() {
        assert_eq!(PARENT as usize, Column::ALL.len());
    }
}
