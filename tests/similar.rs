//! Repeats are found: how well, on requests that were labelled by hand (`tests/data/similar`), and how
//! what is pasted comes and goes.

#![expect(clippy::unwrap_used, reason = "a test may end where its data is broken")]
#![expect(clippy::print_stdout, reason = "how good the method is should be read, too")]

use std::{collections::BTreeSet, fs, path::Path, process::Command};

use roadbed::{
    diagnostic::Source,
    policy::Policy,
    roadmap::{Options, Roadmap},
    similar::{Likeness, REPEATS, Similar},
    workers::Workers,
};

/// Two ids, the smaller one first.
type Pair = (String, String);

fn pair(one: &str, other: &str) -> Pair {
    (one.min(other).to_owned(), one.max(other).to_owned())
}

fn data(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/similar").join(path)).unwrap()
}

/// The pairs of some folders that are labelled so.
fn labelled(folders: &[&str], label: &str) -> BTreeSet<Pair> {
    let mut pairs = BTreeSet::new();
    for folder in folders {
        let text = data(&format!("{folder}/pairs.csv"));
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let rows = reader.records().map(Result::unwrap).filter(|row| &row[2] == label);
        pairs.extend(rows.map(|row| pair(&row[0], &row[1])));
    }
    pairs
}

/// All pairs of each group that is found in the backlogs of some folders: one team's own too, so that
/// near misses within a team count.
fn found(folders: &[&str], least: Likeness) -> BTreeSet<Pair> {
    let sources: Vec<Source> =
        folders.iter().map(|folder| Source::new(*folder, data(&format!("{folder}/backlog.csv")))).collect();
    let roadmap = Roadmap::build(&sources, 0, &Policy::default(), Options::default());
    assert!(!roadmap.stopped);
    let similar = Similar::new(&roadmap);
    let mut pairs = BTreeSet::new();
    for group in similar.groups(least, true, Workers::sharing(2, 1)).groups {
        let members: Vec<&str> = [group.kept]
            .into_iter()
            .chain(group.repeats.iter().map(|it| it.asking))
            .map(|it| it.id(&roadmap))
            .collect();
        for (at, one) in members.iter().enumerate() {
            pairs.extend(members[at + 1..].iter().map(|other| pair(one, other)));
        }
    }
    pairs
}

/// Precision and recall.
fn measured(folders: &[&str], least: Likeness) -> (f64, f64) {
    let (found, repeats) = (found(folders, least), labelled(folders, "repeat"));
    let right = found.intersection(&repeats).count();
    let share =
        |whole: usize| f64::from(u32::try_from(right).unwrap()) / f64::from(u32::try_from(whole).unwrap());
    let (precision, recall) = (share(found.len()), share(repeats.len()));
    println!(
        "{:<18} threshold {least}: {} pairs found, {right} of them right; {} to be found: precision {precision:.2}, recall {recall:.2}",
        folders.join(" + "),
        found.len(),
        repeats.len()
    );
    (precision, recall)
}

#[test]
fn labelled_repeats_are_found() {
    // Each half by itself is shown; what has to hold is about all that was labelled.
    measured(&["tuning"], REPEATS);
    measured(&["tuning-2"], REPEATS);
    measured(&["held-out"], REPEATS);
    let (precision, recall) = measured(&["tuning", "tuning-2", "held-out"], REPEATS);
    assert!(precision >= 0.8, "precision {precision}");
    assert!(recall >= 0.7, "recall {recall}");
}

/// For choosing the threshold; `held-out` is left alone.
#[test]
fn a_higher_threshold_finds_less_and_more_of_it_is_right() {
    let thresholds = [160, 180, 200, 210, 220, 230, 240, 250, 260, 280, 300];
    let measured = thresholds.map(|least| measured(&["tuning", "tuning-2"], Likeness(least)));
    assert!(measured.windows(2).all(|pair| pair[0].1 >= pair[1].1), "{measured:?}");
    assert!(measured[0].0 < measured[10].0, "{measured:?}");
}

// Through the program.

const HEADER: &str = "id,title,team,description,adopters,status,same_as,depends_on";

fn run(folder: &Path, args: &[&str]) -> String {
    let mut program = Command::new(env!("CARGO_BIN_EXE_roadbed"));
    let output = program.current_dir(folder).env_clear().args(args).output().unwrap();
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// What `similar` says of some rows: each group as `kept: repeat, repeat`.
fn groups(rows: &[&str], args: &[&str]) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("b.csv"), format!("{HEADER}\n{}\n", rows.join("\n"))).unwrap();
    let json = run(folder.path(), &[&["similar", "-q", "--format", "json", "b.csv"], args].concat());
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let group = |group: &serde_json::Value| {
        let repeats: Vec<&str> = group["repeats"]
            .as_array()
            .unwrap()
            .iter()
            .map(|repeat| repeat["id"].as_str().unwrap())
            .collect();
        format!("{}: {}", group["kept"]["id"].as_str().unwrap(), repeats.join(", "))
    };
    json["groups"].as_array().unwrap().iter().map(group).collect()
}

const ONE: &str = "A-1,Refund part of an order,checkout,Give back one item of several,checkout,,,";
const OTHER: &str = "A-2,Partial order refunds,support,One item of an order,support,,,";

#[test]
fn what_is_pasted_is_folded_and_what_is_cleared_is_as_before() {
    let folder = tempfile::tempdir().unwrap();
    let write = |rows: [&str; 2]| {
        fs::write(folder.path().join("b.csv"), format!("{HEADER}\n{}\n", rows.join("\n"))).unwrap();
    };
    write([ONE, OTHER]);
    let before = run(folder.path(), &["rank", "-q", "--format", "json", "b.csv"]);
    let csv = run(folder.path(), &["similar", "-q", "--format", "csv", "b.csv"]);
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let column = |name: &str| reader.headers().unwrap().iter().position(|it| it == name).unwrap();
    let [id, line, same_as] = ["id", "line", "same_as"].map(column);
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let repeat = rows.iter().find(|row| !row[same_as].is_empty()).unwrap();
    assert_eq!((&repeat[id], &repeat[line], &repeat[same_as]), ("A-2", "3", "A-1"));
    // The cell is pasted: one request is left, and it speaks for both teams.
    let pasted = OTHER.replace(",support,,,", &format!(",support,,{},", &repeat[same_as]));
    write([ONE, &pasted]);
    let after: serde_json::Value =
        serde_json::from_str(&run(folder.path(), &["rank", "-q", "--format", "json", "b.csv"])).unwrap();
    assert_eq!(after["summary"]["repeats"], 1);
    assert_eq!(after["requests"][0]["teams"], serde_json::json!(["checkout", "support"]));
    assert_eq!(groups(&[ONE, &pasted], &[]), [""; 0], "what is folded is no candidate any more");
    // The cell is cleared again.
    write([ONE, OTHER]);
    assert_eq!(run(folder.path(), &["rank", "-q", "--format", "json", "b.csv"]), before);
}

#[test]
fn the_kept_one_is_chosen_by_a_rule() {
    let with = |row: &str, status: &str| {
        let cells: Vec<&str> = row.splitn(7, ',').collect();
        format!("{},{status},,", cells[..5].join(","))
    };
    for (rows, expected) in [
        ([ONE.to_owned(), OTHER.to_owned()], vec!["A-1: A-2"]),
        ([ONE.to_owned(), with(OTHER, "in-progress")], vec!["A-2: A-1"]),
        ([with(ONE, "in-progress"), with(OTHER, "done")], vec!["A-2: A-1"]),
        ([ONE.to_owned(), with(OTHER, "declined")], vec!["A-2: A-1"]),
        ([with(ONE, "done"), with(OTHER, "declined")], vec![]),
        // More is known of the second one.
        ([ONE.replace(",checkout,,,", ",,,,"), OTHER.to_owned()], vec!["A-2: A-1"]),
    ] {
        assert_eq!(groups(&[&rows[0], &rows[1]], &[]), expected, "{rows:?}");
    }
}

#[test]
fn one_team_and_those_that_wait_for_each_other_are_no_repeats() {
    let same_team = OTHER.replace("support", "Checkout");
    assert_eq!(groups(&[ONE, &same_team], &[]), [""; 0]);
    assert_eq!(groups(&[ONE, &same_team], &["--same-team"]), ["A-1: A-2"]);
    let waiting = format!("{OTHER}A-1");
    assert_eq!(groups(&[ONE, &waiting], &[]), [""; 0]);
    let between = "A-3,Something else,ads,,ads,,,A-1";
    assert_eq!(groups(&[ONE, &format!("{OTHER}A-3"), between], &[]), [""; 0]);
    let done = ONE.replace(",checkout,,,", ",checkout,done,,");
    assert_eq!(groups(&[&done, &waiting], &[]), [""; 0]);
}

#[test]
fn the_order_of_rows_changes_nothing() {
    let text = data("tuning/backlog.csv");
    let rows: Vec<&str> = text.lines().skip(1).collect();
    let backward: Vec<&str> = rows.iter().rev().copied().collect();
    let folder = tempfile::tempdir().unwrap();
    let listed = |rows: &[&str]| {
        let text = format!("{}\n{}\n", text.lines().next().unwrap(), rows.join("\n"));
        fs::write(folder.path().join("b.csv"), text).unwrap();
        let json = run(folder.path(), &["similar", "-q", "--format", "json", "b.csv"]);
        let without_lines: Vec<String> =
            json.lines().filter(|line| !line.contains("\"line\":")).map(str::to_owned).collect();
        without_lines
    };
    assert_eq!(listed(&rows), listed(&backward));
}

#[test]
fn what_says_nothing_is_like_nothing() {
    let rows = ["A-1,We need it,ads,,ads,,,", "A-2,Please!,web,,web,,,", "A-3,2026,pay,,pay,,,"];
    assert_eq!(groups(&rows, &[]), [""; 0]);
}

#[test]
fn programs_read_the_verdict_of_a_request_without_evidence_by_its_own_name() {
    let folder = tempfile::tempdir().unwrap();
    let backlog = "id,title,team,adopters,reliability,effort\n\
                   A,Refund part of an order,a,,,3\n\
                   B,Partial refund part of an order,b,2,,3\n";
    fs::write(folder.path().join("b.csv"), backlog).unwrap();
    let similar = |format: &str| run(folder.path(), &["similar", "-q", "--format", format, "b.csv"]);
    assert!(similar("json").contains("\"state\": \"unscored\""), "{}", similar("json"));
    assert!(similar("csv").contains("\"unscored\""), "{}", similar("csv"));
    assert!(similar("text").contains("needs input"), "{}", similar("text"));
}
