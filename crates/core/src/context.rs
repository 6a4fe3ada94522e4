//! How a sentence reads in its letter: what the sentence scorer says of it, weighed with what patterns find in it, what
//! moves it makes, how its neighbours read and what kind of letter it stands in.
//!
//! A hint in a letter that is warm from end to end is seldom meant as one, and a letter that has judged its reader once
//! often does so again. The weights are those of a logistic regression for each tone, trained by `examples/train.rs` on
//! letters that the sentence scorer had not seen.

use std::ops::Range;

use crate::analysis::Analysis;
use crate::letter::Letter;
use crate::linear::sigmoid;
use crate::linter;
use crate::names::{Genre, Marker, MoveKind};
use crate::pack::SecondReading;
use crate::rulebook::{Rule, Rulebook};
use crate::scorer::{Label, STRETCH};

/// The tones: the labels of the sentence scorer that are findings, in its order.
pub(crate) const TONES: [(Label, Marker); 3] =
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

/// The weights of the second stage: for each tone one for each feature, and a bias.
#[derive(Clone, Debug)]
pub struct Context {
    weights: Vec<Vec<f32>>,
}

impl Context {
    /// Weights that were trained, `weights[tone]` with the bias last.
    #[must_use]
    pub fn new(weights: Vec<Vec<f32>>) -> Self {
        Self { weights }
    }

    /// Reads what [`Self::to_bytes`] wrote.
    ///
    /// # Errors
    /// When the bytes are no such model.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, String> {
        let row = (FEATURES + 1) * 4;
        if bytes.len() != row * TONES.len() {
            return Err("the model of contexts is damaged".to_owned());
        }
        let number = |four: &[u8]| f32::from_le_bytes([four[0], four[1], four[2], four[3]]);
        Ok(Self { weights: bytes.chunks_exact(row).map(|row| row.chunks_exact(4).map(number).collect()).collect() })
    }

    /// The model as a file: the weights as little-endian `f32`, tone after tone.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        self.weights.iter().flatten().flat_map(|weight| weight.to_le_bytes()).collect()
    }

    /// The probability of each tone.
    fn probabilities(&self, features: &[f32]) -> [f32; TONES.len()] {
        std::array::from_fn(|tone| {
            let row = self.weights.get(tone).map_or(&[][..], Vec::as_slice);
            let sum: f32 = row.iter().zip(features.iter().chain(&[1.0])).map(|(weight, value)| weight * value).sum();
            sigmoid(sum)
        })
    }
}

/// A sentence of running text as the second stage sees it.
#[derive(Clone, Debug)]
pub struct ContextSample {
    /// Its bytes in the document's text.
    pub span: Range<usize>,
    /// What describes it.
    pub features: Vec<f32>,
}

/// The samples that the running text of `letter` gives, for training; `book` needs its learned scorers.
#[must_use]
pub fn context_samples(book: &Rulebook, letter: &Letter<'_>) -> Vec<ContextSample> {
    linter::with_marks(book, letter, |analysis, marks| {
        let body: Vec<usize> = letter.body().map(|(index, _)| index).collect();
        let described = describe(analysis, marks, &body);
        let span = |index: &usize| letter.sentences[*index].start..letter.sentences[*index].end;
        body.iter().zip(described).map(|(index, features)| ContextSample { span: span(index), features }).collect()
    })
}

/// How each sentence of running text reads in its letter, by its place among the letter's sentences; `None` elsewhere.
pub(crate) fn read(context: &Context, analysis: &Analysis<'_>, marks: &[Marks]) -> Vec<Option<[f32; TONES.len()]>> {
    let body: Vec<usize> = analysis.scanned.letter.body().map(|(index, _)| index).collect();
    let mut readings = vec![None; analysis.sentences().len()];
    for (index, features) in body.iter().zip(describe(analysis, marks, &body)) {
        readings[*index] = Some(context.probabilities(&features));
    }
    readings
}

/// The features of the sentences `body`, in the order of [`FEATURES`].
fn describe(analysis: &Analysis<'_>, marks: &[Marks], body: &[usize]) -> Vec<Vec<f32>> {
    let score = |index: usize| Label::ALL.iter().map(|label| analysis.probability(*label, index)).collect();
    let moves = |index: usize| MOVES.iter().map(|kind| analysis.has_move_in(*kind, index)).collect();
    let view = View {
        scores: body.iter().map(|index| score(*index)).collect(),
        moves: body.iter().map(|index| moves(*index)).collect(),
        marks: body.iter().map(|index| marks[*index]).collect(),
        words: body.iter().map(|index| analysis.sentences()[*index].words.len()).collect(),
        genre: analysis.genre,
    };
    (0..body.len()).map(|at| view.features(at)).collect()
}

/// The running text of a letter, sentence by sentence.
struct View {
    scores: Vec<Vec<f32>>,
    moves: Vec<Vec<bool>>,
    marks: Vec<Marks>,
    words: Vec<usize>,
    genre: Genre,
}

impl View {
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

/// What stands for the log-odds of a neighbour that is not there.
const NO_NEIGHBOUR: f32 = -4.0;

/// The log-odds of a probability, kept from running off.
fn log_odds(probability: f32) -> f32 {
    const EDGE: f32 = 1e-4;
    ((probability + EDGE) / (1.0 - probability + EDGE)).ln()
}

/// Trains one tone by gradient descent on the standardised features of `samples`; returns the weights for the features
/// as they are, the bias last.
#[must_use]
pub fn train_tone(samples: &[(&[f32], bool)]) -> Vec<f32> {
    const STEPS: usize = 600;
    const RATE: f32 = 0.5;
    const L2: f32 = 1e-3;
    let count = samples.len().max(1) as f32;
    let mean: Vec<f32> =
        (0..FEATURES).map(|at| samples.iter().map(|(features, _)| features[at]).sum::<f32>() / count).collect();
    let deviation: Vec<f32> = (0..FEATURES)
        .map(|at| {
            let squares = samples.iter().map(|(features, _)| (features[at] - mean[at]).powi(2)).sum::<f32>();
            (squares / count).sqrt().max(1e-6)
        })
        .collect();
    let standard: Vec<Vec<f32>> = samples
        .iter()
        .map(|(features, _)| (0..FEATURES).map(|at| (features[at] - mean[at]) / deviation[at]).collect())
        .collect();
    let mut weights = vec![0f32; FEATURES];
    let mut bias = 0f32;
    for _ in 0..STEPS {
        let mut slope = vec![0f32; FEATURES];
        let mut bias_slope = 0f32;
        for (features, (_, label)) in standard.iter().zip(samples) {
            let sum: f32 = features.iter().zip(&weights).map(|(value, weight)| value * weight).sum();
            let error = sigmoid(sum + bias) - f32::from(u8::from(*label));
            bias_slope += error;
            for (slope, value) in slope.iter_mut().zip(features) {
                *slope += error * value;
            }
        }
        bias -= RATE * bias_slope / count;
        for (weight, slope) in weights.iter_mut().zip(&slope) {
            *weight -= RATE * (slope / count + L2 * *weight);
        }
    }
    let mut row: Vec<f32> = weights.iter().zip(&deviation).map(|(weight, deviation)| weight / deviation).collect();
    row.push(bias - row.iter().zip(&mean).map(|(weight, mean)| weight * mean).sum::<f32>());
    row
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trained_tone_tells_its_samples_apart_and_survives_its_file() {
        let sample = |value: f32| vec![value; FEATURES];
        let (calm, harsh) = (sample(-1.0), sample(2.0));
        let row = train_tone(&[(&calm, false), (&harsh, true), (&calm, false), (&harsh, true)]);
        let context = Context::new(vec![row; TONES.len()]);
        let again = Context::from_bytes(&context.to_bytes()).expect("reads");
        assert!(again.probabilities(&harsh)[0] > 0.9 && again.probabilities(&calm)[0] < 0.1);
        assert!(Context::from_bytes(b"short").is_err());
    }
}
