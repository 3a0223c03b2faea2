//! On which day of the calendar work is finished: weeks of the order turned into dates at a pace.

use crate::{
    model::{Date, Decimal, Weeks},
    policy::{Capacity, Policy},
};

/// The day on which the order's work begins, and how fast it goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timetable {
    start: Date,
    pace: Pace,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pace {
    /// Person-weeks done in a week, the same all the time.
    People(Decimal),
    /// What fits into each horizon, at an even pace within it; later work goes on at the pace of `next`, or of
    /// `now` where `next` has no room.
    Capacity(Capacity),
}

impl Timetable {
    /// The timetable of a policy; `as_of` moves its start. `None` where the start or the pace is not known.
    pub fn new(policy: &Policy, as_of: Option<Date>) -> Option<Self> {
        let start = as_of.or(policy.calendar.map(|calendar| calendar.start))?;
        let people = policy.calendar.and_then(|calendar| calendar.people);
        let capacity = || policy.capacity.filter(Capacity::has_room);
        let pace = people.map(Pace::People).or_else(|| capacity().map(Pace::Capacity))?;
        Some(Self { start, pace })
    }

    /// The day on which the first work begins.
    pub const fn start(&self) -> Date {
        self.start
    }

    /// The working day on which work of the given completion time is finished. A day that is begun is used:
    /// five person-weeks of one person, begun on a Monday, are finished on the Friday of the fifth week.
    /// `None` after the year 9999.
    pub fn finish(&self, ends: Weeks) -> Option<Date> {
        let days = i64::try_from(self.pace.working_days(ends)).ok()?;
        self.start.working_day(days.max(1) - 1)
    }
}

/// Working days of a calendar week.
const WORKING_DAYS: i128 = 5;

impl Pace {
    /// Working days that are begun until the work is done.
    fn working_days(&self, ends: Weeks) -> i128 {
        let ends = i128::from(ends.thousandths());
        match self {
            Self::People(people) => rounded_up(ends * WORKING_DAYS * 1000, people.millionths().into()),
            Self::Capacity(capacity) => {
                let [now, next, horizon] = [capacity.now, capacity.next, capacity.calendar_weeks]
                    .map(|weeks| i128::from(weeks.thousandths()));
                // What a horizon has of working days, in thousandths.
                let horizon = horizon * WORKING_DAYS;
                if ends <= now {
                    rounded_up(ends * horizon, now * 1000)
                } else {
                    let pace = if next > 0 { next } else { now };
                    let first = if now > 0 { horizon * pace } else { 0 };
                    rounded_up(first + (ends - now) * horizon, pace * 1000)
                }
            }
        }
    }
}

fn rounded_up(numerator: i128, denominator: i128) -> i128 {
    (numerator + denominator - 1).div_euclid(denominator)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy;

    fn weeks(thousandths: i64) -> Weeks {
        Weeks::from_thousandths(thousandths)
    }

    fn finish(pace: Pace, ends: i64) -> String {
        // A Monday.
        let timetable = Timetable { start: Date::parse("2027-01-04").unwrap(), pace };
        timetable.finish(weeks(ends)).map_or_else(String::new, |day| day.to_string())
    }

    #[test]
    fn people_finish_on_the_last_working_day_that_they_need() {
        let people = |people: i64| Pace::People(Decimal::from_millionths(people));
        for (ends, day) in
            [(1000, "2027-01-08"), (1001, "2027-01-11"), (200, "2027-01-04"), (5000, "2027-02-05")]
        {
            assert_eq!(finish(people(1_000_000), ends), day, "{ends}");
        }
        assert_eq!(finish(people(4_000_000), 4000), "2027-01-08");
        assert_eq!(finish(people(2_500_000), 5000), "2027-01-15");
    }

    #[test]
    fn without_people_the_pace_is_that_of_each_horizon() {
        let capacity = |now: i64, next: i64| {
            let [now, next] = [now, next].map(|number| weeks(number * 1000));
            Pace::Capacity(Capacity { now, next, calendar_weeks: weeks(13_000) })
        };
        for (ends, day) in
            [(26_000, "2027-04-02"), (13_000, "2027-02-17"), (39_000, "2027-07-02"), (52_000, "2027-10-01")]
        {
            assert_eq!(finish(capacity(26, 13), ends), day, "{ends}");
        }
        assert_eq!(finish(capacity(26, 0), 52_000), "2027-07-02", "goes on at the pace of now");
        assert_eq!(finish(capacity(0, 13), 13_000), "2027-04-02", "begins at once where now has no room");
    }

    #[test]
    fn the_start_is_the_policys_unless_a_day_is_given() {
        let day = |text: &str| Date::parse(text).unwrap();
        let start = |policy: &Policy, as_of| Timetable::new(policy, as_of).map(|it| it.start());
        let mut policy = Policy::default();
        assert_eq!(start(&policy, Some(day("2027-01-04"))), None, "there is no pace");
        policy.calendar =
            Some(policy::Calendar { start: day("2027-01-04"), people: Some(Decimal::whole(4)) });
        assert_eq!(start(&policy, None), Some(day("2027-01-04")));
        assert_eq!(start(&policy, Some(day("2027-02-01"))), Some(day("2027-02-01")));
    }
}
