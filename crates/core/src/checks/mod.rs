//! Structural checks: what a rule asks of a letter that no pattern of words can say.

mod absence;
mod dates;
mod jargon;
mod shape;
mod signs;
mod templates;

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::analysis::Analysis;
use crate::letter::Letter;
use crate::names::{Genre, Marker, MentionKind, Signal};

use crate::zones::Zone;

pub(crate) use jargon::left_to_guess;
pub use shape::{FEWEST_WORDS_FOR_LIX, lix};

/// How sure it must be that a letter lacks something: probabilities, as all of it reads.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Certainty {
    /// From this one it is told.
    pub from: f32,
    /// Below this one it is told as advice, whatever the rule's severity.
    pub doubt: f32,
}

/// A check with its parameters, as a rule names it: `check = { sentence-length = { max-words = 35 } }`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
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
    /// `!!`, `??` or `?!`.
    Exclamation {},
    /// An abbreviation in capitals that the letter does not spell out and that is no common word; found with learned
    /// evidence only, which knows the common words.
    Abbreviation {
        /// Abbreviations that everybody knows.
        known: Vec<String>,
    },
    /// No acknowledgement before explanation and rules take over.
    #[serde(rename_all = "kebab-case")]
    MissingAcknowledgement {
        /// The share of the body within which patterns must see it, where no scorer reads the letter.
        within: f64,
        /// Genres in which it is expected.
        genres: Vec<Genre>,
        /// How sure the scorers must be.
        certainty: Certainty,
    },
    /// Nothing tells what happens now and who acts.
    MissingNextStep(Certainty),
    /// A decision against the reader does not tell how to complain.
    MissingComplaintGuidance(Certainty),
    /// A decision against the reader gives no reason.
    MissingReasons(Certainty),
    /// A party hearing does not say by when to comment.
    MissingHearingDeadline(Certainty),
    /// A signal does not come within the first sentences of running text (0: nowhere in the letter).
    Absent {
        /// What should be said.
        signal: Signal,
        /// Within how many sentences; 0 for the whole letter.
        within: usize,
    },
    /// More running text than this.
    #[serde(rename_all = "kebab-case")]
    LetterLength {
        /// The most words that pass.
        max_words: usize,
    },
    /// This many sentences in a row that begin with the reader and say what he or she did not do.
    AccusationChain {
        /// How many in a row.
        sentences: usize,
    },
    /// Limits to contact without reason or end.
    MissingContactTerms(Certainty),
    /// A weekday that does not fit its date.
    WeekdayMismatch {},
    /// A deadline before the date of the letter.
    DeadlinePassed {},
    /// A civil registration number.
    CprNumber {},
    /// An instruction to the writer, such as `[vælg …]` or `xx.xx.xxxx`, left in the text.
    LeftoverInstruction {},
    /// A merge field or other placeholder, also a condition.
    UnfilledField {},
    /// A condition of a template without its beginning or end, such as `{% if x %}` without `{% endif %}`.
    UnpairedCondition {},
    /// A rare word that the word scorer takes for jargon with at least this probability.
    JargonWord {
        /// The probability from which it counts.
        threshold: f32,
    },
    /// A sentence has the tone of the rule's marker, as the scorers read it in its letter.
    Tone {
        /// The probability from which a sentence is a finding by itself.
        threshold: f32,
        /// What a pattern of the same marker finds in a sentence below this probability is only advice.
        doubt: f32,
        /// What a pattern of the same marker finds in a sentence below this probability is no finding.
        veto: f32,
    },
    /// The reader is `du` in one place and `De` in another.
    MixedAddress {},
    /// The letter tells something about the authority that its facts do not know.
    DiffersFromFacts {
        /// What is told.
        kind: MentionKind,
    },
}

impl Check {
    /// Whether it asks for something that only a letter to somebody must have.
    pub(crate) fn asks_what_is_missing(&self) -> bool {
        matches!(
            self,
            Self::MissingAcknowledgement { .. }
                | Self::MissingNextStep(_)
                | Self::MissingComplaintGuidance(_)
                | Self::MissingReasons(_)
                | Self::MissingHearingDeadline(_)
                | Self::MissingContactTerms(_)
                | Self::Absent { .. }
        )
    }
}

/// Where a check found something, a detail for `{detail}` in the message, and whether it is no more than advice.
pub(crate) struct Found {
    pub(crate) span: Range<usize>,
    pub(crate) detail: String,
    pub(crate) doubtful: bool,
}

impl Found {
    pub(crate) fn at(span: Range<usize>) -> Self {
        Self::with(span, "")
    }

    pub(crate) fn with(span: Range<usize>, detail: impl Into<String>) -> Self {
        Self { span, detail: detail.into(), doubtful: false }
    }
}

/// Runs `check` on a letter; only sentences in `zones` count where it looks at sentences.
pub(crate) fn run(check: &Check, analysis: &Analysis<'_>, marker: Marker, zones: &[Zone]) -> Vec<Found> {
    let letter = analysis.scanned.letter;
    if check.asks_what_is_missing() && !analysis.is_letter() {
        return Vec::new();
    }
    match check {
        Check::SentenceLength { max_words } => shape::long_sentences(letter, *max_words),
        Check::ParagraphLength { max_words } => shape::long_paragraphs(letter, *max_words),
        Check::Lix { max } => shape::high_lix(letter, *max),
        Check::Capitals { allowed } => signs::capitals(letter, allowed),
        Check::Exclamation {} => signs::exclamations(letter),
        Check::Abbreviation { known } => signs::abbreviations(analysis, known, zones),
        Check::MissingAcknowledgement { within, genres, certainty } => {
            absence::acknowledgement(analysis, *within, genres, *certainty)
        }
        Check::MissingNextStep(certainty) => absence::next_step(analysis, *certainty),
        Check::MissingComplaintGuidance(certainty) => absence::complaint_guidance(analysis, *certainty),
        Check::MissingReasons(certainty) => absence::reasons(analysis, *certainty),
        Check::MissingHearingDeadline(certainty) => absence::hearing_deadline(analysis, *certainty),
        Check::Absent { signal, within } => absence::signal(analysis, *signal, *within),
        Check::LetterLength { max_words } => shape::long_letter(letter, *max_words),
        Check::AccusationChain { sentences } => shape::accusation_chains(letter, *sentences),
        Check::MissingContactTerms(certainty) => absence::contact_terms(analysis, *certainty),
        Check::WeekdayMismatch {} => dates::weekday_mismatches(letter),
        Check::DeadlinePassed {} => dates::deadlines_passed(letter),
        Check::CprNumber {} => signs::cpr_numbers(letter),
        Check::LeftoverInstruction {} => signs::leftover_instructions(letter),
        Check::UnfilledField {} => templates::unfilled_fields(letter),
        Check::UnpairedCondition {} => templates::unpaired_conditions(letter),
        Check::JargonWord { threshold } => jargon::words(analysis, *threshold, zones),
        Check::Tone { threshold, .. } => analysis.read_as(marker, *threshold, zones),
        Check::MixedAddress {} => signs::mixed_address(letter),
        Check::DiffersFromFacts { kind } => {
            let objections = analysis.facts.map(|facts| facts.objections(letter, *kind)).unwrap_or_default();
            objections.into_iter().map(|(span, instead)| Found::with(span, instead)).collect()
        }
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
