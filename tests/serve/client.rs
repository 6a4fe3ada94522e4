//! A client that sends exactly what it is told to, also what no browser would.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use serde_json::Value;

/// A server that is silent for so long has failed the test, which must not wait for ever.
const PATIENCE: Duration = Duration::from_secs(120);

/// A request, written down header by header.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    method: String,
    path: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Request {
    pub(crate) fn new(method: &str, path: &str) -> Self {
        Self { method: method.to_owned(), path: path.to_owned(), headers: Vec::new(), body: Vec::new() }
    }

    pub(crate) fn get(path: &str) -> Self {
        Self::new("GET", path)
    }

    pub(crate) fn json(path: &str, body: &Value) -> Self {
        Self::new("POST", path).header("Content-Type", "application/json").body(body.to_string())
    }

    /// A file with a name that is encoded already.
    pub(crate) fn file(path: &str, name: &str, bytes: impl Into<Vec<u8>>) -> Self {
        let request = Self::new("POST", path).header("Content-Type", "application/octet-stream");
        request.header("X-Traek-Name", name).body(bytes)
    }

    /// Adds a header. Without a `Host` the server's own is added in the end.
    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(crate) fn without(mut self, name: &str) -> Self {
        self.headers.retain(|(other, _)| !other.eq_ignore_ascii_case(name));
        self
    }

    pub(crate) fn body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self
    }

    /// Sends it on a connection of its own.
    pub(crate) fn send(&self, to: SocketAddr) -> Answer {
        self.try_send(to).expect("an answer")
    }

    /// The same; `None` where the connection ends without an answer.
    pub(crate) fn try_send(&self, to: SocketAddr) -> Option<Answer> {
        let mut bytes = self.head(to);
        bytes.extend_from_slice(b"Connection: close\r\n\r\n");
        bytes.extend_from_slice(&self.body);
        exchange(to, &bytes)
    }

    /// Sends it on a connection that stays open.
    pub(crate) fn send_on(&self, connection: &mut TcpStream) -> Answer {
        self.write_on(connection);
        Answer::read_one(connection)
    }

    /// Sends it on a connection that stays open, and reads nothing.
    pub(crate) fn write_on(&self, connection: &mut TcpStream) {
        let mut bytes = self.head(connection.peer_addr().expect("connected"));
        bytes.extend_from_slice(b"\r\n");
        bytes.extend_from_slice(&self.body);
        connection.write_all(&bytes).expect("sent");
    }

    /// The first line and the headers, without the empty line that ends them.
    pub(crate) fn head(&self, to: SocketAddr) -> Vec<u8> {
        let mut head = format!("{} {} HTTP/1.1\r\n", self.method, self.path);
        let mut line = |name: &str, value: &str| head.push_str(&format!("{name}: {value}\r\n"));
        self.headers.iter().for_each(|(name, value)| line(name, value));
        let given = |name: &str| self.headers.iter().any(|(other, _)| other.eq_ignore_ascii_case(name));
        if !given("Host") {
            line("Host", &to.to_string());
        }
        if !self.body.is_empty() && !given("Content-Length") {
            line("Content-Length", &self.body.len().to_string());
        }
        head.into_bytes()
    }
}

/// An answer.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    head: String,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    fn parse(bytes: &[u8]) -> Option<Self> {
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n")?;
        let head = String::from_utf8(bytes[..end].to_vec()).expect("a head of ASCII");
        let status = head.split(' ').nth(1)?.parse().ok()?;
        Some(Self { status, head, body: bytes[end + 4..].to_vec() })
    }

    /// Reads one answer from a connection that stays open.
    fn read_one(connection: &mut TcpStream) -> Self {
        let mut bytes = Vec::new();
        let mut next = [0; 4096];
        loop {
            let whole = Self::parse(&bytes).filter(|answer| {
                let length = answer.header("content-length").and_then(|length| length.parse().ok());
                answer.body.len() >= length.unwrap_or(0)
            });
            if let Some(answer) = whole {
                return answer;
            }
            let read = connection.read(&mut next).expect("an answer");
            assert!(read > 0, "the connection ends in an answer");
            bytes.extend_from_slice(&next[..read]);
        }
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers().find(|(other, _)| other.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    pub(crate) fn headers(&self) -> impl Iterator<Item = (&str, &str)> {
        self.head.lines().skip(1).filter_map(|line| line.split_once(": "))
    }

    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).expect("UTF-8")
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).expect("JSON")
    }

    /// What an answer about an error says.
    pub(crate) fn error(&self) -> String {
        self.json()["error"].as_str().expect("a message").to_owned()
    }
}

/// Opens a connection that nobody waits for in vain.
pub(crate) fn connect(to: SocketAddr) -> TcpStream {
    let connection = TcpStream::connect(to).expect("somebody listens");
    connection.set_read_timeout(Some(PATIENCE)).expect("set");
    connection.set_write_timeout(Some(PATIENCE)).expect("set");
    connection
}

/// Sends `bytes` and reads until the connection ends; `None` where it ends without an answer.
pub(crate) fn exchange(to: SocketAddr, bytes: &[u8]) -> Option<Answer> {
    let mut connection = connect(to);
    // What is refused early need not be read to its end.
    let _ = connection.write_all(bytes);
    rest(&mut connection)
}

/// Reads until the connection ends.
pub(crate) fn rest(connection: &mut TcpStream) -> Option<Answer> {
    let mut bytes = Vec::new();
    match connection.read_to_end(&mut bytes) {
        Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => panic!("the server is silent"),
        _ => Answer::parse(&bytes),
    }
}
