//! Reads letters into traek's [`Document`], with a map back to the file.
//!
//! A reader gets the bytes of a file and never opens one itself. Whatever the bytes are, it returns a document or an
//! error with a Danish message; it does not panic.

mod compose;
mod container;
mod docx;
mod encoding;
mod file_text;
mod flow;
mod html;
mod mail;
mod markdown;
mod memo;
mod nest;
mod normal;
mod odt;
mod outlook;
mod pdf;
mod remark;
mod rtf;
mod sniff;
mod story;
#[cfg(test)]
mod testing;
mod write;
mod xml;

use std::ops::Range;
use std::path::Path;

use container::Package;
use traek_core::{Document, OffsetMap};

use encoding::Decoded;
use file_text::FileText;
use nest::Nest;
pub use nest::printable;
pub use sniff::ending;

pub use docx::{Comment, comment, track};
pub use encoding::Encoding;
pub use remark::Remark;
pub use write::{Edited, WriteError, edit, edit_in_file};

/// A file is at most this large (bytes); a larger one is no letter.
pub const MOST_BYTES: u64 = 64 * 1024 * 1024;

/// A letter has at most this much text (bytes), however it is packed.
pub const MOST_TEXT_BYTES: u64 = 16 * 1024 * 1024;

/// The file endings of the formats that are read, for walking folders.
pub const ENDINGS: [&str; 15] =
    ["txt", "text", "md", "markdown", "html", "htm", "docx", "docm", "dotx", "odt", "ott", "eml", "msg", "pdf", "rtf"];

/// A file format that letters come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Plain text.
    Text,
    /// Markdown.
    Markdown,
    /// A letter or mail as HTML.
    Html,
    /// A Word document.
    Docx,
    /// An OpenDocument text.
    Odt,
    /// A mail as it was sent (MIME).
    Mail,
    /// A mail that Outlook saved.
    OutlookMessage,
    /// A PDF.
    Pdf,
    /// Rich text.
    Rtf,
    /// A message of Digital Post.
    MeMo,
}

impl Format {
    /// The name in results for programs.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Markdown => "markdown",
            Self::Html => "html",
            Self::Docx => "docx",
            Self::Odt => "odt",
            Self::Mail => "mail",
            Self::OutlookMessage => "outlook",
            Self::Pdf => "pdf",
            Self::Rtf => "rtf",
            Self::MeMo => "memo",
        }
    }

    /// Whether the text's lines are those of the file, so that lines and columns can be named.
    ///
    /// For the other formats a place is named by [`Source::place`].
    #[must_use]
    pub fn has_lines(self) -> bool {
        matches!(self, Self::Text | Self::Markdown)
    }
}

/// Where a stretch of the text stands in the file, as a reader would call it: `afsnit 4`, `fodnote 2`, `side 3`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// First byte in the document's text; the place goes on to the next one's.
    pub start: usize,
    /// Its name, in Danish.
    pub name: String,
}

/// A file that was read.
#[derive(Debug)]
pub struct Source {
    /// The letter.
    pub document: Document,
    /// What the file is.
    pub format: Format,
    /// How its bytes were read, for a file that is text.
    pub encoding: Option<Encoding>,
    /// The letters that are attached to a mail.
    pub attachments: Vec<Attachment>,
    /// The comments of a file that is HTML or Markdown, in order.
    pub remarks: Vec<Remark>,
    /// In order of position; empty for a format that has lines.
    places: Vec<Place>,
    /// The file, if it is text and the letter's text is not the very same.
    file: Option<FileText>,
}

/// A file that is attached to a mail.
#[derive(Debug)]
pub struct Attachment {
    /// Its name in the mail.
    pub name: String,
    /// The letter in it.
    pub source: Result<Source, ReadError>,
}

impl Source {
    /// What a reader calls the place of byte `offset` of the text; `None` where lines and columns say it.
    #[must_use]
    pub fn place(&self, offset: usize) -> Option<&str> {
        let next = self.places.partition_point(|place| place.start <= offset);
        self.places.get(next.checked_sub(1)?).map(|place| place.name.as_str())
    }

    /// The file as text without byte-order mark, for a format whose lines can be named; see [`Self::in_file`].
    #[must_use]
    pub fn file_text(&self) -> Option<&str> {
        match &self.file {
            Some(file) => Some(&file.text),
            None => self.format.has_lines().then_some(self.document.text.as_str()),
        }
    }

    /// Where `span` of the document's text stands in [`Self::file_text`], both in bytes: from the beginning of its first
    /// sign to the end of its last.
    ///
    /// ```
    /// let source = traek_documents::read("a.html".as_ref(), b"<p>Til <b>K&aelig;</b></p>").expect("a letter");
    /// let range = source.in_file(&(4..7)).expect("a file with lines");
    /// assert_eq!(&source.file_text().expect("a file with lines")[range], "K&aelig;");
    /// ```
    #[must_use]
    pub fn in_file(&self, span: &Range<usize>) -> Option<Range<usize>> {
        match &self.file {
            Some(file) => Some(file.range(&self.document.text, span)),
            None => self.format.has_lines().then(|| span.clone()),
        }
    }
}

/// Why a file could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadError {
    /// No text in it.
    Empty,
    /// Larger than [`MOST_BYTES`]; its size in bytes.
    TooLarge(u64),
    /// More text in it than [`MOST_TEXT_BYTES`], or far more than its packed size allows for.
    TooMuchText,
    /// Not text: a NUL byte, and where (byte offset).
    Binary(usize),
    /// A known format that cannot be read, by its name, and what to do instead.
    Unsupported(&'static str),
    /// A file of this format (by its name) that needs a password.
    Encrypted(&'static str),
    /// A file of this format (by its name) that is broken; what is wrong and where, in Danish.
    Damaged(&'static str, String),
    /// A file of this format (by its name) with pictures only.
    NoText(&'static str),
    /// A file of this format (by its name) with more parts than this many.
    TooManyParts(&'static str, usize),
    /// A file that stands too deep inside others, or has too many beside it, to be read with them.
    TooNested,
}

impl std::fmt::Display for ReadError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let megabytes = |bytes: u64| bytes.div_ceil(1024 * 1024);
        match self {
            Self::Empty => write!(f, "filen er tom, så der er intet brev at læse"),
            Self::TooLarge(bytes) => write!(
                f,
                "filen fylder {} MB, og et brev må højst fylde {} MB",
                megabytes(*bytes),
                megabytes(MOST_BYTES)
            ),
            Self::TooMuchText => {
                write!(
                    f,
                    "filen har mere end {} MB tekst, og så meget er der ikke i et brev",
                    megabytes(MOST_TEXT_BYTES)
                )
            }
            Self::Binary(at) => write!(f, "filen er ikke ren tekst: byte {at} er nul"),
            Self::Unsupported(format) => {
                write!(f, "filen er {format}, som traek ikke kan læse – gem den som tekst (.txt eller .md)")
            }
            Self::Encrypted(format) => {
                write!(f, "filen er {format} med adgangskode – gem en kopi uden adgangskode")
            }
            Self::Damaged(format, what) => write!(f, "filen er {format}, men den er beskadiget: {what}"),
            Self::TooManyParts(format, most) => {
                write!(f, "filen er {format} med mere end {most} dele – gem brevet for sig selv")
            }
            Self::TooNested => write!(f, "der er for mange filer inde i hinanden – gem brevet for sig selv"),
            Self::NoText(format) => {
                write!(f, "filen er {format} uden tekst, måske en scanning – den skal gøres søgbar først")
            }
        }
    }
}

impl std::error::Error for ReadError {}

/// Reads the letter `bytes`. What it is shows in its content; the ending of `path` decides where that leaves it open.
///
/// # Errors
/// See [`ReadError`].
///
/// ```
/// let source = traek_documents::read("brev.txt".as_ref(), "Kære Mia".as_bytes()).expect("text");
/// assert_eq!(source.document.text, "Kære Mia");
/// ```
pub fn read(path: &Path, bytes: &[u8]) -> Result<Source, ReadError> {
    read_within(path, bytes, &mut Nest::default())
}

/// Reads a letter that is plain text, whatever its first words look like.
///
/// # Errors
/// See [`ReadError`].
pub fn plain(letter: &str) -> Result<Source, ReadError> {
    text(Format::Text, letter.as_bytes())
}

/// Reads a file that may stand inside others, as attachments do; `nest` bounds what all of them may hold together.
pub(crate) fn read_within(path: &Path, bytes: &[u8], nest: &mut Nest) -> Result<Source, ReadError> {
    let size = bytes.len() as u64;
    if size > MOST_BYTES {
        return Err(ReadError::TooLarge(size));
    }
    let format = sniff::format(path, bytes)?;
    match format {
        Format::Text | Format::Markdown => text(format, bytes),
        Format::Html => html::read(bytes),
        Format::Mail => mail::read(bytes, nest),
        Format::Docx => docx::read(&mut Package::open(bytes, docx::NAME)?),
        Format::Odt => odt::read(&mut Package::open(bytes, odt::NAME)?),
        Format::OutlookMessage => outlook::read(bytes, nest),
        Format::Pdf => pdf::read(bytes),
        Format::Rtf => rtf::read(bytes),
        Format::MeMo => memo::read(bytes, nest),
    }
}

fn text(format: Format, bytes: &[u8]) -> Result<Source, ReadError> {
    let decoded = decoded(bytes, None)?;
    // Most texts are as they should be and have to be kept only once.
    let written = normal::needs_normalising(&decoded.text).then(|| decoded.text.clone());
    let file = written.map(|text| {
        let (_, map) = normal::normalise(text.clone(), OffsetMap::shifted(0));
        FileText { text, map, entities: false }
    });
    let (text, map) = normal::normalise(decoded.text, decoded.map);
    if text.trim().is_empty() {
        return Err(ReadError::Empty);
    }
    let (document, remarks) = match format {
        Format::Markdown => {
            let (blocks, mut remarks) = markdown::read(&text);
            if let Some(file) = &file {
                remarks.iter_mut().for_each(|remark| remark.in_file = file.map.source(remark.at));
            }
            (Document { blocks, text, map }, remarks)
        }
        _ => (Document { map, ..Document::plain(text) }, Vec::new()),
    };
    let (encoding, attachments, places) = (Some(decoded.encoding), Vec::new(), Vec::new());
    Ok(Source { document, format, encoding, attachments, remarks, places, file })
}

/// The text of a file that is text, in the encoding that it may name.
fn decoded(bytes: &[u8], name: Option<&[u8]>) -> Result<Decoded, ReadError> {
    if bytes.len() as u64 > MOST_TEXT_BYTES {
        return Err(ReadError::TooMuchText);
    }
    encoding::decode(bytes, name)
}
