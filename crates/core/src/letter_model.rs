//! A learned reading of a letter as a whole: what kind of letter it is and what it lacks, by all that stands in it.

use crate::analysis::Analysis;
use crate::genre;
use crate::lacks::LACKS;
use crate::letter::Letter;
use crate::linear::{Linear, mix};
use crate::linter;
use crate::names::Genre;
use crate::rulebook::Rulebook;
use crate::scorer::word_hash;
use crate::words::WordKind;
use crate::zones::Zone;

/// How many things are learned beside the genre: each of [`LACKS`], and whether a legal safeguard is called for, given or
/// not.
pub const LACK_COUNT: usize = LACKS.len() + 1;

/// How many labels the model has: each of [`Genre::ALL`], then those of [`LACK_COUNT`].
pub const LABEL_COUNT: usize = Genre::ALL.len() + LACK_COUNT;

/// Evidence beyond this says no more.
const SUREST: f32 = 4.0;

/// So many sentences at the beginning, and at the end, have words that are features of their own.
const EDGE: usize = 3;

// Numbers that keep the kinds of features apart; a trained model knows them.
const WORD: u32 = 31;
const PAIR: u32 = 32;
const OPENING: u32 = 33;
const SUBJECT: u32 = 34;
const CUE: u32 = 35;
const SIGNAL: u32 = 36;
const MOVE: u32 = 37;
const ZONE: u32 = 38;
const SKIP: u32 = 39;
const CLOSING: u32 = 40;

/// A trained model of letters.
#[derive(Clone, Debug)]
pub struct LetterModel {
    model: Linear,
}

/// What the words of a letter speak for, in log-odds without the base rate, within ±4.
#[derive(Clone, Debug)]
pub struct LetterOdds {
    /// For each genre, by its place in [`Genre::ALL`].
    pub genres: Vec<f32>,
    /// For what it lacks: [`LACK_COUNT`] of them.
    pub lacking: Vec<f32>,
}

impl LetterModel {
    /// A model that was just trained.
    ///
    /// # Errors
    /// When it has not [`LABEL_COUNT`] labels.
    pub fn new(model: Linear) -> Result<Self, String> {
        let labels = model.labels();
        if labels == LABEL_COUNT {
            Ok(Self { model })
        } else {
            Err(format!("the model of letters has {labels} labels, not {LABEL_COUNT}"))
        }
    }

    /// Reads a model that the training wrote.
    ///
    /// # Errors
    /// When the bytes are no such model.
    pub fn from_bytes(bytes: &'static [u8]) -> Result<Self, String> {
        Self::new(Linear::from_bytes(bytes)?)
    }

    /// What the letter with these features is and lacks.
    #[must_use]
    pub fn odds(&self, features: &[u32]) -> LetterOdds {
        let mut genres: Vec<f32> =
            self.model.evidence(features).into_iter().map(|odds| odds.clamp(-SUREST, SUREST)).collect();
        let lacking = genres.split_off(Genre::ALL.len());
        LetterOdds { genres, lacking }
    }
}

/// What training and measuring a model of letters needs to know of a letter.
#[derive(Clone, Debug)]
pub struct LetterSample {
    /// The hashes of what describes it, each once.
    pub features: Vec<u32>,
    /// What the cues say for each genre, by its place in [`Genre::ALL`].
    pub cues: Vec<f32>,
}

/// The sample that `letter` is for a model of letters, read with the cues of `book`.
#[must_use]
pub fn letter_sample(book: &Rulebook, letter: &Letter<'_>) -> LetterSample {
    linter::by_patterns(book, letter, |analysis| LetterSample {
        features: features(analysis),
        cues: genre::cue_scores(analysis),
    })
}

/// The features of a letter: the words of its running text with pairs of neighbours and of words
/// with one between them, the words and pairs of its first and last sentences, the words of its subject, its cues, signals,
/// moves and zones.
pub(crate) fn features(analysis: &Analysis<'_>) -> Vec<u32> {
    let letter = analysis.scanned.letter;
    let mut features = Vec::new();
    let last = letter.body().count();
    for (number, (_, sentence)) in letter.body().enumerate() {
        let edges = [(number < EDGE, OPENING), (number + EDGE >= last, CLOSING)];
        let (mut before, mut before_that) = (0, 0);
        // Merge fields are left out: letters made of the template have other words there.
        let words = letter.words[sentence.words.clone()].iter().filter(|word| word.kind != WordKind::Field);
        for word in words {
            let token = word_hash(letter, word);
            features.extend([mix(&[WORD, token]), mix(&[PAIR, before, token]), mix(&[SKIP, before_that, token])]);
            for (_, edge) in edges.iter().filter(|(is_there, _)| *is_there) {
                features.extend([mix(&[*edge, token]), mix(&[*edge, before, token])]);
            }
            (before, before_that) = (token, before);
        }
    }
    for sentence in letter.sentences.iter().filter(|sentence| sentence.zone == Zone::Subject) {
        let words = &letter.words[sentence.words.clone()];
        features.extend(words.iter().map(|word| mix(&[SUBJECT, word_hash(letter, word)])));
    }
    features.extend(analysis.cues.iter().map(|cue| mix(&[CUE, *cue as u32])));
    features.extend(analysis.signals.iter().map(|(signal, _)| mix(&[SIGNAL, *signal as u32])));
    features.extend(analysis.moves.iter().map(|one| mix(&[MOVE, one.kind as u32])));
    features.extend(letter.zones.iter().map(|zone| mix(&[ZONE, *zone as u32])));
    features.sort_unstable();
    features.dedup();
    features
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::linear::{Sample, Training};

    #[test]
    fn a_model_of_other_labels_is_refused() {
        let training = Training { cost: 1.0, rarity: 1.0, surroundings: 0.0, fewest: 1 };
        let trained = |labels: usize| Linear::train(&[&Sample::new(vec![1, 2], vec![Some(true); labels])], training);
        assert!(LetterModel::new(trained(LABEL_COUNT)).is_ok());
        let refused = LetterModel::from_bytes(trained(2).to_bytes().leak()).expect_err("too few labels");
        assert!(refused.contains("2 labels"), "{refused}");
    }
}
