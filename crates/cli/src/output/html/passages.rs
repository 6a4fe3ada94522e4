//! A letter in passages: the blocks that stand together, each with its marks, and the notes beside them.

use std::ops::Range;

use traek_core::{Block, BlockKind, Document, Finding, MoveKind, Report, Zone};

use super::marks::{Link, Mark, What};

/// A finding with its number in the letter.
#[derive(Clone, Copy)]
pub(super) struct Numbered<'r> {
    /// From 1, in reading order.
    pub(super) number: usize,
    pub(super) finding: &'r Finding,
}

/// A letter as it is set.
pub(super) struct Passages<'r> {
    /// Notes about the letter as a whole.
    pub(super) whole: Vec<Numbered<'r>>,
    pub(super) passages: Vec<Passage<'r>>,
}

/// Blocks that stand together, with the notes beside them.
#[derive(Default)]
pub(super) struct Passage<'r> {
    pub(super) pieces: Vec<Piece>,
    pub(super) notes: Vec<Numbered<'r>>,
    /// What calms in it, each kind once.
    pub(super) moves: Vec<MoveKind>,
}

/// A block with its marks.
pub(super) struct Piece {
    /// Bytes of the letter's text.
    pub(super) span: Range<usize>,
    pub(super) shape: Shape,
    /// The bullet or number of a list item as it was typed; empty where the format has it.
    pub(super) bullet: String,
    pub(super) marks: Vec<Mark>,
}

/// How a block is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Paragraph,
    Heading,
    Subject,
    Item,
    Row,
    /// What somebody else wrote.
    Quoted,
    /// Page headers, text boxes and footnotes.
    Aside,
}

/// The ids of a letter's notes and of the places they belong to.
pub(super) struct Ids {
    letter: usize,
}

impl Ids {
    /// Those of the letter that is shown as number `letter`.
    pub(super) fn new(letter: usize) -> Self {
        Self { letter }
    }

    pub(super) fn letter(&self) -> String {
        format!("brev-{}", self.letter)
    }

    pub(super) fn note(&self, number: usize) -> String {
        format!("brev-{}-note-{number}", self.letter)
    }

    pub(super) fn place(&self, number: usize) -> String {
        format!("brev-{}-sted-{number}", self.letter)
    }
}

/// Sets a letter; `zones` are those of its blocks.
pub(super) fn set<'r>(document: &Document, zones: &[Zone], report: &'r Report, ids: &Ids) -> Passages<'r> {
    let (whole, placed): (Vec<&Finding>, Vec<&Finding>) = report.findings.iter().partition(|one| one.about_letter);
    let mut numbered =
        whole.iter().chain(&placed).enumerate().map(|(at, finding)| Numbered { number: at + 1, finding });
    let whole = numbered.by_ref().take(whole.len()).collect();
    let mut blocks = Blocks::new(document, zones);
    for one in numbered {
        blocks.add_finding(one, ids);
    }
    for one in &report.moves {
        blocks.add_move(one.kind, &one.span);
    }
    Passages { whole, passages: blocks.passages() }
}

/// The blocks of a letter while marks and notes are laid upon them.
struct Blocks<'d, 'r> {
    document: &'d Document,
    blocks: Vec<Passage<'r>>,
}

impl<'d, 'r> Blocks<'d, 'r> {
    fn new(document: &'d Document, zones: &[Zone]) -> Self {
        let mut before = 0;
        let mut blocks: Vec<Passage<'r>> = Vec::with_capacity(document.blocks.len());
        for (block, zone) in document.blocks.iter().zip(zones) {
            let piece = Piece {
                span: block.start..block.end,
                shape: shape(block, *zone),
                bullet: bullet(&document.text[before..block.start]),
                marks: Vec::new(),
            };
            before = block.end;
            blocks.push(Passage { pieces: vec![piece], ..Passage::default() });
        }
        if blocks.is_empty() {
            blocks.push(Passage::default());
        }
        Self { document, blocks }
    }

    fn add_finding(&mut self, one: Numbered<'r>, ids: &Ids) {
        let Numbered { number, finding } = one;
        for (at, span) in finding.places().enumerate() {
            let id = (at == 0).then(|| ids.place(number));
            let link = Link { number, note: ids.note(number), id };
            let what = |link| What::Finding { marker: finding.marker, severity: finding.severity, link };
            let home = self.lay(span, |first, _| what(first.then(|| link.clone())));
            if at == 0 {
                self.blocks[home].notes.push(one);
            }
        }
    }

    fn add_move(&mut self, kind: MoveKind, span: &Range<usize>) {
        let home = self.lay(span, |_, last| What::Move { ends: last });
        let moves = &mut self.blocks[home].moves;
        if !moves.contains(&kind) {
            moves.push(kind);
        }
    }

    /// Marks `span` in every block that it touches; `what` is asked whether that is the first, and the last of them.
    /// Returns the first one. A place outside of all blocks is the end of the block before it.
    fn lay(&mut self, span: &Range<usize>, what: impl Fn(bool, bool) -> What) -> usize {
        let blocks = &self.document.blocks;
        let first = blocks.partition_point(|block| block.end <= span.start);
        let after = first + blocks[first..].partition_point(|block| block.start < span.end);
        for (at, block) in blocks.iter().enumerate().take(after).skip(first) {
            let span = span.start.max(block.start)..span.end.min(block.end);
            let mark = Mark { span, what: what(at == first, at + 1 == after) };
            self.blocks[at].pieces[0].marks.push(mark);
        }
        if first < after {
            return first;
        }
        let home = first.saturating_sub(1);
        if let Some(piece) = self.blocks[home].pieces.first_mut() {
            piece.marks.push(Mark { span: piece.span.end..piece.span.end, what: what(true, true) });
        }
        home
    }

    /// Joins blocks that no empty line parts, unless there is something to say beside the first of them.
    fn passages(self) -> Vec<Passage<'r>> {
        let mut gaps = self.document.blocks.iter().map(|block| block.after_gap);
        let mut passages: Vec<Passage<'r>> = Vec::new();
        for block in self.blocks {
            let gap = gaps.next().unwrap_or(true);
            match passages.last_mut().filter(|last| !gap && last.notes.is_empty()) {
                Some(last) => {
                    last.pieces.extend(block.pieces);
                    last.notes.extend(block.notes);
                    for kind in block.moves {
                        if !last.moves.contains(&kind) {
                            last.moves.push(kind);
                        }
                    }
                }
                None => passages.push(block),
            }
        }
        passages
    }
}

fn shape(block: &Block, zone: Zone) -> Shape {
    match (block.kind, zone) {
        (BlockKind::Quoted, _) | (_, Zone::Quoted) => Shape::Quoted,
        (BlockKind::Margin | BlockKind::Footnote, _) => Shape::Aside,
        (BlockKind::Heading, _) | (BlockKind::Paragraph, Zone::Heading) => Shape::Heading,
        (BlockKind::ListItem, _) => Shape::Item,
        (BlockKind::TableRow, _) => Shape::Row,
        (BlockKind::Paragraph, Zone::Subject) => Shape::Subject,
        (BlockKind::Paragraph, _) => Shape::Paragraph,
    }
}

/// The bullet or number at the end of what stands before a block.
fn bullet(before: &str) -> String {
    /// A longer one (bytes) is something else.
    const LONGEST: usize = 8;
    let last = before.rsplit('\n').next().unwrap_or(before).trim();
    if last.len() <= LONGEST { last.to_owned() } else { String::new() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use traek_core::{Genre, GenreSource, Letter, Marker, Move, Severity};

    const TEXT: &str = "Kære Mia\n\nTak for din mail.\n- Ring\n- Skriv\n\nHilsen\nBo";

    fn finding(span: Range<usize>, about_letter: bool) -> Finding {
        Finding {
            rule: "forsvar/x".into(),
            marker: Marker::Forsvar,
            severity: Severity::Raad,
            span,
            also: Vec::new(),
            message: String::new(),
            suggestions: Vec::new(),
            about_letter,
            learned: false,
            fix: None,
        }
    }

    fn report(findings: Vec<Finding>, moves: Vec<Move>) -> Report {
        let genre_source = GenreSource::Detected;
        Report { genre: Genre::Svar, genre_source, findings, moves, lix: None, words: 0 }
    }

    /// Of each passage: the texts of its pieces and the numbers of its notes.
    fn set_out(report: &Report) -> Vec<(Vec<String>, Vec<usize>)> {
        let document = Document::plain(TEXT);
        let zones = Letter::new(&document).zones;
        let set = set(&document, &zones, report, &Ids::new(1));
        let piece = |piece: &Piece| format!("{}{}", piece.bullet, &TEXT[piece.span.clone()]);
        let passage = |one: &Passage<'_>| {
            (one.pieces.iter().map(piece).collect(), one.notes.iter().map(|note| note.number).collect())
        };
        set.passages.iter().map(passage).collect()
    }

    fn span(words: &str) -> Range<usize> {
        let start = TEXT.find(words).expect("in the text");
        start..start + words.len()
    }

    #[test]
    fn lines_without_a_gap_stand_together_and_items_keep_their_bullet() {
        let passages: Vec<Vec<String>> = set_out(&report(vec![], vec![])).into_iter().map(|one| one.0).collect();
        assert_eq!(passages, [vec!["Kære Mia"], vec!["Tak for din mail.", "-Ring", "-Skriv"], vec!["Hilsen", "Bo"]]);
    }

    #[test]
    fn notes_stand_beside_the_block_of_their_words() {
        let findings = vec![finding(span("Kære"), false), finding(span("din"), false), finding(span("Skriv"), false)];
        let notes: Vec<Vec<usize>> = set_out(&report(findings, vec![])).into_iter().map(|one| one.1).collect();
        assert_eq!(notes, [vec![1], vec![2], vec![3], vec![]]);
    }

    #[test]
    fn notes_about_the_whole_letter_come_first() {
        let findings = vec![finding(span("Kære"), false), finding(span("Kære"), true)];
        let report = report(findings, vec![]);
        let document = Document::plain(TEXT);
        let set = set(&document, &Letter::new(&document).zones, &report, &Ids::new(1));
        assert_eq!(set.whole.iter().map(|one| one.number).collect::<Vec<_>>(), [1]);
        assert_eq!(set.passages[0].notes[0].number, 2);
    }

    #[test]
    fn a_place_between_or_across_blocks_has_its_note_once() {
        let across = span("mail.\n- Ring");
        let between = span("- Ring").start..span("- Ring").start + 1;
        let findings = vec![finding(across, false), finding(between, false), finding(TEXT.len()..TEXT.len(), false)];
        let notes: Vec<usize> = set_out(&report(findings, vec![])).into_iter().flat_map(|one| one.1).collect();
        assert_eq!(notes, [1, 2, 3]);
    }

    #[test]
    fn what_calms_in_a_passage_is_named_once() {
        let one = |words| Move { kind: MoveKind::Tak, span: span(words) };
        let report = report(vec![], vec![one("Tak"), one("din mail")]);
        let document = Document::plain(TEXT);
        let set = set(&document, &Letter::new(&document).zones, &report, &Ids::new(1));
        assert_eq!(set.passages[1].moves, [MoveKind::Tak]);
        assert_eq!(set.passages[1].pieces[0].marks.len(), 2);
    }
}
