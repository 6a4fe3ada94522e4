//! The pattern language of the rules: a description of words in a sentence, compiled to a small program.
//!
//! `rules/README.md` describes the language. A pattern is parsed to a [`Node`] tree, compiled to a [`Program`] over
//! the [`Vocabulary`]'s ids, and gated by its anchors: the rarest words without which it cannot match.

mod anchors;
mod compile;
mod parse;
mod program;
mod vocabulary;

pub(crate) use anchors::{Anchor, Anchors, anchors};
pub(crate) use compile::Compiler;
pub(crate) use parse::Node;
pub(crate) use program::{Bounds, Context, Match, Program, Scratch};
pub(crate) use vocabulary::{FormId, PartId, Vocabulary};
