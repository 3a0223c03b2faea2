//! Criteria: from evidence to shares of a weight, each with what it was judged by.

use crate::{
    model::{Breaking, Column, Decimal, Evidence, Field, Points, Request, Row},
    policy::{CellMeasure, Criterion, Effect, Measure, Policy, Scale},
};

/// A share of a criterion's weight as an exact fraction, the denominator positive.
pub type Fraction = (i128, i128);

/// What a criterion makes of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// The share of the weight that the request earns or costs, signed.
    pub share: Fraction,
    /// What that was read from. Words and evidence are made from it, so that they cannot say
    /// otherwise.
    pub basis: Basis,
}

/// What a request was judged by for one criterion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// The teams that would use it, named or counted.
    Adopters,
    /// What happens to which consumers.
    Consumers,
    /// The cell of one column.
    Cell(Field),
}

/// What a criterion adds to a request; nothing where there is no evidence for it.
pub(super) fn points(criterion: Criterion, request: &Request<'_>, policy: &Policy) -> Option<Points> {
    let (numerator, denominator) = judge(criterion, request, policy)?.share;
    let (weight, sum) = policy.weight(criterion);
    Some(Points::rounded(weight * numerator, sum * denominator))
}

/// What a criterion makes of a request; nothing where there is no evidence for it.
pub fn judge(criterion: Criterion, request: &Request<'_>, policy: &Policy) -> Option<Judgement> {
    let definition = policy.criterion(criterion);
    let evidence = &request.evidence;
    let judgement = match &definition.measure {
        Measure::Adoption => adoption(request, &definition.scale, policy)?,
        Measure::Consumers => consumers(evidence, &definition.scale, policy)?,
        Measure::Cells(cells) => read_off(evidence, cells, &definition.scale)?,
    };
    Some(match definition.effect {
        Effect::Benefit => judgement,
        Effect::Cost => Judgement { share: negative(judgement.share), ..judgement },
    })
}

/// What stands in a criterion's own column.
fn read_off(evidence: &Evidence, cells: &CellMeasure, scale: &Scale) -> Option<Judgement> {
    let value = evidence.cells.get(usize::from(cells.slot)).copied().flatten()?;
    let share = scale.at(i128::from(value.millionths()), 1_000_000);
    Some(Judgement { share, basis: Basis::Cell(cells.field) })
}

/// By the adopters where they are counted; else by rating. Nothing is earned where a rule says so.
fn adoption(request: &Request<'_>, scale: &Scale, policy: &Policy) -> Option<Judgement> {
    let evidence = &request.evidence;
    let rating = evidence.reuse.filter(|_| !evidence.counts_adopters());
    let basis = if rating.is_some() { Basis::Cell(Column::Reuse.into()) } else { Basis::Adopters };
    if policy.rules.adjustments().iter().any(|rule| rule.voids_adoption(request)) {
        return Some(Judgement { share: (0, 1), basis });
    }
    let share = match rating {
        Some(rating) => of_five(rating),
        None => by_adopters(request, scale)?,
    };
    Some(Judgement { share, basis })
}

/// The share by the number of adopters, where they are counted.
pub(super) fn by_adopters(request: &Request<'_>, scale: &Scale) -> Option<Fraction> {
    request.evidence.counts_adopters().then(|| scale.at(i128::from(request.adopters()), 1))
}

/// The cost to consumers by measure where there is one; else by rating, which only counts where
/// every measuring cell is blank.
fn consumers(evidence: &Evidence, scale: &Scale, policy: &Policy) -> Option<Judgement> {
    if evidence.breaking_level().is_some() {
        let share = measured_cost(evidence, scale, policy);
        return Some(Judgement { share, basis: Basis::Consumers });
    }
    let measures = evidence.filled.intersects(Evidence::COMPATIBILITY_MEASURES);
    let rating = evidence.compatibility.filter(|_| !measures)?;
    Some(Judgement { share: of_five(rating), basis: Basis::Cell(Column::Compatibility.into()) })
}

/// The cost to consumers by the weeks that all of them together need.
pub(super) fn measured_cost(evidence: &Evidence, scale: &Scale, policy: &Policy) -> Fraction {
    let halves = match evidence.breaking_level() {
        None | Some(Breaking::None | Breaking::Additive) => return (0, 1),
        Some(Breaking::Deprecating) => 1,
        Some(Breaking::Breaking) => 2,
    };
    let (weeks, per) = consumer_weeks(evidence, policy);
    let (numerator, denominator) = scale.at(weeks, per);
    (numerator * halves, denominator * 2)
}

/// Weeks that all consumers together need, as `(numerator, denominator)`: an external consumer
/// counts twice, because nobody inside can do the work for it.
pub fn consumer_weeks(evidence: &Evidence, policy: &Policy) -> Fraction {
    let (internal, external) = evidence.consumer_counts().unwrap_or((policy.assumed_consumers, 0));
    let consumers = i128::from(internal) + 2 * i128::from(external);
    let each = evidence.consumer_effort.map_or(1000, |weeks| i128::from(weeks.thousandths()));
    let by_hand =
        evidence.migration.map_or(1_000_000, |path| i128::from(path.automated().rest().millionths()));
    (consumers * each * by_hand, 1_000_000_000)
}

/// A rating from 0 to 5 as a share.
pub(super) fn of_five(rating: Decimal) -> Fraction {
    (i128::from(rating.millionths()), 5_000_000)
}

const fn negative((numerator, denominator): Fraction) -> Fraction {
    (-numerator, denominator)
}

impl Basis {
    /// The cells that it was read from; blank ones among them are for the caller to leave out.
    pub(super) fn cells(self, request: &Request<'_>) -> Vec<(Row, Field)> {
        let own = |field: Field| (request.row_of(field), field);
        match self {
            Self::Adopters => adopters(request),
            Self::Consumers => [
                Column::Breaking,
                Column::Consumers,
                Column::ExternalConsumers,
                Column::ConsumerEffort,
                Column::Migration,
            ]
            .map(|column| own(column.into()))
            .into(),
            Self::Cell(field) => vec![own(field)],
        }
    }
}

/// The cells that name or count teams, those of repeats among them.
fn adopters(request: &Request<'_>) -> Vec<(Row, Field)> {
    let own = request.stakeholder.adopts().then_some((request.row, Column::Team));
    let repeats = request.repeats.iter().filter(|repeat| !repeat.served);
    [(request.row, Column::Adopters)]
        .into_iter()
        .chain(own)
        .chain(repeats.flat_map(|repeat| {
            let team = repeat.adopts.then_some((repeat.row, Column::Team));
            std::iter::once((repeat.row, Column::Adopters)).chain(team)
        }))
        .map(|(row, column)| (row, column.into()))
        .collect()
}
