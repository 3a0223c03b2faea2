//! Text cells of CSV output: no spreadsheet may take one for a formula.
//!
//! A cell that begins with a character a spreadsheet could act on gets a leading `'`; so does
//! one that begins with `'` itself, which makes [`unguard`] the exact inverse of [`guard`].

use std::borrow::Cow;

/// Whether a spreadsheet might act on a cell that begins with this character. Source: OWASP,
/// "CSV Injection", and its testing guide for the full-width forms; blanks that spreadsheets
/// skip before looking count too.
const fn is_trigger(character: char) -> bool {
    matches!(
        character,
        '\'' | '='
            | '+'
            | '-'
            | '@'
            | '\t'
            | '\r'
            | '\n'
            | '\0'
            | '\u{a0}'
            | '\u{200b}'
            | '\u{feff}'
            | '＝'
            | '＋'
            | '－'
            | '＠'
            | '\u{2212}'
    )
}

/// Whether a cell has to be guarded. Plain numbers such as `-4.5` are data, not formulas.
fn needs_guard(text: &str) -> bool {
    // Most cells begin with a letter or digit.
    if text.as_bytes().first().is_some_and(u8::is_ascii_alphanumeric) {
        return text.starts_with("sep=");
    }
    // Spaces before a formula are skipped by some programs.
    let Some(first) = text.trim_start_matches(' ').chars().next() else {
        return false;
    };
    (is_trigger(first) && !is_number(text)) || text.starts_with("sep=")
}

/// Whether the text is a plain decimal number with an optional minus.
fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    let plain = |digits: &str| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    plain(whole) && plain(part)
}

/// The cell as it is written.
pub fn guard(text: &str) -> Cow<'_, str> {
    if needs_guard(text) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// The cell as it was before [`guard`], and whether that took something off.
pub fn unguard(text: &str) -> (&str, bool) {
    match text.strip_prefix('\'') {
        Some(rest) if needs_guard(rest) => (rest, true),
        _ => (text, false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn cells_that_a_spreadsheet_could_run_are_guarded() {
        for text in [
            "=1+1",
            "+1",
            "-1+1",
            "@SUM(1)",
            "\t=1",
            "\u{a0}=1",
            "＝1",
            "\u{2212}1",
            "'quoted",
            "  =1",
            "sep=;",
        ] {
            assert_eq!(guard(text), format!("'{text}"));
        }
        for text in ["", "plain", "a=1", "-4.5", "-4", "007", "it's"] {
            assert_eq!(guard(text), text);
        }
    }

    proptest! {
        #[test]
        fn reading_is_the_inverse_of_writing(text in "[ '=+a0.\\-]{0,6}|\\PC*") {
            let written = guard(&text);
            prop_assert_eq!(unguard(&written).0, text.as_str());
        }

        #[test]
        fn an_apostrophe_is_taken_off_only_where_writing_puts_one(text in "[ '=a0]{0,5}") {
            let (read, taken) = unguard(&text);
            prop_assert_eq!(taken, read != text);
            if taken {
                prop_assert_eq!(guard(read), text.as_str());
            } else {
                prop_assert!(text.strip_prefix('\'').is_none_or(|rest| guard(rest) == rest));
            }
        }
    }
}
