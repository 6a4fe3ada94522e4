//! Loads the shipped packs and the user's own.

use std::path::PathBuf;

use traek_core::{PackError, Rulebook};

/// A pack's text by name, for showing where an error is.
pub(crate) type Texts = Vec<(String, String)>;

/// The rulebook of the shipped packs and `own`.
///
/// # Errors
/// A Danish message that shows every mistake in its place.
pub(crate) fn load(own: &[PathBuf]) -> Result<Rulebook, String> {
    let mut texts: Texts = Vec::new();
    for path in own {
        let text = std::fs::read_to_string(path).map_err(|error| format!("{}: {}", path.display(), crate::files::reason(&error)))?;
        texts.push((path.display().to_string(), text));
    }
    let mut packs: Vec<(&str, &str)> = traek_rules::PACKS.to_vec();
    packs.extend(texts.iter().map(|(name, text)| (name.as_str(), text.as_str())));
    Rulebook::load(&packs).map_err(|errors| explain(&errors, &packs))
}

/// All errors, each with its line.
fn explain(errors: &[PackError], packs: &[(&str, &str)]) -> String {
    let lines: Vec<String> = errors
        .iter()
        .map(|error| {
            let text = packs.iter().find(|(name, _)| *name == error.pack).map_or("", |(_, text)| text);
            let (line, column) = crate::lines::Lines::new(text).position(error.span.start);
            format!("{}:{line}:{column}: {}", error.pack, error.message)
        })
        .collect();
    lines.join("\n")
}
