//! What an order costs: the sum of score × completion time.

use std::{
    iter::Sum,
    ops::{Add, AddAssign, Sub},
};

use crate::model::{Points, Weeks};

/// A cost of delay, exactly: a whole number of half-millionths of a point-week.
///
/// Score and time are in thousandths, so their product is in millionths, and the lower bound
/// of an order halves it once more.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cost(i128);

impl Cost {
    /// No cost.
    pub const ZERO: Self = Self(0);

    /// What it costs that `score` arrives only after `time`.
    pub fn of_delay(score: Points, time: Weeks) -> Self {
        Self(2 * i128::from(score.thousandths()) * i128::from(time.thousandths()))
    }

    /// Half of [`Cost::of_delay`].
    pub fn half_of_delay(score: Points, time: Weeks) -> Self {
        Self(i128::from(score.thousandths()) * i128::from(time.thousandths()))
    }

    /// The cost of the same order, of so much score in all, begun later by `start`.
    ///
    /// A segment that follows another costs (and its lower bound grows by) its score × the
    /// effort before it.
    #[must_use]
    pub fn shifted(self, score: Points, start: Weeks) -> Self {
        self + Self::of_delay(score, start)
    }

    /// How many half-millionths of a point-week this is.
    pub const fn half_millionths(self) -> i128 {
        self.0
    }

    /// Thousandths of a point-week, rounded half away from zero.
    pub const fn thousandths(self) -> i128 {
        (self.0 + 1000 * self.0.signum()) / 2000
    }
}

impl Add for Cost {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl Sub for Cost {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl AddAssign for Cost {
    fn add_assign(&mut self, other: Self) {
        self.0 += other.0;
    }
}

impl Sum for Cost {
    fn sum<I: Iterator<Item = Self>>(costs: I) -> Self {
        costs.fold(Self::ZERO, Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousandths_are_rounded_half_away_from_zero() {
        for (half_millionths, thousandths) in
            [(0, 0), (999, 0), (1000, 1), (2999, 1), (3000, 2), (-999, 0), (-1000, -1), (-3000, -2)]
        {
            assert_eq!(Cost(half_millionths).thousandths(), thousandths);
        }
    }

    #[test]
    fn a_later_start_costs_the_score_times_the_wait() {
        let (points, weeks) = (Points::from_thousandths, Weeks::from_thousandths);
        let cost = Cost::of_delay(points(2000), weeks(3000));
        assert_eq!(cost.thousandths(), 6000);
        assert_eq!(cost.shifted(points(2000), weeks(500)).thousandths(), 7000);
    }
}
