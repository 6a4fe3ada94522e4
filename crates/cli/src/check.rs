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
use crate::{Failure, Outcome, comments, packs};

/// So many letters are read before the first of them is shown: enough to keep every core busy, few enough that memory
/// does not grow with the number of letters.
const LETTERS_AT_A_TIME: usize = 256;

/// A letter with its report.
pub(crate) struct Checked {
    /// The path of its file; for an attachment also the name that it has in its mail.
    pub(crate) name: String,
    pub(crate) source: Source,
    pub(crate) report: Report,
}

pub(crate) fn run(args: &CheckArgs, screen: &mut Screen) -> Result<Outcome, Failure> {
    // The process ends with the check, so nobody needs the time that taking the rules apart again would cost.
    let book: &Rulebook = Box::leak(Box::new(packs::load(&args.packs)?));
    let choice = Choice::new(book, &args.select, &args.ignore)?;
    let options = Options { rules_only: args.rules_only, ..choice.options(book, args.genre, args.strict) };
    if let Some(out) = &args.comments {
        return comments::run(book, args, &options, &choice, out, screen);
    }
    let (paths, mut problems) = files::find(&args.paths);
    problems.iter().for_each(complain);
    let mut output = Output::new(args.format, screen)?;
    let mut reaches = false;
    for paths in paths.chunks(LETTERS_AT_A_TIME) {
        let one = |path: &PathBuf| check_one(book, path, &options, &choice);
        // Starting threads costs more than a single letter does.
        let results: Vec<Result<Checked, Problem>> =
            if let [path] = paths { one(path) } else { paths.par_iter().flat_map_iter(one).collect() };
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
    Ok(Outcome::of(problems.is_empty(), reaches))
}

/// The letter in a file, and those attached to it.
fn check_one(book: &Rulebook, path: &Path, options: &Options, choice: &Choice) -> Vec<Result<Checked, Problem>> {
    match files::read(path) {
        Ok((_, source)) => {
            let mut letters = Vec::new();
            check_source(book, path.display().to_string(), source, options, choice, &mut letters);
            letters
        }
        Err(problem) => vec![Err(problem)],
    }
}

fn check_source(
    book: &Rulebook,
    name: String,
    mut source: Source,
    options: &Options,
    choice: &Choice,
    letters: &mut Vec<Result<Checked, Problem>>,
) {
    let attachments = std::mem::take(&mut source.attachments);
    let report = report(book, &source, options, choice);
    letters.push(Ok(Checked { name: name.clone(), source, report }));
    for attachment in attachments {
        let name = format!("{name} » {}", attachment.name);
        match attachment.source {
            Ok(source) => check_source(book, name, source, options, choice, letters),
            Err(error) => letters.push(Err(Problem { path: name, message: error.to_string() })),
        }
    }
}

/// What is said about a letter, as far as the user wants to see it.
pub(crate) fn report(book: &Rulebook, source: &Source, options: &Options, choice: &Choice) -> Report {
    let mut report = traek_core::check(book, &source.document, options);
    report.findings.retain(|finding| choice.wants(finding.marker, &finding.rule));
    report
}

pub(crate) fn has_finding(report: &Report, threshold: Severity) -> bool {
    report.findings.iter().any(|finding| finding.severity.reaches(threshold))
}

pub(crate) fn complain(problem: &Problem) {
    screen::complain(&problem.to_string());
}

fn note_encoding(letter: &Checked) {
    if letter.source.encoding == Some(Encoding::Windows1252) {
        screen::say(&format!("bemærk: {} er ikke UTF-8; den er læst som windows-1252", letter.name));
    }
}
