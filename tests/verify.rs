//! `roadbed verify`: whatever roadbed publishes is verified, and whatever somebody changes in it is noticed.

#[allow(dead_code, reason = "every test file uses a part of it")]
mod harness;

#[path = "harness/backlogs.rs"]
#[allow(dead_code, reason = "every test file uses a part of it")]
mod backlogs;

use std::path::Path;

use backlogs::{Form, Scoring, Tape};
use harness::Folder;
use roadbed::{
    diagnostic::Source,
    ingest::{Input, ReadAs, decode},
    policy::Policy,
    report::{self, Report, View},
    roadmap::{Options, Roadmap},
    verify::{File, Verification, verify},
};
use serde_json::Value;

/// A published ranking with the files that it was made from.
struct Published {
    json: Value,
    files: Vec<File>,
}

impl Published {
    fn new(policy: &str, texts: Vec<(String, Vec<u8>)>) -> Self {
        let source = Source::new("roadbed.toml", policy);
        let (policy, problems) = Policy::read(&source, 0);
        assert!(problems.is_empty(), "{problems:?}");
        let files: Vec<File> = texts.into_iter().map(|(name, bytes)| File { name, bytes }).collect();
        let sources: Vec<Source> = (0..)
            .zip(&files)
            .map(|(number, file)| {
                let input = Input { name: file.name.clone(), bytes: file.bytes.clone() };
                decode(input, number, &ReadAs::default()).0
            })
            .collect();
        let roadmap = Roadmap::build(&sources, 0, &policy, Options { set_aside: true, ..Options::default() });
        let report = Report { roadmap: &roadmap, policy: &policy, sources: &sources, view: View::default() };
        let mut bytes = Vec::new();
        report::json(&report, &mut bytes).expect("memory");
        let mut json: Value = serde_json::from_slice(&bytes).expect("JSON");
        // Only the program sees the bytes of the files.
        for (input, file) in json["inputs"].as_array_mut().expect("a list").iter_mut().zip(&files) {
            input["sha256"] = digest(&file.bytes).into();
        }
        Self { json, files }
    }

    /// The sample, with its overrides, holds, repeats and calendar.
    fn sample() -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
        let file =
            |name: &str| (name.to_owned(), std::fs::read(folder.join(name)).expect("a file of the sample"));
        let policy = String::from_utf8(file("roadbed.toml").1).expect("UTF-8");
        let names = ["product-teams.csv", "external-developers.csv", "platform-and-executives.csv"];
        Self::new(&policy, names.map(file).into())
    }

    /// A made-up backlog with a made-up policy; the same for the same seed.
    fn generated(seed: u32) -> Self {
        // Knuth's linear congruential generator; its high bits are good enough to make choices by.
        let mut state = u64::from(seed);
        let mut random = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            state.to_be_bytes()[0]
        };
        let tape: Vec<u8> = (0..1200).map(|_| random()).collect();
        let mut tape = Tape::new(&tape);
        let scoring = [Scoring::Criteria, Scoring::Mixed, Scoring::Values][tape.below(3)];
        let mut policy = policy(&mut tape);
        let requests = backlogs::backlog(&mut tape, 16, scoring);
        // Every second request at most is decided about; each place at most once.
        for (place, cells) in
            ["\"first\"", "2", "\"last\"", "\"decline\"", "5"].iter().zip(requests.iter().step_by(2))
        {
            let ranked = !cells.contains_key("same_as")
                && !matches!(cells["status"].as_str(), "done" | "declined")
                && cells["mandate"].is_empty();
            if ranked && tape.below(3) == 2 {
                let (request, end) = (&cells["id"], "by = \"the board\"\nreason = \"a promise\"\n");
                policy.extend([format!("[[override]]\nrequest = {request:?}\nplace = {place}\n{end}")]);
            }
        }
        Self::new(&policy, vec![("requests.csv".to_owned(), Form::default().write(&requests).into_bytes())])
    }

    fn verified(&self, json: &Value) -> Result<Verification, String> {
        verify(&json.to_string(), Some(&self.files))
    }
}

fn digest(bytes: &[u8]) -> String {
    use std::fmt::Write;

    use sha2::{Digest, Sha256};
    Sha256::digest(bytes).iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("a string takes everything");
        text
    })
}

/// A policy with some of what a policy can say.
fn policy(tape: &mut Tape<'_>) -> String {
    let parts = [
        "[capacity]\nnow = 5\nnext = 12\n",
        "[calendar]\nstart = 2027-01-06\npeople = 3\n",
        "[weights]\nreuse = 33.3\nreliability = 10\n",
        "[rules.error-budget]\nremaining = { search = -0.1, auth = 0.3 }\n",
        "[rules.stability-promise]\nenabled = false\n",
        "[rules.special-treatment]\npenalty = 4.5\n",
        "[value]\nper_effort = true\n",
        "[criteria.tickets]\nlabel = \"Tickets\"\nweight = 12\ncolumn = \"ticket\"\nvalues = { T-1 = 0.2, T-2 = 1 }\neffect = \"cost\"\nsays = \"ticket {value}\"\n",
    ];
    parts.iter().filter(|_| tape.below(3) == 2).copied().collect()
}

/// What does not hold, in a line each.
fn failures(verification: &Verification) -> String {
    let lines = verification.checks.iter().flat_map(|check| {
        check
            .findings
            .iter()
            .map(move |it| format!("{} {:?}: {} stated, {} found", check.code, it.id, it.stated, it.found))
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// How many, unless `ROADBED_BACKLOGS` says it.
fn wanted(usual: u32) -> u32 {
    std::env::var("ROADBED_BACKLOGS").map_or(usual, |wanted| wanted.parse().expect("a number"))
}

#[test]
fn whatever_is_published_is_verified() {
    let sample = Published::sample();
    let verification = sample.verified(&sample.json).expect("a ranking");
    assert!(verification.holds(), "{}", failures(&verification));
    let mut ranked = 0;
    for seed in 0..wanted(150) {
        let published = Published::generated(seed);
        if published.json["summary"].is_null() {
            continue;
        }
        ranked += 1;
        let verification = published.verified(&published.json).expect("a ranking");
        let text = String::from_utf8_lossy(&published.files[0].bytes);
        assert!(verification.holds(), "{seed}: {}\n{text}", failures(&verification));
    }
    assert!(ranked * 10 > wanted(150) * 8, "{ranked} are ranked");
}

/// Fields that only people read, and the price of each override, which only a second ranking could tell.
const NOT_CHECKED: [&str; 10] =
    ["why", "because", "until", "tool", "policy", "findings", "delays", "hash", "schema", "same_as"];

/// Every change of one value of a ranking: its place, and the ranking with it.
fn mutants(json: &Value) -> Vec<(String, Value)> {
    fn walk(value: &Value, path: &mut Vec<String>, found: &mut Vec<(String, Value)>) {
        let here = path.iter().fold(String::new(), |all, step| format!("{all}/{step}"));
        let last = path.last().cloned().unwrap_or_default();
        let last = last.as_str();
        let price = path.len() > 2 && path[path.len() - 2] == "override" && matches!(last, "cost" | "score");
        if NOT_CHECKED.contains(&last) || price {
            return;
        }
        match value {
            Value::Null => {}
            Value::Bool(it) => found.push((here.clone(), Value::from(!it))),
            Value::Number(it) => {
                let changed = it.as_u64().map_or_else(
                    || Value::from(((it.as_f64().unwrap_or_default() * 1000.0).round() + 1.0) / 1000.0),
                    |it| Value::from(it + 1),
                );
                found.push((here.clone(), changed));
            }
            Value::String(it) => {
                let verdict = if it == "hold" { "decline" } else { "hold" };
                let changed = if last == "verdict" { verdict.to_owned() } else { format!("{it}x") };
                found.push((here.clone(), changed.into()));
            }
            Value::Array(items) => {
                for (at, item) in items.iter().enumerate() {
                    let mut fewer = items.clone();
                    fewer.remove(at);
                    found.push((here.clone(), fewer.into()));
                    path.push(at.to_string());
                    walk(item, path, found);
                    path.pop();
                }
            }
            Value::Object(fields) => {
                for (name, field) in fields {
                    path.push(name.replace('~', "~0").replace('/', "~1"));
                    walk(field, path, found);
                    path.pop();
                }
            }
        }
    }
    let mut found = Vec::new();
    walk(json, &mut Vec::new(), &mut found);
    found
}

#[test]
fn every_change_of_one_value_is_noticed() {
    let everything = std::env::var("ROADBED_MUTANTS").is_ok();
    let (mut tried, mut missed) = (0, Vec::new());
    for published in [Published::sample(), Published::generated(3), Published::generated(11)] {
        let all = mutants(&published.json);
        let step = if everything { 1 } else { all.len() / 150 + 1 };
        for (place, value) in all.into_iter().step_by(step) {
            let mut changed = published.json.clone();
            *changed.pointer_mut(&place).expect("the place that was walked") = value;
            tried += 1;
            if published.verified(&changed).is_ok_and(|verification| verification.holds()) {
                let was = published.json.pointer(&place).expect("a value");
                missed.push(format!("{place}: {was} to {}", changed.pointer(&place).expect("a value")));
            }
        }
    }
    assert!(tried > 300, "{tried} mutants");
    assert!(missed.is_empty(), "{} of {tried} are missed:\n{}", missed.len(), missed.join("\n"));
}

#[test]
fn hostile_files_are_refused_without_a_panic() {
    let json = Published::generated(3).json.to_string();
    for text in [
        "",
        "null",
        "[]",
        "{\"schema\": \"roadbed.ranking/2\"}",
        &json[..json.len() / 2],
        &json.replacen("\"effort\":", "\"effort\": 1, \"effort\":", 1),
        &json.replacen("roadbed.ranking/2", "roadbed.ranking/1", 1),
        &json.replacen("\"score\":", "\"score\": 1e300, \"was\":", 1),
        &json.replacen("\"score\":", "\"score\": NaN, \"was\":", 1),
        &"[".repeat(100_000),
    ] {
        assert!(verify(text, None).is_err(), "{text:.80}");
    }
    // Numbers at the edge of what is read come back as findings.
    for (from, to) in [
        ("\"effort\":", "\"effort\": 9000000000000000, \"was\":"),
        ("\"score\":", "\"score\": -9e14, \"was\":"),
    ] {
        let verification = verify(&json.replace(from, to), None);
        assert!(verification.is_err() || verification.is_ok_and(|it| !it.holds()));
    }
}

#[test]
fn an_edge_removed_on_both_sides_is_noticed_by_what_follows_from_it() {
    let folder =
        Folder::new().with("a.csv", "id,title,effort,reliability,depends_on\nP,Base,2,0,\nC,Top,3,2,P\n");
    let (_, json) = folder.rank_json("a.csv");
    let mut json = json;
    for (at, field) in [(0, "unlocks"), (1, "waits_for")] {
        json["requests"][at][field] = Value::Array(Vec::new());
    }
    let verification = verify(&json.to_string(), None).expect("a ranking");
    assert!(failures(&verification).contains("not connected"), "{}", failures(&verification));
}

#[test]
fn the_program_says_what_holds_and_what_does_not() {
    let folder = Folder::new().with("a.csv", "id,title,effort,reliability\nP,Base,2,3\nC,Top,3,2\n");
    let written = folder.run(&["rank", "--quiet", "a.csv", "-o", "a.json"]);
    assert_eq!(written.code, 0, "{written}");
    let verified = folder.run(&["verify", "a.json", "--against", "a.csv"]);
    assert_eq!(verified.code, 0, "{verified}");
    folder.write("b.json", folder.read("a.json").replacen("\"score\": 15.0", "\"score\": 16.0", 1));
    let failed = folder.run(&["verify", "b.json", "--format", "json"]);
    assert_eq!(failed.code, 1, "{failed}");
    assert_eq!(failed.json()["verdict"], "failed");
    folder.write("c.json", "{");
    assert_eq!(folder.run(&["verify", "c.json"]).code, 2);
}

/// The checks stand on nothing of the program that they check.
#[test]
fn the_module_uses_nothing_else_of_the_program() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/verify");
    let mut files = 0;
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let text = std::fs::read_to_string(entry.expect("an entry").path()).expect("a file");
        assert!(!text.contains("crate::"), "uses the rest of the program");
        for line in text.lines().map(str::trim_start).filter(|line| line.starts_with("use ")) {
            let first = line[4..].split([':', ';', ' ']).next().unwrap_or_default();
            let own = ["std", "super", "serde", "csv", "sha2", "check", "files", "format", "graph", "flow"];
            assert!(own.contains(&first), "{line}");
        }
        files += 1;
    }
    assert!(files > 8, "{files} files");
}
