//! `traek explain`: why a rule is there, and what to write instead.

use std::io::Write;

use traek_core::{Document, Example, Explanation, Finding, Fix, Letter, Options, Rule, Rulebook};

use crate::args::ExplainArgs;
use crate::choice::unknown;
use crate::screen::Screen;
use crate::{Failure, Outcome, config, danish};

/// Where running text begins (columns).
const INDENT: &str = "  ";

/// So many examples of each kind are enough to see what a rule is about.
const MOST_EXAMPLES: usize = 4;

pub(crate) fn run(args: &ExplainArgs, screen: &mut Screen) -> Result<Outcome, Failure> {
    let book = config::book_here(&args.packs)?;
    let Some((rule, explanation)) = book.explained().find(|(rule, _)| *rule.id == args.rule) else {
        return Err(Failure::Message(unknown(&book, &args.rule, "ikke en regel")));
    };
    let style = screen.style;
    writeln!(screen, "{} ({} om {})", style.bold(&rule.id), rule.severity.title(), rule.marker.title().to_lowercase())?;
    paragraph(screen, &headline(&book, rule, explanation))?;
    section(screen, "Hvorfor", std::slice::from_ref(&explanation.why))?;
    section(screen, "Skriv i stedet", &instead(&book, rule, explanation))?;
    writeln!(screen, "\n{}", style.bold("Det finder reglen"))?;
    for example in explanation.bad.iter().take(MOST_EXAMPLES) {
        bad_example(screen, &book, rule, example)?;
    }
    let good: Vec<String> = explanation.good.iter().take(MOST_EXAMPLES).map(|example| example.text.clone()).collect();
    section(screen, "Sådan er det i orden", &good)?;
    section(screen, "Gælder", &scope(rule))?;
    section(screen, "Kilde", std::slice::from_ref(&explanation.source))?;
    section(screen, "Udvidet af", &explanation.extended_by)?;
    Ok(Outcome::Clean)
}

/// What a rule says, in one line; `…` stands for the words that it finds.
pub(crate) fn headline(book: &Rulebook, rule: &Rule, explanation: &Explanation) -> String {
    if !rule.message.is_empty() {
        return rule.message.replace("{match}", "…").replace("{detail}", "…");
    }
    // A jargon word has no message of its own: it is made for the form that was found.
    let found = explanation.bad.first().and_then(|example| finding(book, rule, example));
    found.map_or_else(String::new, |found| found.message)
}

fn section(screen: &mut Screen, title: &str, texts: &[String]) -> Result<(), Failure> {
    if texts.is_empty() {
        return Ok(());
    }
    let title = screen.style.bold(title);
    writeln!(screen, "\n{title}")?;
    texts.iter().try_for_each(|text| paragraph(screen, text))
}

/// A text with a hanging indent; the lines of a letter stay lines.
fn paragraph(screen: &mut Screen, text: &str) -> Result<(), Failure> {
    let width = screen.style.width.saturating_sub(INDENT.len());
    for line in text.trim_end().lines() {
        for part in danish::wrapped(line, width) {
            writeln!(screen, "{INDENT}{part}")?;
        }
    }
    Ok(())
}

/// The rule's own suggestions; for a jargon word those for its first example.
pub(crate) fn instead(book: &Rulebook, rule: &Rule, explanation: &Explanation) -> Vec<String> {
    if !rule.suggest.is_empty() {
        return rule.suggest.iter().map(|text| text.replace("{match}", "…").replace("{detail}", "…")).collect();
    }
    let found = explanation.bad.first().and_then(|example| finding(book, rule, example));
    found.map_or_else(Vec::new, |found| found.suggestions)
}

/// An example with the found words in bold, and how it reads when the fix is made.
fn bad_example(screen: &mut Screen, book: &Rulebook, rule: &Rule, example: &Example) -> Result<(), Failure> {
    let Some(found) = finding(book, rule, example) else { return paragraph(screen, &example.text) };
    let (before, rest) = example.text.split_at(found.span.start);
    let (words, after) = rest.split_at(found.span.end - found.span.start);
    let words = screen.style.bold(words);
    paragraph(screen, &format!("{before}{words}{after}"))?;
    match &found.fix {
        Some(fix) => paragraph(screen, &format!("→ {}", fixed(&example.text, fix))),
        None => Ok(()),
    }
}

fn fixed(text: &str, fix: &Fix) -> String {
    let mut fixed = String::new();
    let mut done = 0;
    for edit in &fix.edits {
        fixed.push_str(&text[done..edit.span.start]);
        fixed.push_str(&edit.text);
        done = edit.span.end;
    }
    fixed.push_str(&text[done..]);
    fixed
}

/// What the rule finds in one of its examples, read as `traek test` reads it.
fn finding(book: &Rulebook, rule: &Rule, example: &Example) -> Option<Finding> {
    let document = Document::plain(example.text.as_str());
    let letter = if example.letter { Letter::new(&document) } else { Letter::running_text(&document) };
    let options = Options { strict: rule.strict, ..example.options() };
    let report = traek_core::report_on(book, &letter, &options);
    report.findings.into_iter().find(|finding| finding.rule == rule.id)
}

fn scope(rule: &Rule) -> Vec<String> {
    let titles = |genres: &[traek_core::Genre]| {
        danish::list(&genres.iter().map(|genre| genre.title().to_owned()).collect::<Vec<_>>())
    };
    let mut scope = match (rule.genres(), rule.not_genres()) {
        ([], []) => vec!["Alle slags breve.".to_owned()],
        ([], not) => vec![format!("Alle slags breve, men ikke {}.", titles(not))],
        (only, _) => vec![format!("Kun {}.", titles(only))],
    };
    if rule.strict {
        scope.push("Vises kun med --strict.".to_owned());
    }
    let only = rule.modes().iter().map(|mode| format!("Vises kun med --mode {} eller mode i traek.toml.", mode.id()));
    let not = rule.not_modes().iter().map(|mode| format!("Vises ikke med --mode {}.", mode.id()));
    scope.extend(only.chain(not));
    if rule.needs_facts() {
        scope.push("Vises kun, når [authority] i traek.toml har jeres egne oplysninger.".to_owned());
    }
    scope
}
