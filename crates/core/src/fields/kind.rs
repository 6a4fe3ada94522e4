//! What a placeholder will be filled in with, as its name says.

use crate::words::WordKind;

/// What a placeholder stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// A date or deadline: `{{frist}}`.
    Date,
    /// A phone number: `«Direkte_nummer»`.
    Phone,
    /// A mail address: `[mail]`.
    Address,
    /// A person's name, the case worker among them: `{{sagsbehandler}}`.
    Name,
}

/// How names of dates end.
const DATES: [&str; 5] = ["dato", "datoen", "frist", "fristen", "deadline"];

/// Names of people at the authority, and how names of names end.
const NAMES: [&str; 6] = ["navn", "navne", "sagsbehandler", "medarbejder", "kontaktperson", "rådgiver"];

/// What stands before the name of something that the text depends on.
const CONDITIONS: [&str; 4] = ["hvis", "slut", "if", "else"];

impl FieldKind {
    /// The kind of the placeholder with the `name`, without its brackets.
    pub(crate) fn of(name: &str) -> Option<Self> {
        let name = name.split('|').next().unwrap_or(name).trim();
        if name.starts_with(['#', '/', '^', '%', '-']) {
            return None;
        }
        let folded = name.to_lowercase();
        let words: Vec<&str> = folded.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).collect();
        let has = |fits: &dyn Fn(&str) -> bool| words.iter().any(|word| fits(word));
        let ends = |endings: &[&str]| has(&|word| endings.iter().any(|ending| word.ends_with(ending)));
        if words.first().is_some_and(|word| CONDITIONS.contains(word)) {
            None
        } else if has(&is_phone) || words.windows(2).any(|pair| pair[0] == "direkte" && pair[1].starts_with('n')) {
            Some(Self::Phone)
        } else if has(&|word| word.ends_with("mail") || word.ends_with("mailadresse")) {
            Some(Self::Address)
        } else if ends(&DATES) {
            Some(Self::Date)
        } else if ends(&NAMES) {
            Some(Self::Name)
        } else {
            None
        }
    }

    /// The kind of word that it will be, where words are told apart by kind.
    pub(crate) fn word_kind(self) -> Option<WordKind> {
        match self {
            Self::Date => Some(WordKind::Date),
            Self::Phone => Some(WordKind::Phone),
            Self::Address => Some(WordKind::Address),
            Self::Name => None,
        }
    }
}

/// `telefon`, `tlf`, `mobilnummer`, but not `telefontid`.
fn is_phone(word: &str) -> bool {
    let named = ["telefon", "telefonnummer", "telefonnr", "tlf", "tlfnr"].iter().any(|ending| word.ends_with(ending));
    named || word == "mobil" || word.starts_with("mobiln") || word.starts_with("direkten")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_field_says_what_it_stands_for() {
        for (name, kind) in [
            ("dato", Some(FieldKind::Date)),
            ("Modt_dato", Some(FieldKind::Date)),
            ("indsæt svarfrist", Some(FieldKind::Date)),
            ("dato_svar", Some(FieldKind::Date)),
            (" frist|date ", Some(FieldKind::Date)),
            ("telefon", Some(FieldKind::Phone)),
            ("Direkte_nummer", Some(FieldKind::Phone)),
            ("sagsbehandler.tlf", Some(FieldKind::Phone)),
            ("e-mail", Some(FieldKind::Address)),
            ("sagsbehandler", Some(FieldKind::Name)),
            ("Fornavn", Some(FieldKind::Name)),
            ("telefontid", None),
            ("kandidatoplysning", None),
            ("hvis frist", None),
            ("#frist", None),
            ("HVIS dato", None),
            ("sagsnr", None),
        ] {
            assert_eq!(FieldKind::of(name), kind, "{name}");
        }
    }
}
