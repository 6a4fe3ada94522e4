//! Any bytes as rich text.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| traek_fuzz::read("brev.rtf", b"{\\rtf1\\ansi ", bytes));
