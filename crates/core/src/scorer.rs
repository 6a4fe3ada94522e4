//! Learned evidence beside the rules: how much a sentence reads like one that careful readers marked.
//!
//! The sentence scorer knows n-grams of words and word beginnings and endings, and whether the sentence asks or
//! shouts. It was trained on the sentences in `corpus/sentences` and is off in [`crate::Options::rules_only`].

use std::ops::Range;

use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};

use crate::letter::Letter;
use crate::linear::{Linear, mix, text_hash};
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

/// Words of at least this many letters are also known by their beginning and ending.
const LONG_WORD: usize = 6;
const BEGINNING_LENGTH: usize = 5;
const ENDING_LENGTH: usize = 4;

/// The features of the words `range` of a letter.
#[must_use]
pub fn features(letter: &Letter<'_>, range: Range<usize>, question: bool) -> Vec<Feature> {
    let tokens: Vec<u32> = range.clone().map(|index| token(letter, index, index == range.start)).collect();
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

    /// The probability of each label ([`Label::ALL`]) for the sentence with the words `range`.
    #[must_use]
    pub fn score(&self, letter: &Letter<'_>, range: Range<usize>, question: bool) -> Vec<f32> {
        let hashes: Vec<u32> = features(letter, range, question).iter().map(|feature| feature.hash).collect();
        self.model.probabilities(&hashes)
    }

    /// The words of a sentence that weigh most for `label`, in the order of the text.
    pub(crate) fn weightiest(
        &self,
        letter: &Letter<'_>,
        range: Range<usize>,
        question: bool,
        label: Label,
    ) -> Vec<usize> {
        let found = features(letter, range.clone(), question);
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
