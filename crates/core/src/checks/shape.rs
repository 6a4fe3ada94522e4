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

pub(super) fn long_letter(letter: &Letter<'_>, max_words: usize) -> Vec<Found> {
    let words: usize = letter.body().map(|(_, sentence)| sentence.words.len()).sum();
    let first = letter.body().next().filter(|_| words > max_words);
    first.map(|(_, sentence)| Found::with(sentence.start..sentence.end, words.to_string())).into_iter().collect()
}

/// Words that make a sentence about the reader one about what is missing.
const OMISSIONS: [&str; 9] =
    ["ikke", "aldrig", "undlod", "nægtede", "glemte", "afviste", "udeblev", "forsømte", "undladt"];

/// Runs of at least `sentences` sentences that begin with `Du`, `De` or `I` and tell of an omission. The opening with
/// the second person predicts that a talk goes wrong (Zhang et al. 2018, Conversations Gone Awry).
pub(super) fn accusation_chains(letter: &Letter<'_>, sentences: usize) -> Vec<Found> {
    let mut found = Vec::new();
    let mut run: Vec<std::ops::Range<usize>> = Vec::new();
    let accuses = |sentence: &crate::Sentence| {
        let words = &letter.words[sentence.words.clone()];
        let to_reader = words.first().is_some_and(|word| matches!(letter.form(word), "du" | "de" | "i"));
        to_reader && words.iter().any(|word| OMISSIONS.contains(&letter.form(word)))
    };
    for (_, sentence) in letter.body() {
        if accuses(sentence) {
            run.push(sentence.start..sentence.end);
            continue;
        }
        found.extend(chain(&run, sentences));
        run.clear();
    }
    found.extend(chain(&run, sentences));
    found
}

fn chain(run: &[std::ops::Range<usize>], sentences: usize) -> Option<Found> {
    let (first, last) = (run.first()?, run.last()?);
    (run.len() >= sentences).then(|| Found::with(first.start..last.end, run.len().to_string()))
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
