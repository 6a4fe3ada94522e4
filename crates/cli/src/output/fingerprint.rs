//! What a finding is known by from one run to the next, so that programs can tell new ones from old ones.

use std::collections::HashMap;
use std::path::PathBuf;

use traek_core::Finding;

use crate::check::Checked;
use crate::settle::{Sentences, key};

/// Counts the findings of a file that are alike.
#[derive(Default)]
pub(super) struct Fingerprints {
    path: PathBuf,
    seen: HashMap<String, usize>,
}

/// The findings of a letter with their fingerprints, in order of position.
pub(super) struct Fingerprinted<'a> {
    pub(super) finding: &'a Finding,
    /// Why it is not to be shown, if it is not.
    pub(super) by: Option<&'a crate::settle::By>,
    /// In hexadecimal; no other finding of the file has the same.
    pub(super) fingerprint: String,
}

impl Fingerprints {
    /// The findings of a letter, also those that are not to be shown: what is shown keeps its fingerprint when something
    /// before it no longer is.
    ///
    /// A finding is known by its rule and its sentence, so lines may move. Letters of one file have to come one after the
    /// other.
    pub(super) fn of<'a>(&mut self, letter: &'a Checked) -> Vec<Fingerprinted<'a>> {
        if self.path != letter.path {
            self.path.clone_from(&letter.path);
            self.seen.clear();
        }
        let shown = letter.report.findings.iter().map(|finding| (finding, None));
        let suppressed = letter.settled.suppressed.iter().map(|one| (&one.finding, Some(&one.by)));
        let mut all: Vec<_> = shown.chain(suppressed).collect();
        if all.is_empty() {
            return Vec::new();
        }
        all.sort_by_key(|(finding, _)| finding.span.start);
        let sentences = Sentences::new(&letter.source.document);
        let attachment = letter.attachment().unwrap_or_default();
        let fingerprinted = all.into_iter().map(|(finding, by)| {
            let sentence = key(&[attachment, &sentences.key(finding, &finding.span)]);
            let number = self.seen.entry(sentence.clone()).or_default();
            *number += 1;
            Fingerprinted { finding, by, fingerprint: key(&[&sentence, &number.to_string()]) }
        });
        fingerprinted.collect()
    }
}
