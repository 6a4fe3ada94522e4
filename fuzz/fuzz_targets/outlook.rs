//! Any bytes as a mail that Outlook saved.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| traek_fuzz::read("brev.msg", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", bytes));
