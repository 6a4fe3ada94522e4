//! `--format html`: one page for a person, whatever the letters hold.

use std::collections::BTreeSet;

use serde_json::Value;
use traek_core::{Document, Marker};

use crate::markup::Page;
use crate::mixed_folder::word_with;
use crate::support::{Folder, command, project, stderr, stdout, traek};

/// A letter with something of each kind: jargon within a defence, a closed door, a missing acknowledgement.
const LETTER: &str = "Kære Mia\n\nVi beklager ventetiden, men vi har haft travlt, såfremt du spørger. Som tidligere oplyst \
                      skal du fremsende lønsedler.\n\nSåfremt vi ikke har modtaget dem inden 14 dage, betragter vi sagen \
                      som afsluttet.\n\nVenlig hilsen\nBo\n";

/// The page about these letters.
fn page_of(paths: &[&str]) -> String {
    let output =
        command().args(["check", "--no-config", "--format", "html"]).args(paths).output().expect("traek starts");
    stdout(&output)
}

/// The page and the JSON report of one run.
fn both(paths: &[&str]) -> (Page, Value) {
    let folder = Folder::new();
    let page = folder.file("rapport.html", "");
    let mut command = command();
    command.args(["check", "--no-config", "--format", "json", "--output", &format!("html={page}")]).args(paths);
    let report = serde_json::from_str(&stdout(&command.output().expect("traek starts"))).expect("JSON");
    (Page::read(&std::fs::read_to_string(page).expect("a page")), report)
}

fn devset() -> Vec<String> {
    let names = std::fs::read_dir(project("corpus")).expect("the corpus is there");
    let names = names.map(|entry| entry.expect("a readable entry").file_name().to_string_lossy().into_owned());
    let mut paths: Vec<String> = names
        .filter(|name| name.starts_with("devset-0") && name.ends_with(".txt"))
        .map(|name| format!("corpus/{name}"))
        .collect();
    paths.sort();
    paths
}

fn list<'v>(value: &'v Value, key: &str) -> &'v Vec<Value> {
    value[key].as_array().unwrap_or_else(|| panic!("no list {key}"))
}

fn without_space(text: &str) -> String {
    text.split_whitespace().collect()
}

#[test]
fn every_finding_has_its_note_and_every_link_leads_somewhere() {
    let paths = devset();
    let (page, report) = both(&paths.iter().map(String::as_str).collect::<Vec<_>>());
    let notes = page.with_class("note");
    let mut found = 0;
    for (letter, number) in list(&report, "letters").iter().zip(1..) {
        let article = page.with_id(&format!("brev-{number}"));
        let own: Vec<usize> = notes.iter().copied().filter(|note| page.is_within(*note, article)).collect();
        let texts: Vec<String> = own.iter().map(|note| page.text(*note)).collect();
        for finding in list(letter, "findings") {
            let message = finding["message"].as_str().expect("text");
            let marker = finding["marker"].as_str().expect("text");
            let severity = finding["severity"].as_str().expect("text");
            let note = own.iter().zip(&texts).find(|(_, text)| text.contains(message));
            let (note, _) = note.unwrap_or_else(|| panic!("{}: {message}", letter["path"]));
            let element = &page.elements[*note];
            assert!(element.has_class(marker) && element.has_class(severity), "{message}");
        }
        assert_eq!(own.len(), list(letter, "findings").len(), "{}", letter["path"]);
        found += own.len();
    }
    assert!(found > 100, "only {found} findings");
    let ids: Vec<&str> = page.elements.iter().map(|one| one.attribute("id")).filter(|id| !id.is_empty()).collect();
    let links: Vec<&str> = page.elements.iter().map(|one| one.attribute("href")).filter(|to| !to.is_empty()).collect();
    let known: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(known.len(), ids.len(), "ids are unique");
    for link in &links {
        assert!(link.strip_prefix('#').is_some_and(|id| known.contains(id)), "{link}");
    }
    assert!(links.len() > 2 * found, "notes and words lead to each other");
}

#[test]
fn the_words_of_a_letter_are_all_there_in_their_order() {
    let mut marked = 0;
    for path in devset() {
        let text = std::fs::read_to_string(project(&path)).expect("a letter");
        let document = Document::plain(text.as_str());
        let words: String = document.blocks.iter().map(|block| &text[block.start..block.end]).collect();
        let page = Page::read(&page_of(&[&path]));
        let passages = page.with_class("passage");
        let shown: String = passages.iter().map(|one| page.text_without(*one, &["ref", "tick", "bullet"])).collect();
        assert_eq!(without_space(&shown), without_space(&words), "{path}");
        marked += page.elements.iter().filter(|one| one.name == "mark").count();
    }
    assert!(marked > 200, "only {marked} marks");
}

#[test]
fn overlapping_places_of_several_markers_are_all_underlined() {
    let folder = Folder::new();
    let (page, report) = both(&[&folder.file("brev.txt", LETTER)]);
    let marked = |marker: &str| -> String {
        let marks = (0..page.elements.len()).filter(|at| page.elements[*at].name == "mark");
        marks.filter(|at| page.elements[*at].has_class(marker)).map(|at| page.text(at)).collect()
    };
    let mut overlaps = 0;
    let findings = list(&report["letters"][0], "findings");
    for finding in findings.iter().filter(|one| !one["rule"].as_str().expect("text").contains("/mangler")) {
        let words = finding["text"].as_str().expect("text");
        assert!(marked(finding["marker"].as_str().expect("text")).contains(words), "{words}");
        let place = |one: &Value| one["start"].as_u64().expect("a number")..one["end"].as_u64().expect("a number");
        let own = place(finding);
        overlaps +=
            findings.iter().filter(|other| place(other).start < own.end && own.start < place(other).end).count() - 1;
    }
    assert!(overlaps > 0, "nothing overlaps");
}

#[test]
fn nothing_is_loaded_and_no_script_runs() {
    let page = page_of(&["tests/cmd/letters"]);
    let read = Page::read(&page);
    let policy = read.elements.iter().find(|one| one.attribute("http-equiv") == "Content-Security-Policy");
    assert!(policy.expect("a policy").attribute("content").starts_with("default-src 'none'; style-src 'sha256-"));
    for element in &read.elements {
        let strange = ["script", "link", "img", "iframe", "object", "base", "form"].contains(&element.name.as_str());
        assert!(!strange, "{}", element.name);
        let loads = |name: &&String| *name == "src" || *name == "style" || name.starts_with("on");
        assert_eq!(element.attributes.keys().find(loads), None, "{}", element.name);
    }
    let style = read.elements.iter().position(|one| one.name == "style").expect("a style");
    let style = read.text(style);
    assert!(!style.contains("url(") && !style.contains("@import") && !style.contains("@font-face"));
    assert!(!page.contains("http://") && !page.contains("https://"));
}

#[test]
fn every_marker_can_be_chosen() {
    let page = page_of(&["tests/cmd/letters/klagesvar.txt"]);
    for marker in Marker::ALL {
        let hides = format!("body:has(#om-{marker}:checked) .of:not(.{marker})");
        assert!(page.contains(&hides), "the style does not know {marker}");
    }
    let read = Page::read(&page);
    let radio = &read.elements[read.with_id("om-forsvar")];
    assert_eq!((radio.attribute("type"), radio.attribute("name")), ("radio", "om"));
}

#[test]
fn letters_and_names_are_text_and_never_markup() {
    let folder = Folder::new();
    let text =
        "Kære Mia\n\nVi beklager, men <script>alert(\"hov\")</script> & </style></div> vi har haft travlt.\n\nBo\n";
    let path = folder.file("<b onclick=x>&amp;\".txt", text);
    let page = page_of(&[&path]);
    let read = Page::read(&page);
    assert!(read.elements.iter().all(|one| !["script", "b"].contains(&one.name.as_str())));
    let shown: String = read.with_class("passage").iter().map(|one| read.text_without(*one, &["ref"])).collect();
    assert!(shown.contains("<script>alert(\"hov\")</script> & </style></div> vi"), "{shown}");
    let heading = read.with_id("brev-1-navn");
    assert!(read.text(heading).ends_with("<b onclick=x>&amp;\".txt"), "{}", read.text(heading));
}

#[test]
fn signs_that_steer_emoji_and_other_scripts_do_no_harm() {
    let folder = Folder::new();
    let text = "Kære Mia 👋🏽\n\n\u{202E}Vi beklager\u{1b}[31m, men vi har\u{7} haft travlt.\u{85}\n\nمرحبا, såfremt du kommer.\n\nBo\n";
    let page = page_of(&[&folder.file("brev.txt", text)]);
    let control = |sign: char| sign.is_control() && sign != '\n';
    assert_eq!(page.chars().find(|sign| control(*sign) || *sign == '\u{202E}'), None);
    let read = Page::read(&page);
    let shown: String = read.with_class("passage").iter().map(|one| read.text_without(*one, &["ref"])).collect();
    for words in ["👋🏽", "مرحبا", "beklager\u{FFFD}[31m, men"] {
        assert!(shown.contains(words), "{words}: {shown}");
    }
}

#[test]
fn the_same_letters_give_the_same_bytes() {
    let paths = devset();
    let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
    assert_eq!(page_of(&paths), page_of(&paths));
}

#[test]
fn a_run_without_letters_says_so() {
    let folder = Folder::new();
    let output = traek(["check", "--no-config", "--format", "html", &folder.path()]);
    let page = Page::read(&stdout(&output));
    assert!(page.text(page.with_id("oversigt")).contains("Ingen breve kunne læses"));
    assert!(page.with_class("letter").is_empty());
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn formats_attachments_and_files_that_cannot_be_read_stand_on_one_page() {
    let folder = Folder::new();
    let paragraphs: String =
        LETTER.split("\n\n").map(|one| format!("<w:p><w:r><w:t>{one}</w:t></w:r></w:p>")).collect();
    folder.file("brev.docx", word_with(&paragraphs));
    let mail = format!(
        "From: Bo <bo@kommune.example>\r\nTo: Mia <mia@borger.example>\r\nSubject: Svar\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{LETTER}\r\n\
         --x\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Disposition: attachment; filename=svar.txt\r\n\r\n\
         {LETTER}\r\n--x--\r\n"
    );
    folder.file("mail.eml", mail);
    folder.file("godt.txt", std::fs::read(project("tests/cmd/letters/godt-svar.txt")).expect("a letter"));
    folder.file("regneark.docx", "PK\u{3}\u{4} og så ikke mere");
    let (page, report) = both(&[&folder.path()]);
    assert_eq!(list(&report, "letters").len(), 4, "{report}");
    let overview = page.text(page.with_id("oversigt"));
    for words in ["brev.docx", "mail.eml » svar.txt", "regneark.docx", "1 brev uden fund", "Kunne ikke læses"] {
        assert!(overview.contains(words), "{words}: {overview}");
    }
    let of = |name: &str| {
        let heading = page.with_class("letter").into_iter().find(|one| page.text(*one).contains(name));
        page.text(heading.unwrap_or_else(|| panic!("no {name}")))
    };
    assert!(of("brev.docx").contains("afsnit 2"), "{}", of("brev.docx"));
    assert!(of("svar.txt").contains("betragter vi sagen som afsluttet"));
}

#[test]
fn what_somebody_lives_with_is_only_listed() {
    let folder = Folder::new();
    let letter = LETTER.replace("Vi beklager", "<!-- traek: ignore forsvar – aftalt med juristen -->\nVi beklager");
    let output = traek(["check", "--no-config", "--format", "html", &folder.file("brev.md", letter)]);
    let page = Page::read(&stdout(&output));
    let suppressed = page.with_class("suppressed");
    assert_eq!(suppressed.len(), 1, "{}", stderr(&output));
    assert!(page.text(suppressed[0]).contains("fordi: aftalt med juristen"), "{}", page.text(suppressed[0]));
    assert!(page.with_class("note").iter().all(|note| !page.elements[*note].has_class("forsvar")));
}

#[test]
fn the_letter_is_introduced_by_what_is_good_and_what_to_do_first() {
    let page = Page::read(&page_of(&["tests/cmd/letters"]));
    let first = page.text(page.with_id("brev-1"));
    assert!(first.contains("Det gør brevet godt: takker, gengiver sagen"), "{first}");
    assert!(first.contains("Der er ikke noget at rette – godt skrevet."), "{first}");
    let second = page.text(page.with_id("brev-2"));
    assert!(second.contains("Begynd med: gengiv sagen med dine egne ord først"), "{second}");
    assert!(second.contains("forsvar/men-efter-beklagelse"), "{second}");
}
