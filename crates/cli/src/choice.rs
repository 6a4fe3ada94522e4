//! The names of markers and rules that users write.

use traek_core::{Marker, Rulebook};

use crate::danish;

/// What is said about a name that is neither a marker nor a rule.
pub(crate) const NEITHER: &str = "hverken en markør eller en regel";

/// Whether `name` is a marker or a rule.
pub(crate) fn is_known(book: &Rulebook, name: &str) -> bool {
    Marker::from_id(name).is_some() || book.rule(name).is_some()
}

/// What is said about a name that is not `expected`, with the names that resemble it.
pub(crate) fn unknown(book: &Rulebook, name: &str, expected: &str) -> String {
    let ids = book.rules.iter().map(|rule| &*rule.id);
    let names = Marker::ALL.iter().map(|marker| marker.id()).filter(|_| expected.contains("markør")).chain(ids);
    let near: Vec<String> = danish::alike(name, names).into_iter().map(|near| format!("»{near}«")).collect();
    let hint = if near.is_empty() {
        "se dem alle med »traek rules«".to_owned()
    } else {
        format!("mente du {}?", near.join(" eller "))
    };
    format!("»{name}« er {expected}; {hint}")
}
