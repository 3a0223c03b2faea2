//! Findings about the roadmap as a whole.

use crate::{
    diagnostic::Finding,
    model::{Backlog, Column, Date, Reason},
    order::Ranking,
    policy::Policy,
};

crate::diagnostic::codes! {
    /// A request will be done after it is needed.
    LATE = Warning "late";
    /// There is nothing to rank.
    NOTHING_TO_RANK = Warning "nothing-to-rank";
    /// Enabled values would take too much work.
    ENABLED_VALUE_LEFT_OUT = Note "enabled-value-left-out";
}

/// A warning where there are rows and none of them is ranked.
pub(super) fn nothing_to_rank(backlog: &Backlog<'_>) -> Option<Finding> {
    if !backlog.requests.is_empty() || backlog.settled.is_empty() {
        return None;
    }
    let count = |reason: fn(&Reason) -> bool| {
        backlog.settled.iter().filter(|settled| reason(&settled.reason)).count()
    };
    let counts = [
        (count(|reason| *reason == Reason::Done), "done"),
        (count(|reason| *reason == Reason::Declined), "declined"),
        (count(|reason| matches!(reason, Reason::Repeat(_))), "repeats of these"),
        (count(|reason| *reason == Reason::SetAside), "set aside because of errors"),
    ];
    let parts: Vec<String> = counts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| format!("{count} {what}"))
        .collect();
    Some(
        Finding::new(&NOTHING_TO_RANK, format!("nothing is left to rank: {}", parts.join(", ")))
            .hint("open requests have the status proposed or in-progress, or none"),
    )
}

/// A note where enabled values would take too much work.
pub(super) fn enabled_value_left_out(ranking: &Ranking) -> Option<Finding> {
    (ranking.enabled_value.is_none() && !ranking.order.is_empty()).then(|| {
        Finding::new(
            &ENABLED_VALUE_LEFT_OUT,
            "enabled value is left out: too many requests depend on each other to compute it in time",
        )
        .hint("nothing to do: the order does not depend on them")
    })
}

/// Warnings about dates that the order does not keep, where the day it begins and the capacity
/// are known.
pub(super) fn late(
    backlog: &Backlog<'_>,
    ranking: &Ranking,
    policy: &Policy,
    as_of: Option<Date>,
) -> Vec<Finding> {
    let (Some(as_of), Some(capacity)) = (as_of, policy.capacity) else {
        return Vec::new();
    };
    let mut findings = Vec::new();
    for (node, &begins) in ranking.order.iter().zip(&ranking.begins) {
        let request = &backlog.requests[*node as usize];
        let Some(needed_by) = request.needed_by else {
            continue;
        };
        let days = capacity.days_until(begins + request.effort);
        let late = days.map_or(i64::MAX, |days| as_of.days() + days - needed_by.days());
        if late > 0 {
            let message = match days {
                None => format!("needed by {needed_by}, but it lies beyond the capacity"),
                Some(_) => format!(
                    "needed by {needed_by}, finished {late} day{} late at this pace",
                    if late == 1 { "" } else { "s" }
                ),
            };
            findings.push(
                Finding::new(&LATE, message).about(&request.id).cell(request.row, Column::NeededBy).hint(
                    "a date does not change the order: add capacity, make the work smaller, or move the date",
                ),
            );
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn enabled_values_that_are_left_out_are_noted() {
        let left_out = Ranking { order: vec![0], ..Ranking::default() };
        assert_eq!(
            enabled_value_left_out(&left_out).map(|finding| finding.code.name),
            Some("enabled-value-left-out")
        );
        let computed = Ranking { enabled_value: Some(vec![0]), ..left_out };
        assert!(enabled_value_left_out(&computed).is_none());
        assert!(enabled_value_left_out(&Ranking::default()).is_none());
    }
}
