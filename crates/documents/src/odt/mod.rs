//! Reads .odt: the text as LibreOffice would print it, with tracked changes accepted.
//!
//! Offsets of the source are bytes of `content.xml`, then of `styles.xml`, where the headers and footers stand.

mod part;
mod styles;
#[cfg(test)]
mod tests;

use traek_core::BlockKind;

use self::part::{Margin, Note};
use self::styles::Styles;
use crate::container::Package;
use crate::story::{Layout, Role};
use crate::xml::Part;
use crate::{Format, ReadError, Source};

/// What errors call a file of this format.
pub(crate) const NAME: &str = "et OpenDocument-dokument";

const CONTENT: &str = "content.xml";
const STYLES: &str = "styles.xml";

/// Reads the letter in a package.
pub(crate) fn read(package: &mut Package<'_>) -> Result<Source, ReadError> {
    check_kind(package)?;
    let named = |name| Part { format: NAME, name };
    let missing = || ReadError::Damaged(NAME, format!("delen {CONTENT} mangler"));
    let content = package.part(CONTENT)?.ok_or_else(missing)?;
    let common = package.part(STYLES)?.unwrap_or_default();
    let mut styles = Styles::default();
    styles.read(&common, named(STYLES))?;
    styles.read(&content, named(CONTENT))?;
    let body = part::read(&content, 0, named(CONTENT))?;
    let pages = part::read(&common, content.len(), named(STYLES))?;

    let resolve = |own: &_| styles.resolve(own);
    let mut layout = Layout::new(&resolve);
    let (headers, footers): (Vec<_>, Vec<_>) =
        pages.margins.into_iter().partition(|(margin, _)| *margin == Margin::Header);
    for (_, pieces) in headers {
        layout.add(pieces, Role::Beside(BlockKind::Margin, "sidehoved"))?;
    }
    layout.add(body.pieces, Role::Body)?;
    let (footnotes, endnotes): (Vec<_>, Vec<_>) = body.notes.into_iter().partition(|(note, _)| *note == Note::Foot);
    for (notes, name) in [(footnotes, "fodnote"), (endnotes, "slutnote")] {
        for (number, (_, pieces)) in (1..).zip(notes) {
            layout.add(pieces, Role::Beside(BlockKind::Footnote, &format!("{name} {number}")))?;
        }
    }
    for (_, pieces) in footers {
        layout.add(pieces, Role::Beside(BlockKind::Margin, "sidefod"))?;
    }
    let composed = layout.finish();
    if composed.document.text.trim().is_empty() {
        return Err(ReadError::NoText(NAME));
    }
    Ok(composed.into_source(Format::Odt))
}

/// Refuses packages of other programs, and those with a password.
fn check_kind(package: &mut Package<'_>) -> Result<(), ReadError> {
    let kind = package.part("mimetype")?.unwrap_or_default();
    let kind = kind.trim().strip_prefix("application/vnd.oasis.opendocument.").unwrap_or_default();
    if kind.starts_with("spreadsheet") {
        return Err(ReadError::Unsupported("et regneark"));
    }
    if kind.starts_with("presentation") {
        return Err(ReadError::Unsupported("en præsentation"));
    }
    if !kind.starts_with("text") {
        return Err(ReadError::Unsupported("en zip-pakke uden brev i"));
    }
    let manifest = package.part("META-INF/manifest.xml")?.unwrap_or_default();
    if manifest.contains("encryption-data") { Err(ReadError::Encrypted(NAME)) } else { Ok(()) }
}
