//! Paragraph styles: what `styles.xml` says about headings, lists and spacing.

use std::collections::HashMap;

use crate::ReadError;
use crate::story::Properties;
use crate::xml::{Part, Space, Token, Xml};

/// Styles are based on each other over at most this many steps; more is a circle.
const LONGEST_CHAIN: usize = 32;

/// The paragraph styles of a document.
#[derive(Debug, Default)]
pub(super) struct Styles {
    defaults: Properties,
    standard: Option<String>,
    styles: HashMap<String, Style>,
}

#[derive(Debug, Default)]
struct Style {
    based_on: Option<String>,
    own: Properties,
}

impl Styles {
    /// Reads `styles.xml`.
    pub(super) fn read(text: &str, part: Part<'_>) -> Result<Self, ReadError> {
        let mut styles = Self::default();
        let mut xml = Xml::new(text, part);
        let mut open: Vec<&str> = Vec::new();
        let mut current: Option<(String, Style)> = None;
        while let Some(token) = xml.next()? {
            match token {
                Token::Start(tag) => {
                    let parent = open.last().copied().unwrap_or_default();
                    open.push(if tag.space == Space::Word { tag.local } else { "" });
                    if tag.space != Space::Word {
                        continue;
                    }
                    match (parent, tag.local) {
                        (_, "style") if tag.attribute("type").is_none_or(|kind| kind == "paragraph") => {
                            let id = tag.attribute("styleId").unwrap_or_default();
                            if tag.attribute("default").is_some_and(|value| value == "1" || value == "true") {
                                styles.standard = Some(id.clone());
                            }
                            current = Some((id, Style::default()));
                        }
                        ("style", local) => {
                            let Some((_, style)) = &mut current else { continue };
                            match local {
                                "basedOn" => style.based_on = tag.attribute("val"),
                                "name" => {
                                    let level = tag.attribute("val").and_then(|name| heading_level(&name));
                                    style.own.outline = style.own.outline.or(level);
                                }
                                _ => {}
                            }
                        }
                        ("pPr" | "numPr", _) if open.contains(&"pPrDefault") => styles.defaults.see(&tag),
                        ("pPr" | "numPr", _) if !open.contains(&"pPrChange") => {
                            if let Some((_, style)) = &mut current {
                                style.own.see(&tag);
                            }
                        }
                        _ => {}
                    }
                }
                Token::End(..) => {
                    if open.pop() == Some("style")
                        && let Some((id, style)) = current.take()
                    {
                        styles.styles.insert(id, style);
                    }
                }
                Token::Text(..) => {}
            }
        }
        Ok(styles)
    }

    /// What holds for a paragraph with the properties `own`, its style and what that is based on included.
    pub(super) fn resolve(&self, own: &Properties) -> Properties {
        let mut resolved = own.clone();
        let mut next = own.style.as_ref().or(self.standard.as_ref());
        if let Some(id) = &own.style
            && !self.styles.contains_key(id)
        {
            resolved.outline = resolved.outline.or(heading_level(id));
            next = self.standard.as_ref();
        }
        for _ in 0..LONGEST_CHAIN {
            let Some(style) = next.and_then(|id| self.styles.get(id)) else { break };
            resolved = resolved.or(&style.own);
            next = style.based_on.as_ref();
        }
        if own.style == self.standard {
            resolved.style = None;
        }
        resolved.or(&self.defaults)
    }
}

/// The level of the heading that a style is by its name or id: `heading 1`, `Overskrift1`, `Titel`.
fn heading_level(name: &str) -> Option<u8> {
    let name = name.to_lowercase();
    if matches!(name.as_str(), "title" | "titel" | "subtitle" | "undertitel") {
        return Some(0);
    }
    let number = ["heading", "overskrift"].iter().find_map(|start| name.strip_prefix(start))?;
    let level: u8 = number.trim().parse().ok()?;
    (1..=9).contains(&level).then(|| level - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn styles(inner: &str) -> Styles {
        let text = format!(
            "<w:styles xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'>{inner}</w:styles>"
        );
        Styles::read(&text, Part { format: "en prøve", name: "styles.xml" }).expect("well-formed")
    }

    fn of(style: &str) -> Properties {
        Properties { style: Some(style.to_owned()), ..Properties::default() }
    }

    #[test]
    fn a_style_has_what_it_is_based_on_and_the_defaults() {
        let styles = styles(
            "<w:docDefaults><w:pPrDefault><w:pPr><w:spacing w:after='160'/></w:pPr></w:pPrDefault></w:docDefaults>
             <w:style w:type='paragraph' w:styleId='Overskrift1'><w:name w:val='heading 1'/></w:style>
             <w:style w:type='paragraph' w:styleId='Afsnit'><w:basedOn w:val='Overskrift1'/>
               <w:pPr><w:numPr><w:numId w:val='3'/></w:numPr><w:spacing w:before='40'/></w:pPr></w:style>",
        );
        let afsnit = styles.resolve(&of("Afsnit"));
        assert_eq!((afsnit.outline, afsnit.list), (Some(0), Some(true)));
        assert_eq!((afsnit.before, afsnit.after), (Some(40), Some(160)));
    }

    #[test]
    fn styles_in_a_circle_end() {
        let styles = styles(
            "<w:style w:type='paragraph' w:styleId='A'><w:basedOn w:val='B'/></w:style>
             <w:style w:type='paragraph' w:styleId='B'><w:basedOn w:val='A'/></w:style>",
        );
        assert_eq!(styles.resolve(&of("A")).outline, None);
    }

    #[test]
    fn headings_are_known_by_name_in_both_languages() {
        for (name, level) in [
            ("heading 2", Some(1)),
            ("Overskrift 1", Some(0)),
            ("Overskrift3", Some(2)),
            ("Titel", Some(0)),
            ("Overskrift", None),
            ("Overskriftsfarve", None),
        ] {
            assert_eq!(heading_level(name), level, "{name}");
        }
    }
}
