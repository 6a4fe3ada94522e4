//! Comments in a letter that take findings out: `<!-- traek: ignore forsvar/men-efter-beklagelse – aftalt med juristen -->`.
//!
//! `ignore` is for the paragraph that it stands in or before, `ignore-file` for the whole letter.

use std::ops::Range;

use traek_core::{Finding, Rulebook};
use traek_documents::Source;

use crate::choice;
use crate::lines::Lines;

/// What a comment for the linter begins with.
const PREFIX: &str = "traek:";

/// Between names and reason.
const DASHES: [&str; 4] = [" – ", " — ", " - ", " -- "];

/// The comments of one letter.
pub(crate) struct Remarks {
    all: Vec<Ignore>,
}

/// One comment that was understood.
struct Ignore {
    /// Byte after it, in the file's text.
    in_file: usize,
    /// The bytes that it is for.
    scope: Range<usize>,
    /// Markers and rules, each with whether it took anything out.
    names: Vec<(String, bool)>,
    reason: String,
}

impl Remarks {
    /// Reads the comments of `source`, whose file has `lines`; what is wrong with them is added to `mistakes` with its line.
    pub(crate) fn new(
        source: &Source,
        book: &Rulebook,
        lines: &Lines<'_>,
        mistakes: &mut Vec<(usize, String)>,
    ) -> Self {
        let mut all = Vec::new();
        for remark in &source.remarks {
            let Some(said) = remark.text.strip_prefix(PREFIX) else { continue };
            match understood(said.trim(), book) {
                Ok((whole_letter, names, reason)) => {
                    let scope =
                        if whole_letter { 0..source.document.text.len() + 1 } else { paragraph(source, remark.at) };
                    let names = names.into_iter().map(|name| (name, false)).collect();
                    all.push(Ignore { in_file: remark.in_file, scope, names, reason });
                }
                Err(message) => mistakes.push((lines.line(remark.in_file), message)),
            }
        }
        Self { all }
    }

    /// Why a place of `finding` is taken out, if it is.
    pub(crate) fn reason(&mut self, finding: &Finding, place: &Range<usize>) -> Option<String> {
        for ignore in &mut self.all {
            if !ignore.scope.contains(&place.start) && !finding.about_letter {
                continue;
            }
            let named = |name: &str| name == &*finding.rule || name == finding.marker.id();
            if let Some((_, used)) = ignore.names.iter_mut().find(|(name, _)| named(name)) {
                *used = true;
                return Some(ignore.reason.clone());
            }
        }
        None
    }

    /// The names that took nothing out.
    pub(crate) fn unused(self, lines: &Lines<'_>) -> Vec<(usize, String)> {
        let names = self.all.iter().flat_map(|ignore| {
            let unused = ignore.names.iter().filter(|(_, used)| !used);
            unused.map(|(name, _)| {
                let message = format!("kommentaren »traek: ignore {name}« bruges ikke længere og kan slettes");
                (lines.line(ignore.in_file), message)
            })
        });
        names.collect()
    }
}

/// Whether the comment is for the whole letter, what it names, and why.
fn understood(said: &str, book: &Rulebook) -> Result<(bool, Vec<String>, String), String> {
    let (verb, rest) = said.split_once(char::is_whitespace).unwrap_or((said, ""));
    let whole_letter = match verb {
        "ignore" => false,
        "ignore-file" => true,
        _ => return Err(format!("»traek: {verb}« kendes ikke; skriv »traek: ignore« eller »traek: ignore-file«")),
    };
    let rest = format!(" {rest} ");
    let dash = DASHES.iter().filter_map(|dash| rest.find(dash).map(|at| (at, dash.len()))).min();
    let (names, reason) = match dash {
        Some((at, length)) => (&rest[..at], rest[at + length..].trim()),
        None => (rest.as_str(), ""),
    };
    let names: Vec<String> =
        names.split(',').map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect();
    if names.is_empty() {
        return Err("kommentaren siger ikke, hvilken regel den gælder".to_owned());
    }
    if let Some(name) = names.iter().find(|name| !choice::is_known(book, name)) {
        return Err(choice::unknown(book, name, choice::NEITHER));
    }
    if reason.is_empty() {
        return Err(format!("kommentaren mangler en grund: »traek: {verb} {} – fordi …«", names.join(", ")));
    }
    Ok((whole_letter, names, reason.to_owned()))
}

/// The paragraph that byte `at` stands in, or else the next one.
fn paragraph(source: &Source, at: usize) -> Range<usize> {
    let blocks = &source.document.blocks;
    let next = blocks.partition_point(|block| block.end < at);
    blocks.get(next).map_or(at..at, |block| block.start..block.end)
}
