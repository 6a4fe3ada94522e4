//! Capitals, exclamation marks, abbreviations and other signs that are no words of the language.

use std::ops::RangeInclusive;
use std::sync::LazyLock;

use regex::Regex;
use rustc_hash::FxHashSet;

use super::Found;
use super::jargon::readers_words;
use crate::analysis::Analysis;
use crate::explained::is_explained;
use crate::familiar::COMMON_FROM;
use crate::letter::Letter;
use crate::words::{Case, Word, WordKind};
use crate::zones::Zone;

/// Abbreviations in capitals have at most this many signs.
const LONGEST_ABBREVIATION: usize = 5;

/// So many letters may an abbreviation have: a single one names a room or a form.
const ABBREVIATION: RangeInclusive<usize> = 2..=LONGEST_ABBREVIATION;

/// Words in capitals that stand among words in small letters and are Danish words, not abbreviations.
pub(super) fn capitals(letter: &Letter<'_>, allowed: &[String]) -> Vec<Found> {
    let mut found = Vec::new();
    for (_, sentence) in letter.body().filter(|(_, sentence)| sentence.zone == Zone::Body) {
        let words = &letter.words[sentence.words.clone()];
        let shouts = |word: &&Word| {
            let text = &letter.text()[word.start..word.end];
            word.kind == WordKind::Plain
                && word.case == Case::Upper
                && !word.quoted
                && text.chars().all(char::is_alphabetic)
                && is_danish_word(text)
                && !allowed.iter().any(|one| one == text)
        };
        let all_upper = words.iter().filter(|word| word.kind == WordKind::Plain).all(|word| word.case == Case::Upper);
        if all_upper && words.len() < 3 {
            continue;
        }
        found.extend(words.iter().filter(shouts).map(|word| Found::at(word.start..word.end)));
    }
    found
}

/// Short words that one shouts; longer words in capitals are words, not abbreviations.
const SHOUTED: [&str; 22] = [
    "KUN", "IKKE", "SKAL", "ALDRIG", "ALTID", "HUSK", "NU", "DU", "DIG", "INGEN", "MÅ", "STRAKS", "ALLE", "SELV",
    "HELE", "NEJ", "MEGET", "OBS", "FØR", "SIDSTE", "DIN", "INTET",
];

fn is_danish_word(text: &str) -> bool {
    SHOUTED.contains(&text) || text.chars().count() > LONGEST_ABBREVIATION
}

/// Marks that scold: several in a row.
pub(super) fn exclamations(letter: &Letter<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for (_, sentence) in letter.body() {
        let text = &letter.text()[sentence.start..sentence.end];
        if ["!!", "?!", "!?", "??"].iter().any(|signs| text.contains(signs)) {
            found.push(Found::at(sentence.start..sentence.end));
        }
    }
    found
}

/// The first use of an abbreviation in capitals that no rule knows, that is no common word and that neither the letter
/// explains nor its reader has used. Only where a table tells which words are common: elsewhere a word that is shouted
/// looks the same.
pub(super) fn abbreviations(analysis: &Analysis<'_>, known: &[String], zones: &[Zone]) -> Vec<Found> {
    let letter = analysis.scanned.letter;
    let Some(familiarity) = analysis.familiarity() else { return Vec::new() };
    let readers = readers_words(analysis);
    let mut found: Vec<Found> = Vec::new();
    let mut seen: FxHashSet<&str> = FxHashSet::default();
    for (index, sentence) in letter.sentences.iter().enumerate().filter(|(_, one)| zones.contains(&one.zone)) {
        let words = &letter.words[sentence.words.clone()];
        let shouted_line = words.iter().filter(|word| word.case == Case::Upper).count() * 2 > words.len();
        let plain = |word: &Word| word.kind == WordKind::Plain && !word.quoted && !shouted_line;
        for (at, word) in sentence.words.clone().zip(words).filter(|(_, word)| plain(word)) {
            let Some(capitals) = abbreviation(&letter.text()[word.start..word.end]) else { continue };
            if analysis.scanned.form(at) == 0
                && familiarity.frequency(&capitals.to_lowercase()) < COMMON_FROM
                && !known.iter().any(|one| one == capitals)
                && seen.insert(capitals)
                && !readers.contains(letter.form(word))
                && !is_spelled_out(letter, word)
                && !is_explained(letter, index, at..at + 1)
            {
                found.push(Found::at(word.start..word.end));
            }
        }
    }
    found
}

/// The abbreviation that a word is, or begins with: `KSD`, and `KSD` of `KSD-sag`. The number of a case is none.
fn abbreviation(word: &str) -> Option<&str> {
    let (capitals, rest) = word.split_once('-').unwrap_or((word, ""));
    let in_capitals = ABBREVIATION.contains(&capitals.chars().count()) && capitals.chars().all(char::is_uppercase);
    (in_capitals && !rest.contains(|sign: char| sign.is_ascii_digit())).then_some(capitals)
}

/// `Pædagogisk Psykologisk Rådgivning (PPR)` or `PPR (Pædagogisk …)`.
fn is_spelled_out(letter: &Letter<'_>, word: &Word) -> bool {
    let before = letter.text()[..word.start].trim_end();
    let after = letter.text()[word.end..].trim_start();
    let named_after = after
        .strip_prefix('(')
        .and_then(|rest| rest.split_once(')'))
        .is_some_and(|(name, _)| name.split_whitespace().count() > 1 && !name.contains('§'));
    before.ends_with('(') || named_after || after.starts_with(", dvs.") || after.starts_with("– ")
}

/// `ddmmyy-xxxx`, `ddmmyy xxxx` or ten digits, with a possible date. ASCII only, on folded text.
static CPR: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?-u:\b)(0[1-9]|[12][0-9]|3[01])(0[1-9]|1[0-2])[0-9]{2}[- ]?[0-9]{4}(?-u:\b)").ok());

/// Instructions that word processors and templates leave for the writer, in folded text.
static INSTRUCTION: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"\[(?:indsæt|vælg|udfyld|skriv|slet)\b[^\]\n]{0,200}\]|klik (?:eller tryk )?her for at[^.\n]{0,60}|vælg et element|slet det, der ikke[^.\n]{0,40}|xx\.xx\.xxxx",
    )
    .ok()
});

/// Civil registration numbers anywhere outside what the citizen wrote.
pub(super) fn cpr_numbers(letter: &Letter<'_>) -> Vec<Found> {
    matches(letter, &CPR)
}

/// Instructions to the writer that should be gone before the letter is sent.
pub(super) fn leftover_instructions(letter: &Letter<'_>) -> Vec<Found> {
    matches(letter, &INSTRUCTION)
}

/// The places of `regex` in the folded sentences that the authority wrote.
fn matches(letter: &Letter<'_>, regex: &LazyLock<Option<Regex>>) -> Vec<Found> {
    let Some(regex) = regex.as_ref() else { return Vec::new() };
    let ours = letter.sentences.iter().filter(|sentence| !matches!(sentence.zone, Zone::Quoted | Zone::Attachment));
    ours.flat_map(|sentence| {
        let places = regex.find_iter(letter.folded_sentence(sentence));
        places.map(|place| Found::at(sentence.start + place.start()..sentence.start + place.end()))
    })
    .collect()
}

/// The first `De`, `Dem` or `Deres` of a letter that otherwise says `du`.
pub(super) fn mixed_address(letter: &Letter<'_>) -> Vec<Found> {
    let mut informal = 0usize;
    let mut formal = None;
    for (_, sentence) in letter.body() {
        for (at, word) in letter.words[sentence.words.clone()].iter().enumerate() {
            let text = &letter.text()[word.start..word.end];
            match letter.form(word) {
                "du" | "dig" | "din" | "dit" | "dine" if !word.quoted => informal += 1,
                "dem" | "deres" | "de" if at > 0 && word.case == Case::Capital && !word.quoted && !word.after_break => {
                    formal = formal.or(Some((word.start..word.end, text)));
                }
                _ => {}
            }
        }
    }
    match formal {
        Some((span, text)) if informal > 0 => vec![Found::with(span, text)],
        _ => Vec::new(),
    }
}
