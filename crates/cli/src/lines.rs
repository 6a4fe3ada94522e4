//! Byte offsets to lines and columns.

use std::ops::Range;

/// Letters are counted from the nearest of marks this far apart (bytes), so that a long line costs no more than a
/// short one.
const BETWEEN_MARKS: usize = 1024;

/// Where the lines of a text begin, and how many letters come before marks in it.
pub(crate) struct Lines<'t> {
    text: &'t str,
    starts: Vec<usize>,
    /// Letters that begin before byte `index * BETWEEN_MARKS`.
    letters: Vec<usize>,
}

impl<'t> Lines<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        let mut before = 0;
        let letters = text
            .as_bytes()
            .chunks(BETWEEN_MARKS)
            .map(|chunk| {
                let mark = before;
                before += begun(chunk);
                mark
            })
            .collect();
        Self { text, starts, letters }
    }

    pub(crate) fn text(&self) -> &'t str {
        self.text
    }

    /// The line of a byte offset, from 1.
    pub(crate) fn line(&self, offset: usize) -> usize {
        self.starts.partition_point(|start| *start <= offset)
    }

    /// Line and column of a byte offset, both from 1; columns count Unicode scalar values.
    pub(crate) fn position(&self, offset: usize) -> (usize, usize) {
        let offset = offset.min(self.text.len());
        let line = self.line(offset);
        (line, self.letters_before(offset) - self.letters_before(self.starts[line - 1]) + 1)
    }

    /// The column of a byte offset in its line, from 1, counted in bytes.
    pub(crate) fn byte_column(&self, offset: usize) -> usize {
        let offset = offset.min(self.text.len());
        offset - self.starts[self.line(offset) - 1] + 1
    }

    /// From the start of the line of `span.start` to the end of the line of `span.end`, without the line break.
    pub(crate) fn around(&self, span: &Range<usize>) -> Range<usize> {
        let start = self.starts[self.line(span.start) - 1];
        let end = self.starts.get(self.line(span.end)).map_or(self.text.len(), |next| next - 1);
        let carriage_return = end > start && self.text.as_bytes()[end - 1] == b'\r';
        start..if carriage_return { end - 1 } else { end }
    }

    fn letters_before(&self, offset: usize) -> usize {
        let mark = offset / BETWEEN_MARKS;
        let counted = self.letters.get(mark).or(self.letters.last()).copied().unwrap_or_default();
        let from = mark.min(self.letters.len().saturating_sub(1)) * BETWEEN_MARKS;
        counted + begun(&self.text.as_bytes()[from..offset])
    }
}

/// How many letters begin in these bytes of UTF-8.
fn begun(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0xC0 != 0x80).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_letters_not_bytes() {
        let lines = Lines::new("æøå\nÅse er her");
        assert_eq!(lines.position("æøå".len()), (1, 4));
        assert_eq!(lines.position("æøå\nÅse ".len()), (2, 5));
        assert_eq!(lines.byte_column("æøå\nÅse ".len()), 6);
    }

    #[test]
    fn columns_far_into_a_line_are_exact() {
        let text = format!("kort\n{}", "åb".repeat(5_000));
        let lines = Lines::new(&text);
        for letters in [0, 1, 341, 682, 683, 1024, 9_999, 10_000] {
            let offset = 5 + letters / 2 * 3 + letters % 2 * 2;
            assert_eq!(lines.position(offset), (2, letters + 1));
        }
    }

    #[test]
    fn the_lines_of_a_place_have_no_line_break() {
        let lines = Lines::new("en\r\nto\r\ntre");
        assert_eq!(lines.around(&(5..6)), 4..6);
        assert_eq!(lines.around(&(0..9)), 0..11);
        assert_eq!(Lines::new("").around(&(0..0)), 0..0);
    }
}
