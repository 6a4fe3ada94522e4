//! The command line in Danish: help texts, and what is said when it is not understood.

use std::error::Error;
use std::process::ExitCode;

use clap::builder::Styles;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, Command, CommandFactory, FromArgMatches};

use crate::args::Args;
use crate::{Outcome, screen};

const TEMPLATE: &str = "{about-with-newline}\nBrug: {usage}\n\n{all-args}{after-help}";

const AFTER: &str = "\
Exitkoder:
  0  intet at bemærke
  1  der er fund af mindst den grad, som --fail-on siger
  2  noget kunne ikke gøres, fx fordi en fil ikke kan læses

Intet forlader din maskine.";

/// Reads the command line.
///
/// # Errors
/// The exit code, when help was asked for or the arguments are wrong; the user has been told.
pub(crate) fn parse() -> Result<Args, ExitCode> {
    let matches = command().try_get_matches().map_err(|error| answer(&error))?;
    Args::from_arg_matches(&matches).map_err(|error| answer(&error))
}

/// The command with Danish headings.
pub(crate) fn command() -> Command {
    let command = Args::command()
        .override_usage("traek <KOMMANDO> [TILVALG]")
        .arg_required_else_help(true)
        .after_help(AFTER)
        .disable_version_flag(true)
        .arg(Arg::new("version").short('V').long("version").action(ArgAction::Version).help("Vis versionen"));
    in_danish(command)
}

/// `command` and all below it.
fn in_danish(command: Command) -> Command {
    command
        .mut_subcommands(in_danish)
        .subcommand_help_heading("Kommandoer")
        .subcommand_value_name("KOMMANDO")
        .disable_help_flag(true)
        .disable_help_subcommand(true)
        .arg(Arg::new("help").short('h').long("help").action(ArgAction::Help).help("Vis denne hjælp"))
        .help_template(TEMPLATE)
        .styles(Styles::plain())
        .mut_args(|arg| {
            let heading = if arg.is_positional() { "Argumenter" } else { "Tilvalg" };
            let arg = arg.help_heading(heading);
            // The help text itself names the values, in Danish.
            let takes_value = matches!(arg.get_action(), ArgAction::Set | ArgAction::Append);
            if takes_value { arg.hide_possible_values(true).hide_default_value(true) } else { arg }
        })
}

/// Shows help, or says in Danish what is wrong.
fn answer(error: &clap::Error) -> ExitCode {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            // A reader that has left has seen enough.
            let _ = error.print();
            Outcome::Clean.into()
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            let _ = error.print();
            Outcome::Failed.into()
        }
        _ => {
            screen::complain(&format!("{}\n\nSe »traek --help« eller »traek KOMMANDO --help«.", reason(error)));
            Outcome::Failed.into()
        }
    }
}

fn reason(error: &clap::Error) -> String {
    let arg = text(error, ContextKind::InvalidArg);
    let value = text(error, ContextKind::InvalidValue);
    let hint = |kind| match text(error, kind) {
        suggestion if suggestion.is_empty() => String::new(),
        suggestion => format!("; mente du »{suggestion}«?"),
    };
    match error.kind() {
        ErrorKind::InvalidValue if value.is_empty() => format!("{arg} mangler en værdi{}", possible(error)),
        ErrorKind::InvalidValue => format!("»{value}« er ikke en mulighed for {arg}{}", possible(error)),
        ErrorKind::ValueValidation => {
            let why = error.source().map(|source| format!(": {source}")).unwrap_or_default();
            format!("»{value}« kan ikke bruges til {arg}{why}")
        }
        ErrorKind::UnknownArgument => format!("»{arg}« kendes ikke{}", hint(ContextKind::SuggestedArg)),
        ErrorKind::InvalidSubcommand => {
            let name = text(error, ContextKind::InvalidSubcommand);
            format!("kommandoen »{name}« findes ikke{}", hint(ContextKind::SuggestedSubcommand))
        }
        ErrorKind::MissingRequiredArgument => format!("der mangler {arg}"),
        ErrorKind::MissingSubcommand => "der mangler en kommando".to_owned(),
        ErrorKind::ArgumentConflict => match text(error, ContextKind::PriorArg) {
            other if other.is_empty() || other == arg => format!("{arg} kan kun stå én gang"),
            other => format!("{arg} og {other} kan ikke bruges sammen"),
        },
        ErrorKind::TooManyValues => format!("»{value}« er for meget efter {arg}"),
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues | ErrorKind::NoEquals => {
            format!("{arg} mangler en værdi")
        }
        ErrorKind::InvalidUtf8 => "et argument er ikke UTF-8".to_owned(),
        _ => "kommandoen kan ikke forstås".to_owned(),
    }
}

fn possible(error: &clap::Error) -> String {
    match text(error, ContextKind::ValidValue) {
        values if values.is_empty() => String::new(),
        values => format!("; mulighederne er {values}"),
    }
}

fn text(error: &clap::Error, kind: ContextKind) -> String {
    match error.get(kind) {
        Some(ContextValue::String(one)) => one.clone(),
        Some(ContextValue::Strings(all)) => all.join(", "),
        Some(ContextValue::StyledStr(one)) => one.to_string(),
        Some(ContextValue::StyledStrs(all)) => all.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_well_formed() {
        command().debug_assert();
    }
}
