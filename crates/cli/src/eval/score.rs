//! Precision, recall and F1 of each marker, and how often the genre is right.
//!
//! A predicted span is right when it overlaps a gold span of its marker by at least one byte. An optional gold span is
//! neither a miss nor a false alarm. Precision counts predictions, recall counts gold spans. A term that a letter
//! repeats is reported once, with its other places: the prediction is right at any of them, and a gold span at one of
//! the others is neither found nor missed. For what a letter lacks, a finding of a rule `<marker>/mangler…` predicts
//! that it is missing; letters on which the readers did not agree are left out, and where a safeguard is not relevant a
//! prediction is a false alarm.

use std::ops::Range;

use serde::Serialize;
use traek_core::{Finding, Genre, Marker, Report};

use crate::eval::corpus::{Annotated, Gold, Verdict};
use crate::lines::Lines;

/// The markers of places, then those of what is missing.
pub(crate) const PLACES: [Marker; 4] = [Marker::Fagsprog, Marker::Forsvar, Marker::Bedoemmelse, Marker::Lukning];
pub(crate) const MISSING: [Marker; 3] = [Marker::Anerkendelse, Marker::NaesteSkridt, Marker::Retssikkerhed];

/// `retssikkerhed` is left out of the mean: too few letters call for it.
const IN_MEAN: usize = 6;

/// What a finding marks, in bytes of the file.
struct Place {
    marker: Marker,
    span: Range<usize>,
    /// Where it is found again.
    repeats: Vec<Range<usize>>,
}

impl Place {
    fn touches(&self, gold: &Gold) -> bool {
        overlap(&self.span, &gold.span)
    }

    fn repeats_at(&self, gold: &Gold) -> bool {
        self.repeats.iter().any(|span| overlap(span, &gold.span))
    }
}

/// What the rules say about a letter.
pub(crate) struct Predicted {
    genre: Genre,
    places: Vec<Place>,
    missing: Vec<Marker>,
}

impl Predicted {
    pub(crate) fn new(report: &Report, in_file: impl Fn(&Range<usize>) -> Range<usize>) -> Self {
        let place = |finding: &Finding| Place {
            marker: finding.marker,
            span: in_file(&finding.span),
            repeats: finding.also.iter().map(&in_file).collect(),
        };
        let places = report.findings.iter().filter(|finding| PLACES.contains(&finding.marker)).map(place).collect();
        let lacks =
            |marker: &Marker| report.findings.iter().any(|finding| finding.marker == *marker && finding.says_missing());
        Self { genre: report.genre, places, missing: MISSING.into_iter().filter(lacks).collect() }
    }
}

/// How often the rules and the readers agree, and where they do not.
#[derive(Default)]
pub(crate) struct Tally {
    counts: [Counts; PLACES.len() + MISSING.len()],
    letters: usize,
    right_genres: usize,
    pub(crate) disagreements: Vec<Disagreement>,
}

#[derive(Clone, Copy, Default)]
struct Counts {
    right_predictions: usize,
    predictions: usize,
    found_gold: usize,
    gold: usize,
}

/// A place where the rules and the readers do not agree.
pub(crate) struct Disagreement {
    pub(crate) marker: Marker,
    pub(crate) letter: String,
    /// From 1; none where the whole letter is meant.
    pub(crate) line: Option<usize>,
    pub(crate) text: String,
    /// Readers found it, the rules did not; else the other way round.
    pub(crate) missed: bool,
}

/// The figures of one marker, to three decimals.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub(crate) struct Score {
    pub(crate) precision: f64,
    pub(crate) recall: f64,
    pub(crate) f1: f64,
    pub(crate) gold: usize,
    pub(crate) predicted: usize,
}

/// The figures of a corpus.
pub(crate) struct Scores {
    pub(crate) markers: Vec<(Marker, Score)>,
    pub(crate) letters: usize,
    pub(crate) genre_accuracy: f64,
    pub(crate) macro_f1: f64,
}

impl Tally {
    pub(crate) fn add(&mut self, letter: &Annotated, predicted: &Predicted) {
        self.letters += 1;
        self.right_genres += usize::from(letter.genre == predicted.genre);
        let lines = Lines::new(&letter.text);
        for (index, marker) in PLACES.into_iter().enumerate() {
            self.add_places(index, marker, letter, predicted, &lines);
        }
        let verdicts = [letter.document.anerkendelse, letter.document.naeste_skridt, letter.document.retssikkerhed];
        for (index, (marker, verdict)) in MISSING.into_iter().zip(verdicts).enumerate() {
            let says = predicted.missing.contains(&marker);
            self.add_missing(PLACES.len() + index, marker, letter, verdict, says);
        }
    }

    fn add_places(
        &mut self,
        index: usize,
        marker: Marker,
        letter: &Annotated,
        predicted: &Predicted,
        lines: &Lines<'_>,
    ) {
        let gold: Vec<&Gold> = letter.spans.iter().filter(|gold| gold.marker == marker).collect();
        let places: Vec<&Place> = predicted.places.iter().filter(|place| place.marker == marker).collect();
        let mut differ = |span: &Range<usize>, missed| {
            self.disagreements.push(Disagreement {
                marker,
                letter: letter.name.clone(),
                line: Some(lines.line(span.start)),
                text: letter.text.get(span.clone()).unwrap_or_default().to_owned(),
                missed,
            });
        };
        let counts = &mut self.counts[index];
        for place in &places {
            let told = |gold: &Gold| place.touches(gold) || place.repeats_at(gold);
            let hit = |optional: bool| gold.iter().any(|gold| gold.optional == optional && told(gold));
            let right = hit(false);
            if right || !hit(true) {
                counts.predictions += 1;
                counts.right_predictions += usize::from(right);
                if !right {
                    differ(&place.span, false);
                }
            }
        }
        for gold in gold.iter().filter(|gold| !gold.optional) {
            let found = places.iter().any(|place| place.touches(gold));
            if !found && places.iter().any(|place| place.repeats_at(gold)) {
                continue;
            }
            counts.gold += 1;
            counts.found_gold += usize::from(found);
            if !found {
                differ(&gold.span, true);
            }
        }
    }

    fn add_missing(&mut self, index: usize, marker: Marker, letter: &Annotated, verdict: Verdict, says: bool) {
        if verdict == Verdict::Uafgjort {
            return;
        }
        let is_missing = verdict == Verdict::Mangler;
        let counts = &mut self.counts[index];
        counts.predictions += usize::from(says);
        counts.gold += usize::from(is_missing);
        counts.right_predictions += usize::from(says && is_missing);
        counts.found_gold += usize::from(says && is_missing);
        if says != is_missing {
            let text = if verdict == Verdict::IkkeRelevant { "ikke relevant for brevet" } else { "" }.to_owned();
            self.disagreements.push(Disagreement {
                marker,
                letter: letter.name.clone(),
                line: None,
                text,
                missed: is_missing,
            });
        }
    }

    pub(crate) fn scores(&self) -> Scores {
        let markers: Vec<(Marker, Score)> =
            PLACES.into_iter().chain(MISSING).zip(self.counts.iter().map(|counts| counts.score())).collect();
        let sum: f64 = markers.iter().take(IN_MEAN).map(|(_, score)| score.f1).sum();
        let genre_accuracy = if self.letters == 0 { 0.0 } else { ratio(self.right_genres, self.letters) };
        Scores {
            markers,
            letters: self.letters,
            genre_accuracy: rounded(genre_accuracy),
            macro_f1: rounded(sum / IN_MEAN as f64),
        }
    }
}

impl Counts {
    fn score(&self) -> Score {
        let precision = match (self.predictions, self.gold) {
            (0, 0) => 1.0,
            (0, _) => 0.0,
            (predictions, _) => ratio(self.right_predictions, predictions),
        };
        let recall = if self.gold == 0 { 1.0 } else { ratio(self.found_gold, self.gold) };
        let sum = precision + recall;
        let f1 = if sum > 0.0 { 2.0 * precision * recall / sum } else { 0.0 };
        Score {
            precision: rounded(precision),
            recall: rounded(recall),
            f1: rounded(f1),
            gold: self.gold,
            predicted: self.predictions,
        }
    }
}

fn overlap(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

fn ratio(part: usize, whole: usize) -> f64 {
    part as f64 / whole as f64
}

fn rounded(number: f64) -> f64 {
    (number * 1000.0).round() / 1000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_expects_or_finds_is_right() {
        assert_eq!(Counts::default().score().f1, 1.0);
        let missed = Counts { gold: 2, ..Counts::default() };
        assert_eq!((missed.score().precision, missed.score().f1), (0.0, 0.0));
    }

    #[test]
    fn one_byte_in_common_is_enough() {
        assert!(overlap(&(0..5), &(4..9)));
        assert!(!overlap(&(0..4), &(4..9)));
    }
}
