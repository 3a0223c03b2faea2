//! Bytes → text: UTF-8, with or without byte order mark, and a clear word about anything else.

use super::codes;
use crate::diagnostic::{Finding, Place, Source, Words};

/// A file as it was handed in.
#[derive(Clone, Debug)]
pub struct Input {
    /// Its name as the user gave it.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Reads the bytes of the file with the given number as text. What is not text gives an error,
/// and a source that shows as much as can be shown.
pub fn decode(input: Input, file: u32) -> (Source, Option<Finding>) {
    let Input { name, bytes } = input;
    let fail = |finding: Finding, text: String| {
        let place = finding.place.unwrap_or(Place { file, line: 1, start: 0, end: 0 });
        (Source { name: name.clone(), text }, Some(finding.at(place)))
    };
    if u32::try_from(bytes.len()).is_err() {
        let finding =
            Finding::new(&codes::TOO_LARGE, "the file has 4 GiB or more").hint("split it into several files");
        return fail(finding, String::new());
    }
    if let Some((what, hint)) = other_format(&bytes) {
        return fail(
            Finding::new(&codes::NOT_TEXT, format!("this is {what}, not CSV")).hint(hint),
            String::new(),
        );
    }
    let body = if bytes.starts_with(b"\xef\xbb\xbf") { bytes[3..].to_vec() } else { bytes };
    match String::from_utf8(body) {
        Ok(text) => (Source { name, text }, None),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let (finding, text) = not_utf8(error.as_bytes(), at, file);
            fail(finding, text)
        }
    }
}

/// What the bytes are where they are certainly no UTF-8 text, and how to go on.
fn other_format(bytes: &[u8]) -> Option<(&'static str, &'static str)> {
    const SAVE_AS: &str = "open it in a spreadsheet program and save it as \"CSV UTF-8\"";
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return Some(("a zip archive, such as an .xlsx or .ods workbook", SAVE_AS));
    }
    if bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        return Some(("an old Excel workbook (.xls)", SAVE_AS));
    }
    if bytes.starts_with(b"\x1f\x8b") {
        return Some(("compressed with gzip", "unpack it first: `gunzip FILE`"));
    }
    if bytes.starts_with(b"%PDF") {
        return Some(("a PDF document", "export the table from the program that made it"));
    }
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return Some(("text in UTF-16 (\"Unicode text\")", SAVE_AS));
    }
    let start = &bytes[..bytes.len().min(256)];
    if memchr::memchr_iter(0, start).count() * 3 > start.len() {
        return Some(("text in UTF-16 without a byte order mark, by the look of it", SAVE_AS));
    }
    let text = start.trim_ascii_start().to_ascii_lowercase();
    if text.starts_with(b"<html") || text.starts_with(b"<!doctype") || text.starts_with(b"<table") {
        return Some(("a web page, which some tools save under .xls or .csv", SAVE_AS));
    }
    None
}

fn not_utf8(bytes: &[u8], at: usize, file: u32) -> (Finding, String) {
    let before = String::from_utf8_lossy(&bytes[..at]).into_owned();
    let line = before.split('\n').count();
    let column = before.rsplit('\n').next().map_or(1, |line| line.chars().count() + 1);
    // A shown character takes the place of the bad byte.
    let text = before + &String::from_utf8_lossy(&bytes[at..]);
    let offset = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let bad = bytes.iter().filter(|&&byte| (0x80..0xa0).contains(&byte)).count();
    let high = bytes.iter().filter(|&&byte| byte >= 0x80).count();
    let valid_pairs = text.chars().filter(|&shown| !shown.is_ascii() && shown != '\u{fffd}').count();
    let looks: Words = if valid_pairs > 0 {
        "the rest is UTF-8, so this byte was damaged: repair it in the file".into()
    } else if bad > 0 || high > 0 {
        "it looks like Windows-1252 or Latin-1: save the file as \"CSV UTF-8\"".into()
    } else {
        "save the file as \"CSV UTF-8\"".into()
    };
    let finding = Finding::new(
        &codes::NOT_UTF8,
        format!("byte 0x{:02X} at offset {at} (line {line}, column {column}) is not UTF-8", bytes[at]),
    )
    .at(Place { file, line: offset(line), start: offset(at), end: offset(at + '\u{fffd}'.len_utf8()) })
    .expected("UTF-8")
    .hint(looks);
    (finding, text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> (String, Option<&'static str>) {
        let (source, finding) = decode(Input { name: "f".into(), bytes: bytes.into() }, 0);
        (source.text, finding.map(|finding| finding.code.name))
    }

    #[test]
    fn a_byte_order_mark_is_no_part_of_the_text() {
        assert_eq!(read(b"\xef\xbb\xbfid"), ("id".into(), None));
    }

    #[test]
    fn what_is_not_utf8_is_named_and_never_guessed() {
        assert_eq!(read(b"id,caf\xe9\n").1, Some("not-utf8"));
        assert_eq!(read(b"\x1f\x8b\x08").1, Some("not-text"));
        assert_eq!(read(b"PK\x03\x04").1, Some("not-text"));
        assert_eq!(read(b"i\0d\0").1, Some("not-text"));
        assert_eq!(read(b"\xff\xfei\0").1, Some("not-text"));
    }

    #[test]
    fn a_bad_byte_has_its_line_column_and_offset() {
        let (_, finding) = decode(Input { name: "f".into(), bytes: b"id\na\xffb\n".to_vec() }, 0);
        assert_eq!(finding.unwrap().message, "byte 0xFF at offset 4 (line 2, column 2) is not UTF-8");
    }
}
