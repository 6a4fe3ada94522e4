//! From what the rules find to what is shown: choice, severity, accepted words, and what somebody has decided to live
//! with.

pub(crate) mod baseline;
mod declared;
mod key;
mod remark;

use std::ops::Range;

use traek_core::{Finding, Report, Split};
use traek_documents::Source;

pub(crate) use baseline::{Baseline, Recorded};
pub(crate) use declared::Declared;
pub(crate) use key::{Sentences, key};

use crate::config::{Project, Settings};
use crate::lines::Lines;

/// Who took a finding out, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum By {
    /// A comment in the letter, with its reason.
    Comment(String),
    /// `[[suppress]]` in the configuration, with its reason.
    Config(String),
    /// It was there when the baseline was written.
    Baseline,
}

impl By {
    /// The name in results for programs.
    pub(crate) fn id(&self) -> &'static str {
        match self {
            Self::Comment(_) => "comment",
            Self::Config(_) => "config",
            Self::Baseline => "baseline",
        }
    }

    pub(crate) fn reason(&self) -> Option<&str> {
        match self {
            Self::Comment(reason) | Self::Config(reason) => Some(reason),
            Self::Baseline => None,
        }
    }
}

/// A finding that is not shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Suppressed {
    pub(crate) finding: Finding,
    pub(crate) by: By,
}

/// What settling a letter's report came to, beside the report.
#[derive(Debug, Default)]
pub(crate) struct Settled {
    pub(crate) suppressed: Vec<Suppressed>,
    /// Comments that cannot be understood: line (from 1) and what is wrong.
    pub(crate) mistakes: Vec<(usize, String)>,
    /// Comments that nothing needs: line (from 1) and what to do.
    pub(crate) unused: Vec<(usize, String)>,
}

/// Leaves in `report` what is to be shown of the letter in `source`, whose path within the project is `path`.
pub(crate) fn settle(
    report: &mut Report,
    source: &Source,
    project: &Project,
    settings: &Settings<'_>,
    path: &std::path::Path,
) -> Settled {
    let document = &source.document;
    report.findings.retain(|finding| settings.wants(finding.marker, &finding.rule));
    for finding in &mut report.findings {
        if let Some(severity) = settings.severity(finding.marker, &finding.rule) {
            finding.severity = severity;
        }
    }
    accept(report, &document.text, settings);
    let mut settled = Settled::default();
    let lines = Lines::new(source.file_text().unwrap_or(&document.text));
    let mut remarks = remark::Remarks::new(source, &project.book, &lines, &mut settled.mistakes);
    let declared: Vec<&Declared> = project.declared.iter().filter(|one| one.is_for(path)).collect();
    // Sentences are only needed where somebody names one.
    let sentences = declared.iter().any(|one| one.names_text()).then(|| Sentences::new(document));
    sift(report, &mut settled.suppressed, |finding, place| {
        if let Some(reason) = remarks.reason(finding, place) {
            return Some(By::Comment(reason));
        }
        let sentence = || sentences.as_ref().map_or("", |sentences| sentences.around(place));
        declared.iter().find(|one| one.takes(finding, sentence)).map(|one| By::Config(one.reason().to_owned()))
    });
    settled.unused = remarks.unused(&lines);
    settled
}

/// Takes out what stands within accepted words; something that is missing stands nowhere.
fn accept(report: &mut Report, text: &str, settings: &Settings<'_>) {
    if settings.accepted().next().is_none() {
        return;
    }
    let folded = traek_core::fold(text);
    report.findings.retain_mut(|finding| {
        let accepted = |place: &Range<usize>| settings.accepted().any(|accepted| accepted.covers(&folded, place));
        finding.about_letter || !matches!(finding.split_off(|place| !accepted(place)), Split::Everything)
    });
}

/// Moves the places for which `who` names somebody from the report to `suppressed`.
pub(crate) fn sift(
    report: &mut Report,
    suppressed: &mut Vec<Suppressed>,
    mut who: impl FnMut(&Finding, &Range<usize>) -> Option<By>,
) {
    report.findings.retain_mut(|finding| {
        let mut by = None;
        let whole = finding.clone();
        let split = finding.split_off(|place| match who(&whole, place) {
            Some(found) => {
                by.get_or_insert(found);
                false
            }
            None => true,
        });
        let (gone, stays) = match split {
            Split::Nothing => return true,
            Split::Some(gone) => (gone, true),
            Split::Everything => (whole, false),
        };
        suppressed.extend(by.map(|by| Suppressed { finding: gone, by }));
        stays
    });
}
