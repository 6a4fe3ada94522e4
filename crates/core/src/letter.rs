//! A document taken apart: words, sentences, zones.

use crate::document::Document;
use crate::fold::fold;
use crate::sentences::{Sentence, mark_quotations, split};
use crate::words::{Word, words_of};
use crate::zones::{Zone, zones};

/// A document with its words, sentences and zones. All offsets are bytes of [`Document::text`].
#[derive(Debug)]
pub struct Letter<'d> {
    /// What was taken apart.
    pub document: &'d Document,
    /// The text in lower case, with the same offsets.
    pub folded: String,
    /// All words, in order.
    pub words: Vec<Word>,
    /// All sentences, in order.
    pub sentences: Vec<Sentence>,
    /// The zone of each block.
    pub zones: Vec<Zone>,
}

impl<'d> Letter<'d> {
    /// Takes `document` apart.
    #[must_use]
    pub fn new(document: &'d Document) -> Self {
        Self::with_zones(document, zones)
    }

    /// Takes a text apart that is known to be running text, such as a rule's example: every block is body.
    #[must_use]
    pub fn running_text(document: &'d Document) -> Self {
        Self::with_zones(document, |document, _| vec![Zone::Body; document.blocks.len()])
    }

    fn with_zones(document: &'d Document, zones: impl Fn(&Document, &str) -> Vec<Zone>) -> Self {
        let text = document.text.as_str();
        let folded = fold(text);
        let zones = zones(document, &folded);
        let mut words = Vec::with_capacity(text.len() / 6);
        let mut sentences = Vec::with_capacity(text.len() / 60);
        for (index, block) in document.blocks.iter().enumerate() {
            let first = words.len();
            words_of(text, &folded, block.start, block.end, &mut words);
            mark_quotations(text, &mut words[first..], block.start, block.end);
            split(text, &folded, &words, first..words.len(), block.end, |words, span| {
                sentences.push(Sentence {
                    words,
                    start: span.start,
                    end: span.end,
                    block: index,
                    zone: zones[index],
                    question: text[span.clone()].trim_end_matches(['"', '”', ')']).ends_with('?'),
                });
            });
        }
        let mut letter = Self { document, folded, words, sentences, zones };
        crate::zones::mark_sentences(&mut letter);
        letter
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> &'d str {
        &self.document.text
    }

    /// The folded text of a word.
    #[must_use]
    pub fn form(&self, word: &Word) -> &str {
        &self.folded[word.start..word.end]
    }

    /// The folded text of a sentence.
    #[must_use]
    pub fn folded_sentence(&self, sentence: &Sentence) -> &str {
        &self.folded[sentence.start..sentence.end]
    }

    /// The sentences of the authority's own running text, in order.
    pub fn body(&self) -> impl Iterator<Item = (usize, &Sentence)> {
        self.sentences.iter().enumerate().filter(|(_, sentence)| sentence.zone.is_running_text())
    }
}
