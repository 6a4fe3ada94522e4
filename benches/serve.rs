//! The server under load: many clients post a letter again and again over the loopback.
//!
//! `cargo bench --bench serve -- [CLIENTS] [SECONDS]`; 200 clients for 30 seconds unless told otherwise. It prints
//! findings in each answer, requests per second, the time of an answer, errors, and the server's memory before and after.

mod corpus;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Bytes of the letter.
const LETTER: usize = 5_000;

/// What one client saw.
#[derive(Default)]
struct Seen {
    times: Vec<Duration>,
    errors: usize,
}

fn main() {
    let numbers: Vec<u64> = std::env::args().filter_map(|argument| argument.parse().ok()).collect();
    let clients = numbers.first().copied().unwrap_or(200);
    let lasts = Duration::from_secs(numbers.get(1).copied().unwrap_or(30));
    let (mut server, address) = serve();
    let request = request(&address);
    let ask = || Client::new(&address).ask(&request).expect("the server answers");
    let (status, report) = ask();
    assert_eq!(status, 200, "the letter is read");
    let findings = count_findings(&report);
    assert!(findings > 0, "a letter without findings measures nothing");
    // The first checks unpack what is only unpacked once.
    for _ in 0..20 {
        assert!(ask() == (200, report.clone()), "the same letter has the same report");
    }
    let before = memory(&server, "VmRSS");
    let begun = Instant::now();
    let seen: Vec<Seen> = std::thread::scope(|scope| {
        let all: Vec<_> =
            (0..clients).map(|_| scope.spawn(|| client(&address, &request, &report, begun + lasts))).collect();
        all.into_iter().map(|one| one.join().expect("no panic")).collect()
    });
    let took = begun.elapsed();
    let after = memory(&server, "VmRSS");
    let errors: usize = seen.iter().map(|one| one.errors).sum();
    let mut times: Vec<Duration> = seen.into_iter().flat_map(|one| one.times).collect();
    times.sort_unstable();
    assert!(!times.is_empty(), "a server that answers nothing is not fast");
    let part = |part: f64| times[((times.len() - 1) as f64 * part) as usize];
    eprintln!("{clients} clients, {} answers in {took:.1?}, {errors} errors, {findings} findings in each", times.len());
    eprintln!("{:.0} requests/s", times.len() as f64 / took.as_secs_f64());
    eprintln!("p50 {:.1?}, p99 {:.1?}, longest {:.1?}", part(0.5), part(0.99), part(1.0));
    eprintln!("memory {before} before, {after} after, {} at most", memory(&server, "VmHWM"));
    let _ = server.kill();
    let _ = server.wait();
}

/// How many findings are in a report.
fn count_findings(report: &[u8]) -> usize {
    let report: serde_json::Value = serde_json::from_slice(report).expect("JSON");
    report["letters"][0]["findings"].as_array().map_or(0, Vec::len)
}

fn serve() -> (Child, String) {
    let mut server = Command::new(env!("CARGO_BIN_EXE_traek"))
        .args(["serve", "--no-open", "--no-config"])
        .stdout(Stdio::piped())
        .spawn()
        .expect("traek starts");
    let mut line = String::new();
    BufReader::new(server.stdout.take().expect("a pipe")).read_line(&mut line).expect("a line");
    let address = line.split("http://").nth(1).and_then(|rest| rest.split('/').next()).expect("an address");
    (server, address.to_owned())
}

/// A request with letters of the corpus, cut to size.
fn request(address: &str) -> Vec<u8> {
    let mut text = corpus::letters().concat();
    text.truncate(text.floor_char_boundary(LETTER));
    let body = serde_json::json!({ "text": text }).to_string();
    let head = format!("POST /api/check HTTP/1.1\r\nHost: {address}\r\nContent-Type: application/json");
    format!("{head}\r\nContent-Length: {}\r\n\r\n{body}", body.len()).into_bytes()
}

/// Asks until the time is over, on one connection as long as it lives. Every report is `expected`.
fn client(address: &str, request: &[u8], expected: &[u8], until: Instant) -> Seen {
    let mut seen = Seen::default();
    let mut client = Client::new(address);
    while Instant::now() < until {
        let begun = Instant::now();
        match client.ask(request) {
            Ok((200, body)) => {
                assert!(body == expected, "the same letter has the same report");
                seen.times.push(begun.elapsed());
            }
            Ok(_) | Err(_) => {
                seen.errors += 1;
                client = Client::new(address);
            }
        }
    }
    seen
}

struct Client(BufReader<TcpStream>);

impl Client {
    fn new(address: &str) -> Self {
        let connection = TcpStream::connect(address).expect("somebody listens");
        connection.set_nodelay(true).expect("set");
        Self(BufReader::new(connection))
    }

    /// Sends a request, and reads status and body of the answer.
    fn ask(&mut self, request: &[u8]) -> std::io::Result<(u16, Vec<u8>)> {
        self.0.get_mut().write_all(request)?;
        let (mut status, mut length) = (0, 0);
        let mut line = String::new();
        loop {
            line.clear();
            if self.0.read_line(&mut line)? == 0 {
                return Err(std::io::ErrorKind::UnexpectedEof.into());
            }
            if let Some(rest) = line.strip_prefix("HTTP/1.1 ") {
                status = rest.split(' ').next().and_then(|status| status.parse().ok()).unwrap_or(0);
            } else if let Some(rest) = line.strip_prefix("content-length: ") {
                length = rest.trim().parse().unwrap_or(0);
            } else if line == "\r\n" {
                break;
            }
        }
        let mut body = Vec::new();
        self.0.by_ref().take(length).read_to_end(&mut body)?;
        Ok((status, body))
    }
}

/// A line of what Linux says about the server's memory.
fn memory(server: &Child, line: &str) -> String {
    let status = std::fs::read_to_string(format!("/proc/{}/status", server.id())).unwrap_or_default();
    let found = status.lines().find_map(|one| one.strip_prefix(line)?.strip_prefix(':'));
    found.map_or("unknown".to_owned(), |value| value.trim().to_owned())
}
