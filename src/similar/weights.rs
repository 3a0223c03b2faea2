//! What a term weighs, and how like two texts are.
//!
//! Weights are integers: a logarithm of the standard library may differ in its last digit from one
//! machine to the next, and an order must not.

use std::fmt;

/// How like two texts are, in thousandths: 1000 is the same text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Likeness(pub u16);

impl Likeness {
    /// The same text.
    pub const SAME: Self = Self(1000);
}

impl fmt::Display for Likeness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Two decimals, halves up: the third one decides nothing that people look at.
        let hundredths = (self.0 + 5) / 10;
        write!(f, "{}.{:02}", hundredths / 100, hundredths % 100)
    }
}

/// Where a term stands in a request, as what it counts: in the title more than in the description,
/// and in both more than in either.
pub(super) mod place {
    pub(in super::super) const DESCRIPTION: u64 = 4;
    pub(in super::super) const TITLE: u64 = 5;
    pub(in super::super) const BOTH: u64 = 9;
    /// Two words beside each other count three quarters of what one does in the same place.
    pub(in super::super) const PAIR_IN_DESCRIPTION: u64 = 3;
    pub(in super::super) const PAIR_IN_TITLE: u64 = 4;
}

/// What likeness is multiplied with, in thousandths, where one word is shared, or two: so few can be
/// common by chance.
const FEW_WORDS: [u64; 3] = [0, 490, 700];

/// How many requests a backlog counts as at least: a word that all of three requests have may still
/// say what they ask for.
const FEWEST: u32 = 128;

/// How rare a term is: the binary logarithm of (requests / requests that have it), in 256ths.
pub(super) fn rarity(requests: u32, having: u32) -> u64 {
    logarithm(requests.max(FEWEST)).saturating_sub(logarithm(having.max(1)))
}

/// The binary logarithm in 256ths, rounded down, digit by digit: squaring a number from 1 to 2
/// doubles its logarithm, so that the digit before the point is the next one.
fn logarithm(number: u32) -> u64 {
    const ONE: u64 = 1 << 31;
    let whole = number.ilog2();
    let mut rest = (u64::from(number) << 31) >> whole;
    let mut logarithm = u64::from(whole);
    for _ in 0..8 {
        rest = (rest * rest) >> 31;
        logarithm *= 2;
        if rest >= 2 * ONE {
            rest /= 2;
            logarithm += 1;
        }
    }
    logarithm
}

/// The cosine of two texts' vectors, of which the product, the two lengths and the number of shared
/// words are known.
pub(super) fn likeness(product: u64, lengths: [u64; 2], shared_words: usize) -> Likeness {
    let area = u128::from(lengths[0]) * u128::from(lengths[1]);
    if area == 0 {
        return Likeness::default();
    }
    let factor = FEW_WORDS.get(shared_words).copied().unwrap_or(1000);
    let thousandths = u128::from(product) * u128::from(factor) / area;
    Likeness(u16::try_from(thousandths).unwrap_or(u16::MAX).min(Likeness::SAME.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logarithms_are_those_of_the_tables() {
        for (number, expected) in [(1, 0), (2, 256), (3, 405), (10, 850), (128, 1792), (1_000_000, 5102)] {
            assert_eq!(logarithm(number), expected, "{number}");
        }
        assert!((1..5000).all(|number| logarithm(number) <= logarithm(number + 1)));
        let _ = logarithm(u32::MAX);
    }

    #[test]
    fn what_every_request_has_weighs_nothing() {
        assert_eq!(rarity(10_000, 10_000), 0);
        assert!(rarity(3, 3) > 0);
    }

    #[test]
    fn likeness_is_shown_with_two_decimals() {
        for (thousandths, shown) in [(1000, "1.00"), (285, "0.29"), (4, "0.00"), (999, "1.00")] {
            assert_eq!(Likeness(thousandths).to_string(), shown);
        }
    }
}
