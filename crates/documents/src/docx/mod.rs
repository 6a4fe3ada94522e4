//! Reads .docx - the text as Word would print it, with tracked changes accepted - and writes results back into it.
//!
//! Offsets of the source are bytes of the XML parts that have text, one after the other: document, footnotes, endnotes, and
//! headers and footers as the sections name them.

mod anatomy;
mod comment;
mod comments_part;
mod cut;
mod edit;
mod part;
mod parts;
mod properties;
mod relations;
mod save;
mod styles;
#[cfg(test)]
mod tests;
mod write;
#[cfg(test)]
mod write_tests;

use std::collections::HashMap;

use traek_core::BlockKind;

pub use self::comment::{Comment, comment};
pub(crate) use self::edit::edit;
pub use self::edit::track;
use self::part::Note;
use self::parts::{Kind, Parts};
use self::relations::Relation;
use self::styles::Styles;
use crate::compose::Composed;
use crate::container::Package;
use crate::story::{Layout, Piece, Role};
use crate::xml::Part;
use crate::{Format, ReadError, Source};

/// What errors call a file of this format.
pub(crate) const NAME: &str = "et Word-dokument";

/// Reads the letter in a package.
pub(crate) fn read(package: &mut Package<'_>) -> Result<Source, ReadError> {
    let parts = Parts::read(package)?;
    let styles = styles(package, &parts.relations)?;
    let composed = compose(parts, &styles)?;
    if composed.document.text.trim().is_empty() {
        return Err(ReadError::NoText(package.format()));
    }
    Ok(composed.into_source(Format::Docx))
}

fn styles(package: &mut Package<'_>, relations: &[Relation]) -> Result<Styles, ReadError> {
    let Some(name) = relations::related(relations, "styles") else { return Ok(Styles::default()) };
    let Some(text) = package.part(name)? else { return Ok(Styles::default()) };
    Styles::read(&text, Part { format: package.format(), name })
}

/// Headers, text, notes and footers, in that order.
fn compose(mut parts: Parts, styles: &Styles) -> Result<Composed, ReadError> {
    let resolve = |own: &_| styles.resolve(own);
    let mut layout = Layout::new(&resolve);
    for header in parts.take(Kind::Header) {
        layout.add(header.pieces, Role::Beside(BlockKind::Margin, "sidehoved"))?;
    }
    let mut references = Vec::new();
    for body in parts.take(Kind::Body) {
        references.extend(body.references);
        layout.add(body.pieces, Role::Body)?;
    }
    for (kind, note, name) in [(Kind::Footnotes, Note::Foot, "fodnote"), (Kind::Endnotes, Note::End, "slutnote")] {
        let notes = parts.take(kind).into_iter().flat_map(|part| part.notes);
        let mut notes: HashMap<String, Vec<Piece>> = notes.collect();
        let ids = references.iter().filter(|reference| reference.0 == note);
        for (number, (_, id)) in (1..).zip(ids) {
            if let Some(pieces) = notes.remove(id) {
                layout.add(pieces, Role::Beside(BlockKind::Footnote, &format!("{name} {number}")))?;
            }
        }
    }
    for footer in parts.take(Kind::Footer) {
        layout.add(footer.pieces, Role::Beside(BlockKind::Margin, "sidefod"))?;
    }
    Ok(layout.finish())
}
