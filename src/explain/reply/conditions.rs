//! What would change an answer, as a condition: "If it becomes shared and a second team commits to using it, it
//! would be built."

use super::{About, Audience, capital};
use crate::{
    explain::counterfactual::{Cell, Change, Counterfactual, Edit, Goal, Input, Way},
    model::Request,
    order::Horizon,
    roadmap::Roadmap,
};

impl About<'_, '_, '_> {
    /// What somebody can do about it, as a sentence; nothing where that is only to finish other work, which is
    /// not the receiver's to do.
    pub(super) fn condition(&self) -> Option<String> {
        condition(self.roadmap, self.request, self.change?, self.audience)
    }

    /// Whether it was found that nothing that somebody can do changes the answer.
    pub(super) fn nothing_helps(&self) -> bool {
        self.change.is_some_and(|change| change.way == Way::None)
    }
}

/// The changes of a counterfactual as a sentence for a receiver, where all of them are somebody's to make.
pub(super) fn condition(
    roadmap: &Roadmap<'_>,
    request: &Request<'_>,
    counterfactual: &Counterfactual,
    audience: Audience,
) -> Option<String> {
    let changes = changes(&counterfactual.way)?;
    let inside = |change: &&Change| audience == Audience::Developer && is_others(change, request);
    if changes.iter().any(|change| inside(&change) || change.input == Input::Prerequisite) {
        return None;
    }
    let clauses: Option<Vec<String>> = changes.iter().map(|change| clause(change, request)).collect();
    let goal = match counterfactual.goal {
        Goal::Build => "it would be built",
        Goal::Horizon { horizon: Horizon::Now, .. } => "it would start in the current planning period",
        Goal::Horizon { .. } => "it would start in the next planning period",
        Goal::Above(rival) => return Some(above(&clauses?, roadmap.id(rival))),
    };
    Some(format!("If {}, {goal}.", clauses?.join(" and ")))
}

fn above(clauses: &[String], rival: &str) -> String {
    format!("If {}, it would come before {rival}.", clauses.join(" and "))
}

fn changes(way: &Way) -> Option<&[Change]> {
    match way {
        Way::Single(change) => Some(std::slice::from_ref(change)),
        Way::Pair(changes) => Some(changes),
        Way::NothingShortOf(changes) => Some(changes),
        Way::None => None,
    }
}

/// Whether a change is one of another request.
fn is_others(change: &Change, request: &Request<'_>) -> bool {
    match &change.edit {
        Edit::Cell(cell) => !is_own(cell, request),
        Edit::ErrorBudget { .. } => false,
    }
}

/// Whether a cell belongs to the request or to a repeat of it.
fn is_own(cell: &Cell, request: &Request<'_>) -> bool {
    cell.id == request.id || request.repeats.iter().any(|repeat| repeat.id == cell.id)
}

/// A change as a clause with a subject. Nothing for what only evidence can show.
fn clause(change: &Change, request: &Request<'_>) -> Option<String> {
    let cell = match &change.edit {
        Edit::ErrorBudget { area } => return Some(recovered(area)),
        Edit::Cell(cell) => cell,
    };
    let own = is_own(cell, request);
    let it = if own { "it" } else { &cell.id };
    let whose = if own {
        "those who have to change".to_owned()
    } else {
        format!("those who have to change for {}", cell.id)
    };
    let to = cell.to.as_str();
    Some(match change.input {
        Input::Migration if to == "guide" => format!("{whose} get a migration guide"),
        Input::Migration => format!("{whose} get a tool that automates the migration"),
        Input::Scope => format!("{it} becomes {to} instead of a variant for one team"),
        Input::Adopters => adopters(change.steps, to, it),
        Input::Breaking => match to {
            "none" => format!("{it} changes nothing for those who use the platform today"),
            "additive" => format!("{it} only adds to what is there today"),
            _ => format!("{it} keeps the old way working for a while instead of breaking it"),
        },
        Input::Effort => {
            let of = if own { String::new() } else { format!(" of {it}") };
            format!("a smaller version{of}, of no more than {to} person-weeks, is enough")
        }
        Input::Confidence
        | Input::Compatibility
        | Input::Reuse
        | Input::Criterion(_)
        | Input::Prerequisite
        | Input::ErrorBudget => return None,
    })
}

fn adopters(more: u32, all: &str, it: &str) -> String {
    match (more, all) {
        (1, "1") => format!("a team commits to using {it}"),
        (1, "2") => format!("a second team commits to using {it}"),
        (1, _) => format!("one more team commits to using {it} ({all} in all)"),
        _ if more.to_string() == all => format!("{all} teams commit to using {it}"),
        _ => format!("{more} more teams commit to using {it} ({all} in all)"),
    }
}

/// That an area's error budget is no longer spent.
pub(super) fn recovered(area: &str) -> String {
    format!("{area} becomes reliable again")
}

/// That areas have spent their error budgets, as a sentence.
pub(super) fn spent(areas: &[&str]) -> String {
    let verb = if areas.len() == 1 { "has" } else { "have" };
    format!(
        "{} {verb} failed more often than the platform promises, so only work that makes it more reliable goes on there.",
        capital(&super::listed(areas))
    )
}
