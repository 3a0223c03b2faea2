//! `stability-promise`: work that breaks its consumers waits until they have a migration path.

use super::{Gate, Hold, Overview, Rule, Setting};
use crate::{
    graph::Dependencies,
    model::{Backlog, Breaking, Column, Decimal, Migration, Node, Number, Request, Weeks},
    toml_file::Section,
};

/// The rule with its settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StabilityPromise {
    enabled: bool,
    deprecation_window: Weeks,
}

impl Default for StabilityPromise {
    fn default() -> Self {
        Self { enabled: true, deprecation_window: Weeks::from_thousandths(26_000) }
    }
}

impl StabilityPromise {
    /// Its name in policy and output.
    pub const NAME: &'static str = "stability-promise";

    pub(super) fn read(section: &Section<'_, '_>) -> Self {
        let window = section.number("deprecation_window", [0, 520], Decimal::whole(26));
        Self {
            enabled: section.flag("enabled", true),
            deprecation_window: Weeks::from_thousandths(window.thousandths()),
        }
    }

    /// How many calendar weeks lie between announcing a removal and doing it, at least.
    pub const fn deprecation_window(&self) -> Weeks {
        self.deprecation_window
    }

    /// How many calendar weeks ahead the request must be announced, where it breaks consumers who
    /// have a migration path.
    pub fn notice(&self, request: &Request<'_>) -> Option<Weeks> {
        let has_path = matches!(request.evidence.migration, Some(Migration::Path(_)));
        let applies = self.enabled && Self::touches_consumers(request) && has_path;
        Some(self.deprecation_window).filter(|&window| applies && window > Weeks::ZERO)
    }

    /// Whether the request would break consumers who have no migration path. An unknown number of
    /// consumers counts as some.
    pub fn breaks(&self, request: &Request<'_>) -> bool {
        let has_path = matches!(request.evidence.migration, Some(Migration::Path(_)));
        self.enabled && Self::touches_consumers(request) && !has_path
    }

    /// Whether the request breaks consumers. An unknown number of consumers counts as some.
    fn touches_consumers(request: &Request<'_>) -> bool {
        let evidence = &request.evidence;
        evidence.breaking_level() == Some(Breaking::Breaking) && evidence.consumer_counts() != Some((0, 0))
    }
}

/// Who would break, in words.
pub(super) fn consumers(request: &Request<'_>) -> String {
    let count = |number: u32, sort: &str| {
        (number > 0).then(|| format!("{number} {sort} consumer{}", if number == 1 { "" } else { "s" }))
    };
    match request.evidence.consumer_counts() {
        None => "an unknown number of consumers".to_owned(),
        Some((internal, external)) => {
            let parts: Vec<String> =
                [count(internal, "internal"), count(external, "external")].into_iter().flatten().collect();
            parts.join(" and ")
        }
    }
}

impl Rule for StabilityPromise {
    fn name(&self) -> &'static str {
        Self::NAME
    }

    fn is_enabled(&self) -> bool {
        self.enabled
    }

    fn settings(&self) -> Vec<(&'static str, Setting)> {
        let window = Decimal::from_millionths(self.deprecation_window.thousandths() * 1000);
        vec![("deprecation_window", Setting::Number(window))]
    }

    fn acts(&self, _: &Overview<'_, '_>, request: &Request<'_>) -> Option<String> {
        if self.breaks(request) {
            let consumers = consumers(request);
            return Some(format!("breaks {consumers} without a migration path, which only a mandate allows"));
        }
        let weeks = self.notice(request)?;
        Some(format!("breaks {}: announce it to them {} ahead", consumers(request), weeks.in_words()))
    }
}

impl Gate for StabilityPromise {
    fn holds(&self, backlog: &Backlog<'_>, _: &Dependencies) -> Vec<(Node, Hold)> {
        Node::all()
            .zip(&backlog.requests)
            .filter(|(_, request)| self.breaks(request))
            .map(|(node, request)| {
                let hold = Hold {
                    rule: Self::NAME,
                    because: format!("breaks {} without a migration path", consumers(request)),
                    until: "there is a migration guide or tool".to_owned(),
                    evidence: vec![
                        Column::Breaking,
                        Column::Consumers,
                        Column::ExternalConsumers,
                        Column::Migration,
                    ],
                };
                (node, hold)
            })
            .collect()
    }
}
