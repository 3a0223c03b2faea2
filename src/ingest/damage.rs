//! Traces of damage in a file's text as a whole: what was lost or changed before it came here.
//!
//! All of it may be meant, so nothing is refused; each kind gets one finding for all of a file,
//! with the first place. A changed letter leaves no trace, nor do rows that are missing at the end.

use super::{codes, scanner::Cell, scanner::RowStart, sheet::Sheet};
use crate::diagnostic::{Finding, Place};

/// Looks at the text of a file that was read.
pub(crate) fn look_at(sheet: &Sheet<'_>, findings: &mut Vec<Finding>) {
    let text = sheet.source.text.as_str();
    let from_workbook = sheet.source.form.sheet.is_some();
    if !from_workbook {
        findings.extend(final_line_end(sheet));
        findings.extend(mixed_line_ends(sheet));
    }
    if sheet.dialect.delimiter != b'\t' {
        let tabs = memchr::memchr_iter(b'\t', text.as_bytes());
        findings.extend(invisible(sheet, tabs, "tabs"));
    }
    if text.is_ascii() {
        findings.extend(question_marks(sheet));
        return;
    }
    findings.extend(replacements(sheet));
    findings.extend(invisible(sheet, blanks(text), "non-breaking blanks"));
    findings.extend(invisible(sheet, invisibles(text), "characters that show nothing"));
    findings.extend(decoded_twice(sheet));
}

/// A finding about all places where something was met.
fn about(
    sheet: &Sheet<'_>,
    mut met: impl Iterator<Item = usize>,
    make: impl FnOnce(usize) -> Finding,
) -> Option<Finding> {
    let first = met.next()?;
    Some(make(1 + met.count()).at(place(sheet, first)).without_value())
}

fn place(sheet: &Sheet<'_>, offset: usize) -> Place {
    let start = u32::try_from(offset).unwrap_or(u32::MAX);
    let length = sheet.source.text[offset..].chars().next().map_or(0, char::len_utf8);
    let end = start + u32::try_from(length).unwrap_or(0);
    // The row that it lies in, so that no more than a row is counted through.
    let row = match sheet.rows.partition_point(|row| row.offset <= start) {
        0 if start < sheet.dialect.header.offset => RowStart { offset: 0, line: 1 },
        0 => sheet.dialect.header,
        after => sheet.rows[after - 1],
    };
    sheet.place(Cell { start, end, escaped: false }, row)
}

/// A text without a line end behind its last row may have been cut there.
fn final_line_end(sheet: &Sheet<'_>) -> Option<Finding> {
    let last = *sheet.rows.last()?;
    (!sheet.source.text.ends_with(['\n', '\r'])).then(|| {
        Finding::new(
            &codes::NO_FINAL_LINE_END,
            "the file ends without a line end: if it was cut, its last row is incomplete",
        )
        .at(sheet.row_place(last))
        .without_value()
        .hint("look whether the last row is whole")
    })
}

fn mixed_line_ends(sheet: &Sheet<'_>) -> Option<Finding> {
    let text = sheet.source.text.as_bytes();
    memchr::memchr(b'\r', text)?;
    let end_before = |row: &RowStart| match &text[..row.offset as usize] {
        [.., b'\r', b'\n'] => 2,
        [.., b'\r'] => 1,
        _ => 0,
    };
    // The first row comes after the header, or after what stands between.
    let usual = end_before(sheet.rows.first()?);
    let other = sheet.rows.iter().find(|row| end_before(row) != usual);
    let after_last = match text {
        [.., b'\r', b'\n'] => Some(2),
        [.., b'\r'] => Some(1),
        [.., b'\n'] => Some(0),
        _ => None,
    };
    let last = || sheet.rows.last().filter(|_| after_last.is_some_and(|end| end != usual));
    let row = other.or_else(last)?;
    let finding = Finding::new(&codes::MIXED_LINE_ENDS, "rows end in more than one way (LF, CRLF, CR)");
    Some(finding.at(sheet.row_place(*row)).without_value().hint("nothing to do if files were joined"))
}

/// Question marks between letters, in a file that has nothing but ASCII: what remains of `é` where
/// a program could not write it.
fn question_marks(sheet: &Sheet<'_>) -> Option<Finding> {
    let text = sheet.source.text.as_bytes();
    let letter = |at: usize| text.get(at).is_some_and(u8::is_ascii_alphabetic);
    let in_word = |&at: &usize| {
        let ends = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b',' | b';' | b'"' | b'|');
        let from = text[..at].iter().rposition(ends).map_or(0, |found| found + 1);
        let to = text[at..].iter().position(ends).map_or(text.len(), |found| at + found);
        at > 0
            && letter(at - 1)
            && letter(at + 1)
            && !text[from..to].iter().any(|byte| b"/=&:".contains(byte))
    };
    about(sheet, memchr::memchr_iter(b'?', text).filter(in_word), |number| {
        Finding::new(&codes::QUESTION_MARK, format!("question marks inside words: {number}"))
            .hint("if letters such as é stood there, export the file again as \"CSV UTF-8\"")
    })
}

fn replacements(sheet: &Sheet<'_>) -> Option<Finding> {
    let text = sheet.source.text.as_str();
    about(sheet, text.match_indices('\u{fffd}').map(|(at, _)| at), |number| {
        Finding::new(
            &codes::REPLACEMENT_CHARACTER,
            format!("characters that a program could not read and replaced (U+FFFD): {number}"),
        )
        .hint("what stood there is lost in this file: export it again")
    })
}

fn blanks(text: &str) -> impl Iterator<Item = usize> {
    text.match_indices(['\u{a0}', '\u{2007}', '\u{202f}']).map(|(at, _)| at)
}

/// Characters that hide in text. Those that join emoji or shape letters are no damage.
fn invisibles(text: &str) -> impl Iterator<Item = usize> {
    text.match_indices(['\u{ad}', '\u{200b}', '\u{2060}', '\u{feff}', '\u{180e}']).map(|(at, _)| at)
}

fn invisible(sheet: &Sheet<'_>, met: impl Iterator<Item = usize>, what: &str) -> Option<Finding> {
    about(sheet, met, |number| {
        Finding::new(&codes::INVISIBLE_CHARACTER, format!("{what} in the text: {number}; kept"))
            .hint("nothing to do unless names or ids that look alike are told apart")
    })
}

/// What UTF-8 looks like that was read as Windows-1252: `Ã©`, `Â£`, `â€™`.
fn decoded_twice(sheet: &Sheet<'_>) -> Option<Finding> {
    let text = sheet.source.text.as_str();
    // The characters of Windows-1252 for the bytes 0x80 to 0xBF, which continue a character. What is
    // a control character there is found cell by cell.
    let continues = |c: Option<char>| {
        c.is_some_and(|c| matches!(c, '\u{a0}'..='\u{bf}') || "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ".contains(c))
    };
    let met = text.match_indices(['Ã', 'Â', 'â']).filter(|&(at, lead)| {
        let mut after = text[at + lead.len()..].chars();
        continues(after.next()) && (lead != "â" || continues(after.next()))
    });
    about(sheet, met.map(|(at, _)| at), |number| {
        Finding::new(
            &codes::DOUBLE_ENCODED,
            format!("places that look as if UTF-8 had been read as Windows-1252: {number}; kept as they are"),
        )
        .hint("look for the step that read it so, and repair the text there")
    })
}
