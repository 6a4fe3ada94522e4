//! Puts a letter together line by line, for formats whose text is not simply that of the file.

use traek_core::{Block, BlockKind, Document, OffsetMap, add_line};

use crate::{Format, Place, Source, normal};

/// One line of a letter while it is read: its text, and where in the source each stretch of it stands.
#[derive(Debug)]
pub(crate) struct Line {
    text: String,
    map: OffsetMap,
}

impl Line {
    pub(crate) fn new() -> Self {
        Self { text: String::new(), map: OffsetMap::shifted(0) }
    }

    /// Adds `text`, which stands in the source byte for byte from `source` on.
    pub(crate) fn push(&mut self, text: &str, source: usize) {
        self.map.push(self.text.len(), source);
        self.text.push_str(text);
    }

    /// Adds `text`, which stands for all that the source has at `source`, such as a field.
    pub(crate) fn push_opaque(&mut self, text: &str, source: usize) {
        for (at, _) in text.char_indices() {
            self.map.push(self.text.len() + at, source);
        }
        self.text.push_str(text);
    }

    /// Adds what another line has.
    pub(crate) fn append(&mut self, other: &Self) {
        for (at, source) in other.map.entries() {
            self.map.push(self.text.len() + at, *source);
        }
        self.text.push_str(&other.text);
    }

    /// Where the first byte stands in the source.
    pub(crate) fn source(&self) -> usize {
        self.map.source(0)
    }

    /// Takes white space off the end, but not from the first `keep` bytes.
    pub(crate) fn trim_end(&mut self, keep: usize) {
        self.text.truncate(self.text.trim_end().len().max(keep));
    }

    /// Whether there is nothing to read in it.
    pub(crate) fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }
}

/// The text, blocks, map and places of a letter that grows line by line.
#[derive(Debug)]
pub(crate) struct Composer {
    text: String,
    blocks: Vec<Block>,
    map: OffsetMap,
    places: Vec<Place>,
    gap: bool,
    apart: bool,
}

/// A letter that was put together.
#[derive(Debug)]
pub(crate) struct Composed {
    pub(crate) document: Document,
    pub(crate) places: Vec<Place>,
}

impl Composed {
    /// The letter as a file of `format`, which has no lines of its own.
    pub(crate) fn into_source(self, format: Format) -> Source {
        Source {
            document: self.document,
            format,
            encoding: None,
            attachments: Vec::new(),
            remarks: Vec::new(),
            places: self.places,
            file: None,
        }
    }
}

impl Composer {
    pub(crate) fn new() -> Self {
        Self {
            text: String::new(),
            blocks: Vec::new(),
            map: OffsetMap::shifted(0),
            places: Vec::new(),
            gap: true,
            apart: false,
        }
    }

    /// What follows stands after an empty line.
    pub(crate) fn gap(&mut self) {
        self.gap = true;
    }

    /// What follows begins a block of its own, without an empty line before it.
    pub(crate) fn apart(&mut self) {
        self.apart = true;
    }

    /// Adds a line. `kind` is what the format says that it is (`None`: see [`add_line`]); `place` is what a reader calls
    /// the place in the file, such as `afsnit 4`.
    pub(crate) fn line(&mut self, line: Line, kind: Option<BlockKind>, place: impl FnOnce() -> String) {
        if line.is_blank() {
            self.gap();
            return;
        }
        if !self.text.is_empty() {
            self.text.push_str(if self.gap { "\n\n" } else { "\n" });
        }
        let start = self.text.len();
        let (text, map) = normal::normalise(line.text, line.map);
        for (at, source) in map.entries() {
            self.map.push(start + at, *source);
        }
        self.text.push_str(&text);
        add_line(&mut self.blocks, &self.text, start..self.text.len(), kind, self.gap || self.apart);
        if let Some(block) = self.blocks.last_mut().filter(|block| block.start >= start) {
            block.after_gap = self.gap;
        }
        let place = place();
        if self.places.last().is_none_or(|last| last.name != place) {
            self.places.push(Place { start, name: place });
        }
        (self.gap, self.apart) = (false, false);
    }

    /// Bytes of text so far.
    pub(crate) fn length(&self) -> usize {
        self.text.len()
    }

    pub(crate) fn finish(self) -> Composed {
        Composed { document: Document { text: self.text, blocks: self.blocks, map: self.map }, places: self.places }
    }
}

/// The places of a letter without any of its own: its paragraphs, counted from byte `head` on.
pub(crate) fn paragraph_places(document: &Document, head: usize) -> Vec<Place> {
    let mut places: Vec<Place> = Vec::new();
    let mut paragraph = 0;
    for block in &document.blocks {
        let start = block.start;
        let name = if start < head {
            "brevhovedet".to_owned()
        } else {
            paragraph += usize::from(block.after_gap || paragraph == 0);
            format!("afsnit {paragraph}")
        };
        if places.last().is_none_or(|last| last.name != name) {
            places.push(Place { start, name });
        }
    }
    places
}

/// The map that leads from a text of `length` bytes through `first` and then through `second`.
pub(crate) fn through(first: &OffsetMap, length: usize, second: &OffsetMap) -> OffsetMap {
    let mut whole = OffsetMap::shifted(second.source(first.source(0)));
    let entries = first.entries();
    for (index, (text, middle)) in entries.iter().enumerate() {
        let end = middle + entries.get(index + 1).map_or(length, |next| next.0) - text;
        whole.push(*text, second.source(*middle));
        let from = second.entries().partition_point(|entry| entry.0 <= *middle);
        for (at, source) in second.entries()[from..].iter().take_while(|entry| entry.0 <= end) {
            whole.push(text + at - middle, *source);
        }
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_become_blocks_and_lead_back_to_their_source() {
        let mut composer = Composer::new();
        for (text, at) in [("Kære Mia", 100), ("", 0), ("Tak for dit brev, som vi fik i går og har læst med stor", 200)]
        {
            let mut line = Line::new();
            line.push(text, at);
            composer.line(line, None, || format!("afsnit {at}"));
        }
        let mut line = Line::new();
        line.push("opmærksom", 300);
        line.push("\u{AD}hed.", 330);
        composer.line(line, None, || "afsnit 300".to_owned());
        let Composed { document, places } = composer.finish();
        assert_eq!(document.blocks.len(), 2, "a wrapped line flows on");
        let at = document.text.find("hed.").expect("there");
        assert_eq!(document.map.source(at)..document.map.source(at + 2) + 1, 332..335);
        assert_eq!(document.map.source(0), 100);
        assert_eq!(places.len(), 3);
    }
}
