//! One place, one finding of each marker.

use crate::analysis::Analysis;
use crate::names::{Marker, MoveKind, Severity};
use crate::report::Finding;

/// Keeps the most telling of the findings that overlap, drops what a calming move makes up for, and sorts by
/// position.
pub(crate) fn resolve(mut findings: Vec<Finding>, analysis: &Analysis<'_>) -> Vec<Finding> {
    findings.retain(|finding| !is_softened(finding, analysis));
    // The weightiest first, then the longest, then the earliest: what overlaps a kept one gives way.
    findings.sort_by_key(|finding| {
        let length = finding.span.end - finding.span.start;
        let weight = if finding.marker == Marker::Fagsprog { Severity::Raad } else { finding.severity };
        (finding.marker, std::cmp::Reverse(weight), std::cmp::Reverse(length), finding.span.start, finding.rule.clone())
    });
    let mut kept: Vec<Finding> = Vec::with_capacity(findings.len());
    for finding in findings {
        let covered = kept.iter().any(|one| {
            one.marker == finding.marker
                && one.span.start < finding.span.end
                && finding.span.start < one.span.end
                && !is_about_whole(&one.rule)
                && !is_about_whole(&finding.rule)
        });
        if !covered {
            kept.push(finding);
        }
    }
    kept.sort_by_key(|finding| (finding.span.start, finding.marker, finding.span.end, finding.rule.clone()));
    kept
}

/// Findings about what is missing are about the whole letter and do not compete for their place.
fn is_about_whole(rule: &str) -> bool {
    rule.split_once('/').is_some_and(|(_, name)| name.starts_with("mangler"))
}

/// A hint gives way where the same words are a move that calms.
fn is_softened(finding: &Finding, analysis: &Analysis<'_>) -> bool {
    let of_tone = matches!(finding.marker, Marker::Forsvar | Marker::Bedoemmelse | Marker::Lukning);
    finding.severity == Severity::Raad
        && of_tone
        && analysis.moves.iter().any(|one| {
            matches!(one.kind, MoveKind::Beklagelse | MoveKind::Forstaaelse | MoveKind::Spoerger)
                && one.span.start <= finding.span.start
                && finding.span.end <= one.span.end
        })
}
