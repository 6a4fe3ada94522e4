//! Whether a letter explains a term where it uses it.

use std::ops::Range;

use crate::letter::Letter;

/// Words that begin an explanation after a term, in the same sentence.
const AFTER: [&str; 12] = [
    "dvs.",
    "det vil sige",
    "det betyder",
    "altså",
    "– det er",
    "- det er",
    "betyder, at",
    "betyder at",
    "går ud på",
    "vil sige",
    "handler om",
    "er når ",
];

/// How a sentence begins that explains a term of the sentence before it.
const NEXT: [&str; 13] = [
    "det betyder",
    "det vil sige",
    "det er en ",
    "det er et ",
    "det er når ",
    "det er den ",
    "det kalder",
    "det går ud på",
    "det handler om",
    "altså",
    "dvs.",
    "her kan du",
    "med andre ord",
];

/// Verbs that give what was just told its name: *det kalder loven …*, *det hedder en …*.
const CALLED: [&str; 7] = ["kaldet", "kaldes", "såkaldt", "såkaldte", "hedder", "kalder", "kalde"];

/// The name stands at most so many words after the verb.
const NEAR_THE_NAME: usize = 4;

/// An explanation in parentheses has at least this many words.
const FEWEST_WORDS: usize = 3;

/// Whether the words `term` of sentence `index` are explained right there.
pub(crate) fn is_explained(letter: &Letter<'_>, index: usize, term: Range<usize>) -> bool {
    let sentence = &letter.sentences[index];
    let start = letter.words[term.start].start;
    let end = letter.words[term.end - 1].end;
    let before = &letter.folded[sentence.start..start];
    let after = &letter.folded[end..sentence.end.max(end)];
    let plain_words_first =
        before.trim_end().ends_with(['(', '–']) && before.split_whitespace().count() >= FEWEST_WORDS;
    let in_brackets = after
        .trim_start()
        .strip_prefix('(')
        .and_then(|rest| rest.split_once(')'))
        .is_some_and(|(inner, _)| inner.split_whitespace().count() >= FEWEST_WORDS && !inner.contains('§'));
    let named = before.split_whitespace().rev().take(NEAR_THE_NAME).any(|word| CALLED.contains(&word));
    let called = named || after.trim_start().starts_with("kaldes");
    let told = AFTER.iter().any(|cue| after.contains(cue));
    let told_next = letter
        .sentences
        .get(index + 1)
        .is_some_and(|next| NEXT.iter().any(|cue| letter.folded_sentence(next).starts_with(cue)));
    plain_words_first || in_brackets || called || told || told_next
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Document;

    fn explained(text: &str, term: &str) -> bool {
        let document = Document::plain(text);
        let letter = Letter::running_text(&document);
        let at = letter.words.iter().position(|word| letter.form(word) == term).expect("the term is there");
        let sentence = letter.sentences.iter().position(|one| one.words.contains(&at)).expect("in a sentence");
        is_explained(&letter, sentence, at..at + 1)
    }

    #[test]
    fn explanations_of_many_shapes_are_seen() {
        assert!(explained("Du kan kommentere oplysningerne, før vi afgør sagen (partshøring).", "partshøring"));
        assert!(explained("Vi sender en partshøring. Det betyder, at du kan kommentere sagen.", "partshøring"));
        assert!(explained("Du får en partshøring, dvs. du kan kommentere sagen.", "partshøring"));
        assert!(explained("Du må rette os, før vi afgør sagen. Det kalder loven partshøring.", "partshøring"));
        assert!(explained("Det hedder en partshøring, og den har du ret til.", "partshøring"));
        assert!(!explained("Du får en partshøring.", "partshøring"));
        assert!(!explained("Vi har kaldt dig ind, og der er en partshøring.", "partshøring"));
    }
}
