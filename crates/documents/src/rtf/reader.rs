//! Follows the groups and words of RTF and hands the text to the [`Flow`].

use std::collections::HashMap;

use encoding_rs::{Encoding, WINDOWS_1252};
use traek_core::BlockKind;

use super::RTF;
use super::tokens::Token;
use crate::ReadError;
use crate::compose::{Composer, Line};
use crate::flow::Flow;

/// Groups stand at most this deep inside each other.
const MOST_DEPTH: usize = 1000;

/// Space above or below a paragraph from which it stands apart (twentieths of a point).
const SPACE_FROM: i32 = 60;

/// Groups without text of the letter, beside those that begin with `\*`.
const UNSEEN: [&str; 16] = [
    "fonttbl",
    "colortbl",
    "stylesheet",
    "info",
    "pict",
    "object",
    "fldinst",
    "listtext",
    "pntext",
    "pntxta",
    "pntxtb",
    "listtable",
    "nonshppict",
    "xe",
    "tc",
    "template",
];

/// Groups with text that stands beside the letter.
const MARGINS: [&str; 9] =
    ["header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf", "shptxt"];

/// What holds in a group until it ends.
#[derive(Clone, Debug)]
struct Group {
    /// Its text is not shown.
    unseen: bool,
    hidden: bool,
    deleted: bool,
    fonts: bool,
    /// Where its text goes, if not into the letter itself.
    beside: Option<BlockKind>,
    encoding: &'static Encoding,
    font: i32,
    /// So many letters after a `\u` say the same for old programs.
    doubled: usize,
}

pub(super) struct Reader<'c> {
    flow: Flow<'c>,
    group: Group,
    outer: Vec<Group>,
    fonts: HashMap<i32, &'static Encoding>,
    page: &'static Encoding,
    /// Letters to leave out after a `\u`.
    skip: usize,
    high_surrogate: Option<u16>,
    /// Headers, footers, text boxes and notes, which stand in the middle of the text.
    beside: Vec<(Line, BlockKind)>,
    paragraph: Paragraph,
    space_below: bool,
    in_row: bool,
}

/// How the paragraph is set; `\pard` takes it back.
#[derive(Clone, Copy, Debug, Default)]
struct Paragraph {
    above: i32,
    below: i32,
    item: bool,
    heading: bool,
    in_table: bool,
}

impl Paragraph {
    /// Takes in a word about how the paragraph is set.
    fn set(&mut self, word: &str, value: i32) {
        match word {
            "sb" => self.above = value,
            "sa" => self.below = value,
            "ls" => self.item = true,
            "outlinelevel" => self.heading = value < 9,
            "intbl" => self.in_table = true,
            _ => *self = Self::default(),
        }
    }
}

impl<'c> Reader<'c> {
    pub(super) fn new(composer: &'c mut Composer) -> Self {
        let group = Group {
            unseen: false,
            hidden: false,
            deleted: false,
            fonts: false,
            beside: None,
            encoding: WINDOWS_1252,
            font: 0,
            doubled: 1,
        };
        Self {
            flow: Flow::new(composer),
            group,
            outer: Vec::new(),
            fonts: HashMap::new(),
            page: WINDOWS_1252,
            skip: 0,
            high_surrogate: None,
            beside: Vec::new(),
            paragraph: Paragraph::default(),
            space_below: false,
            in_row: false,
        }
    }

    /// Takes in a token that stands at `at`; `false` where the text ends with it.
    ///
    /// # Errors
    /// [`ReadError::Damaged`].
    pub(super) fn see(&mut self, token: Token<'_>, at: usize) -> Result<bool, ReadError> {
        match token {
            Token::Open => {
                if self.outer.len() == MOST_DEPTH {
                    let what = format!("grupperne ligger for dybt inde i hinanden (byte {at})");
                    return Err(ReadError::Damaged(RTF, what));
                }
                self.outer.push(self.group.clone());
                self.skip = 0;
            }
            Token::Close => {
                let Some(outer) = self.outer.pop() else { return Ok(false) };
                self.group = outer;
                self.skip = 0;
                return Ok(!self.outer.is_empty());
            }
            Token::Byte(byte) | Token::Letter(byte) => self.byte(byte, at),
            Token::Symbol(symbol) => self.symbol(symbol, at),
            Token::Word(word, number) => self.word(word, number, at),
        }
        Ok(true)
    }

    fn byte(&mut self, byte: u8, at: usize) {
        if self.skip > 0 {
            self.skip -= 1;
            return;
        }
        let (letter, _) = self.group.encoding.decode_without_bom_handling(std::slice::from_ref(&byte));
        self.show(&letter, at);
    }

    fn symbol(&mut self, symbol: u8, at: usize) {
        match symbol {
            b'*' => self.group.unseen = true,
            b'~' => self.show("\u{A0}", at),
            b'_' => self.show("-", at),
            b'{' | b'}' | b'\\' => self.byte(symbol, at),
            b'\r' | b'\n' => self.end_paragraph(),
            _ => {}
        }
    }

    fn word(&mut self, word: &str, number: Option<i32>, at: usize) {
        let on = number != Some(0);
        let value = number.unwrap_or_default();
        match word {
            "line" if self.is_shown() => self.end_line(),
            "par" | "sect" | "page" | "nestcell" if self.is_shown() => self.end_paragraph(),
            "cell" if self.is_shown() => self.end_cell(),
            "row" | "nestrow" if self.is_shown() => self.end_row(),
            "plain" => (self.group.hidden, self.group.deleted) = (false, false),
            "v" => self.group.hidden = on,
            "deleted" => self.group.deleted = on,
            "uc" => self.group.doubled = usize::try_from(value).unwrap_or(1),
            "u" => self.unicode(value, at),
            "ansicpg" => self.code_page(value),
            "f" => self.font(value),
            "fcharset" if self.group.fonts => self.charset(value),
            "footnote" => self.group.beside = Some(BlockKind::Footnote),
            // The number of a list item is set as a paragraph of its own, which says nothing of the item's.
            "pard" | "sb" | "sa" | "ls" | "outlinelevel" | "intbl" if !self.group.unseen => {
                self.paragraph.set(word, value)
            }
            _ if MARGINS.contains(&word) => (self.group.beside, self.group.unseen) = (Some(BlockKind::Margin), false),
            _ if UNSEEN.contains(&word) => (self.group.unseen, self.group.fonts) = (true, word == "fonttbl"),
            _ => {
                if let Some(sign) = named_sign(word) {
                    self.show(sign, at);
                }
            }
        }
        self.paragraph.item |= matches!(word, "listtext" | "pntext");
    }

    /// `\uN`, a unit of UTF-16 that may be written as negative.
    fn unicode(&mut self, value: i32, at: usize) {
        self.skip = 0;
        let unit = (value & 0xFFFF) as u16;
        let units = [self.high_surrogate.take().unwrap_or(unit), unit];
        let units = if units[0] == unit { &units[1..] } else { &units[..] };
        match char::decode_utf16(units.iter().copied()).next() {
            Some(Ok(letter)) => self.show(letter.encode_utf8(&mut [0; 4]), at),
            _ => self.high_surrogate = Some(unit),
        }
        self.skip = self.group.doubled;
    }

    fn code_page(&mut self, number: i32) {
        let name = match number {
            10000 => "macintosh".to_owned(),
            65001 => "utf-8".to_owned(),
            _ => format!("windows-{number}"),
        };
        let found = Encoding::for_label(name.as_bytes()).filter(|encoding| encoding.is_single_byte());
        self.page = found.unwrap_or(WINDOWS_1252);
        self.group.encoding = self.page;
    }

    fn font(&mut self, number: i32) {
        self.group.font = number;
        if !self.group.fonts {
            self.group.encoding = self.fonts.get(&number).copied().unwrap_or(self.page);
        }
    }

    /// The letters of the font that the table describes.
    fn charset(&mut self, number: i32) {
        let name = match number {
            77 => "macintosh",
            161 => "windows-1253",
            162 => "windows-1254",
            186 => "windows-1257",
            204 => "windows-1251",
            238 => "windows-1250",
            _ => return,
        };
        if let Some(encoding) = Encoding::for_label(name.as_bytes())
            && self.fonts.len() < MOST_DEPTH
        {
            self.fonts.insert(self.group.font, encoding);
        }
    }

    fn is_shown(&self) -> bool {
        !self.group.unseen && !self.group.hidden && !self.group.deleted
    }

    fn show(&mut self, text: &str, at: usize) {
        if !self.is_shown() {
            return;
        }
        if let Some(kind) = self.group.beside {
            match self.beside.last_mut() {
                Some((line, last)) if *last == kind => line.push(text, at),
                _ => {
                    let mut line = Line::new();
                    line.push(text, at);
                    self.beside.push((line, kind));
                }
            }
            return;
        }
        self.begin_paragraph();
        self.flow.preformatted(text, at);
    }

    fn begin_paragraph(&mut self) {
        let Paragraph { above, item, heading, in_table, .. } = self.paragraph;
        if !self.flow.is_line_empty() {
            return;
        }
        if in_table && !self.in_row {
            self.flow.row();
            self.flow.cell();
        } else if !in_table && self.in_row {
            self.flow.end_row();
        }
        self.in_row = in_table;
        if above > SPACE_FROM || std::mem::take(&mut self.space_below) {
            self.flow.gap();
        }
        self.flow.kind = heading.then_some(BlockKind::Heading);
        self.flow.item = item;
    }

    fn end_paragraph(&mut self) {
        self.end_line();
        if self.group.beside.is_none() {
            self.space_below = self.paragraph.below > SPACE_FROM;
        }
    }

    fn end_line(&mut self) {
        match self.group.beside {
            Some(kind) => self.beside.push((Line::new(), kind)),
            None => self.flow.line_break(),
        }
    }

    fn end_cell(&mut self) {
        self.begin_paragraph();
        self.flow.cell();
    }

    fn end_row(&mut self) {
        self.flow.end_row();
        self.in_row = false;
    }

    pub(super) fn finish(mut self) {
        self.flow.end_row();
        self.flow.gap();
        for (line, kind) in self.beside {
            self.flow.whole_line(line, kind);
        }
    }
}

/// The sign that a word stands for.
fn named_sign(word: &str) -> Option<&'static str> {
    Some(match word {
        "tab" => "\t",
        "emdash" => "—",
        "endash" => "–",
        "lquote" => "‘",
        "rquote" => "’",
        "ldblquote" => "“",
        "rdblquote" => "”",
        "bullet" => "•",
        "emspace" | "enspace" | "qmspace" => " ",
        _ => return None,
    })
}
