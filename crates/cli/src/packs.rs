//! Loads the shipped packs and the user's own, and shows what is wrong with them.

use std::ops::Range;
use std::path::{Path, PathBuf};

use annotate_snippets::{Group, Level};
use traek_core::context::Context;
use traek_core::familiar::Familiarity;
use traek_core::letter_model::LetterModel;
use traek_core::scorer::Scorer;
use traek_core::{Learned, PackError, Rulebook};

use crate::lines::Lines;
use crate::screen::Style;
use crate::snippet::Excerpt;
use crate::{Failure, danish, files};

/// The shipped packs as the build script compiled them.
const SHIPPED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/rulebook.image"));

/// The shipped models.
fn learned() -> Result<Learned, String> {
    Ok(Learned {
        sentences: Scorer::from_bytes(traek_rules::SENTENCE_MODEL)?,
        words: Familiarity::from_bytes(traek_rules::WORD_MODEL, traek_rules::FAMILIARITY_TABLE)?,
        letters: LetterModel::from_bytes(traek_rules::LETTER_MODEL)?,
        context: Context::from_bytes(traek_rules::CONTEXT_MODEL)?,
    })
}

/// The texts of packs, by name.
pub(crate) struct Packs {
    own: Vec<(String, String)>,
}

impl Packs {
    /// Reads the user's packs.
    ///
    /// # Errors
    /// Every pack that cannot be read.
    pub(crate) fn read(paths: &[PathBuf]) -> Result<Self, Failure> {
        let mut own = Vec::new();
        let mut problems = Vec::new();
        for path in paths {
            match read_text(path) {
                Ok(text) => own.push((path.display().to_string(), text)),
                Err(message) => problems.push(format!("fejl: {message}")),
            }
        }
        if problems.is_empty() { Ok(Self { own }) } else { Err(Failure::Rendered(problems.join("\n"))) }
    }

    /// The rulebook of the shipped packs and the user's.
    ///
    /// # Errors
    /// Everything that is wrong in any pack, each thing shown in its place.
    pub(crate) fn rulebook(&self) -> Result<Rulebook, Failure> {
        let broken = |what: &str, error: String| Failure::Message(format!("{what} kan ikke læses: {error}"));
        let book = if self.own.is_empty() {
            Rulebook::from_image(SHIPPED).map_err(|error| broken("de indbyggede regler", error))?
        } else {
            Rulebook::load(&self.all()).map_err(|errors| Failure::Rendered(self.explain(&errors)))?
        };
        let learned = learned().map_err(|error| broken("de indbyggede modeller", error))?;
        Ok(book.with_learned(learned))
    }

    /// The user's packs, by name.
    pub(crate) fn own(&self) -> impl Iterator<Item = &str> {
        self.own.iter().map(|(name, _)| name.as_str())
    }

    /// All packs as (name, TOML), the shipped ones first.
    pub(crate) fn all(&self) -> Vec<(&str, &str)> {
        let own = self.own.iter().map(|(name, text)| (name.as_str(), text.as_str()));
        traek_rules::PACKS.iter().copied().chain(own).collect()
    }

    fn explain(&self, errors: &[PackError]) -> String {
        let all = self.all();
        let text_of = |name: &str| all.iter().find(|(pack, _)| *pack == name).map_or("", |(_, text)| text);
        let mut shown: Vec<String> = errors
            .iter()
            .map(|error| show(&error.pack, &Lines::new(text_of(&error.pack)), &error.span, &error.message))
            .collect();
        let number = danish::count(errors.len(), "fejl", "fejl");
        shown.push(format!("fejl: reglerne kan ikke bruges: {number} i regelpakkerne"));
        shown.join("\n\n")
    }
}

/// Reads and compiles packs in one go.
///
/// # Errors
/// See [`Packs::read`] and [`Packs::rulebook`].
pub(crate) fn load(own: &[PathBuf]) -> Result<Rulebook, Failure> {
    Packs::read(own)?.rulebook()
}

/// A file of TOML.
///
/// # Errors
/// A Danish message with the path.
pub(crate) fn read_text(path: &Path) -> Result<String, String> {
    std::fs::read_to_string(path).map_err(|error| format!("{}: {}", path.display(), files::reason(&error)))
}

/// An error at a place of a file that people write, for standard error.
pub(crate) fn show(path: &str, lines: &Lines<'_>, span: &Range<usize>, message: &str) -> String {
    let style = Style::of_stderr();
    let excerpt = Excerpt::new(lines, span, style.room());
    let title = Level::ERROR.with_name("fejl").primary_title(message);
    let group = Group::with_title(title).elements(excerpt.elements(path));
    style.renderer().render(&[group])
}
