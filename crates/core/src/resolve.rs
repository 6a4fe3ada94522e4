//! One place, one finding of each marker.

use std::collections::BTreeMap;

use crate::analysis::{Analysis, MoveHit};
use crate::names::{Marker, MoveKind, Severity};
use crate::report::Finding;

/// A sentence makes at most this many moves: one of each kind.
const MOVES_OF_A_SENTENCE: usize = MoveKind::ALL.len();

/// Keeps the most telling of the findings that overlap, drops what a calming move makes up for, and sorts by
/// position.
pub(crate) fn resolve(mut findings: Vec<Finding>, analysis: &Analysis<'_>) -> Vec<Finding> {
    findings.retain(|finding| !is_softened(finding, analysis));
    // Rules before scorers, then the weightiest, the longest, the earliest: what overlaps a kept one gives way.
    findings.sort_by_key(|finding| {
        let length = finding.span.end - finding.span.start;
        let weight = if finding.marker == Marker::Fagsprog { Severity::Raad } else { finding.severity };
        let strength = (std::cmp::Reverse(weight), std::cmp::Reverse(length));
        (finding.marker, finding.learned, strength, finding.span.start, finding.rule.clone())
    });
    // The places taken by kept findings, for each marker: first byte to end. They do not overlap.
    let mut taken: BTreeMap<Marker, BTreeMap<usize, usize>> = BTreeMap::new();
    let mut kept: Vec<Finding> = Vec::with_capacity(findings.len());
    for finding in findings {
        // Findings about the whole letter do not compete for the place where they are shown.
        if !finding.about_letter {
            let places = taken.entry(finding.marker).or_default();
            let before = places.range(..finding.span.end).next_back();
            if before.is_some_and(|(_, end)| *end > finding.span.start) {
                continue;
            }
            places.insert(finding.span.start, finding.span.end);
        }
        kept.push(finding);
    }
    kept.sort_by_key(|finding| (finding.span.start, finding.marker, finding.span.end, finding.rule.clone()));
    kept
}

/// A hint gives way where the same words are a move that calms; a scorer's hint already where they share a place.
fn is_softened(finding: &Finding, analysis: &Analysis<'_>) -> bool {
    let of_tone = matches!(finding.marker, Marker::Forsvar | Marker::Bedoemmelse | Marker::Lukning);
    let hint = finding.severity == Severity::Raad && of_tone;
    // Moves are in order of position and no longer than a sentence; those that begin after the finding are elsewhere.
    let near = analysis.moves.partition_point(|one| one.span.start < finding.span.end);
    let sentence = |one: &&MoveHit| one.span.end > finding.span.start;
    hint && analysis.moves[..near].iter().rev().take(MOVES_OF_A_SENTENCE).filter(sentence).any(|one| {
        let inside = one.span.start <= finding.span.start && finding.span.end <= one.span.end;
        let overlap = one.span.start < finding.span.end && finding.span.start < one.span.end;
        match one.kind {
            MoveKind::Beklagelse | MoveKind::Forstaaelse | MoveKind::Spoerger => inside || finding.learned && overlap,
            MoveKind::Opsummering => finding.learned && overlap,
            _ => false,
        }
    })
}
