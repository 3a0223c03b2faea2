//! A change, and how to write it into a file.

use super::{
    input::Input,
    setting::{Setting, row_to_edit},
};
use crate::{
    model::{Column, Field, Node, Request, Row, SettledNumber},
    roadmap::Roadmap,
};

/// A change of one input, as people can make it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What is changed.
    pub input: Input,
    /// By how many of its steps.
    pub steps: u32,
    /// Where to write it.
    pub edit: Edit,
}

/// Where a change is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// Into a cell of a file.
    Cell(Cell),
    /// Into the policy: the area's error budget is no longer spent.
    ErrorBudget {
        /// The area, in lower case.
        area: String,
    },
}

/// A cell to write anew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// The id of the row.
    pub id: String,
    /// The row.
    pub row: Row,
    /// The column.
    pub column: String,
    /// What stands there; empty where nothing does.
    pub from: String,
    /// What to write.
    pub to: String,
}

/// A change as trials know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Move {
    /// An input of a request takes so many steps.
    Set { node: Node, setting: Setting, steps: u32 },
    /// A prerequisite is done.
    Done(Prerequisite),
    /// An area's error budget recovers.
    Recovered(String),
}

/// Something that a request waits for, directly or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Prerequisite {
    /// A request that is ranked.
    Ranked(Node),
    /// One that was declined earlier or set aside, by its place among what is settled.
    Settled(SettledNumber),
}

impl Move {
    /// The change for people.
    pub(super) fn change(&self, roadmap: &Roadmap<'_>) -> Change {
        match self {
            Self::Set { node, setting, steps } => {
                let request = &roadmap.backlog.requests[*node];
                let field = setting.field(&roadmap.policy);
                let row = row_to_edit(request, field);
                let text = setting.text(&roadmap.policy);
                let edit = cell(roadmap, row, id_of(request, row), field, text);
                Change { input: setting.input(), steps: *steps, edit }
            }
            Self::Done(prerequisite) => {
                let (row, id) = match prerequisite {
                    Prerequisite::Ranked(node) => {
                        let request = &roadmap.backlog.requests[*node];
                        (request.row, request.id.to_string())
                    }
                    Prerequisite::Settled(place) => {
                        let settled = &roadmap.backlog.settled[*place];
                        (settled.row, settled.id.to_string())
                    }
                };
                let edit = cell(roadmap, row, id, Column::Status.into(), "done".to_owned());
                Change { input: Input::Prerequisite, steps: 1, edit }
            }
            Self::Recovered(area) => {
                Change { input: Input::ErrorBudget, steps: 1, edit: Edit::ErrorBudget { area: area.clone() } }
            }
        }
    }
}

/// The id of a request's row: its own, or that of a repeat.
fn id_of(request: &Request<'_>, row: Row) -> String {
    let repeat = request.repeats.iter().find(|repeat| repeat.row == row);
    repeat.map_or_else(|| request.id.to_string(), |repeat| repeat.id.to_string())
}

fn cell(roadmap: &Roadmap<'_>, row: Row, id: String, field: Field, to: String) -> Edit {
    let cells = roadmap.sheets.row(row);
    let from = cells.and_then(|cells| cells.cell(field)).map(|(_, text)| text.trim().to_owned());
    let column = roadmap.policy.column_name(field).to_owned();
    Edit::Cell(Cell { id, row, column, from: from.unwrap_or_default(), to })
}
