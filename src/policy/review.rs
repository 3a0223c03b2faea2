//! What the review is called, and what a week of work costs.

use crate::{model::Decimal, toml_file::Section};

/// The settings of the review.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReviewSettings {
    /// Its title, if it is not to be called "Roadmap review".
    pub title: Option<String>,
    /// What a person-week costs.
    pub cost: Option<WeekCost>,
}

/// What a person-week costs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WeekCost {
    /// The amount.
    pub per_week: Decimal,
    /// Its unit, such as `EUR`; may be empty.
    pub currency: String,
}

impl ReviewSettings {
    pub(super) fn read(review: &Section<'_, '_>, cost: &Section<'_, '_>) -> Self {
        let text = |section: &Section<'_, '_>, key: &str| {
            let entry = section.get(key)?;
            entry.words().map(str::to_owned)
        };
        let title = text(review, "title");
        review.close();
        let per_week = cost.get("per_week").and_then(|entry| entry.number([0, 1_000_000_000]));
        let currency = text(cost, "currency");
        if let Some(entry) = cost.get("currency").filter(|_| cost.get("per_week").is_none()) {
            entry.refuse("given together with `cost.per_week`", "add what a person-week costs");
        }
        cost.close();
        let cost = per_week.map(|per_week| WeekCost { per_week, currency: currency.unwrap_or_default() });
        Self { title, cost }
    }
}
