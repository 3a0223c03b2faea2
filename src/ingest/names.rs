//! Names of teams and areas: compared without regard to case, shown in their smallest spelling.

use std::{borrow::Cow, collections::BTreeMap};

use rustc_hash::FxHashMap;

use super::codes;
use crate::{diagnostic::Finding, model::Number, suggestion::is_slip};

/// Names met in a part of a file, numbered in the order of their first appearance.
#[derive(Debug)]
pub(crate) struct Names<'s, N> {
    numbers: FxHashMap<Cow<'s, str>, N>,
    spellings: Vec<Cow<'s, str>>,
}

impl<N> Default for Names<'_, N> {
    fn default() -> Self {
        Self { numbers: FxHashMap::default(), spellings: Vec::new() }
    }
}

impl<'s, N: Number> Names<'s, N> {
    /// The number of a name.
    pub(crate) fn number(&mut self, name: Cow<'s, str>) -> N {
        if let Some(&number) = self.numbers.get(&*name) {
            return number;
        }
        let number = N::at(self.spellings.len());
        self.spellings.push(name.clone());
        self.numbers.insert(name, number);
        number
    }
}

/// The names of all parts in alphabetical order, each in its smallest spelling, and for each part
/// the places of its names among them: so no number depends on the order of rows.
pub(crate) fn in_order<N: Number>(parts: &[&Names<'_, N>]) -> (Vec<String>, Vec<Vec<N>>) {
    // By the name in lower case: its smallest spelling.
    let mut shown: BTreeMap<String, &str> = BTreeMap::new();
    for spelling in parts.iter().flat_map(|part| &part.spellings) {
        let smallest = shown.entry(spelling.to_lowercase()).or_insert(spelling);
        *smallest = (*smallest).min(spelling);
    }
    let numbers: FxHashMap<&str, N> = shown.keys().map(String::as_str).zip(N::all()).collect();
    let place = |name: &Cow<'_, str>| numbers[&*name.to_lowercase()];
    let places = parts.iter().map(|part| part.spellings.iter().map(place).collect()).collect();
    (shown.into_values().map(str::to_owned).collect(), places)
}

/// Pairs of team names that differ by one slip of the finger, or only in blanks and dashes.
/// Names are compared where they agree after leaving out one letter, so that many names stay cheap.
pub(crate) fn near_misses(teams: &[String]) -> Vec<(usize, usize)> {
    let plain: Vec<String> = teams
        .iter()
        .map(|team| team.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect())
        .collect();
    let mut shortened: FxHashMap<String, Vec<usize>> = FxHashMap::default();
    let mut pairs = Vec::new();
    // Nobody mistypes a name of that length into another one, and its forms would be many.
    let short = plain.iter().enumerate().filter(|(_, name)| name.len() <= LONGEST);
    for (number, name) in short {
        for key in without_one_letter(name) {
            let others = shortened.entry(key).or_default();
            for &other in others.iter() {
                if other != number
                    && (plain[other] == *name
                        || is_slip(&plain[other], name) && same_digits(&plain[other], name))
                {
                    pairs.push((other, number));
                }
            }
            others.push(number);
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

/// The note about two names that may be one.
pub(crate) fn near_miss(left: &str, right: &str) -> Finding {
    Finding::new(&codes::SIMILAR_TEAMS, format!("the teams `{left}` and `{right}` count as two"))
        .column("team")
        .hint("if they are one team, write one spelling everywhere")
}

/// Longer names are not compared.
const LONGEST: usize = 64;

/// The name and every form of it that lacks one letter.
fn without_one_letter(name: &str) -> Vec<String> {
    let mut forms = vec![name.to_owned()];
    for (at, letter) in name.char_indices().filter(|(_, letter)| !letter.is_numeric()) {
        forms.push(format!("{}{}", &name[..at], &name[at + letter.len_utf8()..]));
    }
    forms.sort_unstable();
    forms.dedup();
    forms
}

/// Whether two names have the same digits: `team 1` and `team 2` are no slip.
fn same_digits(left: &str, right: &str) -> bool {
    let digits = |name: &str| name.chars().filter(|c| c.is_numeric()).collect::<String>();
    digits(left) == digits(right)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Team;

    #[test]
    fn case_does_not_matter_and_the_smallest_spelling_is_shown() {
        let (mut one, mut other) = (Names::<Team>::default(), Names::<Team>::default());
        assert_eq!(["web", "Ads", "ads", "web"].map(|name| one.number(name.into())), [0, 1, 2, 0]);
        assert_eq!(["WEB", "bus"].map(|name| other.number(name.into())), [0, 1]);
        let (shown, places) = in_order(&[&one, &other]);
        assert_eq!(shown, ["Ads", "bus", "WEB"]);
        assert_eq!(places, [vec![2, 0, 0], vec![2, 1]]);
    }

    #[test]
    fn near_misses_are_named_and_numbered_teams_are_none() {
        let teams =
            ["checkout", "chekout", "seller portal", "seller-portal", "team-1", "team-2", "ads", "adz"];
        assert_eq!(near_misses(&teams.map(str::to_owned)), [(0, 1), (2, 3)]);
    }
}
