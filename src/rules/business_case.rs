//! `business-case`: work that names neither a metric nor an outcome cannot show later that it
//! was worth it.

use super::{Note, Overview, Rule};
use crate::{
    diagnostic::Finding,
    model::{Backlog, Column, Request},
    toml_file::Section,
};

crate::diagnostic::codes! {
    /// Requests without a success measure.
    NO_SUCCESS_MEASURE = Note "no-success-measure";
}

/// The rule with its settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BusinessCase {
    enabled: bool,
}

impl Default for BusinessCase {
    fn default() -> Self {
        Self { enabled: true }
    }
}

impl BusinessCase {
    /// Its name in policy and output.
    pub const NAME: &'static str = "business-case";

    pub(super) fn read(section: &Section<'_, '_>) -> Self {
        Self { enabled: section.flag("enabled", true) }
    }

    fn has_measure(request: &Request<'_>) -> bool {
        request.metric.is_some() || request.evidence.filled.contains(Column::Outcome)
    }
}

impl Rule for BusinessCase {
    fn name(&self) -> &'static str {
        Self::NAME
    }

    fn is_enabled(&self) -> bool {
        self.enabled
    }

    fn acts(&self, _: &Overview<'_, '_>, request: &Request<'_>) -> Option<String> {
        let without = self.enabled && !Self::has_measure(request);
        without.then(|| "names no success measure: neither `metric` nor `outcome` is filled in".to_owned())
    }
}

impl Note for BusinessCase {
    fn findings(&self, backlog: &Backlog<'_>) -> Vec<Finding> {
        let mut without = backlog.requests.iter().filter(|request| !Self::has_measure(request));
        let Some(first) = without.next().filter(|_| self.enabled) else {
            return Vec::new();
        };
        let others = without.count();
        let message = if others == 0 {
            format!("`{}` names no success measure", first.id)
        } else {
            format!("{} requests name no success measure; the first is `{}`", others + 1, first.id)
        };
        vec![
            Finding::new(&NO_SUCCESS_MEASURE, message).about(&first.id).cell(first.row, Column::Metric).hint(
                "fill in `metric` (what it moves) or `outcome` (what gets better, for whom, by how much)",
            ),
        ]
    }
}
