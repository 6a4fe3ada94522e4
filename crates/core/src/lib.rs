//! The engine of traek: a Danish letter in, a report out.
//!
//! The steps are pure functions, one after the other: [`Document`] → words, sentences and zones ([`Letter`]) → matches
//! of all patterns in one pass → moves, signals and genre → rules and structural checks → one finding for one place
//! ([`Report`]). No step reads a file, prints, or keeps state: the same text and rules give the same report.
//!
//! All offsets are bytes of [`Document::text`], on char boundaries; lines and columns are the caller's business.

mod analysis;
pub mod boosting;
mod builder;
pub mod checks;
pub mod context;
mod document;
mod explained;
mod extend;
mod facts;
pub mod familiar;
mod fields;
mod fold;
pub mod genre;
mod harness;
pub mod lacks;
mod lazy;
mod letter;
pub mod letter_model;
mod lexicon;
pub mod linear;
mod linter;
mod logistic;
mod names;
mod pack;
mod pattern;
mod report;
mod resolve;
mod rewrite;
mod rulebook;
mod scan;
pub mod scorer;
mod sentences;
mod term;
mod words;
mod zones;

pub use document::{Block, BlockKind, Document, OffsetMap, add_line, is_wrapped};
pub use facts::{Email, Facts, Mention, OpeningHours, Phone, ResponseTime, Whose, mentions};
pub use fields::FieldKind;
pub use fold::{fold, shortened};
pub use harness::{Failure, test};
pub use letter::Letter;
pub use linter::{Options, check, report_on};
pub use names::{Fairness, Genre, Marker, MentionKind, Mode, MoveKind, Severity, Signal, Topic};
pub use pack::{Example, FactsRecord, PackError, TermClass, toml_message};
pub use report::{Applicability, Edit, Finding, Fix, GenreSource, Move, Report, Split};
pub use rulebook::{Explanation, Learned, Rule, Rulebook};
pub use sentences::Sentence;
pub use words::{Word, WordKind, month_name};
pub use zones::Zone;
