//! Which markers and rules the user wants to see.

use traek_core::{Genre, Marker, Options, Rulebook};

use crate::{Failure, danish};

/// `--select` and `--ignore`.
pub(crate) struct Choice {
    select: Vec<String>,
    ignore: Vec<String>,
}

impl Choice {
    /// # Errors
    /// A name that is neither a marker nor a rule.
    pub(crate) fn new(book: &Rulebook, select: &[String], ignore: &[String]) -> Result<Self, Failure> {
        for name in select.iter().chain(ignore) {
            if Marker::from_id(name).is_none() && book.rule(name).is_none() {
                return Err(Failure::Message(unknown(book, name, "hverken en markør eller en regel")));
            }
        }
        Ok(Self { select: select.to_vec(), ignore: ignore.to_vec() })
    }

    pub(crate) fn wants(&self, marker: Marker, rule: &str) -> bool {
        let named = |names: &[String]| names.iter().any(|name| name == marker.id() || name == rule);
        (self.select.is_empty() || named(&self.select)) && !named(&self.ignore)
    }

    /// How letters are to be read. A rule that is selected by name is wanted, however strict it is.
    pub(crate) fn options(&self, book: &Rulebook, genre: Option<Genre>, strict: bool) -> Options<'static> {
        Options { genre, strict: strict || self.names_strict(book), ..Options::default() }
    }

    /// Whether a rule is chosen by name that is silent without `--strict`.
    fn names_strict(&self, book: &Rulebook) -> bool {
        self.select.iter().any(|name| book.rule(name).is_some_and(|rule| rule.strict))
    }
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
