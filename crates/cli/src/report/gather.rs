//! What the report keeps of each letter, so that the letters themselves need not stay in memory.

use std::collections::BTreeMap;
use std::sync::Arc;

use traek_core::{Genre, Letter, Marker, MoveKind, Severity};

use super::contradictions::told::{self, Told};
use super::examples::Sentences;
use super::trend::Changes;
use super::wordings::Paragraphs;
use crate::check::Checked;
use crate::config::Project;
use crate::files::Problem;

/// All letters of a run.
#[derive(Default)]
pub(crate) struct Collection {
    /// In the order in which they were read.
    pub(crate) templates: Vec<Template>,
    /// What could not be read.
    pub(crate) problems: Vec<Problem>,
    /// By rule.
    pub(crate) hits: BTreeMap<Arc<str>, Hits>,
    /// Since a baseline, where there is one.
    pub(crate) changes: Option<Changes>,
    pub(crate) paragraphs: Paragraphs,
    pub(crate) sentences: Sentences,
    pub(crate) told: Vec<Told>,
}

/// One letter.
#[derive(Debug)]
pub(crate) struct Template {
    /// The path of its file; for an attachment also the name that it has in its mail.
    pub(crate) path: String,
    pub(crate) genre: Genre,
    /// Words of running text.
    pub(crate) words: usize,
    /// Findings, by marker and by severity.
    pub(crate) markers: [usize; Marker::ALL.len()],
    pub(crate) severities: [usize; Severity::ALL.len()],
    /// Calming moves, by kind.
    pub(crate) moves: [usize; MoveKind::ALL.len()],
    /// Findings that somebody has decided to live with.
    pub(crate) accepted: usize,
}

impl Template {
    pub(crate) fn findings(&self) -> usize {
        self.severities.iter().sum()
    }

    /// Whether nothing in it is likely to escalate.
    pub(crate) fn is_calm(&self) -> bool {
        Severity::ALL
            .iter()
            .all(|severity| !severity.reaches(Severity::Advarsel) || self.severities[*severity as usize] == 0)
    }
}

/// Where a rule has found something.
pub(crate) struct Hits {
    pub(crate) marker: Marker,
    /// The highest that it was given: a configuration may weigh it differently in some folders.
    pub(crate) severity: Severity,
    /// Number of the template and how many findings, in order.
    pub(crate) templates: Vec<(usize, usize)>,
    /// Who knows the rule.
    pub(crate) project: Arc<Project>,
}

impl Hits {
    pub(crate) fn findings(&self) -> usize {
        self.templates.iter().map(|(_, findings)| findings).sum()
    }
}

impl Collection {
    /// Keeps what is needed of a letter.
    pub(crate) fn add(&mut self, checked: &Checked) {
        let number = self.templates.len();
        let letter = Letter::new(&checked.source.document);
        let report = &checked.report;
        let mut template = Template {
            path: checked.name.clone(),
            genre: report.genre,
            words: report.words,
            markers: Default::default(),
            severities: Default::default(),
            moves: Default::default(),
            accepted: checked.settled.suppressed.len(),
        };
        for found in &report.moves {
            template.moves[found.kind as usize] += 1;
        }
        for finding in &report.findings {
            template.markers[finding.marker as usize] += 1;
            template.severities[finding.severity as usize] += 1;
            let hits = self.hits.entry(Arc::clone(&finding.rule)).or_insert_with(|| Hits {
                marker: finding.marker,
                severity: finding.severity,
                templates: Vec::new(),
                project: Arc::clone(&checked.project),
            });
            hits.severity = hits.severity.max(finding.severity);
            match hits.templates.last_mut() {
                Some((last, findings)) if *last == number => *findings += 1,
                _ => hits.templates.push((number, 1)),
            }
        }
        self.sentences.add(number, &letter, &report.findings);
        self.paragraphs.add(number, &letter);
        self.told.extend(told::of(number, &letter));
        self.templates.push(template);
    }

    /// The paths of the templates, in their order.
    pub(crate) fn paths(&self) -> Vec<&str> {
        self.templates.iter().map(|template| template.path.as_str()).collect()
    }

    /// What the templates are called where all of them are listed: their paths without the folder that they share.
    pub(crate) fn short_names(&self) -> Vec<String> {
        let folder = |path: &'_ str| path.rfind('/').map_or(0, |at| at + 1);
        let mut paths = self.templates.iter().map(|template| template.path.as_str());
        let Some(first) = paths.next() else { return Vec::new() };
        let mut shared = &first[..folder(first)];
        for path in paths {
            while !path.starts_with(shared) {
                shared = &shared[..folder(&shared[..shared.len() - 1])];
            }
        }
        let shared = shared.len();
        self.templates.iter().map(|template| template.path[shared..].to_owned()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(paths: &[&str]) -> Vec<String> {
        let template = |path: &&str| Template {
            path: (*path).to_owned(),
            genre: Genre::Svar,
            words: 0,
            markers: Default::default(),
            severities: Default::default(),
            moves: Default::default(),
            accepted: 0,
        };
        let collection = Collection { templates: paths.iter().map(template).collect(), ..Collection::default() };
        collection.short_names()
    }

    #[test]
    fn names_leave_out_the_folder_that_all_share() {
        assert_eq!(names(&["s/byg/a.txt", "s/byg/b.txt"]), ["a.txt", "b.txt"]);
        assert_eq!(names(&["s/byg/a.txt", "s/bygning.txt"]), ["byg/a.txt", "bygning.txt"]);
        assert_eq!(names(&["a.txt", "s/b.txt"]), ["a.txt", "s/b.txt"]);
        assert_eq!(names(&["/x/a.txt", "/y/b.txt"]), ["x/a.txt", "y/b.txt"]);
        assert_eq!(names(&["s/a.txt"]), ["a.txt"]);
    }
}
