//! Jargon words: found in every inflected form, replaced form by form.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::builder::Builder;
use crate::extend::Field;
use crate::lexicon::Lexicon;
use crate::names::{Marker, Severity};
use crate::pack::{Example, SecondReading, TermClass, TermRecord};
use crate::pattern::{Node, Program};
use crate::rulebook::{Conditions, Explanation, Owner, Rule, RuleBody, Scope};
use crate::zones::Zone;

/// What a term rule knows besides its patterns.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Term {
    pub(crate) lemma: String,
    pub(crate) class: TermClass,
    pub(crate) plain: Vec<String>,
    pub(crate) advice: Option<String>,
    pub(crate) safe: bool,
    /// Fires only inside one of these, if there are any.
    pub(crate) only: Vec<Program>,
}

impl Term {
    /// The plain words for `matched` (in lower case), in the same inflected form.
    pub(crate) fn replacements(&self, lexicon: &Lexicon, matched: &str) -> Vec<String> {
        let paradigm = lexicon.paradigm(&self.lemma);
        let slot = match &paradigm {
            Some(paradigm) => paradigm.iter().position(|form| form.as_deref() == Some(matched)),
            None => Some(0),
        };
        let Some(slot) = slot else { return Vec::new() };
        self.plain.iter().filter_map(|plain| lexicon.replacement(plain, slot)).collect()
    }

    /// The message about `matched`.
    pub(crate) fn message(&self, matched: &str, replacements: &[String]) -> String {
        let shown = if replacements.is_empty() { &self.plain[..] } else { replacements };
        let alternatives = shown.iter().map(|plain| format!("»{plain}«")).collect::<Vec<_>>().join(" eller ");
        match (self.class, alternatives.is_empty(), &self.advice) {
            (TermClass::Forklar, true, None) => format!("»{matched}« er et fagord, som brevet ikke forklarer"),
            (TermClass::Forklar, true, Some(advice)) => format!("»{matched}« er et fagord – {advice}"),
            (TermClass::Forklar, false, _) => format!("»{matched}« er et fagord – forklar det, fx med {alternatives}"),
            (_, true, None) => format!("»{matched}« er kontorsprog"),
            (_, true, Some(advice)) => format!("»{matched}« er kontorsprog – {advice}"),
            (_, false, _) => format!("»{matched}« er kontorsprog – skriv fx {alternatives}"),
        }
    }
}

const WHY_REPLACE: &str = "Ordet hører til i love og sagsakter. Borgere bruger det ikke selv, og det kan virke fremmed eller nedgørende. Et hverdagsord siger det samme.";
const WHY_EXPLAIN: &str = "Ordet er nødvendigt, men mange læsere kender det ikke. Forklar det første gang, så læseren ikke behøver at gætte eller spørge.";
const WHY_CONTEXT: &str =
    "Ordet er almindeligt nok i nogle sammenhænge, men her er det kontorsprog, som gør sætningen tungere at læse.";
const SOURCE: &str = "Trappen, lederguiden: sæt fokus på jeres sprogbrug";

pub(crate) fn compile_term(builder: &mut Builder<'_>, record: TermRecord) -> (Rule, Explanation) {
    let owner = Owner::Rule(builder.next_rule());
    let lemma = record.lemma.get_ref().clone();
    let mut forms: Vec<String> = match builder.compiler.lexicon.paradigm(&lemma) {
        Some(paradigm) if record.inflect.is_some() => paradigm.into_iter().flatten().collect(),
        _ => vec![lemma.clone()],
    };
    forms.extend(record.also);
    forms.extend(record.added.texts(Field::Also));
    let nodes = forms.iter().map(|form| form_node(form)).collect();
    builder.primary_node(owner, &Node::Alternatives(nodes), record.lemma.span());
    let only = builder.secondary_of_all(&record.only, &record.added, Field::Only);
    let unless = builder.secondary_of_all(&record.unless, &record.added, Field::Unless);
    let why = match record.class {
        TermClass::Erstat => WHY_REPLACE,
        TermClass::Forklar => WHY_EXPLAIN,
        TermClass::Kontekst => WHY_CONTEXT,
    };
    let explanation = Explanation {
        why: record.why.map_or_else(|| why.to_owned(), |own| format!("{why} {own}")),
        source: SOURCE.to_owned(),
        bad: record.added.examples(Field::Bad).chain(record.bad.into_iter().map(Example::of)).collect(),
        good: record.added.examples(Field::Good).chain(record.good.into_iter().map(Example::of)).collect(),
        pack: builder.pack().to_owned(),
        extended_by: record.added.packs(),
    };
    let rule = Rule {
        id: Arc::from(id_of(&lemma)),
        marker: Marker::Fagsprog,
        severity: record.severity,
        message: String::new(),
        suggest: Vec::new(),
        strict: record.strict,
        span: Default::default(),
        scope: Scope {
            zones: vec![Zone::Subject, Zone::Body, Zone::Heading],
            not_genres: record.not_genres,
            ..Scope::default()
        },
        conditions: Conditions { unless, ..Conditions::default() },
        replace: None,
        rewrites: Vec::new(),
        second_reading: SecondReading::Never,
        body: RuleBody::Term(Box::new(Term {
            lemma,
            class: record.class,
            plain: record.plain.into_iter().chain(record.added.texts(Field::Plain)).collect(),
            advice: record.advice,
            safe: record.safe && record.severity <= Severity::Advarsel,
            only,
        })),
    };
    (rule, explanation)
}

/// A form as a pattern; an abbreviation in capitals is only meant in capitals.
fn form_node(form: &str) -> Node {
    let words = form.split(' ').map(|word| {
        let capitals = word.chars().count() > 1 && word.chars().all(|c| c.is_uppercase() || c.is_ascii_digit());
        if capitals || word == "De" || word == "Dem" || word == "Deres" {
            Node::Exact(word.to_owned())
        } else {
            Node::Word(word.to_lowercase())
        }
    });
    let mut words: Vec<Node> = words.collect();
    if words.len() == 1 { words.remove(0) } else { Node::Sequence(words) }
}

/// The id of the rule that a term becomes.
pub(crate) fn id_of(lemma: &str) -> String {
    format!("{}/{}", Marker::Fagsprog, slug(lemma))
}

/// The ASCII name of a lemma: `såfremt` becomes `saafremt`.
fn slug(lemma: &str) -> String {
    let mut slug = String::new();
    for c in lemma.to_lowercase().chars() {
        match c {
            'æ' => slug.push_str("ae"),
            'ø' => slug.push_str("oe"),
            'å' => slug.push_str("aa"),
            'é' => slug.push('e'),
            'à' => slug.push('a'),
            c if c.is_ascii_alphanumeric() => slug.push(c),
            _ if !slug.ends_with('-') && !slug.is_empty() => slug.push('-'),
            _ => {}
        }
    }
    slug.trim_end_matches('-').to_owned()
}
