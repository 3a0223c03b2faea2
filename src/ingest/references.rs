//! What a text that names another row may stand for where no row has it as its id: a number with `#` before
//! it, an id among words, an address, a title.

use rustc_hash::FxHashMap;

use super::codes;
use crate::{diagnostic::Finding, untrusted::inline};

/// The most items of a list that may be parts of one title.
const MOST_PARTS: usize = 8;

/// Texts that are longer name no row.
const LONGEST: usize = 1000;

/// Ids that a text may stand for, the likeliest first: `#181`, `Blocked by #123`, `SDK-12: Token service`,
/// `Title (https://…/browse/SDK-12)`.
pub(crate) fn ids_in(text: &str) -> Vec<&str> {
    let text = text.trim();
    if text.len() > LONGEST {
        return Vec::new();
    }
    let mut ids = Vec::new();
    let words = || text.split(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '[' | ']' | ',' | ':'));
    let numbers: Vec<&str> = words().filter(|word| is_number(word)).collect();
    if let [number] = numbers[..] {
        ids.extend([number, &number[1..]]);
    }
    let keys: Vec<&str> = words().filter(|word| is_key(word)).collect();
    if let [key] = keys[..] {
        ids.push(key);
    }
    if let Some(address) = address(text) {
        let path = address.split(['?', '#']).next().unwrap_or(address);
        ids.extend(path.trim_end_matches('/').rsplit('/').next());
    }
    ids.retain(|id| !id.is_empty());
    ids
}

/// `#181`
fn is_number(word: &str) -> bool {
    word.strip_prefix('#')
        .is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()))
}

/// `SDK-12`
fn is_key(word: &str) -> bool {
    word.rsplit_once('-').is_some_and(|(project, number)| {
        project.starts_with(|c: char| c.is_alphabetic())
            && !number.is_empty()
            && number.bytes().all(|b| b.is_ascii_digit())
    })
}

/// The address that a text is, or ends with in brackets.
fn address(text: &str) -> Option<&str> {
    let inside = text.strip_suffix(')').and_then(|text| Some(text.rsplit_once('(')?.1));
    inside.into_iter().chain([text]).find(|part| part.contains("://") && !part.contains(' '))
}

/// The title that a text is, without an address in brackets behind it.
fn title_in(text: &str) -> &str {
    let before = text.trim().strip_suffix(')').and_then(|text| text.rsplit_once('('));
    before.filter(|(_, inside)| inside.contains('/')).map_or(text, |(title, _)| title)
}

/// A title as titles are compared: whatever its case, and whatever blanks stand in it.
fn plain(title: &str) -> String {
    let mut plain = String::with_capacity(title.len());
    for word in title
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '|'))
        .filter(|word| !word.is_empty())
    {
        plain.push_str(&word.to_lowercase());
        plain.push(' ');
    }
    plain
}

/// Rows by their titles, as far as only one has it.
#[derive(Debug)]
pub(crate) struct Titles<T>(FxHashMap<String, Option<T>>);

impl<T: Copy> Titles<T> {
    /// Of all rows that can be named. Takes time in proportion to their titles.
    pub(crate) fn new<'t>(rows: impl Iterator<Item = (&'t str, T)>) -> Self {
        let mut titles = FxHashMap::default();
        for (title, row) in rows {
            titles.entry(plain(title)).and_modify(|known| *known = None).or_insert(Some(row));
        }
        Self(titles)
    }

    /// The one row that has this title.
    fn find(&self, text: &str) -> Option<T> {
        if text.len() > LONGEST {
            return None;
        }
        let plain = plain(title_in(text));
        if plain.is_empty() { None } else { *self.0.get(&plain)? }
    }

    /// The row whose title the first items of a list make together, and how many these are: a title may have
    /// what separates items in it. As many as possible.
    pub(crate) fn first(&self, items: &[&str]) -> Option<(T, usize)> {
        let most = items.len().min(MOST_PARTS);
        (1..=most).rev().find_map(|count| Some((self.find(&items[..count].join(", "))?, count)))
    }
}

/// That links name titles.
pub(crate) fn by_title(number: usize, first: &str) -> Finding {
    let message = format!(
        "links that name a title instead of an id: {number}, the first `{}`; read as the one request that has it",
        inline(first, 60)
    );
    Finding::new(&codes::LINK_BY_TITLE, message).without_value().hint("name ids: titles change")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_found_among_words_and_in_addresses() {
        for (text, expected) in [
            ("#181", &["#181", "181"][..]),
            ("Blocked by #123", &["#123", "123"]),
            ("SDK-12: Token service", &["SDK-12"]),
            ("Token service (SDK-12)", &["SDK-12"]),
            ("https://git.example/o/r/issues/11", &["11"]),
            ("https://jira.example/browse/SDK-12?focus=1#x", &["SDK-12"]),
            ("Token service (https://notes.example/Token-service-0b2c)", &["Token-service-0b2c"]),
            ("#1 or #2", &[]),
            ("other/repo#12", &[]),
            ("Token service", &[]),
            ("a-b-", &[]),
            ("", &[]),
        ] {
            assert_eq!(ids_in(text), expected, "{text}");
        }
    }

    #[test]
    fn a_title_that_one_row_has_names_it_whatever_separates_its_words() {
        let titles = Titles::new(
            [("Rate limits, per key", 1), ("Rate limits", 2), ("Twice", 3), ("twice ", 4)].into_iter(),
        );
        let first = |text: &str| titles.first(&super::super::items(text).collect::<Vec<_>>());
        assert_eq!(first("rate  limits"), Some((2, 1)));
        assert_eq!(first("Rate limits, per key, Twice"), Some((1, 2)));
        assert_eq!(first("Rate limits (https://notes.example/Rate-limits-1b2c)"), Some((2, 1)));
        assert_eq!(first("Rate limits (../Rate%20limits.md)"), Some((2, 1)));
        assert_eq!(first("Twice"), None);
        assert_eq!(first("(/)"), None);
    }
}
