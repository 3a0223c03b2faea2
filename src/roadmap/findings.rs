//! Findings about the roadmap as a whole.

use crate::{
    diagnostic::Finding,
    model::{Backlog, Reason},
    order::Ranking,
};

crate::diagnostic::codes! {
    /// A request will be done after it is needed.
    LATE = Warning "late";
    /// Requests are needed by a day, and nobody knows when they will be done.
    DATES_NOT_JUDGED = Note "dates-not-judged";
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Node;

    #[test]
    fn enabled_values_that_are_left_out_are_noted() {
        let left_out = Ranking { order: vec![Node::default()], ..Ranking::default() };
        assert_eq!(
            enabled_value_left_out(&left_out).map(|finding| finding.code.name),
            Some("enabled-value-left-out")
        );
        let computed = Ranking { enabled_value: Some(vec![0]), ..left_out };
        assert!(enabled_value_left_out(&computed).is_none());
        assert!(enabled_value_left_out(&Ranking::default()).is_none());
    }
}
