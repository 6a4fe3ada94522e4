//! `--format junit`: each letter is a suite of tests, and each finding a test; it fails where `--fail-on` is reached.

use std::collections::HashMap;
use std::io::{self, Write};

use quick_xml::Writer as XmlWriter;
use quick_xml::events::BytesText;

use super::folders::Folders;
use super::place::Places;
use super::{Writer, wording};
use crate::check::Checked;
use crate::files::Problem;

pub(crate) struct Junit {
    folders: Folders,
}

impl Junit {
    pub(crate) fn new() -> Self {
        Self { folders: Folders::here() }
    }
}

/// What a test came to.
enum Outcome {
    Passed { said: Option<String> },
    Failed { kind: &'static str, message: String, said: String },
    Error { message: String },
}

struct Test {
    name: String,
    outcome: Outcome,
}

/// The tests of one letter, or of a file that could not be read.
struct Suite<'a> {
    name: &'a str,
    file: &'a str,
    tests: Vec<Test>,
}

impl Writer for Junit {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"traek\">")
    }

    fn letter(&mut self, letter: &Checked, out: &mut dyn Write) -> io::Result<()> {
        let file = self.folders.path(&letter.path);
        let name = match letter.attachment() {
            Some(attachment) => wording::plain(&format!("{file} » {attachment}")),
            None => file.clone(),
        };
        Suite { name: &name, file: &file, tests: tests(letter) }.write(out)
    }

    fn finish(&mut self, problems: &[Problem], out: &mut dyn Write) -> io::Result<()> {
        for problem in problems {
            let name = wording::plain(&problem.path);
            let outcome = Outcome::Error { message: wording::plain(&problem.message) };
            let tests = vec![Test { name: "traek".to_owned(), outcome }];
            Suite { name: &name, file: &self.folders.path(&problem.file), tests }.write(out)?;
        }
        writeln!(out, "</testsuites>")
    }
}

fn tests(letter: &Checked) -> Vec<Test> {
    let places = Places::new(letter);
    let mut seen: HashMap<&str, usize> = HashMap::new();
    let findings = letter.report.findings.iter().map(|finding| {
        let number = seen.entry(&finding.rule).or_default();
        *number += 1;
        let name = if *number == 1 { finding.rule.to_string() } else { format!("{} ({number})", finding.rule) };
        let mut said = wording::all(finding, &places);
        if let Some(region) = places.region(&finding.span) {
            said.insert(0, format!("Linje {}, kolonne {}", region.start.line, region.start.column));
        }
        let said = said.join("\n");
        let outcome = if finding.severity.reaches(letter.fail_on) {
            Outcome::Failed { kind: finding.severity.id(), message: wording::headline(finding, &places), said }
        } else {
            Outcome::Passed { said: Some(said) }
        };
        Test { name, outcome }
    });
    let tests: Vec<Test> = findings.collect();
    // Some readers take a suite without tests for a broken one.
    if tests.is_empty() {
        return vec![Test { name: "ingen fund".to_owned(), outcome: Outcome::Passed { said: None } }];
    }
    tests
}

impl Suite<'_> {
    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let count = |is: fn(&Outcome) -> bool| self.tests.iter().filter(|test| is(&test.outcome)).count().to_string();
        let tests = self.tests.len().to_string();
        let failures = count(|outcome| matches!(outcome, Outcome::Failed { .. }));
        let errors = count(|outcome| matches!(outcome, Outcome::Error { .. }));
        let mut xml = XmlWriter::new_with_indent(Vec::new(), b' ', 2);
        let suite = xml.create_element("testsuite").with_attributes([
            ("name", self.name),
            ("tests", tests.as_str()),
            ("failures", failures.as_str()),
            ("errors", errors.as_str()),
            ("file", self.file),
        ]);
        suite.write_inner_content(|xml| self.tests.iter().try_for_each(|test| test.write(self.name, xml)))?;
        out.write_all(&xml.into_inner())?;
        writeln!(out)
    }
}

impl Test {
    fn write(&self, class: &str, xml: &mut XmlWriter<Vec<u8>>) -> io::Result<()> {
        let case = xml.create_element("testcase").with_attributes([("name", self.name.as_str()), ("classname", class)]);
        match &self.outcome {
            Outcome::Passed { said: None } => case.write_empty(),
            Outcome::Passed { said: Some(said) } => case.write_inner_content(|xml| {
                xml.create_element("system-out").write_text_content(BytesText::new(said)).map(drop)
            }),
            Outcome::Failed { kind, message, said } => case.write_inner_content(|xml| {
                let failure = xml.create_element("failure");
                let failure = failure.with_attributes([("type", *kind), ("message", message.as_str())]);
                failure.write_text_content(BytesText::new(said)).map(drop)
            }),
            Outcome::Error { message } => case.write_inner_content(|xml| {
                let error = xml.create_element("error");
                error.with_attributes([("type", "problem"), ("message", message.as_str())]).write_empty().map(drop)
            }),
        }
        .map(drop)
    }
}
