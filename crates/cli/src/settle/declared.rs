//! `[[suppress]]` of a configuration: findings that somebody has decided to live with, and why.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use globset::GlobSet;
use traek_core::Finding;

use super::key::normalised;

/// One decision.
#[derive(Debug)]
pub(crate) struct Declared {
    /// Where it stands, as `path:line`.
    place: String,
    rule: String,
    files: Option<GlobSet>,
    /// Whether `files` are names, not patterns.
    names_files: bool,
    /// Words of the sentence, normalised.
    text: Option<String>,
    reason: String,
    /// Whether a letter that it is for has been read, and whether it took anything out. Letters are read side by side.
    asked: AtomicBool,
    used: AtomicBool,
}

impl Declared {
    /// For findings of `rule` everywhere.
    pub(crate) fn new(place: String, rule: &str, reason: &str) -> Self {
        Self {
            place,
            rule: rule.to_owned(),
            files: None,
            names_files: false,
            text: None,
            reason: reason.to_owned(),
            asked: AtomicBool::new(false),
            used: AtomicBool::new(false),
        }
    }

    /// Only in these files; `names` is whether they are named one by one.
    pub(crate) fn in_files(self, files: GlobSet, names: bool) -> Self {
        Self { files: Some(files), names_files: names, ..self }
    }

    /// Only in sentences with this text.
    pub(crate) fn with_text(self, text: &str) -> Self {
        Self { text: Some(normalised(text)), ..self }
    }

    /// Whether it is for the letter at this path within the project.
    pub(crate) fn is_for(&self, within_project: &Path) -> bool {
        let is_for = self.files.as_ref().is_none_or(|files| files.is_match(within_project));
        self.asked.fetch_or(is_for, Ordering::Relaxed);
        is_for
    }

    pub(crate) fn names_text(&self) -> bool {
        self.text.is_some()
    }

    /// Whether it takes out a place of `finding` in a `sentence`.
    pub(crate) fn takes<'s>(&self, finding: &Finding, sentence: impl FnOnce() -> &'s str) -> bool {
        let takes = *finding.rule == *self.rule
            && self.text.as_ref().is_none_or(|text| normalised(sentence()).contains(text.as_str()));
        self.used.fetch_or(takes, Ordering::Relaxed);
        takes
    }

    pub(crate) fn reason(&self) -> &str {
        &self.reason
    }

    /// What to tell about a decision that nothing needs any longer. Who has not read the `whole` project can only tell
    /// where it names its files one by one.
    pub(crate) fn unused(&self, whole: bool) -> Option<String> {
        let asked = self.asked.load(Ordering::Relaxed) && (whole || self.names_files);
        let unused = asked && !self.used.load(Ordering::Relaxed);
        unused.then(|| format!("{}: [[suppress]] for {} bruges ikke længere og kan slettes", self.place, self.rule))
    }
}
