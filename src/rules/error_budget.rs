//! `error-budget`: an area that has spent its error budget gets reliability work only, until it
//! has recovered. Source: Google's "Site Reliability Engineering", chapter 3 and appendix B.

use rustc_hash::FxHashSet;

use super::{Gate, Hold, Note, Overview, Rule, Setting};
use crate::{
    diagnostic::Finding,
    graph::Dependencies,
    model::{Backlog, Column, Decimal, Kind, Node, Number, Request},
    toml_file::Section,
};

crate::diagnostic::codes! {
    /// The policy states the budget of an area that no request touches.
    UNKNOWN_AREA = Note "unknown-area";
}

/// The rule with its settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErrorBudget {
    enabled: bool,
    /// Share of the budget left, per area in lower case; sorted.
    remaining: Vec<(String, Decimal)>,
}

impl Default for ErrorBudget {
    fn default() -> Self {
        Self { enabled: true, remaining: Vec::new() }
    }
}

impl ErrorBudget {
    /// Its name in policy and output.
    pub const NAME: &'static str = "error-budget";

    /// Share of the budget that is left, per area in lower case, sorted.
    pub fn remaining(&self) -> &[(String, Decimal)] {
        &self.remaining
    }

    pub(super) fn read(section: &Section<'_, '_>) -> Self {
        let areas = section.section("remaining").entries();
        let mut remaining: Vec<(String, Decimal)> = areas
            .iter()
            .filter_map(|(area, entry)| Some((area.to_lowercase(), entry.number([-1000, 1])?)))
            .collect();
        remaining.sort();
        for (area, entry) in &areas {
            if areas.iter().any(|(other, _)| other != area && other.to_lowercase() == area.to_lowercase()) {
                entry.refuse(
                    "stated once per area",
                    "upper and lower case are the same area: keep one of them",
                );
            }
        }
        Self { enabled: section.flag("enabled", true), remaining }
    }

    /// The areas whose budget is spent, in lower case; sorted.
    pub fn spent_areas(&self) -> Vec<&str> {
        let spent = self.remaining.iter().filter(|(_, left)| self.enabled && *left <= Decimal::ZERO);
        spent.map(|(area, _)| area.as_str()).collect()
    }

    /// The rule once an area has recovered.
    #[must_use]
    pub fn recovered(&self, area: &str) -> Self {
        let mut rule = self.clone();
        for (_, left) in rule.remaining.iter_mut().filter(|(known, _)| known == area) {
            *left = Decimal::whole(1);
        }
        rule
    }

    /// The spent budget of an area that the request touches.
    fn spent(&self, backlog: &Backlog<'_>, request: &Request<'_>) -> Option<(&str, Decimal)> {
        request.areas.iter().find_map(|&area| {
            let name = backlog.area(area).to_lowercase();
            let (area, left) = self.remaining.iter().find(|(known, _)| *known == name)?;
            (*left <= Decimal::ZERO).then_some((area.as_str(), *left))
        })
    }
}

impl Rule for ErrorBudget {
    fn name(&self) -> &'static str {
        Self::NAME
    }

    fn is_enabled(&self) -> bool {
        self.enabled
    }

    fn settings(&self) -> Vec<(&'static str, Setting)> {
        vec![("remaining", Setting::Numbers(self.remaining.clone()))]
    }

    fn acts(&self, overview: &Overview<'_, '_>, request: &Request<'_>) -> Option<String> {
        let (area, left) = self.spent(overview.backlog, request).filter(|_| self.enabled)?;
        let percent = Decimal::from_millionths(left.millionths() * 100);
        let exempt = if request.kind == Kind::Reliability { "; reliability work continues" } else { "" };
        Some(format!("the error budget of {area} is spent ({percent} % left){exempt}"))
    }
}

impl Gate for ErrorBudget {
    /// Reliability work and everything it needs is exempt. Mandated work is exempt from every gate,
    /// so no gate checks for it.
    fn holds(&self, backlog: &Backlog<'_>, links: &Dependencies) -> Vec<(Node, Hold)> {
        if !self.enabled || self.remaining.iter().all(|(_, left)| *left > Decimal::ZERO) {
            return Vec::new();
        }
        let requests = || Node::all().zip(&backlog.requests);
        let exempt = links.with_prerequisites(
            requests().filter(|(_, request)| request.kind == Kind::Reliability).map(|(node, _)| node),
        );
        requests()
            .filter(|&(node, _)| !exempt[node])
            .filter_map(|(node, request)| {
                let (area, left) = self.spent(backlog, request)?;
                let percent = Decimal::from_millionths(left.millionths() * 100);
                let hold = Hold {
                    rule: Self::NAME,
                    because: format!("the error budget of {area} is spent ({percent} % left)"),
                    until: format!("{area} is back within its budget"),
                    evidence: vec![Column::Area],
                };
                Some((node, hold))
            })
            .collect()
    }
}

impl Note for ErrorBudget {
    fn findings(&self, backlog: &Backlog<'_>) -> Vec<Finding> {
        let known: FxHashSet<String> = backlog.areas.iter().map(|area| area.to_lowercase()).collect();
        self.remaining
            .iter()
            .filter(|(area, _)| self.enabled && !known.contains(area))
            .map(|(area, _)| {
                Finding::new(
                    &UNKNOWN_AREA,
                    format!("the policy states an error budget for `{area}`, but no request has that area"),
                )
                .column(format!("rules.error-budget.remaining.{area}"))
                .hint("write the area as the column `area` has it, or delete the line")
            })
            .collect()
    }
}
