//! Shows a place in a text with carets under it.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Element, Origin, Snippet};

use crate::danish::on_boundaries;
use crate::lines::Lines;

/// A longer line (bytes) is no prose; it is shown in part, or many findings in it would take forever.
const LONGEST_LINE: usize = 50_000;

/// How much of a long line is shown on each side of the place (bytes).
const AROUND: usize = 300;

/// The lines around a place: a text may be large, and what is shown should cost what is shown.
pub(crate) struct Excerpt<'t> {
    text: &'t str,
    span: Range<usize>,
    /// Line and column of the place in the whole text, from 1.
    line: usize,
    column: usize,
    whole_lines: bool,
}

impl<'t> Excerpt<'t> {
    /// The lines of `text` that `span` (bytes) touches. A span that does not fit the text is made to; one that is wider
    /// than `columns` is marked from its beginning as far as that goes.
    pub(crate) fn new(lines: &Lines<'t>, span: &Range<usize>, columns: usize) -> Self {
        let text = lines.text();
        let span = on_boundaries(text, span);
        let (line, column) = lines.position(span.start);
        let Range { start: line_start, end: line_end } = lines.around(&span);
        let whole_lines = line_end - line_start <= LONGEST_LINE;
        let shown = if whole_lines {
            line_start..line_end
        } else {
            let start = span.start.saturating_sub(AROUND).max(line_start);
            let end = span.end.min(span.start + LONGEST_LINE) + AROUND;
            on_boundaries(text, &(start..end.min(line_end)))
        };
        let text = &text[shown.clone()];
        let span = on_boundaries(text, &(span.start - shown.start..span.end - shown.start));
        let span = span.start..span.start + fitting(&text[span], columns);
        Self { text, span, line, column, whole_lines }
    }

    /// The place and its lines, for a report about the file `path`.
    pub(crate) fn elements<'a>(&self, path: &'a str) -> Vec<Element<'a>>
    where
        't: 'a,
    {
        let annotation = AnnotationKind::Primary.span(self.span.clone());
        let snippet = Snippet::source(self.text).line_start(self.line).annotation(annotation);
        if self.whole_lines {
            return vec![snippet.path(path).into()];
        }
        // A cut line would be counted from where it is cut.
        vec![Origin::path(path).line(self.line).char_column(self.column).into(), snippet.into()]
    }

    /// The place, called `name` by people, and its lines.
    pub(crate) fn elements_at<'a>(&self, name: &'a str) -> Vec<Element<'a>>
    where
        't: 'a,
    {
        let annotation = AnnotationKind::Primary.span(self.span.clone());
        vec![Origin::path(name).into(), Snippet::source(self.text).line_start(self.line).annotation(annotation).into()]
    }
}

/// How much of `marked` (bytes) stands within `columns`, up to a whole word; all of it where it has several lines.
fn fitting(marked: &str, columns: usize) -> usize {
    match marked.char_indices().nth(columns) {
        Some((end, _)) if !marked.contains('\n') => marked[..end].rfind(' ').unwrap_or(end),
        _ => marked.len(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_touched_lines_are_shown() {
        let lines = Lines::new("første\nå anden\ntredje");
        let excerpt = Excerpt::new(&lines, &(11..16), 80);
        assert_eq!((excerpt.text, excerpt.span.clone()), ("å anden", 3..8));
        assert_eq!((excerpt.line, excerpt.column), (2, 3));
    }

    #[test]
    fn a_long_line_is_cut_on_letters() {
        let text = "å".repeat(LONGEST_LINE);
        let excerpt = Excerpt::new(&Lines::new(&text), &(1_001..LONGEST_LINE + 1_001), 80);
        assert!(excerpt.text.len() < LONGEST_LINE + 2 * AROUND + 4);
        assert!(excerpt.span.end <= excerpt.text.len());
    }

    #[test]
    fn a_wide_place_is_marked_as_far_as_it_fits() {
        assert_eq!(fitting("sådan gør vi altid", 14), "sådan gør vi".len());
        assert_eq!(fitting("sådan\ngør vi altid", 8), "sådan\ngør vi altid".len());
    }

    #[test]
    fn a_place_outside_the_text_is_its_end() {
        let lines = Lines::new("kort");
        assert_eq!(Excerpt::new(&lines, &(90..95), 80).span, 4..4);
    }
}
