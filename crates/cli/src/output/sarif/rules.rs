//! The rules that a SARIF log describes: those that found something.

use std::collections::HashMap;

use traek_core::{Explanation, Rule, Rulebook, Severity};

use super::log::{Configuration, RuleDescription, Text};
use crate::explain;

/// Rules in order of their first finding.
#[derive(Default)]
pub(super) struct Rules {
    index: HashMap<String, usize>,
    described: Vec<RuleDescription>,
}

impl Rules {
    /// The index of the rule `id`, which is described by `book` when it is met for the first time.
    pub(super) fn index(&mut self, id: &str, book: &Rulebook) -> usize {
        if let Some(index) = self.index.get(id) {
            return *index;
        }
        let index = self.described.len();
        self.index.insert(id.to_owned(), index);
        let found = book.explained().find(|(rule, _)| *rule.id == *id);
        self.described.push(match found {
            Some((rule, explanation)) => described(book, rule, explanation),
            None => unknown(id),
        });
        index
    }

    pub(super) fn described(&self) -> &[RuleDescription] {
        &self.described
    }
}

fn described(book: &Rulebook, rule: &Rule, explanation: &Explanation) -> RuleDescription {
    let mut help = vec![explanation.why.trim().to_owned()];
    help.extend(explain::instead(book, rule, explanation).iter().map(|text| format!("Skriv i stedet: {text}")));
    help.push(format!("Kilde: {}", explanation.source));
    RuleDescription {
        id: rule.id.to_string(),
        short_description: Text::new(&explain::headline(book, rule, explanation)),
        full_description: Text::new(explanation.why.trim()),
        help: Text::new(&help.join("\n\n")),
        default_configuration: Configuration { level: level(rule.severity) },
    }
}

/// A rule without an explanation is known by its name only.
fn unknown(id: &str) -> RuleDescription {
    let name = Text::new(id);
    RuleDescription {
        id: id.to_owned(),
        short_description: name.clone(),
        full_description: name.clone(),
        help: name,
        default_configuration: Configuration { level: level(Severity::Advarsel) },
    }
}

pub(super) fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Fejl => "error",
        Severity::Advarsel => "warning",
        Severity::Raad => "note",
    }
}
