//! What a letter says, before it is judged: its moves, its signals and its genre.

use std::ops::Range;

use crate::names::{Genre, MoveKind};
use crate::pack::{Signal, SpanKind};
use crate::rulebook::{Owner, Rulebook};
use crate::scan::{Hit, Scanned};
use crate::sentences::Sentence;
use crate::zones::Zone;

/// A calming move in a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct MoveHit {
    pub(crate) rule: usize,
    pub(crate) kind: MoveKind,
    pub(crate) sentence: usize,
    pub(crate) span: Range<usize>,
}

/// A scanned letter with what it says.
pub(crate) struct Analysis<'a> {
    pub(crate) book: &'a Rulebook,
    pub(crate) scanned: &'a Scanned<'a>,
    pub(crate) moves: Vec<MoveHit>,
    /// (signal, sentence), in order.
    pub(crate) signals: Vec<(Signal, usize)>,
    pub(crate) genre: Genre,
}

/// A cue that is `early` counts within this many sentences of running text.
const EARLY_SENTENCES: usize = 6;

impl<'a> Analysis<'a> {
    pub(crate) fn new(book: &'a Rulebook, scanned: &'a Scanned<'a>, hits: &[Hit], genre: Option<Genre>) -> Self {
        let mut analysis =
            Self { book, scanned, moves: Vec::new(), signals: Vec::new(), genre: genre.unwrap_or(Genre::Svar) };
        analysis.moves = analysis.find_moves(hits);
        analysis.signals = analysis.find_signals(hits);
        if genre.is_none() {
            analysis.genre = analysis.detect_genre(hits);
        }
        analysis
    }

    pub(crate) fn sentences(&self) -> &[Sentence] {
        &self.scanned.letter.sentences
    }

    pub(crate) fn has(&self, signal: Signal) -> bool {
        self.signals.iter().any(|(found, _)| *found == signal)
    }

    pub(crate) fn has_move(&self, kind: MoveKind) -> bool {
        self.moves.iter().any(|found| found.kind == kind)
    }

    /// The first sentence that acknowledges the reader: sums up, shows understanding or apologises.
    pub(crate) fn first_acknowledgement(&self) -> Option<usize> {
        self.moves
            .iter()
            .filter(|found| matches!(found.kind, MoveKind::Opsummering | MoveKind::Forstaaelse | MoveKind::Beklagelse))
            .map(|found| found.sentence)
            .min()
    }

    fn find_moves(&self, hits: &[Hit]) -> Vec<MoveHit> {
        let mut moves: Vec<MoveHit> = Vec::new();
        for hit in hits {
            let Owner::Move(rule) = hit.owner else { continue };
            let record = &self.book.moves[rule];
            let known = moves.iter().any(|one| one.kind == record.kind && one.sentence == hit.sentence);
            if !known && !self.scanned.any(&record.unless, hit.sentence) {
                let span = self.span(hit, record.span);
                moves.push(MoveHit { rule, kind: record.kind, sentence: hit.sentence, span });
            }
        }
        moves.sort_by_key(|one| (one.span.start, one.kind));
        moves
    }

    fn find_signals(&self, hits: &[Hit]) -> Vec<(Signal, usize)> {
        let mut signals = Vec::new();
        for hit in hits {
            let Owner::Signal(index) = hit.owner else { continue };
            let record = &self.book.signals[index];
            let found = (record.signal, hit.sentence);
            if !signals.contains(&found) && !self.scanned.any(&record.unless, hit.sentence) {
                signals.push(found);
            }
        }
        signals
    }

    /// The genre with the most weight of cues; each cue counts once.
    fn detect_genre(&self, hits: &[Hit]) -> Genre {
        let late = self.scanned.letter.body().nth(EARLY_SENTENCES).map_or(usize::MAX, |(index, _)| index);
        let mut counted = vec![false; self.book.cues.len()];
        let mut scores = [0i32; Genre::ALL.len()];
        for hit in hits {
            let Owner::Cue(index) = hit.owner else { continue };
            let cue = &self.book.cues[index];
            let in_place = !cue.early || hit.sentence < late || self.sentences()[hit.sentence].zone == Zone::Subject;
            if !counted[index] && in_place && !self.scanned.any(&cue.unless, hit.sentence) {
                counted[index] = true;
                scores[cue.genre as usize] += cue.weight;
            }
        }
        let mut best = Genre::Svar;
        for genre in Genre::ALL {
            if scores[*genre as usize] > scores[best as usize] {
                best = *genre;
            }
        }
        if scores[best as usize] > 0 { best } else { self.default_genre() }
    }

    /// A letter without cues: a reply if it meets somebody's matter, else written unasked.
    fn default_genre(&self) -> Genre {
        let replies = self.has_move(MoveKind::Opsummering)
            || self.has_move(MoveKind::Tak)
            || self.has_move(MoveKind::Beklagelse)
            || self.scanned.letter.zones.contains(&Zone::Quoted)
            || self.scanned.letter.sentences.len() < 3;
        if replies { Genre::Svar } else { Genre::Orientering }
    }

    /// The bytes that a hit reports.
    pub(crate) fn span(&self, hit: &Hit, kind: SpanKind) -> Range<usize> {
        let words = &self.scanned.letter.words;
        let sentence = &self.sentences()[hit.sentence];
        let start = words[hit.found.marked.start].start;
        match kind {
            SpanKind::Match => start..words[hit.found.marked.end - 1].end,
            SpanKind::Clause => start..words[sentence.words.end - 1].end,
            SpanKind::Sentence => words[sentence.words.start].start..sentence.end,
        }
    }
}
