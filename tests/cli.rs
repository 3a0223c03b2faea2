//! The user's paths through the program, with everything that shows on them: exit code, standard
//! output and standard error.
//!
//! Long outputs are compared with the files in `tests/snapshots/`. After a change that is meant,
//! `INSTA_UPDATE=always cargo test --test cli` writes them anew, and the difference is reviewed.

#[allow(dead_code, reason = "every test file uses a part of it")]
mod harness;

use std::{io::Read, process::Stdio};

use harness::{Folder, Outcome, codes, requests};
use serde_json::Value;

const WORKED: &str = include_str!("data/worked/requests.csv");

const BROKEN: &str = "\
id,title,team,value,effort,depends_on
A-1,Login once,web,8,2,
A-2,Search filters,search,5,3w,A-1
A-3,Saved searches,search,4,1,A-2
A-4,Alerts,mobile,3,1,A-9
A-5,Dark mode,web,1,1,
";

const CYCLE: &str = "\
id,title,value,effort,depends_on
A,One,5,1,C
B,Two,4,1,A
C,Three,3,1,B
D,Four,2,1,B
E,Five,1,1,
";

fn worked() -> Folder {
    Folder::new().with("requests.csv", WORKED)
}

/// Compares all that a run shows with the snapshot of that name.
#[track_caller]
fn shows(name: &str, outcome: &Outcome) {
    let mut settings = insta::Settings::clone_current();
    settings.set_omit_expression(true);
    settings.set_prepend_module_to_snapshot(false);
    settings.bind(|| insta::assert_snapshot!(name, outcome.to_string()));
}

// The roadmap.

#[test]
fn the_table_fits_every_width() {
    let folder = worked();
    for width in ["80", "120", "200"] {
        let args = ["rank", "requests.csv", "--format", "table", "--quiet", "--width", width];
        shows(&format!("table-{width}"), &folder.run(&args));
    }
}

#[test]
fn plain_is_the_table_without_lines() {
    let folder = worked();
    for width in ["80", "120"] {
        let args = ["rank", "requests.csv", "--format", "plain", "--quiet", "--width", width];
        shows(&format!("plain-{width}"), &folder.run(&args));
    }
}

#[test]
fn no_line_is_wider_than_asked_for() {
    use unicode_width::UnicodeWidthStr;
    let folder = worked();
    for width in 40..=200 {
        for format in ["table", "plain"] {
            let asked = width.to_string();
            let outcome = folder.run(&["rank", "requests.csv", "-q", "--format", format, "--width", &asked]);
            let widest = outcome.stdout.lines().map(str::width).max();
            assert!(widest <= Some(width), "{outcome}");
        }
    }
}

#[test]
fn a_wider_table_never_has_more_lines() {
    let samples = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    let mut sample = Folder::new();
    for name in
        ["product-teams.csv", "external-developers.csv", "platform-and-executives.csv", "roadbed.toml"]
    {
        sample = sample.with(name, std::fs::read(samples.join(name)).expect("a sample"));
    }
    for (folder, files) in [(sample, None), (worked(), Some("requests.csv"))] {
        let lines = |width: u32| {
            let width = width.to_string();
            let args =
                [&["rank"][..], files.as_slice(), &["-q", "--format", "table", "--width", &width]].concat();
            folder.run(&args).stdout.lines().count()
        };
        let lines: Vec<usize> = [80, 100, 120, 160, 200].map(lines).into();
        assert!(lines.is_sorted_by(|narrow, wide| narrow >= wide), "{lines:?}");
    }
}

#[test]
fn without_a_terminal_the_roadmap_is_plain_and_without_colour() {
    let folder = worked();
    let usual = folder.run(&["rank", "requests.csv"]);
    let plain = folder.run(&["rank", "requests.csv", "--format", "plain", "--width", "100"]);
    assert_eq!(usual.stdout, plain.stdout);
    let table = folder.run(&["rank", "requests.csv", "--format", "table"]);
    assert!(!table.stdout.contains('\u{1b}'), "{table}");
}

#[test]
fn colour_is_used_where_it_is_asked_for_and_no_color_only_refuses_the_automatic() {
    let folder = worked();
    let with = |colour: &str, no_color: &str| {
        let args = ["rank", "requests.csv", "--format", "table", "--color", colour];
        let mut command = folder.command(&args);
        Outcome::of(command.env("NO_COLOR", no_color), &args).stdout
    };
    assert!(with("always", "").contains('\u{1b}'));
    assert!(with("always", "1").contains('\u{1b}'));
    assert!(!with("auto", "1").contains('\u{1b}'));
    assert!(!with("auto", "").contains('\u{1b}'));
    assert!(!with("never", "").contains('\u{1b}'));
}

#[test]
fn markdown_and_csv_hold_the_whole_roadmap() {
    let folder = worked();
    for format in ["markdown", "csv"] {
        let outcome = folder.run(&["rank", "requests.csv", "--quiet", "--format", format]);
        shows(&format!("worked-{format}"), &outcome);
    }
}

#[test]
fn capacity_draws_the_horizons() {
    let folder = worked().with("roadbed.toml", "[capacity]\nnow = 12\nnext = 12\n");
    let outcome = folder.run(&["rank", "requests.csv", "--quiet", "--format", "table", "--width", "80"]);
    shows("horizons", &outcome);
}

#[test]
fn dates_are_judged_only_where_the_first_day_is_known() {
    let folder = worked().with("roadbed.toml", "[capacity]\nnow = 20\nnext = 20\n");
    let late = |args: &[&str]| {
        let all = [&["rank", "requests.csv", "--format", "json"], args].concat();
        codes(&folder.run(&all).json(), "warning").iter().filter(|code| **code == "late").count()
    };
    assert_eq!(late(&[]), 0);
    assert_eq!(late(&["--as-of", "2026-01-01"]), 0);
    assert_eq!(late(&["--as-of", "2026-10-01"]), 1);
    assert_eq!(late(&["--as-of", "2027-03-01"]), 2);
}

// A part of it.

#[test]
fn a_part_is_shown_with_the_figures_of_the_whole() {
    let folder = worked();
    for (name, part) in [
        ("part-top", &["--top", "3"][..]),
        ("part-team", &["--team", "Search"]),
        ("part-verdicts", &["--verdict", "hold,DECLINE"]),
        ("part-none", &["--team", "legal", "--verdict", "hold"]),
    ] {
        let args = [&["rank", "requests.csv", "--quiet", "--width", "80"], part].concat();
        shows(name, &folder.run(&args));
    }
}

#[test]
fn an_unknown_team_or_verdict_is_named_with_those_that_are_known() {
    let folder = worked();
    let team = folder.run(&["rank", "requests.csv", "--quiet", "--team", "serch"]);
    assert_eq!((team.code, team.stdout.as_str()), (2, ""), "{team}");
    assert!(team.stderr.contains("`serch`"), "{team}");
    assert!(team.stderr.contains("search"), "{team}");
    let verdict = folder.run(&["rank", "requests.csv", "--verdict", "maybe"]);
    assert_eq!((verdict.code, verdict.stdout.as_str()), (2, ""), "{verdict}");
    assert!(verdict.stderr.contains("unscored (or \"needs input\")"), "{verdict}");
}

#[test]
fn a_verdict_may_be_typed_as_it_is_shown() {
    let folder = worked();
    let part = |verdict: &str| folder.run(&["rank", "requests.csv", "--quiet", "--verdict", verdict]).stdout;
    for (word, shown) in [("build", "to build"), ("hold", "Held"), ("unscored", "needs input")] {
        assert_eq!(part(word), part(shown));
    }
    assert_ne!(part("build"), part("held"));
}

// Files in.

#[test]
fn several_files_and_standard_input_are_one_backlog() {
    let mut lines = WORKED.lines();
    let header = lines.next().expect("a header");
    let (one, other): (Vec<_>, Vec<_>) = lines.enumerate().partition(|(at, _)| at % 2 == 0);
    let file = |rows: &[(usize, &str)]| {
        let rows: Vec<&str> = rows.iter().map(|&(_, row)| row).collect();
        format!("{header}\n{}\n", rows.join("\n"))
    };
    let whole = worked().run(&["rank", "requests.csv", "--quiet"]);
    let folder = Folder::new().with("one.csv", file(&one)).with("two.csv", file(&other));
    let both = folder.run(&["rank", "two.csv", "one.csv", "--quiet"]);
    assert_eq!((both.code, both.stdout), (0, whole.stdout.clone()));
    let piped = folder.run_with_input(&["rank", "one.csv", "-", "--quiet"], file(&other).as_bytes());
    assert_eq!((piped.code, piped.stdout), (0, whole.stdout));
}

#[test]
fn the_files_that_the_policy_names_are_read_from_its_own_folder() {
    let folder = worked();
    std::fs::create_dir(folder.path("policies")).expect("a folder");
    folder.write("policies/strict.toml", "files = [\"../requests.csv\"]\n");
    let named = folder.run(&["rank", "--policy", "policies/strict.toml", "--quiet"]);
    let given = folder.run(&["rank", "requests.csv", "--quiet"]);
    assert_eq!((named.code, named.stdout), (0, given.stdout));
}

#[test]
fn without_files_the_way_on_is_shown() {
    shows("no-files", &Folder::new().run(&["rank"]));
}

#[test]
fn a_file_that_is_missing_is_an_input_failure() {
    let outcome = Folder::new().run(&["rank", "missing.csv"]);
    assert_eq!((outcome.code, outcome.stdout.as_str()), (2, ""), "{outcome}");
    assert!(outcome.stderr.starts_with("error: cannot read missing.csv: "), "{outcome}");
    let policy = Folder::new().run(&["rank", "missing.csv", "--policy", "missing.toml"]);
    assert_eq!(policy.code, 2, "{policy}");
    assert!(policy.stderr.starts_with("error: cannot read missing.toml: "), "{policy}");
}

#[test]
fn standard_input_is_named_once() {
    let outcome = Folder::new().run(&["rank", "-", "-"]);
    assert_eq!((outcome.code, outcome.stdout.as_str()), (2, ""), "{outcome}");
    assert!(outcome.stderr.contains("standard input is named twice"), "{outcome}");
}

#[test]
fn a_header_without_rows_is_no_error_and_comes_with_a_hint() {
    let folder = Folder::new().with("b.csv", "id,title\n");
    shows("header-only", &folder.run(&["rank", "b.csv"]));
    let json = folder.run(&["rank", "b.csv", "--format", "json"]);
    assert_eq!(json.code, 0);
    assert_eq!(json.json()["summary"]["requests"], 0);
}

#[test]
fn a_backlog_where_all_is_settled_is_no_error() {
    let text = "id,title,status\nA,One,done\nB,Two,declined\n";
    let outcome = Folder::new().with("b.csv", text).run(&["rank", "b.csv"]);
    assert_eq!(outcome.code, 0, "{outcome}");
    assert!(outcome.stderr.contains("nothing is left to rank"), "{outcome}");
}

// Files out.

#[test]
fn the_ending_of_the_output_file_says_how_it_is_written() {
    let folder = worked();
    for (name, format) in [
        ("r.txt", "plain"),
        ("r.md", "markdown"),
        ("r.markdown", "markdown"),
        ("r.csv", "csv"),
        ("R.JSON", "json"),
    ] {
        let outcome = folder.run(&["rank", "requests.csv", "--quiet", "-o", name]);
        assert_eq!((outcome.code, outcome.stdout.as_str()), (0, ""), "{outcome}");
        let shown = folder.run(&["rank", "requests.csv", "--quiet", "--format", format]);
        assert_eq!(folder.read(name), shown.stdout, "{name}");
    }
    let named = folder.run(&["rank", "requests.csv", "-q", "-o", "r.txt", "--format", "json", "--force"]);
    assert_eq!(named.code, 0, "{named}");
    assert!(folder.read("r.txt").starts_with('{'));
}

#[test]
fn an_ending_without_a_format_is_refused() {
    let folder = worked();
    for name in ["r.xls", "roadmap"] {
        let outcome = folder.run(&["rank", "requests.csv", "-o", name]);
        assert_eq!(outcome.code, 2, "{outcome}");
        assert_eq!(
            outcome.stderr,
            format!(
                "error: the ending of {name} names no format\n  = help: use .txt, .md, .csv or .json, or name one with --format\n"
            )
        );
    }
    assert_eq!(folder.names(), ["requests.csv"]);
}

#[test]
fn a_file_is_replaced_only_by_force_and_an_input_never() {
    let folder = worked().with("r.csv", "mine");
    let refused = folder.run(&["rank", "requests.csv", "--quiet", "-o", "r.csv"]);
    assert_eq!(refused.code, 2, "{refused}");
    assert_eq!(refused.stderr, "error: r.csv exists\n  = help: --force replaces it\n");
    assert_eq!(folder.read("r.csv"), "mine");

    let mandated = folder.run(&["rank", "requests.csv", "--quiet", "-o", "r.csv", "--force"]);
    assert_eq!(mandated.code, 0, "{mandated}");
    assert!(folder.read("r.csv").starts_with("\"position\""));

    for same in ["requests.csv", "./requests.csv"] {
        let over = folder.run(&["rank", "requests.csv", "--quiet", "-o", same, "--force"]);
        assert_eq!(over.code, 2, "{over}");
        assert!(over.stderr.contains("is one of the files that are read"), "{over}");
    }
    assert_eq!(folder.read("requests.csv"), WORKED);
    assert_eq!(folder.names(), ["r.csv", "requests.csv"]);
}

#[cfg(unix)]
#[test]
fn a_replaced_file_stays_as_private_as_it_was_and_a_link_keeps_pointing_at_it() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = worked().with("real.csv", "mine");
    let mode = || std::fs::metadata(folder.path("real.csv")).expect("a file").permissions().mode() & 0o7777;
    std::fs::set_permissions(folder.path("real.csv"), PermissionsExt::from_mode(0o600)).expect("a mode");
    symlink("real.csv", folder.path("link.csv")).expect("a link");
    let written = folder.run(&["rank", "requests.csv", "--quiet", "-o", "link.csv", "--force"]);
    assert_eq!(written.code, 0, "{written}");
    assert!(folder.read("real.csv").starts_with("\"position\""));
    assert_eq!(mode(), 0o600);
    assert!(std::fs::symlink_metadata(folder.path("link.csv")).expect("a link").is_symlink());
}

#[cfg(unix)]
#[test]
fn what_is_no_regular_file_is_written_through_only_where_it_is_standard_output() {
    let folder = worked();
    let args = ["rank", "requests.csv", "--quiet", "--format", "csv"];
    let printed = folder.run(&args);
    let through = folder.run(&[&args[..], &["-o", "/dev/stdout", "--force"]].concat());
    assert_eq!((through.code, &through.stdout), (0, &printed.stdout), "{through}");
    // The harness connects standard output to a pipe, and neither of these is one.
    std::fs::create_dir(folder.path("reviews")).expect("a folder");
    for (other, what) in [("/dev/null", "not a regular file"), ("reviews", "a folder")] {
        let refused = folder.run(&[&args[..], &["-o", other, "--force"]].concat());
        assert_eq!(refused.code, 2, "{refused}");
        assert!(refused.stderr.starts_with(&format!("error: {other} is {what}\n")), "{refused}");
    }
    assert!(!std::fs::metadata("/dev/null").expect("a device").is_file());
}

#[cfg(target_os = "linux")]
#[test]
fn help_that_cannot_be_written_is_a_failure() {
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").expect("a device");
    let folder = worked();
    let outcome = folder.command(&["--help"]).stdout(full).output().expect("the program runs");
    assert_eq!(outcome.status.code(), Some(2), "{outcome:?}");
    assert!(
        String::from_utf8_lossy(&outcome.stderr).starts_with("error: cannot write the result"),
        "{outcome:?}"
    );
}

#[test]
fn where_the_ranking_stops_no_file_is_written_but_json() {
    let folder = Folder::new().with("b.csv", BROKEN);
    let csv = folder.run(&["rank", "b.csv", "-o", "r.csv"]);
    assert_eq!((csv.code, folder.names()), (1, vec!["b.csv".to_owned()]));
    let json = folder.run(&["rank", "b.csv", "-o", "r.json"]);
    assert_eq!(json.code, 1, "{json}");
    let written: Value = serde_json::from_str(&folder.read("r.json")).expect("JSON");
    assert_eq!(written["summary"], Value::Null);
}

#[test]
fn a_folder_that_is_missing_is_an_output_failure() {
    let folder = worked();
    let outcome = folder.run(&["rank", "requests.csv", "--quiet", "-o", "missing/r.csv"]);
    assert_eq!((outcome.code, outcome.stdout.as_str()), (2, ""), "{outcome}");
    assert!(outcome.stderr.starts_with("error: cannot write missing/r.csv: "), "{outcome}");
    assert_eq!(folder.names(), ["requests.csv"]);
}

// The policy.

#[test]
fn all_mistakes_of_a_policy_are_shown_at_once_with_their_places() {
    let folder = worked().with(
        "roadbed.toml",
        "files = \"requests.csv\"\n\
         [weights]\nreuse = -1\nrelability = 25\n\
         [capacity]\nnext = 3\n\
         [rules.mandate]\nenabled = \"no\"\n\
         [rules.no-such-rule]\nx = 1\n",
    );
    shows("policy-mistakes", &folder.run(&["rank"]));
}

#[test]
fn a_policy_that_is_no_toml_says_where() {
    let folder = worked().with("roadbed.toml", "[weights\nreuse = 1\n");
    let outcome = folder.run(&["rank", "requests.csv"]);
    assert_eq!((outcome.code, outcome.stdout.as_str()), (1, ""), "{outcome}");
    assert!(outcome.stderr.contains("error[policy-syntax]"), "{outcome}");
    assert!(outcome.stderr.contains("--> roadbed.toml:1:"), "{outcome}");
}

// Errors.

#[test]
fn errors_stop_the_ranking_and_are_all_shown() {
    shows("errors", &Folder::new().with("b.csv", BROKEN).run(&["rank", "b.csv"]));
}

#[test]
fn on_errors_json_keeps_its_shape() {
    let (code, ranking) = Folder::new().with("b.csv", BROKEN).rank_json("b.csv");
    assert_eq!(code, 1);
    assert_eq!(ranking["schema"], "roadbed.ranking/2");
    assert_eq!(ranking["summary"], Value::Null);
    assert_eq!(ranking["requests"], serde_json::json!([]));
    assert_eq!(ranking["not_ranked"], serde_json::json!([]));
    assert_eq!(codes(&ranking, "error"), ["bad-effort", "unknown-id"]);
}

#[test]
fn setting_aside_ranks_the_rest_and_lists_what_was_set_aside() {
    let folder = Folder::new().with("b.csv", BROKEN);
    for format in ["markdown", "csv"] {
        let args = ["rank", "b.csv", "--quiet", "--set-aside", "--format", format];
        shows(&format!("set-aside-{format}"), &folder.run(&args));
    }
    let outcome = folder.run(&["rank", "b.csv", "--set-aside", "--format", "json"]);
    assert_eq!(outcome.code, 0, "{outcome}");
    let ranking = outcome.json();
    assert_eq!(verdicts(&ranking), ["A-1 build", "A-5 build", "A-3 blocked"]);
    assert_eq!(requests(&ranking)[2]["waits_for"], serde_json::json!(["A-2"]));
    assert_eq!(ranking["summary"]["set_aside"], 2);
    assert_eq!(set_aside(&ranking), ["A-2", "A-4"]);
}

#[test]
fn what_was_set_aside_is_listed_in_every_output_also_beside_a_part() {
    let folder = Folder::new().with("b.csv", BROKEN);
    for format in ["table", "plain", "markdown", "csv", "json"] {
        for part in [&[][..], &["--top", "1"]] {
            let args = ["rank", "b.csv", "--quiet", "--set-aside", "--format", format];
            let outcome = folder.run(&[&args, part].concat());
            let lists = |title: &str| outcome.stdout.contains(title);
            assert!(lists("Search filters") && lists("Alerts"), "{outcome}");
        }
    }
}

#[test]
fn the_policy_is_never_written_over() {
    let policy = "[capacity]\nnow = 5\n";
    let folder = worked().with("roadbed.toml", policy);
    let args = ["rank", "requests.csv", "-q", "-o", "roadbed.toml", "--format", "json", "--force"];
    assert_eq!(folder.run(&args).code, 2);
    assert_eq!(folder.read("roadbed.toml"), policy);
}

fn verdicts(ranking: &Value) -> Vec<String> {
    let text = |value: &Value| value.as_str().expect("text").to_owned();
    requests(ranking)
        .iter()
        .map(|request| format!("{} {}", text(&request["id"]), text(&request["verdict"])))
        .collect()
}

fn set_aside(ranking: &Value) -> Vec<&str> {
    let rows = ranking["not_ranked"].as_array().expect("a list");
    rows.iter()
        .filter(|row| row["reason"] == "set-aside")
        .map(|row| row["id"].as_str().expect("an id"))
        .collect()
}

#[test]
fn of_duplicate_ids_all_are_set_aside() {
    let text = "id,title,value,effort,depends_on\nA,One,1,1,\nA,Other,2,1,\nB,Two,3,1,A\nC,Three,1,1,\n";
    let folder = Folder::new().with("b.csv", text);
    let outcome = folder.run(&["rank", "b.csv", "--set-aside", "--format", "json"]);
    assert_eq!(outcome.code, 0, "{outcome}");
    let ranking = outcome.json();
    assert_eq!(verdicts(&ranking), ["C build", "B blocked"]);
    assert_eq!(set_aside(&ranking), ["A", "A"]);
}

#[test]
fn a_cycle_is_shown_with_its_path_and_set_aside_as_a_whole() {
    let folder = Folder::new().with("b.csv", CYCLE);
    shows("cycle", &folder.run(&["rank", "b.csv"]));
    let outcome = folder.run(&["rank", "b.csv", "--set-aside", "--format", "json"]);
    assert_eq!(outcome.code, 0, "{outcome}");
    let ranking = outcome.json();
    assert_eq!(verdicts(&ranking), ["E build", "D blocked"]);
    assert_eq!(set_aside(&ranking), ["A", "B", "C"]);
}

#[test]
fn a_mandate_that_something_declined_stops_is_an_error_naming_it() {
    let folder = Folder::new().with(
        "b.csv",
        "id,title,mandate,value,effort,depends_on,status\n\
         LAW-1,Keep records,Tax code 147,,4,OLD-1,\n\
         OLD-1,Archive,,3,2,,declined\n\
         X-1,Other,,2,1,,\n",
    );
    shows("mandate-stopped", &folder.run(&["rank", "b.csv"]));
}

#[test]
fn with_everything_set_aside_there_is_nothing_to_rank() {
    let folder = Folder::new().with("b.csv", "id,title,effort\nA,One,3w\n");
    let outcome = folder.run(&["rank", "b.csv", "--set-aside", "--format", "json"]);
    assert_eq!(outcome.code, 0, "{outcome}");
    assert_eq!(set_aside(&outcome.json()), ["A"]);
    assert!(outcome.stderr.contains("nothing is left to rank"), "{outcome}");
}

#[test]
fn an_error_without_a_row_stops_even_what_is_set_aside() {
    let folder = Folder::new().with("b.csv", "id,title,effort,Effort\nA,One,3,4\n");
    let outcome = folder.run(&["rank", "b.csv", "--set-aside"]);
    assert_eq!((outcome.code, outcome.stdout.as_str()), (1, ""), "{outcome}");
}

// The other verbs.

#[test]
fn check_shows_every_finding_and_nothing_else() {
    let folder = worked().with("b.csv", BROKEN);
    shows("check", &folder.run(&["check", "requests.csv"]));
    shows("check-errors", &folder.run(&["check", "b.csv"]));
    let json = folder.run(&["check", "--format", "json", "requests.csv"]);
    assert_eq!((json.code, json.stderr.as_str()), (0, ""), "{json}");
    let ranked = folder.run(&["rank", "--format", "json", "requests.csv"]).json();
    assert_eq!(json.json()["findings"], ranked["findings"]);
    let json = folder.run(&["check", "--format", "json", "b.csv"]);
    assert_eq!((json.code, json.stderr.as_str()), (1, ""), "{json}");
    assert_eq!(codes(&json.json(), "error"), ["bad-effort", "unknown-id"]);
}

#[test]
fn init_writes_something_to_start_from_that_ranks() {
    let folder = Folder::new();
    let written = folder.run(&["init"]);
    assert_eq!((written.code, written.stderr.as_str()), (0, ""), "{written}");
    assert!(written.stdout.starts_with("Wrote roadbed.toml"), "{written}");
    assert!(written.stdout.ends_with("Next: `roadbed rank`\n"), "{written}");
    assert_eq!(folder.names(), ["backlog.csv", "roadbed.toml"]);
    let ranked = folder.run(&["rank", "--width", "120", "--quiet"]);
    shows("init-rank", &ranked);
    let json = folder.run(&["rank", "--format", "json"]).json();
    assert_eq!(codes(&json, "error"), [""; 0]);
    assert_eq!(codes(&json, "warning"), [""; 0]);
}

#[test]
fn init_makes_a_folder_and_never_overwrites() {
    let folder = Folder::new();
    let made = folder.run(&["init", "platform"]);
    assert_eq!((made.code, made.stderr.as_str()), (0, ""), "{made}");
    assert!(folder.path("platform/roadbed.toml").exists());
    let again = folder.run(&["init", "platform"]);
    assert_eq!((again.code, again.stdout.as_str()), (2, ""), "{again}");
    assert!(again.stderr.contains("platform/roadbed.toml exists"), "{again}");

    let folder = Folder::new().with("backlog.csv", "mine");
    let refused = folder.run(&["init"]);
    assert_eq!(refused.code, 2, "{refused}");
    assert_eq!((folder.read("backlog.csv").as_str(), folder.names().len()), ("mine", 1));
}

#[test]
fn completions_and_the_manual_page_know_every_verb() {
    let folder = Folder::new();
    for args in [
        &["completions", "bash"][..],
        &["completions", "zsh"],
        &["completions", "fish"],
        &["completions", "powershell"],
        &["man"],
    ] {
        let outcome = folder.run(args);
        assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""), "{outcome}");
        for word in ["rank", "check", "init", "set", "verdict"] {
            assert!(outcome.stdout.contains(word), "{args:?} lacks {word}");
        }
    }
    assert!(folder.run(&["man"]).stdout.contains(".TH roadbed"));
}

#[test]
fn help_names_every_option_and_wrong_usage_ends_in_two() {
    let folder = Folder::new();
    shows("help-rank", &folder.run(&["rank", "--help"]));
    for args in [&[][..], &["rnak"], &["rank", "--tpo", "3"], &["rank", "--width", "5", "x"]] {
        let outcome = folder.run(args);
        assert_eq!((outcome.code, outcome.stdout.as_str()), (2, ""), "{outcome}");
        assert!(outcome.stderr.contains("Usage: ") || outcome.stderr.contains("--help"), "{outcome}");
    }
}

// Voices.

#[test]
fn voices_fit_every_width_and_say_what_is_left_out() {
    use unicode_width::UnicodeWidthStr;
    let folder = worked().with("roadbed.toml", "[capacity]\nnow = 12\nnext = 12\n");
    for width in ["60", "120"] {
        shows(&format!("voices-{width}"), &folder.run(&["voices", "requests.csv", "-q", "--width", width]));
    }
    shows("voices-markdown", &folder.run(&["voices", "requests.csv", "-q", "--format", "markdown"]));
    for width in 40..=130 {
        let outcome = folder.run(&["voices", "requests.csv", "-q", "--width", &width.to_string()]);
        let widest = outcome.stdout.lines().map(str::width).max();
        assert!(widest <= Some(width), "{outcome}");
    }
}

#[test]
fn voices_are_written_to_a_file_by_its_ending_and_stop_on_errors() {
    let folder = worked().with("broken.csv", BROKEN);
    let printed = folder.run(&["voices", "requests.csv", "-q", "--format", "markdown"]).stdout;
    let written = folder.run(&["voices", "requests.csv", "-q", "-o", "voices.md"]);
    assert_eq!((written.code, folder.read("voices.md")), (0, printed), "{written}");
    assert_eq!(folder.run(&["voices", "requests.csv", "-o", "voices.md"]).code, 2);
    assert_eq!(folder.run(&["voices", "requests.csv", "-o", "voices.csv"]).code, 2);
    let stopped = folder.run(&["voices", "broken.csv"]);
    assert_eq!((stopped.code, stopped.stdout.as_str()), (1, ""), "{stopped}");
    let json = folder.run(&["voices", "broken.csv", "--format", "json"]);
    assert_eq!((json.code, json.json()["voices"].is_null()), (1, true), "{json}");
    assert_eq!(folder.run(&["voices", "broken.csv", "--set-aside", "-q"]).code, 0);
}

// Pipes.

#[test]
fn a_reader_who_has_seen_enough_is_no_failure() {
    let rows: Vec<String> = (0..4000).map(|at| format!("A-{at},Title,{at},1")).collect();
    let text = format!("id,title,value,effort\n{}\n", rows.join("\n"));
    let folder = Folder::new().with("b.csv", text);
    for args in [
        &["rank", "b.csv", "--quiet"][..],
        &["rank", "b.csv", "--quiet", "--format", "json"],
        &["rank", "b.csv", "--quiet", "--format", "csv"],
        &["rank", "b.csv", "--quiet", "--format", "markdown"],
        &["check", "b.csv", "--format", "json"],
        &["completions", "bash"],
        &["man"],
    ] {
        let mut child = folder.command(args).stderr(Stdio::piped()).spawn().expect("the program starts");
        drop(child.stdout.take());
        let mut complaints = String::new();
        let mut stderr = child.stderr.take().expect("a pipe");
        stderr.read_to_string(&mut complaints).expect("text");
        let status = child.wait().expect("the program ends");
        assert_eq!((status.code(), complaints.as_str()), (Some(0), ""), "{args:?}");
    }
}

#[test]
fn quiet_leaves_only_errors_on_standard_error() {
    let folder = worked().with("b.csv", BROKEN);
    let fine = folder.run(&["rank", "requests.csv", "--quiet"]);
    assert_eq!((fine.code, fine.stderr.as_str()), (0, ""), "{fine}");
    let broken = folder.run(&["rank", "b.csv", "--quiet"]);
    assert_eq!((broken.code, broken.stdout.as_str()), (1, ""), "{broken}");
    assert!(broken.stderr.contains("error[bad-effort]"), "{broken}");
    assert!(!broken.stderr.contains("note["), "{broken}");
}

// What a ranking was made from.

#[test]
fn a_ranking_says_what_it_was_computed_from() {
    let folder = Folder::new()
        .with("a.csv", "id,title,reliability,confidence\nA-1,One,3,\n\nA-2,Two,2,60 %\n")
        .with("b.csv", "id,title\nB-1,Three\n")
        .with("roadbed.toml", "[weights]\nreuse = 30\nreliability = 30\n[rules.inflation]\nthreshold = 3\n");
    let ranking = folder.run(&["rank", "a.csv", "b.csv", "--quiet", "--format", "json"]).json();
    assert_eq!(ranking["tool"]["version"], env!("CARGO_PKG_VERSION"));
    // As `sha256sum` prints it.
    assert_eq!(
        ranking["inputs"],
        serde_json::json!([
            { "file": "a.csv", "sha256": "d5f6428ccdc6457816541412f39231c1a71b059df5fba0baa0f6a33913ecf016", "rows": 2 },
            { "file": "b.csv", "sha256": "921a54653da77ab236ec4252cd353a47e016075fb0f531b451d1d57de4e0fd37", "rows": 1 },
        ])
    );
    let policy = &ranking["policy"];
    let points: Vec<f64> =
        policy["criteria"].as_array().unwrap().iter().map(|it| it["points"].as_f64().unwrap()).collect();
    assert_eq!(points, [30.0, 30.0, 20.0, 20.0]);
    assert_eq!(policy["rules"]["inflation"]["settings"]["threshold"], 3.0);
    assert_eq!(policy["rules"]["stability-promise"]["settings"]["deprecation_window"], 26.0);
    let confidences: Vec<&Value> =
        requests(&ranking).iter().filter(|it| it["id"] != "B-1").map(|it| &it["confidence"]).collect();
    assert_eq!(confidences, [&Value::Null, &serde_json::json!(0.6)]);
    let table = folder.run(&["check", "a.csv", "b.csv", "--format", "json"]).json();
    assert_eq!(table["inputs"], ranking["inputs"]);
}

// What brings nothing.

#[test]
fn what_brings_nothing_is_built_only_for_what_brings_more() {
    let backlog = "id,title,reliability,tech_debt,depends_on\n\
        ALONE,Nothing,0,,\n\
        EVEN,As much as it costs,4,5,\n\
        ENABLER,Nothing by itself,0,,\n\
        USER,Something,1,,ENABLER\n\
        COSTLY,A loss,-3,,\n\
        PAIR,Pays for the loss and no more,3,,COSTLY\n\
        MORE,Pays for a loss and more,4,,LOSS\n\
        LOSS,A loss,-3,,\n";
    let (code, ranking) = Folder::new().with("b.csv", backlog).rank_json("b.csv");
    assert_eq!(code, 0);
    let verdicts: Vec<(&str, &str, &str)> = requests(&ranking)
        .iter()
        .map(|it| (it["id"].as_str().unwrap(), it["verdict"].as_str().unwrap(), it["why"].as_str().unwrap()))
        .collect();
    let of = |id: &str| verdicts.iter().find(|it| it.0 == id).map(|it| (it.1, it.2)).unwrap();
    assert_eq!(of("ALONE"), ("decline", "brings nothing that the policy counts"));
    assert_eq!(
        of("EVEN"),
        ("decline", "costs as much as it brings: improves reliability +20.0, adds debt -20.0")
    );
    for (id, verdict) in [
        ("ENABLER", "build"),
        ("USER", "build"),
        ("COSTLY", "decline"),
        ("PAIR", "blocked"),
        ("MORE", "build"),
    ] {
        assert_eq!(of(id).0, verdict, "{id}");
    }
    assert_eq!(of("LOSS").0, "build");
}

#[test]
fn no_line_of_a_table_ends_with_blanks() {
    let folder = worked();
    for width in ["40", "64", "100", "120", "200"] {
        for format in ["plain", "table"] {
            let outcome =
                folder.run(&["rank", "requests.csv", "--quiet", "--format", format, "--width", width]);
            assert!(!outcome.stdout.lines().any(|line| line.ends_with(' ')), "{outcome}");
        }
        let voices = folder.run(&["voices", "requests.csv", "--quiet", "--width", width]);
        assert!(!voices.stdout.lines().any(|line| line.ends_with(' ')), "{voices}");
    }
}
