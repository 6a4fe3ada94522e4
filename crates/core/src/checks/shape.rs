//! Length of sentences and paragraphs, and the readability index LIX.

use super::Found;
use crate::document::BlockKind;
use crate::letter::Letter;
use crate::words::WordKind;
use crate::zones::Zone;

/// LIX says nothing about fewer words than this.
pub const FEWEST_WORDS_FOR_LIX: usize = 100;

/// A word of at least this many letters is long (Björnsson 1968).
const LONG_WORD: usize = 7;

pub(super) fn long_sentences(letter: &Letter<'_>, max_words: usize) -> Vec<Found> {
    letter
        .sentences
        .iter()
        .filter(|sentence| sentence.zone == Zone::Body)
        .filter(|sentence| letter.document.blocks[sentence.block].kind == BlockKind::Paragraph)
        .filter(|sentence| sentence.words.len() > max_words)
        .map(|sentence| Found::with(sentence.start..sentence.end, sentence.words.len().to_string()))
        .collect()
}

pub(super) fn long_paragraphs(letter: &Letter<'_>, max_words: usize) -> Vec<Found> {
    let mut words = vec![0usize; letter.document.blocks.len()];
    for sentence in &letter.sentences {
        words[sentence.block] += sentence.words.len();
    }
    let mut found = Vec::new();
    for (index, block) in letter.document.blocks.iter().enumerate() {
        let judged = letter.zones[index] == Zone::Body && block.kind == BlockKind::Paragraph;
        if judged && words[index] > max_words {
            found.push(Found::with(block.start..block.end, words[index].to_string()));
        }
    }
    found
}

pub(super) fn high_lix(letter: &Letter<'_>, max: f64) -> Vec<Found> {
    let first = letter.body().next().map(|(_, sentence)| sentence.start..sentence.end);
    match (lix(letter), first) {
        (Some(index), Some(span)) if index > max => vec![Found::with(span, format!("{index:.0}"))],
        _ => Vec::new(),
    }
}

/// The readability index of the body's paragraphs: words per sentence plus the percentage of long words
/// (C. H. Björnsson, Läsbarhet, 1968). `None` for short texts.
#[must_use]
pub fn lix(letter: &Letter<'_>) -> Option<f64> {
    let sentences: Vec<_> = letter
        .sentences
        .iter()
        .filter(|sentence| {
            sentence.zone == Zone::Body && letter.document.blocks[sentence.block].kind == BlockKind::Paragraph
        })
        .collect();
    let words = sentences.iter().flat_map(|sentence| &letter.words[sentence.words.clone()]);
    let (mut count, mut long) = (0usize, 0usize);
    for word in words.filter(|word| word.kind == WordKind::Plain) {
        count += 1;
        long += usize::from(letter.form(word).chars().count() >= LONG_WORD);
    }
    (count >= FEWEST_WORDS_FOR_LIX).then(|| {
        let (count, long, sentences) = (count as f64, long as f64, sentences.len() as f64);
        let index = count / sentences + 100.0 * long / count;
        (index * 10.0).round() / 10.0
    })
}
