//! The text of a policy → the policy, or findings.
#![no_main]

use roadbed::{
    diagnostic::{Source, Style, picture},
    ingest::{Input, decode_text},
    policy::Policy,
};

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let input = Input { name: "roadbed.toml".to_owned(), bytes: data.to_vec() };
    let (source, findings) = decode_text(input, 0);
    if !findings.is_empty() {
        return;
    }
    let (_, findings) = Policy::read(&source, 0);
    let sources: [Source; 1] = [source];
    for finding in findings.iter().take(20) {
        assert!(
            !picture(finding, finding.place, &[], &sources, Style { fancy: false, width: 80 }).is_empty()
        );
    }
});
