//! Reads .docx: the text as Word would print it, with tracked changes accepted.
//!
//! Offsets of the source are bytes of the XML parts that have text, one after the other: document, footnotes, endnotes, and
//! headers and footers as the sections name them.

mod part;
mod properties;
mod relations;
mod styles;
#[cfg(test)]
mod tests;

use std::collections::{HashMap, HashSet};

use traek_core::BlockKind;

use self::part::{Margin, Note, Read};
use self::relations::Relation;
use self::styles::Styles;
use crate::compose::Composed;
use crate::container::Package;
use crate::story::{Layout, Role};
use crate::xml::Part;
use crate::{Format, ReadError, Source};

/// What errors call a file of this format.
pub(crate) const NAME: &str = "et Word-dokument";

/// Reads the letter in a package.
pub(crate) fn read(package: &mut Package<'_>) -> Result<Source, ReadError> {
    let package_relations = relations::read(package, "")?;
    let document = relations::related(&package_relations, "officeDocument").unwrap_or("word/document.xml");
    let relations = relations::read(package, document)?;
    let parts = Parts::read(package, document, &relations)?;
    let composed = parts.compose(&styles(package, &relations)?)?;
    if composed.document.text.trim().is_empty() {
        return Err(ReadError::NoText(package.format()));
    }
    Ok(composed.into_source(Format::Word))
}

fn styles(package: &mut Package<'_>, relations: &[Relation]) -> Result<Styles, ReadError> {
    let Some(name) = relations::related(relations, "styles") else { return Ok(Styles::default()) };
    let Some(text) = package.part(name)? else { return Ok(Styles::default()) };
    Styles::read(&text, Part { format: package.format(), name })
}

/// The parts of a document that have text, in the order of the source's offsets.
struct Parts {
    body: Read,
    footnotes: Read,
    endnotes: Read,
    margins: Vec<(Margin, Read)>,
}

impl Parts {
    fn read(package: &mut Package<'_>, document: &str, relations: &[Relation]) -> Result<Self, ReadError> {
        let mut base = 0;
        let mut next = |package: &mut Package<'_>, name: &str| {
            let Some(text) = package.part(name)? else { return Ok(Read::default()) };
            let read = part::read(&text, base, Part { format: package.format(), name })?;
            base += text.len();
            Ok::<Read, ReadError>(read)
        };
        if !package.has(document) {
            return Err(ReadError::Damaged(package.format(), format!("delen {document} mangler")));
        }
        let body = next(package, document)?;
        let mut notes = |package: &mut Package<'_>, kind: &str| {
            relations::related(relations, kind).map_or_else(|| Ok(Read::default()), |name| next(package, name))
        };
        let (footnotes, endnotes) = (notes(package, "footnotes")?, notes(package, "endnotes")?);
        let mut margins = Vec::new();
        let mut seen = HashSet::new();
        let by_id: HashMap<&str, &Relation> =
            relations.iter().map(|relation| (relation.id.as_str(), relation)).collect();
        for (margin, id) in &body.margins {
            let Some(relation) = by_id.get(id.as_str()) else { continue };
            if seen.insert(&relation.target) {
                margins.push((*margin, next(package, &relation.target)?));
            }
        }
        Ok(Self { body, footnotes, endnotes, margins })
    }

    /// Headers, text, notes and footers, in that order.
    fn compose(self, styles: &Styles) -> Result<Composed, ReadError> {
        let resolve = |own: &_| styles.resolve(own);
        let mut layout = Layout::new(&resolve);
        let (headers, footers): (Vec<_>, Vec<_>) =
            self.margins.into_iter().partition(|(margin, _)| *margin == Margin::Header);
        for (_, read) in headers {
            layout.add(read.pieces, Role::Beside(BlockKind::Margin, "sidehoved"))?;
        }
        let references = self.body.references;
        layout.add(self.body.pieces, Role::Body)?;
        for (notes, kind, name) in
            [(self.footnotes.notes, Note::Foot, "fodnote"), (self.endnotes.notes, Note::End, "slutnote")]
        {
            let mut notes: HashMap<_, _> = notes.into_iter().collect();
            let ids = references.iter().filter(|reference| reference.0 == kind);
            for (number, (_, id)) in (1..).zip(ids) {
                if let Some(pieces) = notes.remove(id) {
                    layout.add(pieces, Role::Beside(BlockKind::Footnote, &format!("{name} {number}")))?;
                }
            }
        }
        for (_, read) in footers {
            layout.add(read.pieces, Role::Beside(BlockKind::Margin, "sidefod"))?;
        }
        Ok(layout.finish())
    }
}
