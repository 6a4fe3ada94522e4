//! Any bytes that begin as a zip package does.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let bytes = [b"PK\x03\x04", bytes].concat();
    let _ = traek_documents::read("brev.docx".as_ref(), &bytes);
});
