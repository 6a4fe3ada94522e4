//! `--format rdjson`: the Reviewdog Diagnostic Format. Columns are bytes of UTF-8, and ends are exclusive.

use std::io::{self, Write};

use serde::Serialize;
use traek_core::{Finding, Severity};

use super::folders::Folders;
use super::list::List;
use super::place::{self, Places, Region};
use super::{Writer, wording};
use crate::check::Checked;
use crate::files::Problem;

#[derive(Serialize)]
struct Diagnostic<'a> {
    message: String,
    location: Location<'a>,
    severity: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<Code<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suggestions: Vec<Suggestion>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    range: Option<Range>,
}

#[derive(Serialize)]
struct Range {
    start: Position,
    #[serde(skip_serializing_if = "Option::is_none")]
    end: Option<Position>,
}

#[derive(Serialize)]
struct Position {
    line: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<usize>,
}

#[derive(Serialize)]
struct Code<'a> {
    value: &'a str,
}

#[derive(Serialize)]
struct Suggestion {
    range: Range,
    text: String,
}

pub(crate) struct Rdjson {
    folders: Folders,
    diagnostics: List,
}

impl Rdjson {
    pub(crate) fn new() -> Self {
        Self { folders: Folders::here(), diagnostics: List::default() }
    }
}

impl Writer for Rdjson {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        let url = env!("CARGO_PKG_REPOSITORY");
        write!(out, "{{\"source\":{{\"name\":\"traek\",\"url\":\"{url}\"}},\"diagnostics\":[")
    }

    fn letter(&mut self, letter: &Checked, out: &mut dyn Write) -> io::Result<()> {
        let places = Places::new(letter);
        let path = self.folders.path(&letter.path);
        letter.report.findings.iter().try_for_each(|finding| {
            let region = places.region(&finding.span);
            let diagnostic = Diagnostic {
                message: wording::all(finding, &places).join("\n"),
                location: Location { path: &path, range: region.map(range) },
                severity: severity(finding.severity),
                code: Some(Code { value: &finding.rule }),
                suggestions: region.map(|region| suggestions(finding, region, &places)).unwrap_or_default(),
            };
            self.diagnostics.item(&diagnostic, out)
        })
    }

    fn finish(&mut self, problems: &[Problem], out: &mut dyn Write) -> io::Result<()> {
        for problem in problems {
            let path = self.folders.path(&problem.file);
            let start = problem.line.map(|line| Position { line, column: None });
            let diagnostic = Diagnostic {
                message: wording::plain(&problem.to_string()),
                location: Location { path: &path, range: start.map(|start| Range { start, end: None }) },
                severity: "ERROR",
                code: None,
                suggestions: Vec::new(),
            };
            self.diagnostics.item(&diagnostic, out)?;
        }
        writeln!(out, "\n]}}")
    }
}

/// The edits of a finding's fix. Reviewdog takes those that have the very lines of the finding.
fn suggestions(finding: &Finding, own: Region, places: &Places<'_>) -> Vec<Suggestion> {
    let lines = |region: Region| (region.start.line, region.end.line);
    let edits = finding.fix.iter().flat_map(|fix| &fix.edits);
    let placed = edits.filter_map(|edit| places.edit(edit)).filter(|(region, _)| lines(*region) == lines(own));
    placed.map(|(region, text)| Suggestion { range: range(region), text }).collect()
}

fn range(region: Region) -> Range {
    let position = |at: place::Position| Position { line: at.line, column: Some(at.byte) };
    Range { start: position(region.start), end: Some(position(region.end)) }
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Fejl => "ERROR",
        Severity::Advarsel => "WARNING",
        Severity::Raad => "INFO",
    }
}
