//! How files are named in results for programs.

use std::path::{Component, Path, PathBuf};

use traek_documents::printable;

use crate::files;

/// The folders that paths are told from.
pub(super) struct Folders {
    current: PathBuf,
    /// The repository that the current folder is in, or else the current folder.
    root: PathBuf,
}

impl Folders {
    pub(super) fn here() -> Self {
        let current = std::env::current_dir().unwrap_or_default();
        let root = current.ancestors().find(|folder| folder.join(".git").exists()).unwrap_or(&current).to_path_buf();
        Self { current, root }
    }

    /// `path` from the current folder where it is in there, else in full; with `/`.
    pub(super) fn path(&self, path: &Path) -> String {
        written(path, &self.current)
    }

    /// `path` from the root of the repository where it is in there, else in full; with `/`.
    pub(super) fn path_in_repository(&self, path: &Path) -> String {
        written(path, &self.root)
    }

    /// `path` as a reference (RFC 3986): relative to the current folder where it is in there, else with `file:`.
    pub(super) fn uri(&self, path: &Path) -> String {
        let full = files::absolute(path);
        match full.strip_prefix(&self.current) {
            Ok(within) => encoded(within).join("/"),
            Err(_) => format!("file:///{}", encoded(&full).join("/")),
        }
    }
}

fn written(path: &Path, folder: &Path) -> String {
    let full = files::absolute(path);
    let Ok(within) = full.strip_prefix(folder) else { return printable(&full.to_string_lossy().replace('\\', "/")) };
    let parts: Vec<_> = within.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    printable(&parts.join("/"))
}

/// The names in `path`, with everything but plain letters and digits as `%` and its byte.
fn encoded(path: &Path) -> Vec<String> {
    let part = |part: Component<'_>| match part {
        Component::Prefix(drive) => Some(drive.as_os_str().to_string_lossy().replace('\\', "/")),
        Component::RootDir => None,
        name => Some(name.as_os_str().as_encoded_bytes().iter().map(|byte| encoded_byte(*byte)).collect()),
    };
    path.components().filter_map(part).collect()
}

fn encoded_byte(byte: u8) -> String {
    match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_named_from_where_it_is_looked_at() {
        let folders = Folders { current: PathBuf::from("/arkiv/breve"), root: PathBuf::from("/arkiv") };
        let path = Path::new("/arkiv/breve/svar, æ 100%:1.txt");
        assert_eq!(folders.path(path), "svar, æ 100%:1.txt");
        assert_eq!(folders.path_in_repository(path), "breve/svar, æ 100%:1.txt");
        assert_eq!(folders.uri(path), "svar%2C%20%C3%A6%20100%25%3A1.txt");
        let elsewhere = Path::new("/andet/../andet sted/a.txt");
        assert_eq!(folders.path(elsewhere), "/andet sted/a.txt");
        assert_eq!(folders.uri(elsewhere), "file:///andet%20sted/a.txt");
    }

    #[test]
    fn signs_that_steer_a_terminal_are_in_no_name() {
        let folders = Folders { current: PathBuf::from("/a"), root: PathBuf::from("/a") };
        assert_eq!(folders.path(Path::new("/a/\u{1b}[31m\n.txt")), "\u{FFFD}[31m\u{FFFD}.txt");
        assert_eq!(folders.uri(Path::new("/a/\u{1b}\n.txt")), "%1B%0A.txt");
    }
}
