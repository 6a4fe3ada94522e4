//! Any bytes as a PDF.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| traek_fuzz::read("brev.pdf", b"%PDF-1.4\n", bytes));
