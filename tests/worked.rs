//! The worked example: a backlog with what must come out of it, computed by a separate and slower
//! reading of the method. `tests/data/worked/README.md` says what each request is there for.

#![expect(clippy::print_stdout, reason = "a skipped test should not pass in silence")]

#[allow(dead_code, reason = "every test file uses a part of it")]
mod harness;

use harness::{Folder, codes, requests, shared};
use serde_json::Value;

const BACKLOG: &str = include_str!("data/worked/requests.csv");
const EXPECTED: &str = include_str!("data/worked/expected.json");

/// Two roundings of a thousandth, in the figures that are sums of many products.
const TOLERANCE: f64 = 0.002_000_1;

fn ranking() -> Value {
    let outcome =
        Folder::new().with("requests.csv", BACKLOG).run(&["rank", "--format", "json", "requests.csv"]);
    assert_eq!(outcome.code, 0, "{outcome}");
    outcome.json()
}

fn expected() -> Value {
    serde_json::from_str(EXPECTED).expect("JSON")
}

/// Equal values, where `3` and `3.0` are equal.
fn same(left: &Value, right: &Value) -> bool {
    match (left.as_f64(), right.as_f64()) {
        (Some(left), Some(right)) => left.to_bits() == right.to_bits(),
        _ => left == right,
    }
}

#[test]
fn the_summary_is_the_expected_one() {
    let (ranking, expected) = (ranking(), expected());
    for (name, expected) in expected["summary"].as_object().expect("a summary") {
        let found = &ranking["summary"][name];
        if matches!(name.as_str(), "cost" | "lower_bound") {
            let off = found.as_f64().expect("a number") - expected.as_f64().expect("a number");
            assert!(off.abs() <= TOLERANCE, "{name}: {found} is not {expected}");
        } else {
            assert!(same(found, expected), "{name}: {found} is not {expected}");
        }
    }
    assert_eq!(ranking["summary"]["set_aside"], 0);
}

#[test]
fn every_value_of_every_request_is_the_expected_one() {
    let (ranking, expected) = (ranking(), expected());
    let expected = requests(&expected);
    let ids =
        |requests: &[Value]| -> Vec<String> { requests.iter().map(|it| it["id"].to_string()).collect() };
    let mut found_ids = ids(requests(&ranking));
    let mut expected_ids = ids(expected);
    found_ids.sort();
    expected_ids.sort();
    assert_eq!(found_ids, expected_ids);
    for expected in expected {
        let found = requests(&ranking)
            .iter()
            .find(|request| request["id"] == expected["id"])
            .expect("the ids are the same");
        for (name, value) in expected.as_object().expect("a request") {
            if name == "contributions" {
                contributions_are_the_same(found, value);
            } else {
                let found = &found[name];
                let id = &expected["id"];
                assert!(same(found, value), "{id} {name}: {found} is not {value}");
            }
        }
    }
}

/// Contributions of nothing need not be shown.
fn contributions_are_the_same(found: &Value, expected: &Value) {
    let id = &found["id"];
    let found = found["contributions"].as_array().expect("contributions");
    for (source, points) in expected.as_object().expect("contributions") {
        let shown = found.iter().find(|part| part["source"] == source.as_str());
        let shown = shown.map_or(0.0, |part| part["points"].as_f64().expect("a number"));
        let points = points.as_f64().expect("a number");
        assert!((shown - points).abs() < 1e-9, "{id} {source}: {shown} is not {points}");
    }
    for part in found {
        let source = part["source"].as_str().expect("a source");
        assert!(
            expected.get(source).is_some() || part["points"] == 0.0,
            "{id}: nothing is expected from {source}"
        );
    }
}

#[test]
fn what_is_not_ranked_is_listed_with_its_reason() {
    let ranking = ranking();
    let listed: Vec<[&Value; 2]> = ranking["not_ranked"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|row| [&row["id"], &row["reason"]])
        .collect();
    assert_eq!(listed, [["DOC-2", "repeat"], ["OLD-1", "done"]]);
}

#[test]
fn the_warnings_and_notes_are_those_that_the_example_is_there_for() {
    let ranking = ranking();
    assert_eq!(codes(&ranking, "error"), [""; 0]);
    assert_eq!(
        codes(&ranking, "warning"),
        ["blank-consumer-effort", "measured-beats-rating", "repeat-differs"]
    );
    assert_eq!(
        codes(&ranking, "note"),
        ["assumed-consumers", "blank-confidence", "dates-not-judged", "no-success-measure"]
    );
}

#[test]
fn the_example_is_the_one_that_others_use() {
    for (name, ours) in [("requests.csv", BACKLOG), ("expected.json", EXPECTED)] {
        let Some(path) = shared(&format!("worked/{name}")) else {
            println!("skipped: no shared copy of {name}");
            continue;
        };
        let theirs = std::fs::read_to_string(path).expect("a text file");
        assert_eq!(ours, theirs, "{name}");
    }
}
