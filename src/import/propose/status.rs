//! How far a request is: a word, the day on which it was finished, or yes and no.

use super::{Idea, Words, seen::Seen};
use crate::{
    import::dates::{Day, day},
    ingest::Numbers,
    mapping::{ANY, DateForm, Others, Target},
    model::{Column, letters},
    policy::Policy,
};

/// Columns that say how a request was closed.
const RESOLUTIONS: [&str; 5] = ["resolution", "lösung", "résolution", "resolución", "resolução"];

/// What says that something is put away without being done.
const ARCHIVED: [&str; 2] = ["archived", "isarchived"];

/// In which order columns are asked: how it was closed, the status where its words say that too, whether and
/// when it was finished, and then where it stands.
const CLOSED: usize = 0;
const STATUS: usize = 1;
const FINISHED: usize = 2;
const STANDS: usize = 3;

/// Up to here the names for a status are those of nothing else: `status`, `state`.
const PLAIN_STATUS: usize = 2;

const YES: [&str; 9] = ["true", "yes", "ja", "oui", "sí", "si", "sim", "1", "x"];
const NO: [&str; 8] = ["false", "no", "nein", "non", "não", "nao", "0", ""];

/// What a column is that says how far requests are.
pub(super) fn idea(
    name: &str,
    preference: usize,
    seen: &Seen<'_>,
    numbers: Numbers,
    policy: &Policy,
) -> Idea {
    let mut idea = Idea::new(name, Target::Column(Column::Status), CLOSED);
    let plain = letters(name);
    let value = |from: &str, to: &str| (from.to_owned(), to.to_owned());
    if RESOLUTIONS.contains(&&*plain) {
        let words = Words::of(Column::Status, seen.texts(), numbers, policy);
        idea.rule.values = words.values.into_iter().filter(|(_, to)| to == "declined").collect();
        idea.rule.others = Others::NotDone;
        return idea;
    }
    idea.preference = FINISHED;
    let among = |words: &'static [&str]| move |text: &str| words.contains(&&*text.to_lowercase());
    if seen.texts().all(|text| among(&YES)(text) || among(&NO)(text)) {
        let to = if ARCHIVED.contains(&&*plain) { "declined" } else { "done" };
        idea.rule.values =
            seen.texts().filter(|text| among(&YES)(text)).map(|text| value(text, to)).collect();
        if idea.rule.values.is_empty() {
            return Idea::carried(name, None);
        }
        idea.rule.others = Others::Skip;
        return idea;
    }
    let is_day = |text: &str| {
        [None, Some(DateForm::DayMonth), Some(DateForm::MonthDay)]
            .into_iter()
            .any(|form| matches!(day(text, form), Day::Is(_)))
            || text.len() >= 10 && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    if seen.texts().all(is_day) {
        idea.rule.values = vec![value(ANY, "done")];
        idea.rule.others = Others::Say;
        return idea;
    }
    let words = Words::of(Column::Status, seen.texts(), numbers, policy);
    if seen.is_too_many() || words.unknown > super::MOST_WORDS {
        return Idea::carried(name, Some("could be `status`, but holds many texts".to_owned()));
    }
    let says_closed = words.values.iter().any(|(_, to)| to == "done" || to == "declined");
    idea.preference = if preference <= PLAIN_STATUS && says_closed { STATUS } else { STANDS + preference };
    if words.is_needed {
        idea.rule.values = words.values;
        idea.rule.others = Others::Say;
    }
    idea.decide.extend(words.decide);
    idea
}
