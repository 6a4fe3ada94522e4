//! A file that is text, so that lines and columns in it can be named.

use std::ops::Range;

use traek_core::OffsetMap;
use unicode_normalization::char::is_combining_mark;

use crate::html;

/// A file as it was decoded, where the letter's text is not the very same.
#[derive(Debug)]
pub(crate) struct FileText {
    pub(crate) text: String,
    /// From the letter's text to this one.
    pub(crate) map: OffsetMap,
    /// Whether letters can be written as entities.
    pub(crate) entities: bool,
}

impl FileText {
    /// Where `span` of the text `letter` stands (bytes): from its first sign to the end of its last.
    pub(crate) fn range(&self, letter: &str, span: &Range<usize>) -> Range<usize> {
        let start = self.source(span.start);
        let last = letter.get(span.clone()).and_then(|words| words.char_indices().next_back());
        let end = last.map_or(start, |(at, sign)| {
            let at = self.source(span.start + at);
            at + self.written(sign, &self.text[at..])
        });
        start..end.max(start)
    }

    /// Where byte `offset` of the letter's text stands. A line break of the letter may stand nowhere, and so anywhere.
    fn source(&self, offset: usize) -> usize {
        self.text.floor_char_boundary(self.map.source(offset))
    }

    /// How many bytes of `rest` stand for `sign`.
    fn written(&self, sign: char, rest: &str) -> usize {
        if self.entities && rest.starts_with('&') {
            return html::entity_length(rest);
        }
        let mut signs = rest.chars();
        let Some(first) = signs.next() else { return 0 };
        let marks: usize = signs.take_while(|mark| is_combining_mark(*mark)).map(char::len_utf8).sum();
        // A sign that is neither itself, nor a space, nor put together is the rest of one that was written before.
        let is_there = first == sign || (first.is_whitespace() && sign.is_whitespace()) || marks > 0;
        if is_there { first.len_utf8() + marks } else { 0 }
    }
}

#[cfg(test)]
mod tests {
    use crate::read;

    /// What stands in the file where the letter has `words`.
    fn in_file(name: &str, bytes: &[u8], words: &str) -> String {
        let source = read(name.as_ref(), bytes).expect("a letter");
        let at = source.document.text.find(words).expect("the words are there");
        let range = source.in_file(&(at..at + words.len())).expect("a file with lines");
        source.file_text().expect("a file with lines")[range].to_owned()
    }

    #[test]
    fn words_of_a_page_are_found_with_their_entities_and_without_the_tags_around() {
        let page = "<p>K&aelig;re <b>S&oslash;ren</b></p>\n<p>vi\n  kan&nbsp;<i>ikke</i> nå&nbsp;det</p>".as_bytes();
        assert_eq!(in_file("a.html", page, "Søren"), "S&oslash;ren");
        assert_eq!(in_file("a.html", page, "vi kan"), "vi\n  kan");
        assert_eq!(in_file("a.html", page, "kan ikke"), "kan&nbsp;<i>ikke");
        assert_eq!(in_file("a.html", page, "nå "), "nå&nbsp;");
        assert_eq!(in_file("a.html", b"<p>Til K&aelig;</p>", "Kæ"), "K&aelig;");
        assert_eq!(in_file("a.html", b"<p>R&D og A & B</p>", "R&D"), "R&D");
    }

    #[test]
    fn every_encoding_is_read_as_letters() {
        let page = b"<p>K\xE6re</p>\n<p>S\xE6t &aring;</p>";
        assert_eq!(in_file("a.html", page, "Sæt å"), "Sæt &aring;");
        assert_eq!(in_file("a.txt", b"K\xE6re Mia", "Kære"), "Kære");
    }

    #[test]
    fn letters_in_two_parts_soft_hyphens_and_hard_spaces_are_counted_as_they_stand() {
        let text = "\u{FEFF}Vi na\u{30A}r\u{A0}ma\u{AD}let, men x\u{316}\u{300} i morgen".as_bytes();
        assert_eq!(in_file("a.txt", text, "når malet"), "na\u{30A}r\u{A0}ma\u{AD}let");
        assert_eq!(in_file("a.txt", text, "nå"), "na\u{30A}");
        assert!(in_file("a.txt", text, "men x").starts_with("men x"));
        assert_eq!(in_file("a.txt", text, "i morgen"), "i morgen");
    }

    #[test]
    fn a_mail_has_no_lines_of_its_own() {
        let source = read("a.eml".as_ref(), b"From: a@b.example\r\nSubject: Svar\r\n\r\nHej\r\n").expect("a mail");
        assert_eq!((source.file_text(), source.in_file(&(0..1))), (None, None));
    }
}
