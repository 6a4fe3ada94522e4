//! `traek check`: letters in, findings out.

use std::path::{Path, PathBuf};

use rayon::prelude::*;
use traek_core::{Options, Report, Rulebook, Severity};
use traek_documents::{Encoding, Source};

use crate::args::CheckArgs;
use crate::choice::Choice;
use crate::files::{self, Problem};
use crate::output::Output;
use crate::screen::{self, Screen};
use crate::{Failure, Outcome, packs};

/// So many letters are read before the first of them is shown: enough to keep every core busy, few enough that memory
/// does not grow with the number of letters.
const LETTERS_AT_A_TIME: usize = 256;

/// A letter with its report.
pub(crate) struct Checked {
    pub(crate) path: PathBuf,
    pub(crate) source: Source,
    pub(crate) report: Report,
}

pub(crate) fn run(args: &CheckArgs, screen: &mut Screen) -> Result<Outcome, Failure> {
    // The process ends with the check, so nobody needs the time that taking the rules apart again would cost.
    let book: &Rulebook = Box::leak(Box::new(packs::load(&args.packs)?));
    let choice = Choice::new(book, &args.select, &args.ignore)?;
    // A rule that is selected by name is wanted, however strict it is.
    let options =
        Options { genre: args.genre, strict: args.strict || choice.names_strict(book), rules_only: args.rules_only };
    let (paths, mut problems) = files::find(&args.paths);
    problems.iter().for_each(complain);
    let mut output = Output::new(args.format, screen)?;
    let mut reaches = false;
    for paths in paths.chunks(LETTERS_AT_A_TIME) {
        let one = |path: &PathBuf| check_one(book, path, &options, &choice);
        // Starting threads costs more than a single letter does.
        let results: Vec<Result<Checked, Problem>> =
            if let [path] = paths { vec![one(path)] } else { paths.par_iter().map(one).collect() };
        for result in results {
            match result {
                Ok(letter) => {
                    note_encoding(&letter);
                    reaches |= has_finding(&letter.report, args.fail_on);
                    output.letter(&letter)?;
                }
                Err(problem) => {
                    output.flush()?;
                    complain(&problem);
                    problems.push(problem);
                }
            }
        }
    }
    output.finish(&problems)?;
    Ok(match (problems.is_empty(), reaches) {
        (false, _) => Outcome::Failed,
        (true, true) => Outcome::Findings,
        (true, false) => Outcome::Clean,
    })
}

fn check_one(book: &Rulebook, path: &Path, options: &Options, choice: &Choice) -> Result<Checked, Problem> {
    let source = files::read(path)?;
    let mut report = traek_core::check(book, &source.document, options);
    report.findings.retain(|finding| choice.wants(finding.marker, &finding.rule));
    Ok(Checked { path: path.to_owned(), source, report })
}

fn has_finding(report: &Report, threshold: Severity) -> bool {
    report.findings.iter().any(|finding| finding.severity.reaches(threshold))
}

fn complain(problem: &Problem) {
    screen::complain(&format!("{}: {}", problem.path, problem.message));
}

fn note_encoding(letter: &Checked) {
    if letter.source.encoding == Some(Encoding::Windows1252) {
        screen::say(&format!("bemærk: {} er ikke UTF-8; den er læst som windows-1252", letter.path.display()));
    }
}
