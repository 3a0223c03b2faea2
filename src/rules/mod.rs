//! Stakeholder rules: what makes platform work different, each rule in a file of its own.
//!
//! Rules come in sorts, and each sort has its own small interface: [`Adjustment`] changes what a
//! request earns, [`Gate`] holds it, [`Note`] reports something about the backlog. Two rules give a
//! request its position whatever it earns, [`Mandate`] and [`Overrides`]; they share no interface.

mod business_case;
mod error_budget;
mod inflation;
mod mandate;
mod overrides;
mod pressure_earns_nothing;
mod setting;
mod special_treatment;
mod stability_promise;

pub use business_case::BusinessCase;
pub use error_budget::ErrorBudget;
pub use inflation::{Inflation, Marks, counts_escalations};
pub use mandate::{Mandate, broken_promise};
pub use overrides::{Override, Overrides, Placement, ResolvedOverride};
pub use pressure_earns_nothing::PressureEarnsNothing;
pub use setting::Setting;
pub use special_treatment::SpecialTreatment;
pub use stability_promise::StabilityPromise;

use crate::{
    diagnostic::{Code, Finding},
    graph::Dependencies,
    model::{Backlog, Column, Node, Points, Request},
    toml_file::Section,
};

/// The rules with their settings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rules {
    /// A variant for one team costs points.
    pub special_treatment: SpecialTreatment,
    /// Breaking work waits for a migration path.
    pub stability_promise: StabilityPromise,
    /// A spent error budget holds what is not reliability.
    pub error_budget: ErrorBudget,
    /// Mandated work goes first.
    pub mandate: Mandate,
    /// A person's decisions against the computed order.
    pub overrides: Overrides,
    /// Work without a success measure is flagged.
    pub business_case: BusinessCase,
    /// Teams that mark most of their requests as urgent are named.
    pub inflation: Inflation,
    /// Pressure is compared with score, and is never part of it.
    pub pressure_earns_nothing: PressureEarnsNothing,
}

impl Rules {
    /// Every rule reads its own section.
    pub(crate) fn read(policy: &Section<'_, '_>) -> Self {
        let rules = &policy.section("rules");
        let settings = Self {
            special_treatment: rule(rules, SpecialTreatment::NAME, SpecialTreatment::read),
            stability_promise: rule(rules, StabilityPromise::NAME, StabilityPromise::read),
            error_budget: rule(rules, ErrorBudget::NAME, ErrorBudget::read),
            mandate: rule(rules, Mandate::NAME, Mandate::read),
            overrides: rule(rules, Overrides::NAME, |section| Overrides::read(section, policy)),
            business_case: rule(rules, BusinessCase::NAME, BusinessCase::read),
            inflation: rule(rules, Inflation::NAME, Inflation::read),
            pressure_earns_nothing: rule(rules, PressureEarnsNothing::NAME, PressureEarnsNothing::read),
        };
        rules.close();
        settings
    }

    /// Names of the rules that change what a request earns, each with what it is about in plain
    /// words, in the order of [`Rules::adjustments`].
    pub const ADJUSTMENTS: [(&'static str, &'static str); 1] =
        [(SpecialTreatment::NAME, "a variant for one team")];

    /// The rules that change what a request earns.
    pub fn adjustments(&self) -> [&dyn Adjustment; Self::ADJUSTMENTS.len()] {
        [&self.special_treatment]
    }

    /// All rules, in the order in which they are shown.
    pub fn all(&self) -> [&dyn Rule; 8] {
        [
            &self.mandate,
            &self.overrides,
            &self.stability_promise,
            &self.error_budget,
            &self.special_treatment,
            &self.business_case,
            &self.inflation,
            &self.pressure_earns_nothing,
        ]
    }

    /// The rules that hold requests, the first to hold one gives the reason.
    pub fn gates(&self) -> [&dyn Gate; 2] {
        [&self.stability_promise, &self.error_budget]
    }

    /// The rules that say something about the backlog.
    pub fn notes(&self) -> [&dyn Note; 4] {
        [&self.special_treatment, &self.error_budget, &self.business_case, &self.inflation]
    }
}

fn rule<T>(rules: &Section<'_, '_>, name: &str, read: impl Fn(&Section<'_, '_>) -> T) -> T {
    let section = rules.section(name);
    let rule = read(&section);
    section.close();
    rule
}

/// What a rule has to know about the whole backlog to judge one request.
#[derive(Debug)]
pub struct Overview<'b, 's> {
    /// The requests.
    pub backlog: &'b Backlog<'s>,
    /// The teams that mark most of what they ask for as urgent.
    pub inflating: Vec<Marks>,
}

impl<'b, 's> Overview<'b, 's> {
    /// Looks at a backlog once.
    pub fn of(backlog: &'b Backlog<'s>, rules: &Rules) -> Self {
        let marks = rules.inflation.marks(backlog).unwrap_or_default();
        Self { backlog, inflating: marks.into_iter().filter(Marks::inflates).collect() }
    }
}

/// What every rule can say about one request.
pub trait Rule {
    /// Its name in policy and output.
    fn name(&self) -> &'static str;

    /// Whether the policy switches it on.
    fn is_enabled(&self) -> bool;

    /// What the policy sets about it, besides switching it off, by the names that the policy has.
    fn settings(&self) -> Vec<(&'static str, Setting)> {
        Vec::new()
    }

    /// What the rule says about the request, as a clause; `None` where the rule does not apply to it.
    fn acts(&self, overview: &Overview<'_, '_>, request: &Request<'_>) -> Option<String>;
}

/// A rule that adds points to a request, or voids what a criterion earned.
pub trait Adjustment {
    /// Whether adoption earns nothing for this request.
    fn voids_adoption(&self, request: &Request<'_>) -> bool;

    /// Whether it adds points to this request.
    fn acts_on(&self, request: &Request<'_>) -> bool;

    /// The points it adds wherever it does.
    fn each(&self) -> Points;

    /// The points it adds.
    fn points(&self, request: &Request<'_>) -> Option<Points> {
        self.acts_on(request).then(|| self.each())
    }

    /// The cell it acts on.
    fn evidence(&self) -> Column;
}

/// A rule that holds requests until a condition is met.
pub trait Gate {
    /// What it holds, and why.
    fn holds(&self, backlog: &Backlog<'_>, links: &Dependencies) -> Vec<(Node, Hold)>;
}

/// A rule that only reports findings.
pub trait Note {
    /// Its findings.
    fn findings(&self, backlog: &Backlog<'_>) -> Vec<Finding>;
}

/// Why a request is held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hold {
    /// The rule that holds it.
    pub rule: &'static str,
    /// The reason, as a clause: "breaks 40 external consumers without a migration path".
    pub because: String,
    /// The condition that ends the hold, as a clause: "there is a migration guide or tool".
    pub until: String,
    /// The cells it was read from.
    pub evidence: Vec<Column>,
}

/// Every code that rules report under.
pub(crate) fn codes() -> impl Iterator<Item = &'static &'static Code> {
    [
        special_treatment::CODES,
        error_budget::CODES,
        mandate::CODES,
        overrides::CODES,
        business_case::CODES,
        inflation::CODES,
    ]
    .into_iter()
    .flatten()
}
