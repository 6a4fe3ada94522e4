//! Every finding on the corpus, so that a change of the rules shows what it does to real letters.

use std::fmt::Write;

use snapbox::{Data, assert_data_eq};

use traek_core::{Document, Options, Rulebook};

use crate::support::{BOOK, corpus, project, report, with_learned};

/// `line:column rule »text«` for each finding, under the name and genre of its letter.
fn findings(wanted: impl Fn(&str) -> bool) -> String {
    let mut shown = String::new();
    for (name, text) in corpus().into_iter().filter(|(name, _)| wanted(name)) {
        let report = report(&text);
        writeln!(shown, "{name} ({})", report.genre).expect("memory");
        for finding in &report.findings {
            let before = &text[..finding.span.start];
            let line = before.matches('\n').count() + 1;
            let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
            let words: Vec<&str> = text[finding.span.clone()].split_whitespace().collect();
            writeln!(shown, "  {line}:{column} {} »{}«", finding.rule, words.join(" ")).expect("memory");
        }
    }
    shown
}

fn assert_snapshot(name: &str, actual: String) {
    let path = project("tests/snapshots").join(name);
    // Findings may hold any letter text, so nothing in them stands for something else.
    assert_data_eq!(Data::text(actual).raw(), Data::read_from(&path, None).raw());
}

#[test]
fn rules_that_were_compiled_ahead_find_the_same() {
    let image = BOOK.to_image().expect("a rulebook can be written");
    let unpacked = with_learned(Rulebook::from_image(&image).expect("and read again"));
    for (name, text) in corpus() {
        let again = traek_core::check(&unpacked, &Document::plain(text.as_str()), &Options::default());
        assert_eq!(again.findings, report(&text).findings, "{name}");
    }
}

#[test]
fn findings_on_the_development_letters() {
    assert_snapshot("findings-devset.txt", findings(|name| name.starts_with("devset-")));
}

#[test]
fn findings_on_our_own_letters() {
    assert_snapshot("findings-own.txt", findings(|name| !name.starts_with("devset-")));
}
