//! Everything that a person might try for a request, in every combination.

use roadbed::{
    explain::counterfactual::Input,
    model::{Breaking, Column, Node},
    policy::Policy,
    roadmap::Roadmap,
};

use crate::{
    checks::{Wanted, reached},
    files::{Fates, Files},
    steps::steps,
};

/// Something that a person might try: an input with its steps, and the cell to write.
#[derive(Clone, Debug)]
pub(crate) struct Attempt {
    input: Input,
    steps: u32,
    id: String,
    column: Column,
    text: String,
}

/// What somebody can do: ratings and confidence are not among it.
pub(crate) const OWN: [(Input, Column); 5] = [
    (Input::Migration, Column::Migration),
    (Input::Scope, Column::Scope),
    (Input::Adopters, Column::Adopters),
    (Input::Breaking, Column::Breaking),
    (Input::Effort, Column::Effort),
];

/// All steps of all inputs of a request, whether they can act or not. Not among them: what is no
/// input of a request. There is nobody to migrate where nothing breaks or is deprecated; and a cell
/// whose mere presence takes back what a repeat lends is not for asking what would be better.
pub(crate) fn own_attempts(roadmap: &Roadmap<'_>, node: Node, policy: &Policy) -> Vec<Attempt> {
    let request = &roadmap.backlog.requests[node];
    let lent = request.evidence.borrowed.iter().any(|&(field, _)| field == Column::Value.into());
    let costly =
        matches!(request.evidence.breaking_level(), Some(Breaking::Breaking | Breaking::Deprecating));
    let mut attempts = Vec::new();
    for (input, column) in OWN {
        let criterion = !matches!(input, Input::Effort | Input::Scope);
        if (lent && criterion) || (input == Input::Migration && !costly) {
            continue;
        }
        for (steps, text) in (1..).zip(steps(request, input, policy)) {
            attempts.push(Attempt { input, steps, id: request.id.to_string(), column, text });
        }
    }
    attempts
}

/// Every prerequisite of a request, direct or not, that could be done.
pub(crate) fn done_attempts(roadmap: &Roadmap<'_>, node: Node, direct_only: bool) -> Vec<Attempt> {
    let done = |id: &str| Attempt {
        input: Input::Prerequisite,
        steps: 1,
        id: id.to_owned(),
        column: Column::Status,
        text: "done".to_owned(),
    };
    let mut ids: Vec<&str> = Vec::new();
    for needed in [node].into_iter().chain(roadmap.links.needed_by(node)) {
        if needed != node && (!direct_only || roadmap.links.prerequisites(node).any(|it| it == needed)) {
            ids.push(roadmap.id(needed));
        }
        if needed == node || !direct_only {
            let settled = roadmap.backlog.stopped.iter().filter(|&&(dependent, _)| dependent == needed);
            ids.extend(settled.map(|&(_, settled)| &*roadmap.backlog.settled[settled].id));
        }
    }
    ids.sort_unstable();
    ids.dedup();
    ids.into_iter().map(done).collect()
}

impl Files {
    pub(crate) fn attempt(&self, attempts: &[&Attempt]) -> Fates {
        let mut files = self.clone();
        for attempt in attempts {
            files.write(&attempt.id, attempt.column.name(), &attempt.text);
        }
        files.fates()
    }
}

/// What trying everything finds: the fewest steps of one change with the first of its inputs, and if
/// there is none the fewest steps of a pair.
pub(crate) fn by_trying(
    files: &Files,
    roadmap: &Roadmap<'_>,
    policy: &Policy,
    node: Node,
    goal: &Wanted,
) -> Found {
    let id = roadmap.id(node);
    let own = own_attempts(roadmap, node, policy);
    let done = done_attempts(roadmap, node, false);
    let works = |attempts: &[&Attempt]| reached(&files.attempt(attempts), id, goal);
    let single = own.iter().chain(&done).filter(|attempt| works(&[attempt]));
    if let Some(best) = single.min_by_key(|attempt| (attempt.steps, attempt.input)) {
        return Found::Single(best.steps, best.input);
    }
    let direct = done_attempts(roadmap, node, true);
    let mut pairs: Vec<[&Attempt; 2]> = Vec::new();
    for (at, first) in own.iter().enumerate() {
        pairs.extend(
            own[at + 1..].iter().filter(|second| second.input != first.input).map(|second| [first, second]),
        );
        pairs.extend(direct.iter().map(|second| [first, second]));
    }
    for (at, first) in direct.iter().enumerate() {
        pairs.extend(direct[at + 1..].iter().map(|second| [first, second]));
    }
    pairs.sort_by_key(|[first, second]| first.steps + second.steps);
    let best = pairs.iter().find(|pair| works(pair.as_slice()));
    best.map_or(Found::Nothing, |[first, second]| Found::Pair(first.steps + second.steps))
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Found {
    Single(u32, Input),
    Pair(u32),
    Nothing,
}
