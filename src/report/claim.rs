//! What is claimed of the order: how good it is proven to be, and under which conditions. Everything
//! that shows a roadmap takes the claim from here, so that none of them leaves a condition out.

use super::{Bound, Summary};
use crate::model::Weeks;

/// The claim, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Claim {
    /// What stands out: "Proven", or by how much at most another order could be better.
    pub(super) figure: String,
    /// What is claimed, as a clause, with its conditions behind it.
    pub(super) clause: String,
    /// The whole as a sentence.
    pub(super) sentence: String,
}

impl Claim {
    /// The claim about a roadmap; nothing where there is nothing to compare with.
    pub(super) fn of(summary: &Summary) -> Option<Self> {
        let given = conditions(summary);
        let behind = if given.is_empty() { String::new() } else { format!(" ({given})") };
        let within = |hundredths: u64| format!("{}.{:02} %", hundredths / 100, hundredths % 100);
        match summary.bound {
            Bound::None => None,
            Bound::Optimal => Some(Self {
                figure: "Proven".to_owned(),
                clause: format!("no other order delivers value sooner{behind}"),
                sentence: format!("Proven{behind}: no other order delivers value sooner."),
            }),
            Bound::Within(hundredths) => Some(Self {
                figure: within(hundredths),
                clause: format!("at most: how much sooner any other order could deliver value{behind}"),
                sentence: format!(
                    "Proven{behind}: no other order can deliver value more than {} sooner.",
                    within(hundredths)
                ),
            }),
        }
    }
}

/// What the claim leaves out of the comparison: mandated work goes first whatever it costs, and what
/// people decided is priced apart.
fn conditions(summary: &Summary) -> String {
    let mandates = (summary.mandated > Weeks::ZERO).then(|| "mandates first".to_owned());
    let decisions = match summary.overrides.0 {
        0 => None,
        1 => Some("apart from 1 decision".to_owned()),
        more => Some(format!("apart from {more} decisions")),
    };
    mandates.into_iter().chain(decisions).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_condition_stands_beside_the_claim() {
        let claim = |mandated: i64, obeyed: usize| {
            let mandated = Weeks::from_thousandths(mandated);
            let summary =
                Summary { mandated, overrides: (obeyed, 0), bound: Bound::Optimal, ..Summary::default() };
            Claim::of(&summary).unwrap().sentence
        };
        assert_eq!(claim(0, 0), "Proven: no other order delivers value sooner.");
        assert_eq!(claim(1, 0), "Proven (mandates first): no other order delivers value sooner.");
        assert_eq!(
            claim(1, 2),
            "Proven (mandates first, apart from 2 decisions): no other order delivers value sooner."
        );
        assert_eq!(claim(0, 1), "Proven (apart from 1 decision): no other order delivers value sooner.");
        assert_eq!(Claim::of(&Summary::default()), None);
    }
}
