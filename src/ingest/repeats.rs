//! Repeats: one need asked for in other words is ranked once, with everybody who asks for it.

use std::borrow::Cow;

use super::{codes, entry::Claim};
use crate::{
    diagnostic::Finding,
    model::{Asked, Column, Decimal, Few, Field, Repeat, Request, Status, sorted},
    policy::Policy,
};

/// Hands over to `kept` what one of its repeats brings. Call it for the repeats in natural id
/// order: the first to fill a blank cell fills it.
///
/// What a repeat says otherwise than the kept request is a warning; the kept request counts.
pub(crate) fn fold<'s>(
    (into, kept): (&mut Request<'s>, Claim),
    (from, repeat): (&Request<'s>, Claim),
    policy: &Policy,
    findings: &mut Vec<Finding>,
) {
    let served = repeat.status == Status::Done;
    let efforts = kept.has_effort && repeat.has_effort && into.effort != from.effort;
    // Points agreed elsewhere stand in for all criteria, so they only fill a request without any.
    let judged = into.evidence.speaks();
    let unused = from.value.is_some() && into.value.is_none() && judged;
    let more = [efforts.then_some(Column::Effort), unused.then_some(Column::Value)];
    let more = more.into_iter().flatten().map(Field::from);
    let differs = differences(into, from, policy).into_iter().chain(more);
    findings.extend(differs.map(|field| {
        let column = policy.column_name(field);
        Finding::new(
            &codes::REPEAT_DIFFERS,
            format!(
                "`{}` repeats `{}`, but its {} differs: the cell of `{1}` counts",
                from.id, into.id, column
            ),
        )
        .about(&from.id)
        .cell_of(from.row, field, column)
        .hint("agree on one value and clear the other cell")
    }));
    into.repeats.push(Repeat {
        id: from.id.clone(),
        row: from.row,
        served,
        adopts: from.stakeholder.adopts(),
    });
    if into.asked.is_empty() {
        into.asked.push(said(into));
    }
    if !served {
        into.asked.push(said(from));
        unite(&mut into.teams, &from.teams);
        unite(&mut into.evidence.adopting, &from.evidence.adopting);
        into.evidence.adopter_count = into.evidence.adopter_count.max(from.evidence.adopter_count);
        if from.evidence.filled.contains(Column::Adopters) {
            into.evidence.filled.insert(Column::Adopters);
        }
    }
    into.pressure = into.pressure.max(from.pressure);
    into.needed_by = [into.needed_by, from.needed_by].into_iter().flatten().min();
    let value = from.value.filter(|_| !judged);
    if fill_cells(into, from, value, policy) {
        findings.extend(fill_what_qualifies(into, from));
    }
}

/// What a row says for itself.
fn said(row: &Request<'_>) -> Asked {
    Asked { teams: row.teams.to_vec(), pressure: row.pressure }
}

/// Fills the cells that are blank in `into`; says whether one of a criterion was among them.
fn fill_cells<'s>(
    into: &mut Request<'s>,
    from: &Request<'s>,
    value: Option<Decimal>,
    policy: &Policy,
) -> bool {
    let (to, of) = (&mut into.evidence, &from.evidence);
    let mut rated = false;
    for ((cells, cell), other) in policy.slots().zip(&mut to.cells).zip(&of.cells) {
        if fill(cell, *other) {
            to.borrowed.push((cells.field, from.row));
            rated = true;
        }
    }
    let mut filled = vec![
        (Column::Reuse, fill(&mut to.reuse, of.reuse)),
        (Column::Breaking, fill(&mut to.breaking, of.breaking)),
        (Column::Consumers, fill(&mut to.consumers, of.consumers)),
        (Column::ExternalConsumers, fill(&mut to.external_consumers, of.external_consumers)),
        (Column::ConsumerEffort, fill(&mut to.consumer_effort, of.consumer_effort)),
        (Column::Migration, fill(&mut to.migration, of.migration)),
        (Column::Compatibility, fill(&mut to.compatibility, of.compatibility)),
    ];
    rated |= filled.iter().any(|&(_, filled)| filled);
    if into.mandate.is_none() {
        into.mandate.clone_from(&from.mandate);
        filled.push((Column::Mandate, into.mandate.is_some()));
    }
    filled.push((Column::Value, fill(&mut into.value, value)));
    for (column, _) in filled.into_iter().filter(|&(_, filled)| filled) {
        into.evidence.filled.insert(column);
        into.evidence.borrowed.push((column.into(), from.row));
    }
    rated
}

/// Fills a blank `scope` and `confidence` as well: a rating without what was said about it would
/// count for more than its author said.
fn fill_what_qualifies(into: &mut Request<'_>, from: &Request<'_>) -> Option<Finding> {
    let filled = [
        (Column::Scope, fill(&mut into.scope, from.scope)),
        (Column::Confidence, fill(&mut into.confidence, from.confidence)),
    ];
    let filled: Vec<Column> =
        filled.into_iter().filter_map(|(column, fills)| fills.then_some(column)).collect();
    let first = *filled.first()?;
    into.evidence.borrowed.extend(filled.iter().map(|&column| (column.into(), from.row)));
    let names: Vec<&str> = filled.iter().map(|column| column.name()).collect();
    let names = names.join("` and `");
    Some(
        Finding::new(
            &codes::REPEAT_LENDS,
            format!(
                "ratings of `{}` fill blank cells of `{}`, so its `{names}` counts there too",
                from.id, into.id
            ),
        )
        .about(&from.id)
        .cell(from.row, first)
        .hint(format!("if `{}` is sure of more or less, fill its own `{names}`", into.id)),
    )
}

/// Fills a blank cell; says whether that changed it.
fn fill<T: Copy>(cell: &mut Option<T>, other: Option<T>) -> bool {
    let fills = cell.is_none() && other.is_some();
    if fills {
        *cell = other;
    }
    fills
}

/// The columns in which both have something, and not the same.
fn differences(left: &Request<'_>, right: &Request<'_>, policy: &Policy) -> Vec<Field> {
    let (a, b) = (&left.evidence, &right.evidence);
    let rated = differ(a.reuse, b.reuse).then_some(Column::Reuse.into());
    let cells = policy.slots().zip(a.cells.iter().zip(&b.cells));
    let cells = cells.filter(|(_, (left, right))| differ(**left, **right)).map(|(cells, _)| cells.field);
    let both = [
        (Column::Breaking, differ(a.breaking, b.breaking)),
        (Column::Consumers, differ(a.consumers, b.consumers)),
        (Column::ExternalConsumers, differ(a.external_consumers, b.external_consumers)),
        (Column::ConsumerEffort, differ(a.consumer_effort, b.consumer_effort)),
        (Column::Migration, differ(a.migration, b.migration)),
        (Column::Compatibility, differ(a.compatibility, b.compatibility)),
        (Column::Value, differ(left.value, right.value)),
        (Column::Scope, differ(left.scope, right.scope)),
        (Column::Confidence, differ(left.confidence, right.confidence)),
        (Column::Mandate, differ(left.mandate.as_ref(), right.mandate.as_ref())),
    ];
    let both = both.into_iter().filter(|&(_, differs)| differs).map(|(column, _)| column.into());
    rated.into_iter().chain(cells).chain(both).collect()
}

fn differ<T: PartialEq>(left: Option<T>, right: Option<T>) -> bool {
    matches!((left, right), (Some(left), Some(right)) if left != right)
}

/// Adds to a sorted list what another one has more.
fn unite<T: Ord + Copy + Default>(into: &mut Few<T>, from: &[T]) {
    *into = sorted(into.iter().chain(from).copied().collect());
}

/// What is said about a repeat of something that is settled.
pub(crate) fn of_settled(repeat: &Request<'_>, kept: &Request<'_>, status: Status) -> Option<Finding> {
    let (code, message, hint): (_, String, Cow<'static, str>) = match status {
        Status::Done => (
            &codes::ALREADY_THERE,
            format!("`{}` asks for something that exists: `{}` is done", repeat.id, kept.id),
            "tell its team; if something is missing, make that a new request".into(),
        ),
        Status::Declined => (
            &codes::ASKED_AGAIN,
            format!("`{}` asks again for `{}`, which was declined", repeat.id, kept.id),
            format!("to reconsider, set the status of `{}` to proposed", kept.id).into(),
        ),
        Status::Proposed | Status::InProgress => return None,
    };
    Some(Finding::new(code, message).about(&repeat.id).cell(repeat.row, Column::SameAs).hint(hint))
}
