//! What a text of somebody's table could be in a column of the backlog: as it stands, or written otherwise.

use super::{Unit, answers, numbers::Numbers, units::Amount, values};
use crate::{
    mapping::meant_in,
    model::{Breaking, Column, Decimal, Kind, Metric, Scope, Stakeholder, Status, Word},
    policy::Policy,
};

/// What a text is in a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Offer {
    /// It is taken as it stands, or as the word of the column that it is.
    Taken(Option<&'static str>),
    /// This was probably meant by it; blank where it says nothing.
    Instead(String),
    /// Nobody knows.
    Unknown,
}

/// What a text is in a column.
pub(crate) fn offer(column: Column, text: &str, numbers: Numbers, policy: &Policy) -> Offer {
    let word = match column {
        Column::Status => word::<Status>(column, text),
        Column::Kind => word::<Kind>(column, text),
        Column::Stakeholder => word::<Stakeholder>(column, text),
        Column::Scope => word::<Scope>(column, text),
        Column::Breaking => word::<Breaking>(column, text),
        Column::Metric => word::<Metric>(column, text),
        _ => None,
    };
    if word.is_some() {
        return Offer::Taken(word);
    }
    let taken = match column {
        Column::Status
        | Column::Kind
        | Column::Stakeholder
        | Column::Scope
        | Column::Breaking
        | Column::Metric => false,
        Column::Effort => numbers.effort(text, Unit::PLAIN, policy).is_ok(),
        Column::ConsumerEffort => numbers.weeks(text, Unit::PLAIN).is_ok(),
        Column::Pressure => numbers.within(text, 0, 1_000_000).is_ok(),
        Column::Reuse | Column::Compatibility => numbers.within(text, 0, 5).is_ok(),
        Column::Reliability | Column::TechDebt => numbers.within(text, -5, 5).is_ok(),
        Column::Consumers | Column::ExternalConsumers => numbers.count(text).is_ok(),
        Column::Adopters => {
            numbers.count(text).is_ok() || text.contains(char::is_alphabetic) && teams(text).is_none()
        }
        Column::Value => numbers.points(text).is_ok(),
        Column::Confidence => numbers.confidence(text).is_ok(),
        Column::Migration => numbers.migration(text).is_ok(),
        Column::DependsOn | Column::SameAs => !says_nothing(text),
        _ => true,
    };
    if taken {
        return Offer::Taken(None);
    }
    let written = match column {
        Column::Effort | Column::ConsumerEffort => match numbers.amount(text) {
            Some(Amount::Weeks { written, .. }) => Some(written),
            _ => None,
        },
        Column::Adopters => teams(text).map(str::to_owned),
        Column::Confidence | Column::Migration => percentage(numbers, text),
        _ => None,
    };
    let known = || meant_in(column, text).map(str::to_owned);
    let nothing = || says_nothing(text).then(String::new);
    written.or_else(known).or_else(nothing).map_or(Offer::Unknown, Offer::Instead)
}

/// The word of a column that a text is.
fn word<W: Word + PartialEq>(column: Column, text: &str) -> Option<&'static str> {
    let word = values::word::<W>(column, text).ok()?;
    W::WORDS.iter().find(|(_, known)| *known == word).map(|&(name, _)| name)
}

/// A count of teams with the word behind it: `5 teams`.
fn teams(text: &str) -> Option<&str> {
    let count = text.strip_suffix(" teams")?.trim();
    (!count.is_empty() && count.bytes().all(|byte| byte.is_ascii_digit())).then_some(count)
}

/// A share without its sign: `0.8`, `80`.
fn percentage(numbers: Numbers, text: &str) -> Option<String> {
    let number = numbers.decimal(text).filter(|number| *number >= Decimal::ZERO)?;
    let times = if number <= Decimal::whole(1) { 100 } else { 1 };
    let percent = Decimal::from_millionths(number.millionths().checked_mul(times)?);
    (percent <= Decimal::whole(100)).then(|| format!("{percent} %"))
}

/// Whether a text says that there is nothing: `none`, `n/a`, `None (first of all)`.
fn says_nothing(text: &str) -> bool {
    let before = text.split(['(', ':']).next().unwrap_or(text);
    answers::is_no_team(text) || !before.trim().is_empty() && answers::is_no_team(before)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_offered_as_they_are_taken() {
        let policy = Policy::default();
        let offered = |column, text| offer(column, text, Numbers::separated_by(b','), &policy);
        for (column, text, expected) in [
            (Column::Effort, "10d", "2"),
            (Column::Effort, "1w 2d 4h", "1.5"),
            (Column::Confidence, "0.8", "80 %"),
            (Column::Confidence, "80", "80 %"),
            (Column::Pressure, "Must have", "5"),
            (Column::Pressure, "Normal", "3"),
            (Column::Status, "Won't fix", "declined"),
            (Column::Value, "Massive", "3"),
            (Column::DependsOn, "None (foundational feature)", ""),
            (Column::Pressure, "n/a", ""),
            (Column::Adopters, "5 teams", "5"),
        ] {
            assert_eq!(offered(column, text), Offer::Instead(expected.to_owned()), "{text}");
            let again = offered(column, expected);
            assert!(expected.is_empty() || matches!(again, Offer::Taken(_)), "{text}: {again:?}");
        }
        for (column, text) in
            [(Column::Effort, "L"), (Column::Pressure, "12"), (Column::Status, "done"), (Column::Title, "x")]
        {
            assert!(matches!(offered(column, text), Offer::Taken(_)), "{text}");
        }
        assert_eq!(offered(Column::Status, "In progress"), Offer::Taken(Some("in-progress")));
        for (column, text) in [(Column::Status, "Legal"), (Column::Effort, "huge"), (Column::Effort, "5 SP")]
        {
            assert_eq!(offered(column, text), Offer::Unknown, "{text}");
        }
    }
}
