//! Comparisons that several steps share: by score per week, and between equals.

use std::cmp::Ordering;

use crate::model::{Date, Points, Weeks};

/// Compares score ÷ effort of two, without dividing. Efforts are positive.
pub(super) fn compare_score_per_week(a: (Points, Weeks), b: (Points, Weeks)) -> Ordering {
    let cross =
        |score: Points, effort: Weeks| i128::from(score.thousandths()) * i128::from(effort.thousandths());
    cross(a.0, b.1).cmp(&cross(b.0, a.1))
}

/// When something is needed, ordered by urgency: no date comes after every date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Due(pub(super) Option<Date>);

impl Ord for Due {
    fn cmp(&self, other: &Self) -> Ordering {
        let key = |due: &Self| (due.0.is_none(), due.0);
        key(self).cmp(&key(other))
    }
}

impl PartialOrd for Due {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
