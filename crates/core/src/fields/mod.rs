//! Merge fields and other placeholders of letter templates.

mod condition;
mod kind;

pub(crate) use condition::{Half, half};
pub use kind::FieldKind;

/// A placeholder is at most this long (bytes); a longer bracket is text.
const LONGEST: usize = 120;

/// The opening and closing signs of placeholders, the longer ones first.
const BRACKETS: [(&str, &str); 10] = [
    ("«", "»"),
    ("<<", ">>"),
    ("[[[", "]]]"),
    ("{{", "}}"),
    ("{%", "%}"),
    ("${", "}"),
    ("$$", "$$"),
    ("[", "]"),
    ("{", "}"),
    ("<", ">"),
];

/// Words that stand in capitals for what is filled in.
const CAPITALS: [&str; 22] = [
    "NAVN",
    "FORNAVN",
    "EFTERNAVN",
    "ADRESSE",
    "POSTNR",
    "POSTNUMMER",
    "SAGSNR",
    "SAGSNUMMER",
    "JOURNALNR",
    "JOURNALNUMMER",
    "DATO",
    "FRIST",
    "SVARFRIST",
    "BELØB",
    "TELEFON",
    "TELEFONNUMMER",
    "KLOKKESLÆT",
    "SAGSBEHANDLER",
    "MEDARBEJDER",
    "KONTAKTPERSON",
    "MODTAGER",
    "AFSENDER",
];

/// How the prompts of word processors begin and go on.
const PROMPTS: [&str; 3] = ["klik her for at ", "klik eller tryk her for at ", "klik eller tryk for at "];
const PROMPTED: [&str; 9] = [
    "angive tekst",
    "skrive tekst",
    "indtaste tekst",
    "angive en dato",
    "angive dato",
    "skrive en dato",
    "vælge en dato",
    "vælge et element",
    "tilføje tekst",
];

/// Dates that are to be filled in.
const DATE_FORMS: [&str; 6] = ["dd.mm.åååå", "dd-mm-åååå", "dd/mm-åååå", "dd.mm.yyyy", "dd-mm-yyyy", "dd.mm.åå"];

/// A phone number that is to be filled in.
const PHONE_FORM: &str = "xx xx xx xx";

/// A placeholder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Field {
    /// Its bytes.
    pub(crate) length: usize,
    /// What it will be filled in with, where its name says so.
    pub(crate) kind: Option<FieldKind>,
}

/// The placeholder that stands at byte `at` of `text`, before byte `end`.
///
/// Danish quotation marks point inward (`»…«`), merge fields outward (`«…»`). A bracket with digits only, a
/// mail address or `[sic]` is no placeholder.
pub(crate) fn field_at(text: &str, at: usize, end: usize) -> Option<Field> {
    let rest = &text[at..end];
    let first = rest.chars().next()?;
    match first {
        '«' | '<' | '[' | '{' | '$' => bracketed(rest),
        '_' => underscores(rest),
        '%' => between_percent_signs(rest),
        '!' => after_exclamation_mark(&text[..at], rest),
        'x' | 'X' => crossed_out(rest),
        'd' => one_of(&DATE_FORMS, rest).map(|length| Field { length, kind: Some(FieldKind::Date) }),
        'K' | 'k' | 'V' | 'v' => prompt(rest).or_else(|| in_capitals(text, at, end)),
        _ if first.is_uppercase() => in_capitals(text, at, end),
        _ => None,
    }
}

fn named(length: usize, name: &str) -> Field {
    Field { length, kind: FieldKind::of(name) }
}

fn bracketed(rest: &str) -> Option<Field> {
    let (open, close) = BRACKETS.into_iter().find(|(open, _)| rest.starts_with(open))?;
    let inner = &rest[open.len()..];
    let limit = inner.char_indices().map(|(at, _)| at).find(|at| *at > LONGEST).unwrap_or(inner.len());
    let length = inner[..limit].find(close)?;
    let name = &inner[..length];
    let plausible = match open {
        "[" => is_prompt(name),
        "<" | "{" => is_name(name),
        _ => !name.contains('\n'),
    };
    plausible.then(|| named(open.len() + length + close.len(), name))
}

/// `____`
fn underscores(rest: &str) -> Option<Field> {
    let length = rest.bytes().take_while(|b| *b == b'_').count();
    (length >= 3).then_some(Field { length, kind: None })
}

/// `%NAVN%`
fn between_percent_signs(rest: &str) -> Option<Field> {
    let length = rest[1..].bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b'_').count();
    (length > 1 && rest[1 + length..].starts_with('%')).then(|| named(length + 2, &rest[1..=length]))
}

/// `!modtager`, at the beginning of a word.
fn after_exclamation_mark(before: &str, rest: &str) -> Option<Field> {
    let begins = before.chars().next_back().is_none_or(|c| c.is_whitespace() || c == '(');
    let length = word_length(&rest[1..]);
    let name = &rest[1..1 + length];
    (begins && name.chars().count() > 1 && is_name(name)).then(|| named(1 + length, name))
}

/// `xx.xx.xxxx`, `xx/xx-20xx`, `XX`: two or more letters in place of digits or a name.
fn crossed_out(rest: &str) -> Option<Field> {
    if let Some(length) = one_of(&[PHONE_FORM], rest) {
        return Some(Field { length, kind: Some(FieldKind::Phone) });
    }
    let form = rest
        .split(|c: char| !matches!(c, 'x' | 'X' | '0'..='9' | '.' | '/' | '-'))
        .next()
        .unwrap_or_default()
        .trim_end_matches(['.', '/', '-']);
    let goes_on = rest[form.len()..].starts_with(char::is_alphanumeric);
    if goes_on || form.bytes().filter(|byte| byte.eq_ignore_ascii_case(&b'x')).count() < 2 {
        return None;
    }
    let date = form.contains('/') || form.bytes().filter(|byte| matches!(byte, b'.' | b'-')).count() > 1;
    Some(Field { length: form.len(), kind: date.then_some(FieldKind::Date) })
}

/// `Klik eller tryk her for at skrive tekst`
fn prompt(rest: &str) -> Option<Field> {
    if let Some(length) = one_of(&["vælg et element"], rest) {
        return Some(Field { length, kind: None });
    }
    let start = one_of(&PROMPTS, rest)?;
    let length = start + one_of(&PROMPTED, &rest[start..])?;
    let kind = rest[..length].ends_with("dato").then_some(FieldKind::Date);
    Some(Field { length, kind })
}

/// `Kære NAVN`: a word in capitals among others, and no heading or label.
fn in_capitals(text: &str, at: usize, end: usize) -> Option<Field> {
    let rest = &text[at..end];
    if !rest.chars().nth(1).is_some_and(char::is_uppercase) {
        return None;
    }
    let length = word_length(rest);
    let word = &rest[..length];
    let several = word.contains('_') && word.chars().all(|c| c.is_uppercase() || c.is_ascii_digit() || c == '_');
    let known = CAPITALS.contains(&word.trim_end_matches(|c: char| c.is_ascii_digit()));
    let label = rest[length..].starts_with([':', '\t', '/', '-']) || rest[length..].starts_with("  ");
    (several || known && !label && stands_in_small_letters(text, at)).then(|| named(length, word))
}

/// Whether the line around byte `at` has words in small letters.
fn stands_in_small_letters(text: &str, at: usize) -> bool {
    let start = text[..at].rfind('\n').map_or(0, |before| before + 1);
    let end = text[at..].find('\n').map_or(text.len(), |after| at + after);
    text[start..end].chars().any(char::is_lowercase)
}

/// Bytes of the form that `rest` begins with, in small or capital letters, if it is a word of its own.
fn one_of(forms: &[&str], rest: &str) -> Option<usize> {
    let form = forms.iter().find(|form| {
        rest.get(..form.len()).is_some_and(|start| start.eq_ignore_ascii_case(form))
            && (form.ends_with(' ') || !rest[form.len()..].starts_with(char::is_alphanumeric))
    })?;
    Some(form.len())
}

/// Bytes of the letters, digits and underscores that `rest` begins with.
fn word_length(rest: &str) -> usize {
    rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len())
}

/// `navn`, `indsæt dato`, `vælg: ja / nej`.
fn is_prompt(name: &str) -> bool {
    let starts = name.chars().next().is_some_and(char::is_alphabetic);
    starts && name != "sic" && !name.contains(['@', '\n', '.', '?']) && !name.contains("http")
}

/// One word without signs: `navn`, `Adresse_2`.
fn is_name(name: &str) -> bool {
    let mut chars = name.chars();
    chars.next().is_some_and(char::is_alphabetic) && chars.all(|c| c.is_alphanumeric() || c == '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The placeholder after the first `at` bytes of `text`.
    fn found(text: &str, at: usize) -> Option<&str> {
        field_at(text, at, text.len()).map(|field| &text[at..at + field.length])
    }

    #[test]
    fn placeholders_of_the_usual_systems_are_found_whole() {
        for field in [
            "«Navn»",
            "<<Navn>>",
            "[indsæt dato]",
            "[x]",
            "[[[x]]]",
            "{{ navn|upper }}",
            "{% if x %}",
            "${navn}",
            "%NAVN%",
            "<Adresse>",
            "____",
            "!modtager",
            "xx.xx.xxxx",
            "XX/XX-20XX",
            "xx xx xx xx",
            "xxxx",
            "dd.mm.åååå",
            "NAVN",
            "SAGSNUMMER",
            "MODTAGER_POSTNR",
            "Klik her for at angive tekst",
            "Klik eller tryk her for at skrive tekst",
            "Klik eller tryk for at angive en dato",
            "Vælg et element",
        ] {
            assert_eq!(found(&format!("{field} mere"), 0), Some(field), "{field}");
        }
    }

    #[test]
    fn brackets_in_plain_text_are_no_placeholders() {
        for text in ["[sic]", "[2026-1142]", "<bkm74@netpost.dk>", "< 5", "[mailto:p@x.example]", "%-sats", "__"] {
            assert_eq!(found(text, 0), None, "{text}");
        }
    }

    #[test]
    fn words_that_look_like_placeholders_are_text() {
        for text in [
            "! Nu",
            "!!vigtigt",
            "!a",
            "x-akse",
            "XXL",
            "Klik her for at se din sag",
            "Vælg et elementært kursus",
            "DATO: 3. maj",
            "NAVN OG ADRESSE",
            "NAVNE på alle",
            "KUN i dag",
        ] {
            assert_eq!(found(text, 0), None, "{text}");
        }
        assert_eq!(found("Ring!modtager", 4), None, "in the middle of a word");
    }
}
