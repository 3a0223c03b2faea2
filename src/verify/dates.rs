//! On which day work is finished, and by how much that is too late.

use super::{
    check::Check,
    format::{Policy, Ranking},
    number::{rounded, shown},
};

/// Working days of a week, Monday to Friday.
const WORKING_DAYS: i128 = 5;

/// Checks every date, where the policy has a calendar.
pub(super) fn check(ranking: &Ranking, check: &mut Check) {
    let mut ends = 0;
    for request in &ranking.requests {
        let mut finish = None;
        if request.is_built() {
            ends += request.weeks();
            finish = finished(&ranking.policy, ends);
        }
        let words = |date: Option<&str>| date.map_or_else(|| "no date".to_owned(), str::to_owned);
        let stated = request.finish.as_deref();
        let shown_day = finish.map(written);
        let same = stated == shown_day.as_deref();
        check.expect(same, &request.id, || words(stated), || words(shown_day.as_deref()));
        let due = request.needed_by.as_deref().and_then(day);
        let late = finish.zip(due).map(|(finish, due)| rounded((finish - due).max(0) * 1000, 7));
        let stated = request.late_weeks.map(|it| i128::from(it.0));
        let words = |weeks: Option<i128>| weeks.map_or_else(|| "no weeks".into(), shown);
        check.expect(stated == late, &request.id, || format!("late by {}", words(stated)), || words(late));
    }
}

/// The day on which work with that completion time is done, counted from 1970.
fn finished(policy: &Policy, ends: i128) -> Option<i128> {
    let calendar = policy.calendar.as_ref()?;
    let up = |numerator: i128, denominator: i128| (numerator + denominator - 1).div_euclid(denominator);
    let days = if let Some(people) = calendar.people {
        up(ends * WORKING_DAYS, i128::from(people.0).max(1))
    } else {
        let capacity = policy.capacity.as_ref()?;
        let [now, next, horizon] =
            [capacity.now, capacity.next, capacity.calendar_weeks].map(|it| i128::from(it.0));
        let horizon = horizon * WORKING_DAYS;
        let pace = if next > 0 { next } else { now };
        match ends {
            _ if pace == 0 => return None,
            _ if ends <= now => up(ends * horizon, now * 1000),
            _ => up(if now > 0 { horizon * pace } else { 0 } + (ends - now) * horizon, pace * 1000),
        }
    };
    let start = day(&calendar.start)?;
    // 1970 began on a Thursday.
    let weekday = (start + 3).rem_euclid(7);
    let working = weekday.min(5) + days.max(1) - 1;
    Some(start - weekday + working.div_euclid(5) * 7 + working.rem_euclid(5))
}

/// An ISO date as days from 1970, by the count of days before each month of a year that begins in March.
fn day(text: &str) -> Option<i128> {
    let mut parts = text.splitn(3, '-').map(|part| part.parse::<i128>().ok());
    let [year, month, day] = [parts.next()??, parts.next()??, parts.next()??];
    if !(0..=9999).contains(&year) || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    let (year, month) = if month < 3 { (year - 1, month + 9) } else { (year, month - 3) };
    let years = year * 365 + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    Some(years + (153 * month + 2) / 5 + day - 1 - 719_468)
}

/// Days from 1970 as an ISO date.
fn written(days: i128) -> String {
    let days = days + 719_468;
    let century = days.div_euclid(146_097);
    let of = days.rem_euclid(146_097);
    let year = (of - of / 1460 + of / 36_524 - of / 146_096) / 365;
    let of = of - (365 * year + year / 4 - year / 100);
    let month = (5 * of + 2) / 153;
    let day = of - (153 * month + 2) / 5 + 1;
    let (year, month) =
        (year + century * 400 + i128::from(month >= 10), if month < 10 { month + 3 } else { month - 9 });
    format!("{year:04}-{month:02}-{day:02}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_from_1970_and_back() {
        for (text, days) in
            [("1970-01-01", 0), ("2000-03-01", 11_017), ("2024-02-29", 19_782), ("1969-12-31", -1)]
        {
            assert_eq!(day(text), Some(days), "{text}");
            assert_eq!(written(days), text);
        }
        assert_eq!(day("2027-13-01"), None);
        assert_eq!(day("soon"), None);
    }
}
