//! `--format short`: one line for each finding, as compilers write them.

use std::io::{self, Write};

use annotate_snippets::normalize_untrusted_str;

use super::Writer;
use crate::check::Checked;
use crate::files::Problem;
use crate::lines::Lines;

/// `path:line:column: severity: message [rule]`; for formats without lines the place in the file follows the path.
pub(crate) struct Short;

impl Writer for Short {
    fn letter(&mut self, letter: &Checked, out: &mut dyn Write) -> io::Result<()> {
        let lines = Lines::new(&letter.source.document.text);
        for finding in &letter.report.findings {
            let place = match letter.source.place(finding.span.start) {
                Some(place) => place.to_owned(),
                None => {
                    let (line, column) = lines.position(finding.span.start);
                    format!("{line}:{column}")
                }
            };
            let message = normalize_untrusted_str(&finding.message);
            let severity = finding.severity.title();
            writeln!(out, "{}:{place}: {severity}: {message} [{}]", letter.name, finding.rule)?;
        }
        Ok(())
    }

    fn finish(&mut self, _problems: &[Problem], _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}
