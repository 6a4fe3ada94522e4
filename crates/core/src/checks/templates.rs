//! Conditions of templates that do not come in pairs.

use std::ops::Range;

use super::Found;
use crate::fields::{Half, half};
use crate::letter::Letter;
use crate::words::WordKind;
use crate::zones::Zone;

/// Each half of a condition whose other half is not there, with how that one is written.
pub(super) fn unpaired_conditions(letter: &Letter<'_>) -> Vec<Found> {
    let mut open: Vec<(Half<'_>, Range<usize>)> = Vec::new();
    let mut alone = Vec::new();
    let ours = letter.sentences.iter().filter(|sentence| sentence.zone != Zone::Quoted);
    let words = ours.flat_map(|sentence| &letter.words[sentence.words.clone()]);
    for word in words.filter(|word| word.kind == WordKind::Field) {
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
