//! Compiled patterns and how they run over the words of a sentence.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::vocabulary::{FormId, PartId};
use crate::fields::FieldKind;
use crate::words::{Case, Word, WordKind};

/// One step of a program.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) enum Step {
    /// The word is one of these forms (sorted).
    Forms(Box<[FormId]>),
    /// The word is exactly this text.
    Exact(Box<str>),
    Part(PartId),
    Kind(WordKind),
    Name,
    Any,
    Comma,
    Start,
    End,
    Question,
    /// Tries the first, then the second.
    Split(usize, usize),
    Jump(usize),
    Gap {
        max: u8,
        clause: bool,
    },
    Not(Box<Program>),
    MarkStart,
    MarkEnd,
    Accept,
}

/// A compiled pattern.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Program {
    pub(crate) steps: Vec<Step>,
    /// The most words that a match can span.
    pub(crate) reach: usize,
    /// The forms that a match can begin with (sorted), where they are known.
    pub(crate) starts: Option<Vec<FormId>>,
}

/// Memory that matching uses again and again.
#[derive(Default)]
pub(crate) struct Scratch {
    visited: Vec<u64>,
    stack: Vec<State>,
}

/// The words of one letter as patterns see them.
pub(crate) struct Context<'a> {
    pub(crate) text: &'a str,
    pub(crate) words: &'a [Word],
    pub(crate) forms: &'a [FormId],
    /// Parts of words as (word, part), sorted.
    pub(crate) parts: &'a [(u32, PartId)],
}

/// A match: word indices of all of it and of the part to report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Match {
    pub(crate) words: Range<usize>,
    pub(crate) marked: Range<usize>,
}

#[derive(Clone, Copy)]
struct State {
    step: usize,
    at: usize,
    mark: (usize, usize),
}

const UNMARKED: usize = usize::MAX;

/// The sentence that a program runs over.
#[derive(Clone, Copy)]
pub(crate) struct Bounds {
    /// Index of its first word.
    pub(crate) start: usize,
    /// Index after its last word.
    pub(crate) end: usize,
    /// Whether it ends with a question mark.
    pub(crate) question: bool,
}

impl Program {
    /// The leftmost match in the sentence that begins at word `from` or later.
    ///
    /// At one place alternatives are tried in order, options are taken when they can be, gaps are kept short.
    pub(crate) fn find(
        &self,
        context: &Context<'_>,
        sentence: Bounds,
        from: usize,
        scratch: &mut Scratch,
    ) -> Option<Match> {
        (from..sentence.end)
            .filter(|start| match &self.starts {
                Some(forms) => forms.binary_search(&context.forms[*start]).is_ok(),
                None => true,
            })
            .find_map(|start| self.match_at(context, sentence, start, scratch))
    }

    /// The preferred match that begins at word `start`.
    fn match_at(&self, context: &Context<'_>, sentence: Bounds, start: usize, scratch: &mut Scratch) -> Option<Match> {
        let width = self.reach.min(sentence.end.saturating_sub(start)) + 1;
        scratch.visited.clear();
        scratch.visited.resize((self.steps.len() * width).div_ceil(64), 0);
        scratch.stack.clear();
        scratch.stack.push(State { step: 0, at: start, mark: (UNMARKED, UNMARKED) });
        while let Some(mut state) = scratch.stack.pop() {
            loop {
                let key = state.step * width + (state.at - start);
                if state.at - start >= width || (scratch.visited[key / 64] >> (key % 64)) & 1 == 1 {
                    break;
                }
                scratch.visited[key / 64] |= 1 << (key % 64);
                match &self.steps[state.step] {
                    Step::Accept => {
                        let marked =
                            if state.mark.0 == UNMARKED { start..state.at } else { state.mark.0..state.mark.1 };
                        return (!marked.is_empty()).then_some(Match { words: start..state.at, marked });
                    }
                    Step::Split(first, second) => {
                        scratch.stack.push(State { step: *second, ..state });
                        state.step = *first;
                        continue;
                    }
                    Step::Jump(target) => {
                        state.step = *target;
                        continue;
                    }
                    Step::Gap { max, clause } => {
                        push_gap(context, sentence, &mut scratch.stack, state, usize::from(*max), *clause);
                        break;
                    }
                    Step::MarkStart => state.mark.0 = state.at,
                    Step::MarkEnd => state.mark.1 = state.at,
                    zero_width @ (Step::Start | Step::End | Step::Question | Step::Comma | Step::Not(_)) => {
                        if !holds(zero_width, context, sentence, state.at) {
                            break;
                        }
                    }
                    word_step => {
                        if state.at >= sentence.end || !matches_word(word_step, context, sentence, state.at) {
                            break;
                        }
                        state.at += 1;
                    }
                }
                state.step += 1;
            }
        }
        None
    }
}

/// Whether a step that takes no word holds before word `at`.
fn holds(step: &Step, context: &Context<'_>, sentence: Bounds, at: usize) -> bool {
    match step {
        Step::Start => at == sentence.start,
        Step::End => at == sentence.end,
        Step::Question => sentence.question,
        Step::Comma => at < sentence.end && context.words[at].after_comma,
        // A rare step, so it may have memory of its own.
        Step::Not(program) => program.match_at(context, sentence, at, &mut Scratch::default()).is_none(),
        _ => false,
    }
}

/// Pushes the states after a gap, so that the shortest gap is tried first.
fn push_gap(context: &Context<'_>, sentence: Bounds, stack: &mut Vec<State>, state: State, max: usize, clause: bool) {
    let mut longest = 0;
    while longest < max && state.at + longest < sentence.end {
        // Inside a clause no punctuation may stand before a crossed word, nor before the word after the gap.
        if clause && context.words[state.at + longest].after_break {
            break;
        }
        longest += 1;
    }
    for crossed in (0..=longest).rev() {
        let at = state.at + crossed;
        let breaks = clause && at < sentence.end && context.words[at].after_break;
        if !breaks {
            stack.push(State { step: state.step + 1, at, ..state });
        }
    }
}

fn matches_word(step: &Step, context: &Context<'_>, sentence: Bounds, at: usize) -> bool {
    let word = &context.words[at];
    if word.quoted {
        return false;
    }
    match step {
        Step::Forms(forms) => forms.binary_search(&context.forms[at]).is_ok(),
        Step::Exact(text) => context.text[word.start..word.end] == **text,
        Step::Part(part) => context.parts.binary_search(&(at as u32, *part)).is_ok(),
        Step::Kind(kind) => word.kind == *kind || word.stands_for() == Some(*kind),
        Step::Any => true,
        Step::Name => {
            let capital = word.kind == WordKind::Plain && word.case != Case::Lower && at > sentence.start;
            capital || word.field == Some(FieldKind::Name)
        }
        _ => false,
    }
}
