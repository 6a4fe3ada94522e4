//! Reads and writes files, and says in Danish what was wrong with them.

use std::fs::{File, Metadata};
use std::io::{ErrorKind, Read, Write};
use std::path::{Component, Path, PathBuf};

use tempfile::NamedTempFile;
use traek_documents::{MOST_BYTES, ReadError, Source, printable};

use crate::Failure;

/// A file or folder that could not be used, with a Danish reason.
#[derive(Clone, Debug)]
pub(crate) struct Problem {
    /// What people call it: its path, for an attachment also its name in the mail.
    pub(crate) path: String,
    pub(crate) file: PathBuf,
    /// Where in the file, from 1, if that is known.
    pub(crate) line: Option<usize>,
    pub(crate) message: String,
    /// The same with the places shown, where there are some.
    pub(crate) rendered: Option<String>,
}

impl Problem {
    /// What stopped the work with the file `path`.
    pub(crate) fn of(path: &Path, failure: Failure) -> Self {
        match failure {
            Failure::Message(message) => problem(path, message),
            Failure::Rendered(rendered) => {
                let last = rendered.lines().last().unwrap_or_default();
                let message = last.strip_prefix("fejl: ").unwrap_or(last).to_owned();
                Self { rendered: Some(rendered), ..problem(path, message) }
            }
            Failure::Output(error) => problem(path, error.to_string()),
        }
    }

    /// The same about something within `file`, in this line if it is known.
    pub(crate) fn within(self, file: &Path, line: Option<usize>) -> Self {
        Self { file: file.to_path_buf(), line, ..self }
    }

    /// The reason for a command to stop.
    pub(crate) fn failure(self) -> Failure {
        match self.rendered {
            Some(rendered) => Failure::Rendered(rendered),
            None => Failure::Message(self.to_string()),
        }
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // A name may hold signs that steer a terminal.
        write!(f, "{}: {}", printable(&self.path), self.message)
    }
}

/// A file to be read as a letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Letter {
    /// Its name; that of standard input is `-`, or what the user says.
    pub(crate) path: PathBuf,
    pub(crate) standard_input: bool,
}

impl Letter {
    pub(crate) fn at(path: PathBuf) -> Self {
        Self { path, standard_input: false }
    }

    /// Reads the letter and the bytes of its file.
    pub(crate) fn read(&self) -> Result<(Vec<u8>, Source), Problem> {
        let path = &self.path;
        let bytes = self.bytes().map_err(|message| problem(path, message))?;
        let source = traek_documents::read(path, &bytes).map_err(|error| problem(path, error.to_string()))?;
        Ok((bytes, source))
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        if self.standard_input { bounded(std::io::stdin().lock()) } else { bytes_of(&self.path) }
    }
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
    write().map(drop).map_err(|error| unwritten(path, &error))
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

/// Writes `bytes` to the file `path`, whole or not at all, whether or not there was one.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<(), Problem> {
    if path.exists() { replace(path, bytes) } else { create(path, bytes) }
}

/// Writes `bytes` to the new file `path`, whole or not at all.
pub(crate) fn create(path: &Path, bytes: &[u8]) -> Result<(), Problem> {
    let mut new = NewFile::beside(path)?;
    new.write_all(bytes).map_err(|error| unwritten(path, &error))?;
    let NewFile { file, path } = new;
    let put = || {
        readable(file.as_file())?;
        file.as_file().sync_all()?;
        file.persist_noclobber(&path).map_err(|error| error.error)
    };
    put().map(drop).map_err(|error| unwritten(&path, &error))
}

/// A file that is written piece by piece and has its name only when it is whole.
pub(crate) struct NewFile {
    file: NamedTempFile,
    path: PathBuf,
}

impl NewFile {
    /// A file in the folder of `path`.
    pub(crate) fn beside(path: &Path) -> Result<Self, Problem> {
        if path.is_dir() {
            return Err(problem(path, "det er en mappe, så resultatet kan ikke skrives dér".to_owned()));
        }
        let file = beside(path).map_err(|error| unwritten(path, &error))?;
        Ok(Self { file, path: path.to_path_buf() })
    }

    /// Gives the file its name, in place of what had it.
    pub(crate) fn put_in_place(self) -> Result<(), Problem> {
        let Self { file, path } = self;
        let put = || {
            readable(file.as_file())?;
            file.persist(&path).map_err(|error| error.error)
        };
        put().map(drop).map_err(|error| unwritten(&path, &error))
    }
}

impl Write for NewFile {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.file.flush()
    }
}

/// A file that cannot be written, and why.
pub(crate) fn unwritten(path: &Path, error: &std::io::Error) -> Problem {
    problem(path, not_written(error))
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
    let file = File::open(path).map_err(|error| reason(&error))?;
    let size = file.metadata().map_or(0, |metadata| metadata.len());
    if size > MOST_BYTES {
        return Err(ReadError::TooLarge(size).to_string());
    }
    bounded(file)
}

/// All bytes; of too many, one more than may be read, which shows that they are too many.
fn bounded(from: impl Read) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    from.take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(|error| reason(&error))?;
    Ok(bytes)
}

pub(crate) fn problem(path: &Path, message: String) -> Problem {
    Problem { path: path.display().to_string(), file: path.to_path_buf(), line: None, message, rendered: None }
}

/// `path` as people would write it: from the current folder where it stands there.
pub(crate) fn shown(path: &Path) -> String {
    let here = std::env::current_dir().ok();
    let within = here.as_deref().and_then(|here| path.strip_prefix(here).ok());
    within.filter(|within| !within.as_os_str().is_empty()).unwrap_or(path).display().to_string()
}

/// The full path of `path`, without `.` and `..`, whether or not there is such a file.
pub(crate) fn absolute(path: &Path) -> PathBuf {
    let full = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    let mut plain = PathBuf::new();
    for part in full.components() {
        match part {
            Component::ParentDir => _ = plain.pop(),
            other => plain.push(other),
        }
    }
    plain
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
