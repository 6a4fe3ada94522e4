//! `--format json`: the contract of DESIGN.md. Offsets are bytes of the file, or of the text in it for formats without
//! lines, where `locator` names the place; columns count Unicode scalar values. For a page, `file` has the lines and columns
//! of the file beside those of the text.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::ops::Range;

use serde::Serialize;
use traek_core::{Applicability, Fairness, Finding, GenreSource, Marker, MoveKind, Report};

use super::Writer;
use super::place::{self, Position, Region};
use crate::check::Checked;
use crate::files::Problem;
use crate::lines::Lines;
use crate::settle::Suppressed;

/// Changes when a field changes its meaning or goes away.
const VERSION: u32 = 1;

/// A line about a letter.
#[derive(Serialize)]
struct Line<'a> {
    version: u32,
    letter: LetterOutput<'a>,
}

/// A line about something that could not be done.
#[derive(Serialize)]
struct ErrorLine<'a> {
    version: u32,
    error: ErrorOutput<'a>,
}

#[derive(Serialize)]
struct LetterOutput<'a> {
    path: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    format: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
    genre: &'static str,
    genre_source: GenreSource,
    findings: Vec<FindingOutput<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suppressed: Vec<SuppressedOutput<'a>>,
    moves: Vec<MoveOutput<'a>>,
    profile: Profile,
}

#[derive(Serialize)]
struct SuppressedOutput<'a> {
    rule: &'a str,
    #[serde(flatten)]
    place: Place<'a>,
    by: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
}

#[derive(Serialize)]
struct FindingOutput<'a> {
    rule: &'a str,
    marker: &'static str,
    severity: &'static str,
    #[serde(flatten)]
    place: Place<'a>,
    message: &'a str,
    suggestions: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    fix: Option<FixOutput<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    also: Vec<Place<'a>>,
}

#[derive(Serialize)]
struct MoveOutput<'a> {
    #[serde(rename = "move")]
    kind: &'static str,
    #[serde(flatten)]
    place: Place<'a>,
}

#[derive(Serialize)]
struct Place<'a> {
    start: usize,
    end: usize,
    line: usize,
    column: usize,
    text: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    locator: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<FilePlace>,
}

/// Where a place stands in a file that has lines, but not those of the text.
#[derive(Serialize)]
struct FilePlace {
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
}

#[derive(Serialize)]
struct FixOutput<'a> {
    edits: Vec<EditOutput<'a>>,
    applicability: Applicability,
}

#[derive(Serialize)]
struct EditOutput<'a> {
    start: usize,
    end: usize,
    text: &'a str,
}

#[derive(Serialize)]
struct Profile {
    markers: BTreeMap<&'static str, usize>,
    moves: BTreeMap<&'static str, usize>,
    fairness: BTreeMap<&'static str, &'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lix: Option<f64>,
    words: usize,
}

#[derive(Serialize)]
struct ErrorOutput<'a> {
    path: &'a str,
    message: &'a str,
}

/// What offsets of a report count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg(feature = "serve")]
pub(crate) enum Shown {
    /// As `--format json` does.
    File,
    /// The text as it was read, which the report then holds.
    Text,
}

/// The object of `--format json` for letters that are there already.
///
/// # Errors
/// When it cannot be written, which does not happen.
#[cfg(feature = "serve")]
pub(crate) fn object(letters: &[Checked], problems: &[Problem], shown: Shown) -> serde_json::Result<Vec<u8>> {
    #[derive(Serialize)]
    struct Object<'a> {
        version: u32,
        letters: Vec<LetterOutput<'a>>,
        errors: Vec<ErrorOutput<'a>>,
    }
    let letters = letters.iter().map(|checked| match shown {
        Shown::File => letter(checked),
        Shown::Text => letter_with_text(checked),
    });
    let errors = problems.iter().map(|problem| ErrorOutput { path: &problem.path, message: &problem.message });
    serde_json::to_vec(&Object { version: VERSION, letters: letters.collect(), errors: errors.collect() })
}

/// Letters as JSON, written as they come.
pub(crate) struct Json {
    /// Each letter and error in a line of its own, not in one object.
    lines: bool,
    letters: usize,
}

impl Json {
    /// `--format json`: one object.
    pub(crate) fn object() -> Self {
        Self { lines: false, letters: 0 }
    }

    /// `--format jsonl`: a letter or an error in each line.
    pub(crate) fn lines() -> Self {
        Self { lines: true, letters: 0 }
    }
}

impl Writer for Json {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        if self.lines { Ok(()) } else { write!(out, "{{\"version\":{VERSION},\"letters\":[") }
    }

    fn letter(&mut self, checked: &Checked, out: &mut dyn Write) -> io::Result<()> {
        if self.lines {
            return write_line(&Line { version: VERSION, letter: letter(checked) }, out);
        }
        let comma = if self.letters == 0 { "" } else { "," };
        self.letters += 1;
        writeln!(out, "{comma}")?;
        Ok(serde_json::to_writer_pretty(out, &letter(checked))?)
    }

    fn finish(&mut self, problems: &[Problem], out: &mut dyn Write) -> io::Result<()> {
        let mut errors = problems.iter().map(|problem| ErrorOutput { path: &problem.path, message: &problem.message });
        if self.lines {
            return errors.try_for_each(|error| write_line(&ErrorLine { version: VERSION, error }, out));
        }
        write!(out, "\n],\"errors\":")?;
        serde_json::to_writer_pretty(&mut *out, &errors.collect::<Vec<_>>())?;
        writeln!(out, "}}")
    }
}

fn write_line(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer(&mut *out, value)?;
    writeln!(out)
}

fn letter(checked: &Checked) -> LetterOutput<'_> {
    letter_at(checked, &Places::new(checked))
}

#[cfg(feature = "serve")]
fn letter_with_text(checked: &Checked) -> LetterOutput<'_> {
    let source = &checked.source;
    let places = Places { in_file: false, ..Places::new(checked) };
    let (format, text) = (Some(source.format.id()), Some(source.document.text.as_str()));
    LetterOutput { format, text, ..letter_at(checked, &places) }
}

fn letter_at<'a>(checked: &'a Checked, places: &Places<'a>) -> LetterOutput<'a> {
    LetterOutput {
        format: None,
        text: None,
        path: checked.name.clone(),
        genre: checked.report.genre.id(),
        genre_source: checked.report.genre_source,
        findings: checked.report.findings.iter().map(|found| finding(found, places)).collect(),
        suppressed: checked
            .settled
            .suppressed
            .iter()
            .map(|Suppressed { finding, by }| SuppressedOutput {
                rule: &finding.rule,
                place: places.of(&finding.span),
                by: by.id(),
                reason: by.reason(),
            })
            .collect(),
        moves: checked
            .report
            .moves
            .iter()
            .map(|found| MoveOutput { kind: found.kind.id(), place: places.of(&found.span) })
            .collect(),
        profile: profile(&checked.report),
    }
}

fn finding<'a>(found: &'a Finding, places: &Places<'a>) -> FindingOutput<'a> {
    FindingOutput {
        rule: &found.rule,
        marker: found.marker.id(),
        severity: found.severity.id(),
        place: places.of(&found.span),
        message: &found.message,
        suggestions: &found.suggestions,
        fix: found.fix.as_ref().map(|fix| FixOutput {
            edits: fix
                .edits
                .iter()
                .map(|edit| {
                    let place = places.of(&edit.span);
                    EditOutput { start: place.start, end: place.end, text: &edit.text }
                })
                .collect(),
            applicability: fix.applicability,
        }),
        also: found.also.iter().map(|span| places.of(span)).collect(),
    }
}

struct Places<'a> {
    checked: &'a Checked,
    text: Lines<'a>,
    file: place::Places<'a>,
    /// Whether places are those of the file, not of the text in it.
    in_file: bool,
}

impl<'a> Places<'a> {
    fn new(checked: &'a Checked) -> Self {
        let source = &checked.source;
        let (text, file) = (Lines::new(&source.document.text), place::Places::new(checked));
        Self { checked, text, file, in_file: source.format.has_lines() }
    }

    fn of(&self, span: &Range<usize>) -> Place<'a> {
        let source = &self.checked.source;
        let document = &source.document;
        let text = &document.text[span.clone()];
        let locator = source.place(span.start);
        let region = self.file.own_region(span);
        match region.filter(|_| self.in_file) {
            Some(Region { start: Position { line, column, .. }, .. }) => {
                let (start, end) = (document.map.source(span.start), document.map.source(span.end));
                Place { start, end, line, column, text, locator, file: None }
            }
            None => {
                let (line, column) = self.text.position(span.start);
                let file = region.map(|Region { start, end }| FilePlace {
                    line: start.line,
                    column: start.column,
                    end_line: end.line,
                    end_column: end.column,
                });
                Place { start: span.start, end: span.end, line, column, text, locator, file }
            }
        }
    }
}

fn profile(report: &Report) -> Profile {
    let markers = Marker::ALL.iter().map(|marker| (marker.id(), report.count(*marker)));
    let moves = MoveKind::ALL.iter().map(|kind| (kind.id(), report.moves_of(*kind)));
    let fairness = Fairness::ALL.iter().map(|dimension| (dimension.id(), degree(report.fairness(*dimension))));
    Profile {
        markers: markers.filter(|(_, count)| *count > 0).collect(),
        moves: moves.filter(|(_, count)| *count > 0).collect(),
        fairness: fairness.collect(),
        lix: report.lix,
        words: report.words,
    }
}

/// How strongly a letter serves a dimension of a fair process, by the number of moves.
pub(super) fn degree(moves: usize) -> &'static str {
    match moves {
        0 => "ingen",
        1 => "lidt",
        2 | 3 => "noget",
        _ => "meget",
    }
}
