//! Traces of damage in a file's text as a whole: what was lost or changed before it came here.
//!
//! All of it may be meant, so nothing is refused. A changed letter leaves no trace, nor do rows that
//! are missing at the end.

use super::{
    codes,
    doubts::Doubts,
    entry::Count,
    scanner::{Cell, RowStart},
    sheet::Sheet,
};
use crate::{
    diagnostic::{Finding, Place},
    model::number,
};

/// Looks at the text of a file that was read.
pub(crate) fn look_at(sheet: &Sheet<'_>, doubts: &mut Doubts, findings: &mut Vec<Finding>) {
    let text = sheet.source.text.as_str();
    if sheet.source.form.sheet.is_none() {
        findings.extend(final_line_end(sheet));
        findings.extend(mixed_line_ends(sheet));
    }
    if sheet.dialect.delimiter != b'\t' {
        add(sheet, &mut doubts.tabs, memchr::memchr_iter(b'\t', text.as_bytes()));
    }
    if text.is_ascii() {
        add(sheet, &mut doubts.question_marks, question_marks(text.as_bytes()));
    } else {
        doubts.beyond_ascii = true;
        beyond_ascii(sheet, doubts);
    }
}

/// Counts places, and keeps the first.
fn add(sheet: &Sheet<'_>, count: &mut Count, mut met: impl Iterator<Item = usize>) {
    if let Some(first) = met.next() {
        count.add_many(1 + met.count(), || place(sheet, first), "");
    }
}

fn place(sheet: &Sheet<'_>, offset: usize) -> Place {
    let start = number(offset);
    let length = sheet.source.text[offset..].chars().next().map_or(0, char::len_utf8);
    let end = number(offset + length);
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
    let ending = |text: &[u8]| match text {
        [.., b'\r', b'\n'] => Some("CRLF"),
        [.., b'\r'] => Some("CR"),
        [.., b'\n'] => Some("LF"),
        _ => None,
    };
    let before = |row: &RowStart| ending(&text[..row.offset as usize]);
    let usual = before(sheet.rows.first()?);
    let after_last = ending(text).filter(|_| ending(text) != usual).and(sheet.rows.last());
    let row = sheet.rows.iter().find(|&row| before(row) != usual).or(after_last)?;
    let finding = Finding::new(&codes::MIXED_LINE_ENDS, "rows end in more than one way (LF, CRLF, CR)");
    Some(finding.at(sheet.row_place(*row)).without_value().hint("nothing to do if files were joined"))
}

/// Question marks between letters, in a file that has nothing but ASCII: what remains of `é` where
/// a program could not write it. Addresses of web pages have them too.
fn question_marks(text: &[u8]) -> impl Iterator<Item = usize> {
    let letter = |at: usize| text.get(at).is_some_and(u8::is_ascii_alphabetic);
    memchr::memchr_iter(b'?', text).filter(move |&at| {
        let ends = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b',' | b';' | b'"' | b'|');
        // Of what is as long as no word, a part is enough.
        let word = || {
            let (before, after) = (&text[at.saturating_sub(100)..at], &text[at..text.len().min(at + 100)]);
            let from = before.iter().rposition(ends).map_or(0, |found| found + 1);
            let to = after.iter().position(ends).unwrap_or(after.len());
            [&before[from..], &after[..to]].concat()
        };
        at > 0 && letter(at - 1) && letter(at + 1) && !word().iter().any(|byte| b"/=&:".contains(byte))
    })
}

/// Characters beyond ASCII that tell of damage. Looks only where a byte stands that one of them
/// begins with.
fn beyond_ascii(sheet: &Sheet<'_>, doubts: &mut Doubts) {
    let text = sheet.source.text.as_str();
    let bytes = text.as_bytes();
    let begins = memchr::memchr3_iter(0xc2, 0xc3, 0xe2, bytes).chain(memchr::memchr_iter(0xef, bytes));
    for at in begins {
        let mut characters = text[at..].chars();
        let count = match characters.next() {
            Some('\u{fffd}') => &mut doubts.replaced,
            Some('\u{a0}' | '\u{2007}' | '\u{202f}') => &mut doubts.blanks,
            // Those that join emoji or shape letters are no damage.
            Some('\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}') => &mut doubts.invisible,
            Some('Ã' | 'Â') if continues(characters.next()) => &mut doubts.decoded_twice,
            Some('â') if continues(characters.next()) && continues(characters.next()) => {
                &mut doubts.decoded_twice
            }
            _ => continue,
        };
        match count.first {
            Some(_) => count.number += 1,
            None => count.add(|| place(sheet, at), ""),
        }
    }
}

/// Whether a character is one of Windows-1252 for the bytes 0x80 to 0xBF, which continue a character
/// of UTF-8: `Ã©` was `é`. What is a control character there is found cell by cell.
fn continues(character: Option<char>) -> bool {
    character.is_some_and(|c| matches!(c, '\u{a0}'..='\u{bf}') || "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ".contains(c))
}
