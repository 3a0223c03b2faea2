//! How evenly the teams fare: an index of the spread, and the minimum that no index shows.

use super::{Figures, Ratio};
use crate::model::Team;

/// How evenly the teams fare.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fairness {
    /// The coverage of each team that asked for any positive score, by name.
    pub coverages: Vec<(Team, Ratio)>,
    /// Jain's index over the coverages. Not defined where there are none, or all are nothing.
    pub jain: Option<f64>,
    /// The lowest coverage, and who has it.
    pub minimum: Option<(Ratio, Vec<Team>)>,
    /// Teams that asked for no positive score, so that they have no coverage.
    pub left_out: Vec<Team>,
    /// Teams of whose requests none is granted.
    pub with_nothing: Vec<Team>,
}

impl Fairness {
    /// The fairness among teams.
    pub(super) fn of(teams: &[(Team, Figures)]) -> Self {
        let coverages: Vec<(Team, Ratio)> =
            teams.iter().filter_map(|(team, figures)| Some((*team, figures.coverage()?))).collect();
        let those = |holds: fn(&Figures) -> bool| {
            teams.iter().filter(|(_, figures)| holds(figures)).map(|&(team, _)| team).collect()
        };
        let least = coverages.iter().map(|&(_, coverage)| coverage).min();
        Self {
            jain: jain(coverages.iter().map(|&(_, coverage)| coverage.to_f64())),
            minimum: least.map(|least| {
                let has_it = coverages.iter().filter(|&&(_, coverage)| coverage == least);
                (least, has_it.map(|&(team, _)| team).collect())
            }),
            left_out: those(|figures| figures.coverage().is_none()),
            with_nothing: those(|figures| figures.granted.requests == 0),
            coverages,
        }
    }
}

/// Jain's index of numbers that are not negative: (Σx)² ÷ (n · Σx²), which is 1 where all are
/// equal and k/n where k of n share everything equally.
///
/// Source: Jain, Chiu and Hawe 1984, "A quantitative measure of fairness and discrimination for
/// resource allocation in shared computer systems". Added in the order given: the same numbers
/// give the same index on every machine.
pub fn jain(numbers: impl IntoIterator<Item = f64>) -> Option<f64> {
    let (mut count, mut sum, mut squares) = (0.0, 0.0, 0.0);
    for number in numbers {
        count += 1.0;
        sum += number;
        squares += number * number;
    }
    (squares > 0.0).then(|| (sum * sum / (count * squares)).min(1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_index_by_hand() {
        // All equal: 1. One of four has everything: 1/4. (1 + 2 + 3)² ÷ (3 × 14) = 36/42.
        assert_eq!(jain([0.5, 0.5, 0.5]), Some(1.0));
        assert_eq!(jain([1.0, 0.0, 0.0, 0.0]), Some(0.25));
        assert_eq!(jain([1.0, 2.0, 3.0]), Some(36.0 / 42.0));
        assert_eq!(jain([0.0, 0.0]), None);
        assert_eq!(jain([]), None);
    }
}
