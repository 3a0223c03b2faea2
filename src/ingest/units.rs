//! Amounts of work in other units than weeks: as the header of a column names them, and how to write in
//! weeks what a cell has with its unit.

use super::numbers::Numbers;
use crate::model::{Column, Decimal, Weeks, divide, letters};

/// What the numbers of a column count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Unit {
    /// Its weeks, as a fraction.
    weeks: i128,
    of: i128,
}

impl Unit {
    /// What numbers count where nothing else is said.
    pub(crate) const PLAIN: Self = Self { weeks: 1, of: 1 };

    /// The unit that a word beside the name of a column stands for: `days` beside `effort`.
    pub(super) fn named(column: Column, word: &str) -> Option<Self> {
        let word = letters(word);
        let plain = match column {
            Column::Effort | Column::ConsumerEffort => {
                let unit = UNITS.iter().find(|(words, ..)| has(words, &word));
                return unit.map(|&(_, weeks, of)| Self { weeks, of });
            }
            Column::Adopters => "teams team count number",
            Column::Consumers | Column::ExternalConsumers => "teams consumers services count number",
            Column::Value => "points score",
            _ => return None,
        };
        has(plain, &word).then_some(Self::PLAIN)
    }

    /// Whether a word stands for points, which are no weeks.
    pub(super) fn is_points(word: &str) -> bool {
        let word = letters(word);
        has(POINTS, &word)
    }

    /// So many millionths of the unit, given as a fraction.
    pub(super) fn weeks(self, numerator: i128, denominator: i128) -> Weeks {
        Weeks::rounded(numerator * self.weeks, denominator * self.of * 1000)
    }

    /// A number of the unit in weeks.
    pub(super) fn in_weeks(self, number: Decimal) -> Decimal {
        let millionths = divide(i128::from(number.millionths()) * self.weeks, self.of);
        Decimal::from_millionths(i64::try_from(millionths).unwrap_or(i64::MAX))
    }
}

/// How many weeks a unit is, as a fraction, where the name of a column says one: `Effort (days)`, `EstHours`.
pub(crate) fn unit_in(name: &str) -> Option<(i32, i32)> {
    let unit = |word: &str| UNITS.iter().find(|(words, ..)| has(words, word));
    let plain = letters(name);
    let words = name.split(|c: char| !c.is_alphanumeric()).map(letters);
    let whole = words.filter(|word| word.len() > 1).find_map(|word| unit(&word));
    // Units of few letters may be the end of any word.
    let last =
        || UNITS.iter().find(|(words, ..)| words.split(' ').any(|it| it.len() > 3 && plain.ends_with(it)));
    let &(_, weeks, of) = whole.or_else(last)?;
    Some((i32::try_from(weeks).ok()?, i32::try_from(of).ok()?))
}

/// Whether the name of a column says that its numbers are points.
pub(crate) fn is_in_points(name: &str) -> bool {
    let plain = letters(name);
    plain.contains("point")
        || plain.contains("punkte")
        || plain.contains("puntos")
        || plain.contains("pontos")
}

/// Units by the words for them, each with its weeks as a fraction. A week has 5 days of 8 hours; a year
/// has 52 weeks and 12 months.
const UNITS: &[(&str, i128, i128)] = &[
    (
        "h hr hrs hour hours std stunde stunden heure heures hora horas ph personhours \
         manhours",
        1,
        40,
    ),
    (
        "d day days tag tage tagen jour jours día días dia dias pd md mandays manday \
         personday persondays personentage workdays",
        1,
        5,
    ),
    (
        "w wk wks week weeks pw personweek personweeks manweeks woche wochen personenwochen \
         semaine semaines semana semanas",
        1,
        1,
    ),
    (
        "mo mon month months pm mm personmonth personmonths manmonths monat monate \
         personenmonate mois mes meses mês",
        52,
        12,
    ),
    ("y yr yrs year years jahr jahre an ans año años ano anos", 52, 1),
    ("min mins minute minutes minuten", 1, 2400),
];

/// Words for points, which measure how large something is and not how long it takes.
const POINTS: &str = "sp pts point points storypoint storypoints punkte puntos pontos";

/// What an amount of work with a unit behind it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Amount {
    /// So many weeks, or three of them, as they are written; and whether the unit was weeks.
    Weeks { written: String, same: bool },
    /// Points.
    Points,
}

impl Numbers {
    /// A cell of a column in this unit as it is written in weeks. What is no amount stays as it is.
    pub(crate) fn written_in_weeks(self, text: &str, unit: Unit) -> String {
        let numbers: Option<Vec<String>> = text
            .split(['-', '\u{2013}'])
            .map(|part| Some(unit.in_weeks(self.decimal(part.trim())?).to_string()))
            .collect();
        numbers.map_or_else(|| text.to_owned(), |numbers| numbers.join("-"))
    }

    /// An amount of work with its unit: `10d`, `1w 2d`, `2-3-6 days`, `5 SP`. Nothing where one of its
    /// words is no unit.
    pub(super) fn amount(self, text: &str) -> Option<Amount> {
        let mut rest = text;
        let (mut parts, mut same): (Vec<[i128; 3]>, bool) = (Vec::new(), true);
        let mut estimates = 0;
        while !rest.trim_start().is_empty() {
            let (number, unit, behind) = number_and_unit(rest)?;
            if has(POINTS, &unit) {
                return Some(Amount::Points);
            }
            let &(_, weeks, of) = UNITS.iter().find(|(words, ..)| has(words, &unit))?;
            let written: Option<Vec<Decimal>> =
                number.split(['-', '\u{2013}']).map(|part| self.decimal(part.trim())).collect();
            let written = written.filter(|written| matches!(written.len(), 1 | 3))?;
            estimates = written.len();
            // In hundredths of a week, which is finer than anybody estimates.
            let of_week = |number: &Decimal| divide(i128::from(number.millionths()) * weeks, of * 10_000);
            let of_week: Vec<i128> = written.iter().map(of_week).collect();
            parts.push([of_week[0], of_week[of_week.len() / 2], of_week[of_week.len() - 1]]);
            same &= (weeks, of) == (1, 1);
            rest = behind;
        }
        let sum = |at: usize| parts.iter().map(|part| part[at]).sum::<i128>();
        // What is less than the finest step would be offered as 0, which no effort is.
        if parts.is_empty() || parts.len() > 1 && estimates > 1 || sum(2) == 0 {
            return None;
        }
        let shown = |hundredths: i128| {
            let millionths = i64::try_from(hundredths * 10_000).unwrap_or(i64::MAX);
            Decimal::from_millionths(millionths).to_string()
        };
        let written: Vec<String> = (0..estimates).map(|at| shown(sum(at))).collect();
        Some(Amount::Weeks { written: written.join("-"), same })
    }
}

/// Whether a list has a word.
fn has(words: &str, word: &str) -> bool {
    words.split(' ').any(|known| known == word)
}

/// A number, the unit behind it, and what stands behind both.
fn number_and_unit(text: &str) -> Option<(&str, String, &str)> {
    let text = text.trim_start();
    let begins = text.find(char::is_alphabetic)?;
    let number = text[..begins].trim_end();
    let ends = text[begins..].find(|c: char| c.is_ascii_digit()).map_or(text.len(), |at| begins + at);
    (!number.is_empty()).then(|| (number, letters(&text[begins..ends]), &text[ends..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    const POINT: Numbers = Numbers::separated_by(b',');

    #[test]
    fn a_header_names_the_unit_of_its_column() {
        let weeks = |column, word, text: &str| {
            Unit::named(column, word).map(|unit| POINT.written_in_weeks(text, unit))
        };
        for (word, text, expected) in [
            ("days", "10", "2"),
            ("Tage", "2-3-6", "0.4-0.6-1.2"),
            ("person-days", "1", "0.2"),
            ("hours", "20", "0.5"),
            ("weeks", "3", "3"),
            ("days", "M", "M"),
        ] {
            assert_eq!(weeks(Column::Effort, word, text).as_deref(), Some(expected), "{word} {text}");
        }
        assert_eq!(weeks(Column::Adopters, "teams", "9").as_deref(), Some("9"));
        for (column, word) in [
            (Column::Effort, "points"),
            (Column::Effort, ""),
            (Column::Adopters, "days"),
            (Column::Title, "en"),
        ] {
            assert_eq!(Unit::named(column, word), None, "{word}");
        }
        assert!(Unit::is_points("Story Points") && !Unit::is_points("days"));
    }

    #[test]
    fn amounts_are_converted_to_weeks() {
        for (text, weeks, same) in [
            ("10d", "2", false),
            ("3 days", "0.6", false),
            ("20h", "0.5", false),
            ("3w", "3", true),
            ("2 weeks", "2", true),
            ("1 month", "4.33", false),
            ("3 months", "13", false),
            ("1w 2d 4h", "1.5", false),
            ("2-3-6 days", "0.4-0.6-1.2", false),
            ("5 person-days", "1", false),
            ("5 Personentage", "1", false),
            ("1 year", "52", false),
        ] {
            assert_eq!(POINT.amount(text), Some(Amount::Weeks { written: weeks.into(), same }), "{text}");
        }
        for text in ["5 SP", "8pts", "3 story points"] {
            assert_eq!(POINT.amount(text), Some(Amount::Points), "{text}");
        }
        for text in ["huge", "d", "3x", "3", "", "3 days of work", "1,200d", "2-3 days", "1w 2-3-6d", "5 min"]
        {
            assert_eq!(POINT.amount(text), None, "{text}");
        }
    }
}
