//! What a backlog holds of its trackers, and how requests are found in it.

use std::borrow::Cow;

use rustc_hash::{FxHashMap, FxHashSet};

use super::{GONE_COLUMN, layout::Layout};
use crate::{
    diagnostic::Place,
    import::{
        Backlog, Import,
        backlog::Row,
        export::{Export, Field, cell},
        links,
        translate::{Cells, PARENT},
    },
    ingest::{
        items,
        raw::{RawCell, RawRow},
    },
    mapping::{Mapping, Target},
    model::{Column, number},
};

/// What a backlog holds of the trackers: their words, and by field the column of the backlog.
#[derive(Default)]
pub(super) struct Held<'b> {
    pub(super) exports: Vec<Export<'b>>,
    pub(super) columns: Vec<Vec<u32>>,
}

impl<'b> Held<'b> {
    /// What it holds of the trackers whose exports are imported.
    pub(super) fn new(old: &'b Backlog<'_>, import: &Import<'_>) -> Self {
        let mut held = Self::default();
        for export in &import.exports {
            if held.exports.iter().all(|known| known.mapping.name != export.mapping.name) {
                let (export, columns) = hold(old, export);
                held.exports.push(export);
                held.columns.push(columns);
            }
        }
        held
    }

    /// The tracker whose words stand in a row.
    pub(super) fn tracker_of(&self, row: usize) -> Option<&Mapping> {
        let holds = |export: &&Export<'_>| export.rows.get(row).is_some_and(|row| !row.cells.is_empty());
        self.exports.iter().find(holds).map(|export| &export.mapping)
    }

    /// Columns that none of the imported exports of their tracker has any more.
    pub(super) fn absent(&self, import: &Import<'_>) -> Vec<String> {
        let absent = |held: &Export<'_>| {
            let exports = || import.exports.iter().filter(|export| export.mapping.name == held.mapping.name);
            let fields = held.fields.iter().filter(|field| !exports().any(|it| has_header(it, field)));
            fields.map(|field| held.mapping.prefix() + &field.name).collect::<Vec<_>>()
        };
        self.exports.iter().flat_map(absent).collect()
    }
}

/// The tracker's words that a backlog carries.
fn hold<'b>(old: &'b Backlog<'_>, export: &Export<'_>) -> (Export<'b>, Vec<u32>) {
    let prefix = export.mapping.prefix();
    let (mut fields, mut columns) = (Vec::new(), Vec::new());
    let mut place_of: FxHashMap<u32, u32> = FxHashMap::default();
    for (at, name) in (0..).zip(&old.names) {
        let Some(name) = name.strip_prefix(&prefix).filter(|name| *name != GONE_COLUMN) else { continue };
        place_of.insert(at, number(fields.len()));
        columns.push(at);
        fields.push(field(name, &export.mapping));
    }
    let nowhere = Place { file: 0, line: 1, start: 0, end: 0 };
    let row = |row: &'b Row<'_>| {
        let cells = row.0.iter().filter_map(|(column, text)| {
            let cell = RawCell { text: Cow::Borrowed(&**text), place: nowhere };
            Some((*place_of.get(column)?, cell))
        });
        let mut cells: Vec<_> = cells.collect();
        cells.sort_by_key(|&(field, _)| field);
        RawRow { place: nowhere, cells }
    };
    let rows = old.rows.iter().map(row).collect();
    let export = Export {
        mapping: export.mapping.clone(),
        blank: Vec::new(),
        columns: fields.len(),
        fields,
        rows,
        header: nowhere,
        dates: export.dates,
        numbers: export.numbers,
        without_ids: export.without_ids,
    };
    (export, columns)
}

/// A field by the name that it is carried under. Of several columns of one name the later ones have
/// a number behind it.
fn field(name: &str, mapping: &Mapping) -> Field {
    let unnumbered = || {
        let (start, number) = name.trim_end_matches('\'').strip_suffix(')')?.rsplit_once(" (")?;
        number.bytes().all(|byte| byte.is_ascii_digit()).then_some(start)
    };
    let rule = mapping.rule(name);
    let header = if rule.is_some() { name } else { unnumbered().unwrap_or(name) };
    Field {
        name: name.to_owned(),
        header: header.to_owned(),
        columns: 1,
        rule: rule.or_else(|| mapping.rule(header)),
    }
}

/// Whether the header of an export has the column of a field, filled or not.
pub(super) fn has_header(export: &Export<'_>, field: &Field) -> bool {
    let is = |name: &str| name == field.name || name == field.header;
    export.fields.iter().any(|own| is(&own.header) || own.name == field.name)
        || export.blank.iter().any(|name| is(name))
}

/// A tracker, by its name, and what it calls a request.
type Called<'b> = (&'b str, &'b str);

/// By what a row of an export finds its request.
pub(super) struct Names<'b> {
    /// Rows by the ids that trackers gave.
    ids: FxHashMap<Called<'b>, usize>,
    /// By the trackers' numbers.
    numbers: FxHashMap<Called<'b>, usize>,
    /// Rows of no tracker, by their own ids.
    by_hand: FxHashMap<&'b str, usize>,
    /// Ids that people gave to requests, by those of their tracker.
    renamed: FxHashMap<Called<'b>, &'b str>,
}

impl<'b> Names<'b> {
    /// `base` are the cells that were made of what is held.
    pub(super) fn new(
        old: &'b Backlog<'_>,
        id_column: u32,
        held: &'b Held<'_>,
        base: &'b [Vec<Cells<'_>>],
        trackers: &[String],
    ) -> Self {
        let mut names = Self {
            ids: FxHashMap::default(),
            numbers: FxHashMap::default(),
            by_hand: FxHashMap::default(),
            renamed: FxHashMap::default(),
        };
        for (export, rows) in held.exports.iter().zip(base) {
            let tracker = export.mapping.name.as_str();
            let numbers = export.fields_for(Target::Number);
            for (at, (raw, cells)) in export.rows.iter().zip(rows).enumerate() {
                let Some(id) = links::id(cells) else { continue };
                names.ids.entry((tracker, id)).or_insert(at);
                let own = old.rows[at].get(id_column).trim();
                if own != id && !own.is_empty() {
                    names.renamed.insert((tracker, id), own);
                }
                for number in numbers.iter().filter_map(|&field| export.said(raw, field)) {
                    names.numbers.entry((tracker, number.text.trim())).or_insert(at);
                }
            }
        }
        let said = tracker_columns(old, trackers);
        for (at, row) in old.rows.iter().enumerate() {
            let own = row.get(id_column).trim();
            if !own.is_empty() && row.0.iter().all(|(column, _)| !said.contains(column)) {
                names.by_hand.entry(own).or_insert(at);
            }
        }
        names
    }

    /// The request of a row: by its id, or else by its number, where the tracker moved it, or else one
    /// that people wrote down under the same id.
    pub(super) fn find(
        &self,
        layout: &Layout<'_, '_>,
        raw: &RawRow<'_>,
        cells: &Cells<'_>,
        seen: &[bool],
    ) -> Option<usize> {
        let tracker = layout.tracker();
        let free = |at: &usize| !seen[*at];
        let id = links::id(cells);
        let by_id = id.and_then(|id| self.ids.get(&(tracker, id))).copied().filter(free);
        let numbers = layout.numbers.iter().filter_map(|&field| cell(raw, field));
        let by_number = || {
            let rows = numbers.filter_map(|it| self.numbers.get(&(tracker, it.text.trim()))).copied();
            rows.into_iter().find(free)
        };
        let by_hand = || id.and_then(|id| self.by_hand.get(id)).copied().filter(free);
        by_id.or_else(by_number).or_else(by_hand)
    }

    /// The ids of a tracker's cell under the names that they have in the backlog.
    pub(super) fn renamed<'t>(&self, tracker: &str, column: u32, text: &'t str) -> Cow<'t, str> {
        let names_rows =
            [Column::Id, Column::DependsOn, Column::SameAs].map(|it| it as u32).contains(&column);
        if !(names_rows || column == PARENT) || self.renamed.is_empty() {
            return Cow::Borrowed(text);
        }
        let new: Vec<&str> =
            items(text).map(|id| self.renamed.get(&(tracker, id)).copied().unwrap_or(id)).collect();
        Cow::Owned(new.join("; "))
    }
}

/// The columns that hold the words of any tracker.
fn tracker_columns(old: &Backlog<'_>, trackers: &[String]) -> FxHashSet<u32> {
    let begins = |name: &str| {
        trackers.iter().any(|it| name.strip_prefix(it.as_str()).is_some_and(|rest| rest.starts_with(": ")))
    };
    (0..).zip(&old.names).filter(|(_, name)| begins(name)).map(|(at, _)| at).collect()
}
