//! What `traek check` shows, letter by letter. One file for each format.

mod checkstyle;
mod fingerprint;
mod folders;
mod github;
mod gitlab;
mod html;
pub(crate) mod json;
mod junit;
mod list;
mod place;
mod pretty;
mod rdjson;
mod sarif;
mod short;
mod summary;
mod wording;

use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use traek_core::Finding;

use crate::Failure;
use crate::args::{OutputFile, OutputFormat};
use crate::check::Checked;
use crate::files::{self, NewFile, Problem};
use crate::screen::{Screen, Style};

/// The suggestions of a finding that its message does not give already.
pub(crate) fn new_suggestions(finding: &Finding) -> impl Iterator<Item = &String> {
    let message = finding.message.to_lowercase();
    finding.suggestions.iter().filter(move |suggestion| !message.contains(&suggestion.to_lowercase()))
}

/// Writes the letters of one run in one format.
pub(crate) trait Writer {
    /// Writes what comes before the first letter.
    fn begin(&mut self, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    /// Writes what is said about one letter.
    fn letter(&mut self, letter: &Checked, out: &mut dyn Write) -> io::Result<()>;

    /// Writes what comes after the last letter; `problems` are what could not be done.
    fn finish(&mut self, problems: &[Problem], out: &mut dyn Write) -> io::Result<()>;
}

fn writer(format: OutputFormat, style: Style) -> Box<dyn Writer> {
    match format {
        OutputFormat::Pretty => Box::new(pretty::Pretty::new(style)),
        OutputFormat::Short => Box::new(short::Short),
        OutputFormat::Json => Box::new(json::Json::object()),
        OutputFormat::Jsonl => Box::new(json::Json::lines()),
        OutputFormat::Html => Box::new(html::Html::default()),
        OutputFormat::Sarif => Box::new(sarif::Sarif::new()),
        OutputFormat::Github => Box::new(github::Github::new()),
        OutputFormat::Gitlab => Box::new(gitlab::Gitlab::new()),
        OutputFormat::Junit => Box::new(junit::Junit::new()),
        OutputFormat::Checkstyle => Box::new(checkstyle::Checkstyle::new()),
        OutputFormat::Rdjson => Box::new(rdjson::Rdjson::new()),
    }
}

/// All places that the results of a run are written to.
pub(crate) struct Outputs<'s> {
    screen: &'s mut Screen,
    writer: Box<dyn Writer>,
    files: Vec<FileOutput>,
}

/// A file with results, written whole or not at all.
struct FileOutput {
    path: PathBuf,
    writer: Box<dyn Writer>,
    /// `None` after something went wrong, which has been told.
    file: Option<BufWriter<NewFile>>,
}

impl FileOutput {
    fn new(output: &OutputFile) -> Result<Self, Problem> {
        let mut writer = writer(output.format, Style::of_file());
        let mut file = BufWriter::new(NewFile::beside(&output.path)?);
        writer.begin(&mut file).map_err(|error| files::unwritten(&output.path, &error))?;
        Ok(Self { path: output.path.clone(), writer, file: Some(file) })
    }

    fn letter(&mut self, letter: &Checked) -> Result<(), Problem> {
        let Some(file) = &mut self.file else { return Ok(()) };
        self.writer.letter(letter, file).map_err(|error| {
            self.file = None;
            files::unwritten(&self.path, &error)
        })
    }

    fn finish(mut self, problems: &[Problem]) -> Result<(), Problem> {
        let Some(mut file) = self.file.take() else { return Ok(()) };
        let written = self.writer.finish(problems, &mut file).and_then(|()| file.flush());
        written.map_err(|error| files::unwritten(&self.path, &error))?;
        let file = file.into_inner().map_err(|error| files::unwritten(&self.path, error.error()))?;
        file.put_in_place()
    }
}

impl<'s> Outputs<'s> {
    /// Begins all outputs; those that cannot be written are added to `problems`.
    pub(crate) fn new(
        format: OutputFormat,
        outputs: &[OutputFile],
        screen: &'s mut Screen,
        problems: &mut Vec<Problem>,
    ) -> Result<Self, Failure> {
        let mut writer = writer(format, screen.style);
        writer.begin(screen)?;
        let mut files = Vec::new();
        for output in outputs {
            match FileOutput::new(output) {
                Ok(file) => files.push(file),
                Err(problem) => problems.push(problem),
            }
        }
        Ok(Self { screen, writer, files })
    }

    /// Writes a letter everywhere; where that fails is added to `problems`.
    pub(crate) fn letter(&mut self, letter: &Checked, problems: &mut Vec<Problem>) -> Result<(), Failure> {
        self.writer.letter(letter, self.screen)?;
        problems.extend(self.files.iter_mut().filter_map(|file| file.letter(letter).err()));
        Ok(())
    }

    /// Shows what is written so far, so that a message on standard error comes in its place.
    pub(crate) fn flush(&mut self) -> Result<(), Failure> {
        Ok(self.screen.flush()?)
    }

    /// Ends all outputs; returns the problems with files among them.
    pub(crate) fn finish(mut self, problems: &[Problem]) -> Result<Vec<Problem>, Failure> {
        let failed = self.files.into_iter().filter_map(|file| file.finish(problems).err()).collect();
        self.writer.finish(problems, self.screen)?;
        Ok(failed)
    }
}
