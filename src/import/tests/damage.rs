//! Damaged files on every way into a ranking or a backlog: what is read is the same as before, or a
//! finding that the whole file does not have says that something is the matter.

use std::collections::BTreeSet;

use crate::{
    diagnostic::{Finding, Source},
    import::{Backlog, Import, as_backlogs, read_backlog},
    ingest::{self, Input, ReadAs, decode},
    model::Column,
    policy::Policy,
    workers::Workers,
};

/// What was read, a row per request, and what was said.
#[derive(Debug, PartialEq, Eq)]
struct Taken {
    rows: Vec<Vec<(String, String)>>,
    said: BTreeSet<String>,
}

/// A way that a file can go.
#[derive(Clone, Copy, Debug)]
enum Way {
    Rank,
    Import,
    Update,
}

/// A file with its policy: a backlog, an export that is recognised, one that a mapping explains.
#[derive(Clone, Copy)]
struct Good {
    name: &'static str,
    header: [&'static str; 5],
    policy: &'static str,
    ways: &'static [Way],
}

const GOOD: [Good; 3] = [
    Good {
        name: "backlog",
        header: ["id", "title", "team", "effort", "depends_on"],
        policy: "",
        ways: &[Way::Rank, Way::Import, Way::Update],
    },
    Good {
        name: "jira",
        header: ["Issue key", "Summary", "Component/s", "Story Points", "Inward issue link (Blocks)"],
        policy: "",
        ways: &[Way::Rank, Way::Import],
    },
    Good {
        name: "mapping",
        header: ["Ref", "What", "Who", "Weeks", "After"],
        policy: "[mapping.mine]\nrecognise = [[\"Ref\", \"What\"]]\n[mapping.mine.columns]\nRef = \"id\"\n\
                 What = \"title\"\nWho = \"team\"\nWeeks = \"effort\"\nAfter = \"depends_on\"\n",
        ways: &[Way::Rank, Way::Import],
    },
];

const ROWS: [[&str; 5]; 4] = [
    ["R-1", "Export to files", "Billing", "3", ""],
    ["R-2", "Größe und Maß", "Zürich", "2", "R-1"],
    ["R-3", "One, two; three", "Ops; Web", "1", "R-1; R-2"],
    ["R-4", "The last of all", "Ops", "5", ""],
];

impl Good {
    fn table(self) -> Vec<Vec<String>> {
        let rows = [self.header].into_iter().chain(ROWS);
        rows.map(|row| row.iter().map(|&cell| cell.to_owned()).collect()).collect()
    }

    fn text(self) -> String {
        written(&self.table())
    }

    fn policy(self) -> Policy {
        let (policy, findings) = Policy::read(&Source::new("roadbed.toml", self.policy), 0);
        assert!(findings.is_empty(), "{findings:?}");
        policy
    }

    fn take(self, way: Way, bytes: &[u8]) -> Taken {
        let policy = self.policy();
        let input = Input { name: "f.csv".to_owned(), bytes: bytes.to_vec() };
        let (source, mut findings) = decode(input, 0, &ReadAs::default());
        let mut rows = match way {
            _ if findings.iter().any(Finding::is_error) => Vec::new(),
            Way::Rank => rank(source, &policy, &mut findings),
            Way::Import => {
                let sources = [source];
                let import = Import::read(&sources, 0, &policy, &[None], &[]);
                findings.extend(import.findings.iter().cloned());
                rows_of(&Backlog::of(&import))
            }
            Way::Update => {
                read_backlog(0, &source, &policy, &mut findings).map(|it| rows_of(&it)).unwrap_or_default()
            }
        };
        rows.sort();
        let said = findings.iter().map(|finding| format!("{}: {}", finding.code.name, finding.message));
        Taken { rows, said: said.collect() }
    }
}

fn rank(source: Source, policy: &Policy, findings: &mut Vec<Finding>) -> Vec<Vec<(String, String)>> {
    let (sources, found) = as_backlogs(vec![source], 0, policy, &[None]);
    findings.extend(found);
    let reading = ingest::read(&sources, 0, policy, Workers::default());
    findings.extend(reading.findings);
    let carried = reading.sheets.carried_columns();
    let row = |request: &crate::model::Request<'_>| {
        let row = reading.sheets.row(request.row).unwrap();
        let known =
            Column::ALL.iter().filter_map(|&column| Some((column.name().to_owned(), row.cell(column)?.1)));
        let known = known.map(|(name, cell)| (name, cell.trim().to_owned()));
        let others = carried.iter().zip(row.carried(&carried)).filter(|(_, cell)| !cell.trim().is_empty());
        known.chain(others.map(|(name, cell)| ((*name).to_owned(), cell.into_owned()))).collect()
    };
    reading.backlog.requests.iter().map(row).collect()
}

fn rows_of(backlog: &Backlog<'_>) -> Vec<Vec<(String, String)>> {
    let name = |at: u32| backlog.names[at as usize].clone();
    let row = |row: &crate::import::backlog::Row<'_>| {
        let cells = row.0.iter().map(|(at, text)| (name(*at), text.trim().to_owned()));
        // The line that a row stands in is no cell of it.
        cells.filter(|(name, _)| name != ingest::SOURCE).collect()
    };
    backlog.rows.iter().map(row).collect()
}

fn cell(text: &str) -> String {
    if text.contains([',', '"']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
}

fn written(table: &[Vec<String>]) -> String {
    let line = |row: &Vec<String>| row.iter().map(|it| cell(it)).collect::<Vec<_>>().join(",") + "\n";
    table.iter().map(line).collect()
}

/// The files with two stray quotes: each at the beginning, in the middle or at the end of a cell.
fn two_quotes(good: Good) -> Vec<String> {
    let table = good.table();
    let places: Vec<(usize, usize, usize)> = (0..table.len())
        .flat_map(|row| (0..5).flat_map(move |column| (0..3).map(move |part| (row, column, part))))
        .collect();
    let with = |one: (usize, usize, usize), other: (usize, usize, usize)| {
        let line = |(number, row): (usize, &Vec<String>)| {
            let cells = row.iter().enumerate().map(|(column, text)| {
                let plain = cell(text);
                let Some(part) = [one, other].into_iter().find(|it| (it.0, it.1) == (number, column)) else {
                    return plain;
                };
                let middle = (0..=plain.len() / 2).rev().find(|&at| plain.is_char_boundary(at)).unwrap_or(0);
                let (before, behind) = plain.split_at([0, middle, plain.len()][part.2]);
                format!("{before}\"{behind}")
            });
            cells.collect::<Vec<_>>().join(",") + "\n"
        };
        table.iter().enumerate().map(line).collect::<String>()
    };
    let mut all = Vec::new();
    for (number, &one) in places.iter().enumerate() {
        for &other in places[number + 1..].iter().filter(|other| (other.0, other.1) != (one.0, one.1)) {
            all.push(with(one, other));
        }
    }
    all
}

/// How many records a lenient reader finds.
fn records(text: &str) -> usize {
    csv::ReaderBuilder::new().flexible(true).has_headers(false).from_reader(text.as_bytes()).records().count()
}

#[test]
fn a_row_that_two_stray_quotes_swallow_is_named_on_every_way() {
    let mut tried = 0;
    for good in GOOD {
        let files = two_quotes(good);
        for &way in good.ways {
            let whole = good.take(way, good.text().as_bytes());
            for text in files.iter().step_by(9) {
                let taken = good.take(way, text.as_bytes());
                // Below a header that is broken no row is read.
                let codes = ["unclosed-quote", "swallowed-rows", "missing-column"];
                let named = taken.said.iter().any(|it| codes.iter().any(|code| it.starts_with(code)));
                let swallowed = records(text) < 1 + ROWS.len();
                tried += usize::from(swallowed);
                assert!(!swallowed || named, "{} {way:?}\n{text}\n{:#?}", good.name, taken.said);
                assert!(
                    taken.rows == whole.rows || !taken.said.is_subset(&whole.said),
                    "{} {way:?}\n{text}",
                    good.name
                );
            }
        }
    }
    assert!(tried > 100, "{tried}");
}

/// The text of a good file with one thing wrong, and what that is.
fn damaged(good: Good) -> Vec<(String, Vec<u8>)> {
    let (table, text) = (good.table(), good.text());
    let mut all: Vec<(String, Vec<u8>)> = Vec::new();
    let mut add = |what: String, bytes: Vec<u8>| all.push((what, bytes));
    let spliced = |from: usize, to: usize, with: &[u8]| {
        [&text.as_bytes()[..from], with, &text.as_bytes()[to..]].concat()
    };
    let mut quoted = false;
    for (at, byte) in text.bytes().enumerate() {
        quoted ^= byte == b'"';
        if !text.is_char_boundary(at) {
            continue;
        }
        for (name, with) in [
            ("quote", &b"\""[..]),
            ("NUL", b"\0"),
            ("invalid byte", b"\xff"),
            ("replacement character", b"\xef\xbf\xbd"),
            ("blank of no width", b"\xe2\x80\x8b"),
            ("letter decoded twice", "Ã©".as_bytes()),
        ] {
            add(format!("{name} at {at}"), spliced(at, at, with));
        }
        if byte == b'"' || byte == b',' && !quoted || byte == b'\n' {
            add(format!("byte {at} gone"), spliced(at, at + 1, b""));
            add(format!("byte {at} doubled"), spliced(at, at, &[byte]));
        }
        if !text[..at].is_empty() && !text[..at].ends_with('\n') {
            add(format!("cut before {at}"), text.as_bytes()[..at].to_vec());
        }
    }
    for row in 0..table.len() {
        let with = |change: &dyn Fn(&mut Vec<Vec<String>>)| {
            let mut table = table.clone();
            change(&mut table);
            written(&table).into_bytes()
        };
        add(format!("row {row} twice"), with(&|table| table.insert(row, table[row].clone())));
        add(format!("row {row} without its first cell"), with(&|table| drop(table[row].remove(0))));
        add(format!("row {row} with a cell more"), with(&|table| table[row].push("more".into())));
        add(format!("row {row} with a blank cell more"), with(&|table| table[row].push(String::new())));
        if row > 0 {
            add(format!("row {row} blank"), with(&|table| table[row].iter_mut().for_each(String::clear)));
            add(format!("the header before row {row}"), with(&|table| table.insert(row, table[0].clone())));
            for column in 1..5 {
                let error = with(&|table| table[row][column] = "#REF!".into());
                add(format!("an error in row {row}, column {column}"), error);
            }
        }
    }
    all
}

#[test]
fn damage_is_named_on_every_way() {
    let (mut tried, mut silent) = (0, Vec::new());
    for good in GOOD {
        for &way in good.ways {
            let whole = good.take(way, good.text().as_bytes());
            assert_eq!(whole.rows.len(), ROWS.len(), "{} {way:?}: {:?}", good.name, whole.said);
            for (what, bytes) in damaged(good) {
                let taken = good.take(way, &bytes);
                tried += 1;
                if taken.rows != whole.rows && taken.said.is_subset(&whole.said) {
                    silent.push(format!("{} {way:?}: {what}", good.name));
                }
            }
        }
    }
    assert!(silent.is_empty(), "{} of {tried}:\n{}", silent.len(), silent[..silent.len().min(40)].join("\n"));
}
