//! What the method itself recommends to say is never held against the writer.

use traek_core::{Document, Letter, Marker, Options};

use crate::support::{BOOK, project};

#[test]
fn no_recommended_phrase_is_found_as_defence_judgement_or_closing() {
    let list = std::fs::read_to_string(project("tests/data/seed-phrases.txt")).expect("the list");
    let phrases: Vec<&str> = list.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
    assert!(phrases.len() > 25, "the list holds the phrases of all tools");
    let mut found = Vec::new();
    for phrase in phrases {
        let document = Document::plain(phrase);
        let letter = Letter::running_text(&document);
        let report =
            traek_core::report_on(&BOOK, &letter, &Options { genre: None, strict: true, ..Options::default() });
        let against = [Marker::Forsvar, Marker::Bedoemmelse, Marker::Lukning];
        for finding in report.findings.iter().filter(|finding| against.contains(&finding.marker)) {
            found.push(format!("{} in: {phrase}", finding.rule));
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}
