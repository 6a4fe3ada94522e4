//! Splits blocks into sentences the way Danish letters write them.

use std::ops::Range;

use crate::words::{Case, Word, WordKind, may_close};
use crate::zones::Zone;

/// A sentence, or a heading or list item without one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Its words, as indices into [`crate::Letter::words`].
    pub words: Range<usize>,
    /// First byte of the text.
    pub start: usize,
    /// Byte after the last, with the closing punctuation.
    pub end: usize,
    /// Index of its block in [`crate::Document::blocks`].
    pub block: usize,
    /// The zone that it stands in.
    pub zone: Zone,
    /// Whether it ends with a question mark.
    pub question: bool,
}

/// Splits the words `range` of one block, which ends at byte `block_end`, into sentences.
pub(crate) fn split(
    text: &str,
    folded: &str,
    words: &[Word],
    range: Range<usize>,
    block_end: usize,
    mut sentence: impl FnMut(Range<usize>, Range<usize>),
) {
    let mut first = range.start;
    for index in range.clone() {
        let next_start = if index + 1 < range.end { words[index + 1].start } else { block_end };
        let last = index + 1 == range.end;
        let ends = last || ends_here(text, folded, words, index, next_start);
        if ends {
            let tail = &text[words[index].end..next_start];
            let end = words[index].end + closing_length(tail, last);
            sentence(first..index + 1, words[first].start..end);
            first = index + 1;
        }
    }
}

/// Bytes of `tail` that still belong to the sentence before it.
fn closing_length(tail: &str, last: bool) -> usize {
    if last {
        return tail.trim_end().len();
    }
    tail.find(char::is_whitespace).unwrap_or(tail.len())
}

fn ends_here(text: &str, folded: &str, words: &[Word], index: usize, next_start: usize) -> bool {
    let word = &words[index];
    let next = &words[index + 1];
    let between = &text[word.end..next_start];
    let spaced = between.ends_with(|c: char| c.is_whitespace() || !c.is_alphanumeric()) && !between.is_empty();
    let own_stop = word.kind == WordKind::Plain && folded[word.start..word.end].ends_with('.');
    if !spaced {
        return false;
    }
    let begins_new = next.case != Case::Lower
        || matches!(next.kind, WordKind::Number | WordKind::Field | WordKind::Date | WordKind::Section);
    if between.contains(['!', '?']) {
        return begins_new || between.trim_start().starts_with(['!', '?']) && next.case != Case::Lower;
    }
    if between.contains(":\n") || between.contains(";\n") || between.contains(":\r\n") {
        return true;
    }
    if own_stop {
        return may_close(&folded[word.start..word.end]) && next.case != Case::Lower && next.kind == WordKind::Plain;
    }
    if !between.contains(['.', '…']) {
        return false;
    }
    // An ordinal: `den 3. sal`, `2. Viceværten` ends only before a capital letter.
    if word.kind == WordKind::Number && between.starts_with('.') {
        return next.case != Case::Lower;
    }
    begins_new || between.contains(['"', '”', '«', '»'])
}

/// Marks the words inside quotations of at least three words as quoted.
pub(crate) fn mark_quotations(text: &str, words: &mut [Word], start: usize, end: usize) {
    let mut open: Option<(usize, char)> = None;
    for (offset, c) in text[start..end].char_indices() {
        let at = start + offset;
        if in_field(words, at) {
            continue;
        }
        match open {
            Some((from, closing)) if c == closing || (closing == '”' && c == '“') => {
                let from_word = words.partition_point(|word| word.start < from);
                let to_word = words.partition_point(|word| word.start < at);
                if to_word - from_word >= 3 {
                    for word in &mut words[from_word..to_word] {
                        word.quoted = true;
                    }
                }
                open = None;
            }
            Some(_) => {}
            None => {
                let closing = match c {
                    '"' => '"',
                    '”' | '“' | '„' => '”',
                    '»' => '«',
                    _ => continue,
                };
                open = Some((at, closing));
            }
        }
    }
}

/// Whether byte `at` belongs to a merge field, whose guillemets are no quotation marks.
fn in_field(words: &[Word], at: usize) -> bool {
    let next = words.partition_point(|word| word.start <= at);
    next.checked_sub(1).is_some_and(|index| words[index].kind == WordKind::Field && at < words[index].end)
}

#[cfg(test)]
mod tests {
    use crate::{Document, Letter};

    fn sentences(text: &str) -> Vec<String> {
        let document = Document::plain(text);
        let letter = Letter::new(&document);
        letter.sentences.iter().map(|s| document.text[s.start..s.end].to_owned()).collect()
    }

    #[test]
    fn abbreviations_ordinals_and_dates_do_not_end_a_sentence() {
        assert_eq!(
            sentences("Jf. forvaltningslovens § 12, stk. 2. Det gælder f.eks. den 3. marts kl. 10.30. Ring."),
            ["Jf. forvaltningslovens § 12, stk. 2.", "Det gælder f.eks. den 3. marts kl. 10.30.", "Ring."]
        );
        assert_eq!(sentences("Det koster 1.250 kr. Du bor på 1. sal."), ["Det koster 1.250 kr.", "Du bor på 1. sal."]);
    }

    #[test]
    fn headings_and_list_items_end_without_a_full_stop() {
        assert_eq!(
            sentences("Sådan gør du\n- Ring til os\n- Skriv til os\n\nTak."),
            ["Sådan gør du", "Ring til os", "Skriv til os", "Tak."]
        );
    }

    #[test]
    fn questions_and_exclamations_end_a_sentence() {
        assert_eq!(sentences("Er sagen lukket? Nej. Tak!"), ["Er sagen lukket?", "Nej.", "Tak!"]);
    }
}
