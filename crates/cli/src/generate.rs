//! `traek completions` and `traek man`: files for packagers, made from the command line itself.

use std::io::Write;

use crate::args::{CompletionsArgs, ManArgs};
use crate::screen::Screen;
use crate::{Failure, Outcome, usage};

/// The headings of a manual page that its generator writes in English.
const HEADINGS: [(&str, &str); 7] = [
    (".SH NAME", ".SH NAVN"),
    (".SH SYNOPSIS", ".SH BRUG"),
    (".SH DESCRIPTION", ".SH BESKRIVELSE"),
    (".SH EXTRA", ".SH MERE"),
    (".SH Kommandoer", ".SH KOMMANDOER"),
    (".SH SUBCOMMANDS", ".SH KOMMANDOER"),
    (".SH OPTIONS", ".SH TILVALG"),
];

pub(crate) fn completions(args: &CompletionsArgs, screen: &mut Screen) -> Result<Outcome, Failure> {
    // The generator panics when it cannot write, so it writes to memory first.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut usage::command(), "traek", &mut script);
    screen.write_all(&script)?;
    Ok(Outcome::Clean)
}

pub(crate) fn man(args: &ManArgs, screen: &mut Screen) -> Result<Outcome, Failure> {
    let mut command = usage::command();
    let mut names = vec!["traek".to_owned()];
    for name in &args.command {
        let found = command.find_subcommand(name).cloned();
        command = found.ok_or_else(|| {
            let path = names.iter().skip(1).chain([name]).cloned().collect::<Vec<_>>().join(" ");
            Failure::Message(format!("kommandoen »{path}« findes ikke"))
        })?;
        names.push(command.get_name().to_owned());
    }
    let command = command.display_name(names.join("-")).bin_name(names.join(" "));
    let mut page = Vec::new();
    clap_mangen::Man::new(command).render(&mut page)?;
    let mut page = String::from_utf8_lossy(&page).into_owned();
    for (english, danish) in HEADINGS {
        page = page.replace(&format!("{english}\n"), &format!("{danish}\n"));
    }
    screen.write_all(page.as_bytes())?;
    Ok(Outcome::Clean)
}
