//! The command line.

use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Parser, Subcommand, ValueEnum};
use traek_core::{Genre, Marker, Severity};

/// Læser breve fra offentlige myndigheder og viser, hvor de optrapper en konflikt
#[derive(Debug, Parser)]
#[command(name = "traek", version)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Læs breve, og vis, hvor de optrapper (også: tjek)
    #[command(alias = "tjek", override_usage = "traek check [TILVALG] <STI>...")]
    Check(CheckArgs),
    /// Ret det, der kan rettes sikkert, i filerne selv (også: ret)
    #[command(alias = "ret", override_usage = "traek fix [TILVALG] <STI>...")]
    Fix(FixArgs),
    /// Forklar en regel: hvorfor, og hvad du kan skrive i stedet (også: forklar)
    #[command(alias = "forklar", override_usage = "traek explain [TILVALG] <REGEL>")]
    Explain(ExplainArgs),
    /// Vis alle regler (også: regler)
    #[command(alias = "regler", override_usage = "traek rules [TILVALG]")]
    Rules(RulesArgs),
    /// Prøv reglernes egne eksempler (også: prøv)
    #[command(alias = "prøv", override_usage = "traek test [PAKKE]...")]
    Test(TestArgs),
    /// Mål, hvor godt reglerne rammer i breve, som mennesker har læst (også: mål)
    #[command(alias = "mål", override_usage = "traek eval [TILVALG] <KORPUS>")]
    Eval(EvalArgs),
    /// Skriv en fil, som lader din skal gøre kommandoer færdige
    #[command(override_usage = "traek completions <SKAL>")]
    Completions(CompletionsArgs),
    /// Skriv manualsiden (roff)
    #[command(override_usage = "traek man [KOMMANDO]")]
    Man(ManArgs),
}

#[derive(Debug, clap::Args)]
pub(crate) struct CheckArgs {
    /// Filer og mapper med breve; - læser fra standard input
    #[arg(required = true, value_name = "STI")]
    pub(crate) paths: Vec<PathBuf>,
    /// Hvordan resultatet vises: pretty (til mennesker, det sædvanlige) eller json (til programmer)
    #[arg(long, value_name = "FORMAT", default_value = "pretty")]
    pub(crate) format: Format,
    /// Brevets genre, når du kender den: svar, afgoerelse, kvittering, partshoering, aktindsigt, indkaldelse,
    /// orientering, opfoelgning eller kontaktbegraensning
    #[arg(long, value_name = "GENRE", value_parser = one_of(Genre::ALL, Genre::id))]
    pub(crate) genre: Option<Genre>,
    /// Vis kun disse markører eller regler, adskilt af komma
    #[arg(long, value_name = "NAVN", value_delimiter = ',')]
    pub(crate) select: Vec<String>,
    /// Vis ikke disse markører eller regler, adskilt af komma
    #[arg(long, value_name = "NAVN", value_delimiter = ',')]
    pub(crate) ignore: Vec<String>,
    /// Den laveste grad, der giver exitkode 1: raad, advarsel (det sædvanlige) eller fejl
    #[arg(long, value_name = "GRAD", default_value = "advarsel", value_parser = one_of(Severity::ALL, Severity::id))]
    pub(crate) fail_on: Severity,
    /// Vis også det, som kun den strengeste læser ville mærke
    #[arg(long)]
    pub(crate) strict: bool,
    /// Brug kun reglerne, ikke den lærte sætningsmodel
    #[arg(long)]
    pub(crate) rules_only: bool,
    /// Brug også reglerne i denne pakke (TOML)
    #[arg(long = "pack", value_name = "PAKKE")]
    pub(crate) packs: Vec<PathBuf>,
    /// Skriv også Word-dokumentet med fundene som kommentarer i denne nye fil
    #[arg(long, value_name = "UD.docx")]
    pub(crate) comments: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct FixArgs {
    /// Filer og mapper med breve (.txt, .md, .html og .docx); - læser fra standard input og skriver til standard output
    #[arg(required = true, value_name = "STI")]
    pub(crate) paths: Vec<PathBuf>,
    /// Lav også de rettelser, som bør læses igennem bagefter
    #[arg(long = "unsafe")]
    pub(crate) also_unsafe: bool,
    /// Vis rettelserne, og skriv ingenting; exitkode 1, når der er nogen
    #[arg(long, conflicts_with = "tracked")]
    pub(crate) diff: bool,
    /// Skriv rettelserne som sporede ændringer (kun Word-dokumenter)
    #[arg(long)]
    pub(crate) tracked: bool,
    /// Ret også det, som kun den strengeste læser ville mærke
    #[arg(long)]
    pub(crate) strict: bool,
    /// Brevets genre, når du kender den
    #[arg(long, value_name = "GENRE", value_parser = one_of(Genre::ALL, Genre::id))]
    pub(crate) genre: Option<Genre>,
    /// Ret kun det, som disse markører eller regler finder, adskilt af komma
    #[arg(long, value_name = "NAVN", value_delimiter = ',')]
    pub(crate) select: Vec<String>,
    /// Ret ikke det, som disse markører eller regler finder, adskilt af komma
    #[arg(long, value_name = "NAVN", value_delimiter = ',')]
    pub(crate) ignore: Vec<String>,
    /// Brug også reglerne i denne pakke (TOML)
    #[arg(long = "pack", value_name = "PAKKE")]
    pub(crate) packs: Vec<PathBuf>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct ExplainArgs {
    /// Reglens navn, fx forsvar/men-efter-beklagelse
    #[arg(value_name = "REGEL")]
    pub(crate) rule: String,
    /// Kend også reglerne i denne pakke (TOML)
    #[arg(long = "pack", value_name = "PAKKE")]
    pub(crate) packs: Vec<PathBuf>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct RulesArgs {
    /// Vis kun reglerne for denne markør
    #[arg(long, value_name = "MARKØR", value_parser = one_of(Marker::ALL, Marker::id))]
    pub(crate) marker: Option<Marker>,
    /// Hvordan reglerne vises: pretty (til mennesker, det sædvanlige) eller json (til programmer)
    #[arg(long, value_name = "FORMAT", default_value = "pretty")]
    pub(crate) format: Format,
    /// Vis også reglerne i denne pakke (TOML)
    #[arg(long = "pack", value_name = "PAKKE")]
    pub(crate) packs: Vec<PathBuf>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct TestArgs {
    /// Regelpakker (TOML); uden pakker prøves de regler, der følger med
    #[arg(value_name = "PAKKE")]
    pub(crate) packs: Vec<PathBuf>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct EvalArgs {
    /// Mappe med breve (NAVN.txt) og det, som læserne fandt i dem (NAVN.toml)
    #[arg(value_name = "KORPUS")]
    pub(crate) corpus: PathBuf,
    /// Vis hvert sted, hvor reglerne og læserne er uenige om denne markør
    #[arg(long, value_name = "MARKØR", value_parser = one_of(Marker::ALL, Marker::id))]
    pub(crate) show: Option<Marker>,
    /// Mål kun reglerne, ikke den lærte sætningsmodel
    #[arg(long)]
    pub(crate) rules_only: bool,
    /// Mål kun det, der mindst har denne grad: raad (det sædvanlige), advarsel eller fejl
    #[arg(long, value_name = "GRAD", default_value = "raad", value_parser = one_of(Severity::ALL, Severity::id))]
    pub(crate) severity: Severity,
    /// Hvordan målingen vises: pretty (til mennesker, det sædvanlige) eller json (til programmer)
    #[arg(long, value_name = "FORMAT", default_value = "pretty")]
    pub(crate) format: Format,
    /// Mål også reglerne i denne pakke (TOML)
    #[arg(long = "pack", value_name = "PAKKE")]
    pub(crate) packs: Vec<PathBuf>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct CompletionsArgs {
    /// bash, elvish, fish, powershell eller zsh
    #[arg(value_name = "SKAL")]
    pub(crate) shell: clap_complete::Shell,
}

#[derive(Debug, clap::Args)]
pub(crate) struct ManArgs {
    /// Kommandoen, hvis side skal skrives; uden navn skrives hovedsiden
    #[arg(value_name = "KOMMANDO")]
    pub(crate) command: Option<String>,
}

/// How a result is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Til et menneske ved en skærm
    Pretty,
    /// Til et program
    Json,
}

/// One of the domain's names; a wrong one is answered with all that there are.
fn one_of<T>(all: &'static [T], id: fn(T) -> &'static str) -> impl TypedValueParser<Value = T>
where
    T: Copy + Send + Sync + 'static,
{
    PossibleValuesParser::new(all.iter().map(move |one| id(*one)))
        .try_map(move |name| all.iter().copied().find(|one| id(*one) == name).ok_or("findes ikke"))
}
