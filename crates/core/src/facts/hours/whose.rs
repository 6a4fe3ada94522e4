//! Whether hours are those of the office or of one person.

use super::super::{Whose, place};
use crate::fields::FieldKind;
use crate::letter::Letter;
use crate::sentences::Sentence;
use crate::words::{Word, WordKind};
use crate::zones::Zone;

/// Whose hours they are. In a signature, or beside a bare number, they are those of the one who signs, unless they are
/// called opening hours or stand under the name of an office.
pub(super) fn whose(letter: &Letter<'_>, sentence: &Sentence, called: bool) -> Whose {
    let bare = sentence.words.clone().all(|at| is_bare(letter, &letter.words[at]));
    let signed = match sentence.zone {
        Zone::Signature => !is_signed_by_office(letter, sentence),
        _ => bare && !place::group(letter, sentence.block).lines().any(place::is_organisation),
    };
    let personal = place::is_personal(letter, sentence) || !called && (signed || names_person(letter, sentence));
    if personal { Whose::Person } else { Whose::Office }
}

/// Whether a word says nothing but a number, a day or a time.
fn is_bare(letter: &Letter<'_>, word: &Word) -> bool {
    let form = letter.form(word);
    let joint = matches!(form, "tlf." | "tlf" | "telefon" | "kl." | "kl" | "og" | "til" | "fra" | "mellem" | "alle");
    word.kind != WordKind::Plain || joint || form.contains("dag") || form.contains('-')
}

/// `ring til Ida`, `Tanja Bøgh svarer`, `Lene Damkjær, 83 15 42 70`
fn names_person(letter: &Letter<'_>, sentence: &Sentence) -> bool {
    let first = sentence.words.start;
    (first..sentence.words.end).any(|at| {
        let next = at + 1 < sentence.words.end && place::is_name(letter, at + 1);
        let before = at > first && place::is_name(letter, at - 1);
        match letter.form(&letter.words[at]) {
            "til" | "kontakt" | "kontakte" => next,
            "træffes" | "træffer" | "svarer" | "sidder" => before,
            _ if letter.words[at].field == Some(FieldKind::Name) => true,
            _ => at > first && next && place::is_name(letter, at),
        }
    })
}

/// Whether the signature above a line names an office and nobody in it.
fn is_signed_by_office(letter: &Letter<'_>, sentence: &Sentence) -> bool {
    let above =
        || letter.sentences.iter().filter(|other| other.zone == Zone::Signature && other.start < sentence.start);
    let office = |line: &Sentence| place::is_organisation(letter.folded_sentence(line));
    let name = |part: &str| {
        let capital = |word: &str| word.starts_with(char::is_uppercase);
        part.split_whitespace().count() > 1
            && part.split_whitespace().all(capital)
            && !place::is_organisation(&part.to_lowercase())
    };
    let person = |line: &Sentence| {
        let field = letter.words[line.words.clone()].iter().any(|word| word.kind == WordKind::Field);
        field || letter.text()[line.start..line.end].split([',', '·', '|']).any(name)
    };
    above().any(office) && !above().any(person)
}

#[cfg(test)]
mod tests {
    use super::super::statements;
    use super::*;
    use crate::Document;

    fn owners(document: &Document) -> Vec<Whose> {
        statements(&Letter::new(document)).into_iter().map(|statement| statement.whose).collect()
    }

    #[test]
    fn hours_of_one_person_are_told_from_those_of_the_office() {
        for (text, whose) in [
            ("Du kan ringe til os på 96 31 40 10, mandag-fredag 9-12.", Whose::Office),
            ("I kan kontakte Borgerservice mandag-fredag kl. 9-12.", Whose::Office),
            ("Du kan ringe til mig på 96 31 40 10, mandag-fredag 9-12.", Whose::Person),
            ("Ring til Ida på 96 31 40 10 alle hverdage mellem 9 og 13.", Whose::Person),
            ("Ring til {{sagsbehandler}} på 96 31 40 10 alle hverdage 9-13.", Whose::Person),
            ("Sygeplejerske Tanja Bøgh svarer på telefon 99 14 60 22 alle hverdage 8-10.", Whose::Person),
            ("Spørgsmål stilles til fru Lene Damkjær, 83 15 42 70, hverdage 7-15.", Whose::Person),
        ] {
            let document = Document::plain(format!("Kære Mia\n\n{text}\n\nDu hører fra os igen i næste uge.\n"));
            assert_eq!(owners(&document), [whose], "{text}");
        }
    }

    #[test]
    fn hours_in_a_signature_are_those_of_the_one_who_signs() {
        let signed = |signature: &str| {
            owners(&Document::plain(format!("Kære Mia\n\nTak for din mail om støjen.\n\nVenlig hilsen\n{signature}\n")))
        };
        assert_eq!(signed("Bo Lund\nBorgerservice\nTlf. 96 31 40 10, mandag-fredag 9-12"), [Whose::Person]);
        assert_eq!(signed("«Sagsbehandler»\nBorgerservice\nTlf. 96 31 40 10, mandag-fredag 9-12"), [Whose::Person]);
        assert_eq!(signed("Borgerservice\nTlf. 96 31 40 10, mandag-fredag 9-12"), [Whose::Office]);
        assert_eq!(signed("Bo Lund\nBorgerservice\nTelefontid: mandag-fredag 9-12"), [Whose::Office]);
    }
}
