//! `--format gitlab`: a Code Quality report.

use std::io::{self, Write};

use serde::Serialize;
use traek_core::{Finding, Severity};

use super::fingerprint::Fingerprints;
use super::folders::Folders;
use super::list::List;
use super::place::Places;
use super::{Writer, wording};
use crate::check::Checked;
use crate::files::Problem;
use crate::settle::key;

/// Between what is said about a finding: GitLab shows it on one line.
const DASH: &str = " – ";

/// GitLab wants a line, also in a file that has none.
const FIRST_LINE: usize = 1;

#[derive(Serialize)]
struct Issue<'a> {
    description: String,
    check_name: &'a str,
    fingerprint: String,
    severity: &'static str,
    location: Location<'a>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    lines: LineRange,
}

#[derive(Serialize)]
struct LineRange {
    begin: usize,
    end: usize,
}

pub(crate) struct Gitlab {
    folders: Folders,
    fingerprints: Fingerprints,
    issues: List,
}

impl Gitlab {
    pub(crate) fn new() -> Self {
        Self { folders: Folders::here(), fingerprints: Fingerprints::default(), issues: List::default() }
    }
}

impl Writer for Gitlab {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        write!(out, "[")
    }

    fn letter(&mut self, letter: &Checked, out: &mut dyn Write) -> io::Result<()> {
        let places = Places::new(letter);
        let path = self.folders.path_in_repository(&letter.path);
        for one in self.fingerprints.of(letter).into_iter().filter(|one| one.by.is_none()) {
            // The same fingerprint in two files would be one issue.
            let fingerprint = key(&[&path, &one.fingerprint]);
            self.issues.item(&issue(one.finding, fingerprint, &path, &places), out)?;
        }
        Ok(())
    }

    fn finish(&mut self, problems: &[Problem], out: &mut dyn Write) -> io::Result<()> {
        for problem in problems {
            let path = self.folders.path_in_repository(&problem.file);
            let line = problem.line.unwrap_or(FIRST_LINE);
            let issue = Issue {
                description: wording::plain(&problem.to_string()),
                check_name: "traek",
                fingerprint: key(&[&path, &problem.path, &problem.message]),
                severity: "blocker",
                location: Location { path: &path, lines: LineRange { begin: line, end: line } },
            };
            self.issues.item(&issue, out)?;
        }
        writeln!(out, "\n]")
    }
}

fn issue<'a>(finding: &'a Finding, fingerprint: String, path: &'a str, places: &Places<'_>) -> Issue<'a> {
    let region = places.region(&finding.span);
    let lines = region.map(|region| LineRange { begin: region.start.line, end: region.end.line });
    Issue {
        description: wording::all(finding, places).join(DASH),
        check_name: &finding.rule,
        fingerprint,
        severity: severity(finding.severity),
        location: Location { path, lines: lines.unwrap_or(LineRange { begin: FIRST_LINE, end: FIRST_LINE }) },
    }
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Fejl => "critical",
        Severity::Advarsel => "major",
        Severity::Raad => "minor",
    }
}
