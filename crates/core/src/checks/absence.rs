//! What a letter lacks: acknowledgement, a next step, legal safeguards.

use super::{Certainty, Found, place_of_whole};
use crate::analysis::Analysis;
use crate::lacks::EARLY_ENOUGH;
use crate::names::{Genre, Marker, MoveKind, Signal};
use crate::scorer::Label;
use crate::zones::Zone;

/// A sentence that no pattern sees and that the scorer finds less likely does not even look like a next step.
const LOOKS_LIKE_ONE: f32 = 0.1;

/// An acknowledgement is expected of replies and bad news; elsewhere only of letters to somebody who is dissatisfied. Where
/// no scorers read the letter, it is missing if no pattern sees one in the first part of the running text (`within`),
/// before explanations take over.
pub(super) fn acknowledgement(
    analysis: &Analysis<'_>,
    within: f64,
    genres: &[Genre],
    certainty: Certainty,
) -> Vec<Found> {
    let expected = match analysis.genre {
        Genre::Afgoerelse => analysis.decides_against(Genre::Afgoerelse),
        genre => genres.contains(&genre),
    };
    if !expected && !analysis.has(Signal::Utilfredshed) {
        return Vec::new();
    }
    lacking(analysis, Marker::Anerkendelse, certainty, || !acknowledges_early(analysis, within))
}

/// Whether a pattern sees an acknowledgement in the part `within` of the running text.
fn acknowledges_early(analysis: &Analysis<'_>, within: f64) -> bool {
    let body = || analysis.scanned.letter.body().filter(|(_, sentence)| sentence.zone == Zone::Body);
    // The share of the body is never more than its length, so the cast loses nothing that matters.
    let early = ((body().count() as f64 * within).ceil() as usize).max(EARLY_ENOUGH);
    body().take(early).any(|(index, _)| analysis.acknowledges(index))
}

/// A next step says what happens now and who acts; a bare invitation to call is none. Where no sentence looks like one, it
/// is missing however the letter reads.
pub(super) fn next_step(analysis: &Analysis<'_>, certainty: Certainty) -> Vec<Found> {
    // What such a letter is about is what happens now: a time to meet, terms, a deadline. That one may complain is none.
    let settled = match analysis.genre {
        Genre::Svar | Genre::Opfoelgning => false,
        Genre::Indkaldelse | Genre::Kontaktbegraensning | Genre::Partshoering => true,
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
    match analysis.lacks(Marker::NaesteSkridt) {
        Some(probability) if none => if_sure(analysis, probability.max(certainty.from), certainty),
        Some(probability) => if_sure(analysis, probability, certainty),
        None => whole_if(analysis, none),
    }
}

/// A decision that is not fully in the reader's favour tells how to complain (forvaltningsloven § 25). Where no scorers
/// read the letter, patterns tell whether it decides against the reader.
pub(super) fn complaint_guidance(analysis: &Analysis<'_>, certainty: Certainty) -> Vec<Found> {
    if analysis.has(Signal::Klagevejledning) {
        return Vec::new();
    }
    lacking(analysis, Marker::Retssikkerhed, certainty, || analysis.decides_against(analysis.genre))
}

/// A decision that is not fully in the reader's favour gives reasons (forvaltningsloven §§ 22 and 24).
pub(super) fn reasons(analysis: &Analysis<'_>, certainty: Certainty) -> Vec<Found> {
    if !analysis.has(Signal::Afslag) || analysis.has(Signal::Begrundelse) {
        return Vec::new();
    }
    lacking(analysis, Marker::Retssikkerhed, certainty, || true)
}

/// A party hearing says by when to comment (forvaltningsloven § 19). Letters that do not are too few to learn from: it is
/// told as surely as the letter is a hearing.
pub(super) fn hearing_deadline(analysis: &Analysis<'_>, certainty: Certainty) -> Vec<Found> {
    if analysis.has(Signal::Frist) {
        return Vec::new();
    }
    if_sure(analysis, analysis.genre_shares[Genre::Partshoering as usize], certainty)
}

/// Limits to contact have a reason and an end date (Ombudsmanden, overblik 18).
pub(super) fn contact_terms(analysis: &Analysis<'_>, certainty: Certainty) -> Vec<Found> {
    let ends = analysis.has(Signal::Slutdato);
    let grounded = analysis.has(Signal::Kontaktgrund);
    let detail = match (ends, grounded) {
        (true, true) => return Vec::new(),
        (false, true) => "en slutdato",
        (true, false) => "en begrundelse",
        (false, false) => "en begrundelse og en slutdato",
    };
    let found = lacking(analysis, Marker::Retssikkerhed, certainty, || true);
    found.into_iter().map(|found| Found { detail: detail.to_owned(), ..found }).collect()
}

/// Something that should be said within the first sentences of running text, or anywhere (`within` 0).
pub(super) fn signal(analysis: &Analysis<'_>, wanted: Signal, within: usize) -> Vec<Found> {
    let last = within.checked_sub(1).and_then(|last| analysis.scanned.letter.body().nth(last));
    let limit = last.map_or(usize::MAX, |(index, _)| index);
    let said = analysis.signals.iter().any(|(signal, index)| *signal == wanted && *index <= limit);
    whole_if(analysis, !said)
}

/// What `marker` asks for is missing as surely as all of the letter reads so; where no scorers read it, as patterns say.
fn lacking(
    analysis: &Analysis<'_>,
    marker: Marker,
    certainty: Certainty,
    by_patterns: impl FnOnce() -> bool,
) -> Vec<Found> {
    match analysis.lacks(marker) {
        Some(probability) => if_sure(analysis, probability, certainty),
        None => whole_if(analysis, by_patterns()),
    }
}

/// A finding about the whole letter, if its `probability` is enough.
fn if_sure(analysis: &Analysis<'_>, probability: f32, certainty: Certainty) -> Vec<Found> {
    let found = whole_if(analysis, probability >= certainty.from);
    found.into_iter().map(|found| Found { doubtful: probability < certainty.doubt, ..found }).collect()
}

/// A finding about the whole letter, if `lacking`.
fn whole_if(analysis: &Analysis<'_>, lacking: bool) -> Vec<Found> {
    let place = if lacking { place_of_whole(analysis.scanned.letter) } else { None };
    place.map(Found::at).into_iter().collect()
}
