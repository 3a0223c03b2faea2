//! What a scoring sheet asks: the columns with which a request is judged, criterion by criterion, as few as
//! that takes.

use super::{
    scale::{self, Step},
    sizes,
};
use crate::{
    model::{Breaking, Column, Field, Word},
    policy::{CellMeasure, Criterion, Measure, Policy, Values},
    roadmap::{Roadmap, counts},
};

/// A column to fill in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// What the answers judge.
    pub subject: Subject,
    /// The column that they go into.
    pub field: Field,
    /// The name of that column.
    pub column: String,
    /// What may be answered.
    pub answer: Answer,
    /// Whether an answer is asked for.
    pub when: When,
    /// The question as people read it.
    pub asks: String,
    /// How an answer looks, in a few words.
    pub hint: String,
    /// Answers with what each means.
    pub steps: Vec<Step>,
}

/// What the answers to a question judge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// One of the policy's criteria.
    Criterion(Criterion),
    /// Points agreed elsewhere, in place of the criteria.
    Value,
    /// How much work it is.
    Effort,
    /// How sure the answers are.
    Confidence,
}

/// What may be answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Names of teams, or how many there are.
    Teams,
    /// A number from the first to the second.
    Rating(i32, i32),
    /// How many there are.
    Count,
    /// Any number.
    Number,
    /// Weeks, or one of the policy's sizes.
    Weeks,
    /// One of the words of the steps.
    Words,
}

/// When an answer is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// For every request.
    Always,
    /// Only where consumers have to change something.
    ConsumersChange,
    /// Where somebody wishes to say it.
    Wished,
}

impl Question {
    /// Its column's name as a heading, which is still read as that name.
    pub fn heading(&self) -> String {
        let Field::Known(_) = self.field else { return self.column.clone() };
        let mut letters = self.column.replace('_', " ");
        if let Some(first) = letters.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        letters
    }
}

/// The answers after which consumers have to change something.
pub(crate) fn consumers_change() -> impl Iterator<Item = &'static str> {
    let changes = |level: &Breaking| matches!(level, Breaking::Deprecating | Breaking::Breaking);
    Breaking::WORDS.iter().filter(move |(_, level)| changes(level)).map(|&(word, _)| word)
}

/// The questions by which a roadmap's requests are judged. Columns that say the same in another way are
/// among them only where a request has one of them filled already.
pub(super) fn questions(roadmap: &Roadmap<'_>, filled: impl Fn(Field) -> bool) -> Vec<Question> {
    let policy = &roadmap.policy;
    let mut questions = Vec::new();
    for criterion in policy.criteria().filter(|&criterion| counts(criterion, policy)) {
        let subject = Subject::Criterion(criterion);
        match &policy.criterion(criterion).measure {
            Measure::Adoption => questions.extend(adoption(subject, &filled)),
            Measure::Consumers => questions.extend(compatibility(subject, &filled)),
            Measure::Cells(cells) => questions.push(of_cells(criterion, cells, policy)),
        }
    }
    if filled(Column::Value.into()) {
        let hint = "points, if they were agreed elsewhere";
        questions.push(known(Subject::Value, Column::Value, Answer::Number, When::Wished, hint));
    }
    questions.push(Question {
        hint: format!("weeks, or a size: {}", sizes(policy)),
        steps: scale::efforts(policy),
        ..known(Subject::Effort, Column::Effort, Answer::Weeks, When::Always, "")
    });
    let hint = "pick a word";
    questions.push(known(Subject::Confidence, Column::Confidence, Answer::Words, When::Wished, hint));
    scale::add_precedents(&mut questions, roadmap);
    questions
}

/// A question about a canonical column.
fn known(subject: Subject, column: Column, answer: Answer, when: When, hint: &str) -> Question {
    Question {
        subject,
        field: column.into(),
        column: column.name().to_owned(),
        answer,
        when,
        asks: scale::asks(column).to_owned(),
        hint: hint.to_owned(),
        steps: scale::steps(column),
    }
}

fn adoption(subject: Subject, filled: impl Fn(Field) -> bool) -> impl Iterator<Item = Question> {
    let rating = filled(Column::Reuse.into()).then(|| {
        let hint = "0 to 5, if no team is known";
        known(subject, Column::Reuse, Answer::Rating(0, 5), When::Wished, hint)
    });
    let hint = "names of teams, or how many";
    [known(subject, Column::Adopters, Answer::Teams, When::Always, hint)].into_iter().chain(rating)
}

fn compatibility(subject: Subject, filled: impl Fn(Field) -> bool) -> impl Iterator<Item = Question> {
    use Column::{Breaking, Compatibility, ConsumerEffort, Consumers, ExternalConsumers, Migration};
    let change = When::ConsumersChange;
    let asked = [
        known(subject, Breaking, Answer::Words, When::Always, "pick a word"),
        known(subject, Consumers, Answer::Count, change, "how many inside"),
        known(subject, ExternalConsumers, Answer::Count, change, "how many outside"),
        known(subject, Migration, Answer::Words, change, "pick a word"),
    ];
    let each = filled(ConsumerEffort.into()).then(|| {
        known(subject, ConsumerEffort, Answer::Rating(0, 1000), When::Wished, "weeks for each of them")
    });
    let rating = filled(Compatibility.into()).then(|| {
        let hint = "0 free to 5 very costly, if no number is known";
        known(subject, Compatibility, Answer::Rating(0, 5), When::Wished, hint)
    });
    asked.into_iter().chain(each).chain(rating)
}

/// The question of a criterion that one column is read for.
fn of_cells(criterion: Criterion, cells: &CellMeasure, policy: &Policy) -> Question {
    let subject = Subject::Criterion(criterion);
    let definition = policy.criterion(criterion);
    let answer = match &cells.values {
        Values::Rating { least, most } => Answer::Rating(*least, *most),
        Values::Numbers => Answer::Number,
        Values::Words(_) => Answer::Words,
    };
    let hint = match &cells.values {
        Values::Rating { least, most } => format!("{} to {most}", minus(*least)),
        Values::Numbers if cells.unit.is_empty() => "a number".to_owned(),
        Values::Numbers => cells.unit.to_string(),
        Values::Words(_) => "pick a word".to_owned(),
    };
    if let Field::Known(column) = cells.field {
        return known(subject, column, answer, When::Always, &hint);
    }
    Question {
        subject,
        field: cells.field,
        column: policy.column_name(cells.field).to_owned(),
        answer,
        when: When::Always,
        asks: format!("{}?", definition.label),
        hint,
        steps: scale::of_own(definition, cells),
    }
}

/// A number with a true minus sign, as people read it.
pub(super) fn minus(number: i32) -> String {
    number.to_string().replace('-', "\u{2212}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_read_as_the_columns_that_they_stand_for() {
        for &column in Column::ALL {
            let question = known(Subject::Effort, column, Answer::Number, When::Always, "");
            assert_eq!(Column::from_header(&question.heading()), Some(column));
        }
    }

    #[test]
    fn consumers_are_asked_for_where_they_have_to_change_something() {
        assert_eq!(consumers_change().collect::<Vec<_>>(), ["deprecating", "breaking"]);
    }
}
