//! Points and weeks: fixed-point quantities in thousandths.
//!
//! Every contribution and every effort becomes one of these as soon as it is known, so that
//! sums, comparisons and ties are exact and the same on every machine.

use std::{
    fmt,
    iter::Sum,
    ops::{Add, AddAssign, Neg, Sub},
};

use super::figures::push_digits;

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

            /// So many thousandths, given as a fraction, halves away from zero. What does not
            /// fit is cut to the largest that does.
            pub fn rounded(numerator: i128, denominator: i128) -> Self {
                let thousandths = divide(numerator, denominator);
                Self(i64::try_from(thousandths).unwrap_or(if thousandths < 0 { i64::MIN } else { i64::MAX }))
            }

            /// How many thousandths this is.
            pub const fn thousandths(self) -> i64 {
                self.0
            }

            /// With one decimal, halves away from zero, for people: `27.1`.
            pub fn short(self) -> String {
                let mut shown = String::with_capacity(8);
                self.push_short(&mut shown);
                shown
            }

            /// The same at the end of a text.
            pub(crate) fn push_short(self, out: &mut String) {
                let tenths = (self.0.unsigned_abs() + 50) / 100;
                if self.0 < 0 && tenths > 0 {
                    out.push('-');
                }
                push_digits(tenths / 10, out);
                out.push('.');
                push_digits(tenths % 10, out);
            }
        }

        impl Add for $name {
            type Output = Self;
            fn add(self, other: Self) -> Self {
                Self(self.0.checked_add(other.0).unwrap_or_else(|| beyond()))
            }
        }

        impl Sub for $name {
            type Output = Self;
            fn sub(self, other: Self) -> Self {
                Self(self.0.checked_sub(other.0).unwrap_or_else(|| beyond()))
            }
        }

        impl Neg for $name {
            type Output = Self;
            fn neg(self) -> Self {
                Self(self.0.checked_neg().unwrap_or_else(|| beyond()))
            }
        }

        impl AddAssign for $name {
            fn add_assign(&mut self, other: Self) {
                *self = *self + other;
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
                let size = self.0.unsigned_abs();
                if self.0 < 0 {
                    f.write_str("-")?;
                }
                write!(f, "{}", size / 1000)?;
                match size % 1000 {
                    0 => Ok(()),
                    part if part % 100 == 0 => write!(f, ".{}", part / 100),
                    part if part % 10 == 0 => write!(f, ".{:02}", part / 10),
                    part => write!(f, ".{part:03}"),
                }
            }
        }
    };
}

impl Points {
    /// With the word for it: `1 point`, `2.5 points`.
    pub fn in_words(self) -> String {
        counted(&self.to_string(), "point")
    }
}

impl Weeks {
    /// With the word for it: `1 week`, `2.5 weeks`.
    pub fn in_words(self) -> String {
        counted(&self.to_string(), "week")
    }
}

fn counted(number: &str, word: &str) -> String {
    let plural = if matches!(number, "1" | "-1") { "" } else { "s" };
    format!("{number} {word}{plural}")
}

/// Sums of points and weeks are bounded where they are read; should one slip through, a stop is better
/// than a wrong roadmap.
#[cold]
fn beyond() -> ! {
    panic!("a sum of points or weeks is beyond 9 · 10¹⁵")
}

quantity! {
    /// Points of score, in thousandths of a point.
    Points
}

quantity! {
    /// Effort, in thousandths of a person-week.
    Weeks
}

/// `numerator ÷ denominator`, rounded to the nearest integer, halves away from zero.
///
/// The one rounding of the program: whatever becomes points, weeks or a return comes through
/// here, once.
pub const fn divide(numerator: i128, denominator: i128) -> i128 {
    let (numerator, denominator) =
        if denominator < 0 { (-numerator, -denominator) } else { (numerator, denominator) };
    let (whole, rest) = (numerator / denominator, numerator % denominator);
    // Comparing with what is left of the denominator keeps twice the rest from overflowing.
    if rest.unsigned_abs() >= denominator.unsigned_abs() - rest.unsigned_abs() {
        whole + numerator.signum()
    } else {
        whole
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_said_in_the_singular() {
        for (thousandths, points, weeks) in [
            (1000, "1 point", "1 week"),
            (-1000, "-1 point", "-1 week"),
            (0, "0 points", "0 weeks"),
            (1500, "1.5 points", "1.5 weeks"),
        ] {
            assert_eq!(Points::from_thousandths(thousandths).in_words(), points);
            assert_eq!(Weeks::from_thousandths(thousandths).in_words(), weeks);
        }
    }

    #[test]
    fn for_people_one_decimal_is_enough() {
        for (thousandths, text) in
            [(27_125, "27.1"), (50, "0.1"), (-50, "-0.1"), (-49, "0.0"), (-5900, "-5.9")]
        {
            assert_eq!(Points::from_thousandths(thousandths).short(), text);
        }
    }

    #[test]
    fn halves_are_rounded_away_from_zero() {
        for (numerator, denominator, rounded) in
            [(5, 2, 3), (-5, 2, -3), (4, 3, 1), (-4, 3, -1), (5, 3, 2), (0, 7, 0), (1, -2, -1)]
        {
            assert_eq!(divide(numerator, denominator), rounded, "{numerator}/{denominator}");
        }
    }

    #[test]
    fn a_quantity_is_written_as_the_shortest_exact_decimal() {
        for (thousandths, text) in
            [(0, "0"), (3000, "3"), (2500, "2.5"), (-125, "-0.125"), (-4000, "-4"), (1, "0.001")]
        {
            assert_eq!(Points::from_thousandths(thousandths).to_string(), text);
        }
    }
}
