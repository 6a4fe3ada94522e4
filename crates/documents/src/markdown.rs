//! Blocks of a Markdown letter. The text stays the source, so offsets are those of the file.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use traek_core::{Block, BlockKind, WRAPPED_FROM};

/// The blocks of running text of `source`; code and HTML are left out, block quotes are quoted.
pub(crate) fn blocks(source: &str) -> Vec<Block> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    let mut collector =
        Collector { source, blocks: Vec::new(), open: None, kind: BlockKind::Paragraph, quotes: 0, skipped: 0 };
    for (event, range) in Parser::new_ext(source, options).into_offset_iter() {
        collector.see(&event, range);
    }
    collector.flush();
    collector.blocks
}

struct Collector<'s> {
    source: &'s str,
    blocks: Vec<Block>,
    open: Option<Range<usize>>,
    kind: BlockKind,
    quotes: usize,
    skipped: usize,
}

impl Collector<'_> {
    fn see(&mut self, event: &Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(Tag::BlockQuote(_)) => {
                self.flush();
                self.quotes += 1;
            }
            Event::End(TagEnd::BlockQuote(_)) => {
                self.flush();
                self.quotes = self.quotes.saturating_sub(1);
            }
            Event::Start(Tag::CodeBlock(_) | Tag::HtmlBlock | Tag::MetadataBlock(_)) => {
                self.flush();
                self.skipped += 1;
            }
            Event::End(TagEnd::CodeBlock | TagEnd::HtmlBlock | TagEnd::MetadataBlock(_)) => {
                self.skipped = self.skipped.saturating_sub(1)
            }
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(*tag),
            Event::Text(_) | Event::Code(_) | Event::InlineHtml(_) if self.skipped == 0 => self.add(range),
            Event::HardBreak => self.flush(),
            Event::SoftBreak => self.soft_break(),
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        let kind = match tag {
            Tag::Paragraph if self.kind == BlockKind::ListItem && self.open.is_none() => BlockKind::ListItem,
            Tag::Paragraph => BlockKind::Paragraph,
            Tag::Heading { .. } => BlockKind::Heading,
            Tag::Item => BlockKind::ListItem,
            Tag::TableRow | Tag::TableHead => BlockKind::TableRow,
            _ => return,
        };
        self.flush();
        self.kind = kind;
    }

    fn end(&mut self, tag: TagEnd) {
        if matches!(tag, TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item | TagEnd::TableRow | TagEnd::TableHead) {
            self.flush();
            self.kind = BlockKind::Paragraph;
        }
    }

    fn add(&mut self, range: Range<usize>) {
        self.open = match self.open.take() {
            Some(open) => Some(open.start..range.end.max(open.end)),
            None => Some(range),
        };
    }

    /// A short line that ends here was meant as a line of its own, as in an address.
    fn soft_break(&mut self) {
        let Some(open) = &self.open else { return };
        let text = &self.source[open.clone()];
        if text.rsplit('\n').next().unwrap_or(text).len() < WRAPPED_FROM && self.kind == BlockKind::Paragraph {
            self.flush();
        }
    }

    fn flush(&mut self) {
        let Some(open) = self.open.take() else { return };
        let before = self.blocks.last().map_or(0, |block| block.end);
        let between = &self.source[before.min(open.start)..open.start];
        self.blocks.push(Block {
            start: open.start,
            end: open.end,
            kind: if self.quotes > 0 { BlockKind::Quoted } else { self.kind },
            after_gap: self.blocks.is_empty() || between.matches('\n').count() > 1,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_lists_quotes_and_paragraphs_are_told_apart() {
        let source = "# Svar\n\nKære **Mia**\n\n- Ring\n- Skriv\n\n> Hvor er I?\n\n```\nkode\n```\n\nHilsen\nBo\n";
        let found: Vec<(&str, BlockKind)> =
            blocks(source).iter().map(|block| (&source[block.start..block.end], block.kind)).collect();
        assert_eq!(
            found,
            [
                ("Svar", BlockKind::Heading),
                ("Kære **Mia", BlockKind::Paragraph),
                ("Ring", BlockKind::ListItem),
                ("Skriv", BlockKind::ListItem),
                ("Hvor er I?", BlockKind::Quoted),
                ("Hilsen", BlockKind::Paragraph),
                ("Bo", BlockKind::Paragraph),
            ]
        );
    }
}
