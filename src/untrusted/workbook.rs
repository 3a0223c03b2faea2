//! Text cells of a workbook: literal, within what a cell can hold.

use std::{borrow::Cow, fmt::Write};

use super::is_unsafe;

/// How much text a cell holds, in UTF-16 code units. Source: Microsoft, "Excel specifications and
/// limits".
const MOST: usize = 32_767;

/// The text as a workbook can hold it: what XML cannot hold, or what acts instead of appearing, is
/// written out (`\u{1b}`); what is too long is cut, with how long it was. Line breaks and tabs stay.
pub fn workbook_text(text: &str) -> Cow<'_, str> {
    let plain = |byte: u8| (0x20..0x7f).contains(&byte);
    if text.len() <= MOST && text.bytes().all(plain) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(character) = rest.next() {
        match character {
            // A cell breaks its lines with this one.
            '\r' if rest.peek() == Some(&'\n') => {}
            '\n' | '\t' => shown.push(character),
            '\u{fffe}' | '\u{ffff}' => written_out(character, &mut shown),
            _ if is_unsafe(character) => written_out(character, &mut shown),
            _ => shown.push(character),
        }
    }
    if shown.encode_utf16().count() > MOST { Cow::Owned(cut(&shown, text)) } else { Cow::Owned(shown) }
}

fn written_out(character: char, shown: &mut String) {
    // Writing to a string cannot fail.
    let _ = write!(shown, "\\u{{{:x}}}", u32::from(character));
}

fn cut(shown: &str, whole: &str) -> String {
    let mark = format!("… [cut here: {} characters in all]", whole.chars().count());
    let mut room = MOST - mark.encode_utf16().count();
    let fits = |character: &char| {
        let size = character.len_utf16();
        let fits = size <= room;
        room = room.saturating_sub(size);
        fits
    };
    let mut kept: String = shown.chars().take_while(fits).collect();
    kept.push_str(&mark);
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_cell_cannot_hold_is_written_out() {
        for (text, shown) in [
            ("=1+1", "=1+1"),
            ("two\r\nlines", "two\nlines"),
            ("a\tb", "a\tb"),
            ("real\rfake", "real\\u{d}fake"),
            ("\u{1b}[2J\0\u{7}", "\\u{1b}[2J\\u{0}\\u{7}"),
            ("\u{fffe}\u{ffff}", "\\u{fffe}\\u{ffff}"),
            ("\u{202e}txt.exe", "\\u{202e}txt.exe"),
            ("_x001B_", "_x001B_"),
            ("👩\u{200d}👧 שלום", "👩\u{200d}👧 שלום"),
        ] {
            assert_eq!(workbook_text(text), shown);
        }
    }

    #[test]
    fn what_is_too_long_is_cut_with_a_mark() {
        assert_eq!(workbook_text(&"x".repeat(MOST)), "x".repeat(MOST));
        for text in ["x".repeat(MOST + 1), "😀".repeat(20_000), "\0".repeat(10_000)] {
            let shown = workbook_text(&text);
            assert!(shown.encode_utf16().count() <= MOST);
            assert!(shown.encode_utf16().count() > MOST - 6, "no more is cut than needed");
            assert!(shown.ends_with(&format!("… [cut here: {} characters in all]", text.chars().count())));
        }
    }
}
