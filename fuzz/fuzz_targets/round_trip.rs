//! Any text in any cell → CSV, guarded and written by another program's rules → the same cells.
#![no_main]

use std::sync::OnceLock;

use roadbed::{diagnostic::Source, ingest, policy::Policy, untrusted::guard};

static POLICY: OnceLock<Policy> = OnceLock::new();

libfuzzer_sys::fuzz_target!(|data: &str| {
    // Cells are separated by U+001F, rows have three of them.
    let cells: Vec<&str> = data.split('\u{1f}').collect();
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(["id", "title", "extra"]).expect("memory");
    let rows: Vec<&[&str]> = cells.chunks_exact(2).collect();
    for (number, row) in rows.iter().enumerate() {
        writer.write_record([&number.to_string(), &*guard(row[0]), &*guard(row[1])]).expect("memory");
    }
    let text = String::from_utf8(writer.into_inner().expect("memory")).expect("UTF-8");
    let sources = [Source::new("b.csv", text)];
    let reading = ingest::read(&sources, 0, POLICY.get_or_init(Policy::default), roadbed::workers::Workers::default());
    for request in &reading.backlog.requests {
        let number: usize = request.id.parse().expect("a number");
        assert_eq!(request.title, rows[number][0]);
        assert_eq!(reading.sheets.carried(request.row, &["extra"]), [rows[number][1]]);
    }
    // Only what is said may be missing.
    let errors = reading.findings.iter().filter(|finding| finding.is_error()).count();
    assert!(reading.backlog.requests.len() == rows.len() || errors > 0);
});
