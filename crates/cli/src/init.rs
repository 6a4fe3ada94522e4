//! `traek init`: a commented `traek.toml` to begin with.

use std::io::Write;

use crate::args::InitArgs;
use crate::config::FILE_NAME;
use crate::files::{self, Problem};
use crate::screen::Screen;
use crate::{Failure, Outcome};

/// What is written; a test holds it against the configuration's format.
const TEMPLATE: &str = include_str!("init.toml");

pub(crate) fn run(args: &InitArgs, screen: &mut Screen) -> Result<Outcome, Failure> {
    let path = args.folder.join(FILE_NAME);
    if path.exists() {
        return Err(Failure::Message(format!("{} findes allerede, så den er ikke ændret", path.display())));
    }
    files::create(&path, TEMPLATE.as_bytes()).map_err(Problem::failure)?;
    writeln!(screen, "{} er skrevet. Ret den til, og prøv »traek check {}«", path.display(), args.folder.display())?;
    Ok(Outcome::Clean)
}
