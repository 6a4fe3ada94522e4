//! What a server takes at most, so that nobody can keep it from answering others.

use std::time::Duration;

/// Bounds on size, number and time.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// A request with a text as JSON (bytes).
    pub text_bytes: usize,
    /// A file (bytes).
    pub file_bytes: usize,
    /// The first line of a request and its headers together (bytes; at least 8 kB).
    pub head_bytes: usize,
    /// Connections at the same time; more wait to be accepted.
    pub connections: usize,
    /// Checks at the same time.
    pub checks: usize,
    /// Files at the same time, from their first byte to their answer.
    pub files: usize,
    /// To send the head of a request, also of the next one on a connection that is kept.
    pub head: Duration,
    /// To send the body of a request.
    pub body: Duration,
    /// To wait for others and to be checked.
    pub work: Duration,
    /// A connection, however many requests it has.
    pub connection: Duration,
    /// For requests that are being answered when the server stops.
    pub farewell: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Self {
            // A letter has some kilobytes; a megabyte is a book.
            text_bytes: 1024 * 1024,
            file_bytes: 64 * 1024 * 1024,
            head_bytes: 16 * 1024,
            // Half of the 1024 files that a process may commonly have open.
            connections: 512,
            checks: cores,
            // While one file is read, another one can be checked.
            files: 2 * cores,
            head: Duration::from_secs(10),
            // 64 MB at 17 Mbit/s.
            body: Duration::from_secs(30),
            work: Duration::from_secs(30),
            connection: Duration::from_secs(300),
            farewell: Duration::from_secs(2),
        }
    }
}
