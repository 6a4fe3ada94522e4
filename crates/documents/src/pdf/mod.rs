//! PDFs: the text of the pages, with its paragraphs put together again.
//!
//! The offsets of a PDF are those of its text: in the file it stands as drawing instructions.

mod columns;
mod content;
mod guard;
mod lines;
mod margins;
mod paragraphs;

use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use traek_core::OffsetMap;

use crate::compose::{Composed, Composer};
use crate::{Format, ReadError, Source};
use margins::Page;

/// What the format is called in messages.
const PDF: &str = "en PDF";

/// A letter has at most this many pages.
const MOST_PAGES: usize = 2000;

/// Reads a PDF.
///
/// # Errors
/// [`ReadError::Encrypted`], [`ReadError::NoText`] for scanned pages, [`ReadError::Damaged`], [`ReadError::TooMuchText`]
/// and [`ReadError::TooManyParts`].
pub(crate) fn read(bytes: &[u8]) -> Result<Source, ReadError> {
    guard::check(bytes)?;
    let pdf = Pdf::new(bytes.to_vec()).map_err(|error| match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => ReadError::Encrypted(PDF),
        LoadPdfError::Decryption(_) => damaged("den er krypteret på en måde, som ikke kan læses"),
        LoadPdfError::Invalid => damaged("siderne i den kan ikke findes"),
    })?;
    if pdf.pages().len() > MOST_PAGES {
        return Err(ReadError::TooManyParts(PDF, MOST_PAGES));
    }
    let mut pages = pages(&pdf)?;
    let margins = margins::take_margins(&mut pages);
    let mut composer = Composer::new();
    paragraphs::write(&pages, margins, &mut composer);
    let Composed { mut document, places } = composer.finish();
    check_letters(&document.text)?;
    document.map = OffsetMap::shifted(0);
    Ok(Source {
        document,
        format: Format::Pdf,
        encoding: None,
        attachments: Vec::new(),
        remarks: Vec::new(),
        places,
        file: None,
    })
}

fn damaged(what: &str) -> ReadError {
    ReadError::Damaged(PDF, what.to_owned())
}

fn pages(pdf: &Pdf) -> Result<Vec<Page>, ReadError> {
    let mut reader = content::Pages::new();
    let read = |page| {
        let glyphs = reader.read(page)?;
        let (_, height) = page.render_dimensions();
        Ok(Page { columns: columns::columns(lines::lines(&glyphs)), height: f64::from(height) })
    };
    pdf.pages().iter().map(read).collect()
}

/// # Errors
/// [`ReadError::NoText`], and [`ReadError::Damaged`] where the file does not say which letters its signs are.
fn check_letters(text: &str) -> Result<(), ReadError> {
    let signs = text.chars().filter(|c| !c.is_whitespace());
    let (unknown, known): (Vec<char>, Vec<char>) = signs.partition(|c| *c == char::REPLACEMENT_CHARACTER);
    match (known.len(), unknown.len()) {
        (0, 0) => Err(ReadError::NoText(PDF)),
        (known, unknown) if unknown > known => Err(damaged("den siger ikke, hvilke bogstaver tegnene i den er")),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests;
