//! Any bytes as a message of Digital Post.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| traek_fuzz::read("brev.xml", b"<m:Message xmlns:m=\"https://DigitalPost.dk/MeMo-1\">", bytes));
