//! Letters and mails as HTML. Offsets are those of the source.

mod elements;

mod quotes;
mod style;

use std::convert::Infallible;

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Token, Tokenizer};
use traek_core::Document;

use crate::compose::{Composed, Composer, paragraph_places, through};
use crate::encoding::Decoded;
use crate::file_text::FileText;
use crate::remark::{Remark, remarks};
use crate::{Format, ReadError, Source};
use elements::Walker;

/// An encoding is named within this many bytes, or a browser does not find it either.
const NAMED_WITHIN: usize = 1024;

/// Reads a letter that is HTML.
///
/// # Errors
/// [`ReadError::Empty`] and the errors of text.
pub(crate) fn read(bytes: &[u8]) -> Result<Source, ReadError> {
    let decoded = crate::decoded(bytes, named_encoding(&bytes[..bytes.len().min(NAMED_WITHIN)]))?;
    let mut composer = Composer::new();
    compose(&decoded.text, &mut composer);
    let Composed { mut document, .. } = composer.finish();
    if document.text.is_empty() {
        return Err(ReadError::Empty);
    }
    let end = document.text.len();
    let to_text = document.map.clone();
    document.map = through(&document.map, end, &decoded.map);
    if document.map.source(end) > bytes.len() {
        document.map.push(end, bytes.len());
    }
    let encoding = Some(decoded.encoding);
    let places = paragraph_places(&document, 0);
    let remarks = remarks_in(&decoded, &document);
    let file = Some(FileText { text: decoded.text, map: to_text, entities: true });
    Ok(Source { document, format: Format::Html, encoding, attachments: Vec::new(), remarks, places, file })
}

/// The comments of the file, each at the text that comes after it.
fn remarks_in(decoded: &Decoded, document: &Document) -> Vec<Remark> {
    let in_text = |at: usize| document.map.text(decoded.map.source(at)).min(document.text.len());
    let found = remarks(&decoded.text).into_iter();
    found.map(|remark| Remark { at: in_text(remark.at), ..remark }).collect()
}

/// Adds the text of the document `html` to `composer`; offsets are those of `html`.
pub(crate) fn compose(html: &str, composer: &mut Composer) {
    let mut walker = Walker::new(composer);
    let mut emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, span: Span<usize>| {
        see(&mut walker, html, &event, span);
        None::<Infallible>
    });
    emitter.naively_switch_states(true);
    let Ok(()) = Tokenizer::new_with_emitter(html, emitter).finish();
    walker.finish();
}

fn see(walker: &mut Walker<'_>, html: &str, event: &CallbackEvent<'_>, span: Span<usize>) {
    match event {
        CallbackEvent::OpenStartTag { name } => walker.open(&lossy(name)),
        CallbackEvent::AttributeName { name } => walker.attribute(&lossy(name)),
        CallbackEvent::AttributeValue { value } => walker.value(&lossy(value)),
        CallbackEvent::CloseStartTag { self_closing } => walker.opened(*self_closing),
        CallbackEvent::EndTag { name } => walker.close(&lossy(name)),
        CallbackEvent::String { .. } => {
            see_text(walker, html.get(span.start..span.end).unwrap_or_default(), span.start)
        }
        _ => {}
    }
}

fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Passes on `raw`, which stands at `at`, with its entities read one by one, so that each keeps its place.
fn see_text(walker: &mut Walker<'_>, raw: &str, at: usize) {
    let mut from = 0;
    while let Some(found) = raw[from..].find('&') {
        let start = from + found;
        let end = start + entity_length(&raw[start..]);
        walker.text(&raw[from..start], at + from);
        walker.entity(&entity(&raw[start..end]), at + start);
        from = end;
    }
    walker.text(&raw[from..], at + from);
}

/// Bytes of what may be an entity at the beginning of `raw`, which begins with `&`.
pub(crate) fn entity_length(raw: &str) -> usize {
    let name = raw[1..].find(|c: char| !c.is_ascii_alphanumeric() && c != '#').unwrap_or(raw.len() - 1);
    1 + name + usize::from(raw[1 + name..].starts_with(';'))
}

/// `raw` with its entities read; `None` where it has marking up.
pub(crate) fn unescaped(raw: &str) -> Option<String> {
    if raw.contains(['<', '>']) {
        return None;
    }
    let mut tokens = Tokenizer::new(raw);
    match (tokens.next(), tokens.next()) {
        (Some(Ok(Token::String(text))), None) => Some(lossy(&text)),
        (None, _) => Some(String::new()),
        _ => None,
    }
}

/// What the entity `written` stands for; itself if it is none.
fn entity(written: &str) -> String {
    match Tokenizer::new(written).next() {
        Some(Ok(Token::String(text))) => lossy(&text),
        _ => written.to_owned(),
    }
}

/// The encoding that `<meta charset=…>` or `<meta http-equiv=… content="…; charset=…">` names.
fn named_encoding(start: &[u8]) -> Option<&[u8]> {
    let at = start.windows(8).position(|window| window.eq_ignore_ascii_case(b"charset="))?;
    let value = &start[at + 8..];
    let value = value.strip_prefix(b"\"").or(value.strip_prefix(b"'")).unwrap_or(value);
    let end = value.iter().position(|byte| !byte.is_ascii_alphanumeric() && !b"-_:".contains(byte))?;
    Some(&value[..end])
}

#[cfg(test)]
mod tests;
