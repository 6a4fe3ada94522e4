//! Text as a browser would show it: white space collapsed, lines broken where elements break them.

use traek_core::BlockKind;

use crate::compose::{Composer, Line};

/// A cell of a table with more text than this (bytes) is running text that was laid out with a table.
const LONGEST_CELL: usize = 160;

/// The lines of a document while its elements come by.
pub(crate) struct Flow<'c> {
    composer: &'c mut Composer,
    line: Line,
    /// White space that was seen and not written yet: its place in the source.
    space: Option<usize>,
    row: Option<Row>,
    /// What the format says that the lines are that now come.
    pub(crate) kind: Option<BlockKind>,
    /// The next line begins an item of a list.
    pub(crate) item: bool,
}

/// What a line is, or an empty line.
#[derive(Debug)]
enum Piece {
    Line(Line, Option<BlockKind>),
    Gap,
}

/// The cells of the row that is open.
#[derive(Debug, Default)]
struct Row {
    cells: Vec<Vec<Piece>>,
}

impl<'c> Flow<'c> {
    pub(crate) fn new(composer: &'c mut Composer) -> Self {
        Self { composer, line: Line::new(), space: None, row: None, kind: None, item: false }
    }

    /// Adds text that stands in the source at `at`, byte for byte.
    pub(crate) fn text(&mut self, text: &str, at: usize) {
        for (offset, c) in text.char_indices() {
            if matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{C}') {
                self.space.get_or_insert(at + offset);
            } else {
                self.sign(&text[offset..offset + c.len_utf8()], at + offset);
            }
        }
    }

    /// Adds text whose white space and line breaks count.
    pub(crate) fn preformatted(&mut self, text: &str, at: usize) {
        for (offset, c) in text.char_indices() {
            match c {
                '\n' => self.line_break(),
                '\r' | '\u{C}' => {}
                _ => self.line.push(&text[offset..offset + c.len_utf8()], at + offset),
            }
        }
    }

    /// Adds what the source writes at `at` in another way, such as `&aelig;`.
    pub(crate) fn sign(&mut self, sign: &str, at: usize) {
        if let Some(space) = self.space.take()
            && !self.line.text().is_empty()
        {
            self.line.push(" ", space);
        }
        self.line.push(sign, at);
    }

    /// `<br>`: ends the line; where there is none, it is an empty line.
    pub(crate) fn line_break(&mut self) {
        if self.line.text().is_empty() { self.gap() } else { self.end_line() }
    }

    /// Ends the line, if there is one.
    pub(crate) fn end_line(&mut self) {
        self.space = None;
        if self.line.text().is_empty() {
            return;
        }
        let line = std::mem::replace(&mut self.line, Line::new());
        if line.is_blank() {
            self.gap();
            return;
        }
        let item = std::mem::take(&mut self.item) && self.kind.is_none();
        let kind = if item { Some(BlockKind::ListItem) } else { self.kind };
        self.put(Piece::Line(line, kind));
    }

    /// Whether nothing stands on the line yet.
    pub(crate) fn is_line_empty(&self) -> bool {
        self.line.text().is_empty()
    }

    /// Adds a line that was put together elsewhere.
    pub(crate) fn whole_line(&mut self, line: Line, kind: BlockKind) {
        self.put(Piece::Line(line, Some(kind)));
    }

    /// How the line that is open begins, in lower case.
    pub(crate) fn line_start(&self) -> String {
        self.line.text().chars().take(8).flat_map(char::to_lowercase).collect()
    }

    /// What follows stands after an empty line.
    pub(crate) fn gap(&mut self) {
        self.put(Piece::Gap);
    }

    fn put(&mut self, piece: Piece) {
        match self.row.as_mut().and_then(|row| row.cells.last_mut()) {
            Some(cell) => cell.push(piece),
            None => write(self.composer, piece),
        }
    }

    /// A table begins. In a cell of another one, that one is layout.
    pub(crate) fn table(&mut self) {
        self.end_line();
        if let Some(row) = self.row.take() {
            self.write_running(row);
        }
    }

    pub(crate) fn row(&mut self) {
        self.end_row();
        self.row = Some(Row::default());
    }

    pub(crate) fn cell(&mut self) {
        self.end_line();
        if let Some(row) = &mut self.row {
            row.cells.push(Vec::new());
        }
    }

    pub(crate) fn end_row(&mut self) {
        self.end_line();
        let Some(row) = self.row.take() else { return };
        if row.is_tabular() { self.write_row(row) } else { self.write_running(row) }
    }

    /// The row as one line, its cells apart by tabs, as a text file would have it.
    fn write_row(&mut self, row: Row) {
        let mut whole = Line::new();
        for piece in row.cells.into_iter().flatten() {
            if let Piece::Line(line, _) = piece {
                if !whole.text().is_empty() {
                    whole.push("\t", line.source());
                }
                whole.append(&line);
            }
        }
        let kind = self.kind.or(Some(BlockKind::TableRow));
        write(self.composer, Piece::Line(whole, kind));
    }

    /// The cells one after another: the table only lays out running text.
    fn write_running(&mut self, row: Row) {
        for cell in row.cells {
            self.composer.gap();
            cell.into_iter().for_each(|piece| write(self.composer, piece));
        }
        self.composer.gap();
    }
}

fn write(composer: &mut Composer, piece: Piece) {
    match piece {
        Piece::Line(line, kind) => composer.line(line, kind, String::new),
        Piece::Gap => composer.gap(),
    }
}

impl Row {
    /// Whether several cells have text, one short line each.
    fn is_tabular(&self) -> bool {
        let mut filled = 0;
        for cell in &self.cells {
            let mut lines = cell.iter().filter_map(|piece| match piece {
                Piece::Line(line, _) => Some(line.text().len()),
                Piece::Gap => None,
            });
            match (lines.next(), lines.next()) {
                (None, _) => {}
                (Some(length), None) if length <= LONGEST_CELL => filled += 1,
                _ => return false,
            }
        }
        filled > 1
    }
}
