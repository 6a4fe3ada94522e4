//! What the server asks of whoever knows letters.

use serde::{Deserialize, Serialize};

/// Reads and judges letters. Every call may take as long as a letter needs, and runs on a thread of its own.
pub trait Linter: Send + Sync + 'static {
    /// The report on a text, as JSON.
    ///
    /// # Errors
    /// See [`Refusal`].
    fn check(&self, letter: &Letter) -> Result<Vec<u8>, Refusal>;

    /// The report on a file and what is attached to it, as JSON; `genre` is its kind, where the reader knows it.
    ///
    /// # Errors
    /// See [`Refusal`].
    fn check_file(&self, file: &File, genre: Option<&str>) -> Result<Vec<u8>, Refusal>;

    /// A text with the changes made that can be made.
    ///
    /// # Errors
    /// See [`Refusal`].
    fn fix(&self, letter: &Letter, also_unsafe: bool) -> Result<Fixed, Refusal>;

    /// A file with its findings as comments; `genre` is its kind, where the reader knows it.
    ///
    /// # Errors
    /// See [`Refusal`].
    fn comments(&self, file: &File, genre: Option<&str>) -> Result<Commented, Refusal>;

    /// Why there is a rule, and what to write instead.
    ///
    /// # Errors
    /// [`Refusal::Unknown`] when there is no such rule.
    fn explain(&self, rule: &str) -> Result<Explained, Refusal>;

    /// What readers call the ids of reports.
    fn names(&self) -> Names;
}

/// Why something was not done, as a Danish message without letter text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Something asked for has no meaning, such as a genre that there is not.
    Wrong(String),
    /// There is no such thing.
    Unknown(String),
    /// The letter cannot be read, or not be written.
    Unreadable(String),
}

/// A letter as text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Letter {
    /// All of it.
    pub text: String,
    /// Its kind, where the writer knows it.
    pub genre: Option<String>,
    /// Whether to say what only the strictest reader would.
    pub strict: bool,
    /// What it is to become: a letter to send or a template.
    pub mode: Option<String>,
}

/// A letter as a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its name, without folders and signs that steer.
    pub name: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// A text with changes made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fixed {
    /// All of it.
    pub text: String,
    /// How many changes were made.
    pub made: usize,
}

/// A file with comments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commented {
    /// What to save it as.
    pub name: String,
    /// Its media type.
    pub media_type: &'static str,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// A rule, explained.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Explained {
    /// Its id.
    pub rule: String,
    /// The id of its marker.
    pub marker: &'static str,
    /// The id of its severity.
    pub severity: &'static str,
    /// What it says; `…` stands for the words that it finds.
    pub message: String,
    /// Why it is there.
    pub why: String,
    /// Where that is from.
    pub source: String,
    /// What to write instead.
    pub suggest: Vec<String>,
    /// Texts that it finds something in.
    pub bad: Vec<String>,
    /// Texts that are in order.
    pub good: Vec<String>,
}

/// The ids of reports with what readers call them, in the order in which they are shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Names {
    /// What findings are about.
    pub markers: Vec<Name>,
    /// What calms.
    pub moves: Vec<Name>,
    /// Kinds of letters.
    pub genres: Vec<Name>,
    /// How much findings weigh, the lightest first.
    pub severities: Vec<Name>,
    /// The dimensions of a fair process.
    pub fairness: Vec<Name>,
}

/// An id with what readers call it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Name {
    /// As reports have it.
    pub id: &'static str,
    /// In Danish.
    pub title: &'static str,
}
