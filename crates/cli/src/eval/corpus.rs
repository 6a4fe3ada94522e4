//! Annotated letters: NAME.txt beside NAME.toml, which quotes what careful readers found.

use std::ops::Range;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use toml::Spanned;
use traek_core::{Genre, Marker, MoveKind};
use traek_documents::Source;

use crate::lines::Lines;
use crate::{Failure, files, packs};

/// A folder of annotated letters, and what is wrong with some of them (rendered).
pub(crate) struct Corpus {
    pub(crate) letters: Vec<Annotated>,
    pub(crate) problems: Vec<String>,
}

/// A letter with what its readers found in it.
pub(crate) struct Annotated {
    pub(crate) name: String,
    pub(crate) source: Source,
    pub(crate) genre: Genre,
    pub(crate) document: Expected,
    pub(crate) spans: Vec<Gold>,
    /// The file's text, which spans refer to.
    pub(crate) text: String,
}

/// A place that readers marked: bytes of the file.
#[derive(Clone, Debug)]
pub(crate) struct Gold {
    pub(crate) marker: Marker,
    pub(crate) span: Range<usize>,
    /// Careful readers may disagree: neither a miss nor a false alarm.
    pub(crate) optional: bool,
}

/// What a letter as a whole has or lacks.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct Expected {
    pub(crate) anerkendelse: Verdict,
    pub(crate) naeste_skridt: Verdict,
    pub(crate) retssikkerhed: Verdict,
}

/// Whether something that a letter should have is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Verdict {
    Ok,
    Mangler,
    IkkeRelevant,
    /// The readers did not agree.
    Uafgjort,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Record {
    genre: Genre,
    #[serde(default, rename = "about")]
    _about: Option<String>,
    #[serde(default, rename = "origin")]
    _origin: Option<String>,
    document: Expected,
    #[serde(default)]
    finding: Vec<FindingRecord>,
    #[serde(default, rename = "move")]
    moves: Vec<MoveRecord>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FindingRecord {
    marker: Spanned<Marker>,
    quote: Spanned<String>,
    #[serde(default = "one")]
    nth: usize,
    #[serde(default)]
    optional: bool,
    #[serde(default, rename = "note")]
    _note: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MoveRecord {
    #[serde(rename = "move")]
    _kind: MoveKind,
    quote: Spanned<String>,
    #[serde(default = "one")]
    nth: usize,
    #[serde(default, rename = "optional")]
    _optional: bool,
    #[serde(default, rename = "note")]
    _note: Option<String>,
}

fn one() -> usize {
    1
}

impl Corpus {
    /// Reads all annotated letters of a folder, in order of their names.
    ///
    /// # Errors
    /// A folder that cannot be read or has no annotated letter.
    pub(crate) fn read(folder: &Path) -> Result<Self, Failure> {
        let fail = |message: String| Failure::Message(format!("{}: {message}", folder.display()));
        let entries = std::fs::read_dir(folder).map_err(|error| fail(reason(&error)))?;
        let mut annotations: Vec<PathBuf> = entries
            .filter_map(|entry| Some(entry.ok()?.path()))
            .filter(|path| path.extension().is_some_and(|ending| ending == "toml"))
            .collect();
        annotations.sort();
        if annotations.is_empty() {
            return Err(fail("mappen har ingen breve med noter (NAVN.txt og NAVN.toml)".to_owned()));
        }
        let mut corpus = Self { letters: Vec::new(), problems: Vec::new() };
        for path in annotations {
            match read_one(&path) {
                Ok(letter) => corpus.letters.push(letter),
                Err(problems) => corpus.problems.extend(problems),
            }
        }
        Ok(corpus)
    }
}

fn reason(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "mappen findes ikke".to_owned(),
        std::io::ErrorKind::NotADirectory => "det er ikke en mappe".to_owned(),
        _ => files::reason(error),
    }
}

/// One letter with its notes, or what is wrong with them, rendered.
fn read_one(path: &Path) -> Result<Annotated, Vec<String>> {
    let notes = packs::read_text(path).map_err(|message| vec![format!("fejl: {message}")])?;
    let shown = path.display().to_string();
    let lines = Lines::new(&notes);
    let problem = |span: Range<usize>, message: &str| packs::show(&shown, &lines, &span, message);
    let record: Record =
        toml::from_str(&notes).map_err(|error| vec![problem(error.span().unwrap_or(0..0), error.message())])?;
    let letter = path.with_extension("txt");
    let (_, source) = files::Letter::at(letter.clone())
        .read()
        .map_err(|error| vec![format!("fejl: {}: {}", error.path, error.message)])?;
    let text = packs::read_text(&letter).map_err(|message| vec![format!("fejl: {message}")])?;
    let mut spans = Vec::new();
    let mut problems = Vec::new();
    for note in &record.finding {
        let marker = *note.marker.get_ref();
        match find(&text, note.quote.get_ref(), note.nth) {
            Some(span) => add(&mut spans, Gold { marker, span, optional: note.optional }),
            None => problems.push(problem(note.quote.span(), "citatet står ikke i brevet")),
        }
    }
    for note in &record.moves {
        if find(&text, note.quote.get_ref(), note.nth).is_none() {
            problems.push(problem(note.quote.span(), "citatet står ikke i brevet"));
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let name = path.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
    Ok(Annotated { name, source, genre: record.genre, document: record.document, spans, text })
}

/// Adds a place. One that is there already, as when a quote is listed twice without saying which place is meant, stays one,
/// and readers may disagree on it if they may on either.
fn add(spans: &mut Vec<Gold>, new: Gold) {
    match spans.iter_mut().find(|gold| gold.marker == new.marker && gold.span == new.span) {
        Some(gold) => gold.optional |= new.optional,
        None => spans.push(new),
    }
}

/// The `nth` place (from 1) where `text` has `quote`; places may overlap.
fn find(text: &str, quote: &str, nth: usize) -> Option<Range<usize>> {
    let mut from = 0;
    let mut found = None;
    for _ in 0..nth {
        let at = from + text.get(from..)?.find(quote)?;
        found = Some(at);
        from = at + text[at..].chars().next().map_or(1, char::len_utf8);
    }
    found.map(|at| at..at + quote.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_quote_is_found_at_its_own_place() {
        assert_eq!(find("å jf. og jf.", "jf.", 2), Some(10..13));
        assert_eq!(find("å jf. og jf.", "jf.", 3), None);
    }
}
