//! What is said about a whole letter, and about all letters: how much was found, what is good, what to do first.

use traek_core::{Finding, Marker, MoveKind, Report, Severity, shortened};

use crate::danish::{count, uncapitalised};
use crate::lines::Lines;
use crate::screen::Style;

/// The longest text that an instruction quotes (chars).
const LONGEST_QUOTE: usize = 50;

/// What all letters of a run come to.
#[derive(Default)]
pub(crate) struct Total {
    letters: usize,
    clean: usize,
    by_severity: [usize; Severity::ALL.len()],
}

impl Total {
    pub(crate) fn letters(&self) -> usize {
        self.letters
    }

    pub(crate) fn add(&mut self, report: &Report) {
        self.letters += 1;
        self.clean += usize::from(report.findings.is_empty());
        for finding in &report.findings {
            self.by_severity[finding.severity as usize] += 1;
        }
    }

    /// One line about several letters; none about a single one, which has its own.
    pub(crate) fn line(&self, problems: usize, style: Style) -> Option<String> {
        if self.letters + problems < 2 {
            return None;
        }
        let mut line = format!(
            "{}: {}",
            style.bold(&format!("I alt {}", count(self.letters, "brev", "breve"))),
            found(&self.by_severity)
        );
        if self.clean > 0 && self.clean < self.letters {
            line.push_str(&format!("; {} uden fund", count(self.clean, "brev", "breve")));
        }
        if problems > 0 {
            line.push_str(&format!("; {} kunne ikke læses", count(problems, "fil eller mappe", "filer eller mapper")));
        }
        Some(line)
    }
}

/// The lines about one letter, of which `suppressed` findings are not shown.
pub(crate) fn of_letter(
    path: &str,
    report: &Report,
    suppressed: usize,
    lines: &Lines<'_>,
    style: Style,
) -> Vec<String> {
    let mut told = vec![format!("{}: {} – {}", style.bold(path), report.genre.title(), found_in(report))];
    if suppressed > 0 {
        told[0].push_str(&format!("; {suppressed} er undertrykt"));
    }
    let good = strengths(report);
    if !good.is_empty() {
        told.push(format!("Det gør brevet godt: {}", good.join(", ")));
    }
    told.push(match first_step(report, lines) {
        Some(step) => format!("Begynd med: {step}"),
        None => nothing_to_do(report).to_owned(),
    });
    told
}

/// What a letter does well, each kind once.
pub(super) fn strengths(report: &Report) -> Vec<&'static str> {
    MoveKind::ALL.iter().filter(|kind| report.moves_of(**kind) > 0).map(|kind| kind.title()).collect()
}

/// What to do first about a letter; `None` where there is nothing to do.
pub(super) fn first_step(report: &Report, lines: &Lines<'_>) -> Option<String> {
    first(report).map(|finding| instruction(finding, lines))
}

/// What is said about a letter without findings.
pub(super) fn nothing_to_do(report: &Report) -> &'static str {
    if report.moves.is_empty() { "Der er ikke noget at rette." } else { "Der er ikke noget at rette – godt skrevet." }
}

/// What is found in one letter, as [`found`] says it.
pub(super) fn found_in(report: &Report) -> String {
    let mut by_severity = [0; Severity::ALL.len()];
    for finding in &report.findings {
        by_severity[finding.severity as usize] += 1;
    }
    found(&by_severity)
}

/// `3 fund (2 advarsler, 1 råd)`
pub(super) fn found(by_severity: &[usize]) -> String {
    let of = |severity: Severity| by_severity[severity as usize];
    let all: usize = by_severity.iter().sum();
    let parts = [
        (of(Severity::Fejl), "fejl", "fejl"),
        (of(Severity::Advarsel), "advarsel", "advarsler"),
        (of(Severity::Raad), "råd", "råd"),
    ];
    let parts: Vec<String> =
        parts.iter().filter(|(number, ..)| *number > 0).map(|(number, one, more)| count(*number, one, more)).collect();
    match parts.as_slice() {
        [] => "ingen fund".to_owned(),
        _ => format!("{all} fund ({})", parts.join(", ")),
    }
}

/// The finding that does most for the letter: the reader has to feel met before anything else is heard.
fn first(report: &Report) -> Option<&Finding> {
    report.findings.iter().min_by_key(|finding| (urgency(finding), finding.span.start))
}

fn urgency(finding: &Finding) -> u8 {
    let missing = finding.says_missing();
    let of_tone = matches!(finding.marker, Marker::Forsvar | Marker::Bedoemmelse | Marker::Lukning);
    match (finding.marker, finding.severity) {
        (Marker::Anerkendelse, _) if missing => 0,
        (_, Severity::Fejl) => 1,
        (Marker::Retssikkerhed, _) if missing => 2,
        (Marker::NaesteSkridt, _) if missing => 3,
        (_, Severity::Advarsel) if of_tone => 4,
        (_, Severity::Advarsel) => 5,
        (_, Severity::Raad) if of_tone => 6,
        (_, Severity::Raad) => 7,
    }
}

/// What to do about a finding, as an instruction.
fn instruction(finding: &Finding, lines: &Lines<'_>) -> String {
    let place = |what: String| format!("linje {} – {what}", lines.line(finding.span.start));
    let text = shortened(&lines.text()[finding.span.clone()], LONGEST_QUOTE);
    if finding.says_missing() {
        let own = finding.suggestions.first().map(|suggestion| to_do(suggestion));
        return own.unwrap_or_else(|| default_for(finding.marker).to_owned());
    }
    let plain = finding.fix.as_ref().and_then(|fix| fix.edits.first()).map(|edit| (edit.text.as_str(), &edit.span));
    match (plain, finding.suggestions.first()) {
        (Some((plain, span)), _) if finding.marker == Marker::Fagsprog && *span == finding.span => {
            place(format!("skriv »{plain}« i stedet for »{text}«"))
        }
        (_, Some(suggestion)) if finding.marker == Marker::Fagsprog && !is_sentence(suggestion) => {
            place(format!("forklar »{text}«, fx med »{suggestion}«"))
        }
        (_, Some(suggestion)) => place(to_do(suggestion)),
        (_, None) => place(uncapitalised(&finding.message)),
    }
}

/// A suggestion as an instruction; some only quote what could be written.
fn to_do(suggestion: &str) -> String {
    if suggestion.starts_with('»') { format!("skriv fx {suggestion}") } else { uncapitalised(suggestion) }
}

/// Whether a suggestion tells what to do, and is not just a word to put in.
fn is_sentence(suggestion: &str) -> bool {
    suggestion.chars().next().is_some_and(char::is_uppercase) && suggestion.contains(' ')
}

fn default_for(marker: Marker) -> &'static str {
    match marker {
        Marker::Anerkendelse => {
            "vis først, at du har forstået: gengiv sagen med egne ord, eller beklag det, der gik galt"
        }
        Marker::NaesteSkridt => "skriv, hvad der sker nu, hvem der gør det, og hvornår",
        _ => "skriv, hvad læseren har ret til, og hvordan",
    }
}
