//! Nobody keeps the server from answering others: not by size, by number, or by time.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::thread;

use serde_json::json;
use traek_server::Limits;

use super::client::{Answer, Request, connect, rest};
use super::pages::{Inside, LARGE, LENGTHY, PANICS, Page, SHORT, letter, patient};

const GIGABYTE: usize = 1 << 30;
const MEGABYTE: usize = 1 << 20;

/// Sends a body of a gigabyte in chunks until nobody takes it any more; returns the answer and how much was sent.
fn flood(to: SocketAddr, path: &str, media_type: &str) -> (Answer, usize) {
    let mut connection = connect(to);
    let mut sending = connection.try_clone().expect("a second handle");
    let request = Request::new("POST", path).header("Content-Type", media_type).header("X-Traek-Name", "brev.txt");
    let head = [request.header("Transfer-Encoding", "chunked").head(to), b"\r\n".to_vec()].concat();
    let sender = thread::spawn(move || {
        let chunk = [b"10000\r\n".as_slice(), &[b'a'; 0x10000], b"\r\n"].concat();
        if sending.write_all(&head).is_err() {
            return 0;
        }
        (0..GIGABYTE / 0x10000).take_while(|_| sending.write_all(&chunk).is_ok()).count() * 0x10000
    });
    let answer = rest(&mut connection).expect("an answer");
    drop(connection);
    (answer, sender.join().expect("no panic"))
}

/// Whether something is so after a while: a busy machine may need some tries.
fn eventually(so: impl Fn() -> bool) -> bool {
    (0..100).any(|_| so())
}

/// The most memory that a process has had (bytes).
#[cfg(target_os = "linux")]
fn peak(id: u32) -> usize {
    let status = std::fs::read_to_string(format!("/proc/{id}/status")).expect("a process");
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("its peak");
    line.trim().trim_end_matches(" kB").parse::<usize>().expect("a number") * 1024
}

#[cfg(not(target_os = "linux"))]
fn peak(_: u32) -> usize {
    0
}

#[test]
fn a_body_that_is_too_large_is_cut_off() {
    let page = Page::open();
    assert_eq!(Request::get("/healthz").send(page.address).status, 200);
    let before = peak(page.id());
    let (answer, sent) = flood(page.address, "/api/check", "application/json");
    assert_eq!((answer.status, answer.error()), (413, "Brevet er for stort: der er plads til 1 MB.".to_owned()));
    assert!(sent < 64 * MEGABYTE, "{sent} bytes were taken");
    assert!(peak(page.id()) - before < 16 * MEGABYTE, "memory grew from {before} to {}", peak(page.id()));
    let (answer, sent) = flood(page.address, "/api/check-file", "application/octet-stream");
    assert_eq!((answer.status, answer.error()), (413, "Brevet er for stort: der er plads til 64 MB.".to_owned()));
    assert!(sent < 256 * MEGABYTE, "{sent} bytes were taken");
    assert!(peak(page.id()) - before < 256 * MEGABYTE, "memory grew from {before} to {}", peak(page.id()));
}

#[test]
fn a_body_that_says_that_it_is_too_large_is_not_read() {
    let page = Page::open();
    for (path, media_type) in [("/api/check", "application/json"), ("/api/comments", "application/octet-stream")] {
        let request = Request::file(path, "brev.docx", "").without("Content-Type").header("Content-Type", media_type);
        let request = request.header("Content-Length", &GIGABYTE.to_string());
        let mut connection = connect(page.address);
        assert_eq!(request.send_on(&mut connection).status, 413, "{path}");
    }
}

#[test]
fn the_largest_text_is_read() {
    let server = Inside::new(patient(), true);
    let wrapped = |text: &str| json!({ "text": text });
    let most = MEGABYTE - wrapped("").to_string().len();
    let text = "a".repeat(most);
    let answer = Request::json("/api/fix", &wrapped(&text)).send(server.address);
    assert_eq!((answer.status, answer.json()["text"].as_str()), (200, Some(text.as_str())));
    let larger = format!("{text}a");
    assert_eq!(Request::json("/api/fix", &wrapped(&larger)).send(server.address).status, 413);
    server.tell();
    server.ended();
}

#[test]
fn whoever_sends_a_head_slowly_is_let_go() {
    let server = Inside::new(Limits { head_timeout: SHORT, ..patient() }, true);
    for start in ["", "G", "GET / HTTP/1.1\r\nHost: "] {
        let mut connection = connect(server.address);
        connection.write_all(start.as_bytes()).expect("sent");
        assert!(rest(&mut connection).is_none_or(|answer| answer.status == 408), "{start:?}");
    }
    server.tell();
    server.ended();
}

#[test]
fn a_connection_that_nobody_uses_is_closed() {
    let server = Inside::new(Limits { head_timeout: 10 * SHORT, ..patient() }, true);
    let mut connection = connect(server.address);
    assert_eq!(letter().send_on(&mut connection).status, 200);
    assert_eq!(connection.read(&mut [0]).expect("an end"), 0);
    server.tell();
    server.ended();
}

#[test]
fn a_connection_does_not_live_for_ever() {
    let server = Inside::new(Limits { connection_lifetime: SHORT, ..patient() }, true);
    let mut connection = connect(server.address);
    assert_eq!(connection.read(&mut [0]).expect("an end"), 0);
    // What is being answered then is answered.
    let server = Inside::new(Limits { connection_lifetime: 10 * SHORT, ..patient() }, false);
    let address = server.address;
    let mut idle = connect(address);
    let answered = thread::spawn(move || letter().send(address));
    server.gate.wait_for(1);
    assert_eq!(idle.read(&mut [0]).expect("an end"), 0);
    server.gate.open();
    assert_eq!(answered.join().expect("no panic").status, 200);
}

#[test]
fn whoever_sends_a_letter_slowly_is_told() {
    let server = Inside::new(Limits { body_timeout: SHORT, ..patient() }, true);
    let mut connection = connect(server.address);
    let answer = letter().header("Content-Length", "100").send_on(&mut connection);
    assert_eq!((answer.status, answer.error()), (408, "Det tog for lang tid at modtage brevet.".to_owned()));
    server.tell();
    server.ended();
}

#[test]
fn no_more_letters_are_checked_at_a_time_than_there_are_permits() {
    let server = Inside::new(Limits { checks: 2, ..patient() }, false);
    let address = server.address;
    let clients: Vec<_> = (0..8).map(|_| thread::spawn(move || letter().send(address).status)).collect();
    server.gate.wait_for(2);
    // Who only wants the page does not wait for letters.
    assert_eq!(Request::get("/").send(address).status, 200);
    server.gate.open();
    assert!(clients.into_iter().all(|client| client.join().is_ok_and(|status| status == 200)));
    assert_eq!(server.gate.most(), 2);
    server.tell();
    server.ended();
}

#[test]
fn whoever_would_wait_too_long_is_told_when_to_come_back() {
    let server = Inside::new(Limits { checks: 1, work_timeout: SHORT, ..patient() }, false);
    let address = server.address;
    let first = thread::spawn(move || letter().send(address));
    server.gate.wait_for(1);
    let second = letter().send(address);
    assert_eq!((second.status, second.header("retry-after")), (503, Some("2")));
    assert!(second.error().contains("mange breve"), "{}", second.error());
    let first = first.join().expect("no panic");
    assert_eq!(first.status, 503);
    assert!(first.error().contains("for lang tid"), "{}", first.error());
    // The core is free again when the check that nobody waits for is done.
    server.gate.open();
    assert!(eventually(|| letter().send(address).status == 200));
    server.tell();
    server.ended();
}

#[test]
fn files_wait_for_each_other_before_they_are_read() {
    let server = Inside::new(Limits { files: 1, waiting_timeout: SHORT, ..patient() }, true);
    let mut slow = connect(server.address);
    let file = Request::file("/api/check-file", "brev.txt", "Hej");
    let head = [file.head(server.address), b"\r\n".to_vec()].concat();
    slow.write_all(&head).expect("sent");
    // The slow file has the only permit once others are turned away.
    assert!(eventually(|| file.send(server.address).status == 503));
    assert!(eventually(|| letter().send(server.address).status == 200), "texts do not wait for files");
    slow.write_all(b"Hej").expect("sent");
    let mut answer = [0; 12];
    slow.read_exact(&mut answer).expect("an answer");
    assert_eq!(&answer, b"HTTP/1.1 200");
    assert!(eventually(|| file.send(server.address).status == 200));
    server.tell();
    drop(slow);
    server.ended();
}

/// What has a large answer, with an ordinary request of the same kind.
fn kinds() -> [(Request, Request); 2] {
    let file = |path: &str| Request::file(path, "brev.docx", "Hej");
    [
        (Request::json("/api/check", &json!({ "text": LENGTHY })), letter()),
        (file("/api/comments"), file("/api/check-file")),
    ]
}

/// Sends a request whose answer is read later, if at all.
fn unread(request: &Request, to: SocketAddr) -> TcpStream {
    let mut connection = connect(to);
    request.clone().header("Connection", "close").write_on(&mut connection);
    connection
}

#[test]
fn an_answer_that_nobody_takes_counts_until_it_has_left() {
    for (lengthy, ordinary) in kinds() {
        let server = Inside::new(Limits { texts: 1, files: 1, waiting_timeout: SHORT, ..patient() }, true);
        let mut slow = unread(&lengthy, server.address);
        server.gate.wait_for(1);
        let refused = ordinary.send(server.address);
        assert_eq!((refused.status, refused.header("retry-after")), (503, Some("2")), "{lengthy:?}");
        let answer = rest(&mut slow).expect("an answer");
        assert_eq!((answer.status, answer.body.len()), (200, LARGE), "{lengthy:?}");
        assert!(eventually(|| ordinary.send(server.address).status == 200), "{lengthy:?}");
        server.tell();
        server.ended();
    }
}

#[test]
fn whoever_does_not_take_an_answer_is_let_go() {
    for (lengthy, ordinary) in kinds() {
        let server = Inside::new(Limits { texts: 1, files: 1, answer_timeout: SHORT, ..patient() }, true);
        let mut slow = unread(&lengthy, server.address);
        server.gate.wait_for(1);
        assert_eq!(ordinary.send(server.address).status, 200, "the next one has its permit in the end");
        let answer = rest(&mut slow).expect("the beginning of an answer");
        assert!(answer.body.len() < LARGE, "{lengthy:?}: all of it has come");
        server.tell();
        server.ended();
    }
}

#[test]
fn whoever_takes_an_answer_bit_by_bit_is_let_go() {
    let server = Inside::new(Limits { answer_timeout: SHORT, ..patient() }, true);
    let (lengthy, _) = &kinds()[0];
    let mut slow = unread(lengthy, server.address);
    let (mut bit, mut read) = ([0; 4096], 0);
    // What is asked between two bits takes the time of a slow network.
    while let Ok(bytes @ 1..) = slow.read(&mut bit) {
        read += bytes;
        assert_eq!(Request::get("/healthz").send(server.address).status, 200);
    }
    assert!(read < LARGE, "all of it has come");
    server.tell();
    server.ended();
}

#[test]
fn a_letter_that_nobody_waits_for_counts_until_it_is_checked() {
    let server = Inside::new(Limits { texts: 1, waiting_timeout: SHORT, ..patient() }, false);
    let gone = unread(&letter(), server.address);
    server.gate.wait_for(1);
    drop(gone);
    assert_eq!(letter().send(server.address).status, 503);
    server.gate.open();
    assert!(eventually(|| letter().send(server.address).status == 200));
    server.tell();
    server.ended();
}

#[test]
fn too_many_connections_wait_for_others_to_end() {
    let server = Inside::new(Limits { connections: 2, head_timeout: SHORT, ..patient() }, true);
    let _idle = [connect(server.address), connect(server.address)];
    assert_eq!(Request::get("/healthz").send(server.address).status, 200);
    server.tell();
    server.ended();
}

/// Where a panic unwinds, as in this build: a release ends instead.
#[test]
fn a_mistake_of_the_engine_is_one_answer() {
    let server = Inside::new(patient(), true);
    let answer = Request::json("/api/check", &json!({ "text": PANICS })).send(server.address);
    assert_eq!((answer.status, answer.error()), (500, "Noget gik galt i traek. Brevet er ikke læst.".to_owned()));
    assert_eq!(letter().send(server.address).status, 200);
    server.tell();
    server.ended();
}
