//! The calendar: on which day the work begins, and how much of it gets done in a week.

use super::Capacity;
use crate::{
    model::{Date, Decimal},
    toml_file::Section,
};

/// When the roadmap begins, and the pace of the work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Calendar {
    /// The day on which the first work begins.
    pub start: Date,
    /// Person-weeks done in a week; `None` takes the pace from the capacity.
    pub people: Option<Decimal>,
}

impl Calendar {
    /// Reads the section; without a start there is no calendar.
    pub(super) fn read(section: &Section<'_, '_>, capacity: Option<Capacity>) -> Option<Self> {
        let (start, people) = (section.get("start"), section.get("people"));
        if let Some(people) = people.as_ref().filter(|_| start.is_none()) {
            people.refuse("given together with `calendar.start`", "add the day on which the work begins");
        }
        let paced = people.is_some() || capacity.is_some_and(|capacity| capacity.has_room());
        if let Some(start) = start.as_ref().filter(|_| !paced) {
            start.refuse(
                "given together with `calendar.people` or `capacity.now`",
                "add the person-weeks that get done in a week, such as `people = 4`",
            );
        }
        let people = people.map(|entry| {
            entry.number([0, 100_000]).filter(|&people| {
                let some = people > Decimal::ZERO;
                if !some {
                    entry.refuse("above 0", "give the person-weeks that get done in a week, such as 4");
                }
                some
            })
        });
        section.close();
        if !paced || people == Some(None) {
            return None;
        }
        Some(Self { start: start?.date()?, people: people.flatten() })
    }
}
