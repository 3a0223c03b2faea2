//! Any table as a user meets it: exports of trackers that are known by their headers, and tables that nobody has
//! described, by the mapping that is proposed for them.
#![expect(clippy::print_stdout, reason = "a skipped test should not pass in silence")]

#[allow(dead_code, reason = "every test file uses a part of it")]
mod harness;

use harness::{Folder, shared};

/// `id status depends_on pressure` of every row of the backlog that an import writes, `-` for a blank cell.
fn rows(folder: &Folder, args: &[&str]) -> Vec<String> {
    let outcome = folder.run(&[&["import", "-q"], args].concat());
    assert_eq!(outcome.code, 0, "{outcome}");
    let mut reader = csv::Reader::from_reader(outcome.stdout.as_bytes());
    let header = reader.headers().expect("a header").clone();
    let cell = |record: &csv::StringRecord, name: &str| -> String {
        let at = header.iter().position(|own| own == name).expect("a column");
        Some(record[at].to_owned()).filter(|cell| !cell.is_empty()).unwrap_or_else(|| "-".to_owned())
    };
    let row = |record: csv::StringRecord| {
        ["id", "status", "depends_on", "pressure"].map(|name| cell(&record, name)).join(" | ")
    };
    reader.records().map(|record| row(record.expect("a row"))).collect()
}

/// A mapping, an export that it is to know, and what its rows say.
const EXPORTS: &[(&str, &str, &[&str])] = &[
    (
        "asana",
        "Task ID,Created At,Completed At,Last Modified,Name,Section/Column,Due Date,Notes,Parent task,Blocked By (Dependencies),Blocking (Dependencies),Priority\n\
             12,2026-10-01,,2026-10-02,Token service,Q4,2026-12-12,,,,\"Webhooks,Rate limits, per key\",High\n\
             13,2026-10-01,,2026-10-02,Webhooks,Doing,,,,Token service,,Med\n\
             14,2026-10-01,,2026-10-02,\"Rate limits, per key\",To do,,,,,,\n\
             15,2026-10-01,2026-10-20,2026-10-20,Old console,Q4,,,,,,\n",
        &["12 | - | - | 4", "13 | in-progress | 12 | 3", "14 | proposed | 12 | -", "15 | done | - | -"],
    ),
    (
        "trello",
        "Card ID,Card Name,Card Description,Labels,Due Date,Vote Count,List Name,Archived\n\
             5a,Token service,,auth (green),2026-12-09T08:00:00.000Z,7,Ideas,false\n\
             5b,Webhooks,,,,3,Done,true\n\
             5c,Old idea,,,,0,Ideas,true\n",
        &["5a | - | - | 7", "5b | done | - | 3", "5c | declined | - | 0"],
    ),
    (
        "github",
        "number,title,state,labels,createdAt,closedAt,url,body\n\
             11,Token service,OPEN,\"enhancement,area: auth\",x,,https://git.example/o/r/issues/11,\n\
             12,Old console,CLOSED,\"ui,wontfix\",x,y,https://git.example/o/r/issues/12,\n\
             13,Webhooks,CLOSED,,x,y,https://git.example/o/r/issues/13,\n",
        &["11 | proposed | - | -", "12 | declined | - | -", "13 | done | - | -"],
    ),
    (
        "github-projects",
        "Title\tAssignees\tStatus\tLabels\tLinked pull requests\n\
             Token service\t\tTodo\t\t\n\
             Webhooks\t\tIn Progress\t\t\n",
        &["row-2 | proposed | - | -", "row-3 | in-progress | - | -"],
    ),
    (
        "clickup",
        "Task ID,Task Name,Task Content,Status,Parent ID,Assignees,Priority,Space Name,Time Estimated,Time Spent\n\
             a1,Token service,null,in progress,null,\"[ann,ben]\",1,Platform,288000000,null\n\
             a2,Webhooks,null,Closed,a1,[],null,Platform,null,null\n",
        &["a1 | in-progress | - | 5", "a2 | done | - | -"],
    ),
    (
        "youtrack",
        "Issue Id,Project,Summary,Resolved,Priority,State,Subsystem,Depends on,Is required for\n\
             P-1,Platform,Token service,,Critical,Open,Auth,,P-2\n\
             P-2,Platform,Webhooks,,Normal,In Progress,API,P-1,\n\
             P-3,Platform,Old console,2 Oct 2026 08:00,Minor,Won't fix,API,,\n\
             P-4,Platform,Retries,2 Oct 2026 08:00,Minor,,API,,\n",
        &[
            "P-1 | proposed | - | 5",
            "P-2 | in-progress | P-1 | 3",
            "P-3 | declined | - | 2",
            "P-4 | done | - | 2",
        ],
    ),
    (
        "redmine",
        "#,Project,Tracker,Parent task,Status,Priority,Subject,Category,Due date,Estimated time,Related issues\n\
             7,Platform,Feature,,New,Urgent,Token service,auth,12/31/2026,20,\"Blocks #8, Related to #9\"\n\
             8,Platform,Bug,7,Closed,Normal,Webhooks,,,,\n",
        &["7 | proposed | - | 5", "8 | done | - | 3"],
    ),
    (
        "shortcut",
        "id,name,type,requestor,state,is_completed,is_archived,due_date\n\
             1,Token service,feature,ann,In Development,false,false,\n\
             2,Webhooks,feature,ann,Shipped,true,false,\n\
             3,Old console,chore,ann,Backlog,false,true,\n",
        &["1 | in-progress | - | -", "2 | done | - | -", "3 | declined | - | -"],
    ),
    (
        "pivotal",
        "Id,Title,Labels,Iteration,Type,Estimate,Current State,Blocker,Blocker Status,Blocker,Blocker Status\n\
             1,Token service,,,feature,3,started,,,,\n\
             2,Webhooks,,,feature,2,accepted,,,,\n\
             3,Rate limits,,,feature,2,unscheduled,#1,unresolved,#2,resolved\n",
        &["1 | in-progress | - | -", "2 | done | - | -", "3 | proposed | 1; 2 | -"],
    ),
    (
        "monday",
        "Platform board\n\
             Name,Owner,Status,Priority,Due Date,Item ID (auto generated)\n\
             Token service,,Working on it,High,2026-12-01,991\n\
             Webhooks,,Done,,,992\n",
        &["991 | in-progress | - | 4", "992 | done | - | -"],
    ),
    (
        "jira",
        "Zusammenfassung,Vorgangsschlüssel,Status,Priorität,Lösung,Eingehender Vorgangslink (Blocks)\n\
             Dienst,PLA-1,In Arbeit,Hoch,,\n\
             Haken,PLA-2,Fertig,Niedrig,Wird nicht erledigt,PLA-1\n",
        &["PLA-1 | in-progress | - | 4", "PLA-2 | declined | PLA-1 | 2"],
    ),
];

#[test]
fn exports_are_known_by_their_headers() {
    for &(name, table, expected) in EXPORTS {
        let folder = Folder::new().with("t.csv", table);
        assert_eq!(rows(&folder, &["t.csv"]), expected, "{name}");
        let said = folder.run(&["check", "t.csv"]);
        let read = format!("read as an export of {name}:");
        assert!((said.stdout.clone() + &said.stderr).contains(&read), "{name}: {said}");
    }
}

#[test]
fn a_database_of_notion_is_read_when_it_is_named() {
    let table = "Name,Status,Blocked by,Blocking,Effort\n\
        Token service,Not started,,Webhooks (https://notes.example/Webhooks-1b2c?p=2),L\n\
        Webhooks,In progress,Token service (https://notes.example/Token-service-0b2c),,M\n";
    let folder = Folder::new().with("t.csv", table);
    let read = rows(&folder, &["t.csv", "--from", "notion"]);
    assert_eq!(read, ["row-2 | proposed | - | -", "row-3 | in-progress | row-2 | -"]);
}

#[test]
fn a_backlog_without_ids_is_ranked_and_its_links_name_titles() {
    let table = "title,effort,reliability,depends_on\n\
        Token service,2,3,\n\
        \"Rate limits, per key\",1,2,Token service\n\
        Spending,1,1,\"Rate limits, per key, token  SERVICE\"\n";
    let folder = Folder::new().with("t.csv", table);
    let ranking = folder.run(&["rank", "-q", "--format", "csv", "t.csv"]);
    assert_eq!(ranking.code, 0, "{ranking}");
    let ids: Vec<&str> = ranking.stdout.lines().skip(1).filter_map(|line| line.split(',').nth(1)).collect();
    assert!(ids.iter().all(|id| id.starts_with("\"row-")) && ids.len() == 3, "{ranking}");
    let said = folder.run(&["check", "t.csv"]);
    assert!(said.stdout.contains("link-by-title") && said.stdout.contains("made-ids"), "{said}");
    // Written down, they stay, and the order is the same.
    let written = folder.run(&["import", "-q", "t.csv", "-o", "b.csv"]);
    assert_eq!(written.code, 0, "{written}");
    let again = folder.run(&["rank", "-q", "--format", "csv", "b.csv"]);
    let of =
        |text: &str| -> Vec<String> { text.lines().map(|line| line.split(',').take(3).collect()).collect() };
    assert_eq!(of(&ranking.stdout), of(&again.stdout));
    // Two files without ids do not get in each other's way.
    folder.write("u.csv", "title,effort,reliability\nRetries,1,2\n");
    assert_eq!(folder.run(&["rank", "-q", "t.csv", "u.csv"]).code, 0);
}

#[test]
fn what_has_no_ids_cannot_be_updated_from_nor_updated() {
    let folder = Folder::new()
        .with("t.csv", "Title\tAssignees\tStatus\tLinked pull requests\nToken service\t\tTodo\t\n")
        .with("b.csv", "id,title\nA-1,Webhooks\n")
        .with("n.csv", "title,effort\nWebhooks,1\n");
    for args in [["t.csv", "--update", "b.csv"], ["t.csv", "--update", "n.csv"]] {
        let outcome = folder.run(&[&["import"], &args[..]].concat());
        assert!(outcome.code == 1 && outcome.stderr.contains("error["), "{outcome}");
    }
    assert_eq!(folder.read("b.csv"), "id,title\nA-1,Webhooks\n");
}

#[test]
fn tables_of_others_are_ranked_by_what_is_proposed() {
    for (name, open, settled) in [
        ("01-asana", 3, 1),
        ("02-trello", 1, 2),
        ("05-youtrack", 2, 1),
        ("08-github-issues", 2, 1),
        ("10-notion", 2, 1),
        ("12-linear-blocks", 3, 0),
        ("13-titles-no-ids", 4, 0),
        ("14-rice-export", 3, 0),
        ("19-jira-de", 2, 1),
        ("21-own-words", 2, 1),
    ] {
        let Some(path) = shared(&format!("cases/import/{name}.csv")) else {
            println!("skipped: no tables of others");
            return;
        };
        let folder = Folder::new().with("t.csv", std::fs::read(path).expect("a table"));
        let shown = folder.run(&["import", "--show-mapping", "t.csv"]);
        folder.write("roadbed.toml", &shown.stdout);
        let ranking = folder.run(&["rank", "-q", "--format", "json", "t.csv"]);
        assert_eq!(ranking.code, 0, "{name}: {ranking}");
        let value: serde_json::Value = serde_json::from_str(&ranking.stdout).expect("JSON");
        let count = |key: &str| value[key].as_array().map_or(0, Vec::len);
        assert_eq!((count("requests"), count("not_ranked")), (open, settled), "{name}");
    }
}
