//! Finds texts that are nearly the same among thousands, without comparing each with each.
//!
//! Texts are sets of pairs of neighbouring words. The first text of a group, the leader, stands for it; each further
//! text is compared with the leaders that share one of its rarest pairs. Two sets of which more than a given share is
//! common always share one of those (prefix filtering, Chaudhuri, Ganti and Kaushik 2006), so nothing is missed.

use std::collections::HashMap;

use similar::{Algorithm, DiffOp, capture_diff_slices};

/// Two texts are compared word by word if at least this share of their pairs is common (Jaccard): one changed word in
/// twelve leaves 69 %, two leave 47 %.
const COMMON_PAIRS: f64 = 0.4;

/// Two texts are nearly the same if at least this share of their words is common (twice the common words to all words).
const COMMON_WORDS: f64 = 0.75;

/// A pair of words, as numbers.
type Pair = (u32, u32);

/// For each text the number of its leader, which is its own number if it leads a group of its own. The texts come
/// in the order in which they are to lead.
pub(crate) fn leaders(texts: &[&[u32]]) -> Vec<usize> {
    let sets: Vec<Vec<Pair>> = texts.iter().map(|words| pairs(words)).collect();
    let mut frequency: HashMap<Pair, u32> = HashMap::new();
    for pair in sets.iter().flatten() {
        *frequency.entry(*pair).or_default() += 1;
    }
    let mut by_pair: HashMap<Pair, Vec<usize>> = HashMap::new();
    let mut leaders = Vec::with_capacity(texts.len());
    for (number, set) in sets.iter().enumerate() {
        let rarest = rarest(set, &frequency);
        let mut near: Vec<usize> = rarest.iter().filter_map(|pair| by_pair.get(pair)).flatten().copied().collect();
        near.sort_unstable();
        near.dedup();
        let likeness = |leader: usize| {
            (share_of_pairs(set, &sets[leader]) >= COMMON_PAIRS).then(|| share_of_words(texts[number], texts[leader]))
        };
        let mut best: Option<(f64, usize)> = None;
        for leader in near {
            let Some(alike) = likeness(leader).filter(|alike| *alike >= COMMON_WORDS) else { continue };
            if best.is_none_or(|(most, _)| alike > most) {
                best = Some((alike, leader));
            }
        }
        if best.is_none() {
            rarest.iter().for_each(|pair| by_pair.entry(*pair).or_default().push(number));
        }
        leaders.push(best.map_or(number, |(_, leader)| leader));
    }
    leaders
}

/// The pairs of neighbouring words, sorted, each once.
fn pairs(words: &[u32]) -> Vec<Pair> {
    let mut pairs: Vec<Pair> = words.windows(2).map(|pair| (pair[0], pair[1])).collect();
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

/// So many of the rarest pairs that any set with enough in common has one of them among its own.
fn rarest(set: &[Pair], frequency: &HashMap<Pair, u32>) -> Vec<Pair> {
    let mut by_frequency = set.to_vec();
    by_frequency.sort_unstable_by_key(|pair| (frequency.get(pair).copied().unwrap_or_default(), *pair));
    let common = (set.len() as f64 * COMMON_PAIRS).ceil() as usize;
    by_frequency.truncate(set.len() + 1 - common.min(set.len()));
    by_frequency
}

/// The share of pairs that two sorted sets have in common (Jaccard).
fn share_of_pairs(a: &[Pair], b: &[Pair]) -> f64 {
    let common = a.iter().filter(|pair| b.binary_search(pair).is_ok()).count();
    let all = a.len() + b.len() - common;
    if all == 0 { 0.0 } else { common as f64 / all as f64 }
}

/// The share of words that two texts have in common, in order.
fn share_of_words(a: &[u32], b: &[u32]) -> f64 {
    let same: usize = capture_diff_slices(Algorithm::Myers, a, b)
        .iter()
        .map(|part| if let DiffOp::Equal { len, .. } = part { *len } else { 0 })
        .sum();
    2.0 * same as f64 / (a.len() + b.len()).max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<u32> {
        text.bytes().map(u32::from).collect()
    }

    #[test]
    fn texts_that_differ_in_a_word_have_one_leader() {
        let texts = ["abcdefghijklm", "nopqrstuvwxyz", "abcdefgXijklm", "abcdefghijklY"].map(words);
        let texts: Vec<&[u32]> = texts.iter().map(Vec::as_slice).collect();
        assert_eq!(leaders(&texts), [0, 1, 0, 0]);
    }

    #[test]
    fn likeness_is_to_the_leader_and_does_not_drift() {
        let texts = ["abcdefghijkl", "XYcdefghijkl", "XYZWefghijkl"].map(words);
        let texts: Vec<&[u32]> = texts.iter().map(Vec::as_slice).collect();
        assert_eq!(leaders(&texts), [0, 0, 2]);
    }

    #[test]
    fn nothing_is_missed_for_the_sake_of_speed() {
        // Texts from few words, so that many pairs are common: each is compared with all earlier leaders by hand.
        let mut state = 7_u32;
        let mut next = |below: u32| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 16) % below
        };
        let mut texts: Vec<Vec<u32>> = (0..40).map(|_| (0..14).map(|_| next(9)).collect()).collect();
        for number in 0..60 {
            let mut varied = texts[number % 40].clone();
            varied[next(14) as usize] = next(9);
            texts.push(varied);
        }
        let texts: Vec<&[u32]> = texts.iter().map(Vec::as_slice).collect();
        let found = leaders(&texts);
        for number in 0..texts.len() {
            let is_near = |leader: &usize| {
                found[*leader] == *leader
                    && share_of_pairs(&pairs(texts[number]), &pairs(texts[*leader])) >= COMMON_PAIRS
                    && share_of_words(texts[number], texts[*leader]) >= COMMON_WORDS
            };
            assert_eq!(found[number] != number, (0..number).any(|leader| is_near(&leader)), "{number}");
        }
    }
}
