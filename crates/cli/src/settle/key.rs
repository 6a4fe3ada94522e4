//! What stays the same of a finding when the lines around it move: its rule and its sentence.

use std::ops::Range;

use sha2::{Digest, Sha256};
use traek_core::{Document, Finding, Letter};

/// Bytes of a key: enough that two sentences never share one by chance.
const KEY_BYTES: usize = 16;

/// The sentences of a letter.
#[derive(Debug)]
pub(crate) struct Sentences<'d> {
    text: &'d str,
    /// In order of position (bytes).
    spans: Vec<Range<usize>>,
}

impl<'d> Sentences<'d> {
    pub(crate) fn new(document: &'d Document) -> Self {
        let letter = Letter::new(document);
        let spans = letter.sentences.iter().map(|sentence| sentence.start..sentence.end).collect();
        Self { text: &document.text, spans }
    }

    /// The sentences that `place` touches; the place itself where there are none.
    pub(crate) fn around(&self, place: &Range<usize>) -> &'d str {
        let first = self.spans.partition_point(|span| span.end <= place.start);
        let touched = self.spans[first..].iter().take_while(|span| span.start < place.end.max(place.start + 1));
        let bounds = touched.fold(place.clone(), |all, span| all.start.min(span.start)..all.end.max(span.end));
        &self.text[bounds]
    }

    /// What a place of a finding is known by, in hexadecimal: a hash, so that no letter text is kept. What is said about
    /// the whole letter stands in no sentence.
    pub(crate) fn key(&self, finding: &Finding, place: &Range<usize>) -> String {
        let sentence = if finding.about_letter { String::new() } else { normalised(self.around(place)) };
        key(&[&finding.rule, &sentence])
    }
}

/// A hash of texts, in hexadecimal.
pub(crate) fn key(parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    hash.finalize().iter().take(KEY_BYTES).map(|byte| format!("{byte:02x}")).collect()
}

/// `sentence` as it is compared: in lower case, without line breaks and the difference between kinds of quotes, dashes
/// and spaces.
pub(crate) fn normalised(sentence: &str) -> String {
    let folded = traek_core::fold(sentence);
    let plain = folded.chars().map(|sign| match sign {
        '»' | '«' | '”' | '“' | '„' => '"',
        '’' | '‘' | '´' => '\'',
        '–' | '—' | '‑' => '-',
        other => other,
    });
    let plain: String = plain.collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_is_the_same_in_other_lines_and_quotes() {
        assert_eq!(normalised("Vi  skrev\n»nej« – til Dig."), normalised("vi skrev \"nej\" - til dig."));
        assert_ne!(normalised("Vi skrev til dig."), normalised("Vi skrev til jer."));
    }

    #[test]
    fn a_place_is_known_by_its_sentence() {
        let document = Document::plain("Tak for din mail. Vi skriver igen.\n\nVi ses.");
        let sentences = Sentences::new(&document);
        assert_eq!(sentences.around(&(20..22)), "Vi skriver igen.");
        assert_eq!(sentences.around(&(0..20)), "Tak for din mail. Vi skriver igen.");
    }

    #[test]
    fn parts_of_a_key_do_not_run_together() {
        assert_ne!(key(&["ab", "c"]), key(&["a", "bc"]));
        assert_eq!(key(&["ab", "c"]).len(), 2 * KEY_BYTES);
    }
}
