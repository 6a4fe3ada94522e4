//! Phone numbers: what the authority has, and which ones a letter tells.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::{Mention, Whose, listed, place};
use crate::letter::Letter;
use crate::names::MentionKind;
use crate::sentences::Sentence;
use crate::words::{Word, WordKind};
use crate::zones::Zone;

/// Digits of a Danish phone number.
const DIGITS: usize = 8;

/// A phone number of the authority, or several that differ in some digits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Phone {
    /// The digits; `None` is any.
    digits: [Option<u8>; DIGITS],
}

impl Phone {
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let wrong =
            || format!("»{text}« er ikke et telefonnummer på otte cifre; skriv fx »33 66 40 00« eller »33 66 4x xx«");
        let compact: String =
            text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '.' | '-' | '(' | ')')).collect();
        let national = compact.strip_prefix("+45").or_else(|| compact.strip_prefix("0045")).unwrap_or(&compact);
        let mut digits = [None; DIGITS];
        if national.chars().count() != DIGITS {
            return Err(wrong());
        }
        for (digit, c) in digits.iter_mut().zip(national.chars()) {
            *digit = match c {
                'x' | 'X' => None,
                '0'..='9' => Some(c as u8 - b'0'),
                _ => return Err(wrong()),
            };
        }
        Ok(Self { digits })
    }

    /// Whether it is the number with these eight digits.
    fn covers(&self, value: &str) -> bool {
        self.digits.iter().zip(value.bytes()).all(|(own, digit)| own.is_none_or(|own| own + b'0' == digit))
    }
}

impl std::fmt::Display for Phone {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (at, digit) in self.digits.iter().enumerate() {
            let gap = if at > 0 && at % 2 == 0 { " " } else { "" };
            match digit {
                Some(digit) => write!(f, "{gap}{digit}")?,
                None => write!(f, "{gap}x")?,
            }
        }
        Ok(())
    }
}

pub(super) fn mentions(letter: &Letter<'_>) -> Vec<Mention> {
    let mut mentions = Vec::new();
    for sentence in place::own(letter) {
        for (words, value) in numbers(letter, sentence) {
            if let Some(whose) = place::contact(letter, sentence, words.start) {
                let span = letter.words[words.start].start..letter.words[words.end - 1].end;
                mentions.push(Mention { kind: MentionKind::Telefon, span, value, whose, about: None });
            }
        }
    }
    mentions
}

/// The phone numbers of a sentence: their words, and their eight digits.
pub(super) fn numbers(letter: &Letter<'_>, sentence: &Sentence) -> Vec<(Range<usize>, String)> {
    let mut found = Vec::new();
    let mut at = sentence.words.start;
    while at < sentence.words.end {
        let run = run(letter, at, sentence.words.end);
        found.extend(number(letter, sentence, run.clone()).map(|value| (run.clone(), value)));
        at = run.end.max(at + 1);
    }
    found
}

/// The words from `at` on that are digits with one space between them.
fn run(letter: &Letter<'_>, at: usize, end: usize) -> Range<usize> {
    let mut next = at;
    while next < end && is_digits(letter, &letter.words[next]) {
        let apart = next > at && !is_one_space(&letter.text()[letter.words[next - 1].end..letter.words[next].start]);
        // `+4596118402` is two words with nothing between them.
        let after_code = next == at + 1 && letter.form(&letter.words[at]) == "+45";
        if apart && !(after_code && letter.words[at].end == letter.words[next].start) {
            break;
        }
        next += 1;
    }
    at..next
}

fn is_one_space(between: &str) -> bool {
    between.chars().count() == 1 && between.chars().all(char::is_whitespace)
}

fn is_digits(letter: &Letter<'_>, word: &Word) -> bool {
    let digit = |c: char| c.is_ascii_digit() || c.is_whitespace() || matches!(c, '.' | '-' | '+');
    matches!(word.kind, WordKind::Phone | WordKind::Number) && letter.form(word).chars().all(digit)
}

/// The eight digits of the words `run`, if they are a phone number.
fn number(letter: &Letter<'_>, sentence: &Sentence, run: Range<usize>) -> Option<String> {
    let groups: Vec<&str> = letter.words[run.clone()]
        .iter()
        .flat_map(|word| letter.form(word).split(|c: char| !c.is_ascii_digit()))
        .filter(|group| !group.is_empty())
        .collect();
    let (groups, with_code) = match groups.as_slice() {
        ["45" | "0045", rest @ ..] if rest.concat().len() == DIGITS => (rest, true),
        groups => (groups, false),
    };
    let value = groups.concat();
    // No Danish number begins with 0 or 1, but the short ones of emergency services.
    if value.len() != DIGITS || value.starts_with(['0', '1']) {
        return None;
    }
    let before = &letter.words[sentence.words.start..run.start];
    let label = label(letter, before);
    let pairs = groups.len() == DIGITS / 2;
    let alone = run == sentence.words && matches!(sentence.zone, Zone::Signature | Zone::Letterhead);
    let is_phone = match label {
        _ if with_code => true,
        Some(is_phone) => is_phone,
        None => pairs || alone,
    };
    is_phone.then_some(value)
}

/// A number is named by one of so many words before it.
const LABEL_WITHIN: usize = 4;

/// Whether the words before a number say that it is a phone number, or something else; `None` where they do not say.
fn label(letter: &Letter<'_>, before: &[Word]) -> Option<bool> {
    before.iter().rev().take(LABEL_WITHIN).find_map(|word| {
        let form = letter.form(word).trim_end_matches('.');
        if is_phone_label(form) {
            Some(true)
        } else if is_other_label(form) {
            Some(false)
        } else {
            None
        }
    })
}

fn is_phone_label(form: &str) -> bool {
    const WORDS: [&str; 18] = [
        "tlf",
        "tel",
        "ring",
        "ringe",
        "ringer",
        "sms",
        "direkte",
        "dir",
        "nummer",
        "nummeret",
        "hovednummer",
        "kontakt",
        "kontakte",
        "kontaktes",
        "t",
        "m",
        "træffes",
        "på",
    ];
    let named =
        ["telefon", "mobil", "tlf", "døgn", "vagt", "akut", "hotline"].iter().any(|start| form.starts_with(start));
    named && form != "mobilepay" || WORDS.contains(&form) || form.ends_with("telefon") || form.ends_with("telefonen")
}

fn is_other_label(form: &str) -> bool {
    const WORDS: [&str; 12] =
        ["sag", "sagen", "ref", "cvr", "ean", "konto", "cpr", "faktura", "id", "kvittering", "mobilepay", "iban"];
    let numbered = ["nr", "nummer", "nummeret", "konto", "kontoen"]
        .iter()
        .any(|end| form.len() > end.len() && form.ends_with(end));
    numbered || WORDS.contains(&form)
}

pub(super) fn objections(facts: &[Phone], letter: &Letter<'_>) -> Vec<(Range<usize>, String)> {
    if facts.is_empty() {
        return Vec::new();
    }
    let unknown =
        |mention: &Mention| mention.whose != Whose::OtherBody && !facts.iter().any(|fact| fact.covers(&mention.value));
    let known: Vec<String> = facts.iter().map(Phone::to_string).collect();
    mentions(letter).into_iter().filter(unknown).map(|mention| (mention.span, listed(&known))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Document;

    fn values(text: &str) -> Vec<String> {
        let document = Document::plain(text);
        mentions(&Letter::running_text(&document)).into_iter().map(|mention| mention.value).collect()
    }

    #[test]
    fn facts_are_read_however_they_are_written() {
        for text in ["33 66 40 00", "33664000", "+45 3366 4000", "0045 33-66-40-00", "(+45) 33.66.40.00"] {
            assert_eq!(Phone::parse(text).map(|fact| fact.to_string()), Ok("33 66 40 00".to_owned()), "{text}");
        }
        let group = Phone::parse("33 66 4X xx").expect("eight places");
        assert!(group.covers("33664123") && !group.covers("33665123"));
        for wrong in ["", "112", "33 66 40", "33 66 40 00 1", "33 66 4y 00", "+46 33 66 40 00", "３３６６４０００"]
        {
            assert!(Phone::parse(wrong).is_err_and(|error| error.contains("otte cifre")), "{wrong}");
        }
    }

    #[test]
    fn numbers_are_found_however_they_are_written() {
        for text in [
            "Ring på 96 11 84 02.",
            "Ring på 96\u{a0}11\u{a0}84\u{a0}02.",
            "Ring på 96118402.",
            "Ring på +45 96 11 84 02.",
            "Ring på +4596118402.",
            "Ring på 0045 96118402.",
            "Ring på 45 96 11 84 02.",
            "Tlf. 9611 8402",
            "Mobil: 96-11-84-02",
            "Lokale 4, 96 11 84 02",
        ] {
            assert_eq!(values(text), ["96118402"], "{text}");
        }
    }

    #[test]
    fn other_numbers_are_no_phone_numbers() {
        for text in [
            "CVR-nr. 29189846",
            "Sagsnr.: 24 11 82 02",
            "Skriv kundenummer 96118402.",
            "Sag 96118402 er lukket.",
            "Konto 3409 96118402",
            "Vi fik 96118402 svar.",
            "Årene 2024 2025",
            "Ring 112.",
            "Ring på +46 96 11 84 02.",
            "Der er 06 11 84 02.",
            "Ring på xx xx xx xx eller «Telefon».",
        ] {
            assert_eq!(values(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn the_readers_own_number_is_none_of_ours() {
        assert_eq!(values("Vi ringer til dig på 96 11 84 02."), Vec::<String>::new());
        assert_eq!(values("Er dit mobilnummer stadig 96 11 84 02?"), Vec::<String>::new());
        assert_eq!(values("Du kan ringe til din sagsbehandler på 96 11 84 02."), ["96118402"]);
    }

    #[test]
    fn the_span_is_the_whole_number() {
        let text = "Ring på +45 96 11 84 02 i dag.";
        let document = Document::plain(text);
        let found = mentions(&Letter::running_text(&document));
        assert_eq!(&text[found[0].span.clone()], "+45 96 11 84 02");
    }
}
