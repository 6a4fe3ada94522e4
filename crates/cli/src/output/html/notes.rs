//! The notes beside a letter.

use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html};
use traek_core::{Finding, MoveKind};

use super::passages::{Ids, Numbered};
use crate::check::Checked;
use crate::danish;
use crate::lines::Lines;
use crate::output::new_suggestions;
use crate::page::{self, readable};

/// What the notes of one letter need to know.
pub(super) struct Notes<'c> {
    checked: &'c Checked,
    ids: &'c Ids,
    lines: &'c Lines<'c>,
    /// Why there are such rules, by id.
    why: BTreeMap<&'c str, &'c str>,
}

impl<'c> Notes<'c> {
    pub(super) fn new(checked: &'c Checked, ids: &'c Ids, lines: &'c Lines<'c>) -> Self {
        let wanted: BTreeSet<&str> = checked.report.findings.iter().map(|finding| &*finding.rule).collect();
        // The explanations are packed until somebody asks for them.
        let explained = (!wanted.is_empty()).then(|| checked.project.book.explained()).into_iter().flatten();
        let why = explained
            .filter(|(rule, _)| wanted.contains(&*rule.id))
            .map(|(rule, explanation)| (&*rule.id, explanation.why.as_str()))
            .collect();
        Self { checked, ids, lines, why }
    }

    /// A note about words that are marked with its number.
    pub(super) fn placed(&self, one: Numbered<'_>) -> Markup {
        let number = html! {
            a.number href={ "#" (self.ids.place(one.number)) } { span.hidden { "Note " } (one.number) }
        };
        self.note(one, &number, Some(self.place(one.finding)))
    }

    /// A note about the letter as a whole.
    pub(super) fn whole(&self, one: Numbered<'_>) -> Markup {
        let number = html! { span.number { span.hidden { "Note " } (one.number) } };
        self.note(one, &number, None)
    }

    fn note(&self, one: Numbered<'_>, number: &Markup, place: Option<String>) -> Markup {
        let Numbered { number: at, finding } = one;
        let mut suggestions = new_suggestions(finding).peekable();
        let about = html! {
            (page::tag(finding.severity)) " " (page::marker(finding.marker))
            @if let Some(place) = place { " · " (place) }
        };
        html! {
            li.note.of.(finding.marker.id()).(finding.severity.id()) id=(self.ids.note(at)) {
                p.message { (number) " " (readable(&finding.message)) }
                @if suggestions.peek().is_some() {
                    ul.suggestions aria-label="Forslag" {
                        @for suggestion in suggestions { li { (readable(suggestion)) } }
                    }
                }
                @match self.why.get(&*finding.rule) {
                    Some(why) => details {
                        summary { (about) span.on-screen { " · hvorfor?" } }
                        p { (why) }
                        p { code { (finding.rule) } }
                    },
                    None => p.rule { (about) " · " code { (finding.rule) } },
                }
            }
        }
    }

    /// `linje 8`, or what the format calls the place.
    pub(super) fn place(&self, finding: &Finding) -> String {
        let others = match finding.also.len() {
            0 => String::new(),
            others => format!(" og {}", danish::count(others, "sted til", "steder til")),
        };
        match self.checked.source.place(finding.span.start) {
            Some(place) => format!("{place}{others}"),
            None => format!("linje {}{others}", self.lines.line(finding.span.start)),
        }
    }
}

/// What calms in a passage, in one line.
pub(super) fn good(moves: &[MoveKind]) -> Markup {
    let titles: Vec<&str> = moves.iter().map(|kind| kind.title()).collect();
    html! {
        li.good { span.tick aria-hidden="true" { "✓" } "Det virker: " (danish::list(&titles)) }
    }
}
