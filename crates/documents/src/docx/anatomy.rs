//! Where the runs of a part stand in its XML, so that words in it can be marked or changed.
//!
//! All offsets are bytes of the part's XML.

use std::ops::Range;

use crate::ReadError;
use crate::xml::{Part, Space, Tag, Token, Xml};

/// A greater id is one that was drawn at random, and no reason to go on from it.
const GREATEST_ID: u64 = 1 << 30;

/// The runs of a part, and what must not be touched in it.
#[derive(Debug, Default)]
pub(super) struct Anatomy {
    /// The prefix of Word's names with its colon, such as `w:`.
    pub(super) prefix: String,
    /// In order of their start; a run in a text box comes after the run that the box hangs on.
    pub(super) runs: Vec<Run>,
    /// What the runs consist of, in order of position.
    pub(super) atoms: Vec<Atom>,
    /// Fields and content controls that are filled in by a program.
    pub(super) guards: Vec<Guard>,
    /// Text that is deleted but still there.
    pub(super) deleted: Vec<Range<usize>>,
    /// The paragraphs that are not in a text box.
    pub(super) paragraphs: Vec<Range<usize>>,
    /// The notes with their id.
    pub(super) notes: Vec<(String, Range<usize>)>,
    /// The references to notes.
    pub(super) references: Vec<Reference>,
    /// The greatest number that is an id of anything.
    pub(super) greatest_id: u64,
}

/// A run of text with one formatting.
#[derive(Debug)]
pub(super) struct Run {
    pub(super) range: Range<usize>,
    /// Its `w:rPr`; empty where it has none.
    pub(super) properties: Range<usize>,
    /// Its atoms, those of runs within it included.
    pub(super) atoms: Range<usize>,
    /// Number of its paragraph.
    pub(super) paragraph: usize,
    /// The atom of another run that it lies in, as in a text box.
    pub(super) within: Option<usize>,
    /// The start tag of the insertion that it stands in.
    pub(super) insertion: Option<Range<usize>>,
}

/// An element of a run.
#[derive(Debug)]
pub(super) struct Atom {
    pub(super) run: usize,
    pub(super) range: Range<usize>,
    pub(super) kind: AtomKind,
}

/// What an element of a run is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum AtomKind {
    /// Text, and where it stands.
    Text(Range<usize>),
    /// A tab, hyphen or other sign.
    Sign,
    /// Anything else, such as a picture, a reference or a part of a field.
    Fixed,
}

/// A reference to a note.
#[derive(Debug)]
pub(super) struct Reference {
    /// Whether it leads to an endnote, not to a footnote.
    pub(super) end: bool,
    pub(super) id: String,
    /// Index of the atom that it is.
    pub(super) atom: usize,
}

/// A stretch that is filled in by a program.
#[derive(Debug)]
pub(super) struct Guard {
    pub(super) range: Range<usize>,
    /// Whether it begins within a paragraph.
    pub(super) inline: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Element {
    Paragraph,
    Run,
    RunProperties,
    Atom,
    SimpleField,
    Control,
    ControlProperties,
    Insertion,
    TextBox,
    Note,
    Other,
}

/// An element that is open.
struct Open {
    element: Element,
    start: usize,
    /// The end of its start tag.
    content: usize,
    /// Of an atom, run or paragraph.
    index: usize,
    /// Whether what is in it must not be changed.
    guarded: bool,
}

struct Surveyor<'a> {
    xml: Xml<'a>,
    text: &'a str,
    open: Vec<Open>,
    /// For each story that is open: where its fields begin, and whether that is within a paragraph.
    fields: Vec<Vec<usize>>,
    /// A field that ends with the current run.
    field_end: Option<usize>,
    paragraphs: usize,
    note: String,
    found: Anatomy,
}

/// Surveys the part with the XML `text`.
pub(super) fn survey(text: &str, part: Part<'_>) -> Result<Anatomy, ReadError> {
    let mut surveyor = Surveyor {
        xml: Xml::new(text, part),
        text,
        open: Vec::new(),
        fields: vec![Vec::new()],
        field_end: None,
        paragraphs: 0,
        note: String::new(),
        found: Anatomy::default(),
    };
    while let Some(token) = surveyor.xml.next()? {
        match token {
            Token::Start(tag) => surveyor.start(&tag)?,
            Token::End(start, end) => surveyor.end(start, end),
            Token::Text(..) => {}
        }
    }
    surveyor.end_story(text.len());
    Ok(surveyor.found)
}

impl Surveyor<'_> {
    fn start(&mut self, tag: &Tag<'_>) -> Result<(), ReadError> {
        if tag.space == Space::Word {
            let id = tag.attribute("id").and_then(|id| id.parse().ok()).filter(|id| *id < GREATEST_ID);
            self.found.greatest_id = self.found.greatest_id.max(id.unwrap_or(0));
            if self.open.is_empty() {
                let name = self.text[tag.start..tag.end].trim_start_matches('<');
                self.found.prefix = name[..name.find(tag.local).unwrap_or(0)].to_owned();
            }
        }
        let parent = self.open.last().map_or(Element::Other, |open| open.element);
        let Some((element, index)) = self.element(parent, tag) else {
            let deleted = matches!(tag.local, "del" | "moveFrom") && tag.space == Space::Word;
            self.xml.skip()?;
            if deleted {
                self.found.deleted.push(tag.start..self.xml.position());
            }
            return Ok(());
        };
        let guarded = tag.space == Space::Compatibility && tag.local == "AlternateContent";
        self.open.push(Open { element, start: tag.start, content: tag.end, index, guarded });
        Ok(())
    }

    /// What the element is that begins with `tag`, and its index; `None` if nothing in it matters.
    fn element(&mut self, parent: Element, tag: &Tag<'_>) -> Option<(Element, usize)> {
        let plain = |element| Some((element, 0));
        if tag.space == Space::Compatibility {
            return match tag.local {
                "AlternateContent" if parent == Element::Run => Some((Element::Atom, self.atom(tag, AtomKind::Fixed))),
                "Fallback" => None,
                _ => plain(Element::Other),
            };
        }
        if parent == Element::Run {
            if tag.space == Space::Word && tag.local == "rPr" {
                return plain(Element::RunProperties);
            }
            return Some((Element::Atom, self.start_atom(tag)));
        }
        if tag.space != Space::Word {
            return plain(Element::Other);
        }
        if parent == Element::ControlProperties {
            self.guard_control(tag);
            return None;
        }
        if parent == Element::RunProperties {
            return None;
        }
        match tag.local {
            "p" => {
                self.paragraphs += 1;
                Some((Element::Paragraph, self.paragraphs))
            }
            "r" => Some((Element::Run, self.start_run(tag))),
            "fldSimple" => plain(Element::SimpleField),
            "sdt" => plain(Element::Control),
            "sdtPr" => plain(Element::ControlProperties),
            "ins" => plain(Element::Insertion),
            "txbxContent" => {
                self.fields.push(Vec::new());
                plain(Element::TextBox)
            }
            "footnote" | "endnote" => {
                self.note = tag.attribute("id").unwrap_or_default();
                self.fields.push(Vec::new());
                plain(Element::Note)
            }
            "del" | "moveFrom" | "rt" | "pPr" | "rPr" | "sectPr" | "tblPr" | "trPr" | "tcPr" => None,
            _ => plain(Element::Other),
        }
    }

    /// A control that a program fills in, or that only asks for text, is not to be changed.
    fn guard_control(&mut self, tag: &Tag<'_>) {
        let guards = match tag.local {
            "showingPlcHdr" => tag.is_on("val"),
            "lock" => tag.attribute("val").is_some_and(|lock| lock.to_lowercase().contains("content")),
            "dataBinding" | "dropDownList" | "comboBox" | "date" | "checkbox" | "docPartObj" => true,
            _ => false,
        };
        let control = self.open.iter_mut().rev().find(|open| open.element == Element::Control);
        if let Some(control) = control.filter(|_| guards) {
            control.guarded = true;
        }
    }

    fn start_run(&mut self, tag: &Tag<'_>) -> usize {
        let within = self.open.iter().rev().find(|open| open.element == Element::Atom).map(|open| open.index);
        let paragraph = self.open.iter().rev().find(|open| open.element == Element::Paragraph);
        let insertion = self.open.last().filter(|open| open.element == Element::Insertion);
        let atoms = self.found.atoms.len();
        self.found.runs.push(Run {
            range: tag.start..tag.end,
            properties: tag.end..tag.end,
            atoms: atoms..atoms,
            paragraph: paragraph.map_or(0, |open| open.index),
            within,
            insertion: insertion.map(|open| open.start..open.content),
        });
        self.found.runs.len() - 1
    }

    fn start_atom(&mut self, tag: &Tag<'_>) -> usize {
        let kind = match tag.local {
            _ if tag.space != Space::Word => AtomKind::Fixed,
            "t" => AtomKind::Text(tag.end..tag.end),
            "tab" | "noBreakHyphen" | "softHyphen" | "sym" => AtomKind::Sign,
            _ => AtomKind::Fixed,
        };
        let atom = self.atom(tag, kind);
        if tag.space != Space::Word {
            return atom;
        }
        match tag.local {
            "fldChar" => self.field(tag),
            "footnoteReference" | "endnoteReference" => {
                let (end, id) = (tag.local == "endnoteReference", tag.attribute("id").unwrap_or_default());
                self.found.references.push(Reference { end, id, atom });
            }
            _ => {}
        }
        atom
    }

    fn atom(&mut self, tag: &Tag<'_>, kind: AtomKind) -> usize {
        let run = self.open.last().map_or(0, |open| open.index);
        self.found.atoms.push(Atom { run, range: tag.start..tag.end, kind });
        self.found.atoms.len() - 1
    }

    fn field(&mut self, tag: &Tag<'_>) {
        let run = self.open.last().map_or(tag.start, |open| open.start);
        let Some(fields) = self.fields.last_mut() else { return };
        match tag.attribute("fldCharType").as_deref() {
            Some("begin") => fields.push(run),
            Some("end") => {
                if let Some(start) = fields.pop().filter(|_| fields.is_empty()) {
                    self.field_end = Some(start);
                }
            }
            _ => {}
        }
    }

    fn end(&mut self, start: usize, end: usize) {
        let Some(open) = self.open.pop() else { return };
        if open.guarded && open.element != Element::Control {
            self.found.guards.push(Guard { range: open.start..end, inline: false });
        }
        match open.element {
            Element::Paragraph if !self.open.iter().any(|open| open.element == Element::TextBox) => {
                self.found.paragraphs.push(open.start..end);
            }
            Element::Run => {
                let atoms = self.found.atoms.len();
                if let Some(run) = self.found.runs.get_mut(open.index) {
                    run.range.end = end;
                    run.atoms.end = atoms;
                }
                if let Some(field) = self.field_end.take() {
                    self.found.guards.push(Guard { range: field..end, inline: true });
                }
            }
            Element::RunProperties => {
                let run = self.open.last().map_or(0, |open| open.index);
                if let Some(run) = self.found.runs.get_mut(run) {
                    run.properties = open.start..end;
                }
            }
            Element::Atom => {
                if let Some(atom) = self.found.atoms.get_mut(open.index) {
                    atom.range.end = end;
                    if let AtomKind::Text(content) = &mut atom.kind {
                        *content = open.content..start;
                    }
                }
            }
            Element::SimpleField => self.found.guards.push(Guard { range: open.start..end, inline: true }),
            Element::Control if open.guarded => {
                let inline =
                    self.open.iter().rev().find(|open| matches!(open.element, Element::Paragraph | Element::TextBox));
                let inline = inline.is_some_and(|open| open.element == Element::Paragraph);
                self.found.guards.push(Guard { range: open.start..end, inline });
            }
            Element::TextBox => self.end_story(end),
            Element::Note => {
                self.end_story(end);
                self.found.notes.push((std::mem::take(&mut self.note), open.start..end));
            }
            _ => {}
        }
    }

    /// A field that has no end goes on to that of its story.
    fn end_story(&mut self, end: usize) {
        if let Some(start) = self.fields.pop().and_then(|fields| fields.first().copied()) {
            self.found.guards.push(Guard { range: start..end, inline: false });
        }
    }
}
