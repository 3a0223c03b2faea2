//! From quantities to places.

use std::fmt;

use crate::model::divide;

/// A place or a length as a share of the width, in hundredths of a per cent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Share(i64);

impl Share {
    /// All of it.
    pub(super) const WHOLE: Self = Self(10_000);

    /// A part of a whole; all of nothing is nothing.
    pub(super) fn of(part: i128, whole: i128) -> Self {
        if whole <= 0 {
            return Self(0);
        }
        Self(i64::try_from(divide(part * 10_000, whole)).unwrap_or(0).clamp(0, 10_000))
    }

    /// What lies between two places.
    pub(super) const fn minus(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }

    /// In hundredths of a per cent.
    pub(super) const fn hundredths(self) -> i64 {
        self.0
    }
}

/// As SVG writes it: `12.34%`.
impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 % 100 {
            0 => write!(f, "{}%", self.0 / 100),
            part => write!(f, "{}.{part:02}%", self.0 / 100),
        }
    }
}

/// The round steps that divide a range, given in thousandths, into at most so many parts: 1, 2 or 5
/// times a power of ten, and whole numbers.
pub(super) fn step(range: i128, parts: i128) -> i128 {
    let mut power: i128 = 1000;
    loop {
        if let Some(step) =
            [1, 2, 5].map(|round| round * power).into_iter().find(|step| range <= step * parts)
        {
            return step;
        }
        power *= 10;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_written_as_svg_reads_them() {
        for (part, whole, written) in
            [(1, 3, "33.33%"), (1, 2, "50%"), (5, 4, "100%"), (1, 0, "0%"), (-1, 2, "0%")]
        {
            assert_eq!(Share::of(part, whole).to_string(), written);
        }
        assert_eq!(Share::of(1, 1000).to_string(), "0.10%");
    }

    #[test]
    fn steps_are_round() {
        for (range, expected) in [
            (0, 1),
            (5, 1),
            (6, 2),
            (11, 5),
            (26, 10),
            (51, 20),
            (101, 50),
            (251, 100),
            (9_999_999, 2_000_000),
        ] {
            assert_eq!(step(range * 1000, 5), expected * 1000, "{range}");
        }
    }
}
