//! Numbers of the file as whole numbers, and those of cells.

use std::{collections::BTreeSet, fmt};

use serde::{Deserialize, Deserializer, de};

/// A number of the format: a whole number of thousandths.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Milli(pub(super) i64);

/// A number of the policy: a whole number of millionths.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Micro(pub(super) i64);

impl<'de> Deserialize<'de> for Milli {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Whole { parts: 1000 }).map(Self)
    }
}

impl<'de> Deserialize<'de> for Micro {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Whole { parts: 1_000_000 }).map(Self)
    }
}

/// Reads a number as so many parts of one, exactly or not at all.
struct Whole {
    parts: i32,
}

impl de::Visitor<'_> for Whole {
    type Value = i64;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a number with no smaller part than 1/{}", self.parts)
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<i64, E> {
        number.checked_mul(self.parts.into()).ok_or_else(|| E::custom("a number is too large"))
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<i64, E> {
        i64::try_from(number)
            .map_err(|_| E::custom("a number is too large"))
            .and_then(|it| self.visit_i64(it))
    }

    #[expect(clippy::cast_possible_truncation, reason = "the size is checked before")]
    fn visit_f64<E: de::Error>(self, number: f64) -> Result<i64, E> {
        let parts = number * f64::from(self.parts);
        // Beyond 2⁶³ no `i64` holds it. A sum that large has lost its last digits when it was written.
        if parts.is_nan() || parts.abs() >= 9.2e18 {
            return Err(E::custom("a number is too large"));
        }
        let whole = parts.round();
        if (parts - whole).abs() > 0.01 + whole.abs() * 1e-15 {
            return Err(E::custom(format!("{number} has smaller parts than 1/{}", self.parts)));
        }
        Ok(whole as i64)
    }
}

impl Milli {
    /// Whether a stated number is the one that was found. Numbers beyond what a double holds to the
    /// last digit may differ there.
    pub(super) fn is(self, found: i128) -> bool {
        (i128::from(self.0) - found).abs() <= found.abs() >> 51
    }
}

/// Thousandths as a decimal.
pub(super) fn shown(thousandths: i128) -> String {
    let sign = if thousandths < 0 { "-" } else { "" };
    let size = thousandths.unsigned_abs();
    let part = format!("{:03}", size % 1000);
    match part.trim_end_matches('0') {
        "" => format!("{sign}{}", size / 1000),
        part => format!("{sign}{}.{part}", size / 1000),
    }
}

/// `numerator ÷ denominator` to the nearest whole number, halves away from zero.
pub(super) fn rounded(numerator: i128, denominator: i128) -> i128 {
    let (numerator, denominator) =
        if denominator < 0 { (-numerator, -denominator) } else { (numerator, denominator) };
    let (whole, rest) = (numerator / denominator, numerator % denominator);
    if rest.abs() >= denominator - rest.abs() { whole + numerator.signum() } else { whole }
}

/// The words for confidence, with what they mean in per cent.
pub(super) const CONFIDENCE: [(&str, i128); 3] = [("high", 100), ("medium", 80), ("low", 50)];

/// A plain number of a cell in millionths: `3`, `-2.5`. `None` for every other way to write one.
pub(super) fn plain(text: &str) -> Option<i128> {
    let text = text.trim();
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || whole.len() > 12 || part.len() > 6 || !is_digits(whole) || !is_digits(part) {
        return None;
    }
    let size: i128 = format!("{whole}{part:0<6}").parse().ok()?;
    Some(if negative { -size } else { size })
}

/// A percentage of a cell, or a word that stands for one, in millionths.
pub(super) fn share(text: &str, words: &[(&str, i128)]) -> Option<i128> {
    let text = text.trim();
    if let Some((_, percent)) = words.iter().find(|(word, _)| word.eq_ignore_ascii_case(text)) {
        return Some(percent * 10_000);
    }
    let share = plain(text.strip_suffix('%')?)? / 100;
    (0..=1_000_000).contains(&share).then_some(share)
}

/// The names in a cell that holds a list, in lower case. `None` where one of them may be no name but an answer
/// such as "n/a", which the reader takes for none.
pub(super) fn items(text: &str) -> Option<BTreeSet<String>> {
    const ANSWERS: [&str; 7] = ["n/a", "tbd", "none", "all", "all teams", "unknown", "various"];
    let separator = [';', '|'].into_iter().find(|&it| text.contains(it));
    let items = text.split(move |it| separator.map_or(matches!(it, ',' | '\n' | '\r'), |by| it == by));
    let name = |item: &str| {
        let item = item.to_lowercase();
        let letters = item.chars().filter(|it| it.is_alphabetic()).count();
        (letters >= 2 && !ANSWERS.contains(&&*item)).then_some(item)
    };
    items.map(str::trim).filter(|item| !item.is_empty()).map(name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn milli(text: &str) -> Option<i64> {
        serde_json::from_str::<Milli>(text).ok().map(|it| it.0)
    }

    #[test]
    fn a_number_is_thousandths_or_refused() {
        for (text, thousandths) in [
            ("3", Some(3000)),
            ("-0.001", Some(-1)),
            ("87366.833", Some(87_366_833)),
            ("0.0005", None),
            ("1e400", None),
            ("9223372036854775807", None),
            ("1e18", None),
            ("NaN", None),
            ("\"3\"", None),
            ("null", None),
        ] {
            assert_eq!(milli(text), thousandths, "{text}");
        }
    }

    #[test]
    fn numbers_of_cells_are_read_as_they_are_written() {
        for (text, millionths) in
            [("4", Some(4_000_000)), (" -2.5 ", Some(-2_500_000)), ("4x", None), ("", None), ("2,5", None)]
        {
            assert_eq!(plain(text), millionths, "{text}");
        }
        assert_eq!(share("72.5 %", &[]), Some(725_000));
        assert_eq!(share("Medium", &[("medium", 80)]), Some(800_000));
        assert_eq!(share("120 %", &[]), None);
    }

    #[test]
    fn halves_are_rounded_away_from_zero_and_shown_as_decimals() {
        assert_eq!((rounded(5, 2), rounded(-5, 2), rounded(4, 3)), (3, -3, 1));
        assert_eq!((shown(34_500), shown(-4), shown(0)), ("34.5".into(), "-0.004".into(), "0".into()));
    }
}
