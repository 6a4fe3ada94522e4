//! What a paragraph or its style says about it: spacing, list, heading.

use crate::xml::Tag;

/// Twentieths of a point in a line, for spacing that is given in lines or left to the program.
const LINE: i32 = 240;

/// The properties that matter for reading; `None` where they are left to the style.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Properties {
    /// Id of the paragraph's style.
    pub(super) style: Option<String>,
    /// Level of a heading from 0 on; 9 is running text.
    pub(super) outline: Option<u8>,
    /// Whether it has a bullet or number.
    pub(super) list: Option<bool>,
    /// Space before it, in twentieths of a point.
    pub(super) before: Option<i32>,
    /// Space after it, in twentieths of a point.
    pub(super) after: Option<i32>,
    /// Whether paragraphs of the same style stand without that space.
    pub(super) contextual: Option<bool>,
}

impl Properties {
    /// Takes in `tag`, which stands in `w:pPr` or in its `w:numPr`.
    pub(super) fn see(&mut self, tag: &Tag<'_>) {
        match tag.local {
            "pStyle" => self.style = tag.attribute("val"),
            "outlineLvl" => self.outline = tag.attribute("val").and_then(|level| level.parse().ok()),
            "numId" => self.list = tag.attribute("val").map(|id| id != "0"),
            "contextualSpacing" => self.contextual = Some(tag.is_on("val")),
            "spacing" => {
                self.before = space(tag, "before").or(self.before);
                self.after = space(tag, "after").or(self.after);
            }
            _ => {}
        }
    }

    /// These properties, and `base` where they say nothing.
    pub(super) fn or(self, base: &Self) -> Self {
        Self {
            style: self.style,
            outline: self.outline.or(base.outline),
            list: self.list.or(base.list),
            before: self.before.or(base.before),
            after: self.after.or(base.after),
            contextual: self.contextual.or(base.contextual),
        }
    }
}

fn space(tag: &Tag<'_>, side: &str) -> Option<i32> {
    let number = |name: String| tag.attribute(&name).and_then(|value| value.parse::<i32>().ok());
    if tag.attribute(&format!("{side}Autospacing")).is_some_and(|value| matches!(value.as_str(), "1" | "true" | "on")) {
        return Some(LINE);
    }
    let lines = number(format!("{side}Lines")).filter(|lines| *lines != 0);
    lines.map(|hundredths| hundredths.saturating_mul(LINE) / 100).or_else(|| number(side.to_owned()))
}
