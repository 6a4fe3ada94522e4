//! Reads what Word says about a paragraph.

use crate::story::Properties;
use crate::xml::Tag;

/// Twentieths of a point in a line, for spacing that is given in lines or left to the program.
const LINE: i32 = 240;

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
}

fn space(tag: &Tag<'_>, side: &str) -> Option<i32> {
    let number = |name: String| tag.attribute(&name).and_then(|value| value.parse::<i32>().ok());
    if tag.attribute(&format!("{side}Autospacing")).is_some_and(|value| matches!(value.as_str(), "1" | "true" | "on")) {
        return Some(LINE);
    }
    let lines = number(format!("{side}Lines")).filter(|lines| *lines != 0);
    lines.map(|hundredths| hundredths.saturating_mul(LINE) / 100).or_else(|| number(side.to_owned()))
}
