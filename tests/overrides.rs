//! Decisions against the computed order: obeyed, marked, priced.

#[allow(dead_code, reason = "every test file uses a part of it")]
mod harness;

use harness::{Folder, requests};
use serde_json::Value;

/// Eight requests of a week each; A-8 waits for for A-6. A-5 is declined by its score,
/// A-4 held by a gate, A-3 has no evidence.
const BACKLOG: &str = "\
id,title,reliability,breaking,external_consumers,effort,confidence,outcome,depends_on
A-1,One,5,,,1,high,x,
A-2,Two,4,,,1,high,x,
A-3,Three,,,,1,high,x,
A-4,Four,3,breaking,4,1,high,x,
A-5,Five,-1,,,1,high,x,
A-6,Six,3,,,1,high,x,
A-7,Seven,2,,,1,high,x,A-6
A-8,Eight,1,,,1,high,x,A-7
";

/// A decision as the policy has it.
fn decision(id: &str, place: &str) -> String {
    format!("[[override]]\nrequest = \"{id}\"\nplace = {place}\nby = \"the board\"\nreason = \"so\"\n")
}

fn rank(overrides: &[(&str, &str)], flags: &[&str]) -> Value {
    let policy: Vec<String> = overrides.iter().map(|(id, place)| decision(id, place)).collect();
    rank_with(BACKLOG, &policy.concat(), flags)
}

fn rank_with(backlog: &str, policy: &str, flags: &[&str]) -> Value {
    let folder = Folder::new().with("backlog.csv", backlog).with("roadbed.toml", policy);
    let args = ["rank", "-q", "--format", "json", "backlog.csv"];
    folder.run(&args.iter().chain(flags).copied().collect::<Vec<_>>()).json()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn order(ranking: &Value) -> Vec<&str> {
    requests(ranking).iter().filter(|it| it["position"].is_u64()).map(|it| text(&it["id"])).collect()
}

fn codes(ranking: &Value) -> Vec<&str> {
    let findings = ranking["findings"].as_array().into_iter().flatten();
    findings.map(|it| text(&it["code"])).filter(|code| code.starts_with("override")).collect()
}

fn request<'r>(ranking: &'r Value, id: &str) -> &'r Value {
    requests(ranking).iter().find(|it| it["id"] == id).expect("a request of that id")
}

/// The lower bound of an order from its bundles, by separate arithmetic: in a two-dimensional
/// Gantt chart half of each bundle's rectangle and of its members' lies below the line.
fn bound(order: &[&Value], bundles: &[u64]) -> f64 {
    let figure = |it: &Value, name: &str| it[name].as_f64().expect("a number");
    let (mut bound, mut start) = (0.0, 0.0);
    let all: Vec<(&Value, u64)> = order.iter().copied().zip(bundles.iter().copied()).collect();
    for bundle in all.chunk_by(|left, right| left.1 == right.1) {
        let score: f64 = bundle.iter().map(|(it, _)| figure(it, "score")).sum();
        let effort: f64 = bundle.iter().map(|(it, _)| figure(it, "effort")).sum();
        let own: f64 = bundle.iter().map(|(it, _)| figure(it, "score") * figure(it, "effort")).sum();
        bound += score * start + f64::midpoint(score * effort, own);
        start += effort;
    }
    bound
}

#[test]
fn the_order_that_the_bound_is_about_is_in_the_ranking() {
    let plain = rank(&[], &[]);
    assert!(plain["without_overrides"].is_null());
    let ranking = rank(&[("A-2", "\"first\""), ("A-5", "1"), ("A-6", "\"decline\"")], &[]);
    let without = &ranking["without_overrides"];
    let ids: Vec<&str> = without["order"].as_array().unwrap().iter().map(text).collect();
    assert_eq!(ids, order(&plain));
    assert_ne!(ids, order(&ranking));
    assert_eq!(without["cost"], plain["summary"]["cost"]);
    assert_eq!(ranking["summary"]["lower_bound"], plain["summary"]["lower_bound"]);
    let built: Vec<&Value> = ids.iter().map(|id| request(&ranking, id)).collect();
    let bundles: Vec<u64> =
        without["bundles"].as_array().unwrap().iter().map(|it| it.as_u64().unwrap()).collect();
    let stated = ranking["summary"]["lower_bound"].as_f64().unwrap();
    assert!((bound(&built, &bundles) - stated).abs() < 0.01, "{stated}");
}

#[test]
fn the_computed_order_is_the_base() {
    assert_eq!(order(&rank(&[], &[])), ["A-1", "A-2", "A-6", "A-7", "A-8"]);
}

#[test]
fn places_are_obeyed_with_what_they_need() {
    for (overrides, expected) in [
        (&[("A-8", "\"first\"")][..], &["A-6", "A-7", "A-8", "A-1", "A-2"][..]),
        (&[("A-6", "\"first\""), ("A-2", "\"first\"")], &["A-6", "A-2", "A-1", "A-7", "A-8"]),
        (&[("A-1", "\"last\"")], &["A-2", "A-6", "A-7", "A-8", "A-1"]),
        (&[("A-7", "\"last\"")], &["A-1", "A-2", "A-6", "A-7", "A-8"]),
        (&[("A-8", "3")], &["A-6", "A-7", "A-8", "A-1", "A-2"]),
        (&[("A-8", "4")], &["A-1", "A-6", "A-7", "A-8", "A-2"]),
        (&[("A-1", "5")], &["A-2", "A-6", "A-7", "A-8", "A-1"]),
        (&[("A-7", "\"decline\"")], &["A-1", "A-2", "A-6"]),
        (&[("A-5", "2")], &["A-1", "A-5", "A-2", "A-6", "A-7", "A-8"]),
        (&[("A-3", "\"first\"")], &["A-3", "A-1", "A-2", "A-6", "A-7", "A-8"]),
    ] {
        let ranking = rank(overrides, &[]);
        assert_eq!(order(&ranking), expected, "{overrides:?}");
        assert_eq!(codes(&ranking), Vec::<&str>::new(), "{overrides:?}");
        assert_eq!(request(&ranking, overrides[0].0)["override"]["obeyed"], true);
    }
}

#[test]
fn what_a_declined_request_blocks_is_blocked() {
    let ranking = rank(&[("A-6", "\"decline\"")], &[]);
    assert_eq!(request(&ranking, "A-6")["verdict"], "decline");
    assert_eq!(request(&ranking, "A-6")["why"], "declined by the board: so; improves reliability +15.0");
    assert_eq!(request(&ranking, "A-7")["verdict"], "blocked");
    assert_eq!(request(&ranking, "A-8")["verdict"], "blocked");
}

#[test]
fn held_and_impossible_places_are_said_with_their_condition() {
    let ranking = rank(&[("A-4", "\"first\""), ("A-8", "1")], &[]);
    assert_eq!(codes(&ranking), ["override-not-obeyed", "override-not-obeyed"]);
    let findings = ranking["findings"].to_string();
    assert!(findings.contains("held until there is a migration guide"), "{findings}");
    assert!(findings.contains("leave it at position 3"), "{findings}");
    assert_eq!(order(&ranking), ["A-6", "A-7", "A-8", "A-1", "A-2"]);
    assert_eq!(request(&ranking, "A-4")["override"]["obeyed"], false);
}

#[test]
fn what_blocks_can_be_overridden_too() {
    let backlog = format!("{BACKLOG}A-9,Nine,5,,,1,high,x,A-3\n");
    let policy = |ids: &[&str]| ids.iter().map(|id| decision(id, "\"first\"")).collect::<Vec<_>>().concat();
    let ranking = rank_with(&backlog, &policy(&["A-9"]), &[]);
    assert_eq!(codes(&ranking), ["override-not-obeyed"]);
    assert!(ranking["findings"].to_string().contains("waits for A-3 (needs input)"));
    let ranking = rank_with(&backlog, &policy(&["A-9", "A-3"]), &[]);
    assert_eq!(order(&ranking)[..2], ["A-3", "A-9"]);
    assert_eq!(codes(&ranking), Vec::<&str>::new());
}

#[test]
fn the_price_is_the_difference_of_costs() {
    let (plain, moved) = (rank(&[], &[]), rank(&[("A-8", "\"first\""), ("A-5", "\"last\"")], &[]));
    let figure = |ranking: &Value, name: &str| ranking["summary"][name].as_f64().expect("a number");
    // Scores 25, 20, 15, 10, 5 for a week each: computed Σ score × completion time.
    assert!((figure(&plain, "cost") - (25.0 + 40.0 + 45.0 + 40.0 + 25.0)).abs() < 1e-9);
    // Then 15, 10, 5, 25, 20; the override of A-5 is not obeyed, because it is not built.
    assert!((figure(&moved, "cost") - (15.0 + 20.0 + 15.0 + 100.0 + 100.0)).abs() < 1e-9);
    assert!((figure(&moved, "override_cost") - 75.0).abs() < 1e-9);
    assert!((figure(&moved, "lower_bound") - figure(&plain, "lower_bound")).abs() < 1e-9);
    assert_eq!(request(&moved, "A-8")["override"]["cost"], 75.0);
    assert_eq!(request(&moved, "A-8")["override"]["delays"], 2);
    assert_eq!(codes(&moved), ["override-not-obeyed"]);
}

#[test]
fn mandates_come_before_any_override() {
    let backlog = BACKLOG
        .replace("confidence", "mandate")
        .replace("high", "")
        .replace("A-2,Two,4,,,1,,", "A-2,Two,4,,,1,Law,");
    let ranking = rank_with(&backlog, &decision("A-6", "\"first\""), &[]);
    assert_eq!(order(&ranking)[..2], ["A-2", "A-6"]);
    let ranking = rank_with(&backlog, &decision("A-6", "1"), &[]);
    assert_eq!(order(&ranking)[..2], ["A-2", "A-6"]);
    assert_eq!(codes(&ranking), ["override-not-obeyed"]);
    let ranking = rank_with(&backlog, &decision("A-2", "\"last\""), &[]);
    assert_eq!(order(&ranking)[0], "A-2");
    assert_eq!(codes(&ranking), ["override-not-obeyed"]);
}

#[test]
fn an_override_ends_only_where_the_day_is_known() {
    let policy = decision("A-8", "\"first\"") + "until = 2027-01-31\n";
    for (flags, first, found) in [
        (&[][..], "A-6", &[][..]),
        (&["--as-of", "2027-01-31"], "A-6", &[]),
        (&["--as-of", "2027-02-01"], "A-1", &["override-expired"]),
    ] {
        let ranking = rank_with(BACKLOG, &policy, flags);
        assert_eq!(order(&ranking)[0], first, "{flags:?}");
        assert_eq!(codes(&ranking), found);
    }
}

#[test]
fn an_override_of_a_repeat_is_one_of_what_it_repeats() {
    let backlog =
        BACKLOG.replace("depends_on", "same_as").replace(",A-6\n", ",\n").replace(",A-7\n", ",A-2\n");
    let policy = decision("A-8", "\"first\"");
    assert_eq!(order(&rank_with(&backlog, &policy, &[]))[0], "A-2");
}

#[test]
fn switched_off_the_plain_result_is_restored() {
    let policy = "[rules.override]\nenabled = false\n".to_owned() + &decision("A-8", "\"first\"");
    let (off, plain) = (rank_with(BACKLOG, &policy, &[]), rank(&[], &[]));
    for part in ["summary", "requests", "not_ranked", "without_overrides", "findings"] {
        assert_eq!(off[part], plain[part]);
    }
}

#[test]
fn what_a_decision_costs_is_a_sentence_that_can_be_read_aloud() {
    let backlog = "id,title,reliability,effort\nA,One,5,1\nB,Two,1,4\nC,Three,-2,2\n";
    let sentence = |request: &str, place: &str| {
        let folder = Folder::new().with("b.csv", backlog).with("p.toml", decision(request, place));
        folder.run(&["explain", "b.csv", "--policy", "p.toml", "--quiet", "--width", "200", request]).stdout
    };
    let dear = sentence("B", "\"first\"");
    let dear_says = "Without the board's decision the order would cost 95 point-weeks less, and 1 request would start sooner.";
    assert!(dear.contains(dear_says), "{dear}");
    let free = sentence("C", "\"decline\"");
    let free_says =
        "Without the board's decision the order would cost the same, and no request would start sooner.";
    assert!(free.contains(free_says), "{free}");
}
