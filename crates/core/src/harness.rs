//! Every rule proves itself: what is bad is found, what is good is left alone, fixes come to rest.

use std::ops::Range;

use crate::document::Document;
use crate::letter::Letter;
use crate::linter::{Options, moves_in, report_on, signals_in};
use crate::names::Marker;
use crate::pack::Example;
use crate::report::{Finding, Report};
use crate::rulebook::{Rule, RuleBody, Rulebook};

/// An example that does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The pack that the example stands in.
    pub pack: String,
    /// The packs that extend the rule or a word set of its patterns.
    pub extended_by: Vec<String>,
    /// The rule, move or signal.
    pub rule: String,
    /// The example's text.
    pub example: String,
    /// What was expected and what came, in Danish.
    pub message: String,
}

/// Tests all rules, moves and signals; returns what failed.
#[must_use]
pub fn test(book: &Rulebook) -> Vec<Failure> {
    let mut failures = Vec::new();
    for (rule, explanation) in book.explained() {
        for example in &explanation.bad {
            if let Some(message) = bad_failure(book, rule, example) {
                failures.push(failure(&rule.id, (&explanation.pack, &explanation.extended_by), example, message));
            }
        }
        for example in &explanation.good {
            if let Some(message) = good_failure(book, rule, example) {
                failures.push(failure(&rule.id, (&explanation.pack, &explanation.extended_by), example, message));
            }
        }
    }
    failures.extend(move_failures(book));
    failures.extend(signal_failures(book));
    failures
}

/// A failure of a rule with its pack and the packs that extend it.
fn failure(rule: &str, packs: (&str, &[String]), example: &Example, message: String) -> Failure {
    let (pack, extended_by) = packs;
    let message = match (&example.added_by, extended_by) {
        (None, [_, ..]) => format!("{message} (udvidet af {})", extended_by.join(", ")),
        _ => message,
    };
    Failure {
        pack: example.added_by.clone().unwrap_or_else(|| pack.to_owned()),
        extended_by: extended_by.to_vec(),
        rule: rule.to_owned(),
        example: example.text.clone(),
        message,
    }
}

/// The report on an example; the sentence scorer only speaks in the examples of its own rules.
fn report(book: &Rulebook, rule: &Rule, example: &Example, text: &str) -> Report {
    let document = Document::plain(text);
    let letter = if example.letter { Letter::new(&document) } else { Letter::running_text(&document) };
    report_on(book, &letter, &Options { strict: rule.strict, rules_only: !rule.needs_learned(), ..example.options() })
}

fn bad_failure(book: &Rulebook, rule: &Rule, example: &Example) -> Option<String> {
    let found = report(book, rule, example, &example.text);
    let Some(finding) = found.findings.iter().find(|finding| finding.rule == rule.id) else {
        let others: Vec<&str> = found.findings.iter().map(|finding| &*finding.rule).collect();
        let others = if others.is_empty() { "ingen regler".to_owned() } else { others.join(", ") };
        return Some(format!("skulle findes af reglen, men blev fundet af {others}"));
    };
    let text = &example.text[finding.span.clone()];
    if let Some(expected) = example.matched.as_ref().filter(|expected| text != expected.as_str()) {
        return Some(format!("skulle finde »{expected}«, men fandt »{text}«"));
    }
    fix_failure(book, rule, example, finding)
}

/// A fix removes its finding, and what it writes is not found in its turn.
fn fix_failure(book: &Rulebook, rule: &Rule, example: &Example, finding: &Finding) -> Option<String> {
    let fix = finding.fix.as_ref()?;
    let fixed = apply(&example.text, fix.edits.iter().map(|edit| (edit.span.clone(), edit.text.as_str())));
    let after = report(book, rule, example, &fixed);
    after
        .findings
        .iter()
        .any(|again| again.rule == rule.id)
        .then(|| format!("bliver fundet igen efter rettelsen »{fixed}«"))
}

fn apply<'e>(text: &str, edits: impl Iterator<Item = (Range<usize>, &'e str)>) -> String {
    let mut fixed = String::with_capacity(text.len());
    let mut done = 0;
    for (span, replacement) in edits {
        fixed.push_str(&text[done..span.start]);
        fixed.push_str(replacement);
        done = span.end;
    }
    fixed.push_str(&text[done..]);
    fixed
}

fn good_failure(book: &Rulebook, rule: &Rule, example: &Example) -> Option<String> {
    let found = report(book, rule, example, &example.text);
    // What is missing is a matter of whole letters: for other rules it does not count in their examples.
    let about_absence = matches!(rule.body, RuleBody::Check(_));
    let finding = found.findings.iter().find(|finding| {
        let missing = finding.says_missing();
        let own = finding.rule == rule.id;
        let strict_other = book.rule(&finding.rule).is_some_and(|other| other.strict) && !own;
        finding.marker == rule.marker
            && (own || !missing)
            && !(about_absence && !own && rule.marker == Marker::Laesbarhed)
            && !strict_other
    })?;
    Some(format!("skulle være i orden, men {} fandt »{}«", finding.rule, &example.text[finding.span.clone()]))
}

fn move_failures(book: &Rulebook) -> impl Iterator<Item = Failure> {
    book.moves.iter().flat_map(|rule| {
        let seen = |text: &str| moves_in(book, text).contains(&rule.kind);
        let failed = misread(
            &rule.good,
            &rule.bad,
            seen,
            ["skulle ses som grebet, men blev ikke set", "skulle ikke ses som grebet, men blev set"],
        );
        failed.map(|(example, message)| failure(&rule.id, (&rule.pack, &rule.extended_by), example, message))
    })
}

fn signal_failures(book: &Rulebook) -> impl Iterator<Item = Failure> {
    book.signals.iter().flat_map(|rule| {
        let given = |text: &str| signals_in(book, text).contains(&rule.signal);
        let failed = misread(
            &rule.good,
            &rule.bad,
            given,
            [
                "skulle sige det, som signalet står for, men gør det ikke",
                "skulle ikke sige det, som signalet står for, men gør det",
            ],
        );
        failed.map(|(example, message)| failure(rule.signal.id(), (&rule.pack, &[]), example, message))
    })
}

/// The `good` examples that are not `seen` as what they are, and the `bad` ones that are, with what to say of either.
fn misread<'e>(
    good: &'e [Example],
    bad: &'e [Example],
    seen: impl Fn(&str) -> bool,
    [missed, mistaken]: [&str; 2],
) -> impl Iterator<Item = (&'e Example, String)> {
    let good = good.iter().map(|example| (example, true, missed.to_owned()));
    let bad = bad.iter().map(|example| (example, false, mistaken.to_owned()));
    good.chain(bad)
        .filter(move |(example, expected, _)| seen(&example.text) != *expected)
        .map(|(example, _, message)| (example, message))
}
