//! A backlog that people have filled in, brought up to date with what the tracker says now.
//!
//! Who owns a cell needs no record of its own. The backlog carries the tracker's words (`jira: …`),
//! so what the mapping made of them then can be made again. A cell that still says that belongs to
//! the tracker and is refreshed; one that says something else was changed by a person, and stays. In
//! lists it is the same item by item. The tracker's words themselves are always refreshed.

mod change;
mod held;
mod layout;

use std::borrow::Cow;

use rustc_hash::FxHashSet;

pub(crate) use change::Change;
use held::{Held, Names, has_header};
use layout::{Layout, PLACE, name_of};

use super::{
    Backlog, Import,
    backlog::Row,
    translate::{Cells, is_list, translate},
};
use crate::{
    ingest::{items, raw::RawRow},
    model::Column,
};

/// What stands in a request that the tracker no longer has.
const GONE: &str = "not in the last export";
/// The column for that, behind the mapping's prefix.
const GONE_COLUMN: &str = "gone";

/// A backlog as it becomes, and the difference to what it was.
#[derive(Debug)]
pub(crate) struct Update<'s> {
    pub(crate) backlog: Backlog<'s>,
    pub(crate) changes: Vec<Change>,
    /// Requests that stay exactly as they were.
    pub(crate) untouched: usize,
    /// Cells that people changed where the tracker says what it said.
    pub(crate) yours: usize,
    /// Columns of the tracker that the export no longer has.
    pub(crate) absent: Vec<String>,
}

impl Update<'_> {
    /// Whether the file becomes another one.
    pub(crate) fn changes_anything(&self) -> bool {
        self.changes.iter().any(|change| !matches!(change, Change::Kept { .. }))
    }

    /// The difference in figures.
    pub(crate) fn tally(&self) -> String {
        let count = |is: fn(&Change) -> bool| self.changes.iter().filter(|change| is(change)).count();
        let mut touched: FxHashSet<&str> = FxHashSet::default();
        for change in &self.changes {
            if let Change::Refreshed { id, .. } | Change::Words { id, .. } | Change::Back { id } = change {
                touched.insert(id);
            }
        }
        let yours = self.yours + count(|change| matches!(change, Change::Kept { .. }));
        format!(
            "{} added, {} refreshed, {} marked as gone, {} as before; cells of yours that differ from the tracker and stay: {yours}",
            count(|change| matches!(change, Change::Added { .. })),
            touched.len(),
            count(|change| matches!(change, Change::Gone { .. })),
            self.untouched,
        )
    }
}

/// Brings a backlog up to date. `import` was read with the ids of the backlog as others.
pub(crate) fn update<'s>(old: &Backlog<'s>, import: &Import<'s>) -> Update<'s> {
    let held = Held::new(old, import);
    // A backlog without ids cannot be read, so there is this column.
    let id_column = old.find(Column::Id.name()).unwrap_or(0);
    let by_hand: Vec<Cow<'_, str>> = (0..)
        .zip(&old.rows)
        .filter(|(at, _)| held.tracker_of(*at).is_none())
        .map(|(_, row)| Cow::Borrowed(row.get(id_column).trim()))
        .collect();
    let base = translate(&held.exports, &by_hand).rows;
    let mut job = Job {
        names: Names::new(old, id_column, &held, &base, &import.trackers),
        id_column,
        base: &base,
        held: &held,
        changes: Vec::new(),
        untouched: 0,
        yours: 0,
    };
    let mut new = old.clone();
    let mut seen = vec![false; old.rows.len()];
    for (export, rows) in import.translated() {
        let rows: Vec<_> = rows.collect();
        let layout = Layout::new(export, &held, &mut new, &rows);
        for (raw, cells) in rows {
            match job.names.find(&layout, raw, cells, &seen) {
                Some(at) => {
                    seen[at] = true;
                    new.rows[at] = job.refreshed(&old.rows[at], at, &layout, raw, cells);
                }
                None => new.rows.push(job.added(&layout, raw, cells, import)),
            }
        }
    }
    let Job { mut changes, untouched, yours, .. } = job;
    let mut untouched = untouched;
    for (at, row) in old.rows.iter().enumerate().filter(|&(at, _)| !seen[at]) {
        let mark = held.tracker_of(at).map(|tracker| tracker.prefix() + GONE_COLUMN);
        let marked =
            mark.as_ref().is_none_or(|mark| new.find(mark).is_some_and(|it| !row.get(it).is_empty()));
        match mark {
            Some(mark) if !marked => {
                let column = new.column(&mark);
                new.rows[at].set(column, Cow::Borrowed(GONE));
                changes.push(Change::Gone { id: row.get(id_column).to_owned() });
            }
            _ => untouched += 1,
        }
    }
    let absent = held.absent(import);
    Update { backlog: new, changes, untouched, yours, absent }
}

fn text_in<'c>(cells: &'c Cells<'_>, column: u32) -> &'c str {
    cells.iter().find(|(at, _)| *at == column).map_or("", |(_, cell)| &cell.text)
}

struct Job<'b> {
    names: Names<'b>,
    id_column: u32,
    base: &'b [Vec<Cells<'b>>],
    held: &'b Held<'b>,
    changes: Vec<Change>,
    untouched: usize,
    yours: usize,
}

impl Job<'_> {
    /// A request that the backlog does not have.
    fn added<'s>(
        &mut self,
        layout: &Layout<'_, 's>,
        raw: &RawRow<'s>,
        cells: &Cells<'s>,
        import: &Import<'s>,
    ) -> Row<'s> {
        let mut row = Row::default();
        for (column, cell) in cells {
            if let Some(at) = layout.column(*column) {
                row.set(
                    at,
                    Cow::Owned(self.names.renamed(layout.tracker(), *column, &cell.text).into_owned()),
                );
            }
        }
        for (field, cell) in &raw.cells {
            row.set(layout.columns[*field as usize], cell.text.clone());
        }
        if let Some(place) = layout.column(PLACE) {
            row.set(place, Cow::Owned(import.place_word(raw.place)));
        }
        let title = text_in(cells, Column::Title as u32).to_owned();
        self.changes.push(Change::Added { id: row.get(self.id_column).to_owned(), title });
        row
    }

    /// A request with what the tracker says now, and what people said.
    fn refreshed<'s>(
        &mut self,
        before: &Row<'s>,
        at: usize,
        layout: &Layout<'_, 's>,
        raw: &RawRow<'s>,
        cells: &Cells<'s>,
    ) -> Row<'s> {
        let mut row = before.clone();
        let id = before.get(self.id_column).to_owned();
        let changes_before = self.changes.len();
        let nothing = Cells::new();
        let base = layout.held.map_or(&nothing, |held| &self.base[held][at]);
        for &column in &layout.filled {
            let Some(place) = layout.column(column) else { continue };
            let then = self.names.renamed(layout.tracker(), column, text_in(base, column)).trim().to_owned();
            // A new id is one, whatever people called the old one.
            let now = text_in(cells, column);
            let moved = column == Column::Id as u32 && now.trim() != text_in(base, column).trim();
            let now =
                if moved { Cow::Borrowed(now) } else { self.names.renamed(layout.tracker(), column, now) };
            let now = now.trim().to_owned();
            let mine = before.get(place).trim().to_owned();
            let name = || name_of(column).to_owned();
            let merged = if mine == then {
                now.clone()
            } else if is_list_of_rows_or_names(column) {
                merged(&mine, &then, &now)
            } else {
                mine.clone()
            };
            if merged != mine {
                row.set(place, Cow::Owned(merged.clone()));
                self.changes.push(Change::Refreshed {
                    id: id.clone(),
                    column: name(),
                    before: mine,
                    after: merged,
                });
            } else if now != mine && now != then {
                let change = Change::Kept { id: id.clone(), column: name(), yours: mine, before: then, now };
                self.changes.push(change);
            } else if now != mine {
                self.yours += 1;
            }
        }
        let words = self.refresh_words(&mut row, layout, raw);
        if !words.is_empty() {
            self.changes.push(Change::Words { id: id.clone(), columns: words });
        }
        if let Some(gone) = layout.gone.filter(|&gone| !before.get(gone).is_empty()) {
            row.set(gone, Cow::Borrowed(""));
            self.changes.push(Change::Back { id });
        }
        if self.changes[changes_before..].iter().all(|change| matches!(change, Change::Kept { .. })) {
            self.untouched += 1;
        }
        row
    }

    /// Puts the tracker's own words in; says which of them changed.
    fn refresh_words<'s>(&self, row: &mut Row<'s>, layout: &Layout<'_, 's>, raw: &RawRow<'s>) -> Vec<String> {
        let mut changed = Vec::new();
        let mut said: FxHashSet<u32> = FxHashSet::default();
        for (field, cell) in &raw.cells {
            let column = layout.columns[*field as usize];
            said.insert(column);
            if row.get(column) != cell.text {
                row.set(column, cell.text.clone());
                changed.push(layout.prefix.clone() + &layout.export.fields[*field as usize].name);
            }
        }
        let Some(held) = layout.held else { return changed };
        for (field, &column) in self.held.exports[held].fields.iter().zip(&self.held.columns[held]) {
            let silent = !said.contains(&column) && !row.get(column).is_empty();
            if silent && has_header(layout.export, field) {
                row.set(column, Cow::Borrowed(""));
                changed.push(layout.prefix.clone() + &field.name);
            }
        }
        changed
    }
}

/// Columns whose items are kept and refreshed one by one.
fn is_list_of_rows_or_names(column: u32) -> bool {
    let column = Column::ALL.get(column as usize).copied();
    column.is_some_and(|column| is_list(column) || column == Column::DependsOn)
}

/// A list of a person's, with what the tracker has added since, and without what it has removed.
fn merged(mine: &str, then: &str, now: &str) -> String {
    let (then, now): (Vec<&str>, Vec<&str>) = (items(then).collect(), items(now).collect());
    let own: Vec<&str> = items(mine).collect();
    let kept = own.iter().filter(|item| !then.contains(item) || now.contains(item));
    let fresh = now.iter().filter(|item| !then.contains(item) && !own.contains(item));
    let merged: Vec<&str> = kept.chain(fresh).copied().collect();
    // Written another way, but the same list.
    if merged == own { mine.to_owned() } else { merged.join("; ") }
}
