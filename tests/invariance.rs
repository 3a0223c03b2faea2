//! What holds for every backlog: how it is written down changes nothing, what has nothing to do
//! with a request does not move it, and every figure adds up.

#[allow(dead_code, reason = "every test file uses a part of it")]
mod harness;

#[path = "harness/backlogs.rs"]
mod backlogs;

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
    panic,
    sync::Once,
};

use backlogs::{COLUMNS, Cells, Form, Scoring, Tape};
use harness::{Folder, requests};
use proptest::{
    collection::vec,
    prelude::any,
    test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner},
};
use roadbed::{
    diagnostic::Source,
    explain::Explainer,
    ingest::{Input, ReadAs, decode},
    model::{Points, Weeks},
    policy::Policy,
    report::{
        self, Report, View,
        document::Page,
        rationale::{self, Explanation, Subject},
    },
    roadmap::{Options, Roadmap},
};
use serde_json::Value;

/// Most requests in a backlog.
const MOST: usize = 14;

thread_local! {
    /// Whether a property is being tried in this thread, and how it failed last.
    static TRIAL: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Runs a property on many tapes, the same ones every time; `PROPTEST_CASES` asks for that many
/// new ones instead. A tape that fails is made as small as it can be before the failure shows.
#[track_caller]
fn for_tapes(cases: u32, property: impl Fn(&mut Tape<'_>)) {
    static QUIET: Once = Once::new();
    QUIET.call_once(|| {
        let usual = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            TRIAL.with_borrow_mut(|trial| match trial {
                Some(failure) => *failure = info.to_string(),
                None => usual(info),
            });
        }));
    });
    let config = Config { failure_persistence: None, max_shrink_iters: 4000, ..Config::default() };
    let mut runner = if std::env::var_os("PROPTEST_CASES").is_some() {
        TestRunner::new(config)
    } else {
        let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
        TestRunner::new_with_rng(Config { cases, ..config }, rng)
    };
    TRIAL.set(Some(String::new()));
    let outcome = runner.run(&vec(any::<u8>(), 0..=70 * MOST), |bytes| {
        let mut tape = Tape::new(&bytes);
        let trial = panic::catch_unwind(panic::AssertUnwindSafe(|| property(&mut tape)));
        trial.map_err(|_| {
            let failure = TRIAL.with_borrow(|trial| trial.clone().unwrap_or_default());
            TestCaseError::fail(format!("{failure}\n\nThe backlog:\n{}", tape.written()))
        })
    });
    TRIAL.set(None);
    match outcome {
        Err(TestError::Fail(reason, _)) => panic!("{reason}"),
        Err(abort) => panic!("{abort}"),
        Ok(()) => {}
    }
}

/// Reads a policy that must be right.
fn policy(text: &str) -> Policy {
    let source = Source::new("roadbed.toml", text);
    let (policy, problems) = Policy::read(&source, 0);
    assert!(problems.is_empty(), "{problems:?}");
    policy
}

/// The JSON text of a ranking.
fn rank_text(files: &[String], policy: &Policy, options: Options) -> String {
    let sources: Vec<Source> = (0_u32..)
        .zip(files)
        .map(|(number, text)| {
            let input = Input { name: format!("{number}.csv"), bytes: text.clone().into_bytes() };
            let (source, problems) = decode(input, number, &ReadAs::default());
            assert!(problems.is_empty(), "{problems:?}");
            source
        })
        .collect();
    let roadmap = Roadmap::build(&sources, 0, policy, options);
    let report = Report { roadmap: &roadmap, policy, sources: &sources, view: View::default() };
    let mut text = Vec::new();
    report::json(&report, &mut text).expect("memory");
    String::from_utf8(text).expect("UTF-8")
}

/// A ranking of several files, which must be valid.
fn rank_files(files: &[String], policy: &Policy) -> Value {
    let text = rank_text(files, policy, Options::default());
    let ranking: Value = serde_json::from_str(&text).expect("JSON");
    assert!(ranking["summary"].is_object(), "{}\n{ranking:#}", files.join("\n"));
    ranking
}

/// A ranking in the plainest form.
fn rank(backlog: &[Cells], policy: &Policy) -> Value {
    rank_files(&[Form::default().write(backlog)], policy)
}

/// A policy with every rule at work and capacity for some of the backlog.
fn busy_policy() -> Policy {
    policy(
        "[capacity]\nnow = 6\nnext = 6.5\n\
         [rules.error-budget.remaining]\nsearch = -0.02\napi = 0.1\n",
    )
}

/// Everything but the places.
fn without_places(mut value: Value) -> Value {
    fn strip(value: &mut Value) {
        match value {
            Value::Object(map) => {
                map.retain(|name, _| !matches!(name.as_str(), "file" | "line" | "inputs"));
                map.values_mut().for_each(strip);
            }
            Value::Array(items) => items.iter_mut().for_each(strip),
            _ => {}
        }
    }
    strip(&mut value);
    value
}

/// Asserts that two values are equal; says where they first differ.
#[track_caller]
fn same(left: &Value, right: &Value) {
    fn difference(left: &Value, right: &Value, path: &str) -> Option<String> {
        let further = match (left, right) {
            _ if left == right => return None,
            (Value::Object(ours), Value::Object(theirs)) if ours.len() == theirs.len() => ours
                .iter()
                .find_map(|(name, left)| difference(left, theirs.get(name)?, &format!("{path}.{name}"))),
            (Value::Array(ours), Value::Array(theirs)) if ours.len() == theirs.len() => {
                (0..).zip(ours.iter().zip(theirs)).find_map(|(at, (left, right)): (usize, _)| {
                    difference(left, right, &format!("{path}[{at}]"))
                })
            }
            _ => None,
        };
        Some(further.unwrap_or_else(|| format!("{path}: {left:#} is not {right:#}")))
    }
    if let Some(difference) = difference(left, right, "") {
        panic!("{difference}");
    }
}

fn id(request: &Value) -> &str {
    request["id"].as_str().expect("an id")
}

fn thousandths(number: &Value) -> i64 {
    let number = number.as_f64().expect("a number");
    #[expect(clippy::cast_possible_truncation, reason = "small numbers")]
    let thousandths = (number * 1000.0).round() as i64;
    thousandths
}

fn ids<'r>(request: &'r Value, list: &str) -> Vec<&'r str> {
    let items = request[list].as_array().expect("a list");
    items.iter().map(|id| id.as_str().expect("an id")).collect()
}

fn built(ranking: &Value) -> impl Iterator<Item = &Value> {
    requests(ranking).iter().filter(|request| request["verdict"] == "build")
}

// How a backlog is written down.

#[test]
fn the_order_of_rows_changes_nothing_but_places() {
    let policy = busy_policy();
    for_tapes(100, |tape| {
        let backlog = backlogs::backlog(tape, MOST, Scoring::Mixed);
        let shuffled = tape.shuffled(&backlog);
        same(&without_places(rank(&shuffled, &policy)), &without_places(rank(&backlog, &policy)));
    });
}

#[test]
fn notes_that_count_cells_do_not_depend_on_which_comes_first() {
    let policy = Policy::default();
    let header = "id;title;value;effort";
    let rows = ["A;'=one;2,5;1", "B;'=two;3,5;1"];
    let file = |rows: [&str; 2]| [format!("{header}\n{}\n", rows.join("\n"))];
    same(
        &without_places(rank_files(&file(rows), &policy)),
        &without_places(rank_files(&file([rows[1], rows[0]]), &policy)),
    );
}

#[test]
fn the_order_of_columns_changes_nothing() {
    let policy = busy_policy();
    for_tapes(100, |tape| {
        let backlog = backlogs::backlog(tape, MOST, Scoring::Mixed);
        let form = Form { columns: tape.shuffled(&COLUMNS), ..Form::default() };
        same(
            &without_places(rank_files(&[form.write(&backlog)], &policy)),
            &without_places(rank(&backlog, &policy)),
        );
    });
}

#[test]
fn several_files_in_any_order_are_one_backlog() {
    let policy = busy_policy();
    for_tapes(100, |tape| {
        let backlog = backlogs::backlog(tape, MOST, Scoring::Mixed);
        let mut parts = vec![Vec::new(); 3];
        for cells in &backlog {
            parts[tape.below(3)].push(cells.clone());
        }
        parts.retain(|part| !part.is_empty());
        let files: Vec<String> = parts.iter().map(|part| Form::default().write(part)).collect();
        same(&without_places(rank_files(&files, &policy)), &without_places(rank(&backlog, &policy)));
    });
}

#[test]
fn line_ends_byte_order_mark_and_delimiter_change_no_byte() {
    let policy = busy_policy();
    for_tapes(60, |tape| {
        let backlog = backlogs::backlog(tape, MOST, Scoring::Mixed);
        let plain = Form::default();
        let expected = rank_text(&[plain.write(&backlog)], &policy, Options::default());
        let same_line =
            [Form { ending: "\r\n", ..plain.clone() }, Form { byte_order_mark: true, ..plain.clone() }];
        for form in same_line {
            let text = rank_text(&[form.write(&backlog)], &policy, Options::default());
            assert!(text == expected, "{form:?}");
        }
        let expected = without_places(serde_json::from_str(&expected).expect("JSON"));
        for delimiter in [';', '\t', '|'] {
            let form = Form { delimiter, ..plain.clone() };
            same(&without_places(rank_files(&[form.write(&backlog)], &policy)), &expected);
        }
    });
}

#[test]
fn the_spelling_of_a_team_does_not_matter() {
    let policy = busy_policy();
    for_tapes(60, |tape| {
        let backlog = backlogs::backlog(tape, MOST, Scoring::Criteria);
        let mut other = backlog.clone();
        for cells in &mut other {
            for column in ["team", "adopters"] {
                let cell = cells[column].to_uppercase();
                cells.insert(column, cell);
            }
        }
        let order = |backlog| -> Vec<(String, Value, Value)> {
            let ranking = rank(backlog, &policy);
            let lines = requests(&ranking).iter();
            lines.map(|it| (id(it).to_owned(), it["score"].clone(), it["position"].clone())).collect()
        };
        assert_eq!(order(&backlog), order(&other));
    });
}

#[test]
fn standard_input_is_a_file_like_any_other() {
    let mut tape = Tape::new(&[13; 400]);
    let backlog = Form::default().write(&backlogs::backlog(&mut tape, MOST, Scoring::Mixed));
    let folder = Folder::new().with("b.csv", &backlog);
    let from_file = folder.run(&["rank", "b.csv", "--format", "json"]);
    let from_input = folder.run_with_input(&["rank", "-", "--format", "json"], backlog.as_bytes());
    assert_eq!(from_file.code, 0, "{from_file}");
    assert_eq!(from_input.code, 0, "{from_input}");
    assert_eq!(from_input.stdout.replace("standard input", "b.csv"), from_file.stdout);
}

#[test]
fn the_program_ranks_like_the_library_and_the_same_every_time() {
    for seed in 1..6_u8 {
        let bytes: Vec<u8> = (0..400_u32).map(|at| (at * 37 % 251) as u8 ^ seed).collect();
        let backlog = backlogs::backlog(&mut Tape::new(&bytes), MOST, Scoring::Mixed);
        let text = Form::default().write(&backlog);
        let folder = Folder::new().with("0.csv", &text);
        let first = folder.run(&["rank", "0.csv", "--format", "json"]);
        let again = folder.run(&["rank", "0.csv", "--format", "json"]);
        assert_eq!(first.code, 0, "{first}");
        assert_eq!(first.stdout, again.stdout);
        let library = rank_text(&[text], &Policy::default(), Options::default());
        // Only the program sees the bytes of the files.
        let digest = first.json()["inputs"][0]["sha256"].to_string();
        assert_eq!(first.stdout, library.replace("\"sha256\": null", &format!("\"sha256\": {digest}")));
    }
}

// What has nothing to do with a request.

/// What may not change about a request when another one comes in.
fn own(request: &Value) -> Value {
    let names =
        ["id", "verdict", "score", "effort", "enabled_value", "contributions", "pulled_forward_by", "why"];
    names.iter().map(|&name| request[name].clone()).collect()
}

#[test]
fn an_unrelated_request_changes_and_reorders_nothing() {
    let policy = policy("[rules.error-budget.remaining]\nsearch = -0.02\n");
    for_tapes(120, |tape| {
        let stranger = backlogs::request(tape, 99, Scoring::Mixed);
        let at = tape.below(MOST + 1);
        let backlog = backlogs::backlog(tape, MOST, Scoring::Mixed);
        let mut more = backlog.clone();
        more.insert(at.min(backlog.len()), stranger.clone());
        let (before, after) = (rank(&backlog, &policy), rank(&more, &policy));
        let (before, after) = (without_places(before), without_places(after));
        let old: Value = requests(&before).iter().map(own).collect();
        let new: Value =
            requests(&after).iter().filter(|request| id(request) != stranger["id"]).map(own).collect();
        same(&new, &old);
    });
}

#[test]
fn a_request_that_is_taken_away_reorders_nothing_it_is_not_connected_to() {
    let policy = Policy::default();
    for_tapes(100, |tape| {
        let backlog = backlogs::backlog(tape, MOST, Scoring::Mixed);
        let gone = tape.below(backlog.len());
        let linked = component(&backlog, gone);
        let fewer: Vec<Cells> = (0..)
            .zip(&backlog)
            .filter(|(at, _)| !linked.contains(at))
            .map(|(_, cells)| cells.clone())
            .collect();
        if fewer.is_empty() {
            return;
        }
        let left: BTreeSet<&String> = fewer.iter().map(|cells| &cells["id"]).collect();
        let (before, after) = (rank(&backlog, &policy), rank(&fewer, &policy));
        let (before, after) = (without_places(before), without_places(after));
        let old: Value = requests(&before)
            .iter()
            .filter(|request| left.contains(&id(request).to_owned()))
            .map(own)
            .collect();
        let new: Value = requests(&after).iter().map(own).collect();
        same(&new, &old);
    });
}

/// Everything that is connected to a request by links and repeats, itself included.
fn component(backlog: &[Cells], start: usize) -> BTreeSet<usize> {
    let number: BTreeMap<&str, usize> =
        backlog.iter().enumerate().map(|(at, cells)| (cells["id"].as_str(), at)).collect();
    let mut pairs = Vec::new();
    for (at, cells) in backlog.iter().enumerate() {
        let same_as = cells.get("same_as").map_or("", String::as_str);
        for other in needs(cells).into_iter().chain([same_as]) {
            pairs.extend(number.get(other).map(|&other| (at, other)));
        }
    }
    let mut found = BTreeSet::from([start]);
    loop {
        let before = found.len();
        for &(one, other) in &pairs {
            if found.contains(&one) || found.contains(&other) {
                found.extend([one, other]);
            }
        }
        if found.len() == before {
            return found;
        }
    }
}

fn needs(cells: &Cells) -> Vec<&str> {
    cells["depends_on"].split([';', ',', '\n']).map(str::trim).filter(|id| !id.is_empty()).collect()
}

/// Which of the given requests come before one in the order.
fn ahead<'i>(ranking: &Value, of: &str, others: &BTreeSet<&'i str>) -> BTreeSet<&'i str> {
    let before = built(ranking).map(id).take_while(|&it| it != of);
    before.filter_map(|id| others.get(id).copied()).collect()
}

#[test]
fn more_score_never_lowers_a_request_among_those_it_is_not_connected_to() {
    let policy = policy("[rules.mandate]\nenabled = false\n[rules.stability-promise]\nenabled = false\n");
    for_tapes(200, |tape| {
        let (scoring, column, raise) = if tape.below(2) == 0 {
            (Scoring::Values, "value", tape.below(7) + 1)
        } else {
            (Scoring::Criteria, "reliability", 1)
        };
        let backlog = backlogs::backlog(tape, MOST, scoring);
        let at = tape.below(backlog.len());
        let rating: f64 = backlog[at][column].parse().unwrap_or(9.0);
        let before = rank(&backlog, &policy);
        let raised = &backlog[at]["id"];
        let was_built = built(&before).any(|request| id(request) == raised);
        if !was_built || scoring == Scoring::Criteria && rating > 4.0 {
            return;
        }
        let linked = component(&backlog, at);
        let others: BTreeSet<&str> = (0..)
            .zip(&backlog)
            .filter(|(other, _)| !linked.contains(other))
            .map(|(_, cells)| cells["id"].as_str())
            .collect();
        let mut better = backlog.clone();
        #[expect(clippy::cast_precision_loss, reason = "a small number")]
        better[at].insert(column, (rating + raise as f64).to_string());
        let after = rank(&better, &policy);
        assert!(built(&after).any(|request| id(request) == raised));
        let (old, new) = (ahead(&before, raised, &others), ahead(&after, raised, &others));
        assert!(new.is_subset(&old), "{raised} fell behind {:?}", new.difference(&old));
    });
}

// Every figure adds up.

#[test]
fn contributions_add_up_to_the_score_exactly() {
    for_tapes(100, |tape| {
        let ranking = rank(&backlogs::backlog(tape, MOST, Scoring::Mixed), &busy_policy());
        for request in requests(&ranking) {
            let parts = request["contributions"].as_array().expect("a list");
            let sum: i64 = parts.iter().map(|part| thousandths(&part["points"])).sum();
            if request["score"].is_null() {
                assert_eq!((&request["verdict"], sum), (&"unscored".into(), 0));
                assert!(request["score_per_week"].is_null());
            } else {
                assert_eq!(sum, thousandths(&request["score"]), "{request:#}");
            }
        }
    });
}

#[test]
fn a_prerequisite_always_precedes_what_waits_for_it() {
    for_tapes(120, |tape| {
        let backlog = backlogs::backlog(tape, MOST, Scoring::Mixed);
        let ranking = rank(&backlog, &busy_policy());
        let by_id: BTreeMap<&str, &Cells> =
            backlog.iter().map(|cells| (cells["id"].as_str(), cells)).collect();
        let place: BTreeMap<&str, u64> = built(&ranking)
            .map(|request| (id(request), request["position"].as_u64().expect("a place")))
            .collect();
        for cells in &backlog {
            // As the rows say it, with repeats followed to their ends.
            let mut kept = cells;
            while let Some(of) = kept.get("same_as") {
                kept = by_id[of.as_str()];
            }
            let Some(own) = place.get(kept["id"].as_str()) else {
                continue;
            };
            // A settled row's own links do not count, unless it was folded into this one.
            if cells["status"] == "done" {
                continue;
            }
            for need in needs(cells) {
                let mut need = by_id[need];
                while let Some(of) = need.get("same_as") {
                    need = by_id[of.as_str()];
                }
                if need["status"] == "done" {
                    continue;
                }
                let before = place.get(need["id"].as_str());
                assert!(before.is_some_and(|before| before < own), "{ranking:#}");
            }
        }
        // As the ranking says it, both ways round.
        for request in built(&ranking) {
            for before in ids(request, "waits_for") {
                assert!(place[before] < place[id(request)]);
            }
        }
        let links = |list| -> BTreeSet<(String, String)> {
            let pairs = requests(&ranking).iter().flat_map(|request| {
                let pair = move |other: &str| (id(request).to_owned(), other.to_owned());
                ids(request, list).into_iter().map(pair).collect::<Vec<_>>()
            });
            pairs.collect()
        };
        let ranked: BTreeSet<&str> = requests(&ranking).iter().map(id).collect();
        let turned: BTreeSet<(String, String)> =
            links("unlocks").into_iter().map(|(one, other)| (other, one)).collect();
        let mut waits = links("waits_for");
        waits.retain(|(_, before)| ranked.contains(before.as_str()));
        assert_eq!(waits, turned);
    });
}

#[test]
fn a_bundle_is_one_stretch_of_the_order_and_returns_fall_from_bundle_to_bundle() {
    for_tapes(100, |tape| {
        let ranking = rank(&backlogs::backlog(tape, MOST, Scoring::Mixed), &Policy::default());
        let mut bundles: Vec<(u64, bool, i64, i64)> = Vec::new();
        for request in built(&ranking) {
            let number = request["bundle"].as_u64().expect("a number");
            let mandated = request["mandated"] == true;
            let (score, effort) = (thousandths(&request["score"]), thousandths(&request["effort"]));
            match bundles.last_mut() {
                Some(last) if last.0 == number => {
                    last.2 += score;
                    last.3 += effort;
                }
                last => {
                    let expected = last.map_or(1, |last| last.0 + 1);
                    assert_eq!(number, expected, "{ranking:#}");
                    bundles.push((number, mandated, score, effort));
                }
            }
        }
        for pair in bundles.windows(2) {
            let [(_, mandated, score, effort), (_, then_mandated, then_score, then_effort)] = pair else {
                unreachable!("windows of two");
            };
            assert!(mandated >= then_mandated, "mandated work goes first: {ranking:#}");
            if mandated == then_mandated {
                assert!(score * then_effort >= then_score * effort, "{ranking:#}");
            }
        }
    });
}

#[test]
fn places_counts_and_sums_match_the_list() {
    for_tapes(120, |tape| {
        let backlog = backlogs::backlog(tape, MOST, Scoring::Mixed);
        let ranking = rank(&backlog, &busy_policy());
        let summary = &ranking["summary"];
        let not_ranked = ranking["not_ranked"].as_array().expect("a list");
        assert_eq!(requests(&ranking).len() + not_ranked.len(), backlog.len());

        let places: Vec<u64> =
            built(&ranking).map(|request| request["position"].as_u64().expect("a place")).collect();
        let expected: Vec<u64> = (1..).take(places.len()).collect();
        assert_eq!(places, expected);

        assert_eq!(summary["requests"], requests(&ranking).len());
        for verdict in ["build", "hold", "blocked", "decline", "unscored"] {
            let of = |request: &&Value| request["verdict"] == verdict;
            assert_eq!(summary[verdict], requests(&ranking).iter().filter(of).count());
        }
        for (name, reason) in [
            ("done", "done"),
            ("declined_earlier", "declined"),
            ("repeats", "repeat"),
            ("set_aside", "set-aside"),
        ] {
            let of = |row: &&Value| row["reason"] == reason;
            assert_eq!(summary[name], not_ranked.iter().filter(of).count());
        }

        let sum = |name: &str| built(&ranking).map(|it| thousandths(&it[name])).sum::<i64>();
        assert_eq!(sum("score"), thousandths(&summary["score"]));
        assert_eq!(sum("effort"), thousandths(&summary["effort"]));
        let off = sum("enabled_value") - thousandths(&summary["score"]);
        let rounding = i64::try_from(places.len()).expect("a small number");
        assert!(off.abs() <= rounding, "{ranking:#}");

        let (mut done, mut cost) = (0_i64, 0_i64);
        for request in built(&ranking) {
            done += thousandths(&request["effort"]);
            cost += thousandths(&request["score"]) * done;
        }
        assert!((thousandths(&summary["cost"]) - cost / 1000).abs() <= 1, "{ranking:#}");
        let bound = thousandths(&summary["lower_bound"]);
        assert!(bound <= thousandths(&summary["cost"]), "{ranking:#}");
        assert_eq!(summary["override_cost"], 0.0);
    });
}

#[test]
fn what_is_not_built_has_no_place_and_what_is_built_has_a_horizon() {
    for_tapes(100, |tape| {
        let ranking = rank(&backlogs::backlog(tape, MOST, Scoring::Mixed), &busy_policy());
        let mut begins = 0;
        for request in requests(&ranking) {
            let is_built = request["verdict"] == "build";
            for name in ["position", "bundle", "enabled_value", "horizon", "straddles"] {
                assert_eq!(request[name].is_null(), !is_built, "{name}: {request:#}");
            }
            if is_built {
                let ends = begins + thousandths(&request["effort"]);
                let (horizon, until) = match begins {
                    ..6000 => ("now", 6000),
                    6000..12_500 => ("next", 12_500),
                    _ => ("later", i64::MAX),
                };
                assert_eq!(request["horizon"], horizon, "{request:#}");
                assert_eq!(request["straddles"], ends > until, "{request:#}");
                begins = ends;
            }
        }
    });
}

#[test]
fn every_number_has_at_most_three_decimals() {
    fn check(value: &Value) {
        match value {
            Value::Number(number) => {
                let text = number.to_string();
                let decimals = text.split_once('.').map_or("", |(_, decimals)| decimals);
                assert!(decimals.len() <= 3 && !text.contains('e'), "{text}");
            }
            Value::Array(items) => items.iter().for_each(check),
            Value::Object(map) => map.values().for_each(check),
            _ => {}
        }
    }
    for_tapes(60, |tape| {
        check(&rank(&backlogs::backlog(tape, MOST, Scoring::Mixed), &busy_policy()));
    });
}

// Rules.

/// Verdict, score, place and bundle of every request, and the summary.
fn decisions(ranking: &Value) -> Value {
    let names = ["id", "verdict", "score", "position", "bundle", "enabled_value"];
    let requests: Vec<Value> = requests(ranking)
        .iter()
        .map(|request| names.iter().map(|&name| request[name].clone()).collect())
        .collect();
    serde_json::json!([requests, ranking["summary"]])
}

/// A rule that is switched off does what no rule would do where its occasion were taken away.
#[track_caller]
fn off_is_plain(rule: &str, settings: &str, plain: impl Fn(&mut Cells)) {
    let off = policy(&format!("{settings}[rules.{rule}]\nenabled = false\n"));
    for_tapes(100, |tape| {
        let mut backlog = backlogs::backlog(tape, MOST, Scoring::Criteria);
        // Everything can be judged, so that no cell is the only evidence of its request, and no
        // repeat fills in what the occasion is made of.
        for cells in &mut backlog {
            for (column, cell) in [("reliability", "0"), ("migration", "none")] {
                if cells[column].is_empty() {
                    cells.insert(column, cell.to_owned());
                }
            }
        }
        let mut without = backlog.clone();
        without.iter_mut().for_each(&plain);
        same(&decisions(&rank(&backlog, &off)), &decisions(&rank(&without, &Policy::default())));
    });
}

#[test]
fn special_treatment_off_ranks_bespoke_work_like_any_other() {
    off_is_plain("special-treatment", "", |cells| {
        cells.insert("scope", "shared".to_owned());
    });
}

#[test]
fn stability_promise_off_ranks_breaking_work_like_one_with_a_guide() {
    off_is_plain("stability-promise", "", |cells| {
        if matches!(cells["migration"].as_str(), "none" | "0 %") {
            cells.insert("migration", "guide".to_owned());
        }
    });
}

#[test]
fn mandate_off_ranks_forced_work_like_any_other() {
    off_is_plain("mandate", "", |cells| {
        cells.insert("mandate", String::new());
    });
}

#[test]
fn error_budget_off_ranks_as_if_there_were_none() {
    let off = policy(
        "[rules.error-budget]\nenabled = false\n\
         [rules.error-budget.remaining]\nsearch = -0.02\nauth = 0\n",
    );
    for_tapes(60, |tape| {
        let backlog = backlogs::backlog(tape, MOST, Scoring::Mixed);
        same(&decisions(&rank(&backlog, &off)), &decisions(&rank(&backlog, &Policy::default())));
    });
}

#[test]
fn business_case_only_speaks() {
    let off = policy("[rules.business-case]\nenabled = false\n");
    for_tapes(60, |tape| {
        let backlog = backlogs::backlog(tape, MOST, Scoring::Mixed);
        let (quiet, loud) = (rank(&backlog, &off), rank(&backlog, &Policy::default()));
        same(&quiet["requests"], &loud["requests"]);
        let codes = |ranking| harness::codes(ranking, "note").contains(&"no-success-measure");
        assert!(!codes(&quiet));
    });
}

#[test]
fn weights_count_only_in_proportion() {
    let doubled = policy("[weights]\nreuse = 70\nreliability = 50\ntech_debt = 40\ncompatibility = 40\n");
    for_tapes(60, |tape| {
        let backlog = backlogs::backlog(tape, MOST, Scoring::Criteria);
        let (doubled, plain) = (rank(&backlog, &doubled), rank(&backlog, &Policy::default()));
        for part in ["summary", "requests", "findings"] {
            same(&doubled[part], &plain[part]);
        }
    });
}

// Setting aside.

#[test]
fn a_broken_row_is_set_aside_and_moves_nothing_it_is_not_connected_to() {
    let policy = Policy::default();
    let options = Options { set_aside: true, ..Options::default() };
    for_tapes(100, |tape| {
        let backlog = backlogs::backlog(tape, MOST, Scoring::Mixed);
        let at = tape.below(backlog.len());
        let mut broken = backlog.clone();
        broken[at].insert("effort", "3w".to_owned());
        broken[at].remove("same_as");
        broken[at].insert("status", String::new());
        let text = rank_text(&[Form::default().write(&broken)], &policy, options);
        let ranking: Value = serde_json::from_str(&text).expect("JSON");
        let not_ranked = ranking["not_ranked"].as_array().expect("a list");
        assert_eq!(requests(&ranking).len() + not_ranked.len(), backlog.len());
        // Repeats of the broken row have nothing to be folded into, and go with it.
        let aside = not_ranked.iter().filter(|row| row["reason"] == "set-aside").count();
        assert_eq!(ranking["summary"]["set_aside"], aside, "{ranking:#}");
        let listed =
            not_ranked.iter().any(|row| row["id"] == broken[at]["id"] && row["reason"] == "set-aside");
        assert!(listed, "{ranking:#}");
        for request in requests(&ranking) {
            if ids(request, "waits_for").contains(&broken[at]["id"].as_str()) {
                assert_ne!(request["verdict"], "build", "{request:#}");
            }
        }

        let linked = component(&broken, at);
        let whole = rank(&backlog, &policy);
        let apart = |ranking: &Value| -> Vec<Value> {
            let strangers: BTreeSet<&str> = (0..)
                .zip(&backlog)
                .filter(|(other, _)| !linked.contains(other))
                .map(|(_, cells)| cells["id"].as_str())
                .collect();
            let requests = requests(ranking).iter();
            requests
                .filter(|request| strangers.contains(id(request)))
                .map(|request| serde_json::json!([request["id"], request["verdict"], request["score"]]))
                .collect()
        };
        if component(&backlog, at) == linked {
            assert_eq!(apart(&ranking), apart(&whole));
        }
    });
}

// The generator.

#[test]
fn the_generator_makes_every_situation() {
    let seen = std::cell::RefCell::new(BTreeMap::<String, usize>::new());
    for_tapes(100, |tape| {
        let backlog = backlogs::backlog(tape, MOST, Scoring::Mixed);
        let ranking = rank(&backlog, &busy_policy());
        let mut seen = seen.borrow_mut();
        let mut count = |what: String| *seen.entry(what).or_default() += 1;
        for request in requests(&ranking) {
            count(format!("verdict {}", request["verdict"]));
            count(format!("mandated {}", request["mandated"]));
            count(format!("pulled forward {}", !ids(request, "pulled_forward_by").is_empty()));
        }
        for row in ranking["not_ranked"].as_array().expect("a list") {
            count(format!("reason {}", row["reason"]));
        }
        for finding in ranking["findings"].as_array().expect("a list") {
            count(format!("finding {}", finding["code"]));
        }
    });
    let seen = seen.into_inner();
    for situation in [
        "verdict \"build\"",
        "verdict \"hold\"",
        "verdict \"blocked\"",
        "verdict \"decline\"",
        "verdict \"unscored\"",
        "mandated true",
        "pulled forward true",
        "reason \"done\"",
        "reason \"declined\"",
        "reason \"repeat\"",
        "finding \"repeat-differs\"",
        "finding \"measured-beats-rating\"",
        "finding \"promise-broken\"",
        "finding \"started-early\"",
        "finding \"already-there\"",
        "finding \"asked-again\"",
        "finding \"mixed-scoring\"",
    ] {
        assert!(seen.get(situation).is_some_and(|&times| times >= 5), "{situation}: {seen:#?}");
    }
}

// Explanations.

/// The explanations of all requests, in JSON and as text.
fn explain(backlog: &[Cells], policy: &Policy) -> (Value, String) {
    let source = Source::new("0.csv", Form::default().write(backlog));
    let sources = [source];
    let roadmap = Roadmap::build(&sources, 0, policy, Options::default());
    let explainer = Explainer::new(&roadmap, policy).with_all_changes(roadbed::workers::Workers::new(2));
    let nodes = roadmap.nodes().map(Subject::Request);
    let explanation = Explanation { explainer: &explainer, subjects: nodes.collect() };
    let (mut json, mut text) = (Vec::new(), Vec::new());
    rationale::json(&explanation, &mut json).expect("memory");
    let page = Page { width: 1000, fancy: false, colour: false };
    rationale::text(&explanation, page, &mut text).expect("memory");
    (serde_json::from_slice(&json).expect("JSON"), String::from_utf8(text).expect("UTF-8"))
}

#[test]
fn an_explanation_never_contradicts_the_table() {
    for_tapes(50, |tape| {
        let backlog = backlogs::backlog(tape, MOST, Scoring::Mixed);
        let policy = busy_policy();
        let (ranking, (explained, text)) = (rank(&backlog, &policy), explain(&backlog, &policy));
        let explained = explained["requests"].as_array().expect("a list");
        assert_eq!(requests(&ranking).len(), explained.len());
        for request in requests(&ranking) {
            let rationale = explained.iter().find(|it| it["id"] == request["id"]).expect("an explanation");
            for field in [
                "title",
                "teams",
                "verdict",
                "position",
                "horizon",
                "straddles",
                "score",
                "effort",
                "score_per_week",
                "missing",
                "repeats",
                "why",
                "override",
            ] {
                assert_eq!(rationale[field], request[field], "{field} of {}", id(request));
            }
            let parts = |it: &Value| -> Vec<(Value, Value, Value)> {
                let parts = it["contributions"].as_array().expect("a list").iter();
                parts.map(|it| (it["source"].clone(), it["points"].clone(), it["evidence"].clone())).collect()
            };
            assert_eq!(parts(rationale), parts(request));
            assert_eq!(rationale["bundle"]["number"], request["bundle"]);
            assert_eq!(rationale["enabled_value"]["total"], request["enabled_value"]);
            assert_eq!(
                rationale["bundle"]["pulled_forward_by"].as_array().map_or(0, Vec::len),
                ids(request, "pulled_forward_by").len()
            );
            let direct = |tree: &str| -> Vec<&str> {
                let entries = rationale[tree]["entries"].as_array().expect("a list").iter();
                entries.filter(|it| it["depth"] == 0).map(id).collect()
            };
            assert_eq!(direct("unlocks"), ids(request, "unlocks"));
            let mut waits = direct("waits_for");
            waits.sort_by(|left, right| roadbed::model::natural(left, right));
            assert_eq!(waits, ids(request, "waits_for"));
            // In words, too.
            let score = request["score"]
                .is_number()
                .then(|| Points::from_thousandths(thousandths(&request["score"])).in_words());
            let effort = Weeks::from_thousandths(thousandths(&request["effort"])).in_words();
            for shown in score.into_iter().chain([effort]) {
                assert!(text.contains(&shown), "{shown} of {}", id(request));
            }
        }
    });
}

#[test]
fn shares_of_enabled_value_add_up() {
    for_tapes(25, |tape| {
        let backlog = backlogs::backlog(tape, MOST, Scoring::Mixed);
        let (explained, _) = explain(&backlog, &busy_policy());
        for rationale in explained["requests"].as_array().expect("a list") {
            let enabled = &rationale["enabled_value"];
            if enabled.is_null() {
                continue;
            }
            let of = enabled["of"].as_array().expect("a list");
            let sum: i64 = of.iter().map(|it| thousandths(&it["points"])).sum();
            let apart = (thousandths(&enabled["own"]) + sum - thousandths(&enabled["total"])).abs();
            // Each share is rounded for itself.
            assert!(apart <= 1 + i64::try_from(of.len()).expect("few") / 2, "{rationale:#}");
        }
    });
}

#[test]
fn whoever_comes_first_is_said_to_come_first() {
    for_tapes(25, |tape| {
        let backlog = backlogs::backlog(tape, MOST, Scoring::Mixed);
        let (explained, _) = explain(&backlog, &busy_policy());
        let explained = explained["requests"].as_array().expect("a list");
        let position = |id: &Value| {
            let rationale = explained.iter().find(|it| &it["id"] == id).expect("an explanation");
            rationale["position"].as_u64()
        };
        for rationale in explained {
            for contrast in [&rationale["before"], &rationale["after"]].into_iter().filter(|it| !it.is_null())
            {
                let other = if contrast["first"] == contrast["id"] { "other" } else { "id" };
                assert!(position(&contrast["first"]) < position(&contrast[other]), "{contrast:#}");
                let returns = contrast["decided_by"] == "score_per_week";
                let bundle = |id: &Value| {
                    let it = explained.iter().find(|it| &it["id"] == id).expect("an explanation");
                    (thousandths(&it["bundle"]["score"]), thousandths(&it["bundle"]["effort"]))
                };
                let ((score, effort), (less, longer)) =
                    (bundle(&contrast["first"]), bundle(&contrast[other]));
                assert!(!returns || score * longer > less * effort, "{contrast:#}");
            }
        }
    });
}

// Overrides.

#[test]
fn overrides_keep_links_and_mandates_and_are_priced_by_the_difference() {
    for_tapes(150, |tape| {
        let backlog = backlogs::backlog(tape, MOST, Scoring::Mixed);
        let plain = rank(&backlog, &busy_policy());
        let known: Vec<&str> = requests(&plain).iter().map(id).collect();
        let mandated = |id: &str| requests(&plain).iter().any(|it| it["id"] == id && it["mandated"] == true);
        let mut text = "[capacity]\nnow = 6\nnext = 6.5\n\
             [rules.error-budget.remaining]\nsearch = -0.02\napi = 0.1\n"
            .to_owned();
        let mut used = BTreeSet::new();
        for number in 0..tape.below(4) {
            let Some(&id) = known.get(tape.below(known.len().max(1))) else { continue };
            let place = ["\"first\"", "\"last\"", "\"decline\"", "2", "5", "99"][tape.below(6)];
            // Declining what another override or a mandate needs is an error; so is a position twice.
            let place =
                if place == "\"decline\"" && (mandated(id) || number > 0) { "\"last\"" } else { place };
            let position = place.parse::<u32>().is_ok();
            if !used.insert(id.to_owned()) || position && !used.insert(place.to_owned()) {
                continue;
            }
            let quoted = Value::from(id).to_string();
            let decision =
                format!("[[override]]\nrequest = {quoted}\nplace = {place}\nby = 'x'\nreason = 'y'\n");
            text.push_str(&decision);
        }
        let policy = policy(&text);
        let source = Source::new("0.csv", Form::default().write(&backlog));
        if Roadmap::build(&[source], 0, &policy, Options::default()).stopped {
            // One declines what another needs.
            return;
        }
        let ranking = rank(&backlog, &policy);
        let position: BTreeMap<&str, u64> =
            built(&ranking).map(|it| (id(it), it["position"].as_u64().expect("a position"))).collect();
        for request in built(&ranking) {
            for needed in ids(request, "waits_for") {
                assert!(position[needed] < position[id(request)], "{needed} and {}", id(request));
            }
        }
        let mandated = built(&ranking).take_while(|it| it["mandated"] == true).count();
        assert_eq!(mandated, built(&ranking).filter(|it| it["mandated"] == true).count());
        let summary = |ranking: &Value, name: &str| thousandths(&ranking["summary"][name]);
        let computed = summary(&ranking, "cost") - summary(&ranking, "override_cost");
        assert!((computed - summary(&plain, "cost")).abs() <= 1, "{:#}", ranking["summary"]);
        assert_eq!(summary(&ranking, "lower_bound"), summary(&plain, "lower_bound"));
        let score: i64 = built(&ranking).map(|it| thousandths(&it["score"])).sum();
        assert_eq!(score, summary(&ranking, "score"));
    });
}
