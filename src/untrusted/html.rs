//! Text in a page: in elements, in attributes, and in data for a script.

use std::{
    borrow::Cow,
    fmt::{self, Write as _},
    io::{self, Write},
};

use super::{is_unsafe, terminal::is_invisible};

/// Writes text for an element or a quoted attribute: nothing in it is markup, and what acts instead
/// of appearing is written out (`\u{202e}`), so that no part of a sentence can reorder the rest.
pub fn write_html(text: &str, out: &mut (impl fmt::Write + ?Sized)) -> fmt::Result {
    let mut rest = text;
    while let Some(at) = rest.find(|it| matches!(it, '&' | '<' | '>' | '"' | '\'') || acts(it)) {
        let (plain, from) = rest.split_at(at);
        out.write_str(plain)?;
        let mut characters = from.chars();
        match characters.next() {
            Some('&') => out.write_str("&amp;")?,
            Some('<') => out.write_str("&lt;")?,
            Some('>') => out.write_str("&gt;")?,
            Some('"') => out.write_str("&quot;")?,
            Some('\'') => out.write_str("&#39;")?,
            Some(acting) => write!(out, "\\u{{{:x}}}", u32::from(acting))?,
            None => {}
        }
        rest = characters.as_str();
    }
    out.write_str(rest)
}

/// Text that a script will put into a page as text: what acts instead of appearing is written out.
pub fn shown(text: &str) -> Cow<'_, str> {
    if !text.contains(acts) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        if acts(character) {
            // Writing to a string cannot fail.
            _ = write!(shown, "\\u{{{:x}}}", u32::from(character));
        } else {
            shown.push(character);
        }
    }
    Cow::Owned(shown)
}

/// Line breaks and tabs are blanks in a page.
fn acts(character: char) -> bool {
    !matches!(character, ' '..='~' | '\n' | '\r' | '\t') && (is_unsafe(character) || is_invisible(character))
}

/// Passes JSON on such that it can stand in a `script` element of a page: what HTML could act on, and
/// what scripts once read as line ends, is written as `\\u` escapes, which mean the same to every reader.
/// Source: HTML Standard, "Restrictions for contents of script elements".
///
/// Characters must not be split between two writes; whatever writes JSON by strings keeps to that.
pub struct ScriptWriter<'o>(pub &'o mut dyn Write);

impl Write for ScriptWriter<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // Outside of strings none of them stands in JSON, and inside an escape means the character.
        let mut rest = bytes;
        while let Some(at) = rest.iter().position(|&byte| matches!(byte, b'<' | b'>' | b'&' | 0xe2 | 0x7f)) {
            self.0.write_all(&rest[..at])?;
            let (escape, taken): (&[u8], usize) = match rest[at..] {
                [b'<', ..] => (b"\\u003c", 1),
                [b'>', ..] => (b"\\u003e", 1),
                [b'&', ..] => (b"\\u0026", 1),
                [0x7f, ..] => (b"\\u007f", 1),
                [0xe2, 0x80, 0xa8, ..] => (b"\\u2028", 3),
                [0xe2, 0x80, 0xa9, ..] => (b"\\u2029", 3),
                _ => (&rest[at..=at], 1),
            };
            self.0.write_all(escape)?;
            rest = &rest[at + taken..];
        }
        self.0.write_all(rest)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn html(text: &str) -> String {
        let mut out = String::new();
        write_html(text, &mut out).unwrap();
        out
    }

    fn script(text: &str) -> String {
        let mut out = Vec::new();
        serde_json::to_writer(ScriptWriter(&mut out), text).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn nothing_in_a_page_is_markup_or_acts() {
        for (text, written) in [
            ("plain, ünïcode, 全角, שלום", "plain, ünïcode, 全角, שלום"),
            ("<b onclick=\"x\">&amp;'", "&lt;b onclick=&quot;x&quot;&gt;&amp;amp;&#39;"),
            ("two\nlines\tand a tab", "two\nlines\tand a tab"),
            ("\u{202e}txt.exe", "\\u{202e}txt.exe"),
            ("\0\u{1b}[2J\u{7f}\u{9b}", "\\u{0}\\u{1b}[2J\\u{7f}\\u{9b}"),
            ("a\u{200b}b", "a\\u{200b}b"),
        ] {
            assert_eq!(html(text), written);
        }
        assert_eq!(shown("<b>\u{202e}&"), "<b>\\u{202e}&");
    }

    #[test]
    fn data_for_a_script_cannot_end_it() {
        assert_eq!(
            script("</script><!--&\u{2028}\u{2029}"),
            r#""\u003c/script\u003e\u003c!--\u0026\u2028\u2029""#
        );
        assert_eq!(script("– € 全"), "\"– € 全\"");
    }

    proptest! {
        #[test]
        fn data_means_the_same_and_no_page_acts_on_it(text in "[<>&\u{2028}\u{2029}–a\\\\\"]{0,8}|\\PC*") {
            let written = script(&text);
            prop_assert_eq!(serde_json::from_str::<String>(&written).unwrap(), text);
            let acting = written.contains(['<', '>', '&', '\u{2028}', '\u{2029}']);
            prop_assert!(!acting);
        }

        #[test]
        fn no_text_is_markup(text in "\\PC*") {
            let markup = html(&text).contains(['<', '>', '"', '\'']);
            prop_assert!(!markup);
        }
    }
}
