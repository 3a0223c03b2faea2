//! A file → what a tracker says: named fields with the cells of each row.
//!
//! Every cell that is not blank is in a field. Columns of one name are joined to a list, or stay
//! fields of their own; names are made different from each other here, once for all.

use std::borrow::Cow;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::{
    diagnostic::Place,
    ingest::{
        Numbers,
        raw::{Raw, RawCell, RawRow},
    },
    mapping::{ColumnRule, DateForm, Mapping, Target},
    model::Column,
};

use super::dates;

/// An export, or what a backlog holds of one.
#[derive(Debug)]
pub(crate) struct Export<'s> {
    pub(crate) mapping: Mapping,
    pub(crate) fields: Vec<Field>,
    /// Names of columns that are blank in every row.
    pub(crate) blank: Vec<String>,
    /// How many columns the file has.
    pub(crate) columns: usize,
    /// Rows; the columns of their cells are the places of fields.
    pub(crate) rows: Vec<RawRow<'s>>,
    /// The header as a whole.
    pub(crate) header: Place,
    /// In which order the dates of the file write day and month, as far as that is known.
    pub(crate) dates: Option<DateForm>,
    /// How numbers are written.
    pub(crate) numbers: Numbers,
    /// Which of the files without ids this is, counted from 1, where it is one.
    pub(crate) without_ids: Option<u32>,
}

/// A column of an export, or several of one name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Field {
    /// Its name, which no other field has.
    pub(crate) name: String,
    /// Its name in the file.
    pub(crate) header: String,
    /// How many columns were joined to it.
    pub(crate) columns: usize,
    /// The mapping's rule for it, by its place.
    pub(crate) rule: Option<usize>,
}

/// The columns of one name.
struct Group {
    name: String,
    columns: Vec<u32>,
    /// Whether a row fills several of them.
    several: bool,
    /// Whether a cell holds what separates the items of a list.
    separators: bool,
    filled: FxHashSet<u32>,
}

impl<'s> Export<'s> {
    /// Gathers the columns of a file into fields.
    pub(crate) fn new(raw: Raw<'s>, mapping: Mapping) -> Self {
        let (mut groups, group_of) = groups(&raw.names);
        for row in &raw.rows {
            look_at(row, &group_of, &mut groups);
        }
        let mut taken: FxHashSet<String> = groups.iter().map(|group| group.name.clone()).collect();
        let (mut fields, mut blank) = (Vec::new(), Vec::new());
        let mut field_of = vec![None; raw.names.len()];
        for group in &groups {
            let rule = mapping.rule(&group.name);
            let field = |name: String, columns| Field { name, header: group.name.clone(), columns, rule };
            let separate = mapping.is_separate(&group.name) || group.several && group.separators;
            if group.filled.is_empty() {
                blank.push(group.name.clone());
            } else if !separate {
                for &column in &group.columns {
                    field_of[column as usize] = Some(fields.len());
                }
                fields.push(field(group.name.clone(), group.columns.len()));
            } else {
                for (number, &column) in (1..).zip(&group.columns) {
                    let name = numbered(&group.name, number, &mut taken);
                    if group.filled.contains(&column) {
                        field_of[column as usize] = Some(fields.len());
                        fields.push(field(name, 1));
                    }
                }
            }
        }
        let rows: Vec<RawRow<'s>> = raw.rows.into_iter().map(|row| gathered(row, &field_of)).collect();
        let mut export = Self {
            dates: mapping.dates,
            mapping,
            fields,
            blank,
            columns: raw.names.len(),
            rows,
            header: raw.header,
            numbers: raw.numbers,
            without_ids: None,
        };
        export.dates = export.dates.or_else(|| export.order_shown());
        export
    }

    /// The rule for a field.
    pub(crate) fn rule(&self, field: &Field) -> Option<&ColumnRule> {
        Some(&self.mapping.columns[field.rule?].1)
    }

    /// A row's cell in a field, where the mapping does not take it for blank.
    pub(crate) fn said<'r>(&self, row: &'r RawRow<'s>, field: u32) -> Option<&'r RawCell<'s>> {
        cell(row, field).filter(|cell| !self.mapping.is_blank(&cell.text))
    }

    /// The fields that fill a cell, in the order in which they are asked.
    pub(crate) fn fields_for(&self, target: Target) -> Vec<u32> {
        let meant = |rule: usize| self.mapping.columns[rule].1.to == target;
        let fields = (0..).zip(&self.fields);
        let mut fields: Vec<(usize, u32)> = fields
            .filter_map(|(at, field)| Some((field.rule?, at)))
            .filter(|&(rule, _)| meant(rule))
            .collect();
        fields.sort_unstable();
        fields.into_iter().map(|(_, at)| at).collect()
    }

    /// The order of day and month that the dates of the file show, where all agree.
    fn order_shown(&self) -> Option<DateForm> {
        if self.fields_for(Target::Column(Column::NeededBy)).is_empty() {
            return None;
        }
        let cells = self.rows.iter().flat_map(|row| &row.cells);
        let mut shown = cells.filter_map(|(_, cell)| dates::order_shown(&cell.text));
        let first = shown.next()?;
        shown.all(|order| order == first).then_some(first)
    }
}

/// A row's cell in a field, whatever it says.
pub(crate) fn cell<'r, 's>(row: &'r RawRow<'s>, field: u32) -> Option<&'r RawCell<'s>> {
    let at = row.cells.binary_search_by_key(&field, |&(at, _)| at).ok()?;
    Some(&row.cells[at].1)
}

/// The columns by their names, and the group of each column.
fn groups(names: &[String]) -> (Vec<Group>, Vec<usize>) {
    let mut groups: Vec<Group> = Vec::new();
    let mut by_name = FxHashMap::default();
    let mut group_of = Vec::with_capacity(names.len());
    for (column, name) in (0..).zip(names) {
        let name = if name.is_empty() { format!("column {}", column + 1) } else { name.clone() };
        let at = *by_name.entry(name.clone()).or_insert_with(|| {
            let columns = Vec::new();
            groups.push(Group {
                name,
                columns,
                several: false,
                separators: false,
                filled: FxHashSet::default(),
            });
            groups.len() - 1
        });
        groups[at].columns.push(column);
        group_of.push(at);
    }
    (groups, group_of)
}

fn look_at(row: &RawRow<'_>, group_of: &[usize], groups: &mut [Group]) {
    let mut repeated = FxHashSet::default();
    for (column, cell) in &row.cells {
        // What stands beyond the header was reported.
        let Some(&at) = group_of.get(*column as usize) else { continue };
        let group = &mut groups[at];
        group.filled.insert(*column);
        if group.columns.len() > 1 {
            group.several |= !repeated.insert(at);
            group.separators |= cell.text.contains([';', '|', '\n', '\r']);
        }
    }
}

/// The name for one of several columns that are called the same.
fn numbered(name: &str, number: usize, taken: &mut FxHashSet<String>) -> String {
    if number == 1 {
        return name.to_owned();
    }
    let mut free = format!("{name} ({number})");
    while !taken.insert(free.clone()) {
        free.push('\'');
    }
    free
}

/// A row whose cells have fields, those of one field joined.
fn gathered<'s>(row: RawRow<'s>, field_of: &[Option<usize>]) -> RawRow<'s> {
    let mut cells: Vec<(u32, RawCell<'s>)> = Vec::with_capacity(row.cells.len());
    for (column, cell) in row.cells {
        let field = field_of.get(column as usize).copied().flatten();
        let Some(field) = field.and_then(|field| u32::try_from(field).ok()) else { continue };
        cells.push((field, cell));
    }
    cells.sort_by_key(|&(field, _)| field);
    let mut joined: Vec<(u32, RawCell<'s>)> = Vec::with_capacity(cells.len());
    for (field, cell) in cells {
        match joined.last_mut() {
            Some((last, before)) if *last == field => {
                before.text = Cow::Owned(format!("{}; {}", before.text, cell.text));
            }
            _ => joined.push((field, cell)),
        }
    }
    RawRow { place: row.place, cells: joined }
}
