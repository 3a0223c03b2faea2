//! Sentences about what decides between two requests.

use super::contrast::{Contrast, Decided};
use crate::{
    model::{Date, Node, Number, Points, Weeks},
    order::Total,
    roadmap::Roadmap,
};

impl Contrast {
    /// What puts one request before the other, in a sentence.
    pub fn sentence(&self, roadmap: &Roadmap<'_>) -> String {
        let id = |node| roadmap.id(node);
        let Some(first) = self.first else {
            return format!("Neither {} nor {} is to be built.", id(self.one), id(self.other));
        };
        let second = if first == self.one { self.other } else { self.one };
        let (first_id, second_id) = (id(first), id(second));
        let why = match self.decided {
            Decided::Verdicts(one, other) => {
                let verdict = if first == self.one { other } else { one };
                return format!("{first_id} is to be built; {second_id} {}.", verdict.predicate());
            }
            Decided::Mandate(_) => "it is mandated".to_owned(),
            Decided::Override(moved) => {
                let decision =
                    roadmap.overridden(moved).map(|it| roadmap.policy.rules.overrides.of(&it.decision));
                let by = decision.map_or(String::new(), |it| format!(" by {}: {}", it.by, it.reason));
                format!("an override moved {}{by}", id(moved))
            }
            Decided::Waits(_) => format!("{second_id} waits for it"),
            Decided::ScorePerWeek(a, b) => {
                let [one, other] = told_apart(a, b);
                format!("its bundle brings {one} points a week, the bundle of {second_id} {other}")
            }
            Decided::Date(due, later) => format!(
                "{} and the earlier date decides ({}, the bundle of {second_id} {})",
                tie(roadmap, first),
                by(due),
                by(later)
            ),
            Decided::Effort(a, b) => format!(
                "{} and less effort decides ({}, the bundle of {second_id} {})",
                tie(roadmap, first),
                a.effort.in_words(),
                b.effort
            ),
            Decided::Moved => "overrides of other requests moved them".to_owned(),
            Decided::Inside(bundle) => {
                format!("both are in bundle {bundle}, and this order delivers its value soonest")
            }
            Decided::Id => format!("{} and the smaller id decides", tie(roadmap, first)),
        };
        format!("{first_id} comes before {second_id}: {why}.")
    }
}

/// The scores per week of two bundles, with one decimal where that tells them apart, else with all
/// three.
fn told_apart(one: Total, other: Total) -> [String; 2] {
    let exact = |total: Total| ratio(total.score, total.effort);
    let short = [exact(one).short(), exact(other).short()];
    if short[0] != short[1] {
        return short;
    }
    let [one, other] = [exact(one).to_string(), exact(other).to_string()];
    let other = if one == other { format!("{other} (less before rounding)") } else { other };
    [one, other]
}

/// That two bundles have the same score per week, which is that of the bundle of `node`.
fn tie(roadmap: &Roadmap<'_>, node: Node) -> String {
    let bundle = roadmap.bundle_of(node).and_then(|number| roadmap.ranking.bundles.get(number.place()));
    let at = bundle.map_or(String::new(), |it| format!(" at {} points a week", ratio(it.score, it.effort)));
    format!("a tie{at},")
}

/// Points per week.
fn ratio(score: Points, effort: Weeks) -> Points {
    Points::rounded(i128::from(score.thousandths()) * 1000, i128::from(effort.thousandths()))
}

fn by(date: Option<Date>) -> String {
    date.map_or("has no date".to_owned(), |date| format!("by {date}"))
}

/// A clause as a sentence: with a capital letter and a full stop.
pub fn full_sentence(clause: &str) -> String {
    let mut characters = clause.chars();
    let first = characters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(characters).chain(['.']).collect()
}
