//! `traek fix`: makes the changes that findings offer, in the files themselves.

use std::io::Write;
use std::path::Path;

use similar::TextDiff;
use traek_core::{Applicability, Edit, Options, Report, Rulebook};
use traek_documents::{Edited, Format, Source, WriteError};

use crate::args::FixArgs;
use crate::choice::Choice;
use crate::files::{self, Problem};
use crate::screen::{self, Screen};
use crate::{Failure, Outcome, check, comments, danish, packs};

/// A change may bring words together that offer another one; more rounds than this nothing needs.
const MOST_ROUNDS: usize = 4;

pub(crate) fn run(args: &FixArgs, screen: &mut Screen) -> Result<Outcome, Failure> {
    let book = packs::load(&args.packs)?;
    let choice = Choice::new(&book, &args.select, &args.ignore)?;
    let options = choice.options(&book, args.genre, args.strict);
    let fixer = Fixer { book: &book, choice, options, args };
    let (paths, mut problems) = files::find(&args.paths);
    let mut differs = false;
    for path in &paths {
        match fixer.fix(path, screen) {
            Ok(changed) => differs |= changed,
            Err(Stop::Problem(problem)) => problems.push(problem),
            Err(Stop::Output(error)) => return Err(Failure::Output(error)),
        }
    }
    screen.flush()?;
    problems.iter().for_each(check::complain);
    Ok(Outcome::of(problems.is_empty(), args.diff && differs))
}

/// Why a file was not mended.
enum Stop {
    Problem(Problem),
    Output(std::io::Error),
}

impl From<Problem> for Stop {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

impl From<std::io::Error> for Stop {
    fn from(error: std::io::Error) -> Self {
        Self::Output(error)
    }
}

struct Fixer<'a> {
    book: &'a Rulebook,
    choice: Choice,
    options: Options<'a>,
    args: &'a FixArgs,
}

/// A file with its changes made.
struct Fixed {
    bytes: Vec<u8>,
    made: usize,
    refused: usize,
}

impl Fixer<'_> {
    /// Mends one file, or shows how; returns whether there was anything to change.
    fn fix(&self, path: &Path, screen: &mut Screen) -> Result<bool, Stop> {
        let name = path.display();
        let (bytes, source) = files::read(path)?;
        if self.args.tracked && source.format != Format::Docx {
            let what = "sporede ændringer kan kun skrives i et Word-dokument (.docx)";
            return Err(files::problem(path, what.to_owned()).into());
        }
        let fixed = self.fixed(path, bytes, &source)?;
        let changed = fixed.made > 0;
        let standard_input = path == Path::new("-");
        if self.args.diff {
            if changed {
                write!(screen, "{}", self.difference(path, &source, &fixed)?)?;
            }
        } else if standard_input {
            screen.write_all(&fixed.bytes)?;
        } else if changed {
            files::replace(path, &fixed.bytes)?;
        }
        let told = format!("{name}: {}", told(&fixed, self.args.diff));
        // What is written to standard output stays free of what is said about it.
        if self.args.diff || self.args.paths.iter().any(|path| path == Path::new("-")) {
            screen::say(&told);
        } else {
            writeln!(screen, "{told}")?;
        }
        Ok(changed)
    }

    /// Makes all changes, round after round until there is none left.
    fn fixed(&self, path: &Path, bytes: Vec<u8>, source: &Source) -> Result<Fixed, Stop> {
        let mut fixed = self.round(path, bytes, source)?;
        // What is tracked stays in the document beside what it replaces, and must not be changed again.
        let rounds = if self.args.tracked { 1 } else { MOST_ROUNDS };
        let mut changed = fixed.made > 0;
        for _ in 1..rounds {
            if !changed {
                break;
            }
            let source = reread(path, &fixed.bytes)?;
            let next = self.round(path, fixed.bytes, &source)?;
            changed = next.made > 0;
            fixed = Fixed { bytes: next.bytes, made: fixed.made + next.made, refused: next.refused };
        }
        Ok(fixed)
    }

    fn round(&self, path: &Path, bytes: Vec<u8>, source: &Source) -> Result<Fixed, Stop> {
        let edits = self.edits(&self.report(source));
        if edits.is_empty() {
            return Ok(Fixed { bytes, made: 0, refused: 0 });
        }
        let made = if self.args.tracked {
            traek_documents::track(&bytes, source, &edits, &comments::now())
        } else {
            traek_documents::edit(&bytes, source, &edits)
        };
        let Edited { bytes, refused } = made.map_err(|error| {
            let possible = danish::count(edits.len(), "rettelse", "rettelser");
            let hint =
                if error == WriteError::ReadOnly { format!(" ({possible} skal du selv lave)") } else { String::new() };
            files::problem(path, format!("{error}{hint}"))
        })?;
        Ok(Fixed { bytes, made: edits.len() - refused.len(), refused: refused.len() })
    }

    fn report(&self, source: &Source) -> Report {
        check::report(self.book, source, &self.options, &self.choice)
    }

    fn edits(&self, report: &Report) -> Vec<Edit> {
        let fixes = report.findings.iter().filter_map(|finding| finding.fix.as_ref());
        let wanted = fixes.filter(|fix| self.args.also_unsafe || fix.applicability == Applicability::Safe);
        wanted.flat_map(|fix| fix.edits.iter().cloned()).collect()
    }

    fn difference(&self, path: &Path, source: &Source, fixed: &Fixed) -> Result<String, Stop> {
        let after = reread(path, &fixed.bytes)?;
        let name = path.display().to_string();
        let diff = TextDiff::from_lines(&source.document.text, &after.document.text);
        Ok(diff.unified_diff().context_radius(1).header(&name, &format!("{name} (rettet)")).to_string())
    }
}

fn reread(path: &Path, bytes: &[u8]) -> Result<Source, Stop> {
    let read = traek_documents::read(path, bytes);
    read.map_err(|error| Stop::Problem(files::problem(path, error.to_string())))
}

fn told(fixed: &Fixed, only_shown: bool) -> String {
    let mut told = match (fixed.made, only_shown) {
        (0, _) => "ingen rettelser".to_owned(),
        (made, false) => format!("{} lavet", danish::count(made, "rettelse", "rettelser")),
        (made, true) => format!("{} kan laves", danish::count(made, "rettelse", "rettelser")),
    };
    if fixed.refused > 0 {
        told.push_str(&format!(
            "; {} sprunget over, fordi ordene står i et felt, på tværs af formatering eller lige ved en anden rettelse",
            danish::count(fixed.refused, "rettelse", "rettelser")
        ));
    }
    told
}
