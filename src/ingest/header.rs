//! The header row: which column means what.

use std::fmt::Write;

use rustc_hash::{FxHashMap, FxHashSet};

use super::{codes, sheet::Sheet, units::Unit};
use crate::{
    diagnostic::{Finding, Place},
    mapping::{Target, headed},
    model::{Column, Decimal},
    policy::Policy,
    suggestion::{closest, is_slip},
};

/// One column of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Header {
    /// Its name, trimmed.
    pub(crate) name: String,
    /// The canonical column it is, if it is one.
    pub(crate) column: Option<Column>,
    /// What its numbers count.
    pub(crate) unit: Unit,
    /// Where it stands.
    pub(crate) place: Place,
}

/// Names that are longer are no slip of a known one.
const LONGEST: usize = 32;

/// Reads the header of a sheet. Fills in the sheet's columns.
pub(crate) fn read(sheet: &mut Sheet<'_>, cells: &[super::scanner::Cell]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut taken = FxHashSet::default();
    // Where the search for a free number goes on, by name.
    let mut numbers = FxHashMap::default();
    for (at, cell) in cells.iter().enumerate() {
        let mut name = sheet.content(*cell).trim().to_owned();
        let (column, unit) = column_of(&name);
        if let Some(column) = column {
            findings.extend(about_unit(&name, column, unit).map(|finding| finding.at(sheet.place_of(*cell))));
            let before = sheet.by_column[column as usize].replace(at);
            if let Some(before) = before {
                sheet.by_column[column as usize] = Some(before);
                findings.push(
                    Finding::new(
                        &codes::DUPLICATE_COLUMN,
                        format!("columns {} and {} are both `{}`", before + 1, at + 1, column.name()),
                    )
                    .at(sheet.place_of(*cell))
                    .column(column.name())
                    .hint("rename or delete one of them"),
                );
            }
        } else if !name.is_empty() && taken.contains(&name) {
            findings.push(
                Finding::new(&codes::DUPLICATE_UNKNOWN_COLUMN, format!("two columns are called `{name}`"))
                    .at(sheet.place_of(*cell))
                    .column(name.clone())
                    .hint("both are carried through, the later one with its number; rename it to tell them apart"),
            );
            // With as many numbers as columns one must be free.
            let from = numbers.get(&name).copied().unwrap_or(2);
            let mut numbered = (from..=cells.len() + 1).map(|number| (number, format!("{name} ({number})")));
            if let Some((number, free)) = numbered.find(|(_, name)| !taken.contains(name)) {
                numbers.insert(name, number + 1);
                name = free;
            }
        }
        taken.insert(name.clone());
        sheet.header.push(Header { name, column, unit, place: sheet.place_of(*cell) });
    }
    findings
}

/// The canonical column of a name, which may have its unit in brackets behind it: `effort (days)`.
fn column_of(name: &str) -> (Option<Column>, Unit) {
    if let Some(column) = Column::from_header(name) {
        return (Some(column), Unit::PLAIN);
    }
    let with_unit = in_brackets(name).and_then(|(base, unit)| {
        let column = Column::from_header(base)?;
        Some((column, Unit::named(column, unit)?))
    });
    with_unit.map_or((None, Unit::PLAIN), |(column, unit)| (Some(column), unit))
}

/// A name without what stands in brackets at its end, and that.
fn in_brackets(name: &str) -> Option<(&str, &str)> {
    let (base, inside) = name.strip_suffix([')', ']'])?.rsplit_once(['(', '['])?;
    Some((base.trim(), inside.trim()))
}

fn about_unit(name: &str, column: Column, unit: Unit) -> Option<Finding> {
    if Column::from_header(name).is_some() {
        return None;
    }
    let (message, hint) = if unit == Unit::PLAIN {
        (format!("`{name}` is read as `{}`", column.name()), format!("rename it to `{}`", column.name()))
    } else {
        let one = unit.in_weeks(Decimal::whole(1));
        (
            format!("`{name}` is read as `{}`: each 1 in it counts as {one} weeks", column.name()),
            "nothing to do if a week has 5 days of 8 hours; otherwise convert the cells to weeks".to_owned(),
        )
    };
    Some(Finding::new(&codes::MISSPELT_COLUMN, message).column(column.name()).hint(hint))
}

/// Finds the columns that criteria of the policy's own are read from.
pub(crate) fn find_own(sheet: &mut Sheet<'_>, policy: &Policy) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut found = Vec::with_capacity(policy.own_columns.len());
    for own in &policy.own_columns {
        let plain = Column::plain(own);
        let is = |header: &&Header| header.column.is_none() && Column::plain(&header.name) == plain;
        found.push(sheet.header.iter().position(|header| is(&header)));
        if let Some(second) = sheet.header.iter().filter(is).nth(1) {
            findings.push(
                Finding::new(&codes::DUPLICATE_COLUMN, format!("two columns are both `{own}`"))
                    .at(second.place)
                    .column(own.clone())
                    .hint("rename or delete one of them"),
            );
        }
    }
    sheet.own = found;
    findings
}

/// The way out for a table whose columns have other names.
const BY_MAPPING: &str =
    "put into the policy what `roadbed import FILE --show-mapping` proposes for the columns of this table";

/// What is said about required columns once the body has shown which unnamed columns hold data.
pub(crate) fn required(sheet: &Sheet<'_>) -> Vec<Finding> {
    let lacks = |column: Column| sheet.by_column[column as usize].is_none();
    if !lacks(Column::Id) && !lacks(Column::Title) {
        return Vec::new();
    }
    let names: Vec<&str> = sheet.header.iter().map(|header| header.name.as_str()).collect();
    let meants: Vec<Option<Column>> = names.iter().map(|name| meant(name)).collect();
    // Ids are made where no column can be meant to hold them.
    let holds_ids = || meants.contains(&Some(Column::Id));
    let mut missing = Vec::new();
    missing.extend(Some(Column::Id).filter(|&id| lacks(id) && (holds_ids() || lacks(Column::Title))));
    missing.extend(Some(Column::Title).filter(|&title| lacks(title)));
    missing
        .iter()
        .map(|&column| {
            let meant = names.iter().zip(&meants).find(|(_, meant)| **meant == Some(column));
            let meant = meant.map(|(name, _)| name);
            let hint = if let Some(meant) = meant {
                format!("rename `{meant}` to `{}`, or {BY_MAPPING}", column.name())
            } else if sheet.header.iter().all(|header| header.column.is_none()) {
                format!("no column is known: does the file begin with a header row? If so, {BY_MAPPING}")
            } else {
                let mut list = String::new();
                for name in &names {
                    // Writing to a string cannot fail.
                    let _ = write!(list, "{}`{name}`", if list.is_empty() { "" } else { ", " });
                }
                format!("the columns are {list}")
            };
            Finding::new(&codes::MISSING_COLUMN, format!("there is no column `{}`", column.name()))
                .at(sheet.header_place())
                .without_value()
                .column(column.name())
                .expected("a header with `id` and `title`")
                .hint(hint)
        })
        .collect()
}

/// What is said about a column that is not canonical. One that the file has already was not meant.
pub(super) fn unknown(name: &str, has: impl Fn(Column) -> bool) -> Finding {
    let points = in_brackets(name).is_some_and(|(_, unit)| Unit::is_points(unit));
    let finding = match meant(name).filter(|&column| !has(column)) {
        Some(Column::Effort) if points => {
            Finding::new(&codes::MISSPELT_COLUMN, format!("`{name}` is not used: points are not weeks"))
                .hint("write the weeks into a column `effort`, or map this one with a factor: docs/import.md")
        }
        Some(column) => Finding::new(
            &codes::MISSPELT_COLUMN,
            format!("`{name}` is not known; it is carried through, not used"),
        )
        .hint(format!("did you mean `{}`? Then rename it", column.name())),
        None => Finding::new(
            &codes::UNKNOWN_COLUMN,
            format!("`{name}` is not known; it is carried through, not used"),
        ),
    };
    finding.column(name.to_owned())
}

/// The first of the mappings' names that a column begins with: what it holds is said by that tracker,
/// and was carried here by an import.
pub(crate) fn is_carried_by<'m>(name: &str, mappings: &[&'m str]) -> Option<&'m str> {
    mappings
        .iter()
        .copied()
        .find(|mapping| name.strip_prefix(mapping).is_some_and(|rest| rest.starts_with(": ")))
}

/// Guesses the canonical column for an unknown header.
fn meant(name: &str) -> Option<Column> {
    let base = in_brackets(name).map_or(name, |(base, _)| base);
    let plain = Column::plain(base);
    // Comparing letters takes long, and names of another length are no slip of a known one.
    if plain.is_empty() || plain.len() > LONGEST {
        return None;
    }
    if let Some(column) = Column::from_header(base) {
        return Some(column);
    }
    match headed(name) {
        Some((Target::Column(column), _)) => return Some(column),
        Some(_) => return None,
        None => {}
    }
    let near = |known: &&str| known.len().abs_diff(plain.len()) * 4 <= known.len().max(plain.len());
    let known = || Column::ALL.iter().map(|column| column.name()).filter(near);
    let slip = known().find(|name| is_slip(name, &plain));
    slip.or_else(|| {
        closest(&plain, known()).filter(|known| strsim::normalized_levenshtein(known, &plain) > 0.75)
    })
    .and_then(Column::from_header)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn misspellings_and_other_tools_names_are_recognised() {
        for (name, column) in [
            ("relability", Some(Column::Reliability)),
            ("Due", Some(Column::NeededBy)),
            ("tech dept", Some(Column::TechDebt)),
            ("dependson", Some(Column::DependsOn)),
            ("Effort (points)", Some(Column::Effort)),
            ("Reliability (new)", Some(Column::Reliability)),
            ("cost_centre", None),
            ("ticket_url", None),
        ] {
            assert_eq!(meant(name), column, "{name}");
        }
    }
}
