//! `traek report`: what a whole collection of templates has in common. It tells about texts, never about people.

mod anonymous;
mod begin;
mod blocks;
mod contradictions;
mod examples;
mod gather;
mod hits;
mod html;
mod learning;
mod markdown;
mod overview;
mod people;
mod quote;
mod trend;
mod wordings;

use std::io::Write;

use serde::Serialize;

use crate::args::{ReportArgs, ReportFormat};
use crate::check::{self, Baselines};
use crate::config::Projects;
use crate::files::{self, Problem};
use crate::screen::Screen;
use crate::{Failure, Outcome, danish, walk};
use blocks::{Block, Section, name, plain, text};
use gather::Collection;

/// Changes when a field changes its meaning or goes away.
const VERSION: u32 = 1;

const TITLE: &str = "Rapport om skabelonerne";

/// What a report says; as JSON the contract of the README.
#[derive(Debug, Serialize)]
pub(crate) struct Report {
    version: u32,
    overview: overview::Overview,
    rules: Vec<hits::RuleHits>,
    templates: Vec<hits::TemplateHits>,
    trend: Option<trend::Trend>,
    contradictions: contradictions::Contradictions,
    wordings: wordings::Wordings,
    examples: Vec<examples::Example>,
    learning: Vec<learning::Question>,
    errors: Vec<Unread>,
}

#[derive(Debug, Serialize)]
struct Unread {
    path: String,
    message: String,
}

pub(crate) fn run(args: &ReportArgs, screen: &mut Screen) -> Result<Outcome, Failure> {
    let mut projects = Projects::new(&args.reading, None)?;
    let collection = gathered(args, &mut projects, !screen.is_terminal())?;
    let report = Report::of(&collection);
    let mut all_done = report.errors.is_empty();
    // Who has it written in a file has not asked for it on the screen too.
    if let Some(format) = args.format.or_else(|| args.outputs.is_empty().then_some(ReportFormat::Markdown)) {
        screen.write_all(report.written(format)?.as_bytes())?;
    }
    for output in &args.outputs {
        match files::write(&output.path, report.written(output.format)?.as_bytes()) {
            Ok(()) if args.format.is_none() => writeln!(screen, "{}: {}", output.path.display(), report.summary())?,
            Ok(()) => {}
            Err(problem) => {
                all_done = false;
                check::complain(&problem);
            }
        }
    }
    Ok(Outcome::of(all_done, false))
}

/// Reads all letters; what cannot be read is told as it comes.
fn gathered(args: &ReportArgs, projects: &mut Projects, shown: bool) -> Result<Collection, Failure> {
    let mut collection = Collection::default();
    let mut problems = Vec::new();
    let mut baselines = Baselines::new(args.baseline.as_deref(), true, &mut problems);
    problems.iter().for_each(check::complain);
    check::each(&args.reading, projects, shown, |result, progress| {
        let before = problems.len();
        match result {
            Ok(letter) => {
                trend::Changes::compare(&mut collection.changes, &letter, &mut baselines, &mut problems);
                collection.add(&letter);
            }
            Err(problem) => problems.push(problem),
        }
        progress.aside(|| problems[before..].iter().for_each(check::complain));
        Ok(())
    })?;
    if let Some(changes) = &mut collection.changes {
        changes.finish(&baselines, |path| walk::covers(&args.reading, path));
    }
    collection.problems = problems;
    Ok(collection)
}

impl Report {
    fn of(collection: &Collection) -> Self {
        let rules = hits::rules(collection);
        let unread = |problem: &Problem| Unread { path: problem.path.clone(), message: problem.message.clone() };
        let mut report = Self {
            version: VERSION,
            overview: overview::Overview::of(collection),
            templates: hits::templates(collection),
            trend: trend::Trend::of(collection),
            contradictions: contradictions::Contradictions::of(&collection.told, &collection.paths()),
            wordings: wordings::Wordings::of(&collection.paragraphs, &collection.paths()),
            examples: examples::of(&collection.sentences, &rules),
            rules,
            learning: Vec::new(),
            errors: collection.problems.iter().map(unread).collect(),
        };
        report.learning = learning::questions(&report);
        report
    }

    fn written(&self, format: ReportFormat) -> Result<String, Failure> {
        match format {
            ReportFormat::Markdown => Ok(markdown::document(TITLE, &self.sections())),
            ReportFormat::Html => Ok(html::document(TITLE, &self.summary(), &self.sections())),
            ReportFormat::Json => {
                let json = serde_json::to_string_pretty(self);
                json.map(|json| json + "\n")
                    .map_err(|error| Failure::Message(format!("rapporten kan ikke skrives: {error}")))
            }
        }
    }

    /// The report in one line.
    fn summary(&self) -> String {
        let overview = &self.overview;
        let calm = match overview.without_warnings {
            0 => "alle har mindst én fejl eller advarsel".to_owned(),
            all if all == overview.templates => "ingen af dem har advarsler".to_owned(),
            some => format!("{} af dem har ingen advarsler", danish::number(some)),
        };
        let templates = danish::count(overview.templates, "skabelon", "skabeloner");
        format!("{templates} med {}; {calm}", danish::count(overview.findings, "fund", "fund"))
    }

    fn sections(&self) -> Vec<Section> {
        let mut sections = vec![
            self.overview.section(),
            begin::section(self),
            self.overview.tables(),
            hits::section(&self.rules, &self.templates),
            trend::section(self.trend.as_ref()),
            self.contradictions.section(&self.templates),
            self.wordings.section(&self.templates),
            examples::section(&self.examples, &self.rules),
            learning::section(&self.learning),
            hits::template_section(&self.templates),
        ];
        if !self.errors.is_empty() {
            sections.push(self.unread());
        }
        sections
    }

    fn unread(&self) -> Section {
        let line = |one: &Unread| vec![name(&one.path), plain(format!(": {}", one.message))];
        let blocks = vec![
            text("Det her kunne ikke læses, så det er ikke talt med."),
            Block::List(self.errors.iter().map(line).collect()),
        ];
        Section { id: "ulaest", title: "Kunne ikke læses", blocks }
    }
}
