//! `pressure-earns-nothing`: pressure never earns points. Instead, `voices` shows the order by
//! pressure beside the order by score.

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
            (Some(pressure), false) => Some(format!("pressure {pressure} earns no points")),
            (Some(pressure), true) => {
                Some(format!("neither executive sponsorship nor pressure {pressure} earns points"))
            }
            (None, true) => Some("executive sponsorship earns no points".to_owned()),
            (None, false) => None,
        }
    }
}
