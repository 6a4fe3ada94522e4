//! `traek eval`: figures against annotated letters.

use serde_json::Value;

use crate::support::{Folder, stderr, stdout, traek};

const LETTER: &str =
    "Kære Mia\n\nVi kan hjælpe dig, såfremt du kommer. Såfremt du ringer, hjælper vi også.\n\nVenlig hilsen\nBo\n";
const DOCUMENT: &str =
    "[document]\nanerkendelse = \"uafgjort\"\nnaeste-skridt = \"uafgjort\"\nretssikkerhed = \"ikke-relevant\"\n";

fn figures(notes: &str) -> Value {
    let folder = Folder::new();
    folder.file("brev.txt", LETTER);
    folder.file("brev.toml", format!("genre = \"svar\"\n{DOCUMENT}{notes}"));
    let output = traek(["eval", &folder.path(), "--format", "json"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    serde_json::from_slice(&output.stdout).expect("JSON")
}

#[test]
fn a_place_that_readers_marked_counts_as_found_when_it_is_touched() {
    let figures = figures("[[finding]]\nmarker = \"fagsprog\"\nquote = \"dig, såfremt\"\n");
    assert_eq!(
        figures["markers"]["fagsprog"],
        serde_json::json!({
            "precision": 1.0, "recall": 1.0, "f1": 1.0, "gold": 1, "predicted": 1
        })
    );
}

#[test]
fn an_optional_place_is_neither_miss_nor_false_alarm() {
    let figures = figures("[[finding]]\nmarker = \"fagsprog\"\nquote = \"såfremt\"\noptional = true\n");
    assert_eq!(
        (&figures["markers"]["fagsprog"]["gold"], &figures["markers"]["fagsprog"]["predicted"]),
        (&0.into(), &0.into())
    );
}

#[test]
fn a_term_that_is_marked_again_is_no_miss() {
    let marked = |quote: &str| format!("[[finding]]\nmarker = \"fagsprog\"\nquote = \"{quote}\"\n");
    for again in ["Såfremt", "såfremt"] {
        let figures = figures(&[marked("såfremt"), marked(again)].concat());
        let fagsprog = &figures["markers"]["fagsprog"];
        assert_eq!((&fagsprog["recall"], &fagsprog["gold"]), (&1.0.into(), &1.into()), "{again}");
    }
    assert_eq!(figures(&marked("Såfremt"))["markers"]["fagsprog"]["precision"], 1.0);
}

#[test]
fn what_nobody_marked_is_a_false_alarm() {
    assert_eq!(figures("")["markers"]["fagsprog"]["precision"], 0.0);
}

#[test]
fn a_quote_that_is_not_in_the_letter_is_shown_in_its_place() {
    let folder = Folder::new();
    folder.file("brev.txt", LETTER);
    folder.file(
        "brev.toml",
        format!("genre = \"svar\"\n{DOCUMENT}[[finding]]\nmarker = \"fagsprog\"\nquote = \"hermed\"\n"),
    );
    let output = traek(["eval", &folder.path()]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("citatet står ikke i brevet"), "{}", stderr(&output));
    assert!(stderr(&output).contains("brev.toml:8:9"), "{}", stderr(&output));
}

#[test]
fn disagreements_are_shown_with_their_line() {
    let folder = Folder::new();
    folder.file("brev.txt", LETTER);
    folder.file("brev.toml", format!("genre = \"svar\"\n{DOCUMENT}"));
    let output = traek(["eval", &folder.path(), "--show", "fagsprog"]);
    assert!(stdout(&output).contains("falsk alarm  brev:3  »såfremt«"), "{}", stdout(&output));
}

#[test]
fn every_annotation_of_the_corpus_fits_its_letter() {
    let output = traek(["eval", "corpus"]);
    assert_eq!((output.status.code(), stderr(&output).as_str()), (Some(0), ""));
}
