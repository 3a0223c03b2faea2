//! `pressure-earns-nothing`: pressure adds no points, to anything, ever. What the rule does instead
//! is to show the order by pressure beside the order by score (in `voices`).

use super::{Overview, Rule};
use crate::{
    model::{Decimal, Request, Stakeholder},
    toml_file::Section,
};

/// The rule with its settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PressureEarnsNothing {
    enabled: bool,
}

impl Default for PressureEarnsNothing {
    fn default() -> Self {
        Self { enabled: true }
    }
}

impl PressureEarnsNothing {
    /// Its name in policy and output.
    pub const NAME: &'static str = "pressure-earns-nothing";

    pub(super) fn read(section: &Section<'_, '_>) -> Self {
        Self { enabled: section.flag("enabled", true) }
    }

    /// Whether the two orders are compared.
    pub const fn compares(&self) -> bool {
        self.enabled
    }
}

impl Rule for PressureEarnsNothing {
    fn name(&self) -> &'static str {
        Self::NAME
    }

    fn is_enabled(&self) -> bool {
        self.enabled
    }

    fn acts(&self, _: &Overview<'_, '_>, request: &Request<'_>) -> Option<String> {
        let pressure = request.pressure.filter(|&pressure| self.enabled && pressure > Decimal::ZERO);
        let executive = self.enabled && request.stakeholder == Stakeholder::Executive;
        match (pressure, executive) {
            (Some(pressure), false) => Some(format!("a pressure of {pressure} adds no points")),
            (Some(pressure), true) => {
                Some(format!("neither an executive's word nor a pressure of {pressure} adds points"))
            }
            (None, true) => Some("an executive's word adds no points".to_owned()),
            (None, false) => None,
        }
    }
}
