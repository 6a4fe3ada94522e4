//! Requests that nobody sends in good faith: each gets a clean answer, and the server goes on.

use std::collections::BTreeSet;

use serde_json::json;

use super::client::{Answer, Request, exchange};
use super::pages::Page;
use crate::documents;
use crate::support::project;

/// In no answer about an error, and in nothing that the server writes.
const SECRET: &str = "Ærtesuppe 010190-4321";

fn raw(page: &Page, request: &str) -> Option<Answer> {
    exchange(page.address, request.replace("OWN", &page.address.to_string()).as_bytes())
}

fn goes_on(page: &Page) {
    assert_eq!(Request::get("/healthz").send(page.address).text(), "ok");
}

#[test]
fn no_path_leads_out_of_the_page() {
    let page = Page::open();
    for path in [
        "/../Cargo.toml",
        "/..%2fCargo.toml",
        "/%2e%2e/Cargo.toml",
        "/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
        "/..%5c..%5cCargo.toml",
        "/./app.js",
        "//app.js",
        "/app.js/",
        "/app.js/../base.css",
        "/app.js%00.html",
        "/%61pp.js",
        "/App.js",
        "/etc/passwd",
        "//etc/passwd",
        "/file:///etc/passwd",
        "/api/../app.js",
        "/api//check",
        "/api/explain/..%2f..%2fetc/passwd",
        "/api/explain/forsvar%2Fmen-efter-beklagelse",
        "/api/explain/%ff/%fe",
        "/api/explain/forsvar/men-efter-beklagelse/..",
        "/api/explain/%00/%0d%0aSet-Cookie:%20a=b",
    ] {
        let answer = Request::get(path).send(page.address);
        assert_eq!(answer.status, 404, "{path}");
        assert!(answer.json()["error"].is_string(), "{path}");
        assert!(answer.header("set-cookie").is_none(), "{path}");
    }
    goes_on(&page);
}

#[test]
fn odd_methods_are_refused() {
    let page = Page::open();
    for method in ["PUT", "DELETE", "PATCH", "TRACE", "PROPFIND", "get", "G{T"] {
        for path in ["/", "/api/check", "/api/names"] {
            let answer = Request::new(method, path).send(page.address);
            assert!(matches!(answer.status, 400 | 405), "{method} {path}: {}", answer.status);
            assert!(!answer.text().contains(method), "a method is not echoed");
        }
    }
    for (method, path) in [("GET", "/api/check"), ("GET", "/api/stop"), ("POST", "/"), ("POST", "/api/names")] {
        assert_eq!(Request::new(method, path).send(page.address).status, 405, "{method} {path}");
    }
    let tunnel = raw(&page, "CONNECT evil.example:443 HTTP/1.1\r\nHost: OWN\r\n\r\n");
    assert!(tunnel.is_some_and(|answer| answer.status >= 400), "no proxy");
    goes_on(&page);
}

#[test]
fn what_is_no_request_is_no_harm() {
    let page = Page::open();
    for request in [
        "\r\n\r\n\r\n",
        "\0\0\0\0\0\0\0\0",
        "GET\r\n\r\n",
        "GET / HTTP/9.9\r\nHost: OWN\r\n\r\n",
        "GET / HTTP/1.1 \r\nHost: OWN\r\n\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "\u{16}\u{3}\u{1}\u{2}\0\u{1}\0\u{1}\u{fc}\u{3}\u{3}",
        "GET / HTTP/1.1\r\nHost : OWN\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: OWN\r\n folded\r\n\r\n",
        "GET / HTTP/1.1\nHost: OWN\0\n\n",
        "GET * HTTP/1.1\r\nHost: OWN\r\nConnection: close\r\n\r\n",
        "GET ?a HTTP/1.1\r\nHost: OWN\r\n\r\n",
        "POST /api/check HTTP/1.1\r\nHost: OWN\r\nContent-Type: application/json\r\nContent-Length: -1\r\n\r\n",
        "POST /api/check HTTP/1.1\r\nHost: OWN\r\nContent-Type: application/json\r\nContent-Length: 99999999999999999999\r\n\r\n",
        "POST /api/check HTTP/1.1\r\nHost: OWN\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n",
        "POST /api/check HTTP/1.1\r\nHost: OWN\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\n",
    ] {
        let answer = raw(&page, request);
        assert!(answer.is_none_or(|answer| (400..500).contains(&answer.status) || answer.status == 505), "{request:?}");
    }
    goes_on(&page);
}

#[test]
fn two_lengths_do_not_make_two_requests() {
    let page = Page::open();
    let hidden = "GET /healthz HTTP/1.1\r\nHost: OWN\r\nConnection: close\r\n\r\n";
    for lengths in [
        "Content-Length: 0\r\nContent-Length: 60",
        "Content-Length: 4\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
        "Transfer-Encoding: xchunked",
        "Content-Length: 0, 60",
    ] {
        let head = "POST /api/check HTTP/1.1\r\nHost: OWN\r\nContent-Type: application/json";
        let answer = raw(&page, &format!("{head}\r\n{lengths}\r\n\r\n0\r\n\r\n{hidden}"));
        assert!(answer.is_none_or(|answer| answer.status == 400 && !answer.text().ends_with("ok")), "{lengths}");
    }
    goes_on(&page);
}

#[test]
fn what_is_too_long_is_refused() {
    let page = Page::open();
    let long = "a".repeat(70_000);
    for request in [
        format!("GET /{long} HTTP/1.1\r\nHost: OWN\r\n\r\n"),
        format!("GET /api/explain/forsvar/{long} HTTP/1.1\r\nHost: OWN\r\n\r\n"),
        format!("GET / HTTP/1.1\r\nHost: OWN\r\nX-Traek-Name: {long}\r\n\r\n"),
        format!("GET / HTTP/1.1\r\n{long}: a\r\nHost: OWN\r\n\r\n"),
        format!("GET / HTTP/1.1\r\nHost: OWN\r\n{}\r\n", "X-A: b\r\n".repeat(500)),
        long.clone(),
    ] {
        let answer = raw(&page, &request);
        assert!(answer.is_none_or(|answer| matches!(answer.status, 400 | 414 | 431)), "{}", &request[..60]);
    }
    let name = "a".repeat(300);
    assert_eq!(Request::file("/api/check-file", &name, "Hej").send(page.address).status, 400);
    goes_on(&page);
}

#[test]
fn an_old_client_is_answered() {
    let page = Page::open();
    let answer = raw(&page, "GET /healthz HTTP/1.0\r\nHost: OWN\r\n\r\n").expect("an answer");
    assert_eq!((answer.status, answer.text()), (200, "ok"));
}

/// Requests with a letter that cannot be done, of every kind.
fn mistaken() -> Vec<Request> {
    let json = |body: String| Request::json("/api/check", &json!({})).body(body);
    let file = |name: &str, bytes: &str| Request::file("/api/check-file", name, bytes);
    let ask = |genre: &str| Request::json("/api/check", &json!({ "text": SECRET, "genre": genre }));
    vec![
        json(SECRET.to_owned()),
        json(format!("\"{SECRET}\"")),
        json(format!("{{\"text\":\"{SECRET}\"")),
        json(format!("{{\"text\":[\"{SECRET}\"]}}")),
        json(format!("{{\"text\":\"Hej\",\"{SECRET}\":1}}")),
        json(format!("{{\"text\":\"Hej\",\"strict\":\"{SECRET}\"}}")),
        json(format!("{{\"{SECRET}\":{}", "[".repeat(100_000))),
        json(format!("{{\"text\":\"{SECRET}\\ud800\"}}")),
        json(String::new()),
        ask(SECRET),
        ask("svar").header("Origin", "http://evil.example"),
        ask("svar").header("Host", "evil.example"),
        ask("svar").without("Content-Type"),
        Request::json("/api/check", &json!({ "text": SECRET, "mode": SECRET })),
        Request::json("/api/check", &json!({ "text": format!("{SECRET}\0") })),
        Request::json("/api/fix", &json!({ "text": format!("{SECRET}\0") })),
        Request::json("/api/fix", &json!({ "text": SECRET, "unsafe": SECRET })),
        Request::json("/api/nothing", &json!({ "text": SECRET })),
        file("brev.docx", &format!("PK\u{3}\u{4}{SECRET}")),
        file("brev.xml", &format!("<?xml version=\"1.0\"?><a>{SECRET}</a>")),
        file("brev.pdf", &format!("%PDF-1.7\n{SECRET}")),
        file("brev%ff.txt", SECRET),
        file("%2F", SECRET),
        file("", SECRET),
        file("brev.txt", SECRET).without("X-Traek-Name"),
        file("brev.txt", SECRET).header("X-Traek-Genre", "hilsen"),
        Request::file("/api/comments", "brev.txt", SECRET),
        Request::file("/api/comments", "brev.docx", format!("PK\u{3}\u{4}{SECRET}")),
    ]
}

#[test]
fn no_error_has_text_of_a_letter_and_nothing_is_logged() {
    let page = Page::open();
    for request in mistaken() {
        let answer = request.send(page.address);
        assert!((400..500).contains(&answer.status), "{request:?}: {}", answer.status);
        let message = answer.error();
        assert!(!message.is_empty());
        for part in SECRET.split(' ') {
            assert!(!message.contains(part), "{message}");
        }
    }
    let ended = page.stop();
    assert_eq!((ended.stdout.as_str(), ended.stderr.as_str()), ("", ""));
}

#[test]
fn a_files_name_does_not_steer_an_answer() {
    let page = Page::open();
    let name = "a%0d%0aSet-Cookie:%20a=b%1b%5B31m%E2%80%AE.txt";
    let answer = Request::file("/api/check-file", name, "Kære Mia\n\nHej.\n").send(page.address);
    assert_eq!(answer.status, 200);
    assert!(answer.header("set-cookie").is_none());
    assert_eq!(answer.json()["letters"][0]["path"], "aSet-Cookie: a=b[31m.txt");
}

#[test]
fn a_script_in_a_letter_stays_text() {
    const SCRIPT: &str = "<script>alert(1)</script><img src=x onerror=alert(1)>";
    let page = Page::open();
    let text = format!("Kære Mia\n\nRing, såfremt {SCRIPT} du er i tvivl.\n");
    let name = "%3Cscript%3Ealert(1)%3C%2Fscript%3E.txt";
    for request in [
        Request::json("/api/check", &json!({ "text": text })),
        Request::json("/api/check", &json!({ "text": text, "genre": SCRIPT })),
        Request::json("/api/fix", &json!({ "text": text })),
        Request::file("/api/check-file", name, text.as_str()),
        Request::file("/api/check-file", "%3Cscript%3E.html", text.as_str()),
        Request::file("/api/comments", name, text.as_str()),
        Request::get("/api/explain/forsvar/%3Cscript%3E"),
    ] {
        let answer = request.send(page.address);
        assert_eq!(answer.header("content-type"), Some("application/json"), "{request:?}");
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"), "{request:?}");
        assert!(answer.json().is_object(), "{request:?}");
    }
    let document = documents::docx();
    let saved = Request::file("/api/comments", "%3Cscript%3E%22.docx", document).send(page.address);
    let named = "attachment; filename*=UTF-8''%3Cscript%3E%22-med-kommentarer.docx";
    assert_eq!((saved.status, saved.header("content-disposition")), (200, Some(named)));
}

#[test]
fn the_page_has_no_script_of_its_own_in_its_markup() {
    let page = Page::open();
    let markup = Request::get("/").send(page.address);
    for tag in markup.text().split('<').skip(1).filter_map(|tag| tag.split_once('>')) {
        let (tag, content) = tag;
        assert!(!tag.starts_with("script") || tag.contains(" src=\"/") && content.trim().is_empty(), "<{tag}>");
        assert!(!tag.contains(" on") && !tag.contains("javascript:") && !tag.contains(" style="), "<{tag}>");
    }
}

#[test]
fn every_answer_binds_the_browser() {
    let page = Page::open();
    let check = |text: &str| Request::json("/api/check", &json!({ "text": text }));
    let answers = [
        Request::get("/"),
        Request::get("/app.js"),
        Request::get("/healthz"),
        Request::get("/api/names"),
        Request::get("/nothing"),
        Request::new("PUT", "/"),
        check("Kære Mia\n\nHej.\n"),
        check(""),
        check("Hej").header("Origin", "http://evil.example"),
        check("Hej").header("Host", "evil.example"),
        check("Hej").without("Content-Type"),
        check("Hej").body("{"),
    ];
    let policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
                  form-action 'none'; base-uri 'none'; frame-ancestors 'none'";
    for request in answers {
        let answer = request.send(page.address);
        for (name, value) in [
            ("content-security-policy", policy),
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "no-referrer"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
        ] {
            let values: Vec<&str> =
                answer.headers().filter(|(other, _)| *other == name).map(|(_, value)| value).collect();
            assert_eq!(values, [value], "{request:?}");
        }
        let kept = if answer.header("etag").is_some() { "no-cache" } else { "no-store" };
        assert_eq!(answer.header("cache-control"), Some(kept), "{request:?}");
        for told in ["server", "x-powered-by", "set-cookie"] {
            assert!(answer.header(told).is_none(), "{told}");
        }
    }
}

/// The names of the tests in this folder.
fn tests() -> BTreeSet<String> {
    let files = std::fs::read_dir(project("tests/serve")).expect("the tests");
    let mut names = BTreeSet::new();
    for file in files {
        let source = std::fs::read_to_string(file.expect("a file").path()).expect("UTF-8");
        let tests = source.split("#[test]\n").skip(1).filter_map(|test| test.strip_prefix("fn ")?.split_once("()"));
        names.extend(tests.map(|(name, _)| name.to_owned()));
    }
    names
}

#[test]
fn every_attack_in_the_document_is_tried() {
    let document = std::fs::read_to_string(project("docs/server.md")).expect("UTF-8");
    let (_, section) = document.split_once("## Attacks that are tried\n").expect("the section");
    let (section, _) = section.split_once("\n## ").expect("another section");
    let tests = tests();
    let rows: Vec<&str> = section.lines().filter(|line| line.starts_with("| ")).skip(1).collect();
    assert!(rows.len() > 10, "{rows:?}");
    for row in rows {
        let shown_by = row.trim_end_matches(" |").rsplit(" | ").next().expect("a column");
        for name in shown_by.split(", ") {
            assert!(tests.contains(name.trim_matches('`')), "{name} is no test");
        }
    }
}
