//! Bytes → text → cells → requests. The first byte says how to read.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    if let [how, bytes @ ..] = data {
        roadbed_fuzz::read("b.csv", bytes, &roadbed_fuzz::read_as(*how));
    }
});
