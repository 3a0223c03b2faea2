//! Cell text → typed values. Each function says what it expected where it finds something else.

use crate::{
    diagnostic::{Code, Words},
    mapping,
    model::{Column, Date, Decimal, Word},
    suggestion::closest,
};

use super::codes;

/// Why a cell cannot be used.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Wrong {
    pub(crate) code: &'static Code,
    pub(crate) expected: Words,
    pub(crate) hint: Option<Words>,
}

pub(super) fn wrong<T>(
    code: &'static Code,
    expected: impl Into<Words>,
    hint: impl Into<Words>,
) -> Result<T, Wrong> {
    Err(Wrong { code, expected: expected.into(), hint: Some(hint.into()) })
}

/// A word of the fixed vocabulary of a column; `_` and blanks count as `-`.
pub(crate) fn word<W: Word>(column: Column, text: &str) -> Result<W, Wrong> {
    if let Some(word) = W::parse(text) {
        return Ok(word);
    }
    let plain = text.replace([' ', '_'], "-");
    W::parse(&plain).map_or_else(
        || {
            let names: Vec<&str> = W::WORDS.iter().map(|&(name, _)| name).collect();
            let expected = format!("one of {}", names.join(", "));
            match mapping::meant(column, text).or_else(|| closest(&plain, names)) {
                Some(name) => wrong(&codes::UNKNOWN_WORD, expected, format!("did you mean `{name}`?")),
                None => {
                    wrong(&codes::UNKNOWN_WORD, expected, "use one of these words, or leave the cell blank")
                }
            }
        },
        Ok,
    )
}

/// The place of a word among those that a criterion knows, as a number.
pub(crate) fn place_among(text: &str, words: &[String]) -> Result<Decimal, Wrong> {
    let lower = text.to_lowercase();
    let place = words.iter().position(|word| word.to_lowercase() == lower);
    if let Some(place) = place.and_then(|place| i32::try_from(place).ok()) {
        return Ok(Decimal::whole(place));
    }
    let hint = closest(text, words.iter().map(String::as_str))
        .map_or_else(|| "the words stand in the policy".to_owned(), |word| format!("did you mean `{word}`?"));
    wrong(&codes::UNKNOWN_WORD, format!("one of {}", words.join(", ")), hint)
}

/// A day, written the one way that means the same everywhere.
pub(crate) fn date(text: &str) -> Result<Date, Wrong> {
    Date::parse(text).map_or_else(
        || {
            let numbers: Vec<&str> = text.split(['/', '.', '-']).collect();
            let hint: Words = match numbers.as_slice() {
                [first, second, year] if year.len() == 4 && text.contains(['/', '.']) => {
                    let day = |month: &str, day: &str| {
                        let padded = format!("{year}-{month:0>2}-{day:0>2}");
                        Date::parse(&padded).map(|_| padded)
                    };
                    match (day(first, second), day(second, first)) {
                        (Some(one), Some(other)) if one != other => format!("write {one} or {other}").into(),
                        (Some(date), _) | (_, Some(date)) => format!("write {date}").into(),
                        _ => "write year-month-day: 2027-03-31".into(),
                    }
                }
                _ => "write year-month-day: 2027-03-31".into(),
            };
            wrong(&codes::BAD_DATE, "a date such as 2027-03-31", hint)
        },
        Ok,
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Breaking, Kind, Status};

    fn hint<W: Word + std::fmt::Debug>(column: Column, text: &str) -> String {
        word::<W>(column, text).unwrap_err().hint.unwrap().into_owned()
    }

    #[test]
    fn words_are_found_whatever_their_case_and_guessed_at_when_misspelt() {
        assert_eq!(word::<Kind>(Column::Kind, "Tech Debt"), Ok(Kind::TechDebt));
        assert_eq!(word::<Breaking>(Column::Breaking, "BREAKING"), Ok(Breaking::Breaking));
        assert_eq!(hint::<Breaking>(Column::Breaking, "braking"), "did you mean `breaking`?");
    }

    #[test]
    fn words_of_trackers_are_told_the_word_for_it() {
        for (text, meant) in [
            ("completed", "done"),
            ("Finished", "done"),
            ("closed", "done"),
            ("pending", "proposed"),
            ("open", "proposed"),
            ("To Do", "proposed"),
            ("WIP", "in-progress"),
            ("Won't fix", "declined"),
            ("erledigt", "done"),
        ] {
            assert_eq!(hint::<Status>(Column::Status, text), format!("did you mean `{meant}`?"), "{text}");
        }
        assert!(hint::<Status>(Column::Status, "banana").starts_with("use one of these words"));
    }

    #[test]
    fn only_iso_dates_are_dates_and_the_others_get_their_iso_form() {
        assert!(date("2026-02-28").is_ok());
        assert_eq!(date("03/04/2026").unwrap_err().hint.unwrap(), "write 2026-03-04 or 2026-04-03");
        assert_eq!(date("31/12/2026").unwrap_err().hint.unwrap(), "write 2026-12-31");
        assert_eq!(date("45000").unwrap_err().hint.unwrap(), "write year-month-day: 2027-03-31");
    }
}
