//! What traek promises, tested from outside: one file for each boundary.
//!
//! Snapshots are written anew with `SNAPSHOTS=overwrite TRYCMD=overwrite bash tests/run.sh`; the difference then shows
//! in the version control.

mod bad_input;
mod command;
mod config;
mod corpus;
mod documents;
mod eval;
mod exit_codes;
mod formats;
mod json;
mod mixed_folder;
mod neutral;
mod packs;
mod properties;
mod registry;
mod rules;
mod saved;
mod seed_phrases;
#[cfg(feature = "serve")]
mod serve;
mod support;
mod suppress;
mod walking;
