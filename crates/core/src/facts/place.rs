//! Where a letter speaks about the authority itself, and not about the reader or another body.

use super::Whose;
use crate::document::BlockKind;
use crate::letter::Letter;
use crate::sentences::Sentence;
use crate::words::Case;
use crate::zones::Zone;

/// The sentences in which the letter speaks for itself.
pub(super) fn own<'l>(letter: &'l Letter<'_>) -> impl Iterator<Item = &'l Sentence> {
    letter.sentences.iter().filter(|sentence| is_own(sentence.zone))
}

/// Whether the letter speaks for itself in `zone`. A list of copies names other people.
pub(super) fn is_own(zone: Zone) -> bool {
    !matches!(zone, Zone::Quoted | Zone::LegalBasis | Zone::Attachment)
}

/// Whose the number or address at word `at` is; `None` for the reader's.
pub(super) fn contact(letter: &Letter<'_>, sentence: &Sentence, at: usize) -> Option<Whose> {
    let readers =
        is_readers(letter, sentence, at) || sentence.zone == Zone::Letterhead && !is_senders(letter, sentence);
    if readers {
        None
    } else if is_other_bodys(letter, sentence) {
        Some(Whose::OtherBody)
    } else {
        Some(Whose::Office)
    }
}

/// The reader's number or address is named as such by one of so many words before it.
const NAMED_WITHIN: usize = 6;

/// `vi ringer til dig på …`, `dit telefonnummer er …`; the nearest owner counts.
fn is_readers(letter: &Letter<'_>, sentence: &Sentence, at: usize) -> bool {
    let before: Vec<&str> =
        letter.words[sentence.words.start..at].iter().rev().take(NAMED_WITHIN).map(|word| letter.form(word)).collect();
    let to_reader = |form: &str| matches!(form, "dig" | "jer");
    let channel = |form: &str| {
        const ENDS: [&str; 8] = ["nummer", "nummeret", "telefon", "tlf.", "mobil", "mail", "mailadresse", "adresse"];
        ENDS.iter().any(|end| form.ends_with(end))
    };
    let owner = before.iter().enumerate().find_map(|(distance, form)| match *form {
        "min" | "mit" | "mine" | "vores" | "os" | "mig" => Some(false),
        // What is owned comes after its owner, and so before it here.
        "din" | "dit" | "dine" | "jeres" | "deres" => distance.checked_sub(1).map(|owned| channel(before[owned])),
        _ => None,
    });
    matches!(before.as_slice(), ["på", reader, ..] | [reader, ..] if to_reader(reader)) || owner == Some(true)
}

/// Whether a contact is that of a body that hears complaints: its sentence says so, or the lines above it do.
fn is_other_bodys(letter: &Letter<'_>, sentence: &Sentence) -> bool {
    let ours =
        letter.words[sentence.words.clone()].iter().any(|word| matches!(letter.form(word), "os" | "mig" | "mit"));
    let block = letter.document.blocks[sentence.block];
    let line = sentence.start == block.start && sentence.end == block.end;
    let said = if line { group(letter, sentence.block) } else { letter.folded_sentence(sentence) };
    !ours && names_other_body(said)
}

/// Whether a line of the letterhead is about the sender: its label says so, or it stands under the sender's name.
fn is_senders(letter: &Letter<'_>, sentence: &Sentence) -> bool {
    if letter.document.blocks[sentence.block].kind == BlockKind::Margin {
        return true;
    }
    let line = letter.folded_sentence(sentence);
    let addressed = ["til:", "til ", "to:", "cc:", "att"].iter().any(|label| line.starts_with(label));
    let signed =
        ["kontakt", "sagsbehandler", "direkte", "fra:", "from:", "ref.", "ref:", "hovednummer", "vores", "afsender"]
            .iter()
            .any(|label| line.contains(label));
    let labelled = ["tlf", "telefon", "mobil", "mail"].iter().any(|label| line.contains(label));
    let above = group(letter, sentence.block);
    let organisation = above.lines().any(is_organisation);
    !addressed && (signed || organisation || labelled && !above.lines().any(is_post_town))
}

/// `BY KOMMUNE`, `Kørselskontoret`: a line that names an office, and no street with such a name.
pub(super) fn is_organisation(line: &str) -> bool {
    let office = [
        "kommune",
        "region",
        "styrelse",
        "forvaltning",
        "center",
        "centret",
        "kontor",
        "service",
        "politi",
        "hospital",
        "sygehus",
        "sekretariat",
        "afdeling",
        "ministeri",
        "forsyning",
        "universitet",
        "bibliotek",
        "skole",
        "rådhus",
        "distrikt",
        "team",
    ];
    !line.contains(|c: char| c.is_ascii_digit()) && office.iter().any(|name| line.contains(name))
}

/// `9000 Aalborg`
fn is_post_town(line: &str) -> bool {
    let Some((code, town)) = line.trim().split_once(' ') else { return false };
    code.len() == 4 && code.bytes().all(|b| b.is_ascii_digit()) && town.starts_with(char::is_alphabetic)
}

/// The folded text of the lines without a gap from the first of them to the block with this number.
pub(super) fn group<'l>(letter: &'l Letter<'_>, block: usize) -> &'l str {
    let blocks = &letter.document.blocks;
    let first = (0..=block).rev().find(|index| blocks[*index].after_gap).unwrap_or(0);
    &letter.folded[blocks[first].start..blocks[block].end]
}

/// Whether `text` (in lower case) names a body that hears complaints.
pub(super) fn names_other_body(text: &str) -> bool {
    [
        "ankestyrelse",
        "nævnet",
        "nævnene",
        "klagenævn",
        "klageinstans",
        "ombudsmand",
        "domstol",
        "landsret",
        "byret",
        "patientklage",
    ]
    .iter()
    .any(|body| text.contains(body))
}

/// Whether a sentence speaks for the one who writes: `jeg træffes …`.
pub(super) fn is_personal(letter: &Letter<'_>, sentence: &Sentence) -> bool {
    let words = &letter.words[sentence.words.clone()];
    words.iter().any(|word| matches!(letter.form(word), "jeg" | "mig" | "min" | "mit" | "mine"))
}

/// Whether the word at `at` is the name of a person, as far as its looks tell.
pub(super) fn is_name(letter: &Letter<'_>, at: usize) -> bool {
    letter.words.get(at).is_some_and(|word| word.case == Case::Capital && !is_organisation(letter.form(word)))
}

#[cfg(test)]
mod tests {
    use crate::{Document, Letter, Whose, mentions};

    /// The value and owner of each mention of a letter.
    fn told(text: &str) -> Vec<(String, Whose)> {
        let document = Document::plain(text);
        mentions(&Letter::new(&document)).into_iter().map(|mention| (mention.value, mention.whose)).collect()
    }

    #[test]
    fn the_head_of_a_letter_has_the_senders_contacts_and_the_readers() {
        let letter = "BIRKELUND KOMMUNE\nRådhustorvet 4\n9000 Birkelund\nTlf. 96 31 40 00\npost@birkelund.example\n\n\
            Mia Holm\nSkolevej 12\n9000 Birkelund\nTlf. 22 34 45 56\nmia@mail.example\n\n\
            Kontakt: Bo Lund, 96 31 40 12\n\nKære Mia\n\nTak for din mail om støjen.\n";
        let office = |value: &str| (value.to_owned(), Whose::Office);
        assert_eq!(told(letter), [office("96314000"), office("post@birkelund.example"), office("96314012")]);
    }

    #[test]
    fn a_town_has_a_code_before_it() {
        assert!(super::is_post_town(" 9000 Ærø"));
        for line in ["900ø Ærø", "9000", "9000  Ærø", "9000 1", "«.%øvæd", ""] {
            assert!(!super::is_post_town(line), "{line}");
        }
    }

    #[test]
    fn a_mail_is_from_us_and_to_the_reader() {
        let mail = "Fra: Bo Lund <bo@birkelund.example>\nTil: Mia Holm <mia@mail.example>\nEmne: Støjen\n\nKære Mia\n\nTak for din mail om støjen.\n";
        assert_eq!(told(mail), [("bo@birkelund.example".to_owned(), Whose::Office)]);
    }

    #[test]
    fn who_hears_complaints_is_another_body() {
        let guidance = "Kære Mia\n\nDu får ikke tilskuddet. Send klagen til os på 96 31 40 10, så sender vi den til Ankestyrelsen.\n\n\
            Ankestyrelsen\n7998 Statsservice\nTlf. 33 41 12 00\n";
        assert_eq!(told(guidance), [("96314010".to_owned(), Whose::Office), ("33411200".to_owned(), Whose::OtherBody)]);
    }

    #[test]
    fn what_is_quoted_or_copied_is_not_the_letters_own() {
        let letter = "Hej Mia\n\nJeg ser på det i morgen.\n\nVenlig hilsen\nBo Lund\n\nKopi til:\nadvokat@ret.example\n\n> Ring til mig på 22 34 45 56\n";
        assert_eq!(told(letter), []);
    }
}
