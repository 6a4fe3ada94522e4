//! Finds the kind of letter: the cues of the packs, and a learned reading of the body beside them.

use crate::analysis::Analysis;
use crate::letter::Letter;
use crate::linear::{Linear, mix};
use crate::linter::Options;
use crate::names::{Genre, MoveKind};
use crate::rulebook::{Owner, Rulebook};
use crate::scan::{Hit, Scanned, scan};
use crate::scorer::word_hash;
use crate::zones::Zone;

/// A cue that is `early` counts within this many sentences of running text.
const EARLY_SENTENCES: usize = 6;

/// How much the learned evidence for a genre, in log-odds, weighs against the weights of the cues.
pub const WEIGHT_OF_LEARNED: f32 = 4.0;

/// Evidence beyond this says no more.
const SUREST: f32 = 4.0;

/// The sentences whose words are also features of the letter's beginning.
const OPENING: usize = 3;

const WORD: u32 = 31;
const PAIR: u32 = 32;
const OPENING_WORD: u32 = 33;
const SUBJECT_WORD: u32 = 34;
const CUE: u32 = 35;
const SIGNAL: u32 = 36;
const MOVE: u32 = 37;
const ZONE: u32 = 38;

/// A trained model of genres, one label for each of [`Genre::ALL`].
#[derive(Clone, Debug)]
pub struct GenreModel {
    model: Linear,
}

impl GenreModel {
    /// Reads a model that the training wrote.
    ///
    /// # Errors
    /// When the bytes are no such model.
    pub fn from_bytes(bytes: &'static [u8]) -> Result<Self, String> {
        Ok(Self { model: Linear::from_bytes(bytes)? })
    }

    /// What the letter says for each genre in log-odds, by its place in [`Genre::ALL`].
    fn evidence(&self, analysis: &Analysis<'_>, cues: &[usize]) -> Vec<f32> {
        learned_odds(&self.model, &features(analysis, cues))
    }
}

/// What a model of genres says for each genre in log-odds, by its place in [`Genre::ALL`].
#[must_use]
pub fn learned_odds(model: &Linear, features: &[u32]) -> Vec<f32> {
    model.evidence(features).into_iter().map(|odds| odds.clamp(-SUREST, SUREST)).collect()
}

/// What training and measuring a model of genres needs to know of a letter.
#[derive(Clone, Debug)]
pub struct GenreSample {
    /// The hashes of the words and pairs of words in the running text, the cues, signals and moves that the rulebook
    /// finds, and the zones, each once.
    pub features: Vec<u32>,
    /// What the cues say for each genre, by its place in [`Genre::ALL`].
    pub cues: Vec<f32>,
}

/// The sample that `letter` is for a model of genres, read with the cues of `book`.
#[must_use]
pub fn genre_sample(book: &Rulebook, letter: &Letter<'_>) -> GenreSample {
    let scanned = Scanned::new(book, letter);
    let hits = scan(book, &scanned);
    let options = Options { genre: Some(Genre::Svar), rules_only: true, ..Options::default() };
    let analysis = Analysis::new(book, &scanned, &hits, &options);
    let cues = fired(&analysis, &hits);
    GenreSample { features: features(&analysis, &cues), cues: cue_scores(&analysis, &cues) }
}

fn features(analysis: &Analysis<'_>, cues: &[usize]) -> Vec<u32> {
    let letter = analysis.scanned.letter;
    let mut features = Vec::new();
    for (number, (_, sentence)) in letter.body().enumerate() {
        let mut before = 0;
        for word in &letter.words[sentence.words.clone()] {
            let token = word_hash(letter, word);
            features.push(mix(&[WORD, token]));
            features.push(mix(&[PAIR, before, token]));
            if number < OPENING {
                features.push(mix(&[OPENING_WORD, token]));
            }
            before = token;
        }
    }
    for sentence in letter.sentences.iter().filter(|sentence| sentence.zone == Zone::Subject) {
        let words = &letter.words[sentence.words.clone()];
        features.extend(words.iter().map(|word| mix(&[SUBJECT_WORD, word_hash(letter, word)])));
    }
    features.extend(cues.iter().map(|cue| mix(&[CUE, *cue as u32])));
    features.extend(analysis.signals.iter().map(|(signal, _)| mix(&[SIGNAL, *signal as u32])));
    features.extend(analysis.moves.iter().map(|one| mix(&[MOVE, one.kind as u32])));
    features.extend(letter.zones.iter().map(|zone| mix(&[ZONE, *zone as u32])));
    features.sort_unstable();
    features.dedup();
    features
}

/// The cues that the letter gives, each once.
fn fired(analysis: &Analysis<'_>, hits: &[Hit]) -> Vec<usize> {
    let letter = analysis.scanned.letter;
    let late = letter.body().nth(EARLY_SENTENCES).map_or(usize::MAX, |(index, _)| index);
    let mut fired = Vec::new();
    for hit in hits {
        let Owner::Cue(index) = hit.owner else { continue };
        let cue = &analysis.book.cues[index];
        let in_place = !cue.early || hit.sentence < late || analysis.sentences()[hit.sentence].zone == Zone::Subject;
        if !fired.contains(&index) && in_place && !analysis.scanned.any(&cue.unless, hit.sentence) {
            fired.push(index);
        }
    }
    fired
}

/// The weights of the cues for each genre; without any, a letter is a reply or written unasked.
fn cue_scores(analysis: &Analysis<'_>, cues: &[usize]) -> Vec<f32> {
    let mut scores = vec![0f32; Genre::ALL.len()];
    for cue in cues.iter().map(|cue| &analysis.book.cues[*cue]) {
        scores[cue.genre as usize] += cue.weight as f32;
    }
    if cues.is_empty() {
        scores[default_genre(analysis) as usize] = 1.0;
    }
    scores
}

/// What cues and learned reading say for each genre, by its place in [`Genre::ALL`]; each cue counts once.
pub(crate) fn scores(analysis: &Analysis<'_>, hits: &[Hit], model: Option<&GenreModel>) -> Vec<f32> {
    let cues = fired(analysis, hits);
    let mut scores = cue_scores(analysis, &cues);
    if let Some(model) = model {
        for (score, odds) in scores.iter_mut().zip(model.evidence(analysis, &cues)) {
            *score += WEIGHT_OF_LEARNED * odds;
        }
    }
    scores
}

/// How surely a letter is of each genre, by what speaks for each: the nearer the best, the larger the share.
pub(crate) fn shares(scores: &[f32]) -> Vec<f32> {
    /// So much more speaks for a genre that is e times as sure.
    const STEP: f32 = 2.0;
    let best = scores.iter().copied().fold(f32::MIN, f32::max);
    let sure: Vec<f32> = scores.iter().map(|score| ((score - best) / STEP).exp()).collect();
    let all: f32 = sure.iter().sum();
    sure.iter().map(|one| one / all).collect()
}

/// The genre with the highest of `scores`; the first of equals.
pub(crate) fn best(scores: &[f32]) -> Genre {
    let mut best = Genre::Svar;
    for genre in Genre::ALL {
        if scores[*genre as usize] > scores[best as usize] {
            best = *genre;
        }
    }
    best
}

/// A letter without cues: a reply if it meets somebody's matter, else written unasked.
fn default_genre(analysis: &Analysis<'_>) -> Genre {
    let letter = analysis.scanned.letter;
    let replies =
        [MoveKind::Opsummering, MoveKind::Tak, MoveKind::Beklagelse].iter().any(|kind| analysis.has_move(*kind))
            || letter.zones.contains(&Zone::Quoted)
            || letter.sentences.len() < 3;
    if replies { Genre::Svar } else { Genre::Orientering }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shares_of_genres_are_one_whole_and_go_with_what_speaks_for_them() {
        let scores = [3.0, 7.0, -2.0, 7.0, 0.0];
        let shares = shares(&scores);
        assert!((shares.iter().sum::<f32>() - 1.0).abs() < 1e-6);
        assert_eq!(shares[1].to_bits(), shares[3].to_bits());
        assert!(shares[1] > shares[0] && shares[0] > shares[4] && shares[4] > shares[2]);
    }
}
