//! What several tests need: the rulebook, the corpus, the command.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use traek_core::context::Context;
use traek_core::familiar::Familiarity;
use traek_core::genre::GenreModel;
use traek_core::scorer::Scorer;
use traek_core::{Document, Learned, Options, Report, Rulebook};

/// The shipped rules, compiled once.
pub(crate) static BOOK: LazyLock<Rulebook> =
    LazyLock::new(|| with_learned(Rulebook::load(traek_rules::PACKS).expect("the shipped packs are valid")));

/// A rulebook with the shipped models of sentences, words and genres.
pub(crate) fn with_learned(book: Rulebook) -> Rulebook {
    book.with_learned(Learned {
        sentences: Scorer::from_bytes(traek_rules::SENTENCE_MODEL).expect("the shipped model is valid"),
        words: Familiarity::from_bytes(traek_rules::WORD_MODEL, traek_rules::FAMILIARITY_TABLE)
            .expect("the shipped model is valid"),
        genres: GenreModel::from_bytes(traek_rules::GENRE_MODEL).expect("the shipped model is valid"),
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

/// One of the programs of `tests/requirements.txt`, to be run in the project's folder.
pub(crate) fn python_tool(name: &str) -> Command {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("the target folder");
    let path = target.join("test-tools/bin").join(name);
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

    pub(crate) fn path(&self) -> String {
        self.0.display().to_string()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
