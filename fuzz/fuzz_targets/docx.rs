//! Any text as the document in a package of Word, read and written.

#![no_main]

use std::io::{Cursor, Write};

use libfuzzer_sys::fuzz_target;
use traek_core::Edit;
use traek_documents::{Comment, comment, edit, track};
use zip::CompressionMethod;
use zip::write::{SimpleFileOptions, ZipWriter};

fuzz_target!(|body: &str| {
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let document = format!(
        "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
         xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\"><w:body>{body}</w:body></w:document>"
    );
    for (name, text) in [("[Content_Types].xml", "<Types/>"), ("word/document.xml", document.as_str())] {
        writer.start_file(name, stored).expect("a new part");
        writer.write_all(text.as_bytes()).expect("written to memory");
    }
    let bytes = writer.finish().expect("a package").into_inner();
    if let Ok(source) = traek_documents::read("brev.docx".as_ref(), &bytes) {
        let document = &source.document;
        let spans = || document.blocks.iter().map(|block| block.start..block.end);
        assert!(spans().all(|span| document.text.get(span).is_some()));
        let comments: Vec<Comment> = spans().map(|span| Comment { span, text: "Hvad?".to_owned() }).collect();
        let edits: Vec<Edit> = spans().map(|span| Edit { span, text: "nyt".to_owned() }).collect();
        let date = "2026-11-22T09:30:00Z";
        let _ = comment(&bytes, &source, &comments, date);
        let _ = edit(&bytes, &source, &edits);
        let _ = track(&bytes, &source, &edits, date);
    }
});
