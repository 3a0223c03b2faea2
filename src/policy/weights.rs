//! The weights of the four criteria.

use crate::model::Decimal;
use crate::toml_file::Section;

/// What a request can be judged by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Criterion {
    /// How many teams would use it.
    Reuse,
    /// What it does to reliability.
    Reliability,
    /// What it does to technical debt.
    TechDebt,
    /// What it costs those who already use the platform.
    Compatibility,
}

impl Criterion {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 4] = [Self::Reuse, Self::Reliability, Self::TechDebt, Self::Compatibility];

    /// Its name in files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Reuse => "reuse",
            Self::Reliability => "reliability",
            Self::TechDebt => "tech_debt",
            Self::Compatibility => "compatibility",
        }
    }
}

/// The weights as given, in thousandths. They are scaled to sum to 100 points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Weights([i64; 4]);

impl Default for Weights {
    fn default() -> Self {
        Self([35_000, 25_000, 20_000, 20_000])
    }
}

impl Weights {
    /// The points that a criterion can earn or cost at most, as an exact fraction in thousandths
    /// of a point: numerator up to 10¹¹, denominator up to 4 · 10⁶.
    pub fn thousandths(&self, criterion: Criterion) -> (i128, i128) {
        let sum: i64 = self.0.iter().sum();
        (i128::from(self.0[criterion as usize]) * 100_000, i128::from(sum))
    }

    /// A weight as it was given.
    pub const fn given(&self, criterion: Criterion) -> Decimal {
        Decimal::from_millionths(self.0[criterion as usize] * 1000)
    }

    pub(super) fn read(section: &Section<'_, '_>) -> Self {
        let Self(defaults) = Self::default();
        let read = Criterion::ALL.map(|criterion| {
            let default = Decimal::from_millionths(defaults[criterion as usize] * 1000);
            section.number(criterion.name(), [0, 1000], default).thousandths()
        });
        if read.iter().sum::<i64>() == 0 {
            if let Some(entry) = section.get(Criterion::Reuse.name()) {
                entry.refuse("above 0 where all other weights are 0", "give at least one criterion a weight");
            }
            return Self::default();
        }
        Self(read)
    }
}
