//! What several tests need: the rulebook, the corpus, the command.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use traek_core::context::Context;
use traek_core::familiar::Familiarity;
use traek_core::letter_model::LetterModel;
use traek_core::scorer::Scorer;
use traek_core::{Document, Learned, Options, Report, Rulebook};

/// The shipped rules, compiled once.
pub(crate) static BOOK: LazyLock<Rulebook> =
    LazyLock::new(|| with_learned(Rulebook::load(traek_rules::PACKS).expect("the shipped packs are valid")));

/// A rulebook with the shipped models.
pub(crate) fn with_learned(book: Rulebook) -> Rulebook {
    book.with_learned(Learned {
        sentences: Scorer::from_bytes(traek_rules::SENTENCE_MODEL).expect("the shipped model is valid"),
        words: Familiarity::from_bytes(traek_rules::WORD_MODEL, traek_rules::FAMILIARITY_TABLE)
            .expect("the shipped model is valid"),
        letters: LetterModel::from_bytes(traek_rules::LETTER_MODEL).expect("the shipped model is valid"),
        context: Context::from_bytes(traek_rules::CONTEXT_MODEL).expect("the shipped model is valid"),
    })
}

/// The report on a text of any kind.
pub(crate) fn report(text: &str) -> Report {
    traek_core::check(&BOOK, &Document::plain(text), &Options::default())
}

/// A file of the project.
pub(crate) fn project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The letters of the corpus as (name, text), by name.
pub(crate) fn corpus() -> Vec<(String, String)> {
    let folder = project("corpus");
    let mut letters: Vec<(String, String)> = std::fs::read_dir(&folder)
        .expect("the corpus is there")
        .map(|entry| entry.expect("a readable entry").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "txt"))
        .map(|path| {
            let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
            (name, std::fs::read_to_string(&path).expect("UTF-8"))
        })
        .collect();
    letters.sort();
    letters
}

/// Runs `traek` in the project's folder and waits for it.
pub(crate) fn traek<const N: usize>(args: [&str; N]) -> Output {
    command().args(args).output().expect("traek starts")
}

/// `traek`, to be run in the project's folder without colours.
pub(crate) fn command() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_traek"));
    // The settings of whoever runs the tests are not the tests'.
    command.current_dir(project("")).env("NO_COLOR", "1").env("XDG_CONFIG_HOME", project("tests/no-settings"));
    command
}

/// A program of `tests/requirements.txt`, to be run in the project's folder.
pub(crate) fn python_tool(name: &str) -> Command {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("the target folder");
    let path = target.join("readers/bin").join(name);
    assert!(path.exists(), "{} is missing: tests/run.sh installs it", path.display());
    let mut command = Command::new(path);
    command.current_dir(project(""));
    command
}

pub(crate) fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

pub(crate) fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("UTF-8")
}

/// What a reader of `format` sees in the file `path`, see `tests/read_results.py`.
///
/// # Panics
/// When the reader refuses the file, or the packages that it needs are not installed.
pub(crate) fn read_results(format: &str, path: &str) -> serde_json::Value {
    let output = python_tool("python").arg("tests/read_results.py").args([format, path]).output();
    let output = output.expect("Python starts");
    assert!(output.status.success(), "{format}: {}", stderr(&output));
    serde_json::from_slice(&output.stdout).expect("JSON")
}

/// A folder of its own for one test, removed when the test is over.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new() -> Self {
        static NUMBER: AtomicUsize = AtomicUsize::new(0);
        let name = format!("folder-{}-{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        std::fs::create_dir_all(&path).expect("a folder");
        Self(path)
    }

    /// A folder with all that stands in a folder of the project.
    pub(crate) fn copy_of(path: &str) -> Self {
        let folder = Self::new();
        folder.copy(&project(path), Path::new(""));
        folder
    }

    fn copy(&self, from: &Path, within: &Path) {
        for entry in std::fs::read_dir(from).expect("a folder") {
            let entry = entry.expect("a readable entry");
            let name = within.join(entry.file_name());
            if entry.path().is_dir() {
                self.copy(&entry.path(), &name);
            } else {
                self.file(&name.display().to_string(), std::fs::read(entry.path()).expect("a file"));
            }
        }
    }

    /// Writes a file into the folder, or into one under it; returns its path.
    pub(crate) fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> String {
        let path = self.0.join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(&path, bytes).expect("a file");
        path.display().to_string()
    }

    /// Runs `traek` in the folder, without the settings of whoever runs the tests.
    pub(crate) fn traek<const N: usize>(&self, args: [&str; N]) -> Output {
        self.command().args(args).output().expect("traek starts")
    }

    /// `traek`, to be run in the folder.
    pub(crate) fn command(&self) -> Command {
        let mut command = command();
        command.current_dir(&self.0);
        command
    }

    /// Reads a file of the folder.
    pub(crate) fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.0.join(name)).expect("a file of text")
    }

    /// Runs git in the folder, which has to do what it is asked.
    pub(crate) fn git<const N: usize>(&self, args: [&str; N]) {
        let own = ["-c", "user.name=Bo Holm", "-c", "user.email=bo@example.org", "-c", "init.defaultBranch=main"];
        let output = Command::new("git").current_dir(&self.0).args(own).args(args).output().expect("git is installed");
        assert!(output.status.success(), "git {args:?}: {}", stderr(&output));
    }

    /// Writes a file of the folder anew, with `new` where `old` stands; `old` has to stand there.
    pub(crate) fn edit(&self, name: &str, old: &str, new: &str) {
        let text = self.read(name);
        assert!(text.contains(old), "{name}: {text}");
        self.file(name, text.replacen(old, new, 1));
    }

    pub(crate) fn path(&self) -> String {
        self.0.display().to_string()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
