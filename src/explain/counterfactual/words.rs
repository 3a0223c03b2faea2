//! Counterfactuals in words. Ids and cells are as people wrote them: the renderer makes a sentence
//! safe for where it goes.

use super::{
    Counterfactual, Goal, Way,
    change::{Change, Edit},
    input::Input,
};
use crate::{
    model::Node,
    policy::{CellMeasure, Measure, Policy, Values},
    roadmap::Roadmap,
};

impl Counterfactual {
    /// What would change the answer for a request, in a sentence without its full stop.
    pub fn sentence(&self, roadmap: &Roadmap<'_>, node: Node) -> String {
        let id = roadmap.id(node);
        let goal = match self.goal {
            Goal::Build => "get it built".to_owned(),
            Goal::Horizon { horizon, .. } => format!("bring it into {}", horizon.word()),
            Goal::Above(rival) => format!("put it before {}", roadmap.id(rival)),
        };
        match &self.way {
            Way::Single(change) => format!("{} would {goal}", change.words(id, &roadmap.policy)),
            Way::Pair([first, second]) => {
                format!(
                    "{} together with {} would {goal}",
                    first.words(id, &roadmap.policy),
                    second.words(id, &roadmap.policy)
                )
            }
            Way::NothingShortOf(changes) => {
                let words: Vec<String> =
                    changes.iter().map(|change| change.words(id, &roadmap.policy)).collect();
                format!("nothing short of {} would {goal}", all_of(&words))
            }
            // No cell of its own outweighs a person's decision.
            Way::None if roadmap.is_refused(node) => {
                format!("while the decision to decline it stands, nothing would {goal}")
            }
            Way::None => {
                format!(
                    "nothing that can be done about effort, adopters, scope, migration or prerequisites would {goal}"
                )
            }
        }
    }
}

impl Change {
    /// The change of a request in words: "a migration guide", "3 more adopters (5 in all)".
    pub fn words(&self, id: &str, policy: &Policy) -> String {
        let cell = match &self.edit {
            Edit::ErrorBudget { area } => return format!("bringing {area} back within its error budget"),
            Edit::Cell(cell) => cell,
        };
        let to = &cell.to;
        let instead = match cell.from.as_str() {
            "" => " instead of blank".to_owned(),
            from => format!(" instead of {from}"),
        };
        let words = match self.input {
            Input::Migration if to == "guide" => "a migration guide".to_owned(),
            Input::Migration => "a tool that automates the migration".to_owned(),
            Input::Scope => format!("making it {to}{instead}"),
            Input::Adopters => match self.steps {
                1 => format!("one more adopter ({to} in all)"),
                more => format!("{more} more adopters ({to} in all)"),
            },
            Input::Breaking => match to.as_str() {
                "none" => "changing nothing for its consumers".to_owned(),
                "additive" => format!("only adding to what its consumers use{instead}"),
                _ => format!("only {to} what its consumers use{instead}"),
            },
            Input::Effort => format!("a smaller version (effort {to}{instead})"),
            Input::Confidence => format!("confidence {to}{instead}"),
            Input::Compatibility => format!("compatibility rated {to}{instead}"),
            Input::Reuse => format!("reuse rated {to}{instead}"),
            Input::Criterion(criterion) => {
                let definition = policy.criterion(criterion);
                let label = definition.label.to_lowercase();
                match &definition.measure {
                    Measure::Cells(CellMeasure { values: Values::Rating { .. }, .. }) => {
                        format!("{label} rated {to}{instead}")
                    }
                    _ => format!("{label} of {to}{instead}"),
                }
            }
            Input::Prerequisite | Input::ErrorBudget => return format!("finishing {}", cell.id),
        };
        if cell.id == id { words } else { format!("{words} for {}", cell.id) }
    }
}

/// Changes as a list of which all are needed.
fn all_of(words: &[String]) -> String {
    match words.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => String::new(),
    }
}
