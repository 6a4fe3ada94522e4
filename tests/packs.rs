//! Packs of the user's own: used beside the shipped ones, and tested by the same harness.

use crate::support::{Folder, stderr, stdout, traek};

const PACK: &str = r#"
title = "Prøve"

[[rule]]
id = "lukning/proeve"
marker = "lukning"
severity = "fejl"
message = "»{match}« er en prøve"
why = "Fordi det er en prøve."
source = "prøven"
patterns = ["prøveord"]
bad = ["Her er et prøveord."]
good = ["Her er et andet ord."]
"#;

#[test]
fn an_own_rule_is_found_explained_listed_and_tested() {
    let folder = Folder::new();
    let pack = folder.file("pakke.toml", PACK);
    let letter = folder.file("brev.txt", "Kære Mia\n\nHer står et prøveord.\n");
    let checked = traek(["check", "--pack", &pack, "--select", "lukning/proeve", &letter]);
    assert_eq!(checked.status.code(), Some(1));
    assert!(stdout(&checked).contains("fejl[lukning/proeve]: »prøveord« er en prøve"));
    assert!(stdout(&traek(["explain", "--pack", &pack, "lukning/proeve"])).contains("Fordi det er en prøve."));
    assert!(stdout(&traek(["rules", "--pack", &pack, "--marker", "lukning"])).contains("lukning/proeve"));
    assert_eq!(stdout(&traek(["test", &pack])), "1 regel, 2 eksempler, 0 fejl\n");
}

#[test]
fn an_example_that_does_not_hold_is_shown_in_its_place() {
    let folder = Folder::new();
    let pack = folder.file("pakke.toml", PACK.replace("et andet ord", "igen et prøveord"));
    let output = traek(["test", &pack]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stdout(&output).contains("pakke.toml:13:10"), "{}", stdout(&output));
    assert!(stdout(&output).contains("1 regel, 2 eksempler, 1 fejl"));
}

#[test]
fn all_mistakes_of_a_pack_come_at_once_each_in_its_place() {
    let folder = Folder::new();
    let broken = PACK.replace("\"prøveord\"", "\"(prøve\", \"~findesikke\"").replace("lukning/proeve", "Lukning/Prøve");
    let pack = folder.file("pakke.toml", broken);
    for args in [["test", &pack], ["check", "--pack"]] {
        let output = if args[0] == "test" { traek(args) } else { traek(["check", "--pack", &pack, "corpus"]) };
        let said = stderr(&output);
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains("pakke.toml:5:6") && said.contains("pakke.toml:11:13"), "{said}");
        assert!(said.contains("3 fejl i regelpakkerne"), "{said}");
    }
}

#[test]
fn a_mistyped_key_is_refused_with_the_keys_that_there_are() {
    let folder = Folder::new();
    let pack = folder.file("pakke.toml", PACK.replace("severity", "alvor"));
    let output = traek(["test", &pack]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("»alvor« er ikke et felt her; felterne er id, marker"), "{}", stderr(&output));
}

#[test]
fn what_is_wrong_inside_an_example_is_shown_in_its_place() {
    let folder = Folder::new();
    let facts = "facts = { phones = [\"33 66\"], opening-hours = [\"mandag 15-10\"] }";
    let example = format!("[{{ text = \"Her er et prøveord.\", {facts} }}]");
    let pack = folder.file("pakke.toml", PACK.replace("[\"Her er et prøveord.\"]", &example));
    let said = stderr(&traek(["test", &pack]));
    assert!(said.contains("pakke.toml:12:60") && said.contains("»33 66« er ikke et telefonnummer"), "{said}");
    assert!(said.contains("pakke.toml:12:87") && said.contains("»mandag 15-10« er ikke en åbningstid"), "{said}");
    let pack = folder.file("pakke.toml", PACK.replace("[\"Her er et prøveord.\"]", "[{ tekst = \"prøveord\" }]"));
    let said = stderr(&traek(["test", &pack]));
    assert!(said.contains("»tekst« er ikke et felt her; felterne er text, match"), "{said}");
}

#[test]
fn a_pack_that_is_no_text_is_named() {
    let folder = Folder::new();
    let pack = folder.file("pakke.toml", b"title = \"Pr\xF8ve\"");
    let output = traek(["test", &pack]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(stderr(&output), format!("fejl: {pack}: filen er ikke UTF-8\n"));
}
