//! `docs/openapi.yaml` against real answers: everything in it happens as it says, and nothing else is there.

use std::collections::BTreeSet;
use std::net::SocketAddr;

use serde_json::{Value, json};
use traek_server::Limits;

use super::client::{Answer, Request, connect};
use super::pages::{Inside, Page, SHORT, patient};
use crate::documents;
use crate::support::{Folder, command, project, read_results};

/// Path, method and status, as the document names them.
type Case = (String, String, String);

struct Api {
    document: Value,
    seen: BTreeSet<Case>,
    /// What must fit a schema: `what` it is, the `schema`, and the `value`.
    held: Vec<Value>,
}

impl Api {
    fn load() -> Self {
        let document = read_results("yaml", &project("docs/openapi.yaml").to_string_lossy());
        Self { document, seen: BTreeSet::new(), held: Vec::new() }
    }

    /// What a reference in the document leads to.
    fn resolved<'a>(&'a self, value: &'a Value) -> &'a Value {
        match value["$ref"].as_str() {
            Some(reference) => self.document.pointer(reference.trim_start_matches('#')).expect(reference),
            None => value,
        }
    }

    fn paths(&self) -> impl Iterator<Item = (&String, &Value)> {
        self.document["paths"].as_object().expect("paths").iter()
    }

    fn documented(&self) -> BTreeSet<Case> {
        let mut cases = BTreeSet::new();
        for (path, methods) in self.paths() {
            for (method, operation) in methods.as_object().expect("methods") {
                let statuses = operation["responses"].as_object().expect("responses").keys();
                cases.extend(statuses.map(|status| (path.clone(), method.clone(), status.clone())));
            }
        }
        cases
    }

    fn hold_value(&mut self, schema: &Value, value: &Value, what: &str) {
        self.held.push(json!({ "what": what, "schema": schema, "value": value }));
    }

    /// # Panics
    /// When something that is held does not fit its schema.
    fn assert_held(&self) {
        let cases = json!({ "components": self.document["components"], "cases": self.held });
        let folder = Folder::new();
        let read = read_results("openapi", &folder.file("cases.json", cases.to_string()));
        assert_eq!(read, json!(self.held.len()));
    }

    /// Holds an answer against the document.
    fn hold(&mut self, path: &str, method: &str, answer: &Answer) {
        let what = format!("{method} {path} {}", answer.status);
        let response = &self.document["paths"][path][method]["responses"][answer.status.to_string()];
        assert!(!response.is_null(), "{what} is not documented: {}", answer.text());
        let response = self.resolved(response).clone();
        for (name, header) in response["headers"].as_object().into_iter().flatten() {
            let schema = self.resolved(header)["schema"].clone();
            self.hold_value(&schema, &json!(answer.header(name)), &format!("{what}, {name}"));
        }
        match response["content"].as_object() {
            None => assert_eq!(answer.body.len(), 0, "{what} has a body"),
            Some(content) => {
                let media_type = answer.header("content-type").expect("a type");
                let described = content.get(media_type).unwrap_or_else(|| panic!("{what} is {media_type}"));
                let value = match media_type {
                    "application/json" => answer.json(),
                    _ => json!(String::from_utf8_lossy(&answer.body)),
                };
                if !described["schema"].is_null() {
                    self.hold_value(&described["schema"], &value, &what);
                }
            }
        }
        self.seen.insert((path.to_owned(), method.to_owned(), answer.status.to_string()));
    }

    /// Sends a request and holds the answer against the document.
    fn expect(&mut self, to: SocketAddr, path: &str, request: &Request, status: u16) {
        let answer = request.send(to);
        let method = if self.document["paths"][path]["post"].is_null() { "get" } else { "post" };
        assert_eq!(answer.status, status, "{method} {path}");
        self.hold(path, method, &answer);
    }
}

const TEXT: &str = "Kære Åse\n\nTak for din mail. Vi beklager fejlen, men vi har haft travlt. Ring, såfremt du er i \
                    tvivl, og såfremt det haster. Du hører fra mig senest den 4. juni.\n\nVenlig hilsen\nBo Ærø\n";

/// The addresses that take a letter, with one that they can do something with.
fn letters() -> [(&'static str, Request); 4] {
    [
        ("/api/check", Request::json("/api/check", &json!({ "text": TEXT, "genre": null, "mode": null }))),
        ("/api/fix", Request::json("/api/fix", &json!({ "text": TEXT, "genre": "svar", "unsafe": true }))),
        ("/api/check-file", Request::file("/api/check-file", "svar.docx", documents::docx())),
        ("/api/comments", Request::file("/api/comments", "svar.docx", documents::docx())),
    ]
}

/// The addresses of the page's own files.
fn page_files() -> Vec<String> {
    let files = std::fs::read_dir(project("crates/server/page")).expect("the page");
    let names = files.map(|entry| entry.expect("a file").file_name().to_string_lossy().into_owned());
    names.filter(|name| name != "index.html").map(|name| format!("/{name}")).collect()
}

/// What can be wrong with a request for any address.
fn refused_by_all(api: &mut Api, to: SocketAddr, path: &str, request: &Request) {
    api.expect(to, path, &request.clone().header("Origin", "http://evil.example"), 403);
    api.expect(to, path, &request.clone().header("Host", "evil.example"), 421);
}

/// What the page itself gets.
fn ordinary(api: &mut Api) {
    let page = Page::open();
    let to = page.address;
    api.expect(to, "/healthz", &Request::get("/healthz"), 200);
    for (path, file) in page_files().iter().map(|file| ("/{file}", file.as_str())).chain([("/", "/")]) {
        api.expect(to, path, &Request::get(file), 200);
        api.expect(to, path, &Request::get(file).header("If-None-Match", "*"), 304);
    }
    api.expect(to, "/{file}", &Request::get("/index.html"), 404);
    for (path, request) in letters() {
        api.expect(to, path, &request, 200);
        refused_by_all(api, to, path, &request);
        api.expect(to, path, &request.clone().without("Content-Type"), 415);
        api.expect(to, path, &request.clone().header("Content-Length", "1000000000").body(""), 413);
        api.expect(to, path, &request.clone().without("X-Traek-Name").body("nej"), 400);
    }
    for (path, text) in [("/api/check", ""), ("/api/fix", " \n")] {
        api.expect(to, path, &Request::json(path, &json!({ "text": text })), 422);
    }
    for path in ["/api/check-file", "/api/comments"] {
        api.expect(to, path, &Request::file(path, "a.docx", b"\x89PNG\r\n".to_vec()), 422);
    }
    let mail = format!(
        "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/plain; charset=utf-8\n\n\
         {TEXT}\n--x\nContent-Type: application/pdf; name=a.pdf\nContent-Disposition: attachment; filename=a.pdf\n\n\
         %PDF-1.7 nej\n--x--\n"
    );
    for (name, bytes) in [("brev.txt", TEXT.as_bytes().to_vec()), ("mail.eml", mail.into_bytes())] {
        api.expect(to, "/api/check-file", &Request::file("/api/check-file", name, bytes), 200);
    }
    let corpus = crate::support::corpus();
    for (_, text) in corpus.iter().step_by(10) {
        api.expect(to, "/api/check", &Request::json("/api/check", &json!({ "text": text, "strict": true })), 200);
    }
    api.expect(to, "/api/comments", &Request::file("/api/comments", "svar.docm", documents::docx()), 200);
    let (path, rule) = ("/api/explain/{marker}/{name}", "/api/explain/fagsprog/saafremt");
    api.expect(to, path, &Request::get(rule), 200);
    api.expect(to, path, &Request::get("/api/explain/fagsprog/findes-ikke"), 404);
    refused_by_all(api, to, path, &Request::get(rule));
    api.expect(to, "/api/names", &Request::get("/api/names"), 200);
    refused_by_all(api, to, "/api/names", &Request::get("/api/names"));
    let stop = Request::json("/api/stop", &json!({}));
    refused_by_all(api, to, "/api/stop", &stop);
    api.expect(to, "/api/stop", &stop.clone().without("Content-Type"), 415);
    api.expect(to, "/api/stop", &stop, 204);
    assert_eq!(page.ended().status.code(), Some(0));
}

/// What happens when too much is asked.
fn busy(api: &mut Api) {
    let server = Inside::new(Limits { body_timeout: SHORT, ..patient() }, true);
    for (path, request) in letters() {
        let answer = request.header("Content-Length", "900000").send_on(&mut connect(server.address));
        assert_eq!(answer.status, 408, "{path}");
        api.hold(path, "post", &answer);
    }
    server.tell();
    server.ended();
    let server = Inside::new(Limits { checks: 1, work_timeout: SHORT, ..patient() }, false);
    for (path, request) in letters() {
        api.expect(server.address, path, &request, 503);
    }
    let (path, rule) = ("/api/explain/{marker}/{name}", "/api/explain/fagsprog/saafremt");
    api.expect(server.address, path, &Request::get(rule), 503);
    server.gate.open();
    server.tell();
    server.ended();
}

/// What differs where others may use the server.
fn department(api: &mut Api) {
    let args = ["serve", "--no-config", "--listen", "127.0.0.1", "--port", "0", "--host", "127.0.0.1"];
    let page = Page::of(command().args(args));
    let stop = Request::json("/api/stop", &json!({})).header("Sec-Fetch-Site", "same-origin");
    api.expect(page.address, "/api/stop", &stop, 404);
}

#[test]
fn everything_documented_happens_as_it_says() {
    let mut api = Api::load();
    ordinary(&mut api);
    busy(&mut api);
    department(&mut api);
    api.assert_held();
    let unseen: Vec<Case> = api.documented().difference(&api.seen).cloned().collect();
    assert!(unseen.is_empty(), "documented, but never seen: {unseen:?}");
}

#[test]
fn requests_that_are_answered_are_as_documented() {
    let mut api = Api::load();
    for (name, request) in [
        ("CheckRequest", json!({ "text": TEXT, "genre": "svar", "strict": true, "mode": "afsend" })),
        ("CheckRequest", json!({ "text": TEXT, "genre": null, "mode": null })),
        ("FixRequest", json!({ "text": TEXT, "genre": null, "unsafe": false })),
    ] {
        api.hold_value(&json!({ "$ref": format!("#/components/schemas/{name}") }), &request, name);
    }
    api.assert_held();
}

#[test]
fn nothing_undocumented_answers() {
    let page = Page::open();
    let guessed = [
        "/index.html",
        "/favicon.ico",
        "/robots.txt",
        "/api",
        "/api/",
        "/api/check/",
        "/api/explain",
        "/api/explain/forsvar",
        "/api/rules",
        "/api/version",
        "/api/config",
        "/api/letters",
        "/health",
        "/healthz/",
        "/metrics",
        "/debug",
        "/status",
        "/admin",
        "/docs",
        "/openapi.yaml",
        "/openapi.json",
        "/.well-known/security.txt",
        "/.git/config",
        "/traek.toml",
    ];
    for path in guessed {
        for request in [Request::get(path), Request::json(path, &json!({ "text": TEXT }))] {
            assert_eq!(request.send(page.address).status, 404, "{path} answers, but is not documented");
        }
    }
}
