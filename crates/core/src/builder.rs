//! Compiles the records of packs into the parts of a rulebook, and gathers what is wrong with them.

use std::collections::BTreeMap;
use std::sync::Arc;

use toml::Spanned;

use crate::lexicon::{CLASSES, Lexicon, irregular};
use crate::names::Marker;
use crate::pack::{
    CueRecord, Example, ExampleRecord, MoveRecord, PackError, PackRecord, RuleRecord, SecondReading, SignalRecord,
};
use crate::pattern::{Anchor, Anchors, Compiler, Node, Program, anchors};
use crate::rulebook::{Conditions, Cue, Explanation, MoveRule, Owner, Pattern, Rule, RuleBody, Scope, SignalRule};
use crate::term::compile_term;
use crate::zones::Zone;

/// The lexicon and the word sets of all packs together.
pub(crate) fn words_of(
    records: &[(&str, PackRecord)],
    errors: &mut Vec<PackError>,
) -> (Lexicon, BTreeMap<String, Vec<String>>) {
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
    pub(crate) errors: Vec<PackError>,
    pub(crate) pack: &'a str,
    pub(crate) rules: Vec<Rule>,
    pub(crate) explanations: Vec<Explanation>,
    pub(crate) moves: Vec<MoveRule>,
    pub(crate) cues: Vec<Cue>,
    pub(crate) signals: Vec<SignalRule>,
    pub(crate) patterns: Vec<Pattern>,
    pub(crate) anchors: Vec<Vec<Anchor>>,
}

impl<'a> Builder<'a> {
    pub(crate) fn new(compiler: Compiler<'a>, errors: Vec<PackError>) -> Self {
        Self {
            compiler,
            errors,
            pack: "",
            rules: Vec::new(),
            explanations: Vec::new(),
            moves: Vec::new(),
            cues: Vec::new(),
            signals: Vec::new(),
            patterns: Vec::new(),
            anchors: Vec::new(),
        }
    }

    pub(crate) fn build(mut self, records: Vec<(&'a str, PackRecord)>) -> Self {
        let mut seen = std::collections::HashSet::new();
        for (pack, record) in records {
            self.pack = pack;
            let second_reading = record.second_reading;
            for rule in record.rule {
                if !seen.insert(rule.id.get_ref().clone()) {
                    self.error(rule.id.span(), format!("reglen »{}« findes allerede", rule.id.get_ref()));
                }
                self.rule(rule, second_reading);
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

    fn rule(&mut self, record: RuleRecord, second_reading: bool) {
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
        let mut rewrites = Vec::new();
        for rewrite in &record.rewrites {
            let programs = self.secondary(std::slice::from_ref(&rewrite.find));
            rewrites.extend(programs.into_iter().map(|program| (program, rewrite.put.clone())));
        }
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
                modes: record.modes,
                not_modes: record.not_modes,
                before_acknowledgement: record.before_acknowledgement,
            },
            conditions,
            replace: record.replace,
            rewrites,
            second_reading: match (second_reading, record.second_reading) {
                (_, Some(true)) | (true, None) => SecondReading::Full,
                (true, Some(false)) => SecondReading::Weight,
                (false, _) => SecondReading::Never,
            },
            body: record.check.map_or(RuleBody::Patterns, RuleBody::Check),
        });
        let (bad, good) = (self.examples(record.bad), self.examples(record.good));
        self.explanations.push(Explanation {
            why: record.why,
            source: record.source,
            bad,
            good,
            pack: self.pack.to_owned(),
        });
    }

    fn examples(&mut self, records: Vec<ExampleRecord>) -> Vec<Example> {
        records
            .into_iter()
            .map(|record| Example::read(record, &mut |span, message| self.error(span, message)))
            .collect()
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
