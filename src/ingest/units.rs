//! Amounts of work in other units than weeks: how to write them in weeks, for hints.

use super::numbers::Numbers;
use crate::model::{Decimal, divide};

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
        if parts.is_empty() || parts.len() > 1 && estimates > 1 {
            return None;
        }
        let sum = |at: usize| parts.iter().map(|part| part[at]).sum::<i128>();
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
    let unit =
        text[begins..ends].chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
    (!number.is_empty()).then_some((number, unit, &text[ends..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    const POINT: Numbers = Numbers::separated_by(b',');

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
        for text in ["huge", "d", "3x", "3", "", "3 days of work", "1,200d", "2-3 days", "1w 2-3-6d"] {
            assert_eq!(POINT.amount(text), None, "{text}");
        }
    }
}
