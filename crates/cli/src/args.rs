//! The command line.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};

/// Læser breve fra offentlige myndigheder og viser, hvor de optrapper en konflikt.
#[derive(Debug, Parser)]
#[command(name = "traek", version, disable_help_subcommand = true)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Læs breve, og vis, hvor de optrapper
    #[command(visible_alias = "tjek")]
    Check(CheckArgs),
    /// Prøv reglernes egne eksempler
    Test(TestArgs),
}

#[derive(Debug, clap::Args)]
pub(crate) struct CheckArgs {
    /// Filer og mapper med breve; - læser fra standard input
    #[arg(required = true, value_name = "STI")]
    pub(crate) paths: Vec<PathBuf>,
    /// Hvordan resultatet vises
    #[arg(long, value_name = "FORMAT", default_value = "pretty")]
    pub(crate) format: Format,
    /// Brevets genre, når du kender den
    #[arg(long, value_name = "GENRE")]
    pub(crate) genre: Option<String>,
    /// Vis kun disse markører eller regler, adskilt af komma
    #[arg(long, value_name = "NAVN", value_delimiter = ',')]
    pub(crate) select: Vec<String>,
    /// Vis ikke disse markører eller regler, adskilt af komma
    #[arg(long, value_name = "NAVN", value_delimiter = ',')]
    pub(crate) ignore: Vec<String>,
    /// Den laveste grad, der giver exitkode 1
    #[arg(long, value_name = "GRAD", default_value = "advarsel")]
    pub(crate) fail_on: String,
    /// Vis også det, som kun den strengeste læser ville mærke
    #[arg(long)]
    pub(crate) strict: bool,
    /// Brug også reglerne i denne pakke (TOML)
    #[arg(long = "pack", value_name = "FIL")]
    pub(crate) packs: Vec<PathBuf>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct TestArgs {
    /// Regelpakker (TOML); uden pakker prøves de regler, der følger med
    #[arg(value_name = "PAKKE")]
    pub(crate) packs: Vec<PathBuf>,
}

/// How a result is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Til et menneske ved en skærm
    Pretty,
    /// Til et program
    Json,
}
