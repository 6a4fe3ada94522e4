//! `traek fix`: makes the changes that findings offer, in the files themselves.

use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use similar::TextDiff;
use traek_core::{Applicability, Edit, Report};
use traek_documents::{Edited, Format, ReadError, Source, WriteError};

use crate::args::FixArgs;
use crate::config::{Layer, Project, Projects};
use crate::files::{self, Letter, Problem};
use crate::screen::{self, Screen};
use crate::walk::{self, Found};
use crate::{Failure, Outcome, check, comments, danish};

/// A change may bring words together that offer another one; more rounds than this nothing needs.
const MOST_ROUNDS: usize = 4;

pub(crate) fn run(args: &FixArgs, screen: &mut Screen) -> Result<Outcome, Failure> {
    let mut projects = Projects::new(&args.reading, None)?;
    let Found { letters, mut problems } = walk::find(&args.reading, &mut projects)?;
    let mut differs = false;
    for letter in &letters {
        let Some(project) = projects.of(&letter.path) else { continue };
        match (Fixer { letter, project, args }).fix(screen) {
            Ok(changed) => differs |= changed,
            Err(Stop::Problem(problem)) => problems.push(problem),
            Err(Stop::Output(error)) => return Err(Failure::Output(error)),
        }
    }
    screen.flush()?;
    problems.extend(projects.take_problems());
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
    letter: &'a Letter,
    project: Arc<Project>,
    args: &'a FixArgs,
}

/// A file with its changes made.
pub(crate) struct Fixed {
    pub(crate) bytes: Vec<u8>,
    /// How many were made.
    pub(crate) made: usize,
    /// How many could not be made.
    pub(crate) refused: usize,
}

impl Fixer<'_> {
    /// Mends one file, or shows how; returns whether there was anything to change.
    fn fix(&self, screen: &mut Screen) -> Result<bool, Stop> {
        let path = self.letter.path.as_path();
        let name = path.display();
        let (bytes, source) = self.letter.read()?;
        if self.args.tracked && source.format != Format::Docx {
            let what = "sporede ændringer kan kun skrives i et Word-dokument (.docx)";
            return Err(files::problem(path, what.to_owned()).into());
        }
        let differing = self.args.diff.then(|| source.document.text.clone());
        let mender = Mender {
            path,
            project: &self.project,
            asked: None,
            also_unsafe: self.args.also_unsafe,
            tracked: self.args.tracked,
            read: traek_documents::read,
        };
        let fixed = mender.mended(bytes, source)?;
        let changed = fixed.made > 0;
        if let Some(before) = differing {
            if changed {
                write!(screen, "{}", difference(path, &before, &fixed)?)?;
            }
        } else if self.letter.standard_input {
            screen.write_all(&fixed.bytes)?;
        } else if changed {
            files::replace(path, &fixed.bytes)?;
        }
        let told = format!("{name}: {}", told(&fixed, self.args.diff));
        // What is written to standard output stays free of what is said about it.
        if self.args.diff || self.args.reading.paths.iter().any(|path| path == Path::new("-")) {
            screen::say(&told);
        } else {
            writeln!(screen, "{told}")?;
        }
        Ok(changed)
    }
}

/// How the changes that findings offer are made in a letter.
pub(crate) struct Mender<'a> {
    /// Its path: it decides which settings hold.
    pub(crate) path: &'a Path,
    pub(crate) project: &'a Arc<Project>,
    /// What is asked for beside the project.
    pub(crate) asked: Option<&'a Layer>,
    /// Whether to make those changes too that should be read first.
    pub(crate) also_unsafe: bool,
    /// Whether to make them as tracked changes.
    pub(crate) tracked: bool,
    /// Reads the letter again after each round.
    pub(crate) read: fn(&Path, &[u8]) -> Result<Source, ReadError>,
}

impl Mender<'_> {
    /// Makes all changes, round after round until there is none left.
    pub(crate) fn mended(&self, bytes: Vec<u8>, source: Source) -> Result<Fixed, Problem> {
        let mut fixed = self.round(bytes, source)?;
        // What is tracked stays in the document beside what it replaces, and must not be changed again.
        let rounds = if self.tracked { 1 } else { MOST_ROUNDS };
        let mut changed = fixed.made > 0;
        for _ in 1..rounds {
            if !changed {
                break;
            }
            let source = (self.read)(self.path, &fixed.bytes).map_err(|error| self.problem(error.to_string()))?;
            let next = self.round(fixed.bytes, source)?;
            changed = next.made > 0;
            fixed = Fixed { bytes: next.bytes, made: fixed.made + next.made, refused: next.refused };
        }
        Ok(fixed)
    }

    fn round(&self, bytes: Vec<u8>, source: Source) -> Result<Fixed, Problem> {
        let name = self.path.display().to_string();
        let checked = check::judged(name, self.path, source, self.project, self.asked);
        let edits = self.edits(&checked.report);
        if edits.is_empty() {
            return Ok(Fixed { bytes, made: 0, refused: 0 });
        }
        let made = if self.tracked {
            traek_documents::track(&bytes, &checked.source, &edits, &comments::now())
        } else {
            traek_documents::edit(&bytes, &checked.source, &edits)
        };
        let Edited { bytes, refused } = made.map_err(|error| {
            let possible = danish::count(edits.len(), "rettelse", "rettelser");
            let hint =
                if error == WriteError::ReadOnly { format!(" ({possible} skal du selv lave)") } else { String::new() };
            self.problem(format!("{error}{hint}"))
        })?;
        Ok(Fixed { bytes, made: edits.len() - refused.len(), refused: refused.len() })
    }

    fn problem(&self, message: String) -> Problem {
        files::problem(self.path, message)
    }

    fn edits(&self, report: &Report) -> Vec<Edit> {
        let fixes = report.findings.iter().filter_map(|finding| finding.fix.as_ref());
        let wanted = fixes.filter(|fix| self.also_unsafe || fix.applicability == Applicability::Safe);
        wanted.flat_map(|fix| fix.edits.iter().cloned()).collect()
    }
}

fn difference(path: &Path, before: &str, fixed: &Fixed) -> Result<String, Stop> {
    let after = reread(path, &fixed.bytes)?;
    let name = path.display().to_string();
    let diff = TextDiff::from_lines(before, &after.document.text);
    Ok(diff.unified_diff().context_radius(1).header(&name, &format!("{name} (rettet)")).to_string())
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
