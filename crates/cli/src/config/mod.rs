//! `traek.toml`: finds the configuration of each letter, and says everything that is wrong with it.
//!
//! There are two layers, the user's own and the project's: the nearest `traek.toml` above the letter. What the command
//! line says wins over both.

mod accept;
mod layer;
mod project;
mod record;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use etcetera::BaseStrategy;
use traek_core::{Rulebook, Severity};

pub(crate) use layer::{Layer, Origin, Settings, Values};
pub(crate) use project::{Project, glob};

use crate::args::ReadingArgs;
use crate::files::{self, Problem};
use crate::lines::Lines;
use crate::{Failure, choice, danish, packs};
use project::File;
use record::ConfigError;

/// The name of a project's configuration.
pub(crate) const FILE_NAME: &str = "traek.toml";

/// The configurations of the letters of one run.
pub(crate) struct Projects {
    /// The packs and values of the command line.
    packs: Vec<PathBuf>,
    values: Values,
    /// Where to look for the project's configuration.
    source: ConfigSource,
    user: Option<File>,
    /// By the folder of a letter; `None` where the configuration is broken, which has been told.
    by_folder: HashMap<PathBuf, Option<Arc<Project>>>,
    /// By the configuration's path.
    by_config: HashMap<Option<PathBuf>, Option<Arc<Project>>>,
    books: HashMap<Vec<PathBuf>, Arc<Rulebook>>,
    problems: Vec<Problem>,
}

/// Where the project's configuration is from.
#[derive(Clone, Debug)]
pub(crate) enum ConfigSource {
    /// The nearest above the letter.
    Nearest,
    /// This file.
    Given(PathBuf),
    /// There is none, nor a user's.
    Nowhere,
}

impl ConfigSource {
    pub(crate) fn new(given: Option<&Path>, nowhere: bool) -> Self {
        match given {
            Some(path) => Self::Given(path.to_path_buf()),
            None if nowhere => Self::Nowhere,
            None => Self::Nearest,
        }
    }
}

impl Projects {
    /// What holds for the letters that `args` name; `fail_on` is what the command line says about the exit code.
    ///
    /// # Errors
    /// A pack or name of the command line, a given configuration or the user's own that cannot be used.
    pub(crate) fn new(args: &ReadingArgs, fail_on: Option<Severity>) -> Result<Self, Failure> {
        let source = ConfigSource::new(args.config.as_deref(), args.no_config);
        let values = Values {
            select: args.select.clone(),
            ignore: args.ignore.clone(),
            genre: args.genre,
            mode: args.mode,
            fail_on,
            strict: args.strict.then_some(true),
            rules_only: args.rules_only.then_some(true),
            ..Values::default()
        };
        Self::with(source, args.packs.clone(), values)
    }

    /// See [`Self::new`].
    pub(crate) fn with(source: ConfigSource, packs: Vec<PathBuf>, values: Values) -> Result<Self, Failure> {
        let user = match source {
            ConfigSource::Nearest | ConfigSource::Given(_) => user_file().map(|path| read(&path)).transpose(),
            ConfigSource::Nowhere => Ok(None),
        };
        let user = user.map_err(|problem| problem.failure())?;
        if let Some(file) = &user {
            let errors = file.only_for_projects();
            if !errors.is_empty() {
                return Err(broken(&file.path, &file.text, &errors).failure());
            }
        }
        let mut projects = Self {
            packs,
            values,
            source,
            user,
            by_folder: HashMap::new(),
            by_config: HashMap::new(),
            books: HashMap::new(),
            problems: Vec::new(),
        };
        if let ConfigSource::Given(path) = projects.source.clone() {
            projects.load(Some(&path)).map_err(|problem| problem.failure())?;
        }
        projects.check_command_line()?;
        Ok(projects)
    }

    /// The names of the command line have to be known without any letter.
    fn check_command_line(&mut self) -> Result<(), Failure> {
        let names: Vec<String> = self.values.select.iter().flatten().chain(&self.values.ignore).cloned().collect();
        if names.is_empty() && self.packs.is_empty() {
            return Ok(());
        }
        let known_by_projects = |projects: &Self, name: &str| {
            projects.by_config.values().flatten().any(|project| project.book.rule(name).is_some())
        };
        let book = self.book(self.packs.clone())?;
        // A rule of the packs that stand in a configuration here is known too.
        let here = std::env::current_dir().unwrap_or_default();
        if names.iter().any(|name| !choice::is_known(&book, name)) {
            self.in_folder(&here);
        }
        match names.iter().find(|name| !choice::is_known(&book, name) && !known_by_projects(self, name)) {
            Some(name) => Err(Failure::Message(choice::unknown(&book, name, choice::NEITHER))),
            None => Ok(()),
        }
    }

    /// The configuration for the letter `path`; `None` where it is broken, see [`Self::take_problems`].
    pub(crate) fn of(&mut self, path: &Path) -> Option<Arc<Project>> {
        let path = files::absolute(path);
        self.in_folder(path.parent().unwrap_or(&path))
    }

    /// The configuration for the letter `path`.
    ///
    /// # Errors
    /// When it is broken.
    pub(crate) fn of_or_stop(&mut self, path: &Path) -> Result<Arc<Project>, Failure> {
        match self.of(path) {
            Some(project) => Ok(project),
            None => {
                let problem = self.take_problems().pop();
                Err(problem.map_or_else(|| Failure::Message(format!("{FILE_NAME} kan ikke bruges")), Problem::failure))
            }
        }
    }

    fn in_folder(&mut self, folder: &Path) -> Option<Arc<Project>> {
        if let Some(known) = self.by_folder.get(folder) {
            return known.clone();
        }
        let config = match &self.source {
            ConfigSource::Nearest => {
                folder.ancestors().map(|folder| folder.join(FILE_NAME)).find(|path| path.is_file())
            }
            ConfigSource::Given(path) => Some(path.clone()),
            ConfigSource::Nowhere => None,
        };
        let project = match self.load(config.as_deref()) {
            Ok(project) => Some(project),
            Err(problem) => {
                if !self.by_config.contains_key(&config) {
                    self.problems.push(problem);
                }
                self.by_config.insert(config, None);
                None
            }
        };
        self.by_folder.insert(folder.to_path_buf(), project.clone());
        project
    }

    /// What was wrong with configurations since this was last asked.
    pub(crate) fn take_problems(&mut self) -> Vec<Problem> {
        std::mem::take(&mut self.problems)
    }

    /// The configurations that letters have asked for.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Arc<Project>> {
        self.by_config.values().flatten()
    }

    /// The user's own configuration, if there is one.
    pub(crate) fn user(&self) -> Option<&Path> {
        self.user.as_ref().map(|file| file.path.as_path())
    }

    /// Every file that decides how letters are read: configurations and packs.
    pub(crate) fn files(&self) -> Vec<PathBuf> {
        let configs = self.by_config.keys().flatten().cloned();
        let packs = self.books.keys().flatten().cloned();
        configs.chain(packs).chain(self.user.iter().map(|file| file.path.clone())).collect()
    }

    fn load(&mut self, config: Option<&Path>) -> Result<Arc<Project>, Problem> {
        let key = config.map(Path::to_path_buf);
        if let Some(Some(known)) = self.by_config.get(&key) {
            return Ok(Arc::clone(known));
        }
        let file = config.map(read).transpose()?;
        let files = || self.user.iter().chain(&file);
        let packs: Vec<PathBuf> = files().flat_map(File::packs).chain(self.packs.iter().cloned()).collect();
        let book = self.book(packs).map_err(|failure| match &file {
            Some(file) => Problem::of(&file.path, failure),
            None => Problem::of(Path::new(FILE_NAME), failure),
        })?;
        let mut layers = Vec::new();
        let (mut exclude, mut declared, mut baseline, mut facts) = Default::default();
        for file in self.user.iter().chain(&file) {
            let validated = file.validated(&book).map_err(|errors| broken(&file.path, &file.text, &errors))?;
            layers.extend(validated.layers);
            (exclude, declared) = (validated.exclude, validated.declared);
            (baseline, facts) = (validated.baseline, validated.facts);
        }
        layers.push(Layer { origin: Origin::CommandLine, values: self.values.clone(), files: None });
        let folder = file.as_ref().map(File::folder).unwrap_or_default();
        let root = std::path::absolute(&folder).or_else(|_| std::env::current_dir()).unwrap_or(folder);
        let project = Arc::new(Project { path: key.clone(), root, book, layers, exclude, declared, baseline, facts });
        self.by_config.insert(key, Some(Arc::clone(&project)));
        Ok(project)
    }

    /// The rulebook with these packs, compiled once.
    fn book(&mut self, packs: Vec<PathBuf>) -> Result<Arc<Rulebook>, Failure> {
        if let Some(known) = self.books.get(&packs) {
            return Ok(Arc::clone(known));
        }
        let book = Arc::new(packs::load(&packs)?);
        self.books.insert(packs, Arc::clone(&book));
        Ok(book)
    }
}

/// The rules that letters in the current folder are read with, and those of `packs`.
///
/// # Errors
/// A pack or configuration that cannot be used.
pub(crate) fn book_here(packs: &[PathBuf]) -> Result<Arc<Rulebook>, Failure> {
    let mut projects = Projects::with(ConfigSource::Nearest, packs.to_vec(), Values::default())?;
    let project = projects.of_or_stop(Path::new("-"))?;
    Ok(Arc::clone(&project.book))
}

/// The user's own configuration, if there is one.
fn user_file() -> Option<PathBuf> {
    let strategy = etcetera::choose_base_strategy().ok()?;
    Some(strategy.config_dir().join("traek").join(FILE_NAME)).filter(|path| path.is_file())
}

fn read(path: &Path) -> Result<File, Problem> {
    let text = std::fs::read_to_string(path).map_err(|error| files::problem(path, files::reason(&error)))?;
    match record::read(&text) {
        Ok(record) => Ok(File { path: path.to_path_buf(), text, record }),
        Err(errors) => Err(broken(path, &text, &errors)),
    }
}

/// Everything that is wrong with a configuration, each thing shown in its place.
fn broken(path: &Path, text: &str, errors: &[ConfigError]) -> Problem {
    let name = files::shown(path);
    let lines = Lines::new(text);
    let mut shown: Vec<String> =
        errors.iter().map(|error| packs::show(&name, &lines, &error.span, &error.message)).collect();
    let number = danish::count(errors.len(), "fejl", "fejl");
    shown.push(format!("fejl: {name} har {number}; breve, som den gælder for, bliver ikke læst"));
    let first = errors.first().map(|error| format!("linje {}: {}", lines.line(error.span.start), error.message));
    let more = errors.len().saturating_sub(1);
    let more = if more == 0 { String::new() } else { format!(" (og {more} til)") };
    let message = format!("{}{more}", first.unwrap_or_default());
    let line = errors.first().map(|error| lines.line(error.span.start));
    Problem { path: name, file: path.to_path_buf(), line, message, rendered: Some(shown.join("\n\n")) }
}
