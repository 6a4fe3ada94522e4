//! Mails as they were sent: the text with its head above it, and the letters that are attached.
//!
//! The offsets of a mail are those of its text: in the file it mostly stands encoded.

mod parts;
mod text;

use mail_parser::{Addr, Address, DateTime, GetHeader, HeaderName, HeaderValue};
use traek_core::{BlockKind, OffsetMap};

use crate::compose::{Composed, Composer, Line, paragraph_places};
use crate::nest::{Nest, shown_name};
use crate::{Attachment, Format, ReadError, Source, html, sniff};
use parts::{Fields, Mail, Part};

/// What a mail is called in messages.
const MAIL: &str = "en e-mail";

/// Of so many senders or recipients the names are given.
const MOST_NAMES: usize = 4;

/// Reads a mail; `nest` bounds what is attached to it.
///
/// # Errors
/// [`ReadError::Encrypted`], [`ReadError::TooManyParts`], [`ReadError::Damaged`] where the head or the text cannot be
/// read, [`ReadError::Empty`] where there is no text.
pub(crate) fn read(bytes: &[u8], nest: &mut Nest) -> Result<Source, ReadError> {
    let mail = Mail::read(bytes)?;
    let mut composer = Composer::new();
    Head::of(&mail.head).write(&mut composer);
    let head = composer.length();
    for part in &mail.texts {
        composer.gap();
        write_text(part, &mut composer)?;
    }
    let attachments = mail.attachments.iter().filter_map(|part| attachment(part, nest)).collect();
    finish(composer, head, Format::Mail, attachments)
}

/// The source of a mail whose first `head` bytes of text are its head, whatever it was saved as.
pub(crate) fn finish(
    composer: Composer,
    head: usize,
    format: Format,
    attachments: Vec<Attachment>,
) -> Result<Source, ReadError> {
    let Composed { mut document, .. } = composer.finish();
    if document.text.len() == head && attachments.is_empty() {
        return Err(ReadError::Empty);
    }
    document.map = OffsetMap::shifted(0);
    let places = paragraph_places(&document, head);
    Ok(Source { document, format, encoding: None, attachments, remarks: Vec::new(), places, file: None })
}

fn write_text(part: &Part<'_>, composer: &mut Composer) -> Result<(), ReadError> {
    let decoded = part.text()?;
    if text::is_encrypted(&decoded) {
        return Err(ReadError::Encrypted(MAIL));
    }
    if part.is("text", "html") {
        html::compose(&decoded, composer);
    } else {
        text::write(&decoded, part.flow(), composer);
    }
    Ok(())
}

/// Adds the lines of a mail's plain text as they stand.
pub(crate) fn write_plain(text: &str, composer: &mut Composer) {
    text::write(text, text::Flow::Fixed, composer);
}

/// The letter in an attachment; `None` for pictures and other files that are no letters.
fn attachment(part: &Part<'_>, nest: &mut Nest) -> Option<Attachment> {
    let name = part.name();
    let bytes = match part.bytes() {
        Ok(bytes) => bytes,
        Err(error) => {
            return sniff::is_letter(name.as_ref(), b"")
                .then(|| Attachment { name: shown_name(&name), source: Err(error) });
        }
    };
    sniff::is_letter(name.as_ref(), &bytes).then(|| nest.attachment(name, &bytes))
}

/// What stands above a mail, as in a mail that was saved as text.
#[derive(Debug, Default)]
pub(crate) struct Head {
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) date: String,
    pub(crate) subject: String,
}

impl Head {
    fn of(fields: &Fields<'_>) -> Self {
        let value = |name| fields.headers.header_value(&name);
        let addresses = |name| value(name).and_then(HeaderValue::as_address).map(names).unwrap_or_default();
        let date = value(HeaderName::Date).and_then(HeaderValue::as_datetime);
        Self {
            from: addresses(HeaderName::From),
            to: addresses(HeaderName::To),
            date: date.and_then(danish_date).unwrap_or_default(),
            subject: parts::subject(fields).unwrap_or_default().to_owned(),
        }
    }

    /// Writes the lines that say something. The subject stands alone: a long line above it would take it in.
    pub(crate) fn write(&self, composer: &mut Composer) {
        let lines = [("Fra", &self.from), ("Til", &self.to), ("Dato", &self.date)];
        for (key, value) in lines.into_iter().filter(|(_, value)| !value.trim().is_empty()) {
            write_line(composer, key, value);
        }
        composer.gap();
        if !self.subject.trim().is_empty() {
            write_line(composer, "Emne", &self.subject);
        }
        composer.gap();
    }
}

fn write_line(composer: &mut Composer, key: &str, value: &str) {
    let value: Vec<&str> = value.split_whitespace().collect();
    let mut line = Line::new();
    line.push(&format!("{key}: {}", value.join(" ")), 0);
    composer.line(line, Some(BlockKind::Paragraph), String::new);
}

/// `Mia Holm <mia@post.example>, Bo Lund`.
fn names(addresses: &Address<'_>) -> String {
    let mut names: Vec<String> = addresses.iter().take(MOST_NAMES + 1).map(name).collect();
    if names.len() > MOST_NAMES {
        names[MOST_NAMES] = "…".to_owned();
    }
    names.join(", ")
}

fn name(address: &Addr<'_>) -> String {
    match (address.name(), address.address()) {
        (Some(name), Some(address)) => format!("{name} <{address}>"),
        (Some(only), None) | (None, Some(only)) => only.to_owned(),
        (None, None) => String::new(),
    }
}

/// `4. september 2024 kl. 20.47`, in the sender's time.
pub(crate) fn danish_date(date: &DateTime) -> Option<String> {
    let month = traek_core::month_name(usize::from(date.month))?;
    Some(format!("{}. {month} {} kl. {:02}.{:02}", date.day, date.year, date.hour, date.minute))
}

#[cfg(test)]
mod tests;
