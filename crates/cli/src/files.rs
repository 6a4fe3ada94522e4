//! Finds and reads the files that the user named.

use std::fs::{File, Metadata};
use std::io::{ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;
use tempfile::NamedTempFile;
use traek_documents::{ENDINGS, MOST_BYTES, ReadError, Source, ending, printable};

/// A file or folder that could not be used, with a Danish reason.
#[derive(Clone, Debug)]
pub(crate) struct Problem {
    pub(crate) path: String,
    pub(crate) message: String,
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // A name may hold signs that steer a terminal.
        write!(f, "{}: {}", printable(&self.path), self.message)
    }
}

/// The letters under `paths`, sorted within each folder, and what could not be found.
pub(crate) fn find(paths: &[PathBuf]) -> (Vec<PathBuf>, Vec<Problem>) {
    let mut letters = Vec::new();
    let mut problems = Vec::new();
    for path in paths {
        if path.is_dir() {
            let (before, unread) = (letters.len(), problems.len());
            walk(path, &mut letters, &mut problems);
            if letters.len() == before && problems.len() == unread {
                let message = format!(
                    "mappen har ingen breve (traek læser {})",
                    ENDINGS.map(|ending| format!(".{ending}")).join(", ")
                );
                problems.push(problem(path, message));
            }
        } else {
            letters.push(path.clone());
        }
    }
    (letters, problems)
}

fn walk(folder: &Path, letters: &mut Vec<PathBuf>, problems: &mut Vec<Problem>) {
    let walker = WalkBuilder::new(folder).sort_by_file_path(Ord::cmp).build();
    for entry in walker {
        match entry {
            Ok(entry) => {
                let is_file = entry.file_type().is_some_and(|kind| kind.is_file());
                if is_file && is_letter(entry.path()) {
                    letters.push(entry.into_path());
                }
            }
            Err(error) => {
                let why = error.io_error().map_or_else(|| error.to_string(), reason);
                problems.push(problem(folder, format!("mappen kan ikke læses helt: {why}")));
            }
        }
    }
}

fn is_letter(path: &Path) -> bool {
    ENDINGS.contains(&ending(path).as_str())
}

/// Reads one letter and the bytes of its file; `-` is standard input.
pub(crate) fn read(path: &Path) -> Result<(Vec<u8>, Source), Problem> {
    let bytes = bytes_of(path).map_err(|message| problem(path, message))?;
    let source = traek_documents::read(path, &bytes).map_err(|error| problem(path, error.to_string()))?;
    Ok((bytes, source))
}

/// Writes `bytes` in place of the file `path`, whole or not at all; the file keeps its permissions, and a link goes on
/// to lead to it.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> Result<(), Problem> {
    let write = || {
        let real = path.canonicalize()?;
        let metadata = std::fs::metadata(&real)?;
        if !metadata.is_file() {
            return Err(ErrorKind::InvalidInput.into());
        }
        // A file that is protected against writing stays as it is.
        std::fs::OpenOptions::new().write(true).open(&real)?;
        let mut file = beside(&real)?;
        file.write_all(bytes)?;
        keep_owner(file.as_file(), &metadata)?;
        file.as_file().set_permissions(metadata.permissions())?;
        file.as_file().sync_all()?;
        file.persist(&real).map_err(|error| error.error)
    };
    write().map(drop).map_err(|error| problem(path, not_written(&error)))
}

/// Gives a file the owner and group that another has, where the system has such.
#[cfg(unix)]
fn keep_owner(file: &File, of: &Metadata) -> std::io::Result<()> {
    use std::os::unix::fs::{MetadataExt, fchown};
    let own = file.metadata()?;
    if (own.uid(), own.gid()) == (of.uid(), of.gid()) {
        return Ok(());
    }
    fchown(file, Some(of.uid()), Some(of.gid()))
}

#[cfg(not(unix))]
fn keep_owner(_: &File, _: &Metadata) -> std::io::Result<()> {
    Ok(())
}

/// Writes `bytes` to the new file `path`, whole or not at all.
pub(crate) fn create(path: &Path, bytes: &[u8]) -> Result<(), Problem> {
    let write = || {
        let mut file = beside(path)?;
        file.write_all(bytes)?;
        readable(file.as_file())?;
        file.as_file().sync_all()?;
        file.persist_noclobber(path).map_err(|error| error.error)
    };
    write().map(drop).map_err(|error| problem(path, not_written(&error)))
}

/// Lets others read a new file, as far as files of this user are read by others: a temporary file is private.
#[cfg(unix)]
fn readable(file: &File) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable(_: &File) -> std::io::Result<()> {
    Ok(())
}

/// A file without a name of its own yet, in the folder of `path`.
fn beside(path: &Path) -> std::io::Result<NamedTempFile> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    tempfile::Builder::new().prefix(".traek-").tempfile_in(folder.unwrap_or(Path::new(".")))
}

fn not_written(error: &std::io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "mappen findes ikke".to_owned(),
        ErrorKind::PermissionDenied => "du har ikke lov til at skrive i filen eller mappen".to_owned(),
        ErrorKind::InvalidInput => "det er ikke en almindelig fil, så traek skriver ikke i den".to_owned(),
        ErrorKind::AlreadyExists => "filen findes allerede – vælg et andet navn".to_owned(),
        _ => format!("filen kan ikke skrives ({error})"),
    }
}

fn bytes_of(path: &Path) -> Result<Vec<u8>, String> {
    // One byte more than may be read shows that a stream is too large, without reading all of it.
    let mut bytes = Vec::new();
    let result = if path == Path::new("-") {
        std::io::stdin().lock().take(MOST_BYTES + 1).read_to_end(&mut bytes)
    } else {
        let file = File::open(path).map_err(|error| reason(&error))?;
        let size = file.metadata().map_or(0, |metadata| metadata.len());
        if size > MOST_BYTES {
            return Err(ReadError::TooLarge(size).to_string());
        }
        file.take(MOST_BYTES + 1).read_to_end(&mut bytes)
    };
    result.map_err(|error| reason(&error))?;
    Ok(bytes)
}

pub(crate) fn problem(path: &Path, message: String) -> Problem {
    Problem { path: path.display().to_string(), message }
}

/// What went wrong with a file, in Danish.
pub(crate) fn reason(error: &std::io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "filen findes ikke".to_owned(),
        ErrorKind::PermissionDenied => "du har ikke lov til at læse filen".to_owned(),
        ErrorKind::IsADirectory => "det er en mappe".to_owned(),
        ErrorKind::InvalidData => "filen er ikke UTF-8".to_owned(),
        _ => format!("filen kan ikke læses ({error})"),
    }
}
