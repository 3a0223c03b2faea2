//! Text to words, in any script.

/// Calls `visit` with the first words of a text, at most so many: as each is written, and in the form in
/// which words are compared.
///
/// Words end at whatever is no letter and no digit. An identifier counts as a whole and by its parts
/// (`webhookRetry`: webhookretry, webhook, retry). Scripts without blanks between words count sign by
/// sign. Numbers are no words: amounts and counts differ where wishes do not.
pub(super) fn first<'t>(text: &'t str, most: usize, mut visit: impl FnMut(&'t str, &str)) {
    let mut lower = String::new();
    let mut left = most;
    for written in text.split(|letter| !belongs(letter)) {
        let written = written.trim_matches(APOSTROPHES);
        let owner = written.strip_suffix(['s', 'S']).and_then(|word| word.strip_suffix(APOSTROPHES));
        let written = owner.unwrap_or(written);
        if written.is_empty() || written.chars().all(char::is_numeric) {
            continue;
        }
        let mut visit = |written: &'t str| {
            if left > 0 {
                left -= 1;
                lowercase(written, &mut lower);
                visit(written, &lower);
            }
        };
        if written.chars().any(stands_alone) {
            for part in written.split_inclusive(stands_alone) {
                let (before, sign) = part.split_at(part.find(stands_alone).unwrap_or(part.len()));
                [before, sign].into_iter().filter(|part| !part.is_empty()).for_each(&mut visit);
            }
        } else {
            visit(written);
            parts(written).for_each(&mut visit);
        }
        if left == 0 {
            return;
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
    // Most words are written so, and there are many of them.
    if written.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        into.push_str(written);
        into.make_ascii_lowercase();
        return;
    }
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
            ("\u{9000}\u{6b3e}API", "\u{9000} \u{6b3e} api"),
            (
                "\u{447}\u{430}\u{441}\u{442}\u{438}\u{447}\u{43d}\u{44b}\u{439} \u{412}",
                "\u{447}\u{430}\u{441}\u{442}\u{438}\u{447}\u{43d}\u{44b}\u{439} \u{432}",
            ),
            ("'' \u{2014} 12 %", ""),
        ] {
            let mut words = Vec::new();
            first(text, 100, |_, word| words.push(word.to_owned()));
            assert_eq!(words.join(" "), expected, "{text}");
        }
    }

    #[test]
    fn no_more_words_are_read_than_are_asked_for() {
        for (text, most) in
            [("one two three four", 3), ("webhookRetry limit", 2), ("\u{9000}\u{6b3e}\u{9000}", 1)]
        {
            let mut words = 0;
            first(text, most, |_, _| words += 1);
            assert_eq!(words, most, "{text}");
        }
    }
}
