//! All words and parts of words that any pattern asks for, and how to find them in a text in one pass.

use std::sync::OnceLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::parse::Part;

/// A word form that some pattern mentions. 0 is any other word.
pub(crate) type FormId = u32;
/// A part of a word that some pattern mentions.
pub(crate) type PartId = u16;

/// The forms and parts of all patterns.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(from = "Listed", into = "Listed")]
pub(crate) struct Vocabulary {
    forms: FxHashMap<Box<str>, FormId>,
    parts: Vec<(Part, Box<str>)>,
    part_ids: FxHashMap<(Part, Box<str>), PartId>,
    automaton: OnceLock<Option<AhoCorasick>>,
}

/// A vocabulary as it is stored: forms and parts in the order of their ids.
#[derive(Serialize, Deserialize)]
struct Listed {
    forms: Vec<Box<str>>,
    parts: Vec<(Part, Box<str>)>,
}

impl From<Vocabulary> for Listed {
    fn from(vocabulary: Vocabulary) -> Self {
        let mut forms: Vec<(FormId, Box<str>)> = vocabulary.forms.into_iter().map(|(form, id)| (id, form)).collect();
        forms.sort_unstable_by_key(|(id, _)| *id);
        Self { forms: forms.into_iter().map(|(_, form)| form).collect(), parts: vocabulary.parts }
    }
}

impl From<Listed> for Vocabulary {
    fn from(listed: Listed) -> Self {
        let mut vocabulary = Self::with_capacity(listed.forms.len());
        for (id, form) in (1..).zip(listed.forms) {
            vocabulary.forms.insert(form, id);
        }
        for (place, text) in &listed.parts {
            vocabulary.intern_part(*place, text);
        }
        vocabulary
    }
}

impl Vocabulary {
    pub(crate) fn with_capacity(forms: usize) -> Self {
        Self {
            forms: FxHashMap::with_capacity_and_hasher(forms, rustc_hash::FxBuildHasher),
            parts: Vec::new(),
            part_ids: FxHashMap::default(),
            automaton: OnceLock::new(),
        }
    }

    /// The id of `form` (in lower case), which gets one if it has none.
    pub(crate) fn intern(&mut self, form: &str) -> FormId {
        if let Some(id) = self.forms.get(form) {
            return *id;
        }
        let id = FormId::try_from(self.forms.len() + 1).unwrap_or(FormId::MAX);
        self.forms.insert(form.into(), id);
        id
    }

    pub(crate) fn intern_part(&mut self, place: Part, text: &str) -> PartId {
        let key = (place, Box::from(text));
        if let Some(id) = self.part_ids.get(&key) {
            return *id;
        }
        let id = PartId::try_from(self.parts.len()).unwrap_or(PartId::MAX);
        self.parts.push(key.clone());
        self.part_ids.insert(key, id);
        id
    }

    /// The id of a word in lower case; 0 if no pattern mentions it.
    pub(crate) fn form(&self, word: &str) -> FormId {
        self.forms.get(word).copied().unwrap_or(0)
    }

    pub(crate) fn form_count(&self) -> usize {
        self.forms.len() + 1
    }

    pub(crate) fn part_count(&self) -> usize {
        self.parts.len()
    }

    /// Every form, in no particular order.
    pub(crate) fn forms(&self) -> impl Iterator<Item = &str> {
        self.forms.keys().map(AsRef::as_ref)
    }

    /// Calls `found(part, start, end)` for each occurrence of a part's letters in `folded`, by ascending end.
    pub(crate) fn scan_parts(&self, folded: &str, mut found: impl FnMut(PartId, usize, usize)) {
        if self.parts.is_empty() {
            return;
        }
        let automaton = self.automaton.get_or_init(|| {
            AhoCorasick::builder()
                .kind(Some(AhoCorasickKind::ContiguousNFA))
                .build(self.parts.iter().map(|(_, text)| text.as_bytes()))
                .ok()
        });
        if let Some(automaton) = automaton {
            for hit in automaton.find_overlapping_iter(folded) {
                found(hit.pattern().as_u32() as PartId, hit.start(), hit.end());
            }
        }
    }

    /// Whether part `id`, found at `start..end`, stands where it should in the word `word_start..word_end`.
    pub(crate) fn fits(&self, id: PartId, start: usize, end: usize, word_start: usize, word_end: usize) -> bool {
        let inside = word_start <= start && end <= word_end;
        inside
            && match self.parts[usize::from(id)].0 {
                Part::Suffix => end == word_end,
                Part::Prefix => start == word_start,
                Part::Inside => true,
            }
    }
}
