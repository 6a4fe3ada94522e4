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
    /// Texts at the same time, from their first byte until their answer has left.
    pub texts: usize,
    /// Files at the same time, from their first byte until their answer has left.
    pub files: usize,
    /// To send the head of a request, also of the next one on a connection that is kept.
    pub head_timeout: Duration,
    /// To wait for others before the body of a request is read.
    pub waiting_timeout: Duration,
    /// To send the body of a request.
    pub body_timeout: Duration,
    /// To wait for a core, and to be checked.
    pub work_timeout: Duration,
    /// To take an answer, once it is more than the system keeps for a client.
    pub answer_timeout: Duration,
    /// A connection, however many requests it has.
    pub connection_lifetime: Duration,
    /// For requests that are being answered when the server stops.
    pub shutdown_timeout: Duration,
}

impl Limits {
    /// The longest that a request takes once its head is there.
    pub(crate) fn request_timeout(&self) -> Duration {
        self.waiting_timeout + self.body_timeout + self.work_timeout + self.answer_timeout
    }
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
            // So many more than cores that no core waits for clients.
            texts: 8 * cores,
            // While one file is read, another one can be checked.
            files: 2 * cores,
            head_timeout: Duration::from_secs(10),
            waiting_timeout: Duration::from_secs(30),
            // 64 MB at 17 Mbit/s.
            body_timeout: Duration::from_secs(30),
            work_timeout: Duration::from_secs(30),
            answer_timeout: Duration::from_secs(30),
            connection_lifetime: Duration::from_secs(300),
            shutdown_timeout: Duration::from_secs(2),
        }
    }
}
