//! What is looked at in every table, whoever reads it: how its rows are written, and what seems to have
//! happened to them on the way. Not for what cells mean.

use std::collections::BTreeSet;

use super::{
    codes, damage,
    doubts::Doubts,
    lists::trim,
    row::ScannedRow,
    scanner::{Cell, Fault, RowStart},
    sheet::Sheet,
    swallowed, totals,
};
use crate::{
    diagnostic::{Finding, Severity},
    untrusted::is_unsafe,
};

/// The looks at the rows of a sheet, or of a part of it.
pub(crate) struct Checks {
    /// The columns without a name.
    unnamed: Vec<usize>,
    /// There may be characters that act on a terminal. In very few files there are any.
    characters: bool,
    /// The rows were made of others, which have been looked at.
    made: bool,
    met: Met,
}

/// What was met in rows and can only be said once all of them are read.
#[derive(Debug, Default)]
pub(crate) struct Met {
    /// Rows of blank cells, and blank lines.
    pub(super) blank: Vec<RowStart>,
    /// The last row that is not blank.
    pub(super) last: Option<RowStart>,
    /// Columns without a name that have something in them, by their places.
    pub(super) filled: BTreeSet<usize>,
    pub(super) doubts: Doubts,
}

/// What a row is like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Condition {
    Blank,
    /// An error says why its cells cannot be trusted.
    Damaged,
    Whole,
}

impl Checks {
    /// Looks at rows that stand in this stretch of the sheet's text.
    pub(crate) fn new(sheet: &Sheet<'_>, stretch: &str) -> Self {
        Self {
            unnamed: sheet.unnamed_columns().collect(),
            characters: has_unsafe(stretch.as_bytes()),
            made: sheet.is_made(),
            met: Met::default(),
        }
    }

    /// Looks at a row.
    pub(crate) fn look_at(
        &mut self,
        scanned: &ScannedRow<'_, '_>,
        faults: &[Fault],
        findings: &mut Vec<Finding>,
    ) -> Condition {
        let &ScannedRow { sheet, cells, start, row, several_lines } = scanned;
        if self.made {
            self.met.last = Some(start);
            return Condition::Whole;
        }
        if faults.is_empty() && cells.iter().all(|&cell| trim(&sheet.content(cell)).is_empty()) {
            self.met.blank.push(start);
            return Condition::Blank;
        }
        self.met.last = Some(start);
        for &at in &self.unnamed {
            if cells.get(at).is_some_and(|cell| cell.start != cell.end) {
                self.met.filled.insert(at);
            }
        }
        let before = findings.len();
        for &fault in faults {
            let finding = describe(fault, sheet, start, "the row");
            findings.push(finding);
        }
        let broken = |findings: &[Finding]| findings[before..].iter().any(Finding::is_error);
        if cells.len() != sheet.header.len() && !broken(findings) {
            let mut finding = width(sheet, cells, start, sheet.header.len());
            if faults.iter().any(|&fault| is_behind_a_blank(fault, sheet)) {
                finding = finding.hint(NO_BLANK);
            }
            findings.push(finding);
        }
        let swallowed = several_lines.then(|| swallowed::look_at(scanned, faults)).flatten();
        let one_line = swallowed.is_some();
        findings.extend(swallowed);
        if self.characters {
            unsafe_characters(sheet, cells, start, findings);
        }
        if !broken(findings) {
            let seen = ScannedRow { several_lines: several_lines && !one_line, ..*scanned };
            self.met.doubts.look_at(&seen, findings);
        }
        if findings.len() > before {
            let id = scanned.id();
            for finding in &mut findings[before..] {
                finding.id = (!id.is_empty()).then(|| (&*id).into());
                if finding.is_error() {
                    finding.rows = vec![row];
                }
            }
        }
        if broken(findings) { Condition::Damaged } else { Condition::Whole }
    }

    /// What can be said once all rows are read.
    pub(crate) fn into_met(self) -> Met {
        self.met
    }
}

impl Met {
    /// Adds what was met in later rows.
    pub(crate) fn append(&mut self, later: Self) {
        self.blank.extend(later.blank);
        self.last = later.last.or(self.last);
        self.filled.extend(later.filled);
        self.doubts.append(&later.doubts);
    }

    /// Says what concerns the rows together, and looks at the text as a whole.
    pub(crate) fn about_rows(&mut self, sheet: &Sheet<'_>, findings: &mut Vec<Finding>) {
        if sheet.is_made() {
            return;
        }
        findings.extend(self.last.and_then(|last| totals::look_at(sheet, last)));
        // Blank lines matter where rows follow.
        let behind =
            self.blank.partition_point(|blank| self.last.is_some_and(|last| blank.offset < last.offset));
        let (inside, at_the_end) = self.blank.split_at(behind);
        findings.extend(about_blank(sheet, inside, at_the_end));
        if self.blank.is_empty() {
            damage::look_at(sheet, &mut self.doubts, findings);
        } else {
            // What is left out cannot be damaged.
            let mut rows = sheet.rows.clone();
            rows.retain(|row| self.blank.binary_search_by_key(&row.offset, |blank| blank.offset).is_err());
            damage::look_at(&Sheet { rows, ..sheet.clone() }, &mut self.doubts, findings);
        }
        if self.last.is_none() {
            findings.push(
                Finding::new(&codes::NO_ROWS, "there is nothing below the header")
                    .at(sheet.header_place())
                    .without_value()
                    .hint("`roadbed init` writes a small backlog to start from"),
            );
        }
    }
}

/// What is wrong with how a header is written. Below it stands a row of so many cells.
pub(crate) fn about_header(
    sheet: &Sheet<'_>,
    cells: &[Cell],
    faults: &[Fault],
    below: usize,
    findings: &mut Vec<Finding>,
) {
    let header = sheet.dialect.header;
    findings.extend(faults.iter().map(|&fault| describe(fault, sheet, header, "the header")));
    findings.extend(swallowed::header(sheet, cells, faults, below));
    if cells.iter().any(|&cell| has_unsafe(sheet.content(cell).as_bytes())) {
        unsafe_characters(sheet, cells, header, findings);
    }
}

/// What is said about blank lines between rows, and about those at the end.
fn about_blank(sheet: &Sheet<'_>, inside: &[RowStart], behind: &[RowStart]) -> Vec<Finding> {
    let inside = inside.first().map(|&first| {
        let lines = if inside.len() == 1 { "a blank line" } else { "blank lines" };
        let message = format!("{lines} between rows: {} left out", inside.len());
        Finding::new(&codes::BLANK_ROWS, message)
            .at(sheet.row_place(first))
            .hint("delete what is blank, or check whether something was lost there")
    });
    // At the end most programs leave some; a row may have stood there all the same.
    let behind = behind.first().map(|&first| {
        let message = format!("blank lines at the end: {} left out", behind.len());
        let mut finding = Finding::new(&codes::BLANK_ROWS, message).at(sheet.row_place(first));
        finding.severity = Severity::Note;
        finding
    });
    inside.into_iter().chain(behind).collect()
}

fn describe(fault: Fault, sheet: &Sheet<'_>, row: RowStart, what: &str) -> Finding {
    let (Fault::Unclosed(at) | Fault::AfterQuote(at) | Fault::Bare(at)) = fault;
    let text = &sheet.source.text;
    let width = text[at as usize..].chars().next().map_or(0, char::len_utf8);
    let cell = Cell { start: at, end: at + u32::try_from(width).unwrap_or(1), escaped: false };
    let place = sheet.place(cell, row);
    match fault {
        Fault::Unclosed(_) => {
            let lines = text[at as usize..].lines().count().saturating_sub(1);
            Finding::new(
                &codes::UNCLOSED_QUOTE,
                format!(
                    "this quote is never closed: {what} and what follows it (lines: {lines}) are one cell"
                ),
            )
            .at(place)
            .expected("a closing quote")
            .hint("close the quote, or write \"\" for a quote inside a quoted cell")
        }
        Fault::AfterQuote(_) => {
            let backslash = text.as_bytes().get((at as usize).wrapping_sub(2)) == Some(&b'\\');
            let hint = if backslash {
                "a quote inside a quoted cell is written \"\", not \\\""
            } else {
                "a quote inside a quoted cell is written \"\"; check for a quote too many or too few before"
            };
            Finding::new(&codes::TEXT_AFTER_QUOTE, "the cell goes on after its closing quote")
                .at(place)
                .expected("the next cell or the end of the row")
                .hint(hint)
        }
        Fault::Bare(_) if is_behind_a_blank(fault, sheet) => Finding::new(
            &codes::BARE_QUOTE,
            "a blank stands before the quote, so the quote belongs to the text and separators behind it end the cell",
        )
        .at(place)
        .hint(NO_BLANK),
        Fault::Bare(_) => Finding::new(
            &codes::BARE_QUOTE,
            "a quote inside a cell that does not begin with one; kept as it is",
        )
        .at(place)
        .hint("put the cell in quotes and write \"\" for each quote in it"),
    }
}

/// The way out where a blank stands between a separator and a quote.
const NO_BLANK: &str = "take out the blanks between separators and quotes";

/// Whether nothing but blanks stands before a bare quote in its cell.
fn is_behind_a_blank(fault: Fault, sheet: &Sheet<'_>) -> bool {
    let Fault::Bare(at) = fault else { return false };
    let (before, delimiter) = (&sheet.source.text[..at as usize], char::from(sheet.dialect.delimiter));
    let cell = before.trim_end_matches(' ');
    cell.len() < before.len() && (cell.is_empty() || cell.ends_with([delimiter, '\n', '\r']))
}

fn width(sheet: &Sheet<'_>, cells: &[Cell], start: RowStart, expected: usize) -> Finding {
    let found = cells.len();
    let (at, hint) = if found > expected {
        let delimiter = char::from(sheet.dialect.delimiter).escape_default();
        (expected, format!("put cells that contain `{delimiter}` in quotes, or delete what is too much"))
    } else {
        (
            found - 1,
            "if the missing cells are blank ones that Excel left out, save the sheet as .xlsx instead, which is read too; \
             a line break inside a cell needs quotes around the cell"
                .to_owned(),
        )
    };
    Finding::new(&codes::ROW_WIDTH, format!("cells in the row: {found}, in the header: {expected}"))
        .at(sheet.place(cells[at], start))
        .expected(format!("{expected} cells"))
        .hint(hint)
}

/// Whether a text may hold anything that must not reach a terminal. Quick: looks at bytes, at many
/// at once.
fn has_unsafe(text: &[u8]) -> bool {
    // The last three begin U+0080 to U+00BF, U+0600 to U+063F and U+2000 to U+2FFF in UTF-8.
    let suspicious = |byte: u8| matches!(byte, 0..=8 | 0xb | 0xc | 0xe..=0x1f | 0x7f | 0xc2 | 0xd8 | 0xe2);
    text.chunks(4096).any(|chunk| chunk.iter().fold(false, |found, &byte| found | suspicious(byte)))
}

fn unsafe_characters(sheet: &Sheet<'_>, cells: &[Cell], start: RowStart, findings: &mut Vec<Finding>) {
    for (at, cell) in cells.iter().enumerate() {
        let content = sheet.content(*cell);
        let mut found = content.chars().filter(|&c| is_unsafe(c) && !matches!(c, '\n' | '\r' | '\t'));
        let Some(character) = found.next() else {
            continue;
        };
        let nul = character == '\0' || found.any(|c| c == '\0');
        let finding = if matches!(character, '\u{80}'..='\u{9f}') && !nul {
            Finding::new(&codes::DOUBLE_ENCODED, "this cell was probably decoded twice; kept as it is")
                .hint("look for the step that read UTF-8 as Latin-1, and repair the text there")
        } else if nul {
            Finding::new(
                &codes::NUL_CHARACTER,
                "a NUL character in a cell: the file is damaged, or in another encoding",
            )
            .hint("delete it, or save the file as \"CSV UTF-8\"")
        } else {
            Finding::new(
                &codes::CONTROL_CHARACTER,
                format!(
                    "an invisible control character (U+{:04X}) in a cell; kept, and shown written out",
                    u32::from(character)
                ),
            )
            .hint("delete it unless it is meant: it can reorder or hide text")
        };
        let name = sheet.header.get(at).map_or(String::new(), |header| header.name.clone());
        findings.push(finding.at(sheet.place(*cell, start)).column(name));
    }
}
