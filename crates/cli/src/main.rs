//! `traek`: reads letters from public authorities and shows where they escalate a conflict.

mod args;
mod check;
mod files;
mod lines;
mod output;
mod packs;
mod test;

use std::process::ExitCode;

use clap::Parser;

use crate::args::{Args, Command};

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

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Clean => Self::SUCCESS,
            Outcome::Findings => Self::from(1),
            Outcome::Failed => Self::from(2),
        }
    }
}

fn main() -> ExitCode {
    let args = Args::parse();
    match run(&args) {
        Ok(outcome) => outcome.into(),
        Err(message) => {
            anstream::eprintln!("fejl: {message}");
            Outcome::Failed.into()
        }
    }
}

fn run(args: &Args) -> Result<Outcome, String> {
    match &args.command {
        Command::Check(args) => check::run(args),
        Command::Test(args) => test::run(args),
    }
}
