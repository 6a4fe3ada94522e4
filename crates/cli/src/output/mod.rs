//! What `traek check` shows, letter by letter. One file for each format.

mod json;
mod pretty;
mod summary;

use std::io::Write;

use traek_core::Finding;

use crate::Failure;
use crate::args::Format;
use crate::check::Checked;
use crate::files::Problem;
use crate::screen::Screen;

/// The suggestions of a finding that its message does not give already.
pub(crate) fn new_suggestions(finding: &Finding) -> impl Iterator<Item = &String> {
    let message = finding.message.to_lowercase();
    finding.suggestions.iter().filter(move |suggestion| !message.contains(&suggestion.to_lowercase()))
}

/// Writes the letters of one run in one format.
pub(crate) struct Output<'s> {
    screen: &'s mut Screen,
    writer: Writer,
}

enum Writer {
    Pretty(summary::Total),
    Json(json::Json),
}

impl<'s> Output<'s> {
    pub(crate) fn new(format: Format, screen: &'s mut Screen) -> Result<Self, Failure> {
        let writer = match format {
            Format::Pretty => Writer::Pretty(summary::Total::default()),
            Format::Json => Writer::Json(json::Json::begin(screen)?),
        };
        Ok(Self { screen, writer })
    }

    pub(crate) fn letter(&mut self, letter: &Checked) -> Result<(), Failure> {
        match &mut self.writer {
            Writer::Pretty(total) => pretty::letter(letter, total, self.screen),
            Writer::Json(json) => json.letter(letter, self.screen),
        }
    }

    /// Shows what is written so far, so that a message on standard error comes in its place.
    pub(crate) fn flush(&mut self) -> Result<(), Failure> {
        Ok(self.screen.flush()?)
    }

    pub(crate) fn finish(self, problems: &[Problem]) -> Result<(), Failure> {
        match self.writer {
            Writer::Pretty(total) => pretty::total(&total, problems.len(), self.screen),
            Writer::Json(json) => json.finish(problems, self.screen),
        }
    }
}
