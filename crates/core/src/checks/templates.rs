//! What templates leave in a letter: fields that nobody filled in, conditions that do not come in pairs.

use std::ops::Range;

use super::Found;
use crate::fields::{Half, half};
use crate::letter::Letter;
use crate::words::{Word, WordKind};
use crate::zones::Zone;

/// Each half of a condition whose other half is not there, with how that one is written.
pub(super) fn unpaired_conditions(letter: &Letter<'_>) -> Vec<Found> {
    let mut open: Vec<(Half<'_>, Range<usize>)> = Vec::new();
    let mut alone = Vec::new();
    for (_, word) in fields(letter) {
        let span = word.start..word.end;
        let Some(half) = half(&letter.text()[span.clone()]) else { continue };
        match open.iter().rposition(|(first, _)| half.ends(first)) {
            _ if half.opens => open.push((half, span)),
            // What was begun inside and has not ended by now never does.
            Some(first) => alone.extend(open.drain(first..).skip(1)),
            None => alone.push((half, span)),
        }
    }
    alone.extend(open);
    alone.sort_by_key(|(_, span)| span.start);
    alone.into_iter().map(|(half, span)| Found::with(span, half.other())).collect()
}

/// Each placeholder that still stands in the letter.
pub(super) fn unfilled_fields(letter: &Letter<'_>) -> Vec<Found> {
    let unfilled = fields(letter).filter(|(zone, word)| *zone == Zone::Letterhead || !is_for_the_pen(letter, word));
    unfilled.map(|(_, word)| Found::at(word.start..word.end)).collect()
}

/// The placeholders outside quoted text, each with its zone.
fn fields<'l>(letter: &'l Letter<'_>) -> impl Iterator<Item = (Zone, &'l Word)> {
    let ours = letter.sentences.iter().filter(|sentence| sentence.zone != Zone::Quoted);
    let words = ours.flat_map(|sentence| letter.words[sentence.words.clone()].iter().map(|word| (sentence.zone, word)));
    words.filter(|(_, word)| word.kind == WordKind::Field)
}

/// `Underskrift: ______`: a line that the reader is to write on, and not a blank in a sentence.
fn is_for_the_pen(letter: &Letter<'_>, word: &Word) -> bool {
    let line = letter.text()[..word.start].rsplit('\n').next().unwrap_or_default().trim_end();
    letter.form(word).starts_with('_') && (line.is_empty() || line.ends_with([':', '_']))
}
