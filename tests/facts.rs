//! What letters tell about the authority, and what is said when its own facts say something else.

use std::collections::BTreeMap;
use std::fmt::Write;

use snapbox::{Data, assert_data_eq};

use traek_core::{Document, Facts, Finding, Letter, Mode, Options, mentions};

use crate::support::{BOOK, corpus, project};

/// Every mention in our own letters, with figures for each kind: a change shows what it does to real letters.
#[test]
fn mentions_in_the_corpus() {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut shown = String::new();
    for (name, text) in corpus() {
        let document = Document::plain(text.as_str());
        for mention in mentions(&Letter::new(&document)) {
            *counts.entry(mention.kind.id()).or_default() += 1;
            let about = mention.about.map_or("", |about| about.id());
            let words: Vec<&str> = text[mention.span.clone()].split_whitespace().collect();
            let (kind, value, whose) = (mention.kind, &mention.value, mention.whose);
            writeln!(shown, "{name} {kind} {about} {whose:?} {value} »{}«", words.join(" ")).expect("memory");
        }
    }
    let figures: String = counts.iter().map(|(kind, count)| format!("# {kind}: {count}\n")).collect();
    let path = project("tests/snapshots/mentions.txt");
    assert_data_eq!(Data::text(figures + &shown).raw(), Data::read_from(&path, None).raw());
}

/// The findings of the rules about facts.
fn objections(text: &str, facts: &Facts) -> Vec<Finding> {
    let options = Options { facts: Some(facts), ..Options::default() };
    let report = traek_core::check(&BOOK, &Document::plain(text), &options);
    let about_facts = |finding: &Finding| BOOK.rule(&finding.rule).is_some_and(|rule| rule.needs_facts());
    report.findings.into_iter().filter(about_facts).collect()
}

fn facts() -> Facts {
    Facts {
        phones: vec![Facts::phone("96 31 40 xx").expect("a number")],
        emails: vec![Facts::email("@birkelund.example").expect("a domain")],
        opening_hours: ["mandag-onsdag 10-15", "torsdag 10-18"]
            .map(|text| Facts::opening_hours(text).expect(text))
            .into(),
        response_times: vec![Facts::response_time("10 arbejdsdage").expect("a time")],
    }
}

#[test]
fn messages_name_what_the_letter_says_and_what_we_have_told_ourselves() {
    let letter = "Kære Mia\n\nTak for din mail. Vi svarer dig inden for to uger. Du kan ringe til os på 96 31 50 00, \
        mandag-torsdag 10-15, eller skrive til os på post@birkelund-kommune.example.\n";
    let found: Vec<String> = objections(letter, &facts()).into_iter().map(|finding| finding.message).collect();
    assert_eq!(
        found,
        [
            "Brevet siger »inden for to uger«, men I har selv oplyst 10 arbejdsdage",
            "Brevet giver nummeret »96 31 50 00«, men I har selv oplyst 96 31 40 xx",
            "Brevet siger »mandag-torsdag 10-15«, men I har selv oplyst torsdag 10-18",
            "Brevet giver adressen »post@birkelund-kommune.example«, men I har selv oplyst @birkelund.example",
        ]
    );
}

#[test]
fn a_letter_that_agrees_with_the_facts_has_no_finding() {
    let letter = "BIRKELUND KOMMUNE\nTlf. 96 31 40 00\n\nMia Holm\nSkolevej 2\n9000 Birkelund\nMobil 22 34 45 56\n\nKære Mia\n\n\
        Tak for din mail. Vi svarer dig inden for ti hverdage. Du skal svare os inden 14 dage.\n\nÅbningstider\n\
        - Mandag-onsdag kl. 10.00-15.00\n- Torsdag kl. 10-18\n- Fredag lukket\n\nVenlig hilsen\nBo Lund\n\
        bo.lund@birkelund.example\n\n> Ring til mig på 22 34 45 56, og svar inden 3 dage.\n";
    assert_eq!(objections(letter, &facts()), []);
}

#[test]
fn a_kind_without_facts_is_not_judged() {
    let letter = "Kære Mia\n\nVi svarer dig inden for to uger. Ring til os på 96 31 50 00, mandag-torsdag 9-15.\n";
    assert_eq!(objections(letter, &Facts::default()), []);
    let only_mail = Facts { emails: facts().emails, ..Facts::default() };
    assert_eq!(objections(letter, &only_mail), []);
}

/// The ids of the findings about the document itself.
fn found_in(text: &str, mode: Option<Mode>) -> Vec<String> {
    let report = traek_core::check(&BOOK, &Document::plain(text), &Options { mode, ..Options::default() });
    let ids = report.findings.iter().map(|finding| finding.rule.to_string());
    ids.filter(|id| id.starts_with("dokument/")).collect()
}

#[test]
fn fields_and_instructions_are_judged_by_what_the_letter_is_for() {
    let letter = "Kære «Navn»\n\nTak for din mail. Klik her for at angive tekst. Vi ses den 3. maj.\n";
    assert_eq!(found_in(letter, None), ["dokument/glemt-vejledning"]);
    assert_eq!(found_in(letter, Some(Mode::Skabelon)), Vec::<String>::new());
    assert_eq!(found_in(letter, Some(Mode::Afsend)), ["dokument/uudfyldt-felt", "dokument/glemt-vejledning"]);
}
