//! The part of a Word document that has the comments' text, and what leads to it.

use std::collections::BTreeMap;

use super::comment::{Comment, element};
use super::relations;
use super::write::Letter;
use super::{NAME, anatomy};
use crate::container::Package;
use crate::write::WriteError;
use crate::xml::{Part, Token, Xml};

const CONTENT_TYPES: &str = "[Content_Types].xml";
const CONTENT_TYPE: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml";

/// Parts with comments added.
pub(super) struct Added {
    /// New text of parts by their name.
    pub(super) parts: BTreeMap<String, String>,
    /// The id of the first comment; the others follow.
    pub(super) first_id: u64,
}

/// Adds the text of `comments` to the part with comments, and that part where there is none.
pub(super) fn add(
    package: &mut Package<'_>,
    letter: &Letter<'_>,
    comments: &[Comment],
    date: &str,
) -> Result<Added, WriteError> {
    let known = relations::related(&letter.parts.relations, "comments").map(str::to_owned);
    let existing = match &known {
        Some(name) => package.part(name)?,
        None => None,
    };
    let name = known.unwrap_or_else(|| free_name(package, &letter.parts.texts[0].name));
    let mut parts = BTreeMap::new();
    let xml = match existing {
        Some(xml) => xml,
        None => {
            announce(package, letter, &name, &mut parts)?;
            empty(letter)
        }
    };
    let part = Part { format: NAME, name: &name };
    let found = anatomy::survey(&xml, part)?;
    let first_id = letter.free_id().max(found.greatest_id + 1);
    let elements: String =
        (first_id..).zip(comments).map(|(id, comment)| element(&found.prefix, id, &comment.text, date)).collect();
    let xml = append(&xml, part, |_| elements)?;
    parts.insert(name, xml);
    Ok(Added { parts, first_id })
}

/// A part without comments, in the namespace of the document.
fn empty(letter: &Letter<'_>) -> String {
    const STRICT: &str = "http://purl.oclc.org/ooxml/wordprocessingml/main";
    const TRANSITIONAL: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    let space = if is_strict(letter) { STRICT } else { TRANSITIONAL };
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:comments xmlns:w=\"{space}\"/>")
}

fn is_strict(letter: &Letter<'_>) -> bool {
    letter.body(0).xml.contains("\"http://purl.oclc.org/ooxml/wordprocessingml/main\"")
}

/// A name beside the document that no part has.
fn free_name(package: &Package<'_>, document: &str) -> String {
    let folder = document.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
    let mut name = format!("{folder}comments.xml");
    for number in 1.. {
        if !package.has(&name) {
            break;
        }
        name = format!("{folder}comments{number}.xml");
    }
    name
}

/// Tells the package what the part `name` is, and the document that it belongs to it.
fn announce(
    package: &mut Package<'_>,
    letter: &Letter<'_>,
    name: &str,
    parts: &mut BTreeMap<String, String>,
) -> Result<(), WriteError> {
    let types = package.part(CONTENT_TYPES)?.unwrap_or_else(|| {
        "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>".to_owned()
    });
    let part = Part { format: NAME, name: CONTENT_TYPES };
    let types = append(&types, part, |prefix| {
        format!("<{prefix}Override PartName=\"/{name}\" ContentType=\"{CONTENT_TYPE}\"/>")
    })?;
    parts.insert(CONTENT_TYPES.to_owned(), types);

    let relations_name = relations::part_name(&letter.parts.texts[0].name);
    let relations = package.part(&relations_name)?.unwrap_or_else(|| {
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"/>".to_owned()
    });
    let mut id = "traek".to_owned();
    while relations.contains(&format!("\"{id}\"")) {
        id.push('k');
    }
    let kind = if is_strict(letter) {
        "http://purl.oclc.org/ooxml/officeDocument/relationships/comments"
    } else {
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
    };
    let part = Part { format: NAME, name: &relations_name };
    let relations = append(&relations, part, |prefix| {
        format!("<{prefix}Relationship Id=\"{id}\" Type=\"{kind}\" Target=\"/{name}\"/>")
    })?;
    parts.insert(relations_name, relations);
    Ok(())
}

/// The XML with more at the end of its root; `more` gets the prefix of the root's name with its colon.
fn append(xml: &str, part: Part<'_>, more: impl FnOnce(&str) -> String) -> Result<String, WriteError> {
    let mut walk = Xml::new(xml, part);
    let mut name = "";
    let mut end = 0..0;
    let mut content = 0;
    while let Some(token) = walk.next()? {
        match token {
            Token::Start(tag) if name.is_empty() => {
                name = xml[tag.start..tag.end].trim_start_matches('<');
                name = &name[..name.find(tag.local).unwrap_or(0) + tag.local.len()];
                content = tag.end;
            }
            Token::End(from, to) => end = from..to,
            _ => {}
        }
    }
    let prefix = name.rsplit_once(':').map_or(String::new(), |(prefix, _)| format!("{prefix}:"));
    let more = more(&prefix);
    if end.is_empty() {
        // An element without content ends where it begins: `<a/>`.
        let start = xml[..content].trim_end_matches('>').trim_end_matches('/');
        return Ok(format!("{start}>{more}</{name}>{}", &xml[content..]));
    }
    Ok([&xml[..end.start], &more, &xml[end.start..]].concat())
}
