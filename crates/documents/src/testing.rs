//! What holds for every source that was read, for the property tests of the readers.

use crate::Source;

/// Checks that blocks can be cut out of the text, in order, and that offsets lead into a file of `length` bytes.
pub(crate) fn assert_sound(source: &Source, length: usize) {
    let document = &source.document;
    let mut end = 0;
    for block in &document.blocks {
        assert!(block.start >= end && block.start < block.end, "blocks in order: {block:?}");
        assert!(document.text.get(block.start..block.end).is_some(), "on letters: {block:?}");
        assert!(document.map.source(block.start) <= length);
        end = block.end;
    }
    assert!(end <= document.text.len());
    assert!(document.map.source(document.text.len()) <= length, "offsets within the file");
    assert!(source.places.is_sorted_by_key(|place| place.start));
}
