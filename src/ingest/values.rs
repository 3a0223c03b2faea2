//! Cell text → typed values. Each function says what it expected where it finds something else.

use crate::{
    diagnostic::{Code, Words},
    model::{Date, Decimal, Migration, Share, Weeks, Word},
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

/// How numbers are written in a file.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Numbers {
    /// Whether a comma inside a number can only be a decimal comma, because it is not the
    /// separator of cells.
    pub(crate) decimal_comma: bool,
}

impl Numbers {
    /// A decimal number.
    pub(super) fn decimal(self, text: &str) -> Option<Decimal> {
        if self.decimal_comma && text.contains(',') && !text.contains('.') {
            return Decimal::parse(&text.replacen(',', ".", 1));
        }
        // A true minus sign is what typographers write.
        match text.strip_prefix('\u{2212}') {
            Some(rest) if rest.starts_with(|c: char| c.is_ascii_digit()) => {
                Decimal::parse(&format!("-{rest}"))
            }
            _ => Decimal::parse(text),
        }
    }

    /// A number from `least` to `most`.
    pub(crate) fn within(self, text: &str, least: i32, most: i32) -> Result<Decimal, Wrong> {
        match self.decimal(text) {
            Some(number) if number >= Decimal::whole(least) && number <= Decimal::whole(most) => Ok(number),
            Some(_) => wrong(
                &codes::BAD_NUMBER,
                format!("a number from {least} to {most}"),
                "rate it on that scale, or leave the cell blank",
            ),
            None => wrong(
                &codes::BAD_NUMBER,
                format!("a number from {least} to {most}"),
                Self::how_to_write(text),
            ),
        }
    }

    /// A number of things: whole, not negative, at most a million.
    pub(crate) fn count(self, text: &str) -> Result<u32, Wrong> {
        let count = self.decimal(text).filter(|number| number.millionths() % 1_000_000 == 0);
        match count.map(|number| u32::try_from(number.millionths() / 1_000_000)) {
            Some(Ok(count)) if count <= 1_000_000 => Ok(count),
            _ => wrong(&codes::BAD_NUMBER, "a whole number from 0 to 1000000", Self::how_to_write(text)),
        }
    }

    /// Weeks that may be none.
    pub(crate) fn weeks(self, text: &str) -> Result<Weeks, Wrong> {
        match self.decimal(text) {
            Some(number) if number >= Decimal::ZERO && number <= Decimal::whole(1_000_000) => {
                Ok(Weeks::from_thousandths(number.thousandths()))
            }
            _ => wrong(&codes::BAD_NUMBER, "a number of weeks, 0 or more", Self::how_to_write(text)),
        }
    }

    /// Any number, for points agreed elsewhere.
    pub(crate) fn points(self, text: &str) -> Result<Decimal, Wrong> {
        self.decimal(text).map_or_else(
            || wrong(&codes::BAD_NUMBER, "a number below 1000000000", Self::how_to_write(text)),
            Ok,
        )
    }

    /// What a criterion of the policy's own measures.
    pub(crate) fn measure(self, text: &str) -> Result<Decimal, Wrong> {
        self.within(text, -1_000_000_000, 1_000_000_000)
    }

    /// A percentage, with its sign.
    fn percentage(self, text: &str) -> Result<Share, Wrong> {
        let hint = |number: Decimal| {
            let percent =
                if number <= Decimal::whole(1) { number.millionths() * 100 } else { number.millionths() };
            format!("write \"{} %\"", Decimal::from_millionths(percent))
        };
        match text.strip_suffix('%') {
            Some(number) => self.decimal(number.trim_end()).and_then(Share::percent).map_or_else(
                || wrong(&codes::BAD_PERCENTAGE, "a percentage from 0 % to 100 %", "write it like \"60 %\""),
                Ok,
            ),
            None => match self.decimal(text) {
                Some(number) if number >= Decimal::ZERO && number <= Decimal::whole(100) => {
                    wrong(&codes::BAD_PERCENTAGE, "a percentage with its sign", hint(number))
                }
                _ => {
                    wrong(&codes::BAD_PERCENTAGE, "a percentage from 0 % to 100 %", "write it like \"60 %\"")
                }
            },
        }
    }

    /// `high`, `medium`, `low`, or a percentage.
    pub(crate) fn confidence(self, text: &str) -> Result<Share, Wrong> {
        const WORDS: [(&str, i32); 3] = [("high", 100), ("medium", 80), ("low", 50)];
        self.word_or_percentage(text, &WORDS).map(|(share, _)| share)
    }

    /// `none`, `guide`, `automated`, or the automated share.
    pub(crate) fn migration(self, text: &str) -> Result<Migration, Wrong> {
        const WORDS: [(&str, i32); 3] = [("none", 0), ("guide", 0), ("automated", 80)];
        let (share, word) = self.word_or_percentage(text, &WORDS)?;
        // A guide is a path that automates nothing; nothing automated without a guide is no path.
        Ok(if share == Share::NONE && word != Some("guide") {
            Migration::None
        } else {
            Migration::Path(share)
        })
    }

    fn word_or_percentage(
        self,
        text: &str,
        words: &[(&'static str, i32)],
    ) -> Result<(Share, Option<&'static str>), Wrong> {
        if let Some(&(word, percent)) = words.iter().find(|(word, _)| word.eq_ignore_ascii_case(text)) {
            return Ok((Share::percent(Decimal::whole(percent)).unwrap_or(Share::ALL), Some(word)));
        }
        if text.starts_with(|c: char| c.is_alphabetic()) {
            let names = words.iter().map(|&(word, _)| word);
            let hint = closest(text, names.clone()).map(|word| format!("did you mean `{word}`?"));
            let names: Vec<&str> = names.collect();
            let hint =
                hint.unwrap_or_else(|| format!("write {} or a percentage like \"60 %\"", names.join(", ")));
            return wrong(&codes::UNKNOWN_WORD, format!("{} or a percentage", names.join(", ")), hint);
        }
        self.percentage(text).map(|share| (share, None))
    }

    /// How to write what was probably meant by a text that is no number.
    pub(super) fn how_to_write(text: &str) -> Words {
        let pointed = text.replacen(',', ".", 1);
        if text.contains(',') && Decimal::parse(&pointed).is_some() {
            // Three digits after a comma may also be thousands.
            let thousands = text.rsplit(',').next().is_some_and(|digits| digits.len() == 3);
            return if thousands {
                format!("write {} or {pointed}", text.replace(',', "")).into()
            } else {
                format!("write a point for a decimal comma: {pointed}").into()
            };
        }
        if text.bytes().any(|byte| byte == b'e' || byte == b'E')
            && text.parse::<f64>().is_ok_and(f64::is_finite)
        {
            return "a spreadsheet shortened it: write all digits".into();
        }
        "write a plain number such as 3 or 2.5, or leave the cell blank".into()
    }
}

/// A word of a fixed vocabulary; `_` and blanks count as `-`.
pub(crate) fn word<W: Word>(text: &str) -> Result<W, Wrong> {
    if let Some(word) = W::parse(text) {
        return Ok(word);
    }
    let plain = text.replace([' ', '_'], "-");
    W::parse(&plain).map_or_else(
        || {
            let names: Vec<&str> = W::WORDS.iter().map(|&(name, _)| name).collect();
            let expected = format!("one of {}", names.join(", "));
            match closest(&plain, names) {
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

/// Answers that name no reason and no team, as [`plain`] leaves them: a mere yes or no, that there
/// is nothing, or that nobody knows yet.
const ANSWERS: [&str; 48] = [
    "yes",
    "no",
    "true",
    "false",
    "none",
    "na",
    "nil",
    "null",
    "tbd",
    "tba",
    "tbc",
    "todo",
    "unknown",
    "unclear",
    "pending",
    "nothing",
    "notapplicable",
    "notyet",
    "tobedefined",
    "nein",
    "wahr",
    "falsch",
    "kein",
    "keine",
    "keiner",
    "nichts",
    "unbekannt",
    "entfällt",
    "vrai",
    "faux",
    "aucun",
    "aucune",
    "inconnu",
    "verdadero",
    "falso",
    "ninguno",
    "ninguna",
    "desconocido",
    "não",
    "nao",
    "verdadeiro",
    "nenhum",
    "nenhuma",
    "nessuno",
    "nessuna",
    "niente",
    "нет",
    "いいえ",
];

/// Answers that name no reason and may yet be names of teams.
const SHORT_ANSWERS: [&str; 22] = [
    "y", "n", "yn", "ok", "open", "ja", "ka", "offen", "oui", "non", "rien", "si", "sí", "sì", "nada", "sim",
    "da", "да", "是", "否", "はい", "must",
];

/// Words for everybody: no team of its own adopts anything because of them.
const EVERYBODY: [&str; 17] = [
    "all",
    "allteams",
    "everyone",
    "everybody",
    "anyone",
    "any",
    "anyteam",
    "various",
    "several",
    "multiple",
    "many",
    "alle",
    "alleteams",
    "diverse",
    "todos",
    "tous",
    "tutti",
];

/// Words that say that no team adopts.
const NOBODY: [&str; 17] = [
    "none", "noone", "nobody", "noteam", "noteams", "nil", "kein", "keine", "keiner", "niemand", "aucun",
    "aucune", "personne", "ninguno", "nadie", "nenhum", "nessuno",
];

/// The letters and digits of a text, in lower case: `N/A`, `n.a.` and `na` are one.
fn plain(text: &str) -> String {
    text.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Whether a text names what mandates a request: it has a word, and not a mere answer.
pub(crate) fn is_reason(text: &str) -> bool {
    let plain = plain(text);
    // Scripts that write whole words with one sign begin here; `§ 5` is a reason too.
    let is_word = |letter: char| letter.is_alphabetic() && letter >= '\u{2e80}';
    let worded = plain.chars().filter(|letter| letter.is_alphabetic()).count() >= 2
        || text.contains('§')
        || plain.contains(is_word);
    worded && !ANSWERS.iter().chain(&SHORT_ANSWERS).any(|answer| *answer == plain)
}

/// Whether a cell says that no team adopts, in words.
pub(crate) fn is_nobody(text: &str) -> bool {
    text.len() <= LONGEST_ANSWER && NOBODY.contains(&plain(text).as_str())
}

/// Whether something among names of teams is none: a mere answer, everybody, or a mark such as `-`.
pub(crate) fn is_no_team(text: &str) -> bool {
    if text.len() > LONGEST_ANSWER {
        return false;
    }
    let plain = plain(text);
    let is_known = |answers: &[&str]| answers.contains(&plain.as_str());
    plain.is_empty() || is_known(&ANSWERS) || is_known(&EVERYBODY) || is_known(&NOBODY)
}

/// Bytes of the longest answer with what may stand between its letters. Names of teams that are longer
/// need not be looked up.
const LONGEST_ANSWER: usize = 24;

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
    use crate::model::{Breaking, Kind};

    const POINT: Numbers = Numbers { decimal_comma: false };
    const COMMA: Numbers = Numbers { decimal_comma: true };

    #[test]
    fn percentages_need_their_sign() {
        assert_eq!(POINT.confidence("Medium"), Ok(Share::percent(Decimal::whole(80)).unwrap()));
        assert_eq!(POINT.confidence("72.5 %").unwrap().to_string(), "72.5 %");
        assert_eq!(COMMA.confidence("72,5%").unwrap().to_string(), "72.5 %");
        for (text, hint) in [("0.7", "write \"70 %\""), ("80", "write \"80 %\""), ("1", "write \"100 %\"")] {
            assert_eq!(POINT.confidence(text).unwrap_err().hint.unwrap(), hint);
        }
        assert_eq!(POINT.confidence("hihg").unwrap_err().hint.unwrap(), "did you mean `high`?");
        assert!(POINT.confidence("101 %").is_err());
    }

    #[test]
    fn a_guide_is_a_path_and_nothing_automated_without_one_is_none() {
        assert_eq!(POINT.migration("none"), Ok(Migration::None));
        assert_eq!(POINT.migration("0 %"), Ok(Migration::None));
        assert_eq!(POINT.migration("guide"), Ok(Migration::Path(Share::NONE)));
        assert_eq!(POINT.migration("automated").unwrap().automated().to_string(), "80 %");
        assert_eq!(POINT.migration("60 %").unwrap().automated().to_string(), "60 %");
    }

    #[test]
    fn words_are_found_whatever_their_case_and_guessed_at_when_misspelt() {
        assert_eq!(word::<Kind>("Tech Debt"), Ok(Kind::TechDebt));
        assert_eq!(word::<Breaking>("BREAKING"), Ok(Breaking::Breaking));
        assert_eq!(word::<Breaking>("braking").unwrap_err().hint.unwrap(), "did you mean `breaking`?");
    }

    #[test]
    fn numbers_outside_their_range_or_form_are_wrong() {
        assert!(POINT.within("5", -5, 5).is_ok());
        assert!(POINT.within("\u{2212}4", -5, 5).is_ok());
        assert!(POINT.within("5.1", -5, 5).is_err());
        assert_eq!(
            POINT.within("3,5", 0, 5).unwrap_err().hint.unwrap(),
            "write a point for a decimal comma: 3.5"
        );
        assert_eq!(COMMA.within("3,5", 0, 5), Ok(Decimal::from_millionths(3_500_000)));
        assert!(POINT.count("2.5").is_err());
        assert_eq!(POINT.count("40"), Ok(40));
        assert_eq!(
            POINT.points("1E5").unwrap_err().hint.unwrap(),
            "a spreadsheet shortened it: write all digits"
        );
    }

    #[test]
    fn a_mandate_names_its_reason() {
        assert!(is_reason("GDPR, article 17"));
        for reason in ["§ 203", "PCI", "GDPR", "Art. 5", "法", "No-fault clause"] {
            assert!(is_reason(reason), "{reason}");
        }
        for none in
            ["No", "-", "0", "nein", "n.a.", "N/A", "x", "✓", "?", "T.B.D.", "Não", "否", "5", "k. A."]
        {
            assert!(!is_reason(none), "{none}");
        }
    }

    #[test]
    fn only_iso_dates_are_dates_and_the_others_get_their_iso_form() {
        assert!(date("2026-02-28").is_ok());
        assert_eq!(date("03/04/2026").unwrap_err().hint.unwrap(), "write 2026-03-04 or 2026-04-03");
        assert_eq!(date("31/12/2026").unwrap_err().hint.unwrap(), "write 2026-12-31");
        assert_eq!(date("45000").unwrap_err().hint.unwrap(), "write year-month-day: 2027-03-31");
    }

    #[test]
    fn answers_and_marks_are_no_teams() {
        for none in ["n/a", "TBD", "all teams", "All", "-", "?", "—", "various", "yes", "unknown"] {
            assert!(is_no_team(none) && !is_nobody(none), "{none}");
        }
        for nobody in ["none", "None", "no one", "Keine"] {
            assert!(is_nobody(nobody), "{nobody}");
        }
        for team in ["Y", "SI", "sim", "ads", "All Hands Tools", "Allstars", "None Such Records", "N+1", "法"]
        {
            assert!(!is_no_team(team) && !is_nobody(team), "{team}");
        }
    }
}
