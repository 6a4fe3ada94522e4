//! Finds and reads the files that the user named.

use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;
use traek_documents::{ENDINGS, MOST_BYTES, ReadError, Source};

/// A file or folder that could not be used, with a Danish reason.
#[derive(Clone, Debug)]
pub(crate) struct Problem {
    pub(crate) path: String,
    pub(crate) message: String,
}

/// The letters under `paths`, sorted within each folder, and what could not be found.
pub(crate) fn find(paths: &[PathBuf]) -> (Vec<PathBuf>, Vec<Problem>) {
    let mut letters = Vec::new();
    let mut problems = Vec::new();
    for path in paths {
        if path.is_dir() {
            let before = letters.len();
            walk(path, &mut letters, &mut problems);
            if letters.len() == before {
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
            Err(error) => problems.push(problem(folder, format!("mappen kan ikke læses helt: {error}"))),
        }
    }
}

fn is_letter(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_ascii_lowercase();
    ENDINGS.contains(&ending.as_str())
}

/// Reads one letter; `-` is standard input.
pub(crate) fn read(path: &Path) -> Result<Source, Problem> {
    let bytes = bytes_of(path).map_err(|message| problem(path, message))?;
    traek_documents::read(path, &bytes).map_err(|error| problem(path, error.to_string()))
}

fn bytes_of(path: &Path) -> Result<Vec<u8>, String> {
    // One byte more than may be read shows that a stream is too large, without reading all of it.
    let mut bytes = Vec::new();
    let result = if path == Path::new("-") {
        std::io::stdin().lock().take(MOST_BYTES + 1).read_to_end(&mut bytes)
    } else {
        let file = std::fs::File::open(path).map_err(|error| reason(&error))?;
        let size = file.metadata().map_or(0, |metadata| metadata.len());
        if size > MOST_BYTES {
            return Err(ReadError::TooLarge(size).to_string());
        }
        file.take(MOST_BYTES + 1).read_to_end(&mut bytes)
    };
    result.map_err(|error| reason(&error))?;
    Ok(bytes)
}

fn problem(path: &Path, message: String) -> Problem {
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
