//! Any bytes as a mail.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| traek_fuzz::read("brev.eml", b"MIME-Version: 1.0\r\n", bytes));
