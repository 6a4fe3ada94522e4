//! Reads a letter with a rulebook and says what should be looked at again.

use std::ops::Range;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::analysis::{Analysis, MoveHit};
use crate::checks::{self, Check};
use crate::context::{self, Marks, TONES};
use crate::document::Document;
use crate::explained::is_explained;
use crate::facts::Facts;
use crate::fold::{keep_case, shortened};
use crate::letter::Letter;
use crate::names::{Genre, Marker, Mode, MoveKind, Severity, Signal};
use crate::pack::{SecondReading, TermClass};
use crate::report::{Applicability, Edit, Finding, Fix, GenreSource, Move, Report};
use crate::resolve::resolve;
use crate::rewrite;
use crate::rulebook::{Owner, Rule, RuleBody, Rulebook};
use crate::scan::{Hit, Scanned, scan};
use crate::term::Term;

/// How a letter is to be read.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options<'a> {
    /// The kind of letter, where the caller knows it.
    pub genre: Option<Genre>,
    /// What the letter is looked at for, where the caller knows it.
    pub mode: Option<Mode>,
    /// What the authority says about itself, where the caller knows it.
    pub facts: Option<&'a Facts>,
    /// Judge by the rules alone, without the learned scorers.
    pub rules_only: bool,
    /// Also report what is only worth a word in the strictest reading.
    pub strict: bool,
}

/// The report on `document`.
///
/// ```
/// let pack = r#"
/// title = "Prøve"
/// [[term]]
/// lemma = "såfremt"
/// class = "erstat"
/// plain = ["hvis"]
/// bad = "Såfremt du kommer, ses vi."
/// good = "Hvis du kommer, ses vi."
/// "#;
/// let book = traek_core::Rulebook::load(&[("prøve", pack)]).expect("valid pack");
/// let letter = traek_core::Document::plain("Kære Mia\n\nRing, såfremt du er i tvivl.\n");
/// let report = traek_core::check(&book, &letter, &Default::default());
/// assert_eq!(&*report.findings[0].rule, "fagsprog/saafremt");
/// ```
#[must_use]
pub fn check(book: &Rulebook, document: &Document, options: &Options<'_>) -> Report {
    let letter = Letter::new(document);
    report_on(book, &letter, options)
}

/// The report on a letter that has been taken apart already.
#[must_use]
pub fn report_on(book: &Rulebook, letter: &Letter<'_>, options: &Options<'_>) -> Report {
    let scanned = Scanned::new(book, letter);
    let hits = scan(book, &scanned);
    let mut analysis = Analysis::new(book, &scanned, &hits, options);
    let (found, marks) = Judge { analysis: &analysis, options }.findings(&hits);
    analysis.read_in_context(&marks);
    let judge = Judge { analysis: &analysis, options };
    let mut findings = judge.weighed(found);
    for (rule, check) in book.checks() {
        if applies(rule, analysis.genre, options) {
            let found = checks::run(check, &analysis, rule.marker, &rule.scope.zones);
            let told = found.into_iter().filter(|found| !judge.silenced_around(rule, found.span.start));
            findings.extend(told.map(|found| structural(rule, letter, found)));
        }
    }
    let findings = resolve(findings, &analysis);
    // What is said to be missing is not praised in the same breath.
    let no_next_step = findings.iter().any(|finding| &*finding.rule == MISSING_NEXT_STEP);
    let praised = |one: &&MoveHit| !(no_next_step && one.kind == MoveKind::NaesteSkridt);
    Report {
        genre: analysis.genre,
        genre_source: if options.genre.is_some() { GenreSource::Given } else { GenreSource::Detected },
        findings,
        moves: analysis
            .moves
            .iter()
            .filter(praised)
            .map(|one| Move { kind: one.kind, span: one.span.clone() })
            .collect(),
        lix: checks::lix(letter),
        words: letter.body().map(|(_, sentence)| sentence.words.len()).sum(),
    }
}

/// Hands `read` the analysis of a letter and what the patterns found in each of its sentences.
pub(crate) fn with_marks<T>(
    book: &Rulebook,
    letter: &Letter<'_>,
    read: impl FnOnce(&Analysis<'_>, &[Marks]) -> T,
) -> T {
    let options = Options::default();
    analysed(book, letter, &options, |analysis, hits| {
        let (_, marks) = Judge { analysis, options: &options }.findings(hits);
        read(analysis, &marks)
    })
}

/// Hands `read` what patterns alone see in a letter, whose genre does not matter.
pub(crate) fn by_patterns<T>(book: &Rulebook, letter: &Letter<'_>, read: impl FnOnce(&Analysis<'_>) -> T) -> T {
    let options = Options { genre: Some(Genre::Svar), rules_only: true, ..Options::default() };
    analysed(book, letter, &options, |analysis, _| read(analysis))
}

fn analysed<T>(
    book: &Rulebook,
    letter: &Letter<'_>,
    options: &Options<'_>,
    read: impl FnOnce(&Analysis<'_>, &[Hit]) -> T,
) -> T {
    let scanned = Scanned::new(book, letter);
    let hits = scan(book, &scanned);
    read(&Analysis::new(book, &scanned, &hits, options), &hits)
}

/// The rule that says that no next step is told.
const MISSING_NEXT_STEP: &str = "naeste-skridt/mangler";

/// The calming moves (`[[move]]` records) that a text of running prose makes.
pub(crate) fn moves_in(book: &Rulebook, text: &str) -> Vec<MoveKind> {
    by_patterns(book, &Letter::running_text(&Document::plain(text)), |analysis| {
        analysis.moves.iter().map(|one| one.kind).collect()
    })
}

/// The signals that a text of running prose gives.
pub(crate) fn signals_in(book: &Rulebook, text: &str) -> Vec<Signal> {
    by_patterns(book, &Letter::running_text(&Document::plain(text)), |analysis| {
        analysis.signals.iter().map(|(signal, _)| *signal).collect()
    })
}

fn applies(rule: &Rule, genre: Genre, options: &Options<'_>) -> bool {
    let scope = &rule.scope;
    let in_mode = |modes: &[Mode]| options.mode.is_some_and(|mode| modes.contains(&mode));
    (options.strict || !rule.strict)
        && (scope.genres.is_empty() || scope.genres.contains(&genre))
        && !scope.not_genres.contains(&genre)
        && (scope.modes.is_empty() || in_mode(&scope.modes))
        && !in_mode(&scope.not_modes)
}

fn structural(rule: &Rule, letter: &Letter<'_>, found: checks::Found) -> Finding {
    let matched = shown(&letter.text()[found.span.clone()]);
    let fill = |text: &str| text.replace("{match}", &matched).replace("{detail}", &found.detail);
    Finding {
        rule: Arc::clone(&rule.id),
        marker: rule.marker,
        severity: if found.doubtful { Severity::Raad } else { rule.severity },
        message: fill(&rule.message),
        suggestions: rule.suggest.iter().map(|text| fill(text)).collect(),
        span: found.span,
        also: Vec::new(),
        about_letter: matches!(&rule.body, RuleBody::Check(check) if check.asks_what_is_missing()),
        learned: rule.is_learned(),
        fix: None,
    }
}

/// A finding with the rule and the sentence that it is from.
struct Placed {
    finding: Finding,
    rule: usize,
    sentence: usize,
}

struct Judge<'a> {
    analysis: &'a Analysis<'a>,
    options: &'a Options<'a>,
}

impl Judge<'_> {
    /// What the patterns and terms find, each with the rule and the sentence that it is from, and the marks that they
    /// leave on the sentences.
    fn findings(&self, hits: &[Hit]) -> (Vec<Placed>, Vec<Marks>) {
        let mut findings: Vec<Placed> = Vec::new();
        let mut marks = vec![Marks::default(); self.analysis.sentences().len()];
        let mut terms: Vec<(usize, &Hit)> = Vec::new();
        for hit in hits {
            let Owner::Rule(index) = hit.owner else { continue };
            let rule = &self.analysis.book.rules[index];
            if !applies(rule, self.analysis.genre, self.options) || self.silenced(rule, hit) {
                continue;
            }
            match rule.body {
                RuleBody::Term(_) => terms.push((index, hit)),
                _ => {
                    let finding = self.finding(rule, hit);
                    findings.push(Placed { finding, rule: index, sentence: hit.sentence });
                }
            }
        }
        findings.extend(self.term_findings(terms));
        for placed in &findings {
            marks[placed.sentence].note(&self.analysis.book.rules[placed.rule]);
        }
        (findings, marks)
    }

    /// The findings as their sentences read in the letter: where the scorers doubt them they become advice, or nothing if
    /// their rule is not sure by itself.
    fn weighed(&self, found: Vec<Placed>) -> Vec<Finding> {
        let book = self.analysis.book;
        let limits = |marker: Marker| {
            book.checks().find_map(|(rule, check)| match check {
                Check::Tone { doubt, veto, .. } if rule.marker == marker => Some((*doubt, *veto)),
                _ => None,
            })
        };
        let tones = TONES.map(|(_, marker)| limits(marker));
        let mut findings = Vec::with_capacity(found.len());
        for Placed { mut finding, rule, sentence } in found {
            let limits = context::tone(finding.marker).and_then(|tone| tones[tone]);
            let probability = self.analysis.tone(finding.marker, sentence);
            let reading = book.rules[rule].second_reading;
            if let (Some((doubt, veto)), Some(probability)) = (limits, probability)
                && reading != SecondReading::Never
            {
                if reading == SecondReading::Full && probability < veto {
                    continue;
                }
                if probability < doubt {
                    finding.severity = Severity::Raad;
                }
            }
            findings.push(finding);
        }
        findings
    }

    /// A term is reported at its first place, unless a longer term covers it there.
    fn term_findings(&self, mut terms: Vec<(usize, &Hit)>) -> Vec<Placed> {
        let citizens = self.analysis.scanned.citizens_forms();
        terms.sort_by_key(|(index, hit)| (hit.found.marked.start, std::cmp::Reverse(hit.found.marked.end), *index));
        let mut findings: Vec<Placed> = Vec::new();
        let mut first_of_term: FxHashMap<usize, usize> = FxHashMap::default();
        let mut covered_to = 0;
        for (index, hit) in terms {
            let rule = &self.analysis.book.rules[index];
            let RuleBody::Term(term) = &rule.body else { continue };
            let covered = hit.found.marked.start < covered_to;
            if covered || self.term_is_innocent(term, hit, &citizens) {
                continue;
            }
            covered_to = hit.found.marked.end;
            let span = self.analysis.span(hit, rule.span);
            match first_of_term.get(&index) {
                Some(first) => self.repeat(&mut findings[*first].finding, term, span),
                None => {
                    first_of_term.insert(index, findings.len());
                    let finding = self.term_finding(rule, term, span);
                    findings.push(Placed { finding, rule: index, sentence: hit.sentence });
                }
            }
        }
        findings
    }

    fn silenced(&self, rule: &Rule, hit: &Hit) -> bool {
        match rule.body {
            RuleBody::Term(_) => rule.conditions.unless.iter().any(|program| self.inside(program, hit)),
            _ => self.silenced_in(rule, hit.sentence),
        }
    }

    /// Whether the rule's conditions silence it in the sentence at byte `at`.
    fn silenced_around(&self, rule: &Rule, at: usize) -> bool {
        if rule.conditions.is_empty() {
            return false;
        }
        let next = self.analysis.sentences().partition_point(|sentence| sentence.start <= at);
        next.checked_sub(1).is_some_and(|index| self.silenced_in(rule, index))
    }

    fn silenced_in(&self, rule: &Rule, index: usize) -> bool {
        let scanned = self.analysis.scanned;
        let conditions = &rule.conditions;
        let near = self.near(index);
        let too_late = rule.scope.before_acknowledgement
            && self.analysis.first_acknowledgement().is_some_and(|first| first <= index);
        let lacks =
            !conditions.needs_near.is_empty() && !near.clone().any(|near| scanned.any(&conditions.needs_near, near));
        too_late
            || lacks
            || scanned.any(&conditions.unless, index)
            || near.clone().any(|near| scanned.any(&conditions.unless_near, near))
    }

    /// The sentence and its neighbours of the same letter text.
    fn near(&self, sentence: usize) -> impl Iterator<Item = usize> + Clone + use<'_> {
        let sentences = self.analysis.sentences();
        let last = (sentence + 1).min(sentences.len() - 1);
        (sentence.saturating_sub(1)..=last)
            .filter(move |index| *index == sentence || sentences[*index].zone.is_running_text())
    }

    fn inside(&self, program: &crate::pattern::Program, hit: &Hit) -> bool {
        self.analysis
            .scanned
            .matches(program, hit.sentence)
            .iter()
            .any(|found| found.words.start < hit.found.marked.end && hit.found.marked.start < found.words.end)
    }

    /// Whether the letter explains the term, the reader used it, or the context makes it everyday Danish.
    fn term_is_innocent(&self, term: &Term, hit: &Hit, citizens: &[crate::pattern::FormId]) -> bool {
        if !term.only.is_empty() && !term.only.iter().any(|program| self.inside(program, hit)) {
            return true;
        }
        let words = hit.found.marked.clone();
        let readers_own = words.clone().all(|word| citizens.binary_search(&self.analysis.scanned.form(word)).is_ok());
        term.class == TermClass::Forklar
            && (readers_own || is_explained(self.analysis.scanned.letter, hit.sentence, words))
    }

    fn finding(&self, rule: &Rule, hit: &Hit) -> Finding {
        let span = self.analysis.span(hit, rule.span);
        let text = &self.analysis.scanned.letter.text()[span.clone()];
        let matched = shown(text);
        let fill = |template: &str| template.replace("{match}", &matched);
        let fix = rewrite::of(self.analysis, rule, hit.sentence, &span);
        let rewritten = fix
            .as_ref()
            .and_then(|fix| rewrite::shown(self.analysis.scanned.letter, fix, hit.sentence))
            .map(|text| format!("Skriv fx: »{text}«"));
        Finding {
            rule: Arc::clone(&rule.id),
            marker: rule.marker,
            severity: rule.severity,
            message: fill(&rule.message),
            suggestions: rewritten.into_iter().chain(rule.suggest.iter().map(|text| fill(text))).collect(),
            span,
            also: Vec::new(),
            about_letter: false,
            learned: false,
            fix,
        }
    }

    fn term_finding(&self, rule: &Rule, term: &Term, span: Range<usize>) -> Finding {
        let letter = self.analysis.scanned.letter;
        let text = &letter.text()[span.clone()];
        let replacements = term.replacements(self.analysis.book.lexicon.get(), &letter.folded[span.clone()]);
        let mut suggestions: Vec<String> = replacements.iter().map(|plain| keep_case(text, plain)).collect();
        suggestions.extend(term.advice.iter().map(|advice| capitalised(advice)));
        // Only a swap of one word for another can be made unseen: word order, gender and prepositions often follow the
        // old word.
        let fix = replacements.first().filter(|_| term.safe).map(|plain| Fix {
            edits: vec![Edit { span: span.clone(), text: keep_case(text, plain) }],
            applicability: Applicability::Safe,
        });
        Finding {
            rule: Arc::clone(&rule.id),
            marker: rule.marker,
            severity: rule.severity,
            message: term.message(text, &replacements),
            suggestions,
            span,
            also: Vec::new(),
            about_letter: false,
            learned: false,
            fix,
        }
    }

    /// A term is reported once; its other places go with the first.
    fn repeat(&self, first: &mut Finding, term: &Term, span: Range<usize>) {
        let letter = self.analysis.scanned.letter;
        let replacements = term.replacements(self.analysis.book.lexicon.get(), &letter.folded[span.clone()]);
        if let (Some(fix), Some(plain)) = (&mut first.fix, replacements.first()) {
            fix.edits.push(Edit { text: keep_case(&letter.text()[span.clone()], plain), span: span.clone() });
        }
        first.also.push(span);
    }
}

/// The longest text that a message quotes (chars).
const LONGEST_QUOTE: usize = 60;

fn shown(text: &str) -> String {
    shortened(text, LONGEST_QUOTE)
}

fn capitalised(text: &str) -> String {
    keep_case("A", text)
}
