//! What a letter says, before it is judged: its moves, its signals and its genre.

use std::cell::OnceCell;
use std::ops::Range;

use rustc_hash::FxHashSet;

use crate::checks::Found;
use crate::context::{self, Context, Marks, TONES};
use crate::facts::Facts;
use crate::familiar::Familiarity;
use crate::genre::{self, WEIGHT_OF_LEARNED};
use crate::lacks;
use crate::letter_model;
use crate::linter::Options;
use crate::names::{Genre, Marker, MoveKind, Signal};
use crate::pack::SpanKind;
use crate::rulebook::{Owner, Rulebook};
use crate::scan::{Hit, Scanned};
use crate::scorer::{Label, Scorer};
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
    /// The cues of the genre that the letter gives: their places in the rulebook, each once.
    pub(crate) cues: Vec<usize>,
    /// How surely the letter is of each genre, by its place in [`Genre::ALL`]; all together 1.
    pub(crate) genre_shares: Vec<f32>,
    /// What the words of the letter speak for of [`crate::letter_model::LACK_COUNT`], in log-odds without the base rate;
    /// nothing where no model reads it.
    pub(crate) lacking: Vec<f32>,
    /// What the authority says about itself, where that is known.
    pub(crate) facts: Option<&'a Facts>,
    scorer: Option<&'a Scorer>,
    familiarity: Option<&'a Familiarity>,
    /// The scorer's probabilities for each sentence of running text, once asked for.
    scores: OnceCell<Vec<Option<Vec<f32>>>>,
    context: Option<&'a Context>,
    /// What describes the letter to the reading of what it lacks, once asked for.
    described: OnceCell<Vec<f32>>,
    /// How each sentence reads in its letter, once read.
    readings: Vec<Option<[f32; TONES.len()]>>,
}

/// The moves that acknowledge the reader.
const ACKNOWLEDGEMENTS: [MoveKind; 3] = [MoveKind::Opsummering, MoveKind::Forstaaelse, MoveKind::Beklagelse];

/// The scorer says nothing about sentences of fewer words.
const FEWEST_WORDS: usize = 4;

/// In a text that is no letter, a sentence has a tone from this probability: the scorers know letters.
const SURE: f32 = 0.75;

/// A text of so many sentences may be a piece of a letter.
const MOST_SENTENCES_OF_A_PIECE: usize = 5;

impl<'a> Analysis<'a> {
    pub(crate) fn new(book: &'a Rulebook, scanned: &'a Scanned<'a>, hits: &[Hit], options: &Options<'a>) -> Self {
        let learned = book.learned.as_ref().filter(|_| !options.rules_only);
        let mut analysis = Self {
            book,
            scanned,
            moves: Vec::new(),
            signals: Vec::new(),
            genre: options.genre.unwrap_or(Genre::Svar),
            cues: Vec::new(),
            genre_shares: Vec::new(),
            lacking: Vec::new(),
            facts: options.facts,
            scorer: learned.map(|learned| &learned.sentences),
            familiarity: learned.map(|learned| &learned.words),
            scores: OnceCell::new(),
            context: learned.map(|learned| &learned.context),
            described: OnceCell::new(),
            readings: Vec::new(),
        };
        analysis.moves = analysis.find_moves(hits);
        analysis.signals = analysis.find_signals(hits);
        analysis.cues = genre::fired(&analysis, hits);
        let odds = learned.map(|learned| learned.letters.odds(&letter_model::features(&analysis)));
        if let Some(genre) = options.genre {
            analysis.genre_shares = Genre::ALL.iter().map(|one| f32::from(u8::from(*one == genre))).collect();
        } else {
            let mut scores = genre::cue_scores(&analysis);
            if let Some(odds) = &odds {
                scores = genre::scores(&scores, &odds.genres, WEIGHT_OF_LEARNED);
            }
            analysis.genre = genre::best(&scores);
            analysis.genre_shares = genre::shares(&scores);
        }
        analysis.lacking = odds.map(|odds| odds.lacking).unwrap_or_default();
        analysis
    }

    pub(crate) fn sentences(&self) -> &[Sentence] {
        &self.scanned.letter.sentences
    }

    pub(crate) fn has(&self, signal: Signal) -> bool {
        self.signals.iter().any(|(found, _)| *found == signal)
    }

    /// Whether a letter of `genre` decides something that is not fully in the reader's favour; a reply or a notice that
    /// also decides is judged as a decision.
    pub(crate) fn decides_against(&self, genre: Genre) -> bool {
        match genre {
            Genre::Svar | Genre::Orientering => self.has(Signal::Afgjort),
            Genre::Afgoerelse => self.has(Signal::Afslag) || !self.has(Signal::Medhold),
            _ => self.has(Signal::Afslag),
        }
    }

    pub(crate) fn has_move(&self, kind: MoveKind) -> bool {
        self.moves.iter().any(|found| found.kind == kind)
    }

    /// Whether the text has the frame of a letter: somebody is greeted, or somebody signs, or a mail is answered. News,
    /// minutes and guides have none.
    pub(crate) fn is_letter(&self) -> bool {
        let framed = |zone: &Zone| matches!(zone, Zone::Salutation | Zone::Closing | Zone::Signature | Zone::Quoted);
        self.scanned.letter.zones.iter().any(framed)
    }

    /// Whether the text is news, minutes or a guide: long enough to show, and without the frame of a letter.
    fn is_other_text(&self) -> bool {
        !self.is_letter() && self.sentences().len() > MOST_SENTENCES_OF_A_PIECE
    }

    /// The word scorer, unless only rules are wanted.
    pub(crate) fn familiarity(&self) -> Option<&'a Familiarity> {
        self.familiarity
    }

    /// The scorer's probability that sentence `index` reads as `label`; 0 without a scorer and outside running text.
    pub(crate) fn probability(&self, label: Label, index: usize) -> f32 {
        let Some(scorer) = self.scorer else { return 0.0 };
        let scores = self.scores.get_or_init(|| scorer.scores(self.scanned.letter));
        scores[index].as_ref().map_or(0.0, |scores| scores[label as usize])
    }

    /// How likely the whole letter lacks what `marker` asks for; `None` without scorers, and for what is no lack.
    pub(crate) fn lacks(&self, marker: Marker) -> Option<f32> {
        let (context, lack) = (self.context?, lacks::lack(marker)?);
        Some(context.lacks(lack, self.described.get_or_init(|| lacks::describe(self))))
    }

    /// Whether the letter names a deadline in its matter; the time limit of a complaint is none.
    pub(crate) fn has_deadline(&self) -> bool {
        self.signals.iter().any(|(signal, index)| {
            *signal == Signal::Frist
                && self.sentences()[*index].zone.is_running_text()
                && !self.signals.contains(&(Signal::Klagevejledning, *index))
        })
    }

    /// Reads every sentence again in its letter, with what patterns found in each (`marks`, by sentence).
    pub(crate) fn read_in_context(&mut self, marks: &[Marks]) {
        if let Some(context) = self.context {
            self.readings = context::read(context, self, marks);
        }
    }

    /// How likely sentence `index` has the tone of `marker` in its letter; `None` without scorers, for what is no tone,
    /// and outside running text.
    pub(crate) fn tone(&self, marker: Marker, index: usize) -> Option<f32> {
        Some(self.readings.get(index)?.as_ref()?[context::tone(marker)?])
    }

    /// Whether a pattern sees the move in sentence `index`.
    pub(crate) fn has_move_in(&self, kind: MoveKind, index: usize) -> bool {
        // Moves are in order of position, and so of their sentences.
        let first = self.moves.partition_point(|one| one.sentence < index);
        self.moves[first..].iter().take_while(|one| one.sentence == index).any(|one| one.kind == kind)
    }

    /// Whether a pattern sees an acknowledgement of the reader in sentence `index`: it sums up, shows understanding or
    /// apologises.
    pub(crate) fn acknowledges(&self, index: usize) -> bool {
        ACKNOWLEDGEMENTS.iter().any(|kind| self.has_move_in(*kind, index))
    }

    /// The sentences in `zones` that have the tone of `marker` with at least this probability, each with the words that
    /// weighed most.
    pub(crate) fn read_as(&self, marker: Marker, threshold: f32, zones: &[Zone]) -> Vec<Found> {
        let letter = self.scanned.letter;
        let label = context::TONES.iter().find(|(_, one)| *one == marker).map(|(label, _)| *label);
        let (Some(scorer), Some(label)) = (self.scorer, label) else { return Vec::new() };
        let threshold = if self.is_other_text() { threshold.max(SURE) } else { threshold };
        let mut found = Vec::new();
        for (index, sentence) in self.sentences().iter().enumerate() {
            let judged = zones.contains(&sentence.zone) && sentence.words.len() >= FEWEST_WORDS;
            if !judged || self.tone(marker, index).is_none_or(|probability| probability < threshold) {
                continue;
            }
            let words = scorer.weightiest(letter, sentence.words.clone(), sentence.question, label);
            let told: Vec<&str> =
                words.iter().map(|word| &letter.text()[letter.words[*word].start..letter.words[*word].end]).collect();
            found.push(Found::with(sentence.start..sentence.end, told.join(" … ")));
        }
        found
    }

    /// The first sentence that acknowledges the reader.
    pub(crate) fn first_acknowledgement(&self) -> Option<usize> {
        self.moves.iter().filter(|found| ACKNOWLEDGEMENTS.contains(&found.kind)).map(|found| found.sentence).min()
    }

    fn find_moves(&self, hits: &[Hit]) -> Vec<MoveHit> {
        let mut moves: Vec<MoveHit> = Vec::new();
        let mut seen = FxHashSet::default();
        for hit in hits {
            let Owner::Move(rule) = hit.owner else { continue };
            let record = &self.book.moves[rule];
            if !seen.contains(&(record.kind, hit.sentence)) && !self.scanned.any(&record.unless, hit.sentence) {
                seen.insert((record.kind, hit.sentence));
                let span = self.span(hit, record.span);
                moves.push(MoveHit { rule, kind: record.kind, sentence: hit.sentence, span });
            }
        }
        moves.sort_by_key(|one| (one.span.start, one.kind));
        moves
    }

    fn find_signals(&self, hits: &[Hit]) -> Vec<(Signal, usize)> {
        let mut signals = Vec::new();
        let mut seen = FxHashSet::default();
        for hit in hits {
            let Owner::Signal(index) = hit.owner else { continue };
            let record = &self.book.signals[index];
            let found = (record.signal, hit.sentence);
            if !seen.contains(&found) && !self.scanned.any(&record.unless, hit.sentence) {
                seen.insert(found);
                signals.push(found);
            }
        }
        signals
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
