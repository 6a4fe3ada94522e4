//! What traek promises, tested from outside: one file for each boundary.
//!
//! Snapshots are written anew with `SNAPSHOTS=overwrite TRYCMD=overwrite bash tests/run.sh`; the difference then shows
//! in the version control.

mod bad_input;
mod browser;
mod ci;
mod command;
mod config;
mod corpus;
mod documents;
mod eval;
mod exit_codes;
mod facts;
mod formats;
mod guide;
mod html;
mod json;
mod lacks;
mod markup;
mod mixed_folder;
mod neutral;
mod outputs;
mod packs;
mod places;
mod properties;
mod registry;
mod report;
mod rules;
mod saved;
mod seed_phrases;
#[cfg(feature = "serve")]
mod serve;
mod support;
mod suppress;
mod template_repo;
mod walking;
