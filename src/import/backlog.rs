//! A backlog as a table of texts, and the file that people fill in.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use super::{File, Import, export::Export, translate::PARENT};
use crate::{
    diagnostic::Source,
    ingest::{PARENT as PARENT_NAME, SOURCE, raw::RawRow},
    model::{Column, number},
    untrusted::guard,
};

/// Rows of texts under names that differ from each other. Blank cells are not kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Backlog<'s> {
    pub(crate) names: Vec<String>,
    pub(crate) rows: Vec<Row<'s>>,
    /// What separates cells where it is written.
    pub(crate) delimiter: u8,
    places: FxHashMap<String, u32>,
}

impl Default for Backlog<'_> {
    fn default() -> Self {
        Self { names: Vec::new(), rows: Vec::new(), delimiter: b',', places: FxHashMap::default() }
    }
}

/// The cells of a row by their columns, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Row<'s>(pub(crate) Vec<(u32, Cow<'s, str>)>);

impl<'s> Row<'s> {
    /// The text in a column; blank where there is none.
    pub(crate) fn get(&self, column: u32) -> &str {
        self.0.binary_search_by_key(&column, |&(at, _)| at).map_or("", |at| &self.0[at].1)
    }

    /// Puts a text into a column; a blank one clears it.
    pub(crate) fn set(&mut self, column: u32, text: Cow<'s, str>) {
        match self.0.binary_search_by_key(&column, |&(at, _)| at) {
            Ok(at) if text.trim().is_empty() => _ = self.0.remove(at),
            Ok(at) => self.0[at].1 = text,
            Err(_) if text.trim().is_empty() => {}
            Err(at) => self.0.insert(at, (column, text)),
        }
    }
}

impl<'s> Backlog<'s> {
    /// A backlog with every canonical column and the one that says where a row came from.
    pub(crate) fn new() -> Self {
        let mut backlog = Self::default();
        for name in Column::ALL.iter().map(|column| column.name()).chain([SOURCE]) {
            backlog.column(name);
        }
        backlog
    }

    /// The column of that name, which is added where there is none.
    pub(crate) fn column(&mut self, name: &str) -> u32 {
        if let Some(&at) = self.places.get(name) {
            return at;
        }
        let at = number(self.names.len());
        self.names.push(name.to_owned());
        self.places.insert(name.to_owned(), at);
        at
    }

    /// The ids of all rows.
    pub(crate) fn ids(&self) -> Vec<String> {
        let column = self.find(Column::Id.name());
        let id = |row: &Row<'s>| column.map(|column| row.get(column).trim().to_owned());
        self.rows.iter().filter_map(id).filter(|id| !id.is_empty()).collect()
    }

    /// The column of that name, if there is one.
    pub(crate) fn find(&self, name: &str) -> Option<u32> {
        self.places.get(name).copied()
    }

    /// Everything that was read, as one backlog.
    pub(crate) fn of(import: &Import<'s>) -> Self {
        let mut backlog = Self::new();
        let mut exports = import.translated();
        for (file, source) in import.files.iter().zip(&import.sources) {
            match file {
                File::Export => {
                    let Some((export, rows)) = exports.next() else { continue };
                    backlog.take_export(import, export, rows);
                }
                File::Backlog { names, rows, .. } => backlog.take(names, rows, Some(source)),
                File::Unreadable => {}
            }
        }
        backlog
    }

    /// Adds the rows of an export: what was made of them, and every field as it is.
    fn take_export<'r>(
        &mut self,
        import: &Import<'s>,
        export: &Export<'s>,
        rows: impl Iterator<Item = (&'r RawRow<'s>, &'r super::Cells<'s>)>,
    ) where
        's: 'r,
    {
        let rows: Vec<_> = rows.collect();
        let has_parents = rows.iter().any(|(_, cells)| cells.iter().any(|(column, _)| *column == PARENT));
        let parent = if has_parents { self.column(PARENT_NAME) } else { 0 };
        let origin = self.column(SOURCE);
        let carried: Vec<u32> =
            export.fields.iter().map(|field| self.column(&(export.mapping.prefix() + &field.name))).collect();
        for (raw, cells) in rows {
            let mut row = Row::default();
            for (column, cell) in cells {
                row.set(if *column == PARENT { parent } else { *column }, cell.text.clone());
            }
            row.set(origin, Cow::Owned(import.place_word(raw.place)));
            for (field, cell) in &raw.cells {
                row.set(carried[*field as usize], cell.text.clone());
            }
            self.rows.push(row);
        }
    }

    /// Adds the rows of a backlog as they are; says where they come from where they do not say so
    /// themselves.
    pub(super) fn take(&mut self, names: &[String], rows: &[RawRow<'s>], from: Option<&Source>) {
        let filled: rustc_hash::FxHashSet<u32> =
            rows.iter().flat_map(|row| &row.cells).map(|&(column, _)| column).collect();
        let columns: Vec<Option<u32>> = (0..)
            .zip(names)
            .map(|(at, name)| {
                // A column without a name is there only where something stands in it.
                let nameless = *name == format!("column {}", at + 1) && !filled.contains(&at);
                let source = Column::plain(name) == SOURCE;
                (!nameless).then(|| self.column(if source { SOURCE } else { name }))
            })
            .collect();
        let origin = from.map(|source| (source, self.column(SOURCE)));
        for raw in rows {
            let mut row = Row::default();
            for (column, cell) in &raw.cells {
                if let Some(Some(column)) = columns.get(*column as usize) {
                    row.set(*column, cell.text.clone());
                }
            }
            if let Some((source, origin)) = origin.filter(|&(_, origin)| row.get(origin).is_empty()) {
                row.set(origin, Cow::Owned(format!("{}:{}", source.name, raw.place.line)));
            }
            self.rows.push(row);
        }
    }

    /// The file: cells that a spreadsheet could take for formulas guarded, which reading takes off
    /// again.
    pub(crate) fn write(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(self.rows.len() * (self.names.len() + 256));
        for (at, name) in self.names.iter().enumerate() {
            if at > 0 {
                out.push(self.delimiter);
            }
            push_cell(&guard(name), self.delimiter, &mut out);
        }
        out.push(b'\n');
        for row in &self.rows {
            let mut cells = row.0.iter().peekable();
            for column in (0..).take(self.names.len()) {
                if column > 0 {
                    out.push(self.delimiter);
                }
                if let Some((_, text)) = cells.next_if(|(at, _)| *at == column) {
                    push_cell(&guard(text), self.delimiter, &mut out);
                }
            }
            out.push(b'\n');
        }
        out
    }
}

/// Writes a cell, in quotes where it holds anything that separates cells in some program.
pub(super) fn push_cell(text: &str, delimiter: u8, out: &mut Vec<u8>) {
    let plain = !text.contains(char::from(delimiter))
        && !text.contains([',', ';', '\t', '|', '"', '\n', '\r', '\''])
        && !text.starts_with(' ')
        && !text.ends_with(' ');
    if plain {
        out.extend_from_slice(text.as_bytes());
        return;
    }
    out.push(b'"');
    let start = out.len();
    // At most every byte is a quote, which is doubled.
    out.resize(start + 2 * text.len(), 0);
    let (_, _, written) = csv_core::quote(text.as_bytes(), &mut out[start..], b'"', b'"', true);
    out.truncate(start + written);
    out.push(b'"');
}
