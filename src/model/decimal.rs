//! Numbers as people write them in cells, and shares of a whole.

use std::{fmt, num::NonZeroU64};

/// A decimal number in millionths: exact for everything people write by hand.
///
/// They are counted from the least number up, so that none is zero and an absent one, as most ratings
/// are, takes no room of its own.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Decimal(NonZeroU64);

/// What is added to count from the least number up.
const LEAST: i64 = i64::MIN;

impl Decimal {
    /// Nothing.
    pub const ZERO: Self = Self::from_millionths(0);

    /// The number of so many millionths; of the least one there is, the next.
    pub const fn from_millionths(millionths: i64) -> Self {
        match NonZeroU64::new(millionths.wrapping_sub(LEAST).cast_unsigned()) {
            Some(number) => Self(number),
            None => Self(NonZeroU64::MIN),
        }
    }

    /// A whole number.
    pub const fn whole(number: i32) -> Self {
        Self::from_millionths(number as i64 * 1_000_000)
    }

    /// How many millionths this is.
    pub const fn millionths(self) -> i64 {
        self.0.get().cast_signed().wrapping_add(LEAST)
    }

    /// In thousandths, halves away from zero.
    pub const fn thousandths(self) -> i64 {
        let millionths = self.millionths();
        (millionths + millionths.signum() * 500) / 1000
    }

    /// Reads `12`, `-0.5` or `+3.25`: digits with at most one point, below a billion. Decimals
    /// beyond the sixth are rounded, halves away from zero.
    pub fn parse(text: &str) -> Option<Self> {
        let (negative, digits) = match text.as_bytes() {
            [b'-', digits @ ..] => (true, digits),
            [b'+', digits @ ..] | digits => (false, digits),
        };
        let whole = digits.iter().take_while(|&&byte| byte != b'.').count();
        let part = digits.get(whole + 1..);
        if part.map_or(whole == 0, <[u8]>::is_empty) || whole > 9 {
            return None;
        }
        let digit = |byte: u8| byte.is_ascii_digit().then(|| i64::from(byte - b'0'));
        let mut millionths: i64 = 0;
        for &byte in &digits[..whole] {
            millionths = millionths * 10 + digit(byte)?;
        }
        millionths *= 1_000_000;
        // What a digit of each place is worth; nothing beyond the sixth, where the next one rounds.
        let mut worth = 100_000;
        for (place, &byte) in part.unwrap_or_default().iter().enumerate() {
            let digit = digit(byte)?;
            millionths += if place == 6 { i64::from(digit >= 5) } else { digit * worth };
            worth /= 10;
        }
        Some(Self::from_millionths(if negative { -millionths } else { millionths }))
    }
}

impl Default for Decimal {
    fn default() -> Self {
        Self::ZERO
    }
}

impl fmt::Debug for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Decimal({self})")
    }
}

impl fmt::Display for Decimal {
    /// The shortest exact form: `3`, `-0.5`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.millionths() < 0 { "-" } else { "" };
        let size = self.millionths().unsigned_abs();
        let (whole, part) = (size / 1_000_000, size % 1_000_000);
        if part == 0 {
            write!(f, "{sign}{whole}")
        } else {
            let digits = format!("{part:06}");
            write!(f, "{sign}{whole}.{}", digits.trim_end_matches('0'))
        }
    }
}

/// A share of a whole, from nothing to all of it, in millionths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Share(u32);

impl Share {
    /// The whole.
    pub const ALL: Self = Self(1_000_000);
    /// No part of it.
    pub const NONE: Self = Self(0);

    /// The share of so many per cent, 0 to 100.
    pub fn percent(percent: Decimal) -> Option<Self> {
        let percent = percent.millionths();
        let millionths = percent.checked_add(percent.signum() * 50)? / 100;
        let share = u32::try_from(millionths).ok()?;
        (percent >= 0 && share <= Self::ALL.0).then_some(Self(share))
    }

    /// How many millionths of the whole this is.
    pub const fn millionths(self) -> u32 {
        self.0
    }

    /// What is missing to the whole.
    #[must_use]
    pub const fn rest(self) -> Self {
        Self(Self::ALL.0 - self.0)
    }
}

impl fmt::Display for Share {
    /// In per cent: `80 %`, `72.5 %`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} %", Decimal::from_millionths(i64::from(self.0) * 100))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_read_exactly_to_the_sixth_place() {
        for (text, millionths) in [
            ("0", 0),
            ("-0.5", -500_000),
            ("+3.25", 3_250_000),
            (".5", 500_000),
            ("007", 7_000_000),
            ("0.30000000000000004", 300_000),
            ("0.0000005", 1),
            ("999999999", 999_999_999_000_000),
        ] {
            assert_eq!(Decimal::parse(text), Some(Decimal::from_millionths(millionths)), "{text}");
        }
        for text in
            ["", "-", ".", "1.", "1e5", "1,5", " 1", "--1", "1.2.3", "1.0000000x", "1000000000", "٣", "NaN"]
        {
            assert_eq!(Decimal::parse(text), None, "{text}");
        }
    }

    #[test]
    fn decimals_are_ordered_and_an_absent_one_takes_no_room() {
        let sorted = [i64::MIN + 1, -1_000_000, -1, 0, 1, i64::MAX].map(Decimal::from_millionths);
        assert!(sorted.is_sorted_by(|left, right| left < right));
        assert_eq!(sorted.map(Decimal::millionths), [i64::MIN + 1, -1_000_000, -1, 0, 1, i64::MAX]);
        assert_eq!(size_of::<Option<Decimal>>(), size_of::<i64>());
    }

    #[test]
    fn a_share_lies_between_nothing_and_all() {
        assert_eq!(Share::percent(Decimal::whole(80)).unwrap().to_string(), "80 %");
        assert_eq!(
            Share::percent(Decimal::from_millionths(72_500_000)).unwrap().rest().to_string(),
            "27.5 %"
        );
        assert_eq!(Share::percent(Decimal::whole(101)), None);
        assert_eq!(Share::percent(Decimal::whole(-1)), None);
    }
}
