//! Makes a sentence of a letter one that can be shown to anybody, or gives it up.
//!
//! What can tell about somebody is replaced by what it is (`«navn»`, `«dato»`); a sentence in which something doubtful
//! would remain is not shown at all. Better no example than one that tells on a citizen.

use std::ops::Range;

use traek_core::{Edit, FieldKind, Letter, Sentence, Word, WordKind};

use super::people::{is_common_start, is_first_name, is_public, is_sensitive};
use super::quote;

/// Shorter and longer sentences (words) make no good examples.
const WORDS: Range<usize> = 5..41;

/// A sentence with more words that tell about somebody tells it without them too.
const MOST_REPLACED: usize = 4;

/// Longer sentences (chars) make no good examples.
const MOST_CHARS: usize = 240;

/// A sentence without anything that tells about somebody, before and after a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Anonymous {
    pub(crate) before: String,
    /// The place that it is shown for, in bytes of `before`; `None` where that is not shown as it is.
    pub(crate) found: Option<Range<usize>>,
    /// `None` where there is no change, or where it would tell something.
    pub(crate) after: Option<String>,
    /// How many words are replaced by what they are.
    pub(crate) replaced: usize,
}

/// `sentence` without anything that tells about somebody, and the same with `edits` made; `None` if it cannot be shown.
/// It is shown for what stands at `found`; `is_term` is whether that is a term, whose words are ordinary ones.
pub(crate) fn anonymous(
    letter: &Letter<'_>,
    sentence: &Sentence,
    edits: &[Edit],
    found: &Range<usize>,
    is_term: bool,
) -> Option<Anonymous> {
    if !WORDS.contains(&sentence.words.len()) {
        return None;
    }
    let pieces = pieces(letter, sentence, is_term.then_some(found))?;
    let before = put_together(letter, sentence, &pieces, &[])?;
    let replaced = pieces.iter().filter(|piece| piece.personal).count();
    if replaced > MOST_REPLACED {
        return None;
    }
    let after = if edits.is_empty() { None } else { put_together(letter, sentence, &pieces, edits) };
    let found = place(letter, found, &before);
    Some(Anonymous { after: after.filter(|after| *after != before), found, before, replaced })
}

/// Where the words at `found` stand in what is shown, if they stand there once and unchanged.
fn place(letter: &Letter<'_>, found: &Range<usize>, shown: &str) -> Option<Range<usize>> {
    let words = quote::on_one_line(letter.text().get(found.clone())?);
    let mut places = shown.match_indices(&words);
    match (places.next(), places.next()) {
        (Some((start, _)), None) => Some(start..start + words.len()),
        _ => None,
    }
}

/// What becomes of a word.
struct Piece {
    span: Range<usize>,
    /// `None`: it stays as it is.
    put: Option<&'static str>,
    /// Whether it tells about somebody, unlike a merge field.
    personal: bool,
}

fn pieces(letter: &Letter<'_>, sentence: &Sentence, term: Option<&Range<usize>>) -> Option<Vec<Piece>> {
    let words = &letter.words[sentence.words.clone()];
    let mut pieces = Vec::with_capacity(words.len());
    for (at, word) in words.iter().enumerate() {
        let form = letter.form(word);
        if word.quoted || is_sensitive(form) {
            return None;
        }
        let is_term = term.is_some_and(|term| term.start <= word.start && word.end <= term.end);
        let put = match word.kind {
            WordKind::Field => Some(field(word)),
            WordKind::Plain => plain(letter, word, at == 0, is_term)?,
            other => kind(other, form),
        };
        pieces.push(Piece { span: word.start..word.end, put, personal: put.is_some() && word.kind != WordKind::Field });
    }
    Some(pieces)
}

/// What to put for an ordinary word: `Some(None)` leaves it, `None` gives the sentence up.
fn plain(letter: &Letter<'_>, word: &Word, first: bool, is_term: bool) -> Option<Option<&'static str>> {
    let text = &letter.text()[word.start..word.end];
    let form = letter.form(word);
    let capital = text.chars().any(char::is_uppercase);
    if text.chars().any(|sign| sign.is_numeric()) {
        return Some(Some("«nummer»"));
    }
    match (capital, first) {
        // Names are written with small letters in hasty mails.
        (false, _) => (!is_first_name(form)).then_some(None),
        _ if is_term || is_public(text) => Some(None),
        (true, true) => (is_common_start(form) && has_one_capital(text)).then_some(None),
        (true, false) => Some(Some("«navn»")),
    }
}

fn has_one_capital(text: &str) -> bool {
    text.chars().filter(|sign| sign.is_uppercase()).count() == 1
}

fn field(word: &Word) -> &'static str {
    match word.field {
        Some(FieldKind::Date) => "«dato»",
        Some(FieldKind::Phone) => "«telefon»",
        Some(FieldKind::Address) => "«mail»",
        Some(FieldKind::Name) => "«navn»",
        None => "«felt»",
    }
}

fn kind(kind: WordKind, form: &str) -> Option<&'static str> {
    match kind {
        WordKind::Number => Some("«tal»"),
        WordKind::Date => Some("«dato»"),
        WordKind::Time => Some("«tidspunkt»"),
        WordKind::Phone => Some("«telefon»"),
        WordKind::Address if form.contains('@') => Some("«mail»"),
        WordKind::Address => Some("«link»"),
        WordKind::Field | WordKind::Plain | WordKind::Section => None,
    }
}

/// The sentence with its pieces and `edits`; `None` if something would be left that no word accounts for, or if an edit
/// is made within a piece that is replaced.
fn put_together(letter: &Letter<'_>, sentence: &Sentence, pieces: &[Piece], edits: &[Edit]) -> Option<String> {
    let text = letter.text();
    let mut replacements: Vec<(Range<usize>, &str)> = Vec::new();
    for piece in pieces {
        let Some(put) = piece.put else { continue };
        let touched = |edit: &&Edit| edit.span.start < piece.span.end && piece.span.start < edit.span.end;
        match edits.iter().find(touched) {
            // The edit takes the whole word away.
            Some(edit) if edit.span.start <= piece.span.start && piece.span.end <= edit.span.end => {}
            Some(_) => return None,
            None => replacements.push((piece.span.clone(), put)),
        }
    }
    for edit in edits {
        let inside = sentence.start <= edit.span.start && edit.span.end <= sentence.end;
        if !inside || edit.text.chars().any(tells) {
            return None;
        }
        replacements.push((edit.span.clone(), &edit.text));
    }
    replacements.sort_by_key(|(span, _)| (span.start, span.end));
    let mut out = String::new();
    let mut done = sentence.start;
    let mut last = "";
    for (span, put) in replacements {
        let between = stays(text, done..span.start)?;
        done = span.end;
        // A first name and a family name are one name.
        if put == last && put.starts_with('«') && between.chars().all(|sign| sign.is_whitespace() || sign == '-') {
            continue;
        }
        out.push_str(between);
        out.push_str(put);
        last = put;
    }
    out.push_str(stays(text, done..sentence.end)?);
    let line = quote::on_one_line(out.trim());
    (line.chars().count() <= MOST_CHARS).then_some(line)
}

/// A stretch that stays as it is: nothing in it may be a number or an address, or somebody's own words.
fn stays(text: &str, span: Range<usize>) -> Option<&str> {
    text.get(span).filter(|text| !text.chars().any(|sign| tells(sign) || "»«\"”“„".contains(sign)))
}

/// Signs that belong to numbers, addresses and links.
fn tells(sign: char) -> bool {
    sign.is_numeric() || matches!(sign, '@' | '#' | '\\' | '_' | '=')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use traek_core::Document;

    fn shown(text: &str) -> Option<String> {
        let document = Document::plain(text);
        let letter = Letter::running_text(&document);
        anonymous(&letter, &letter.sentences[0], &[], &(0..0), false).map(|shown| shown.before)
    }

    #[test]
    fn what_tells_about_somebody_is_replaced_by_what_it_is() {
        assert_eq!(
            shown("Vi talte med Mette Holm-Larsen den 3. maj 2025 kl. 10.15 om sagen.").as_deref(),
            Some("Vi talte med «navn» den «dato» «tidspunkt» om sagen.")
        );
        assert_eq!(
            shown("Du kan skrive til os på bo@by.example eller ringe på 96 11 84 02.").as_deref(),
            Some("Du kan skrive til os på «mail» eller ringe på «telefon».")
        );
        assert_eq!(
            shown("Vi har sendt sagen med nummer 24-1182 til Poppelvænget 6.").as_deref(),
            Some("Vi har sendt sagen med nummer «tal» til «navn» «tal».")
        );
    }

    #[test]
    fn merge_fields_are_shown_as_what_they_stand_for() {
        assert_eq!(
            shown("Du får svar fra «Sagsbehandler» senest {{frist}} om [emne].").as_deref(),
            Some("Du får svar fra «navn» senest «dato» om «felt».")
        );
    }

    #[test]
    fn a_sentence_in_which_something_doubtful_remains_is_given_up() {
        for text in [
            // A name, or a word that nobody knows, begins the sentence.
            "Bo har skrevet til os om sagen.",
            "Grønløkke skriver til os om sagen igen.",
            // Somebody's own words.
            "Du skriver, at vi »aldrig ringer tilbage« til dig.",
            // Health and other things that are nobody's business.
            "Vi har læst om din depression i sagen.",
            // Names in small letters.
            "Vi har talt med mette og hendes far.",
            // Too short, and too long.
            "Vi har svaret.",
        ] {
            assert_eq!(shown(text), None, "{text}");
        }
    }

    #[test]
    fn public_bodies_and_the_polite_form_stay() {
        let text = "Du kan klage til Ankestyrelsen gennem Digital Post, hvis De ønsker det.";
        assert_eq!(shown(text).as_deref(), Some(text));
    }

    #[test]
    fn a_change_is_made_around_what_is_replaced() {
        let document = Document::plain("Såfremt Mette ringer den 3. maj, svarer vi.");
        let letter = Letter::running_text(&document);
        let edits = [Edit { span: 0.."Såfremt".len(), text: "Hvis".to_owned() }];
        let found =
            anonymous(&letter, &letter.sentences[0], &edits, &(0.."Såfremt".len()), true).expect("a sentence to show");
        assert_eq!(found.before, "Såfremt «navn» ringer den «dato», svarer vi.");
        assert_eq!(found.after.as_deref(), Some("Hvis «navn» ringer den «dato», svarer vi."));
        assert_eq!((found.replaced, found.found), (2, Some(0.."Såfremt".len())));
    }

    #[test]
    fn a_change_that_would_tell_something_is_left_out() {
        let document = Document::plain("Vi ringer til dig om sagen i morgen.");
        let letter = Letter::running_text(&document);
        for edit in [Edit { span: 3..9, text: "ringer 1234".to_owned() }, Edit { span: 90..95, text: String::new() }] {
            let found = anonymous(&letter, &letter.sentences[0], &[edit], &(0..2), false).expect("a sentence to show");
            assert_eq!(found.after, None);
        }
    }

    /// Words of a sentence, some of which tell about somebody.
    fn word() -> impl Strategy<Value = String> {
        prop_oneof![
            Just("vi".to_owned()),
            Just("har,".to_owned()),
            Just("sagen".to_owned()),
            "[A-ZÆØÅ][a-zæøå]{2,8}",
            "[0-9]{1,10}",
            "[0-9]{6}-[0-9]{4}",
            "[0-9]{2} [0-9]{2} [0-9]{2} [0-9]{2}",
            "[a-z]{1,6}[.@-][a-z0-9]{1,6}@?[a-z]{1,5}\\.dk",
            "[a-z]{0,3}[0-9]{2,8}[a-z]{0,3}",
            "[.,:;/()*+«»\\[\\]{}<>=_§-]{1,3}",
        ]
    }

    proptest! {
        #[test]
        fn no_long_number_and_no_mail_address_is_ever_shown(words in prop::collection::vec(word(), 4..20)) {
            let document = Document::plain(format!("Vi har {}.", words.join(" ")));
            let letter = Letter::running_text(&document);
            for sentence in &letter.sentences {
                if let Some(shown) = anonymous(&letter, sentence, &[], &(0..0), false) {
                    prop_assert!(!shown.before.contains('@'), "{}", shown.before);
                    prop_assert!(!shown.before.contains(|sign: char| sign.is_ascii_digit()), "{}", shown.before);
                }
            }
        }
    }
}
