//! What the page gets: the same as the command gives, and nothing stays behind.

use std::io::Read;
use std::process::Command;

use serde_json::{Value, json};

use super::client::{Request, connect};
use super::pages::{Inside, Page, SHORT, free_port, letter, patient};
use crate::documents;
use crate::support::{Folder, command, stderr, stdout, traek};

const LETTER: &str = "Kære Åse\n\nVi beklager fejlen, men vi har haft travlt. Ring, såfremt du er i tvivl, og såfremt det haster.\n\nVenlig hilsen\nBo Ærø\n";

fn open_in(folder: &Folder) -> Page {
    Page::of(folder.command().args(["serve", "--no-open"]))
}

fn check(page: &Page, body: &Value) -> Value {
    let answer = Request::json("/api/check", body).send(page.address);
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()
}

fn rules(report: &Value) -> Vec<&str> {
    let findings = report["letters"][0]["findings"].as_array().expect("a list");
    findings.iter().filter_map(|finding| finding["rule"].as_str()).collect()
}

#[test]
fn the_report_on_a_text_is_the_commands() {
    let folder = Folder::new();
    folder.file("brev.txt", LETTER);
    let report = check(&open_in(&folder), &json!({ "text": LETTER }));
    let output = folder.traek(["check", "--format", "json", "brev.txt"]);
    assert_eq!(report, serde_json::from_slice::<Value>(&output.stdout).expect("JSON"));
}

#[test]
fn places_in_a_text_are_places_in_what_was_sent() {
    let page = Page::open();
    // What is found is shown with composed letters and without soft hyphens, wherever it stands.
    for (text, word) in [
        (LETTER, "såfremt"),
        ("Kære A\u{30A}se\n\nRing, så\u{AD}fremt du er i tvivl.\n", "så\u{AD}fremt"),
        ("Kære A\u{30A}se\r\n\r\nRing, sa\u{30A}fremt du er i tvivl.\r\n", "sa\u{30A}fremt"),
        ("{\\rtf1 såfremt}", "såfremt"),
        ("<html>såfremt", "såfremt"),
    ] {
        let report = check(&page, &json!({ "text": text }));
        let findings = report["letters"][0]["findings"].as_array().expect("a list");
        let found = findings.iter().find(|finding| finding["rule"] == "fagsprog/saafremt").expect("it is read as text");
        let at = |key: &str| found[key].as_u64().expect("a number") as usize;
        assert_eq!(text.get(at("start")..at("end")), Some(word), "{text:?}");
        assert_eq!(found["text"], "såfremt", "{text:?}");
    }
}

#[test]
fn genre_and_strictness_can_be_asked_for() {
    let page = Page::open();
    let report = check(&page, &json!({ "text": LETTER, "genre": "kvittering", "strict": true, "mode": "skabelon" }));
    assert_eq!(report["letters"][0]["genre"], "kvittering");
    assert_eq!(report["letters"][0]["genre_source"], "given");
    let folder = Folder::new();
    let path = folder.file("brev.txt", LETTER);
    let output = traek(["check", "--no-config", "--format", "json", "--strict", "--genre", "kvittering", &path]);
    let expected: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(rules(&report), rules(&expected));
}

#[test]
fn the_configuration_of_the_folder_holds() {
    let folder = Folder::new();
    folder.file("traek.toml", "ignore = [\"fagsprog\"]\n[[override]]\nfiles = [\"*.md\"]\ngenre = \"orientering\"\n");
    let page = open_in(&folder);
    let report = check(&page, &json!({ "text": LETTER }));
    assert!(!rules(&report).iter().any(|rule| rule.starts_with("fagsprog/")));
    assert!(rules(&report).contains(&"forsvar/men-efter-beklagelse"));
    let report = Request::file("/api/check-file", "brev.md", LETTER).send(page.address).json();
    assert_eq!(report["letters"][0]["genre"], "orientering");
}

#[test]
fn a_broken_configuration_is_told_at_once() {
    let folder = Folder::new();
    folder.file("traek.toml", "ignorer = []\n");
    let output = folder.traek(["serve", "--no-open"]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(stdout(&output), "");
    assert!(stderr(&output).contains("traek.toml"), "{}", stderr(&output));
}

#[test]
fn places_in_a_file_are_places_in_the_text_that_comes_with_them() {
    let page = Page::open();
    // 0xE5 is å in windows-1252: one byte in the file, two in the text.
    let old: Vec<u8> = LETTER.chars().map(|sign| u8::try_from(u32::from(sign)).expect("Latin-1")).collect();
    let mail = format!("MIME-Version: 1.0\nSubject: Svar\nContent-Type: text/plain; charset=utf-8\n\n{LETTER}");
    for (name, bytes, format) in [
        ("brev.txt", old, "text"),
        ("Sv%C3%A6rt%20svar.docx", documents::docx(), "docx"),
        ("..%2F..%2Fmail.eml", mail.into_bytes(), "mail"),
    ] {
        let answer = Request::file("/api/check-file", name, bytes).header("X-Traek-Genre", "svar").send(page.address);
        let report = answer.json();
        let letter = &report["letters"][0];
        assert_eq!((&letter["format"], &letter["genre_source"]), (&json!(format), &json!("given")));
        let text = letter["text"].as_str().expect("the text");
        let findings = letter["findings"].as_array().expect("a list");
        assert!(findings.iter().any(|finding| finding["rule"] == "fagsprog/saafremt"), "{letter}");
        for place in findings.iter().chain(letter["moves"].as_array().expect("a list")) {
            let at = |key: &str| place[key].as_u64().expect("a number") as usize;
            assert_eq!(text.get(at("start")..at("end")), place["text"].as_str());
        }
    }
    let names = ["Sv%C3%A6rt%20svar.docx", "..%2F..%2Fmail.eml"].map(|name| {
        let report = Request::file("/api/check-file", name, documents::docx()).send(page.address).json();
        report["letters"][0]["path"].as_str().map(str::to_owned).expect("a path")
    });
    assert_eq!(names, ["Svært svar.docx", "mail.eml"], "a name has no folders");
}

#[test]
fn a_text_is_mended_as_the_command_mends_it() {
    let page = Page::open();
    let fix = |body: &Value| Request::json("/api/fix", body).send(page.address).json();
    let safe = fix(&json!({ "text": LETTER, "genre": null }));
    assert_eq!(safe["text"], LETTER.replace("såfremt", "hvis"));
    assert_eq!(safe["made"], 2);
    let folder = Folder::new();
    folder.file("brev.txt", LETTER);
    folder.traek(["fix", "--no-config", "--unsafe", "brev.txt"]);
    assert_eq!(fix(&json!({ "text": LETTER, "unsafe": true }))["text"], folder.read("brev.txt"));
    assert_eq!(fix(&json!({ "text": "Kære Åse\n" })), json!({ "text": "Kære Åse\n", "made": 0 }));
}

#[test]
fn comments_are_the_commands() {
    const TIME: (&str, &str) = ("SOURCE_DATE_EPOCH", "1767225600");
    let folder = Folder::new();
    folder.file("svar.docx", documents::docx());
    let args = ["check", "--no-config", "--comments", "ud.docx", "svar.docx"];
    folder.command().env(TIME.0, TIME.1).args(args).output().expect("traek starts");
    let page = Page::of(command().env(TIME.0, TIME.1).args(["serve", "--no-open", "--no-config"]));
    let answer = Request::file("/api/comments", "s%C3%A5dan%22.docx", documents::docx()).send(page.address);
    assert_eq!(answer.status, 200);
    assert!(answer.body == std::fs::read(format!("{}/ud.docx", folder.path())).expect("a document"));
    let named = "attachment; filename*=UTF-8''s%C3%A5dan%22-med-kommentarer.docx";
    assert_eq!(answer.header("content-disposition"), Some(named));
}

/// The text of the comments in a Word document.
fn comments_in(document: &[u8]) -> String {
    let mut package = zip::ZipArchive::new(std::io::Cursor::new(document)).expect("a package");
    let mut comments = String::new();
    package.by_name("word/comments.xml").expect("comments").read_to_string(&mut comments).expect("UTF-8");
    comments
}

#[test]
fn comments_are_for_the_genre_that_was_chosen() {
    let page = Page::open();
    let request = Request::file("/api/comments", "svar.docx", documents::docx());
    let of_genre = |genre: &str| comments_in(&request.clone().header("X-Traek-Genre", genre).send(page.address).body);
    let expected = |genre: &str| {
        let file = Request::file("/api/check-file", "svar.docx", documents::docx()).header("X-Traek-Genre", genre);
        let report = file.send(page.address).json();
        report["letters"][0]["findings"].as_array().expect("a list").len()
    };
    let (answer, decision) = (of_genre("svar"), of_genre("afgoerelse"));
    for (genre, comments) in [("svar", &answer), ("afgoerelse", &decision)] {
        assert_eq!(comments.matches("<w:comment ").count(), expected(genre), "{genre}");
    }
    assert_ne!(answer.matches("<w:comment ").count(), decision.matches("<w:comment ").count());
    assert_eq!(request.header("X-Traek-Genre", "hilsen").send(page.address).status, 400);
}

#[test]
fn a_rule_is_explained() {
    let page = Page::open();
    let rule = Request::get("/api/explain/forsvar/men-efter-beklagelse").send(page.address).json();
    assert_eq!(rule["rule"], "forsvar/men-efter-beklagelse");
    let mistyped = Request::get("/api/explain/forsvar/men-efter-beklagelsen").send(page.address);
    assert_eq!(mistyped.status, 404);
    assert!(mistyped.error().contains("mente du »forsvar/men-efter-beklagelse«"), "{}", mistyped.error());
}

#[test]
fn the_browser_keeps_the_page_until_it_changes() {
    let page = Page::open();
    let first = Request::get("/").send(page.address);
    let tag = first.header("etag").expect("a tag");
    for known in [tag.to_owned(), format!("\"x\", W/{tag}"), "*".to_owned()] {
        let again = Request::get("/").header("If-None-Match", &known).send(page.address);
        assert_eq!((again.status, again.body.len()), (304, 0), "{known}");
        assert_eq!(again.header("etag"), Some(tag));
    }
    for other in ["\"0123456789abcdef\"".to_owned(), format!("x{tag}"), tag.trim_matches('"').to_owned()] {
        let changed = Request::get("/").header("If-None-Match", &other).send(page.address);
        assert_eq!((changed.status, changed.body), (200, first.body.clone()), "{other}");
    }
    let head = Request::new("HEAD", "/").send(page.address);
    assert_eq!((head.status, head.body.len()), (200, 0));
}

#[test]
fn a_connection_takes_several_requests() {
    let page = Page::open();
    let mut connection = connect(page.address);
    for _ in 0..3 {
        let answer = Request::json("/api/check", &json!({ "text": LETTER })).send_on(&mut connection);
        assert_eq!(answer.status, 200);
    }
    assert_eq!(Request::get("/api/nothing").send_on(&mut connection).status, 404);
    assert_eq!(Request::get("/healthz").send_on(&mut connection).text(), "ok");
}

#[test]
fn nothing_is_written_said_or_kept() {
    let (folder, temporary) = (Folder::new(), Folder::new());
    let page = Page::of(
        folder.command().args(["serve", "--no-open"]).env("TMPDIR", temporary.path()).env("HOME", temporary.path()),
    );
    check(&page, &json!({ "text": LETTER }));
    Request::file("/api/check-file", "brev.docx", documents::docx()).send(page.address);
    Request::file("/api/comments", "brev.docx", documents::docx()).send(page.address);
    Request::json("/api/fix", &json!({ "text": LETTER, "unsafe": true })).send(page.address);
    assert!(page.greeting.starts_with("Siden er klar på http://127.0.0.1:"), "{}", page.greeting);
    let ended = page.stop();
    assert_eq!((ended.stdout.as_str(), ended.stderr.as_str()), ("", ""));
    for folder in [folder, temporary] {
        assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 0);
    }
}

#[test]
fn stopping_is_a_good_end() {
    let page = Page::open();
    let address = page.address;
    assert_eq!(page.stop().status.code(), Some(0));
    assert!(std::net::TcpStream::connect(address).is_err(), "nobody listens any more");
}

#[cfg(unix)]
#[test]
fn so_are_the_signals_that_end_programs() {
    for signal in ["-INT", "-TERM"] {
        let page = Page::open();
        // It listens for signals once it answers.
        assert_eq!(Request::get("/healthz").send(page.address).status, 200);
        let told = Command::new("kill").args([signal, &page.id().to_string()]).status().expect("kill starts");
        assert!(told.success());
        let ended = page.ended();
        assert_eq!((ended.status.code(), ended.stderr.as_str()), (Some(0), ""), "{signal}");
    }
}

#[test]
fn what_is_being_answered_is_answered_before_the_end() {
    let server = Inside::new(patient(), false);
    let address = server.address;
    let waiting = std::thread::spawn(move || letter().send(address));
    server.gate.wait_for(1);
    // An idle connection does not hold it up.
    let _idle = connect(address);
    server.tell();
    server.gate.open();
    assert_eq!(waiting.join().expect("no panic").status, 200);
    server.ended();
}

#[test]
fn what_takes_too_long_does_not_hold_up_the_end() {
    let server = Inside::new(traek_server::Limits { shutdown_timeout: SHORT, ..patient() }, false);
    let address = server.address;
    let waiting = std::thread::spawn(move || letter().try_send(address));
    server.gate.wait_for(1);
    server.tell();
    server.ended();
    assert!(waiting.join().expect("no panic").is_none(), "the connection is closed");
}

#[test]
fn a_port_that_is_taken_is_told() {
    let page = Page::open();
    let port = page.address.port().to_string();
    let output = command().args(["serve", "--no-open", "--no-config", "--port", &port]).output().expect("traek starts");
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains(&format!("fejl: port {port} er optaget")), "{}", stderr(&output));
}

#[test]
fn a_port_can_be_chosen() {
    // Another program may take a port that was free.
    let chosen = (0..10).find_map(|_| {
        let port = free_port();
        let page = Page::try_of(command().args(["side", "--no-open", "--no-config", "--port", &port.to_string()]));
        page.map(|page| (page.address.port(), port))
    });
    let (opened, port) = chosen.expect("one of them stays free");
    assert_eq!(opened, port);
}
