//! Sentences from the templates, and what could be written instead.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use serde::Serialize;
use similar::{ChangeTag, TextDiff};
use traek_core::{Edit, Finding, Letter, Marker, Sentence, Zone};

use super::anonymous::anonymous;
use super::blocks::{Block, Run, Runs, Section, plain, strong, text};
use super::hits::RuleHits;
use crate::output::new_suggestions;

/// So many rules have examples.
const MOST_RULES: usize = 8;

/// So many of them show a sentence in other words, if there are so many.
const FEWEST_REWRITTEN: usize = 4;

/// So many of them are about single words, which are easy to show and say little.
const MOST_ABOUT_WORDS: usize = 3;

/// So many examples of a rule show what it is about.
const MOST_OF_A_RULE: usize = 2;

/// So many sentences are kept of each rule: of more, those that come first are as good as any.
const MOST_KEPT: usize = 400;

/// The length of an example that is easiest to read (chars).
const EASY_LENGTH: usize = 90;

/// Longer words (chars) do not fit into what a rule says.
const MOST_CHARS_OF_WORDS: usize = 50;

/// A suggestion with fewer words does not tell what to do.
const FEWEST_WORDS_TO_DO: usize = 3;

/// Of a sentence of which so much is found (percent) nothing is marked.
const MOST_MARKED: usize = 70;

/// Sentences with findings, by rule.
#[derive(Default)]
pub(crate) struct Sentences {
    rules: BTreeMap<Arc<str>, BTreeMap<String, Candidate>>,
}

#[derive(Debug)]
struct Candidate {
    found: Option<Range<usize>>,
    after: Option<String>,
    suggestion: Option<String>,
    replaced: usize,
    templates: usize,
    last: usize,
}

impl Sentences {
    /// Keeps the sentences of template `number` that can be shown.
    pub(crate) fn add(&mut self, number: usize, letter: &Letter<'_>, findings: &[Finding]) {
        // What a learned scorer says of a sentence says nothing about what to write instead.
        for finding in findings.iter().filter(|finding| !finding.about_letter && !finding.learned) {
            let at = letter.sentences.partition_point(|sentence| sentence.end <= finding.span.start);
            let Some(sentence) = letter.sentences.get(at) else { continue };
            if sentence.zone != Zone::Body || finding.span.end > sentence.end {
                continue;
            }
            let edits = edits(finding, findings, sentence);
            let is_term = finding.marker == Marker::Fagsprog;
            let Some(shown) = anonymous(letter, sentence, &edits, &finding.span, is_term) else { continue };
            let suggestion = new_suggestions(finding).find(|suggestion| is_general(suggestion)).cloned();
            if shown.after.is_none() && suggestion.is_none() {
                continue;
            }
            let known = self.rules.entry(Arc::clone(&finding.rule)).or_default();
            if known.len() == MOST_KEPT && !known.contains_key(&shown.before) {
                continue;
            }
            let candidate = known.entry(shown.before).or_insert(Candidate {
                found: shown.found,
                after: shown.after,
                suggestion,
                replaced: shown.replaced,
                templates: 0,
                last: usize::MAX,
            });
            if candidate.last != number {
                (candidate.templates, candidate.last) = (candidate.templates + 1, number);
            }
        }
    }
}

/// The changes of `finding` in its sentence; with the change of one jargon word come those of the others, which would
/// else be held up as good.
fn edits(finding: &Finding, all: &[Finding], sentence: &Sentence) -> Vec<Edit> {
    let of = |finding: &Finding| -> Vec<Edit> {
        let here = |edit: &&Edit| sentence.start <= edit.span.start && edit.span.end <= sentence.end;
        finding.fix.iter().flat_map(|fix| &fix.edits).filter(here).cloned().collect()
    };
    let mut edits = of(finding);
    if edits.is_empty() || finding.marker != Marker::Fagsprog {
        return edits;
    }
    for edit in all.iter().filter(|other| other.marker == Marker::Fagsprog).flat_map(of) {
        if edits.iter().all(|made| edit.span.end <= made.span.start || made.span.end <= edit.span.start) {
            edits.push(edit);
        }
    }
    edits.sort_by_key(|edit| edit.span.start);
    edits
}

impl Sentences {
    /// Whether a sentence with a finding of `rule` can be shown in other words.
    fn is_rewritten(&self, rule: &str) -> bool {
        self.rules.get(rule).is_some_and(|known| known.values().any(|candidate| candidate.after.is_some()))
    }

    /// Words that a rule has found in most templates, if they can be shown.
    pub(crate) fn words_of(&self, rule: &str) -> Option<String> {
        let known = self.rules.get(rule)?;
        let words = |(before, candidate): (&String, &Candidate)| {
            let words = before.get(candidate.found.clone()?)?.trim_end_matches(['.', ',', ';', ':']);
            let short = words.chars().count() <= MOST_CHARS_OF_WORDS;
            (short && candidate.replaced == 0).then(|| (Reverse(candidate.templates), words.to_owned()))
        };
        known.iter().filter_map(words).min().map(|(_, words)| words)
    }
}

/// Whether a suggestion tells what to do, and nothing about the letter that it was made for: `Skriv fx: »…«` is the
/// sentence itself in other words, and shorter ones are only words to put in.
fn is_general(suggestion: &str) -> bool {
    let long = suggestion.split_whitespace().count() >= FEWEST_WORDS_TO_DO;
    let tells_what_to_do = long && suggestion.starts_with(char::is_uppercase);
    let quotes_letter = suggestion.starts_with("Skriv fx: »");
    tells_what_to_do && !quotes_letter && !suggestion.contains(|sign: char| sign.is_numeric() || sign == '@')
}

/// A sentence, and what could be written instead.
#[derive(Debug, Serialize)]
pub(crate) struct Example {
    pub(crate) rule: String,
    /// What the rule says.
    pub(crate) message: String,
    /// In how many templates the sentence stands.
    pub(crate) templates: usize,
    pub(crate) before: String,
    /// Where in `before` (bytes) the words are that the rule has found, if they are shown as they are.
    pub(crate) found: Option<Range<usize>>,
    /// The sentence in other words, where the rule has them.
    pub(crate) after: Option<String>,
    /// What to do, where it has not.
    pub(crate) suggestion: Option<String>,
}

/// Examples of the rules that found something in most templates.
pub(crate) fn of(sentences: &Sentences, rules: &[RuleHits]) -> Vec<Example> {
    chosen(sentences, rules).into_iter().flat_map(|rule| of_rule(sentences, rule)).collect()
}

/// The rules that have examples, the most frequent first.
fn chosen<'r>(sentences: &Sentences, rules: &'r [RuleHits]) -> Vec<&'r RuleHits> {
    let mut frequent: Vec<(usize, &RuleHits)> =
        rules.iter().enumerate().filter(|(_, rule)| sentences.rules.contains_key(rule.rule.as_str())).collect();
    // Of two rules that are as frequent the one whose mending helps more comes first, as it does in `rules`.
    let by_frequency = |(place, rule): &(usize, &RuleHits)| (Reverse(rule.templates.len()), *place);
    frequent.sort_by_key(by_frequency);
    let mut about_words = 0;
    frequent.retain(|(_, rule)| {
        about_words += usize::from(rule.marker == Marker::Fagsprog);
        rule.marker != Marker::Fagsprog || about_words <= MOST_ABOUT_WORDS
    });
    // What is shown in other words says most, so some of it is shown however frequent the rest is.
    let (mut chosen, others): (Vec<_>, Vec<_>) =
        frequent.into_iter().partition(|(_, rule)| sentences.is_rewritten(&rule.rule));
    let mut rest = chosen.split_off(chosen.len().min(FEWEST_REWRITTEN));
    rest.extend(others);
    rest.sort_by_key(by_frequency);
    rest.truncate(MOST_RULES - chosen.len());
    chosen.extend(rest);
    chosen.sort_by_key(by_frequency);
    chosen.into_iter().map(|(_, rule)| rule).collect()
}

fn of_rule(sentences: &Sentences, rule: &RuleHits) -> Vec<Example> {
    let mut all: Vec<(&String, &Candidate)> = sentences.rules.get(rule.rule.as_str()).into_iter().flatten().collect();
    all.sort_by_key(|(before, candidate)| {
        let off = before.chars().count().abs_diff(EASY_LENGTH);
        (candidate.after.is_none(), candidate.replaced, Reverse(candidate.templates), off, *before)
    });
    let example = |(before, candidate): (&String, &Candidate)| Example {
        rule: rule.rule.clone(),
        message: rule.message.clone(),
        templates: candidate.templates,
        before: before.clone(),
        found: candidate.found.clone(),
        after: candidate.after.clone(),
        suggestion: candidate.suggestion.clone().filter(|_| candidate.after.is_none()),
    };
    all.into_iter().take(MOST_OF_A_RULE).map(example).collect()
}

pub(crate) fn section(examples: &[Example], rules: &[RuleHits]) -> Section {
    let mut blocks = Vec::new();
    if rules.is_empty() {
        blocks.push(text("Der er ingen sætninger at skrive om."));
    } else if examples.is_empty() {
        blocks.push(text("Der er ingen sætninger, som kan vises uden at røbe noget om nogen."));
    } else {
        blocks.push(text(
            "Sætningerne står i jeres egne skabeloner. Navne, datoer og tal er byttet ud med det, de er. Ordene under »I \
             stedet« er forslag: Læs dem, og ret dem til.",
        ));
    }
    for of_rule in examples.chunk_by(|a, b| a.rule == b.rule) {
        blocks.push(Block::Title(vec![plain(&of_rule[0].message)]));
        for (place, example) in of_rule.iter().enumerate() {
            let told_again = of_rule.get(place + 1).is_some_and(|next| next.suggestion == example.suggestion);
            blocks.extend(in_words(example, !told_again));
        }
    }
    Section { id: "eksempler", title: "Før og efter", blocks }
}

/// An example, with its suggestion unless the next one has the same.
fn in_words(example: &Example, with_suggestion: bool) -> Vec<Block> {
    let quote = |label: &str, words: Runs| Block::Quote { label: label.to_owned(), words };
    let before = example.before.as_str();
    if let Some(after) = &example.after {
        let Change { before, after } = Change::new(before, after);
        return vec![quote("I dag", before), quote("I stedet", after)];
    }
    let marked = match &example.found {
        Some(Range { start, end }) if 100 * (end - start) <= MOST_MARKED * before.len() => {
            vec![plain(&before[..*start]), strong(&before[*start..*end]), plain(&before[*end..])]
        }
        _ => vec![plain(before)],
    };
    let suggestion = example.suggestion.as_ref().filter(|_| with_suggestion);
    let instead = suggestion.map(|suggestion| quote("I stedet", vec![plain(suggestion)]));
    std::iter::once(quote("I dag", marked)).chain(instead).collect()
}

/// Two wordings with the words that differ marked.
struct Change {
    before: Runs,
    after: Runs,
}

impl Change {
    fn new(before: &str, after: &str) -> Self {
        let mut change = Self { before: Runs::new(), after: Runs::new() };
        for part in TextDiff::from_words(before, after).iter_all_changes() {
            let text = part.value();
            match part.tag() {
                ChangeTag::Equal => {
                    push(&mut change.before, text, Run::Plain);
                    push(&mut change.after, text, Run::Plain);
                }
                ChangeTag::Delete => push(&mut change.before, text, Run::Gone),
                ChangeTag::Insert => push(&mut change.after, text, Run::New),
            }
        }
        change
    }
}

/// Adds `text`, to the last run if that is of the same kind.
fn push(runs: &mut Runs, text: &str, kind: fn(String) -> Run) {
    let new = kind(text.to_owned());
    match runs.last_mut() {
        Some(last) if std::mem::discriminant(last) == std::mem::discriminant(&new) => {
            *last = kind(format!("{}{text}", last.text()));
        }
        _ => runs.push(new),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use traek_core::{Applicability, Document, Fix, Severity};

    fn finding(span: Range<usize>, put: Option<&str>) -> Finding {
        Finding {
            rule: "fagsprog/saafremt".into(),
            marker: Marker::Fagsprog,
            severity: Severity::Raad,
            span: span.clone(),
            also: Vec::new(),
            message: "»såfremt« er et papirord".to_owned(),
            suggestions: vec!["hvis".to_owned()],
            about_letter: false,
            learned: false,
            fix: put.map(|put| Fix {
                edits: vec![Edit { span, text: put.to_owned() }],
                applicability: Applicability::Safe,
            }),
        }
    }

    fn examples(letters: &[&str]) -> Vec<Example> {
        let mut sentences = Sentences::default();
        for (number, text) in letters.iter().enumerate() {
            let document = Document::plain(*text);
            let letter = Letter::running_text(&document);
            let at = text.find("såfremt").expect("the word is there");
            sentences.add(number, &letter, &[finding(at..at + "såfremt".len(), Some("hvis"))]);
        }
        let rule = RuleHits {
            learned: false,
            example: None,
            rule: "fagsprog/saafremt".to_owned(),
            marker: Marker::Fagsprog,
            severity: Severity::Raad,
            message: "»såfremt« er et papirord".to_owned(),
            why: String::new(),
            findings: letters.len(),
            templates: Vec::new(),
        };
        of(&sentences, &[rule])
    }

    #[test]
    fn a_sentence_that_many_templates_share_and_that_tells_nothing_comes_first() {
        let shared = "Du kan ringe til os, såfremt du er i tvivl.";
        let found = examples(&[
            "Vi skriver til Mette Holm, såfremt du ikke ringer til os.",
            "Du kan ringe til mig i morgen, såfremt du er i tvivl.",
            shared,
            shared,
        ]);
        let shown: Vec<(&str, usize)> = found.iter().map(|one| (one.before.as_str(), one.templates)).collect();
        assert_eq!(shown, [(shared, 2), ("Du kan ringe til mig i morgen, såfremt du er i tvivl.", 1)]);
        assert_eq!(found[0].after.as_deref(), Some("Du kan ringe til os, hvis du er i tvivl."));
    }

    #[test]
    fn all_jargon_of_a_sentence_is_changed_together() {
        let text = "Ring til os, såfremt du vil fremsende noget.";
        let document = Document::plain(text);
        let letter = Letter::running_text(&document);
        let at = |word: &str| text.find(word).map(|at| at..at + word.len()).expect("the word is there");
        let findings = [finding(at("såfremt"), Some("hvis")), finding(at("fremsende"), Some("sende"))];
        let edits = edits(&findings[1], &findings, &letter.sentences[0]);
        assert_eq!(edits.iter().map(|edit| edit.text.as_str()).collect::<Vec<_>>(), ["hvis", "sende"]);
    }

    #[test]
    fn the_words_that_differ_are_marked() {
        let change = Change::new("Ring, såfremt du er i tvivl.", "Ring, hvis du er i tvivl.");
        assert_eq!(change.after, [plain("Ring, "), Run::New("hvis".to_owned()), plain(" du er i tvivl.")]);
        assert_eq!(change.before[1], Run::Gone("såfremt".to_owned()));
    }
}
