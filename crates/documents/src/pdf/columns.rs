//! Parts the lines of a page into columns, and finds the one with the letter.

use super::lines::TextLine;

/// Lines further apart than this (of the font's height) do not belong to one column.
const FURTHEST: f64 = 4.0;

/// So many columns are followed at a time; pages have few.
const MOST_OPEN: usize = 32;

/// A letter with fewer signs (bytes) than this on its page may well stand beside a longer text.
const FEW: usize = 300;

/// Lines below each other.
#[derive(Debug)]
pub(super) struct Column {
    pub(super) lines: Vec<TextLine>,
    pub(super) left: f64,
    pub(super) right: f64,
    /// It stands beside the letter: sender and case number in a narrow column, for example.
    pub(super) beside: bool,
}

/// The columns of a page, in the order in which they are read.
pub(super) fn columns(lines: Vec<TextLine>) -> Vec<Column> {
    let mut columns: Vec<Column> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    for line in lines {
        open.retain(|index| line.base - columns[*index].base() <= FURTHEST * line.size);
        let above: Vec<usize> = open.iter().copied().filter(|index| columns[*index].overlaps(&line)).collect();
        if let [only] = above[..]
            && columns[only].base() < line.base
        {
            columns[only].add(line);
            continue;
        }
        // A line below several columns ends them.
        open.retain(|index| !above.contains(index));
        if open.len() == MOST_OPEN {
            open.remove(0);
        }
        open.push(columns.len());
        columns.push(Column { left: line.left, right: line.right, lines: vec![line], beside: false });
    }
    in_order(columns)
}

/// Marks the columns beside the letter and puts those of its right half behind those of its left.
fn in_order(mut columns: Vec<Column>) -> Vec<Column> {
    let Some(main) = columns.iter().max_by_key(|column| column.letters()) else { return columns };
    let (left, right, letters) = (main.left, main.right, main.letters());
    let slack = 2.0;
    for column in &mut columns {
        let outside = column.left > right - slack || column.right < left + slack;
        let narrow = column.right - column.left < 0.6 * (right - left);
        column.beside = column.lines.iter().all(|line| line.beside)
            || outside && narrow && letters > FEW && column.letters() * 5 < letters * 2;
    }
    columns.sort_by(|one, other| {
        let half = |column: &Column| !column.beside && column.left > right - slack;
        half(one).cmp(&half(other)).then(one.top().total_cmp(&other.top()))
    });
    columns
}

impl Column {
    fn overlaps(&self, line: &TextLine) -> bool {
        line.left < self.right && line.right > self.left
    }

    fn add(&mut self, line: TextLine) {
        self.left = self.left.min(line.left);
        self.right = self.right.max(line.right);
        self.lines.push(line);
    }

    fn top(&self) -> f64 {
        self.lines.first().map_or(0.0, |line| line.base)
    }

    fn base(&self) -> f64 {
        self.lines.last().map_or(0.0, |line| line.base)
    }

    fn letters(&self) -> usize {
        self.lines.iter().map(|line| line.text.len()).sum()
    }
}
