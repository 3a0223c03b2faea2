//! `roadbed import` as a user meets it: exports become backlogs, and backlogs stay up to date without
//! losing what people filled in.
#![expect(clippy::print_stdout, reason = "a skipped test should not pass in silence")]

#[allow(dead_code, reason = "every test file uses a part of it")]
mod harness;

use std::collections::BTreeMap;

use harness::{Folder, codes, requests, shared};
use serde_json::Value;

const JIRA: &str = "\
Summary,Issue key,Issue id,Status,Priority,Labels,Labels,Inward issue link (Blocks),Outward issue link (Blocks),Component/s,Due date,Parent,Updated
One token service,SDK-1,101,In Progress,High,auth,,,SDK-2,auth,22/Sep/25 9:26 AM,,x
Webhooks,SDK-2,102,To Do,Low,auth,breaking-change,SDK-1,,payments,,101,x
Retries,SDK-3,103,To Do,Medium,,,OLD-9,,,,,x
";

/// The rows of a backlog by their ids.
fn rows(text: &str) -> BTreeMap<String, BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers().expect("a header").clone();
    let row = |record: csv::StringRecord| -> BTreeMap<String, String> {
        header.iter().zip(record.iter()).map(|(name, cell)| (name.to_owned(), cell.to_owned())).collect()
    };
    reader.records().map(|it| row(it.expect("a row"))).map(|row| (row["id"].clone(), row)).collect()
}

fn imported(folder: &Folder, args: &[&str]) -> BTreeMap<String, BTreeMap<String, String>> {
    let outcome = folder.run(&[&["import", "-q"], args].concat());
    assert_eq!(outcome.code, 0, "{outcome}");
    rows(&outcome.stdout)
}

#[test]
fn an_export_of_jira_becomes_a_backlog_with_its_dependencies() {
    let folder = Folder::new().with("jira.csv", JIRA);
    let rows = imported(&folder, &["jira.csv"]);
    let cells = |id: &str| {
        ["title", "status", "pressure", "area", "needed_by", "depends_on", "parent", "source", "reliability"]
            .map(|name| rows[id][name].clone())
    };
    assert_eq!(
        cells("SDK-1"),
        ["One token service", "in-progress", "4", "auth", "2025-09-22", "", "", "jira.csv:2", ""]
    );
    // Said from both ends, and once a link; the parent by its number, and now by its id.
    assert_eq!(
        cells("SDK-2"),
        ["Webhooks", "proposed", "2", "payments", "", "SDK-1", "SDK-1", "jira.csv:3", ""]
    );
    assert_eq!(rows["SDK-2"]["jira: Labels"], "auth; breaking-change");
    // What leaves the file is no link, and stays where it was said.
    assert_eq!(cells("SDK-3")[5], "");
    assert_eq!(rows["SDK-3"]["jira: Inward issue link (Blocks)"], "OLD-9");
}

#[test]
fn every_link_is_a_sentence() {
    let folder = Folder::new().with("jira.csv", JIRA);
    let outcome = folder.run(&["import", "-q", "--links", "jira.csv"]);
    assert_eq!(
        outcome.stdout,
        "SDK-2 waits for SDK-1\nSDK-3 waits for OLD-9 (left out: one of the two is not in these files)\n"
    );
}

#[test]
fn a_mapping_of_the_policy_is_laid_over_the_built_in_one() {
    let policy = "\
[mapping.jira.columns]
\"Status\" = { to = \"status\", values = { \"Parked\" = \"declined\" } }
\"Labels\" = { labels = { \"breaking-change\" = { breaking = \"breaking\" }, \"team-*\" = { team = \"*\" } } }
\"Custom field (Points)\" = { to = \"effort\", factor = 0.5 }
\"Outward issue link (Needs)\" = \"depends_on\"
";
    let export = "\
Issue key,Summary,Status,Labels,Labels,Custom field (Points),Outward issue link (Needs)
A-1,One,Parked,breaking-change,team-ads,5,
A-2,Two,Done,team-pay,team-ads,0,A-1
";
    let folder = Folder::new().with("jira.csv", export).with("roadbed.toml", policy);
    let rows = imported(&folder, &["jira.csv"]);
    let cells =
        |id: &str| ["status", "breaking", "team", "effort", "depends_on"].map(|name| rows[id][name].clone());
    assert_eq!(cells("A-1"), ["declined", "breaking", "ads", "2.5", ""]);
    assert_eq!(cells("A-2"), ["done", "", "pay; ads", "", "A-1"]);
}

#[test]
fn the_mapping_that_is_shown_can_be_pasted_and_changes_nothing() {
    for name in ["JIRA_ericmedlock_planeso-jira-migration.csv", "LINEAR_semperos_shortcut-repl.csv"] {
        let Some(path) = shared(&format!("exports/{name}")) else {
            println!("skipped: no real exports");
            return;
        };
        let folder = Folder::new().with("export.csv", std::fs::read(path).expect("an export"));
        let before = folder.run(&["import", "-q", "export.csv"]);
        let shown = folder.run(&["import", "--show-mapping", "export.csv"]);
        assert_eq!((shown.code, shown.stderr.contains("warning[")), (0, false), "{shown}");
        folder.write("roadbed.toml", &shown.stdout);
        assert_eq!(folder.run(&["import", "-q", "export.csv"]).stdout, before.stdout);
    }
}

#[test]
fn a_file_that_nobody_knows_is_read_by_the_mapping_that_is_made_from_it() {
    let folder = Folder::new().with("list.csv", "Key,Name,Due,Votes\nA-1,One,2027-01-31,7\n");
    let shown = folder.run(&["import", "--show-mapping", "list.csv"]);
    folder.write("roadbed.toml", shown.stdout.replace("\"Votes\" = \"carry\"", "\"Votes\" = \"pressure\""));
    let rows = imported(&folder, &["list.csv"]);
    let cells = ["title", "needed_by", "pressure", "mine: Votes"].map(|name| rows["A-1"][name].clone());
    assert_eq!(cells, ["One", "2027-01-31", "7", "7"]);
}

#[test]
fn headers_of_other_languages_and_trackers_are_recognised() {
    for (header, row, mapping) in [
        ("Clave de incidencia;Resumen;Estado;Principal", "A-1;Uno;En curso;", "jira"),
        ("Chave da item,Resumo,Status,Prioridade", "A-1,Um,Em andamento,High", "jira"),
        (
            "ID,Team,Title,Description,Status,Estimate,Priority,Creator,Cycle Number,Parent issue,Blocked by",
            "A-1,Core,One,,In Progress,,High,x,,,",
            "linear",
        ),
        ("Issue ID,URL,Title,State,Author Username,Time Estimate", "A-1,u,One,Open,x,288000", "gitlab"),
        (
            "\u{feff}ID,Work Item Type,Title,Assigned To,State,Tags",
            "A-1,Bug,One,Some One <a@b.c>,Active,x; y",
            "azure-devops",
        ),
    ] {
        let folder = Folder::new().with("export.csv", format!("{header}\n{row}\n"));
        let outcome = folder.run(&["import", "export.csv"]);
        assert!(outcome.stderr.contains(&format!("read as an export of {mapping}: 1 row")), "{outcome}");
        let row = &rows(&outcome.stdout)["A-1"];
        assert!(!row["title"].is_empty() && !row["status"].is_empty(), "{outcome}");
        assert_eq!(row["effort"], if mapping == "gitlab" { "2" } else { "" });
    }
}

#[test]
fn every_job_reads_an_export_and_points_into_it() {
    let export =
        "\u{feff}Summary;Issue key;Status;Description\n\"two\nlines\";A-1;To Do;x\nBroken;A-2;Wartet;\n";
    let folder = Folder::new().with("jira.csv", export);
    let (code, ranking) = folder.rank_json("jira.csv");
    assert_eq!((code, codes(&ranking, "warning")), (0, vec!["unmapped-value"]));
    let finding =
        ranking["findings"].as_array().expect("findings").iter().find(|it| it["severity"] == "warning");
    assert_eq!(finding.map(|it| (&it["file"], &it["line"])), Some((&"jira.csv".into(), &4.into())));
    assert!(codes(&ranking, "note").contains(&"tracker-export"));
    let check = folder.run(&["check", "jira.csv"]);
    assert!(check.stdout.contains("--> jira.csv:4:12\n  |\n4 | Broken;A-2;Wartet;"), "{check}");
    assert!(check.stdout.contains("nothing in it says what a request is worth"), "{check}");
}

#[test]
fn a_cell_that_the_backlog_cannot_use_is_shown_where_it_stands_in_the_export() {
    let policy = "[mapping.jira.columns]\n\"Points\" = \"effort\"\n";
    let folder = Folder::new()
        .with("roadbed.toml", policy)
        .with("jira.csv", "Points,Summary,Issue key,Status\n3w,One,A-1,To Do\n");
    let check = folder.run(&["check", "jira.csv"]);
    assert_eq!(check.code, 1);
    assert!(
        check.stdout.contains("error[bad-effort]: `3w` is not a valid `effort`\n --> jira.csv:2:1\n"),
        "{check}"
    );
}

/// A change of the tracker and of a person, and what the backlog says after the update.
struct Case {
    name: &'static str,
    /// Column, and what a person writes into it.
    person: &'static [(&'static str, &'static str)],
    /// The row in the tracker before and after; blank: it is not there.
    before: &'static str,
    after: &'static str,
    /// Column, and what stands there in the end.
    expected: &'static [(&'static str, &'static str)],
    /// What the difference says of it.
    says: &'static str,
}

const HEADER: &str =
    "Summary,Issue key,Issue id,Status,Labels,Labels,Component/s,Component/s,Inward issue link (Blocks)";

const CASES: &[Case] = &[
    Case {
        name: "a new request",
        person: &[],
        before: "",
        after: "New,A-1,1,To Do,,,,,",
        expected: &[("title", "New"), ("source", "new.csv:3"), ("reliability", "")],
        says: "+ A-1 New\n",
    },
    Case {
        name: "a field of the tracker's",
        person: &[("reliability", "3")],
        before: "One,A-1,1,To Do,,,,,",
        after: "One,A-1,1,Done,,,,,",
        expected: &[
            ("status", "done"),
            ("reliability", "3"),
            ("jira: Status", "Done"),
            ("source", "old.csv:3"),
        ],
        says: "~ A-1 status: `proposed` → `done`\n~ A-1 tracker columns refreshed: `jira: Status`\n",
    },
    Case {
        name: "a cell that a person changed, and the tracker too",
        person: &[("title", "Mine")],
        before: "One,A-1,1,To Do,,,,,",
        after: "Two,A-1,1,To Do,,,,,",
        expected: &[("title", "Mine"), ("jira: Summary", "Two")],
        says: "= A-1 title: yours stays, `Mine`; the tracker said `One` and now says `Two`\n",
    },
    Case {
        name: "a cell that a person changed",
        person: &[("title", "Mine"), ("status", "")],
        before: "One,A-1,1,To Do,,,,,",
        after: "One,A-1,1,To Do,,,,,",
        expected: &[("title", "Mine"), ("status", "")],
        says: "cells of yours that differ from the tracker and stay: 2.",
    },
    Case {
        name: "both came to the same",
        person: &[("title", "Two")],
        before: "One,A-1,1,To Do,,,,,",
        after: "Two,A-1,1,To Do,,,,,",
        expected: &[("title", "Two"), ("jira: Summary", "Two")],
        says: "cells of yours that differ from the tracker and stay: 0.",
    },
    Case {
        name: "lists are merged item by item",
        person: &[("area", "auth; mine"), ("depends_on", "B-1; B-2")],
        before: "One,A-1,1,To Do,,,auth,pay,B-1",
        after: "One,A-1,1,To Do,,,auth,search,",
        expected: &[("area", "auth; mine; search"), ("depends_on", "B-2")],
        says: "~ A-1 depends_on: `B-1; B-2` → `B-2`\n",
    },
    Case {
        name: "what the tracker cleared",
        person: &[],
        before: "One,A-1,1,To Do,x,y,auth,,",
        after: "One,A-1,1,To Do,,,,,",
        expected: &[("area", ""), ("jira: Labels", "")],
        says: "~ A-1 tracker columns refreshed: `jira: Labels`, `jira: Component/s`\n",
    },
    Case {
        name: "what vanished",
        person: &[("reliability", "3")],
        before: "One,A-1,1,To Do,,,,,",
        after: "",
        expected: &[("title", "One"), ("reliability", "3"), ("jira: gone", "not in the last export")],
        says: "- A-1 is not in the export: marked, and kept\n",
    },
    Case {
        name: "an issue that moved keeps what people said of it",
        person: &[("reliability", "3")],
        before: "One,A-1,1,To Do,,,,,",
        after: "One,Z-9,1,To Do,,,,,",
        expected: &[("id", "Z-9"), ("reliability", "3")],
        says: "~ A-1 id: `A-1` → `Z-9`\n",
    },
    Case {
        name: "an id that a person gave",
        person: &[("id", "MINE-1")],
        before: "One,A-1,1,To Do,,,,,",
        after: "Two,A-1,1,To Do,,,,,",
        expected: &[("id", "MINE-1"), ("title", "Two")],
        says: "~ MINE-1 title: `One` → `Two`\n",
    },
    Case {
        name: "nothing",
        person: &[("outcome", "fewer calls")],
        before: "One,A-1,1,To Do,,,,,",
        after: "One,A-1,1,To Do,,,,,",
        expected: &[("outcome", "fewer calls")],
        says: "0 added, 0 refreshed, 0 marked as gone, 3 as before",
    },
];

/// The backlog with cells that a person filled in.
fn filled_in(text: &str, id: &str, cells: &[(&str, &str)]) -> String {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers().expect("a header").clone();
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(&header).expect("written");
    for record in reader.records().map(|record| record.expect("a row")) {
        let own = &record[0] == id;
        let cell = |(name, text): (&str, &str)| {
            let filled = cells.iter().find(|(column, _)| own && *column == name);
            filled.map_or(text, |(_, cell)| *cell).to_owned()
        };
        writer.write_record(header.iter().zip(record.iter()).map(cell)).expect("written");
    }
    String::from_utf8(writer.into_inner().expect("bytes")).expect("text")
}

#[test]
fn an_update_refreshes_what_the_tracker_owns_and_nothing_that_people_filled_in() {
    for case in CASES {
        let export = |row: &str| {
            // The row in question stands on line 3 if it is there.
            let row = if row.is_empty() { String::new() } else { format!("{row}\n") };
            format!("{HEADER}\nOther,B-1,8,To Do,,,,,\n{row}Another,B-2,9,To Do,,,,,\n")
        };
        let folder = Folder::new().with("old.csv", export(case.before)).with("new.csv", export(case.after));
        let outcome = folder.run(&["import", "-q", "old.csv", "-o", "backlog.csv"]);
        assert_eq!(outcome.code, 0, "{}: {outcome}", case.name);
        let before = filled_in(&folder.read("backlog.csv"), "A-1", case.person);
        folder.write("backlog.csv", &before);
        let update = ["import", "-q", "new.csv", "--update", "backlog.csv"];
        let dry = folder.run(&[&update[..], &["--dry-run"]].concat());
        assert_eq!(folder.read("backlog.csv"), before, "{}", case.name);
        let real = folder.run(&update);
        assert_eq!((dry.code, &dry.stdout, &dry.stderr), (0, &real.stdout, &real.stderr), "{}", case.name);
        assert!(real.stdout.contains(case.says), "{}: {real}", case.name);
        let after = rows(&folder.read("backlog.csv"));
        let title = |row: &&BTreeMap<String, String>| !["B-1", "B-2"].contains(&&*row["id"]);
        let row = after.values().find(title).unwrap_or_else(|| panic!("{}", case.name));
        for (column, expected) in case.expected {
            assert_eq!(row[*column], *expected, "{}: {column}", case.name);
        }
        // What follows finds nothing to do.
        let again = folder.run(&update);
        let said = again.stdout.lines().filter(|line| line.starts_with(['+', '~', '-'])).count();
        assert_eq!(said, 0, "{}: {again}", case.name);
        assert_eq!(folder.names(), ["backlog.csv", "new.csv", "old.csv"]);
    }
}

#[test]
fn rows_of_ones_own_and_of_other_trackers_are_left_alone() {
    let folder = Folder::new().with("jira.csv", JIRA).with(
        "linear.csv",
        "ID,Team,Title,Status,Creator,Cycle Number,Parent issue\nL-1,Core,Lines,Todo,x,,\n",
    );
    assert_eq!(folder.run(&["import", "jira.csv", "linear.csv", "-o", "b.csv"]).code, 0);
    let mut text = folder.read("b.csv");
    let rest = text.lines().next().expect("a header").matches(',').count() - 1;
    text.push_str("OWN-1,My own");
    text.push_str(&",".repeat(rest));
    text.push('\n');
    folder.write("b.csv", &text);
    let outcome = folder.run(&["import", "-q", "jira.csv", "--update", "b.csv"]);
    assert!(
        outcome.stdout.contains("b.csv: 0 added, 0 refreshed, 0 marked as gone, 5 as before"),
        "{outcome}"
    );
    assert_eq!(folder.read("b.csv"), text);
}

#[test]
fn an_update_that_cannot_be_right_writes_nothing() {
    let twice = JIRA.to_owned() + "Other,SDK-3,104,Done,,,,,,,,,\n";
    let folder = Folder::new().with("jira.csv", JIRA).with("twice.csv", twice);
    assert_eq!(folder.run(&["import", "jira.csv", "-o", "b.csv"]).code, 0);
    let before = folder.read("b.csv");
    folder.write("above.csv", format!("Our requests\n\n{before}"));
    for (args, code, says) in [
        (&["import", "twice.csv", "--update", "b.csv"][..], 1, "error[key-twice]"),
        (&["import", "b.csv", "--update", "b.csv"], 2, "also named as an export"),
        (&["import", "above.csv", "--update", "b.csv"], 1, "error[no-export]"),
        (&["import", "jira.csv", "--update", "above.csv"], 1, "error[lines-above-header]"),
        (&["import", "jira.csv", "--update", "none.csv"], 2, "cannot read none.csv"),
        (&["import", "jira.csv", "-o", "b.csv"], 2, "b.csv exists"),
        (&["import", "jira.csv", "--from", "jirra"], 2, "no mapping is called `jirra`"),
    ] {
        let outcome = folder.run(args);
        assert_eq!(outcome.code, code, "{outcome}");
        assert!(outcome.stderr.contains(says), "{outcome}");
        assert_eq!(folder.read("b.csv"), before, "{outcome}");
    }
}

#[test]
fn a_backlog_that_a_spreadsheet_saved_keeps_its_separator_and_mark() {
    let folder = Folder::new().with("jira.csv", JIRA);
    assert_eq!(folder.run(&["import", "jira.csv", "-o", "b.csv"]).code, 0);
    let mut reader = csv::Reader::from_path(folder.path("b.csv")).expect("a file");
    let mut writer = csv::WriterBuilder::new().delimiter(b';').from_writer(Vec::new());
    writer.write_record(reader.headers().expect("a header")).expect("written");
    reader.records().for_each(|row| writer.write_record(&row.expect("a row")).expect("written"));
    let text = String::from_utf8(writer.into_inner().expect("bytes")).expect("text");
    folder.write("b.csv", format!("\u{feff}{text}"));
    folder.write("jira.csv", JIRA.replace("Webhooks", "Web hooks"));
    let outcome = folder.run(&["import", "-q", "jira.csv", "--update", "b.csv"]);
    assert!(outcome.stdout.contains("~ SDK-2 title: `Webhooks` → `Web hooks`"), "{outcome}");
    assert_eq!(folder.read("b.csv"), format!("\u{feff}{}", text.replace("Webhooks", "Web hooks")));
}

#[test]
fn the_real_export_of_jira_is_read_request_by_request() {
    let Some(path) = shared("exports/JIRA_ericmedlock_planeso-jira-migration.csv") else {
        println!("skipped: no real exports");
        return;
    };
    let text = std::fs::read_to_string(path).expect("an export");
    let folder = Folder::new().with("jira.csv", &text);
    let rows = imported(&folder, &["jira.csv"]);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header: Vec<String> = reader.headers().expect("a header").iter().map(str::to_owned).collect();
    let mut number = 0;
    for record in reader.records().map(|it| it.expect("a row")) {
        let cell = |name: &str| &record[header.iter().position(|own| own == name).expect("a column")];
        let row = &rows[cell("Issue key")];
        assert_eq!(row["title"], cell("Summary").trim_start_matches('\''));
        let status = match cell("Status") {
            "To Do" => "proposed",
            "In Progress" => "in-progress",
            "Done" => "done",
            other => panic!("{other}"),
        };
        assert_eq!((&*row["status"], &*row["pressure"]), (status, "3"));
        // Every cell is there.
        let carried = row.iter().filter(|(name, _)| name.starts_with("jira: "));
        let carried = carried.map(|(_, cell)| &**cell).collect::<Vec<_>>().join("\n");
        for cell in record.iter().filter(|cell| !cell.trim().is_empty()) {
            assert!(carried.contains(cell), "{cell:?} of {}", row["id"]);
        }
        number += 1;
    }
    assert_eq!((number, rows.len()), (22, 22));
}

#[test]
fn the_real_export_of_linear_is_read_request_by_request() {
    let Some(path) = shared("exports/LINEAR_semperos_shortcut-repl.csv") else {
        println!("skipped: no real exports");
        return;
    };
    let folder = Folder::new().with("linear.csv", std::fs::read(path).expect("an export"));
    let rows = imported(&folder, &["linear.csv"]);
    let read: Vec<[&str; 5]> = (1..=10)
        .map(|number| &rows[&format!("CLA-{number}")])
        .map(|row| ["title", "status", "pressure", "needed_by", "parent"].map(|name| row[name].as_str()))
        .collect();
    assert_eq!(
        read,
        [
            ["First Claw", "in-progress", "4", "", "CLA-4"],
            ["Alpha Claw", "declined", "2", "", ""],
            ["Beta Claw", "proposed", "4", "2023-02-28", ""],
            ["Day One", "proposed", "3", "", ""],
            ["Day Two", "proposed", "3", "", ""],
            ["Day Three", "proposed", "5", "", ""],
            ["Day Three point Five", "proposed", "5", "2023-03-10", "CLA-6"],
            ["To Be Archived", "proposed", "2", "", ""],
            ["Done already", "done", "3", "", ""],
            ["Canceled from the get-go", "declined", "", "", ""],
        ]
    );
    let (code, ranking) = folder.rank_json("linear.csv");
    assert_eq!(code, 0);
    assert!(requests(&ranking).iter().all(|request: &Value| request["verdict"] == "unscored"));
}

#[test]
fn two_thousand_links_and_five_cycles_are_imported_and_the_cycles_are_reported() {
    // Each request blocks the next ones by steps that never meet again; every link from both ends.
    let (requests, steps) = (1500usize, [1usize, 7]);
    let mut links: Vec<(usize, usize)> = Vec::new();
    for step in steps {
        links.extend((0..requests - step).map(|from| (from, from + step)));
    }
    // A link back closes a ring of two; they are far from each other, and their other links are left out.
    let rings: Vec<usize> = (1..=5).map(|ring| ring * 200).collect();
    links.retain(|&(from, to)| {
        !rings.iter().any(|&ring| (from < ring && to >= ring) || (from <= ring + 1 && to > ring + 1))
    });
    links.extend(rings.iter().map(|&ring| (ring + 1, ring)));
    let mut text = "Issue key,Summary,Inward issue link (Blocks),Inward issue link (Blocks),Inward issue link (Blocks),Outward issue link (Blocks),Outward issue link (Blocks),Outward issue link (Blocks)\n".to_owned();
    for request in 0..requests {
        let three = |ids: Vec<usize>| {
            let mut cells: Vec<String> = ids.iter().map(|id| format!("K-{id}")).collect();
            cells.resize(3, String::new());
            cells.join(",")
        };
        let before = links.iter().filter(|link| link.1 == request).map(|link| link.0).collect();
        let behind = links.iter().filter(|link| link.0 == request).map(|link| link.1).collect();
        let row = format!("K-{request},Request {request},{},{}\n", three(before), three(behind));
        text.push_str(&row);
    }
    let folder = Folder::new().with("jira.csv", text);
    let import = folder.run(&["import", "jira.csv", "-o", "b.csv"]);
    let said = format!("Links: {0} in `depends_on` ({0} said more than once)", links.len());
    assert!(import.code == 0 && import.stderr.contains(&said), "{}", import.stderr);
    for file in ["jira.csv", "b.csv"] {
        let (code, ranking) = folder.rank_json(file);
        assert_eq!((code, codes(&ranking, "error")), (1, vec!["cycle"; 5]), "{file}");
    }
}

#[test]
fn numbers_that_two_trackers_use_name_requests_of_their_own() {
    let folder = Folder::new()
        .with("gitlab.csv", "IID,URL,Title,State,Author Username,Parent IID\n1,u,Top,Open,x,\n")
        .with(
            "items.csv",
            "ID,Work Item Type,Title,State,Parent\n1,Feature,Other top,New,\n2,Bug,Below,New,1\n",
        );
    let outcome = folder.run(&["import", "gitlab.csv", "items.csv"]);
    assert!(outcome.stderr.contains("warning[key-twice]: items.csv:2: `1` has several rows"), "{outcome}");
    assert_eq!(rows(&outcome.stdout)["2"]["parent"], "1");
}

#[test]
fn a_mapping_that_names_canonical_columns_does_not_take_its_own_output_for_an_export() {
    let policy = "[mapping.mine]\nrecognise = [[\"ID\", \"Title\"]]\n[mapping.mine.columns]\n\"ID\" = \"id\"\n\"Title\" = \"title\"\n";
    let folder = Folder::new().with("roadbed.toml", policy).with("list.csv", "ID,Title,Votes\nA-1,One,7\n");
    assert_eq!(folder.run(&["import", "-q", "list.csv", "-o", "b.csv"]).code, 0);
    assert_eq!(folder.run(&["import", "-q", "b.csv"]).stdout, folder.read("b.csv"));
}

#[test]
fn an_update_tells_requests_of_two_trackers_apart_that_have_the_same_number() {
    let gitlab = "IID,URL,Title,State,Author Username\n1,u,Top,Open,x\n";
    let items = "ID,Work Item Type,Title,State\n1,Feature,Other top,New\n";
    let folder = Folder::new().with("gitlab.csv", gitlab).with("items.csv", items);
    assert_eq!(folder.run(&["import", "gitlab.csv", "items.csv", "-o", "b.csv"]).code, 0);
    let backlog = folder.read("b.csv").replace("\n1,Other top", "\nAZ-1,Other top");
    folder.write("b.csv", &backlog);
    folder.write("items.csv", items.replace("New", "Active"));
    let outcome = folder.run(&["import", "-q", "items.csv", "--update", "b.csv"]);
    assert!(outcome.stdout.starts_with("~ AZ-1 status: `proposed` → `in-progress`\n"), "{outcome}");
    let row = &rows(&folder.read("b.csv"))["1"];
    assert_eq!([&*row["title"], &row["status"]], ["Top", "proposed"]);
}

#[test]
fn the_header_of_an_export_is_found_below_other_lines() {
    let text = "Export of the board,,\n\nIssue key,Summary,Status\nA-1,One,Done\n";
    let folder = Folder::new().with("jira.csv", text);
    let outcome = folder.run(&["import", "jira.csv"]);
    assert_eq!(rows(&outcome.stdout)["A-1"]["status"], "done", "{outcome}");
    assert!(outcome.stderr.contains("warning[lines-above-header]: jira.csv:1: lines above the header: 1"));
    assert_eq!(folder.rank_json("jira.csv").0, 0);
    // What may be a request above the header is no heading.
    let folder = Folder::new().with("jira.csv", "A-0,Zero,Done\nIssue key,Summary,Status\nA-1,One,Done\n");
    let outcome = folder.run(&["import", "jira.csv"]);
    assert!(outcome.stderr.contains("error[lines-above-header]"), "{outcome}");
}

#[test]
fn values_of_links_are_read_by_the_mapping() {
    let policy = "[mapping.v]\nrecognise = [[\"Key\", \"Name\", \"Needs\"]]\n[mapping.v.columns]\n\
        \"Key\" = \"id\"\n\"Name\" = \"title\"\n\"Parent\" = { to = \"parent\", values = { \"null\" = \"\" } }\n\
        \"Needs\" = { to = \"depends_on\", values = { \"none\" = \"\", \"the first\" = \"1\" } }\n\
        \"Same\" = { to = \"same_as\", values = { \"-\" = \"\" }, others = \"say\" }\n";
    let export = "Key,Name,Needs,Parent,Same\n1,One,none,null,-\n2,Two,1,1,-\n3,Three,the first,null,1\n";
    let folder = Folder::new().with("v.csv", export).with("roadbed.toml", policy);
    let outcome = folder.run(&["import", "v.csv"]);
    let rows = rows(&outcome.stdout);
    let cells = |id: &str| ["depends_on", "parent", "same_as"].map(|name| rows[id][name].clone());
    assert_eq!(cells("1"), ["", "", ""]);
    assert_eq!(cells("2"), ["1", "1", ""]);
    // What the mapping does not know is said where the mapping asks for that.
    assert_eq!(cells("3"), ["1", "", ""]);
    assert!(
        outcome.stderr.contains("`Same` says `1` in one row, which the mapping does not know"),
        "{outcome}"
    );
}

#[test]
fn a_resolution_that_nobody_knows_does_not_count_as_done() {
    let export = "Issue key,Summary,Status,Resolution,Inward issue link (Blocks)\nA-1,a,Closed,Withdrawn,\n\
        A-2,b,Closed,Fixed,\nA-3,c,Closed,Workaround,\nA-4,d,Closed,Workaround,\nA-5,e,In Progress,Workaround,A-3\n\
        A-6,f,Closed,,\n";
    let folder = Folder::new().with("jira.csv", export);
    let outcome = folder.run(&["import", "jira.csv"]);
    let rows = rows(&outcome.stdout);
    let status = ["A-1", "A-2", "A-3", "A-4", "A-5", "A-6"].map(|id| &*rows[id]["status"]);
    assert_eq!(status, ["declined", "done", "", "", "in-progress", "done"], "{outcome}");
    let said: Vec<&str> = outcome.stderr.lines().filter(|line| line.contains("unmapped-value")).collect();
    assert_eq!(
        said,
        [
            "warning[unmapped-value]: jira.csv:4: `Resolution` says `Workaround` in 3 rows, which the mapping does not know; nothing counts as done by it"
        ]
    );
    // The line that is offered maps the word, and leaves the others as they were.
    let line = outcome.stderr.lines().find_map(|line| line.split("[mapping.jira.columns] ").nth(1)).unwrap();
    let policy = format!("[mapping.jira.columns]\n{}\n", line.replace("in-progress", "declined"));
    let folder = folder.with("roadbed.toml", policy);
    let rows = imported(&folder, &["jira.csv"]);
    assert_eq!(["A-1", "A-2", "A-3"].map(|id| &*rows[id]["status"]), ["declined", "done", "declined"]);
}

#[test]
fn a_status_that_is_mapped_stays_behind_the_resolution() {
    let export = "Issue key,Summary,Status,Resolution\nA-1,a,Legal,Won't Do\nA-2,b,Legal,\n";
    let policy =
        "[mapping.jira.columns]\n\"Status\" = { to = \"status\", values = { \"Legal\" = \"done\" } }\n";
    let folder = Folder::new().with("jira.csv", export).with("roadbed.toml", policy);
    let rows = imported(&folder, &["jira.csv"]);
    assert_eq!(["A-1", "A-2"].map(|id| &*rows[id]["status"]), ["declined", "done"]);
}

#[test]
fn numbers_of_an_export_are_read_as_they_are_written() {
    let export = "Issue key;Summary;Custom field (Story Points);Weight\nA-1;a;2,5;1,5\nA-2;b;3;2\n";
    let policy = "[mapping.jira.columns]\n\"Custom field (Story Points)\" = { to = \"effort\", factor = 0.5 }\n\
        \"Weight\" = \"value\"\n";
    let folder = Folder::new().with("jira.csv", export).with("roadbed.toml", policy);
    let outcome = folder.run(&["import", "jira.csv"]);
    let rows = rows(&outcome.stdout);
    assert_eq!(["effort", "value"].map(|name| &*rows["A-1"][name]), ["1.25", "1.5"], "{outcome}");
    assert_eq!(rows["A-1"]["jira: Weight"], "1,5");
    assert!(
        outcome
            .stderr
            .contains("note[decimal-comma]: jira.csv:2: cells with a decimal comma, read as a point: 2")
    );
    // One that can be read in two ways is an error, in an export and in a backlog.
    for (name, text) in [
        ("jira.csv", "Issue key;Summary;Weight\nA-1;a;1.200\nA-2;b;2,5\n"),
        ("backlog.csv", "id;title;value\nA-1;a;1.200\nA-2;b;2,5\n"),
    ] {
        let outcome = Folder::new().with(name, text).with("roadbed.toml", policy).run(&["import", name]);
        assert!(
            outcome.stderr.contains("this can mean 1200 or 1.2: write the one that is meant"),
            "{outcome}"
        );
        assert_eq!(outcome.code, 1, "{outcome}");
    }
    let folder = Folder::new().with("backlog.csv", "id;title;value\nA-1;a;2,5\n");
    assert_eq!(imported(&folder, &["backlog.csv"])["A-1"]["value"], "2.5");
}

#[test]
fn what_a_whole_column_shares_is_said_once() {
    let policy = "[mapping.jira.columns]\n\"Votes\" = { to = \"effort\", factor = 2 }\n";
    let header = "Issue key,Summary,Votes,Due date,Priority\n".to_owned();
    let row = |row, title| format!("A-{row},{title},v{row},day {row},word {row}\n");
    let rows: Vec<String> = (1..=50).map(|number| row(number, "a") + &row(number, "b")).collect();
    let export = header + &rows.concat();
    let outcome = Folder::new()
        .with("jira.csv", export)
        .with("roadbed.toml", policy)
        .run(&["import", "-q", "jira.csv"]);
    let said: Vec<&str> = outcome.stderr.lines().filter(|line| line.starts_with("warning")).collect();
    assert_eq!(
        said,
        [
            "warning[unmapped-value]: jira.csv:2: `Votes` says `v1` and the like in 100 rows, which is not a number; `effort` stays blank",
            "warning[unmapped-value]: jira.csv:2: `Due date` says `day 1` and the like in 100 rows, which is not a date; `needed_by` stays blank",
            "warning[unmapped-value]: jira.csv:2: `Priority` says 50 words that the mapping does not know; `pressure` stays blank there",
            "warning[key-twice]: jira.csv:3: ids with several rows that differ: 50: `A-1`, `A-2`, `A-3`, `A-4`, `A-5`, …",
        ]
    );
}
