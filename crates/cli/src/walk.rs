//! Finds the letters that the user named: files, folders, patterns, and what git says has changed.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;
use traek_documents::{ENDINGS, ending};

use crate::args::ReadingArgs;
use crate::config::{Projects, glob};
use crate::files::{self, Letter, Problem};
use crate::{Failure, changed};

/// What was found.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// In the order of the arguments, sorted within each folder.
    pub(crate) letters: Vec<Letter>,
    pub(crate) problems: Vec<Problem>,
}

/// The letters that `args` name.
///
/// # Errors
/// When git cannot say what has changed.
pub(crate) fn find(args: &ReadingArgs, projects: &mut Projects) -> Result<Found, Failure> {
    let mut found = Found::default();
    let here = [PathBuf::from(".")];
    let paths = if args.paths.is_empty() { &here[..] } else { &args.paths };
    for path in paths {
        if path == Path::new("-") {
            let path = args.stdin_filename.clone().unwrap_or_else(|| path.clone());
            found.letters.push(Letter { path, standard_input: true });
        } else if path.is_dir() {
            let (before, unread) = (found.letters.len(), found.problems.len());
            let left_out = walk(path, projects, |_| true, &mut found);
            let nothing = found.letters.len() == before && found.problems.len() == unread;
            // A folder without changes is what one hopes for, and one that is left out was meant to be.
            if nothing && !left_out && args.changed_since.is_none() {
                found.problems.push(files::problem(path, no_letters("mappen har ingen breve")));
            }
        } else if !path.exists() && is_pattern(path) {
            matching(path, projects, &mut found);
        } else if !(args.force_exclude && is_excluded(path, projects)) {
            found.letters.push(Letter::at(path.clone()));
        }
    }
    if let Some(revision) = &args.changed_since {
        let changed = changed::since(revision)?;
        found.letters.retain(|letter| letter.standard_input || changed.contains(&files::absolute(&letter.path)));
    }
    Ok(found)
}

/// Whether all letters under `folder` are read.
pub(crate) fn covers(args: &ReadingArgs, folder: &Path) -> bool {
    let covers = |path: &PathBuf| path.is_dir() && folder.starts_with(files::absolute(path));
    args.changed_since.is_none() && args.paths.iter().any(covers)
}

fn no_letters(what: &str) -> String {
    format!("{what} (traek læser {})", ENDINGS.map(|ending| format!(".{ending}")).join(", "))
}

fn is_pattern(path: &Path) -> bool {
    path.to_str().is_some_and(|path| path.contains(['*', '?', '[', '{']))
}

/// Adds the files that match the pattern `path`, such as `skabeloner/**/*.docx`.
fn matching(path: &Path, projects: &mut Projects, found: &mut Found) {
    // The folder before the first sign with a meaning is where to look.
    let folder: PathBuf = path.components().take_while(|part| !is_pattern(Path::new(part.as_os_str()))).collect();
    let rest = path.strip_prefix(&folder).unwrap_or(path).to_string_lossy().into_owned();
    let start = if folder.as_os_str().is_empty() { PathBuf::from(".") } else { folder.clone() };
    let matcher = match glob(&format!("/{rest}")) {
        Ok(glob) => glob.compile_matcher(),
        Err(error) => {
            let message = format!("mønstret kan ikke forstås: {}", error.kind());
            return found.problems.push(files::problem(path, message));
        }
    };
    let before = found.letters.len();
    let wanted = |file: &Path| file.strip_prefix(&start).is_ok_and(|within| matcher.is_match(within));
    walk(&start, projects, wanted, found);
    if found.letters.len() == before {
        found.problems.push(files::problem(path, no_letters("mønstret passer ikke på nogen breve")));
    }
}

/// Adds the letters under `folder` that are wanted; returns whether the configuration left some out.
fn walk(folder: &Path, projects: &mut Projects, wanted: impl Fn(&Path) -> bool, found: &mut Found) -> bool {
    let mut left_out = false;
    // The same file can be reached through several links.
    let mut seen = BTreeSet::new();
    for entry in WalkBuilder::new(folder).follow_links(true).sort_by_file_path(Ord::cmp).build() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                found.problems.push(unread(folder, &error));
                continue;
            }
        };
        let is_file = entry.file_type().is_some_and(|kind| kind.is_file());
        if !is_file || !is_letter(entry.path()) || !wanted(entry.path()) {
            continue;
        }
        if entry.path_is_symlink() && entry.path().canonicalize().is_ok_and(|real| !seen.insert(real)) {
            continue;
        }
        let path = entry.into_path();
        let plain = path.strip_prefix("./").map_or(path.clone(), Path::to_path_buf);
        let excluded = is_excluded(&plain, projects);
        left_out |= excluded;
        if !excluded {
            found.letters.push(Letter::at(plain));
        }
    }
    left_out
}

fn is_excluded(path: &Path, projects: &mut Projects) -> bool {
    projects.of(path).is_some_and(|project| project.exclude.is_match(project.within(path)))
}

/// A file or folder that could not be read while walking.
fn unread(folder: &Path, error: &ignore::Error) -> Problem {
    match error {
        ignore::Error::WithPath { path, err } => unread(path, err),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => unread(folder, err),
        ignore::Error::Loop { ancestor, child } => {
            let message = format!("linket fører tilbage til {}, så det følges ikke", files::shown(ancestor));
            files::problem(child, message)
        }
        ignore::Error::Partial(errors) if !errors.is_empty() => unread(folder, &errors[0]),
        other => {
            let why = other.io_error().map_or_else(|| other.to_string(), files::reason);
            files::problem(folder, format!("mappen kan ikke læses helt: {why}"))
        }
    }
}

fn is_letter(path: &Path) -> bool {
    ENDINGS.contains(&ending(path).as_str())
}
