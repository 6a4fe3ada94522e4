//! Follows the elements of an HTML document and hands its text to the [`Flow`].

use traek_core::BlockKind;

use super::quotes;
use super::style::{Sheet, Style};
use crate::compose::Composer;
use crate::flow::Flow;

/// Elements inside more than this many others are read as if they stood beside the last of them.
const MOST_DEPTH: usize = 512;

/// Elements whose text nobody sees.
const UNSEEN: [&str; 17] = [
    "head", "title", "script", "style", "template", "noscript", "xml", "svg", "math", "object", "iframe", "select",
    "datalist", "audio", "video", "canvas", "noframes",
];

/// Elements without end tag.
const VOID: [&str; 14] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"];

/// Elements that stand on lines of their own, and of them those with an empty line around.
const BLOCKS: [&str; 34] = [
    "address",
    "article",
    "aside",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "dialog",
    "div",
    "dt",
    "fieldset",
    "figcaption",
    "footer",
    "form",
    "header",
    "html",
    "legend",
    "li",
    "main",
    "nav",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "dir",
    "menu",
    "hgroup",
    "search",
];
const SPACED_BLOCKS: [&str; 13] =
    ["p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "pre", "blockquote", "figure"];

/// An element that is open.
#[derive(Debug, Default)]
struct Element {
    name: String,
    block: bool,
    space_below: bool,
    hidden: bool,
    quoted: bool,
    heading: bool,
    keeps_lines: bool,
    ruled: bool,
}

/// The start tag that is being read.
#[derive(Debug, Default)]
struct Tag {
    name: String,
    attribute: String,
    class: String,
    id: String,
    style: String,
    hidden: bool,
}

/// How many of the open elements say so.
#[derive(Debug, Default)]
struct Inside {
    hidden: usize,
    quoted: usize,
    heading: usize,
    keeps_lines: usize,
    ruled: usize,
}

pub(crate) struct Walker<'c> {
    flow: Flow<'c>,
    sheet: Sheet,
    tag: Tag,
    open: Vec<Element>,
    inside: Inside,
    /// A quoted mail has begun that goes on to the end.
    quoted_from_here: bool,
}

impl<'c> Walker<'c> {
    pub(crate) fn new(composer: &'c mut Composer) -> Self {
        Self {
            flow: Flow::new(composer),
            sheet: Sheet::default(),
            tag: Tag::default(),
            open: Vec::new(),
            inside: Inside::default(),
            quoted_from_here: false,
        }
    }

    pub(crate) fn open(&mut self, name: &str) {
        self.tag = Tag { name: name.to_owned(), ..Tag::default() };
    }

    pub(crate) fn attribute(&mut self, name: &str) {
        self.tag.hidden |= name == "hidden";
        name.clone_into(&mut self.tag.attribute);
    }

    pub(crate) fn value(&mut self, value: &str) {
        match self.tag.attribute.as_str() {
            "class" => value.clone_into(&mut self.tag.class),
            "id" => value.clone_into(&mut self.tag.id),
            "style" => value.clone_into(&mut self.tag.style),
            _ => {}
        }
    }

    /// The start tag is read to its end.
    pub(crate) fn opened(&mut self, self_closing: bool) {
        let tag = std::mem::take(&mut self.tag);
        let name = tag.name.as_str();
        self.close_implied(name);
        if VOID.contains(&name) {
            return self.void(name);
        }
        // Word writes `<o:p/>`; on elements of HTML itself the slash means nothing.
        if self_closing && name.contains(':') {
            return;
        }
        let style = self.sheet.style(name, &tag.class, &tag.style);
        let spaced = SPACED_BLOCKS.contains(&name);
        let block = spaced || BLOCKS.contains(&name);
        if block && self.inside.hidden == 0 {
            self.begin_block(name, style.space_above.unwrap_or(spaced));
        }
        self.quoted_from_here |= quotes::begins_quote(&tag.id, &tag.class);
        self.push(Element {
            block,
            space_below: block && style.space_below.unwrap_or(spaced),
            hidden: tag.hidden || style.hidden.unwrap_or(false) || UNSEEN.contains(&name),
            quoted: quotes::is_quote(name, &tag.class),
            heading: matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6"),
            keeps_lines: style.keeps_lines.unwrap_or(name == "pre"),
            ruled: block && style.ruled.unwrap_or(false),
            name: tag.name,
        });
        self.flow.item |= block && self.inside.hidden == 0 && (is_item(&self.open, style));
    }

    fn void(&mut self, name: &str) {
        if self.inside.hidden > 0 {
            return;
        }
        match name {
            "br" => {
                self.begin_line();
                self.flow.line_break();
            }
            "hr" => {
                self.end_line();
                self.flow.gap();
            }
            _ => {}
        }
    }

    fn begin_block(&mut self, name: &str, space_above: bool) {
        self.end_line();
        match name {
            "table" => self.flow.table(),
            "tr" => self.flow.row(),
            "td" | "th" => self.flow.cell(),
            _ => {}
        }
        if space_above {
            self.flow.gap();
        }
    }

    fn push(&mut self, element: Element) {
        if self.open.len() < MOST_DEPTH {
            self.inside.count(&element, |count| *count += 1);
            self.open.push(element);
        }
    }

    pub(crate) fn close(&mut self, name: &str) {
        if name == "br" {
            // Browsers read `</br>` as `<br>`.
            self.void(name);
        } else if let Some(at) = self.open.iter().rposition(|element| element.name == name) {
            self.close_down_to(at);
        }
    }

    fn close_down_to(&mut self, at: usize) {
        while self.open.len() > at {
            self.pop();
        }
    }

    fn pop(&mut self) {
        if self.inside.hidden == 0 && self.open.last().is_some_and(|element| element.block) {
            self.end_line();
        }
        let Some(element) = self.open.pop() else { return };
        self.inside.count(&element, |count| *count -= 1);
        if self.inside.hidden > 0 || !element.block {
            return;
        }
        match element.name.as_str() {
            "tr" | "table" => self.flow.end_row(),
            "li" | "p" => self.flow.item = false,
            _ => {}
        }
        if element.space_below && !element.hidden {
            self.flow.gap();
        }
    }

    /// Closes what a start tag closes without saying so: a paragraph before a block, an item before the next.
    fn close_implied(&mut self, name: &str) {
        let (closed, within): (&[&str], &[&str]) = match name {
            "li" => (&["li"], &["ul", "ol", "menu", "dir", "table"]),
            "dd" | "dt" => (&["dd", "dt"], &["dl", "table"]),
            "tr" => (&["tr"], &["table"]),
            "td" | "th" => (&["td", "th"], &["tr", "table"]),
            "body" => (&["head"], &[]),
            _ if SPACED_BLOCKS.contains(&name) || BLOCKS.contains(&name) => (&["p"], &["td", "th", "table", "div"]),
            _ => return,
        };
        for at in (0..self.open.len()).rev() {
            let open = self.open[at].name.as_str();
            if closed.contains(&open) {
                return self.close_down_to(at);
            }
            if within.contains(&open) {
                return;
            }
        }
    }

    pub(crate) fn text(&mut self, text: &str, at: usize) {
        if self.open.last().is_some_and(|element| element.name == "style") {
            self.sheet.add(text);
        } else if self.inside.hidden == 0 && !text.is_empty() {
            self.begin_line();
            if self.inside.keeps_lines > 0 {
                self.flow.preformatted(text, at);
            } else {
                self.flow.text(text, at);
            }
        }
    }

    pub(crate) fn entity(&mut self, sign: &str, at: usize) {
        if self.inside.hidden == 0 && !sign.is_empty() {
            self.begin_line();
            self.flow.sign(sign, at);
        }
    }

    fn begin_line(&mut self) {
        self.flow.kind = self.kind();
    }

    fn end_line(&mut self) {
        if self.inside.ruled > 0 && quotes::is_reply_head(&self.flow.line_start()) {
            self.quoted_from_here = true;
            self.flow.kind = self.kind();
        }
        self.flow.end_line();
    }

    fn kind(&self) -> Option<BlockKind> {
        if self.quoted_from_here || self.inside.quoted > 0 {
            Some(BlockKind::Quoted)
        } else {
            (self.inside.heading > 0).then_some(BlockKind::Heading)
        }
    }

    pub(crate) fn finish(mut self) {
        self.close_down_to(0);
        self.flow.end_row();
    }
}

/// Whether the last of the open elements is an item of a list.
fn is_item(open: &[Element], style: Style) -> bool {
    style.list_item.unwrap_or_else(|| open.last().is_some_and(|element| element.name == "li"))
}

impl Inside {
    fn count(&mut self, element: &Element, add: impl Fn(&mut usize)) {
        for (says_so, count) in [
            (element.hidden, &mut self.hidden),
            (element.quoted, &mut self.quoted),
            (element.heading, &mut self.heading),
            (element.keeps_lines, &mut self.keeps_lines),
            (element.ruled, &mut self.ruled),
        ] {
            if says_so {
                add(count);
            }
        }
    }
}
