//! Finds which parts of a letter are the authority's own running text.
//!
//! Only that text is judged. Letterhead, signature, quoted mail, attachments and complaint guidance are left alone;
//! the subject line is judged for jargon only.

mod lines;

use serde::{Deserialize, Serialize};

use self::lines::{
    THREAD_LINES, heading_section, is_attachment, is_closing, is_key_line, is_law_quotation, is_message_heading,
    is_salutation, is_subject_line, is_thread_introduction, speaks_to_reader,
};

use crate::document::{Block, BlockKind, Document};
use crate::letter::Letter;

/// A part of a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Zone {
    /// Sender, recipient, date, case number.
    Letterhead,
    /// The subject line or the letter's title.
    Subject,
    /// `Kære Mia`.
    Salutation,
    /// Running text.
    Body,
    /// A heading inside the running text.
    Heading,
    /// How to complain.
    ComplaintGuidance,
    /// Quoted law, or a list of rules under a heading of its own.
    LegalBasis,
    /// `Med venlig hilsen`.
    Closing,
    /// What follows the closing.
    Signature,
    /// What the citizen wrote, and the mail thread.
    Quoted,
    /// List of attachments, `Kopi til`.
    Attachment,
}

impl Zone {
    /// Whether this is the authority's own running text.
    #[must_use]
    pub fn is_running_text(self) -> bool {
        matches!(self, Self::Body | Self::Heading)
    }
}

/// The zone of each block of `document`; `folded` is its text in lower case.
pub(crate) fn zones(document: &Document, folded: &str) -> Vec<Zone> {
    let blocks = &document.blocks;
    let lines: Vec<&str> = blocks.iter().map(|block| &folded[block.start..block.end]).collect();
    let shape = Shape { text: &document.text, blocks, lines: &lines };
    let quoted_from = shape.quoted_from();
    let body_from = shape.body_from(quoted_from);
    let mut zones = vec![Zone::Letterhead; blocks.len()];
    shape.mark_head(&mut zones[..body_from]);
    shape.mark_body(&mut zones[..quoted_from], body_from);
    zones[quoted_from..].fill(Zone::Quoted);
    for (zone, block) in zones.iter_mut().zip(blocks) {
        match block.kind {
            BlockKind::Quoted => *zone = Zone::Quoted,
            BlockKind::Margin => *zone = Zone::Letterhead,
            BlockKind::Footnote => *zone = Zone::Body,
            _ => {}
        }
    }
    zones
}

/// Marks single sentences of the body that tell how to complain, where no heading does.
pub(crate) fn mark_sentences(letter: &mut Letter<'_>) {
    for index in 0..letter.sentences.len() {
        let sentence = &letter.sentences[index];
        if sentence.zone == Zone::Body && is_complaint_guidance(letter.folded_sentence(sentence)) {
            letter.sentences[index].zone = Zone::ComplaintGuidance;
        }
    }
}

const BODIES: [&str; 14] = [
    "ankestyrelsen",
    "nævnet",
    "klagenævn",
    "klageinstans",
    "nævnenes hus",
    "patientklager",
    "skatteankestyrelsen",
    "klageportalen",
    "domstol",
    "retten",
    "anden administrativ myndighed",
    "anden myndighed",
    "statsforvaltningen",
    "landsretten",
];

fn is_complaint_guidance(sentence: &str) -> bool {
    let verb = [
        "kan klage",
        "kan du klage",
        "kan i klage",
        "vil klage",
        "vil du klage",
        "klager du",
        "at klage",
        "påklages",
        "indbringes",
        "klagefrist",
        "klagen skal",
        "klage skal",
        "din klage til",
        "klage over afgørelsen",
    ]
    .iter()
    .any(|verb| sentence.contains(verb));
    let place = BODIES.iter().any(|body| sentence.contains(body));
    let deadline = sentence.contains(" uger") && (sentence.contains("inden") || sentence.contains("senest"));
    verb && (place || deadline)
}

struct Shape<'a> {
    text: &'a str,
    blocks: &'a [Block],
    lines: &'a [&'a str],
}

/// A heading or subject has at most this many words.
const HEADING_WORDS: usize = 14;

impl Shape<'_> {
    /// The block that the mail thread below the letter begins with.
    fn quoted_from(&self) -> usize {
        let mut seen_text = false;
        for (index, line) in self.lines.iter().enumerate() {
            let thread = THREAD_LINES.iter().any(|cue| line.contains(cue))
                || is_thread_introduction(line)
                || (seen_text && (self.is_mail_header(index) || is_message_heading(line)));
            if thread {
                return index;
            }
            seen_text |= self.is_prose(index) || is_closing(line);
        }
        self.lines.len()
    }

    fn is_mail_header(&self, index: usize) -> bool {
        let line = self.lines[index];
        if !line.starts_with("fra:") && !line.starts_with("from:") {
            return false;
        }
        self.lines[index..].iter().take(5).any(|next| {
            ["sendt:", "sent:", "dato:", "date:", "emne:", "subject:"].iter().any(|key| next.starts_with(key))
        })
    }

    /// The block after the head: the salutation, or the first running text.
    fn body_from(&self, quoted_from: usize) -> usize {
        let salutation = (0..quoted_from).take(40).find(|index| is_salutation(self.lines[*index], self.words(*index)));
        let prose = (0..quoted_from).find(|index| self.is_prose(*index));
        match (salutation, prose) {
            (Some(salutation), Some(prose)) => salutation.min(prose),
            (Some(at), None) | (None, Some(at)) => at,
            (None, None) => 0,
        }
    }

    fn words(&self, index: usize) -> usize {
        self.lines[index].split_whitespace().count()
    }

    /// Whether a block is running text: some words with an end to them.
    fn is_prose(&self, index: usize) -> bool {
        let line = self.lines[index];
        let kind = self.blocks[index].kind;
        let ended = line.ends_with(['.', '?', '!', ':']) || line.contains(". ");
        kind == BlockKind::Paragraph && !is_key_line(line) && ended && self.words(index) >= 5
    }

    /// Subject lines among the blocks before the body.
    fn mark_head(&self, zones: &mut [Zone]) {
        let mut title = None;
        for (index, zone) in zones.iter_mut().enumerate() {
            let line = self.lines[index];
            if is_subject_line(line) {
                *zone = Zone::Subject;
            } else if self.stands_alone(index) && self.is_title(index) {
                title = Some(index);
            }
        }
        if let Some(title) = title {
            zones[title] = Zone::Subject;
        }
    }

    /// Whether a block is a line of its own between empty lines.
    fn stands_alone(&self, index: usize) -> bool {
        self.blocks[index].after_gap && self.blocks.get(index + 1).is_none_or(|next| next.after_gap)
    }

    /// Whether a line reads like a title: some words, not all of them names, not an address.
    fn is_title(&self, index: usize) -> bool {
        let line = &self.text[self.blocks[index].start..self.blocks[index].end];
        let words = self.words(index);
        let says_something =
            line.split_whitespace().any(|word| word.len() >= 3 && word.chars().all(char::is_lowercase));
        let one_word = words == 1 && line.chars().next().is_some_and(char::is_uppercase);
        self.blocks[index].kind != BlockKind::TableRow
            && words <= HEADING_WORDS
            && !is_key_line(self.lines[index])
            && (says_something || one_word && self.lines[index].ends_with("høring"))
    }

    fn is_heading(&self, index: usize) -> bool {
        let block = self.blocks[index];
        let line = self.lines[index];
        if block.kind == BlockKind::Heading {
            return true;
        }
        let open = !line.ends_with(['.', '!', ':', ',', ';']);
        let followed = self.blocks.get(index + 1).is_some();
        let above_paragraph =
            self.blocks.get(index + 1).is_some_and(|next| !next.after_gap && next.kind == BlockKind::Paragraph);
        let question = line.ends_with('?') && (self.words(index) <= 9 || above_paragraph);
        let numbered = block.kind == BlockKind::ListItem && above_paragraph;
        let plain = block.kind == BlockKind::Paragraph && block.after_gap;
        (plain || numbered)
            && open
            && followed
            && (question || !line.ends_with('?'))
            && self.words(index) <= HEADING_WORDS
    }

    fn mark_body(&self, zones: &mut [Zone], body_from: usize) {
        let mut section = Zone::Body;
        let mut started = false;
        for index in body_from..zones.len() {
            let line = self.lines[index];
            let words = self.words(index);
            zones[index] = if section == Zone::Signature {
                after_closing(line, words, zones[index.saturating_sub(1)])
            } else if is_closing(line) {
                section = Zone::Signature;
                Zone::Closing
            } else if is_attachment(line) {
                section = Zone::Signature;
                Zone::Attachment
            } else if !started && is_salutation(line, words) {
                Zone::Salutation
            } else if !started && (is_subject_line(line) || is_key_line(line)) {
                if is_subject_line(line) { Zone::Subject } else { Zone::Letterhead }
            } else if self.is_heading(index) {
                section = heading_section(line);
                if !started && self.stands_alone(index) && !speaks_to_reader(line) {
                    Zone::Subject
                } else if section == Zone::Body {
                    Zone::Heading
                } else {
                    section
                }
            } else {
                started = true;
                if section == Zone::Body && is_law_quotation(line) { Zone::LegalBasis } else { section }
            };
        }
        self.mark_unsigned_end(zones, body_from);
    }

    /// Short last lines without a full stop are a signature, also without a closing before them. What does not belong to
    /// the letter's own text may follow them.
    fn mark_unsigned_end(&self, zones: &mut [Zone], body_from: usize) {
        for index in (body_from..zones.len()).rev() {
            if matches!(self.blocks[index].kind, BlockKind::Quoted | BlockKind::Margin | BlockKind::Footnote) {
                continue;
            }
            let line = self.lines[index];
            let bare = self.blocks[index].kind == BlockKind::Paragraph
                && self.words(index) <= 5
                && !line.ends_with(['.', '!', '?', ':', ';']);
            match zones[index] {
                Zone::Body | Zone::Heading | Zone::Subject if bare && index > body_from => {
                    zones[index] = Zone::Signature
                }
                Zone::Signature | Zone::Attachment | Zone::Closing => {}
                _ => break,
            }
        }
    }
}

/// The zone of a line of so many words after the closing; `before` is the zone of the line above it.
fn after_closing(line: &str, words: usize, before: Zone) -> Zone {
    let postscript = ["ps", "p.s", "nb", "n.b"]
        .iter()
        .any(|word| line.strip_prefix(word).is_some_and(|rest| rest.starts_with(['.', ':', '!', ' '])));
    if postscript {
        Zone::Body
    } else if is_attachment(line) || before == Zone::Attachment {
        Zone::Attachment
    } else if before == Zone::ComplaintGuidance || opens_complaint_guidance(line, words) {
        Zone::ComplaintGuidance
    } else {
        Zone::Signature
    }
}

/// Whether a line below the signature begins the complaint guidance: its heading, or a sentence of it.
fn opens_complaint_guidance(line: &str, words: usize) -> bool {
    line.starts_with("klagevejledning")
        || words <= HEADING_WORDS && heading_section(line) == Zone::ComplaintGuidance
        || is_complaint_guidance(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zones_of(text: &str) -> Vec<Zone> {
        let document = Document::plain(text);
        zones(&document, &crate::fold::fold(text))
    }

    #[test]
    fn a_letter_has_head_body_and_signature() {
        use Zone::{Attachment, Body, Closing, Letterhead, Salutation, Signature, Subject};
        let text = "BY KOMMUNE\nTorvet 1\n\nMia Holm\nVej 2\n\nSvar på din klage\n\nKære Mia\n\nTak for din mail om støjen.\n\nMed venlig hilsen\n\nBo Lund\n\nBilag:\n1. Kort\n";
        assert_eq!(
            zones_of(text),
            [
                Letterhead, Letterhead, Letterhead, Letterhead, Subject, Salutation, Body, Closing, Signature,
                Attachment, Attachment
            ]
        );
    }

    #[test]
    fn the_thread_below_a_mail_is_quoted() {
        use Zone::{Body, Closing, Quoted, Salutation, Signature};
        let text = "Hej Mia\n\nJeg ringer til dig i morgen.\n\nMvh\nBo\n\nFra: Mia\nSendt: 3. maj\nEmne: Støj\n\nHvor er I henne?\n";
        assert_eq!(zones_of(text), [Salutation, Body, Closing, Signature, Quoted, Quoted, Quoted, Quoted]);
        let text =
            "Hej Mia\n\nJeg ringer i morgen.\n\nMvh\nBo\n\nBesked fra Mia Holm, 3. maj 2025 kl. 23.04:\n\nHvor er I?\n";
        assert_eq!(zones_of(text), [Salutation, Body, Closing, Signature, Quoted, Quoted]);
    }

    #[test]
    fn a_signature_without_a_closing_may_stand_above_a_quotation() {
        use Zone::{Body, Quoted, Salutation, Signature};
        let text = "Hej Mia\n\nDu er nummer 61 på listen.\n\nBoligkontoret, By Kommune\n\n> Hej, hvor langt er jeg?\n";
        assert_eq!(zones_of(text), [Salutation, Body, Signature, Quoted]);
    }

    #[test]
    fn a_question_right_above_a_paragraph_is_its_heading() {
        use Zone::{Body, ComplaintGuidance, Salutation};
        let text = "Kære Mia\n\nDu får ikke tilskuddet.\n\nVil du klage over det, du ikke fik ret i?\nSkriv til os senest den 3. maj.\n";
        assert_eq!(zones_of(text), [Salutation, Body, ComplaintGuidance, ComplaintGuidance]);
    }

    #[test]
    fn complaint_guidance_may_stand_below_the_signature() {
        use Zone::{Attachment, Body, Closing, ComplaintGuidance, Salutation, Signature};
        let letter = "Kære Mia\n\nDu får ikke tilskuddet.\n\nVenlig hilsen\nBo Lund\n\n";
        let above = [Salutation, Body, Closing, Signature];
        for (below, zones) in [
            ("Sådan klager du\nSkriv til os senest den 3. maj.\n", &[ComplaintGuidance, ComplaintGuidance][..]),
            ("Klagevejledning: Send klagen til os inden fire uger.\n", &[ComplaintGuidance]),
            ("Du kan klage til Ankestyrelsen inden fire uger.\n\nBilag: Kort\n", &[ComplaintGuidance, Attachment]),
            ("Bilag:\nKlagevejledning\n", &[Attachment, Attachment]),
            ("Klagekonsulent\n", &[Signature]),
        ] {
            assert_eq!(zones_of(&format!("{letter}{below}")), [&above[..], zones].concat(), "{below}");
        }
    }

    #[test]
    fn complaint_guidance_goes_to_the_next_heading() {
        use Zone::{Body, ComplaintGuidance, Heading, Salutation};
        let text = "Kære Mia\n\nDu får ikke tilskuddet.\n\nHvis du vil klage\nSkriv til os senest den 3. maj.\n\nHvad sker der nu\nJeg ringer i morgen.\n";
        assert_eq!(zones_of(text), [Salutation, Body, ComplaintGuidance, ComplaintGuidance, Heading, Body]);
    }
}
