//! One letter gives the same findings in whatever format it was saved.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

use crate::saved::{ENDINGS, LETTERS, SAVED};
use crate::support::{stdout, traek};

/// The rule of a finding or the kind of a move, and its words without the line breaks that a format may put among them.
type Found = (String, String);

/// What is found in each letter in each format: `found[letter][format]`, with the genre at the end.
fn found(folder: &str) -> BTreeMap<String, BTreeMap<String, Vec<Found>>> {
    let output = traek(["check", "--format", "json", folder]);
    let report: Value = serde_json::from_str(&stdout(&output)).expect("JSON");
    assert_eq!(report["errors"], Value::Array(Vec::new()));
    let mut all: BTreeMap<String, BTreeMap<String, Vec<Found>>> = BTreeMap::new();
    for letter in report["letters"].as_array().expect("a list") {
        let path = Path::new(letter["path"].as_str().expect("a path"));
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        let (name, format) = name.split_once('.').expect("an ending");
        let mut found = [places(letter, "findings", "rule"), places(letter, "moves", "move")].concat();
        found.push(("genre".to_owned(), text(letter, "genre")));
        all.entry(name.to_owned()).or_default().insert(format.to_owned(), found);
    }
    all
}

fn places(letter: &Value, list: &str, key: &str) -> Vec<Found> {
    let places = letter[list].as_array().expect("a list").iter();
    let words = |place: &Value| text(place, "text").split_whitespace().collect::<Vec<_>>().join(" ");
    places.map(|place| (text(place, key), words(place))).collect()
}

fn text(value: &Value, key: &str) -> String {
    value[key].as_str().expect("text").to_owned()
}

/// What `found` has and `others` has not, one for one.
fn without<'f>(found: &'f [Found], others: &[Found]) -> Vec<&'f Found> {
    let mut others: Vec<&Found> = others.iter().collect();
    let unmatched = |one: &&Found| match others.iter().position(|other| other == one) {
        Some(at) => {
            others.swap_remove(at);
            false
        }
        None => true,
    };
    found.iter().filter(unmatched).collect()
}

#[test]
fn a_letter_gives_the_same_findings_in_every_format() {
    let letters = found(&SAVED.display().to_string());
    assert_eq!(letters.len(), LETTERS.len());
    let mut differences = Vec::new();
    let mut compared = 0;
    for (name, formats) in letters {
        assert_eq!(formats.len(), ENDINGS.len(), "{name}: {:?}", formats.keys());
        let wanted = &formats["txt"];
        compared += wanted.len();
        for (format, found) in &formats {
            let missing = without(wanted, found).into_iter().map(|one| ('-', one));
            let added = without(found, wanted).into_iter().map(|one| ('+', one));
            differences.extend(
                missing.chain(added).map(|(sign, (rule, text))| format!("{sign} {name}.{format}: {rule} »{text}«")),
            );
        }
    }
    assert!(compared > 3 * LETTERS.len(), "only {compared} findings to compare");
    assert!(differences.is_empty(), "against the .txt:\n{}", differences.join("\n"));
}
