//! Proposals for tables that are made up: what is printed can be pasted, and then every cell is read or said.

use proptest::prelude::*;

use super::written;
use crate::{
    diagnostic::{Finding, Source},
    import::{Backlog, Import, as_backlogs, show_mapping},
    ingest,
    policy::Policy,
    workers::Workers,
};

/// The policy that is proposed for a table, as its text.
fn proposed(table: &Source) -> String {
    show_mapping(table, 0, &Policy::default(), &None, &mut Vec::new())
}

/// The table ranked by what was proposed for it: the ids of what is read, and the errors.
fn pasted(table: &str) -> (Vec<String>, Vec<Finding>) {
    let source = Source::new("table.csv", table);
    let text = proposed(&source);
    let (policy, problems) = Policy::read(&Source::new("roadbed.toml", text.clone()), 0);
    assert!(problems.is_empty(), "{text}\n{problems:?}");
    let (sources, mut findings) = as_backlogs(vec![source], 1, &policy, &[None]);
    let reading = ingest::read(&sources, 1, &policy, Workers::new(1));
    findings.extend(reading.findings);
    let ids = reading.backlog.requests.iter().map(|request| request.id.to_string()).collect();
    (ids, findings.into_iter().filter(Finding::is_error).collect())
}

fn name() -> impl Strategy<Value = String> {
    let names = vec![
        "Ticket",
        "Key",
        "#",
        "Name",
        "Summary",
        "Titel",
        "Details",
        "Requested by",
        "Équipe",
        "Type",
        "Impact",
        "Value",
        "RICE Score",
        "Effort (days)",
        "Story Points",
        "Aufwand (Std)",
        "Size",
        "Confidence",
        "Priority",
        "MoSCoW",
        "Prioridad",
        "Due",
        "Échéance",
        "Blocks",
        "Blocked by",
        "Dependencies",
        "Parent",
        "Status",
        "Resolution",
        "Stage",
        "Completed At",
        "Archived",
        "Sprint",
        "Labels",
        "reliability",
        "tech_debt",
        "breaking",
        "scope",
        "adopters",
    ];
    prop::sample::select(names).prop_map(str::to_owned)
}

fn cell() -> impl Strategy<Value = String> {
    let cells = vec![
        "",
        "",
        "",
        "A-1",
        "A-2",
        "Token service",
        "Rate limits, per key",
        "payments; search",
        "High",
        "P1 - urgent",
        "Must have",
        "To Do",
        "In progress",
        "Fertig",
        "Won't fix",
        "Legal",
        "10",
        "2.5",
        "20d",
        "1w 2d",
        "XL",
        "0.8",
        "80 %",
        "2026-10-02",
        "12/31/2026",
        "1798675200000",
        "true",
        "no",
        "null",
        "n/a",
        "None (first)",
        "Blocked by #12",
        "Token service (https://notes.example/x)",
        "[ads, search]",
        "yes",
        "Bug",
        "Feature",
        "breaking",
        "*",
        "x\"y",
        "=1+1",
        "long text of many words that nobody has seen before",
    ];
    prop::sample::select(cells).prop_map(str::to_owned)
}

fn table() -> impl Strategy<Value = Vec<Vec<String>>> {
    (1..9usize, 1..8usize).prop_flat_map(|(columns, rows)| {
        let header = prop::collection::btree_set(name(), columns);
        let body = prop::collection::vec(prop::collection::vec(cell(), 9), rows);
        (header, body).prop_map(|(header, body)| {
            let header: Vec<String> = ["Title".to_owned()].into_iter().chain(header).collect();
            let width = header.len();
            let titled = body.into_iter().enumerate().map(|(at, mut row)| {
                row.insert(0, format!("Request {at}"));
                row.truncate(width);
                row
            });
            [header.clone()].into_iter().chain(titled).collect()
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, max_shrink_iters: 500, ..ProptestConfig::default() })]

    #[test]
    fn what_is_proposed_works_when_it_is_pasted(table in table()) {
        let (ids, errors) = pasted(&written(&table));
        // Nobody can know which of the links that go in a circle is wrong.
        let circle = |finding: &Finding| finding.code.name == "cycle";
        prop_assert!(errors.iter().all(circle), "{errors:?}");
        prop_assert!(!ids.is_empty() || table.len() == 1 || !errors.is_empty() || is_settled(&table));
    }

    #[test]
    fn nothing_of_a_table_disappears(table in table()) {
        let source = Source::new("table.csv", written(&table));
        let (policy, _) = Policy::read(&Source::new("roadbed.toml", proposed(&source)), 0);
        let sources = [source];
        let import = Import::read(&sources, 0, &policy, &[None], &[]);
        let text = String::from_utf8(Backlog::of(&import).write()).unwrap();
        let (header, rows) = super::rows(&text);
        prop_assert_eq!(rows.len(), table.len() - 1);
        for (row, cells) in rows.iter().zip(&table[1..]) {
            for (name, cell) in table[0].iter().zip(cells).filter(|(_, cell)| !cell.is_empty()) {
                let carried = header.iter().position(|own| *own == format!("mine: {name}"));
                let carried = carried.map(|at| row[at].as_str());
                prop_assert_eq!(carried, Some(crate::untrusted::unguard(cell).0), "{}", name);
            }
        }
    }
}

/// Whether every row may be done or declined.
fn is_settled(table: &[Vec<String>]) -> bool {
    let says = |row: &Vec<String>| {
        row.iter().any(|cell| {
            ["Fertig", "Won't fix", "true", "yes", "2026-10-02", "12/31/2026", "1798675200000"]
                .contains(&&**cell)
        })
    };
    table[1..].iter().all(says)
}

#[test]
fn a_spreadsheet_is_ranked_by_what_is_proposed() {
    let (ids, errors) = pasted(
        "Ticket,Summary,Requested by,Blocks,Impact,Effort (days),Priority\n\
         PM-1,Token service,payments,PM-2,High,10,Must have\n\
         PM-2,Webhooks,search,,Medium,20d,P2\n",
    );
    assert_eq!((ids, errors.len()), (vec!["PM-1".to_owned(), "PM-2".to_owned()], 0));
}

#[test]
fn words_that_are_known_are_filled_in_and_the_others_are_marked() {
    let text = proposed(&Source::new(
        "t.csv",
        "Nr;Titel;Status;Prio;Aufwand (Tage)\n1;Dienst;In Arbeit;Hoch;10\n2;Haken;Beim Amt;P1;5\n",
    ));
    for line in [
        "\"Nr\" = \"id\" #",
        "\"Status\" = { to = \"status\", values = { \"Beim Amt\" = \"\", \"In Arbeit\" = \"in-progress\" } } # decide: `Beim Amt`;",
        "\"Prio\" = { to = \"pressure\", values = { \"Hoch\" = \"4\", \"P1\" = \"4\" } } #",
        "\"Aufwand (Tage)\" = { to = \"effort\", divide_by = 5 } #",
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
}

#[test]
fn what_is_no_id_is_none_and_says_why() {
    let text = proposed(&Source::new("t.csv", "Key,Summary\nA,Token service\nA,Webhooks\n"));
    assert!(
        text.contains("\"Key\" = \"carry\" # carried as `mine: Key`; no id: several rows have `A`"),
        "{text}"
    );
    assert!(text.contains("recognise = [[\"Key\", \"Summary\"]]"), "{text}");
}
