//! Names of teams and areas: compared without regard to case, shown in their smallest spelling.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use super::codes;
use crate::{diagnostic::Finding, suggestion::is_slip};

/// Names met so far, numbered in the order of their first appearance.
#[derive(Debug, Default)]
pub(crate) struct Names<'s> {
    spellings: FxHashMap<Cow<'s, str>, u32>,
    folded: FxHashMap<String, u32>,
    shown: Vec<Cow<'s, str>>,
}

impl<'s> Names<'s> {
    /// The number of a name.
    pub(crate) fn number(&mut self, name: Cow<'s, str>) -> u32 {
        if let Some(&number) = self.spellings.get(&name) {
            return number;
        }
        let next = u32::try_from(self.shown.len()).unwrap_or(u32::MAX);
        let number = *self.folded.entry(name.to_lowercase()).or_insert(next);
        match self.shown.get_mut(number as usize) {
            Some(shown) if name < *shown => shown.clone_from(&name),
            Some(_) => {}
            None => self.shown.push(name.clone()),
        }
        self.spellings.insert(name, number);
        number
    }

    /// The names in alphabetical order, and for each number met so far its place among them: what
    /// is numbered that way does not depend on the order of rows.
    pub(crate) fn sorted(self) -> (Vec<String>, Vec<u32>) {
        let mut order: Vec<usize> = (0..self.shown.len()).collect();
        order.sort_by_cached_key(|&number| (self.shown[number].to_lowercase(), self.shown[number].clone()));
        let mut places = vec![0; order.len()];
        for (place, &number) in (0..).zip(&order) {
            places[number] = place;
        }
        (order.into_iter().map(|number| self.shown[number].to_string()).collect(), places)
    }
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

    #[test]
    fn case_does_not_matter_and_the_smallest_spelling_is_shown() {
        let mut names = Names::default();
        let numbers: Vec<u32> =
            ["web", "Ads", "ads", "WEB"].map(|name| names.number(Cow::Borrowed(name))).to_vec();
        assert_eq!(numbers, [0, 1, 1, 0]);
        assert_eq!(names.sorted(), (vec!["Ads".to_owned(), "WEB".to_owned()], vec![1, 0]));
    }

    #[test]
    fn near_misses_are_named_and_numbered_teams_are_none() {
        let teams =
            ["checkout", "chekout", "seller portal", "seller-portal", "team-1", "team-2", "ads", "adz"];
        assert_eq!(near_misses(&teams.map(str::to_owned)), [(0, 1), (2, 3)]);
    }
}
