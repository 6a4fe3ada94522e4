//! `traek check --watch`: reads the letters again whenever they are saved.

use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::Duration;

use notify_debouncer_mini::notify::RecursiveMode;
use notify_debouncer_mini::{DebounceEventResult, new_debouncer};

use crate::args::CheckArgs;
use crate::check;
use crate::screen::{self, Screen};
use crate::{Failure, Outcome, files};

/// Programs write a file in several steps; this long after the last one it is taken to be whole.
const QUIET: Duration = Duration::from_millis(200);

/// Goes on until it is stopped.
pub(crate) fn run(args: &CheckArgs, screen: &mut Screen) -> Result<Outcome, Failure> {
    use std::io::Write;

    if args.reading.paths.iter().any(|path| path == Path::new("-")) {
        return Err(Failure::Message("--watch kan ikke bruges med standard input".to_owned()));
    }
    let (sender, changes) = mpsc::channel::<DebounceEventResult>();
    let mut debouncer = new_debouncer(QUIET, sender).map_err(|error| unwatched(&error))?;
    let mut watched: Vec<PathBuf> = Vec::new();
    loop {
        if screen.is_terminal() {
            // Clears the window and what can be scrolled back to.
            write!(screen, "\u{1b}[2J\u{1b}[3J\u{1b}[H")?;
        }
        let mut own = Vec::new();
        match check::once(args, screen) {
            Ok((_, projects)) => own = projects.files(),
            Err(Failure::Output(error)) => return Err(Failure::Output(error)),
            // A broken configuration can be mended while we wait.
            Err(Failure::Message(message)) => screen::complain(&message),
            Err(Failure::Rendered(text)) => screen::say(&text),
        }
        screen.flush()?;
        let letters = args.reading.paths.iter().cloned();
        for path in letters.chain(own).chain(args.reading.config.clone()).map(|path| folder_of(&path)) {
            if !watched.contains(&path) {
                debouncer.watcher().watch(&path, RecursiveMode::Recursive).map_err(|error| unwatched(&error))?;
                watched.push(path);
            }
        }
        screen::say("\nVenter på ændringer; stop med Ctrl-C");
        if !wait(&changes) {
            return Ok(Outcome::Clean);
        }
    }
}

/// Waits for a change; whether there can be another one.
fn wait(changes: &mpsc::Receiver<DebounceEventResult>) -> bool {
    match changes.recv() {
        // What has gathered meanwhile is one change.
        Ok(_) => {
            while changes.try_recv().is_ok() {}
            true
        }
        Err(_) => false,
    }
}

/// Editors put a new file in place of the old one, so the folder is watched.
fn folder_of(path: &Path) -> PathBuf {
    let full = files::absolute(path);
    match full.parent() {
        Some(parent) if !full.is_dir() => parent.to_path_buf(),
        _ => full,
    }
}

fn unwatched(error: &notify_debouncer_mini::notify::Error) -> Failure {
    Failure::Message(format!("der kan ikke holdes øje med filerne: {error}"))
}
