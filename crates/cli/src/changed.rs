//! What git says has changed.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::{Failure, files};

/// The files (full paths) that differ from where this branch left `revision`, with what is not committed yet.
///
/// # Errors
/// A Danish message: no git, no repository, no such revision.
pub(crate) fn since(revision: &str) -> Result<BTreeSet<PathBuf>, Failure> {
    let top = text(&git(["rev-parse", "--show-toplevel"])?);
    let top = Path::new(top.trim_end());
    // A revision that begins with a hyphen would be an option.
    if revision.starts_with('-') {
        return Err(unknown(revision));
    }
    let commit = git(["rev-parse", "--verify", "--quiet", "--end-of-options", &format!("{revision}^{{commit}}")])
        .map_err(|failure| if is_git_missing(&failure) { failure } else { unknown(revision) })?;
    let commit = text(&commit).trim().to_owned();
    // Without a common ancestor, as in a shallow clone, the revision itself is compared.
    let base = git(["merge-base", &commit, "HEAD"]).map_or(commit, |base| text(&base).trim().to_owned());
    let differing =
        git(["diff", "--name-only", "-z", "--no-ext-diff", "--diff-filter=d", "--no-relative", &base, "--"])?;
    let new = git(["ls-files", "--others", "--exclude-standard", "--full-name", "-z", ":/"])?;
    let names = differing.split(|byte| *byte == 0).chain(new.split(|byte| *byte == 0));
    Ok(names.filter(|name| !name.is_empty()).map(|name| files::absolute(&top.join(path(name)))).collect())
}

fn unknown(revision: &str) -> Failure {
    Failure::Message(format!(
        "git kender ikke revisionen »{revision}« her; i en CI skal hele historikken være hentet (fetch-depth: 0)"
    ))
}

const GIT_MISSING: &str = "git findes ikke på maskinen, så --changed-since kan ikke bruges";

fn is_git_missing(failure: &Failure) -> bool {
    matches!(failure, Failure::Message(message) if message == GIT_MISSING)
}

/// What git writes; hooks and programs that a repository's settings name are not run.
fn git<const N: usize>(args: [&str; N]) -> Result<Vec<u8>, Failure> {
    let output = Command::new("git")
        .args(["-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null"])
        .args(args)
        .stdin(Stdio::null())
        .output()
        .map_err(|_| Failure::Message(GIT_MISSING.to_owned()))?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let said = said.lines().next().unwrap_or_default().trim_start_matches("fatal: ");
    Err(Failure::Message(format!("git kan ikke sige, hvad der er ændret: {said}")))
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[cfg(unix)]
fn path(name: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    PathBuf::from(OsStr::from_bytes(name))
}

#[cfg(not(unix))]
fn path(name: &[u8]) -> PathBuf {
    PathBuf::from(OsStr::new(&text(name)))
}
