//! For people: each finding in its place, then what the letter does well and what to do first.

use std::io::{self, Write};
use std::ops::Range;

use annotate_snippets::{Element, Group, Level, normalize_untrusted_str};
use traek_core::{Finding, Severity};

use super::summary::{self, Total};
use super::{Writer, new_suggestions, wording};
use crate::check::Checked;
use crate::danish;
use crate::files::Problem;
use crate::lines::Lines;
use crate::screen::Style;
use crate::snippet::Excerpt;

/// Room (columns) for what stands left of a suggestion: the line number and `= forslag: `.
const MARGIN: usize = 18;

/// For a terminal of this style.
pub(crate) struct Pretty {
    style: Style,
    total: Total,
}

impl Pretty {
    pub(crate) fn new(style: Style) -> Self {
        Self { style, total: Total::default() }
    }
}

impl Writer for Pretty {
    fn letter(&mut self, letter: &Checked, out: &mut dyn Write) -> io::Result<()> {
        let lines = Lines::new(&letter.source.document.text);
        if self.total.letters() > 0 {
            writeln!(out)?;
        }
        for finding in &letter.report.findings {
            writeln!(out, "{}\n", show(finding, letter, &lines, self.style))?;
        }
        let suppressed = letter.settled.suppressed.len();
        for line in summary::of_letter(&letter.name, &letter.report, suppressed, &lines, self.style) {
            writeln!(out, "{line}")?;
        }
        self.total.add(&letter.report);
        Ok(())
    }

    fn finish(&mut self, problems: &[Problem], out: &mut dyn Write) -> io::Result<()> {
        match self.total.line(problems.len(), self.style) {
            Some(line) => writeln!(out, "\n{line}"),
            None => Ok(()),
        }
    }
}

fn show(finding: &Finding, checked: &Checked, lines: &Lines<'_>, style: Style) -> String {
    let excerpt = Excerpt::new(lines, &finding.span, style.room());
    let place = checked.source.place(finding.span.start).map(|place| format!("{}, {place}", checked.name));
    let title = level(finding.severity).primary_title(finding.message.as_str()).id(&*finding.rule);
    let mut elements: Vec<Element<'_>> = match &place {
        Some(place) => excerpt.elements_at(place),
        None => excerpt.elements(&checked.name),
    };
    for suggestion in new_suggestions(finding) {
        let suggestion = normalize_untrusted_str(suggestion);
        let text = danish::wrapped(&suggestion, style.width.saturating_sub(MARGIN)).join("\n");
        elements.push(Level::HELP.with_name("forslag").message(text).into());
    }
    if let Some(also) = also(finding, lines) {
        elements.push(Level::NOTE.no_name().message(also).into());
    }
    style.renderer().render(&[Group::with_title(title).elements(elements)])
}

fn level(severity: Severity) -> Level<'static> {
    let level = match severity {
        Severity::Fejl => Level::ERROR,
        Severity::Advarsel => Level::WARNING,
        Severity::Raad => Level::INFO,
    };
    level.with_name(severity.title())
}

/// `også i linje 12 og 20`
fn also(finding: &Finding, lines: &Lines<'_>) -> Option<String> {
    let line = |span: &Range<usize>| lines.line(span.start);
    wording::also_in_lines(line(&finding.span), finding.also.iter().map(line).collect())
}
