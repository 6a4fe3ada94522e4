//! Paragraph styles of OpenDocument: spacing, and which of them are titles.

use std::collections::HashMap;

use crate::ReadError;
use crate::story::Properties;
use crate::xml::{Part, Space, Tag, Token, Xml};

/// Styles are based on each other over at most this many steps; more is a circle.
const LONGEST_CHAIN: usize = 32;

/// Names of styles that make a title of a paragraph.
const TITLES: [&str; 4] = ["Title", "Titel", "Subtitle", "Undertitel"];

/// The paragraph styles of a document.
#[derive(Debug, Default)]
pub(super) struct Styles {
    defaults: Properties,
    styles: HashMap<String, Style>,
}

#[derive(Debug, Default)]
struct Style {
    parent: Option<String>,
    own: Properties,
}

impl Styles {
    /// Adds the styles of a part.
    pub(super) fn read(&mut self, text: &str, part: Part<'_>) -> Result<(), ReadError> {
        let mut xml = Xml::new(text, part);
        let mut current: Option<String> = None;
        while let Some(token) = xml.next()? {
            let Token::Start(tag) = token else { continue };
            if tag.space != Space::Style {
                continue;
            }
            match tag.local {
                "style" | "default-style" => current = self.begin(&tag),
                "paragraph-properties" => {
                    let Some(name) = &current else { continue };
                    match self.styles.get_mut(name) {
                        Some(style) => style.own = spacing(&tag).or(&style.own),
                        None => self.defaults = spacing(&tag).or(&self.defaults),
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Takes in the start of a style and gives its name, which is empty for the defaults.
    fn begin(&mut self, tag: &Tag<'_>) -> Option<String> {
        if tag.attribute("family").is_none_or(|family| family != "paragraph") {
            return None;
        }
        if tag.local == "default-style" {
            return Some(String::new());
        }
        let name = tag.attribute("name").filter(|name| !name.is_empty())?;
        let outline = TITLES.contains(&name.as_str()).then_some(0);
        let own = Properties { outline, ..Properties::default() };
        self.styles.insert(name.clone(), Style { parent: tag.attribute("parent-style-name"), own });
        Some(name)
    }

    /// What holds for a paragraph with the properties `own`, its style and the parents of that included.
    pub(super) fn resolve(&self, own: &Properties) -> Properties {
        let mut resolved = own.clone();
        let mut next = own.style.as_ref();
        for _ in 0..LONGEST_CHAIN {
            let Some(style) = next.and_then(|name| self.styles.get(name)) else { break };
            resolved = resolved.or(&style.own);
            next = style.parent.as_ref();
        }
        resolved.or(&self.defaults)
    }
}

fn spacing(tag: &Tag<'_>) -> Properties {
    let side = |name: &str| tag.attribute(name).and_then(|length| twips(&length));
    Properties {
        before: side("margin-top"),
        after: side("margin-bottom"),
        contextual: tag.attribute("contextual-spacing").map(|value| value == "true"),
        ..Properties::default()
    }
}

/// A length such as `0.212cm` in twentieths of a point.
fn twips(length: &str) -> Option<i32> {
    let split = length.find(|c: char| c.is_ascii_alphabetic())?;
    let (number, unit) = length.split_at(split);
    let points = match unit {
        "pt" => 1.0,
        "in" => 72.0,
        "cm" => 72.0 / 2.54,
        "mm" => 7.2 / 2.54,
        "pc" => 12.0,
        "px" => 0.75,
        _ => return None,
    };
    let number: f64 = number.parse().ok()?;
    // A cast of a float saturates, and no space on a page is near the limits.
    Some((number * points * 20.0).round() as i32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_read_in_each_unit() {
        for (length, expected) in
            [("5pt", Some(100)), ("0.1in", Some(144)), ("0.353cm", Some(200)), ("3.53mm", Some(200)), ("10%", None)]
        {
            assert_eq!(twips(length), expected, "{length}");
        }
    }
}
