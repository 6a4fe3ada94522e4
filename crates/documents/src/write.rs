//! Makes changes in the file that a letter was read from.

use std::ops::Range;

use traek_core::Edit;

use crate::{Encoding, Format, ReadError, Source, docx, html, normal};

/// A file with changes made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edited {
    /// The file.
    pub bytes: Vec<u8>,
    /// Indices of the edits that were not made: they lie over a field, a placeholder, deleted text, marking up, a line
    /// break or another edit, or have a letter that the file's encoding lacks.
    pub refused: Vec<usize>,
}

/// Why a file could not be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WriteError {
    /// It cannot even be read.
    Read(ReadError),
    /// Its format is only read.
    ReadOnly,
    /// Its package cannot be put together again.
    Package,
    /// There is no paragraph in it that a comment could stand at.
    NoPlace,
}

impl std::fmt::Display for WriteError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Read(error) => error.fmt(f),
            Self::ReadOnly => write!(f, "traek kan læse filen, men ikke rette i den"),
            Self::Package => write!(f, "Word-dokumentets pakke kan ikke skrives igen"),
            Self::NoPlace => write!(f, "Word-dokumentet har ikke noget afsnit, som en kommentar kan stå ved"),
        }
    }
}

impl std::error::Error for WriteError {}

impl From<ReadError> for WriteError {
    fn from(error: ReadError) -> Self {
        Self::Read(error)
    }
}

/// Makes `edits` (in bytes of the document's text) in the file `bytes`, from which `source` was read. Encoding,
/// byte-order mark, line ends and formatting stay as they are.
///
/// # Errors
/// [`WriteError::ReadOnly`] for other formats than text, Markdown, HTML and Word; see [`WriteError`].
///
/// ```
/// use traek_core::Edit;
/// let bytes = "Kære Mia\r\n\r\nRing, såfremt du kan.\r\n".as_bytes();
/// let source = traek_documents::read("brev.txt".as_ref(), bytes).expect("text");
/// let at = source.document.text.find("såfremt").expect("there");
/// let edit = Edit { span: at..at + "såfremt".len(), text: "hvis".to_owned() };
/// let edited = traek_documents::edit(bytes, &source, &[edit]).expect("text can be edited");
/// assert_eq!(edited.bytes, "Kære Mia\r\n\r\nRing, hvis du kan.\r\n".as_bytes());
/// ```
pub fn edit(bytes: &[u8], source: &Source, edits: &[Edit]) -> Result<Edited, WriteError> {
    match source.format {
        Format::Docx => docx::edit(bytes, source, edits),
        Format::Text | Format::Markdown | Format::Html => Ok(edit_text(bytes, source, edits)),
        _ => Err(WriteError::ReadOnly),
    }
}

/// Where `edit` (in bytes of the document's text) stands in [`Source::file_text`], and how its text is written there; `None`
/// where the file has no lines or not the very words that are replaced.
///
/// ```
/// use traek_core::Edit;
/// let source = traek_documents::read("a.html".as_ref(), b"<p>Ring, s&aring;fremt du kan</p>").expect("a letter");
/// let at = source.document.text.find("såfremt").expect("there");
/// let edit = Edit { span: at..at + "såfremt".len(), text: "når & hvis".to_owned() };
/// let (range, text) = traek_documents::edit_in_file(&source, &edit).expect("the words are there");
/// assert_eq!((&source.file_text().expect("lines")[range], text.as_str()), ("s&aring;fremt", "når &amp; hvis"));
/// ```
#[must_use]
pub fn edit_in_file(source: &Source, edit: &Edit) -> Option<(Range<usize>, String)> {
    let html = source.format == Format::Html;
    let words = source.document.text.get(edit.span.clone())?;
    let range = source.in_file(&edit.span)?;
    let there = source.file_text()?.get(range.clone())?;
    let there = if html { html::unescaped(there)? } else { there.to_owned() };
    let (there, _) = normal::normalise(there, traek_core::OffsetMap::shifted(0));
    let text = if html { escape(&edit.text) } else { edit.text.clone() };
    (there == words).then_some((range, text))
}

fn edit_text(bytes: &[u8], source: &Source, edits: &[Edit]) -> Edited {
    let mut order: Vec<usize> = (0..edits.len()).collect();
    order.sort_by_key(|index| (edits[*index].span.start, edits[*index].span.end));
    let mut written = Vec::with_capacity(bytes.len());
    let mut refused = Vec::new();
    let mut done = 0;
    for index in order {
        let planned = plan(bytes, source, &edits[index]).filter(|(place, _)| place.start >= done);
        match planned {
            Some((place, text)) => {
                written.extend_from_slice(&bytes[done..place.start]);
                written.extend_from_slice(&text);
                done = place.end;
            }
            None => refused.push(index),
        }
    }
    written.extend_from_slice(&bytes[done..]);
    refused.sort_unstable();
    Edited { bytes: written, refused }
}

/// The bytes that an edit replaces, and by what; `None` where the file does not have the very words there.
fn plan(bytes: &[u8], source: &Source, edit: &Edit) -> Option<(Range<usize>, Vec<u8>)> {
    let document = &source.document;
    let words = document.text.get(edit.span.clone())?;
    let codec = Codec::of(bytes, source.encoding?);
    let html = source.format == Format::Html;
    let start = document.map.source(edit.span.start);
    let end = match words.char_indices().next_back() {
        // The last letter ends where the file's letter at its place does.
        Some((last, _)) => {
            let at = document.map.source(edit.span.start + last);
            let rest = bytes.get(at..)?;
            at + if html { entity_length(rest) } else { None }.or_else(|| codec.first_letter(rest))?
        }
        None => start,
    };
    let there = codec.decode(bytes.get(start..end)?)?;
    let there = if html { html::unescaped(&there)? } else { there };
    let (there, _) = normal::normalise(there, traek_core::OffsetMap::shifted(0));
    let escaped = if html { escape(&edit.text) } else { edit.text.clone() };
    (there == words).then_some((start..end, codec.encode(&escaped)?))
}

/// Bytes of the entity that `bytes` begin with.
fn entity_length(bytes: &[u8]) -> Option<usize> {
    const LONGEST: usize = 32;
    let end = bytes.iter().take(LONGEST).position(|byte| *byte == b';')?;
    (bytes.first() == Some(&b'&')).then_some(end + 1)
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// Reads and writes letters as a file does.
#[derive(Clone, Copy)]
enum Codec {
    Utf8,
    Utf16 { big_endian: bool },
    Single(&'static encoding_rs::Encoding),
}

impl Codec {
    fn of(bytes: &[u8], encoding: Encoding) -> Self {
        match encoding {
            Encoding::Utf8 => Self::Utf8,
            Encoding::Utf16 => Self::Utf16 { big_endian: bytes.starts_with(b"\xFE\xFF") },
            Encoding::Windows1252 => Self::Single(encoding_rs::WINDOWS_1252),
            Encoding::Named(name) => {
                Self::Single(encoding_rs::Encoding::for_label(name.as_bytes()).unwrap_or(encoding_rs::WINDOWS_1252))
            }
        }
    }

    /// How many bytes the first letter takes.
    fn first_letter(self, bytes: &[u8]) -> Option<usize> {
        let first = *bytes.first()?;
        Some(match self {
            Self::Utf8 => match first {
                0..=0x7F => 1,
                0xC0..=0xDF => 2,
                0xE0..=0xEF => 3,
                0xF0..=0xF7 => 4,
                _ => return None,
            },
            Self::Utf16 { big_endian } => {
                let high = if big_endian { first } else { *bytes.get(1)? };
                if (0xD8..0xDC).contains(&high) { 4 } else { 2 }
            }
            Self::Single(_) => 1,
        })
    }

    fn decode(self, bytes: &[u8]) -> Option<String> {
        match self {
            Self::Utf8 => std::str::from_utf8(bytes).ok().map(str::to_owned),
            Self::Utf16 { big_endian } => {
                let unit = |pair: &[u8]| {
                    let pair = [pair[0], pair[1]];
                    if big_endian { u16::from_be_bytes(pair) } else { u16::from_le_bytes(pair) }
                };
                char::decode_utf16(bytes.chunks_exact(2).map(unit)).collect::<Result<_, _>>().ok()
            }
            Self::Single(encoding) => Some(encoding.decode_without_bom_handling(bytes).0.into_owned()),
        }
    }

    /// `None` for a letter that the encoding does not have.
    fn encode(self, text: &str) -> Option<Vec<u8>> {
        match self {
            Self::Utf8 => Some(text.as_bytes().to_vec()),
            Self::Utf16 { big_endian } => {
                let unit = |unit: u16| if big_endian { unit.to_be_bytes() } else { unit.to_le_bytes() };
                Some(text.encode_utf16().flat_map(unit).collect())
            }
            Self::Single(encoding) => {
                let (bytes, _, lacking) = encoding.encode(text);
                (!lacking).then(|| bytes.into_owned())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read;

    /// `bytes` with the first `old` made `new`; `None` where that was refused.
    fn replaced(name: &str, bytes: &[u8], old: &str, new: &str) -> Option<Vec<u8>> {
        let source = read(name.as_ref(), bytes).expect("a letter");
        let at = source.document.text.find(old).expect("the words are there");
        let wanted = Edit { span: at..at + old.len(), text: new.to_owned() };
        let edited = edit(bytes, &source, &[wanted]).expect("text");
        edited.refused.is_empty().then_some(edited.bytes)
    }

    #[test]
    fn each_encoding_and_its_mark_stay() {
        let utf16 = |text: &str| -> Vec<u8> {
            [0xFEFF].into_iter().chain(text.encode_utf16()).flat_map(u16::to_be_bytes).collect()
        };
        for (before, after) in [
            ("\u{FEFF}så påkrævet\r\n".as_bytes().to_vec(), "\u{FEFF}så nødvendigt\r\n".as_bytes().to_vec()),
            (b"s\xE5 p\xE5kr\xE6vet".to_vec(), b"s\xE5 n\xF8dvendigt".to_vec()),
            (utf16("så påkrævet"), utf16("så nødvendigt")),
        ] {
            assert_eq!(replaced("a.txt", &before, "påkrævet", "nødvendigt"), Some(after));
        }
        assert_eq!(replaced("a.txt", b"s\xE5 hen", "hen", "→"), None, "no arrow in windows-1252");
    }

    #[test]
    fn marking_up_is_never_replaced() {
        let html = "<p>Ring, s\u{e5}<b>fremt</b> du er & såfremt han er</p>".as_bytes();
        assert_eq!(replaced("a.html", html, "såfremt", "hvis"), None, "the first has a tag in it");
        let html = b"<p>Ring, s&aring;fremt du kan n&aring;</p>";
        let after = replaced("a.html", html, "såfremt", "hvis").expect("done");
        assert_eq!(after, b"<p>Ring, hvis du kan n&aring;</p>");
        let after = replaced("a.html", html, "nå", "komme").expect("done");
        assert_eq!(after, b"<p>Ring, s&aring;fremt du kan komme</p>");
        let html = "<p>Ring, såfremt du kan</p>".as_bytes();
        let after = replaced("a.html", html, "såfremt", "<hvis>").expect("done");
        assert_eq!(String::from_utf8_lossy(&after), "<p>Ring, &lt;hvis&gt; du kan</p>");
    }

    #[test]
    fn an_edit_over_marking_up_has_no_place_in_the_file() {
        let source = read("a.html".as_ref(), b"<p>Vi <b>beklager</b>, men nej</p>").expect("a letter");
        let wanted = |span: Range<usize>| edit_in_file(&source, &Edit { span, text: String::new() });
        assert_eq!(wanted(3..11), Some((9..17, String::new())));
        assert_eq!(wanted(0..11), None);
    }

    #[test]
    fn letters_in_two_parts_are_replaced_whole() {
        let after = replaced("a.txt", "vi kan na\u{30A} det".as_bytes(), "nå", "klare");
        assert_eq!(after, None, "the last letter would end in the middle");
        let after = replaced("a.txt", "ma\u{30A}l\u{AD}et er".as_bytes(), "målet", "mål").expect("done");
        assert_eq!(String::from_utf8_lossy(&after), "mål er");
    }

    #[test]
    fn edits_that_overlap_are_refused() {
        let source = read("a.txt".as_ref(), b"en to tre").expect("a letter");
        let wanted = |span: Range<usize>| Edit { span, text: "x".to_owned() };
        let edited = edit(b"en to tre", &source, &[wanted(3..5), wanted(0..4), wanted(6..9)]).expect("text");
        assert_eq!((edited.bytes, edited.refused), (b"xo x".to_vec(), vec![0]));
    }
}
