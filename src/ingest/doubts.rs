//! Rows that can be read, and yet look as if something had happened to them on the way.
//!
//! Each look is cheap for plain rows: at the first byte and the length of a cell. What may well be
//! meant gets one finding for all files, with the first place.

use super::{
    codes,
    entry::Count,
    row::ScannedRow,
    scanner::{Cell, RowStart},
    sheet::Sheet,
};
use crate::{
    diagnostic::{Finding, Severity},
    model::{Column, Row},
    untrusted::{inline, unguard},
};

/// Lengths at which programs cut the text of a cell: text columns of old databases and of Excel's
/// drivers, and Excel's cells. Sources: "Excel specifications and limits" and the notes on the
/// ACE driver's text columns in the documentation of Microsoft 365.
const CUT_AT: [usize; 3] = [255, 32_766, 32_767];

/// What a spreadsheet shows where a formula has no value.
const ERRORS: [&str; 12] = [
    "#REF!",
    "#N/A",
    "#NAME?",
    "#VALUE!",
    "#DIV/0!",
    "#NUM!",
    "#NULL!",
    "#SPILL!",
    "#CALC!",
    "#BLOCKED!",
    "#FIELD!",
    "#ERROR!",
];

/// What was met in the rows and texts of all files.
#[derive(Debug, Default)]
pub(crate) struct Doubts {
    /// Cells that lost a guarding apostrophe.
    guards: Count,
    odd_quotes: Count,
    other_quotes: Count,
    line_breaks: Count,
    pub(super) tabs: Count,
    pub(super) replaced: Count,
    pub(super) blanks: Count,
    pub(super) invisible: Count,
    pub(super) decoded_twice: Count,
    pub(super) question_marks: Count,
    /// Whether some text has letters beyond ASCII, so that none were replaced by question marks.
    pub(super) beyond_ascii: bool,
    /// Cells that have one of the lengths, each length for itself, and the longest cell.
    cut: [Count; CUT_AT.len()],
    longest: usize,
}

impl Doubts {
    /// Looks at one row.
    pub(crate) fn look_at(&mut self, scanned: &ScannedRow<'_, '_>, findings: &mut Vec<Finding>) {
        let &ScannedRow { sheet, cells, start, row, several_lines } = scanned;
        let bytes = sheet.source.text.as_bytes();
        for (at, cell) in cells.iter().enumerate() {
            if cell.start == cell.end {
                continue;
            }
            match bytes[cell.start as usize] {
                b'\'' => {
                    let content = sheet.content(*cell);
                    if unguard(&content).1 {
                        self.guards.add(|| sheet.place(*cell, start), "");
                    } else if content.len() > 2 && content.ends_with('\'') {
                        self.other_quotes.add(|| sheet.place(*cell, start), "");
                    }
                }
                b'#' => findings.extend(spreadsheet_error(sheet, at, *cell, start, row)),
                0xc2 | 0xe2 => {
                    let content = sheet.content(*cell);
                    if content.starts_with(['“', '„', '«', '‘', '”'])
                        && content.ends_with(['”', '“', '»', '’'])
                    {
                        self.other_quotes.add(|| sheet.place(*cell, start), "");
                    }
                }
                _ => {}
            }
            if cell.end - cell.start >= 255 {
                self.look_at_length(sheet, *cell, start);
            }
            if cell.escaped && sheet.content(*cell).matches('"').count() % 2 == 1 {
                self.odd_quotes.add(|| sheet.place(*cell, start), "");
            }
        }
        if several_lines {
            self.look_at_lines(sheet, cells, start);
        }
        about_id(sheet, cells, start, row, findings);
    }

    /// Adds what was met in later rows, or in a text.
    pub(crate) fn append(&mut self, later: &Self) {
        let counts = [
            (&mut self.guards, &later.guards),
            (&mut self.odd_quotes, &later.odd_quotes),
            (&mut self.other_quotes, &later.other_quotes),
            (&mut self.line_breaks, &later.line_breaks),
            (&mut self.tabs, &later.tabs),
            (&mut self.replaced, &later.replaced),
            (&mut self.blanks, &later.blanks),
            (&mut self.invisible, &later.invisible),
            (&mut self.decoded_twice, &later.decoded_twice),
            (&mut self.question_marks, &later.question_marks),
        ];
        for (count, later) in counts.into_iter().chain(self.cut.iter_mut().zip(&later.cut)) {
            count.append(later);
        }
        self.beyond_ascii |= later.beyond_ascii;
        self.longest = self.longest.max(later.longest);
    }

    fn look_at_lines(&mut self, sheet: &Sheet<'_>, cells: &[Cell], start: RowStart) {
        for (at, cell) in cells.iter().enumerate() {
            if !has_lines(sheet, at) && sheet.content(*cell).contains(['\n', '\r']) {
                self.line_breaks.add(|| sheet.place(*cell, start), "");
            }
        }
    }

    fn look_at_length(&mut self, sheet: &Sheet<'_>, cell: Cell, start: RowStart) {
        let length = sheet.content(cell).chars().count();
        self.longest = self.longest.max(length);
        if let Some(at) = CUT_AT.iter().position(|&cut| cut == length) {
            self.cut[at].add(|| sheet.place(cell, start), "");
        }
    }

    /// What is said once for all files.
    pub(crate) fn report(&self, findings: &mut Vec<Finding>) {
        let mut say = |count: &Count, code, message: &str, hint: &'static str| {
            if let Some((place, _)) = count.first {
                let message = message.replace("{}", &count.number.to_string());
                findings.push(Finding::new(code, message).at(place).hint(hint).without_value());
            }
        };
        say(
            &self.guards,
            &codes::GUARD_REMOVED,
            "cells with a guarding apostrophe before a formula character, which was taken off: {}",
            "roadbed puts it there when it writes CSV",
        );
        say(
            &self.odd_quotes,
            &codes::ODD_QUOTES,
            "cells with an odd number of quotes in them: {}",
            "nothing to do if it is meant, such as 5\"; otherwise a quote is missing",
        );
        say(
            &self.other_quotes,
            &codes::OTHER_QUOTES,
            "cells in typographic or single quotes: {}; kept as they are",
            "cells are quoted with \" only; nothing to do if the quotes belong to the text",
        );
        say(
            &self.line_breaks,
            &codes::LINE_BREAK,
            "cells with line breaks in columns that usually have one line: {}; kept",
            "nothing to do if they are meant",
        );
        say(
            &self.replaced,
            &codes::REPLACEMENT_CHARACTER,
            "characters that a program could not read and replaced (U+FFFD): {}",
            "what stood there is lost in this file: export it again",
        );
        say(
            &self.decoded_twice,
            &codes::DOUBLE_ENCODED,
            "places that look as if UTF-8 had been read as Windows-1252: {}; kept as they are",
            "look for the step that read it so, and repair the text there",
        );
        let invisible = [
            (&self.tabs, "tabs in the text: {}; kept"),
            (&self.blanks, "non-breaking blanks in the text: {}; kept"),
            (&self.invisible, "invisible characters in the text: {}; kept"),
        ];
        for (count, message) in invisible {
            let hint = "nothing to do, unless names or ids that look the same are treated as different";
            say(count, &codes::INVISIBLE_CHARACTER, message, hint);
        }
        if !self.beyond_ascii {
            say(
                &self.question_marks,
                &codes::QUESTION_MARK,
                "question marks inside words: {}",
                "if letters such as é stood there, export the file again as \"CSV UTF-8\"",
            );
        }
        for (count, length) in self.cut.iter().zip(CUT_AT) {
            // Where others are longer, nothing cuts at this length.
            if self.longest == length {
                let message = format!("cells of exactly {length} characters, with none longer: {{}}");
                say(count, &codes::CUT_CELL, &message, "check whether a program cut them off at that length");
            }
        }
    }
}

/// What a spreadsheet shows instead of a value, where a cell holds just that. In a column that
/// roadbed does not use it is worth a warning only.
fn spreadsheet_error(sheet: &Sheet<'_>, at: usize, cell: Cell, start: RowStart, row: Row) -> Option<Finding> {
    let content = sheet.content(cell);
    let text = content.trim();
    let narrow = text.len() > 2 && text.bytes().all(|byte| byte == b'#');
    if !narrow && !ERRORS.contains(&text) {
        return None;
    }
    let place = sheet.place(cell, start);
    let address = sheet.source.address(place).map(|address| format!(" in {address}")).unwrap_or_default();
    let header = sheet.header.get(at);
    let finding = if narrow {
        Finding::new(
            &codes::SPREADSHEET_ERROR,
            format!("`{}`{address} stands where a column was too narrow to show its value", inline(text, 20)),
        )
        .hint("make the column wider and save again")
    } else {
        Finding::new(
            &codes::SPREADSHEET_ERROR,
            format!("`{text}`{address} is an error of a spreadsheet, not a value"),
        )
        .hint("correct the formula, or clear the cell")
    };
    let mut finding = finding.at(place).column(header.map_or(String::new(), |header| header.name.clone()));
    if header.is_some_and(|header| header.column.is_some()) {
        return Some(finding.spoils(row));
    }
    finding.severity = Severity::Warning;
    Some(finding)
}

/// Whether a column holds text that may well have several lines.
fn has_lines(sheet: &Sheet<'_>, at: usize) -> bool {
    let column = sheet.header.get(at).and_then(|header| header.column);
    matches!(column, None | Some(Column::Description | Column::Outcome))
}

/// The header once more, and ids that a spreadsheet has reshaped.
fn about_id(sheet: &Sheet<'_>, cells: &[Cell], start: RowStart, row: Row, findings: &mut Vec<Finding>) {
    let of = |column: Column| cells.get(sheet.by_column[column as usize]?).copied();
    let Some(cell) = of(Column::Id) else { return };
    let id = &sheet.source.text[cell.start as usize..cell.end as usize];
    if id.len() > 60 {
        return;
    }
    let id = id.trim_start_matches('\u{feff}').trim_matches('"').trim();
    let is_header = |column: Column, text: &str| {
        let own = sheet.at(column).and_then(|at| sheet.header.get(at));
        let is = |name: &str| text.trim().eq_ignore_ascii_case(name);
        is(column.name()) || own.is_some_and(|own| is(&own.name))
    };
    let is_title = |cell: Cell| is_header(Column::Title, &sheet.content(cell));
    if is_header(Column::Id, id) && of(Column::Title).is_some_and(is_title) {
        findings.push(
            Finding::new(&codes::REPEATED_HEADER, "this row is a header, in the middle of the file")
                .at(sheet.place(cell, start))
                .column(Column::Id.name())
                .hint("two files were joined: delete this line if both have the same columns")
                .spoils(row),
        );
    } else if let Some(meant) = reshaped(id) {
        findings.push(
            Finding::new(
                &codes::RESHAPED_ID,
                format!("`{id}` looks like what a spreadsheet makes of {meant}; kept as it is"),
            )
            .at(sheet.place(cell, start))
            .column(Column::Id.name())
            .hint("format the column as text and write the id again, if it was another one"),
        );
    }
}

/// What an id may have been that a spreadsheet took for a number or a day.
fn reshaped(id: &str) -> Option<&'static str> {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if let Some((number, exponent)) = id.split_once("E+") {
        let (whole, part) = number.split_once(['.', ',']).unwrap_or((number, "0"));
        return (digits(whole)
            && whole.len() == 1
            && digits(part)
            && exponent.len() >= 2
            && digits(exponent))
        .then_some("a long number");
    }
    let (left, right) = id.split_once('-')?;
    let short = |text: &str| digits(text) && text.len() <= 2;
    let month = |text: &str| MONTHS.contains(&text);
    (short(left) && month(right) || month(left) && short(right)).then_some("an id with a dash in it")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_that_a_spreadsheet_has_reshaped_are_recognised_and_others_are_not() {
        for id in ["1E+05", "1.23E+15", "1,23E+15", "03-Jan", "3-Jan", "Jan-03"] {
            assert!(reshaped(id).is_some(), "{id}");
        }
        for id in ["1E5", "1-2", "JAN-03", "A-1", "E+1", "007", "1.5", "Jan-2027", "12E+05", ""] {
            assert!(reshaped(id).is_none(), "{id}");
        }
    }
}
