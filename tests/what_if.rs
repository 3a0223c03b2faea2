//! `roadbed what-if` as a user meets it. The figures of the example are those of separate code.

#[allow(dead_code, reason = "every test file uses a part of it")]
mod harness;

use harness::{Folder, Outcome};
use serde_json::Value;

const BACKLOG: &str = "\
id,title,team,adopters,reliability,tech_debt,effort
A,Alpha,ads,ads;search;pay;shop,,,2
B,Beta,t1,t1;t2;t3;t4;t5;t6;t7;search,,,5
C,Gamma,ops,,4,,4
D,Delta,ops,,,-5,5
";

const SCENARIOS: &str = r#"
[[scenario]]
name = "fewer people"
policy = { "capacity.now" = 6 }

[[scenario]]
name = "reliability"
policy = { "weights.reliability" = 50 }

[[scenario]]
name = "without A"
drop = ["A"]

[[scenario]]
name = "without search"
without_team = ["search"]

[[scenario]]
name = "B smaller"
change = [{ request = "B", set = { effort = "2" } }]
"#;

fn what_if(args: &[&str]) -> Outcome {
    let folder = Folder::new()
        .with("b.csv", BACKLOG)
        .with("roadbed.toml", "[capacity]\nnow = 8\nnext = 8\n")
        .with("s.toml", SCENARIOS);
    folder.run(&[&["what-if", "-q", "b.csv"], args].concat())
}

fn json(args: &[&str]) -> Value {
    let outcome = what_if(&[args, &["--format", "json"]].concat());
    serde_json::from_str(&outcome.stdout).unwrap_or_else(|error| panic!("{error}: {outcome}"))
}

#[test]
fn each_scenario_is_ranked_in_full() {
    let result = json(&["--scenarios", "s.toml"]);
    let figures = |summary: &Value| (summary["score"].as_f64().unwrap(), summary["cost"].as_f64().unwrap());
    assert_eq!(figures(&result["base"]), (99.5, 834.0));
    let expected = [
        ("fewer people", (99.5, 834.0), true, 2),
        ("reliability", (95.6, 795.2), false, 3),
        ("without A", (75.0, 635.0), true, 2),
        ("without search", (90.75, 803.375), true, 3),
        ("B smaller", (99.5, 588.0), true, 3),
    ];
    for (scenario, (name, both, comparable, now)) in
        result["scenarios"].as_array().unwrap().iter().zip(expected)
    {
        assert_eq!(scenario["name"], name);
        assert_eq!(figures(&scenario["summary"]), both, "{name}");
        assert_eq!(scenario["comparable_score"], comparable, "{name}");
        assert_eq!(scenario["summary"]["now"], now, "{name}");
    }
    let moved = &result["scenarios"][0]["requests"];
    assert_eq!(moved.as_array().unwrap().len(), 1, "{moved}");
    assert_eq!(
        (&moved[0]["id"], &moved[0]["from"]["horizon"], &moved[0]["to"]["horizon"]),
        (&"C".into(), &"now".into(), &"next".into())
    );
    assert_eq!(result["always_now"], serde_json::json!(["B"]));
    assert_eq!(result["never_now"], serde_json::json!(["D"]));
}

#[test]
fn scenarios_stand_side_by_side() {
    let mut settings = insta::Settings::clone_current();
    settings.set_omit_expression(true);
    settings.set_prepend_module_to_snapshot(false);
    let shown = what_if(&["--scenarios", "s.toml", "--width", "120"]).to_string();
    settings.bind(|| insta::assert_snapshot!("what-if", shown));
}

#[test]
fn what_is_typed_is_one_scenario_and_the_policy_may_have_others() {
    let both = json(&["--set", "capacity.now=6", "--set", "B.effort=2", "--drop", "a"]);
    assert_eq!(
        both["scenarios"][0]["changes"],
        serde_json::json!(["capacity.now = 6", "B: effort = 2", "without a"])
    );
    let folder = Folder::new().with("b.csv", BACKLOG).with("roadbed.toml", SCENARIOS);
    let outcome = folder.run(&["what-if", "-q", "b.csv", "--only", "B smaller"]);
    assert_eq!(outcome.code, 0, "{outcome}");
    assert!(outcome.stdout.contains("B: effort = 2") && !outcome.stdout.contains("without A"), "{outcome}");
    let ranked = folder.run(&["rank", "-q", "b.csv"]);
    assert_eq!(ranked.code, 0, "the policy may have scenarios: {ranked}");
}

#[test]
fn what_others_wait_for_is_not_taken_out_but_declined() {
    let folder = Folder::new().with("b.csv", "id,title,reliability,depends_on\nA,Alpha,3,\nB,Beta,3,A\n");
    let outcome = folder.run(&["what-if", "-q", "b.csv", "--drop", "A", "--format", "json"]);
    let result: Value = serde_json::from_str(&outcome.stdout).expect("JSON");
    let moved = &result["scenarios"][0]["requests"];
    assert_eq!(moved[1]["to"]["verdict"], "blocked", "{outcome}");
    assert_eq!(moved[0]["to"], Value::Null, "{outcome}");
}

#[test]
fn what_there_is_not_is_said_and_the_other_scenarios_are_ranked() {
    let scenarios = "[[scenario]]\nname = \"bad\"\ndrop = [\"ZZ\"]\nwithout_team = [\"serch\"]\npolicy = {}\n\
                     change = [{ request = \"A\", set = { efort = 3 } }]\n\
                     [[scenario]]\nname = \"good\"\ndrop = [\"A\"]\n";
    let folder = Folder::new().with("b.csv", BACKLOG).with("s.toml", scenarios);
    let outcome = folder.run(&["what-if", "-q", "b.csv", "--scenarios", "s.toml", "--format", "json"]);
    assert_eq!(outcome.code, 1, "{outcome}");
    let result: Value = serde_json::from_str(&outcome.stdout).expect("JSON");
    let messages: Vec<&str> = result["scenarios"][0]["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| finding["message"].as_str().unwrap())
        .collect();
    assert_eq!(
        messages,
        [
            "in the scenario \"bad\": there is no column `efort`: did you mean `effort`?",
            "in the scenario \"bad\": there is no team `serch`: did you mean `search`?",
            "in the scenario \"bad\": there is no request `ZZ`",
        ]
    );
    assert_eq!(result["scenarios"][1]["summary"]["build"], 3);
}

#[test]
fn bad_policies_values_and_no_effect_are_said() {
    let said = |args: &[&str]| what_if(args).stdout;
    assert!(said(&["--set", "capacity.nwo=6"]).contains("unknown key `capacity.nwo`"), "a key");
    assert!(said(&["--set", "capacity.now=many"]).contains("`capacity.now` must be a number"), "a value");
    assert!(said(&["--set", "A.effort=lots"]).contains("error in as typed"), "a cell");
    assert!(said(&["--set", "capacity.now=8"]).contains("changes nothing that counts"), "no effect");
    for (args, says) in [
        (&[][..], "there is no scenario"),
        (&["--set", "effort"], "says neither what to change nor to what"),
        (&["--scenarios", "s.toml", "--only", "B smallr"], "did you mean \"B smaller\"?"),
    ] {
        let outcome = what_if(args);
        assert_eq!(outcome.code, 2, "{outcome}");
        assert!(outcome.stderr.contains(says), "{outcome}");
    }
}

#[test]
fn more_scenarios_than_anybody_compares_are_refused() {
    let one = |number: u32| format!("[[scenario]]\nname = \"{number}\"\ndrop = [\"A\"]\n");
    let many: Vec<String> = (0..13).map(one).collect();
    let folder = Folder::new().with("b.csv", BACKLOG).with("s.toml", many.concat());
    let outcome = folder.run(&["what-if", "-q", "b.csv", "--scenarios", "s.toml"]);
    assert_eq!(outcome.code, 2, "{outcome}");
    assert!(outcome.stderr.contains("13 scenarios are more than the 12"), "{outcome}");
}
