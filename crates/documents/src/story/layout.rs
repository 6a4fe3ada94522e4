//! Sets the pieces of a story out as lines of the letter.

use traek_core::{BlockKind, is_wrapped};

use super::{Paragraph, Piece, Properties, Table};
use crate::compose::{Composed, Composer, Line};
use crate::{MOST_TEXT_BYTES, ReadError};

/// Space between paragraphs (twentieths of a point) that looks like an empty line: some 40 % of a line.
const GAP_FROM: i32 = 100;

/// What a story is for the letter.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Role<'a> {
    /// The letter itself; places are counted.
    Body,
    /// Text of this kind, all of it at one place.
    Beside(BlockKind, &'a str),
}

/// The lines of the letter so far.
pub(crate) struct Layout<'s> {
    composer: Composer,
    resolve: &'s dyn Fn(&Properties) -> Properties,
    size: u64,
    paragraphs: usize,
    tables: usize,
}

/// A story while it is set out.
struct Flow<'a> {
    role: Role<'a>,
    /// Whether its paragraphs may be the lines of text that was wrapped by hand.
    wrapped: bool,
    /// For each table that is open: its kind, number and current row.
    tables: Vec<(Table, usize, usize)>,
    boxes: usize,
    /// The cells of a row of data, as far as they were read.
    row: Vec<Line>,
    /// The paragraph above, for the space between.
    above: Option<Properties>,
}

impl<'s> Layout<'s> {
    /// `resolve` adds to a paragraph's properties those of its style.
    pub(crate) fn new(resolve: &'s dyn Fn(&Properties) -> Properties) -> Self {
        Self { composer: Composer::new(), resolve, size: 0, paragraphs: 0, tables: 0 }
    }

    pub(crate) fn finish(self) -> Composed {
        self.composer.finish()
    }

    /// Adds a story after an empty line.
    pub(crate) fn add(&mut self, pieces: Vec<Piece>, role: Role<'_>) -> Result<(), ReadError> {
        let paragraphs = pieces.iter().filter_map(|piece| match piece {
            Piece::Paragraph(paragraph) => Some(paragraph),
            _ => None,
        });
        let wrapped = is_wrapped(paragraphs.flat_map(|paragraph| paragraph.lines.iter().map(Line::text)));
        let mut flow = Flow { role, wrapped, tables: Vec::new(), boxes: 0, row: Vec::new(), above: None };
        self.composer.gap();
        for piece in pieces {
            match piece {
                Piece::Paragraph(paragraph) => self.paragraph(paragraph, &mut flow)?,
                Piece::Table(kind) => {
                    self.tables += usize::from(matches!(role, Role::Body));
                    flow.tables.push((kind, self.tables, 0));
                    self.part(&mut flow);
                }
                Piece::Row => {
                    if let Some(table) = flow.tables.last_mut() {
                        table.2 += 1;
                    }
                }
                Piece::Cell if !flow.in_data() => self.part(&mut flow),
                Piece::Cell => {}
                Piece::RowEnd => self.row(&mut flow)?,
                Piece::TableEnd => {
                    flow.tables.pop();
                    self.part(&mut flow);
                }
                Piece::Box => {
                    flow.boxes += 1;
                    self.part(&mut flow);
                }
                Piece::BoxEnd => {
                    flow.boxes -= 1;
                    self.part(&mut flow);
                }
            }
        }
        Ok(())
    }

    /// What follows stands apart from what was.
    fn part(&mut self, flow: &mut Flow<'_>) {
        self.composer.gap();
        flow.above = None;
    }

    fn paragraph(&mut self, paragraph: Paragraph, flow: &mut Flow<'_>) -> Result<(), ReadError> {
        if flow.in_data() {
            flow.row.extend(paragraph.lines.into_iter().filter(|line| !line.is_blank()));
            return Ok(());
        }
        let properties = (self.resolve)(&paragraph.properties);
        if flow.above.as_ref().is_some_and(|above| stand_apart(above, &properties)) {
            self.composer.gap();
        }
        let heading = properties.outline.is_some_and(|level| level < 9);
        let item = properties.list == Some(true);
        flow.above = Some(properties);
        if flow.is_counted() && paragraph.lines.iter().any(|line| !line.is_blank()) {
            self.paragraphs += 1;
        }
        for (index, line) in paragraph.lines.into_iter().enumerate() {
            if !flow.wrapped {
                self.composer.apart();
            }
            let kind = match flow.kind() {
                Some(kind) => Some(kind),
                None if heading => Some(BlockKind::Heading),
                None if item && index == 0 => Some(BlockKind::ListItem),
                None => None,
            };
            self.line(line, kind, flow)?;
        }
        Ok(())
    }

    /// A row of data is one line, its cells apart as columns are.
    fn row(&mut self, flow: &mut Flow<'_>) -> Result<(), ReadError> {
        let mut cells = std::mem::take(&mut flow.row).into_iter();
        let Some(mut line) = cells.next() else { return Ok(()) };
        for cell in cells {
            line.push_opaque("\t", cell.source());
            line.append(&cell);
        }
        let kind = flow.kind().unwrap_or(BlockKind::TableRow);
        self.line(line, Some(kind), flow)
    }

    fn line(&mut self, line: Line, kind: Option<BlockKind>, flow: &Flow<'_>) -> Result<(), ReadError> {
        self.size += line.text().len() as u64;
        if self.size > MOST_TEXT_BYTES {
            return Err(ReadError::TooMuchText);
        }
        let paragraphs = self.paragraphs;
        self.composer.line(line, kind, || match (flow.role, flow.tables.last()) {
            (Role::Beside(_, place), _) => place.to_owned(),
            _ if flow.boxes > 0 => "tekstboks".to_owned(),
            (_, Some((_, table, row))) => format!("tabel {table}, række {row}"),
            _ => format!("afsnit {paragraphs}"),
        });
        Ok(())
    }
}

impl Flow<'_> {
    /// Whether cells of a table with data are being read.
    fn in_data(&self) -> bool {
        self.boxes == 0 && self.tables.last().is_some_and(|table| table.0 == Table::Data)
    }

    /// Whether paragraphs here are numbered.
    fn is_counted(&self) -> bool {
        matches!(self.role, Role::Body) && self.boxes == 0 && self.tables.is_empty()
    }

    /// What all text is here, whatever it looks like.
    fn kind(&self) -> Option<BlockKind> {
        let floats = self.tables.iter().any(|table| table.0 == Table::Floating);
        match self.role {
            Role::Beside(kind, _) => Some(kind),
            Role::Body if self.boxes > 0 || floats => Some(BlockKind::Margin),
            Role::Body => None,
        }
    }
}

/// Whether there is space between a paragraph and the next.
fn stand_apart(above: &Properties, below: &Properties) -> bool {
    let alike = above.style == below.style;
    let space = |of: &Properties, space: Option<i32>| {
        if alike && of.contextual == Some(true) { 0 } else { space.unwrap_or(0) }
    };
    space(above, above.after).max(space(below, below.before)) >= GAP_FROM
}
