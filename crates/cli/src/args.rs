//! The command line.

#[cfg(feature = "serve")]
use std::net::IpAddr;
use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Parser, Subcommand, ValueEnum};
use traek_core::{Genre, Marker, Mode, Severity};

use crate::danish;

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
    /// Læs en hel samling skabeloner, og skriv en rapport om dem (også: rapport)
    #[command(alias = "rapport", override_usage = "traek report [TILVALG] <STI>...")]
    Report(ReportArgs),
    /// Gem de fund, der er nu, så kun nye bliver vist
    #[command(override_usage = "traek baseline <KOMMANDO>")]
    Baseline(BaselineArgs),
    /// Skriv en traek.toml med forklaringer til en mappe
    #[command(override_usage = "traek init [MAPPE]")]
    Init(InitArgs),
    /// Vis, hvilke indstillinger der gælder for et brev, og hvor de kommer fra (også: indstillinger)
    #[command(alias = "indstillinger", override_usage = "traek config [TILVALG] <FIL>")]
    Config(ConfigArgs),
    /// Åbn en side i browseren, hvor du kan tjekke breve (også: side)
    #[cfg(feature = "serve")]
    #[command(alias = "side", override_usage = "traek serve [TILVALG]")]
    Serve(ServeArgs),
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
    #[command(override_usage = "traek man [KOMMANDO]...")]
    Man(ManArgs),
}

/// Which letters are read, and how: the same for every command that reads letters.
#[derive(Debug, clap::Args)]
pub(crate) struct ReadingArgs {
    /// Filer, mapper og mønstre som »skabeloner/**/*.docx«; - læser fra standard input
    #[arg(required_unless_present_any = ["changed_since"], value_name = "STI")]
    pub(crate) paths: Vec<PathBuf>,
    /// Hvad brevet på standard input hedder: det afgør format og indstillinger
    #[arg(long, value_name = "NAVN")]
    pub(crate) stdin_filename: Option<PathBuf>,
    /// Læs kun de filer, som er ændret i forhold til denne git-revision, fx origin/main
    #[arg(long, value_name = "REVISION")]
    pub(crate) changed_since: Option<String>,
    /// Spring også filer over, som du nævner ved navn, når exclude i traek.toml siger det (til pre-commit)
    #[arg(long)]
    pub(crate) force_exclude: bool,
    /// Brevets genre, når du kender den: svar, afgoerelse, kvittering, partshoering, aktindsigt, indkaldelse,
    /// orientering, opfoelgning eller kontaktbegraensning
    #[arg(long, value_name = "GENRE", value_parser = one_of(Genre::ALL, Genre::id))]
    pub(crate) genre: Option<Genre>,
    /// Hvad filerne er: skabelon (må have vejledninger til den, der skriver) eller afsend (skal sendes nu, så alle felter
    /// skal være udfyldt)
    #[arg(long, value_name = "HVAD", value_parser = one_of(Mode::ALL, Mode::id))]
    pub(crate) mode: Option<Mode>,
    /// Kun disse markører eller regler, adskilt af komma
    #[arg(long, value_name = "NAVN", value_delimiter = ',')]
    pub(crate) select: Option<Vec<String>>,
    /// Ikke disse markører eller regler, adskilt af komma
    #[arg(long, value_name = "NAVN", value_delimiter = ',')]
    pub(crate) ignore: Vec<String>,
    /// Også det, som kun den strengeste læser ville mærke
    #[arg(long)]
    pub(crate) strict: bool,
    /// Brug kun reglerne, ikke den lærte sætningsmodel
    #[arg(long)]
    pub(crate) rules_only: bool,
    /// Brug også reglerne i denne pakke (TOML)
    #[arg(long = "pack", value_name = "PAKKE")]
    pub(crate) packs: Vec<PathBuf>,
    /// Brug indstillingerne i denne fil, ikke i den nærmeste traek.toml
    #[arg(long, value_name = "FIL", conflicts_with = "no_config")]
    pub(crate) config: Option<PathBuf>,
    /// Læs ingen traek.toml
    #[arg(long)]
    pub(crate) no_config: bool,
}

#[derive(Debug, clap::Args)]
pub(crate) struct CheckArgs {
    /// Hvordan resultatet vises: pretty (til mennesker, det sædvanlige), short (én linje for hvert fund), json, jsonl,
    /// sarif, github, gitlab, junit, checkstyle, rdjson eller html
    #[arg(long, value_name = "FORMAT", default_value = "pretty")]
    pub(crate) format: OutputFormat,
    /// Skriv også resultatet i en fil, fx html=rapport.html; kan gives flere gange
    #[arg(long = "output", value_name = "FORMAT=FIL", value_parser = output_file)]
    pub(crate) outputs: Vec<OutputFile>,
    /// Den laveste grad, der giver exitkode 1: raad, advarsel (det sædvanlige) eller fejl
    #[arg(long, value_name = "GRAD", value_parser = one_of(Severity::ALL, Severity::id))]
    pub(crate) fail_on: Option<Severity>,
    /// Vis ikke de fund, som står i denne baseline
    #[arg(long, value_name = "FIL", conflicts_with = "no_baseline")]
    pub(crate) baseline: Option<PathBuf>,
    /// Vis også de fund, som står i baseline
    #[arg(long)]
    pub(crate) no_baseline: bool,
    /// Bliv ved, og læs brevene igen, hver gang de bliver gemt
    #[arg(long, conflicts_with_all = ["outputs", "comments"])]
    pub(crate) watch: bool,
    /// Skriv også Word-dokumentet med fundene som kommentarer i denne nye fil
    #[arg(long, value_name = "UD.docx")]
    pub(crate) comments: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
}

#[derive(Debug, clap::Args)]
pub(crate) struct FixArgs {
    /// Lav også de rettelser, som bør læses igennem bagefter
    #[arg(long = "unsafe")]
    pub(crate) also_unsafe: bool,
    /// Vis rettelserne, og skriv ingenting; exitkode 1, når der er nogen
    #[arg(long, conflicts_with = "tracked")]
    pub(crate) diff: bool,
    /// Skriv rettelserne som sporede ændringer (kun Word-dokumenter)
    #[arg(long)]
    pub(crate) tracked: bool,
    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
}

#[derive(Debug, clap::Args)]
pub(crate) struct ReportArgs {
    /// Hvordan rapporten vises: markdown (det sædvanlige), html eller json
    #[arg(long, value_name = "FORMAT")]
    pub(crate) format: Option<ReportFormat>,
    /// Skriv rapporten i en fil, fx html=rapport.html; kan gives flere gange
    #[arg(long = "output", value_name = "FORMAT=FIL", value_parser = report_file)]
    pub(crate) outputs: Vec<ReportFile>,
    /// Vis, hvad der er sket siden denne baseline; ellers siden den, som traek.toml nævner
    #[arg(long, value_name = "FIL")]
    pub(crate) baseline: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
}

#[derive(Debug, clap::Args)]
pub(crate) struct InitArgs {
    /// Mappen, som indstillingerne skal gælde for
    #[arg(value_name = "MAPPE", default_value = ".")]
    pub(crate) folder: PathBuf,
}

#[derive(Debug, clap::Args)]
pub(crate) struct ConfigArgs {
    /// Brevet, som du vil se indstillingerne for
    #[arg(value_name = "FIL")]
    pub(crate) path: PathBuf,
    /// Brug indstillingerne i denne fil, ikke i den nærmeste traek.toml
    #[arg(long, value_name = "FIL", conflicts_with = "no_config")]
    pub(crate) config: Option<PathBuf>,
    /// Læs ingen traek.toml
    #[arg(long)]
    pub(crate) no_config: bool,
}

#[cfg(feature = "serve")]
#[derive(Debug, clap::Args)]
pub(crate) struct ServeArgs {
    /// Portnummer; uden det vælger traek en ledig port
    #[arg(long, value_name = "NUMMER")]
    pub(crate) port: Option<u16>,
    /// Åbn ikke browseren
    #[arg(long)]
    pub(crate) no_open: bool,
    /// Lad andre maskiner bruge siden på denne IP-adresse, fx 0.0.0.0; læs docs/server.md først
    #[arg(long, value_name = "ADRESSE", requires_all = ["port", "hosts"])]
    pub(crate) listen: Option<IpAddr>,
    /// Navnet, som andre finder siden under, fx traek.kommune.dk; kan gives flere gange
    #[arg(long = "host", value_name = "NAVN", requires = "listen", value_parser = crate::serve::host_name)]
    pub(crate) hosts: Vec<String>,
    /// Brug indstillingerne i denne fil, ikke i den nærmeste traek.toml
    #[arg(long, value_name = "FIL", conflicts_with = "no_config")]
    pub(crate) config: Option<PathBuf>,
    /// Læs ingen traek.toml
    #[arg(long)]
    pub(crate) no_config: bool,
}

#[derive(Debug, clap::Args)]
pub(crate) struct BaselineArgs {
    #[command(subcommand)]
    pub(crate) command: BaselineCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum BaselineCommand {
    /// Skriv alle fund i en baseline, så kun nye fund bliver vist herefter (også: opdater)
    #[command(alias = "opdater", override_usage = "traek baseline update [TILVALG] <STI>...")]
    Update(BaselineUpdateArgs),
}

#[derive(Debug, clap::Args)]
pub(crate) struct BaselineUpdateArgs {
    /// Baselinens fil; ellers den, som traek.toml nævner, eller traek-baseline.json
    #[arg(long, value_name = "FIL")]
    pub(crate) baseline: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
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
    /// Kommandoen, hvis side skal skrives, fx check eller baseline update; uden navn skrives hovedsiden
    #[arg(value_name = "KOMMANDO")]
    pub(crate) command: Vec<String>,
}

/// The formats of `traek check`, described as completions show them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum OutputFormat {
    /// Til mennesker ved en skærm
    Pretty,
    /// Én linje for hvert fund
    Short,
    /// Til programmer, ét objekt
    Json,
    /// Til programmer, ét brev på hver linje
    Jsonl,
    /// SARIF 2.1.0
    Sarif,
    /// Bemærkninger i GitHub Actions
    Github,
    /// GitLab Code Quality
    Gitlab,
    /// JUnit XML
    Junit,
    /// Checkstyle XML
    Checkstyle,
    /// Reviewdog Diagnostic Format
    Rdjson,
    /// En side til mennesker
    Html,
}

/// `--output FORMAT=FILE`
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct OutputFile {
    pub(crate) format: OutputFormat,
    pub(crate) path: PathBuf,
}

fn output_file(text: &str) -> Result<OutputFile, String> {
    let (format, path) = format_and_file(text)?;
    Ok(OutputFile { format, path })
}

/// The formats of `traek report`, described as completions show them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReportFormat {
    /// Tekst til en wiki eller en mail
    Markdown,
    /// En side til mennesker
    Html,
    /// Til programmer, ét objekt
    Json,
}

/// `--output FORMAT=FILE` of `traek report`
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ReportFile {
    pub(crate) format: ReportFormat,
    pub(crate) path: PathBuf,
}

fn report_file(text: &str) -> Result<ReportFile, String> {
    let (format, path) = format_and_file(text)?;
    Ok(ReportFile { format, path })
}

/// The two sides of `FORMAT=FILE`.
fn format_and_file<F: ValueEnum>(text: &str) -> Result<(F, PathBuf), String> {
    let (format, path) = text.split_once('=').ok_or("der mangler »=« mellem format og fil")?;
    let format = F::from_str(format, false).map_err(|_| {
        let possible = F::value_variants().iter().filter_map(F::to_possible_value);
        let names: Vec<String> = possible.map(|value| value.get_name().to_owned()).collect();
        format!("formatet »{format}« kendes ikke; mulighederne er {}", danish::list(&names))
    })?;
    if matches!(path, "" | "-") {
        return Err("der mangler et filnavn efter »=«".to_owned());
    }
    Ok((format, PathBuf::from(path)))
}

/// How a list or a table is shown.
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
