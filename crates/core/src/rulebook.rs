//! The rules, compiled: everything that reading a letter needs, built once from the packs.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::builder::{Builder, words_of};
use crate::checks::Check;
use crate::context::Context;
use crate::extend;
use crate::familiar::Familiarity;
use crate::lazy::Lazy;
use crate::letter_model::LetterModel;
use crate::lexicon::Lexicon;
use crate::names::{Genre, Marker, Mode, MoveKind, Severity, Signal};
use crate::pack::{Example, PackError, SecondReading, SpanKind, read};
use crate::pattern::{Anchor, Compiler, Program, Vocabulary};
use crate::scorer::Scorer;
use crate::term::Term;
use crate::zones::Zone;

/// One rule, as it is explained and as it runs.
#[derive(Debug, Serialize, Deserialize)]
pub struct Rule {
    /// `<marker>/<name>`.
    pub id: Arc<str>,
    /// What its findings are about.
    pub marker: Marker,
    /// How much they weigh.
    pub severity: Severity,
    /// The message; `{match}` stands for the reported text.
    pub message: String,
    /// What to write instead.
    pub suggest: Vec<String>,
    /// Only reported on request.
    pub strict: bool,
    pub(crate) span: SpanKind,
    pub(crate) scope: Scope,
    pub(crate) conditions: Conditions,
    pub(crate) replace: Option<String>,
    /// Wordings for what these patterns find in the sentence of a finding.
    pub(crate) rewrites: Vec<(Program, String)>,
    /// What the scorers may do to its findings.
    pub(crate) second_reading: SecondReading,
    pub(crate) body: RuleBody,
}

impl Rule {
    /// Whether it speaks for a learned scorer.
    #[must_use]
    pub fn is_learned(&self) -> bool {
        matches!(self.body, RuleBody::Check(Check::Tone { .. } | Check::JargonWord { .. }))
    }

    /// Whether it finds nothing without learned evidence.
    pub(crate) fn needs_learned(&self) -> bool {
        self.is_learned() || matches!(self.body, RuleBody::Check(Check::Abbreviation { .. }))
    }

    /// The genres that the rule is for; none: all of them.
    #[must_use]
    pub fn genres(&self) -> &[Genre] {
        &self.scope.genres
    }

    /// The genres that the rule leaves alone.
    #[must_use]
    pub fn not_genres(&self) -> &[Genre] {
        &self.scope.not_genres
    }

    /// The modes that the rule is for; none: all of them, and also where the mode is not known.
    #[must_use]
    pub fn modes(&self) -> &[Mode] {
        &self.scope.modes
    }

    /// The modes that the rule leaves alone.
    #[must_use]
    pub fn not_modes(&self) -> &[Mode] {
        &self.scope.not_modes
    }

    /// Whether the rule only speaks where the facts of the authority are known.
    #[must_use]
    pub fn needs_facts(&self) -> bool {
        matches!(self.body, RuleBody::Check(Check::DiffersFromFacts { .. }))
    }
}

/// What explains and proves a rule.
#[derive(Debug, Serialize, Deserialize)]
pub struct Explanation {
    /// Why it matters.
    pub why: String,
    /// Where the rule is from.
    pub source: String,
    /// Texts that it finds.
    pub bad: Vec<Example>,
    /// Texts that it leaves alone.
    pub good: Vec<Example>,
    /// The pack that it is from.
    pub pack: String,
    /// The packs that extend it or a word set of its patterns.
    pub extended_by: Vec<String>,
}

/// What makes a rule fire.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) enum RuleBody {
    Patterns,
    Term(Box<Term>),
    Check(Check),
}

/// Where a rule looks.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Scope {
    pub(crate) zones: Vec<Zone>,
    pub(crate) genres: Vec<Genre>,
    pub(crate) not_genres: Vec<Genre>,
    pub(crate) modes: Vec<Mode>,
    pub(crate) not_modes: Vec<Mode>,
    pub(crate) before_acknowledgement: bool,
}

/// What else must, or must not, be near a match.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Conditions {
    pub(crate) unless: Vec<Program>,
    pub(crate) unless_near: Vec<Program>,
    pub(crate) needs_near: Vec<Program>,
}

impl Conditions {
    pub(crate) fn is_empty(&self) -> bool {
        self.unless.is_empty() && self.unless_near.is_empty() && self.needs_near.is_empty()
    }
}

/// A move's patterns.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct MoveRule {
    pub(crate) id: String,
    pub(crate) kind: MoveKind,
    pub(crate) span: SpanKind,
    pub(crate) zones: Vec<Zone>,
    pub(crate) unless: Vec<Program>,
    pub(crate) good: Vec<Example>,
    pub(crate) bad: Vec<Example>,
    pub(crate) pack: String,
    /// The packs that extend it or a word set of its patterns.
    pub(crate) extended_by: Vec<String>,
}

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Cue {
    pub(crate) genre: Genre,
    pub(crate) weight: i32,
    /// Only counts in the subject and the first sentences.
    pub(crate) early: bool,
    pub(crate) zones: Vec<Zone>,
    pub(crate) unless: Vec<Program>,
}

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct SignalRule {
    pub(crate) signal: Signal,
    pub(crate) zones: Vec<Zone>,
    pub(crate) unless: Vec<Program>,
    /// Texts that say it.
    pub(crate) good: Vec<Example>,
    /// Texts that do not.
    pub(crate) bad: Vec<Example>,
    pub(crate) pack: String,
}

/// Whose pattern it is: an index into the rulebook's list of that kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Owner {
    Rule(usize),
    Move(usize),
    Cue(usize),
    Signal(usize),
}

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Pattern {
    pub(crate) owner: Owner,
    pub(crate) program: Program,
    /// One of these must be in the sentence too, if there are any.
    pub(crate) second: Vec<Anchor>,
}

/// All rules of some packs, ready to run.
#[derive(Debug, Serialize, Deserialize)]
pub struct Rulebook {
    /// The rules, in the order of the packs.
    pub rules: Vec<Rule>,
    /// Which of them are structural checks: few among the many, and each letter needs them all.
    checks: Vec<usize>,
    pub(crate) moves: Vec<MoveRule>,
    pub(crate) cues: Vec<Cue>,
    pub(crate) signals: Vec<SignalRule>,
    pub(crate) patterns: Vec<Pattern>,
    pub(crate) index: Index,
    pub(crate) vocabulary: Vocabulary,
    pub(crate) lexicon: Lazy<Lexicon>,
    explanations: Lazy<Vec<Explanation>>,
    #[serde(skip)]
    pub(crate) learned: Option<Learned>,
}

/// The learned models that stand beside the rules.
#[derive(Clone, Debug)]
pub struct Learned {
    /// How sentences read.
    pub sentences: Scorer,
    /// Which words are jargon.
    pub words: Familiarity,
    /// What kind of letter a letter is and what it lacks.
    pub letters: LetterModel,
    /// How sentences read in their letter.
    pub context: Context,
}

/// How many kinds of words there are ([`crate::WordKind`]).
const WORD_KINDS: usize = 8;

/// Which patterns to try when an anchor is seen.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Index {
    pub(crate) by_form: Lists,
    pub(crate) by_part: Lists,
    pub(crate) by_kind: Lists,
}

/// Room for the forms of the shipped packs, so that the table grows once.
const EXPECTED_FORMS: usize = 20_000;

impl Rulebook {
    /// Compiles packs, given as (name, TOML).
    ///
    /// # Errors
    /// Everything that is wrong in any of the packs.
    pub fn load(packs: &[(&str, &str)]) -> Result<Self, Vec<PackError>> {
        let mut errors = Vec::new();
        let mut records = Vec::new();
        for (name, text) in packs {
            match read(name, text) {
                Ok(record) => records.push((*name, record)),
                Err(found) => errors.extend(found),
            }
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        extend::apply(&mut records, &mut errors);
        let (lexicon, sets) = words_of(&records, &mut errors);
        let mut vocabulary = Vocabulary::with_capacity(EXPECTED_FORMS);
        let builder = Builder::new(Compiler::new(&lexicon, &sets, &mut vocabulary), errors);
        let mut built = builder.build(records);
        if !built.errors.is_empty() {
            let place = |pack: &str| packs.iter().position(|(name, _)| *name == pack);
            built.errors.sort_by_key(|error| (place(&error.pack), error.span.start));
            return Err(built.errors);
        }
        let Builder { rules, explanations, moves, cues, signals, patterns, anchors, .. } = built;
        let index = Index::new(&anchors, &vocabulary);
        let (lexicon, explanations) = (Lazy::new(lexicon), Lazy::new(explanations));
        let is_check = |index: &usize| matches!(rules[*index].body, RuleBody::Check(_));
        let checks = (0..rules.len()).filter(is_check).collect();
        Ok(Self {
            rules,
            checks,
            moves,
            cues,
            signals,
            patterns,
            index,
            vocabulary,
            lexicon,
            explanations,
            learned: None,
        })
    }

    /// The same rules with learned models beside them.
    #[must_use]
    pub fn with_learned(self, learned: Learned) -> Self {
        Self { learned: Some(learned), ..self }
    }

    /// The compiled rules as bytes, for [`Self::from_image`] of the same version of this crate.
    ///
    /// # Errors
    /// When the rulebook cannot be written, which would be a mistake in this crate.
    pub fn to_image(&self) -> Result<Vec<u8>, String> {
        postcard::to_allocvec(self).map_err(|error| error.to_string())
    }

    /// The rulebook that [`Self::to_image`] wrote, in a fraction of the time that compiling the packs takes.
    ///
    /// # Errors
    /// When the bytes are no such image.
    pub fn from_image(image: &[u8]) -> Result<Self, String> {
        postcard::from_bytes(image).map_err(|error| error.to_string())
    }

    /// The structural checks with their rules, in the order of the packs.
    pub(crate) fn checks(&self) -> impl Iterator<Item = (&Rule, &Check)> {
        self.checks.iter().filter_map(|index| match &self.rules[*index] {
            rule @ Rule { body: RuleBody::Check(check), .. } => Some((rule, check)),
            _ => None,
        })
    }

    /// The rule with this id.
    #[must_use]
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| &*rule.id == id)
    }

    /// All rules with what explains them.
    pub fn explained(&self) -> impl Iterator<Item = (&Rule, &Explanation)> {
        self.rules.iter().zip(self.explanations.get())
    }

    /// Every word form that a pattern or term mentions, for measuring bare scans.
    pub fn forms(&self) -> impl Iterator<Item = &str> {
        self.vocabulary.forms()
    }

    /// How many calming moves are described.
    #[must_use]
    pub fn move_count(&self) -> usize {
        self.moves.len()
    }

    /// How many signals there are.
    #[must_use]
    pub fn signal_count(&self) -> usize {
        self.signals.len()
    }
}

impl Index {
    fn new(anchored: &[Vec<Anchor>], vocabulary: &Vocabulary) -> Self {
        let mut by_form = vec![Vec::new(); vocabulary.form_count()];
        let mut by_part = vec![Vec::new(); vocabulary.part_count()];
        let mut by_kind = vec![Vec::new(); WORD_KINDS];
        for (pattern, anchors) in anchored.iter().enumerate() {
            for anchor in anchors {
                let list: &mut Vec<u32> = match anchor {
                    Anchor::Form(form) => &mut by_form[*form as usize],
                    Anchor::Part(part) => &mut by_part[usize::from(*part)],
                    Anchor::Kind(kind) => &mut by_kind[usize::from(kind.0)],
                };
                list.push(pattern as u32);
            }
        }
        Self { by_form: Lists::new(&by_form), by_part: Lists::new(&by_part), by_kind: Lists::new(&by_kind) }
    }
}

/// Many short lists of numbers, end to end in one.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Lists {
    /// Where each list begins, and where the last ends.
    starts: Vec<u32>,
    items: Vec<u32>,
}

impl Lists {
    fn new(lists: &[Vec<u32>]) -> Self {
        let mut starts = vec![0];
        let mut items = Vec::new();
        for list in lists {
            items.extend_from_slice(list);
            starts.push(items.len() as u32);
        }
        Self { starts, items }
    }

    /// How many lists there are.
    pub(crate) fn len(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// The list with this number.
    pub(crate) fn get(&self, number: usize) -> &[u32] {
        &self.items[self.starts[number] as usize..self.starts[number + 1] as usize]
    }
}
