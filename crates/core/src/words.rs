//! Words of a Danish letter: what a pattern sees as one step.
//!
//! Besides plain words there are units that a reader takes in as one: a date (`3. marts 2025`), a clock time
//! (`kl. 10-12`), a phone number, a mail address, a merge field (`«Navn»`) and an abbreviation with its full stop
//! (`jf.`, `f.eks.`). A byte-class pass finds them; runs of characters outside Latin-1 are left to
//! unicode-segmentation.

use serde::{Deserialize, Serialize};
use unicode_segmentation::UnicodeSegmentation;

use crate::fields::{FieldKind, field_at};

/// What a word is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum WordKind {
    /// Letters, also an abbreviation with its full stop.
    Plain,
    /// A number, amount or reference that begins with a digit.
    Number,
    /// A date.
    Date,
    /// A clock time with its `kl.`.
    Time,
    /// A phone number of eight digits.
    Phone,
    /// A mail address or link.
    Address,
    /// A merge field or other placeholder.
    Field,
    /// One or more `§`.
    Section,
}

/// How a word begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    /// With a small letter, or no letter.
    Lower,
    /// With a capital letter.
    Capital,
    /// All letters are capitals, at least two.
    Upper,
}

/// One word: `start..end` in bytes of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    /// First byte.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
    /// What it is.
    pub kind: WordKind,
    /// How it is capitalised.
    pub case: Case,
    /// Whether a comma stands between the word before and this one.
    pub after_comma: bool,
    /// Whether any punctuation stands between the word before and this one.
    pub after_break: bool,
    /// Whether it stands in a quotation of three words or more.
    pub quoted: bool,
    /// What a [`WordKind::Field`] will be filled in with, where its name says so.
    pub field: Option<FieldKind>,
}

impl Word {
    /// The kind of word that a field will be.
    pub(crate) fn stands_for(&self) -> Option<WordKind> {
        self.field.and_then(FieldKind::word_kind)
    }
}

const MONTHS: [&str; 12] = [
    "januar",
    "februar",
    "marts",
    "april",
    "maj",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "december",
];
const SHORT_MONTHS: [&str; 11] = ["jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "okt", "nov", "dec"];

/// The Danish name of month `number`, 1 to 12.
#[must_use]
pub fn month_name(number: usize) -> Option<&'static str> {
    MONTHS.get(number.checked_sub(1)?).copied()
}

/// The number of a Danish month name in lower case, 1 to 12.
#[must_use]
pub(crate) fn month_number(word: &str) -> Option<usize> {
    let full = MONTHS.iter().position(|month| *month == word);
    full.or_else(|| MONTHS.iter().position(|month| SHORT_MONTHS.contains(&word) && month.starts_with(word)))
        .map(|index| index + 1)
}

pub(crate) fn is_month(word: &str) -> bool {
    month_number(&word.to_lowercase()).is_some()
}

/// Abbreviations that keep their full stop and never end a sentence by it (lower case, sorted).
const ABBREVIATIONS: &[&str] = &[
    "adm", "afd", "afs", "ang", "art", "att", "bek", "bl", "ca", "cf", "cpr", "d", "dir", "dr", "ekskl", "evt", "fhv",
    "fr", "gl", "hhv", "hr", "ift", "ifm", "iht", "inkl", "jf", "jfr", "kap", "kbh", "kgl", "kl", "lb", "litra", "lok",
    "mhp", "mht", "ml", "mr", "mrs", "mvh", "nr", "ovf", "nedf", "pba", "pga", "pkt", "pr", "pt", "ref", "resp",
    "sagsbeh", "sagsnr", "skt", "sml", "st", "stk", "tlf", "vedr", "vh", "vs",
];

/// Abbreviations that often are the last word of a sentence.
const CLOSING_ABBREVIATIONS: &[&str] = &[
    "kr", "mv", "osv", "etc", "th", "tv", "mio", "mia", "dvs", "mfl", "ol", "lign", "m.v", "m.m", "m.fl", "o.l",
    "o.lign", "d.d", "p.t", "s.u", "d.å",
];

/// Whether the folded word (with its full stop) may end a sentence although it is an abbreviation.
pub(crate) fn may_close(folded: &str) -> bool {
    CLOSING_ABBREVIATIONS.contains(&folded.trim_end_matches('.'))
}

/// The words of `text[start..end]`, in order; `folded` is the folded text.
pub(crate) fn words_of(text: &str, folded: &str, start: usize, end: usize, out: &mut Vec<Word>) {
    let first = out.len();
    let mut scanner = Scanner { text, folded, end };
    let mut at = start;
    let mut gap = Gap::default();
    while at < end {
        let field = field_at(text, at, end);
        let token = field.map(|field| (field.length, WordKind::Field)).or_else(|| scanner.token(at));
        let Some((length, kind)) = token else {
            let step = char_length(text, at);
            gap.see(&text[at..at + step]);
            at += step;
            continue;
        };
        let word = Word {
            start: at,
            end: at + length,
            kind,
            case: case_of(&text[at..at + length]),
            after_comma: gap.comma,
            after_break: gap.punctuation,
            quoted: false,
            field: field.and_then(|field| field.kind),
        };
        at = word.end;
        gap = Gap::default();
        scanner.push(out, first, word);
    }
}

#[derive(Default)]
struct Gap {
    comma: bool,
    punctuation: bool,
}

impl Gap {
    fn see(&mut self, between: &str) {
        self.comma |= between == ",";
        self.punctuation |= !between.chars().all(char::is_whitespace);
    }
}

fn char_length(text: &str, at: usize) -> usize {
    text[at..].chars().next().map_or(1, char::len_utf8)
}

fn case_of(word: &str) -> Case {
    let mut letters = word.chars().filter(|c| c.is_alphabetic());
    match letters.next() {
        Some(first) if first.is_uppercase() => {
            let mut rest = letters.peekable();
            if rest.peek().is_some() && rest.all(char::is_uppercase) { Case::Upper } else { Case::Capital }
        }
        _ => Case::Lower,
    }
}

struct Scanner<'t> {
    text: &'t str,
    folded: &'t str,
    end: usize,
}

impl Scanner<'_> {
    /// Length in bytes and kind of the token that begins at `at` and is no field, if one does.
    fn token(&self, at: usize) -> Option<(usize, WordKind)> {
        let rest = &self.text[at..self.end];
        let first = rest.as_bytes()[0];
        if first == b'+' && rest[1..].starts_with("45") {
            return Some((3, WordKind::Number));
        }
        if rest.starts_with('§') {
            let length = rest.len() - rest.trim_start_matches('§').len();
            return Some((length, WordKind::Section));
        }
        let first_char = rest.chars().next()?;
        if !first_char.is_alphanumeric() {
            return None;
        }
        if let Some(length) = address_length(rest) {
            return Some((length, WordKind::Address));
        }
        if first.is_ascii_digit() {
            return Some((number_length(rest), WordKind::Number));
        }
        let length = word_length(rest);
        Some((self.with_full_stop(at, length), WordKind::Plain))
    }

    /// The length of the word at `at`, longer by its full stops if it is an abbreviation.
    fn with_full_stop(&self, at: usize, length: usize) -> usize {
        let folded = &self.folded[at..self.end];
        let mut dotted = length;
        while length <= 4
            && let Some(rest) = folded[dotted..].strip_prefix('.')
        {
            let next = rest.len() - rest.trim_start_matches(char::is_lowercase).len();
            if next == 0 || next > 4 {
                break;
            }
            dotted += 1 + next;
        }
        if !folded[dotted..].starts_with('.') {
            return length;
        }
        let word = &folded[..dotted];
        let initial = length == 1 && self.text[at..].starts_with(char::is_uppercase) && length == dotted;
        let known = dotted > length
            || initial && word != "i"
            || ABBREVIATIONS.contains(&word)
            || CLOSING_ABBREVIATIONS.contains(&word);
        if known { dotted + 1 } else { length }
    }

    /// Adds `word`, joined with the words before it where they are one unit.
    fn push(&mut self, out: &mut Vec<Word>, first: usize, word: Word) {
        if !self.joins(&out[first..], &word) {
            out.push(self.typed(word));
            return;
        }
        let folded = &self.folded[word.start..word.end];
        if word.kind == WordKind::Number && !ends_in(&out[first..], self.folded, "kl.") && is_pair(&word) {
            self.join_phone(out, first, word);
            return;
        }
        if let Some(last) = out.last_mut() {
            last.kind = match last.kind {
                WordKind::Plain => WordKind::Time,
                _ if month_number(folded.trim_end_matches('.')).is_some() => WordKind::Date,
                kind => kind,
            };
            last.end = word.end;
        }
    }

    /// Whether `word` goes on with the last of `before`: `3. marts 2025`, `kl. 10`, `96 11 84 02`.
    fn joins(&self, before: &[Word], word: &Word) -> bool {
        let Some(last) = before.last() else { return false };
        let between = &self.text[last.end..word.start];
        let folded = &self.folded[word.start..word.end];
        match (last.kind, word.kind) {
            (WordKind::Number, WordKind::Plain) => {
                matches!(between, " " | ". " | "." | ".\u{a0}")
                    && last.end - last.start <= 2
                    && month_number(folded.trim_end_matches('.')).is_some()
            }
            (WordKind::Date, WordKind::Number) => {
                between == " " && word.end - word.start == 4 && folded > "1900" && folded < "2200"
            }
            (WordKind::Plain, WordKind::Number) => between == " " && &self.folded[last.start..last.end] == "kl.",
            (WordKind::Number, WordKind::Number) => between == " " && is_pair(word) && self.pairs(before) == 3,
            _ => false,
        }
    }

    /// How many two-digit numbers end `before`, each a space after the other.
    fn pairs(&self, before: &[Word]) -> usize {
        let mut count = 0;
        let mut next = None;
        for word in before.iter().rev() {
            let adjacent = next.is_none_or(|start| &self.text[word.end..start] == " ");
            if word.kind != WordKind::Number || !is_pair(word) || !adjacent {
                break;
            }
            count += 1;
            next = Some(word.start);
        }
        count
    }

    fn join_phone(&self, out: &mut Vec<Word>, first: usize, word: Word) {
        let from = out.len().saturating_sub(3).max(first);
        out.truncate(from + 1);
        if let Some(head) = out.last_mut() {
            head.end = word.end;
            head.kind = WordKind::Phone;
        }
    }

    /// A number whose own form shows that it is a date or a phone number.
    fn typed(&self, mut word: Word) -> Word {
        if word.kind == WordKind::Number {
            let text = &self.text[word.start..word.end];
            if is_numeric_date(text) {
                word.kind = WordKind::Date;
            } else if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
                word.kind = WordKind::Phone;
            }
        }
        word
    }
}

fn ends_in(words: &[Word], folded: &str, form: &str) -> bool {
    words.last().is_some_and(|word| &folded[word.start..word.end] == form)
}

fn is_pair(word: &Word) -> bool {
    word.end - word.start == 2
}

/// `12/9`, `12-09-2024`, `03.03.2026`, `2024-09-03`.
fn is_numeric_date(text: &str) -> bool {
    let mut parts = [0usize; 3];
    let mut count = 0;
    for part in text.split(['/', '-', '.']) {
        let number = part.parse::<usize>().ok().filter(|_| part.len() <= 4);
        let (Some(number), true) = (number, count < 3) else { return false };
        parts[count] = number;
        count += 1;
    }
    let [a, b, c] = parts;
    match count {
        2 => text.contains('/') && (1..=31).contains(&a) && (1..=12).contains(&b),
        3 if a > 1900 => (1..=12).contains(&b) && (1..=31).contains(&c),
        3 => (1..=31).contains(&a) && (1..=12).contains(&b) && (c > 1900 || (c < 100 && !text.contains('.'))),
        _ => false,
    }
}

/// Bytes of the number, amount or reference that `rest` begins with.
fn number_length(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let inside = bytes[at].is_ascii_alphanumeric()
            || matches!(bytes[at], b'.' | b',' | b':' | b'/' | b'-')
                && bytes.get(at + 1).is_some_and(u8::is_ascii_digit);
        if !inside {
            break;
        }
        at += 1;
    }
    at + rest[at..].len() - rest[at..].trim_start_matches(['æ', 'ø', 'å']).len()
}

/// Bytes of the word of letters that `rest` begins with; hyphens and apostrophes inside belong to it.
fn word_length(rest: &str) -> usize {
    let mut end = 0;
    let mut chars = rest.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|(_, next)| *next);
        let joins = matches!(c, '-' | '\'' | '’' | '_') && next.is_some_and(char::is_alphanumeric);
        if !c.is_alphanumeric() && !joins {
            // A combining mark or other rare sign: let the Unicode rules say where the word ends.
            if !c.is_ascii() && c > '\u{2ff}' && !c.is_whitespace() && end > 0 {
                let unicode = rest.split_word_bounds().next().map_or(end, str::len);
                return unicode.max(end);
            }
            break;
        }
        end = at + c.len_utf8();
    }
    end
}

/// Bytes of a mail address or link that `rest` begins with.
fn address_length(rest: &str) -> Option<usize> {
    let chunk_end = rest
        .find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '(' | ')' | ',' | ';' | '"' | '«' | '»'))
        .unwrap_or(rest.len());
    let chunk = rest[..chunk_end].trim_end_matches(['.', '!', '?', ':']);
    let dot = chunk.rfind('.')?;
    let top = &chunk[dot + 1..];
    let domain = top.split('/').next().unwrap_or(top);
    let at_sign = chunk.contains('@');
    let link = chunk.starts_with("http") || chunk.starts_with("www.");
    let known = matches!(domain, "dk" | "com" | "eu" | "org" | "net" | "gl" | "example");
    let slashed = chunk.split_once('/').is_some_and(|(host, _)| host.ends_with(".dk"));
    (at_sign || link || (known && dot > 0) || slashed).then_some(chunk.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fold::fold;

    fn units(text: &str) -> Vec<(&str, WordKind)> {
        let folded = fold(text);
        let mut words = Vec::new();
        words_of(text, &folded, 0, text.len(), &mut words);
        words.iter().map(|word| (&text[word.start..word.end], word.kind)).collect()
    }

    #[test]
    fn units_that_are_read_as_one_are_one_word() {
        use WordKind::{Address, Date, Field, Phone, Plain, Section, Time};
        assert_eq!(
            units("den 3. marts 2025 kl. 10-12"),
            [("den", Plain), ("3. marts 2025", Date), ("kl. 10-12", Time)]
        );
        assert_eq!(units("ring 96 11 84 02"), [("ring", Plain), ("96 11 84 02", Phone)]);
        assert_eq!(
            units("d. 12/9 jf. § 19"),
            [("d.", Plain), ("12/9", Date), ("jf.", Plain), ("§", Section), ("19", WordKind::Number)]
        );
        assert_eq!(
            units("skriv til post@by.example."),
            [("skriv", Plain), ("til", Plain), ("post@by.example", Address)]
        );
        assert_eq!(units("Kære «Fornavn Efternavn»,"), [("Kære", Plain), ("«Fornavn Efternavn»", Field)]);
    }

    #[test]
    fn abbreviations_keep_their_full_stop_and_words_do_not() {
        let texts = |text| units(text).into_iter().map(|unit| unit.0).collect::<Vec<_>>();
        assert_eq!(texts("f.eks. m.v. dig. Slut."), ["f.eks.", "m.v.", "dig", "Slut"]);
        assert_eq!(texts("e-mail på børnehøjde"), ["e-mail", "på", "børnehøjde"]);
    }

    #[test]
    fn commas_and_breaks_are_remembered() {
        let text = "Ja, men (nej) du";
        let mut words = Vec::new();
        words_of(text, &fold(text), 0, text.len(), &mut words);
        let seen: Vec<(bool, bool)> = words.iter().map(|word| (word.after_comma, word.after_break)).collect();
        assert_eq!(seen, [(false, false), (true, true), (false, true), (false, true)]);
    }
}
