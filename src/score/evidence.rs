//! Which cells a contribution came from.

use super::{Contributor, judge};
use crate::{
    model::{Column, Field, Request, Row},
    policy::Policy,
};

/// The cells that a contribution may have come from, the request's own first; blank ones among
/// them are for the caller to leave out.
pub fn evidence(request: &Request<'_>, source: Contributor, policy: &Policy) -> Vec<(Row, Field)> {
    let own = |column: Column| (request.row_of(column), Field::from(column));
    match source {
        Contributor::Criterion(criterion) => judge(criterion, request, policy)
            .map_or_else(Vec::new, |judgement| judgement.basis.cells(request)),
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
