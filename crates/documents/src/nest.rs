//! Bounds what the files inside a file may hold together, so that a small mail cannot unpack into a large one.

use std::path::Path;

use crate::{Attachment, MOST_TEXT_BYTES, ReadError, read_within};

/// Files stand at most this deep inside each other.
const MOST_DEPTH: usize = 4;

/// A file has at most this many others inside it, at all depths together.
const MOST_FILES: usize = 100;

/// What has been read of the files inside a file.
#[derive(Debug, Default)]
pub(crate) struct Nest {
    depth: usize,
    files: usize,
    text: u64,
}

impl Nest {
    /// Reads the letter `bytes` that is attached under `name`.
    pub(crate) fn attachment(&mut self, name: String, bytes: &[u8]) -> Attachment {
        let source = self.within(|nest| read_within(Path::new(&name), bytes, nest));
        if let Ok(source) = &source {
            self.text += source.document.text.len() as u64;
        }
        Attachment { name: shown_name(&name), source }
    }

    /// Does `read` one level further in.
    ///
    /// # Errors
    /// [`ReadError::TooNested`] and [`ReadError::TooMuchText`], and those of `read`.
    pub(crate) fn within<T>(&mut self, read: impl FnOnce(&mut Self) -> Result<T, ReadError>) -> Result<T, ReadError> {
        if self.depth == MOST_DEPTH || self.files == MOST_FILES {
            return Err(ReadError::TooNested);
        }
        if self.text > MOST_TEXT_BYTES {
            return Err(ReadError::TooMuchText);
        }
        self.files += 1;
        self.depth += 1;
        let result = read(self);
        self.depth -= 1;
        result
    }
}

/// The longest name that is shown (chars).
const LONGEST_NAME: usize = 120;

/// The name of an attachment as it can be shown: on one line, without signs that steer a terminal.
pub(crate) fn shown_name(name: &str) -> String {
    printable(name).chars().take(LONGEST_NAME).collect()
}

/// `name` on one line, with `\u{FFFD}` for signs that steer a terminal.
#[must_use]
pub fn printable(name: &str) -> String {
    name.chars().map(|sign| if sign.is_control() { '\u{FFFD}' } else { sign }).collect()
}
