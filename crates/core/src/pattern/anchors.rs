//! The rarest words that a pattern cannot do without.

use serde::{Deserialize, Serialize};

use super::parse::Node;
use super::vocabulary::{FormId, PartId, Vocabulary};
use crate::words::WordKind;

/// Something in a sentence that makes a pattern worth trying.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) enum Anchor {
    Form(FormId),
    Part(PartId),
    Kind(WordKindOrd),
}

/// [`WordKind`] with an order, so that anchors can be sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct WordKindOrd(pub(crate) u8);

impl From<WordKind> for WordKindOrd {
    fn from(kind: WordKind) -> Self {
        Self(kind as u8)
    }
}

/// Words that stand in nearly every sentence: a pattern that can hold on to another word should.
const COMMON: [&str; 60] = [
    "vi", "jeg", "du", "i", "de", "det", "den", "der", "som", "at", "og", "er", "har", "en", "et", "til", "på", "for",
    "med", "af", "om", "ikke", "kan", "vil", "skal", "din", "dit", "dine", "os", "dig", "så", "hvis", "når", "da",
    "men", "fra", "vores", "være", "bliver", "blev", "var", "have", "hvor", "ved", "også", "jer", "mig", "min",
    "efter", "må", "kommunen", "her", "eller", "havde", "skulle", "ville", "kunne", "man", "nu", "fordi",
];

const COST_OF_COMMON: usize = 60;
const COST_OF_PART: usize = 12;
const COST_OF_KIND: usize = 40;

/// What must be in a sentence before a pattern is worth trying: one of `first`, and one of `second` if there are any.
#[derive(Clone, Debug, Default)]
pub(crate) struct Anchors {
    pub(crate) first: Vec<Anchor>,
    pub(crate) second: Vec<Anchor>,
}

/// The two cheapest sets of anchors of which one each is in every match of `node`; `None` if there is not even one.
pub(crate) fn anchors(node: &Node, vocabulary: &mut Vocabulary) -> Option<Anchors> {
    let mut sets = Vec::new();
    required(node, vocabulary, &mut sets);
    sets.sort_by_key(|(cost, _)| *cost);
    let mut sets = sets.into_iter().map(|(_, mut found)| {
        found.sort_unstable();
        found.dedup();
        found
    });
    Some(Anchors { first: sets.next()?, second: sets.next().unwrap_or_default() })
}

/// The sets of anchors of the parts of `node` that follow each other, with their costs.
fn required(node: &Node, vocabulary: &mut Vocabulary, sets: &mut Vec<(usize, Vec<Anchor>)>) {
    match node {
        Node::Sequence(items) => items.iter().for_each(|item| required(item, vocabulary, sets)),
        Node::Mark(inner) => required(inner, vocabulary, sets),
        other => sets.extend(cheapest(other, vocabulary)),
    }
}

fn cheapest(node: &Node, vocabulary: &mut Vocabulary) -> Option<(usize, Vec<Anchor>)> {
    match node {
        Node::Word(word) => Some(form(word, vocabulary)),
        Node::Exact(text) => Some(form(&text.to_lowercase(), vocabulary)),
        Node::Part(place, text) => Some((COST_OF_PART, vec![Anchor::Part(vocabulary.intern_part(*place, text))])),
        Node::Kind(kind) => Some((COST_OF_KIND, vec![Anchor::Kind((*kind).into())])),
        Node::Sequence(items) => items.iter().filter_map(|item| cheapest(item, vocabulary)).min_by_key(|found| found.0),
        Node::Alternatives(items) => {
            let mut all = (0, Vec::new());
            for item in items {
                let (cost, found) = cheapest(item, vocabulary)?;
                all.0 += cost;
                all.1.extend(found);
            }
            Some(all)
        }
        Node::Mark(inner) => cheapest(inner, vocabulary),
        _ => None,
    }
}

fn form(word: &str, vocabulary: &mut Vocabulary) -> (usize, Vec<Anchor>) {
    let cost = if COMMON.contains(&word) { COST_OF_COMMON } else { 1 };
    (cost, vec![Anchor::Form(vocabulary.intern(word))])
}
