//! Mails that Outlook saved (.msg).
//!
//! The offsets are those of the text: in the file it stands in properties.

mod store;

use mail_parser::DateTime;

use crate::compose::Composer;
use crate::mail::{self, Head};
use crate::nest::{Nest, shown_name};
use crate::{Attachment, Format, ReadError, Source, decoded, html, sniff};
use store::{Folder, Store, encoding_name, property};

/// What the format is called in messages.
const OUTLOOK: &str = "en Outlook-besked";

/// A mail has at most this many attachments.
const MOST_ATTACHMENTS: usize = 100;

/// Reads a mail that Outlook saved; `nest` bounds what is attached to it.
///
/// # Errors
/// [`ReadError::Encrypted`], [`ReadError::Damaged`], [`ReadError::TooManyParts`], [`ReadError::Empty`], and for other
/// files of Office [`ReadError::Unsupported`].
pub(crate) fn read(bytes: &[u8], nest: &mut Nest) -> Result<Source, ReadError> {
    let mut store = Store::open(bytes)?;
    read_mail(&mut store, &Store::root(), nest)
}

fn read_mail(store: &mut Store<'_>, mail: &Folder, nest: &mut Nest) -> Result<Source, ReadError> {
    let class = store.text(mail, property::MESSAGE_CLASS).unwrap_or_default().to_ascii_lowercase();
    let signed_only = class.ends_with("multipartsigned");
    if class.contains(".rpmsg") || class.starts_with("ipm.note.smime") && !signed_only {
        return Err(ReadError::Encrypted(OUTLOOK));
    }
    let mut composer = Composer::new();
    head(store, mail).write(&mut composer);
    let length = composer.length();
    write_body(store, mail, &mut composer)?;
    let folders = store.attachments(mail, MOST_ATTACHMENTS + 1);
    if folders.len() > MOST_ATTACHMENTS {
        return Err(ReadError::TooManyParts(OUTLOOK, MOST_ATTACHMENTS));
    }
    let attachments = folders.iter().filter_map(|folder| attachment(store, folder, nest)).collect();
    mail::finish(composer, length, Format::OutlookMessage, attachments)
}

fn head(store: &mut Store<'_>, mail: &Folder) -> Head {
    let name = store.text(mail, property::SENDER_NAME).unwrap_or_default();
    let address = [property::SENDER_SMTP_ADDRESS, property::SENDER_ADDRESS]
        .into_iter()
        .find_map(|property| store.text(mail, property).filter(|address| address.contains('@')));
    let from = match address {
        Some(address) if name.is_empty() || name == address => address,
        Some(address) => format!("{name} <{address}>"),
        None => name,
    };
    Head {
        from,
        to: store.text(mail, property::DISPLAY_TO).unwrap_or_default().replace(';', ","),
        date: store.number(mail, property::SENT).and_then(danish_day).unwrap_or_default(),
        subject: store.text(mail, property::SUBJECT).unwrap_or_default(),
    }
}

/// `4. september 2024`, from a time of Windows: tenths of microseconds since 1601. The hour of the sender is not known.
fn danish_day(time: u64) -> Option<String> {
    const TO_1970: i64 = 11_644_473_600;
    let seconds = i64::try_from(time / 10_000_000).ok()? - TO_1970;
    let date = mail::danish_date(&DateTime::from_timestamp(seconds))?;
    date.split_once(" kl.").map(|(day, _)| day.to_owned())
}

/// Writes the plain text of the mail, or else its HTML.
fn write_body(store: &mut Store<'_>, mail: &Folder, composer: &mut Composer) -> Result<(), ReadError> {
    if let Some(text) = store.text(mail, property::BODY).filter(|text| !text.trim().is_empty()) {
        mail::write_plain(&text, composer);
        return Ok(());
    }
    if let Some(bytes) = store.bytes(mail, property::BODY_HTML) {
        let encoding = store.number(mail, property::INTERNET_CODE_PAGE).and_then(encoding_name);
        html::compose(&decoded(&bytes, encoding.as_deref().map(str::as_bytes))?.text, composer);
    } else if let Some(text) = store.text(mail, property::BODY_HTML) {
        html::compose(&text, composer);
    }
    Ok(())
}

/// The letter in an attachment; `None` for pictures and other files that are no letters.
fn attachment(store: &mut Store<'_>, folder: &Folder, nest: &mut Nest) -> Option<Attachment> {
    let name = [property::ATTACHED_NAME, property::ATTACHED_SHORT_NAME]
        .into_iter()
        .find_map(|property| store.text(folder, property).filter(|name| !name.trim().is_empty()));
    if let Some(mail) = store.mail(folder) {
        let subject = store.text(&mail, property::SUBJECT).filter(|subject| !subject.trim().is_empty());
        let name = name.or(subject).unwrap_or_else(|| "vedhæftet mail".to_owned());
        let source = nest.within(|nest| read_mail(store, &mail, nest));
        return Some(Attachment { name: shown_name(&name), source });
    }
    let name = name.unwrap_or_else(|| "vedhæftet fil".to_owned());
    let bytes = store.bytes(folder, property::ATTACHED_FILE)?;
    sniff::is_letter(name.as_ref(), &bytes).then(|| nest.attachment(name, &bytes))
}

#[cfg(test)]
mod tests;
