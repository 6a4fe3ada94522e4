//! `traek check`: letters in, findings out.

use std::path::PathBuf;

use rayon::prelude::*;
use traek_core::{Genre, Marker, Options, Report, Rulebook, Severity};
use traek_documents::Source;

use crate::args::{CheckArgs, Format};
use crate::files::{self, Problem};
use crate::{Outcome, output, packs};

/// A letter with its report.
pub(crate) struct Checked {
    pub(crate) path: PathBuf,
    pub(crate) source: Source,
    pub(crate) report: Report,
}

pub(crate) fn run(args: &CheckArgs) -> Result<Outcome, String> {
    let genre = args.genre.as_deref().map(parse_genre).transpose()?;
    let fail_on = parse_severity(&args.fail_on)?;
    let book = packs::load(&args.packs)?;
    let choice = Choice::new(&book, &args.select, &args.ignore)?;
    // A rule that is selected by name is wanted, however strict it is.
    let options = Options { genre, strict: args.strict || choice.names_strict(&book) };
    let (paths, mut problems) = files::find(&args.paths);
    let results: Vec<Result<Checked, Problem>> = paths
        .into_par_iter()
        .map(|path| check_one(&book, path, &options, &choice))
        .collect();
    let mut letters = Vec::new();
    for result in results {
        match result {
            Ok(letter) => letters.push(letter),
            Err(problem) => problems.push(problem),
        }
    }
    match args.format {
        Format::Pretty | Format::Json => output::json::write(&letters, &problems)?,
    }
    Ok(outcome(&letters, &problems, fail_on))
}

fn check_one(book: &Rulebook, path: PathBuf, options: &Options, choice: &Choice) -> Result<Checked, Problem> {
    let source = files::read(&path)?;
    let mut report = traek_core::check(book, &source.document, options);
    report.findings.retain(|finding| choice.wants(finding.marker, &finding.rule));
    Ok(Checked { path, source, report })
}

fn outcome(letters: &[Checked], problems: &[Problem], fail_on: Severity) -> Outcome {
    let found = letters.iter().any(|letter| letter.report.findings.iter().any(|finding| finding.severity.reaches(fail_on)));
    match (problems.is_empty(), found) {
        (false, _) => Outcome::Failed,
        (true, true) => Outcome::Findings,
        (true, false) => Outcome::Clean,
    }
}

fn parse_genre(name: &str) -> Result<Genre, String> {
    Genre::from_id(name).ok_or_else(|| format!("genren »{name}« findes ikke; genrerne er {}", ids(Genre::ALL, |one| one.id())))
}

fn parse_severity(name: &str) -> Result<Severity, String> {
    Severity::from_id(name).ok_or_else(|| format!("graden »{name}« findes ikke; graderne er {}", ids(Severity::ALL, |one| one.id())))
}

fn ids<T: Copy>(all: &[T], id: impl Fn(T) -> &'static str) -> String {
    all.iter().map(|one| id(*one)).collect::<Vec<_>>().join(", ")
}

/// Which markers and rules are wanted.
struct Choice {
    select: Vec<String>,
    ignore: Vec<String>,
}

impl Choice {
    fn new(book: &Rulebook, select: &[String], ignore: &[String]) -> Result<Self, String> {
        for name in select.iter().chain(ignore) {
            let known = Marker::from_id(name).is_some() || book.rule(name).is_some();
            if !known {
                return Err(format!("»{name}« er hverken en markør eller en regel; se dem med »traek rules«"));
            }
        }
        Ok(Self { select: select.to_vec(), ignore: ignore.to_vec() })
    }

    fn wants(&self, marker: Marker, rule: &str) -> bool {
        let named = |names: &[String]| names.iter().any(|name| name == marker.id() || name == rule);
        (self.select.is_empty() || named(&self.select)) && !named(&self.ignore)
    }

    fn names_strict(&self, book: &Rulebook) -> bool {
        self.select.iter().any(|name| book.rule(name).is_some_and(|rule| rule.strict))
    }
}
