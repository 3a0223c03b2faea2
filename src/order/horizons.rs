//! Horizons: slices of capacity cut from the order by completion time.

use crate::{model::Weeks, policy::Capacity};

/// A slice of capacity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Horizon {
    /// What the present capacity does.
    Now,
    /// What the next one does.
    Next,
    /// What comes after.
    Later,
}

impl Horizon {
    /// The word for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Now => "now",
            Self::Next => "next",
            Self::Later => "later",
        }
    }
}

impl Capacity {
    /// The horizon in which work begins, and whether it ends after that. Nothing is moved up to
    /// fill what is left of a slice.
    pub fn horizon(&self, begins: Weeks, ends: Weeks) -> (Horizon, bool) {
        let until = self.now + self.next;
        if begins < self.now {
            (Horizon::Now, ends > self.now)
        } else if begins < until {
            (Horizon::Next, ends > until)
        } else {
            (Horizon::Later, false)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weeks(number: i64) -> Weeks {
        Weeks::from_thousandths(number * 1000)
    }

    #[test]
    fn the_order_is_cut_where_capacity_ends() {
        let capacity = Capacity { now: weeks(24), next: weeks(10), calendar_weeks: weeks(13) };
        for (begins, ends, expected) in [
            (0, 24, (Horizon::Now, false)),
            (20, 30, (Horizon::Now, true)),
            (24, 34, (Horizon::Next, false)),
            (33, 40, (Horizon::Next, true)),
            (34, 35, (Horizon::Later, false)),
        ] {
            assert_eq!(capacity.horizon(weeks(begins), weeks(ends)), expected, "{begins} {ends}");
        }
    }
}
