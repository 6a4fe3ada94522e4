//! What is said about one letter.

use std::ops::Range;
use std::sync::Arc;

use serde::Serialize;

use crate::names::{Fairness, Genre, Marker, MoveKind, Severity};

/// A place where the text should be looked at again. Offsets are bytes of the document's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Id of the rule, `<marker>/<name>`.
    pub rule: Arc<str>,
    /// What it is about.
    pub marker: Marker,
    /// How much it weighs.
    pub severity: Severity,
    /// Where.
    pub span: Range<usize>,
    /// Other places in the letter with the same matter.
    pub also: Vec<Range<usize>>,
    /// What is wrong here, in one line of Danish.
    pub message: String,
    /// What to write instead.
    pub suggestions: Vec<String>,
    /// Whether it is about the letter as a whole, and only placed at its beginning.
    pub about_letter: bool,
    /// Whether a learned scorer says so, and not a rule of its own.
    pub learned: bool,
    /// A change of the text, where one can be offered.
    pub fix: Option<Fix>,
}

impl Finding {
    /// Whether it says that something is missing: only rules that do are called `<marker>/mangler…`.
    #[must_use]
    pub fn says_missing(&self) -> bool {
        self.rule.contains("/mangler")
    }

    /// Every place with this matter, the first one first.
    pub fn places(&self) -> impl Iterator<Item = &Range<usize>> {
        std::iter::once(&self.span).chain(&self.also)
    }

    /// Keeps the places that `keep` names; returns what was taken out, as a finding of its own.
    pub fn split_off(&mut self, mut keep: impl FnMut(&Range<usize>) -> bool) -> Split {
        let (kept, gone): (Vec<_>, Vec<_>) = self.places().cloned().partition(|place| keep(place));
        match (kept.split_first(), gone.split_first()) {
            (_, None) => Split::Nothing,
            (None, _) => Split::Everything,
            (Some((first, others)), Some((first_gone, others_gone))) => {
                let mut rest = self.clone();
                rest.move_to(first_gone, others_gone);
                self.move_to(first, others);
                Split::Some(rest)
            }
        }
    }

    /// Makes `first` and `others` the places of the finding.
    fn move_to(&mut self, first: &Range<usize>, others: &[Range<usize>]) {
        let stays = |edit: &Edit| first == &edit.span || others.contains(&edit.span);
        // The change of a whole sentence does not follow the places; one of each place does.
        if let Some(fix) = self.fix.as_mut().filter(|_| !self.also.is_empty()) {
            fix.edits.retain(stays);
        }
        self.fix.take_if(|fix| fix.edits.is_empty());
        self.span = first.clone();
        self.also = others.to_vec();
    }
}

/// What [`Finding::split_off`] took out of a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Split {
    /// No place.
    Nothing,
    /// Some places, as a finding of their own.
    Some(Finding),
    /// All places: nothing is left of the finding, which is unchanged.
    Everything,
}

/// A change of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// Replacements, by position; they do not overlap.
    pub edits: Vec<Edit>,
    /// Whether it can be made unseen.
    pub applicability: Applicability,
}

/// One replacement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced.
    pub span: Range<usize>,
    /// By what.
    pub text: String,
}

/// Whether a fix can be made without reading it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Applicability {
    /// Meaning and grammar stay as they are.
    Safe,
    /// A proposal to be read first.
    Unsafe,
}

/// A calming move, reported as a strength.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Move {
    /// Which one.
    pub kind: MoveKind,
    /// Where, in bytes of the document's text.
    pub span: Range<usize>,
}

/// Where the genre of a letter comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum GenreSource {
    /// The caller said so.
    Given,
    /// Found in the text.
    Detected,
}

/// What is said about one letter. Findings and moves are in order of position.
#[derive(Clone, Debug)]
pub struct Report {
    /// The kind of letter.
    pub genre: Genre,
    /// Where that is from.
    pub genre_source: GenreSource,
    /// What should be looked at again.
    pub findings: Vec<Finding>,
    /// What the letter does well.
    pub moves: Vec<Move>,
    /// Readability index of the body; `None` for less than [`crate::checks::FEWEST_WORDS_FOR_LIX`] words.
    pub lix: Option<f64>,
    /// Words of running text.
    pub words: usize,
}

impl Report {
    /// How many findings the letter has of `marker`.
    #[must_use]
    pub fn count(&self, marker: Marker) -> usize {
        self.findings.iter().filter(|finding| finding.marker == marker).count()
    }

    /// How many moves of `kind` the letter makes.
    #[must_use]
    pub fn moves_of(&self, kind: MoveKind) -> usize {
        self.moves.iter().filter(|found| found.kind == kind).count()
    }

    /// How many moves serve a dimension of a fair process.
    #[must_use]
    pub fn fairness(&self, dimension: Fairness) -> usize {
        self.moves.iter().filter(|found| found.kind.fairness() == dimension).count()
    }
}
