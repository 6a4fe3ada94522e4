//! Structural checks: what a rule asks of a letter that no pattern of words can say.

mod absence;
mod dates;
mod shape;
mod signs;

use std::ops::Range;

use serde::Deserialize;

use crate::analysis::Analysis;
use crate::letter::Letter;
use crate::names::Genre;
use crate::zones::Zone;

pub use shape::{FEWEST_WORDS_FOR_LIX, lix};

/// A check with its parameters, as a rule names it: `check = { sentence-length = { max-words = 35 } }`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Check {
    /// A sentence of more words than this.
    #[serde(rename_all = "kebab-case")]
    SentenceLength {
        /// The most words that pass.
        max_words: usize,
    },
    /// A paragraph of more words than this.
    #[serde(rename_all = "kebab-case")]
    ParagraphLength {
        /// The most words that pass.
        max_words: usize,
    },
    /// A readability index above this.
    Lix {
        /// The highest index that passes.
        max: f64,
    },
    /// Words in capitals that are no abbreviation, such as `KUN`.
    Capitals {
        /// Words in capitals that pass.
        allowed: Vec<String>,
    },
    /// `!!`, `?!`, or a `!` after a sentence that is no greeting, thanks or wish.
    Exclamation {},
    /// An abbreviation in capitals that the letter does not spell out.
    Abbreviation {
        /// Abbreviations that everybody knows.
        known: Vec<String>,
    },
    /// No acknowledgement before explanation and rules take over.
    #[serde(rename_all = "kebab-case")]
    MissingAcknowledgement {
        /// The share of the body within which it must come.
        within: f64,
        /// Genres in which it is expected.
        genres: Vec<Genre>,
    },
    /// Nothing tells what happens now and who acts.
    MissingNextStep {},
    /// A decision against the reader does not tell how to complain.
    MissingComplaintGuidance {},
    /// A decision against the reader gives no reason.
    MissingReasons {},
    /// A party hearing does not say by when to comment.
    MissingHearingDeadline {},
    /// Limits to contact without reason or end.
    MissingContactTerms {},
    /// A weekday that does not fit its date.
    WeekdayMismatch {},
    /// A deadline before the date of the letter.
    DeadlinePassed {},
    /// A civil registration number.
    CprNumber {},
    /// An instruction to the writer, such as `[vælg …]` or `xx.xx.xxxx`, left in the text.
    LeftoverInstruction {},
    /// The reader is `du` in one place and `De` in another.
    MixedAddress {},
}

/// Where a check found something, and a detail for `{detail}` in the message.
pub(crate) struct Found {
    pub(crate) span: Range<usize>,
    pub(crate) detail: String,
}

impl Found {
    fn at(span: Range<usize>) -> Self {
        Self { span, detail: String::new() }
    }

    fn with(span: Range<usize>, detail: impl Into<String>) -> Self {
        Self { span, detail: detail.into() }
    }
}

/// Runs `check` on a letter; only sentences in `zones` count where it looks at sentences.
pub(crate) fn run(check: &Check, analysis: &Analysis<'_>, zones: &[Zone]) -> Vec<Found> {
    let letter = analysis.scanned.letter;
    match check {
        Check::SentenceLength { max_words } => shape::long_sentences(letter, *max_words),
        Check::ParagraphLength { max_words } => shape::long_paragraphs(letter, *max_words),
        Check::Lix { max } => shape::high_lix(letter, *max),
        Check::Capitals { allowed } => signs::capitals(letter, allowed),
        Check::Exclamation {} => signs::exclamations(letter),
        Check::Abbreviation { known } => signs::abbreviations(letter, known, zones),
        Check::MissingAcknowledgement { within, genres } => absence::acknowledgement(analysis, *within, genres),
        Check::MissingNextStep {} => absence::next_step(analysis),
        Check::MissingComplaintGuidance {} => absence::complaint_guidance(analysis),
        Check::MissingReasons {} => absence::reasons(analysis),
        Check::MissingHearingDeadline {} => absence::hearing_deadline(analysis),
        Check::MissingContactTerms {} => absence::contact_terms(analysis),
        Check::WeekdayMismatch {} => dates::weekday_mismatches(letter),
        Check::DeadlinePassed {} => dates::deadlines_passed(letter),
        Check::CprNumber {} => signs::cpr_numbers(letter),
        Check::LeftoverInstruction {} => signs::leftover_instructions(letter),
        Check::MixedAddress {} => signs::mixed_address(letter),
    }
}

/// Where a finding about the whole letter is placed: the salutation, else the first running text.
fn place_of_whole(letter: &Letter<'_>) -> Option<Range<usize>> {
    let salutation = letter.sentences.iter().find(|sentence| sentence.zone == Zone::Salutation);
    let first = salutation
        .or_else(|| letter.sentences.iter().find(|sentence| sentence.zone == Zone::Body))
        .or_else(|| letter.body().next().map(|(_, sentence)| sentence))?;
    Some(first.start..first.end)
}
