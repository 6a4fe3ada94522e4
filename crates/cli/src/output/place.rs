//! Where findings stand in their files: lines and columns, or else what a reader calls the place.

use std::ops::Range;

use traek_core::Edit;

use crate::check::Checked;
use crate::lines::Lines;

/// A stretch of a file; its end is the place after its last sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Region {
    pub(super) start: Position,
    pub(super) end: Position,
}

/// A place in a file, counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Position {
    pub(super) line: usize,
    /// In Unicode scalar values.
    pub(super) column: usize,
    /// In bytes of UTF-8.
    pub(super) byte: usize,
}

/// The places of one letter.
pub(super) struct Places<'a> {
    checked: &'a Checked,
    /// Those of the letter's own file, if it has any.
    lines: Option<Lines<'a>>,
}

impl<'a> Places<'a> {
    pub(super) fn new(checked: &'a Checked) -> Self {
        Self { checked, lines: checked.source.file_text().map(Lines::new) }
    }

    /// Where `span` of the letter's text stands in its own file, which may be attached to another; `None` for a file
    /// without lines.
    pub(super) fn own_region(&self, span: &Range<usize>) -> Option<Region> {
        self.of_file(&self.checked.source.in_file(span)?)
    }

    /// The region of a range of the file's text (bytes).
    fn of_file(&self, range: &Range<usize>) -> Option<Region> {
        let lines = self.lines.as_ref()?;
        let position = |offset| {
            let (line, column) = lines.position(offset);
            Position { line, column, byte: lines.byte_column(offset) }
        };
        Some(Region { start: position(range.start), end: position(range.end) })
    }

    /// Where `span` stands in the file at [`Checked::path`]; `None` where that has no lines, as a mail with the letter
    /// attached to it.
    pub(super) fn region(&self, span: &Range<usize>) -> Option<Region> {
        if self.checked.attachment().is_some() { None } else { self.own_region(span) }
    }

    /// What `edit` replaces in the file at [`Checked::path`], and by what; `None` where a program could not make it.
    pub(super) fn edit(&self, edit: &Edit) -> Option<(Region, String)> {
        if self.checked.attachment().is_some() {
            return None;
        }
        let (range, text) = traek_documents::edit_in_file(&self.checked.source, edit)?;
        let is_text = |sign: char| !sign.is_control() || sign.is_whitespace();
        text.chars().all(is_text).then_some((self.of_file(&range)?, text))
    }

    /// What a reader calls the place of `span` where [`Self::region`] has none: `afsnit 4`, `svar.docx, afsnit 4`.
    pub(super) fn name(&self, span: &Range<usize>) -> Option<String> {
        if self.region(span).is_some() {
            return None;
        }
        let within = match self.own_region(span) {
            Some(region) => Some(format!("linje {}", region.start.line)),
            None => self.checked.source.place(span.start).map(str::to_owned),
        };
        match (self.checked.attachment(), within) {
            (Some(attachment), Some(within)) => Some(format!("{attachment}, {within}")),
            (Some(attachment), None) => Some(attachment.to_owned()),
            (None, within) => within,
        }
    }
}
