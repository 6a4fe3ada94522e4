//! How likely a word is officialese: its familiarity in everyday Danish, and its parts.
//!
//! Familiarity comes from a frequency table (`rules/make_familiarity.py`), the judgement from a linear model over
//! beginnings, endings and runs of letters, trained on `corpus/words.tsv` and on the words of annotated letters.

use std::ops::Range;

use crate::checks;
use crate::letter::Letter;
use crate::linear::{Linear, mix, text_hash};
use crate::linter;
use crate::rulebook::Rulebook;
use crate::zones::Zone;

/// Bytes of one row of the frequency table: the word's hash and ten times its Zipf frequency.
const ROW: usize = 5;

/// Runs of letters of these lengths are features.
const RUNS: [usize; 3] = [3, 4, 5];

/// A word that is at least this common (ten times its Zipf frequency, 36 is about four in a million) is known to all.
pub(crate) const COMMON_FROM: u8 = 36;

const RUN: u32 = 11;
const LENGTH: u32 = 12;
const FREQUENCY: u32 = 13;
const START: u32 = 14;
const END: u32 = 15;

/// A trained word scorer with its frequency table.
#[derive(Clone, Debug)]
pub struct Familiarity {
    model: Linear,
    frequencies: &'static [u8],
}

/// Ten times the Zipf frequency of `word` (in lower case); 0 for a word that is rarer than one in a million.
#[must_use]
pub fn frequency(table: &[u8], word: &str) -> u8 {
    let hash = text_hash(word);
    let rows = table.len() / ROW;
    let key = |row: usize| {
        let at = row * ROW;
        u32::from_le_bytes([table[at], table[at + 1], table[at + 2], table[at + 3]])
    };
    let (mut low, mut high) = (0, rows);
    while low < high {
        let middle = low + (high - low) / 2;
        if key(middle) < hash { low = middle + 1 } else { high = middle }
    }
    if low < rows && key(low) == hash { table[low * ROW + ROW - 1] } else { 0 }
}

/// The hashes of the features of `word` (in lower case).
#[must_use]
pub fn word_features(word: &str, frequency: u8) -> Vec<u32> {
    let marked = format!("<{word}>");
    let starts: Vec<usize> = marked.char_indices().map(|(at, _)| at).chain([marked.len()]).collect();
    let letters = starts.len() - 1;
    let mut features = Vec::with_capacity(letters * RUNS.len());
    for length in RUNS {
        for window in starts.windows(length + 1) {
            features.push(mix(&[RUN, text_hash(&marked[window[0]..window[length]])]));
        }
    }
    for length in [6, 7, 8] {
        if letters > length {
            features.push(mix(&[START, text_hash(&marked[..starts[length]])]));
            features.push(mix(&[END, text_hash(&marked[starts[letters - length]..])]));
        }
    }
    features.push(mix(&[LENGTH, (letters / 3).min(8) as u32]));
    features.push(mix(&[FREQUENCY, u32::from(frequency / 5)]));
    features
}

impl Familiarity {
    /// Reads a trained model; `frequencies` is the table of `rules/make_familiarity.py`.
    ///
    /// # Errors
    /// When the bytes are no such model.
    pub fn from_bytes(model: &'static [u8], frequencies: &'static [u8]) -> Result<Self, String> {
        Ok(Self { model: Linear::from_bytes(model)?, frequencies })
    }

    /// Ten times the Zipf frequency of a word in lower case.
    pub(crate) fn frequency(&self, word: &str) -> u8 {
        frequency(self.frequencies, word)
    }

    /// The probability that careful readers would mark `word` (in lower case) as jargon.
    #[must_use]
    pub fn jargon(&self, word: &str) -> f32 {
        let features = word_features(word, self.frequency(word));
        self.model.probabilities(&features).first().copied().unwrap_or(0.0)
    }
}

/// The words of `letter` that a word scorer is asked about, as ranges of bytes: each longer word once, and none that is
/// common in `frequencies`, quoted or a name, that a rule of `book` knows, the letter explains or its reader has used.
#[must_use]
pub fn asked_words(book: &Rulebook, letter: &Letter<'_>, frequencies: &[u8]) -> Vec<Range<usize>> {
    /// Where the rule looks that speaks for the scorer.
    const ZONES: [Zone; 3] = [Zone::Subject, Zone::Body, Zone::Heading];
    linter::by_patterns(book, letter, |analysis| {
        let words = checks::left_to_guess(analysis, &ZONES, |form| frequency(frequencies, form) < COMMON_FROM);
        words.into_iter().map(|word| word.start..word.end).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frequencies_are_looked_up_by_hash() {
        let mut rows = [(text_hash("hus"), 52u8), (text_hash("ål"), 37)];
        rows.sort_unstable();
        let table: Vec<u8> =
            rows.iter().flat_map(|(hash, zipf)| hash.to_le_bytes().into_iter().chain([*zipf])).collect();
        assert_eq!(frequency(&table, "hus"), 52);
        assert_eq!(frequency(&table, "ål"), 37);
        assert_eq!(frequency(&table, "matrikel"), 0);
        assert_eq!(frequency(&[], "hus"), 0);
    }
}
