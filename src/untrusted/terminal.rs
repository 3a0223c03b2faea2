//! Text for a terminal: nothing in it may move the cursor, colour, or reorder what is shown.

use std::{borrow::Cow, fmt::Write};

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// How many code points of one user-perceived character are shown. Scripts and emoji need fewer;
/// piles of combining marks that climb over neighbouring lines need more.
const MARKS: usize = 12;

/// Whether a character acts on a terminal instead of appearing there: C0, DEL and C1 controls,
/// bidirectional controls and marks, and the line separators that some terminals obey.
pub fn is_unsafe(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
        )
}

/// Whether a character shows nothing at all and could hide text or merge with its neighbours: tags, which spell
/// out text that nobody sees, and what is no character at all and breaks XML, included.
pub(super) const fn is_invisible(character: char) -> bool {
    let nothing = matches!(character, '\u{fdd0}'..='\u{fdef}' | '\u{e0000}'..='\u{e007f}')
        || character as u32 & 0xfffe == 0xfffe;
    nothing
        || matches!(
            character,
            '\u{ad}' | '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180e}' | '\u{200b}' | '\u{2060}'
                ..='\u{2064}' | '\u{206a}'..='\u{206f}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}'
        )
}

/// The text with everything unsafe or invisible written out (`\u{1b}`), line breaks included.
pub fn visible(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|byte| (0x20..0x7f).contains(&byte)) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len());
    for cluster in text.graphemes(true) {
        for character in cluster.chars().take(MARKS) {
            match character {
                '\n' => shown.push_str("\\n"),
                '\r' => shown.push_str("\\r"),
                '\t' => shown.push_str("\\t"),
                _ if is_unsafe(character) || is_invisible(character) => {
                    // Writing to a string cannot fail.
                    let _ = write!(shown, "\\u{{{:x}}}", u32::from(character));
                }
                _ => shown.push(character),
            }
        }
        if cluster.chars().nth(MARKS).is_some() {
            shown.push('…');
        }
    }
    Cow::Owned(shown)
}

/// The text as one line of at most `width` columns: blanks and line breaks become single
/// spaces, the rest as [`visible`] shows it, cut between characters with an ellipsis.
pub fn inline(text: &str, width: usize) -> String {
    // Most cells are plain already.
    let plain = text.bytes().all(|byte| (0x20..0x7f).contains(&byte));
    let joined = || !text.as_bytes().windows(2).any(|pair| pair == b"  ");
    if plain && text.len() <= width && joined() && text.trim().len() == text.len() {
        return text.to_owned();
    }
    let joined = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let shown = visible(&joined);
    if shown.width() <= width {
        return shown.into_owned();
    }
    let mut cut = String::new();
    let mut used = 0;
    for cluster in shown.graphemes(true) {
        used += cluster.width();
        if used + 1 > width {
            break;
        }
        cut.push_str(cluster);
    }
    cut.truncate(cut.trim_end().len());
    cut.push('…');
    cut
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_acts_on_a_terminal_is_written_out() {
        for (text, shown) in [
            ("plain", "plain"),
            ("\u{1b}[31mRED", "\\u{1b}[31mRED"),
            ("real\rfake", "real\\rfake"),
            ("\u{9d}0;t\u{9c}", "\\u{9d}0;t\\u{9c}"),
            ("\u{202e}txt.exe", "\\u{202e}txt.exe"),
            ("\u{200b}", "\\u{200b}"),
            ("a\u{e0041}\u{fffe}\u{1ffff}", "a\\u{e0041}\\u{fffe}\\u{1ffff}"),
            ("葛\u{e0100}", "葛\u{e0100}"),
            ("שלום", "שלום"),
            ("👩\u{200d}👩\u{200d}👧", "👩\u{200d}👩\u{200d}👧"),
        ] {
            assert_eq!(visible(text), shown);
        }
    }

    #[test]
    fn piles_of_combining_marks_are_cut() {
        let zalgo = format!("a{}", "\u{300}".repeat(50));
        assert_eq!(visible(&zalgo).chars().count(), MARKS + 1);
    }

    #[test]
    fn a_line_is_cut_between_characters_at_its_display_width() {
        assert_eq!(inline("a  b\nc", 10), "a b c");
        assert_eq!(inline("全角全角", 8), "全角全角");
        assert_eq!(inline("全角全角", 7), "全角全…");
        assert_eq!(inline("全角全角", 6), "全角…");
        assert_eq!(inline("hello world", 7), "hello…");
    }
}
