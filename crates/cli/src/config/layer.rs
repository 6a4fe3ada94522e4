//! What one place of the configuration says, and how later places win over earlier ones.

use std::collections::BTreeMap;
use std::path::Path;

use globset::GlobSet;
use traek_core::{Genre, Marker, Mode, Severity};

use super::accept::Accepted;

/// Where a value comes from, as people would find it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// The command line.
    CommandLine,
    /// A configuration file, by its path.
    File(String),
    /// `[[override]]` of a file: its path, its line (from 1), its patterns.
    Override(String, usize, Vec<String>),
}

impl std::fmt::Display for Origin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::CommandLine => f.write_str("kommandolinjen"),
            Self::File(path) => f.write_str(path),
            Self::Override(path, line, files) => write!(f, "{path}:{line}, [[override]] for {}", files.join(", ")),
        }
    }
}

/// What one place says; what it leaves open is for the earlier ones.
#[derive(Clone, Debug, Default)]
pub(crate) struct Values {
    pub(crate) select: Option<Vec<String>>,
    pub(crate) ignore: Vec<String>,
    /// By rule or marker.
    pub(crate) severity: BTreeMap<String, Severity>,
    pub(crate) fail_on: Option<Severity>,
    pub(crate) genre: Option<Genre>,
    pub(crate) mode: Option<Mode>,
    pub(crate) strict: Option<bool>,
    pub(crate) rules_only: Option<bool>,
    pub(crate) accept: Vec<Accepted>,
}

/// Values with where they come from, and the files that they are for.
#[derive(Clone, Debug)]
pub(crate) struct Layer {
    pub(crate) origin: Origin,
    pub(crate) values: Values,
    /// Patterns for paths within the project; none: every file.
    pub(crate) files: Option<GlobSet>,
}

impl Layer {
    pub(crate) fn is_for(&self, within_project: &Path) -> bool {
        self.files.as_ref().is_none_or(|files| files.is_match(within_project))
    }
}

/// What holds for one letter: the layers that are for it, the earliest first.
#[derive(Clone, Debug)]
pub(crate) struct Settings<'l> {
    pub(crate) layers: Vec<&'l Layer>,
}

impl Settings<'_> {
    pub(crate) fn genre(&self) -> Option<(Genre, &Origin)> {
        self.last(|values| values.genre)
    }

    pub(crate) fn mode(&self) -> Option<(Mode, &Origin)> {
        self.last(|values| values.mode)
    }

    pub(crate) fn fail_on(&self) -> Option<(Severity, &Origin)> {
        self.last(|values| values.fail_on)
    }

    pub(crate) fn strict(&self) -> Option<(bool, &Origin)> {
        self.last(|values| values.strict)
    }

    pub(crate) fn rules_only(&self) -> Option<(bool, &Origin)> {
        self.last(|values| values.rules_only)
    }

    /// Whether findings of `rule` are wanted. A later place's choice wins, and what is named as a rule wins over what is
    /// named as a marker.
    pub(crate) fn wants(&self, marker: Marker, rule: &str) -> bool {
        let named = |names: &[String], name: &str| names.iter().any(|one| one == name);
        let mut chosen = false;
        for Layer { values, .. } in self.layers.iter().rev() {
            if named(&values.ignore, rule) || named(&values.ignore, marker.id()) {
                return false;
            }
            let Some(select) = values.select.as_ref().filter(|_| !chosen) else { continue };
            if named(select, rule) {
                return true;
            }
            if !named(select, marker.id()) {
                return false;
            }
            chosen = true;
        }
        true
    }

    /// The rules that are chosen by name.
    pub(crate) fn selected(&self) -> &[String] {
        self.layers.iter().rev().find_map(|layer| layer.values.select.as_deref()).unwrap_or_default()
    }

    /// The severity that findings of `rule` are given, where one is.
    pub(crate) fn severity(&self, marker: Marker, rule: &str) -> Option<Severity> {
        let of = |name: &str| self.layers.iter().rev().find_map(|layer| layer.values.severity.get(name).copied());
        of(rule).or_else(|| of(marker.id()))
    }

    /// The words and phrases that are accepted anywhere.
    pub(crate) fn accepted(&self) -> impl Iterator<Item = &Accepted> {
        self.layers.iter().flat_map(|layer| &layer.values.accept)
    }

    fn last<T>(&self, value: impl Fn(&Values) -> Option<T>) -> Option<(T, &Origin)> {
        self.layers.iter().rev().find_map(|layer| value(&layer.values).map(|value| (value, &layer.origin)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layer(select: Option<&[&str]>, ignore: &[&str]) -> Layer {
        let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        let values = Values { select: select.map(owned), ignore: owned(ignore), ..Values::default() };
        Layer { origin: Origin::CommandLine, values, files: None }
    }

    fn wants(layers: &[Layer], rule: &str) -> bool {
        Settings { layers: layers.iter().collect() }.wants(Marker::Forsvar, rule)
    }

    #[test]
    fn what_is_ignored_stays_so_when_its_marker_is_chosen() {
        let layers = [layer(None, &["forsvar/a"]), layer(Some(&["forsvar"]), &[])];
        assert!(!wants(&layers, "forsvar/a"));
        assert!(wants(&layers, "forsvar/b"));
    }

    #[test]
    fn a_rule_that_is_asked_for_by_name_is_shown() {
        assert!(wants(&[layer(None, &["forsvar"]), layer(Some(&["forsvar/a"]), &[])], "forsvar/a"));
        assert!(!wants(&[layer(None, &[]), layer(Some(&["forsvar/a"]), &[])], "forsvar/b"));
    }

    #[test]
    fn the_last_choice_wins() {
        let layers = [layer(Some(&["lukning"]), &[]), layer(Some(&["forsvar"]), &[])];
        assert!(wants(&layers, "forsvar/a"));
        assert!(!wants(&[layer(Some(&["forsvar"]), &[]), layer(Some(&["lukning"]), &[])], "forsvar/a"));
    }

    #[test]
    fn the_severity_of_a_rule_wins_over_that_of_its_marker() {
        let mut general = layer(None, &[]);
        general.values.severity.insert("forsvar/a".to_owned(), Severity::Fejl);
        let mut later = layer(None, &[]);
        later.values.severity.insert("forsvar".to_owned(), Severity::Raad);
        let layers = [general, later];
        let settings = Settings { layers: layers.iter().collect() };
        assert_eq!(settings.severity(Marker::Forsvar, "forsvar/a"), Some(Severity::Fejl));
        assert_eq!(settings.severity(Marker::Forsvar, "forsvar/b"), Some(Severity::Raad));
        assert_eq!(settings.severity(Marker::Lukning, "lukning/c"), None);
    }
}
