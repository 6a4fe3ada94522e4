//! What a letter lacks: acknowledgement, a next step, legal safeguards.

use super::{Found, place_of_whole};
use crate::analysis::Analysis;
use crate::lacks::EARLY_ENOUGH;
use crate::names::{Genre, Marker, MoveKind, Signal};
use crate::scorer::Label;
use crate::zones::Zone;

/// A sentence that no pattern sees and that the scorer finds less likely does not even look like a next step.
const LOOKS_LIKE_ONE: f32 = 0.1;

/// An acknowledgement is expected of replies and bad news; elsewhere only of letters to somebody who is dissatisfied. Where
/// scorers read the letter, it is missing from the probability `from` that they give; else where no pattern sees one in
/// the first part of the running text (`within`), before explanations take over.
pub(super) fn acknowledgement(analysis: &Analysis<'_>, within: f64, genres: &[Genre], from: f32) -> Vec<Found> {
    let expected = match analysis.genre {
        Genre::Afgoerelse => {
            analysis.has(Signal::Afslag) || analysis.has(Signal::Utilfredshed) || !analysis.has(Signal::Medhold)
        }
        genre => genres.contains(&genre) || analysis.has(Signal::Utilfredshed),
    };
    if !expected {
        return Vec::new();
    }
    let seen = || {
        let body = || analysis.scanned.letter.body().filter(|(_, sentence)| sentence.zone == Zone::Body);
        // The share of the body is never more than its length, so the cast loses nothing that matters.
        let early = ((body().count() as f64 * within).ceil() as usize).max(EARLY_ENOUGH);
        body().take(early).any(|(index, _)| analysis.acknowledges(index))
    };
    whole_if(analysis, reads_as_lacking(analysis, Marker::Anerkendelse, from).unwrap_or_else(|| !seen()))
}

/// Whether scorers find from the probability `from` that the letter lacks what `marker` asks for; `None` without scorers.
fn reads_as_lacking(analysis: &Analysis<'_>, marker: Marker, from: f32) -> Option<bool> {
    analysis.lacks(marker).map(|probability| probability >= from)
}

/// A next step says what happens now and who acts; a bare invitation to call is none. It is missing where no sentence
/// looks like one, and where scorers read the letter, from the probability `from` that they give.
pub(super) fn next_step(analysis: &Analysis<'_>, from: f32) -> Vec<Found> {
    // What such a letter is about is what happens now: a time to meet, terms, a deadline. That one may complain is none.
    let settled = match analysis.genre {
        Genre::Svar | Genre::Opfoelgning => false,
        Genre::Indkaldelse | Genre::Kontaktbegraensning => true,
        _ => analysis.has_deadline(),
    };
    if settled {
        return Vec::new();
    }
    let looks_like_one = |(index, _)| {
        analysis.has_move_in(MoveKind::NaesteSkridt, index)
            || analysis.probability(Label::NaesteSkridt, index) >= LOOKS_LIKE_ONE
    };
    let none = !analysis.scanned.letter.body().any(looks_like_one);
    whole_if(analysis, none || reads_as_lacking(analysis, Marker::NaesteSkridt, from) == Some(true))
}

/// A decision that is not fully in the reader's favour tells how to complain (forvaltningsloven § 25).
pub(super) fn complaint_guidance(analysis: &Analysis<'_>) -> Vec<Found> {
    let against = match analysis.genre {
        // A reply that also decides is judged as a decision.
        Genre::Svar => analysis.has(Signal::Afgjort),
        Genre::Afgoerelse => analysis.has(Signal::Afslag) || !analysis.has(Signal::Medhold),
        _ => analysis.has(Signal::Afslag),
    };
    whole_if(analysis, against && !analysis.has(Signal::Klagevejledning))
}

/// A decision that is not fully in the reader's favour gives reasons (forvaltningsloven §§ 22 and 24).
pub(super) fn reasons(analysis: &Analysis<'_>) -> Vec<Found> {
    whole_if(analysis, analysis.has(Signal::Afslag) && !analysis.has(Signal::Begrundelse))
}

/// A party hearing says by when to comment (forvaltningsloven § 19).
pub(super) fn hearing_deadline(analysis: &Analysis<'_>) -> Vec<Found> {
    whole_if(analysis, !analysis.has(Signal::Frist))
}

/// Limits to contact have a reason and an end date (Ombudsmanden, overblik 18).
pub(super) fn contact_terms(analysis: &Analysis<'_>) -> Vec<Found> {
    let ends = analysis.has(Signal::Slutdato);
    let grounded = analysis.has(Signal::Kontaktgrund);
    let lacking = match (ends, grounded) {
        (true, true) => return Vec::new(),
        (false, true) => "en slutdato",
        (true, false) => "en begrundelse",
        (false, false) => "en begrundelse og en slutdato",
    };
    place_of_whole(analysis.scanned.letter).map(|span| Found::with(span, lacking)).into_iter().collect()
}

/// Something that should be said within the first sentences of running text, or anywhere (`within` 0).
pub(super) fn signal(analysis: &Analysis<'_>, wanted: Signal, within: usize) -> Vec<Found> {
    let last = within.checked_sub(1).and_then(|last| analysis.scanned.letter.body().nth(last));
    let limit = last.map_or(usize::MAX, |(index, _)| index);
    let said = analysis.signals.iter().any(|(signal, index)| *signal == wanted && *index <= limit);
    whole_if(analysis, !said)
}

/// A finding about the whole letter, if `lacking`.
fn whole_if(analysis: &Analysis<'_>, lacking: bool) -> Vec<Found> {
    let place = if lacking { place_of_whole(analysis.scanned.letter) } else { None };
    place.map(Found::at).into_iter().collect()
}
