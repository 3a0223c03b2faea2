//! JSON output: the same data, but no character that acts on a terminal stands in it raw.

use std::{
    fmt::Write as _,
    io::{self, Write},
};

use super::is_unsafe;

/// Passes JSON on with the characters that act on a terminal as `\\u` escapes, which mean the
/// same to every reader. Characters must not be split between two writes; whatever writes JSON
/// by strings keeps to that.
pub struct JsonWriter<'o>(pub &'o mut dyn Write);

impl Write for JsonWriter<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // Outside of strings JSON is ASCII, and inside the writer has escaped C0 already.
        if bytes.iter().all(|&byte| byte < 0x7f) {
            self.0.write_all(bytes)?;
            return Ok(bytes.len());
        }
        match str::from_utf8(bytes) {
            Ok(text) => {
                let mut escaped = String::with_capacity(text.len());
                for character in text.chars() {
                    if is_unsafe(character) && !matches!(character, '\n' | '\r' | '\t') {
                        // Writing to a string cannot fail; all of them are below U+10000.
                        let _ = write!(escaped, "\\u{:04x}", u32::from(character));
                    } else {
                        escaped.push(character);
                    }
                }
                self.0.write_all(escaped.as_bytes())?;
            }
            Err(_) => self.0.write_all(bytes)?,
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_acts_on_a_terminal_is_escaped_and_means_the_same() {
        let text = "a\u{202e}b\u{9d}c\u{7f}d\u{1b}e \u{e9}\u{5168}";
        let mut out = Vec::new();
        serde_json::to_writer(JsonWriter(&mut out), text).unwrap();
        let written = String::from_utf8(out).unwrap();
        assert!(!written.chars().any(is_unsafe), "{written}");
        assert_eq!(serde_json::from_str::<String>(&written).unwrap(), text);
    }
}
