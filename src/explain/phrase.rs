//! Contributions in words.

use std::fmt::{self, Display, Formatter};

use crate::{
    model::{Breaking, Points, Request, push_digits},
    policy::Criterion,
    rules::Settings,
    score::{Contribution, Contributor},
};

/// What a contribution is for, in a few words: "9 teams would use it".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phrase {
    /// Fixed words.
    Words(&'static str),
    /// A rule took or gave points, by its place among those that do.
    Rule(usize),
    /// So many teams would use it.
    Adopters(u32),
    /// It breaks or deprecates something for so many consumers, where that is known.
    Consumers(Breaking, Option<u64>),
}

/// The words for one contribution of a request.
pub fn phrase(request: &Request<'_>, part: Contribution) -> Phrase {
    let helps = part.points > Points::ZERO;
    let evidence = &request.evidence;
    Phrase::Words(match part.source {
        Contributor::Criterion(Criterion::Reuse) => {
            let adopters = request.adopters();
            if evidence.adopter_count.is_some() || adopters >= 2 || evidence.reuse.is_none() {
                return Phrase::Adopters(adopters);
            }
            "rated for reuse"
        }
        Contributor::Criterion(Criterion::Reliability) if helps => "improves reliability",
        Contributor::Criterion(Criterion::Reliability) => "harms reliability",
        Contributor::Criterion(Criterion::TechDebt) if helps => "pays down debt",
        Contributor::Criterion(Criterion::TechDebt) => "adds debt",
        Contributor::Criterion(Criterion::Compatibility) => match evidence.breaking_level() {
            Some(Breaking::None | Breaking::Additive) => "breaks nobody",
            Some(level) => {
                let both = |(internal, external)| u64::from(internal) + u64::from(external);
                return Phrase::Consumers(level, evidence.consumer_counts().map(both));
            }
            None => "costs consumers",
        },
        Contributor::Value => "value agreed elsewhere",
        Contributor::Confidence => "low confidence",
        Contributor::Rule(number) => return Phrase::Rule(number),
    })
}

impl Phrase {
    /// For those who do not know the names of rules.
    pub fn plain(&self) -> String {
        match self {
            Self::Rule(number) => Settings::ADJUSTMENTS[*number].1.to_owned(),
            _ => self.to_string(),
        }
    }
}

impl Phrase {
    /// Writes it at the end of a text. A roadmap has a phrase per contribution, and formatting each
    /// would take most of the time of writing it.
    pub(super) fn write(&self, out: &mut String) {
        match self {
            Self::Words(words) => out.push_str(words),
            Self::Rule(number) => out.push_str(Settings::ADJUSTMENTS[*number].0),
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
        }
    }
}

impl Display for Phrase {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let mut words = String::new();
        self.write(&mut words);
        f.write_str(&words)
    }
}
