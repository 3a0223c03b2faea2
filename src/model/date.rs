//! Calendar dates: what `needed_by` and `--as-of` hold.

use std::fmt;

use jiff::civil;

/// A day of the proleptic Gregorian calendar, ordered by time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(civil::Date);

impl Date {
    /// The day `year`-`month`-`day`, or nothing where the calendar has no such day.
    pub fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        let (year, month, day) =
            (i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?);
        civil::Date::new(year, month, day).ok().filter(|_| year > 0).map(Self)
    }

    /// Reads `2027-03-31`, the one form that means the same day everywhere (ISO 8601).
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
            return None;
        }
        let digits = |range: std::ops::Range<usize>| {
            let part = text.get(range)?;
            part.bytes().all(|b| b.is_ascii_digit()).then(|| part.parse::<u16>().ok())?
        };
        Self::new(digits(0..4)?, u8::try_from(digits(5..7)?).ok()?, u8::try_from(digits(8..10)?).ok()?)
    }

    /// The day so many seconds after the beginning of 1970, in universal time.
    pub fn at_second(seconds: i64) -> Option<Self> {
        let days = jiff::Span::new().try_days(seconds.div_euclid(86_400)).ok()?;
        civil::date(1970, 1, 1).checked_add(days).ok().filter(|date| date.year() > 0).map(Self)
    }

    /// Days since 1970-01-01.
    pub fn days(self) -> i64 {
        let epoch = civil::date(1970, 1, 1);
        // Civil dates span fewer than eight million days, so that hours never overflow.
        self.0.duration_since(epoch).as_hours() / 24
    }

    /// The working day so many working days after the first one on or after this day; 0 is that one itself.
    /// Working days are Monday to Friday. `None` after the year 9999.
    pub fn working_day(self, after: i64) -> Option<Self> {
        let weekday = i64::from(self.0.weekday().to_monday_zero_offset());
        let first = weekday.min(5);
        let days = first.checked_add(after)?;
        let (weeks, day) = (days.div_euclid(5), days.rem_euclid(5));
        let ahead = weeks.checked_mul(7)?.checked_add(day)?.checked_sub(weekday)?;
        self.0.checked_add(jiff::Span::new().try_days(ahead).ok()?).ok().map(Self)
    }
}

impl Date {
    /// As people write it in a letter: `5 March 2027`.
    pub fn in_words(self) -> String {
        const MONTHS: [&str; 12] = [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ];
        let month = usize::try_from(self.0.month() - 1).ok().and_then(|month| MONTHS.get(month));
        format!("{} {} {}", self.0.day(), month.copied().unwrap_or_default(), self.0.year())
    }
}

impl Date {
    /// The quarter that begins in the week of this day, with its year: a roadmap of a quarter may begin on its first
    /// Monday.
    pub fn quarter(self) -> Option<(u8, i16)> {
        let month = u8::try_from(self.0.month()).ok()?;
        ((month - 1) % 3 == 0 && self.0.day() <= 7).then(|| (month / 3 + 1, self.0.year()))
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.0.year(), self.0.month(), self.0.day())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quarter_begins_in_its_first_week() {
        let quarter = |day: &str| Date::parse(day).unwrap().quarter();
        assert_eq!(quarter("2027-01-04"), Some((1, 2027)));
        assert_eq!(quarter("2026-10-01"), Some((4, 2026)));
        assert_eq!(quarter("2027-07-08"), None);
        assert_eq!(quarter("2027-02-01"), None);
    }

    #[test]
    fn a_letter_names_the_month() {
        assert_eq!(Date::parse("2027-03-05").unwrap().in_words(), "5 March 2027");
        assert_eq!(Date::parse("2027-12-31").unwrap().in_words(), "31 December 2027");
    }

    #[test]
    fn only_days_of_the_calendar_written_the_iso_way_are_dates() {
        for good in ["2026-02-28", "2024-02-29", "0001-01-01", "9999-12-31"] {
            assert_eq!(Date::parse(good).unwrap().to_string(), good);
        }
        for bad in [
            "2026-02-29",
            "03/04/2026",
            "2026-1-5",
            "45000",
            "2026-W05",
            "2026-00-10",
            "+026-01-01",
            "2026-01-0é",
        ] {
            assert_eq!(Date::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn working_days_pass_over_week_ends() {
        // 2027-01-04 is a Monday.
        for (from, after, day) in [
            ("2027-01-04", 0, "2027-01-04"),
            ("2027-01-04", 4, "2027-01-08"),
            ("2027-01-04", 5, "2027-01-11"),
            ("2027-01-07", 2, "2027-01-11"),
            ("2027-01-09", 0, "2027-01-11"),
            ("2027-01-10", 1, "2027-01-12"),
        ] {
            let found = Date::parse(from).unwrap().working_day(after);
            assert_eq!(found.map(|day| day.to_string()).as_deref(), Some(day), "{from} + {after}");
        }
        assert_eq!(Date::parse("9999-12-31").unwrap().working_day(9), None);
        assert_eq!(Date::parse("2027-01-04").unwrap().working_day(i64::MAX), None);
    }

    #[test]
    fn days_are_counted_from_the_unix_epoch() {
        for (text, days) in
            [("1970-01-01", 0), ("2000-03-01", 11_017), ("2026-11-22", 20_779), ("1969-12-31", -1)]
        {
            assert_eq!(Date::parse(text).unwrap().days(), days, "{text}");
        }
    }
}
