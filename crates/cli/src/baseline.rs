//! `traek baseline update`: draws a line under the findings that there are now.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::PathBuf;

use crate::args::{BaselineArgs, BaselineCommand, BaselineUpdateArgs};
use crate::check;
use crate::config::Projects;
use crate::screen::Screen;
use crate::settle::{Recorded, Sentences, baseline};
use crate::{Failure, Outcome, danish, files};

/// The baseline where nobody names one.
pub(crate) const FILE_NAME: &str = "traek-baseline.json";

pub(crate) fn run(args: &BaselineArgs, screen: &mut Screen) -> Result<Outcome, Failure> {
    match &args.command {
        BaselineCommand::Update(args) => update(args, screen),
    }
}

/// What one baseline will hold.
#[derive(Default)]
struct Held {
    /// By path and key.
    found: BTreeMap<(String, String), Recorded>,
    /// The letters that were read.
    read: BTreeSet<String>,
}

fn update(args: &BaselineUpdateArgs, screen: &mut Screen) -> Result<Outcome, Failure> {
    let mut projects = Projects::new(&args.reading, None)?;
    let mut held: BTreeMap<PathBuf, Held> = BTreeMap::new();
    let mut failed = false;
    let shown = !screen.is_terminal();
    check::each(&args.reading, &mut projects, shown, |result, progress| {
        let letter = match result {
            Ok(letter) => letter,
            Err(problem) => {
                failed = true;
                progress.aside(|| check::complain(&problem));
                return Ok(());
            }
        };
        let path = args.baseline.clone().or_else(|| letter.project.baseline.clone());
        let path = path.unwrap_or_else(|| match &letter.project.path {
            Some(_) => letter.project.root.join(FILE_NAME),
            None => PathBuf::from(FILE_NAME),
        });
        let folder = baseline::folder_of(&path);
        let held = held.entry(path).or_default();
        let within = baseline::relative(&folder, &letter.path);
        held.read.insert(within.clone());
        let sentences = Sentences::new(&letter.source.document);
        for finding in &letter.report.findings {
            for place in finding.places() {
                let key = sentences.key(finding, place);
                let new =
                    || Recorded { path: within.clone(), rule: finding.rule.to_string(), key: key.clone(), count: 0 };
                held.found.entry((within.clone(), key.clone())).or_insert_with(new).count += 1;
            }
        }
        Ok(())
    })?;
    for (path, Held { found, read }) in held {
        match baseline::write(&path, found, &read) {
            Ok(number) => {
                let number = danish::count(number, "fund", "fund");
                writeln!(screen, "{}: {number} – herefter vises kun nye", files::shown(&path))?;
                told_how(&path, &projects, screen)?;
            }
            Err(problem) => {
                failed = true;
                check::complain(&problem);
            }
        }
    }
    Ok(Outcome::of(!failed, false))
}

/// A baseline that no configuration names has to be named on the command line.
fn told_how(path: &std::path::Path, projects: &Projects, screen: &mut Screen) -> Result<(), Failure> {
    let full = files::absolute(path);
    let named = projects.all().filter_map(|project| project.baseline.as_ref()).any(|one| files::absolute(one) == full);
    if !named {
        let name = files::shown(path);
        writeln!(
            screen,
            "Brug den med »traek check --baseline {name}«, eller skriv baseline = \"{name}\" i traek.toml"
        )?;
    }
    Ok(())
}
