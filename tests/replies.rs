//! Replies as a user sends them: `roadbed explain --reply` and `roadbed export -o replies.md`.

#[allow(dead_code, reason = "every test file uses a part of it")]
mod harness;

use harness::{Folder, Outcome};

/// A request of each shape that a reply has: now, late, later, built because of a decision, held by either gate,
/// blocked by what nobody judged, by what was declined and by what somebody refused, declined, refused, without
/// evidence, and what is not ranked.
const BACKLOG: &str = "\
id,title,team,stakeholder,scope,area,adopters,reliability,tech_debt,breaking,external_consumers,migration,effort,confidence,outcome,needed_by,depends_on,same_as,status,mandate
NOW-1,Tokens,platform,platform,,,web; apps,3,,,,,2,,,2027-01-29,,,,
LATE-1,Webhooks,web,internal,,,web; apps; ads,,,,,,4,medium,,2027-01-20,NOW-1,,,
LAW-1,Erase a person,data,internal,,,,,1,,,,1,,,2027-03-01,,,,GDPR article 17
BOARD-1,A dashboard,board,executive,,,4,,,,,,1.333,,Costs are seen by all,,,,,
LATER-1,Lists,apps,internal,,,web; apps,,,,,,9,,,2027-02-01,,,,
BREAK-1,Switch version 1 off,api,internal,,,5,,,breaking,3,,3,,,,,,,
SPENT-1,Typing errors,ads,internal,,search,web; ads,,,,,,2,,,,,,,
WAIT-1,Preview,apps,internal,,,3,,,,,,2,,,,RAW-1,,,
WAIT-2,Report,ads,internal,,,3,,,,,,2,,,,OWN-1,,,
WAIT-3,Map for two,ads,external,,,3,,,,,,2,,,,NO-1,,,
OWN-1,A queue of our own,ads,internal,bespoke,,ads,,1,,,,2,,,,,,,
SIGN-1,Own sign-in,partner,external,,,partner,,3,,,,2,,,,,,,
NO-1,A map for the lobby,sales,internal,,,2,,,,,,2,,,,,,,
RAW-1,Build farm,data,internal,,,,,,,,,2,,,,,,,
TWICE-1,Callbacks,billing,internal,,,billing,,,,,,3,,,,,LATE-1,,
DONE-1,Catalogue,data,internal,,,,,,,,,1,,,,,,done,
OLD-1,GraphQL,partner,external,,,,,,,,,1,,,,,,declined,
";

const POLICY: &str = "\
[capacity]
now = 7
next = 4

[calendar]
start = 2027-01-04
people = 2

[rules.error-budget]
remaining = { search = -0.1 }

[[override]]
request = \"NO-1\"
place = \"decline\"
by = \"the head of platform\"
reason = \"Nobody can say what would get better.\"
";

fn folder() -> Folder {
    Folder::new().with("b.csv", BACKLOG).with("roadbed.toml", POLICY)
}

fn reply(args: &[&str]) -> Outcome {
    folder().run(&[&["explain", "-q", "b.csv", "--reply"], args].concat())
}

#[track_caller]
fn shows(name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_omit_expression(true);
    settings.set_prepend_module_to_snapshot(false);
    settings.bind(|| insta::assert_snapshot!(name, text));
}

#[test]
fn each_shape_of_reply_is_a_paragraph() {
    let all = reply(&["--all"]);
    assert_eq!(all.code, 0, "{all}");
    shows("replies", &all.stdout);
    let paragraphs = all.stdout.trim_end().split("\n\n");
    assert!(paragraphs.clone().all(|paragraph| !paragraph.contains('\n')), "{all}");
    assert_eq!(paragraphs.count(), 14, "{all}");
}

#[test]
fn a_reply_says_the_same_to_each_reader_in_other_words() {
    let to = |reader: &str, id: &str| reply(&["--for", reader, id]).stdout;
    let executive = to("executive", "LATE-1");
    assert!(executive.contains("It takes about 4 weeks of one person's work."), "{executive}");
    let developer = to("developer", "WAIT-1");
    assert!(developer.contains("Other work has not been judged yet: the platform team can"), "{developer}");
    assert!(!developer.contains("RAW-1"), "{developer}");
    assert_eq!(to("developer", "SIGN-1"), reply(&["SIGN-1"]).stdout, "developers outside asked for it");
    assert!(to("team", "SIGN-1").contains("You can build it yourselves"), "a team can build");
    assert!(!to("developer", "SIGN-1").contains("yourselves"), "a developer outside cannot");
}

#[test]
fn what_is_not_ranked_has_a_reply_too() {
    let starts = [
        ("DONE-1", "DONE-1 is done.\n"),
        ("OLD-1", "OLD-1 was declined earlier. It is looked at again when somebody opens it again.\n"),
        ("TWICE-1", "TWICE-1 asks for the same as LATE-1, so both are one piece of work now"),
    ];
    for (id, start) in starts {
        let reply = reply(&[id]);
        assert!(reply.stdout.starts_with(start), "{reply}");
    }
}

#[test]
fn nothing_is_offered_that_a_decision_refused() {
    for id in ["NO-1", "WAIT-3"] {
        let reply = reply(&["--for", "team", id]).stdout;
        assert!(
            reply.contains("The head of platform decided not to build it: Nobody can say what"),
            "{reply}"
        );
        assert!(!["If ", "Once ", "yourselves"].iter().any(|offer| reply.contains(offer)), "{reply}");
    }
}

#[test]
fn replies_md_has_everybody_by_team() {
    let folder = folder();
    let outcome = folder.run(&["export", "-q", "b.csv", "-o", "replies.md", "-o", "review.md"]);
    assert_eq!(outcome.code, 0, "{outcome}");
    let replies = folder.read("replies.md");
    shows("replies-by-team", &replies);
    assert_ne!(replies, folder.read("review.md"));
    let headings: Vec<&str> = replies.lines().filter_map(|line| line.strip_prefix("## ")).collect();
    let mut sorted = headings.clone();
    sorted.sort_unstable();
    assert_eq!(headings, sorted);
}

#[test]
fn replies_are_text() {
    let json = reply(&["--format", "json", "NOW-1"]);
    assert_eq!(json.code, 2, "{json}");
    assert!(json.stderr.contains("as `answer`"), "{json}");
    let for_nobody = folder().run(&["explain", "b.csv", "--for", "team", "NOW-1"]);
    assert_eq!(for_nobody.code, 2, "{for_nobody}");
}
