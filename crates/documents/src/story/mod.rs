//! The text of one story - the body, a text box, a note, a header - while it is read, whatever program it is from.

mod field;
mod layout;
mod properties;
mod stories;

pub(crate) use self::field::Field;
use self::field::placeholder;
pub(crate) use self::layout::{Layout, Role};
pub(crate) use self::properties::Properties;
pub(crate) use self::stories::Stories;
use crate::compose::Line;

/// Fields lie at most this deep in each other; those within are taken for part of the innermost.
const DEEPEST_FIELD: usize = 40;

/// A cell with a longer line than this (bytes) holds running text.
const LONGEST_CELL: usize = 150;

/// What a story consists of, in order.
#[derive(Debug)]
pub(crate) enum Piece {
    Paragraph(Paragraph),
    /// A table begins.
    Table(Table),
    Row,
    Cell,
    RowEnd,
    TableEnd,
    /// A text box begins.
    Box,
    BoxEnd,
}

/// What a table is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Table {
    /// It shows data in rows.
    Data,
    /// It only sets text beside other text.
    Layout,
    /// It floats beside the text as a text box does.
    Floating,
}

/// A paragraph and the lines that breaks divide it into.
#[derive(Debug, Default)]
pub(crate) struct Paragraph {
    pub(crate) properties: Properties,
    pub(crate) lines: Vec<Line>,
}

/// A paragraph that is open, and the text boxes that hang on it.
#[derive(Debug, Default)]
struct Open {
    paragraph: Paragraph,
    boxes: Vec<Piece>,
    /// Whether its mark is deleted, so that the next paragraph goes on with it.
    unended: bool,
}

/// What is known of a table while it is read.
#[derive(Debug)]
struct Shape {
    at: usize,
    floating: bool,
    /// Most cells with text in a row.
    columns: usize,
    filled: usize,
    /// Lines with text in the current cell.
    lines: usize,
    running_text: bool,
}

/// A story while it is read.
#[derive(Debug, Default)]
pub(crate) struct Story {
    pieces: Vec<Piece>,
    open: Option<Open>,
    unended: Option<Open>,
    tables: Vec<Shape>,
    fields: Vec<Field>,
    /// Fields that lie too deep.
    deeper: usize,
    /// For each content control that is open: whether its text only asks for text.
    controls: Vec<bool>,
    prompt: Option<(String, usize)>,
    hidden: bool,
    /// Where the line's text stood when the text element began, if white space at its ends does not count.
    trimmed_from: Option<usize>,
}

impl Story {
    pub(crate) fn begin_paragraph(&mut self) {
        self.end_paragraph();
        let mut open = self.unended.take().unwrap_or_default();
        open.unended = false;
        open.paragraph.properties = Properties::default();
        if open.paragraph.lines.is_empty() {
            open.paragraph.lines.push(Line::new());
        }
        self.open = Some(open);
    }

    pub(crate) fn properties(&mut self) -> Option<&mut Properties> {
        self.open.as_mut().map(|open| &mut open.paragraph.properties)
    }

    /// The mark of the open paragraph is deleted.
    pub(crate) fn delete_mark(&mut self) {
        if let Some(open) = &mut self.open {
            open.unended = true;
        }
    }

    pub(crate) fn end_paragraph(&mut self) {
        self.end_prompt();
        match self.open.take() {
            Some(open) if open.unended => self.unended = Some(open),
            Some(open) => self.finish(open),
            None => {}
        }
    }

    /// Ends the paragraph that waits for the next one, because there is none.
    fn end_unended(&mut self) {
        self.end_paragraph();
        if let Some(open) = self.unended.take() {
            self.finish(open);
        }
    }

    fn finish(&mut self, open: Open) {
        if let Some(table) = self.tables.last_mut() {
            let texts = open.paragraph.lines.iter().filter(|line| !line.is_blank());
            for line in texts {
                table.lines += 1;
                table.running_text |= table.lines > 1 || line.text().len() > LONGEST_CELL;
            }
            table.running_text |= !open.boxes.is_empty();
        }
        self.pieces.push(Piece::Paragraph(open.paragraph));
        self.pieces.extend(open.boxes);
    }

    /// A text box hangs on the open paragraph.
    pub(crate) fn add_box(&mut self, pieces: Vec<Piece>) {
        if pieces.is_empty() {
            return;
        }
        let boxes = self.open.as_mut().map_or(&mut self.pieces, |open| &mut open.boxes);
        boxes.push(Piece::Box);
        boxes.extend(pieces);
        boxes.push(Piece::BoxEnd);
    }

    /// Whether what is added from now on does not show.
    pub(crate) fn hide(&mut self, hidden: bool) {
        self.hidden = hidden;
    }

    /// A text element begins; `preserved` says that white space at its ends counts.
    pub(crate) fn begin_text(&mut self, preserved: bool) {
        self.trimmed_from = (!preserved).then(|| self.line().map_or(0, |line| line.text().len()));
    }

    pub(crate) fn end_text(&mut self) {
        if let (Some(from), Some(line)) = (self.trimmed_from.take(), self.line()) {
            line.trim_end(from);
        }
    }

    /// Adds text that stands at `at` in the source, byte for byte.
    pub(crate) fn add_text(&mut self, text: &str, at: usize) {
        let unstarted = self.trimmed_from.is_some_and(|from| self.line().is_some_and(|line| line.text().len() == from));
        let kept = if unstarted { text.trim_start_matches([' ', '\t', '\r', '\n']) } else { text };
        let at = at + (text.len() - kept.len());
        if !kept.is_empty() {
            self.add(&kept.replace(['\r', '\n'], " "), at);
        }
    }

    /// Adds a sign that an element at `at` stands for.
    pub(crate) fn add(&mut self, text: &str, at: usize) {
        if text.is_empty() || self.hidden || self.fields.iter().any(Field::drops) {
            return;
        }
        if self.controls.contains(&true) {
            self.prompt.get_or_insert_with(|| (String::new(), at)).0.push_str(text);
            return;
        }
        let blank = text.trim().is_empty();
        if blank && self.fields.last_mut().is_some_and(|field| field.hold(text, at)) {
            return;
        }
        if !blank {
            self.show_fields();
        }
        if let Some(line) = self.line() {
            line.push(text, at);
        }
    }

    fn add_placeholder(&mut self, text: &str, at: usize) {
        if self.hidden || self.fields.iter().any(Field::drops) {
            return;
        }
        self.show_fields();
        if let Some(line) = self.line() {
            line.push_opaque(text, at);
        }
    }

    fn show_fields(&mut self) {
        let held: Vec<_> = self.fields.iter_mut().flat_map(Field::show).collect();
        if let Some(line) = self.line() {
            for (blank, at) in held {
                line.push(&blank, at);
            }
        }
    }

    fn line(&mut self) -> Option<&mut Line> {
        self.open.as_mut()?.paragraph.lines.last_mut()
    }

    pub(crate) fn break_line(&mut self) {
        if self.hidden || self.fields.iter().any(Field::drops) {
            return;
        }
        self.end_prompt();
        if let Some(open) = &mut self.open {
            open.paragraph.lines.push(Line::new());
        }
    }

    pub(crate) fn begin_field(&mut self, field: Field) {
        if self.fields.len() < DEEPEST_FIELD {
            self.fields.push(field);
        } else {
            self.deeper += 1;
        }
    }

    /// The code of the innermost field that is still in its code.
    pub(crate) fn add_code(&mut self, code: &str) {
        if let Some(field) = self.fields.last_mut() {
            field.add_code(code);
        }
    }

    pub(crate) fn begin_result(&mut self) {
        if let Some(field) = self.fields.last_mut() {
            field.begin_result();
        }
    }

    /// Ends the innermost field; says whether a placeholder stands for it.
    pub(crate) fn end_field(&mut self) -> bool {
        if self.deeper > 0 {
            self.deeper -= 1;
            return false;
        }
        let Some(field) = self.fields.pop() else { return false };
        let placeholder = field.placeholder();
        if let Some(text) = &placeholder {
            self.add_placeholder(text, field.at);
        }
        placeholder.is_some()
    }

    pub(crate) fn begin_control(&mut self) {
        self.controls.push(false);
    }

    /// The text of the open content control only says what to write there.
    pub(crate) fn mark_prompt(&mut self) {
        if let Some(control) = self.controls.last_mut() {
            *control = true;
        }
    }

    pub(crate) fn end_control(&mut self) {
        self.end_prompt();
        self.controls.pop();
    }

    fn end_prompt(&mut self) {
        if let Some((text, at)) = self.prompt.take()
            && !text.trim().is_empty()
        {
            self.add_placeholder(&placeholder(&text), at);
        }
    }

    pub(crate) fn begin_table(&mut self) {
        self.end_unended();
        if let Some(outer) = self.tables.last_mut() {
            outer.running_text = true;
        }
        let at = self.pieces.len();
        self.tables.push(Shape { at, floating: false, columns: 0, filled: 0, lines: 0, running_text: false });
        self.pieces.push(Piece::Table(Table::Layout));
    }

    pub(crate) fn float_table(&mut self) {
        if let Some(table) = self.tables.last_mut() {
            table.floating = true;
        }
    }

    pub(crate) fn begin_row(&mut self) {
        if let Some(table) = self.tables.last_mut() {
            table.filled = 0;
            self.pieces.push(Piece::Row);
        }
    }

    pub(crate) fn begin_cell(&mut self) {
        if let Some(table) = self.tables.last_mut() {
            table.lines = 0;
            self.pieces.push(Piece::Cell);
        }
    }

    pub(crate) fn end_cell(&mut self) {
        self.end_unended();
        if let Some(table) = self.tables.last_mut() {
            table.filled += usize::from(table.lines > 0);
        }
    }

    pub(crate) fn end_row(&mut self) {
        self.end_unended();
        if let Some(table) = self.tables.last_mut() {
            table.columns = table.columns.max(table.filled);
            self.pieces.push(Piece::RowEnd);
        }
    }

    /// A table shows data where it has columns and every cell is one short line. Other tables set text beside text,
    /// and one of a single column that floats is a text box by another name.
    pub(crate) fn end_table(&mut self) {
        self.end_unended();
        if let Some(table) = self.tables.pop() {
            let kind = match (table.columns, table.running_text) {
                (0 | 1, _) if table.floating => Table::Floating,
                (0 | 1, _) | (_, true) => Table::Layout,
                _ => Table::Data,
            };
            self.pieces[table.at] = Piece::Table(kind);
            self.pieces.push(Piece::TableEnd);
        }
    }

    pub(crate) fn end(mut self) -> Vec<Piece> {
        self.end_unended();
        while !self.tables.is_empty() {
            self.end_row();
            self.end_table();
        }
        self.pieces
    }
}
