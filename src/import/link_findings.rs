//! What is said about the links of exports.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use super::{
    codes,
    export::{Export, Field},
    links::{Edge, LeftOut},
};
use crate::{
    diagnostic::{Finding, Place},
    ingest::items,
    mapping::Target,
    model::{Column, natural},
    untrusted::inline,
};

/// Says which links are left out, and which contradict each other.
pub(super) fn about(edges: &[Edge<'_>], findings: &mut Vec<Finding>) {
    let mut report =
        |left_out: LeftOut, code, message: fn(usize, &Edge<'_>) -> String, hint: &'static str| {
            let mut these = edges.iter().filter(|edge| edge.left_out == Some(left_out));
            if let Some(first) = these.next() {
                let finding = Finding::new(code, message(1 + these.count(), first)).at(first.place);
                findings.push(finding.column(Column::DependsOn.name()).hint(hint));
            }
        };
    report(
        LeftOut::Outside,
        &codes::LINK_OUTSIDE,
        |number, first| {
            let ends =
                format!("{} waits for {}", inline(&first.dependent, 40), inline(&first.prerequisite, 40));
            format!(
                "links to requests that are not in these files: {number}, the first `{ends}`; left out of `depends_on`"
            )
        },
        "export what is missing too, if it is not done; `roadbed import --links` prints every link",
    );
    report(
        LeftOut::NoExport,
        &codes::LINK_OUTSIDE,
        |number, first| {
            format!(
                "links of requests in a file that is not an export: {number}, the first `{} waits for {}`; left out",
                inline(&first.dependent, 40),
                inline(&first.prerequisite, 40)
            )
        },
        "write them into the column `depends_on` of that file; `roadbed import --links` prints every link",
    );
    report(
        LeftOut::ToItself,
        &codes::LINK_TO_ITSELF,
        |number, first| {
            let more = if number > 1 { format!(", and {} more like it", number - 1) } else { String::new() };
            format!("{} waits for itself{more}; left out of `depends_on`", inline(&first.dependent, 40))
        },
        "remove the link in the tracker",
    );
    let said: FxHashSet<(&str, &str)> = edges
        .iter()
        .filter(|edge| edge.left_out.is_none())
        .map(|edge| (&*edge.dependent, &*edge.prerequisite))
        .collect();
    let contradicts = |edge: &&Edge<'_>| {
        let (dependent, prerequisite) = (&*edge.dependent, &*edge.prerequisite);
        said.contains(&(prerequisite, dependent))
            && edge.left_out.is_none()
            && natural(dependent, prerequisite).is_lt()
    };
    let mut contradicting = edges.iter().filter(contradicts);
    if let Some(edge) = contradicting.next() {
        let (one, other) = (inline(&edge.dependent, 40), inline(&edge.prerequisite, 40));
        let more = contradicting.count();
        let more = if more > 0 { format!("; and {more} more like it") } else { String::new() };
        let message = format!("{one} waits for {other}, and {other} waits for {one}{more}");
        let finding = Finding::new(&codes::LINKS_CONTRADICT, message).at(edge.place);
        let finding = finding.column(Column::DependsOn.name());
        findings
            .push(finding.hint("remove one of the two links: nothing can be ranked while both are there; `roadbed import --links` prints every link"));
    }
}

/// Columns that hold ids of other rows and are not read as links. Ids that are mere numbers say
/// nothing: a weight of 5 names no request.
pub(super) fn about_unread(
    exports: &[Export<'_>],
    names_row: impl Fn(&str) -> bool,
    findings: &mut Vec<Finding>,
) {
    for export in exports {
        let unread = |field: &(u32, &Field)| {
            export.rule(field.1).is_none_or(|rule| rule.to == Target::Carry && rule.labels.is_empty())
        };
        let mut found: Vec<(&str, Place)> = Vec::new();
        let unread: FxHashMap<u32, &str> =
            (0..).zip(&export.fields).filter(unread).map(|(at, field)| (at, &*field.header)).collect();
        let mut others: FxHashSet<u32> = FxHashSet::default();
        let mut holders: BTreeMap<u32, Place> = BTreeMap::new();
        for (field, cell) in export.rows.iter().flat_map(|row| &row.cells) {
            if others.contains(field) || !unread.contains_key(field) {
                continue;
            }
            let is_id =
                |item: &str| item.contains(char::is_alphabetic) && item.len() < 80 && is_like_an_id(item);
            if cell.text.len() > 4000 || !items(&cell.text).all(is_id) {
                others.insert(*field);
            } else if items(&cell.text).any(&names_row) {
                holders.entry(*field).or_insert(cell.place);
            }
        }
        for (field, place) in holders.into_iter().filter(|(field, _)| !others.contains(field)) {
            let header = unread[&field];
            if !found.iter().any(|&(known, _)| known == header) {
                found.push((header, place));
            }
        }
        if let Some(&(_, place)) = found.first() {
            let list: Vec<String> = found.iter().map(|(name, _)| format!("`{}`", inline(name, 60))).collect();
            let message =
                format!("columns that name other requests and are not read as links: {}", list.join(", "));
            let hint = format!(
                "if they say what waits for what, map them in the policy: [mapping.{}.columns] {} = \"depends_on\" (this row waits for those) or \"unlocks\" (those wait for this row)",
                export.mapping.name,
                crate::mapping::quoted(found[0].0)
            );
            findings.push(Finding::new(&codes::UNREAD_LINKS, message).at(place).without_value().hint(hint));
        }
    }
}

/// Letters, digits and few other signs, at least one digit among them: `SDK-12`.
fn is_like_an_id(text: &str) -> bool {
    text.contains(|c: char| c.is_ascii_digit())
        && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '#' | '/' | '.'))
}
