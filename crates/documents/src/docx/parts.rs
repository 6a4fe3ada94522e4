//! The parts of a Word document that have text.

use std::collections::{HashMap, HashSet};

use super::part::{self, Margin, Read};
use super::relations::{self, Relation};
use crate::ReadError;
use crate::container::Package;
use crate::xml::Part;

/// What a part is for the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Body,
    Footnotes,
    Endnotes,
    Header,
    Footer,
}

/// A part with text.
pub(super) struct TextPart {
    pub(super) name: String,
    pub(super) kind: Kind,
    /// The offset of its first byte in the source.
    pub(super) base: usize,
    pub(super) xml: String,
    pub(super) read: Read,
}

/// The parts of a document.
pub(super) struct Parts {
    /// What the document is related to.
    pub(super) relations: Vec<Relation>,
    /// The parts with text in the order of the source's offsets; the body is the first.
    pub(super) texts: Vec<TextPart>,
}

impl Parts {
    pub(super) fn read(package: &mut Package<'_>) -> Result<Self, ReadError> {
        let package_relations = relations::read(package, "")?;
        let document = relations::related(&package_relations, "officeDocument").unwrap_or("word/document.xml");
        if !package.has(document) {
            return Err(ReadError::Damaged(package.format(), format!("delen {document} mangler")));
        }
        let mut parts = Self { relations: relations::read(package, document)?, texts: Vec::new() };
        parts.add(package, document.to_owned(), Kind::Body)?;
        for (name, kind) in [("footnotes", Kind::Footnotes), ("endnotes", Kind::Endnotes)] {
            if let Some(name) = relations::related(&parts.relations, name).map(str::to_owned) {
                parts.add(package, name, kind)?;
            }
        }
        for (name, kind) in parts.margins() {
            parts.add(package, name, kind)?;
        }
        Ok(parts)
    }

    /// The headers and footers as the sections of the body name them, each once.
    fn margins(&self) -> Vec<(String, Kind)> {
        let by_id: HashMap<&str, &Relation> =
            self.relations.iter().map(|relation| (relation.id.as_str(), relation)).collect();
        let mut seen = HashSet::new();
        let named = self.texts.iter().flat_map(|part| &part.read.margins);
        let parts = named.filter_map(|(margin, id)| {
            let kind = if *margin == Margin::Header { Kind::Header } else { Kind::Footer };
            by_id.get(id.as_str()).map(|relation| (relation.target.clone(), kind))
        });
        parts.filter(|(name, _)| seen.insert(name.clone())).collect()
    }

    fn add(&mut self, package: &mut Package<'_>, name: String, kind: Kind) -> Result<(), ReadError> {
        let Some(xml) = package.part(&name)? else { return Ok(()) };
        let base = self.texts.last().map_or(0, |last| last.base + last.xml.len());
        let read = part::read(&xml, base, Part { format: package.format(), name: &name })?;
        self.texts.push(TextPart { name, kind, base, xml, read });
        Ok(())
    }

    /// Takes what was read of the parts of `kind`.
    pub(super) fn take(&mut self, kind: Kind) -> Vec<Read> {
        let parts = self.texts.iter_mut().filter(|part| part.kind == kind);
        parts.map(|part| std::mem::take(&mut part.read)).collect()
    }
}
