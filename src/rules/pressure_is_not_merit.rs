//! `pressure-is-not-merit`: pressure adds no points, to anything, ever. What the rule does instead
//! is to show the order by pressure beside the order by merit (in `voices`).

use crate::policy::reader::Section;

/// The rule with its settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PressureIsNotMerit {
    enabled: bool,
}

impl Default for PressureIsNotMerit {
    fn default() -> Self {
        Self { enabled: true }
    }
}

impl PressureIsNotMerit {
    /// Its name in policy and output.
    pub const NAME: &'static str = "pressure-is-not-merit";

    pub(super) fn read(section: &Section<'_, '_>) -> Self {
        Self { enabled: section.flag("enabled", true) }
    }

    /// Whether the two orders are compared.
    pub const fn compares(&self) -> bool {
        self.enabled
    }
}
