//! Reads a part of an OpenDocument text - its content, or its styles with headers and footers - into stories.

use crate::ReadError;
use crate::story::{Field, Piece, Properties, Stories, Story};
use crate::xml::{Part, Space, Tag, Token, Xml};

/// What a note is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Note {
    Foot,
    End,
}

/// What stands above or below the page's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Margin {
    Header,
    Footer,
}

/// A part that was read.
#[derive(Debug, Default)]
pub(super) struct Read {
    /// The text of the letter.
    pub(super) pieces: Vec<Piece>,
    /// The notes in order of their references.
    pub(super) notes: Vec<(Note, Vec<Piece>)>,
    /// Headers and footers.
    pub(super) margins: Vec<(Margin, Vec<Piece>)>,
}

/// An element that is open, as far as its end or its text matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Element {
    Paragraph,
    /// Text in it is text of the paragraph.
    Inline,
    Field,
    Prompt,
    Item,
    Table,
    Row,
    Cell,
    Box,
    Note(Note),
    Margin(Margin),
    Other,
}

/// The longest run of spaces that `text:s` stands for here; more of them say nothing more.
const MOST_SPACES: usize = 100;

struct Reader<'a> {
    xml: Xml<'a>,
    base: usize,
    open: Vec<Element>,
    stories: Stories,
    /// Whether the next paragraph is the first one of a list item.
    item: bool,
    /// Whether white space that follows adds nothing to what is there.
    after_space: bool,
    read: Read,
}

/// Reads the part with the XML `text`; its bytes are `base..` in the source.
pub(super) fn read(text: &str, base: usize, part: Part<'_>) -> Result<Read, ReadError> {
    let mut reader = Reader {
        xml: Xml::new(text, part),
        base,
        open: Vec::new(),
        stories: Stories::default(),
        item: false,
        after_space: true,
        read: Read::default(),
    };
    while let Some(token) = reader.xml.next()? {
        match token {
            Token::Start(tag) => match reader.start(&tag) {
                Some(element) => reader.open.push(element),
                None => reader.xml.skip()?,
            },
            Token::End(..) => reader.end(),
            Token::Text(text, at) => reader.text(&text, at),
        }
    }
    reader.read.pieces = reader.close_story();
    Ok(reader.read)
}

impl Reader<'_> {
    fn story(&mut self) -> &mut Story {
        self.stories.innermost()
    }

    fn open_story(&mut self, element: Element) -> Option<Element> {
        self.stories.open();
        self.item = false;
        Some(element)
    }

    fn close_story(&mut self) -> Vec<Piece> {
        self.stories.close()
    }

    /// Takes in a start tag; `None` if nothing in its element is to be read.
    fn start(&mut self, tag: &Tag<'_>) -> Option<Element> {
        match tag.space {
            Space::Text => self.start_text(tag),
            Space::Table => self.start_table(tag),
            Space::Extension if tag.local.starts_with("table") => self.start_table(tag),
            Space::Drawing => match tag.local {
                "frame" | "a" | "g" => Some(Element::Other),
                "image" | "object" | "plugin" => None,
                _ => self.open_story(Element::Box),
            },
            Space::Style => match tag.local {
                "header" | "header-left" | "header-first" | "footer" | "footer-left" | "footer-first"
                    if tag.attribute("display").is_none_or(|display| display != "false") =>
                {
                    let footer = tag.local.starts_with("footer");
                    self.open_story(Element::Margin(if footer { Margin::Footer } else { Margin::Header }))
                }
                "master-page" => Some(Element::Other),
                _ => None,
            },
            Space::Office => match tag.local {
                "annotation" | "forms" | "event-listeners" | "script" | "font-face-decls" => None,
                _ => Some(Element::Other),
            },
            Space::Extension if tag.local == "content-control" => {
                let asks = tag.attribute("showing-place-holder").is_some_and(|value| value == "true");
                Some(if asks { self.start_prompt() } else { Element::Inline })
            }
            _ => None,
        }
    }

    fn start_prompt(&mut self) -> Element {
        self.story().begin_control();
        self.story().mark_prompt();
        Element::Prompt
    }

    fn start_text(&mut self, tag: &Tag<'_>) -> Option<Element> {
        let at = self.base + tag.start;
        match tag.local {
            "p" | "h" => self.start_paragraph(tag),
            "list-item" => {
                self.item = true;
                return Some(Element::Item);
            }
            "s" => {
                let count = tag.attribute("c").and_then(|count| count.parse().ok()).unwrap_or(1_usize);
                for _ in 0..count.min(MOST_SPACES) {
                    self.story().add(" ", at);
                }
                self.after_space = false;
                return Some(Element::Other);
            }
            "tab" => {
                self.story().add("\t", at);
                self.after_space = true;
                return Some(Element::Other);
            }
            "line-break" => {
                self.story().break_line();
                self.after_space = true;
                return Some(Element::Other);
            }
            "note" => {
                let end = tag.attribute("note-class").is_some_and(|class| class == "endnote");
                return self.open_story(Element::Note(if end { Note::End } else { Note::Foot }));
            }
            "placeholder" => return Some(self.start_prompt()),
            "database-display" | "page-number" | "page-count" | "page-continuation" => {
                let column = tag.attribute("column-name").unwrap_or_default();
                let code =
                    if tag.local == "database-display" { format!("MERGEFIELD \"{column}\"") } else { "PAGE".into() };
                self.story().begin_field(Field::simple(at, code));
                return Some(Element::Field);
            }
            "section" | "hidden-text" if is_hidden(tag) => return None,
            "tracked-changes" | "note-citation" | "ruby-text" | "script" | "label" => return None,
            "section" | "list" | "list-header" | "note-body" | "index-body" | "index-title" | "table-of-content"
            | "numbered-paragraph" | "user-index" | "alphabetical-index" | "bibliography" | "illustration-index"
            | "table-index" | "object-index" => return Some(Element::Other),
            local if local.ends_with("-source") || local.ends_with("-decls") => return None,
            _ => return Some(Element::Inline),
        }
        Some(Element::Paragraph)
    }

    fn start_paragraph(&mut self, tag: &Tag<'_>) {
        let heading = tag.local == "h";
        let level = tag.attribute("outline-level").and_then(|level| level.parse::<u8>().ok()).unwrap_or(1);
        let properties = Properties {
            style: tag.attribute("style-name"),
            outline: heading.then(|| level.saturating_sub(1).min(8)),
            list: Some(std::mem::take(&mut self.item)),
            ..Properties::default()
        };
        self.after_space = true;
        let story = self.story();
        story.begin_paragraph();
        if let Some(own) = story.properties() {
            *own = properties;
        }
    }

    fn start_table(&mut self, tag: &Tag<'_>) -> Option<Element> {
        let story = self.story();
        match tag.local {
            "table" => {
                story.begin_table();
                Some(Element::Table)
            }
            "table-row" => {
                story.begin_row();
                Some(Element::Row)
            }
            "table-cell" => {
                story.begin_cell();
                Some(Element::Cell)
            }
            "covered-table-cell" => None,
            _ => Some(Element::Other),
        }
    }

    fn end(&mut self) {
        match self.open.pop().unwrap_or(Element::Other) {
            Element::Paragraph => self.story().end_paragraph(),
            Element::Field => self.after_space &= !self.story().end_field(),
            Element::Prompt => self.story().end_control(),
            Element::Item => self.item = false,
            Element::Table => self.story().end_table(),
            Element::Row => self.story().end_row(),
            Element::Cell => self.story().end_cell(),
            Element::Box => {
                let pieces = self.close_story();
                self.story().add_box(pieces);
                self.after_space = false;
            }
            Element::Note(note) => {
                let pieces = self.close_story();
                self.read.notes.push((note, pieces));
                self.after_space = false;
            }
            Element::Margin(margin) => {
                let pieces = self.close_story();
                self.read.margins.push((margin, pieces));
            }
            Element::Inline | Element::Other => {}
        }
    }

    /// Adds text with every stretch of white space as one space, and none at the start of a paragraph.
    fn text(&mut self, text: &str, at: usize) {
        use Element::{Field, Inline, Paragraph, Prompt};
        if !matches!(self.open.last(), Some(Paragraph | Inline | Field | Prompt)) {
            return;
        }
        let at = self.base + at;
        let mut from = 0;
        for (index, c) in text.char_indices() {
            if !matches!(c, ' ' | '\t' | '\r' | '\n') {
                self.after_space = false;
                continue;
            }
            self.story().add(&text[from..index], at + from);
            if !self.after_space {
                self.story().add(" ", at + index);
            }
            self.after_space = true;
            from = index + c.len_utf8();
        }
        self.story().add(&text[from..], at + from);
    }
}

fn is_hidden(tag: &Tag<'_>) -> bool {
    let is = |name: &str, value: &str| tag.attribute(name).is_some_and(|found| found == value);
    is("is-hidden", "true") || is("display", "none")
}
