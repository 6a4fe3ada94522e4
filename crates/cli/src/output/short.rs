//! `--format short`: one line for each finding, as compilers write them.

use std::io::{self, Write};

use super::place::{Places, Region};
use super::{Writer, wording};
use crate::check::Checked;
use crate::files::Problem;

/// `path:line:column: severity: message [rule]`; for files without lines the place follows the path.
pub(crate) struct Short;

impl Writer for Short {
    fn letter(&mut self, letter: &Checked, out: &mut dyn Write) -> io::Result<()> {
        let places = Places::new(letter);
        for finding in &letter.report.findings {
            // An attachment is named beside its mail, so its own lines can be told.
            let place = match places.own_region(&finding.span) {
                Some(Region { start, .. }) => format!("{}:{}", start.line, start.column),
                None => letter.source.place(finding.span.start).unwrap_or_default().to_owned(),
            };
            let (name, message) = (wording::plain(&letter.name), wording::plain(&finding.message));
            let severity = finding.severity.title();
            writeln!(out, "{name}:{place}: {severity}: {message} [{}]", finding.rule)?;
        }
        Ok(())
    }

    fn finish(&mut self, _problems: &[Problem], _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}
