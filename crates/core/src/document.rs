//! A letter's text in blocks, with a map back to the file it was read from.

use std::ops::Range;

/// What a block of text is in its document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// Running text; the lines of a hard-wrapped paragraph are one block.
    Paragraph,
    /// An item of a list, without its bullet or number.
    ListItem,
    /// A heading that the format marks as one.
    Heading,
    /// A table row or a line set in columns.
    TableRow,
    /// Text that somebody else wrote, such as lines that begin with `>`.
    Quoted,
    /// Text beside the letter itself: the page's header or footer, or a text box.
    Margin,
    /// A footnote or endnote.
    Footnote,
}

/// A stretch of text that flows without a break: `start..end` in bytes of [`Document::text`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    /// First byte.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
    /// What it is.
    pub kind: BlockKind,
    /// Whether an empty line (or the start of the text) stands before it.
    pub after_gap: bool,
}

/// Maps byte offsets of the text to byte offsets of the source file.
///
/// Between two entries both sides advance together, so an unchanged text needs one entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OffsetMap {
    entries: Vec<(usize, usize)>,
}

impl OffsetMap {
    /// The map of a text that begins `shift` bytes into its file and is otherwise unchanged.
    #[must_use]
    pub fn shifted(shift: usize) -> Self {
        Self { entries: vec![(0, shift)] }
    }

    /// Records that text offset `text` is source offset `source`; offsets must come in ascending order.
    pub fn push(&mut self, text: usize, source: usize) {
        match self.entries.last_mut() {
            Some(last) if last.0 == text => last.1 = source,
            Some(last) if source.wrapping_sub(last.1) == text - last.0 => {}
            _ => self.entries.push((text, source)),
        }
    }

    /// The pairs of text offset and source offset (bytes) from which both sides advance together, in order.
    #[must_use]
    pub fn entries(&self) -> &[(usize, usize)] {
        &self.entries
    }

    /// The source offset of the text offset `text`, both in bytes.
    #[must_use]
    pub fn source(&self, text: usize) -> usize {
        let next = self.entries.partition_point(|entry| entry.0 <= text);
        match next.checked_sub(1).map(|at| self.entries[at]) {
            Some((from, source)) => source + (text - from),
            None => text,
        }
    }
}

impl OffsetMap {
    /// The first text offset that stands at or after the source offset `source`, both in bytes. Meant for maps whose
    /// source goes forward with the text.
    #[must_use]
    pub fn text(&self, source: usize) -> usize {
        let next = self.entries.partition_point(|entry| entry.1 <= source);
        let within = next.checked_sub(1).map_or(0, |at| self.entries[at].0 + (source - self.entries[at].1));
        self.entries.get(next).map_or(within, |entry| within.min(entry.0))
    }
}

/// One letter to judge: its text, its blocks and the way back to its file.
#[derive(Clone, Debug)]
pub struct Document {
    /// The text, in NFC, without byte-order mark and soft hyphens.
    pub text: String,
    /// Blocks in order of position; they do not overlap.
    pub blocks: Vec<Block>,
    /// From offsets of `text` to offsets of the file.
    pub map: OffsetMap,
}

impl Document {
    /// A document of plain text: paragraphs, list items and quoted lines are found by their looks.
    ///
    /// ```
    /// let letter = traek_core::Document::plain("Kære Mia\n\nTak for\ndin mail.\n");
    /// assert_eq!(letter.blocks.len(), 3);
    /// ```
    #[must_use]
    pub fn plain(text: impl Into<String>) -> Self {
        let text = text.into();
        let blocks = plain_blocks(&text);
        Self { text, blocks, map: OffsetMap::shifted(0) }
    }
}

/// A line that ends before this column (in bytes) was not wrapped by the width of a window.
const WRAPPED_FROM: usize = 56;

/// A line longer than this (bytes) was not wrapped at all.
const WRAPPED_TO: usize = 110;

/// Whether `lines` look like those of text that was wrapped by hand or by a mail program: more of them end where a window
/// does than go on beyond it.
pub fn is_wrapped<'t>(lines: impl Iterator<Item = &'t str>) -> bool {
    let (mut within, mut beyond) = (0, 0);
    for line in lines {
        within += usize::from((WRAPPED_FROM..=WRAPPED_TO).contains(&line.len()));
        beyond += usize::from(line.len() > WRAPPED_TO);
    }
    within > beyond
}

fn plain_blocks(text: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let wrapped = is_wrapped(text.lines());
    let mut gap = true;
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        let end = offset + line.len();
        let added = add_line(&mut blocks, text, offset..end, None, gap || !wrapped);
        if let Some(block) = blocks.last_mut().filter(|block| added && block.start >= offset) {
            block.after_gap = gap;
        }
        gap = !added;
        offset = end;
    }
    blocks
}

/// Adds the line `text[line]` to `blocks`: as a block of its own, or as more of the last one where the break between
/// them is only a wrap. Returns whether the line had any text.
///
/// `kind` is what the format says that the line is; `None` leaves it to the line's looks (a bullet, a `>`), and a
/// bullet that was typed is taken off. `gap` says whether an empty line stands before it.
pub fn add_line(blocks: &mut Vec<Block>, text: &str, line: Range<usize>, kind: Option<BlockKind>, gap: bool) -> bool {
    let content = text[line.clone()].trim_start();
    let start = line.end - content.len();
    let content = content.trim_end();
    if content.is_empty() {
        return false;
    }
    let end = start + content.len();
    let (looks, skip) = line_kind(content);
    let kind = kind.unwrap_or(looks);
    let skip = if kind == looks { skip } else { 0 };
    match blocks.last_mut() {
        Some(last)
            if !gap && kind == BlockKind::Paragraph && flows_on(&text[last.start..last.end], last.kind, content) =>
        {
            last.end = end;
        }
        _ => blocks.push(Block { start: start + skip, end, kind, after_gap: gap }),
    }
    true
}

/// Whether `line` goes on with the paragraph `previous`, that is, the break between them is only a wrap.
fn flows_on(previous: &str, kind: BlockKind, line: &str) -> bool {
    let last_line = previous.rsplit('\n').next().unwrap_or(previous);
    let open = !previous.ends_with(['.', '!', '?', ':', ';']);
    let lower = line.chars().next().is_some_and(char::is_lowercase);
    match kind {
        BlockKind::Paragraph => {
            (lower && last_line.len() > 24 && open) || last_line.len() >= WRAPPED_FROM && last_line.len() < 100
        }
        BlockKind::ListItem => lower && open && last_line.len() >= WRAPPED_FROM,
        _ => false,
    }
}

/// The kind of a trimmed line, and how many bytes its bullet or number takes.
fn line_kind(line: &str) -> (BlockKind, usize) {
    if line.starts_with('>') {
        return (BlockKind::Quoted, 0);
    }
    if line.contains('\t') || line.contains("   ") || line.starts_with('|') {
        return (BlockKind::TableRow, 0);
    }
    match list_marker(line) {
        0 => (BlockKind::Paragraph, 0),
        length => (BlockKind::ListItem, length),
    }
}

/// Bytes of a leading `- `, `* `, `• `, `1. `, `1) ` or `a) `; 0 where there is none.
fn list_marker(line: &str) -> usize {
    let marker = ["- ", "* ", "• ", "– ", "· ", "o "].into_iter().find(|marker| line.starts_with(marker));
    if let Some(marker) = marker {
        return marker.len();
    }
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let head = if digits == 0 && line.as_bytes().first().is_some_and(u8::is_ascii_lowercase) { 1 } else { digits };
    let rest = &line[head.min(line.len())..];
    let closed = rest.starts_with(") ") || (digits > 0 && digits < 3 && rest.starts_with(". "));
    let number_is_date = rest.starts_with(". ")
        && rest[2..].split(|c: char| !c.is_alphabetic()).next().is_some_and(crate::words::is_month);
    if head > 0 && closed && !number_is_date { head + 2 } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn list_items_lose_their_marker_and_dates_are_no_list() {
        let document = Document::plain("1. Henvendelse\n7. juni 2024\na) Terrassen\n- Ring");
        let texts: Vec<&str> = document.blocks.iter().map(|block| &document.text[block.start..block.end]).collect();
        assert_eq!(texts, ["Henvendelse", "7. juni 2024", "Terrassen", "Ring"]);
        assert_eq!(document.blocks[1].kind, BlockKind::Paragraph);
    }

    #[test]
    fn a_wrapped_paragraph_is_one_block_and_an_address_is_not() {
        let wrapped = "Vi har modtaget din mail og vender tilbage til dig, når vi\nhar læst den.";
        assert_eq!(Document::plain(wrapped).blocks.len(), 1);
        assert_eq!(Document::plain("Jannie Foss\nPoppelvænget 6\n").blocks.len(), 2);
    }

    #[test]
    fn lines_are_paragraphs_where_no_line_is_wrapped() {
        let long = "Vi har modtaget din mail om støjen fra havnen og har været ude at måle den en aften i sidste uge.";
        let text =
            format!("Sagsnr.: 24/1182, og skriv det gerne, når du skriver til os\nDato: 3. maj\n\n{long} {long}\n");
        assert_eq!(Document::plain(text).blocks.len(), 3);
    }

    #[test]
    fn offsets_map_back_to_the_source() {
        let mut map = OffsetMap::shifted(3);
        map.push(10, 15);
        map.push(12, 17);
        assert_eq!(map.source(0), 3);
        assert_eq!(map.source(11), 16);
        assert_eq!(map.source(20), 25);
        assert_eq!([3, 4, 12, 14, 15, 17].map(|source| map.text(source)), [0, 1, 9, 10, 10, 12]);
    }
}
