//! Contributions in words.

use std::fmt::{self, Display, Formatter};

use crate::{
    model::{Breaking, Decimal, Points, Request, push_digits},
    policy::{Criterion, Measure, Policy, Says, Values},
    rules::Rules,
    score::{Basis, Contribution, Contributor, judge},
};

/// What a contribution is for, in a few words: "9 teams would use it".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phrase<'a> {
    /// Fixed words.
    Words(&'static str),
    /// A rule took or gave points, by its place among those that do.
    Rule(usize),
    /// So many teams would use it.
    Adopters(u32),
    /// It breaks or deprecates something for so many consumers, where that is known.
    Consumers(Breaking, Option<u64>),
    /// A sentence of the policy's own, and what goes into it.
    Says(&'a str, Shown<'a>),
}

/// The value of a cell as it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown<'a> {
    /// A number with its unit.
    Number(Decimal, &'a str),
    /// A word.
    Word(&'a str),
}

/// The words for one contribution of a request.
pub fn phrase<'a>(request: &Request<'_>, part: Contribution, policy: &'a Policy) -> Phrase<'a> {
    match part.source {
        Contributor::Criterion(criterion) => of_criterion(criterion, part.points, request, policy),
        Contributor::Value => Phrase::Words("value agreed elsewhere"),
        Contributor::Confidence => Phrase::Words("low confidence"),
        Contributor::Rule(number) => Phrase::Rule(number),
    }
}

fn of_criterion<'a>(
    criterion: Criterion,
    points: Points,
    request: &Request<'_>,
    policy: &'a Policy,
) -> Phrase<'a> {
    let definition = policy.criterion(criterion);
    match &definition.says {
        Says::Adopters => match judge(criterion, request, policy).map(|judgement| judgement.basis) {
            Some(Basis::Cell(_)) => Phrase::Words("rated for reuse"),
            _ => Phrase::Adopters(request.adopters()),
        },
        Says::Consumers => consumers(request),
        Says::Either { helps, .. } if points > Points::ZERO => Phrase::Words(helps),
        Says::Either { harms, .. } => Phrase::Words(harms),
        Says::Value(says) => Phrase::Says(says, shown(&definition.measure, request)),
    }
}

fn consumers(request: &Request<'_>) -> Phrase<'static> {
    let evidence = &request.evidence;
    match evidence.breaking_level() {
        Some(Breaking::None | Breaking::Additive) => Phrase::Words("breaks nobody"),
        Some(level) => {
            let both = |(internal, external)| u64::from(internal) + u64::from(external);
            Phrase::Consumers(level, evidence.consumer_counts().map(both))
        }
        None => Phrase::Words("costs consumers"),
    }
}

/// What stands in the cell that a criterion is read from.
fn shown<'a>(measure: &'a Measure, request: &Request<'_>) -> Shown<'a> {
    let Measure::Cells(cells) = measure else { return Shown::Word("") };
    let value = request.evidence.cells.get(usize::from(cells.slot)).copied().flatten().unwrap_or_default();
    match &cells.values {
        Values::Words(words) => {
            let place = usize::try_from(value.millionths() / 1_000_000).unwrap_or(usize::MAX);
            Shown::Word(words.get(place).map_or("", String::as_str))
        }
        Values::Numbers | Values::Rating { .. } => Shown::Number(value, &cells.unit),
    }
}

impl Phrase<'_> {
    /// For those who do not know the names of rules.
    pub fn plain(&self) -> String {
        match self {
            Self::Rule(number) => Rules::ADJUSTMENTS[*number].1.to_owned(),
            _ => self.to_string(),
        }
    }
}

impl Phrase<'_> {
    /// Writes it at the end of a text. A roadmap has a phrase per contribution, and formatting each
    /// would take most of the time of writing it.
    pub(super) fn write(&self, out: &mut String) {
        match self {
            Self::Words(words) => out.push_str(words),
            Self::Rule(number) => out.push_str(Rules::ADJUSTMENTS[*number].0),
            Self::Adopters(1) => out.push_str("1 team would use it"),
            Self::Adopters(count) => {
                push_digits(u64::from(*count), out);
                out.push_str(" teams would use it");
            }
            Self::Consumers(level, count) => {
                out.push_str(if *level == Breaking::Deprecating { "deprecates" } else { "breaks" });
                match count {
                    None => out.push_str(" consumers"),
                    Some(1) => out.push_str(" 1 consumer"),
                    Some(count) => {
                        out.push(' ');
                        push_digits(*count, out);
                        out.push_str(" consumers");
                    }
                }
            }
            Self::Says(says, shown) => out.push_str(&says.replace("{value}", &shown.to_string())),
        }
    }
}

impl Display for Shown<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number, "") => write!(f, "{number}"),
            Self::Number(number, unit) => write!(f, "{number} {unit}"),
            Self::Word(word) => f.write_str(word),
        }
    }
}

impl Display for Phrase<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let mut words = String::new();
        self.write(&mut words);
        f.write_str(&words)
    }
}
