//! `traek.toml` as it stands in the file, and everything that does not fit its format.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;
use toml::de::{DeTable, DeValue, Deserializer};
use traek_core::{FactsRecord, Genre, Mode, Severity};

/// Something wrong in a configuration: where (bytes), and a Danish message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ConfigError {
    pub(crate) span: Range<usize>,
    pub(crate) message: String,
}

/// The whole file.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub(crate) struct Record {
    pub(crate) select: Option<Vec<Spanned<String>>>,
    pub(crate) ignore: Vec<Spanned<String>>,
    pub(crate) severity: BTreeMap<Spanned<String>, Severity>,
    pub(crate) fail_on: Option<Severity>,
    pub(crate) genre: Option<Genre>,
    pub(crate) mode: Option<Mode>,
    pub(crate) strict: Option<bool>,
    pub(crate) rules_only: Option<bool>,
    pub(crate) accept: Vec<Spanned<String>>,
    pub(crate) packs: Vec<Spanned<String>>,
    pub(crate) exclude: Vec<Spanned<String>>,
    pub(crate) baseline: Option<Spanned<String>>,
    pub(crate) authority: FactsRecord,
    #[serde(rename = "override")]
    pub(crate) overrides: Vec<Spanned<OverrideRecord>>,
    pub(crate) suppress: Vec<Spanned<SuppressRecord>>,
}

/// `[[override]]`: other values for some files.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub(crate) struct OverrideRecord {
    pub(crate) files: Vec<Spanned<String>>,
    pub(crate) select: Option<Vec<Spanned<String>>>,
    pub(crate) ignore: Vec<Spanned<String>>,
    pub(crate) severity: BTreeMap<Spanned<String>, Severity>,
    pub(crate) fail_on: Option<Severity>,
    pub(crate) genre: Option<Genre>,
    pub(crate) mode: Option<Mode>,
    pub(crate) strict: Option<bool>,
    pub(crate) rules_only: Option<bool>,
    pub(crate) accept: Vec<Spanned<String>>,
}

/// `[[suppress]]`: findings that somebody has decided to live with, and why.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub(crate) struct SuppressRecord {
    pub(crate) rule: Option<Spanned<String>>,
    pub(crate) files: Vec<Spanned<String>>,
    pub(crate) text: Option<String>,
    pub(crate) reason: Option<String>,
}

/// Reads a configuration.
///
/// # Errors
/// All syntax errors, or else everything that does not fit the format: each value is read for itself, so that one
/// mistake does not hide the next.
pub(crate) fn read(text: &str) -> Result<Record, Vec<ConfigError>> {
    let (table, syntax) = DeTable::parse_recoverable(text);
    if !syntax.is_empty() {
        return Err(syntax.iter().map(explained).collect());
    }
    let mut errors: Vec<ConfigError> = Vec::new();
    for piece in pieces(table.get_ref()) {
        let piece = Spanned::new(table.span(), piece);
        if let Err(error) = Record::deserialize(Deserializer::from(piece)) {
            errors.push(explained(&error));
        }
    }
    if !errors.is_empty() {
        errors.sort_by_key(|error| error.span.start);
        return Err(errors);
    }
    Record::deserialize(Deserializer::from(table)).map_err(|error| vec![explained(&error)])
}

/// Tables of one value each that say together what `table` says.
fn pieces<'t>(table: &DeTable<'t>) -> Vec<DeTable<'t>> {
    let mut found = Vec::new();
    for (key, value) in table {
        let values: Vec<DeValue<'t>> = match value.get_ref() {
            DeValue::Table(inner) if !inner.is_empty() => pieces(inner).into_iter().map(DeValue::Table).collect(),
            DeValue::Array(items) if !items.is_empty() => items.iter().flat_map(pieces_of_item).collect(),
            other => vec![other.clone()],
        };
        let single = |one| DeTable::from_iter([(key.clone(), Spanned::new(value.span(), one))]);
        found.extend(values.into_iter().map(single));
    }
    found
}

/// Lists of one value each that say together what an item of a list says.
fn pieces_of_item<'t>(item: &Spanned<DeValue<'t>>) -> Vec<DeValue<'t>> {
    let values = match item.get_ref() {
        DeValue::Table(inner) if !inner.is_empty() => pieces(inner).into_iter().map(DeValue::Table).collect(),
        other => vec![other.clone()],
    };
    let single = |one| DeValue::Array([Spanned::new(item.span(), one)].into_iter().collect());
    values.into_iter().map(single).collect()
}

fn explained(error: &toml::de::Error) -> ConfigError {
    ConfigError { span: error.span().unwrap_or(0..0), message: traek_core::toml_message(error.message()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mistake_is_told_with_its_place() {
        let text = "genre = \"brev\"\nselct = []\nstrict = 1\n\n[[override]]\nfiles = 3\ngenr = \"svar\"\n";
        let errors = read(text).expect_err("five mistakes");
        let places: Vec<&str> = errors.iter().map(|error| &text[error.span.clone()]).collect();
        assert_eq!(places, ["\"brev\"", "selct", "1", "3", "genr"]);
        assert!(errors[0].message.starts_with("»brev« er ikke en mulighed her"), "{}", errors[0].message);
        assert_eq!(errors[2].message, "her skal stå true eller false");
    }

    #[test]
    fn all_syntax_errors_are_told() {
        let errors = read("genre = \nselect = [1\nstrict = 2 2\n").expect_err("not TOML");
        assert!(errors.len() > 1, "{errors:?}");
    }
}
