//! How a sentence reads in its letter: what the sentence scorer says of it, weighed with what patterns find in it, what
//! moves it makes, how its neighbours read and what kind of letter it stands in.
//!
//! A hint in a letter that is warm from end to end is seldom meant as one, and a letter that has judged its reader once
//! often does so again. There are boosted trees for each tone, trained by `examples/train.rs` on letters that the sentence
//! scorer had not seen.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::analysis::Analysis;
use crate::boosting::Boosted;
use crate::lacks::{self, LACKS};
use crate::letter::Letter;
use crate::linter;
use crate::logistic::log_odds;
use crate::names::{Genre, Marker, MoveKind};
use crate::pack::SecondReading;
use crate::rulebook::{Rule, Rulebook};
use crate::scorer::{Label, STRETCH};

/// The tones: the labels of the sentence scorer that are findings, in its order.
pub const TONES: [(Label, Marker); 3] =
    [(Label::Forsvar, Marker::Forsvar), (Label::Bedoemmelse, Marker::Bedoemmelse), (Label::Lukning, Marker::Lukning)];

/// The moves that say something about the tone of the sentence that makes them.
const MOVES: [MoveKind; 8] = [
    MoveKind::Beklagelse,
    MoveKind::Forstaaelse,
    MoveKind::Opsummering,
    MoveKind::NaesteSkridt,
    MoveKind::Mulighed,
    MoveKind::Tak,
    MoveKind::Spoerger,
    MoveKind::Kontakt,
];

/// How many numbers describe a sentence: what the scorer says (of itself and two neighbours), the mean and the most of
/// the others for each label, the most of each calm label so far, the mean of the others for all tones, patterns by tone
/// (sure, not sure, in the others), jargon in the others, moves (its own and those of the others), its place, its length
/// and the genre of the letter.
pub const FEATURES: usize =
    5 * Label::ALL.len() + CALM.len() + 1 + 3 * TONES.len() + 1 + MOVES.len() + 1 + 2 + Genre::ALL.len();

/// The labels that take the edge off what comes after them.
const CALM: [Label; 2] = [Label::Anerkendelse, Label::NaesteSkridt];

/// What patterns found in a sentence.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Marks {
    sure: [bool; TONES.len()],
    unsure: [bool; TONES.len()],
    jargon: u8,
}

impl Marks {
    /// Takes note of a finding of `rule`.
    pub(crate) fn note(&mut self, rule: &Rule) {
        match tone(rule.marker) {
            Some(tone) if rule.second_reading == SecondReading::Full => self.unsure[tone] = true,
            Some(tone) => self.sure[tone] = true,
            None => self.jargon = self.jargon.saturating_add(u8::from(rule.marker == Marker::Fagsprog)),
        }
    }
}

/// The place of `marker` among the tones.
pub(crate) fn tone(marker: Marker) -> Option<usize> {
    TONES.iter().position(|(_, one)| *one == marker)
}

/// The second stage: how likely a sentence has each tone, and how likely a letter lacks each of [`LACKS`].
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Context {
    tones: Vec<Boosted>,
    lacks: Vec<Boosted>,
}

impl Context {
    /// What was trained: for each tone on [`FEATURES`] numbers, and for each lack on [`lacks::FEATURES`].
    #[must_use]
    pub fn new(tones: Vec<Boosted>, lacks: Vec<Boosted>) -> Self {
        Self { tones, lacks }
    }

    /// Reads what [`Self::to_bytes`] wrote.
    ///
    /// # Errors
    /// When the bytes are no such model.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, String> {
        let reads = |boosted: &[Boosted], questions: usize, numbers: usize| {
            boosted.len() == questions && boosted.iter().all(|one| one.reads(numbers))
        };
        postcard::take_from_bytes(bytes)
            .ok()
            .filter(|(_, rest)| rest.is_empty())
            .map(|(context, _): (Self, _)| context)
            .filter(|context| reads(&context.tones, TONES.len(), FEATURES))
            .filter(|context| reads(&context.lacks, LACKS.len(), lacks::FEATURES))
            .ok_or_else(|| "the model of contexts is damaged".to_owned())
    }

    /// The model as a file.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        postcard::to_stdvec(self).expect("trees are plain data")
    }

    /// How likely a letter that is described so has the lack; .5 before any training.
    pub(crate) fn lacks(&self, lack: usize, described: &[f32]) -> f32 {
        answer(&self.lacks, lack, described)
    }

    /// How likely a sentence that is described so has the tone; .5 before any training.
    fn tone(&self, tone: usize, described: &[f32]) -> f32 {
        answer(&self.tones, tone, described)
    }
}

fn answer(trained: &[Boosted], question: usize, described: &[f32]) -> f32 {
    trained.get(question).map_or(0.5, |boosted| boosted.probability(described))
}

/// A sentence of running text as the second stage sees it.
#[derive(Clone, Debug)]
pub struct ContextSample {
    /// Its bytes in the document's text.
    pub span: Range<usize>,
    /// What describes it.
    pub features: Vec<f32>,
    /// Whether something hints at each tone. Without a hint the second stage is not asked.
    pub hints: [bool; TONES.len()],
}

/// What training needs to know of a letter.
#[derive(Clone, Debug)]
pub struct LetterContext {
    /// The sentences of its running text.
    pub sentences: Vec<ContextSample>,
    /// What describes all of it to the reading of what it lacks.
    pub described: Vec<f32>,
}

/// What `letter` gives to train on; `book` needs its learned scorers.
#[must_use]
pub fn letter_context(book: &Rulebook, letter: &Letter<'_>) -> LetterContext {
    linter::with_marks(book, letter, |analysis, marks| {
        let view = View::new(analysis, marks);
        let sample = |(at, index): (usize, &usize)| ContextSample {
            span: letter.sentences[*index].start..letter.sentences[*index].end,
            features: view.features(at),
            hints: view.hints(at),
        };
        LetterContext {
            sentences: view.body.iter().enumerate().map(sample).collect(),
            described: lacks::describe(analysis),
        }
    })
}

/// How each sentence of running text reads in its letter, by its place among the letter's sentences; `None` elsewhere. A
/// tone that nothing hints at is as likely as the scorer says.
pub(crate) fn read(context: &Context, analysis: &Analysis<'_>, marks: &[Marks]) -> Vec<Option<[f32; TONES.len()]>> {
    let view = View::new(analysis, marks);
    let mut readings = vec![None; analysis.sentences().len()];
    for (at, index) in view.body.iter().enumerate() {
        let hints = view.hints(at);
        let features = if hints.contains(&true) { view.features(at) } else { Vec::new() };
        let tone = |tone: usize| if hints[tone] { context.tone(tone, &features) } else { view.scores[at][tone] };
        readings[*index] = Some(std::array::from_fn(tone));
    }
    readings
}

/// The running text of a letter, sentence by sentence.
struct View {
    /// The places of its sentences among the letter's.
    body: Vec<usize>,
    scores: Vec<Vec<f32>>,
    moves: Vec<Vec<bool>>,
    marks: Vec<Marks>,
    words: Vec<usize>,
    genre: Genre,
}

impl View {
    fn new(analysis: &Analysis<'_>, marks: &[Marks]) -> Self {
        let body: Vec<usize> = analysis.scanned.letter.body().map(|(index, _)| index).collect();
        let score = |index: usize| Label::ALL.iter().map(|label| analysis.probability(*label, index)).collect();
        let moves = |index: usize| MOVES.iter().map(|kind| analysis.has_move_in(*kind, index)).collect();
        Self {
            scores: body.iter().map(|index| score(*index)).collect(),
            moves: body.iter().map(|index| moves(*index)).collect(),
            marks: body.iter().map(|index| marks[*index]).collect(),
            words: body.iter().map(|index| analysis.sentences()[*index].words.len()).collect(),
            genre: analysis.genre,
            body,
        }
    }

    /// Whether the scorer or a pattern hints at each tone.
    fn hints(&self, at: usize) -> [bool; TONES.len()] {
        let (scores, marks) = (&self.scores[at], &self.marks[at]);
        std::array::from_fn(|tone| scores[tone] >= HINT || marks.sure[tone] || marks.unsure[tone])
    }

    /// What describes a sentence, in the order of [`FEATURES`].
    fn features(&self, at: usize) -> Vec<f32> {
        let mut features = Vec::with_capacity(FEATURES);
        features.extend(self.scores[at].iter().map(|score| log_odds(*score)));
        self.add_others(at, &mut features);
        let next = Some(at + 1).filter(|next| *next < self.scores.len());
        for neighbour in [at.checked_sub(1), next] {
            match neighbour {
                Some(neighbour) => features.extend(self.scores[neighbour].iter().map(|score| log_odds(*score))),
                None => features.extend([NO_NEIGHBOUR; Label::ALL.len()]),
            }
        }
        self.add_marks(at, &mut features);
        features.extend(self.moves[at].iter().map(|made| f32::from(u8::from(*made))));
        let made = |other: usize| self.moves[other].iter().filter(|made| **made).count() as f32;
        features.push(self.share(at, self.others(at).map(made).sum()));
        features.push(at as f32 / self.scores.len() as f32);
        features.push((self.words[at] as f32 + 1.0).ln());
        features.extend(Genre::ALL.iter().map(|genre| f32::from(u8::from(*genre == self.genre))));
        features
    }

    /// How the other sentences read: the mean and the most of each label, the most of each calm label so far, and the
    /// mean of all tones.
    fn add_others(&self, at: usize, features: &mut Vec<f32>) {
        let count = (self.stretch(at).len() as f32 - 1.0).max(1.0);
        let mut tones = 0.0;
        for label in 0..Label::ALL.len() {
            let mean = self.others(at).map(|other| self.scores[other][label]).sum::<f32>() / count;
            features.extend([mean, self.most(label, self.others(at))]);
            if label < TONES.len() {
                tones += mean;
            }
        }
        features.extend(CALM.map(|label| self.most(label as usize, self.stretch(at).start..at)));
        features.push(tones);
    }

    fn most(&self, label: usize, sentences: impl Iterator<Item = usize>) -> f32 {
        sentences.map(|one| self.scores[one][label]).fold(0.0, f32::max)
    }

    /// What patterns found in the sentence, and how often in the others.
    fn add_marks(&self, at: usize, features: &mut Vec<f32>) {
        let own = &self.marks[at];
        features.extend(own.sure.iter().chain(&own.unsure).map(|mark| f32::from(u8::from(*mark))));
        for tone in 0..TONES.len() {
            let marked = |other: &usize| self.marks[*other].sure[tone] || self.marks[*other].unsure[tone];
            features.push(self.share(at, self.others(at).filter(marked).count() as f32));
        }
        features.push(self.share(at, self.others(at).map(|other| f32::from(self.marks[other].jargon)).sum()));
    }

    /// The stretch of text that sentence `at` is read in.
    fn stretch(&self, at: usize) -> Range<usize> {
        let start = at / STRETCH * STRETCH;
        start..self.scores.len().min(start + STRETCH)
    }

    /// The other sentences of the stretch.
    fn others(&self, at: usize) -> impl Iterator<Item = usize> + use<> {
        self.stretch(at).filter(move |other| *other != at)
    }

    fn share(&self, at: usize, sum: f32) -> f32 {
        sum / self.stretch(at).len() as f32
    }
}

/// From this probability what the scorer says is a hint: of the slips in letters that it had not seen, one or two in a
/// hundred had less, and of all sentences three in four.
const HINT: f32 = 0.01;

/// What stands for the log-odds of a neighbour that is not there.
const NO_NEIGHBOUR: f32 = -4.0;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::boosting::{Example, Growth};

    #[test]
    fn a_context_survives_its_file() {
        let growth = Growth { trees: 3, leaves: 2, rate: 0.5, fewest: 1 };
        let trained = |count: usize| {
            let example = |yes: bool| Example { numbers: vec![f32::from(u8::from(yes)); count], yes, weight: 1.0 };
            Boosted::train(&[example(true), example(false)].each_ref(), growth)
        };
        let context = Context::new(vec![trained(FEATURES); TONES.len()], vec![trained(lacks::FEATURES); LACKS.len()]);
        let bytes = context.to_bytes();
        assert_eq!(Context::from_bytes(&bytes).expect("reads").to_bytes(), bytes);
        assert!(Context::from_bytes(&bytes[1..]).is_err());
        assert!(Context::from_bytes(&[&bytes[..], &[0]].concat()).is_err());
        assert!(Context::from_bytes(&Context::default().to_bytes()).is_err());
    }
}
