//! The scales in words: what each answer means, with an example, and a request that is judged so already.

use super::{Question, question::minus};
use crate::{
    model::{Column, Decimal, Points},
    policy::{CellMeasure, Definition, Effect, Policy, Values},
    roadmap::Roadmap,
};

/// An answer and what it means.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Step {
    /// The answer as it is written.
    pub answer: String,
    /// What it means.
    pub means: String,
    /// An example; blank where only the policy's author knows one.
    pub example: String,
    /// A request of the backlog that has this answer.
    pub precedent: Option<String>,
}

/// So many requests are looked at for examples.
const LOOKED_AT: usize = 10_000;

/// The question for a column, as it is asked of somebody who knows the request and not roadbed.
pub(super) const fn asks(column: Column) -> &'static str {
    match column {
        Column::Adopters => {
            "Which teams would use it? Separate names with ; or write how many teams there are, with yours. none: no team"
        }
        Column::Reuse => "How widely would it be used? From 0 (one team) to 5 (nearly everybody)",
        Column::Reliability => {
            "What does it do to reliability? From \u{2212}5 (harms it) over 0 (nothing) to 5 (improves it)"
        }
        Column::TechDebt => {
            "Does it leave work for later? From \u{2212}5 (removes much old debt) over 0 (no change) to 5 (adds much)"
        }
        Column::Breaking => "What happens to those who use the platform today?",
        Column::Consumers => "How many teams inside the company have to change something? 0 is an answer",
        Column::ExternalConsumers => {
            "How many developers or companies outside have to change something? 0 is an answer"
        }
        Column::ConsumerEffort => "How many weeks of work does each of them need?",
        Column::Migration => "How are they helped to change?",
        Column::Compatibility => {
            "What does it cost those who use it today? From 0 (nothing) to 5 (very much)"
        }
        Column::Value => "Points that were agreed elsewhere; they count in place of all the other answers",
        Column::Effort => "How many weeks of one person's work are left? A size will do",
        Column::Confidence => "How sure are you of these answers? Blank counts as high",
        _ => "",
    }
}

type Words = (&'static str, &'static str, &'static str);

const ADOPTERS: [Words; 4] = [
    ("checkout; search", "these teams, by name: the best answer", "Webhooks that two teams wait for"),
    ("8", "so many teams, yours among them", "One way to sign in, for all products"),
    ("1", "only the team that asks", "A report that one team reads"),
    ("none", "no team; it serves the platform itself", "Moving old logs to cheaper disks"),
];

const REUSE: [Words; 4] = [
    ("5", "nearly every team", "One way to sign in"),
    ("3", "about half of the teams", "Search that any product can call"),
    ("1", "two or three teams", "Labels for parcels"),
    ("0", "one team", "A report that one team reads"),
];

const RELIABILITY: [Words; 7] = [
    ("5", "ends a kind of failure that stopped users", "A second token service, after two outages this year"),
    ("3", "makes failures clearly rarer or shorter", "Payments are tried again after a time-out"),
    ("1", "helps a little", "An alert that comes ten minutes sooner"),
    ("0", "has no effect", "A new filter in search"),
    ("-1", "a little more can fail", "One more service to call at sign-in"),
    ("-3", "failures become clearly more frequent or longer", "All teams share one queue"),
    ("-5", "one failure of it stops everybody", "All calls go through one new server without a spare"),
];

const TECH_DEBT: [Words; 7] = [
    ("-5", "removes a burden that slows every change", "Switching off the second sign-in system"),
    ("-3", "removes a burden that slows one area", "One library in place of five copies"),
    ("-1", "tidies up a little", "Deleting settings that nobody uses"),
    ("0", "changes nothing", "A page of documentation"),
    ("1", "leaves a little to tidy up", "A switch to remove after the launch"),
    ("3", "leaves work that one area will feel", "A copy of the search service for one team"),
    ("5", "everybody will work around it for years", "A second way to sign in beside the old one"),
];

const BREAKING: [Words; 4] = [
    ("none", "nothing changes for them", "A faster database behind the same interface"),
    ("additive", "there is something new; nobody has to use it", "One more field in an answer"),
    ("deprecating", "the old way is announced to end; it works for now", "Version 1 gets an end date"),
    ("breaking", "they have to change something, or it stops working for them", "Version 1 is switched off"),
];

const CONSUMERS: [Words; 2] = [
    ("12", "so many teams have to change something", "Twelve services call the old version"),
    ("0", "nobody has to", "All teams have moved already"),
];

const EXTERNAL: [Words; 2] = [
    ("40", "so many outside have to change something", "Forty companies call the old version"),
    ("0", "nobody has to", "Only teams inside use it"),
];

const MIGRATION: [Words; 3] = [
    ("none", "not at all", "An e-mail says what changes"),
    ("guide", "a guide shows each step", "A page with old and new calls side by side"),
    ("automated", "a tool does most of the work (80 %)", "A script rewrites the calls"),
];

const COMPATIBILITY: [Words; 3] = [
    ("0", "nothing", "A faster database behind the same interface"),
    ("3", "some weeks of work for several teams", "A call gets another name"),
    ("5", "very much", "Everybody has to sign in another way"),
];

const CONFIDENCE: [Words; 3] = [
    ("high", "measured, or done before (100 %)", "The last three moves like it took as long"),
    ("medium", "a good reason, not measured (80 %)", "Two teams said that they would use it"),
    ("low", "a guess (50 %)", "Nobody has looked into it yet"),
];

/// The answers to the question for a column.
pub(super) fn steps(column: Column) -> Vec<Step> {
    let words: &[Words] = match column {
        Column::Adopters => &ADOPTERS,
        Column::Reuse => &REUSE,
        Column::Reliability => &RELIABILITY,
        Column::TechDebt => &TECH_DEBT,
        Column::Breaking => &BREAKING,
        Column::Consumers => &CONSUMERS,
        Column::ExternalConsumers => &EXTERNAL,
        Column::Migration => &MIGRATION,
        Column::Compatibility => &COMPATIBILITY,
        Column::Confidence => &CONFIDENCE,
        _ => &[],
    };
    words.iter().map(|&(answer, means, example)| step(answer, means, example)).collect()
}

fn step(answer: impl Into<String>, means: impl Into<String>, example: impl Into<String>) -> Step {
    Step { answer: answer.into(), means: means.into(), example: example.into(), precedent: None }
}

/// The policy's sizes.
pub(super) fn efforts(policy: &Policy) -> Vec<Step> {
    let weeks = |weeks| if weeks == "1" { "1 week".to_owned() } else { format!("{weeks} weeks") };
    let size = |(name, size): &(String, crate::model::Weeks)| step(name, weeks(size.to_string()), "");
    let number =
        step("2.5", "two and a half weeks", "One person for two and a half weeks, or five for half a week");
    policy.sizes.iter().map(size).chain([number]).collect()
}

/// What the policy says of a criterion of its own: its words, or the points that its scale goes through.
pub(super) fn of_own(definition: &Definition, cells: &CellMeasure) -> Vec<Step> {
    let does = match definition.effect {
        Effect::Benefit => ("earns", "costs"),
        Effect::Cost => ("costs", "earns"),
    };
    let means = |value: i64| {
        let percent = Points::from_thousandths(value.abs() * 100);
        let does = if value < 0 { does.1 } else { does.0 };
        if value == 0 {
            "earns and costs nothing".to_owned()
        } else {
            format!("{does} {percent} % of the weight")
        }
    };
    let unit = if cells.unit.is_empty() { String::new() } else { format!(" ({})", cells.unit) };
    let anchors = definition.scale.anchors().iter();
    match &cells.values {
        Values::Words(words) => {
            words.iter().zip(anchors).map(|(word, anchor)| step(word, means(anchor.value), "")).collect()
        }
        Values::Numbers | Values::Rating { .. } => anchors
            .map(|anchor| {
                let at = Points::from_thousandths(anchor.at).to_string();
                step(at, format!("{}{unit}", means(anchor.value)), "")
            })
            .collect(),
    }
}

/// Names for each answer the first request of the backlog that has it: people judge by comparing.
pub(super) fn add_precedents(questions: &mut [Question], roadmap: &Roadmap<'_>) {
    for request in roadmap.backlog.requests.iter().take(LOOKED_AT) {
        let Some(cells) = roadmap.sheets.row(request.row) else { continue };
        for question in questions.iter_mut() {
            let Some((_, text)) = cells.cell(question.field) else { continue };
            let open = question.steps.iter_mut().filter(|step| step.precedent.is_none());
            for step in open.filter(|step| same(&step.answer, &text)) {
                step.precedent = Some(format!("{} · {}", request.id, request.title.trim()));
            }
        }
    }
}

/// Whether two cells hold the same answer: the same number, or the same word whatever its case.
fn same(one: &str, other: &str) -> bool {
    let other = other.trim();
    match (Decimal::parse(one), Decimal::parse(other)) {
        (Some(one), Some(other)) => one == other,
        _ => one.to_lowercase() == other.to_lowercase(),
    }
}

/// The steps in a few words, for whoever stands in a cell: as many of them as fit into so many letters.
pub fn in_short(question: &Question, room: usize) -> String {
    let mut text = question.asks.clone();
    let mut left = room.saturating_sub(text.chars().count());
    for step in &question.steps {
        let answer = step.answer.parse().map_or_else(|_| step.answer.clone(), minus);
        let line = format!("\n{answer}: {}", step.means);
        let Some(rest) = left.checked_sub(line.chars().count()) else { break };
        left = rest;
        text.push_str(&line);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        diagnostic::{Finding, Source},
        ingest,
        model::{Breaking, Word},
        workers::Workers,
    };

    #[test]
    fn every_step_is_an_answer_that_is_taken() {
        let mut tried = 0;
        for &column in Column::ALL {
            for step in steps(column) {
                let text = format!("id,title,{}\nA,one,\"{}\"\n", column.name(), step.answer);
                let sources = [Source::new("b.csv", text)];
                let reading = ingest::read(&sources, 0, &Policy::default(), Workers::default());
                assert!(!reading.findings.iter().any(Finding::is_error), "{step:?}: {:?}", reading.findings);
                tried += 1;
            }
        }
        assert!(tried > 30);
        let breaking = steps(Column::Breaking);
        assert!(breaking.iter().map(|step| &*step.answer).eq(Breaking::WORDS.iter().map(|&(word, _)| word)));
    }

    #[test]
    fn every_step_has_a_meaning_and_an_example() {
        for &column in Column::ALL {
            assert!(steps(column).iter().all(|step| !step.means.is_empty() && !step.example.is_empty()));
            assert!(steps(column).is_empty() || !asks(column).is_empty(), "{column:?}");
        }
    }
}
