//! One form for letters that can be written in several ways.

use traek_core::OffsetMap;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Composes letters (NFC), drops soft hyphens and zero-width signs, and makes hard spaces plain.
///
/// `map` goes from `text` to the file; the result goes from the new text to the file.
pub(crate) fn normalise(text: String, map: OffsetMap) -> (String, OffsetMap) {
    if !needs_normalising(&text) {
        return (text, map);
    }
    let mut normal = String::with_capacity(text.len());
    let mut to_file = OffsetMap::shifted(map.source(0));
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if is_dropped(c) {
            continue;
        }
        to_file.push(normal.len(), map.source(at));
        if !chars.peek().is_some_and(|(_, next)| is_combining_mark(*next)) {
            normal.push(if is_hard_space(c) { ' ' } else { c });
            continue;
        }
        // A letter and the marks that follow it become one sign where Unicode has it.
        let mut end = at + c.len_utf8();
        while let Some((mark_at, mark)) = chars.next_if(|(_, next)| is_combining_mark(*next)) {
            end = mark_at + mark.len_utf8();
        }
        for (number, composed) in text[at..end].nfc().enumerate() {
            if number > 0 {
                to_file.push(normal.len(), map.source(end));
            }
            normal.push(composed);
        }
    }
    to_file.push(normal.len(), map.source(text.len()));
    (normal, to_file)
}

/// Whether [`normalise`] changes anything in `text`.
pub(crate) fn needs_normalising(text: &str) -> bool {
    text.chars().any(needs_work)
}

fn needs_work(c: char) -> bool {
    is_dropped(c) || is_hard_space(c) || is_combining_mark(c)
}

fn is_dropped(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}' | '\u{200C}' | '\u{200D}' | '\u{2060}' | '\u{FEFF}')
}

fn is_hard_space(c: char) -> bool {
    matches!(c, '\u{A0}' | '\u{202F}' | '\u{2009}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_composed_and_offsets_still_lead_to_the_file() {
        let text = "ma\u{30A}l\u{AD}et er\u{A0}na\u{30A}et".to_owned();
        let (normal, map) = normalise(text.clone(), OffsetMap::shifted(0));
        assert_eq!(normal, "målet er nået");
        let at = normal.find("nået").expect("there");
        assert_eq!(&text[map.source(at)..][..1], "n");
        assert_eq!(map.source(normal.len()), text.len());
    }

    #[test]
    fn what_does_not_compose_into_one_letter_still_leads_to_whole_letters() {
        let text = "x\u{316}\u{300}\u{30A}y".to_owned();
        let (normal, map) = normalise(text.clone(), OffsetMap::shifted(0));
        for (at, _) in normal.char_indices() {
            assert!(text.is_char_boundary(map.source(at)), "{at}");
        }
    }
}
