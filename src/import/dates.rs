//! Dates as trackers write them → days.

use crate::{mapping::DateForm, model::Date};

/// What a text says of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Day {
    /// This day.
    Is(Date),
    /// Two numbers of which each may be the month.
    Ambiguous,
    /// No day that can be read.
    No,
}

/// What names of the months begin with in English, German, French, Spanish and Portuguese.
const MONTHS: [&[&str]; 12] = [
    &["jan", "ene"],
    &["feb", "fev", "fév"],
    &["mar", "mär", "mrz"],
    &["apr", "abr", "avr"],
    &["may", "mai"],
    &["jun", "juin"],
    &["jul", "juil"],
    &["aug", "ago", "aoû", "aou"],
    &["sep", "set"],
    &["oct", "out", "okt"],
    &["nov"],
    &["dec", "dic", "dez", "déc"],
];

/// Reads the day of a date that may have a time behind it: `2027-03-10T05:00:00Z`,
/// `22/Sep/25 9:26 AM`, `06 abr 2026, 0:36`, `Fri Mar 10 2023 00:00:00 GMT+0000`, and with numbers
/// alone `16/02/2017`, whose order is either given or seen from a number above 12.
pub(super) fn day(text: &str, order: Option<DateForm>) -> Day {
    let text = text.trim();
    if let Some(DateForm::Seconds | DateForm::Milliseconds) = order {
        return since_1970(text, order == Some(DateForm::Milliseconds));
    }
    if let Some(date) = text.get(..10).and_then(Date::parse) {
        let more = text[10..].starts_with(|next: char| next.is_ascii_digit());
        return if more { Day::No } else { Day::Is(date) };
    }
    let mut words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let mut next = || words.next().unwrap_or("");
    let mut three = [next(), next(), next()];
    if month(three[0]).is_none() && is_word(three[0]) {
        // The day of the week.
        three = [three[1], three[2], next()];
    }
    let [first, second, third] = three;
    let is = |date: Option<Date>| date.map_or(Day::No, Day::Is);
    match (month(first), month(second)) {
        (None, Some(month)) => is(date(third, month, number(first))),
        (Some(month), None) => is(date(third, month, number(second))),
        _ => match (number(first), number(second), first.len()) {
            (_, Some(month), 4) => is(date(first, month, number(third))),
            (Some(first), Some(second), ..) => by_order(first, second, third, order),
            _ => Day::No,
        },
    }
}

/// A count of seconds, or of thousandths of them.
fn since_1970(text: &str, thousandths: bool) -> Day {
    let seconds =
        text.parse::<i64>().ok().map(|count| if thousandths { count.div_euclid(1000) } else { count });
    seconds.and_then(Date::at_second).map_or(Day::No, Day::Is)
}

fn by_order(first: u8, second: u8, year: &str, order: Option<DateForm>) -> Day {
    let day_month = date(year, second, Some(first));
    let month_day = date(year, first, Some(second));
    match (order, day_month, month_day) {
        (Some(DateForm::DayMonth), Some(date), _) | (Some(DateForm::MonthDay), _, Some(date)) => {
            Day::Is(date)
        }
        (None, Some(one), Some(other)) if one == other => Day::Is(one),
        (None, Some(date), None) | (None, None, Some(date)) => Day::Is(date),
        (None, Some(_), Some(_)) => Day::Ambiguous,
        // No such day, or the order says otherwise than the numbers.
        (_, None, None) | (Some(_), ..) => Day::No,
    }
}

/// The order that a date shows which has a number above 12, where it is made of numbers.
pub(super) fn order_shown(text: &str) -> Option<DateForm> {
    if text.len() > 40 || !text.trim_start().starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let mut words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let (first, second) = (words.next()?, words.next()?);
    date(words.next()?, 1, Some(1))?;
    match (number(first)?, number(second)?, first.len()) {
        (.., 4) => None,
        (13..=31, 1..=12, _) => Some(DateForm::DayMonth),
        (1..=12, 13..=31, _) => Some(DateForm::MonthDay),
        _ => None,
    }
}

fn is_word(text: &str) -> bool {
    text.len() >= 2 && text.chars().all(char::is_alphabetic)
}

fn month(word: &str) -> Option<u8> {
    if !is_word(word) {
        return None;
    }
    let word = word.to_lowercase();
    let begins = |name: &&str| word.starts_with(*name);
    let found = MONTHS.iter().position(|names| names.iter().any(begins))?;
    u8::try_from(found + 1).ok()
}

fn number(text: &str) -> Option<u8> {
    if text.len() <= 2 { text.parse().ok() } else { None }
}

/// A year of two digits is one of this century, or from 70 on of the last.
fn date(year: &str, month: u8, day: Option<u8>) -> Option<Date> {
    let digits = year.bytes().all(|byte| byte.is_ascii_digit());
    let written: u16 = year.parse().ok().filter(|_| digits)?;
    let year = match (year.len(), written) {
        (2, 70..) => 1900 + written,
        (2, _) => 2000 + written,
        (4, _) => written,
        _ => return None,
    };
    Date::new(year, month, day?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_as_trackers_write_them() {
        for (text, expected) in [
            ("2027-03-10", "2027-03-10"),
            ("2027-03-10T05:00:00.000Z", "2027-03-10"),
            ("2027-03-10 05:00:00 UTC", "2027-03-10"),
            ("22/Sep/25 9:26 AM", "2025-09-22"),
            ("04/nov/25 1:16 PM", "2025-11-04"),
            ("29/Feb/24 10:02 AM", "2024-02-29"),
            ("06 abr 2026, 0:36", "2026-04-06"),
            ("Fri Mar 10 2023 00:00:00 GMT+0000 (GMT)", "2023-03-10"),
            ("Mar 10, 2023", "2023-03-10"),
            ("2026/3/1", "2026-03-01"),
            ("16/02/2017 15:26", "2017-02-16"),
            ("5/28/25 17:00", "2025-05-28"),
            ("04/04/2026", "2026-04-04"),
            ("3. März 2027", "2027-03-03"),
            ("14 juillet 2027", "2027-07-14"),
            ("1 juin 2027", "2027-06-01"),
            ("December 31, 2026", "2026-12-31"),
        ] {
            assert_eq!(day(text, None), Day::Is(Date::parse(expected).unwrap()), "{text}");
        }
        for text in ["", "soon", "Q3 2026", "31/31/2026", "29/Feb/25", "2027-03-101", "12/2026", "45000"] {
            assert_eq!(day(text, None), Day::No, "{text}");
        }
    }

    #[test]
    fn counts_since_1970_are_days_where_the_mapping_says_so() {
        let is = |text| Day::Is(Date::parse(text).unwrap());
        assert_eq!(day("1798675200", Some(DateForm::Seconds)), is("2026-12-31"));
        assert_eq!(day("1798675199999", Some(DateForm::Milliseconds)), is("2026-12-30"));
        assert_eq!(day("-1", Some(DateForm::Seconds)), is("1969-12-31"));
        assert_eq!(day("1798675200", None), Day::No);
        assert_eq!(day("9223372036854775807", Some(DateForm::Seconds)), Day::No);
    }

    #[test]
    fn numbers_that_may_be_either_are_never_guessed() {
        let is = |text| Day::Is(Date::parse(text).unwrap());
        assert_eq!(day("03/04/2026", None), Day::Ambiguous);
        assert_eq!(day("03/04/2026", Some(DateForm::DayMonth)), is("2026-04-03"));
        assert_eq!(day("03/04/2026", Some(DateForm::MonthDay)), is("2026-03-04"));
        assert_eq!(day("16/02/2017", Some(DateForm::MonthDay)), Day::No);
        assert_eq!(order_shown("16/02/2017 15:26"), Some(DateForm::DayMonth));
        assert_eq!(order_shown("5/28/25 17:00"), Some(DateForm::MonthDay));
        for text in ["03/04/2026", "2026/3/14", "22/Sep/25", "1.2.3.4", "17 apples 30"] {
            assert_eq!(order_shown(text), None, "{text}");
        }
    }
}
