//! What the fuzz targets share.

/// Reads `start` and `rest` as the file `name`; whatever is read has its blocks and offsets within the text.
pub fn read(name: &str, start: &[u8], rest: &[u8]) {
    let bytes = [start, rest].concat();
    if let Ok(source) = traek_documents::read(name.as_ref(), &bytes) {
        let document = &source.document;
        assert!(document.blocks.iter().all(|block| document.text.get(block.start..block.end).is_some()));
        for (at, _) in document.text.char_indices() {
            let _ = document.map.source(at);
        }
    }
}
