//! The findings that were there when somebody drew a line: only new ones are shown.
//!
//! A finding is known by its rule and its sentence ([`super::Sentences::key`]), so it stays known when lines move, when
//! the paragraph moves within its letter, and when the letter gets another name. The file holds hashes, no letter text.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::files::{self, Problem};

/// Changes when older files can no longer be read.
const VERSION: u32 = 1;

/// The file, as it is written.
#[derive(Debug, Serialize, Deserialize)]
struct Record {
    version: u32,
    findings: Vec<Recorded>,
}

/// So many findings of a rule in one sentence of a letter.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Recorded {
    /// Path of the letter from the folder of the baseline, with `/`.
    pub(crate) path: String,
    pub(crate) rule: String,
    /// The key of rule and sentence.
    pub(crate) key: String,
    pub(crate) count: usize,
}

/// A baseline in use: what is left of it shrinks as findings are recognised.
#[derive(Debug)]
pub(crate) struct Baseline {
    path: PathBuf,
    folder: PathBuf,
    /// By path and key.
    left: BTreeMap<(String, String), Recorded>,
    /// By key, of letters that are no longer there.
    moved: BTreeMap<String, usize>,
    /// The letters that have been asked about.
    seen: BTreeSet<String>,
}

impl Baseline {
    /// Reads a baseline.
    ///
    /// # Errors
    /// A file that cannot be read, or is no baseline of this version.
    pub(crate) fn read(path: &Path) -> Result<Self, Problem> {
        let broken = |message: String| files::problem(path, message);
        let text = std::fs::read_to_string(path).map_err(|error| broken(files::reason(&error)))?;
        let record: Record = serde_json::from_str(&text).map_err(|error| match version(&text) {
            Some(other) if other != VERSION => broken(other_version(other)),
            _ => {
                let place = format!("linje {}, kolonne {}", error.line(), error.column());
                broken(format!("filen er ikke en baseline, som traek kan læse ({place}); {AGAIN}"))
            }
        })?;
        if record.version != VERSION {
            return Err(broken(other_version(record.version)));
        }
        let folder = folder_of(path);
        let mut left = BTreeMap::new();
        let mut moved = BTreeMap::new();
        for one in record.findings {
            if !folder.join(&one.path).exists() {
                *moved.entry(one.key.clone()).or_default() += one.count;
            }
            left.insert((one.path.clone(), one.key.clone()), one);
        }
        Ok(Self { path: path.to_path_buf(), folder, left, moved, seen: Default::default() })
    }

    /// Whether the baseline knows a finding with this key in the letter `path`; each record is used once.
    pub(crate) fn knows(&mut self, path: &Path, key: &str) -> bool {
        let path = relative(&self.folder, path);
        let known = match self.left.get_mut(&(path.clone(), key.to_owned())) {
            Some(one) if one.count > 0 => {
                one.count -= 1;
                true
            }
            _ => self.moved.get_mut(key).is_some_and(|count| {
                let known = *count > 0;
                *count = count.saturating_sub(1);
                known
            }),
        };
        self.seen.insert(path);
        known
    }

    /// Notes that the letter `path` was read, whether or not it has findings.
    pub(crate) fn saw(&mut self, path: &Path) {
        let path = relative(&self.folder, path);
        self.seen.insert(path);
    }

    /// How many findings of each rule the baseline still has to give: letters that were read no longer have them, or the
    /// letter itself is gone. Other letters of the baseline say nothing; `read_all` is whether there are none, because the
    /// whole folder of a letter was read.
    pub(crate) fn gone(&self, read_all: impl Fn(&Path) -> bool) -> BTreeMap<String, usize> {
        let mut gone: BTreeMap<String, usize> = BTreeMap::new();
        // What moved to another letter is the same finding, whichever record it was.
        let mut moved = self.moved.clone();
        for one in self.left.values() {
            let full = self.folder.join(&one.path);
            let count = if self.seen.contains(&one.path) {
                one.count
            } else if !full.exists() && read_all(&full) {
                let left = moved.entry(one.key.clone()).or_default();
                let count = one.count.min(*left);
                *left -= count;
                count
            } else {
                0
            };
            if count > 0 {
                *gone.entry(one.rule.clone()).or_default() += count;
            }
        }
        gone
    }

    /// What to tell about records of letters that were read and no longer have the finding.
    pub(crate) fn unused(&self) -> Option<String> {
        let unused: usize = self.left.values().filter(|one| self.seen.contains(&one.path)).map(|one| one.count).sum();
        (unused > 0).then(|| {
            let number = crate::danish::count(unused, "fund", "fund");
            format!(
                "{}: {number} er ikke i brevene længere; »traek baseline update« rydder op",
                files::shown(&self.path)
            )
        })
    }
}

/// Writes the baseline `path` with `found`, and with what an older one says about other letters that are still there.
///
/// # Errors
/// A file that cannot be read or written.
pub(crate) fn write(
    path: &Path,
    found: BTreeMap<(String, String), Recorded>,
    read: &BTreeSet<String>,
) -> Result<usize, Problem> {
    let mut findings: Vec<Recorded> = found.into_values().collect();
    if path.exists() {
        // A baseline that cannot be read is written anew.
        if let Ok(older) = Baseline::read(path) {
            let stays = |one: &Recorded| !read.contains(&one.path) && older.folder.join(&one.path).exists();
            findings.extend(older.left.values().filter(|one| stays(one)).cloned());
        }
    }
    findings.sort();
    let number = findings.iter().map(|one| one.count).sum();
    let lines: Vec<String> = findings.iter().filter_map(|one| serde_json::to_string(one).ok()).collect();
    let text = format!("{{\"version\":{VERSION},\"findings\":[\n{}\n]}}\n", lines.join(",\n"));
    files::write(path, text.as_bytes())?;
    Ok(number)
}

/// `path` from the folder of the baseline, with `/`.
pub(crate) fn relative(folder: &Path, path: &Path) -> String {
    let full = files::absolute(path);
    let within = full.strip_prefix(folder).unwrap_or(&full);
    within.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

/// The folder that the paths of the baseline `path` start from.
pub(crate) fn folder_of(path: &Path) -> PathBuf {
    let full = files::absolute(path);
    full.parent().map(Path::to_path_buf).unwrap_or(full)
}

const AGAIN: &str = "lav den på ny med »traek baseline update«";

fn other_version(version: u32) -> String {
    format!("filen er en baseline i version {version}, og denne traek kender version {VERSION}; {AGAIN}")
}

/// The version that a file says it has.
fn version(text: &str) -> Option<u32> {
    #[derive(Deserialize)]
    struct OnlyVersion {
        version: u32,
    }
    serde_json::from_str::<OnlyVersion>(text).ok().map(|record| record.version)
}
