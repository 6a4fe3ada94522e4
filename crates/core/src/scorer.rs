//! Learned evidence beside the rules: how much a sentence reads like one that careful readers marked.
//!
//! The sentence scorer knows n-grams of words and word beginnings and endings, whether the sentence asks or shouts, and,
//! counted for less, the words of its neighbours and of the letter around it. It was trained on the sentences in
//! `corpus/sentences` and the letters of `corpus`, and is off in [`crate::Options::rules_only`].

use std::ops::Range;

use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};

use crate::letter::Letter;
use crate::linear::{Linear, Part, mix, text_hash};
use crate::words::{Case, Word, WordKind};

/// What a sentence can read like, in the order of the model's labels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Label {
    /// Defending.
    Forsvar,
    /// Judging.
    Bedoemmelse,
    /// Closing.
    Lukning,
    /// A real acknowledgement.
    Anerkendelse,
    /// A next step.
    NaesteSkridt,
}

impl Label {
    /// All labels, in the order of the model.
    pub const ALL: [Self; 5] =
        [Self::Forsvar, Self::Bedoemmelse, Self::Lukning, Self::Anerkendelse, Self::NaesteSkridt];
}

/// A feature of a sentence: its hash, and the words it is made of (relative to the sentence).
#[derive(Clone, Copy, Debug)]
pub struct Feature {
    /// Its hash.
    pub hash: u32,
    /// First word.
    first: u16,
    /// Last word.
    last: u16,
}

const WORD: u32 = 1;
const PAIR: u32 = 2;
const TRIPLE: u32 = 3;
const SKIP: u32 = 4;
const BEGINNING: u32 = 5;
const ENDING: u32 = 6;
const MARK: u32 = 7;
const PLACE: u32 = 8;
const PREVIOUS: u32 = 9;
const NEXT: u32 = 10;
const AROUND: u32 = 11;

/// A text of more sentences is read in stretches of so many: more than most letters have.
pub(crate) const STRETCH: usize = 30;

/// Words of at least this many letters are also known by their beginning and ending.
const LONG_WORD: usize = 6;
const BEGINNING_LENGTH: usize = 5;
const ENDING_LENGTH: usize = 4;

/// The features of the words `range` of a letter, which count as `tokens` ([`tokens`]).
#[must_use]
pub fn features(letter: &Letter<'_>, range: Range<usize>, tokens: &[u32], question: bool) -> Vec<Feature> {
    let mut found = Vec::with_capacity(tokens.len() * 8);
    let at = |index: usize| tokens.get(index).copied().unwrap_or(0);
    let mut add = |kind: &[u32], first: usize, last: usize| {
        // A sentence of more words than that is cut: the rest is not explained by its words.
        found.push(Feature { hash: mix(kind), first: first.min(65_535) as u16, last: last.min(65_535) as u16 });
    };
    for (index, token) in tokens.iter().enumerate() {
        add(&[WORD, *token], index, index);
        if index == 0 {
            add(&[PAIR, 0, *token], index, index);
            add(&[TRIPLE, 0, *token, at(1)], index, index + 1);
        }
        add(&[PAIR, *token, at(index + 1)], index, index + 1);
        if index + 2 < tokens.len() {
            add(&[TRIPLE, *token, at(index + 1), at(index + 2)], index, index + 2);
            add(&[SKIP, *token, at(index + 2)], index, index + 2);
        }
        let word = letter.form(&letter.words[range.start + index]);
        if word.chars().count() >= LONG_WORD && letter.words[range.start + index].kind == WordKind::Plain {
            let beginning = word.char_indices().nth(BEGINNING_LENGTH).map_or(word, |(end, _)| &word[..end]);
            let ending = word.char_indices().rev().nth(ENDING_LENGTH - 1).map_or(word, |(start, _)| &word[start..]);
            add(&[BEGINNING, text_hash(beginning)], index, index);
            add(&[ENDING, text_hash(ending)], index, index);
        }
    }
    let last = tokens.len().saturating_sub(1);
    let exclaims = range.end > range.start && {
        let end = letter.words[range.end - 1].end;
        letter.text()[end..].trim_start_matches(['"', '”', ')']).starts_with('!')
    };
    add(&[MARK, u32::from(question) + 2 * u32::from(exclaims)], last, last);
    add(&[PLACE, (tokens.len() / 6).min(5) as u32], last, last);
    found
}

/// What the words `range` of a letter, a sentence, count as.
#[must_use]
pub fn tokens(letter: &Letter<'_>, range: Range<usize>) -> Vec<u32> {
    range.clone().map(|index| token(letter, index, index == range.start)).collect()
}

/// The features that sentences have from their surroundings: the words before each, those after it, and those of the
/// stretch of text that it stands in. `sentences` are those of a letter's running text, given by their [`tokens`].
#[must_use]
pub fn surroundings(sentences: &[Vec<u32>]) -> Vec<Vec<u32>> {
    let stretches: Vec<Vec<u32>> = sentences.chunks(STRETCH).map(words_around).collect();
    (0..sentences.len()).map(|at| [&*words_beside(sentences, at), &stretches[at / STRETCH]].concat()).collect()
}

/// The words of the sentences before and after sentence `at`.
fn words_beside(sentences: &[Vec<u32>], at: usize) -> Vec<u32> {
    let beside = |side: u32, at: Option<usize>| {
        let words = at.and_then(|at| sentences.get(at)).into_iter().flatten();
        words.map(move |token| mix(&[side, *token]))
    };
    beside(PREVIOUS, at.checked_sub(1)).chain(beside(NEXT, Some(at + 1))).collect()
}

/// The words of a stretch of text, each once.
fn words_around(sentences: &[Vec<u32>]) -> Vec<u32> {
    let mut words: Vec<u32> = sentences.iter().flatten().map(|token| mix(&[AROUND, *token])).collect();
    words.sort_unstable();
    words.dedup();
    words
}

/// What a word counts as: itself, or its kind where the word itself says nothing.
fn token(letter: &Letter<'_>, index: usize, first: bool) -> u32 {
    let word = &letter.words[index];
    match word.kind {
        WordKind::Plain if word.case != Case::Lower && !first && !is_pronoun(letter.form(word)) => text_hash("<navn>"),
        _ => word_hash(letter, word),
    }
}

/// The hash of a word, or of its kind where it is a number, date or the like.
pub(crate) fn word_hash(letter: &Letter<'_>, word: &Word) -> u32 {
    /// Sets the kinds apart from the kinds of features.
    const KIND: u32 = 100;
    match word.kind {
        WordKind::Plain => text_hash(letter.form(word)),
        kind => mix(&[KIND, kind as u32]),
    }
}

fn is_pronoun(word: &str) -> bool {
    matches!(word, "i" | "de" | "dem" | "deres" | "kun" | "ikke" | "ingen")
}

/// A trained sentence scorer.
#[derive(Clone, Debug)]
pub struct Scorer {
    model: Linear,
}

impl Scorer {
    /// Reads a model that the training wrote.
    ///
    /// # Errors
    /// When the bytes are no such model.
    pub fn from_bytes(bytes: &'static [u8]) -> Result<Self, String> {
        Ok(Self { model: Linear::from_bytes(bytes)? })
    }

    /// The probabilities of each label ([`Label::ALL`]) for each sentence of `letter`; `None` outside running text.
    #[must_use]
    pub fn scores(&self, letter: &Letter<'_>) -> Vec<Option<Vec<f32>>> {
        let words: Vec<Vec<u32>> = letter.body().map(|(_, sentence)| tokens(letter, sentence.words.clone())).collect();
        // A stretch is the same for all its sentences, and asked once.
        let stretches: Vec<Part> = words.chunks(STRETCH).map(|one| self.model.part(&words_around(one))).collect();
        let mut scores = vec![None; letter.sentences.len()];
        for (at, (index, sentence)) in letter.body().enumerate() {
            let own = features(letter, sentence.words.clone(), &words[at], sentence.question);
            let own = self.model.part(&own.iter().map(|feature| feature.hash).collect::<Vec<_>>());
            let neighbours = self.model.part(&words_beside(&words, at));
            scores[index] = Some(self.model.probabilities_of(&[&own, &neighbours, &stretches[at / STRETCH]]));
        }
        scores
    }

    /// The words of a sentence that weigh most for `label`, in the order of the text.
    pub(crate) fn weightiest(
        &self,
        letter: &Letter<'_>,
        range: Range<usize>,
        question: bool,
        label: Label,
    ) -> Vec<usize> {
        let found = features(letter, range.clone(), &tokens(letter, range.clone()), question);
        let hashes: Vec<u32> = found.iter().map(|feature| feature.hash).collect();
        let mut shares = vec![0f32; range.len()];
        for (feature, share) in found.iter().zip(self.model.shares(&hashes, label as usize)) {
            let words = usize::from(feature.first)..=usize::from(feature.last).min(range.len().saturating_sub(1));
            let count = words.clone().count().max(1) as f32;
            for word in words {
                shares[word] += share / count;
            }
        }
        let form = |index: usize| letter.form(&letter.words[range.start + index]);
        let mut order: Vec<usize> = (0..shares.len()).filter(|index| shares[*index] > 0.0).collect();
        order.sort_by(|a, b| shares[*b].total_cmp(&shares[*a]).then(a.cmp(b)));
        let mut told = FxHashSet::default();
        order.retain(|index| form(*index).chars().count() >= SHORTEST_TOLD && told.insert(form(*index)));
        order.truncate(WORDS_TOLD);
        order.sort_unstable();
        order.into_iter().map(|index| range.start + index).collect()
    }
}

/// Shorter words (letters) tell the reader nothing.
const SHORTEST_TOLD: usize = 3;

/// A finding of the scorer names this many words.
const WORDS_TOLD: usize = 4;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;
    use crate::linear::{Sample, Training};

    /// A scorer of one label that `letters` (sentences of each, and whether they have it) taught.
    fn taught(letters: &[(&[&str], bool)]) -> (Linear, Scorer) {
        let mut samples = Vec::new();
        for (sentences, label) in letters {
            let documents: Vec<Document> = sentences.iter().map(|one| Document::plain(*one)).collect();
            let letters: Vec<Letter<'_>> = documents.iter().map(Letter::running_text).collect();
            let words: Vec<Vec<u32>> = letters.iter().map(|letter| tokens(letter, 0..letter.words.len())).collect();
            for (letter, surroundings) in letters.iter().zip(surroundings(&words)) {
                let whole = 0..letter.words.len();
                let own = features(letter, whole.clone(), &tokens(letter, whole), false);
                let own = own.iter().map(|one| one.hash).collect();
                samples.push(Sample { surroundings, ..Sample::new(own, vec![Some(*label)]) });
            }
        }
        let training = Training { cost: 30.0, rarity: 1.0, surroundings: 0.5, fewest: 3 };
        let model = Linear::train(&samples.iter().collect::<Vec<_>>(), training);
        (model.clone(), Scorer { model })
    }

    const HARSH: &[&str] = &["Sådan er det.", "Det må du selv finde ud af.", "Nu stopper vi her."];
    const CALM: &[&str] = &["Sådan er det.", "Vi finder ud af det sammen.", "Nu ringer vi til dig."];

    #[test]
    fn the_same_sentence_reads_as_its_letter_does() {
        let (_, scorer) = taught(&[(HARSH, true), (CALM, false), (HARSH, true), (CALM, false)]);
        let first =
            |sentences: &[&str]| scorer.scores(&Letter::running_text(&Document::plain(sentences.join(" "))))[0].clone();
        let alone = first(&["Sådan er det."]);
        assert!(alone.is_some() && first(HARSH) > alone && alone > first(CALM));
    }

    #[test]
    fn a_letter_is_read_as_the_training_read_it() {
        let (model, scorer) = taught(&[(HARSH, true), (CALM, false), (HARSH, true), (CALM, false)]);
        // More sentences than a stretch has.
        let document = Document::plain([HARSH, CALM].concat().repeat(12).join(" "));
        let letter = Letter::running_text(&document);
        assert!(letter.sentences.len() > 2 * STRETCH);
        let words: Vec<Vec<u32>> = letter.sentences.iter().map(|one| tokens(&letter, one.words.clone())).collect();
        let read = letter.sentences.iter().zip(&words).zip(surroundings(&words)).zip(scorer.scores(&letter));
        for (((sentence, words), around), score) in read {
            let own = features(&letter, sentence.words.clone(), words, sentence.question);
            let hashes: Vec<u32> = own.iter().map(|one| one.hash).chain(around).collect();
            assert_eq!(score, Some(model.probabilities(&hashes)));
        }
    }
}
