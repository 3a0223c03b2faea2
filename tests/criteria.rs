//! Criteria of a policy's own: judged, shown and explained like the built-in ones.

#[allow(dead_code, reason = "every test file uses a part of it")]
mod harness;

use harness::{Folder, codes, requests};
use serde_json::Value;

const POLICY: &str = "\
[weights]
reuse = 25
reliability = 25
tech_debt = 10
compatibility = 10
[criteria.revenue]
label = \"Revenue at risk\"
weight = 20
column = \"arr_at_risk\"
unit = \"EUR a year\"
anchors = [[0, 0], [100000, 0.4], [1000000, 1]]
says = \"protects {value} of revenue\"
[criteria.toil]
weight = 10
column = \"Toil\"
effect = \"cost\"
values = { none = 0, some = 0.25, much = 1 }
";

const BACKLOG: &str = "\
id,title,reliability,arr_at_risk,toil,effort,confidence,outcome,same_as
A-1,Half way,,550000,,2,high,x,
A-2,Beyond the scale,,5000000,some,1,high,x,
A-3,Unsure,,100000,,1,50 %,x,
A-4,Costs more than it brings,1,,much,1,high,x,
A-5,Filled by its repeat,,,,1,high,x,
A-6,The repeat,,100000,,1,high,x,A-5
A-7,Nothing known,,,,1,high,x,
";

fn folder() -> Folder {
    Folder::new().with("roadbed.toml", POLICY).with("b.csv", BACKLOG)
}

fn ranking() -> Value {
    folder().run(&["rank", "b.csv", "--quiet", "--format", "json"]).json()
}

fn request<'r>(ranking: &'r Value, id: &str) -> &'r Value {
    requests(ranking).iter().find(|it| it["id"] == id).expect("a request of that id")
}

fn points(request: &Value, source: &str) -> Option<f64> {
    let parts = request["contributions"].as_array().expect("contributions");
    parts.iter().find(|part| part["source"] == source).and_then(|part| part["points"].as_f64())
}

#[test]
fn numbers_and_words_earn_and_cost_what_their_scales_say() {
    let ranking = ranking();
    // Weights sum to 100, so that 20 are 20 points; 550000 lies half way between 0.4 and 1.
    assert_eq!(points(request(&ranking, "A-1"), "revenue"), Some(14.0));
    assert_eq!(points(request(&ranking, "A-2"), "revenue"), Some(20.0));
    assert_eq!(points(request(&ranking, "A-2"), "toil"), Some(-2.5));
    assert_eq!(points(request(&ranking, "A-3"), "revenue"), Some(8.0));
    assert_eq!(points(request(&ranking, "A-3"), "confidence"), Some(-4.0));
    assert_eq!(request(&ranking, "A-4")["score"], -5.0);
    assert_eq!(request(&ranking, "A-4")["verdict"], "decline");
    assert_eq!(request(&ranking, "A-7")["verdict"], "unscored");
    let missing = request(&ranking, "A-1")["missing"].to_string();
    assert!(missing.contains("toil") && !missing.contains("revenue"), "{missing}");
}

#[test]
fn evidence_points_at_the_cell_also_where_a_repeat_filled_it() {
    let ranking = ranking();
    let evidence = |id: &str| {
        let parts = request(&ranking, id)["contributions"].clone();
        let cell = &parts[0]["evidence"][0];
        (cell["line"].as_u64(), cell["column"].to_string(), cell["value"].to_string())
    };
    assert_eq!(evidence("A-1"), (Some(2), "\"arr_at_risk\"".into(), "\"550000\"".into()));
    assert_eq!(evidence("A-5"), (Some(7), "\"arr_at_risk\"".into(), "\"100000\"".into()));
}

#[test]
fn the_columns_are_known_and_carried_through_all_the_same() {
    let folder = folder();
    let check = folder.run(&["check", "b.csv", "--format", "json"]).json();
    assert!(!codes(&check, "note").contains(&"unknown-column"), "{check:#}");
    let csv = folder.run(&["rank", "b.csv", "--quiet", "--format", "csv"]).stdout;
    let header = csv.lines().next().expect("a header");
    for name in ["\"revenue_points\"", "\"toil_points\"", "\"arr_at_risk\"", "\"toil\""] {
        assert!(header.contains(name), "{header}");
    }
    let row = csv.lines().find(|line| line.contains("A-1")).expect("a row");
    assert!(row.contains(",14,") && row.contains("550000"), "{row}");
}

#[test]
fn every_way_of_showing_a_ranking_has_a_column_for_each() {
    let folder = folder();
    let shown =
        |format: &str| folder.run(&["rank", "b.csv", "--quiet", "--format", format, "--width", "120"]).stdout;
    let plain = shown("plain");
    assert!(plain.contains("Revenue") && plain.contains("toil"), "{plain}");
    assert!(plain.contains("protects 550000 EUR a year of revenue +14.0"), "{plain}");
    assert!(shown("markdown").contains("| Revenue at risk | toil |"), "{}", shown("markdown"));
    let page = folder.run(&["export", "b.csv", "--quiet", "-o", "r.html", "-o", "r.md", "-o", "r.xlsx"]);
    assert_eq!(page.code, 0, "{page}");
    let html = folder.read("r.html");
    assert!(html.contains("data-sort=\"revenue_points\""), "the page sorts by it");
    assert!(folder.read("r.md").contains("Revenue at risk"), "the review names it");
    let explained = folder.run(&["explain", "-q", "b.csv", "A-2"]).stdout;
    assert!(explained.contains("toil some -2.5"), "{explained}");
}

#[test]
fn cells_that_cannot_be_used_say_what_was_expected() {
    let folder = Folder::new()
        .with("roadbed.toml", POLICY)
        .with("b.csv", "id,title,arr_at_risk,toil\nA,One,lots,\nB,Two,,sume\n");
    let check = folder.run(&["check", "b.csv"]);
    assert_eq!(check.code, 1);
    assert!(check.stdout.contains("`lots` is not a valid `arr_at_risk`"), "{check}");
    assert!(check.stdout.contains("one of none, some, much"), "{check}");
    assert!(check.stdout.contains("did you mean `some`?"), "{check}");
}

#[test]
fn what_would_change_an_answer_may_be_such_a_cell_and_does_what_it_promises() {
    let folder = folder();
    let explained = folder.run(&["explain", "-q", "b.csv", "A-4", "--format", "json"]).json();
    let changes = explained["requests"][0]["evidence"].as_array().cloned().unwrap_or_default();
    let toil = changes.iter().find(|change| change["column"] == "Toil");
    let toil = toil.unwrap_or_else(|| panic!("{:#}", explained["requests"][0]["evidence"]));
    assert_eq!((&toil["from"], &toil["to"]), (&"much".into(), &"some".into()));
    let edited = BACKLOG.replace("1,,much,1", "1,,some,1");
    folder.write("b.csv", &edited);
    let after = folder.run(&["rank", "b.csv", "--quiet", "--format", "json"]).json();
    assert_eq!(request(&after, "A-4")["verdict"], "build");
}
