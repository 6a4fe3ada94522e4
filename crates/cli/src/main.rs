//! `traek`: reads letters from public authorities and shows where they escalate a conflict.

mod args;
mod baseline;
mod changed;
mod check;
mod choice;
mod comments;
mod config;
mod danish;
mod eval;
mod explain;
mod files;
mod fix;
mod generate;
mod init;
mod lines;
mod output;
mod packs;
mod page;
mod progress;
mod report;
mod rules;
mod screen;
#[cfg(feature = "serve")]
mod serve;
mod settings;
mod settle;
mod snippet;
mod test;
mod usage;
mod walk;
mod watch;

use std::io::{ErrorKind, Write};
use std::process::ExitCode;

use crate::args::Command;
use crate::screen::Screen;

/// What a command came to, as its exit code says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Nothing to report at or above the threshold.
    Clean,
    /// Findings at or above the threshold.
    Findings,
    /// Some or all of the job could not be done.
    Failed,
}

impl Outcome {
    /// What a command came to that did all it was asked to or not, with or without something to report.
    fn of(all_done: bool, findings: bool) -> Self {
        match (all_done, findings) {
            (false, _) => Self::Failed,
            (true, true) => Self::Findings,
            (true, false) => Self::Clean,
        }
    }
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Clean => Self::SUCCESS,
            Outcome::Findings => Self::from(1),
            Outcome::Failed => Self::from(2),
        }
    }
}

/// Why a command stopped.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The job cannot be done, with a Danish reason.
    Message(String),
    /// Places in rule packs or annotations that have to be mended first, rendered.
    Rendered(String),
    /// Standard output could not be written.
    Output(std::io::Error),
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self::Output(error)
    }
}

fn main() -> ExitCode {
    let args = match usage::parse() {
        Ok(args) => args,
        Err(code) => return code,
    };
    let mut screen = Screen::new();
    let result = run(&args.command, &mut screen).and_then(|outcome| Ok(screen.flush().map(|()| outcome)?));
    match result {
        Ok(outcome) => outcome.into(),
        Err(failure) => stopped(&failure),
    }
}

fn run(command: &Command, screen: &mut Screen) -> Result<Outcome, Failure> {
    match command {
        Command::Check(args) => check::run(args, screen),
        Command::Fix(args) => fix::run(args, screen),
        Command::Report(args) => report::run(args, screen),
        Command::Baseline(args) => baseline::run(args, screen),
        Command::Init(args) => init::run(args, screen),
        Command::Config(args) => settings::run(args, screen),
        Command::Explain(args) => explain::run(args, screen),
        Command::Rules(args) => rules::run(args, screen),
        #[cfg(feature = "serve")]
        Command::Serve(args) => serve::run(args, screen),
        Command::Test(args) => test::run(args, screen),
        Command::Eval(args) => eval::run(args, screen),
        Command::Completions(args) => generate::completions(args, screen),
        Command::Man(args) => generate::man(args, screen),
    }
}

/// Says why a command stopped. A reader that has seen enough (`traek … | head -1`) is no failure.
fn stopped(failure: &Failure) -> ExitCode {
    match failure {
        Failure::Output(error) if error.kind() == ErrorKind::BrokenPipe => return ExitCode::SUCCESS,
        Failure::Output(error) => screen::complain(&format!("resultatet kan ikke skrives: {error}")),
        Failure::Message(message) => screen::complain(message),
        Failure::Rendered(text) => screen::say(text),
    }
    Outcome::Failed.into()
}
