//! Findings that somebody has decided to live with: comments, configuration, baseline.

use crate::support::{Folder, stderr, stdout};

const DEFENCE: &str = "Vi beklager ventetiden, men vi har haft travlt.";

fn letter(paragraphs: &[&str]) -> String {
    format!("Kære Mia\n\n{}\n\nVenlig hilsen\nBo\n", paragraphs.join("\n\n"))
}

const SELECT: &str = "select = [\"forsvar/men-efter-beklagelse\"]\n";

/// A folder where only one rule is wanted.
fn folder() -> Folder {
    let folder = Folder::new();
    folder.file("traek.toml", SELECT);
    folder
}

/// What `traek check` in the folder comes to: exit code, results, what is told beside them.
fn check<const N: usize>(folder: &Folder, args: [&str; N]) -> (Option<i32>, String, String) {
    let output = folder.command().args(["check", "--format", "short"]).args(args).output().expect("traek starts");
    (output.status.code(), stdout(&output), stderr(&output))
}

#[test]
fn a_comment_takes_out_the_finding_of_its_paragraph() {
    let folder = folder();
    let comment = "<!-- traek: ignore forsvar/men-efter-beklagelse – aftalt med juristen -->";
    folder.file("brev.md", letter(&[&format!("{comment}\n{DEFENCE}"), "Vi ringer i morgen."]));
    assert_eq!(check(&folder, ["brev.md"]), (Some(0), String::new(), String::new()));
    // The next paragraph is not meant.
    folder.file("brev.md", letter(&[&format!("{comment}\nVi ses."), DEFENCE]));
    let (code, out, told) = check(&folder, ["brev.md"]);
    assert_eq!(code, Some(1));
    assert!(out.starts_with("brev.md:6:"), "{out}");
    assert!(told.contains("brev.md:3: kommentaren »traek: ignore forsvar/men-efter-beklagelse« bruges ikke"), "{told}");
}

#[test]
fn a_comment_in_html_works_alike_and_one_for_the_file_everywhere() {
    let folder = folder();
    let page = |comment: &str| {
        format!("<p>K&aelig;re Mia</p>\n<p>Vi ses.</p>\n{comment}\n<p>{DEFENCE}</p>\n<p>Venlig hilsen<br>Bo</p>\n")
    };
    folder.file("brev.html", page("<!-- traek: ignore forsvar – aftalt -->"));
    assert_eq!(check(&folder, ["brev.html"]).0, Some(0));
    folder.file("brev.html", page("") + "<!-- traek: ignore forsvar – aftalt -->");
    assert_eq!(check(&folder, ["brev.html"]).0, Some(1));
    folder.file("brev.html", page("") + "<!-- traek: ignore-file forsvar – aftalt -->");
    assert_eq!(check(&folder, ["brev.html"]).0, Some(0));
}

#[test]
fn a_comment_without_a_reason_or_with_an_unknown_name_takes_nothing_out() {
    let folder = folder();
    for (comment, message) in [
        ("ignore forsvar", "mangler en grund"),
        ("ignore forsvar –", "mangler en grund"),
        ("ignore – aftalt", "siger ikke, hvilken regel"),
        ("ignore forsvar/men – aftalt", "»forsvar/men« er hverken en markør eller en regel"),
        ("slet forsvar – aftalt", "»traek: slet« kendes ikke"),
    ] {
        folder.file("brev.md", letter(&[&format!("<!-- traek: {comment} -->\n{DEFENCE}")]));
        let (code, out, told) = check(&folder, ["brev.md"]);
        assert_eq!(code, Some(2), "{comment}");
        assert!(out.contains("brev.md:4:25"), "{comment}: {out}");
        assert!(told.contains("brev.md:3: ") && told.contains(message), "{comment}: {told}");
    }
}

#[test]
fn the_configuration_takes_out_by_file_and_words_with_a_reason() {
    let folder = folder();
    folder.file("a.txt", letter(&[DEFENCE]));
    folder.file("b.txt", letter(&[DEFENCE]));
    let suppress = |more: &str| {
        format!("{SELECT}[[suppress]]\nrule = \"forsvar/men-efter-beklagelse\"\nreason = \"aftalt\"\n{more}\n")
    };
    folder.file("traek.toml", suppress("files = [\"a.txt\"]"));
    assert!(check(&folder, ["."]).1.starts_with("b.txt:"));
    folder.file("traek.toml", suppress("text = \"BEKLAGER   ventetiden\""));
    assert_eq!(check(&folder, ["."]), (Some(0), String::new(), String::new()));
    folder.file("traek.toml", suppress("text = \"beklager fejlen\""));
    let (code, _, told) = check(&folder, ["."]);
    assert_eq!(code, Some(1));
    assert!(told.contains("traek.toml:2: [[suppress]] for forsvar/men-efter-beklagelse bruges ikke længere"), "{told}");
    // Who reads one letter cannot know about the others.
    assert_eq!(check(&folder, ["a.txt"]).2, "");
}

#[test]
fn a_comment_is_not_unused_because_somebody_looks_at_other_findings() {
    let folder = folder();
    folder.file("brev.md", letter(&[&format!("<!-- traek: ignore forsvar – aftalt -->\n{DEFENCE}")]));
    assert_eq!(check(&folder, ["brev.md", "--select", "lukning"]), (Some(0), String::new(), String::new()));
}

#[test]
fn what_is_taken_out_can_be_seen_in_json() {
    let folder = folder();
    folder.file("brev.md", letter(&[&format!("<!-- traek: ignore forsvar – aftalt -->\n{DEFENCE}")]));
    let output = folder.traek(["check", "--format", "json", "brev.md"]);
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let suppressed = &report["letters"][0]["suppressed"][0];
    assert_eq!(suppressed["rule"], "forsvar/men-efter-beklagelse");
    assert_eq!(suppressed["by"], "comment");
    assert_eq!(suppressed["reason"], "aftalt");
    assert_eq!(suppressed["line"], 4);
}

#[test]
fn a_finding_in_the_baseline_stays_known_until_its_sentence_changes() {
    let folder = folder();
    let other = "Du skriver, at du har ventet siden maj, og at du gerne vil have et svar.";
    folder.file("breve/a.txt", letter(&[DEFENCE, other]));
    let output = folder.traek(["baseline", "update", "breve"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(!folder.read("traek-baseline.json").contains("travlt"), "no letter text is kept");
    let known = ["breve", "--baseline", "traek-baseline.json"];
    assert_eq!(check(&folder, known).0, Some(0));

    // Moved within the letter.
    folder.file("breve/a.txt", letter(&[other, "Vi ringer.", &DEFENCE.replace(", men", ",  men")]));
    assert_eq!(check(&folder, known), (Some(0), String::new(), String::new()));

    // The letter has another name.
    folder.file("breve/b.txt", folder.read("breve/a.txt"));
    std::fs::remove_file(format!("{}/breve/a.txt", folder.path())).expect("it is there");
    assert_eq!(check(&folder, known).0, Some(0));

    // Another letter with the same sentence has a finding of its own.
    folder.file("breve/c.txt", letter(&[DEFENCE]));
    let (code, out, _) = check(&folder, known);
    assert_eq!((code, out.lines().count()), (Some(1), 1), "{out}");
    std::fs::remove_file(format!("{}/breve/c.txt", folder.path())).expect("it is there");

    // The sentence is edited.
    folder.file("breve/b.txt", letter(&[&DEFENCE.replace("ventetiden", "den lange ventetid")]));
    assert_eq!(check(&folder, known).0, Some(1));
}

#[test]
fn a_baseline_that_is_no_longer_needed_says_so_and_can_be_cleaned_up() {
    let folder = folder();
    folder.file("traek.toml", format!("baseline = \"kendte.json\"\n{SELECT}"));
    folder.file("a.txt", letter(&[DEFENCE]));
    folder.file("b.txt", letter(&[DEFENCE]));
    assert_eq!(folder.traek(["baseline", "update", "."]).status.code(), Some(0));
    assert_eq!(check(&folder, ["."]).0, Some(0));
    assert_eq!(check(&folder, [".", "--no-baseline"]).0, Some(1));
    folder.file("a.txt", letter(&["Vi ringer i morgen."]));
    let (_, _, told) = check(&folder, ["."]);
    assert!(told.contains("kendte.json: 1 fund er ikke i brevene længere"), "{told}");
    // An update of one letter keeps what is known of the others.
    assert_eq!(folder.traek(["baseline", "update", "a.txt"]).status.code(), Some(0));
    assert_eq!(check(&folder, ["."]), (Some(0), String::new(), String::new()));
}

#[test]
fn a_baseline_that_cannot_be_read_is_told_and_the_letters_are_still_read() {
    let folder = folder();
    folder.file("a.txt", letter(&[DEFENCE]));
    for (text, message) in [
        ("{\"version\":7,\"records\":[]}", "version 7, og denne traek kender version 1"),
        ("{\"version\":1,\"findings\":[{]}", "linje 1, kolonne 27"),
        ("", "ikke en baseline"),
    ] {
        folder.file("kendte.json", text);
        let (code, out, told) = check(&folder, ["a.txt", "--baseline", "kendte.json"]);
        assert_eq!(code, Some(2), "{text}");
        assert!(told.contains("kendte.json: ") && told.contains(message), "{text}: {told}");
        assert!(out.contains("a.txt:3:25"), "{text}: {out}");
    }
    assert_eq!(check(&folder, ["a.txt", "--baseline", "findes-ikke.json"]).0, Some(2));
}
