//! `roadbed explain` as a user meets it.

#[allow(dead_code, reason = "every test file uses a part of it")]
mod harness;

use harness::{Folder, Outcome};
use serde_json::Value;
use unicode_width::UnicodeWidthStr;

/// A-1 enables; A-4 breaks consumers, A-5 waits for it; A-6 is one team's variant;
/// A-7 repeats is done, A-9 says nothing.
const BACKLOG: &str = "\
id,title,team,scope,adopters,reliability,tech_debt,breaking,external_consumers,effort,confidence,outcome,depends_on,same_as,status
A-1,Tokens,platform,,,1,0.5,,,3.5,high,One service,,,
A-2,Webhooks,web,,web; apps; ads; mail,,,,,4,medium,Fewer polls,A-1,,
A-3,Deploy without keys,apps,,9,2,,,,2,high,No keys,A-1,,
A-4,Switch version 1 off,api,,,,-4,breaking,12,3,high,One path,,,
A-5,Version 2 only,api,,api; web; apps,,,,,2,high,One path,A-4,,
A-6,Own index,ads,bespoke,ads,,2,,,6,high,Ads rank,,,
A-7,Callbacks,billing,,billing; ledger,,,,,3,high,,,A-2,
A-8,Catalogue,data,,,,,,,1,,,,,done
A-9,Farm,data,,,,,,,8,,,,,
";

fn explain(args: &[&str]) -> Outcome {
    let folder =
        Folder::new().with("b.csv", BACKLOG).with("roadbed.toml", "[capacity]\nnow = 5.5\nnext = 4\n");
    folder.run(&[&["explain", "-q", "b.csv"], args].concat())
}

#[track_caller]
fn shows(name: &str, outcome: &Outcome) {
    let mut settings = insta::Settings::clone_current();
    settings.set_omit_expression(true);
    settings.set_prepend_module_to_snapshot(false);
    settings.bind(|| insta::assert_snapshot!(name, outcome.to_string()));
}

#[test]
fn a_request_is_explained_in_full() {
    for id in ["A-1", "A-4", "A-5", "A-6", "A-9"] {
        shows(&format!("explain-{id}"), &explain(&["--width", "80", id]));
    }
}

#[test]
fn two_requests_stand_side_by_side() {
    shows("explain-versus", &explain(&["--width", "80", "A-2", "--versus", "A-3"]));
    shows("explain-versus-markdown", &explain(&["--format", "markdown", "A-6", "--versus", "A-3"]));
}

#[test]
fn what_is_not_ranked_says_so_and_a_repeat_is_explained_by_what_it_repeats() {
    let done = explain(&["A-8"]);
    assert!(done.stdout.contains("It is not ranked: it is done."), "{done}");
    let repeat = explain(&["A-7"]);
    assert!(repeat.stdout.starts_with("A-7 · Callbacks\nIt is not ranked: it repeats A-2."), "{repeat}");
    assert!(repeat.stdout.contains("\nA-2 · Webhooks\nTo build"), "{repeat}");
    let versus = explain(&["A-7", "--versus", "A-1"]);
    assert_eq!(versus.code, 2, "{versus}");
}

#[test]
fn an_id_is_found_in_another_case_and_a_wrong_one_gets_a_hint() {
    assert_eq!(explain(&["a-1"]).stdout, explain(&["A-1"]).stdout);
    let wrong = explain(&["A-11"]);
    assert_eq!((wrong.code, wrong.stdout.as_str()), (2, ""));
    assert!(wrong.stderr.contains("there is no request `A-11`: did you mean `A-1`?"), "{wrong}");
    let none = Folder::new().run(&["explain"]);
    assert_eq!(none.code, 2, "{none}");
    assert!(none.stderr.contains("name its id"), "{none}");
}

#[test]
fn all_are_explained_in_the_order_of_the_roadmap() {
    let outcome = explain(&["--all", "--format", "json"]);
    let explained: Value = outcome.json();
    let requests = explained["requests"].as_array().expect("a list").iter();
    let ids: Vec<&str> = requests.filter_map(|it| it["id"].as_str()).collect();
    assert_eq!(ids, ["A-1", "A-3", "A-2", "A-4", "A-5", "A-6", "A-9"]);
}

#[test]
fn no_line_is_wider_than_asked_for() {
    for width in ["40", "57", "100"] {
        let outcome = explain(&["--all", "--width", width]);
        let widest = outcome.stdout.lines().map(str::width).max();
        assert!(widest <= width.parse().ok(), "{width}: {widest:?}\n{outcome}");
    }
}

#[test]
fn the_ending_of_the_file_says_how_it_is_written() {
    let folder = Folder::new().with("b.csv", BACKLOG);
    for (file, begins) in [("a.txt", "A-1 · Tokens"), ("a.md", "## A-1 · Tokens"), ("a.json", "{")] {
        let outcome = folder.run(&["explain", "-q", "b.csv", "A-1", "-o", file]);
        assert_eq!(outcome.code, 0, "{outcome}");
        assert!(folder.read(file).starts_with(begins), "{}", folder.read(file));
    }
    let refused = folder.run(&["explain", "-q", "b.csv", "A-1", "-o", "b.csv"]);
    assert_eq!(refused.code, 2, "{refused}");
}

/// Every single change that is offered, written into its cell, does what it promises.
#[test]
fn the_changes_that_json_offers_can_be_made() {
    let explained = explain(&["--all", "--format", "json"]).json();
    let mut made = 0;
    for request in explained["requests"].as_array().expect("a list") {
        let change = &request["change"];
        if change["way"] != "single" {
            continue;
        }
        let edit = &change["changes"][0];
        let text = |name: &str| edit[name].as_str().expect("a text");
        let header: Vec<&str> = BACKLOG.lines().next().unwrap_or_default().split(',').collect();
        let mut rows: Vec<Vec<String>> =
            BACKLOG.lines().map(|line| line.split(',').map(str::to_owned).collect()).collect();
        let column = header.iter().position(|name| *name == text("column"));
        // A column that the file has not is added at its end.
        let column = column.unwrap_or_else(|| {
            for (number, row) in rows.iter_mut().enumerate() {
                row.push(if number == 0 { text("column").to_owned() } else { String::new() });
            }
            header.len()
        });
        let row = rows.iter_mut().find(|row| row[0] == text("id")).expect("the row");
        assert_eq!(row[column], text("from"));
        text("to").clone_into(&mut row[column]);
        let edited: Vec<String> = rows.iter().map(|row| row.join(",") + "\n").collect();
        let folder = Folder::new()
            .with("b.csv", edited.concat())
            .with("roadbed.toml", "[capacity]\nnow = 5.5\nnext = 4\n");
        let ranking = folder.run(&["rank", "-q", "--format", "json", "b.csv"]).json();
        let after = ranking["requests"].as_array().expect("a list").iter();
        let after = after.clone().find(|it| it["id"] == request["id"]).expect("the request");
        assert_eq!(after["verdict"], "build", "{change:#}");
        if change["goal"] == "horizon" {
            assert_eq!(after["horizon"], change["horizon"], "{change:#}");
        }
        made += 1;
    }
    assert!(made >= 3, "{explained:#}");
}
