//! One `traek.toml`, checked: what holds for the letters under its folder.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use toml::Spanned;
use traek_core::{Facts, Marker, Rulebook, Severity};

use super::accept::Accepted;
use super::layer::{Layer, Origin, Settings, Values};
use super::record::{ConfigError, OverrideRecord, Record, SuppressRecord};
use crate::lines::Lines;
use crate::settle::Declared;
use crate::{choice, files};

/// A configuration that is ready for use.
#[derive(Debug)]
pub(crate) struct Project {
    /// The `traek.toml` of the project, if it has one.
    pub(crate) path: Option<PathBuf>,
    /// The folder that its patterns and paths start from.
    pub(crate) root: PathBuf,
    pub(crate) book: Arc<Rulebook>,
    /// The earliest first.
    pub(crate) layers: Vec<Layer>,
    /// Files that walking a folder leaves out.
    pub(crate) exclude: GlobSet,
    pub(crate) declared: Vec<Declared>,
    pub(crate) baseline: Option<PathBuf>,
    /// What the authority says about itself.
    pub(crate) facts: Facts,
}

impl Project {
    /// What holds for the letter `path`.
    pub(crate) fn settings(&self, path: &Path) -> Settings<'_> {
        let within = self.within(path);
        Settings { layers: self.layers.iter().filter(|layer| layer.is_for(&within)).collect() }
    }

    /// `path` as the project's patterns see it.
    pub(crate) fn within(&self, path: &Path) -> PathBuf {
        let full = files::absolute(path);
        full.strip_prefix(&self.root).map_or(full.clone(), Path::to_path_buf)
    }
}

/// A configuration file as it was read.
pub(crate) struct File {
    pub(crate) path: PathBuf,
    pub(crate) text: String,
    pub(crate) record: Record,
}

impl File {
    /// The name that people know it by.
    pub(crate) fn name(&self) -> String {
        files::shown(&self.path)
    }

    /// The packs that it names, as paths.
    pub(crate) fn packs(&self) -> impl Iterator<Item = PathBuf> {
        let folder = self.folder();
        self.record.packs.iter().map(move |pack| folder.join(pack.get_ref()))
    }

    pub(crate) fn folder(&self) -> PathBuf {
        self.path.parent().map(Path::to_path_buf).unwrap_or_default()
    }

    /// The layers of the file, and what else it says.
    ///
    /// # Errors
    /// Every value that means nothing.
    pub(crate) fn validated(&self, book: &Rulebook) -> Result<Validated, Vec<ConfigError>> {
        let mut check = Check { book, errors: Vec::new() };
        let record = &self.record;
        let values = Values {
            select: record.select.as_ref().map(|names| check.names(names)),
            ignore: check.names(&record.ignore),
            severity: check.severities(&record.severity),
            fail_on: record.fail_on,
            genre: record.genre,
            mode: record.mode,
            strict: record.strict,
            rules_only: record.rules_only,
            accept: check.accepted(&record.accept),
        };
        let mut layers = vec![Layer { origin: Origin::File(self.name()), values, files: None }];
        let lines = Lines::new(&self.text);
        for record in &record.overrides {
            let line = lines.line(record.span().start);
            layers.push(check.overriding(record, &self.name(), line));
        }
        let exclude = check.globs(&record.exclude);
        let declared: Vec<Declared> =
            record.suppress.iter().filter_map(|record| check.suppressing(record, &self.name(), &lines)).collect();
        let baseline = record.baseline.as_ref().map(|path| self.folder().join(path.get_ref()));
        let facts = record.authority.read(&mut |span, message| check.errors.push(ConfigError { span, message }));
        check.errors.sort_by_key(|error| error.span.start);
        if check.errors.is_empty() {
            Ok(Validated { layers, exclude, declared, baseline, facts })
        } else {
            Err(check.errors)
        }
    }

    /// What a user's own configuration cannot say, because its paths would mean nothing.
    pub(crate) fn only_for_projects(&self) -> Vec<ConfigError> {
        let record = &self.record;
        let places = record
            .overrides
            .iter()
            .map(|one| ("[[override]]", one.span()))
            .chain(record.suppress.iter().map(|one| ("[[suppress]]", one.span())))
            .chain(record.exclude.iter().map(|one| ("exclude", one.span())))
            .chain(record.baseline.iter().map(|one| ("baseline", one.span())));
        places
            .map(|(name, span)| ConfigError {
                span,
                message: format!("{name} hører til i projektets egen traek.toml, ikke i din personlige"),
            })
            .collect()
    }
}

/// What a file says, checked.
pub(crate) struct Validated {
    pub(crate) layers: Vec<Layer>,
    pub(crate) exclude: GlobSet,
    pub(crate) declared: Vec<Declared>,
    pub(crate) baseline: Option<PathBuf>,
    pub(crate) facts: Facts,
}

/// Reads values and gathers what is wrong with them.
struct Check<'b> {
    book: &'b Rulebook,
    errors: Vec<ConfigError>,
}

impl Check<'_> {
    fn error<T>(&mut self, at: &Spanned<T>, message: String) {
        self.errors.push(ConfigError { span: at.span(), message });
    }

    /// Names of markers and rules.
    fn names(&mut self, names: &[Spanned<String>]) -> Vec<String> {
        for name in names {
            self.name(name);
        }
        names.iter().map(|name| name.get_ref().clone()).collect()
    }

    fn name(&mut self, name: &Spanned<String>) {
        let text = name.get_ref();
        if Marker::from_id(text).is_none() && self.book.rule(text).is_none() {
            self.error(name, choice::unknown(self.book, text, choice::NEITHER));
        }
    }

    fn severities(&mut self, record: &BTreeMap<Spanned<String>, Severity>) -> BTreeMap<String, Severity> {
        record.keys().for_each(|name| self.name(name));
        record.iter().map(|(name, severity)| (name.get_ref().clone(), *severity)).collect()
    }

    fn accepted(&mut self, phrases: &[Spanned<String>]) -> Vec<Accepted> {
        let mut accepted = Vec::new();
        for phrase in phrases {
            match Accepted::new(phrase.get_ref()) {
                Ok(one) => accepted.push(one),
                Err(message) => self.error(phrase, message),
            }
        }
        accepted
    }

    fn globs(&mut self, patterns: &[Spanned<String>]) -> GlobSet {
        let mut set = GlobSetBuilder::new();
        for pattern in patterns {
            match glob(pattern.get_ref()) {
                Ok(glob) => _ = set.add(glob),
                Err(error) => self.error(pattern, format!("mønstret kan ikke forstås: {}", error.kind())),
            }
        }
        set.build().unwrap_or_default()
    }

    fn overriding(&mut self, spanned: &Spanned<OverrideRecord>, name: &str, line: usize) -> Layer {
        let record = spanned.get_ref();
        if record.files.is_empty() {
            self.error(spanned, "feltet »files« mangler: hvilke filer gælder det for?".to_owned());
        }
        let values = Values {
            select: record.select.as_ref().map(|names| self.names(names)),
            ignore: self.names(&record.ignore),
            severity: self.severities(&record.severity),
            fail_on: record.fail_on,
            genre: record.genre,
            mode: record.mode,
            strict: record.strict,
            rules_only: record.rules_only,
            accept: self.accepted(&record.accept),
        };
        let files = record.files.iter().map(|pattern| pattern.get_ref().clone()).collect();
        Layer { origin: Origin::Override(name.to_owned(), line, files), values, files: Some(self.globs(&record.files)) }
    }

    fn suppressing(&mut self, spanned: &Spanned<SuppressRecord>, name: &str, lines: &Lines<'_>) -> Option<Declared> {
        let record = spanned.get_ref();
        let reason = record.reason.as_deref().map(str::trim).filter(|reason| !reason.is_empty());
        if reason.is_none() {
            self.error(spanned, "feltet »reason« mangler: skriv, hvorfor fundet får lov at stå".to_owned());
        }
        match &record.rule {
            Some(rule) if self.book.rule(rule.get_ref()).is_none() => {
                self.error(rule, choice::unknown(self.book, rule.get_ref(), "ikke en regel"));
            }
            Some(_) => {}
            None => self.error(spanned, "feltet »rule« mangler".to_owned()),
        }
        let files = self.globs(&record.files);
        let place = format!("{name}:{}", lines.line(spanned.span().start));
        let mut declared = Declared::new(place, record.rule.as_ref()?.get_ref(), reason?);
        if !record.files.is_empty() {
            let names = record.files.iter().all(|file| !file.get_ref().contains(['*', '?', '[', '{']));
            declared = declared.in_files(files, names);
        }
        Some(match &record.text {
            Some(text) => declared.with_text(text),
            None => declared,
        })
    }
}

/// A pattern for paths as `.gitignore` has them: without a slash it is for a file of any folder.
pub(crate) fn glob(pattern: &str) -> Result<globset::Glob, globset::Error> {
    let pattern = pattern.strip_prefix("./").unwrap_or(pattern);
    let anywhere = format!("**/{pattern}");
    let pattern = if pattern.trim_end_matches('/').contains('/') { pattern } else { &anywhere };
    let within = format!("{pattern}**");
    let pattern = if pattern.ends_with('/') { &within } else { pattern };
    GlobBuilder::new(pattern.trim_start_matches('/')).literal_separator(true).build()
}
