//! Rule packs as they stand in TOML: the records, and the errors that point into them.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::de::{self, Deserializer, MapAccess, Visitor};
use serde::{Deserialize, Serialize};
use toml::Spanned;

use crate::checks::Check;
use crate::extend::{Additions, ExtendRecord};
use crate::facts::Facts;
use crate::linter::Options;
use crate::names::{Genre, Marker, Mode, MoveKind, Severity, Signal};
use crate::zones::Zone;

/// Something wrong in a pack: where, and a Danish message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackError {
    /// The name of the pack, as it was given.
    pub pack: String,
    /// Byte range of the pack's text.
    pub span: Range<usize>,
    /// What is wrong.
    pub message: String,
}

impl std::fmt::Display for PackError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.pack, self.message)
    }
}

impl std::error::Error for PackError {}

/// One TOML file.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct PackRecord {
    #[serde(rename = "title")]
    pub(crate) _title: String,
    #[serde(default)]
    pub(crate) second_reading: bool,
    #[serde(default)]
    pub(crate) rule: Vec<RuleRecord>,
    #[serde(default)]
    pub(crate) term: Vec<TermRecord>,
    #[serde(default, rename = "move")]
    pub(crate) moves: Vec<MoveRecord>,
    #[serde(default)]
    pub(crate) cue: Vec<CueRecord>,
    #[serde(default)]
    pub(crate) signal: Vec<SignalRecord>,
    #[serde(default)]
    pub(crate) sets: BTreeMap<String, SetRecord>,
    #[serde(default)]
    pub(crate) lexicon: BTreeMap<String, Vec<Spanned<String>>>,
    #[serde(default)]
    pub(crate) extend: Vec<Spanned<ExtendRecord>>,
}

/// One line of `[sets]`.
#[derive(Debug, Deserialize)]
#[serde(from = "Spanned<Vec<String>>")]
pub(crate) struct SetRecord {
    pub(crate) members: Spanned<Vec<String>>,
    /// What other packs add.
    pub(crate) added: Additions,
}

impl From<Spanned<Vec<String>>> for SetRecord {
    fn from(members: Spanned<Vec<String>>) -> Self {
        Self { members, added: Additions::default() }
    }
}

/// `[[rule]]`
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct RuleRecord {
    pub(crate) id: Spanned<String>,
    pub(crate) marker: Marker,
    #[serde(default)]
    pub(crate) severity: Severity,
    /// Overrides what the pack says.
    pub(crate) second_reading: Option<bool>,
    pub(crate) message: String,
    pub(crate) why: String,
    pub(crate) source: String,
    #[serde(default)]
    pub(crate) patterns: Vec<Spanned<String>>,
    #[serde(default)]
    pub(crate) check: Option<Check>,
    #[serde(default)]
    pub(crate) span: SpanKind,
    #[serde(default)]
    pub(crate) unless: Vec<Spanned<String>>,
    #[serde(default)]
    pub(crate) unless_near: Vec<Spanned<String>>,
    #[serde(default)]
    pub(crate) needs_near: Vec<Spanned<String>>,
    #[serde(default)]
    pub(crate) zones: Vec<Zone>,
    #[serde(default)]
    pub(crate) genres: Vec<Genre>,
    #[serde(default)]
    pub(crate) not_genres: Vec<Genre>,
    #[serde(default)]
    pub(crate) modes: Vec<Mode>,
    #[serde(default)]
    pub(crate) not_modes: Vec<Mode>,
    #[serde(default)]
    pub(crate) before_acknowledgement: bool,
    #[serde(default)]
    pub(crate) strict: bool,
    #[serde(default)]
    pub(crate) suggest: Vec<String>,
    #[serde(default)]
    pub(crate) replace: Option<String>,
    #[serde(default)]
    pub(crate) rewrites: Vec<RewriteRecord>,
    pub(crate) bad: Vec<ExampleRecord>,
    pub(crate) good: Vec<ExampleRecord>,
    #[serde(skip)]
    pub(crate) added: Additions,
}

/// Words that another wording can take the place of, in the sentence of a finding.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct RewriteRecord {
    pub(crate) find: Spanned<String>,
    pub(crate) put: String,
}

/// `[[term]]`
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct TermRecord {
    pub(crate) lemma: Spanned<String>,
    pub(crate) class: TermClass,
    #[serde(default)]
    pub(crate) inflect: Option<Spanned<String>>,
    #[serde(default)]
    pub(crate) also: Vec<String>,
    #[serde(default)]
    pub(crate) plain: Vec<String>,
    #[serde(default)]
    pub(crate) advice: Option<String>,
    #[serde(default)]
    pub(crate) safe: bool,
    #[serde(default)]
    pub(crate) severity: Severity,
    #[serde(default)]
    pub(crate) strict: bool,
    #[serde(default)]
    pub(crate) only: Vec<Spanned<String>>,
    #[serde(default)]
    pub(crate) unless: Vec<Spanned<String>>,
    #[serde(default)]
    pub(crate) not_genres: Vec<Genre>,
    #[serde(default)]
    pub(crate) why: Option<String>,
    #[serde(deserialize_with = "one_or_more")]
    pub(crate) bad: Vec<String>,
    #[serde(deserialize_with = "one_or_more")]
    pub(crate) good: Vec<String>,
    #[serde(skip)]
    pub(crate) added: Additions,
}

/// What should be done about a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TermClass {
    /// Put a plain word in its place.
    Erstat,
    /// Explain it.
    Forklar,
    /// Only jargon in some contexts.
    Kontekst,
}

/// `[[move]]`
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct MoveRecord {
    pub(crate) id: Spanned<String>,
    #[serde(rename = "move")]
    pub(crate) kind: MoveKind,
    pub(crate) patterns: Vec<Spanned<String>>,
    #[serde(default)]
    pub(crate) unless: Vec<Spanned<String>>,
    #[serde(default)]
    pub(crate) span: SpanKind,
    #[serde(default)]
    pub(crate) zones: Vec<Zone>,
    pub(crate) bad: Vec<String>,
    pub(crate) good: Vec<String>,
    #[serde(skip)]
    pub(crate) added: Additions,
}

/// `[[cue]]`: words that speak for a genre.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct CueRecord {
    pub(crate) genre: Genre,
    pub(crate) weight: i32,
    #[serde(default)]
    pub(crate) early: bool,
    #[serde(default)]
    pub(crate) zones: Vec<Zone>,
    pub(crate) patterns: Vec<Spanned<String>>,
    #[serde(default)]
    pub(crate) unless: Vec<Spanned<String>>,
}

/// `[[signal]]`: something a letter says that structural checks ask about.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct SignalRecord {
    pub(crate) signal: Spanned<Signal>,
    pub(crate) patterns: Vec<Spanned<String>>,
    #[serde(default)]
    pub(crate) unless: Vec<Spanned<String>>,
    #[serde(default)]
    pub(crate) zones: Vec<Zone>,
    pub(crate) bad: Vec<String>,
    pub(crate) good: Vec<String>,
}

/// What the scorers may do to what a rule's patterns find.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum SecondReading {
    /// Nothing.
    Never,
    /// Make it advice: the pattern is sure, only its weight is in doubt.
    Weight,
    /// Make it advice, or nothing.
    Full,
}

/// How much around a match is reported.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum SpanKind {
    /// The match, or its marked part.
    #[default]
    Match,
    /// From the match to the end of its clause.
    Clause,
    /// The whole sentence.
    Sentence,
}

/// An example: a text, or a text with what is expected of it.
#[derive(Debug)]
pub(crate) enum ExampleRecord {
    Text(String),
    Full(Box<FullExample>),
}

impl<'de> Deserialize<'de> for ExampleRecord {
    // By hand: an untagged enum would lose the places of what stands in the table.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TextOrTable;
        impl<'de> Visitor<'de> for TextOrTable {
            type Value = ExampleRecord;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a text or a table with one")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<ExampleRecord, E> {
                Ok(ExampleRecord::Text(text.to_owned()))
            }

            fn visit_map<A: MapAccess<'de>>(self, table: A) -> Result<ExampleRecord, A::Error> {
                FullExample::deserialize(de::value::MapAccessDeserializer::new(table))
                    .map(Box::new)
                    .map(ExampleRecord::Full)
            }
        }
        deserializer.deserialize_any(TextOrTable)
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FullExample {
    pub(crate) text: String,
    #[serde(default, rename = "match")]
    pub(crate) matched: Option<String>,
    #[serde(default)]
    pub(crate) genre: Option<Genre>,
    #[serde(default)]
    pub(crate) mode: Option<Mode>,
    /// What the authority says about itself.
    #[serde(default)]
    pub(crate) facts: Option<FactsRecord>,
    /// The text is a whole letter with letterhead and signature.
    #[serde(default)]
    pub(crate) letter: bool,
}

impl ExampleRecord {
    pub(crate) fn text(&self) -> &str {
        match self {
            Self::Text(text) => text,
            Self::Full(full) => &full.text,
        }
    }
}

/// Facts as a person writes them: `phones = ["33 66 4x xx"]`. See the functions of [`Facts`] for what each list holds.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct FactsRecord {
    phones: Vec<Spanned<String>>,
    emails: Vec<Spanned<String>>,
    opening_hours: Vec<Spanned<String>>,
    response_times: Vec<Spanned<String>>,
}

impl FactsRecord {
    /// The facts; hands what is wrong to `error`, with its place (bytes) and a Danish message.
    pub fn read(&self, error: &mut impl FnMut(Range<usize>, String)) -> Facts {
        Facts {
            phones: each(&self.phones, Facts::phone, error),
            emails: each(&self.emails, Facts::email, error),
            opening_hours: each(&self.opening_hours, Facts::opening_hours, error),
            response_times: each(&self.response_times, Facts::response_time, error),
        }
    }
}

fn each<T>(
    texts: &[Spanned<String>],
    read: impl Fn(&str) -> Result<T, String>,
    error: &mut impl FnMut(Range<usize>, String),
) -> Vec<T> {
    let one = |text: &Spanned<String>| read(text.get_ref()).map_err(|message| error(text.span(), message)).ok();
    texts.iter().filter_map(one).collect()
}

fn one_or_more<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum OneOrMore {
        One(String),
        More(Vec<String>),
    }
    Ok(match OneOrMore::deserialize(deserializer)? {
        OneOrMore::One(text) => vec![text],
        OneOrMore::More(texts) => texts,
    })
}

/// A text that a rule must find, or must be silent about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Example {
    /// The text.
    pub text: String,
    /// What is reported, where that is part of the example.
    pub matched: Option<String>,
    /// The genre that the text is read as.
    pub genre: Genre,
    /// What the text is looked at for.
    pub mode: Option<Mode>,
    /// What the authority says about itself.
    pub facts: Option<Facts>,
    /// Whether the text is a whole letter with zones of its own.
    pub letter: bool,
    /// The pack that added it, where that is not the pack of the rule.
    pub added_by: Option<String>,
}

impl Example {
    pub(crate) fn of(text: String) -> Self {
        Self { text, matched: None, genre: Genre::Svar, mode: None, facts: None, letter: false, added_by: None }
    }

    /// The example of a record; hands what is wrong with its facts to `error`, with its place.
    pub(crate) fn read(record: &ExampleRecord, error: &mut impl FnMut(Range<usize>, String)) -> Self {
        match record {
            ExampleRecord::Text(text) => Self::of(text.clone()),
            ExampleRecord::Full(full) => Self {
                facts: full.facts.as_ref().map(|facts| facts.read(error)),
                text: full.text.clone(),
                matched: full.matched.clone(),
                genre: full.genre.unwrap_or(Genre::Svar),
                mode: full.mode,
                letter: full.letter,
                added_by: None,
            },
        }
    }

    /// How the text is to be read.
    #[must_use]
    pub fn options(&self) -> Options<'_> {
        Options { genre: Some(self.genre), mode: self.mode, facts: self.facts.as_ref(), ..Options::default() }
    }
}

/// Reads one pack.
///
/// # Errors
/// All syntax errors, or the first record that does not fit the format.
pub(crate) fn read(name: &str, text: &str) -> Result<PackRecord, Vec<PackError>> {
    toml::from_str(text).map_err(|error| {
        let (_, syntax) = toml::de::DeTable::parse_recoverable(text);
        let errors = if syntax.is_empty() { vec![error] } else { syntax };
        errors
            .into_iter()
            .map(|error| PackError {
                pack: name.to_owned(),
                span: error.span().unwrap_or(0..0),
                message: toml_message(error.message()),
            })
            .collect()
    })
}

/// What a person is told for a message of the TOML reader, in Danish; what is between backticks is kept.
#[must_use]
pub fn toml_message(message: &str) -> String {
    let quoted: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    let name = quoted.first().copied().unwrap_or_default();
    if message.starts_with("unknown field") {
        format!("»{name}« er ikke et felt her; felterne er {}", quoted[1..].join(", "))
    } else if message.starts_with("unknown variant") {
        format!("»{name}« er ikke en mulighed her; mulighederne er {}", quoted[1..].join(", "))
    } else if message.starts_with("missing field") {
        format!("feltet »{name}« mangler")
    } else if message.starts_with("duplicate key") {
        "den samme nøgle står der to gange".to_owned()
    } else if let Some((_, expected)) =
        message.split_once(", expected ").filter(|_| message.starts_with("invalid type"))
    {
        format!("her skal stå {}", expected_value(expected))
    } else {
        format!("filen er ikke gyldig TOML: {message}")
    }
}

/// A value that serde expects, in Danish.
fn expected_value(expected: &str) -> &str {
    match expected {
        "a string" | "string or table" => "en tekst i anførselstegn",
        "a boolean" => "true eller false",
        "a sequence" => "en liste: [\"…\", \"…\"]",
        "a map" => "en tabel",
        _ if expected.starts_with("struct ") => "en tabel",
        _ if expected.contains("usize") || expected.contains("integer") => "et helt tal",
        _ => expected,
    }
}
