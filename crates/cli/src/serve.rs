//! `traek serve`: the page in the browser, with the settings of the current folder.

use std::io::{ErrorKind, Write};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::Path;
use std::sync::Arc;

use traek_core::{Fairness, Genre, Marker, Mode, MoveKind, Severity};
use traek_documents::{Format, MOST_BYTES, ReadError, Source, ending};
use traek_server::{
    Commented, Explained, File, Fixed, Letter, Limits, Linter, Name, Names, Reach, Refusal, Server, Settings,
};

use crate::args::ServeArgs;
use crate::check::{self, Checked};
use crate::config::{ConfigSource, Layer, Origin, Project, Projects, Values};
use crate::files::Problem;
use crate::fix::Mender;
use crate::output::json::{self, Shown};
use crate::screen::{self, Screen};
use crate::{Failure, Outcome, choice, comments, danish, explain};

/// The name of a letter that is written in the page; settings for some files only may name it.
const LETTER: &str = "brev.txt";

/// The media type of a Word document.
const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

pub(crate) fn run(args: &ServeArgs, screen: &mut Screen) -> Result<Outcome, Failure> {
    let source = ConfigSource::new(args.config.as_deref(), args.no_config);
    let mut projects = Projects::with(source, Vec::new(), Values::default())?;
    let project = projects.of_or_stop(Path::new(LETTER))?;
    let server = Server::bind(settings(args)).map_err(|error| Failure::Message(unbound(args, &error)))?;
    let address = server.address();
    let page = format!("http://{address}/");
    if args.listen.is_some() {
        warn_about_others(address);
        let names = if let [_] = args.hosts.as_slice() { "navnet" } else { "navnene" };
        let hosts = danish::list(&args.hosts);
        writeln!(screen, "Siden er klar på {address} under {names} {hosts} (stop den med Ctrl-C)")?;
    } else {
        writeln!(screen, "Siden er klar på {page} (stop den med Ctrl-C)")?;
    }
    screen.flush()?;
    keep_letters_out_of_panics();
    if !args.no_open && args.listen.is_none() && open::that_detached(&page).is_err() {
        screen::note(&format!("browseren kan ikke åbnes herfra; åbn selv {page}"));
    }
    let stopped = |error| Failure::Message(format!("siden kan ikke holdes åben: {error}"));
    server.run(ProjectLinter { project }).map_err(stopped)?;
    Ok(Outcome::Clean)
}

/// The value of `--host`, as browsers send it: a name that they write otherwise would never match.
pub(crate) fn host_name(text: &str) -> Result<String, String> {
    let host = text.to_ascii_lowercase();
    if host.contains(['/', '@', '?', '#']) {
        return Err("skriv kun navnet, uden »https://« og uden noget efter det".to_owned());
    }
    let is_ipv6 = |text: &str| text.parse::<Ipv6Addr>().is_ok();
    if host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).is_some_and(is_ipv6) {
        return Ok(host);
    }
    if is_ipv6(&host) {
        return Err(format!("skriv adressen i klammer: [{host}]"));
    }
    if host.contains(':') {
        return Err("skriv navnet uden port; det gælder for alle porte".to_owned());
    }
    if !host.is_ascii() {
        return Err("skriv navnet, som browseren sender det, altså med xn--… i stedet for æ, ø og å".to_owned());
    }
    let is_label = |label: &str| {
        !label.is_empty() && label.chars().all(|sign| sign.is_ascii_alphanumeric() || matches!(sign, '-' | '_'))
    };
    if !host.split('.').all(is_label) {
        return Err("det er ikke navnet på en maskine; skriv fx traek.kommune.dk".to_owned());
    }
    Ok(host)
}

fn settings(args: &ServeArgs) -> Settings {
    let ip = args.listen.unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST));
    let reach = match args.listen {
        Some(_) => Reach::Named(args.hosts.clone()),
        None => Reach::ThisMachine,
    };
    let limits = Limits { file_bytes: usize::try_from(MOST_BYTES).unwrap_or(usize::MAX), ..Limits::default() };
    Settings { address: SocketAddr::new(ip, args.port.unwrap_or(0)), reach, limits, ends_on_signals: true }
}

/// Why the address cannot be listened on, and what to do.
fn unbound(args: &ServeArgs, error: &std::io::Error) -> String {
    let port = args.port.unwrap_or(0);
    match error.kind() {
        ErrorKind::AddrInUse => format!("port {port} er optaget; vælg en anden med --port, eller lad traek finde en"),
        ErrorKind::PermissionDenied => format!("du har ikke lov til at bruge port {port}; vælg en over 1023"),
        ErrorKind::AddrNotAvailable => "adressen i --listen er ikke en af denne maskines".to_owned(),
        _ => format!("siden kan ikke åbnes: {error}"),
    }
}

fn warn_about_others(address: SocketAddr) {
    let who = if address.ip().is_loopback() {
        "en proxy på denne maskine kan nu give andre adgang til"
    } else {
        "andre maskiner kan nu nå"
    };
    screen::say(&format!(
        "ADVARSEL: {who} traek på {address}.\n\
         - traek krypterer ikke. Sæt en omvendt proxy med TLS foran; ellers kan breve læses på netværket.\n\
         - traek har intet login. Lad proxyen eller firewallen afgøre, hvem der må komme ind.\n\
         - Breve er personoplysninger. Læs docs/server.md, og tal med jeres it-sikkerhed først."
    ));
}

/// What a panic says may quote the text that it happened in; its place is enough to mend it.
fn keep_letters_out_of_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(|at| format!(" ({}:{})", at.file(), at.line())).unwrap_or_default();
        screen::complain(&format!("traek har selv lavet en fejl{place}; send gerne stedet til dem, der laver traek"));
    }));
}

/// Reads and judges the letters of the page.
struct ProjectLinter {
    project: Arc<Project>,
}

impl Linter for ProjectLinter {
    fn check(&self, letter: &Letter) -> Result<Vec<u8>, Refusal> {
        let asked = asked(letter)?;
        let source = traek_documents::plain(&letter.text).map_err(|error| Refusal::Unreadable(error.to_string()))?;
        let path = Path::new(LETTER);
        let checked = check::judged(LETTER.to_owned(), path, source, &self.project, Some(&asked));
        report(vec![Ok(checked)], Shown::File)
    }

    fn check_file(&self, file: &File, genre: Option<&str>) -> Result<Vec<u8>, Refusal> {
        let asked = asked_of_file(genre)?;
        let source = read(file)?;
        let mut letters = Vec::new();
        let path = Path::new(&file.name);
        check::check_source(file.name.clone(), path, source, &self.project, Some(&asked), &mut letters);
        report(letters, Shown::Text)
    }

    fn fix(&self, letter: &Letter, also_unsafe: bool) -> Result<Fixed, Refusal> {
        let asked = asked(letter)?;
        let source = traek_documents::plain(&letter.text).map_err(|error| Refusal::Unreadable(error.to_string()))?;
        let mender = Mender {
            path: Path::new(LETTER),
            project: &self.project,
            asked: Some(&asked),
            also_unsafe,
            tracked: false,
            read: again,
        };
        let fixed = mender.mended(letter.text.clone().into_bytes(), source);
        let fixed = fixed.map_err(|problem| Refusal::Unreadable(problem.message))?;
        let text =
            String::from_utf8(fixed.bytes).map_err(|_| Refusal::Unreadable("brevet er ikke UTF-8".to_owned()))?;
        Ok(Fixed { text, made: fixed.made })
    }

    fn comments(&self, file: &File, genre: Option<&str>) -> Result<Commented, Refusal> {
        let asked = asked_of_file(genre)?;
        let source = read(file)?;
        if source.format != Format::Docx {
            return Err(unreadable(file, comments::ONLY_WORD));
        }
        let path = Path::new(&file.name);
        let letter = check::judged(file.name.clone(), path, source, &self.project, Some(&asked));
        let comments = comments::comments_on(&letter);
        let bytes = traek_documents::comment(&file.bytes, &letter.source, &comments, &comments::now())
            .map_err(|error| unreadable(file, &error.to_string()))?;
        let media_type = if ending(path) == "docx" { WORD } else { "application/octet-stream" };
        Ok(Commented { name: with_comments(path), media_type, bytes })
    }

    fn explain(&self, rule: &str) -> Result<Explained, Refusal> {
        let book = &self.project.book;
        let Some((found, explanation)) = book.explained().find(|(found, _)| *found.id == *rule) else {
            return Err(Refusal::Unknown(choice::unknown(book, rule, "ikke en regel")));
        };
        let texts = |examples: &[traek_core::Example]| examples.iter().map(|example| example.text.clone()).collect();
        Ok(Explained {
            rule: found.id.to_string(),
            marker: found.marker.id(),
            severity: found.severity.id(),
            message: explain::headline(book, found, explanation),
            why: explanation.why.clone(),
            source: explanation.source.clone(),
            suggest: explain::instead(book, found, explanation),
            bad: texts(&explanation.bad),
            good: texts(&explanation.good),
        })
    }

    fn names(&self) -> Names {
        fn named<T: Copy>(all: &[T], id: fn(T) -> &'static str, title: fn(T) -> &'static str) -> Vec<Name> {
            all.iter().map(|one| Name { id: id(*one), title: title(*one) }).collect()
        }
        Names {
            markers: named(Marker::ALL, Marker::id, Marker::title),
            moves: named(MoveKind::ALL, MoveKind::id, MoveKind::title),
            genres: named(Genre::ALL, Genre::id, Genre::title),
            severities: named(Severity::ALL, Severity::id, Severity::title),
            fairness: named(Fairness::ALL, Fairness::id, Fairness::title),
        }
    }
}

/// What the page asks for, as a layer over the project's settings.
fn asked(letter: &Letter) -> Result<Layer, Refusal> {
    let values = Values {
        genre: known("Genren", Genre::from_id, Genre::ALL, letter.genre.as_deref())?,
        mode: known("Tilstanden", Mode::from_id, Mode::ALL, letter.mode.as_deref())?,
        strict: letter.strict.then_some(true),
        ..Values::default()
    };
    Ok(Layer { origin: Origin::CommandLine, values, files: None })
}

/// What the page asks for a letter in a file.
fn asked_of_file(genre: Option<&str>) -> Result<Layer, Refusal> {
    asked(&Letter { genre: genre.map(str::to_owned), ..Letter::default() })
}

/// The one of `all` that is asked for; `what` is the definite form of the Danish word for them.
fn known<T: ToString>(
    what: &str,
    from_id: fn(&str) -> Option<T>,
    all: &[T],
    asked: Option<&str>,
) -> Result<Option<T>, Refusal> {
    let ids = || all.iter().map(T::to_string).collect::<Vec<_>>().join(", ");
    let unknown = || Refusal::Wrong(format!("{what} findes ikke; mulighederne er {}.", ids()));
    asked.map(|id| from_id(id).ok_or_else(unknown)).transpose()
}

fn read(file: &File) -> Result<Source, Refusal> {
    let source = traek_documents::read(Path::new(&file.name), &file.bytes);
    source.map_err(|error| unreadable(file, &error.to_string()))
}

/// Reads a text again after a round of changes.
fn again(_: &Path, bytes: &[u8]) -> Result<Source, ReadError> {
    traek_documents::plain(&String::from_utf8_lossy(bytes))
}

fn unreadable(file: &File, why: &str) -> Refusal {
    Refusal::Unreadable(format!("{}: {why}", traek_documents::printable(&file.name)))
}

/// The report on a letter and those attached to it.
fn report(letters: Vec<Result<Checked, Problem>>, shown: Shown) -> Result<Vec<u8>, Refusal> {
    let mut read = Vec::new();
    let mut problems = Vec::new();
    for letter in letters {
        match letter {
            Ok(letter) => {
                problems.extend(check::mistakes(&letter));
                read.push(letter);
            }
            Err(problem) => problems.push(problem),
        }
    }
    json::object(&read, &problems, shown).map_err(|_| Refusal::Unreadable("rapporten kan ikke skrives".to_owned()))
}

/// `svar.docx` → `svar-med-kommentarer.docx`
fn with_comments(path: &Path) -> String {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let ending = path.extension().map(|ending| format!(".{}", ending.to_string_lossy())).unwrap_or_default();
    format!("{stem}-med-kommentarer{ending}")
}
