//! The bytes of a workbook as they are: the zip archive too.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    roadbed_fuzz::read("b.ods", data, &roadbed::ingest::ReadAs::default());
});
