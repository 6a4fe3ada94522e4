//! Walks the XML of a part: tags with their namespace and place, and text with its place.
//!
//! There are no entities but those of XML itself, nesting is bounded, and nothing here recurses.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};

use crate::ReadError;

/// Elements lie at most this deep in each other; those of a letter some 30.
const DEEPEST: usize = 1_000;

/// Prefixes that a part declares beyond these are not looked at.
const MOST_PREFIXES: usize = 64;

/// The namespaces that letters are read by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Space {
    /// WordprocessingML.
    Word,
    /// Alternative content for older programs, in WordprocessingML.
    Compatibility,
    /// OpenDocument: the frame of a document.
    Office,
    /// OpenDocument: text.
    Text,
    /// OpenDocument: tables.
    Table,
    /// OpenDocument: drawings and text boxes.
    Drawing,
    /// OpenDocument: styles.
    Style,
    /// LibreOffice's additions to OpenDocument.
    Extension,
    /// Any other.
    Other,
}

const SPACES: [(&str, Space); 9] = [
    ("http://schemas.openxmlformats.org/wordprocessingml/2006/main", Space::Word),
    ("http://purl.oclc.org/ooxml/wordprocessingml/main", Space::Word),
    ("http://schemas.openxmlformats.org/markup-compatibility/2006", Space::Compatibility),
    ("urn:oasis:names:tc:opendocument:xmlns:office:1.0", Space::Office),
    ("urn:oasis:names:tc:opendocument:xmlns:text:1.0", Space::Text),
    ("urn:oasis:names:tc:opendocument:xmlns:table:1.0", Space::Table),
    ("urn:oasis:names:tc:opendocument:xmlns:drawing:1.0", Space::Drawing),
    ("urn:oasis:names:tc:opendocument:xmlns:style:1.0", Space::Style),
    ("urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0", Space::Extension),
];

/// A part of a package, for its errors.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Part<'a> {
    /// What errors call the file.
    pub(crate) format: &'static str,
    /// The part's name in the package.
    pub(crate) name: &'a str,
}

/// The next thing in a part; offsets are bytes of the part.
#[derive(Debug)]
pub(crate) enum Token<'a> {
    /// A start tag; that of an empty element is followed by an end.
    Start(Tag<'a>),
    /// An end tag, and where it begins and ends.
    End(usize, usize),
    /// Text without markup, and where it begins.
    Text(Cow<'a, str>, usize),
}

/// A start tag.
#[derive(Debug)]
pub(crate) struct Tag<'a> {
    /// The namespace of its name.
    pub(crate) space: Space,
    /// Its name without prefix.
    pub(crate) local: &'a str,
    /// Where it begins.
    pub(crate) start: usize,
    /// The byte after it.
    pub(crate) end: usize,
    raw: BytesStart<'a>,
}

impl Tag<'_> {
    /// The value of the attribute with this name (without prefix).
    pub(crate) fn attribute(&self, local: &str) -> Option<String> {
        let mut attributes = self.raw.attributes();
        let mut attributes = attributes.with_checks(false).flatten();
        let value = attributes.find(|attribute| attribute.key.local_name().as_ref() == local)?.value;
        Some(quick_xml::escape::unescape(&value).map_or_else(|_| value.to_string(), Cow::into_owned))
    }

    /// Whether the attribute `local` says yes, as a toggle without it does.
    pub(crate) fn is_on(&self, local: &str) -> bool {
        self.attribute(local).is_none_or(|value| !matches!(value.as_str(), "0" | "false" | "off" | "none"))
    }
}

/// The XML of a part while it is walked.
pub(crate) struct Xml<'a> {
    text: &'a str,
    mark: usize,
    reader: Reader<&'a [u8]>,
    prefixes: Vec<(&'a str, Space)>,
    depth: usize,
    part: Part<'a>,
}

impl<'a> Xml<'a> {
    pub(crate) fn new(text: &'a str, part: Part<'a>) -> Self {
        let content = text.trim_start_matches('\u{FEFF}');
        let mut reader = Reader::from_str(content);
        reader.config_mut().expand_empty_elements = true;
        Self { text, mark: text.len() - content.len(), reader, prefixes: Vec::new(), depth: 0, part }
    }

    /// What comes next; `None` at the end.
    pub(crate) fn next(&mut self) -> Result<Option<Token<'a>>, ReadError> {
        loop {
            let start = self.position();
            let event = self.reader.read_event().map_err(|_| self.error("der er fejl i XML'en"))?;
            match event {
                Event::Start(raw) => return self.open(raw, start).map(Some),
                Event::End(_) => {
                    self.depth = self.depth.saturating_sub(1);
                    return Ok(Some(Token::End(start, self.position())));
                }
                Event::Text(text) => return Ok(Some(Token::Text(text.into_inner(), start))),
                Event::CData(text) => return Ok(Some(Token::Text(text.into_inner(), start + "<![CDATA[".len()))),
                Event::GeneralRef(name) => {
                    let letter = self.letter(&name)?;
                    return Ok(Some(Token::Text(Cow::Owned(letter), start)));
                }
                Event::DocType(_) => return Err(self.error("XML'en har en DTD, og den læser traek ikke")),
                Event::Eof if self.depth > 0 => return Err(self.error("XML'en slutter for tidligt")),
                Event::Eof => return Ok(None),
                Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            }
        }
    }

    /// Passes over the element that has just begun.
    pub(crate) fn skip(&mut self) -> Result<(), ReadError> {
        let end = self.depth.saturating_sub(1);
        while self.depth > end && self.next()?.is_some() {}
        Ok(())
    }

    fn open(&mut self, raw: BytesStart<'a>, start: usize) -> Result<Token<'a>, ReadError> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(self.error("XML'en ligger for dybt indlejret"));
        }
        let end = self.position();
        let tag = self.text.get(start..end).unwrap_or_default();
        if tag.contains("xmlns") {
            self.declare(tag);
        }
        let name = tag.trim_start_matches('<').split([' ', '\t', '\r', '\n', '/', '>']).next().unwrap_or_default();
        let (prefix, local) = name.split_once(':').unwrap_or(("", name));
        let space = self.prefixes.iter().rev().find(|known| known.0 == prefix).map_or(Space::Other, |known| known.1);
        Ok(Token::Start(Tag { space, local, start, end, raw }))
    }

    /// Takes note of the prefixes that `tag` declares. A prefix keeps its meaning to the end of the part.
    fn declare(&mut self, tag: &'a str) {
        for (at, _) in tag.match_indices("xmlns").take(MOST_PREFIXES) {
            let Some((name, value)) = tag[at + "xmlns".len()..].split_once('=') else { continue };
            let prefix = name.trim().trim_start_matches(':');
            let value = value.trim_start();
            let Some(quote) = value.chars().next().filter(|quote| matches!(quote, '"' | '\'')) else { continue };
            let Some(address) = value[1..].split(quote).next() else { continue };
            let Some((_, space)) = SPACES.iter().find(|known| known.0 == address) else { continue };
            if self.prefixes.len() < MOST_PREFIXES && !self.prefixes.contains(&(prefix, *space)) {
                self.prefixes.push((prefix, *space));
            }
        }
    }

    /// What the reference `name` stands for; a sign that XML does not allow is left out.
    fn letter(&self, name: &BytesRef<'_>) -> Result<String, ReadError> {
        let letter = referred(name);
        let letter = letter.ok_or_else(|| self.error("XML'en henviser til noget ukendt"))?;
        let allowed = !letter.is_control() || letter.is_whitespace();
        Ok(if allowed { letter.to_string() } else { String::new() })
    }

    /// The byte after what was read last.
    pub(crate) fn position(&self) -> usize {
        usize::try_from(self.reader.buffer_position()).unwrap_or(self.text.len()) + self.mark
    }

    fn error(&self, what: &str) -> ReadError {
        ReadError::Damaged(self.part.format, format!("{what} ({}, byte {})", self.part.name, self.position()))
    }
}

/// The sign that `&name;` stands for: one by number, or one of the five that every XML has.
pub(crate) fn referred(name: &BytesRef<'_>) -> Option<char> {
    match &**name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => name.resolve_char_ref().ok().flatten(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PART: Part<'static> = Part { format: "en prøve", name: "a.xml" };

    fn walk(text: &str) -> Result<Vec<String>, ReadError> {
        let mut xml = Xml::new(text, PART);
        let mut seen = Vec::new();
        while let Some(token) = xml.next()? {
            seen.push(match token {
                Token::Start(tag) => format!("{:?} {} {}", tag.space, tag.local, tag.start),
                Token::End(start, end) => format!("{start}-{end}"),
                Token::Text(text, at) => format!("{text} {at}"),
            });
        }
        Ok(seen)
    }

    #[test]
    fn tags_have_a_namespace_and_everything_has_a_place() {
        let text = "\u{FEFF}<x:p xmlns:x='http://purl.oclc.org/ooxml/wordprocessingml/main'>a&amp;<x:t/></x:p>";
        let at = text.find("a&").expect("there");
        assert_eq!(
            walk(text).expect("well-formed"),
            [
                "Word p 3".to_owned(),
                format!("a {at}"),
                format!("& {}", at + 1),
                format!("Word t {}", at + 6),
                format!("{}-{}", at + 12, at + 12),
                format!("{}-{}", at + 12, text.len()),
            ]
        );
    }

    #[test]
    fn entities_dtds_depth_and_a_missing_end_are_refused() {
        let deep = "<a>".repeat(100_000);
        for text in ["<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "<a>&b;</a>", &deep, "<a><b></a>", "<a>", "<a"] {
            assert!(matches!(walk(text), Err(ReadError::Damaged("en prøve", _))), "{}", &text[..text.len().min(40)]);
        }
    }
}
