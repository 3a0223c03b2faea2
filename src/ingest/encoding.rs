//! Bytes → text: UTF-8 and UTF-16 by their marks, anything else only by name, and a clear word
//! about what is no text at all. Not for guessing: a guess only ever stands in a hint.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::{ReadAs, codes, read_as::Label, workbook};
use crate::{
    diagnostic::{Finding, Form, Place, Source, Words},
    model::{MOST, number},
    untrusted::inline,
};

/// A file as it was handed in.
#[derive(Clone, Debug)]
pub struct Input {
    /// Its name as the user gave it.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Reads the bytes of the file with the given number as text; of a workbook it writes one sheet
/// out as text. What cannot be read gives an error, and a source that shows what can be shown.
pub fn decode(input: Input, file: u32, read_as: &ReadAs) -> (Source, Vec<Finding>) {
    let mut findings = Vec::new();
    let delimiter = read_as.delimiter.map(super::Delimiter::byte);
    let mut form = Form { delimiter, header_line: read_as.header_line, ..Form::default() };
    let ending = ending(&input.name);
    if workbook::is_zip(&input.bytes) {
        if !matches!(ending.as_deref(), Some("xlsx" | "xlsm" | "xltx" | "xltm" | "ods" | "ots") | None) {
            findings.push(other_kind(&input.name, "a workbook", file));
        }
        let text = match workbook::read(&input.bytes, read_as.sheet.as_deref(), file, &mut findings) {
            Ok(sheet) => {
                form.sheet = Some(sheet.rows);
                sheet.text
            }
            Err(finding) => {
                findings.push(at_the_top(*finding, file));
                String::new()
            }
        };
        return (Source { name: input.name, text, form }, findings);
    }
    let Input { name, bytes } = input;
    let text = text(bytes, file, read_as.encoding, &mut findings);
    let broken = findings.iter().any(Finding::is_error);
    if !broken && matches!(ending.as_deref(), Some("xlsx" | "xlsm" | "xls" | "ods")) {
        findings.push(other_kind(&name, "CSV text", file));
    }
    (Source { name, text, form }, findings)
}

/// Reads the bytes of a file that can only be UTF-8 text, such as a policy.
pub fn decode_text(input: Input, file: u32) -> (Source, Vec<Finding>) {
    let mut findings = Vec::new();
    let text = if workbook::is_zip(&input.bytes) {
        findings.push(at_the_top(not_text("a zip archive", "name a text file"), file));
        String::new()
    } else {
        text(input.bytes, file, None, &mut findings)
    };
    (Source::new(input.name, text), findings)
}

fn text(bytes: Vec<u8>, file: u32, named: Option<Label>, findings: &mut Vec<Finding>) -> String {
    if let Some(finding) = too_large(bytes.len(), file).or_else(|| {
        let (what, hint) = other_format(&bytes, named)?;
        Some(at_the_top(not_text(what, hint), file))
    }) {
        findings.push(finding);
        return String::new();
    }
    let (text, finding) = match (Encoding::for_bom(&bytes), named) {
        (Some((marked, length)), named) => {
            if let Some(Label(named)) = named.filter(|&Label(named)| named != marked) {
                findings.push(at_the_top(mark_differs(marked, named), file));
            }
            by_encoding(marked, bytes, length, file)
        }
        (None, Some(Label(named))) if named != UTF_8 => {
            let is_utf8 = !bytes.is_ascii() && str::from_utf8(&bytes).is_ok();
            let (text, finding) = by_encoding(named, bytes, 0, file);
            let about = if is_utf8 { Some(utf8_all_the_same(named)) } else { named_encoding(&text, named) };
            if let Some((about, at)) = about.filter(|_| finding.is_none()) {
                findings.push(about.at(place_at(&text, at, file)).without_value());
            }
            (text, finding)
        }
        _ => by_encoding(UTF_8, bytes, 0, file),
    };
    findings.extend(finding);
    text
}

/// The error that a text of that length is, where it is too long for the places in it.
fn too_large(length: usize, file: u32) -> Option<Finding> {
    let finding = || Finding::new(&codes::TOO_LARGE, "the file has 4 GiB or more");
    (length > MOST).then(|| at_the_top(finding().hint("split it into several files"), file))
}

/// Decodes strictly what follows a mark of the given length.
fn by_encoding(
    encoding: &'static Encoding,
    mut bytes: Vec<u8>,
    mark: usize,
    file: u32,
) -> (String, Option<Finding>) {
    if encoding == UTF_8 {
        bytes.drain(..mark);
        return match String::from_utf8(bytes) {
            Ok(text) => (text, None),
            Err(error) => {
                let at = error.utf8_error().valid_up_to();
                let (finding, text) = not_utf8(error.as_bytes(), at, mark, file);
                (text, Some(finding))
            }
        };
    }
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let room = decoder.max_utf8_buffer_length_without_replacement(bytes.len() - mark);
    let mut text = String::with_capacity(room.unwrap_or(0));
    let (result, read) = decoder.decode_to_string_without_replacement(&bytes[mark..], &mut text, true);
    text.shrink_to_fit();
    if let Some(finding) = too_large(text.len(), file) {
        return (String::new(), Some(finding));
    }
    let DecoderResult::Malformed(length, after) = result else {
        return (text, None);
    };
    let at = mark + read - usize::from(length) - usize::from(after);
    let place = place_at(&text, text.len(), file);
    let name = encoding.name();
    let finding = Finding::new(
        &codes::NOT_DECODABLE,
        format!("the bytes at offset {at} (line {}) are not {name}", place.line),
    )
    .at(place)
    .hint(if mark > 0 {
        "the file is damaged or was cut: export it again"
    } else {
        "name the encoding that the file really has, or export it as \"CSV UTF-8\""
    });
    text.push('\u{fffd}');
    (text, Some(finding))
}

/// Where an offset of a text stands, as a place one character long.
fn place_at(text: &str, at: usize, file: u32) -> Place {
    let lines = memchr::memchr_iter(b'\n', &text.as_bytes()[..at]).count() + 1;
    let length = text[at..].chars().next().map_or(0, char::len_utf8);
    Place { file, line: number(lines), start: number(at), end: number(at + length) }
}

fn at_the_top(finding: Finding, file: u32) -> Finding {
    let place = finding.place.unwrap_or(Place { file, line: 1, start: 0, end: 0 });
    finding.at(place)
}

fn not_text(what: &str, hint: &'static str) -> Finding {
    Finding::new(&codes::NOT_TEXT, format!("this is {what}, not CSV")).hint(hint)
}

/// The ending of a file's name, in lower case.
fn ending(name: &str) -> Option<String> {
    name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase())
}

fn other_kind(name: &str, what: &str, file: u32) -> Finding {
    let ending = ending(name).unwrap_or_default();
    at_the_top(
        Finding::new(
            &codes::OTHER_KIND,
            format!("the name ends in .{}, and the file is {what}: read as that", inline(&ending, 20)),
        )
        .without_value(),
        file,
    )
}

fn mark_differs(marked: &'static Encoding, named: &'static Encoding) -> Finding {
    let (marked, named) = (marked.name(), named.name());
    Finding::new(
        &codes::OTHER_ENCODING,
        format!("the file's byte order mark says {marked}: read as that, not as {named}"),
    )
    .without_value()
    .hint("`--encoding FILE=LABEL` names the encoding of one file only")
}

/// About a file that was read as something else than the UTF-8 that it is.
fn utf8_all_the_same(named: &'static Encoding) -> (Finding, usize) {
    let message = format!("the file is valid UTF-8, and was read as {}, as asked", named.name());
    let mut finding = Finding::new(&codes::OTHER_ENCODING, message)
        .hint("leave out --encoding; `--encoding FILE=LABEL` names the encoding of one file only");
    finding.severity = crate::diagnostic::Severity::Warning;
    (finding, 0)
}

/// Shows what the named encoding made of the first letters beyond ASCII: any name fits the bytes
/// of most files, so only a reader can see whether it was the right one.
fn named_encoding(text: &str, named: &'static Encoding) -> Option<(Finding, usize)> {
    let at = text.find(|c: char| !c.is_ascii())?;
    let message = format!("read as {}, as asked: `{}`", named.name(), inline(word_at(text, at), 40));
    Some((Finding::new(&codes::OTHER_ENCODING, message).hint("look whether the letters are right"), at))
}

/// The word around an offset.
fn word_at(text: &str, at: usize) -> &str {
    let between = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '|' | '"');
    let from = text[..at].rfind(between).map_or(0, |found| found + 1);
    let end = text[at..].find(between).map_or(text.len(), |found| at + found);
    // A blank before the word may be longer than a byte.
    text.get(from..end).unwrap_or(&text[at..end])
}

/// What the bytes are where they are certainly no text in UTF-8 or the named encoding, and how to
/// go on.
fn other_format(bytes: &[u8], named: Option<Label>) -> Option<(&'static str, &'static str)> {
    const SAVE_AS: &str = "open it in a spreadsheet program and save it as .xlsx or as \"CSV UTF-8\"";
    if bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        return Some(("an old Excel workbook (.xls), or one with a password", SAVE_AS));
    }
    if bytes.starts_with(b"\x1f\x8b") {
        return Some(("compressed with gzip", "unpack it first: `gunzip FILE`"));
    }
    if bytes.starts_with(b"7z\xbc\xaf\x27\x1c") || bytes.starts_with(b"Rar!\x1a") {
        return Some(("a packed archive", "unpack it first"));
    }
    if bytes.starts_with(b"%PDF") {
        return Some(("a PDF document", "export the table from the program that made it"));
    }
    if bytes.starts_with(b"\xff\xfe\0\0") || bytes.starts_with(b"\0\0\xfe\xff") {
        return Some(("text in UTF-32", "save it as \"CSV UTF-8\""));
    }
    let marked = Encoding::for_bom(bytes).is_some_and(|(encoding, _)| encoding != UTF_8);
    let wide = named.is_some_and(|Label(named)| named == UTF_16LE || named == UTF_16BE);
    if marked || wide {
        return None;
    }
    let start = &bytes[..bytes.len().min(256)];
    let zeros = |first: usize| start.iter().skip(first).step_by(2).filter(|&&byte| byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    if (even + odd) * 3 > start.len() {
        // A letter of most scripts has its zero in the upper byte.
        return Some(if even > odd {
            ("text in UTF-16 without a byte order mark, by the look of it", "`--encoding utf-16be` reads it")
        } else {
            ("text in UTF-16 without a byte order mark, by the look of it", "`--encoding utf-16le` reads it")
        });
    }
    let text = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start).trim_ascii_start().to_ascii_lowercase();
    if text.starts_with(b"<html") || text.starts_with(b"<!doctype html") || text.starts_with(b"<table") {
        return Some(("a web page, which some tools save under .xls or .csv", SAVE_AS));
    }
    if text.starts_with(b"<?xml") {
        return Some(("an XML document, which some tools save under .xls or .csv", SAVE_AS));
    }
    if text.starts_with(b"{\\rtf") {
        return Some(("a text document (RTF)", SAVE_AS));
    }
    None
}

/// The finding about a byte that is not UTF-8, and the text with a shown character in its place.
fn not_utf8(bytes: &[u8], at: usize, mark: usize, file: u32) -> (Finding, String) {
    let before = String::from_utf8_lossy(&bytes[..at]).into_owned();
    let column = before.rsplit('\n').next().map_or(1, |line| line.chars().count() + 1);
    let text = before + &String::from_utf8_lossy(&bytes[at..]);
    let place = place_at(&text, at, file);
    let finding = Finding::new(
        &codes::NOT_UTF8,
        format!(
            "byte 0x{:02X} at offset {} (line {}, column {column}) is not UTF-8",
            bytes[at],
            at + mark,
            place.line
        ),
    )
    .at(place)
    .expected("UTF-8")
    .hint(what_it_looks_like(bytes, at, &text, mark > 0));
    (finding, text)
}

/// What bytes look like that are not UTF-8, with a word as it would read.
fn what_it_looks_like(bytes: &[u8], at: usize, lossy: &str, marked: bool) -> Words {
    let valid = lossy.chars().filter(|&shown| !shown.is_ascii() && shown != '\u{fffd}').count();
    if valid > 0 || marked {
        return "the rest is UTF-8, so this byte was damaged or the file was cut: repair it there".into();
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guess = detector.guess(None, Utf8Detection::Deny);
    let line_from = bytes[..at].iter().rposition(|&byte| byte == b'\n').map_or(0, |found| found + 1);
    let line_end = bytes[at..].iter().position(|&byte| byte == b'\n').map_or(bytes.len(), |found| at + found);
    let (line, _) = guess.decode_without_bom_handling(&bytes[line_from..line_end]);
    let shown = line.find(|c: char| !c.is_ascii()).map_or("", |at| word_at(&line, at));
    let label = guess.name().to_ascii_lowercase();
    format!(
        "it looks like {label}, which would read `{}`: if that is right, name it with `--encoding {label}`; if not, name another or save the file as \"CSV UTF-8\"",
        inline(shown, 40)
    )
    .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_as(bytes: &[u8], label: Option<&str>) -> (String, Vec<&'static str>) {
        let read_as =
            ReadAs { encoding: label.map(|label| Label::parse(label).unwrap()), ..ReadAs::default() };
        let (source, findings) = decode(Input { name: "f".into(), bytes: bytes.into() }, 0, &read_as);
        (source.text, findings.iter().map(|finding| finding.code.name).collect())
    }

    fn read(bytes: &[u8]) -> (String, Vec<&'static str>) {
        read_as(bytes, None)
    }

    fn hint(bytes: &[u8]) -> String {
        let input = Input { name: "f".into(), bytes: bytes.into() };
        let (_, findings) = decode(input, 0, &ReadAs::default());
        findings[0].hint.clone().unwrap().into_owned()
    }

    #[test]
    fn a_byte_order_mark_says_how_to_read_and_is_no_part_of_the_text() {
        assert_eq!(read(b"\xef\xbb\xbfid"), ("id".into(), vec![]));
        assert_eq!(read(b"\xff\xfei\0d\0"), ("id".into(), vec![]));
        assert_eq!(read(b"\xfe\xff\0i\0d\x20\xac"), ("id€".into(), vec![]));
    }

    #[test]
    fn what_is_not_utf8_is_named_and_never_guessed() {
        assert_eq!(read(b"id,caf\xe9\n").1, ["not-utf8"]);
        assert_eq!(read(b"\x1f\x8b\x08").1, ["not-text"]);
        assert_eq!(read(b"i\0d\0").1, ["not-text"]);
        assert_eq!(read(b"<html><table>").1, ["not-text"]);
    }

    #[test]
    fn the_hint_shows_what_the_bytes_look_like() {
        assert!(hint(b"id,title\nA,caf\xe9 cr\xe8me\n").contains("windows-1252, which would read `café`"));
        assert!(hint(b"id,title\nA,\x93quoted\x94 \x96 5 \x80\n").contains("--encoding windows-1252"));
        assert!(hint(b"id,title\nA,caf\xc3\xa9 \xff\n").contains("damaged"));
        assert!(hint(b"i\0d\0,\0").contains("utf-16le"));
        assert!(hint(b"\0i\0d\0,").contains("utf-16be"));
    }

    #[test]
    fn a_named_encoding_is_used_and_shown() {
        assert_eq!(read_as(b"caf\xe9", Some("latin1")), ("café".into(), vec!["other-encoding"]));
        assert_eq!(read_as(b"cafe", Some("latin1")), ("cafe".into(), vec![]));
        assert_eq!(read_as(b"i\0d\0", Some("utf-16le")), ("id".into(), vec![]));
        assert_eq!(read_as("日本".as_bytes(), Some("utf-8")), ("日本".into(), vec![]));
        assert_eq!(read_as("é".as_bytes(), Some("latin1")), ("Ã©".into(), vec!["other-encoding"]));
        assert_eq!(read_as(b"\xef\xbb\xbf\xc3\xa9", Some("latin1")), ("é".into(), vec!["other-encoding"]));
    }

    #[test]
    fn text_that_is_cut_or_damaged_is_refused_in_every_encoding() {
        assert_eq!(read(b"\xff\xfei\0d").1, ["not-decodable"]);
        assert_eq!(read(b"\xff\xfe\x00\xd8i\0").1, ["not-decodable"]);
        assert_eq!(read_as(b"\x82", Some("shift_jis")).1, ["not-decodable"]);
    }

    #[test]
    fn a_bad_byte_has_its_line_column_and_offset() {
        let input = Input { name: "f".into(), bytes: b"id\na\xffb\n".to_vec() };
        let (_, findings) = decode(input, 0, &ReadAs::default());
        assert_eq!(findings[0].message, "byte 0xFF at offset 4 (line 2, column 2) is not UTF-8");
    }
}
