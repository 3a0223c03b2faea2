//! What the user says about how a file is to be read.

use encoding_rs::Encoding;

/// How a file is to be read, as far as the user says so.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadAs {
    /// The encoding of its text.
    pub encoding: Option<Label>,
    /// What separates its cells.
    pub delimiter: Option<Delimiter>,
    /// The line of its header, counted from 1.
    pub header_line: Option<u32>,
    /// Which sheet of a workbook.
    pub sheet: Option<String>,
}

/// An encoding, by a name that the WHATWG Encoding Standard knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Label(pub(super) &'static Encoding);

impl Label {
    /// The encoding of that name. Nothing where there is none that can be read.
    pub fn parse(name: &str) -> Option<Self> {
        Encoding::for_label_no_replacement(name.trim().as_bytes()).map(Self)
    }
}

/// A character that separates cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Delimiter(u8);

impl Delimiter {
    /// The delimiter that a text names: one ASCII character that no plain cell needs, or a word.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "tab" | "\\t" => return Some(Self(b'\t')),
            "comma" => return Some(Self(b',')),
            "semicolon" => return Some(Self(b';')),
            "pipe" => return Some(Self(b'|')),
            "space" => return Some(Self(b' ')),
            _ => {}
        }
        let [byte] = text.as_bytes() else { return None };
        let usable =
            byte.is_ascii() && !byte.is_ascii_alphanumeric() && !matches!(byte, b'"' | b'\r' | b'\n' | 0);
        usable.then_some(Self(*byte))
    }

    /// Its byte.
    pub const fn byte(self) -> u8 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delimiters_are_named_or_written() {
        for (text, byte) in [(";", b';'), ("tab", b'\t'), ("\\t", b'\t'), ("\t", b'\t'), ("^", b'^')] {
            assert_eq!(Delimiter::parse(text).map(Delimiter::byte), Some(byte), "{text}");
        }
        for text in ["", "\"", "\n", "a", "7", "ö", ";;"] {
            assert_eq!(Delimiter::parse(text), None, "{text}");
        }
    }

    #[test]
    fn encodings_are_named_as_on_the_web() {
        assert_eq!(Label::parse("latin1"), Label::parse("Windows-1252"));
        assert!(Label::parse("shift_jis").is_some());
        assert_eq!(Label::parse("utf-7"), None);
    }
}
