//! `special-treatment`: a variant that only one team can use earns nothing for reuse and costs
//! points, because everybody pays for keeping it alive.

use super::{Adjustment, Note, Overview, Rule, Setting};
use crate::{
    diagnostic::Finding,
    model::{Backlog, Column, Decimal, Points, Request, Scope},
    toml_file::Section,
};

crate::diagnostic::codes! {
    /// A bespoke request names several adopters.
    BESPOKE_WITH_ADOPTERS = Warning "bespoke-with-adopters";
}

/// The rule with its settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpecialTreatment {
    enabled: bool,
    penalty: Points,
}

impl Default for SpecialTreatment {
    fn default() -> Self {
        Self { enabled: true, penalty: Points::from_thousandths(10_000) }
    }
}

impl SpecialTreatment {
    /// Its name in policy and output.
    pub const NAME: &'static str = "special-treatment";

    pub(super) fn read(section: &Section<'_, '_>) -> Self {
        let penalty = section.number("penalty", [0, 1000], Decimal::whole(10));
        Self {
            enabled: section.flag("enabled", true),
            penalty: Points::from_thousandths(penalty.thousandths()),
        }
    }
}

impl Rule for SpecialTreatment {
    fn name(&self) -> &'static str {
        Self::NAME
    }

    fn is_enabled(&self) -> bool {
        self.enabled
    }

    fn settings(&self) -> Vec<(&'static str, Setting)> {
        vec![("penalty", Setting::Number(Decimal::from_millionths(self.penalty.thousandths() * 1000)))]
    }

    fn acts(&self, _: &Overview<'_, '_>, request: &Request<'_>) -> Option<String> {
        let acts = self.voids_adoption(request) && request.value.is_none();
        acts.then(|| {
            format!(
                "a variant for one team: reuse earns nothing, and {} points come off",
                self.penalty.short()
            )
        })
    }
}

impl Adjustment for SpecialTreatment {
    fn voids_adoption(&self, request: &Request<'_>) -> bool {
        self.acts_on(request)
    }

    fn acts_on(&self, request: &Request<'_>) -> bool {
        self.enabled && request.scope == Some(Scope::Bespoke)
    }

    fn each(&self) -> Points {
        -self.penalty
    }

    fn evidence(&self) -> Column {
        Column::Scope
    }
}

impl Note for SpecialTreatment {
    fn findings(&self, backlog: &Backlog<'_>) -> Vec<Finding> {
        let perhaps_bespoke = |request: &&Request<'_>| {
            self.acts_on(request) && request.value.is_none() && request.adopters() >= 2
        };
        backlog
            .requests
            .iter()
            .filter(perhaps_bespoke)
            .map(|request| {
                Finding::new(
                    &BESPOKE_WITH_ADOPTERS,
                    format!("marked as bespoke, but {} teams would use it: is it bespoke?", request.adopters()),
                )
                .about(&request.id)
                .cell(request.row, Column::Scope)
                .hint("write `shared` or `configurable` if others can use it as it is; bespoke work earns nothing for reuse")
            })
            .collect()
    }
}
