//! Gives results back in a Word document: comments, changes, tracked changes.

use std::ops::Range;

use super::NAME;
use super::anatomy::survey;
use super::cut::Body;
use super::parts::{Kind, Parts, TextPart};
use crate::container::Package;
use crate::write::WriteError;
use crate::xml::Part;
use crate::{ReadError, Source};

/// Who the comments and tracked changes are by.
pub(super) const AUTHOR: &str = "traek";

/// The parts of a document that is being written.
pub(super) struct Letter<'a> {
    pub(super) source: &'a Source,
    pub(super) parts: &'a Parts,
    bodies: Vec<Body<'a>>,
}

impl<'a> Letter<'a> {
    pub(super) fn new(source: &'a Source, parts: &'a Parts) -> Result<Self, WriteError> {
        let survey = |part: &'a TextPart| {
            let anatomy = survey(&part.xml, Part { format: NAME, name: &part.name })?;
            Ok::<Body<'a>, ReadError>(Body { xml: &part.xml, anatomy })
        };
        let bodies = parts.texts.iter().map(survey).collect::<Result<_, _>>()?;
        Ok(Self { source, parts, bodies })
    }

    /// The part with the byte `at` of the source, and that byte within it.
    pub(super) fn part_at(&self, at: usize) -> (usize, usize) {
        let after = self.parts.texts.partition_point(|part| part.base <= at);
        let index = after.saturating_sub(1);
        (index, at - self.parts.texts.get(index).map_or(0, |part| part.base))
    }

    pub(super) fn kind(&self, part: usize) -> Kind {
        self.parts.texts[part].kind
    }

    pub(super) fn body(&self, part: usize) -> &Body<'a> {
        &self.bodies[part]
    }

    /// Where the first and the last sign of `span` begin in the source.
    pub(super) fn ends(&self, span: &Range<usize>) -> Option<(usize, usize)> {
        let document = &self.source.document;
        let (last, _) = document.text.get(span.clone())?.char_indices().next_back()?;
        Some((document.map.source(span.start), document.map.source(span.start + last)))
    }

    /// A number that is not the id of anything, nor are those after it.
    pub(super) fn free_id(&self) -> u64 {
        self.bodies.iter().map(|body| body.anatomy.greatest_id + 1).max().unwrap_or(0)
    }
}

/// Opens the package and reads its parts.
pub(super) fn open(bytes: &[u8]) -> Result<(Package<'_>, Parts), WriteError> {
    let mut package = Package::open(bytes, NAME)?;
    let parts = Parts::read(&mut package)?;
    Ok((package, parts))
}
