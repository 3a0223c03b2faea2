//! `roadbed graph` as a user meets it, and text that nobody should trust in it.
#![expect(clippy::print_stdout, reason = "a skipped test should not pass in silence")]

#[allow(dead_code, reason = "every test file uses a part of it")]
mod harness;

use harness::{Folder, Outcome, shared};

const BACKLOG: &str = "\
id,title,reliability,effort,confidence,outcome,depends_on
A-1,Tokens,1,2,high,x,
A-2,Webhooks,2,2,high,x,A-1
A-3,Replays,3,2,high,x,A-2
A-4,Alone,3,1,high,x,
A-5,Refused,-3,1,high,x,A-1
";

fn graph(args: &[&str]) -> Outcome {
    let folder = Folder::new().with("b.csv", BACKLOG).with("roadbed.toml", "[capacity]\nnow = 1\nnext = 5\n");
    let outcome = folder.run(&[&["graph", "-q", "b.csv"], args].concat());
    assert_eq!(outcome.code, 0, "{outcome}");
    outcome
}

#[test]
fn links_lead_from_prerequisites_to_dependents() {
    let shown = graph(&["--format", "mermaid"]).stdout;
    let expected = "\
flowchart LR
  n1[\"A-1<br>Tokens<br>2 · next · 2.0 weeks\"]:::build
  n2[\"A-2<br>Webhooks<br>3 · next · 2.0 weeks\"]:::build
  n3[\"A-3<br>Replays<br>4 · next · 2.0 weeks\"]:::build
  n4[\"A-5<br>Refused<br>declined · 1.0 weeks\"]:::decline
  n1 --> n2
  n2 --> n3
  n1 --> n4
";
    assert!(shown.starts_with(expected), "{shown}");
    let dot = graph(&["--format", "dot"]).stdout;
    assert!(dot.contains("  n2 [label=\"A-2\\nWebhooks\\n3 · next · 2.0 weeks\", fillcolor="), "{dot}");
    assert!(dot.contains("  n1 -> n2;\n  n2 -> n3;\n  n1 -> n4;\n}"), "{dot}");
}

#[test]
fn a_part_can_be_drawn() {
    let ids = |args: &[&str]| -> Vec<String> {
        let shown = graph(args).stdout;
        let labels = shown
            .lines()
            .filter_map(|line| line.split_once("[\"")?.1.split("<br>").next().map(str::to_owned));
        labels.collect()
    };
    assert_eq!(ids(&["--around", "A-3", "--depth", "1"]), ["A-2", "A-3"]);
    assert_eq!(ids(&["--around", "A-4"]), ["A-4"]);
    assert_eq!(ids(&["--horizon", "now"]), ["A-4"]);
    assert_eq!(ids(&["--bundle", "2"]), ["A-1", "A-2", "A-3"]);
    assert_eq!(ids(&["--around", "A-1", "--horizon", "now"]), Vec::<String>::new());
}

#[test]
fn what_is_left_out_is_counted() {
    let outcome = Folder::new().with("b.csv", BACKLOG).run(&["graph", "b.csv"]);
    assert!(outcome.stderr.contains("Left out: 1 request without dependencies."), "{outcome}");
}

/// Of a sink, the payloads of the shared list, where that is there, besides some of our own.
fn payloads(sink: &str) -> Vec<String> {
    let own = [
        "\"]; evil [URL=\"javascript:alert(1)\"",
        "a\\",
        "</title><script>alert(1)</script>",
        "a & b",
        "end",
    ];
    let mut found: Vec<String> = own.map(str::to_owned).into();
    match shared("payloads.csv") {
        None => println!("skipped: no collection of payloads"),
        Some(path) => {
            let mut reader = csv::Reader::from_path(path).expect("a readable list");
            let records = reader.records().map(|record| record.expect("a record"));
            found.extend(records.filter(|it| it[0].starts_with(sink)).map(|it| it[1].to_owned()));
        }
    }
    found
}

/// A backlog with the same text as id, title and team, linked to another.
fn drawn(payload: &str, format: &str) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(["id", "title", "team", "reliability", "effort", "depends_on"]).expect("memory");
    writer.write_record([&format!("x{payload}"), payload, payload, "1", "1", ""]).expect("memory");
    writer.write_record(["B", payload, payload, "1", "1", &format!("x{payload};")]).expect("memory");
    let backlog = writer.into_inner().expect("memory");
    let outcome = Folder::new()
        .with("b.csv", backlog)
        .run(&["graph", "-q", "b.csv", "--format", format, "--around", "B"]);
    outcome.stdout
}

#[test]
fn no_label_ends_its_quotes() {
    for payload in payloads("dot") {
        for line in drawn(&payload, "dot").lines().filter(|line| line.contains("[label=")) {
            let label = line.split_once("[label=\"").expect("a label").1;
            // The first quote that no backslash stands before ends the label.
            let mut escaped = false;
            let end = label.char_indices().find(|&(_, character)| {
                let ends = character == '"' && !escaped;
                escaped = character == '\\' && !escaped;
                ends
            });
            let rest = &label[end.expect("an end").0..];
            assert!(rest.starts_with("\", fillcolor=\"#") && rest.len() == 24, "{payload:?}: {line}");
        }
    }
    for payload in payloads("mermaid") {
        for line in drawn(&payload, "mermaid").lines().filter(|line| line.contains(":::")) {
            let label = line.split_once("[\"").expect("a label").1.split_once("\"]:::").expect("its end").0;
            let words = label.replace("<br>", "").replace("#quot;", "");
            assert!(!words.contains(['"', '<', '>', '&', '`', '{', '%']), "{payload:?}: {line}");
        }
    }
}

#[test]
fn a_picture_has_no_element_but_its_own() {
    for payload in payloads("svg").iter().chain(&payloads("html")) {
        let picture = drawn(payload, "svg");
        let elements: Vec<&str> =
            picture.split('<').skip(1).map(|it| it.split([' ', '>']).next().unwrap_or("")).collect();
        for element in elements {
            let known = ["svg", "title", "style", "path", "g", "rect", "text"];
            assert!(known.contains(&element.trim_start_matches('/')), "{payload:?}: <{element}\n{picture}");
        }
        let odd = |it: char| it.is_control() && it != '\n';
        assert!(!picture.contains(odd), "{payload:?}");
        let entities = picture.split('&').skip(1);
        for entity in entities {
            let name = entity.split(';').next().unwrap_or("");
            assert!(["amp", "lt", "gt", "quot"].contains(&name), "{payload:?}: &{name}");
        }
    }
}

#[test]
fn the_same_picture_comes_out_every_time() {
    assert_eq!(graph(&["--format", "svg"]).stdout, graph(&["--format", "svg"]).stdout);
}
