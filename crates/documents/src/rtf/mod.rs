//! Rich text. Offsets are those of the file.

mod reader;
mod tokens;

use crate::compose::{Composed, Composer, paragraph_places};
use crate::{Format, MOST_TEXT_BYTES, ReadError, Source};
use reader::Reader;
use tokens::{Token, Tokens};

/// What the format is called in messages.
const RTF: &str = "et RTF-dokument";

/// Reads a letter in rich text.
///
/// # Errors
/// [`ReadError::Damaged`], [`ReadError::Empty`] and [`ReadError::TooMuchText`].
pub(crate) fn read(bytes: &[u8]) -> Result<Source, ReadError> {
    let mut composer = Composer::new();
    let mut reader = Reader::new(&mut composer);
    let mut tokens = Tokens::new(bytes);
    while let Some((token, at)) = tokens.next() {
        if let Token::Word("bin", Some(count)) = token {
            tokens.leave_out(usize::try_from(count).unwrap_or_default());
        } else if !reader.see(token, at)? {
            break;
        }
    }
    reader.finish();
    if composer.length() as u64 > MOST_TEXT_BYTES {
        return Err(ReadError::TooMuchText);
    }
    let Composed { mut document, .. } = composer.finish();
    if document.text.is_empty() {
        return Err(ReadError::Empty);
    }
    let end = document.text.len();
    if document.map.source(end) > bytes.len() {
        document.map.push(end, bytes.len());
    }
    let places = paragraph_places(&document, 0);
    Ok(Source {
        document,
        format: Format::Rtf,
        encoding: None,
        attachments: Vec::new(),
        remarks: Vec::new(),
        places,
        file: None,
    })
}

#[cfg(test)]
mod tests;
