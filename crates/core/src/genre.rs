//! Finds the kind of letter: the cues of the packs, and a learned reading of the body beside them.

use crate::analysis::Analysis;
use crate::letter::Letter;
use crate::linear::{Linear, mix};
use crate::names::{Genre, MoveKind};
use crate::rulebook::Owner;
use crate::scan::Hit;
use crate::scorer::word_hash;
use crate::zones::Zone;

/// A cue that is `early` counts within this many sentences of running text.
const EARLY_SENTENCES: usize = 6;

/// How much the learned evidence for a genre, in log-odds, weighs against the weights of the cues.
const WEIGHT_OF_LEARNED: f32 = 1.0;

/// Evidence beyond this says no more.
const SUREST: f32 = 4.0;

/// The sentences whose words are also features of the letter's beginning.
const OPENING: usize = 3;

const WORD: u32 = 31;
const PAIR: u32 = 32;
const OPENING_WORD: u32 = 33;

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

    /// What the letter's words say for each genre in log-odds, by its place in [`Genre::ALL`].
    fn evidence(&self, letter: &Letter<'_>) -> Vec<f32> {
        let evidence = self.model.evidence(&genre_features(letter));
        evidence.into_iter().map(|odds| odds.clamp(-SUREST, SUREST)).collect()
    }
}

/// The hashes of the words and pairs of words in a letter's running text, each once.
#[must_use]
pub fn genre_features(letter: &Letter<'_>) -> Vec<u32> {
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
    features.sort_unstable();
    features.dedup();
    features
}

/// The genre that cues and learned reading speak for most; each cue counts once.
pub(crate) fn detect(analysis: &Analysis<'_>, hits: &[Hit], model: Option<&GenreModel>) -> Genre {
    let letter = analysis.scanned.letter;
    let late = letter.body().nth(EARLY_SENTENCES).map_or(usize::MAX, |(index, _)| index);
    let mut counted = vec![false; analysis.book.cues.len()];
    let mut scores = [0f32; Genre::ALL.len()];
    for hit in hits {
        let Owner::Cue(index) = hit.owner else { continue };
        let cue = &analysis.book.cues[index];
        let in_place = !cue.early || hit.sentence < late || analysis.sentences()[hit.sentence].zone == Zone::Subject;
        if !counted[index] && in_place && !analysis.scanned.any(&cue.unless, hit.sentence) {
            counted[index] = true;
            scores[cue.genre as usize] += cue.weight as f32;
        }
    }
    if scores.iter().all(|score| *score <= 0.0) {
        scores[default_genre(analysis) as usize] = 1.0;
    }
    if let Some(model) = model {
        for (score, odds) in scores.iter_mut().zip(model.evidence(letter)) {
            *score += WEIGHT_OF_LEARNED * odds;
        }
    }
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
