//! Stored numbers → what a person sees.

use super::formats::{Format, Template};

/// Digits that spreadsheets show at most; the ones behind them are noise of the arithmetic.
const DIGITS: usize = 15;

/// A stored number as its format shows it. What is no number stays as it is.
pub(super) fn shown(stored: &str, format: &Format, from_1904: bool) -> String {
    let Some(number) = stored.trim().parse::<f64>().ok().filter(|number| number.is_finite()) else {
        return stored.to_owned();
    };
    match format {
        Format::Number => plain(number),
        Format::Percent => format!("{} %", plain(number * 100.0)),
        Format::Template(template) => filled(template, &plain(number)),
        Format::Date => date(number, from_1904).unwrap_or_else(|| plain(number)),
        Format::Duration => duration(number).unwrap_or_else(|| plain(number)),
    }
}

/// A template with the digits of a number, the last one in its last place. What is no whole number stays
/// as it is.
fn filled(template: &Template, number: &str) -> String {
    if !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return number.to_owned();
    }
    let places = template.digits();
    let mut digits = format!("{number:0>places$}");
    let rest = digits.split_off(digits.len() - places);
    let mut rest = rest.chars();
    let mut shown = String::new();
    for place in template.places() {
        match place {
            Some(literal) => shown.push(literal),
            // More digits than there are places stand before the first.
            None => shown.extend(std::mem::take(&mut digits).chars().chain(rest.next())),
        }
    }
    shown
}

/// A number with at most 15 digits, without exponent and without zeros behind the point.
pub(super) fn plain(number: f64) -> String {
    let scientific = format!("{number:.*e}", DIGITS - 1);
    let Some((digits, exponent)) = scientific.split_once('e') else {
        return scientific;
    };
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let (sign, digits) = digits.strip_prefix('-').map_or(("", digits), |rest| ("-", rest));
    let digits = digits.replace('.', "");
    let digits = digits.trim_end_matches('0');
    if digits.is_empty() {
        return "0".to_owned();
    }
    let point = usize::try_from(exponent + 1).unwrap_or(0);
    if point == 0 {
        let zeros = usize::try_from(-exponent - 1).unwrap_or(0);
        return format!("{sign}0.{}{digits}", "0".repeat(zeros));
    }
    if point >= digits.len() {
        return format!("{sign}{digits}{}", "0".repeat(point - digits.len()));
    }
    format!("{sign}{}.{}", &digits[..point], &digits[point..])
}

/// A serial number of days as ISO date, time, or both. Source of the two epochs and of the 29th of
/// February 1900 that never was: ECMA-376, part 1, 18.17.4.
fn date(serial: f64, from_1904: bool) -> Option<String> {
    const SECONDS: i64 = 86_400;
    if !(0.0..2_958_466.0).contains(&serial) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "at most 2,958,466 days")]
    let seconds = (serial * 86_400.0).round() as i64;
    let (mut days, time) = (seconds / SECONDS, seconds % SECONDS);
    let time_of_day = format!("{:02}:{:02}:{:02}", time / 3600, time / 60 % 60, time % 60);
    // A time alone has no day. The first day of 1904 has the number 0, that of 1900 has 1.
    if days == 0 && (time != 0 || !from_1904) {
        return Some(time_of_day);
    }
    if from_1904 {
        days += 1462;
    } else if days < 60 {
        days += 1;
    }
    let (year, month, day) = civil(days - 25_569);
    let day = format!("{year:04}-{month:02}-{day:02}");
    Some(if time == 0 { day } else { format!("{day}T{time_of_day}") })
}

/// Days since 1970-01-01 → year, month, day. Howard Hinnant, "chrono-Compatible Low-Level Date
/// Algorithms", `civil_from_days`.
const fn civil(days: i64) -> (i64, i64, i64) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    let year = year_of_era + era * 400;
    (if month <= 2 { year + 1 } else { year }, month, day)
}

fn duration(days: f64) -> Option<String> {
    if !(0.0..1e8).contains(&days) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "at most 1e8 days")]
    let seconds = (days * 86_400.0).round() as i64;
    Some(format!("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_plain() {
        for (stored, expected) in [
            ("3", "3"),
            ("3.0", "3"),
            ("0.30000000000000004", "0.3"),
            ("2.5", "2.5"),
            ("-0.05", "-0.05"),
            ("1E+5", "100000"),
            ("1.5e-7", "0.00000015"),
            ("123456789012345", "123456789012345"),
            ("-0", "0"),
            ("abc", "abc"),
            ("inf", "inf"),
        ] {
            assert_eq!(shown(stored, &Format::Number, false), expected);
        }
    }

    #[test]
    fn percentages_and_padded_numbers_look_as_they_do_on_the_screen() {
        assert_eq!(shown("0.6", &Format::Percent, false), "60 %");
        assert_eq!(shown("0.07", &Format::Percent, false), "7 %");
        assert_eq!(shown("0.125", &Format::Percent, false), "12.5 %");
        for (code, stored, expected) in [
            ("000", "7", "007"),
            ("000", "1234", "1234"),
            ("000", "7.5", "7.5"),
            ("\"REQ-\"000", "7", "REQ-007"),
            ("\"REQ-\"000", "12345", "REQ-12345"),
            ("\\R\\Q0", "12", "RQ12"),
            ("00-000", "12345", "12-345"),
            ("00-000", "1234567", "1234-567"),
        ] {
            assert_eq!(shown(stored, &Format::of_code(code), false), expected, "{code}");
        }
    }

    #[test]
    fn days_are_iso_dates_in_both_epochs() {
        for (stored, from_1904, expected) in [
            ("46477", false, "2027-03-31"),
            ("45015", true, "2027-03-31"),
            ("1", false, "1900-01-01"),
            ("61", false, "1900-03-01"),
            ("46477.604166666664", false, "2027-03-31T14:30:00"),
            ("0.5", false, "12:00:00"),
            ("0.5", true, "12:00:00"),
            ("0", true, "1904-01-01"),
            ("-1", false, "-1"),
            ("2958465", false, "9999-12-31"),
        ] {
            assert_eq!(shown(stored, &Format::Date, from_1904), expected);
        }
        assert_eq!(shown("1.5", &Format::Duration, false), "36:00:00");
    }
}
