//! `--format checkstyle`: Checkstyle's XML report.

use std::io::{self, Write};

use quick_xml::Writer as XmlWriter;
use traek_core::{Finding, Severity};

use super::folders::Folders;
use super::place::Places;
use super::{Writer, wording};
use crate::check::Checked;
use crate::files::Problem;

/// The version of Checkstyle whose report this is like.
const VERSION: &str = "8.0";

/// Where findings come from, as Checkstyle names its checks: with dots, the kind first.
const SOURCE: &str = "traek";

pub(crate) struct Checkstyle {
    folders: Folders,
}

impl Checkstyle {
    pub(crate) fn new() -> Self {
        Self { folders: Folders::here() }
    }
}

impl Writer for Checkstyle {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"{VERSION}\">")
    }

    fn letter(&mut self, letter: &Checked, out: &mut dyn Write) -> io::Result<()> {
        let places = Places::new(letter);
        let errors: Vec<Error> = letter.report.findings.iter().map(|finding| error(finding, &places)).collect();
        write_file(&self.folders.path(&letter.path), &errors, out)
    }

    fn finish(&mut self, problems: &[Problem], out: &mut dyn Write) -> io::Result<()> {
        for problem in problems {
            let error = Error {
                line: problem.line,
                column: None,
                severity: "error",
                message: wording::plain(&problem.to_string()),
                source: SOURCE.to_owned(),
            };
            write_file(&self.folders.path(&problem.file), &[error], out)?;
        }
        writeln!(out, "</checkstyle>")
    }
}

struct Error {
    line: Option<usize>,
    column: Option<usize>,
    severity: &'static str,
    message: String,
    source: String,
}

fn error(finding: &Finding, places: &Places<'_>) -> Error {
    let start = places.region(&finding.span).map(|region| region.start);
    Error {
        line: start.map(|start| start.line),
        column: start.map(|start| start.column),
        severity: severity(finding.severity),
        message: wording::all(finding, places).join("\n"),
        source: format!("{SOURCE}.{}", finding.rule.replace('/', ".")),
    }
}

fn write_file(path: &str, errors: &[Error], out: &mut dyn Write) -> io::Result<()> {
    let mut xml = XmlWriter::new_with_indent(Vec::new(), b' ', 2);
    let file = xml.create_element("file").with_attribute(("name", path));
    file.write_inner_content(|xml| errors.iter().try_for_each(|error| write_error(error, xml)))?;
    out.write_all(&xml.into_inner())?;
    writeln!(out)
}

fn write_error(error: &Error, xml: &mut XmlWriter<Vec<u8>>) -> io::Result<()> {
    let number = |name, value: Option<usize>| value.map(|value| (name, value.to_string()));
    let places: Vec<(&str, String)> =
        [number("line", error.line), number("column", error.column)].into_iter().flatten().collect();
    let element = xml
        .create_element("error")
        .with_attributes(places.iter().map(|(name, value)| (*name, value.as_str())))
        .with_attribute(("severity", error.severity))
        .with_attribute(("message", error.message.as_str()))
        .with_attribute(("source", error.source.as_str()));
    element.write_empty().map(drop)
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Fejl => "error",
        Severity::Advarsel => "warning",
        Severity::Raad => "info",
    }
}
