//! The scoring sheet: the requests that somebody should judge, with a cell for each answer, as a file that
//! people fill in without knowing roadbed, and what they filled in, brought back.
//!
//! [`ScoringSheet`] is what stands in it; `report` writes it as a workbook or as CSV. Not for judging: what
//! an answer is worth is the policy's business.

mod question;
mod scale;

use std::fmt::Write;

pub(crate) use question::consumers_change;
pub use question::{Answer, Question, Subject, When};
pub use scale::{Step, in_short};

use crate::{
    ingest::RowCells,
    model::{Column, Node, Team},
    policy::Policy,
    roadmap::{Roadmap, ToJudge},
};

/// What stands above the header of every scoring sheet, in a cell of its own. Files are known by it, so it
/// is a text that every spreadsheet program keeps.
pub const MARK: &str = "roadbed scoring sheet";

/// What stands left of the cell for the name of whoever fills the sheet in.
pub const FILLED_IN_BY: &str = "Filled in by:";

/// The column that says how the sheet was sent: what has changed since is what people said.
pub const AS_SENT: &str = "as sent";

/// Which requests go into a sheet.
#[derive(Clone, Copy, Debug, Default)]
pub struct Choice {
    /// Only those that this team asks for.
    pub team: Option<Team>,
    /// At most so many, those first that it matters most to judge.
    pub top: Option<usize>,
    /// Those as well that lack nothing.
    pub all: bool,
}

/// Requests to judge and what is asked about them.
#[derive(Debug)]
pub struct ScoringSheet<'a> {
    /// The team that it is for.
    pub team: Option<&'a str>,
    /// The columns to fill in. Those of one subject stand side by side.
    pub questions: Vec<Question>,
    /// A row per request, those first that it matters most to judge.
    pub rows: Vec<Row<'a>>,
}

/// A request as it stands in the sheet.
#[derive(Debug)]
pub struct Row<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its title.
    pub title: &'a str,
    /// What it is, at length.
    pub description: Option<String>,
    /// Where more can be read about it: an address of the web.
    pub link: Option<String>,
    /// Who asks for it.
    pub teams: Vec<&'a str>,
    /// What its place in the sheet rests on.
    pub place: ToJudge,
    /// The answers that its own cells give already, in the order of the questions.
    pub answers: Vec<Option<String>>,
    /// What nobody has judged yet.
    pub to_fill: Vec<Subject>,
}

impl Row<'_> {
    /// What the row says when it is sent: its id, and every answer that it has, a line each.
    pub fn as_sent(&self, questions: &[Question]) -> String {
        let mut sent = format!("{}: {}", Column::Id.name(), self.id);
        for (question, answer) in questions.iter().zip(&self.answers) {
            if let Some(answer) = answer {
                // Writing to a string cannot fail.
                let _ = write!(sent, "\n{}: {}", question.column, one_line(answer));
            }
        }
        sent
    }
}

/// A text without line breaks. A list that is parted by them stays one.
pub(crate) fn one_line(text: &str) -> String {
    text.lines().map(str::trim).collect::<Vec<_>>().join("; ")
}

impl<'a> ScoringSheet<'a> {
    /// The sheet for a roadmap.
    pub fn new(roadmap: &'a Roadmap<'_>, choice: Choice) -> Self {
        let requests = &roadmap.backlog.requests;
        let asked_by = |node: &Node| choice.team.is_none_or(|team| requests[*node].teams.contains(&team));
        let wanted = |node: &Node| choice.all || !roadmap.lacking(*node).is_nothing();
        let nodes: Vec<Node> = roadmap.nodes().filter(asked_by).filter(wanted).collect();
        let places: Vec<ToJudge> =
            roadmap.judge_first(&nodes).into_iter().take(choice.top.unwrap_or(usize::MAX)).collect();
        let filled = |column| {
            places.iter().any(|place| {
                let row = roadmap.sheets.row(requests[place.node].row);
                row.is_some_and(|row| row.cell(column).is_some())
            })
        };
        let questions = question::questions(roadmap, filled);
        let links = link_columns(&roadmap.sheets.carried_columns());
        let rows = places.iter().map(|&place| Row::new(roadmap, place, &questions, &links)).collect();
        Self { team: choice.team.map(|team| roadmap.backlog.team(team)), questions, rows }
    }
}

impl<'a> Row<'a> {
    fn new(roadmap: &'a Roadmap<'_>, place: ToJudge, questions: &[Question], links: &[&str]) -> Self {
        let request = &roadmap.backlog.requests[place.node];
        let cells = roadmap.sheets.row(request.row);
        let text = |field| cells.as_ref().and_then(|row: &RowCells<'_, '_>| row.cell(field));
        let texts = roadmap.sheets.carried(request.row, links);
        let lacking = roadmap.lacking(place.node);
        let effort = lacking.effort.then_some(Subject::Effort);
        Self {
            id: &request.id,
            title: &request.title,
            description: text(Column::Description.into()).map(|(_, text)| text.trim().to_owned()),
            link: texts.into_iter().map(|text| text.trim().to_owned()).find(|text| is_address(text)),
            teams: request.teams.iter().map(|&team| roadmap.backlog.team(team)).collect(),
            place,
            answers: questions
                .iter()
                .map(|question| text(question.field).map(|(_, text)| text.trim().to_owned()))
                .collect(),
            to_fill: lacking.criteria.into_iter().map(Subject::Criterion).chain(effort).collect(),
        }
    }
}

/// The carried columns that may hold addresses, those of a tracker's own words among them (`gitlab: URL`).
fn link_columns<'n>(carried: &[&'n str]) -> Vec<&'n str> {
    const NAMES: [&str; 8] =
        ["url", "link", "web_url", "html_url", "issue_url", "permalink", "href", "hyperlink"];
    let own = |name: &str| name.rsplit_once(": ").map_or(Column::plain(name), |(_, own)| Column::plain(own));
    carried.iter().copied().filter(|name| NAMES.contains(&own(name).as_str())).collect()
}

/// Whether a text is an address of the web and nothing else.
fn is_address(text: &str) -> bool {
    let rest = ["https://", "http://"].iter().find_map(|scheme| text.strip_prefix(scheme));
    rest.is_some_and(|rest| !rest.is_empty() && !text.contains(char::is_whitespace))
}

/// The policy's sizes in words: `S 1, M 3`.
fn sizes(policy: &Policy) -> String {
    let sizes: Vec<String> = policy.sizes.iter().map(|(name, weeks)| format!("{name} {weeks}")).collect();
    sizes.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_found_in_columns_that_trackers_have() {
        assert_eq!(link_columns(&["notes", "gitlab: URL", "Web URL", "linked"]), ["gitlab: URL", "Web URL"]);
        assert!(is_address("https://tracker.example/1"));
        for text in ["", "https://", "file:///etc/passwd", "javascript:alert(1)", "see https://a.example"] {
            assert!(!is_address(text), "{text}");
        }
    }
}
