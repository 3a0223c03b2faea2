//! What the targets share: reading a file the whole way, and looking at everything that was found.

use std::sync::OnceLock;

use roadbed::{
    diagnostic::{Source, Style, line, picture},
    ingest::{self, Delimiter, Input, Label, ReadAs},
    policy::Policy,
};

static POLICY: OnceLock<Policy> = OnceLock::new();

/// Reads bytes as a backlog, looks at the place of every finding, and renders some. Nothing of it may
/// panic, and every place must lie inside the text.
pub fn read(name: &str, bytes: &[u8], read_as: &ReadAs) {
    let input = Input { name: name.to_owned(), bytes: bytes.to_vec() };
    let (source, mut findings) = ingest::decode(input, 0, read_as);
    let sources: Vec<Source> = vec![source];
    let reading = ingest::read(&sources, 0, POLICY.get_or_init(Policy::default), roadbed::workers::Workers::default());
    // Drawing takes ten times as long as reading, so that only some inputs are drawn.
    let drawn = bytes.iter().fold(0_u8, |sum, &byte| sum.wrapping_add(byte)) % 64 == 0;
    findings.extend(reading.findings);
    for finding in findings.iter().take(50) {
        let place = reading.sheets.place_of(finding);
        if let Some(place) = place {
            assert!(place.start <= place.end && place.end as usize <= sources[0].text.len());
            assert!(sources[0].text.is_char_boundary(place.start as usize));
            assert!(sources[0].text.is_char_boundary(place.end as usize));
            assert!(place.line > 0);
            sources[0].address(place);
        }
        assert!(finding.place.is_none_or(|place| place.file == 0));
        if !drawn {
            continue;
        }
        let style = Style { fancy: false, width: 80 };
        assert!(!picture(finding, place, &[], &sources, style).is_empty());
        assert!(!line(finding, place, &sources).is_empty());
    }
    for request in &reading.backlog.requests {
        assert!(!request.id.is_empty());
        assert!(reading.sheets.row(request.row).is_some());
    }
}

/// How to read, by a byte.
pub fn read_as(byte: u8) -> ReadAs {
    let label = match byte & 7 {
        1 => Some("windows-1252"),
        2 => Some("utf-16le"),
        3 => Some("shift_jis"),
        _ => None,
    };
    let delimiter = match byte >> 3 & 7 {
        1 => Some(";"),
        2 => Some("tab"),
        _ => None,
    };
    ReadAs {
        encoding: label.and_then(Label::parse),
        delimiter: delimiter.and_then(Delimiter::parse),
        header_line: (byte >> 6 == 1).then_some(2),
        sheet: None,
    }
}
