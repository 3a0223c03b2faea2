//! Every counterfactual holds: the cells it names are edited in the files, all is read and ranked
//! again, and what was promised is there; at no smaller step of that input it is. Where nothing
//! is offered, nothing is found by trying everything.

#[allow(dead_code, reason = "every test file uses a part of it")]
#[path = "../harness/backlogs.rs"]
mod backlogs;
mod checks;
mod files;
mod generated;
mod replies;
mod scenarios;
mod steps;
mod trying;

use std::collections::BTreeMap;

use roadbed::explain::counterfactual::{Change, Edit, Input, Way, WhatIf};

use checks::{Depth, check_all, owner, wanted};
use files::Files;
use generated::generated;
use trying::{Found, by_trying};

/// The sample, as it is committed.
fn sample() -> Files {
    let read = |name: &str| {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("samples").join(name);
        std::fs::read_to_string(path).expect("a sample")
    };
    let names = ["product-teams.csv", "external-developers.csv", "platform-and-executives.csv"];
    Files::new(&read("roadbed.toml"), &names.map(read))
}

#[test]
fn every_counterfactual_of_the_sample_holds() {
    let files = sample();
    let mut tally = BTreeMap::new();
    check_all(&files, Depth::Everything, &mut tally);
    assert!(tally["single"] > 10, "{tally:?}");
}

/// So many backlogs are checked, unless `ROADBED_BACKLOGS` says how many.
const BACKLOGS: u32 = 200;

#[test]
fn every_counterfactual_of_generated_backlogs_holds() {
    let wanted = std::env::var("ROADBED_BACKLOGS").ok();
    let backlogs = wanted.map_or(BACKLOGS, |wanted| wanted.parse().expect("a number"));
    let mut tally = BTreeMap::new();
    for seed in 0..backlogs {
        let depth = if seed.is_multiple_of(10) { Depth::Everything } else { Depth::Answers };
        check_all(&generated(seed, 10), depth, &mut tally);
    }
    assert!(["single", "pair", "nothing short of", "none"].iter().all(|kind| tally[kind] > 5), "{tally:?}");
}

/// Each takes about a second: every pair of steps is a ranking of its own.
const CASES: u32 = 24;

#[test]
fn trying_everything_finds_nothing_smaller() {
    let mut tally: BTreeMap<String, usize> = BTreeMap::new();
    for seed in 1000..1000 + CASES {
        let files = generated(seed, 6);
        files.rank(|roadmap, policy| {
            let what_if = WhatIf::new(roadmap, policy);
            for node in roadmap.nodes() {
                let Some(answer) = what_if.of(node) else { continue };
                let goal = wanted(roadmap, answer.goal);
                let own = roadmap.id(node);
                let offered = match &answer.way {
                    // What lifts the partner of an enabler is not its own input.
                    Way::Single(Change { edit: Edit::Cell(cell), input, .. })
                        if *input != Input::Prerequisite && owner(roadmap, &cell.id).id != own =>
                    {
                        continue;
                    }
                    Way::Single(change) => Found::Single(change.steps, change.input),
                    Way::Pair([first, second]) => Found::Pair(first.steps + second.steps),
                    Way::NothingShortOf(_) | Way::None => Found::Nothing,
                };
                let found = by_trying(&files, roadmap, policy, node, &goal);
                assert_eq!(offered, found, "{own} {goal:?} {answer:?}\n{}", files.text());
                *tally.entry(format!("{found:?}")[..4].to_owned()).or_default() += 1;
            }
        });
    }
    assert!(["Sing", "Pair", "Noth"].iter().all(|kind| tally[*kind] > 1), "{tally:?}");
}

/// The answer for one request of a backlog, applied and found true, in words.
fn answer(text: &str, id: &str) -> String {
    let files = Files::new("[rules.error-budget.remaining]\nsearch = -0.02\n", &[text.to_owned()]);
    check_all(&files, Depth::Everything, &mut BTreeMap::new());
    files.rank(|roadmap, policy| {
        let node = roadmap.nodes().find(|&node| roadmap.id(node) == id).expect("a request");
        let answer = WhatIf::new(roadmap, policy).of(node).expect("an answer");
        answer.sentence(roadmap, node)
    })
}

#[test]
fn what_was_declined_earlier_or_set_aside_may_be_done() {
    let backlog = "id,title,effort,reliability,depends_on,status\n\
                   P,Has an effort that nobody can read,abc,1,,\n\
                   D,Was declined,1,1,,declined\n\
                   A,Waits for both,1,3,P;D,\n\
                   B,Waits for one,1,3,P,\n";
    assert_eq!(answer(backlog, "A"), "finishing D together with finishing P would get it built");
    assert_eq!(answer(backlog, "B"), "finishing P would get it built");
}

#[test]
fn what_is_needed_together_asks_for_no_more_than_is_needed() {
    let backlog = "id,title,effort,tech_debt,breaking,depends_on\n\
                   A,Pays down much,1,-5,breaking,\n\
                   B,Adds a little,3,2,breaking,A\n";
    assert_eq!(
        answer(backlog, "B"),
        "nothing short of 2 more adopters (2 in all), only deprecating what its consumers use instead of breaking and finishing A would get it built"
    );
}

#[test]
fn what_is_set_aside_for_more_than_its_cells_cannot_be_done() {
    let backlog = "id,title,effort,reliability,depends_on\n\
                   P,One,1,1,\nP,Another one,1,1,\nB,Waits,1,3,P\n";
    assert_eq!(
        answer(backlog, "B"),
        "nothing that can be done about effort, adopters, scope, migration or prerequisites would get it built"
    );
}

#[test]
fn a_lent_value_stays_lent() {
    let backlog = "id,title,effort,value,breaking,consumers,same_as\n\
                   K,Kept,1,,,,\n\
                   R,Lends its value,1,5,breaking,3,K\n";
    assert_eq!(answer(backlog, "K"), "a migration guide for R would get it built");
}

#[test]
fn an_enabler_is_lifted_with_what_it_is_held_with() {
    let backlog = "id,title,effort,reliability,breaking,external_consumers,depends_on\n\
                   E,Worth nothing by itself,2,-4,,,\n\
                   H,Breaks its consumers,3,5,breaking,1,E\n";
    assert_eq!(answer(backlog, "E"), "a migration guide for H would get it built");
}

#[test]
fn a_spent_error_budget_has_to_recover() {
    let backlog = "id,title,area,effort,reliability\nS,More search,search,2,3\n";
    assert_eq!(
        answer(backlog, "S"),
        "nothing short of bringing search back within its error budget would get it built"
    );
}
