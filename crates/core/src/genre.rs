//! Finds the kind of letter: the cues of the packs, and what the model of letters says beside them.

use crate::analysis::Analysis;
use crate::names::{Genre, MoveKind};
use crate::rulebook::Owner;
use crate::scan::Hit;
use crate::zones::Zone;

/// A cue that is `early` counts within this many sentences of running text.
const EARLY_SENTENCES: usize = 6;

/// How much the learned evidence for a genre, in log-odds, weighs against the weights of the cues.
pub const WEIGHT_OF_LEARNED: f32 = 6.0;

/// The cues that the letter gives, each once.
pub(crate) fn fired(analysis: &Analysis<'_>, hits: &[Hit]) -> Vec<usize> {
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
pub(crate) fn cue_scores(analysis: &Analysis<'_>) -> Vec<f32> {
    let mut scores = vec![0f32; Genre::ALL.len()];
    for cue in analysis.cues.iter().map(|cue| &analysis.book.cues[*cue]) {
        scores[cue.genre as usize] += cue.weight as f32;
    }
    if analysis.cues.is_empty() {
        scores[default_genre(analysis) as usize] = 1.0;
    }
    scores
}

/// What cues and a learned reading of the letter say for each genre, by its place in [`Genre::ALL`].
#[must_use]
pub fn scores(cues: &[f32], learned: &[f32], weight_of_learned: f32) -> Vec<f32> {
    cues.iter().zip(learned).map(|(cues, learned)| cues + weight_of_learned * learned).collect()
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
#[must_use]
pub fn best(scores: &[f32]) -> Genre {
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
