//! Pairs to groups.
//!
//! Likeness is not passed on: where A is like B and B is like C, A and C may have nothing in common.
//! So a group is a star: it has a centre that every other member is like by itself. The pairs are
//! taken from the most like one down, and two texts or groups are joined where the whole still has a
//! centre, and where the texts of the one are like those of the other on average.

use rustc_hash::FxHashSet;

use super::{
    index::{Pair, Text},
    weights::Likeness,
};
use crate::model::Number;

/// Texts that belong together, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Star {
    pub(super) members: Vec<Text>,
    /// Those that all others are like.
    pub(super) centres: Vec<Text>,
}

/// What is known of texts.
pub(super) trait Texts {
    /// Whether one is done or declined: it can only be a centre, and a group has no more than one of
    /// these, because nothing that was decided on is folded.
    fn is_settled(&self, text: Text) -> bool;

    /// How like two are.
    fn likeness(&self, one: Text, other: Text) -> Likeness;
}

/// Groups texts by the pairs that are at least so like each other, the most like ones first. Texts
/// that are alone are left out.
pub(super) fn stars(number: usize, pairs: &[Pair], least: Likeness, texts: &impl Texts) -> Vec<Star> {
    let alike: FxHashSet<[Text; 2]> = pairs.iter().map(|pair| pair.texts).collect();
    let alike = |one: Text, other: Text| alike.contains(&[one.min(other), one.max(other)]);
    // The star that a text is in, or none where it was joined to another.
    let mut stars: Vec<Option<Star>> =
        Text::first(number).map(|text| Some(Star { members: vec![text], centres: vec![text] })).collect();
    let mut star_of: Vec<usize> = (0..number).collect();
    for pair in pairs {
        let [one, other] = pair.texts.map(|text| star_of[text]);
        let (Some(left), Some(right)) = (&stars[one], &stars[other]) else { continue };
        if one == other {
            continue;
        }
        let Some(star) = joined(left, right, alike, texts) else { continue };
        if mean(left, right, texts) < least {
            continue;
        }
        for &member in &star.members {
            star_of[member] = one;
        }
        stars[other] = None;
        stars[one] = Some(star);
    }
    let mut found: Vec<Star> = stars.into_iter().flatten().filter(|star| star.members.len() > 1).collect();
    found.sort_by_key(|star| star.members[0]);
    found
}

/// Two stars as one, where it has a centre.
fn joined(left: &Star, right: &Star, alike: impl Fn(Text, Text) -> bool, texts: &impl Texts) -> Option<Star> {
    let mut members: Vec<Text> = left.members.iter().chain(&right.members).copied().collect();
    members.sort_unstable();
    let decided: Vec<Text> = members.iter().copied().filter(|&member| texts.is_settled(member)).collect();
    let reaches = |centre: Text, others: &Star| others.members.iter().all(|&member| alike(centre, member));
    let may = |&centre: &Text| decided.is_empty() || decided == [centre];
    let of_left = left.centres.iter().copied().filter(|&centre| reaches(centre, right));
    let of_right = right.centres.iter().copied().filter(|&centre| reaches(centre, left));
    let mut centres: Vec<Text> = of_left.chain(of_right).filter(may).collect();
    centres.sort_unstable();
    (!centres.is_empty()).then_some(Star { members, centres })
}

/// How like the texts of one star are to those of another, on average.
fn mean(left: &Star, right: &Star, texts: &impl Texts) -> Likeness {
    let each = left
        .members
        .iter()
        .flat_map(|&one| right.members.iter().map(move |&other| u64::from(texts.likeness(one, other).0)));
    let pairs = (left.members.len() * right.members.len()) as u64;
    Likeness(u16::try_from(each.sum::<u64>() / pairs.max(1)).unwrap_or(u16::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Known<'t> {
        pairs: &'t [([usize; 2], u16)],
        settled: &'t [usize],
    }

    impl Texts for Known<'_> {
        fn is_settled(&self, text: Text) -> bool {
            self.settled.contains(&text.place())
        }

        fn likeness(&self, one: Text, other: Text) -> Likeness {
            let texts = [one.min(other).place(), one.max(other).place()];
            let known = self.pairs.iter().find(|(its, _)| *its == texts);
            Likeness(known.map_or(0, |&(_, likeness)| likeness))
        }
    }

    fn check(known: &[([usize; 2], u16)], settled: &[usize], expected: &[(&[usize], &[usize])]) {
        let pair = |&(texts, likeness): &([usize; 2], u16)| Pair {
            texts: texts.map(Text::at),
            likeness: Likeness(likeness),
        };
        let pairs: Vec<Pair> = known.iter().map(pair).collect();
        let found = stars(6, &pairs, Likeness(300), &Known { pairs: known, settled });
        assert_eq!(found.len(), expected.len());
        for (star, (members, centres)) in found.iter().zip(expected) {
            assert_eq!(star.members, *members);
            assert_eq!(star.centres, *centres);
        }
    }

    #[test]
    fn a_chain_falls_apart() {
        // 0 - 1 - 2 - 3: the likest pair first, then what still has a centre.
        let chain = [([1, 2], 900), ([0, 1], 600), ([2, 3], 500)];
        check(&chain, &[], &[(&[0, 1, 2], &[1])]);
        // 0 and 1 are like each other, but 0 and 1 together are too little like 2.
        check(&[([0, 1], 900), ([1, 2], 500)], &[], &[(&[0, 1], &[0, 1])]);
    }

    #[test]
    fn groups_are_joined_where_one_is_like_all() {
        let pairs = [([0, 1], 900), ([2, 3], 800), ([1, 2], 700), ([1, 3], 600)];
        check(&pairs, &[], &[(&[0, 1, 2, 3], &[1])]);
        check(&pairs[..3], &[], &[(&[0, 1], &[0, 1]), (&[2, 3], &[2, 3])]);
    }

    #[test]
    fn what_is_settled_is_the_centre_or_not_in_it() {
        let pairs = [([0, 1], 900), ([1, 2], 800), ([0, 2], 700)];
        check(&pairs, &[2], &[(&[0, 1, 2], &[2])]);
        check(&pairs[..2], &[2], &[(&[0, 1], &[0, 1])]);
        check(&pairs, &[0, 2], &[(&[0, 1], &[0])]);
    }
}
