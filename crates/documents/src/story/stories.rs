//! Stories that lie in each other, such as a text box in the body.

use super::{Piece, Story};

/// The stories that are open, the innermost last.
#[derive(Debug)]
pub(crate) struct Stories(Vec<Story>);

impl Default for Stories {
    fn default() -> Self {
        Self(vec![Story::default()])
    }
}

impl Stories {
    /// The story that what comes next belongs to.
    pub(crate) fn innermost(&mut self) -> &mut Story {
        if self.0.is_empty() {
            self.open();
        }
        let last = self.0.len() - 1;
        &mut self.0[last]
    }

    /// Begins a story inside the innermost.
    pub(crate) fn open(&mut self) {
        self.0.push(Story::default());
    }

    /// Ends the innermost story; its pieces.
    pub(crate) fn close(&mut self) -> Vec<Piece> {
        self.0.pop().unwrap_or_default().end()
    }
}
