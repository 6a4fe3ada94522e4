//! A list in JSON that is written item by item, so that it need not be held in memory.

use std::io::{self, Write};

use serde::Serialize;

/// The items of a list; brackets are for others to write.
#[derive(Default)]
pub(super) struct List {
    begun: bool,
}

impl List {
    /// Writes an item on a line of its own.
    pub(super) fn item(&mut self, item: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(if self.begun { b",\n" } else { b"\n" })?;
        self.begun = true;
        Ok(serde_json::to_writer(out, item)?)
    }
}
