//! Where the cells of an export go in a backlog.

use rustc_hash::{FxHashMap, FxHashSet};

use super::{GONE_COLUMN, held::Held};
use crate::{
    import::{
        Backlog,
        export::Export,
        translate::{Cells, PARENT},
    },
    ingest::{PARENT as PARENT_NAME, SOURCE, raw::RawRow},
    mapping::{Target, same},
    model::Column,
};

/// Where the cells of an export go.
pub(super) struct Layout<'e, 's> {
    pub(super) export: &'e Export<'s>,
    /// Which of the trackers it is.
    pub(super) held: Option<usize>,
    pub(super) numbers: Vec<u32>,
    /// Columns that the mapping fills, and the export can say something of.
    pub(super) filled: Vec<u32>,
    /// The columns of the backlog for the fields.
    pub(super) columns: Vec<u32>,
    /// The columns of the backlog for those that the mapping fills, and for the place of a row.
    places: FxHashMap<u32, u32>,
    pub(super) gone: Option<u32>,
    pub(super) prefix: String,
}

impl<'e, 's> Layout<'e, 's> {
    pub(super) fn new(
        export: &'e Export<'s>,
        held: &Held<'_>,
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
            held: held.exports.iter().position(|held| held.mapping.name == export.mapping.name),
            numbers: export.fields_for(Target::Number),
            filled,
            columns: export.fields.iter().map(|field| new.column(&(prefix.clone() + &field.name))).collect(),
            gone: new.find(&(prefix.clone() + GONE_COLUMN)),
            prefix,
            export,
        }
    }

    /// The name of the tracker.
    pub(super) fn tracker(&self) -> &'e str {
        &self.export.mapping.name
    }

    /// The column of the backlog for a canonical one.
    pub(super) fn column(&self, column: u32) -> Option<u32> {
        self.places.get(&column).copied()
    }
}

/// The number of the column that says where a row came from, behind that of the parent.
pub(super) const PLACE: u32 = PARENT + 1;

pub(super) fn name_of(column: u32) -> &'static str {
    let other = if column == PLACE { SOURCE } else { PARENT_NAME };
    Column::ALL.get(column as usize).map_or(other, |column| column.name())
}
