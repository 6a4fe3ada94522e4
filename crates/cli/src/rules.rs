//! `traek rules`: every rule with its grade and what it says.

use std::io::Write;

use serde::Serialize;
use traek_core::{Explanation, Marker, Rule, Rulebook};

use crate::args::{Format, RulesArgs};
use crate::explain;
use crate::screen::Screen;
use crate::{Failure, Outcome, config, danish};

#[derive(Serialize)]
struct RuleOutput<'a> {
    rule: &'a str,
    marker: &'static str,
    severity: &'static str,
    strict: bool,
    message: String,
    why: &'a str,
    source: &'a str,
    pack: &'a str,
}

pub(crate) fn run(args: &RulesArgs, screen: &mut Screen) -> Result<Outcome, Failure> {
    let book = config::book_here(&args.packs)?;
    let markers: Vec<Marker> =
        Marker::ALL.iter().copied().filter(|one| args.marker.is_none_or(|wanted| wanted == *one)).collect();
    match args.format {
        Format::Pretty => list(&book, &markers, screen)?,
        Format::Json => write_json(&book, &markers, screen)?,
    }
    Ok(Outcome::Clean)
}

fn rules_of(book: &Rulebook, marker: Marker) -> Vec<(&Rule, &Explanation)> {
    let mut rules: Vec<(&Rule, &Explanation)> = book.explained().filter(|(rule, _)| rule.marker == marker).collect();
    rules.sort_by(|a, b| a.0.id.cmp(&b.0.id));
    rules
}

fn list(book: &Rulebook, markers: &[Marker], screen: &mut Screen) -> Result<(), Failure> {
    let style = screen.style;
    for (at, marker) in markers.iter().enumerate() {
        let rules = rules_of(book, *marker);
        let gap = if at == 0 { "" } else { "\n" };
        let title = style.bold(marker.title());
        writeln!(screen, "{gap}{title} ({})", danish::count(rules.len(), "regel", "regler"))?;
        let width = rules.iter().map(|(rule, _)| rule.id.len()).max().unwrap_or_default();
        for (rule, explanation) in rules {
            let strict = if rule.strict { " (kun med --strict)" } else { "" };
            let message = explain::headline(book, rule, explanation);
            writeln!(screen, "  {:width$}  {:8}  {message}{strict}", rule.id, rule.severity.title())?;
        }
    }
    writeln!(screen, "\nLæs mere om en regel med »traek explain REGEL«.")?;
    Ok(())
}

fn write_json(book: &Rulebook, markers: &[Marker], screen: &mut Screen) -> Result<(), Failure> {
    let rules: Vec<RuleOutput<'_>> = markers
        .iter()
        .flat_map(|marker| rules_of(book, *marker))
        .map(|(rule, explanation)| RuleOutput {
            rule: &rule.id,
            marker: rule.marker.id(),
            severity: rule.severity.id(),
            strict: rule.strict,
            message: explain::headline(book, rule, explanation),
            why: &explanation.why,
            source: &explanation.source,
            pack: &explanation.pack,
        })
        .collect();
    serde_json::to_writer_pretty(&mut *screen, &rules).map_err(|error| Failure::Output(error.into()))?;
    writeln!(screen)?;
    Ok(())
}
