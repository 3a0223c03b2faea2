//! Exports that are made up, and what must hold of all of them.

mod damage;
mod proposals;

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::{Backlog, Import};
use crate::{diagnostic::Source, policy::Policy};

fn imported(text: &str) -> (String, Vec<String>) {
    let sources = [Source::new("export.csv", text)];
    let import = Import::read(&sources, 0, &Policy::default(), &[None], &[]);
    let errors: Vec<_> = import.findings.iter().filter(|finding| finding.is_error()).collect();
    assert!(errors.is_empty(), "{errors:?}");
    let backlog = Backlog::of(&import);
    (String::from_utf8(backlog.write()).unwrap(), import.summary(&backlog))
}

/// The rows of a CSV text, each with all cells of its header, by another reader than ours; the
/// guard before formulas is taken off.
fn rows(text: &str) -> (Vec<String>, Vec<Vec<String>>) {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    let plain = |record: csv::StringRecord| -> Vec<String> {
        record.iter().map(|cell| crate::untrusted::unguard(cell).0.to_owned()).collect()
    };
    let mut rows: Vec<Vec<String>> = reader.records().map(|record| plain(record.unwrap())).collect();
    let header = rows.remove(0);
    (header, rows)
}

fn written(table: &[Vec<String>]) -> String {
    let mut writer = csv::WriterBuilder::new().quote_style(csv::QuoteStyle::Always).from_writer(Vec::new());
    for row in table {
        writer.write_record(row).unwrap();
    }
    String::from_utf8(writer.into_inner().unwrap()).unwrap()
}

/// Names of columns: of Jira, of other sites, hostile ones, the same ones again, none.
fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(vec![
            "Status",
            "Priority",
            "Labels",
            "Labels",
            "Labels",
            "Comment",
            "Comment",
            "Component/s",
            "Component/s",
            "Parent",
            "Issue id",
            "Due date",
            "Inward issue link (Blocks)",
            "Inward issue link (Blocks)",
            "Outward issue link (Blocks)",
            "Custom field (Effort)",
            "Custom field (Effort)",
            "Custom field (Effort) (2)",
            "id",
            "title",
            "parent",
            "jira: Status",
            "=cmd",
            "",
        ])
        .prop_map(str::to_owned),
        "[a-z =;,\"']{0,6}".prop_map(|name| name.trim().to_owned()),
    ]
}

/// Cells: blank, words, ids, numbers, dates, lists, formulas, lines, anything.
fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => Just(String::new()),
        2 => prop::sample::select(vec![
            "To Do", "Done", "K-1", "K-2; K-3", "K-9", "1", "2", "03/04/2026", "22/Sep/25 9:26 AM", "a; b",
            "=1+1", "'=1", "two\nlines", "x|y",
        ]).prop_map(str::to_owned),
        1 => "[a-zé '=;,\"\n-]{0,8}",
    ]
}

fn export() -> impl Strategy<Value = Vec<Vec<String>>> {
    (0usize..12, 1usize..6).prop_flat_map(|(columns, rows)| {
        let header = prop::collection::vec(name(), columns);
        let body = prop::collection::vec(prop::collection::vec(cell(), columns), rows);
        (header, body).prop_map(|(header, body)| {
            let start = ["Issue key", "Summary"].map(str::to_owned);
            let mut table = vec![start.into_iter().chain(header).collect::<Vec<_>>()];
            for (number, cells) in body.into_iter().enumerate() {
                let start = [format!("K-{}", number + 1), format!("Request {number}")];
                table.push(start.into_iter().chain(cells).collect());
            }
            table
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, max_shrink_iters: 500, ..ProptestConfig::default() })]

    #[test]
    fn nothing_of_an_export_disappears(table in export()) {
        // A backlog with ids and titles of its own would be read as one only if it were no export.
        let (text, summary) = imported(&written(&table));
        let (header, rows) = rows(&text);
        prop_assert_eq!(rows.len(), table.len() - 1);
        let distinct: std::collections::BTreeSet<&String> = header.iter().collect();
        prop_assert_eq!(distinct.len(), header.len(), "two columns are called the same: {:?}", header);
        for (row, cells) in rows.iter().zip(&table[1..]) {
            // Every cell, as often as it is there, in the columns of its own name.
            let mut wanted: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
            for (name, cell) in table[0].iter().zip(cells) {
                // Reading takes a guard off, wherever it is.
                let cell = crate::untrusted::unguard(cell).0;
                if !cell.trim().is_empty() && !name.is_empty() {
                    wanted.entry(name).or_default().push(cell);
                }
            }
            for (name, cells) in wanted {
                let own = format!("jira: {name}");
                let mut found: Vec<&str> = Vec::new();
                for (column, cell) in header.iter().zip(row) {
                    if *column == own || column.starts_with(&format!("{own} (")) {
                        found.push(cell);
                    }
                }
                let all = found.join("; ");
                for cell in &cells {
                    prop_assert!(all.contains(cell), "{name}: {cell:?} is not in {all:?}");
                }
                let length: usize = cells.iter().map(|cell| cell.len()).sum();
                prop_assert!(all.len() >= length, "{name}: {cells:?} are more than {all:?}");
            }
        }
        // Columns without names, too.
        for (at, name) in table[0].iter().enumerate().filter(|(_, name)| name.is_empty()) {
            for (row, cells) in rows.iter().zip(&table[1..]) {
                let cell = crate::untrusted::unguard(&cells[at]).0;
                let carried = header.iter().position(|own| *own == format!("jira: column {}", at + 1));
                let text = carried.map_or("", |at| row[at].as_str());
                prop_assert!(cell.trim().is_empty() && text.is_empty() || text == cell, "{name}{at}: {cell:?}");
            }
        }
        // Columns in which there is nothing are named.
        let blank = |at: usize| table[1..].iter().all(|row| row[at].trim().is_empty());
        for (at, name) in table[0].iter().enumerate().filter(|&(at, _)| blank(at)) {
            let same = |other: usize| table[0][other] == *name;
            if !name.is_empty() && (0..table[0].len()).filter(|&other| same(other)).all(blank) {
                let shown = crate::untrusted::inline(name, 60);
                prop_assert!(summary.iter().any(|line| line.contains(&shown)), "{name} at {at}: {summary:?}");
            }
        }
    }

    #[test]
    fn an_import_of_its_own_output_changes_no_byte(table in export()) {
        let (once, _) = imported(&written(&table));
        let (twice, _) = imported(&once);
        prop_assert_eq!(once, twice);
    }

    #[test]
    fn an_update_by_the_same_export_changes_nothing(table in export()) {
        let sources = [Source::new("export.csv", written(&table))];
        let policy = Policy::default();
        let first = Import::read(&sources, 0, &policy, &[None], &[]);
        let text = String::from_utf8(Backlog::of(&first).write()).unwrap();
        let held = Source::new("backlog.csv", text.clone());
        let old = super::read_backlog(1, &held, &Policy::default(), &mut Vec::new()).unwrap();
        let again = Import::read(&sources, 0, &policy, &[None], &old.ids());
        let update = super::update(&old, &again);
        prop_assert_eq!(&update.changes, &vec![]);
        prop_assert_eq!(update.yours, 0);
        prop_assert_eq!(String::from_utf8(update.backlog.write()).unwrap(), text);
    }
}
