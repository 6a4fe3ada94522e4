//! Any text as the content of an OpenDocument package.

#![no_main]

use std::io::{Cursor, Write};

use libfuzzer_sys::fuzz_target;
use zip::CompressionMethod;
use zip::write::{SimpleFileOptions, ZipWriter};

fuzz_target!(|body: &str| {
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let content = format!(
        "<office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
         xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" \
         xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" \
         xmlns:draw=\"urn:oasis:names:tc:opendocument:xmlns:drawing:1.0\">{body}</office:document-content>"
    );
    for (name, text) in [("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", content.as_str())] {
        writer.start_file(name, stored).expect("a new part");
        writer.write_all(text.as_bytes()).expect("written to memory");
    }
    let bytes = writer.finish().expect("a package").into_inner();
    if let Ok(source) = traek_documents::read("brev.odt".as_ref(), &bytes) {
        let document = &source.document;
        assert!(document.blocks.iter().all(|block| document.text.get(block.start..block.end).is_some()));
    }
});
