//! The XML of a message of Digital Post.

use mail_parser::decoders::base64::base64_decode;
use quick_xml::Reader;
use quick_xml::events::Event;

use super::MEMO;
use crate::xml::referred;
use crate::{ReadError, encoding};

/// Elements stand at most this deep inside each other; the format itself needs eight.
const MOST_DEPTH: usize = 64;

/// A message has at most this many files.
const MOST_FILES: usize = 100;

/// What of a message is read.
#[derive(Debug, Default)]
pub(super) struct Message {
    /// What the recipient sees in the list of messages.
    pub(super) label: String,
    /// Name of the authority.
    pub(super) sender: String,
    pub(super) recipient: String,
    /// When it was written (RFC 3339).
    pub(super) created: String,
    /// The main document and the additional ones.
    pub(super) papers: Vec<Paper>,
}

/// A document of the message, in one or more forms.
#[derive(Debug, Default)]
pub(super) struct Paper {
    pub(super) is_main: bool,
    pub(super) files: Vec<File>,
}

/// One form of a document.
#[derive(Debug, Default)]
pub(super) struct File {
    /// Its media type.
    kind: String,
    name: String,
    /// As it stands in the message.
    content: String,
}

impl File {
    /// Its name, with the ending of its media type where it has another one.
    pub(super) fn path(&self) -> String {
        let ending = match self.kind.trim().to_ascii_lowercase().as_str() {
            "text/html" | "application/xhtml+xml" => ".html",
            "text/plain" => ".txt",
            _ => "",
        };
        let name = self.name.trim();
        if name.to_ascii_lowercase().ends_with(ending) { name.to_owned() } else { format!("{name}{ending}") }
    }

    /// Its bytes: base64, as the format has it, or else the text as it stands.
    pub(super) fn bytes(&self) -> Vec<u8> {
        let lines = self.content.trim().lines().map(str::trim);
        let encoded: String = lines.collect();
        let is_base64 = encoded.len().is_multiple_of(4) && !encoded.contains(char::is_whitespace);
        let decoded = if is_base64 { base64_decode(encoded.as_bytes()) } else { None };
        decoded.unwrap_or_else(|| self.content.clone().into_bytes())
    }
}

impl Message {
    /// # Errors
    /// [`ReadError::Damaged`], [`ReadError::TooManyParts`], and those of text.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, ReadError> {
        let text = encoding::decode(bytes, None)?.text;
        let mut reader = Reader::from_str(&text);
        let mut message = Self::default();
        let mut open: Vec<String> = Vec::new();
        loop {
            let at = reader.buffer_position();
            let broken = |what: &str| ReadError::Damaged(MEMO, format!("{what} (byte {at})"));
            match reader.read_event().map_err(|_| broken("XML'en er ikke gyldig"))? {
                Event::Start(start) => {
                    open.push(String::from_utf8_lossy(start.local_name().as_ref().as_ref()).into_owned());
                    if open.len() > MOST_DEPTH {
                        return Err(broken("elementerne ligger for dybt inde i hinanden"));
                    }
                    message.begin(&open)?;
                }
                Event::End(_) => {
                    open.pop();
                }
                Event::Text(text) => message.add(&open, &text),
                Event::CData(text) => message.add(&open, &text),
                Event::GeneralRef(name) => {
                    let sign =
                        referred(&name).ok_or_else(|| broken("den bruger en entitet, som ikke findes i MeMo"))?;
                    message.add(&open, sign.encode_utf8(&mut [0; 4]));
                }
                Event::DocType(_) => return Err(broken("den har en DTD, og det har MeMo-beskeder ikke")),
                Event::Eof if open.is_empty() => return Ok(message),
                Event::Eof => return Err(broken("den holder op midt i")),
                _ => {}
            }
        }
    }

    /// An element begins.
    fn begin(&mut self, open: &[String]) -> Result<(), ReadError> {
        match open.last().map(String::as_str) {
            Some(name @ ("MainDocument" | "AdditionalDocument")) => {
                self.papers.push(Paper { is_main: name == "MainDocument", files: Vec::new() });
            }
            Some("File") => {
                if let Some(paper) = self.papers.last_mut().filter(|_| is_paper(open)) {
                    paper.files.push(File::default());
                }
            }
            _ => {}
        }
        let files: usize = self.papers.iter().map(|paper| paper.files.len().max(1)).sum();
        if files > MOST_FILES { Err(ReadError::TooManyParts(MEMO, MOST_FILES)) } else { Ok(()) }
    }

    /// Adds `text`, which stands inside the elements `open`, where it belongs.
    fn add(&mut self, open: &[String], text: &str) {
        let [.., parent, name] = open else { return };
        let file = self.papers.last_mut().filter(|_| is_paper(open)).and_then(|paper| paper.files.last_mut());
        let field = match (parent.as_str(), name.as_str(), file) {
            ("MessageHeader", "label", _) => &mut self.label,
            ("Sender", "label", _) => &mut self.sender,
            ("Recipient", "label", _) => &mut self.recipient,
            ("MessageBody", "createdDateTime", _) => &mut self.created,
            ("File", "encodingFormat", Some(file)) => &mut file.kind,
            ("File", "filename", Some(file)) => &mut file.name,
            ("File", "content", Some(file)) => &mut file.content,
            _ => return,
        };
        field.push_str(text);
    }
}

/// Whether the elements `open` stand in a document that is read; there are technical ones, too.
fn is_paper(open: &[String]) -> bool {
    open.iter().any(|name| name == "MainDocument" || name == "AdditionalDocument")
}
