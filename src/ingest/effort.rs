//! Effort cells: weeks, three points, or the name of a size.

use super::{
    codes,
    numbers::Numbers,
    readings::how_to_write,
    units::{Amount, Unit},
    values::{Wrong, wrong},
};
use crate::{
    diagnostic::Words,
    model::{Decimal, Weeks},
    policy::Policy,
};

const EXPECTED: &str = "weeks of work: 3, or best-likely-worst: 2-3-6, or a size";
const FINISHED: &str = "work that is finished has status `done`";
const MOST: Decimal = Decimal::whole(1_000_000);

impl Numbers {
    /// Effort: a number above 0 or `best-likely-worst` in the unit of the column, or the name of a size.
    pub(crate) fn effort(self, text: &str, unit: Unit, policy: &Policy) -> Result<Weeks, Wrong> {
        if let Some((_, weeks)) = policy.sizes.iter().find(|(name, _)| name.eq_ignore_ascii_case(text)) {
            return Ok(*weeks);
        }
        if let Some(number) = self.decimal(text) {
            return single(number, unit);
        }
        if looks_like_a_date(text) {
            let hint = "a spreadsheet turned it into a date: format the column as text and write 2-3-6";
            return wrong(&codes::BAD_EFFORT, EXPECTED, hint);
        }
        let parts: Option<Vec<Decimal>> =
            text.split(['-', '\u{2013}']).map(|part| self.decimal(part.trim())).collect();
        match parts.as_deref() {
            Some(&[best, likely, worst]) => three_points([best, likely, worst], unit),
            Some([best, worst]) => {
                let hint = format!("add the likely case in the middle: {best}-?-{worst}");
                wrong(&codes::BAD_EFFORT, EXPECTED, hint)
            }
            _ => wrong(&codes::BAD_EFFORT, EXPECTED, self.how_to_write_effort(text, unit, policy)),
        }
    }

    fn how_to_write_effort(self, text: &str, unit: Unit, policy: &Policy) -> Words {
        match self.amount(text) {
            Some(Amount::Weeks { .. }) if unit != Unit::PLAIN => {
                return "the header names the unit of this column: write the number alone".into();
            }
            Some(Amount::Weeks { written, same: true }) => {
                return format!("write weeks as a plain number: {written}").into();
            }
            Some(Amount::Weeks { written, same: false }) => {
                return format!("effort is in weeks of 5 days or 40 hours: write {written}").into();
            }
            Some(Amount::Points) => {
                return "points are not weeks: write the weeks that the work takes".into();
            }
            None => {}
        }
        if text.contains(|c: char| c.is_ascii_digit()) && !text.contains(char::is_alphabetic)
            || text.parse::<f64>().is_ok()
        {
            return how_to_write(text);
        }
        let names: Vec<&str> = policy.sizes.iter().map(|(name, _)| name.as_str()).collect();
        format!("sizes of the policy: {}", names.join(", ")).into()
    }
}

fn single(number: Decimal, unit: Unit) -> Result<Weeks, Wrong> {
    let weeks = unit.weeks(number.millionths().into(), 1);
    if weeks > Weeks::ZERO && number <= MOST {
        return Ok(weeks);
    }
    let hint = if number > MOST { "weeks of work, not hours or money" } else { FINISHED };
    wrong(&codes::BAD_EFFORT, "more than 0 and at most 1000000 weeks", hint)
}

/// PERT's mean of three estimates, (b + 4l + w) / 6; exact until the one rounding to thousandths.
fn three_points(estimates: [Decimal; 3], unit: Unit) -> Result<Weeks, Wrong> {
    if !estimates.is_sorted() || estimates[2] > MOST {
        return wrong(&codes::BAD_EFFORT, "best-likely-worst, rising", "write the smallest first: 2-3-6");
    }
    let [best, likely, worst] = estimates.map(|estimate| i128::from(estimate.millionths()));
    let weeks = unit.weeks(best + 4 * likely + worst, 6);
    if weeks > Weeks::ZERO {
        return Ok(weeks);
    }
    wrong(&codes::BAD_EFFORT, "more than 0 weeks", FINISHED)
}

/// Whether a text is the name of a month, whole or cut to its first letters.
fn is_month(text: &str) -> bool {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let text = text.to_lowercase();
    text.len() >= 3 && MONTHS.iter().any(|month| month.starts_with(&text))
}

/// Whether a spreadsheet made this out of something like `2-3-6`.
fn looks_like_a_date(text: &str) -> bool {
    let parts = || text.split(['-', '/', '.', ' ']);
    let month = text.contains(char::is_alphabetic) && parts().any(is_month);
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit()) && !part.is_empty();
    let year = || parts().any(|part| part.len() == 4 && digits(part));
    let numeric = || parts().count() == 3 && parts().all(digits);
    (month && parts().count() >= 2) || (numeric() && (text.contains(['/', '.']) || year()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const POINT: Numbers = Numbers::separated_by(b',');
    const COMMA: Numbers = Numbers::separated_by(b';');

    fn effort(text: &str) -> Result<i64, String> {
        POINT
            .effort(text, Unit::PLAIN, &Policy::default())
            .map(Weeks::thousandths)
            .map_err(|wrong| wrong.hint.unwrap_or_default().into_owned())
    }

    #[test]
    fn effort_is_weeks_three_points_or_a_size() {
        assert_eq!(effort("3"), Ok(3000));
        assert_eq!(effort("0.5"), Ok(500));
        assert_eq!(effort("2-3-6"), Ok(3333));
        assert_eq!(effort("2 – 3 – 6"), Ok(3333));
        assert_eq!(effort("xl"), Ok(20_000));
        assert_eq!(COMMA.effort("0,5", Unit::PLAIN, &Policy::default()), Ok(Weeks::from_thousandths(500)));
    }

    #[test]
    fn other_efforts_come_with_the_way_to_write_them() {
        assert_eq!(effort("3w").unwrap_err(), "write weeks as a plain number: 3");
        assert_eq!(effort("10d").unwrap_err(), "effort is in weeks of 5 days or 40 hours: write 2");
        assert_eq!(effort("5 SP").unwrap_err(), "points are not weeks: write the weeks that the work takes");
        assert_eq!(effort("1,200").unwrap_err(), "this can mean 1200 or 1.2: write the one that is meant");
        assert_eq!(effort("2,5").unwrap_err(), "write a point for a decimal comma: 2.5");
        assert_eq!(effort("2-3").unwrap_err(), "add the likely case in the middle: 2-?-3");
        assert_eq!(effort("6-3-2").unwrap_err(), "write the smallest first: 2-3-6");
        assert_eq!(effort("0").unwrap_err(), "work that is finished has status `done`");
        assert_eq!(effort("0.0001").unwrap_err(), "work that is finished has status `done`");
        assert_eq!(effort("huge").unwrap_err(), "sizes of the policy: S, M, L, XL");
        for date in ["2026-03-06", "06-Mar", "2/3/2006", "02.03.2006", "2/3/6"] {
            assert!(effort(date).unwrap_err().starts_with("a spreadsheet"), "{date}");
        }
    }
}
