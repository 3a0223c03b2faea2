//! Rows that come again, and ids that several rows have or none has.

use rustc_hash::FxHashMap;

use super::{codes, export::Export, links, translate::Cells};
use crate::{
    diagnostic::{Finding, Place},
    ingest::raw::{RawCell, RawRow},
};

/// Says which ids several rows have; `how` these differ.
pub(super) fn key_twice(twice: &[(Place, &str)], how: &str) -> Option<Finding> {
    let &(place, first) = twice.first()?;
    let shown = |id: &str| format!("`{}`", crate::untrusted::inline(id, 60));
    let message = if twice.len() == 1 {
        format!("{} has several rows{how}", shown(first))
    } else {
        let list: Vec<String> = twice.iter().take(5).map(|(_, id)| shown(id)).collect();
        let more = if twice.len() > 5 { ", …" } else { "" };
        format!("ids with several rows{how}: {}: {}{more}", twice.len(), list.join(", "))
    };
    let finding = Finding::new(&codes::KEY_TWICE, message).at(place).without_value().about(first);
    Some(finding.hint("nothing can be ranked until only one of them is left: keep the newer one"))
}

/// Which rows are there already, and what is said about ids that come again.
pub(super) fn repeated_rows(
    exports: &[Export<'_>],
    rows: &[Vec<Cells<'_>>],
) -> (Vec<Vec<bool>>, Vec<Finding>) {
    let mut first: FxHashMap<&str, (usize, usize)> = FxHashMap::default();
    let mut twice: Vec<Vec<bool>> = exports.iter().map(|export| vec![false; export.rows.len()]).collect();
    let (mut same, mut different): (Vec<Place>, Vec<(Place, &str)>) = (Vec::new(), Vec::new());
    let mut nameless: Vec<Place> = Vec::new();
    for (at, (export, of_export)) in exports.iter().zip(rows).enumerate() {
        for (row, cells) in of_export.iter().enumerate() {
            let Some(id) = links::id(cells) else {
                nameless.push(export.rows[row].place);
                continue;
            };
            let (before, before_row) = *first.entry(id).or_insert((at, row));
            if (before, before_row) == (at, row) {
                continue;
            }
            if says_the_same(
                (export, &export.rows[row]),
                (&exports[before], &exports[before].rows[before_row]),
            ) {
                twice[at][row] = true;
                same.push(export.rows[row].place);
            } else {
                different.push((export.rows[row].place, id));
            }
        }
    }
    let mut findings = Vec::new();
    if let Some(&place) = nameless.first() {
        let message = format!("rows without an id: {}", nameless.len());
        let finding = Finding::new(&codes::NO_KEY, message).at(place).without_value();
        findings.push(finding.hint("nothing can be ranked until they have an id or are deleted"));
    }
    if let Some(&place) = same.first() {
        let message = format!("rows that are the same as an earlier one: {}; read once", same.len());
        findings.push(Finding::new(&codes::ROW_TWICE, message).at(place).without_value());
    }
    findings.extend(key_twice(&different, " that differ"));
    (twice, findings)
}

/// Whether two rows have the same fields with the same texts.
fn says_the_same(one: (&Export<'_>, &RawRow<'_>), other: (&Export<'_>, &RawRow<'_>)) -> bool {
    let texts = |(export, row): (&Export<'_>, &RawRow<'_>)| {
        let text = |(field, cell): &(u32, RawCell<'_>)| {
            (export.fields[*field as usize].name.clone(), cell.text.to_string())
        };
        let mut texts: Vec<(String, String)> = row.cells.iter().map(text).collect();
        texts.sort_unstable();
        texts
    };
    one.0.mapping.name == other.0.mapping.name && texts(one) == texts(other)
}
