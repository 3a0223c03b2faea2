//! Points and weeks: fixed-point quantities in thousandths.
//!
//! Every contribution and every effort becomes one of these as soon as it is known, so that
//! sums, comparisons and ties are exact and the same on every machine.

use std::{
    fmt,
    iter::Sum,
    ops::{Add, AddAssign, Neg, Sub},
};

macro_rules! quantity {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(i64);

        impl $name {
            /// Nothing.
            pub const ZERO: Self = Self(0);

            /// The quantity of so many thousandths.
            pub const fn from_thousandths(thousandths: i64) -> Self {
                Self(thousandths)
            }

            /// How many thousandths this is.
            pub const fn thousandths(self) -> i64 {
                self.0
            }
        }

        impl Add for $name {
            type Output = Self;
            fn add(self, other: Self) -> Self {
                Self(self.0 + other.0)
            }
        }

        impl Sub for $name {
            type Output = Self;
            fn sub(self, other: Self) -> Self {
                Self(self.0 - other.0)
            }
        }

        impl Neg for $name {
            type Output = Self;
            fn neg(self) -> Self {
                Self(-self.0)
            }
        }

        impl AddAssign for $name {
            fn add_assign(&mut self, other: Self) {
                self.0 += other.0;
            }
        }

        impl Sum for $name {
            fn sum<I: Iterator<Item = Self>>(quantities: I) -> Self {
                quantities.fold(Self::ZERO, Add::add)
            }
        }

        impl fmt::Display for $name {
            /// The shortest exact decimal: `3`, `2.5`, `-0.125`.
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let sign = if self.0 < 0 { "-" } else { "" };
                let size = self.0.unsigned_abs();
                let (whole, part) = (size / 1000, size % 1000);
                if part == 0 {
                    write!(f, "{sign}{whole}")
                } else {
                    let digits = format!("{part:03}");
                    write!(f, "{sign}{whole}.{}", digits.trim_end_matches('0'))
                }
            }
        }
    };
}

quantity! {
    /// Points of merit, in thousandths of a point.
    Points
}

quantity! {
    /// Effort, in thousandths of a person-week.
    Weeks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quantity_is_written_as_the_shortest_exact_decimal() {
        for (thousandths, text) in [
            (0, "0"),
            (3000, "3"),
            (2500, "2.5"),
            (-125, "-0.125"),
            (-4000, "-4"),
            (1, "0.001"),
        ] {
            assert_eq!(Points::from_thousandths(thousandths).to_string(), text);
        }
    }
}
