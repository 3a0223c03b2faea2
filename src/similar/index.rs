//! Which texts are like which: an inverted index, from each term to the texts that have it.
//!
//! Not all pairs are compared. Two texts meet where they share a term that is not too common to look
//! texts up by; then the cosine of their whole vectors is computed, common terms too.

use rustc_hash::FxHashMap;

use super::{
    vocabulary::{Term, Terms},
    weights::{Likeness, likeness, place, rarity},
};
use crate::{
    model::{Number, number, numbers},
    workers::Workers,
};

numbers! {
    /// A text, by its place in the index.
    pub(super) struct Text;
}

/// Two texts that are like each other; the first is the smaller number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pair {
    pub(super) texts: [Text; 2],
    pub(super) likeness: Likeness,
}

/// How many steps looking up all texts may take: terms are taken, the rarest first, until that is
/// used up. What is left out is too common.
const STEPS: u64 = 40_000_000;

/// How far apart texts are that are looked up one after the other.
const STRIDE: usize = 64;

/// How many texts a text is paired with at most, the most like ones first: of more, a group could not
/// be read.
const MOST: usize = 64;

/// Texts as vectors, and the texts of each term.
#[derive(Debug, Default)]
pub(super) struct Index {
    vectors: Vec<Vector>,
    /// The texts that have a term, in order; none for terms that no two texts share, and for those
    /// that are too common.
    texts: Vec<Vec<(Text, u64)>>,
    /// From this number on, terms are two words beside each other.
    first_pair: Term,
}

/// A text as what its terms weigh.
#[derive(Debug, Default)]
struct Vector {
    /// The terms that another text has too, in order, each with its weight.
    terms: Vec<(Term, u64)>,
    /// Its length, by all its terms.
    length: u64,
    /// Its length by the terms that are too common to be looked up, rounded up.
    common: u64,
}

/// A request's two texts as terms.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Request {
    pub(super) title: Terms,
    pub(super) description: Terms,
}

impl Index {
    /// Makes the index of texts, which are different from each other; terms of single words are below
    /// `first_pair`.
    pub(super) fn new(requests: &[Request], first_pair: Term) -> Self {
        let counted = counted(requests, first_pair);
        let all = number(requests.len());
        let mut having = Vec::new();
        for &(term, _) in counted.iter().flatten() {
            if having.len() <= term.place() {
                having.resize(term.place() + 1, 0_u32);
            }
            having[term] += 1;
        }
        let is_common = common(&having);
        let mut texts: Vec<Vec<(Text, u64)>> = vec![Vec::new(); having.len()];
        let mut vectors = Vec::with_capacity(requests.len());
        for (text, counted) in Text::all().zip(&counted) {
            let mut vector = Vector::default();
            let (mut length, mut common) = (0, 0);
            for &(term, count) in counted {
                let weight = count * rarity(all, having[term]);
                length += weight * weight;
                if having[term] < 2 || weight == 0 {
                    continue;
                }
                vector.terms.push((term, weight));
                if is_common[term] {
                    common += weight * weight;
                } else {
                    texts[term].push((text, weight));
                }
            }
            vector.length = length.isqrt();
            vector.common = common.isqrt() + u64::from(common > 0);
            vectors.push(vector);
        }
        Self { vectors, texts, first_pair }
    }

    /// All pairs of texts that are at least so like each other, the most like ones first.
    pub(super) fn pairs(&self, least: Likeness, workers: Workers) -> Vec<Pair> {
        let all = self.vectors.len();
        // A text is compared with the later ones, so the first have most to do: every share gets some.
        let texts = (0..STRIDE).flat_map(|first| (first..all).step_by(STRIDE));
        let texts: Vec<Text> = texts.map(Text::at).collect();
        let found = workers.map(&texts, |_, texts| {
            let mut room = Room::new(self.vectors.len());
            let near = texts.iter().flat_map(|&text| {
                let near = self.near(text, Text::at(text.place() + 1), least, &mut room);
                near.into_iter().map(move |(other, likeness)| Pair { texts: [text, other], likeness })
            });
            near.collect::<Vec<_>>()
        });
        let mut found = found.concat();
        found.sort_unstable_by_key(|pair| (std::cmp::Reverse(pair.likeness), pair.texts));
        found
    }

    /// The texts that are at least so like a text, the most like ones first.
    pub(super) fn like(&self, text: Text, least: Likeness) -> Vec<(Text, Likeness)> {
        self.near(text, Text::at(0), least, &mut Room::new(self.vectors.len()))
    }

    /// The terms of words that two texts share, those that count most first.
    pub(super) fn shared(&self, one: Text, other: Text) -> Vec<Term> {
        let mut shared: Vec<(u64, Term)> = both(&self.vectors[one], &self.vectors[other])
            .filter(|&(term, _)| term < self.first_pair)
            .map(|(term, product)| (product, term))
            .collect();
        shared.sort_by_key(|&(product, term)| (std::cmp::Reverse(product), term));
        shared.into_iter().map(|(_, term)| term).collect()
    }

    /// The texts from a number on that are at least so like a text, but no more than [`MOST`].
    fn near(&self, text: Text, from: Text, least: Likeness, room: &mut Room) -> Vec<(Text, Likeness)> {
        let vector = &self.vectors[text];
        for &(term, weight) in &vector.terms {
            let others = &self.texts[term];
            let first = others.partition_point(|&(other, _)| other < from);
            for &(other, its) in &others[first..] {
                room.add(other, weight * its);
            }
        }
        let mut near = Vec::new();
        for (other, product) in room.take() {
            if other == text {
                continue;
            }
            // What common terms can add at most: by the inequality of Cauchy and Schwarz.
            let its = &self.vectors[other];
            let at_most = product + vector.common * its.common;
            if at_most * 1000 >= u64::from(least.0) * vector.length * its.length {
                let likeness = self.likeness(text, other);
                if likeness >= least {
                    near.push((other, likeness));
                }
            }
        }
        near.sort_by_key(|&(other, likeness)| (std::cmp::Reverse(likeness), other));
        near.truncate(MOST);
        near
    }

    /// How like two texts are.
    pub(super) fn likeness(&self, one: Text, other: Text) -> Likeness {
        let (one, other) = (&self.vectors[one], &self.vectors[other]);
        let (mut product, mut words) = (0, 0);
        for (term, part) in both(one, other) {
            product += part;
            words += usize::from(term < self.first_pair);
        }
        likeness(product, [one.length, other.length], words)
    }
}

/// The terms that two texts share, each with the product of its weights.
fn both<'v>(one: &'v Vector, other: &'v Vector) -> impl Iterator<Item = (Term, u64)> + 'v {
    let mut rest = other.terms.as_slice();
    one.terms.iter().filter_map(move |&(term, weight)| {
        while let Some((&(its, _), later)) = rest.split_first() {
            if its >= term {
                break;
            }
            rest = later;
        }
        rest.first().filter(|&&(its, _)| its == term).map(|&(_, its)| (term, weight * its))
    })
}

/// The terms of each text, in order, each with what it counts by its place. Words beside each other are
/// terms of their own, whichever comes first.
fn counted(requests: &[Request], first_pair: Term) -> Vec<Vec<(Term, u64)>> {
    let mut pairs: FxHashMap<[Term; 2], Term> = FxHashMap::default();
    let mut counted = Vec::with_capacity(requests.len());
    for request in requests {
        // By term, what it counts in the title and in the description.
        let mut places: Vec<(Term, bool)> = Vec::new();
        for (terms, in_title) in [(&request.title, true), (&request.description, false)] {
            let single = terms.plain.iter().chain(&terms.compound).copied();
            places.extend(single.map(|term| (term, in_title)));
            for pair in terms.plain.windows(2).filter(|pair| pair[0] != pair[1]) {
                let next = Term::at(first_pair.place() + pairs.len());
                let key = [pair[0].min(pair[1]), pair[0].max(pair[1])];
                places.push((*pairs.entry(key).or_insert(next), in_title));
            }
        }
        places.sort_unstable();
        places.dedup();
        let by_term = places.chunk_by(|left, right| left.0 == right.0);
        let terms = by_term.map(|places| {
            let (term, in_title) = places[places.len() - 1];
            let count = match (term >= first_pair, in_title, places.len() > 1) {
                (true, true, _) => place::PAIR_IN_TITLE,
                (true, false, _) => place::PAIR_IN_DESCRIPTION,
                (false, _, true) => place::BOTH,
                (false, true, false) => place::TITLE,
                (false, false, false) => place::DESCRIPTION,
            };
            (term, count)
        });
        counted.push(terms.collect());
    }
    counted
}

/// Which terms are too common to look texts up by.
fn common(having: &[u32]) -> Vec<bool> {
    let mut order: Vec<usize> = (0..having.len()).filter(|&term| having[term] > 1).collect();
    order.sort_by_key(|&term| having[term]);
    let mut common = vec![false; having.len()];
    let mut steps = 0;
    // Equally common terms are all taken or none, so that it does not matter which is named first.
    for terms in order.chunk_by(|&left, &right| having[left] == having[right]) {
        let each = u64::from(having[terms[0]]);
        steps += each * each / 2 * terms.len() as u64;
        if steps > STEPS {
            for &term in terms {
                common[term] = true;
            }
        }
    }
    common
}

/// Sums by text, made once and used for every text.
struct Room {
    sums: Vec<u64>,
    touched: Vec<Text>,
}

impl Room {
    fn new(texts: usize) -> Self {
        Self { sums: vec![0; texts], touched: Vec::new() }
    }

    fn add(&mut self, text: Text, product: u64) {
        let sum = &mut self.sums[text];
        if *sum == 0 {
            self.touched.push(text);
        }
        *sum += product;
    }

    /// The sums that are not 0; all are 0 after that.
    fn take(&mut self) -> Vec<(Text, u64)> {
        let sums = &mut self.sums;
        let taken = self.touched.drain(..).map(|text| (text, std::mem::take(&mut sums[text])));
        taken.collect()
    }
}
