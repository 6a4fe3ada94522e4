//! Officialese that no list has: rare words that look like the words of law and office.

use rustc_hash::FxHashSet;

use super::Found;
use crate::analysis::Analysis;
use crate::explained::is_explained;
use crate::familiar::COMMON_FROM;
use crate::words::{Case, Word, WordKind};
use crate::zones::Zone;

/// Shorter words (letters) say too little about themselves.
const SHORTEST: usize = 6;

/// The first use of each word that the word scorer takes for jargon.
pub(super) fn words(analysis: &Analysis<'_>, threshold: f32, zones: &[Zone]) -> Vec<Found> {
    let Some(familiarity) = analysis.familiarity() else { return Vec::new() };
    let is_jargon = |form: &str| familiarity.frequency(form) < COMMON_FROM && familiarity.jargon(form) >= threshold;
    let words = left_to_guess(analysis, zones, is_jargon);
    words.into_iter().map(|word| Found::at(word.start..word.end)).collect()
}

/// The first use of each longer word that is `wanted` and that no rule knows, the letter does not explain and the reader
/// has not used.
pub(crate) fn left_to_guess<'l>(
    analysis: &Analysis<'l>,
    zones: &[Zone],
    wanted: impl Fn(&str) -> bool,
) -> Vec<&'l Word> {
    let letter = analysis.scanned.letter;
    let readers = readers_words(analysis);
    let mut seen: FxHashSet<&str> = FxHashSet::default();
    let mut found = Vec::new();
    for (index, sentence) in letter.sentences.iter().enumerate().filter(|(_, sentence)| zones.contains(&sentence.zone))
    {
        for at in sentence.words.clone() {
            let word = &letter.words[at];
            let form = letter.form(word);
            if !is_candidate(word, form, at == sentence.words.start) || !seen.insert(stem(form)) {
                continue;
            }
            let unknown = analysis.scanned.form(at) == 0;
            if unknown && wanted(form) && !readers.contains(&stem(form)) && !is_explained(letter, index, at..at + 1) {
                found.push(word);
            }
        }
    }
    found
}

fn is_candidate(word: &Word, form: &str, first: bool) -> bool {
    // A capital inside a sentence makes a name.
    let named = word.case != Case::Lower && !first || NAMES_OF_THINGS.iter().any(|ending| form.ends_with(ending));
    word.kind == WordKind::Plain && !named && !word.quoted && form.chars().count() >= SHORTEST && !form.contains('.')
}

/// Compounds with these heads are the names of laws and offices, which a reader can look up but nobody can say plainer.
const NAMES_OF_THINGS: [&str; 13] = [
    "lov",
    "loven",
    "lovens",
    "lovgivningen",
    "nævnet",
    "nævnets",
    "styrelsen",
    "styrelsens",
    "centret",
    "centeret",
    "kontoret",
    "forvaltningen",
    "fonden",
];

/// A word without the endings that inflection adds, roughly: enough to know it again.
fn stem(form: &str) -> &str {
    let keep = form.char_indices().nth(SHORTEST + 1).map_or(form.len(), |(at, _)| at);
    let ending = ["ernes", "erne", "ens", "ets", "ene", "er", "en", "et", "es", "e", "s"];
    ending.iter().filter_map(|ending| form.strip_suffix(ending)).find(|stem| stem.len() >= keep).unwrap_or(form)
}

/// The longer words of what the citizen wrote.
pub(super) fn readers_words<'l>(analysis: &Analysis<'l>) -> FxHashSet<&'l str> {
    let letter = analysis.scanned.letter;
    let quoted = letter.sentences.iter().filter(|sentence| sentence.zone == Zone::Quoted);
    quoted.flat_map(|sentence| &letter.words[sentence.words.clone()]).map(|word| stem(letter.form(word))).collect()
}
