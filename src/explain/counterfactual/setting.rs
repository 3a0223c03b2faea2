//! What an input of a request is set to: how it is written in a cell, and what a request is with it.

use super::input::Input;
use crate::{
    model::{Breaking, Column, Decimal, Evidence, Field, Migration, Request, Row, Scope, Share, Weeks},
    policy::{CellMeasure, Criterion, Measure, Policy, Values},
};

/// What an input of a request is set to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Setting {
    Migration(Migration),
    Scope(Scope),
    Adopters(u32),
    Breaking(Breaking),
    Effort(Weeks),
    Confidence(Share),
    Compatibility(Decimal),
    Reuse(Decimal),
    /// The cell of a criterion's column, and its slot.
    Cell {
        criterion: Criterion,
        slot: u8,
        value: Decimal,
    },
}

/// The words for confidence, with their percentages.
pub(super) const CONFIDENCE_WORDS: [(&str, i32); 3] = [("low", 50), ("medium", 80), ("high", 100)];

impl Setting {
    pub(super) const fn input(self) -> Input {
        match self {
            Self::Migration(_) => Input::Migration,
            Self::Scope(_) => Input::Scope,
            Self::Adopters(_) => Input::Adopters,
            Self::Breaking(_) => Input::Breaking,
            Self::Effort(_) => Input::Effort,
            Self::Confidence(_) => Input::Confidence,
            Self::Compatibility(_) => Input::Compatibility,
            Self::Reuse(_) => Input::Reuse,
            Self::Cell { criterion, .. } => Input::Criterion(criterion),
        }
    }

    /// The column it is written in.
    pub(super) fn field(self, policy: &Policy) -> Field {
        let column = match self {
            Self::Cell { criterion, .. } => return criterion_field(criterion, policy),
            Self::Migration(_) => Column::Migration,
            Self::Scope(_) => Column::Scope,
            Self::Adopters(_) => Column::Adopters,
            Self::Breaking(_) => Column::Breaking,
            Self::Effort(_) => Column::Effort,
            Self::Confidence(_) => Column::Confidence,
            Self::Compatibility(_) => Column::Compatibility,
            Self::Reuse(_) => Column::Reuse,
        };
        column.into()
    }

    /// How it is written in a cell.
    pub(super) fn text(self, policy: &Policy) -> String {
        match self {
            Self::Migration(Migration::Path(Share::NONE)) => "guide".to_owned(),
            Self::Migration(Migration::Path(_)) => "automated".to_owned(),
            Self::Migration(Migration::None) => "none".to_owned(),
            Self::Scope(scope) => scope.word().to_owned(),
            Self::Adopters(count) => count.to_string(),
            Self::Breaking(level) => level.word().to_owned(),
            Self::Effort(weeks) => weeks.to_string(),
            Self::Confidence(share) => CONFIDENCE_WORDS
                .iter()
                .find(|&&(_, word)| percent(word) == share)
                .map_or_else(|| share.to_string(), |&(word, _)| word.to_owned()),
            Self::Compatibility(rating) | Self::Reuse(rating) => rating.to_string(),
            Self::Cell { criterion, value, .. } => match &policy.criterion(criterion).measure {
                Measure::Cells(CellMeasure { values: Values::Words(words), .. }) => {
                    let place = usize::try_from(value.millionths() / 1_000_000).ok();
                    place.and_then(|place| words.get(place).cloned()).unwrap_or_default()
                }
                _ => value.to_string(),
            },
        }
    }

    /// Changes a request as reading its edited row, and folding its repeats in, would have.
    ///
    /// The row's own cell counts before that of any repeat. A count of adopters is larger than all
    /// names and all other counts together, so it counts whatever repeats bring.
    pub(super) fn apply(self, request: &mut Request<'_>) {
        let evidence = &mut request.evidence;
        match self {
            Self::Migration(migration) => evidence.migration = Some(migration),
            Self::Scope(scope) => request.scope = Some(scope),
            Self::Adopters(count) => evidence.adopter_count = Some(count),
            Self::Breaking(level) => evidence.breaking = Some(level),
            Self::Effort(weeks) => request.effort = weeks,
            Self::Confidence(share) => request.confidence = Some(share),
            Self::Compatibility(rating) => evidence.compatibility = Some(rating),
            Self::Reuse(rating) => evidence.reuse = Some(rating),
            Self::Cell { slot, value, .. } => {
                if let Some(cell) = evidence.cells.get_mut(usize::from(slot)) {
                    *cell = Some(value);
                }
            }
        }
        if let Some(column) = self.evidence() {
            evidence.filled.insert(column);
        }
    }

    /// The canonical column that counts as filled with it.
    const fn evidence(self) -> Option<Column> {
        match self {
            Self::Migration(_) => Some(Column::Migration),
            Self::Adopters(_) => Some(Column::Adopters),
            Self::Breaking(_) => Some(Column::Breaking),
            Self::Compatibility(_) => Some(Column::Compatibility),
            Self::Reuse(_) => Some(Column::Reuse),
            Self::Scope(_) | Self::Effort(_) | Self::Confidence(_) | Self::Cell { .. } => None,
        }
    }
}

fn criterion_field(criterion: Criterion, policy: &Policy) -> Field {
    match &policy.criterion(criterion).measure {
        Measure::Cells(cells) => cells.field,
        Measure::Adoption => Column::Reuse.into(),
        Measure::Consumers => Column::Compatibility.into(),
    }
}

/// The row in which a cell of a request has to be written for nothing else to change.
///
/// It is the request's own, with two exceptions. A cell that a repeat lends is written where it
/// is, because the repeat's `scope` and `confidence` come with it. And where a repeat lends the
/// `value`, all criteria cells are written there: it only counts while those of the request
/// itself are blank.
pub(super) fn row_to_edit(request: &Request<'_>, field: Field) -> Row {
    let value = Field::from(Column::Value);
    let judged = match field {
        Field::Known(column) => Evidence::CRITERIA.contains(column),
        Field::Own(_) => true,
    };
    let lends = |of: Field| request.evidence.borrowed.iter().find(|&&(borrowed, _)| borrowed == of);
    let lent = lends(field).or_else(|| lends(value).filter(|_| judged));
    lent.map_or(request.row, |&(_, row)| row)
}

/// So many per cent.
pub(super) fn percent(number: i32) -> Share {
    Share::percent(Decimal::whole(number)).unwrap_or(Share::ALL)
}
