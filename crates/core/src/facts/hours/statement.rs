//! Where a letter says when one can call or come, and not when something else is.

use std::ops::Range;

use super::super::Whose;
use super::super::phone;
use super::super::place;
use super::schedule::{Entry, Schedule, entry};
use super::whose::whose;
use crate::document::BlockKind;
use crate::letter::Letter;
use crate::sentences::Sentence;
use crate::words::WordKind;
use crate::zones::Zone;

/// Hours of some weekdays that are said together.
pub(in super::super) struct Statement {
    pub(super) entries: Vec<Entry>,
    pub(super) whose: Whose,
    pub(super) by_phone: bool,
}

impl Statement {
    pub(super) fn span(&self) -> Range<usize> {
        let start = self.entries.first().map_or(0, |entry| entry.start);
        start..self.entries.last().map_or(start, |entry| entry.end)
    }

    pub(super) fn schedule(&self) -> Schedule {
        let mut schedule = Schedule::default();
        self.entries.iter().for_each(|entry| schedule.add(entry));
        schedule
    }
}

/// Entries that follow each other with nothing but joints between them.
struct Run<'l> {
    entries: Vec<Entry>,
    /// The sentence with the first of them.
    sentence: &'l Sentence,
    /// The block with the last of them.
    block: usize,
}

/// The statements of opening hours in the letter's own text.
pub(in super::super) fn statements(letter: &Letter<'_>) -> Vec<Statement> {
    let mut runs: Vec<Run<'_>> = Vec::new();
    let mut done = 0;
    for sentence in place::own(letter) {
        for at in sentence.words.clone() {
            let word = &letter.words[at];
            if word.start < done || word.kind != WordKind::Plain {
                continue;
            }
            let end = letter.document.blocks[sentence.block].end;
            let Some(entry) = entry(&letter.folded[..end], word.start) else { continue };
            done = entry.end;
            match runs.last_mut().filter(|run| run.goes_on(letter, entry.start, sentence.block)) {
                Some(run) => {
                    run.entries.push(entry);
                    run.block = sentence.block;
                }
                None => runs.push(Run { entries: vec![entry], sentence, block: sentence.block }),
            }
        }
    }
    runs.into_iter().filter_map(|run| run.statement(letter)).collect()
}

fn is_line_below(letter: &Letter<'_>, block: usize) -> bool {
    let below = letter.document.blocks[block];
    !below.after_gap || below.kind != BlockKind::Paragraph
}

/// Nouns for opening hours, without their endings.
const NOUNS: [&str; 8] =
    ["åbningstid", "telefontid", "træffetid", "ekspeditionstid", "kontortid", "åbent", "åben", "telefonerne"];

/// How one says that one can be reached.
const CONTACTS: [&str; 12] = [
    "ring",
    "ringe",
    "kontakt",
    "kontakte",
    "kontaktes",
    "henvend",
    "henvende",
    "træffe",
    "træffes",
    "træffer",
    "fange",
    "fat",
];

/// What makes hours those of an appointment or of something that goes on.
const EVENTS: [&str; 25] = [
    "komme", "kommer", "ses", "mødes", "møde", "mødet", "besøg", "besøger", "henter", "hentes", "leverer", "leveres",
    "kører", "foregår", "arbejder", "arbejdet", "spærret", "måler", "målte", "målt", "samtale", "samtalen", "aftale",
    "aftalt", "holdet",
];

impl Run<'_> {
    /// Whether an entry at byte `start` of `block` follows the last one.
    fn goes_on(&self, letter: &Letter<'_>, start: usize, block: usize) -> bool {
        let end = self.entries.last().map_or(start, |entry| entry.end);
        let sign = |c: char| c.is_whitespace() || ",.;()-–•·*|".contains(c);
        let joints = letter.folded[end..start]
            .split(sign)
            .all(|word| matches!(word, "" | "og" | "samt" | "mens" | "på" | "om" | "kl"));
        joints && (block == self.block || block == self.block + 1 && is_line_below(letter, block))
    }

    /// The statement that it is, if it is one of opening hours.
    fn statement(self, letter: &Letter<'_>) -> Option<Statement> {
        let sentence = self.sentence;
        let text = letter.folded_sentence(sentence);
        let title = title(letter, sentence);
        let called_hours = is_titled(&title) || NOUNS.iter().any(|noun| said_by_us(letter, sentence, noun));
        let words = &letter.words[sentence.words.clone()];
        let phones = !phone::numbers(letter, sentence).is_empty()
            || words.iter().any(|word| word.stands_for() == Some(WordKind::Phone));
        let contacts = words.iter().any(|word| is_contact(letter.form(word)));
        let reached = phones || contacts || phone_above(letter, sentence);
        let elsewhere = place::names_other_body(text) || sentence.question || self.is_quoted(letter);
        let else_meant = self.is_event(letter, called_hours) || self.is_once(letter) || self.has_exceptions(letter);
        if !(called_hours || reached && !self.is_one_day()) || elsewhere || else_meant {
            return None;
        }
        let by_phone =
            phones || words.iter().any(|word| is_call(letter.form(word))) || title.split_whitespace().any(is_call);
        Some(Statement { whose: whose(letter, sentence, called_hours), by_phone, entries: self.entries })
    }

    fn is_one_day(&self) -> bool {
        self.entries.len() == 1 && self.entries.iter().all(Entry::is_one_day)
    }

    /// Whether the sentence is about an appointment, or about something else that takes place then.
    fn is_event(&self, letter: &Letter<'_>, called_hours: bool) -> bool {
        let text = letter.folded_sentence(self.sentence);
        let to_reader = ["ringer til dig", "ringer til jer", "ringer dig", "træffer dig"];
        to_reader.iter().any(|cue| text.contains(cue))
            || letter.words[self.sentence.words.clone()].iter().any(|word| {
                let dated = word.kind == WordKind::Date && !called_hours;
                dated || EVENTS.contains(&letter.form(word))
            })
    }

    /// `på tirsdag 9-10`, `i morgen, onsdag, …`: one day that is meant once.
    fn is_once(&self, letter: &Letter<'_>) -> bool {
        const ONCE: [&str; 8] = ["på", "i morgen", "i dag", "næste", "kommende", "førstkommende", "nu", "denne"];
        let Some(first) = self.entries.first().filter(|_| self.is_one_day()) else { return false };
        let before = letter.folded[..first.start].trim_end_matches(|c: char| c.is_whitespace() || c == ',');
        ONCE.iter().any(|word| before.ends_with(word))
    }

    /// `hverdage 8-15 (ikke onsdag)`: exceptions, which a schedule cannot hold.
    fn has_exceptions(&self, letter: &Letter<'_>) -> bool {
        let end = self.entries.last().map_or(0, |entry| entry.end);
        let after = letter.folded.get(end..self.sentence.end).unwrap_or_default();
        let rest = after.trim_start_matches(|c: char| !c.is_alphanumeric());
        ["ikke ", "dog ikke ", "undtagen ", "bortset "].iter().any(|start| rest.starts_with(start))
    }

    fn is_quoted(&self, letter: &Letter<'_>) -> bool {
        self.entries
            .first()
            .is_some_and(|first| letter.words.iter().any(|word| word.start == first.start && word.quoted))
    }
}

/// Whether a heading or label in lower case names opening hours.
fn is_titled(title: &str) -> bool {
    NOUNS.iter().any(|noun| title.contains(noun))
}

fn is_contact(form: &str) -> bool {
    CONTACTS.contains(&form) || is_call(form)
}

/// Whether a word is about calling.
fn is_call(form: &str) -> bool {
    matches!(form, "ring" | "ringe" | "ringer" | "tlf." | "tlf" | "nummer" | "nummeret") || form.starts_with("telefon")
}

/// The text of the heading or line right above, in lower case; empty where there is none.
fn title(letter: &Letter<'_>, sentence: &Sentence) -> String {
    let Some(above) = sentence.block.checked_sub(1) else { return String::new() };
    let block = letter.document.blocks[above];
    let own = &letter.folded[block.start..block.end];
    let heads = letter.zones[above] == Zone::Heading
        || own.ends_with(':')
        || place::is_own(letter.zones[above])
            && is_line_below(letter, sentence.block)
            && block.kind != BlockKind::ListItem;
    // A long paragraph above a list says more than what the list is.
    let short = own.split_whitespace().count() <= 12;
    if heads && short && place::is_own(letter.zones[above]) { own.to_owned() } else { String::new() }
}

/// Whether the line right above is of the same signature or letterhead and has a phone number.
fn phone_above(letter: &Letter<'_>, sentence: &Sentence) -> bool {
    let in_block = sentence.zone == Zone::Signature || sentence.zone == Zone::Letterhead;
    let mut above =
        letter.sentences.iter().filter(|other| other.block + 1 == sentence.block && other.zone == sentence.zone);
    in_block && above.any(|other| !phone::numbers(letter, other).is_empty())
}

/// Whether `noun` stands in the sentence, and what is open is ours: `Gældsrådgivningen har åbent` is not, nor is
/// `svømmehallens åbningstid`.
fn said_by_us(letter: &Letter<'_>, sentence: &Sentence, noun: &str) -> bool {
    let words = &letter.words[sentence.words.clone()];
    let Some(at) = words.iter().position(|word| letter.form(word).starts_with(noun)) else { return false };
    let form = |at: usize| letter.form(&words[at]);
    let owner = at.checked_sub(1).map(form);
    let others = owner.is_some_and(|owner| owner.ends_with('s') && !is_ours(owner));
    let ours = at == 0 || (0..words.len()).any(|at| is_ours(form(at)));
    !others && (!noun.starts_with("åben") || ours)
}

/// Who has open, where it is us.
const OURS: [&str; 15] = [
    "vi",
    "os",
    "borgerservice",
    "kommunen",
    "rådhuset",
    "kontoret",
    "ekspeditionen",
    "skranken",
    "telefonen",
    "telefonerne",
    "jobcentret",
    "jobcenteret",
    "forvaltningen",
    "afdelingen",
    "sekretariatet",
];

fn is_ours(form: &str) -> bool {
    form == "vores" || OURS.contains(&form) || form.strip_suffix('s').is_some_and(|owner| OURS.contains(&owner))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Document;

    fn told(document: &Document, letter: &Letter<'_>) -> Vec<(String, String)> {
        let told = |one: Statement| (document.text[one.span()].to_owned(), one.schedule().to_string());
        statements(letter).into_iter().map(told).collect()
    }

    fn values(text: &str) -> Vec<String> {
        let document = Document::plain(text);
        told(&document, &Letter::running_text(&document)).into_iter().map(|(_, value)| value).collect()
    }

    #[test]
    fn opening_hours_are_seen_however_they_are_told() {
        for (text, value) in [
            ("Vores telefontid er mandag-torsdag kl. 10.00-15.00.", "mandag-torsdag 10-15"),
            ("Telefontiden bliver man-tors 10-12. Fredag lukket.", "mandag-torsdag 10-12, fredag lukket"),
            ("Ring til os på 58 33 09 40 mandag til torsdag kl. 9-11.", "mandag-torsdag 9-11"),
            ("Ring til os på {{telefon}} hverdage mellem kl. 9 og 11.30.", "mandag-fredag 9-11.30"),
            (
                "Borgerservice har åbent mandag, tirsdag og onsdag 10-15 samt torsdag 10-18.",
                "mandag-onsdag 10-15, torsdag 10-18",
            ),
            ("Telefonerne er åbne alle hverdage fra kl. 9 til kl. 12 og 13-15.", "mandag-fredag 9-12 og 13-15"),
            ("Åbent: mandag-fredag 10–15", "mandag-fredag 10-15"),
            (
                "Åbningstider\n- Mandag-onsdag: kl. 10-15\n- Torsdag: kl. 10-18\n- Fredag: lukket",
                "mandag-onsdag 10-15, torsdag 10-18, fredag lukket",
            ),
            ("Telefontid:\n\nMandag-torsdag\t9-15\nFredag\t9-12", "mandag-torsdag 9-15, fredag 9-12"),
        ] {
            assert_eq!(values(text), [value], "{text}");
        }
    }

    #[test]
    fn other_hours_are_no_opening_hours() {
        for text in [
            "Mødet er torsdag kl. 10-11 på rådhuset.",
            "Kan du ikke komme torsdag kl. 10-11, så ring på 96 31 40 10.",
            "Jeg ringer til dig fredag mellem kl. 9 og 10.",
            "Du kan ringe til os på tirsdag mellem kl. 9 og 10.",
            "Ring, hvis du vil med på holdet tirsdag og torsdag 17-19.",
            "Gældsrådgivningen på Torvet har åbent mandag-torsdag 16-19.",
            "Svømmehallens åbningstider er mandag-fredag 6-9.",
            "Er telefontiden stadig mandag-fredag 9-12?",
            "Du skriver: »Jeres telefontid er mandag-fredag 9-12.«",
            "Telefontiden er hverdage kl. 10-14 (dog ikke onsdag).",
            "Ring til os mandag-fredag kl. [tid].",
            "Kontakt os, hvis mandag-fredag 10-15 år gamle børn kører med.",
            "Telefontid hver tirsdag den 3. maj kl. 9-10.",
        ] {
            assert_eq!(values(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn the_span_is_from_the_first_day_to_the_last_time() {
        let document = Document::plain("Vi har åbent mandag 9-12 og torsdag kl. 9-17.30, og vi glæder os.");
        let letter = Letter::running_text(&document);
        assert_eq!(told(&document, &letter)[0].0, "mandag 9-12 og torsdag kl. 9-17.30");
    }
}
