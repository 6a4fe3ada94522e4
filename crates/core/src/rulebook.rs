//! The rules, compiled: everything that reading a letter needs, built once from the packs.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use toml::Spanned;

use crate::checks::Check;
use crate::familiar::Familiarity;
use crate::genre::GenreModel;
use crate::lazy::Lazy;
use crate::lexicon::{CLASSES, Lexicon, irregular};
use crate::names::{Genre, Marker, MoveKind, Severity};
use crate::pack::{
    CueRecord, Example, MoveRecord, PackError, PackRecord, RuleRecord, Signal, SignalRecord, SpanKind, read,
};
use crate::pattern::{Anchor, Anchors, Compiler, Node, Program, Vocabulary, anchors};
use crate::scorer::Scorer;
use crate::term::{Term, compile_term};
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
    pub(crate) body: RuleBody,
}

impl Rule {
    /// Whether it speaks for a learned scorer.
    #[must_use]
    pub fn is_learned(&self) -> bool {
        matches!(self.body, RuleBody::Check(Check::Scorer { .. } | Check::JargonWord { .. }))
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
    pub(crate) good: Vec<String>,
    pub(crate) bad: Vec<String>,
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
    /// Which genre a letter is.
    pub genres: GenreModel,
}

/// Which patterns to try when an anchor is seen.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Index {
    pub(crate) by_form: Vec<Vec<u32>>,
    pub(crate) by_part: Vec<Vec<u32>>,
    pub(crate) by_kind: [Vec<u32>; 8],
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
        let (lexicon, sets) = words_of(&records, &mut errors);
        let mut vocabulary = Vocabulary::with_capacity(EXPECTED_FORMS);
        let builder = Builder {
            compiler: Compiler::new(&lexicon, &sets, &mut vocabulary),
            errors,
            pack: "",
            rules: Vec::new(),
            explanations: Vec::new(),
            moves: Vec::new(),
            cues: Vec::new(),
            signals: Vec::new(),
            patterns: Vec::new(),
            anchors: Vec::new(),
        };
        let built = builder.build(records);
        if !built.errors.is_empty() {
            return Err(built.errors);
        }
        let Builder { rules, explanations, moves, cues, signals, patterns, anchors, .. } = built;
        let index = Index::new(&anchors, &vocabulary);
        let (lexicon, explanations) = (Lazy::new(lexicon), Lazy::new(explanations));
        Ok(Self { rules, moves, cues, signals, patterns, index, vocabulary, lexicon, explanations, learned: None })
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
}

impl Index {
    fn new(anchored: &[Vec<Anchor>], vocabulary: &Vocabulary) -> Self {
        let mut index = Self {
            by_form: vec![Vec::new(); vocabulary.form_count()],
            by_part: vec![Vec::new(); vocabulary.part_count()],
            by_kind: Default::default(),
        };
        for (pattern, anchors) in anchored.iter().enumerate() {
            for anchor in anchors {
                let list = match anchor {
                    Anchor::Form(form) => &mut index.by_form[*form as usize],
                    Anchor::Part(part) => &mut index.by_part[usize::from(*part)],
                    Anchor::Kind(kind) => &mut index.by_kind[usize::from(kind.0)],
                };
                list.push(pattern as u32);
            }
        }
        index
    }
}

/// The lexicon and the word sets of all packs together.
fn words_of(records: &[(&str, PackRecord)], errors: &mut Vec<PackError>) -> (Lexicon, BTreeMap<String, Vec<String>>) {
    let mut lexicon = Lexicon::default();
    let mut sets = BTreeMap::new();
    let mut later = Vec::new();
    for (pack, record) in records {
        for (name, members) in &record.sets {
            if sets.insert(name.clone(), members.get_ref().clone()).is_some() {
                errors.push(PackError {
                    pack: (*pack).to_owned(),
                    span: members.span(),
                    message: format!("mængden »@{name}« findes allerede"),
                });
            }
        }
        for (class, words) in &record.lexicon {
            for word in words {
                match class.as_str() {
                    "irregular-verbs" | "irregular-adjectives" | "irregular-nouns" => {
                        let (lemma, paradigm) = irregular(word.get_ref(), class == "irregular-nouns");
                        lexicon.insert(&lemma, paradigm);
                    }
                    _ => later.push((*pack, class.as_str(), word)),
                }
            }
        }
    }
    for (pack, class, word) in later {
        insert_regular(&mut lexicon, pack, class, word, errors);
    }
    for (pack, record) in records {
        for term in &record.term {
            if let Some(class) = &term.inflect {
                match lexicon.inflect(term.lemma.get_ref(), class.get_ref()) {
                    Ok(paradigm) => lexicon.insert(term.lemma.get_ref(), paradigm),
                    Err(message) => errors.push(PackError { pack: (*pack).to_owned(), span: class.span(), message }),
                }
            }
        }
    }
    (lexicon, sets)
}

fn insert_regular(lexicon: &mut Lexicon, pack: &str, class: &str, word: &Spanned<String>, errors: &mut Vec<PackError>) {
    match lexicon.inflect(word.get_ref(), class) {
        Ok(paradigm) => lexicon.insert(word.get_ref(), paradigm),
        Err(_) => errors.push(PackError {
            pack: pack.to_owned(),
            span: word.span(),
            message: format!(
                "»{class}« er ikke en bøjningsklasse; de er {}, irregular-verbs, irregular-nouns, irregular-adjectives",
                CLASSES.join(", ")
            ),
        }),
    }
}

/// Compiles records one by one and gathers what is wrong with them.
pub(crate) struct Builder<'a> {
    pub(crate) compiler: Compiler<'a>,
    errors: Vec<PackError>,
    pack: &'a str,
    rules: Vec<Rule>,
    explanations: Vec<Explanation>,
    moves: Vec<MoveRule>,
    cues: Vec<Cue>,
    signals: Vec<SignalRule>,
    patterns: Vec<Pattern>,
    anchors: Vec<Vec<Anchor>>,
}

impl<'a> Builder<'a> {
    fn build(mut self, records: Vec<(&'a str, PackRecord)>) -> Self {
        let mut seen = std::collections::HashSet::new();
        for (pack, record) in records {
            self.pack = pack;
            for rule in record.rule {
                if !seen.insert(rule.id.get_ref().clone()) {
                    self.error(rule.id.span(), format!("reglen »{}« findes allerede", rule.id.get_ref()));
                }
                self.rule(rule);
            }
            for term in record.term {
                let span = term.lemma.span();
                let (rule, explanation) = compile_term(&mut self, term);
                if !seen.insert(rule.id.to_string()) {
                    self.error(span, format!("reglen »{}« findes allerede", rule.id));
                }
                self.rules.push(rule);
                self.explanations.push(explanation);
            }
            record.moves.into_iter().for_each(|record| self.move_rule(record));
            record.cue.into_iter().for_each(|record| self.cue(record));
            record.signal.into_iter().for_each(|record| self.signal(record));
        }
        self
    }

    pub(crate) fn pack(&self) -> &'a str {
        self.pack
    }

    pub(crate) fn next_rule(&self) -> usize {
        self.rules.len()
    }

    pub(crate) fn error(&mut self, span: std::ops::Range<usize>, message: String) {
        self.errors.push(PackError { pack: self.pack.to_owned(), span, message });
    }

    /// Compiles a pattern that starts a search.
    pub(crate) fn primary(&mut self, owner: Owner, pattern: &Spanned<String>) {
        match self.compiler.expand(pattern.get_ref()) {
            Ok(node) => self.primary_node(owner, &node, pattern.span()),
            Err(message) => self.error(pattern.span(), message),
        }
    }

    pub(crate) fn primary_node(&mut self, owner: Owner, node: &Node, span: std::ops::Range<usize>) {
        match anchors(node, self.compiler.vocabulary) {
            Some(found) => {
                let program = self.compiler.compile(node);
                let Anchors { first, second } = found;
                self.patterns.push(Pattern { owner, program, second });
                self.anchors.push(first);
            }
            None => self.error(span, "mønsteret har intet ord, som altid skal stå der".to_owned()),
        }
    }

    /// Compiles patterns that are only tried near a match.
    pub(crate) fn secondary(&mut self, patterns: &[Spanned<String>]) -> Vec<Program> {
        let mut programs = Vec::new();
        for pattern in patterns {
            match self.compiler.expand(pattern.get_ref()) {
                Ok(node) => programs.push(self.compiler.compile(&node)),
                Err(message) => self.error(pattern.span(), message),
            }
        }
        programs
    }

    fn rule(&mut self, record: RuleRecord) {
        let owner = Owner::Rule(self.rules.len());
        let id = record.id.get_ref().as_str();
        if id.split_once('/').is_none_or(|(marker, name)| marker != record.marker.id() || !is_slug(name)) {
            self.error(
                record.id.span(),
                format!("»{id}« skal hedde {}/navn med små bogstaver a-z, tal og bindestreg", record.marker),
            );
        }
        if record.patterns.is_empty() == record.check.is_none() {
            self.error(record.id.span(), format!("»{id}« skal have enten patterns eller check"));
        }
        if record.bad.is_empty() || record.good.is_empty() {
            self.error(record.id.span(), format!("»{id}« skal have eksempler i både bad og good"));
        }
        for pattern in &record.patterns {
            self.primary(owner, pattern);
        }
        let conditions = Conditions {
            unless: self.secondary(&record.unless),
            unless_near: self.secondary(&record.unless_near),
            needs_near: self.secondary(&record.needs_near),
        };
        let zones = match (record.zones.is_empty(), record.marker) {
            (true, Marker::Fagsprog) => vec![Zone::Subject, Zone::Body, Zone::Heading],
            (true, _) => vec![Zone::Body, Zone::Heading],
            (false, _) => record.zones,
        };
        self.rules.push(Rule {
            id: Arc::from(record.id.into_inner()),
            marker: record.marker,
            severity: record.severity,
            message: record.message,
            suggest: record.suggest,
            strict: record.strict,
            span: record.span,
            scope: Scope {
                zones,
                genres: record.genres,
                not_genres: record.not_genres,
                before_acknowledgement: record.before_acknowledgement,
            },
            conditions,
            replace: record.replace,
            body: record.check.map_or(RuleBody::Patterns, RuleBody::Check),
        });
        self.explanations.push(Explanation {
            why: record.why,
            source: record.source,
            bad: record.bad.into_iter().map(Example::from).collect(),
            good: record.good.into_iter().map(Example::from).collect(),
            pack: self.pack.to_owned(),
        });
    }

    fn move_rule(&mut self, record: MoveRecord) {
        let owner = Owner::Move(self.moves.len());
        if record.good.is_empty() || record.bad.is_empty() {
            self.error(record.id.span(), format!("»{}« skal have eksempler i både bad og good", record.id.get_ref()));
        }
        for pattern in &record.patterns {
            self.primary(owner, pattern);
        }
        let unless = self.secondary(&record.unless);
        self.moves.push(MoveRule {
            id: record.id.into_inner(),
            kind: record.kind,
            span: record.span,
            zones: or_body(record.zones),
            unless,
            good: record.good,
            bad: record.bad,
        });
    }

    fn cue(&mut self, record: CueRecord) {
        let owner = Owner::Cue(self.cues.len());
        for pattern in &record.patterns {
            self.primary(owner, pattern);
        }
        let unless = self.secondary(&record.unless);
        self.cues.push(Cue {
            genre: record.genre,
            weight: record.weight,
            early: record.early,
            zones: or_body(record.zones),
            unless,
        });
    }

    fn signal(&mut self, record: SignalRecord) {
        let owner = Owner::Signal(self.signals.len());
        for pattern in &record.patterns {
            self.primary(owner, pattern);
        }
        let unless = self.secondary(&record.unless);
        self.signals.push(SignalRule { signal: record.signal, zones: or_body(record.zones), unless });
    }
}

fn or_body(zones: Vec<Zone>) -> Vec<Zone> {
    if zones.is_empty() { vec![Zone::Body, Zone::Heading] } else { zones }
}

/// Lower-case ASCII letters, digits and hyphens.
fn is_slug(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

impl Rule {
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
}
