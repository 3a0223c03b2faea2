//! Which cells a contribution came from.

use super::Contributor;
use crate::{
    model::{Column, Request, Row},
    policy::Criterion,
    policy::Policy,
};

/// The cells that a contribution may have come from, the request's own first; blank ones among
/// them are for the caller to leave out.
pub fn evidence(request: &Request<'_>, source: Contributor, policy: &Policy) -> Vec<(Row, Column)> {
    let own = |column: Column| (request.row_of(column), column);
    match source {
        Contributor::Criterion(Criterion::Reuse) => reuse(request, policy),
        Contributor::Criterion(Criterion::Reliability) => vec![own(Column::Reliability)],
        Contributor::Criterion(Criterion::TechDebt) => vec![own(Column::TechDebt)],
        Contributor::Criterion(Criterion::Compatibility) => {
            if request.evidence.breaking_level().is_none() {
                return vec![own(Column::Compatibility)];
            }
            [
                Column::Breaking,
                Column::Consumers,
                Column::ExternalConsumers,
                Column::ConsumerEffort,
                Column::Migration,
            ]
            .map(own)
            .into()
        }
        Contributor::Value if policy.value_per_effort => {
            vec![own(Column::Value), own(Column::Effort)]
        }
        Contributor::Value => vec![own(Column::Value)],
        Contributor::Confidence => vec![own(Column::Confidence)],
        Contributor::Rule(number) => {
            policy.rules.adjustments().get(number).map(|rule| own(rule.evidence())).into_iter().collect()
        }
    }
}

fn reuse(request: &Request<'_>, policy: &Policy) -> Vec<(Row, Column)> {
    if super::criteria::measured_reuse(request, policy).is_none() && request.evidence.reuse.is_some() {
        return vec![(request.row_of(Column::Reuse), Column::Reuse)];
    }
    let own = request.stakeholder.adopts().then_some((request.row, Column::Team));
    let repeats = request.repeats.iter().filter(|repeat| !repeat.served);
    [(request.row, Column::Adopters)]
        .into_iter()
        .chain(own)
        .chain(repeats.flat_map(|repeat| [(repeat.row, Column::Adopters), (repeat.row, Column::Team)]))
        .collect()
}
