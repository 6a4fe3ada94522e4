//! `traek check`: letters in, findings out.

use std::cell::LazyCell;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;
use traek_core::{Options, Report, Severity};
use traek_documents::{Encoding, Source};

use crate::args::{CheckArgs, ReadingArgs};
use crate::config::{Layer, Project, Projects, Settings};
use crate::files::{self, Letter, Problem};
use crate::lines::Lines;
use crate::output::Outputs;
use crate::progress::Progress;
use crate::screen::{self, Screen};
use crate::settle::{self, Baseline, By, Sentences, Settled};
use crate::{Failure, Outcome, comments, walk, watch};

/// So many letters are read before the first of them is shown: enough to keep every core busy, few enough that memory
/// does not grow with the number of letters.
const LETTERS_AT_A_TIME: usize = 256;

/// Between the path of a mail and the name of a letter attached to it.
const WITHIN: &str = " » ";

/// A letter with its report.
pub(crate) struct Checked {
    /// The path of its file; for an attachment also the name that it has in its mail.
    pub(crate) name: String,
    /// Its file.
    pub(crate) path: PathBuf,
    pub(crate) source: Source,
    pub(crate) report: Report,
    pub(crate) settled: Settled,
    pub(crate) project: Arc<Project>,
    /// The severity from which a finding is no success.
    pub(crate) fail_on: Severity,
}

impl Checked {
    /// What it is called in the mail that it is attached to, if it is.
    pub(crate) fn attachment(&self) -> Option<&str> {
        self.name.strip_prefix(&self.path.display().to_string())?.strip_prefix(WITHIN)
    }

    /// Whether it has a finding that is no success.
    pub(crate) fn fails(&self) -> bool {
        self.report.findings.iter().any(|finding| finding.severity.reaches(self.fail_on))
    }
}

pub(crate) fn run(args: &CheckArgs, screen: &mut Screen) -> Result<Outcome, Failure> {
    if args.watch {
        return watch::run(args, screen);
    }
    let (outcome, projects) = once(args, screen)?;
    // The process ends with the check, so nobody needs the time that taking the rules apart again would cost.
    std::mem::forget(projects);
    Ok(outcome)
}

/// Checks everything once; returns what it came to and the configurations in use.
pub(crate) fn once(args: &CheckArgs, screen: &mut Screen) -> Result<(Outcome, Projects), Failure> {
    let mut projects = Projects::new(&args.reading, args.fail_on)?;
    if let Some(out) = &args.comments {
        let outcome = comments::run(args, &mut projects, out, screen)?;
        return Ok((outcome, projects));
    }
    let mut problems = Vec::new();
    let mut baselines = Baselines::new(args.baseline.as_deref(), !args.no_baseline, &mut problems);
    let shown = !screen.is_terminal();
    let mut outputs = Outputs::new(args.format, &args.outputs, screen, &mut problems)?;
    problems.iter().for_each(complain);
    let mut fails = false;
    each(&args.reading, &mut projects, shown, |result, progress| {
        let mut letter = match result {
            Ok(letter) => letter,
            Err(problem) => {
                return progress.aside(|| {
                    outputs.flush()?;
                    complain(&problem);
                    problems.push(problem);
                    Ok(())
                });
            }
        };
        baselines.sift(&mut letter, &mut problems);
        fails |= letter.fails();
        let before = problems.len();
        outputs.letter(&letter, &mut problems)?;
        let notes = notes(&letter, asks_for_all(&args.reading));
        let mistakes = mistakes(&letter);
        if !notes.is_empty() || problems.len() > before || !mistakes.is_empty() {
            outputs.flush()?;
        }
        notes.iter().for_each(|note| screen::note(note));
        problems[before..].iter().for_each(complain);
        mistakes.iter().for_each(complain);
        problems.extend(mistakes);
        Ok(())
    })?;
    outputs.flush()?;
    if asks_for_all(&args.reading) {
        for project in projects.all() {
            let whole = walk::covers(&args.reading, &project.root);
            project.declared.iter().filter_map(|one| one.unused(whole)).for_each(|note| screen::note(&note));
        }
        baselines.unused().for_each(|note| screen::note(&note));
    }
    let failed = outputs.finish(&problems)?;
    failed.iter().for_each(complain);
    Ok((Outcome::of(problems.is_empty() && failed.is_empty(), fails), projects))
}

/// Reads and judges the letters that `args` name, and hands them on in their order.
///
/// # Errors
/// What `take` returns, and git that cannot say what has changed.
pub(crate) fn each(
    args: &ReadingArgs,
    projects: &mut Projects,
    shown: bool,
    mut take: impl FnMut(Result<Checked, Problem>, &Progress) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let found = walk::find(args, projects)?;
    let progress = Progress::new(found.letters.len(), shown);
    for problem in found.problems {
        take(Err(problem), &progress)?;
    }
    for letters in found.letters.chunks(LETTERS_AT_A_TIME) {
        let known: Vec<(&Letter, Option<Arc<Project>>)> =
            letters.iter().map(|letter| (letter, projects.of(&letter.path))).collect();
        for problem in projects.take_problems() {
            take(Err(problem), &progress)?;
        }
        let one = |(letter, project): &(&Letter, Option<Arc<Project>>)| {
            let results = project.as_ref().map(|project| check_one(letter, project)).unwrap_or_default();
            progress.step();
            results
        };
        // Starting threads costs more than a single letter does.
        let results: Vec<Result<Checked, Problem>> =
            if let [only] = known.as_slice() { one(only) } else { known.par_iter().flat_map_iter(one).collect() };
        results.into_iter().try_for_each(|result| take(result, &progress))?;
    }
    Ok(())
}

/// The letter in a file, and those attached to it.
pub(crate) fn check_one(letter: &Letter, project: &Arc<Project>) -> Vec<Result<Checked, Problem>> {
    match letter.read() {
        Ok((_, source)) => {
            let mut letters = Vec::new();
            check_source(letter.path.display().to_string(), &letter.path, source, project, None, &mut letters);
            letters
        }
        Err(problem) => vec![Err(problem)],
    }
}

/// Judges a letter and those attached to it; `asked` is what somebody wants for them beside the project.
pub(crate) fn check_source(
    name: String,
    path: &Path,
    mut source: Source,
    project: &Arc<Project>,
    asked: Option<&Layer>,
    letters: &mut Vec<Result<Checked, Problem>>,
) {
    let attachments = std::mem::take(&mut source.attachments);
    letters.push(Ok(judged(name.clone(), path, source, project, asked)));
    for attachment in attachments {
        let name = format!("{name}{WITHIN}{}", attachment.name);
        match attachment.source {
            Ok(source) => check_source(name, path, source, project, asked, letters),
            Err(error) => {
                letters.push(Err(files::problem(Path::new(&name), error.to_string()).within(path, None)));
            }
        }
    }
}

/// What is said about a letter, as far as its project, and who asks for something beside it, want it said.
pub(crate) fn judged(
    name: String,
    path: &Path,
    source: Source,
    project: &Arc<Project>,
    asked: Option<&Layer>,
) -> Checked {
    let mut settings = project.settings(path);
    settings.layers.extend(asked);
    let mut report = traek_core::check(&project.book, &source.document, &options(project, &settings));
    let settled = settle::settle(&mut report, &source, project, &settings, &project.within(path));
    let fail_on = settings.fail_on().map_or(Severity::Advarsel, |(severity, _)| severity);
    Checked { name, path: path.to_path_buf(), source, report, settled, project: Arc::clone(project), fail_on }
}

/// How letters with these settings are read. A rule that is selected by name is wanted, however strict it is.
fn options<'p>(project: &'p Project, settings: &Settings<'_>) -> Options<'p> {
    let is_strict = |name: &String| project.book.rule(name).is_some_and(|rule| rule.strict);
    let strict_by_name = || settings.selected().iter().any(is_strict);
    Options {
        genre: settings.genre().map(|(genre, _)| genre),
        mode: settings.mode().map(|(mode, _)| mode),
        facts: Some(&project.facts),
        rules_only: settings.rules_only().is_some_and(|(rules_only, _)| rules_only),
        strict: settings.strict().is_some_and(|(strict, _)| strict) || strict_by_name(),
    }
}

/// The baselines of a run: that of the command line, or those of the projects.
pub(crate) struct Baselines {
    /// By path; `None` where it cannot be read, which has been told.
    open: std::collections::BTreeMap<PathBuf, Option<Baseline>>,
    given: Option<PathBuf>,
    wanted: bool,
}

impl Baselines {
    /// The baseline `given`, or those that the projects name, if any are `wanted`.
    pub(crate) fn new(given: Option<&Path>, wanted: bool, problems: &mut Vec<Problem>) -> Self {
        let mut baselines = Self { open: Default::default(), given: given.map(Path::to_path_buf), wanted };
        if let Some(path) = given {
            baselines.open(path, problems);
        }
        baselines
    }

    /// The baseline for a letter, if there is one; it then knows that the letter was read.
    pub(crate) fn of(&mut self, letter: &Checked, problems: &mut Vec<Problem>) -> Option<&mut Baseline> {
        let path = self.given.clone().or_else(|| letter.project.baseline.clone()).filter(|_| self.wanted)?;
        let baseline = self.open(&path, problems)?;
        baseline.saw(&letter.path);
        Some(baseline)
    }

    /// Those that could be read.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Baseline> {
        self.open.values().flatten()
    }

    fn open(&mut self, path: &Path, problems: &mut Vec<Problem>) -> Option<&mut Baseline> {
        let open = self.open.entry(path.to_path_buf()).or_insert_with(|| match Baseline::read(path) {
            Ok(baseline) => Some(baseline),
            Err(problem) => {
                problems.push(problem);
                None
            }
        });
        open.as_mut()
    }

    /// Takes out of a letter's report what its baseline knows.
    fn sift(&mut self, letter: &mut Checked, problems: &mut Vec<Problem>) {
        let before = problems.len();
        if let Some(baseline) = self.of(letter, problems) {
            // A letter without findings need not be taken apart.
            let sentences = LazyCell::new(|| Sentences::new(&letter.source.document));
            settle::sift(&mut letter.report, &mut letter.settled.suppressed, |finding, place| {
                baseline.knows(&letter.path, &sentences.key(finding, place)).then_some(By::Baseline)
            });
        }
        problems[before..].iter().for_each(complain);
    }

    fn unused(&self) -> impl Iterator<Item = String> {
        self.all().filter_map(Baseline::unused)
    }
}

pub(crate) fn complain(problem: &Problem) {
    match &problem.rendered {
        Some(rendered) => screen::say(rendered),
        None => screen::complain(&problem.to_string()),
    }
}

/// The rule about a condition of a template that does not end, or does not begin.
const UNPAIRED_CONDITION: &str = "dokument/betingelse-uden-par";

/// What keeps a letter from being read as its writer means it.
pub(crate) fn mistakes(letter: &Checked) -> Vec<Problem> {
    let at = |line: Option<usize>, place: &str, message: String| {
        let line = line.filter(|_| letter.attachment().is_none());
        files::problem(Path::new(&format!("{}{place}", letter.name)), message).within(&letter.path, line)
    };
    let source = &letter.source;
    let of_remarks = letter.settled.mistakes.iter().map(|(line, message)| {
        let place = format!(":{line}");
        at(Some(*line), &place, message.clone())
    });
    let broken = letter.report.findings.iter().filter(|finding| &*finding.rule == UNPAIRED_CONDITION);
    let broken = broken.map(|finding| {
        let message = format!("{}, så skabelonen kan ikke læses, som den er ment", finding.message);
        let in_file = source.file_text().zip(source.in_file(&finding.span));
        match in_file.map(|(text, range)| Lines::new(text).line(range.start)) {
            Some(line) => at(Some(line), &format!(":{line}"), message),
            None => {
                let place = source.place(finding.span.start).map_or_else(String::new, |place| format!(", {place}"));
                at(None, &place, message)
            }
        }
    });
    of_remarks.chain(broken).collect()
}

/// Whether all findings are wanted that the configuration wants: only then it shows what nothing needs.
fn asks_for_all(args: &ReadingArgs) -> bool {
    args.select.is_none() && args.ignore.is_empty()
}

/// What the user should know about a letter beside its findings; `unused` is whether that includes comments that nothing
/// needs.
fn notes(letter: &Checked, unused: bool) -> Vec<String> {
    let windows = (letter.source.encoding == Some(Encoding::Windows1252))
        .then(|| format!("{} er ikke UTF-8; den er læst som windows-1252", letter.name));
    let unused = letter
        .settled
        .unused
        .iter()
        .filter(|_| unused)
        .map(|(line, message)| format!("{}:{line}: {message}", letter.name));
    windows.into_iter().chain(unused).collect()
}
