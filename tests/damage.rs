//! Good files, damaged in every way and at every place: what is read from each is the same as
//! before, cell by cell, or a finding says that something is the matter.
//!
//! What no reader can notice is left out, and named here: letters of a cell that were changed into
//! others (a separator or a line break inside quotes is a letter too), whole rows that are gone, and
//! a stretch that is missing from the middle of one row to the same cell of another.

#![expect(clippy::print_stdout, reason = "the counts are worth seeing")]

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::OnceLock,
};

use roadbed::{
    diagnostic::Source,
    ingest::{self, Input, ReadAs, decode},
    model::Column,
    policy::Policy,
    untrusted::guard,
    workers::Workers,
};

static POLICY: OnceLock<Policy> = OnceLock::new();

/// What was read: the cells of every request by its id, and what was said.
#[derive(Debug, PartialEq, Eq)]
struct Taken {
    table: BTreeMap<String, BTreeMap<String, String>>,
    said: BTreeSet<String>,
}

fn take(bytes: &[u8]) -> Taken {
    let input = Input { name: "b.csv".to_owned(), bytes: bytes.to_vec() };
    let (source, findings) = decode(input, 0, &ReadAs::default());
    let mut said: BTreeSet<String> =
        findings.iter().map(|finding| format!("{}: {}", finding.code.name, finding.message)).collect();
    let sources: [Source; 1] = [source];
    let reading = ingest::read(&sources, 0, POLICY.get_or_init(Policy::default), Workers::default());
    said.extend(reading.findings.iter().map(|finding| format!("{}: {}", finding.code.name, finding.message)));
    let carried = reading.sheets.carried_columns();
    let mut table = BTreeMap::new();
    for request in &reading.backlog.requests {
        let row = reading.sheets.row(request.row).expect("a row");
        let known = Column::ALL
            .iter()
            .filter_map(|&column| Some((column.name().to_owned(), row.cell(column)?.1.trim().to_owned())));
        let mut cells: BTreeMap<String, String> = known.collect();
        let others = carried.iter().zip(reading.sheets.carried(request.row, &carried));
        cells.extend(others.map(|(name, cell)| ((*name).to_owned(), cell.into_owned())));
        table.insert(request.id.to_string(), cells);
    }
    Taken { table, said }
}

/// A good file, and what stands at each of its bytes.
struct Good {
    name: &'static str,
    text: String,
    delimiter: char,
    taken: Taken,
    /// Whether each byte is inside quotes.
    quoted: Vec<bool>,
    /// Where rows begin, and the end of the text.
    rows: Vec<usize>,
}

impl Good {
    fn new(name: &'static str, text: String, delimiter: char) -> Self {
        let mut inside = false;
        let (mut quoted, mut rows) = (Vec::new(), vec![0]);
        for (at, byte) in text.bytes().enumerate() {
            quoted.push(inside);
            inside ^= byte == b'"';
            if byte == b'\n' && !inside {
                rows.push(at + 1);
            }
        }
        let taken = take(text.as_bytes());
        assert_eq!(taken.table.len(), rows.len() - 2, "{name}: {:?}", taken.said);
        Self { name, text, delimiter, taken, quoted, rows }
    }

    /// Whether the damaged bytes pass for another table without a word that the good file has not.
    fn is_silent(&self, bytes: &[u8]) -> bool {
        let taken = take(bytes);
        taken.table != self.taken.table && taken.said.is_subset(&self.taken.said)
    }

    fn is_structure(&self, at: usize) -> bool {
        let byte = self.text.as_bytes()[at];
        byte == b'"' || (!self.quoted[at] && (byte == self.delimiter as u8 || byte == b'\n' || byte == b'\r'))
    }
}

fn good_files() -> Vec<Good> {
    let rows: [[&str; 7]; 7] = [
        ["id", "title", "team", "value", "effort", "depends_on", "ticket"],
        ["R1", "Export to CSV", "Billing", "8", "3", "", "T-1"],
        ["R2", "Größe und \"Maß\" – naïve café", "Zürich", "5", "2-3-6", "R1", "T-2"],
        ["R3", "One, two; three", "Ops; Web", "3", "1", "R1; R2", ""],
        ["R4", "", "Web", "1.5", "M", "", "T-4"],
        ["R5", "=1+1 and 'so'", "Ops", "2", "4", "R3", "\"\""],
        ["R6", "The last, of all", "Ops", "7", "5", "", "T-6"],
    ];
    let write = |delimiter: char, end: &str, always: bool| {
        let cell = |text: &&str| {
            if always || text.contains([delimiter, '"', '\n']) {
                format!("\"{}\"", text.replace('"', "\"\""))
            } else {
                (*text).to_owned()
            }
        };
        let line =
            |row: &[&str; 7]| row.iter().map(cell).collect::<Vec<_>>().join(&delimiter.to_string()) + end;
        rows.iter().map(line).collect::<String>()
    };
    vec![
        Good::new("commas", write(',', "\n", false), ','),
        Good::new("semicolons and CRLF", write(';', "\r\n", false), ';'),
        Good::new("tabs", write('\t', "\n", false), '\t'),
        Good::new("quotes everywhere", write(',', "\n", true), ','),
    ]
}

/// Damages every good file and reports what passed in silence.
#[track_caller]
fn hold(what: &str, damage: impl Fn(&Good) -> Vec<(String, Vec<u8>)>) {
    let (mut tried, mut silent) = (0, Vec::new());
    for good in good_files() {
        for (how, bytes) in damage(&good) {
            tried += 1;
            if good.is_silent(&bytes) {
                silent.push(format!("{}: {how}: {:?}", good.name, String::from_utf8_lossy(&bytes)));
            }
        }
    }
    println!("{what}: {tried} files");
    assert!(tried > 0);
    assert!(silent.is_empty(), "{} of {tried}:\n{}", silent.len(), silent[..silent.len().min(8)].join("\n"));
}

fn spliced(good: &Good, from: usize, to: usize, with: &[u8]) -> Vec<u8> {
    [&good.text.as_bytes()[..from], with, &good.text.as_bytes()[to..]].concat()
}

/// What is put in, with its name, and whether it is a letter like any other inside quotes.
const STRANGE: [(&str, &[u8], bool); 14] = [
    ("quote", b"\"", false),
    ("comma", b",", true),
    ("semicolon", b";", true),
    ("tab", b"\t", true),
    ("LF", b"\n", true),
    ("CR", b"\r", true),
    ("CRLF", b"\r\n", true),
    ("NUL", b"\0", false),
    ("end-of-file mark", b"\x1a", false),
    ("byte order mark", b"\xef\xbb\xbf", false),
    ("replacement character", b"\xef\xbf\xbd", false),
    ("invalid byte", b"\xff", false),
    ("escape", b"\x1b", false),
    ("blank of no width", b"\xe2\x80\x8b", false),
];

/// Whether putting this in at a place only changes the letters of a cell.
fn is_letter(good: &Good, at: usize, with: &[u8], like_any_other: bool) -> bool {
    let inside = good.quoted.get(at).is_some_and(|&quoted| quoted);
    let separates = with == [good.delimiter as u8] || with.contains(&b'\n') || with.contains(&b'\r');
    like_any_other && (inside || !separates)
}

#[test]
fn a_byte_put_in_anywhere_is_noticed() {
    hold("put in", |good| {
        let mut all = Vec::new();
        for at in 0..=good.text.len() {
            for (name, with, like_any_other) in STRANGE {
                if !is_letter(good, at, with, like_any_other) {
                    all.push((format!("{name} at {at}"), spliced(good, at, at, with)));
                }
            }
        }
        all
    });
}

#[test]
fn a_byte_replaced_anywhere_is_noticed() {
    hold("replaced", |good| {
        let mut all = Vec::new();
        for at in 0..good.text.len() {
            for (name, with, like_any_other) in STRANGE {
                let letter = is_letter(good, at, with, like_any_other) && !good.is_structure(at);
                if !letter && good.text.as_bytes()[at..=at] != *with {
                    all.push((format!("{name} at {at}"), spliced(good, at, at + 1, with)));
                }
            }
        }
        all
    });
}

#[test]
fn missing_quotes_separators_and_line_ends_are_noticed() {
    hold("taken out", |good| {
        let structure: Vec<usize> = (0..good.text.len()).filter(|&at| good.is_structure(at)).collect();
        let mut all = Vec::new();
        for &at in &structure {
            all.push((format!("byte {at}"), spliced(good, at, at + 1, b"")));
            all.push((format!("byte {at} twice"), spliced(good, at, at, &good.text.as_bytes()[at..=at])));
        }
        all
    });
}

#[test]
fn two_missing_quotes_are_noticed() {
    hold("two quotes taken out", |good| {
        let quotes: Vec<usize> = good.text.match_indices('"').map(|(at, _)| at).collect();
        let mut all = Vec::new();
        for (number, &first) in quotes.iter().enumerate() {
            for &second in quotes[number + 1..].iter().take(12) {
                // Two quotes that stand for one, and the quotes around a cell, are letters too: a
                // quote is gone from the text, or the cell reads the same without them.
                let mut bytes = good.text.clone().into_bytes();
                bytes.remove(second);
                bytes.remove(first);
                let escaped = second == first + 1;
                if !escaped {
                    all.push((format!("quotes {first} and {second}"), bytes));
                }
            }
        }
        all
    });
}

#[test]
fn a_file_that_is_cut_is_noticed() {
    hold("cut", |good| {
        let whole_rows = |at: &usize| good.rows.contains(at);
        let tails = (0..good.text.len()).filter(|at| !whole_rows(at));
        let tails = tails.map(|at| (format!("before {at}"), good.text.as_bytes()[..at].to_vec()));
        let heads = (1..good.text.len()).map(|at| (format!("to {at}"), good.text.as_bytes()[at..].to_vec()));
        tails.chain(heads).collect()
    });
}

#[test]
fn rows_that_are_cut_joined_repeated_or_shifted_are_noticed() {
    hold("rows", |good| {
        let mut all = Vec::new();
        for (number, row) in good.rows.windows(2).enumerate() {
            let (from, to) = (row[0], row[1]);
            let line = good.text[from..to].trim_end_matches(['\r', '\n']);
            let end = from + line.len();
            for cut in from..end {
                if good.text.is_char_boundary(cut) && last_separator(good, cut, end) {
                    all.push((format!("row {number} cut at {cut}"), spliced(good, cut, end, b"")));
                }
            }
            all.push((
                format!("row {number} twice"),
                spliced(good, from, from, &good.text.as_bytes()[from..to]),
            ));
            all.push((format!("row {number} joined"), spliced(good, end, to, b"")));
            all.push((format!("row {number} joined by a blank"), spliced(good, end, to, b" ")));
            let blank = [good.delimiter as u8];
            all.push((format!("row {number} shifted"), spliced(good, from, from, &blank)));
            all.push((
                format!("row {number} blanked"),
                spliced(good, from, end, good.delimiter.to_string().repeat(6).as_bytes()),
            ));
            if let Some(at) = line.rfind(good.delimiter) {
                let moved = format!("{}{}", good.delimiter, &line[..at]);
                all.push((format!("row {number} moved by one"), spliced(good, from, end, moved.as_bytes())));
            }
            for other in [',', ';', '\t', '|'].into_iter().filter(|&other| other != good.delimiter) {
                let changed = line.replace(good.delimiter, &other.to_string());
                all.push((
                    format!("row {number} with {other:?}"),
                    spliced(good, from, end, changed.as_bytes()),
                ));
            }
        }
        all
    });
}

/// Whether a separator outside quotes stands between two places, so that a cell is gone and not
/// only the end of the last one.
fn last_separator(good: &Good, from: usize, to: usize) -> bool {
    (from..to).any(|at| good.is_structure(at) && good.text.as_bytes()[at] != b'"')
}

#[test]
fn files_that_are_joined_are_noticed() {
    hold("joined", |good| {
        let text = good.text.as_str();
        let other = text.replace('R', "S");
        let unended = text.trim_end();
        [
            ("with itself", format!("{text}{text}")),
            ("with another", format!("{text}{other}")),
            ("with another with a mark", format!("{text}\u{feff}{other}")),
            ("without a line end", format!("{unended}{other}")),
            ("with a blank line", format!("{text}\n{other}")),
            ("behind a heading", format!("Requests of 2027\n\n{text}")),
            ("behind a row", format!("R0{0}zero{0}Web{0}1{0}1{0}{0}\n{text}", good.delimiter)),
        ]
        .into_iter()
        .map(|(how, text)| (how.to_owned(), text.into_bytes()))
        .collect()
    });
}

#[test]
fn files_in_another_encoding_are_noticed_or_read_right() {
    hold("encodings", |good| {
        let text = good.text.as_str();
        let wide = |order: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(order).collect::<Vec<u8>>();
        let latin: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'-')).collect();
        let twice: String = text.bytes().map(char::from).collect();
        let windows = encoding_rs::WINDOWS_1252.decode_without_bom_handling(text.as_bytes()).0.into_owned();
        let lossy: String = text.chars().map(|c| if c.is_ascii() { c } else { '?' }).collect();
        let replaced: String = text.chars().map(|c| if c.is_ascii() { c } else { '\u{fffd}' }).collect();
        let marked = |bytes: Vec<u8>, mark: &[u8]| [mark, &bytes[..]].concat();
        vec![
            ("UTF-16LE".into(), wide(u16::to_le_bytes)),
            ("UTF-16BE".into(), wide(u16::to_be_bytes)),
            ("UTF-16LE with mark".into(), marked(wide(u16::to_le_bytes), b"\xff\xfe")),
            ("UTF-16BE with mark".into(), marked(wide(u16::to_be_bytes), b"\xfe\xff")),
            ("UTF-16LE with the other mark".into(), marked(wide(u16::to_le_bytes), b"\xfe\xff")),
            ("UTF-16LE shifted by a byte".into(), marked(wide(u16::to_le_bytes), b"\xff\xfe\0")),
            ("UTF-8 with mark".into(), marked(text.into(), b"\xef\xbb\xbf")),
            ("UTF-8 with two marks".into(), marked(text.into(), b"\xef\xbb\xbf\xef\xbb\xbf")),
            ("Latin-1".into(), latin),
            ("UTF-8 read as Latin-1".into(), twice.into_bytes()),
            ("UTF-8 read as Windows-1252".into(), windows.into_bytes()),
            ("ASCII with question marks".into(), lossy.into_bytes()),
            ("ASCII with replacement characters".into(), replaced.into_bytes()),
            ("old line ends".into(), text.replace("\r\n", "\n").replace('\n', "\r").into_bytes()),
            ("other line ends".into(), text.replace("\r\n", "\n").replace('\n', "\r\n").into_bytes()),
            ("curly quotes".into(), text.replace('"', "”").into_bytes()),
            ("single quotes".into(), text.replace('"', "'").into_bytes()),
            ("backslashes".into(), text.replace("\"\"", "\\\"").into_bytes()),
            (
                "every line in quotes".into(),
                text.lines()
                    .map(|line| format!("\"{}\"\n", line.replace('"', "\"\"")))
                    .collect::<Vec<_>>()
                    .concat()
                    .into_bytes(),
            ),
        ]
    });
}

proptest::proptest! {
    /// Writing and reading are exact inverses, for any text in any cell, in any order of columns.
    #[test]
    fn any_text_in_any_cell_is_read_back(
        rows in proptest::collection::vec(("[ '=+a0,;\"\r\n\t\\-]{0,6}|\\PC{0,9}", "[ '@a|\"\r\n]{0,5}|\\PC{0,9}"), 1..5),
        turned in proptest::bool::ANY,
    ) {
        let order = |id: &str, title: &str, extra: &str| {
            let mut cells = [id.to_owned(), title.to_owned(), extra.to_owned()];
            if turned {
                cells.reverse();
            }
            cells
        };
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(order("id", "title", "extra")).expect("memory");
        for (number, (title, extra)) in rows.iter().enumerate() {
            writer.write_record(order(&number.to_string(), &guard(title), &guard(extra))).expect("memory");
        }
        let source = Source::new("b.csv", String::from_utf8(writer.into_inner().expect("memory")).expect("UTF-8"));
        let sources = [source];
        let reading = ingest::read(&sources, 0, POLICY.get_or_init(Policy::default), Workers::default());
        proptest::prop_assert!(reading.findings.iter().all(|finding| !finding.is_error()), "{:?}", reading.findings);
        let mut read: Vec<(String, String, String)> = reading
            .backlog
            .requests
            .iter()
            .map(|request| {
                let extra = reading.sheets.carried(request.row, &["extra"]).concat();
                (request.id.to_string(), request.title.to_string(), extra)
            })
            .collect();
        read.sort();
        let written: Vec<_> = rows
            .iter()
            .enumerate()
            .map(|(number, (title, extra))| (number.to_string(), title.clone(), extra.clone()))
            .collect();
        proptest::prop_assert_eq!(read, written);
    }
}
