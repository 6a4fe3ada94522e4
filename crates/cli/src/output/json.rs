//! `--format json`: the contract of DESIGN.md. Offsets are bytes of the file, or of the text in it for formats without
//! lines, where `locator` names the place; columns count Unicode scalar values.

use std::collections::BTreeMap;
use std::io::Write;
use std::ops::Range;

use serde::Serialize;
use traek_core::{Applicability, Fairness, Finding, GenreSource, Marker, MoveKind, Report};

use crate::Failure;
use crate::check::Checked;
use crate::files::Problem;
use crate::lines::Lines;
use crate::screen::Screen;

/// Changes when a field changes its meaning or goes away.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct LetterOutput<'a> {
    path: String,
    genre: &'static str,
    genre_source: GenreSource,
    findings: Vec<FindingOutput<'a>>,
    moves: Vec<MoveOutput<'a>>,
    profile: Profile,
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

/// One JSON object for all letters, written as they come.
pub(crate) struct Json {
    letters: usize,
}

impl Json {
    pub(crate) fn begin(screen: &mut Screen) -> Result<Self, Failure> {
        write!(screen, "{{\"version\":{VERSION},\"letters\":[")?;
        Ok(Self { letters: 0 })
    }

    pub(crate) fn letter(&mut self, checked: &Checked, screen: &mut Screen) -> Result<(), Failure> {
        let comma = if self.letters == 0 { "" } else { "," };
        self.letters += 1;
        writeln!(screen, "{comma}")?;
        write_value(&letter(checked), screen)
    }

    pub(crate) fn finish(self, problems: &[Problem], screen: &mut Screen) -> Result<(), Failure> {
        write!(screen, "\n],\"errors\":")?;
        let errors: Vec<ErrorOutput<'_>> =
            problems.iter().map(|problem| ErrorOutput { path: &problem.path, message: &problem.message }).collect();
        write_value(&errors, screen)?;
        writeln!(screen, "}}")?;
        Ok(())
    }
}

fn write_value(value: &impl Serialize, screen: &mut Screen) -> Result<(), Failure> {
    serde_json::to_writer_pretty(screen, value).map_err(|error| Failure::Output(error.into()))
}

fn letter(checked: &Checked) -> LetterOutput<'_> {
    let places = Places::new(checked);
    LetterOutput {
        path: checked.name.clone(),
        genre: checked.report.genre.id(),
        genre_source: checked.report.genre_source,
        findings: checked.report.findings.iter().map(|found| finding(found, &places)).collect(),
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
    lines: Lines<'a>,
}

impl<'a> Places<'a> {
    fn new(checked: &'a Checked) -> Self {
        Self { checked, lines: Lines::new(&checked.source.document.text) }
    }

    fn of(&self, span: &Range<usize>) -> Place<'a> {
        let source = &self.checked.source;
        let document = &source.document;
        let (line, column) = self.lines.position(span.start);
        let (start, end) = if source.format.has_lines() {
            (document.map.source(span.start), document.map.source(span.end))
        } else {
            (span.start, span.end)
        };
        Place { start, end, line, column, text: &document.text[span.clone()], locator: source.place(span.start) }
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
fn degree(moves: usize) -> &'static str {
    match moves {
        0 => "ingen",
        1 => "lidt",
        2 | 3 => "noget",
        _ => "meget",
    }
}
