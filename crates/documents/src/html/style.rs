//! The little of CSS that decides how text is read: what is hidden, what stands after an empty line, what keeps its
//! line breaks.

use std::collections::HashMap;

/// A style sheet has at most this many rules that are looked at; Word writes some hundred.
const MOST_RULES: usize = 4000;

/// What a style says of an element; `None` where it says nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Style {
    /// Not shown.
    pub(crate) hidden: Option<bool>,
    /// Set off from what stands above it.
    pub(crate) space_above: Option<bool>,
    /// Set off from what stands below it.
    pub(crate) space_below: Option<bool>,
    /// Line breaks of the source are shown.
    pub(crate) keeps_lines: Option<bool>,
    /// An item of a list, as Word writes it without `<li>`.
    pub(crate) list_item: Option<bool>,
    /// Under a line across the page, as Outlook draws it above the mail that is answered.
    pub(crate) ruled: Option<bool>,
}

impl Style {
    /// The style that a `style` attribute or the body of a rule declares.
    pub(crate) fn declared(declarations: &str) -> Self {
        let mut style = Self::default();
        for declaration in declarations.split(';') {
            let Some((property, value)) = declaration.split_once(':') else { continue };
            style.declare(&property.trim().to_ascii_lowercase(), &value.trim().to_ascii_lowercase());
        }
        style
    }

    fn declare(&mut self, property: &str, value: &str) {
        match property {
            "display" => self.hidden = Some(value.starts_with("none")),
            "visibility" if value.starts_with("hidden") => self.hidden = Some(true),
            "mso-hide" if value.starts_with("all") => self.hidden = Some(true),
            "font-size" | "max-height" if is_zero(value) => self.hidden = Some(true),
            "mso-list" if value.starts_with("ignore") => self.hidden = Some(true),
            "mso-list" => self.list_item = Some(!value.starts_with("none")),
            "margin-top" => self.space_above = Some(is_space(value)),
            "margin-bottom" => self.space_below = Some(is_space(value)),
            "margin" => self.margin(value),
            "white-space" => self.keeps_lines = Some(value.starts_with("pre")),
            "border-top" => self.ruled = Some(value.contains("solid")),
            _ => {}
        }
    }

    /// One to four values: all; above and below first; above, sides, below.
    fn margin(&mut self, value: &str) {
        let values: Vec<&str> = value.split_whitespace().collect();
        let Some(above) = values.first() else { return };
        self.space_above = Some(is_space(above));
        self.space_below = Some(is_space(values.get(2).unwrap_or(above)));
    }

    /// This style, and where it says nothing, `other`.
    fn or(self, other: Self) -> Self {
        Self {
            hidden: self.hidden.or(other.hidden),
            space_above: self.space_above.or(other.space_above),
            space_below: self.space_below.or(other.space_below),
            keeps_lines: self.keeps_lines.or(other.keeps_lines),
            list_item: self.list_item.or(other.list_item),
            ruled: self.ruled.or(other.ruled),
        }
    }
}

/// A length and its unit.
fn length(value: &str) -> Option<(f32, &str)> {
    let unit = value.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(value.len());
    let (number, unit) = value.split_at(unit);
    Some((number.parse().ok()?, unit.split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default()))
}

fn is_zero(value: &str) -> bool {
    length(value).is_some_and(|(number, _)| number == 0.0)
}

/// Whether a margin can be seen between two lines: Word writes `.0001pt` for none.
fn is_space(value: &str) -> bool {
    length(value).is_some_and(|(number, unit)| match unit {
        "pt" | "px" => number > 3.0,
        _ => number > 0.05,
    })
}

/// The rules for elements and classes of a document's style sheets. Rules for an element inside another are left out.
#[derive(Debug, Default)]
pub(crate) struct Sheet {
    rules: HashMap<(String, String), Style>,
}

impl Sheet {
    /// Adds the rules of `css`, the content of a `<style>` element.
    pub(crate) fn add(&mut self, css: &str) {
        let mut rest = css;
        while let Some((selectors, after)) = rest.split_once('{') {
            let selectors = without_comments(selectors);
            let selectors = selectors.trim();
            // The rules inside `@media` are read like those outside; other blocks with `@` say nothing of elements.
            if selectors.starts_with("@media") {
                rest = after;
                continue;
            }
            let Some((declarations, after)) = after.split_once('}') else { return };
            rest = after;
            if !selectors.starts_with('@') {
                self.add_rule(selectors.trim_start_matches(['}', ' ', '\n', '\r', '\t']), declarations);
            }
        }
    }

    fn add_rule(&mut self, selectors: &str, declarations: &str) {
        let style = Style::declared(declarations);
        if style == Style::default() {
            return;
        }
        for selector in selectors.split(',').map(str::trim) {
            let (element, class) = selector.split_once('.').unwrap_or((selector, ""));
            let plain = |name: &str| name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
            if plain(element) && plain(class) && self.rules.len() < MOST_RULES {
                let key = (element.to_ascii_lowercase(), class.to_ascii_lowercase());
                let before = self.rules.get(&key).copied().unwrap_or_default();
                self.rules.insert(key, style.or(before));
            }
        }
    }

    /// The style of the element `name` with the value `class` of its class attribute and `style` of its own.
    pub(crate) fn style(&self, name: &str, class: &str, style: &str) -> Style {
        let own = Style::declared(style);
        if self.rules.is_empty() {
            return own;
        }
        let rule = |name: &str, class: &str| {
            self.rules.get(&(name.to_owned(), class.to_ascii_lowercase())).copied().unwrap_or_default()
        };
        let classes = class.split_whitespace().take(20);
        let of_classes = classes.fold(Style::default(), |found, class| rule(name, class).or(rule("", class)).or(found));
        own.or(of_classes).or(rule(name, ""))
    }
}

fn without_comments(css: &str) -> String {
    let mut kept = String::new();
    let mut rest = css;
    while let Some((before, comment)) = rest.split_once("/*") {
        kept.push_str(before);
        rest = comment.split_once("*/").map_or("", |(_, after)| after);
    }
    kept.push_str(rest);
    kept.replace("<!--", "").replace("-->", "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_style_sheets_of_word_are_read() {
        let mut sheet = Sheet::default();
        sheet.add(
            "<!--\n /* Font Definitions */\n @font-face\n\t{font-family:Calibri;}\n /* Style Definitions */\n \
             p.MsoNormal, li.MsoNormal\n\t{margin:0cm;\n\tmargin-bottom:.0001pt;}\np {margin-bottom: 0.1in}\n\
             @media print { .skjult {display:none} } div > p {display:none}-->",
        );
        assert_eq!(sheet.style("p", "MsoNormal", "").space_below, Some(false));
        assert_eq!(sheet.style("p", "MsoNormal", "margin-bottom:8pt").space_below, Some(true));
        assert_eq!(sheet.style("p", "", "").space_below, Some(true));
        assert_eq!(sheet.style("span", "skjult", "").hidden, Some(true));
        assert_eq!(sheet.style("p", "", "").hidden, None);
    }

    #[test]
    fn margins_of_one_to_four_values_are_read() {
        for (value, above, below) in
            [("0", false, false), ("1em 0", true, true), ("0 0 10px", false, true), ("6.0pt 0cm 0cm 0cm", true, false)]
        {
            let style = Style::declared(&format!("margin: {value}"));
            assert_eq!((style.space_above, style.space_below), (Some(above), Some(below)), "{value}");
        }
    }
}
