//! Who is answered: nobody from another machine or another page, unless somebody has opened the server for them.

use std::net::{Ipv4Addr, SocketAddr, TcpStream};

use serde_json::json;

use super::client::{Answer, Request, exchange};
use super::pages::{Page, letter};
use crate::support::{command, stderr};

/// Requests that get at something, one of each kind.
fn kinds() -> [Request; 4] {
    [letter(), Request::get("/api/names"), Request::get("/app.js"), Request::json("/api/stop", &json!({}))]
}

fn no_letter(answer: &Answer) -> bool {
    !answer.text().contains("såfremt") && answer.json()["error"].is_string()
}

#[test]
fn only_this_machine_is_listened_to() {
    let page = Page::open();
    assert!(page.address.ip().is_loopback());
    // On Linux all of 127.0.0.0/8 is this machine: whoever listens everywhere answers there too.
    #[cfg(target_os = "linux")]
    assert!(TcpStream::connect(("127.0.0.2", page.address.port())).is_err());
    assert!(TcpStream::connect(page.address).is_ok());
}

#[test]
fn another_name_for_this_machine_is_refused() {
    let page = Page::open();
    let port = page.address.port();
    for host in [
        "evil.example".to_owned(),
        format!("evil.example:{port}"),
        format!("localhost.evil.example:{port}"),
        format!("127.0.0.1.evil.example:{port}"),
        format!("evil.example#localhost:{port}"),
        format!("user@localhost:{port}"),
        format!("127.0.0.1:{port}@evil.example"),
        format!("0.0.0.0:{port}"),
        format!("127.0.0.2:{port}"),
        format!("2130706433:{port}"),
        format!("[::]:{port}"),
        format!("[::1%25lo]:{port}"),
        format!("localhost.:{port}"),
        "127.0.0.1".to_owned(),
        "localhost:1".to_owned(),
        format!("localhost:0{port}"),
        "localhost:".to_owned(),
        String::new(),
    ] {
        for request in kinds() {
            let answer = request.header("Host", &host).send(page.address);
            assert_eq!(answer.status, 421, "{host}");
            assert!(no_letter(&answer), "{host}");
        }
    }
    assert_eq!(Request::get("/healthz").send(page.address).status, 200, "nobody has stopped it");
}

#[test]
fn the_names_of_this_machine_are_answered() {
    let page = Page::open();
    for name in ["127.0.0.1", "localhost", "LocalHost", "[::1]"] {
        let host = format!("{name}:{}", page.address.port());
        assert_eq!(letter().header("Host", &host).send(page.address).status, 200, "{host}");
    }
}

#[test]
fn a_request_has_to_name_one_host() {
    let page = Page::open();
    let own = page.address.to_string();
    let twice = Request::get("/").header("Host", &own).header("Host", "evil.example").send(page.address);
    assert_eq!(twice.status, 400);
    for version in ["1.0", "1.1"] {
        let none = exchange(page.address, format!("GET / HTTP/{version}\r\nConnection: close\r\n\r\n").as_bytes());
        assert_eq!(none.map(|answer| answer.status), Some(400), "HTTP/{version}");
    }
    let both = Request::get("http://evil.example/").header("Host", &own).send(page.address);
    assert_eq!(both.status, 400, "an address with another host than its header");
    let proxied = Request::get(&format!("http://{own}/healthz")).send(page.address);
    assert_eq!(proxied.text(), "ok", "an address with the same host is what proxies are sent");
}

#[test]
fn requests_from_other_pages_are_refused() {
    let page = Page::open();
    let port = page.address.port();
    let headers = [
        ("Origin", "http://evil.example".to_owned()),
        ("Origin", "null".to_owned()),
        ("Origin", String::new()),
        ("Origin", format!("https://{}", page.address)),
        ("Origin", format!("http://localhost:{port}")),
        ("Origin", "http://127.0.0.1".to_owned()),
        ("Origin", format!("http://{}.evil.example", page.address)),
        ("Origin", format!("http://{} http://evil.example", page.address)),
        ("Sec-Fetch-Site", "cross-site".to_owned()),
        ("Sec-Fetch-Site", "same-site".to_owned()),
        ("Sec-Fetch-Site", "Same-Origin".to_owned()),
        ("Sec-Fetch-Site", String::new()),
    ];
    for (name, value) in headers {
        for request in kinds() {
            let answer = request.header(name, &value).send(page.address);
            assert_eq!(answer.status, 403, "{name}: {value}");
            assert!(no_letter(&answer), "{name}: {value}");
        }
    }
    let own = format!("http://{}", page.address);
    let mixed = letter().header("Origin", &own).header("Sec-Fetch-Site", "cross-site").send(page.address);
    assert_eq!(mixed.status, 403, "both have to be in order");
    let twice = letter().header("Origin", &own).header("Origin", "http://evil.example").send(page.address);
    assert_eq!(twice.status, 403, "all of them have to be in order");
    assert_eq!(Request::get("/healthz").send(page.address).status, 200, "nobody has stopped it");
}

#[test]
fn our_own_page_and_programs_are_answered() {
    let page = Page::open();
    let own = format!("http://{}", page.address);
    for request in [
        letter().header("Origin", &own),
        letter().header("Origin", &own).header("Sec-Fetch-Site", "same-origin"),
        letter().header("Sec-Fetch-Site", "none"),
        letter(),
    ] {
        assert_eq!(request.send(page.address).status, 200, "{request:?}");
    }
}

#[test]
fn a_link_leads_to_the_page_and_to_nothing_else() {
    let page = Page::open();
    let followed = |request: Request, dest: &str| {
        let request = request.header("Sec-Fetch-Site", "cross-site").header("Sec-Fetch-Mode", "navigate");
        request.header("Sec-Fetch-Dest", dest).send(page.address).status
    };
    assert_eq!(followed(Request::get("/"), "document"), 200);
    assert_eq!(followed(Request::get("/"), "iframe"), 403);
    assert_eq!(followed(Request::get("/api/names"), "document"), 403);
    assert_eq!(followed(Request::json("/", &json!({})), "document"), 403, "a form that is sent is no link");
}

#[test]
fn a_form_cannot_say_what_a_request_has_to_be() {
    let page = Page::open();
    let paths = ["/api/check", "/api/fix", "/api/check-file", "/api/comments", "/api/stop"];
    let forms = ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"];
    let odd = ["application/json2", "text/plain;application/json", "", "application/jsonp", "text/json"];
    for path in paths {
        for media_type in forms.iter().chain(&odd) {
            let request = Request::file(path, "brev.txt", "{\"text\":\"Hej\"}").without("Content-Type");
            let answer = request.clone().header("Content-Type", media_type).send(page.address);
            assert_eq!(answer.status, 415, "{path} {media_type}");
            assert_eq!(request.send(page.address).status, 415, "{path} without Content-Type");
        }
    }
    let with_charset = letter().without("Content-Type").header("Content-Type", "Application/JSON; charset=utf-8");
    assert_eq!(with_charset.send(page.address).status, 200);
}

#[test]
fn no_page_is_ever_told_that_it_may_read_answers() {
    let page = Page::open();
    let preflight = Request::new("OPTIONS", "/api/check")
        .header("Access-Control-Request-Method", "POST")
        .header("Access-Control-Request-Headers", "content-type");
    let foreign = preflight.clone().header("Origin", "http://evil.example").send(page.address);
    let own = preflight.header("Origin", &format!("http://{}", page.address)).send(page.address);
    assert_eq!((foreign.status, own.status), (403, 405));
    for answer in [foreign, own, letter().send(page.address), Request::get("/").send(page.address)] {
        assert!(!answer.headers().any(|(name, _)| name.to_lowercase().starts_with("access-control")));
    }
}

/// A page that others may use, with what it says when it starts.
fn department() -> Page {
    listening("127.0.0.1")
}

/// The same on an address of this machine.
fn listening(address: &str) -> Page {
    let args = ["serve", "--no-config", "--listen", address, "--port", "0", "--host", "traek.example"];
    Page::of(command().args(args).args(["--host", OTHER_NAME]))
}

/// `Brevhjælp.example`, as browsers send it but for its first letter.
const OTHER_NAME: &str = "Xn--brevhjlp-o0a.example";

#[test]
fn a_department_names_its_server() {
    let page = department();
    let port = page.address.port();
    let get = |host: &str| Request::get("/").header("Host", host).send(page.address).status;
    let own = ["traek.example", "TRAEK.example:8443", OTHER_NAME, "xn--brevhjlp-o0a.example:443"].map(str::to_owned);
    for host in own.into_iter().chain([format!("traek.example:{port}")]) {
        assert_eq!(get(&host), 200, "{host}");
    }
    for host in [format!("127.0.0.1:{port}"), "x.traek.example".to_owned(), "traek.example.evil.example".to_owned()] {
        assert_eq!(get(&host), 421, "{host}");
    }
}

#[test]
fn a_department_answers_its_own_page_only() {
    let page = department();
    let send = |request: Request| request.header("Host", "traek.example").send(page.address).status;
    assert_eq!(send(letter().header("Origin", "https://traek.example")), 200, "a proxy has TLS");
    assert_eq!(send(letter().header("Origin", "http://traek.example")), 200);
    assert_eq!(send(letter().header("Sec-Fetch-Site", "same-origin")), 200);
    assert_eq!(send(letter()), 403, "whoever does not say where from");
    assert_eq!(send(letter().header("Origin", "https://traek.example:8443")), 403, "another port is another page");
    assert_eq!(send(letter().header("Origin", "https://evil.example")), 403);
    assert_eq!(send(letter().header("Origin", "null")), 403);
    let stop = Request::json("/api/stop", &json!({})).header("Origin", "https://traek.example");
    assert_eq!(send(stop), 404, "nobody stops a server that others use");
}

#[cfg(unix)]
#[test]
fn a_department_is_warned() {
    for (address, who) in [
        ("127.0.0.1", "en proxy på denne maskine kan nu give andre adgang til traek på 127.0.0.1:"),
        ("0.0.0.0", "andre maskiner kan nu nå traek på 0.0.0.0:"),
    ] {
        let page = listening(address);
        // It listens for signals once it answers.
        let to = SocketAddr::from((Ipv4Addr::LOCALHOST, page.address.port()));
        assert_eq!(Request::get("/healthz").header("Host", "traek.example").send(to).status, 200);
        let told =
            std::process::Command::new("kill").args(["-TERM", &page.id().to_string()]).status().expect("kill starts");
        assert!(told.success());
        let ended = page.ended();
        assert_eq!(ended.status.code(), Some(0));
        for words in ["ADVARSEL: ", who, "TLS", "omvendt proxy", "docs/server.md"] {
            assert!(ended.stderr.contains(words), "{}", ended.stderr);
        }
    }
}

#[test]
fn a_department_is_told_the_names_that_are_answered() {
    let page = department();
    let expected = format!(
        "Siden er klar på {} under navnene traek.example og xn--brevhjlp-o0a.example (stop den med Ctrl-C)\n",
        page.address
    );
    assert_eq!(page.greeting, expected);
}

#[test]
fn a_name_that_no_browser_sends_is_refused() {
    for (name, told) in [
        ("https://traek.example", "uden »https://«"),
        ("traek.example/side", "uden »https://« og uden noget efter det"),
        ("traek.example:8443", "uden port"),
        ("brevhjælp.example", "xn--"),
        ("::1", "[::1]"),
        ("*.example", "ikke navnet på en maskine"),
        ("traek..example", "ikke navnet på en maskine"),
        ("traek example", "ikke navnet på en maskine"),
        ("", "ikke navnet på en maskine"),
    ] {
        let args = ["serve", "--no-config", "--listen", "127.0.0.1", "--port", "0", "--host", name];
        let output = command().args(args).output().expect("traek starts");
        assert_eq!(output.status.code(), Some(2), "{name}");
        assert!(stderr(&output).contains(told), "{name}: {}", stderr(&output));
    }
}

#[test]
fn an_address_can_be_the_name() {
    for name in ["127.0.0.1", "[::1]"] {
        let args = ["serve", "--no-config", "--listen", "127.0.0.1", "--port", "0", "--host", name];
        let page = Page::of(command().args(args));
        assert_eq!(Request::get("/healthz").header("Host", name).send(page.address).status, 200, "{name}");
    }
}

#[test]
fn others_are_let_in_only_under_a_name_and_at_a_port() {
    for args in [
        &["serve", "--listen", "0.0.0.0"][..],
        &["serve", "--listen", "0.0.0.0", "--port", "8080"],
        &["serve", "--listen", "0.0.0.0", "--host", "traek.example"],
        &["serve", "--host", "traek.example"],
        &["serve", "--listen", "traek.example", "--port", "8080", "--host", "traek.example"],
    ] {
        let output = command().args(args).output().expect("traek starts");
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(stderr(&output).starts_with("fejl: "), "{}", stderr(&output));
    }
}
