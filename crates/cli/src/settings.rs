//! `traek config`: what holds for a letter, and where it comes from.

use std::io::Write;

use traek_core::{Facts, Severity};

use crate::args::ConfigArgs;
use crate::config::{ConfigSource, Layer, Origin, Projects, Settings, Values};
use crate::files;
use crate::screen::Screen;
use crate::{Failure, Outcome};

pub(crate) fn run(args: &ConfigArgs, screen: &mut Screen) -> Result<Outcome, Failure> {
    let source = ConfigSource::new(args.config.as_deref(), args.no_config);
    let mut projects = Projects::with(source, Vec::new(), Values::default())?;
    let project = projects.of_or_stop(&args.path)?;
    let settings = project.settings(&args.path);
    let file = project.path.as_deref().map_or_else(|| "ingen traek.toml".to_owned(), files::shown);
    writeln!(screen, "{} læses med {file}", screen.style.bold(&args.path.display().to_string()))?;
    if let Some(user) = projects.user() {
        writeln!(screen, "Din egen: {}", user.display())?;
    }
    if project.exclude.is_match(project.within(&args.path)) {
        writeln!(screen, "Filen springes over, når traek går en mappe igennem (exclude)")?;
    }
    writeln!(screen)?;
    for line in lines(&settings) {
        writeln!(screen, "{line}")?;
    }
    for line in facts(&project.facts) {
        writeln!(screen, "{line}")?;
    }
    if let Some(baseline) = &project.baseline {
        writeln!(screen, "baseline = \"{}\"", files::shown(baseline))?;
    }
    Ok(Outcome::Clean)
}

/// One line for each kind of fact.
fn facts(facts: &Facts) -> Vec<String> {
    fn line(name: &str, values: &[impl ToString]) -> Option<String> {
        let values: Vec<String> = values.iter().map(ToString::to_string).collect();
        (!values.is_empty()).then(|| format!("authority.{name} = {values:?}"))
    }
    let Facts { phones, emails, opening_hours, response_times } = facts;
    let lines = [
        line("phones", phones),
        line("emails", emails),
        line("opening-hours", opening_hours),
        line("response-times", response_times),
    ];
    lines.into_iter().flatten().collect()
}

/// One line for each value, as TOML with its origin.
fn lines(settings: &Settings<'_>) -> Vec<String> {
    let of = |origin: Option<&Origin>| origin.map_or("det sædvanlige".to_owned(), ToString::to_string);
    let (genre, genre_from) = (settings.genre().map(|(genre, _)| genre.id()), settings.genre().map(|(_, from)| from));
    let fail_on = settings.fail_on().map_or(Severity::Advarsel, |(severity, _)| severity);
    let flag = |value: Option<(bool, &Origin)>| value.is_some_and(|(value, _)| value);
    let mut lines = vec![
        format!("fail-on = \"{fail_on}\"  # {}", of(settings.fail_on().map(|(_, from)| from))),
        match genre {
            Some(genre) => format!("genre = \"{genre}\"  # {}", of(genre_from)),
            None => "# genre: traek finder den selv i hvert brev".to_owned(),
        },
        match settings.mode() {
            Some((mode, from)) => format!("mode = \"{mode}\"  # {from}"),
            None => "# mode: hverken skabelon eller afsend".to_owned(),
        },
        format!("strict = {}  # {}", flag(settings.strict()), of(settings.strict().map(|(_, from)| from))),
        format!("rules-only = {}  # {}", flag(settings.rules_only()), of(settings.rules_only().map(|(_, from)| from))),
    ];
    for Layer { origin, values, .. } in &settings.layers {
        lines.extend(values.select.as_ref().map(|names| format!("select = {names:?}  # {origin}")));
        if !values.ignore.is_empty() {
            lines.push(format!("ignore = {:?}  # {origin}", values.ignore));
        }
        let severities = values.severity.iter();
        lines.extend(severities.map(|(name, severity)| format!("severity.\"{name}\" = \"{severity}\"  # {origin}")));
        if !values.accept.is_empty() {
            let phrases: Vec<String> = values.accept.iter().map(ToString::to_string).collect();
            lines.push(format!("accept = {phrases:?}  # {origin}"));
        }
    }
    lines
}
