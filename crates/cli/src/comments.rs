//! `traek check --comments`: a Word document with the findings as comments at their words.

use std::ops::Range;
use std::path::{Path, PathBuf};

use traek_core::Finding;
use traek_documents::{Comment, Format, ending};

use crate::args::CheckArgs;
use crate::check::{self, Checked};
use crate::config::Projects;
use crate::files::{self, Letter, Problem};
use crate::output::{Outputs, new_suggestions};
use crate::screen::{self, Screen};
use crate::{Failure, Outcome, danish};

pub(crate) fn run(
    args: &CheckArgs,
    projects: &mut Projects,
    out: &Path,
    screen: &mut Screen,
) -> Result<Outcome, Failure> {
    let letter = only(&args.reading.paths)?;
    let path = &letter.path;
    let (bytes, source) = letter.read().map_err(Problem::failure)?;
    if source.format != Format::Docx {
        return Err(Failure::Message(format!("{}: {ONLY_WORD}", path.display())));
    }
    // A document with macros or a template keeps its own ending, or Word refuses it.
    if ending(out) != ending(path) {
        let what = "den nye fil skal have samme endelse som brevet";
        return Err(Failure::Message(format!("{}: {what}", out.display())));
    }
    let project = projects.of_or_stop(path)?;
    let letter = check::judged(path.display().to_string(), path, source, &project, None);
    let comments = comments_on(&letter);
    let written = traek_documents::comment(&bytes, &letter.source, &comments, &now())
        .map_err(|error| Failure::Message(format!("{}: {error}", path.display())))?;
    files::create(out, &written).map_err(Problem::failure)?;
    let mut problems = Vec::new();
    let mut outputs = Outputs::new(args.format, &args.outputs, screen, &mut problems)?;
    outputs.letter(&letter, &mut problems)?;
    let failed = outputs.finish(&problems)?;
    problems.iter().chain(&failed).for_each(check::complain);
    screen::say(&format!("{} skrevet i {}", danish::count(comments.len(), "kommentar", "kommentarer"), out.display()));
    Ok(Outcome::of(problems.is_empty() && failed.is_empty(), letter.fails()))
}

fn only(paths: &[PathBuf]) -> Result<Letter, Failure> {
    match paths {
        [path] if !path.is_dir() => Ok(Letter { path: path.clone(), standard_input: path == Path::new("-") }),
        _ => Err(Failure::Message("--comments skriver ét Word-dokument, så giv kun ét brev".to_owned())),
    }
}

/// What is said about other formats.
pub(crate) const ONLY_WORD: &str = "kommentarer kan kun skrives i et Word-dokument (.docx)";

/// The comments for everything that is found in a letter.
pub(crate) fn comments_on(letter: &Checked) -> Vec<Comment> {
    letter.report.findings.iter().flat_map(comments_of).collect()
}

/// A comment at the words of a finding, with each suggestion in a paragraph of its own, and a short one at every other
/// place with the same matter.
fn comments_of(finding: &Finding) -> impl Iterator<Item = Comment> {
    let mut lines = vec![finding.message.clone()];
    lines.extend(new_suggestions(finding).map(|suggestion| format!("Forslag: {suggestion}")));
    lines.push(format!("({})", finding.rule));
    let first = Comment { span: finding.span.clone(), text: lines.join("\n") };
    let again = |span: &Range<usize>| Comment { span: span.clone(), text: finding.message.clone() };
    std::iter::once(first).chain(finding.also.iter().map(again))
}

/// The time now as Word writes it, or that of `SOURCE_DATE_EPOCH` (seconds since 1970) where the same input has to give
/// the same file.
pub(crate) fn now() -> String {
    let given = std::env::var("SOURCE_DATE_EPOCH").ok().and_then(|seconds| seconds.parse().ok());
    let time = given.map_or_else(std::time::SystemTime::now, |seconds| {
        std::time::UNIX_EPOCH + std::time::Duration::from_secs(seconds)
    });
    humantime::format_rfc3339_seconds(time).to_string()
}
