//! Where a letter promises by when we answer, and not by when the reader must.

use std::ops::Range;

use super::super::{Whose, place};
use super::clause::Clause;
use super::period::Period;
use crate::letter::Letter;
use crate::names::Topic;
use crate::sentences::Sentence;
use crate::words::WordKind;
use crate::zones::Zone;

/// A promise of an answer.
pub(super) struct Promise {
    pub(super) span: Range<usize>,
    pub(super) period: Period,
    pub(super) whose: Whose,
    pub(super) about: Topic,
}

/// The promises in the letter's own text. Complaint guidance tells the reader's deadlines.
pub(super) fn promises(letter: &Letter<'_>) -> Vec<Promise> {
    let mut found = Vec::new();
    let sentences =
        place::own(letter).filter(|sentence| sentence.zone != Zone::ComplaintGuidance && !sentence.question);
    for sentence in sentences.filter(|sentence| !place::names_other_body(letter.folded_sentence(sentence))) {
        let mut at = sentence.words.start;
        while at < sentence.words.end {
            let Some((period, words)) = period_at(letter, sentence, at) else {
                at += 1;
                continue;
            };
            at = words.end;
            let clause = Clause::around(letter, sentence, words);
            if let Some(about) = clause.promises() {
                let whose = if place::is_personal(letter, sentence) { Whose::Person } else { Whose::Office };
                found.push(Promise { span: clause.span(), period, whose, about });
            }
        }
    }
    found
}

/// The period that begins at word `at`, and its words.
fn period_at(letter: &Letter<'_>, sentence: &Sentence, at: usize) -> Option<(Period, Range<usize>)> {
    let word = &letter.words[at];
    if !matches!(word.kind, WordKind::Plain | WordKind::Number) || word.quoted {
        return None;
    }
    let (period, end) = Period::read(&letter.folded[..sentence.end], word.start)?;
    let words = letter.words[at..sentence.words.end].iter().take_while(|word| word.start < end).count();
    Some((period, at..at + words))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Document;

    fn promised(text: &str) -> Vec<(String, String)> {
        let document = Document::plain(text);
        let letter = Letter::running_text(&document);
        promises(&letter).into_iter().map(|one| (text[one.span].to_owned(), one.period.to_string())).collect()
    }

    #[test]
    fn promises_are_seen_however_they_are_told() {
        for (text, span, value) in [
            ("Du hører fra os inden 15 arbejdsdage.", "inden 15 arbejdsdage", "15 arbejdsdage"),
            ("Så får I svar inden for ti hverdage.", "inden for ti hverdage", "10 arbejdsdage"),
            (
                "Er alt i orden, får du svar inden for seks uger efter, at det sidste bilag er kommet.",
                "inden for seks uger",
                "6 uger",
            ),
            ("I får svar på ansøgningen senest otte uger efter, at alt er modtaget.", "senest otte uger", "8 uger"),
            ("Du får en afgørelse i Digital Post senest 26 uger fra i dag.", "senest 26 uger", "26 uger"),
            ("Inden 14 dage hører du fra os.", "Inden 14 dage", "2 uger"),
            ("Vi svarer normalt inden for 5 hverdage.", "inden for 5 hverdage", "5 arbejdsdage"),
            (
                "Vi bestræber os på at besvare din henvendelse inden for 10 arbejdsdage.",
                "inden for 10 arbejdsdage",
                "10 arbejdsdage",
            ),
            ("Vi læser din mail og svarer inden 5 hverdage.", "inden 5 hverdage", "5 arbejdsdage"),
            ("Din henvendelse vil blive besvaret i løbet af 3 hverdage.", "i løbet af 3 hverdage", "3 arbejdsdage"),
            ("Kommunen vender tilbage inden en uge.", "inden en uge", "1 uge"),
            ("Svar kan erfaringsmæssigt påregnes inden for otte uger.", "inden for otte uger", "8 uger"),
            ("Sagsbehandlingstiden er 3-5 uger fra alle papirer er kommet.", "3-5 uger", "3-5 uger"),
            ("Vores svartid er normalt højst 10 arbejdsdage.", "højst 10 arbejdsdage", "10 arbejdsdage"),
            ("Svartid: 4 uger", "4 uger", "4 uger"),
            ("Der går normalt op til 3 uger, før du får svar.", "op til 3 uger", "3 uger"),
            ("Vi bruger op til 10 arbejdsdage på at svare.", "op til 10 arbejdsdage", "10 arbejdsdage"),
            ("Send os papirerne, og så får du svar inden en måned.", "inden en måned", "1 måned"),
        ] {
            assert_eq!(promised(text), [(span.to_owned(), value.to_owned())], "{text}");
        }
    }

    #[test]
    fn other_times_are_no_promises() {
        for text in [
            "Du skal svare inden 14 dage.",
            "Svar os inden 14 dage.",
            "Vi skal have dit svar inden 14 dage.",
            "Vi forventer dit svar inden 14 dage.",
            "Vi beder dig svare inden 14 dage.",
            "Vi giver dig 14 dage til at svare.",
            "Du kan klage inden 4 uger efter, at du har fået brevet.",
            "Hvis du ikke svarer inden 14 dage, afgør vi sagen.",
            "Vi afgør sagen, hvis vi ikke hører fra dig inden 14 dage.",
            "Hører du ikke fra os inden 14 dage, så ring.",
            "Får du svar inden 14 dage, så ring til os.",
            "Han har tre uger til at svare.",
            "Vi svarede dig inden 14 dage.",
            "Du skulle have haft svar inden 14 dage.",
            "Du beder om at få svar inden 14 dage.",
            "Du har fået ydelsen i 14 dage.",
            "Du får svar fra Ankestyrelsen inden 6 måneder.",
            "Du får svar fra skolen inden 14 dage.",
            "Send den til banken, så får du svar derfra inden 4 uger.",
            "Du får besked senest 14 dage før mødet.",
            "Skolen svarer inden 14 dage.",
            "Ankestyrelsens sagsbehandlingstid er 12 måneder.",
            "Sagsbehandlingstiden var 8 uger.",
            "Du får tilskud i 4 uger.",
            "Din mail skal besvares inden 14 dage.",
            "Kan vi få dit svar inden 14 dage?",
        ] {
            assert_eq!(promised(text), [], "{text}");
        }
    }

    #[test]
    fn a_promise_says_what_it_is_about() {
        for (text, about) in [
            ("Du får svar inden 14 dage.", Topic::Svar),
            ("Vi træffer afgørelse inden 8 uger.", Topic::Afgoerelse),
            ("Vi behandler din ansøgning inden 8 uger.", Topic::Sagsbehandling),
            ("Du får en kvittering inden 24 timer.", Topic::Kvittering),
        ] {
            let document = Document::plain(text);
            let found: Vec<Topic> =
                promises(&Letter::running_text(&document)).into_iter().map(|one| one.about).collect();
            assert_eq!(found, [about], "{text}");
        }
    }
}
