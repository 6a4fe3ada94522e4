//! The paragraphs of all templates, each wording once.

use std::collections::HashMap;

use traek_core::{Letter, WordKind, Zone};

use crate::report::{people, quote};

/// Shorter paragraphs (words) are alike by chance.
const FEWEST_WORDS: usize = 12;

/// What a merge field is compared as.
const FIELD: &str = "«»";

/// Longer paragraphs (words) are no paragraphs of a letter; comparing them would take its time.
const MOST_WORDS: usize = 600;

/// The paragraphs of all templates, each wording once.
#[derive(Default)]
pub(crate) struct Paragraphs {
    /// Numbers of words in lower case; all merge fields are one word.
    words: HashMap<Box<str>, u32>,
    /// By the numbers of the words, the place in `all`.
    known: HashMap<Box<[u32]>, usize>,
    pub(super) all: Vec<Paragraph>,
}

pub(super) struct Paragraph {
    pub(super) words: Box<[u32]>,
    /// As it was first seen, on one line.
    pub(super) text: String,
    /// Where each word ends in `text` (bytes); what stands between two words goes with the first.
    ends: Box<[u32]>,
    /// Numbers of the templates that have it, in order.
    pub(super) templates: Vec<usize>,
}

impl Paragraphs {
    /// Keeps the paragraphs of template `number`.
    pub(crate) fn add(&mut self, number: usize, letter: &Letter<'_>) {
        let mut first = 0;
        while first < letter.sentences.len() {
            let block = letter.sentences[first].block;
            let length = letter.sentences[first..].iter().take_while(|sentence| sentence.block == block).count();
            let sentences = &letter.sentences[first..first + length];
            first += length;
            let own = matches!(sentences[0].zone, Zone::Body | Zone::ComplaintGuidance);
            let words = sentences[0].words.start..sentences[length - 1].words.end;
            if own && (FEWEST_WORDS..=MOST_WORDS).contains(&words.len()) {
                self.add_paragraph(number, letter, words, block);
            }
        }
    }

    fn add_paragraph(&mut self, template: usize, letter: &Letter<'_>, words: std::ops::Range<usize>, block: usize) {
        let words = &letter.words[words];
        let named = people::names_of_people(letter, words);
        let numbers: Box<[u32]> = words
            .iter()
            .zip(&named)
            .map(|(word, named)| {
                // A name fills a place as a merge field does.
                let form = if *named || word.kind == WordKind::Field { FIELD } else { letter.form(word) };
                let next = self.words.len() as u32;
                *self.words.entry(form.into()).or_insert(next)
            })
            .collect();
        if let Some(known) = self.known.get(&numbers) {
            let templates = &mut self.all[*known].templates;
            if templates.last() != Some(&template) {
                templates.push(template);
            }
            return;
        }
        let end = letter.document.blocks[block].end;
        let mut text = String::new();
        let mut ends = Vec::with_capacity(words.len());
        for (at, word) in words.iter().enumerate() {
            let until = words.get(at + 1).map_or(end, |next| next.start);
            let (before, after) = (at > 0 && named[at - 1], named.get(at + 1).is_some_and(|named| *named));
            match named[at] {
                true if before => {}
                true => text.push_str(people::NAME),
                false => text.push_str(&letter.text()[word.start..word.end]),
            }
            if !(named[at] && after) {
                text.push_str(&quote::on_one_line(&letter.text()[word.end..until]));
            }
            ends.push(text.len() as u32);
        }
        self.known.insert(numbers.clone(), self.all.len());
        self.all.push(Paragraph { words: numbers, text, ends: ends.into(), templates: vec![template] });
    }

    /// How many paragraphs several templates share word for word.
    pub(super) fn shared(&self) -> usize {
        self.all.iter().filter(|paragraph| paragraph.templates.len() > 1).count()
    }
}

impl Paragraph {
    /// The text of some of its words, with what follows them.
    pub(super) fn stretch(&self, words: std::ops::Range<usize>) -> String {
        let end = |word: usize| word.checked_sub(1).map_or(0, |before| self.ends[before] as usize);
        quote::without_cpr(&self.text[end(words.start)..end(words.end)])
    }
}

impl Paragraphs {
    /// For each word whether it is a figure, a date or a time.
    pub(super) fn figures(&self) -> Vec<bool> {
        let mut figures = vec![false; self.words.len()];
        for (word, number) in &self.words {
            figures[*number as usize] = quote::is_figure(word);
        }
        figures
    }
}
