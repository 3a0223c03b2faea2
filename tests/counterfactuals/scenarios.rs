//! A scenario comes out as the same edit made by hand: every figure of every request is the same.

use roadbed::{
    diagnostic::Source,
    policy::Policy,
    report::{Report, TextCells, View, csv},
    roadmap::{Options, Roadmap},
    scenarios::{Edit, Scenario, apply},
    workers::Workers,
};

use crate::{backlogs::Tape, files::Files, generated::generated};

/// Every figure, or that errors stopped it.
fn ranked(policy: &Policy, files: &[Source]) -> String {
    let roadmap = Roadmap::build(files, 1, policy, Options::default());
    if roadmap.stopped {
        return "stopped".to_owned();
    }
    let report = Report { roadmap: &roadmap, policy, sources: files, view: View::default() };
    let mut out = Vec::new();
    csv(&report, TextCells::Raw, Workers::default(), &mut out).expect("memory");
    String::from_utf8(out).expect("text")
}

/// The rows below the header whose id is this one.
fn row<'f>(files: &'f mut Files, id: &str) -> &'f mut Vec<String> {
    files.tables[0].iter_mut().skip(1).find(|row| row[0] == id).expect("a row")
}

fn column(files: &Files, name: &str) -> usize {
    files.tables[0][0].iter().position(|it| it == name).expect("a column")
}

/// Makes an edit of its own kind, by hand and as a scenario says it.
fn edit(files: &mut Files, tape: &mut Tape<'_>) -> Edit {
    let id = files.id(tape.below(10)).to_owned();
    let status = column(files, "status");
    match tape.below(6) {
        0 => {
            files.policy.push_str("\n[weights]\nreliability = 40\n");
            Edit::Policy { key: "weights.reliability".to_owned(), value: "40".to_owned() }
        }
        1 => {
            let (at, text) = (column(files, "effort"), tape.pick(&["0.5", "3", "L", ""]).to_owned());
            row(files, &id)[at].clone_from(&text);
            Edit::Cell { id, column: "effort".to_owned(), text }
        }
        2 => {
            let (at, text) = (column(files, "adopters"), tape.pick(&["0", "4", "a; b; c"]).to_owned());
            row(files, &id)[at].clone_from(&text);
            Edit::Cell { id, column: "adopters".to_owned(), text }
        }
        3 => {
            "done".clone_into(&mut row(files, &id)[status]);
            Edit::Done(id)
        }
        4 => {
            "declined".clone_into(&mut row(files, &id)[status]);
            Edit::Decline(id)
        }
        _ => {
            let (needs, same) = (column(files, "depends_on"), column(files, "same_as"));
            let names =
                |cell: &str| cell.split([';', ',', '|', '\n']).any(|it| it.trim().eq_ignore_ascii_case(&id));
            if files.tables[0].iter().any(|row| row[0] != id && (names(&row[needs]) || names(&row[same]))) {
                "declined".clone_into(&mut row(files, &id)[status]);
            } else {
                files.tables[0].retain(|row| row[0] != id);
            }
            Edit::Drop(id)
        }
    }
}

/// So many scenarios are tried, unless `ROADBED_BACKLOGS` says how many.
const SCENARIOS: u32 = 150;

#[test]
fn a_scenario_is_what_the_edit_by_hand_is() {
    let wanted = std::env::var("ROADBED_BACKLOGS").ok();
    let count = wanted.map_or(SCENARIOS, |wanted| wanted.parse().expect("a number"));
    let mut different = 0;
    for seed in 0..count {
        let files = generated(seed + 5000, 10);
        if files.policy.contains("[weights]") || files.tables[0].len() < 3 {
            continue;
        }
        let bytes: Vec<u8> =
            (0..4).flat_map(|at: u32| (seed ^ at).wrapping_mul(2_654_435_761).to_be_bytes()).collect();
        let tape = &mut Tape::new(&bytes);
        let mut by_hand = files.clone();
        let edit = edit(&mut by_hand, tape);
        let scenario = Scenario { name: "one".to_owned(), why: None, edits: vec![edit] };
        let (policy, sources) = files.sources();
        let words = scenario.edits[0].words();
        let edited = apply(&scenario, &policy, &sources, 1)
            .unwrap_or_else(|findings| panic!("{seed}: {words}: {findings:?}"));
        let (policy, sources) = by_hand.sources();
        let expected = ranked(&Policy::read(&policy, 0).0, &sources);
        assert_eq!(ranked(&edited.policy, &edited.files), expected, "{seed}: {words}");
        let (policy, sources) = files.sources();
        different += u32::from(ranked(&Policy::read(&policy, 0).0, &sources) != expected);
    }
    assert!(different > count / 3, "{different} of {count} change anything");
}
