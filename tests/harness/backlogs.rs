//! Small valid backlogs for properties, dense with everything that could go wrong: repeats,
//! mandates, statuses, gates, ties, teams in differing case, cells that need quotes.
//!
//! A backlog is read off a tape of bytes, on which 0 is the plainest choice and the end of the
//! tape reads as zeros: so a shorter tape, and one with smaller bytes, is a simpler backlog, and
//! whatever shrinks the tape shrinks the backlog.

use std::collections::BTreeMap;

/// Every column that the generator fills, two unknown ones last.
pub(crate) const COLUMNS: [&str; 30] = [
    "id",
    "title",
    "team",
    "stakeholder",
    "kind",
    "area",
    "adopters",
    "reuse",
    "scope",
    "reliability",
    "tech_debt",
    "breaking",
    "consumers",
    "external_consumers",
    "consumer_effort",
    "migration",
    "compatibility",
    "value",
    "effort",
    "confidence",
    "pressure",
    "mandate",
    "needed_by",
    "metric",
    "outcome",
    "depends_on",
    "same_as",
    "status",
    "remark",
    "ticket",
];

/// One request, by column; a column that is absent is blank.
pub(crate) type Cells = BTreeMap<&'static str, String>;

/// What a backlog is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scoring {
    /// Ratings and measures.
    Criteria,
    /// Points agreed elsewhere.
    Values,
    /// Now one, now the other, sometimes both.
    Mixed,
}

/// Choices, one after the other.
pub(crate) struct Tape<'t> {
    bytes: std::slice::Iter<'t, u8>,
    written: String,
}

impl<'t> Tape<'t> {
    pub(crate) fn new(bytes: &'t [u8]) -> Self {
        Self { bytes: bytes.iter(), written: String::new() }
    }

    /// A number below `bound`.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        self.bytes.next().map_or(0, |&byte| usize::from(byte) % bound)
    }

    /// The backlogs that were read off it, for the message of a test that fails.
    pub(crate) fn written(&self) -> &str {
        &self.written
    }

    /// One of the choices.
    pub(crate) fn pick<'c>(&mut self, choices: &[&'c str]) -> &'c str {
        choices[self.below(choices.len())]
    }

    fn is_at_end(&self) -> bool {
        self.bytes.len() == 0
    }

    /// The items in an order that the tape says.
    pub(crate) fn shuffled<T: Clone>(&mut self, items: &[T]) -> Vec<T> {
        let mut items = items.to_vec();
        for end in (1..items.len()).rev() {
            items.swap(end, end - self.below(end + 1));
        }
        items
    }
}

/// A backlog of at most `most` requests.
pub(crate) fn backlog(tape: &mut Tape<'_>, most: usize, scoring: Scoring) -> Vec<Cells> {
    let mut requests: Vec<Cells> = Vec::new();
    // The request that each one is folded into; itself where it is no repeat.
    let mut roots: Vec<usize> = Vec::new();
    let number = 1 + tape.below(most).max(tape.below(most));
    while requests.is_empty() || requests.len() < number && !tape.is_at_end() {
        let at = requests.len();
        let mut cells = request(tape, at, scoring);
        let mut root = at;
        if at > 0 && tape.below(7) == 6 {
            let of = tape.below(at);
            root = roots[of];
            cells.insert("same_as", requests[of]["id"].clone());
        }
        // Whatever a request needs comes before it, also once repeats are folded.
        let mut needs: Vec<&str> = Vec::new();
        for _ in 0..tape.below(4).min(root) {
            needs.push(&requests[tape.below(root)]["id"]);
        }
        let separator = tape.pick(&["; ", ";", ", ", "\n"]);
        cells.insert("depends_on", needs.join(separator));
        requests.push(cells);
        roots.push(root);
    }
    spare_mandates(&mut requests);
    tape.written += &Form::default().write(&requests);
    requests
}

/// A mandate that needs something declined is an error: where anything is declined, only
/// requests that need nothing are mandated.
fn spare_mandates(requests: &mut [Cells]) {
    if requests.iter().all(|cells| cells["status"] != "declined") {
        return;
    }
    let repeated: Vec<String> = requests.iter().map(|cells| filled(cells, "same_as")).collect();
    for cells in requests {
        let needs = !cells["depends_on"].is_empty() || !filled(cells, "same_as").is_empty();
        if needs || repeated.contains(&cells["id"]) {
            cells.insert("mandate", String::new());
        }
    }
}

fn filled(cells: &Cells, column: &str) -> String {
    cells.get(column).cloned().unwrap_or_default()
}

/// Cells that any request may have. The first choice is the plainest; one that stands there
/// several times is drawn more often.
const COMMON: [(&str, &[&str]); 15] = [
    ("title", &["Plain", "One, two; three", "Say \"it\"", "Two\nlines", "=1+1", "Größe 全"]),
    ("team", &["", "web", "Web", "WEB", "search", "payments; web", "docs, Search"]),
    ("stakeholder", &["", "internal", "external", "executive", "platform"]),
    ("kind", &["", "capability", "Reliability", "tech_debt", "compatibility", "experience"]),
    ("area", &["", "auth", "Auth", "api; auth", "search"]),
    ("effort", &["1", "2", "2", "4", "0.5", "2-3-6", "s", "L", ""]),
    ("confidence", &["", "", "high", "medium", "low", "70 %", "0 %"]),
    ("pressure", &["", "0", "3", "5", "12"]),
    ("mandate", &["", "", "", "", "", "", "", "GDPR"]),
    ("needed_by", &["", "", "", "2027-03-01", "2026-12-31"]),
    ("metric", &["", "adoption", "reliability"]),
    ("outcome", &["", "Faster, for all"]),
    ("status", &["", "", "", "proposed", "in-progress", "done", "declined"]),
    ("remark", &["", "kept", "-1", "+1", "two\nlines"]),
    ("ticket", &["", "T-1", "T-2"]),
];

/// Points agreed elsewhere, close to each other so that there are ties.
const VALUES: [&str; 9] = ["1", "2", "2", "4", "0", "-1", "-3.25", "12.3456", "10"];

/// Cells that the criteria are judged by.
const CRITERIA: [(&str, &[&str]); 11] = [
    ("adopters", &["", "", "web", "WEB; search", "web, docs, api", "5", "1", "0"]),
    ("reuse", &["", "", "3", "2.5", "0"]),
    ("scope", &["", "shared", "configurable", "bespoke"]),
    ("reliability", &["", "1", "2", "0", "-2", "4.5", "-5"]),
    ("tech_debt", &["", "-1", "0", "3", "-2.5", "5"]),
    ("breaking", &["", "", "none", "additive", "deprecating", "breaking"]),
    ("consumers", &["", "", "0", "3", "40"]),
    ("external_consumers", &["", "", "", "0", "2", "15"]),
    ("consumer_effort", &["", "", "1", "0.5"]),
    ("migration", &["", "none", "guide", "automated", "60 %", "0 %"]),
    ("compatibility", &["", "", "", "0", "2.5"]),
];

/// A request that nothing is connected to yet. No two have the same number, nor the same id.
pub(crate) fn request(tape: &mut Tape<'_>, number: usize, scoring: Scoring) -> Cells {
    let mut cells = Cells::new();
    let prefix = tape.pick(&["A-", "a-", "B", "", "00", "é-", "A-1."]);
    cells.insert("id", format!("{prefix}{number}"));
    for (column, choices) in COMMON {
        cells.insert(column, tape.pick(choices).to_owned());
    }
    let by_value = match scoring {
        Scoring::Criteria => false,
        Scoring::Values => true,
        Scoring::Mixed => tape.below(3) == 2,
    };
    if by_value {
        cells.insert("value", tape.pick(&VALUES).to_owned());
    }
    if scoring != Scoring::Values {
        for (column, choices) in CRITERIA {
            cells.insert(column, tape.pick(choices).to_owned());
        }
    }
    cells
}

/// How a backlog is written down.
#[derive(Clone, Debug)]
pub(crate) struct Form {
    pub(crate) columns: Vec<&'static str>,
    pub(crate) delimiter: char,
    pub(crate) ending: &'static str,
    pub(crate) byte_order_mark: bool,
}

impl Default for Form {
    fn default() -> Self {
        Self { columns: COLUMNS.to_vec(), delimiter: ',', ending: "\n", byte_order_mark: false }
    }
}

impl Form {
    /// The file of these requests.
    pub(crate) fn write(&self, requests: &[Cells]) -> String {
        let mut text = String::new();
        if self.byte_order_mark {
            text.push('\u{feff}');
        }
        self.line(&mut text, str::to_owned);
        for cells in requests {
            self.line(&mut text, |column| filled(cells, column));
        }
        text
    }

    fn line(&self, text: &mut String, cell: impl Fn(&str) -> String) {
        for (at, column) in self.columns.iter().enumerate() {
            if at > 0 {
                text.push(self.delimiter);
            }
            let cell = cell(column);
            // Quoted wherever any form would need it, so that all forms hold the same cells.
            if cell.contains([',', ';', '\t', '|', '"', '\n']) {
                text.push('"');
                text.push_str(&cell.replace('"', "\"\""));
                text.push('"');
            } else {
                text.push_str(&cell);
            }
        }
        text.push_str(self.ending);
    }
}
