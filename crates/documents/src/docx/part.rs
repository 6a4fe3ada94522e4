//! Reads a part with text - document, notes, header, footer - into its stories.

use crate::ReadError;
use crate::story::{Field, Piece, Stories, Story};
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

/// Ids that Word gives the style of text that only says what to write in a content control.
const PROMPT_STYLES: [&str; 2] = ["PlaceholderText", "Pladsholdertekst"];

/// A part that was read.
#[derive(Debug, Default)]
pub(super) struct Read {
    /// Its text without the notes.
    pub(super) pieces: Vec<Piece>,
    /// The notes in it by their id.
    pub(super) notes: Vec<(String, Vec<Piece>)>,
    /// The notes that it refers to, in order.
    pub(super) references: Vec<(Note, String)>,
    /// The headers and footers of its sections, by the id of their relationship.
    pub(super) margins: Vec<(Margin, String)>,
}

/// An element that is open, as far as its end or its children matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Element {
    Paragraph,
    ParagraphProperties,
    MarkProperties,
    ListProperties,
    Run,
    RunProperties,
    Text,
    Code,
    SimpleField,
    Control,
    ControlProperties,
    Table,
    TableProperties,
    Row,
    RowProperties,
    Cell,
    TextBox,
    Note,
    Section,
    Alternatives,
    Other,
}

struct Reader<'a> {
    xml: Xml<'a>,
    base: usize,
    open: Vec<Element>,
    /// Stories that lie in each other, such as a text box in the body.
    stories: Stories,
    note: Option<String>,
    read: Read,
}

/// Reads the part with the XML `text`; its bytes are `base..` in the source.
pub(super) fn read(text: &str, base: usize, part: Part<'_>) -> Result<Read, ReadError> {
    let mut reader = Reader {
        xml: Xml::new(text, part),
        base,
        open: Vec::new(),
        stories: Stories::default(),
        note: None,
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
    reader.read.pieces = reader.stories.close();
    Ok(reader.read)
}

impl Reader<'_> {
    fn story(&mut self) -> &mut Story {
        self.stories.innermost()
    }

    /// Takes in a start tag; `None` if nothing in its element is to be read.
    fn start(&mut self, tag: &Tag<'_>) -> Option<Element> {
        let parent = self.open.last().copied().unwrap_or(Element::Other);
        match tag.space {
            Space::Word => self.start_word(parent, tag),
            Space::Compatibility => self.start_alternative(parent, tag.local),
            _ => Some(Element::Other),
        }
    }

    /// Of the alternatives for programs of different age the first is read.
    fn start_alternative(&mut self, parent: Element, local: &str) -> Option<Element> {
        match local {
            "AlternateContent" => Some(Element::Alternatives),
            "Choice" if parent == Element::Alternatives => {
                if let Some(open) = self.open.last_mut() {
                    *open = Element::Other;
                }
                Some(Element::Other)
            }
            "Choice" | "Fallback" => None,
            _ => Some(Element::Other),
        }
    }

    fn start_word(&mut self, parent: Element, tag: &Tag<'_>) -> Option<Element> {
        let at = self.base + tag.start;
        match parent {
            Element::ParagraphProperties | Element::ListProperties => return Some(self.start_property(tag)),
            Element::MarkProperties => {
                if matches!(tag.local, "del" | "moveFrom") {
                    self.story().delete_mark();
                }
                return None;
            }
            Element::RunProperties => {
                match tag.local {
                    "vanish" if tag.is_on("val") => self.story().hide(true),
                    "rStyle" if tag.attribute("val").is_some_and(|id| PROMPT_STYLES.contains(&id.as_str())) => {
                        self.story().mark_prompt();
                    }
                    _ => {}
                }
                return None;
            }
            Element::ControlProperties => {
                if tag.local == "showingPlcHdr" && tag.is_on("val") {
                    self.story().mark_prompt();
                }
                return None;
            }
            Element::TableProperties => {
                if tag.local == "tblpPr" {
                    self.story().float_table();
                }
                return None;
            }
            Element::Section => {
                self.section_margin(tag);
                return None;
            }
            Element::Run => return self.start_in_run(tag, at),
            _ => {}
        }
        let story = self.story();
        match tag.local {
            "p" => {
                story.begin_paragraph();
                Some(Element::Paragraph)
            }
            "pPr" if parent == Element::Paragraph => Some(Element::ParagraphProperties),
            "r" => Some(Element::Run),
            "fldSimple" => {
                story.begin_field(Field::simple(at, tag.attribute("instr").unwrap_or_default()));
                Some(Element::SimpleField)
            }
            "sdt" => {
                story.begin_control();
                Some(Element::Control)
            }
            "sdtPr" => Some(Element::ControlProperties),
            "tbl" => {
                story.begin_table();
                Some(Element::Table)
            }
            "tblPr" => Some(Element::TableProperties),
            "tr" => {
                story.begin_row();
                Some(Element::Row)
            }
            "trPr" => Some(Element::RowProperties),
            "tc" => {
                story.begin_cell();
                Some(Element::Cell)
            }
            "txbxContent" => {
                self.stories.open();
                Some(Element::TextBox)
            }
            "footnote" | "endnote" => self.start_note(tag),
            "sectPr" => Some(Element::Section),
            "del" | "moveFrom" | "rt" | "pPr" | "rPr" | "tcPr" | "tblGrid" | "tblPrEx" | "sdtEndPr" => None,
            _ => Some(Element::Other),
        }
    }

    fn start_property(&mut self, tag: &Tag<'_>) -> Element {
        match tag.local {
            "numPr" => Element::ListProperties,
            "rPr" => Element::MarkProperties,
            "sectPr" => Element::Section,
            _ => {
                if let Some(properties) = self.story().properties() {
                    properties.see(tag);
                }
                Element::Other
            }
        }
    }

    fn start_in_run(&mut self, tag: &Tag<'_>, at: usize) -> Option<Element> {
        let story = self.story();
        match tag.local {
            "rPr" => return Some(Element::RunProperties),
            "t" => {
                story.begin_text(tag.attribute("space").is_some_and(|space| space == "preserve"));
                return Some(Element::Text);
            }
            "instrText" => return Some(Element::Code),
            "tab" | "ptab" => story.add("\t", at),
            "noBreakHyphen" => story.add("-", at),
            "br" | "cr" => {
                story.break_line();
                if tag.attribute("type").is_some_and(|kind| kind != "textWrapping") {
                    story.break_line();
                }
            }
            "sym" => {
                if let Some(letter) = symbol(tag) {
                    story.add(letter.encode_utf8(&mut [0; 4]), at);
                }
            }
            "fldChar" => match tag.attribute("fldCharType").as_deref() {
                Some("begin") => story.begin_field(Field::new(at)),
                Some("separate") => story.begin_result(),
                Some("end") => {
                    story.end_field();
                }
                _ => {}
            },
            "footnoteReference" => self.reference(Note::Foot, tag),
            "endnoteReference" => self.reference(Note::End, tag),
            "drawing" | "pict" | "object" | "ruby" => return Some(Element::Other),
            "delText" | "delInstrText" => return None,
            _ => return Some(Element::Other),
        }
        Some(Element::Other)
    }

    fn reference(&mut self, note: Note, tag: &Tag<'_>) {
        if let Some(id) = tag.attribute("id") {
            self.read.references.push((note, id));
        }
    }

    fn start_note(&mut self, tag: &Tag<'_>) -> Option<Element> {
        if tag.attribute("type").is_some_and(|kind| kind != "normal") {
            return None;
        }
        self.note = tag.attribute("id");
        self.stories.open();
        Some(Element::Note)
    }

    fn section_margin(&mut self, tag: &Tag<'_>) {
        let margin = match tag.local {
            "headerReference" => Margin::Header,
            "footerReference" => Margin::Footer,
            _ => return,
        };
        if let Some(id) = tag.attribute("id") {
            self.read.margins.push((margin, id));
        }
    }

    fn end(&mut self) {
        let element = self.open.pop().unwrap_or(Element::Other);
        let story = self.story();
        match element {
            Element::Paragraph => story.end_paragraph(),
            Element::Run => story.hide(false),
            Element::Text => story.end_text(),
            Element::SimpleField => {
                story.end_field();
            }
            Element::Control => story.end_control(),
            Element::Table => story.end_table(),
            Element::Row => story.end_row(),
            Element::Cell => story.end_cell(),
            Element::TextBox => {
                let pieces = self.stories.close();
                self.story().add_box(pieces);
            }
            Element::Note => {
                let pieces = self.stories.close();
                if let Some(id) = self.note.take() {
                    self.read.notes.push((id, pieces));
                }
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str, at: usize) {
        let at = self.base + at;
        match self.open.last() {
            Some(Element::Text) => self.story().add_text(text, at),
            Some(Element::Code) => self.story().add_code(text),
            _ => {}
        }
    }
}

/// The letter of a `w:sym`; those of symbol fonts are pictures.
fn symbol(tag: &Tag<'_>) -> Option<char> {
    let code = u32::from_str_radix(&tag.attribute("char")?, 16).ok()?;
    char::from_u32(code).filter(|letter| !letter.is_control() && !('\u{E000}'..='\u{F8FF}').contains(letter))
}
