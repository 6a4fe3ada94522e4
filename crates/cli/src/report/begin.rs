//! What to do first: the few things that mend most.

use super::Report;
use super::blocks::{Block, Section, plain, text};
use super::hits::RuleHits;
use crate::danish::count;

/// So many rules are named first.
const MOST_RULES: usize = 3;

/// The rules to begin with: those that know what they have found. What a learned scorer says is for the second reading.
fn first_rules(rules: &[RuleHits]) -> impl Iterator<Item = &RuleHits> {
    rules.iter().filter(|rule| !rule.learned && !rule.message.is_empty()).take(MOST_RULES)
}

/// What to look at first, each with how much there is of it.
pub(crate) fn steps(report: &Report) -> Vec<String> {
    let mut steps = Vec::new();
    let clashes = report.contradictions.found.len();
    if clashes > 0 {
        let facts = count(clashes, "oplysning er", "oplysninger er");
        steps.push(format!("{facts} forskellige fra skabelon til skabelon: Find ud af, hvad der er rigtigt.",));
    }
    steps.extend(first_rules(&report.rules).map(|rule| {
        let templates = count(rule.templates.len(), "skabelon", "skabeloner");
        format!("{} ({templates}).", rule.in_words())
    }));
    if !report.wordings.alike.is_empty() {
        let alike = count(report.wordings.alike.len(), "afsnit findes", "afsnit findes");
        steps.push(format!("{alike} i flere udgaver: Vælg den bedste."));
    }
    steps
}

pub(crate) fn section(report: &Report) -> Section {
    let steps = steps(report);
    let blocks = match steps.as_slice() {
        [] => vec![text(
            "Skabelonerne er klar til brug. Læs dem igen, næste gang reglerne eller jeres oplysninger ændrer sig.",
        )],
        _ => vec![
            text("Det næste, I kan gøre, er at tage de punkter, der hjælper flest læsere:"),
            Block::List(steps.into_iter().map(|step| vec![plain(step)]).collect()),
        ],
    };
    Section { id: "begynd", title: "Begynd her", blocks }
}
