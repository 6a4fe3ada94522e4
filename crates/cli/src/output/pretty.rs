//! For people: each finding in its place, then what the letter does well and what to do first.

use std::io::Write;

use annotate_snippets::{Element, Group, Level, normalize_untrusted_str};
use traek_core::{Finding, Severity};

use super::new_suggestions;
use super::summary::{self, Total};
use crate::check::Checked;
use crate::lines::Lines;
use crate::screen::{Screen, Style};
use crate::snippet::Excerpt;
use crate::{Failure, danish};

/// Room (columns) for what stands left of a suggestion: the line number and `= forslag: `.
const MARGIN: usize = 18;

/// A note names at most this many lines.
const MOST_LINES: usize = 8;

/// Writes the findings and the summary of one letter.
pub(crate) fn letter(checked: &Checked, total: &mut Total, screen: &mut Screen) -> Result<(), Failure> {
    let lines = Lines::new(&checked.source.document.text);
    let path = &checked.name;
    let style = screen.style;
    if total.letters() > 0 {
        writeln!(screen)?;
    }
    for finding in &checked.report.findings {
        writeln!(screen, "{}\n", show(finding, checked, &lines, style))?;
    }
    for line in summary::of_letter(path, &checked.report, &lines, style) {
        writeln!(screen, "{line}")?;
    }
    total.add(&checked.report);
    Ok(())
}

/// Writes what several letters come to together.
pub(crate) fn total(total: &Total, problems: usize, screen: &mut Screen) -> Result<(), Failure> {
    if let Some(line) = total.line(problems, screen.style) {
        writeln!(screen, "\n{line}")?;
    }
    Ok(())
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
    let own = lines.line(finding.span.start);
    let mut others: Vec<usize> = finding.also.iter().map(|span| lines.line(span.start)).collect();
    others.dedup();
    match others.as_slice() {
        [] => None,
        [line] if *line == own => Some("også senere i samme linje".to_owned()),
        _ => {
            others.retain(|line| *line != own);
            let mut shown: Vec<String> = others.iter().take(MOST_LINES).map(ToString::to_string).collect();
            if others.len() > MOST_LINES {
                shown.push(danish::count(others.len() - MOST_LINES, "linje mere", "linjer mere"));
            }
            Some(format!("også i linje {}", danish::list(&shown)))
        }
    }
}
