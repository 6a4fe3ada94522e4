//! What a letter lacks: acknowledgement, a next step, legal safeguards.

use super::{Evidence, Found, place_of_whole};
use crate::analysis::Analysis;
use crate::names::{Genre, MoveKind};
use crate::pack::Signal;
use crate::scorer::Label;
use crate::zones::Zone;

/// An acknowledgement within this many sentences of running text is early, however short the letter.
const EARLY_ENOUGH: usize = 3;

/// An acknowledgement is expected of replies and bad news; elsewhere only of letters to somebody who is
/// dissatisfied. It must come in the first part of the running text (`within`), before explanations take over.
pub(super) fn acknowledgement(analysis: &Analysis<'_>, within: f64, genres: &[Genre], learned: Evidence) -> Vec<Found> {
    let expected = match analysis.genre {
        Genre::Afgoerelse => {
            analysis.has(Signal::Afslag) || analysis.has(Signal::Utilfredshed) || !analysis.has(Signal::Medhold)
        }
        genre => genres.contains(&genre) || analysis.has(Signal::Utilfredshed),
    };
    if !expected {
        return Vec::new();
    }
    let body: Vec<usize> = analysis
        .scanned
        .letter
        .body()
        .filter(|(_, sentence)| sentence.zone == Zone::Body)
        .map(|(index, _)| index)
        .collect();
    // The share of the body is never more than its length, so the cast loses nothing that matters.
    let early = ((body.len() as f64 * within).ceil() as usize).max(EARLY_ENOUGH);
    let last_early = body.get(early.saturating_sub(1)).or(body.last()).copied();
    let moves = [MoveKind::Opsummering, MoveKind::Forstaaelse, MoveKind::Beklagelse];
    let acknowledged = body
        .iter()
        .take_while(|index| last_early.is_some_and(|last| **index <= last))
        .any(|index| analysis.makes(&moves, Label::Anerkendelse, learned, *index));
    if acknowledged { Vec::new() } else { whole(analysis) }
}

/// A next step says what happens now and who acts; a bare invitation to call is none.
pub(super) fn next_step(analysis: &Analysis<'_>, learned: Evidence) -> Vec<Found> {
    // The time limit of a complaint is no deadline of the matter.
    let on_complaint = |index: usize| analysis.signals.contains(&(Signal::Klagevejledning, index));
    let has_deadline = analysis.signals.iter().any(|(signal, index)| {
        *signal == Signal::Frist && analysis.sentences()[*index].zone.is_running_text() && !on_complaint(*index)
    });
    // What such a letter is about is what happens now: a time to meet, terms, a deadline. That one may complain is none.
    let settled = match analysis.genre {
        Genre::Svar | Genre::Opfoelgning => false,
        Genre::Indkaldelse | Genre::Kontaktbegraensning => true,
        _ => has_deadline,
    };
    if settled {
        return Vec::new();
    }
    let mut body =
        analysis.scanned.letter.body().map(|(index, _)| index).filter(|index| !only_contact(analysis, *index));
    let told = body.any(|index| analysis.makes(&[MoveKind::NaesteSkridt], Label::NaesteSkridt, learned, index));
    if told { Vec::new() } else { whole(analysis) }
}

/// Whether a sentence says where we are, and no pattern sees a next step in it.
fn only_contact(analysis: &Analysis<'_>, index: usize) -> bool {
    analysis.has_move_in(MoveKind::Kontakt, index) && !analysis.has_move_in(MoveKind::NaesteSkridt, index)
}

/// A decision that is not fully in the reader's favour tells how to complain (forvaltningsloven § 25).
pub(super) fn complaint_guidance(analysis: &Analysis<'_>) -> Vec<Found> {
    let against = match analysis.genre {
        // A reply that also decides is judged as a decision.
        Genre::Svar => analysis.has(Signal::Afgjort),
        Genre::Afgoerelse => analysis.has(Signal::Afslag) || !analysis.has(Signal::Medhold),
        _ => analysis.has(Signal::Afslag),
    };
    if against && !analysis.has(Signal::Klagevejledning) { whole(analysis) } else { Vec::new() }
}

/// A decision that is not fully in the reader's favour gives reasons (forvaltningsloven §§ 22 and 24).
pub(super) fn reasons(analysis: &Analysis<'_>) -> Vec<Found> {
    if analysis.has(Signal::Afslag) && !analysis.has(Signal::Begrundelse) { whole(analysis) } else { Vec::new() }
}

/// A party hearing says by when to comment (forvaltningsloven § 19).
pub(super) fn hearing_deadline(analysis: &Analysis<'_>) -> Vec<Found> {
    if analysis.has(Signal::Frist) { Vec::new() } else { whole(analysis) }
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
    if said { Vec::new() } else { whole(analysis) }
}

fn whole(analysis: &Analysis<'_>) -> Vec<Found> {
    place_of_whole(analysis.scanned.letter).map(Found::at).into_iter().collect()
}
