//! Why, in words for those who know neither the criteria nor their points.

use super::{About, Audience, capital, ended, named};
use crate::{
    explain::{
        phrase::Phrase,
        why::{Clause, ReasonPart},
    },
    model::{Breaking, Column, Points},
    score::Contributor,
};

/// How many reasons an answer gives for each side.
const REASONS: usize = 2;

impl About<'_, '_, '_> {
    /// The clauses for or against it, the weightiest first.
    pub(super) fn sides(&self, helps: bool) -> Vec<String> {
        let parts = self.why.clauses.iter().filter_map(|clause| match clause {
            Clause::Earns(parts) | Clause::BringsNothing(parts) | Clause::CostsMore { parts, .. } => {
                Some(parts)
            }
            _ => None,
        });
        let mut parts: Vec<&ReasonPart<'_>> =
            parts.flatten().filter(|part| (part.contribution.points > Points::ZERO) == helps).collect();
        parts.sort_by_key(|part| std::cmp::Reverse(part.contribution.points.thousandths().abs()));
        parts.into_iter().filter_map(plain).take(REASONS).collect()
    }

    /// Both sides in a sentence: "2 teams would use it, but it adds debt".
    pub(super) fn weighed(&self) -> Option<String> {
        let (helps, harms) = (self.sides(true).join(" and "), self.sides(false).join(" and "));
        match (helps.is_empty(), harms.is_empty()) {
            (true, true) => None,
            (false, true) => Some(helps),
            (true, false) => Some(harms),
            (false, false) => Some(format!("{helps}, but {harms}")),
        }
    }

    /// What puts it where it is, other than what it earns.
    pub(super) fn placed(&self) -> Option<String> {
        self.why.clauses.iter().find_map(|clause| match clause {
            Clause::ByHand(..) => self.decision(),
            Clause::NeededByDecision(id) => {
                Some(format!("It is built because {} needs it.", self.work(*id, "work that was decided")))
            }
            Clause::MandatedBy(mandate) => {
                Some(format!("It goes first because it is mandated: {}.", ended(mandate)))
            }
            Clause::NeededByMandated(id) => Some(format!(
                "It goes first because {} needs it, which is mandated.",
                self.work(*id, "other work")
            )),
            _ => None,
        })
    }

    /// A request by its id, in the words of the audience.
    fn work(&self, id: Option<&str>, unnamed: &str) -> String {
        let node = id.filter(|_| self.audience != Audience::Developer);
        let node = node.and_then(|id| self.roadmap.nodes().find(|&node| self.roadmap.id(node) == id));
        node.map_or_else(|| unnamed.to_owned(), |node| named(self.roadmap, node))
    }

    /// What gets better, as the request says.
    pub(super) fn outcome(&self) -> Option<String> {
        let cells = self.roadmap.sheets.row(self.request.row)?;
        let (_, outcome) = cells.cell(Column::Outcome)?;
        let outcome = outcome.split_whitespace().collect::<Vec<_>>().join(" ");
        (!outcome.is_empty()).then(|| format!("What it is for: \"{}\".", ended(&outcome)))
    }
}

/// A contribution as a clause with a subject. Nothing where it would need a number with a sign, which only
/// those understand who know the scale.
fn plain(part: &ReasonPart<'_>) -> Option<String> {
    let phrase = part.phrase();
    let words = phrase.plain();
    Some(match (part.contribution.source, phrase) {
        (Contributor::Confidence, _) => "much about it is still uncertain".to_owned(),
        (Contributor::Value, _) => "its value was agreed elsewhere".to_owned(),
        (Contributor::Rule(_), _) => format!("it is {words}"),
        (_, Phrase::Adopters(_)) => words,
        (_, Phrase::Consumers(level, count)) => consumers(level, count),
        (_, Phrase::Words("rated for reuse")) => "several teams are expected to use it".to_owned(),
        (_, Phrase::Says(..)) if has_sign(&words) => return None,
        (_, Phrase::Says(..)) if part.contribution.points > Points::ZERO => {
            format!("in its favour counts: {words}")
        }
        (_, Phrase::Says(..)) => format!("against it counts: {words}"),
        _ => format!("it {words}"),
    })
}

/// What those who use the platform today would have to do.
fn consumers(level: Breaking, count: Option<u64>) -> String {
    let who = match count {
        None => "some who use the platform today".to_owned(),
        Some(1) => "one who uses the platform today".to_owned(),
        Some(count) => format!("{count} who use the platform today"),
    };
    let end = if level == Breaking::Deprecating { "change in time" } else { "change at once" };
    format!("{who} would have to {end}")
}

/// Whether a text has a number with a sign.
fn has_sign(text: &str) -> bool {
    text.as_bytes().windows(2).any(|pair| matches!(pair[0], b'+' | b'-') && pair[1].is_ascii_digit())
}

/// A clause as a sentence.
pub(super) fn sentence(clause: &str) -> String {
    format!("{}.", capital(clause))
}
