//! What requests are judged by, as data: one list drives scoring, columns, reasons, formulas and
//! what would change an answer. The built-in criteria are its first entries.

use std::borrow::Cow;

use super::Scale;
use crate::{
    model::{Column, Decimal, Field},
    toml_file::Section,
};

/// A criterion, by its place in the policy's list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Criterion(pub u8);

impl Criterion {
    /// Its place in the policy's list.
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// What a criterion is: how it is measured, what that is worth, and in which words it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Definition {
    /// Its name in policy and data.
    pub name: Cow<'static, str>,
    /// Its name for people.
    pub label: Cow<'static, str>,
    /// The heading of its points in tables.
    pub heading: Cow<'static, str>,
    /// Its weight as it was given.
    pub weight: Decimal,
    /// From a measure to a share of the weight.
    pub scale: Scale,
    /// How it is measured.
    pub measure: Measure,
    /// Whether it earns points or costs them.
    pub effect: Effect,
    /// Its words in a reason.
    pub says: Says,
    /// What it measures, in a line.
    pub about: Cow<'static, str>,
}

/// How a criterion is measured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Measure {
    /// By the teams that would use the result; by a rating where nobody is named or counted.
    Adoption,
    /// By the weeks that existing consumers would need; by a rating where nothing is known of them.
    Consumers,
    /// By the cells of one column.
    Cells(CellMeasure),
}

/// The column that a criterion is read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellMeasure {
    /// The column.
    pub field: Field,
    /// Its place among the columns that criteria are read from.
    pub slot: u8,
    /// What may stand there.
    pub values: Values,
    /// What the numbers count; blank where they are ratings, or words.
    pub unit: Cow<'static, str>,
}

/// What may stand in the cells of a criterion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Values {
    /// A rating between two numbers.
    Rating {
        /// The lowest.
        least: i32,
        /// The highest.
        most: i32,
    },
    /// Any number.
    Numbers,
    /// One of these words, the worst first. A cell is kept as the place of its word, and the
    /// scale goes through these places.
    Words(Vec<String>),
}

/// Whether a criterion earns points or costs them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// A higher share earns more.
    Benefit,
    /// A higher share costs more.
    Cost,
}

/// The words of a criterion in a reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Says {
    /// How many teams would use it.
    Adopters,
    /// What happens to how many consumers.
    Consumers,
    /// One for what earns points, one for what costs them.
    Either {
        /// Where it earns points.
        helps: &'static str,
        /// Where it costs them.
        harms: &'static str,
    },
    /// A sentence of the policy's own, with `{value}` where the cell's value goes.
    Value(String),
}

/// The criteria that every policy has, because they are what makes platform work different.
///
/// Another one is another entry: with [`Measure::Cells`] nothing else has to know of it.
pub(super) fn built_in() -> Vec<Definition> {
    let rated = |slot: u8, column: Column| {
        Measure::Cells(CellMeasure {
            field: Field::Known(column),
            slot,
            values: Values::Rating { least: -5, most: 5 },
            unit: Cow::Borrowed(""),
        })
    };
    vec![
        Definition {
            name: "reuse".into(),
            label: "Reuse".into(),
            heading: "Reuse".into(),
            weight: Decimal::whole(35),
            scale: Scale::through(&[(1000, 0), (2000, 350), (4000, 700), (8000, 1000)]),
            measure: Measure::Adoption,
            effect: Effect::Benefit,
            says: Says::Adopters,
            about: "adopting teams, or a rating from 0 to 5; earns points".into(),
        },
        Definition {
            name: "reliability".into(),
            label: "Reliability".into(),
            heading: "Reliability".into(),
            weight: Decimal::whole(25),
            scale: Scale::through(&[(-5000, -1000), (5000, 1000)]),
            measure: rated(0, Column::Reliability),
            effect: Effect::Benefit,
            says: Says::Either { helps: "improves reliability", harms: "harms reliability" },
            about: "rating from −5 to 5; earns or costs points".into(),
        },
        Definition {
            name: "tech_debt".into(),
            label: "Tech debt".into(),
            heading: "Debt".into(),
            weight: Decimal::whole(20),
            scale: Scale::through(&[(-5000, -1000), (5000, 1000)]),
            measure: rated(1, Column::TechDebt),
            // Adding debt costs points, paying it down earns them.
            effect: Effect::Cost,
            says: Says::Either { helps: "pays down debt", harms: "adds debt" },
            about: "rating from −5 to 5; paying debt down earns, adding it costs points".into(),
        },
        Definition {
            name: "compatibility".into(),
            label: "Compatibility".into(),
            heading: "Compatibility".into(),
            weight: Decimal::whole(20),
            scale: Scale::through(&[(0, 0), (5000, 300), (20_000, 700), (60_000, 1000)]),
            measure: Measure::Consumers,
            effect: Effect::Cost,
            says: Says::Consumers,
            about: "weeks that all consumers need to change, or a rating from 0 to 5; costs points".into(),
        },
    ]
}

/// Reads the weights and scales of the built-in criteria.
pub(super) fn read_built_in(root: &Section<'_, '_>, criteria: &mut [Definition]) {
    let weights = root.section("weights");
    for definition in criteria.iter_mut() {
        definition.weight = weights.number(&definition.name, [0, 1000], definition.weight);
    }
    // Criteria of the policy's own may have all the weight.
    let others = root.section("criteria").entries().is_empty();
    if others && criteria.iter().all(|it| it.weight == Decimal::ZERO) {
        if let Some(entry) = weights.get(&criteria[0].name) {
            entry.refuse("above 0 where all other weights are 0", "give at least one criterion a weight");
        }
        for (definition, default) in criteria.iter_mut().zip(built_in()) {
            definition.weight = default.weight;
        }
    }
    weights.close();
    let scales = root.section("scales");
    for definition in criteria {
        let signed = matches!(definition.measure, Measure::Cells(_));
        let least = if signed { -1 } else { 0 };
        definition.scale = Scale::read(&scales, &definition.name, definition.scale.clone(), least);
    }
    scales.close();
}
