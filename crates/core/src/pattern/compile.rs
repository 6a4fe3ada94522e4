//! From pattern tree to program.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::parse::{Node, parse};
use super::program::{Program, Step};
use super::vocabulary::{FormId, Vocabulary};
use crate::lexicon::Lexicon;

/// What patterns are compiled against: the lexicon, the named sets, and the vocabulary that grows with them.
pub(crate) struct Compiler<'a> {
    pub(crate) lexicon: &'a Lexicon,
    pub(crate) sets: &'a BTreeMap<String, Vec<String>>,
    pub(crate) vocabulary: &'a mut Vocabulary,
    expanded: FxHashMap<String, Node>,
    depth: usize,
}

/// Sets may name sets this deep.
const DEEPEST_SET: usize = 8;

impl<'a> Compiler<'a> {
    pub(crate) fn new(
        lexicon: &'a Lexicon,
        sets: &'a BTreeMap<String, Vec<String>>,
        vocabulary: &'a mut Vocabulary,
    ) -> Self {
        Self { lexicon, sets, vocabulary, expanded: FxHashMap::default(), depth: 0 }
    }

    /// Reads a pattern and puts the forms of lemmas and sets in their place.
    ///
    /// # Errors
    /// A Danish message that says what is wrong.
    pub(crate) fn expand(&mut self, pattern: &str) -> Result<Node, String> {
        let node = parse(pattern)?;
        self.expanded(node)
    }

    fn expanded(&mut self, node: Node) -> Result<Node, String> {
        Ok(match node {
            Node::Lemma(lemma) => self.lemma(&lemma)?,
            Node::Set(name) => self.set(&name)?,
            Node::Sequence(items) => Node::Sequence(self.all(items)?),
            Node::Alternatives(items) => Node::Alternatives(flatten(self.all(items)?)),
            Node::Optional(inner) => Node::Optional(Box::new(self.expanded(*inner)?)),
            Node::Not(inner) => Node::Not(Box::new(self.expanded(*inner)?)),
            Node::Mark(inner) => Node::Mark(Box::new(self.expanded(*inner)?)),
            other => other,
        })
    }

    fn all(&mut self, items: Vec<Node>) -> Result<Vec<Node>, String> {
        items.into_iter().map(|item| self.expanded(item)).collect()
    }

    fn lemma(&mut self, lemma: &str) -> Result<Node, String> {
        let forms =
            self.lexicon.paradigm(lemma).ok_or_else(|| format!("ordet »{lemma}« står ikke i noget leksikon"))?;
        Ok(forms_node(forms.iter().flatten()))
    }

    fn set(&mut self, name: &str) -> Result<Node, String> {
        if let Some(known) = self.expanded.get(name) {
            return Ok(known.clone());
        }
        let members = self.sets.get(name).ok_or_else(|| format!("mængden »@{name}« findes ikke"))?;
        if self.depth == DEEPEST_SET {
            return Err(format!("mængden »@{name}« går i ring"));
        }
        self.depth += 1;
        let members: Result<Vec<Node>, String> = members.iter().map(|member| self.expand(member)).collect();
        self.depth -= 1;
        let node = Node::Alternatives(flatten(members?));
        self.expanded.insert(name.to_owned(), node.clone());
        Ok(node)
    }

    /// The program of an expanded pattern.
    pub(crate) fn compile(&mut self, node: &Node) -> Program {
        let mut steps = Vec::new();
        self.emit(node, &mut steps);
        steps.push(Step::Accept);
        let starts = self.starts(node).map(|mut forms| {
            forms.sort_unstable();
            forms.dedup();
            forms
        });
        Program { steps, reach: reach(node), starts }
    }

    /// The forms that a match of `node` can begin with; `None` where any word could.
    fn starts(&mut self, node: &Node) -> Option<Vec<FormId>> {
        match node {
            Node::Word(word) => Some(vec![self.vocabulary.intern(word)]),
            Node::Exact(text) => Some(vec![self.vocabulary.intern(&text.to_lowercase())]),
            Node::Mark(inner) => self.starts(inner),
            Node::Alternatives(items) => {
                let mut all = Vec::new();
                for item in items {
                    all.extend(self.starts(item)?);
                }
                Some(all)
            }
            Node::Sequence(items) => {
                let mut all = Vec::new();
                for item in items {
                    match item {
                        Node::Start | Node::Comma | Node::Question | Node::Not(_) => {}
                        Node::Optional(inner) => all.extend(self.starts(inner)?),
                        other => {
                            all.extend(self.starts(other)?);
                            return Some(all);
                        }
                    }
                }
                None
            }
            _ => None,
        }
    }

    fn emit(&mut self, node: &Node, steps: &mut Vec<Step>) {
        match node {
            Node::Word(word) => steps.push(Step::Forms(Box::new([self.vocabulary.intern(word)]))),
            Node::Exact(text) => {
                self.vocabulary.intern(&text.to_lowercase());
                steps.push(Step::Exact(text.as_str().into()));
            }
            Node::Part(place, text) => steps.push(Step::Part(self.vocabulary.intern_part(*place, text))),
            Node::Kind(kind) => steps.push(Step::Kind(*kind)),
            Node::Name => steps.push(Step::Name),
            Node::Any => steps.push(Step::Any),
            Node::Question => steps.push(Step::Question),
            Node::Start => steps.push(Step::Start),
            Node::End => steps.push(Step::End),
            Node::Comma => steps.push(Step::Comma),
            Node::Gap { max, clause } => steps.push(Step::Gap { max: *max, clause: *clause }),
            Node::Sequence(items) => items.iter().for_each(|item| self.emit(item, steps)),
            Node::Alternatives(items) => self.emit_alternatives(items, steps),
            Node::Optional(inner) => {
                let split = steps.len();
                steps.push(Step::Accept);
                self.emit(inner, steps);
                steps[split] = Step::Split(split + 1, steps.len());
            }
            Node::Not(inner) => {
                let program = self.compile(inner);
                steps.push(Step::Not(Box::new(program)));
            }
            Node::Mark(inner) => {
                steps.push(Step::MarkStart);
                self.emit(inner, steps);
                steps.push(Step::MarkEnd);
            }
            // Expansion has replaced them.
            Node::Lemma(_) | Node::Set(_) => {}
        }
    }

    /// Single words become one step; longer alternatives are tried before shorter ones.
    fn emit_alternatives(&mut self, items: &[Node], steps: &mut Vec<Step>) {
        let mut forms: Vec<FormId> = Vec::new();
        let mut others: Vec<&Node> = Vec::new();
        for item in items {
            match item {
                Node::Word(word) => forms.push(self.vocabulary.intern(word)),
                other => others.push(other),
            }
        }
        others.sort_by_key(|node| std::cmp::Reverse(reach(node)));
        forms.sort_unstable();
        forms.dedup();
        let mut exits = Vec::new();
        let branches = others.len() + usize::from(!forms.is_empty());
        for index in 0..branches {
            let split = steps.len();
            let last = index + 1 == branches;
            if !last {
                steps.push(Step::Accept);
            }
            match others.get(index) {
                Some(node) => self.emit(node, steps),
                None => steps.push(Step::Forms(forms.as_slice().into())),
            }
            if !last {
                exits.push(steps.len());
                steps.push(Step::Accept);
                steps[split] = Step::Split(split + 1, steps.len());
            }
        }
        let end = steps.len();
        for exit in exits {
            steps[exit] = Step::Jump(end);
        }
    }
}

fn forms_node<'f>(forms: impl Iterator<Item = &'f String>) -> Node {
    let forms = forms.map(|form| phrase(form)).collect();
    Node::Alternatives(forms)
}

/// A form of one or more words.
pub(crate) fn phrase(form: &str) -> Node {
    let mut words: Vec<Node> = form.split(' ').map(|word| Node::Word(word.to_lowercase())).collect();
    if words.len() == 1 { words.remove(0) } else { Node::Sequence(words) }
}

fn flatten(items: Vec<Node>) -> Vec<Node> {
    let mut flat = Vec::with_capacity(items.len());
    for item in items {
        match item {
            Node::Alternatives(inner) => flat.extend(inner),
            other => flat.push(other),
        }
    }
    flat
}

/// The most words that a match of `node` spans.
fn reach(node: &Node) -> usize {
    match node {
        Node::Gap { max, .. } => usize::from(*max),
        Node::Sequence(items) => items.iter().map(reach).sum(),
        Node::Alternatives(items) => items.iter().map(reach).max().unwrap_or(0),
        Node::Optional(inner) | Node::Mark(inner) => reach(inner),
        Node::Not(_) | Node::Start | Node::End | Node::Comma | Node::Question => 0,
        _ => 1,
    }
}
