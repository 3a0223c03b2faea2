//! A backlog that people have filled in, brought up to date with what the tracker says now.
//!
//! Who owns a cell needs no record of its own. The backlog carries the tracker's words (`jira: …`),
//! so what the mapping made of them then can be made again. A cell that still says that belongs to
//! the tracker and is refreshed; one that says something else was changed by a person, and stays. In
//! lists it is the same item by item. The tracker's words themselves are always refreshed.

use std::{borrow::Cow, fmt};

use rustc_hash::{FxHashMap, FxHashSet};

use super::{
    Backlog, Import,
    backlog::Row,
    export::{Export, Field, cell},
    links,
    translate::{Cells, PARENT, is_list, translate},
};
use crate::{
    diagnostic::Place,
    ingest::{
        PARENT as PARENT_NAME, SOURCE, items,
        raw::{RawCell, RawRow},
    },
    mapping::{Mapping, Target, same},
    model::Column,
    untrusted::inline,
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

/// One difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    /// A request is new.
    Added { id: String, title: String },
    /// A cell says what the tracker says now.
    Refreshed { id: String, column: String, before: String, after: String },
    /// A cell was changed by a person, and by the tracker too.
    Kept { id: String, column: String, yours: String, before: String, now: String },
    /// The tracker's own words were refreshed.
    Words { id: String, columns: Vec<String> },
    /// The tracker no longer has a request.
    Gone { id: String },
    /// It has it again.
    Back { id: String },
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let short = |text: &str| {
            if text.is_empty() { "blank".to_owned() } else { format!("`{}`", inline(text, 60)) }
        };
        let id = |id: &str| inline(id, 60);
        match self {
            Self::Added { id: new, title } => write!(f, "+ {} {}", id(new), inline(title, 80)),
            Self::Refreshed { id: of, column, before, after } => {
                write!(f, "~ {} {column}: {} → {}", id(of), short(before), short(after))
            }
            Self::Kept { id: of, column, yours, before, now } => write!(
                f,
                "= {} {column}: yours stays, {}; the tracker said {} and now says {}",
                id(of),
                short(yours),
                short(before),
                short(now)
            ),
            Self::Words { id: of, columns } => {
                let columns: Vec<String> =
                    columns.iter().map(|name| format!("`{}`", inline(name, 60))).collect();
                write!(f, "~ {} in the tracker's words: {}", id(of), columns.join(", "))
            }
            Self::Gone { id: of } => write!(f, "- {} is not in the export: marked, and kept", id(of)),
            Self::Back { id: of } => write!(f, "+ {} is in the export again: the mark is taken off", id(of)),
        }
    }
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

/// What a backlog holds of the trackers: their words, and by field the column of the backlog.
#[derive(Default)]
struct Held<'b> {
    exports: Vec<Export<'b>>,
    columns: Vec<Vec<u32>>,
}

/// Brings a backlog up to date. `import` was read with the ids of the backlog as others.
pub(crate) fn update<'s>(old: &Backlog<'s>, import: &Import<'s>) -> Update<'s> {
    let mut held = Held::default();
    for export in &import.exports {
        if held.exports.iter().all(|known| known.mapping.name != export.mapping.name) {
            let (export, columns) = hold(old, export);
            held.exports.push(export);
            held.columns.push(columns);
        }
    }
    let bases = &held.exports;
    let held_rows: FxHashSet<usize> = bases
        .iter()
        .flat_map(|base| (0..).zip(&base.rows))
        .filter(|(_, row)| !row.cells.is_empty())
        .map(|(at, _)| at)
        .collect();
    // A backlog without ids cannot be read, so there is this column.
    let id_column = old.find(Column::Id.name()).unwrap_or(0);
    let by_hand: Vec<Cow<'_, str>> = (0..)
        .zip(&old.rows)
        .filter(|(at, _)| !held_rows.contains(at))
        .map(|(_, row)| Cow::Borrowed(row.get(id_column).trim()))
        .collect();
    let base = translate(bases, &by_hand).rows;
    let mut job = Job {
        names: Names::new(old, id_column, bases, &base),
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
        let layout = Layout::new(export, bases, &mut new, &rows);
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
        let tracker = bases.iter().find(|base| base.rows.get(at).is_some_and(|row| !row.cells.is_empty()));
        let mark = tracker.map(|base| base.mapping.prefix() + GONE_COLUMN);
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
    let absent = bases.iter().flat_map(|held| absent(held, import)).collect();
    Update { backlog: new, changes, untouched, yours, absent }
}

/// Columns of a tracker that none of its exports has any more.
fn absent(held: &Export<'_>, import: &Import<'_>) -> Vec<String> {
    let exports = || import.exports.iter().filter(|export| export.mapping.name == held.mapping.name);
    let fields = held.fields.iter().filter(|field| !exports().any(|export| has_header(export, field)));
    fields.map(|field| held.mapping.prefix() + &field.name).collect()
}

/// Whether the header of an export has the column of a field, filled or not.
fn has_header(export: &Export<'_>, field: &Field) -> bool {
    let is = |name: &str| name == field.name || name == field.header;
    export.fields.iter().any(|own| is(&own.header) || own.name == field.name)
        || export.blank.iter().any(|name| is(name))
}

/// The tracker's words that a backlog carries.
fn hold<'b>(old: &'b Backlog<'_>, export: &Export<'_>) -> (Export<'b>, Vec<u32>) {
    let prefix = export.mapping.prefix();
    let (mut fields, mut columns) = (Vec::new(), Vec::new());
    let mut place_of: FxHashMap<u32, u32> = FxHashMap::default();
    for (at, name) in (0..).zip(&old.names) {
        let Some(name) = name.strip_prefix(&prefix).filter(|name| *name != GONE_COLUMN) else { continue };
        place_of.insert(at, u32::try_from(fields.len()).unwrap_or(u32::MAX));
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

/// By what a row of an export finds its request.
struct Names<'b> {
    /// Rows by the id that the tracker gave, or, where it gave none, by their own.
    ids: FxHashMap<&'b str, usize>,
    /// By the tracker's numbers.
    numbers: FxHashMap<(&'b str, &'b str), usize>,
    /// Ids that people gave to requests of the tracker, by the tracker's own.
    renamed: FxHashMap<&'b str, &'b str>,
}

impl<'b> Names<'b> {
    fn new(
        old: &'b Backlog<'_>,
        id_column: u32,
        bases: &'b [Export<'_>],
        base: &'b [Vec<Cells<'_>>],
    ) -> Self {
        let mut names =
            Self { ids: FxHashMap::default(), numbers: FxHashMap::default(), renamed: FxHashMap::default() };
        for (export, rows) in bases.iter().zip(base) {
            let numbers = export.fields_for(Target::Number);
            for (at, (raw, cells)) in export.rows.iter().zip(rows).enumerate() {
                let Some(id) = links::id(cells) else { continue };
                names.ids.entry(id).or_insert(at);
                let own = old.rows[at].get(id_column).trim();
                if own != id && !own.is_empty() {
                    names.renamed.insert(id, own);
                }
                for number in numbers.iter().filter_map(|&field| cell(raw, field)) {
                    names.numbers.entry((&export.mapping.name, number.text.trim())).or_insert(at);
                }
            }
        }
        for (at, row) in old.rows.iter().enumerate() {
            let own = row.get(id_column).trim();
            if !own.is_empty() {
                names.ids.entry(own).or_insert(at);
            }
        }
        names
    }

    /// The request of a row: by its id, or else by its number, where the tracker moved it.
    fn find(
        &self,
        layout: &Layout<'_, '_>,
        raw: &RawRow<'_>,
        cells: &Cells<'_>,
        seen: &[bool],
    ) -> Option<usize> {
        let free = |at: &usize| !seen[*at];
        let by_id = links::id(cells).and_then(|id| self.ids.get(id)).copied().filter(free);
        by_id.or_else(|| {
            let numbers = layout.numbers.iter().filter_map(|&field| cell(raw, field));
            let name = layout.export.mapping.name.as_str();
            numbers.filter_map(|it| self.numbers.get(&(name, it.text.trim()))).copied().find(free)
        })
    }

    /// The ids of a cell under the names that they have in the backlog.
    fn renamed<'t>(&self, column: u32, text: &'t str) -> Cow<'t, str> {
        let names_rows =
            [Column::Id, Column::DependsOn, Column::SameAs].map(|it| it as u32).contains(&column);
        if !(names_rows || column == PARENT) || self.renamed.is_empty() {
            return Cow::Borrowed(text);
        }
        let new: Vec<&str> = items(text).map(|id| self.renamed.get(id).copied().unwrap_or(id)).collect();
        Cow::Owned(new.join("; "))
    }
}

/// Where the cells of an export go.
struct Layout<'e, 's> {
    export: &'e Export<'s>,
    /// Which of the trackers it is.
    held: Option<usize>,
    numbers: Vec<u32>,
    /// Columns that the mapping fills, and the export can say something of.
    filled: Vec<u32>,
    /// The columns of the backlog for the fields.
    columns: Vec<u32>,
    /// The columns of the backlog for those that the mapping fills, and for the place of a row.
    places: FxHashMap<u32, u32>,
    gone: Option<u32>,
    prefix: String,
}

impl<'e, 's> Layout<'e, 's> {
    fn new(
        export: &'e Export<'s>,
        held: &[Export<'_>],
        new: &mut Backlog<'_>,
        rows: &[(&RawRow<'s>, &Cells<'s>)],
    ) -> Self {
        let prefix = export.mapping.prefix();
        let headers: Vec<&str> = export
            .fields
            .iter()
            .map(|field| &field.header)
            .chain(&export.blank)
            .map(String::as_str)
            .collect();
        let mut filled: Vec<u32> = Vec::new();
        let there = |name: &&(String, _)| headers.iter().any(|header| same(header, &name.0));
        for (_, rule) in export.mapping.columns.iter().filter(there) {
            filled.extend(rule.labels.iter().map(|label| label.column as u32));
            filled.extend(match rule.to {
                Target::Column(column) => Some(column as u32),
                Target::Unlocks => Some(Column::DependsOn as u32),
                Target::Parent => Some(PARENT),
                Target::Carry | Target::Number => None,
            });
        }
        filled.sort_unstable();
        filled.dedup();
        let made = rows.iter().flat_map(|(_, cells)| cells.iter().map(|&(column, _)| column));
        let made: FxHashSet<u32> = made.collect();
        // No column is added for which there is nothing to say.
        filled.retain(|column| made.contains(column) || new.find(name_of(*column)).is_some());
        let needed = filled.iter().copied().chain([PLACE]);
        Self {
            places: needed.map(|column| (column, new.column(name_of(column)))).collect(),
            held: held.iter().position(|held| held.mapping.name == export.mapping.name),
            numbers: export.fields_for(Target::Number),
            filled,
            columns: export.fields.iter().map(|field| new.column(&(prefix.clone() + &field.name))).collect(),
            gone: new.find(&(prefix.clone() + GONE_COLUMN)),
            prefix,
            export,
        }
    }

    /// The column of the backlog for a canonical one.
    fn column(&self, column: u32) -> Option<u32> {
        self.places.get(&column).copied()
    }
}

/// The number of the column that says where a row came from, behind that of the parent.
const PLACE: u32 = PARENT + 1;

fn name_of(column: u32) -> &'static str {
    let other = if column == PLACE { SOURCE } else { PARENT_NAME };
    Column::ALL.get(column as usize).map_or(other, |column| column.name())
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
                row.set(at, Cow::Owned(self.names.renamed(*column, &cell.text).into_owned()));
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
            let then = self.names.renamed(column, text_in(base, column)).trim().to_owned();
            // A new id is one, whatever people called the old one.
            let now = text_in(cells, column);
            let moved = column == Column::Id as u32 && now.trim() != text_in(base, column).trim();
            let now = if moved { Cow::Borrowed(now) } else { self.names.renamed(column, now) };
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
