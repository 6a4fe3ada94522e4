//! The JSON report is a contract: names, offsets and columns.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::support::{Folder, stdout, traek};

const LETTER: &str = "Kære Åse\n\nVi beklager fejlen, men vi har haft travlt. Ring til mig, såfremt du er i tvivl, og såfremt det haster.\n\nVenlig hilsen\nBo Ærø\n";

fn check(bytes: &[u8]) -> Value {
    let folder = Folder::new();
    let path = folder.file("brev.txt", bytes);
    let output = traek(["check", "--format", "json", &path, "findes-ikke.txt"]);
    serde_json::from_slice(&output.stdout).expect("JSON")
}

fn keys(value: &Value) -> BTreeSet<&str> {
    value.as_object().expect("an object").keys().map(String::as_str).collect()
}

fn findings(value: &Value) -> &Vec<Value> {
    value["letters"][0]["findings"].as_array().expect("a list")
}

fn finding<'v>(value: &'v Value, rule: &str) -> &'v Value {
    findings(value).iter().find(|finding| finding["rule"] == rule).expect(rule)
}

#[test]
fn the_report_has_the_fields_of_the_contract() {
    let report = check(LETTER.as_bytes());
    assert_eq!(keys(&report), BTreeSet::from(["errors", "letters", "version"]));
    assert_eq!(report["version"], 1);
    let letter = &report["letters"][0];
    assert_eq!(keys(letter), BTreeSet::from(["findings", "genre", "genre_source", "moves", "path", "profile"]));
    assert_eq!(letter["genre_source"], "detected");
    assert_eq!(keys(&letter["profile"]), BTreeSet::from(["fairness", "markers", "moves", "words"]));
    assert_eq!(keys(&report["errors"][0]), BTreeSet::from(["message", "path"]));
    assert_eq!(report["errors"][0]["path"], "findes-ikke.txt");
}

#[test]
fn a_finding_has_the_fields_of_the_contract() {
    let report = check(LETTER.as_bytes());
    let always = ["rule", "marker", "severity", "start", "end", "line", "column", "text", "message", "suggestions"];
    for finding in findings(&report) {
        let keys = keys(finding);
        assert!(always.iter().all(|key| keys.contains(key)), "{keys:?}");
        assert!(keys.iter().all(|key| always.contains(key) || ["fix", "also"].contains(key)), "{keys:?}");
    }
    let term = finding(&report, "fagsprog/saafremt");
    assert_eq!(keys(&term["fix"]), BTreeSet::from(["applicability", "edits"]));
    assert_eq!(keys(&term["also"][0]), BTreeSet::from(["column", "end", "line", "start", "text"]));
    assert_eq!(term["fix"]["edits"].as_array().map(Vec::len), Some(2), "one edit for each place");
}

#[test]
fn offsets_are_bytes_of_the_file_and_columns_count_letters() {
    for (mark, shift) in [("", 0), ("\u{FEFF}", 3)] {
        let bytes = [mark.as_bytes(), LETTER.as_bytes()].concat();
        let report = check(&bytes);
        let found = finding(&report, "forsvar/men-efter-beklagelse");
        let at = LETTER.find("men vi har").expect("there");
        let start = found["start"].as_u64().expect("a number") as usize;
        let end = found["end"].as_u64().expect("a number") as usize;
        assert_eq!(start, at + shift);
        assert_eq!(&bytes[start..end], found["text"].as_str().expect("text").as_bytes());
        assert_eq!((&found["line"], &found["column"]), (&Value::from(3), &Value::from(21)));
    }
}

#[test]
fn a_given_genre_is_said_to_be_given() {
    let output = traek(["check", "--format", "json", "--genre", "kvittering", "corpus/devset-001.txt"]);
    let report: Value = serde_json::from_str(&stdout(&output)).expect("JSON");
    assert_eq!(report["letters"][0]["genre"], "kvittering");
    assert_eq!(report["letters"][0]["genre_source"], "given");
}

#[test]
fn many_letters_come_in_the_order_of_their_paths() {
    let output = traek(["check", "--format", "json", "corpus"]);
    let report: Value = serde_json::from_str(&stdout(&output)).expect("JSON");
    let paths: Vec<&str> =
        report["letters"].as_array().expect("a list").iter().filter_map(|one| one["path"].as_str()).collect();
    assert!(paths.len() > 25);
    assert!(paths.is_sorted());
}

#[test]
fn rules_and_figures_are_json_too() {
    let rules: Value = serde_json::from_slice(&traek(["rules", "--format", "json"]).stdout).expect("JSON");
    assert!(
        rules
            .as_array()
            .expect("a list")
            .iter()
            .all(|rule| rule["message"].as_str().is_some_and(|text| !text.is_empty()))
    );
    let figures: Value = serde_json::from_slice(&traek(["eval", "corpus", "--format", "json"]).stdout).expect("JSON");
    assert_eq!(keys(&figures), BTreeSet::from(["genre_accuracy", "letters", "macro_f1", "markers", "version"]));
}
