//! Ids that a person takes for one another: they differ in case, in what shows nothing, or in letters of
//! another alphabet that look the same.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;
use unicode_security::confusable_detection::skeleton;

use super::codes;
use crate::{
    diagnostic::Finding,
    model::{Column, Request},
    untrusted::{inline, is_unsafe},
};

/// Pairs that are named; the rest is counted.
const NAMED: usize = 8;

/// What is said about the ids of requests, which are in natural order.
pub(super) fn look_at(requests: &[Request<'_>]) -> Option<Finding> {
    if !may_be_alike(requests) {
        return None;
    }
    let mut pairs = BTreeSet::new();
    pair(requests, &mut pairs, |id| Some(id.to_lowercase()).filter(|key| !key.is_empty()));
    if requests.iter().any(|request| !request.id.is_ascii()) {
        pair(requests, &mut pairs, |id| Some(look_of(id)));
        // Within ASCII, only case makes ids alike: `A-l` beside `A-1` is what people number by.
        let foreign = |&(one, other): &(usize, usize)| {
            let (one, other) = (&requests[one].id, &requests[other].id);
            !one.is_ascii() || !other.is_ascii() || one.eq_ignore_ascii_case(other)
        };
        pairs.retain(foreign);
    }
    let &(one, other) = pairs.first()?;
    let named: Vec<String> = pairs.iter().take(NAMED).map(|&it| words(requests, it)).collect();
    let more =
        if pairs.len() > NAMED { format!(", and {} more", pairs.len() - NAMED) } else { String::new() };
    let finding =
        Finding::new(&codes::SIMILAR_IDS, format!("ids that look alike: {}{more}", named.join(", ")));
    Some(
        finding
            .about(&requests[other].id)
            .cell(requests[other].row, Column::Id)
            .related(requests[one].row, Column::Id)
            .hint("they are different requests here: write `same_as` if they are one, or rename one of them"),
    )
}

/// Whether ids could be alike at all, seen fast: ASCII of one case, as most ids are, cannot.
fn may_be_alike(requests: &[Request<'_>]) -> bool {
    let mut met = [false; 2];
    for byte in requests.iter().flat_map(|request| request.id.bytes()) {
        met[0] |= byte.is_ascii_lowercase();
        met[1] |= byte.is_ascii_uppercase();
        if !byte.is_ascii() || met == [true; 2] {
            return true;
        }
    }
    false
}

/// Adds the neighbours among the requests whose ids have the same key.
fn pair(
    requests: &[Request<'_>],
    pairs: &mut BTreeSet<(usize, usize)>,
    key: impl Fn(&str) -> Option<String>,
) {
    let mut last: FxHashMap<String, usize> = FxHashMap::default();
    for (at, request) in requests.iter().enumerate() {
        let Some(key) = key(&request.id) else { continue };
        // The same id again is an error of its own.
        if let Some(before) = last.insert(key, at).filter(|&before| requests[before].id != request.id) {
            pairs.insert((before, at));
        }
    }
}

/// How an id looks: the prototypes of its letters, as Unicode's technical standard 39 has them.
fn look_of(id: &str) -> String {
    let shown: String = id.chars().filter(|&c| !is_unsafe(c) && !shows_nothing(c)).collect();
    skeleton(&shown).collect::<String>().to_lowercase()
}

const fn shows_nothing(character: char) -> bool {
    matches!(character, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

/// A pair, and in what it differs.
fn words(requests: &[Request<'_>], (one, other): (usize, usize)) -> String {
    let (one, other) = (&*requests[one].id, &*requests[other].id);
    let shown = format!("`{}` and `{}`", inline(one, 40), inline(other, 40));
    if one.to_lowercase() == other.to_lowercase() {
        return format!("{shown} (in case)");
    }
    // Most ids are ASCII, so that the letter beyond is the one that nobody expects.
    let strange = [other, one].iter().find_map(|id| id.chars().find(|c| !c.is_ascii()));
    strange.map_or_else(|| shown.clone(), |c| format!("{shown} (U+{:04X})", u32::from(c)))
}
