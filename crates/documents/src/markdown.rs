//! Blocks of a Markdown letter. The text stays the source, so offsets are those of the file.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use traek_core::{Block, BlockKind, add_line, is_wrapped};

use crate::remark::{Remark, remarks};

/// The blocks of running text of `source`, and its comments; code and HTML are left out, block quotes are quoted.
pub(crate) fn read(source: &str) -> (Vec<Block>, Vec<Remark>) {
    let options = Options::ENABLE_TABLES | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    let mut collector = Collector {
        source,
        wrapped: is_wrapped(source.lines()),
        blocks: Vec::new(),
        lines: Vec::new(),
        open: None,
        kind: BlockKind::Paragraph,
        quotes: 0,
        skipped: 0,
        remarks: Vec::new(),
    };
    for (event, range) in Parser::new_ext(source, options).into_offset_iter() {
        collector.see(&event, range);
    }
    collector.flush();
    (collector.blocks, collector.remarks)
}

struct Collector<'s> {
    source: &'s str,
    /// Whether its lines end where a window does.
    wrapped: bool,
    blocks: Vec<Block>,
    /// The lines of the paragraph, item or the like that is open.
    lines: Vec<Range<usize>>,
    /// The line that is open.
    open: Option<Range<usize>>,
    kind: BlockKind,
    quotes: usize,
    skipped: usize,
    remarks: Vec<Remark>,
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
            Event::InlineHtml(html) if html.starts_with("<!--") => self.remark(range),
            Event::Start(Tag::CodeBlock(_) | Tag::HtmlBlock | Tag::MetadataBlock(_)) => {
                self.flush();
                self.skipped += 1;
                if matches!(event, Event::Start(Tag::HtmlBlock)) {
                    self.remark(range);
                }
            }
            Event::End(TagEnd::CodeBlock | TagEnd::HtmlBlock | TagEnd::MetadataBlock(_)) => {
                self.skipped = self.skipped.saturating_sub(1)
            }
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(*tag),
            Event::Text(_) | Event::Code(_) | Event::InlineHtml(_) if self.skipped == 0 => self.add(range),
            Event::HardBreak | Event::SoftBreak => self.lines.extend(self.open.take()),
            _ => {}
        }
    }

    /// Keeps the comments of the HTML in `range`.
    fn remark(&mut self, range: Range<usize>) {
        let found = remarks(&self.source[range.clone()]);
        self.remarks.extend(found.into_iter().map(|remark| {
            let at = range.start + remark.at;
            Remark { at, in_file: at, ..remark }
        }));
    }

    fn start(&mut self, tag: &Tag<'_>) {
        let kind = match tag {
            Tag::Paragraph if self.kind == BlockKind::ListItem && self.is_empty() => BlockKind::ListItem,
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

    fn is_empty(&self) -> bool {
        self.open.is_none() && self.lines.is_empty()
    }

    /// Adds what is open to the blocks. Lines of a paragraph are told apart as in plain text: people break them for
    /// addresses as well as for the width of a window, and seldom mark which.
    fn flush(&mut self) {
        self.lines.extend(self.open.take());
        let lines = std::mem::take(&mut self.lines);
        let (Some(first), Some(last)) = (lines.first(), lines.last()) else { return };
        let before = self.blocks.last().map_or(0, |block| block.end).min(first.start);
        let after_gap = self.blocks.is_empty() || self.source[before..first.start].matches('\n').count() > 1;
        let (quoted, at) = (self.quotes > 0, self.blocks.len());
        if !quoted && self.kind != BlockKind::Paragraph {
            self.blocks.push(Block { start: first.start, end: last.end, kind: self.kind, after_gap });
            return;
        }
        let kind = quoted.then_some(BlockKind::Quoted);
        for (index, line) in lines.iter().enumerate() {
            let apart = index == 0 || !self.wrapped;
            add_line(&mut self.blocks, self.source, line.clone(), kind, apart);
        }
        for (index, block) in self.blocks[at..].iter_mut().enumerate() {
            block.after_gap = index == 0 && after_gap;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_a_paragraph_flow_on_as_in_plain_text() {
        let letter = "Mia Holm  \nVej 2\n\nTak for din mail, som jeg har læst med stor opmærksomhed i går,\nog som jeg \
                      har talt med skolen om.\n\n**Det sker nu:**\\\na) Vi ringer til dig i morgen\nb) Vi skriver";
        let (found, _) = read(letter);
        let texts: Vec<&str> = found.iter().map(|block| &letter[block.start..block.end]).collect();
        assert_eq!(
            texts,
            [
                "Mia Holm",
                "Vej 2",
                "Tak for din mail, som jeg har læst med stor opmærksomhed i går,\nog som jeg har talt med skolen om.",
                "Det sker nu:",
                "Vi ringer til dig i morgen",
                "Vi skriver",
            ]
        );
    }

    #[test]
    fn headings_lists_quotes_and_paragraphs_are_told_apart() {
        let source = "# Svar\n\nKære **Mia**\n\n- Ring\n- Skriv\n\n> Hvor er I?\n\n```\nkode\n```\n\nHilsen\nBo\n";
        let found: Vec<(&str, BlockKind)> =
            read(source).0.iter().map(|block| (&source[block.start..block.end], block.kind)).collect();
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

    #[test]
    fn comments_are_kept_apart_from_the_text() {
        let source = "<!-- en -->\nTak for din mail.\n\nVi ses<!-- to --> snart. `<!-- kode -->`\n";
        let (found, remarks) = read(source);
        let told: Vec<&str> = remarks.iter().map(|remark| remark.text.as_str()).collect();
        assert_eq!(told, ["en", "to"]);
        assert_eq!(&source[found[0].start..found[0].end], "Tak for din mail.");
        assert_eq!(&source[remarks[1].at..remarks[1].at + 6], " snart");
    }
}
