//! Shares of a whole, kept as the two numbers they come from.

use crate::model::divide;

/// A part of something that is more than nothing.
#[derive(Clone, Copy, Debug)]
pub struct Ratio {
    part: i64,
    whole: i64,
}

impl Ratio {
    /// The ratio; there is none to nothing.
    pub const fn of(part: i64, whole: i64) -> Option<Self> {
        if whole > 0 { Some(Self { part, whole }) } else { None }
    }

    /// In thousandths of the whole, rounded half away from zero.
    pub const fn thousandths(self) -> i128 {
        divide(self.part as i128 * 1000, self.whole as i128)
    }

    /// In per cent, rounded half away from zero.
    pub const fn percent(self) -> i128 {
        divide(self.part as i128 * 100, self.whole as i128)
    }

    /// In tenths of a percentage point, what it lies above a target in millionths; rounded once.
    pub const fn tenths_above(self, target: u32) -> i128 {
        let (part, whole, target) = (self.part as i128, self.whole as i128, target as i128);
        divide(part * 1_000_000 - whole * target, whole * 1000)
    }

    /// As a floating-point number, for statistics that are only shown.
    #[expect(clippy::cast_precision_loss, reason = "what a double cannot hold is beyond 9 · 10¹² points")]
    pub fn to_f64(self) -> f64 {
        self.part as f64 / self.whole as f64
    }
}

/// By size.
impl Ord for Ratio {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        let product = |a: i64, b: i64| i128::from(a) * i128::from(b);
        product(self.part, other.whole).cmp(&product(other.part, self.whole))
    }
}

impl PartialEq for Ratio {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Ratio {}

impl PartialOrd for Ratio {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_rounded_once_and_compared_exactly() {
        let ratio = |part, whole| Ratio::of(part, whole).unwrap();
        assert_eq!(ratio(1, 3).thousandths(), 333);
        assert_eq!(ratio(1, 16).thousandths(), 63);
        // Rounded from the fraction, not from 445 thousandths.
        assert_eq!(ratio(4446, 10_000).percent(), 44);
        assert_eq!(Ratio::of(1, 0), None);
        assert_eq!(ratio(2, 6).cmp(&ratio(1, 3)), std::cmp::Ordering::Equal);
        assert!(ratio(1, 3) < ratio(334, 1000));
        // 1/3 is 8.333… points above 25 %.
        assert_eq!(ratio(1, 3).tenths_above(250_000), 83);
        assert_eq!(ratio(0, 3).tenths_above(150_000), -150);
    }
}
