//! Words to terms: what counts as the same word.

use rust_stemmers::{Algorithm, Stemmer};
use rustc_hash::{FxHashMap, FxHashSet};

use super::{stop_words, words};
use crate::model::{Number, numbers};

numbers! {
    /// A word, by its place in the vocabulary.
    pub(super) struct Word;

    /// What several words have in common: their stem. By its place among the stems.
    pub(super) struct Term;
}

/// All words of a backlog, and the terms they stand for.
pub(super) struct Vocabulary {
    stemmer: Stemmer,
    stop_words: FxHashSet<&'static str>,
    words: FxHashMap<Box<str>, Word>,
    /// The term of each word; words that say nothing have none.
    terms: Vec<Option<Term>>,
    stems: FxHashMap<Box<str>, Term>,
    /// Two words that are written as one elsewhere: `roll back` and `rollback`.
    compounds: FxHashMap<(Word, Word), Term>,
}

/// The terms of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Terms {
    /// Those of its words, in order.
    pub(super) plain: Vec<Term>,
    /// Those of two words that are one elsewhere.
    pub(super) compound: Vec<Term>,
}

/// The longest word that is stemmed: beyond, it is a key or a file name, and no word.
const LONGEST: usize = 40;

/// The shortest word that is looked for as two words.
const SHORTEST_COMPOUND: usize = 5;

impl Default for Vocabulary {
    fn default() -> Self {
        Self {
            stemmer: Stemmer::create(Algorithm::English),
            stop_words: stop_words::all(),
            words: FxHashMap::default(),
            terms: Vec::new(),
            stems: FxHashMap::default(),
            compounds: FxHashMap::default(),
        }
    }
}

impl Vocabulary {
    /// The words of a text, at most so many; new ones are taken in.
    pub(super) fn read(&mut self, text: &str, most: usize) -> Vec<Word> {
        let mut read = Vec::new();
        words::first(text, most, |_, word| read.push(self.word(word)));
        read
    }

    fn word(&mut self, word: &str) -> Word {
        if let Some(&known) = self.words.get(word) {
            return known;
        }
        let term = (!self.says_nothing(word)).then(|| self.stem(word));
        let number = Word::at(self.terms.len());
        self.terms.push(term);
        self.words.insert(word.into(), number);
        number
    }

    fn says_nothing(&self, word: &str) -> bool {
        let single_letter = word.len() == 1;
        single_letter || self.stop_words.contains(word)
    }

    fn stem(&mut self, word: &str) -> Term {
        // The stemmer knows English; what has other letters stays as it is.
        let english = word.len() <= LONGEST && word.bytes().all(|byte| byte.is_ascii_lowercase());
        let stem = if english { self.stemmer.stem(word) } else { word.into() };
        let next = self.next_term();
        *self.stems.entry(stem.as_ref().into()).or_insert(next)
    }

    /// The term after all that there are.
    pub(super) fn next_term(&self) -> Term {
        Term::at(self.stems.len())
    }

    /// Finds the words that are two other words: to be called when all texts are read.
    pub(super) fn find_compounds(&mut self) {
        let mut found = FxHashMap::default();
        let long = self.words.iter().filter(|(word, _)| word.len() >= SHORTEST_COMPOUND);
        for (whole, term) in long.filter_map(|(word, &number)| Some((word, self.terms[number]?))) {
            let halves = whole.char_indices().map(|(at, _)| whole.split_at(at));
            let known =
                halves.filter_map(|(left, right)| Some((*self.words.get(left)?, *self.words.get(right)?)));
            found.extend(known.map(|halves| (halves, term)));
        }
        self.compounds = found;
    }

    /// The terms of words that were read.
    pub(super) fn terms(&self, words: &[Word]) -> Terms {
        let compounds = words.windows(2).filter_map(|pair| self.compounds.get(&(pair[0], pair[1])).copied());
        Terms {
            plain: words.iter().filter_map(|&word| self.terms[word]).collect(),
            compound: compounds.collect(),
        }
    }

    /// The terms of a text that was read, each with the words it stands for as they are written.
    pub(super) fn written(&self, text: &str, most: usize) -> Vec<(Term, String)> {
        let mut known: Vec<(String, Option<Word>)> = Vec::new();
        words::first(text, most, |written, word| {
            known.push((inside_a_sentence(written), self.words.get(word).copied()));
        });
        let plain = known.iter().filter_map(|(written, word)| {
            let term = self.terms[(*word)?]?;
            Some((term, written.clone()))
        });
        let compound = known.windows(2).filter_map(|pair| {
            let term = self.compounds.get(&(pair[0].1?, pair[1].1?))?;
            Some((*term, format!("{} {}", pair[0].0, pair[1].0)))
        });
        plain.chain(compound).collect()
    }
}

/// A word as it stands inside a sentence: a capital at its beginning alone means nothing.
fn inside_a_sentence(written: &str) -> String {
    let mut letters = written.chars();
    match letters.next() {
        Some(first) if !letters.clone().any(char::is_uppercase) => {
            first.to_lowercase().chain(letters).collect()
        }
        _ => written.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(texts: [&str; 2]) -> [Terms; 2] {
        let mut vocabulary = Vocabulary::default();
        let words = texts.map(|text| vocabulary.read(text, 100));
        vocabulary.find_compounds();
        words.map(|words| vocabulary.terms(&words))
    }

    #[test]
    fn forms_of_a_word_are_one_term() {
        for texts in [
            ["We need refunds!", "refunded"],
            ["Rotate the credentials", "credential rotations"],
            ["please support SAML", "Saml"],
        ] {
            let [left, right] = terms(texts);
            let sorted = |mut terms: Terms| {
                terms.plain.sort_unstable();
                terms.plain
            };
            assert_eq!(sorted(left), sorted(right), "{texts:?}");
        }
    }

    #[test]
    fn two_words_that_are_one_elsewhere_are_that_one_too() {
        let [left, right] = terms(["roll back a release", "one-click rollback"]);
        assert_eq!(left.compound, [right.plain[1]]);
        assert!(right.compound.is_empty());
    }
}
