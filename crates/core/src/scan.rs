//! Finds every match of every pattern in a letter, in one pass over its words.

use crate::letter::Letter;
use std::cell::RefCell;

use crate::pattern::{Anchor, Bounds, Context, FormId, Match, PartId, Program, Scratch};
use crate::rulebook::{Owner, Rulebook};
use crate::zones::Zone;

/// A match of a primary pattern.
#[derive(Clone, Debug)]
pub(crate) struct Hit {
    pub(crate) owner: Owner,
    pub(crate) sentence: usize,
    pub(crate) found: Match,
}

/// A letter with the ids of its words, for running patterns on it.
pub(crate) struct Scanned<'a> {
    pub(crate) letter: &'a Letter<'a>,
    forms: Vec<FormId>,
    parts: Vec<(u32, PartId)>,
    scratch: RefCell<Scratch>,
}

impl<'a> Scanned<'a> {
    pub(crate) fn new(book: &Rulebook, letter: &'a Letter<'a>) -> Self {
        let forms = letter.words.iter().map(|word| book.vocabulary.form(letter.form(word))).collect();
        let mut parts = Vec::new();
        let mut at = 0;
        book.vocabulary.scan_parts(&letter.folded, |part, start, end| {
            while at < letter.words.len() && letter.words[at].end < end {
                at += 1;
            }
            if letter.words.get(at).is_some_and(|word| book.vocabulary.fits(part, start, end, word.start, word.end)) {
                parts.push((at as u32, part));
            }
        });
        parts.sort_unstable();
        parts.dedup();
        Self { letter, forms, parts, scratch: RefCell::default() }
    }

    fn context(&self) -> Context<'_> {
        Context { text: self.letter.text(), words: &self.letter.words, forms: &self.forms, parts: &self.parts }
    }

    /// Whether any of `programs` matches in sentence `index`.
    pub(crate) fn any(&self, programs: &[Program], index: usize) -> bool {
        let sentence = self.bounds(index);
        programs.iter().any(|program| self.find(program, sentence, sentence.start).is_some())
    }

    /// The matches of `program` in sentence `index`, from left to right.
    pub(crate) fn matches(&self, program: &Program, index: usize) -> Vec<Match> {
        let sentence = self.bounds(index);
        let mut found = Vec::new();
        let mut from = sentence.start;
        while let Some(hit) = self.find(program, sentence, from) {
            from = hit.words.end.max(hit.words.start + 1);
            found.push(hit);
        }
        found
    }

    fn bounds(&self, index: usize) -> Bounds {
        let sentence = &self.letter.sentences[index];
        Bounds { start: sentence.words.start, end: sentence.words.end, question: sentence.question }
    }

    fn find(&self, program: &Program, sentence: Bounds, from: usize) -> Option<Match> {
        program.find(&self.context(), sentence, from, &mut self.scratch.borrow_mut())
    }

    /// The form ids of the words of quoted text, which are the citizen's own words.
    pub(crate) fn citizens_forms(&self) -> Vec<FormId> {
        let sentences = self.letter.sentences.iter().filter(|sentence| sentence.zone == Zone::Quoted);
        let mut forms: Vec<FormId> = sentences
            .flat_map(|sentence| self.forms[sentence.words.clone()].iter().copied())
            .filter(|form| *form != 0)
            .collect();
        forms.sort_unstable();
        forms.dedup();
        forms
    }

    /// The form id of word `index`.
    pub(crate) fn form(&self, index: usize) -> FormId {
        self.forms[index]
    }
}

/// What the sentence at hand has: forms, parts and kinds of words, each stamped with the sentence's number.
struct Present {
    sentence: u32,
    forms: Vec<u32>,
    parts: Vec<u32>,
    kinds: [u32; 8],
}

impl Present {
    fn new(book: &Rulebook) -> Self {
        Self {
            sentence: 0,
            forms: vec![0; book.index.by_form.len()],
            parts: vec![0; book.index.by_part.len()],
            kinds: [0; 8],
        }
    }

    /// Notes `anchor`; whether it is new in this sentence.
    fn note(&mut self, anchor: Anchor) -> bool {
        let sentence = self.sentence;
        let stamp = self.stamp(anchor);
        std::mem::replace(stamp, sentence) != sentence
    }

    fn has(&mut self, anchor: Anchor) -> bool {
        let sentence = self.sentence;
        *self.stamp(anchor) == sentence
    }

    fn stamp(&mut self, anchor: Anchor) -> &mut u32 {
        match anchor {
            Anchor::Form(form) => &mut self.forms[form as usize],
            Anchor::Part(part) => &mut self.parts[usize::from(part)],
            Anchor::Kind(kind) => &mut self.kinds[usize::from(kind.0)],
        }
    }
}

/// All matches of the rulebook's primary patterns, by sentence.
pub(crate) fn scan(book: &Rulebook, scanned: &Scanned<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    let mut present = Present::new(book);
    let mut tried_in = vec![0u32; book.patterns.len()];
    let mut candidates: Vec<u32> = Vec::new();
    let mut next_part = 0;
    for (index, sentence) in scanned.letter.sentences.iter().enumerate() {
        while scanned.parts.get(next_part).is_some_and(|(word, _)| (*word as usize) < sentence.words.start) {
            next_part += 1;
        }
        if !book.looks_in(sentence.zone) {
            continue;
        }
        present.sentence += 1;
        candidates.clear();
        let mut see = |anchor: Anchor, patterns: &[u32]| {
            if present.note(anchor) {
                candidates.extend_from_slice(patterns);
            }
        };
        for at in sentence.words.clone() {
            let (form, word) = (scanned.forms[at], &scanned.letter.words[at]);
            see(Anchor::Form(form), book.index.by_form.get(form as usize));
            for kind in std::iter::once(word.kind).chain(word.stands_for()) {
                see(Anchor::Kind(kind.into()), book.index.by_kind.get(kind as usize));
            }
        }
        let parts = scanned.parts[next_part..].iter().take_while(|(word, _)| (*word as usize) < sentence.words.end);
        for (_, part) in parts {
            see(Anchor::Part(*part), book.index.by_part.get(usize::from(*part)));
        }
        for candidate in &candidates {
            let number = *candidate as usize;
            let pattern = &book.patterns[number];
            let fresh = std::mem::replace(&mut tried_in[number], present.sentence) != present.sentence;
            let complete = pattern.second.is_empty() || pattern.second.iter().any(|anchor| present.has(*anchor));
            if fresh && complete && book.zones_of(pattern.owner).contains(&sentence.zone) {
                let found = scanned.matches(&pattern.program, index);
                hits.extend(found.into_iter().map(|found| Hit { owner: pattern.owner, sentence: index, found }));
            }
        }
    }
    hits
}

impl Rulebook {
    fn zones_of(&self, owner: Owner) -> &[Zone] {
        match owner {
            Owner::Rule(index) => &self.rules[index].scope.zones,
            Owner::Move(index) => &self.moves[index].zones,
            Owner::Cue(index) => &self.cues[index].zones,
            Owner::Signal(index) => &self.signals[index].zones,
        }
    }

    /// Whether any pattern may look into `zone`; nobody judges what the citizen wrote.
    fn looks_in(&self, zone: Zone) -> bool {
        zone != Zone::Quoted && zone != Zone::Attachment
    }
}
