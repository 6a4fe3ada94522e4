//! `--format github`: annotations of GitHub Actions, as workflow commands.

use std::cmp::Reverse;
use std::io::{self, Write};

use traek_core::{Finding, Severity};

use super::folders::Folders;
use super::place::Places;
use super::{Writer, wording};
use crate::check::Checked;
use crate::files::Problem;

pub(crate) struct Github {
    folders: Folders,
}

impl Github {
    pub(crate) fn new() -> Self {
        Self { folders: Folders::here() }
    }
}

impl Writer for Github {
    fn letter(&mut self, letter: &Checked, out: &mut dyn Write) -> io::Result<()> {
        let places = Places::new(letter);
        let file = self.folders.path_in_repository(&letter.path);
        // GitHub shows ten annotations of each kind, so the weightiest come first.
        let mut findings: Vec<&Finding> = letter.report.findings.iter().collect();
        findings.sort_by_key(|finding| Reverse(finding.severity));
        findings.into_iter().try_for_each(|finding| annotation(finding, &file, &places).write(out))
    }

    fn finish(&mut self, problems: &[Problem], out: &mut dyn Write) -> io::Result<()> {
        problems.iter().try_for_each(|problem| {
            let mut properties = vec![("file", self.folders.path_in_repository(&problem.file))];
            properties.extend(problem.line.map(|line| ("line", line.to_string())));
            properties.push(("title", "traek".to_owned()));
            Command { name: "error", properties, message: wording::plain(&problem.to_string()) }.write(out)
        })
    }
}

/// `::name key=value,…::message`
struct Command {
    name: &'static str,
    properties: Vec<(&'static str, String)>,
    message: String,
}

impl Command {
    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let properties: Vec<String> =
            self.properties.iter().map(|(key, value)| format!("{key}={}", escaped_property(value))).collect();
        writeln!(out, "::{} {}::{}", self.name, properties.join(","), escaped(&self.message))
    }
}

fn annotation(finding: &Finding, file: &str, places: &Places<'_>) -> Command {
    let mut properties = vec![("file", file.to_owned())];
    if let Some(region) = places.region(&finding.span) {
        properties.push(("line", region.start.line.to_string()));
        properties.push(("endLine", region.end.line.to_string()));
        // Columns are only taken within one line.
        if region.start.line == region.end.line {
            properties.push(("col", region.start.column.to_string()));
            properties.push(("endColumn", region.end.column.to_string()));
        }
    }
    let title = match places.name(&finding.span) {
        Some(place) => format!("{} – {place}", finding.rule),
        None => finding.rule.to_string(),
    };
    properties.push(("title", wording::plain(&title)));
    let mut lines = vec![wording::plain(&finding.message)];
    lines.extend(wording::more(finding, places));
    Command { name: level(finding.severity), properties, message: lines.join("\n") }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Fejl => "error",
        Severity::Advarsel => "warning",
        Severity::Raad => "notice",
    }
}

fn escaped(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn escaped_property(text: &str) -> String {
    escaped(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_with_a_meaning_are_escaped() {
        let command = Command {
            name: "error",
            properties: vec![("file", "a, b: 100%.txt".to_owned())],
            message: "50 %: ja,\nnej".to_owned(),
        };
        let mut written = Vec::new();
        command.write(&mut written).expect("memory");
        assert_eq!(String::from_utf8_lossy(&written), "::error file=a%2C b%3A 100%25.txt::50 %25: ja,%0Anej\n");
    }
}
