//! Reads letters into traek's [`Document`], with a map back to the file.
//!
//! A reader gets the bytes of a file and never opens one itself. Whatever the bytes are, it returns a document or an
//! error with a Danish message; it does not panic.

mod encoding;
mod markdown;
mod normal;

use std::path::Path;

use traek_core::Document;

pub use encoding::Encoding;

/// A letter is at most this large (bytes); a larger file is no letter.
pub const MOST_BYTES: u64 = 16 * 1024 * 1024;

/// The file endings of the formats that are read, for walking folders.
pub const ENDINGS: [&str; 4] = ["txt", "text", "md", "markdown"];

/// A file that was read.
#[derive(Debug)]
pub struct Source {
    /// The letter.
    pub document: Document,
    /// How its bytes were read.
    pub encoding: Encoding,
}

/// Why a file could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadError {
    /// No text in it.
    Empty,
    /// Larger than [`MOST_BYTES`]; its size in bytes.
    TooLarge(u64),
    /// Not text: a NUL byte, and where (byte offset).
    Binary(usize),
    /// A known format that cannot be read, by its name.
    Unsupported(&'static str),
}

impl std::fmt::Display for ReadError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Empty => write!(f, "filen er tom, så der er intet brev at læse"),
            Self::TooLarge(bytes) => write!(
                f,
                "filen fylder {} MB, og et brev må højst fylde {} MB",
                bytes.div_ceil(1024 * 1024),
                MOST_BYTES / (1024 * 1024)
            ),
            Self::Binary(at) => write!(f, "filen er ikke ren tekst: byte {at} er nul"),
            Self::Unsupported(format) => {
                write!(f, "filen er {format}, som traek ikke kan læse – gem den som tekst (.txt eller .md)")
            }
        }
    }
}

impl std::error::Error for ReadError {}

/// Reads the letter `bytes`; the ending of `path` decides between Markdown and plain text.
///
/// # Errors
/// See [`ReadError`].
///
/// ```
/// let source = traek_documents::read("brev.txt".as_ref(), "Kære Mia".as_bytes()).expect("text");
/// assert_eq!(source.document.text, "Kære Mia");
/// ```
pub fn read(path: &Path, bytes: &[u8]) -> Result<Source, ReadError> {
    let size = bytes.len() as u64;
    if size > MOST_BYTES {
        return Err(ReadError::TooLarge(size));
    }
    if let Some(format) = known_binary(bytes) {
        return Err(ReadError::Unsupported(format));
    }
    let decoded = encoding::decode(bytes)?;
    let (text, map) = normal::normalise(decoded.text, decoded.map);
    if text.trim().is_empty() {
        return Err(ReadError::Empty);
    }
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_ascii_lowercase();
    let document = match ending.as_str() {
        "md" | "markdown" => Document { blocks: markdown::blocks(&text), text, map },
        _ => Document { map, ..Document::plain(text) },
    };
    Ok(Source { document, encoding: decoded.encoding })
}

/// The format of a file that is plainly not text, by its first bytes.
fn known_binary(bytes: &[u8]) -> Option<&'static str> {
    const SIGNATURES: [(&[u8], &str); 5] = [
        (b"PK\x03\x04", "et Word- eller zip-dokument"),
        (b"%PDF-", "en PDF"),
        (b"\xD0\xCF\x11\xE0", "et gammelt Office-dokument eller en Outlook-besked"),
        (b"{\\rtf", "et RTF-dokument"),
        (b"\x89PNG", "et billede"),
    ];
    SIGNATURES.iter().find(|(signature, _)| bytes.starts_with(signature)).map(|(_, format)| *format)
}
