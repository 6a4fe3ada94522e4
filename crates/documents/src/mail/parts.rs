//! Takes a mail apart (MIME), bounded in parts and depth.
//!
//! The splitting is our own: `mail_parser` reads nested mails into a structure as deep as the input says.

use std::borrow::Cow;

use mail_parser::decoders::{base64::base64_decode, quoted_printable::quoted_printable_decode};
use mail_parser::{GetHeader, HeaderName, HeaderValue, MessageParser, MessagePart, MimeHeaders};

use super::{MAIL, text::Flow};
use crate::{ReadError, decoded};

/// A mail has at most this many parts.
const MOST_PARTS: usize = 200;

/// Parts stand at most this deep inside each other; mail programs need four.
const MOST_DEPTH: usize = 16;

/// A mail in its parts.
pub(super) struct Mail<'m> {
    /// The fields at the top.
    pub(super) head: Fields<'m>,
    /// The texts that together are the mail, in order.
    pub(super) texts: Vec<Part<'m>>,
    pub(super) attachments: Vec<Part<'m>>,
}

/// The fields at the top of a mail or a part of one; `mail_parser` calls it a part, too.
pub(super) type Fields<'m> = MessagePart<'m>;

/// One part of a mail that has no others in it.
pub(super) struct Part<'m> {
    head: Fields<'m>,
    body: &'m [u8],
}

/// A part that is still to be looked at.
struct Waiting<'m> {
    part: Part<'m>,
    depth: usize,
    /// Its text is already there in another form.
    attachments_only: bool,
}

impl<'m> Mail<'m> {
    /// # Errors
    /// As those of a mail.
    pub(super) fn read(bytes: &'m [u8]) -> Result<Self, ReadError> {
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        let root = Part::new(bytes);
        let head = fields(bytes);
        if head.headers.is_empty() {
            let what = "den begynder ikke med en mails felter, fx »From:« og »Subject:«";
            return Err(ReadError::Damaged(MAIL, what.to_owned()));
        }
        let mut mail = Self { head, texts: Vec::new(), attachments: Vec::new() };
        let mut waiting = vec![Waiting { part: root, depth: 0, attachments_only: false }];
        let mut seen = 0;
        while let Some(next) = waiting.pop() {
            seen += 1;
            if seen + waiting.len() > MOST_PARTS {
                return Err(ReadError::TooManyParts(MAIL, MOST_PARTS));
            }
            if next.depth > MOST_DEPTH {
                return Err(ReadError::TooNested);
            }
            mail.sort(next, &mut waiting)?;
        }
        Ok(mail)
    }

    /// Puts a part where it belongs, or its parts on `waiting`.
    fn sort(&mut self, next: Waiting<'m>, waiting: &mut Vec<Waiting<'m>>) -> Result<(), ReadError> {
        let Waiting { part, depth, attachments_only } = next;
        if part.is_encrypted() {
            return Err(ReadError::Encrypted(MAIL));
        }
        if part.main_type() == "multipart" {
            let parts = part.parts()?;
            let shown = if part.is("multipart", "alternative") { best(&parts) } else { None };
            let within = parts.into_iter().enumerate().map(|(index, part)| Waiting {
                part,
                depth: depth + 1,
                attachments_only: attachments_only || shown.is_some_and(|shown| shown != index),
            });
            waiting.extend(within.rev());
        } else if part.is_shown_text() {
            if !attachments_only {
                self.texts.push(part);
            }
        } else if !(attachments_only && part.main_type() == "text") {
            self.attachments.push(part);
        }
        Ok(())
    }
}

/// Which of several forms of the same text to read: the plain one, where it says anything.
fn best(parts: &[Part<'_>]) -> Option<usize> {
    let rank = |part: &Part<'_>| match (part.main_type().as_str(), part.is("text", "html")) {
        ("text", false) if part.is("text", "plain") && part.text().is_ok_and(|text| !text.trim().is_empty()) => 0,
        ("text", true) => 1,
        ("multipart", _) => 2,
        _ => 3,
    };
    (0..parts.len()).min_by_key(|index| rank(&parts[*index]))
}

/// The fields at the top of `bytes`.
fn fields(bytes: &[u8]) -> Fields<'_> {
    let (head, _) = split_head(bytes);
    let message = MessageParser::default().parse_headers(head);
    message.and_then(|message| message.parts.into_iter().next()).unwrap_or_default()
}

/// The subject among `fields`.
pub(super) fn subject<'f>(fields: &'f Fields<'_>) -> Option<&'f str> {
    fields.headers.header_value(&HeaderName::Subject).and_then(HeaderValue::as_text)
}

/// What stands before and after the first empty line.
fn split_head(bytes: &[u8]) -> (&[u8], &[u8]) {
    let mut start = 0;
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        let end = start + line.len();
        if line.trim_ascii().is_empty() {
            return (&bytes[..end], &bytes[end..]);
        }
        start = end;
    }
    (bytes, &[])
}

impl<'m> Part<'m> {
    fn new(bytes: &'m [u8]) -> Self {
        let (_, body) = split_head(bytes);
        Self { head: fields(bytes), body }
    }

    /// The first half of its type, in lower case; text where it says nothing.
    fn main_type(&self) -> String {
        self.content_type().map_or("text".to_owned(), |kind| kind.ctype().to_ascii_lowercase())
    }

    pub(super) fn is(&self, main: &str, sub: &str) -> bool {
        self.main_type() == main
            && self
                .content_type()
                .map_or(sub == "plain", |kind| kind.subtype().is_some_and(|subtype| subtype.eq_ignore_ascii_case(sub)))
    }

    fn content_type(&self) -> Option<&mail_parser::ContentType<'_>> {
        self.head.content_type()
    }

    fn attribute(&self, name: &str) -> Option<&str> {
        self.content_type().and_then(|kind| kind.attribute(name))
    }

    fn is_shown_text(&self) -> bool {
        let attached = self.head.content_disposition().is_some_and(|how| how.is_attachment());
        let named = self.head.attachment_name().is_some();
        (self.is("text", "plain") || self.is("text", "html")) && !attached && !named
    }

    fn is_encrypted(&self) -> bool {
        let smime = self.is("application", "pkcs7-mime") || self.is("application", "x-pkcs7-mime");
        let signed = self.attribute("smime-type").is_some_and(|kind| kind.eq_ignore_ascii_case("signed-data"));
        self.is("multipart", "encrypted") || self.is("application", "pgp-encrypted") || smime && !signed
    }

    /// How its lines are to be read.
    pub(super) fn flow(&self) -> Flow {
        let says = |name, value: &str| self.attribute(name).is_some_and(|found| found.eq_ignore_ascii_case(value));
        match (says("format", "flowed"), says("delsp", "yes")) {
            (false, _) => Flow::Fixed,
            (true, delete_space) => Flow::Flowed { delete_space },
        }
    }

    /// The name of the file in it.
    pub(super) fn name(&self) -> String {
        let name = self.head.attachment_name().map(str::trim);
        match (name, self.main_type().as_str()) {
            (Some(name), _) if !name.is_empty() => name.to_owned(),
            (_, "message") => format!("{}.eml", subject(&fields(self.body)).unwrap_or("vedhæftet mail")),
            (_, "text") if self.is("text", "html") => "vedhæftet fil.html".to_owned(),
            (_, "text") => "vedhæftet fil.txt".to_owned(),
            _ => "vedhæftet fil".to_owned(),
        }
    }

    /// Its bytes as they were before they were sent.
    ///
    /// # Errors
    /// [`ReadError::Damaged`] where they are not in the encoding that the part names.
    pub(super) fn bytes(&self) -> Result<Cow<'m, [u8]>, ReadError> {
        let name = self.head.content_transfer_encoding().unwrap_or_default();
        let bytes = match name.trim().to_ascii_lowercase().as_str() {
            "base64" => base64_decode(self.body),
            "quoted-printable" => quoted_printable_decode(self.body),
            _ => return Ok(Cow::Borrowed(self.body)),
        };
        let damage = || ReadError::Damaged(MAIL, format!("en del af den er ikke gyldig {}", name.trim()));
        bytes.map(Cow::Owned).ok_or_else(damage)
    }

    /// Its text.
    ///
    /// # Errors
    /// As [`Part::bytes`], and the errors of text.
    pub(super) fn text(&self) -> Result<String, ReadError> {
        let bytes = self.bytes()?;
        let name = self.attribute("charset").map(str::trim);
        match name {
            // One bad byte is no reason to read all the others as another encoding.
            Some(name) if name.eq_ignore_ascii_case("utf-8") => Ok(String::from_utf8_lossy(&bytes).into_owned()),
            _ => decoded(&bytes, name.map(str::as_bytes)).map(|decoded| decoded.text),
        }
    }

    /// The parts that it is made of.
    ///
    /// # Errors
    /// [`ReadError::Damaged`] where the line between them is not there.
    fn parts(&self) -> Result<Vec<Part<'m>>, ReadError> {
        let boundary = self.attribute("boundary").unwrap_or_default();
        let parts = if boundary.is_empty() { Vec::new() } else { split(self.body, boundary.as_bytes()) };
        if parts.is_empty() {
            let what = "den har flere dele, men linjen mellem dem mangler";
            return Err(ReadError::Damaged(MAIL, what.to_owned()));
        }
        if parts.len() > MOST_PARTS {
            return Err(ReadError::TooManyParts(MAIL, MOST_PARTS));
        }
        Ok(parts.into_iter().map(Part::new).collect())
    }
}

/// What stands between the lines `--boundary` of `body`, up to one more than [`MOST_PARTS`].
fn split<'m>(body: &'m [u8], boundary: &[u8]) -> Vec<&'m [u8]> {
    let mut parts = Vec::new();
    let mut start = None;
    let mut at = 0;
    for line in body.split_inclusive(|byte| *byte == b'\n') {
        let (from, to) = (at, at + line.len());
        at = to;
        let Some(rest) = line.strip_prefix(b"--").and_then(|line| line.strip_prefix(boundary)) else { continue };
        let last = rest.trim_ascii_end() == b"--";
        if !last && !rest.trim_ascii_end().is_empty() {
            continue;
        }
        if let Some(start) = start.take() {
            parts.push(without_line_end(&body[start..from]));
        }
        if last || parts.len() > MOST_PARTS {
            return parts;
        }
        start = Some(to);
    }
    parts.extend(start.map(|start| &body[start..]));
    parts
}

/// The line end before a boundary belongs to the boundary.
fn without_line_end(bytes: &[u8]) -> &[u8] {
    let bytes = bytes.strip_suffix(b"\n").unwrap_or(bytes);
    bytes.strip_suffix(b"\r").unwrap_or(bytes)
}
