//! `--format sarif`: a SARIF 2.1.0 log. Columns count Unicode scalar values, and ends are exclusive.
//!
//! Results come first, so that letters can be written as they come; the rules are known when all are through.

mod log;
mod rules;

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::ops::Range;

use traek_core::{Applicability, Finding};

use super::fingerprint::{Fingerprinted, Fingerprints};
use super::folders::Folders;
use super::list::List;
use super::place::{self, Places};
use super::{Writer, wording};
use crate::check::Checked;
use crate::files::Problem;
use crate::settle::By;
use log::{
    ArtifactChange, ArtifactLocation, Content, Driver, Fix, Invocation, Location, LogicalLocation, Notification,
    PhysicalLocation, Region, Replacement, SarifResult, Suppression, Text, Tool,
};
use rules::{Rules, level};

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

const LANGUAGE: &str = "da-DK";

/// The fingerprint that GitHub knows an alert by.
const OF_GITHUB: &str = "primaryLocationLineHash";

/// The same by a name of our own: rule, sentence and number within the file.
const OF_TRAEK: &str = "traekSentence/v1";

pub(crate) struct Sarif {
    folders: Folders,
    fingerprints: Fingerprints,
    rules: Rules,
    results: List,
}

impl Sarif {
    pub(crate) fn new() -> Self {
        Self {
            folders: Folders::here(),
            fingerprints: Fingerprints::default(),
            rules: Rules::default(),
            results: List::default(),
        }
    }
}

impl Writer for Sarif {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        let run = format!("\"columnKind\":\"unicodeCodePoints\",\"language\":\"{LANGUAGE}\"");
        write!(out, "{{\"$schema\":\"{SCHEMA}\",\"version\":\"2.1.0\",\"runs\":[{{{run},\"results\":[")
    }

    fn letter(&mut self, letter: &Checked, out: &mut dyn Write) -> io::Result<()> {
        let uri = self.folders.uri(&letter.path);
        let letter_places = LetterPlaces { letter, places: Places::new(letter), uri: &uri };
        for one in self.fingerprints.of(letter) {
            let rule_index = self.rules.index(&one.finding.rule, &letter.project.book);
            self.results.item(&letter_places.result(&one, rule_index), out)?;
        }
        Ok(())
    }

    fn finish(&mut self, problems: &[Problem], out: &mut dyn Write) -> io::Result<()> {
        let tool = Tool {
            driver: Driver {
                name: "traek",
                version: env!("CARGO_PKG_VERSION"),
                semantic_version: env!("CARGO_PKG_VERSION"),
                information_uri: env!("CARGO_PKG_REPOSITORY"),
                language: LANGUAGE,
                rules: self.rules.described(),
            },
        };
        let uris: Vec<String> = problems.iter().map(|problem| self.folders.uri(&problem.file)).collect();
        let invocation = Invocation {
            execution_successful: problems.is_empty(),
            tool_execution_notifications: problems.iter().zip(&uris).map(|(one, uri)| notification(one, uri)).collect(),
        };
        write!(out, "\n],\"tool\":")?;
        serde_json::to_writer(&mut *out, &tool)?;
        write!(out, ",\"invocations\":[")?;
        serde_json::to_writer(&mut *out, &invocation)?;
        writeln!(out, "]}}]}}")
    }
}

fn notification<'a>(problem: &Problem, uri: &'a str) -> Notification<'a> {
    let whole_line = |line| Region { start_line: line, start_column: None, end_line: None, end_column: None };
    let physical_location =
        PhysicalLocation { artifact_location: ArtifactLocation { uri }, region: problem.line.map(whole_line) };
    Notification {
        level: "error",
        message: Text::new(&wording::plain(&problem.to_string())),
        locations: [Location { physical_location, logical_locations: Vec::new(), message: None }],
    }
}

/// A letter whose findings become results.
struct LetterPlaces<'a> {
    letter: &'a Checked,
    places: Places<'a>,
    uri: &'a str,
}

impl<'a> LetterPlaces<'a> {
    fn result(&'a self, one: &Fingerprinted<'a>, rule_index: usize) -> SarifResult<'a> {
        let finding = one.finding;
        let related = finding.also.iter().map(|span| self.location(span, Some(Text::new("Også her"))));
        let fingerprints = [OF_GITHUB, OF_TRAEK].map(|name| (name, one.fingerprint.clone()));
        SarifResult {
            rule_id: &finding.rule,
            rule_index,
            level: level(finding.severity),
            message: Text::new(&wording::all(finding, &self.places).join("\n")),
            locations: [self.location(&finding.span, None)],
            related_locations: related.collect(),
            partial_fingerprints: BTreeMap::from(fingerprints),
            fixes: self.fix(finding).into_iter().collect(),
            suppressions: one.by.map(suppression).into_iter().collect(),
        }
    }

    fn location(&self, span: &Range<usize>, message: Option<Text>) -> Location<'a> {
        let name = self.places.name(span).map(|name| wording::plain(&name));
        let logical = name.map(|name| {
            let fully_qualified_name = format!("{}, {name}", wording::plain(&self.letter.path.to_string_lossy()));
            LogicalLocation { name, fully_qualified_name }
        });
        Location {
            physical_location: PhysicalLocation {
                artifact_location: ArtifactLocation { uri: self.uri },
                region: self.places.region(span).map(region),
            },
            logical_locations: logical.into_iter().collect(),
            message,
        }
    }

    /// `None` where a program could not make all of it.
    fn fix(&self, finding: &Finding) -> Option<Fix<'a>> {
        let fix = finding.fix.as_ref()?;
        let description = match fix.applicability {
            Applicability::Safe => "Rettelsen ændrer ikke meningen",
            Applicability::Unsafe => "Forslag, som bør læses igennem",
        };
        let replacements = fix.edits.iter().map(|edit| {
            let (deleted, text) = self.places.edit(edit)?;
            Some(Replacement { deleted_region: region(deleted), inserted_content: Content { text } })
        });
        let artifact_location = ArtifactLocation { uri: self.uri };
        let change = ArtifactChange { artifact_location, replacements: replacements.collect::<Option<_>>()? };
        Some(Fix { description: Text::new(description), artifact_changes: [change] })
    }
}

fn region(region: place::Region) -> Region {
    Region {
        start_line: region.start.line,
        start_column: Some(region.start.column),
        end_line: Some(region.end.line),
        end_column: Some(region.end.column),
    }
}

fn suppression(by: &By) -> Suppression<'_> {
    let kind = match by {
        By::Comment(_) => "inSource",
        By::Config(_) | By::Baseline => "external",
    };
    Suppression { kind, status: "accepted", justification: by.reason().unwrap_or("Fundet står i baseline") }
}
