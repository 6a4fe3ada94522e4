//! Finds every match of every pattern in a letter, in one pass over its words.

use crate::letter::Letter;
use std::cell::RefCell;

use crate::pattern::{Bounds, Context, FormId, Match, PartId, Program, Scratch};
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

/// All matches of the rulebook's primary patterns, by sentence.
pub(crate) fn scan(book: &Rulebook, scanned: &Scanned<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    let mut tried_in = vec![u32::MAX; book.patterns.len()];
    let mut candidates: Vec<u32> = Vec::new();
    for (index, sentence) in scanned.letter.sentences.iter().enumerate() {
        if !book.looks_in(sentence.zone) {
            continue;
        }
        let stamp = index as u32;
        candidates.clear();
        let mut add = |patterns: &[u32]| {
            for pattern in patterns {
                let last = &mut tried_in[*pattern as usize];
                if *last != stamp {
                    *last = stamp;
                    candidates.push(*pattern);
                }
            }
        };
        for at in sentence.words.clone() {
            add(&book.index.by_form[scanned.forms[at] as usize]);
            add(&book.index.by_kind[scanned.letter.words[at].kind as usize]);
        }
        let first = scanned.parts.partition_point(|(word, _)| (*word as usize) < sentence.words.start);
        for (word, part) in &scanned.parts[first..] {
            if *word as usize >= sentence.words.end {
                break;
            }
            add(&book.index.by_part[usize::from(*part)]);
        }
        candidates.sort_unstable();
        for candidate in &candidates {
            let pattern = &book.patterns[*candidate as usize];
            if book.zones_of(pattern.owner).contains(&sentence.zone) {
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
