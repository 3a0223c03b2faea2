//! What is promised is there, and nothing smaller brings it about.

use std::collections::BTreeMap;

use roadbed::{
    explain::counterfactual::{Change, ChangeKind, Counterfactual, Edit, Goal, Input, Way, WhatIf},
    model::{Node, Request},
    order::{Horizon, Verdict},
    policy::Policy,
    roadmap::Roadmap,
    workers::Workers,
};

use crate::{
    files::{Fates, Files},
    steps::steps,
};

/// Whether a request has reached a goal.
pub(crate) fn reached(fates: &Fates, id: &str, goal: &Wanted) -> bool {
    let own = fates[id];
    own.verdict == Verdict::Build
        && match goal {
            Wanted::Build => true,
            Wanted::Horizon(horizon) => own.horizon.is_some_and(|own| own <= *horizon),
            Wanted::Above(rival) => {
                let rival = fates.get(rival).and_then(|rival| rival.place);
                rival.is_none_or(|rival| own.place < Some(rival))
            }
        }
}

/// Whether a request has become exactly what was promised: of horizons that one, and no earlier one.
pub(crate) fn is_as_promised(fates: &Fates, id: &str, goal: &Wanted) -> bool {
    let exactly = |horizon: Horizon| fates[id].horizon == Some(horizon);
    reached(fates, id, goal) && !matches!(goal, Wanted::Horizon(horizon) if !exactly(*horizon))
}

/// A goal by ids, which outlive the roadmap.
#[derive(Clone, Debug)]
pub(crate) enum Wanted {
    Build,
    Horizon(Horizon),
    Above(String),
}

pub(crate) fn wanted(roadmap: &Roadmap<'_>, goal: Goal) -> Wanted {
    match goal {
        Goal::Build => Wanted::Build,
        Goal::Horizon { horizon, .. } => Wanted::Horizon(horizon),
        Goal::Above(rival) => Wanted::Above(roadmap.id(rival).to_owned()),
    }
}

/// The request that a change is about: the one that has the row, also as a repeat.
pub(crate) fn owner<'r, 's>(roadmap: &'r Roadmap<'s>, id: &str) -> &'r Request<'s> {
    let is_owner =
        |request: &&Request<'_>| request.id == id || request.repeats.iter().any(|repeat| repeat.id == id);
    roadmap.backlog.requests.iter().find(is_owner).expect("a request")
}

/// What an answer asks for.
fn changes(answer: &Counterfactual) -> &[Change] {
    match &answer.way {
        Way::Single(change) => std::slice::from_ref(change),
        Way::Pair(pair) => pair,
        Way::NothingShortOf(changes) => changes,
        Way::None => &[],
    }
}

/// Checks a change that is offered by itself: it does what is promised, and no smaller step does.
pub(crate) fn check_single(
    files: &Files,
    roadmap: &Roadmap<'_>,
    policy: &Policy,
    id: &str,
    goal: &Wanted,
    change: &Change,
) {
    let after = files.with(std::slice::from_ref(change)).fates();
    assert!(is_as_promised(&after, id, goal), "{id} {goal:?} {change:?}\n{after:?}\n{}", files.text());
    let Edit::Cell(cell) = &change.edit else { panic!("{change:?}") };
    if change.input == Input::Prerequisite {
        return;
    }
    let steps = steps(owner(roadmap, &cell.id), change.input, policy);
    let place = change.steps as usize - 1;
    assert_eq!(steps[place], cell.to, "{change:?}");
    for smaller in &steps[..place] {
        let mut files = files.clone();
        files.write(&cell.id, &cell.column, smaller);
        assert!(!reached(&files.fates(), id, goal), "{id} {goal:?} {change:?} {smaller}\n{}", files.text());
    }
}

/// Checks whatever is offered.
pub(crate) fn check(
    files: &Files,
    roadmap: &Roadmap<'_>,
    policy: &Policy,
    node: Node,
    answer: &Counterfactual,
) {
    let (id, goal) = (roadmap.id(node), wanted(roadmap, answer.goal));
    let changes = match &answer.way {
        Way::Single(change) => return check_single(files, roadmap, policy, id, &goal, change),
        Way::Pair(pair) => pair.as_slice(),
        Way::NothingShortOf(changes) => changes,
        Way::None => return,
    };
    let after = files.with(changes).fates();
    assert!(is_as_promised(&after, id, &goal), "{id} {goal:?} {changes:?}\n{}", files.text());
    for left_out in 0..changes.len() {
        let mut fewer = changes.to_vec();
        fewer.remove(left_out);
        let after = files.with(&fewer).fates();
        assert!(!reached(&after, id, &goal), "{id} {goal:?} {changes:?} {left_out}\n{}", files.text());
    }
    if matches!(answer.way, Way::NothingShortOf(_)) {
        check_no_more_than_needed(files, roadmap, policy, id, &goal, changes);
    }
}

/// Checks that no part of what is asked for together could be a smaller step.
pub(crate) fn check_no_more_than_needed(
    files: &Files,
    roadmap: &Roadmap<'_>,
    policy: &Policy,
    id: &str,
    goal: &Wanted,
    changes: &[Change],
) {
    let all = files.with(changes);
    for change in changes {
        let Edit::Cell(cell) = &change.edit else { continue };
        if change.input == Input::Prerequisite {
            continue;
        }
        let steps = steps(owner(roadmap, &cell.id), change.input, policy);
        for smaller in &steps[..change.steps as usize - 1] {
            let mut files = all.clone();
            files.write(&cell.id, &cell.column, smaller);
            let text = files.text();
            assert!(!reached(&files.fates(), id, goal), "{id} {goal:?} {changes:?} {smaller}\n{text}");
        }
    }
}

/// How much is checked.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Depth {
    /// The answer for every request.
    Answers,
    /// Also the alternatives to it, what places a request before its neighbour, and that one request
    /// asked for alone gets the same answer.
    Everything,
}

/// Checks what is offered for a backlog; counts the answers of each kind.
pub(crate) fn check_all(files: &Files, depth: Depth, tally: &mut BTreeMap<&'static str, usize>) {
    files.rank(|roadmap, policy| {
        let what_if = WhatIf::new(roadmap, policy);
        if depth == Depth::Everything {
            for neighbours in roadmap.ranking.order.windows(2) {
                if let Some(answer) = what_if.above(neighbours[1], neighbours[0]) {
                    check(files, roadmap, policy, neighbours[1], &answer);
                }
            }
        }
        for (node, answer) in roadmap.nodes().zip(what_if.all(Workers::new(2))) {
            if let Some(answer) = &answer {
                assert!(changes(answer).iter().all(|it| it.input.kind() == ChangeKind::Action), "{answer:?}");
            }
            let verdict = roadmap.ranking.verdicts.of[node];
            let Some(answer) = answer else {
                assert!(matches!(verdict, Verdict::Build | Verdict::Unscored));
                continue;
            };
            check(files, roadmap, policy, node, &answer);
            if depth == Depth::Everything {
                assert_eq!(what_if.of(node).as_ref(), Some(&answer), "{}", files.text());
                let alternatives = what_if.alternatives(node, &answer);
                if let Way::Single(change) = &answer.way {
                    assert_eq!(alternatives.first().map(|it| &it.change), Some(change));
                } else {
                    assert!(alternatives.is_empty());
                }
                let evidence = what_if.evidence(node);
                assert!(evidence.iter().all(|it| it.change.input.kind() == ChangeKind::Evidence));
                for other in alternatives.iter().chain(&evidence) {
                    let goal = wanted(roadmap, other.goal);
                    check_single(files, roadmap, policy, roadmap.id(node), &goal, &other.change);
                }
            }
            let kind = match answer.way {
                Way::Single(_) => "single",
                Way::Pair(_) => "pair",
                Way::NothingShortOf(_) => "nothing short of",
                Way::None => "none",
            };
            *tally.entry(kind).or_default() += 1;
        }
    });
}
