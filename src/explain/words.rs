//! Sentences about what decides between two requests.

use super::contrast::{Contrast, Decided};
use crate::{
    model::{Date, Points, Weeks},
    order::{Total, Verdict},
    roadmap::Roadmap,
};

impl Contrast {
    /// What puts one request before the other, in a sentence.
    pub fn sentence(&self, roadmap: &Roadmap<'_>) -> String {
        let id = |node| roadmap.id(node);
        let Some(first) = self.first else {
            return format!("Neither {} nor {} is built.", id(self.one), id(self.other));
        };
        let second = if first == self.one { self.other } else { self.one };
        let (first_id, second_id) = (id(first), id(second));
        let why = match self.decided {
            Decided::Verdicts(one, other) => {
                let verdict = if first == self.one { other } else { one };
                return format!("{first_id} is built; {second_id} is {}.", state(verdict));
            }
            Decided::Mandate(_) => "it is mandated".to_owned(),
            Decided::Override(moved) => {
                let decision = roadmap.overridden(moved).map(|it| roadmap.decisions.of(&it.decision));
                let by = decision.map_or(String::new(), |it| format!(" by {}: {}", it.by, it.reason));
                format!("{} was placed{by}", id(moved))
            }
            Decided::Waits(_) => format!("{second_id} waits for it"),
            Decided::ScorePerWeek(a, b) => {
                format!(
                    "its bundle brings {} points a week, that of {second_id} {}",
                    returned(a),
                    returned(b)
                )
            }
            Decided::Date(due, later) => format!(
                "their bundles return the same, and its own is needed {}, the other {}",
                by(due),
                by(later)
            ),
            Decided::Effort(a, b) => format!(
                "their bundles return the same, and its own takes {} weeks, the other {}",
                a.effort, b.effort
            ),
            Decided::Moved => "overrides of others moved them".to_owned(),
            Decided::Inside(bundle) => {
                format!("both are in bundle {bundle}, whose value arrives soonest in this order")
            }
            Decided::Id => "everything else is equal, and its id is smaller".to_owned(),
        };
        format!("{first_id} comes before {second_id}: {why}.")
    }
}

/// Points per week, with one decimal.
pub(super) fn returned(total: Total) -> String {
    per_week(total.score, total.effort)
}

/// Points per week, with one decimal.
pub(super) fn per_week(score: Points, effort: Weeks) -> String {
    Points::rounded(i128::from(score.thousandths()) * 1000, i128::from(effort.thousandths())).short()
}

fn by(date: Option<Date>) -> String {
    date.map_or("by no date".to_owned(), |date| format!("by {date}"))
}

/// A verdict as a state of a request.
pub(super) const fn state(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Build => "to be built",
        _ => verdict.shown(),
    }
}

/// A clause as a sentence: with a capital letter and a full stop.
pub fn full_sentence(clause: &str) -> String {
    let mut characters = clause.chars();
    let first = characters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(characters).chain(['.']).collect()
}
