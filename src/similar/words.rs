//! Text to words, in any script.

/// Calls `visit` with each word of a text: as it is written, and in the form in which words are
/// compared.
///
/// Words end at whatever is no letter and no digit. An identifier counts as a whole and by its parts
/// (`webhookRetry`: webhookretry, webhook, retry). Scripts without blanks between words count sign by
/// sign. Numbers are no words: amounts and counts differ where wishes do not.
pub(super) fn each<'t>(text: &'t str, mut visit: impl FnMut(&'t str, &str)) {
    let mut lower = String::new();
    for written in text.split(|letter| !belongs(letter)) {
        let written = written.trim_matches(APOSTROPHES);
        let written = APOSTROPHES
            .into_iter()
            .flat_map(|mark| ['s', 'S'].map(|letter| [mark, letter].iter().collect::<String>()))
            .find_map(|ending| written.strip_suffix(&*ending))
            .unwrap_or(written);
        if written.is_empty() || written.chars().all(char::is_numeric) {
            continue;
        }
        if written.chars().any(stands_alone) {
            for (at, sign) in written.char_indices().filter(|&(_, sign)| stands_alone(sign)) {
                let written = &written[at..at + sign.len_utf8()];
                visit(written, written);
            }
            continue;
        }
        lowercase(written, &mut lower);
        visit(written, &lower);
        for part in parts(written) {
            lowercase(part, &mut lower);
            visit(part, &lower);
        }
    }
}

const APOSTROPHES: [char; 2] = ['\'', '\u{2019}'];

/// Whether a character is a part of words.
fn belongs(letter: char) -> bool {
    letter.is_alphanumeric() || is_accent(letter) || APOSTROPHES.contains(&letter)
}

/// A mark that is written over the letter before it.
fn is_accent(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}')
}

/// Whether a character is a word by itself: those of Chinese and Japanese.
fn stands_alone(letter: char) -> bool {
    matches!(letter, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}')
}

fn lowercase(written: &str, into: &mut String) {
    into.clear();
    let letters = written.chars().filter(|&letter| !is_accent(letter) && !APOSTROPHES.contains(&letter));
    into.extend(letters.flat_map(char::to_lowercase));
}

/// The parts of an identifier, where it has several: a capital behind a small letter begins one.
fn parts(written: &str) -> impl Iterator<Item = &str> {
    const SHORTEST: usize = 3;
    let mut ends: Vec<usize> = Vec::new();
    let mut before = None::<char>;
    for (at, letter) in written.char_indices() {
        if letter.is_uppercase() && before.is_some_and(char::is_lowercase) {
            ends.push(at);
        }
        before = Some(letter);
    }
    if !ends.is_empty() {
        ends.push(written.len());
    }
    let mut from = 0;
    let parts = ends.into_iter().map(move |end| {
        let part = &written[from..end];
        from = end;
        part
    });
    parts.filter(|part| part.chars().count() >= SHORTEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_in_any_script() {
        for (text, expected) in [
            ("Roll back, NOW: one-click!", "roll back now one click"),
            ("don't lose the seller's 42 orders (v2)", "dont lose the seller orders v2"),
            ("the customers\u{2019} caf\u{e9}", "the customers caf\u{e9}"),
            ("cafe\u{301} noir", "cafe noir"),
            (
                "webhookRetry depends_on iPhone GraphQL",
                "webhookretry webhook retry depends on iphone phone graphql graph",
            ),
            ("\u{9000}\u{6b3e}API", "\u{9000} \u{6b3e}"),
            (
                "\u{447}\u{430}\u{441}\u{442}\u{438}\u{447}\u{43d}\u{44b}\u{439} \u{412}",
                "\u{447}\u{430}\u{441}\u{442}\u{438}\u{447}\u{43d}\u{44b}\u{439} \u{432}",
            ),
            ("'' \u{2014} 12 %", ""),
        ] {
            let mut words = Vec::new();
            each(text, |_, word| words.push(word.to_owned()));
            assert_eq!(words.join(" "), expected, "{text}");
        }
    }
}
