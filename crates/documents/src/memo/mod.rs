//! Messages of Digital Post (MeMo): the main document, with the message's label above it as its subject.
//!
//! The offsets are those of the text: in the file the documents stand encoded.

mod message;

use traek_core::OffsetMap;

use crate::compose::{Composed, Composer, paragraph_places};
use crate::mail::{Head, danish_date};
use crate::nest::Nest;
use crate::{Attachment, Format, Place, ReadError, Source, sniff};
use message::{File, Message, Paper};

/// What a message is called in errors.
const MEMO: &str = "en MeMo-besked";

/// Reads a message; `nest` bounds its documents.
///
/// # Errors
/// [`ReadError::Damaged`] where the XML is broken or has no main document, and the errors of that document.
pub(crate) fn read(bytes: &[u8], nest: &mut Nest) -> Result<Source, ReadError> {
    let message = Message::read(bytes)?;
    let main = message.papers.iter().filter(|paper| paper.is_main).find_map(best);
    let Some(main) = main else {
        return Err(ReadError::Damaged(MEMO, "hoveddokumentet mangler".to_owned()));
    };
    let letter = nest.within(|nest| crate::read_within(main.path().as_ref(), &main.bytes(), nest))?;
    let attachments = message.papers.iter().filter(|paper| !paper.is_main).filter_map(|paper| attachment(paper, nest));
    let mut attachments: Vec<Attachment> = attachments.collect();
    let mut source = below(&head(&message), letter);
    attachments.append(&mut source.attachments);
    source.attachments = attachments;
    Ok(source)
}

fn head(message: &Message) -> Composed {
    let date = mail_parser::DateTime::parse_rfc3339(&message.created);
    let head = Head {
        from: message.sender.clone(),
        to: message.recipient.clone(),
        date: date.as_ref().and_then(danish_date).unwrap_or_default(),
        subject: message.label.clone(),
    };
    let mut composer = Composer::new();
    head.write(&mut composer);
    composer.finish()
}

/// The form of a document that is read best; the others have the same text.
fn best(paper: &Paper) -> Option<&File> {
    const BEST_FIRST: [Format; 8] = [
        Format::Html,
        Format::Docx,
        Format::Odt,
        Format::Markdown,
        Format::Text,
        Format::Rtf,
        Format::Mail,
        Format::Pdf,
    ];
    let rank = |file: &&File| {
        let format = sniff::format(file.path().as_ref(), &file.bytes()).ok();
        BEST_FIRST.iter().position(|best| Some(*best) == format).unwrap_or(BEST_FIRST.len())
    };
    paper.files.iter().min_by_key(rank)
}

fn attachment(paper: &Paper, nest: &mut Nest) -> Option<Attachment> {
    let file = best(paper)?;
    let bytes = file.bytes();
    sniff::is_letter(file.path().as_ref(), &bytes).then(|| nest.attachment(file.path(), &bytes))
}

/// The letter with `head` above it.
fn below(head: &Composed, letter: Source) -> Source {
    let Source { mut document, attachments, places, .. } = letter;
    let shift = if head.document.text.is_empty() { 0 } else { head.document.text.len() + 2 };
    let mut text = head.document.text.clone();
    text.push_str(if shift == 0 { "" } else { "\n\n" });
    text.push_str(&document.text);
    for (index, block) in document.blocks.iter_mut().enumerate() {
        block.start += shift;
        block.end += shift;
        block.after_gap |= index == 0;
    }
    document.blocks.splice(0..0, head.document.blocks.iter().copied());
    document.text = text;
    document.map = OffsetMap::shifted(0);
    let places = if places.is_empty() {
        paragraph_places(&document, shift)
    } else {
        let head = (shift > 0).then(|| Place { start: 0, name: "brevhovedet".to_owned() });
        let own = places.into_iter().map(|place| Place { start: place.start + shift, ..place });
        head.into_iter().chain(own).collect()
    };
    Source { document, format: Format::MeMo, encoding: None, attachments, remarks: Vec::new(), places, file: None }
}

#[cfg(test)]
mod tests;
