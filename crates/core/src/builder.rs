//! Compiles the records of packs into the parts of a rulebook, and gathers what is wrong with them.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::Arc;

use toml::Spanned;

use crate::extend::{Additions, Field, grow};
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
    let mut first: BTreeMap<&str, &str> = BTreeMap::new();
    let mut later = Vec::new();
    for (pack, record) in records {
        for (name, set) in &record.sets {
            sets.insert(name.clone(), set.members.get_ref().clone());
            if let Some(first) = first.insert(name, pack) {
                errors.push(PackError {
                    pack: (*pack).to_owned(),
                    span: set.members.span(),
                    message: format!("mængden »@{name}« findes allerede {}", place(first, pack)),
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
    grow(&mut sets, &lexicon, records, errors);
    (lexicon, sets)
}

/// Where something stands already, seen from `pack`.
fn place(first: &str, pack: &str) -> String {
    let place = if first == pack { "i den samme pakke" } else { &format!("i {first}") };
    format!("{place}; brug [[extend]], hvis du vil føje noget til")
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
    pub(crate) pack: String,
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
            pack: String::new(),
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
        let mut rules = HashMap::new();
        let mut moves = HashMap::new();
        for (pack, record) in records {
            self.pack = pack.to_owned();
            let second_reading = record.second_reading;
            for rule in record.rule {
                self.once(&mut rules, "reglen", rule.id.get_ref(), rule.id.span());
                self.rule(rule, second_reading);
            }
            for term in record.term {
                let span = term.lemma.span();
                let (rule, explanation) = compile_term(&mut self, term);
                self.once(&mut rules, "reglen", &rule.id, span);
                self.rules.push(rule);
                self.explanations.push(explanation);
            }
            for record in record.moves {
                self.once(&mut moves, "grebet", record.id.get_ref(), record.id.span());
                self.move_rule(record);
            }
            record.cue.into_iter().for_each(|record| self.cue(record));
            record.signal.into_iter().for_each(|record| self.signal(record));
        }
        self
    }

    /// Notes which pack has `id`, and says so if another has it already.
    fn once(&mut self, seen: &mut HashMap<String, String>, what: &str, id: &str, span: Range<usize>) {
        if let Some(first) = seen.insert(id.to_owned(), self.pack.clone()) {
            self.error(span, format!("{what} »{id}« findes allerede {}", place(&first, &self.pack)));
        }
    }

    pub(crate) fn pack(&self) -> &str {
        &self.pack
    }

    pub(crate) fn next_rule(&self) -> usize {
        self.rules.len()
    }

    pub(crate) fn error(&mut self, span: Range<usize>, message: String) {
        self.errors.push(PackError { pack: self.pack.clone(), span, message });
    }

    /// Compiles a pattern that starts a search.
    pub(crate) fn primary(&mut self, owner: Owner, pattern: &Spanned<String>) {
        match self.compiler.expand(pattern.get_ref()) {
            Ok(node) => self.primary_node(owner, &node, pattern.span()),
            Err(message) => self.error(pattern.span(), message),
        }
    }

    pub(crate) fn primary_node(&mut self, owner: Owner, node: &Node, span: Range<usize>) {
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

    /// The same for what other packs have added too.
    pub(crate) fn secondary_of_all(
        &mut self,
        own: &[Spanned<String>],
        added: &Additions,
        field: Field,
    ) -> Vec<Program> {
        let mut programs = self.secondary(own);
        for (pack, pattern) in added.patterns(field) {
            programs.extend(self.for_pack(pack, |builder| builder.secondary(&[pattern])));
        }
        programs
    }

    fn primary_of_all(&mut self, owner: Owner, own: &[Spanned<String>], added: &Additions) {
        for pattern in own {
            self.primary(owner, pattern);
        }
        for (pack, pattern) in added.patterns(Field::Patterns) {
            self.for_pack(pack, |builder| builder.primary(owner, &pattern));
        }
    }

    /// Does something in the name of another pack, so that mistakes are shown there.
    fn for_pack<T>(&mut self, pack: &str, work: impl FnOnce(&mut Self) -> T) -> T {
        let own = std::mem::replace(&mut self.pack, pack.to_owned());
        let done = work(self);
        self.pack = own;
        done
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
        let added = &record.added;
        if (record.patterns.is_empty() && !added.any(Field::Patterns)) == record.check.is_none() {
            self.error(record.id.span(), format!("»{id}« skal have enten patterns eller check"));
        }
        let unproven = record.bad.is_empty() && !added.any(Field::Bad);
        if unproven || record.good.is_empty() && !added.any(Field::Good) {
            self.error(record.id.span(), format!("»{id}« skal have eksempler i både bad og good"));
        }
        self.primary_of_all(owner, &record.patterns, added);
        let conditions = Conditions {
            unless: self.secondary_of_all(&record.unless, added, Field::Unless),
            unless_near: self.secondary_of_all(&record.unless_near, added, Field::UnlessNear),
            needs_near: self.secondary_of_all(&record.needs_near, added, Field::NeedsNear),
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
            suggest: record.suggest.into_iter().chain(added.texts(Field::Suggest)).collect(),
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
        let bad = self.examples_of_all(&record.bad, added, Field::Bad);
        let good = self.examples_of_all(&record.good, added, Field::Good);
        self.explanations.push(Explanation {
            why: record.why,
            source: record.source,
            bad,
            good,
            pack: self.pack.clone(),
            extended_by: added.packs(),
        });
    }

    fn examples_of_all(&mut self, own: &[ExampleRecord], added: &Additions, field: Field) -> Vec<Example> {
        let mut examples = Vec::new();
        for (pack, item) in added.of(field) {
            let example = self.for_pack(pack, |builder| builder.example(item.get_ref()));
            examples.push(Example { added_by: Some(pack.to_owned()), ..example });
        }
        examples.extend(own.iter().map(|record| self.example(record)));
        examples
    }

    fn example(&mut self, record: &ExampleRecord) -> Example {
        Example::read(record, &mut |span, message| self.error(span, message))
    }

    fn move_rule(&mut self, record: MoveRecord) {
        let owner = Owner::Move(self.moves.len());
        let added = &record.added;
        let unproven = record.good.is_empty() && !added.any(Field::Good);
        if unproven || record.bad.is_empty() && !added.any(Field::Bad) {
            self.error(record.id.span(), format!("»{}« skal have eksempler i både bad og good", record.id.get_ref()));
        }
        self.primary_of_all(owner, &record.patterns, added);
        let unless = self.secondary_of_all(&record.unless, added, Field::Unless);
        self.moves.push(MoveRule {
            id: record.id.into_inner(),
            kind: record.kind,
            span: record.span,
            zones: or_body(record.zones),
            unless,
            good: added.examples(Field::Good).chain(record.good.into_iter().map(Example::of)).collect(),
            bad: added.examples(Field::Bad).chain(record.bad.into_iter().map(Example::of)).collect(),
            pack: self.pack.clone(),
            extended_by: added.packs(),
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
        if record.good.is_empty() || record.bad.is_empty() {
            let signal = record.signal.get_ref().id();
            self.error(record.signal.span(), format!("»{signal}« skal have eksempler i både bad og good"));
        }
        self.signals.push(SignalRule {
            signal: record.signal.into_inner(),
            zones: or_body(record.zones),
            unless,
            good: record.good.into_iter().map(Example::of).collect(),
            bad: record.bad.into_iter().map(Example::of).collect(),
            pack: self.pack.clone(),
        });
    }
}

fn or_body(zones: Vec<Zone>) -> Vec<Zone> {
    if zones.is_empty() { vec![Zone::Body, Zone::Heading] } else { zones }
}

/// Lower-case ASCII letters, digits and hyphens.
fn is_slug(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}
