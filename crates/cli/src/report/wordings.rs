//! Paragraphs that stand in several templates, and in nearly the same words in others.

use std::collections::HashMap;

use serde::Serialize;
use similar::{Algorithm, DiffOp, capture_diff_slices};
use traek_core::{Letter, WordKind, Zone};

use super::blocks::{Block, Run, Section, names, plain, text};
use super::hits::{Place, TemplateHits};
use super::near;
use super::quote;
use crate::danish::{count, number};

/// Shorter paragraphs (words) are alike by chance.
const FEWEST_WORDS: usize = 12;

/// Longer paragraphs (words) are no paragraphs of a letter; comparing them would take its time.
const MOST_WORDS: usize = 600;

/// So many paragraphs are shown to people.
const MOST_SHOWN: usize = 15;

/// So many wordings of one paragraph are shown to people.
const MOST_VARIANTS: usize = 6;

/// The paragraphs of all templates, each wording once.
#[derive(Default)]
pub(crate) struct Paragraphs {
    /// Numbers of words in lower case; all merge fields are one word.
    words: HashMap<Box<str>, u32>,
    /// By the numbers of the words, the place in `all`.
    known: HashMap<Box<[u32]>, usize>,
    all: Vec<Paragraph>,
}

struct Paragraph {
    words: Box<[u32]>,
    /// As it was first seen, on one line.
    text: String,
    /// Where each word ends in `text` (bytes); what stands between two words goes with the first.
    ends: Box<[u32]>,
    /// Numbers of the templates that have it, in order.
    templates: Vec<usize>,
}

impl Paragraphs {
    /// Keeps the paragraphs of template `number`.
    pub(crate) fn add(&mut self, number: usize, letter: &Letter<'_>) {
        let mut first = 0;
        while first < letter.sentences.len() {
            let block = letter.sentences[first].block;
            let length = letter.sentences[first..].iter().take_while(|sentence| sentence.block == block).count();
            let sentences = &letter.sentences[first..first + length];
            first += length;
            let own = matches!(sentences[0].zone, Zone::Body | Zone::ComplaintGuidance);
            let words = sentences[0].words.start..sentences[length - 1].words.end;
            if own && (FEWEST_WORDS..=MOST_WORDS).contains(&words.len()) {
                self.add_paragraph(number, letter, words, block);
            }
        }
    }

    fn add_paragraph(&mut self, template: usize, letter: &Letter<'_>, words: std::ops::Range<usize>, block: usize) {
        let words = &letter.words[words];
        let numbers: Box<[u32]> = words
            .iter()
            .map(|word| {
                let form = if word.kind == WordKind::Field { "«»" } else { letter.form(word) };
                let next = self.words.len() as u32;
                *self.words.entry(form.into()).or_insert(next)
            })
            .collect();
        if let Some(known) = self.known.get(&numbers) {
            let templates = &mut self.all[*known].templates;
            if templates.last() != Some(&template) {
                templates.push(template);
            }
            return;
        }
        let end = letter.document.blocks[block].end;
        let mut text = String::new();
        let mut ends = Vec::with_capacity(words.len());
        for (at, word) in words.iter().enumerate() {
            let until = words.get(at + 1).map_or(end, |next| next.start);
            text.push_str(&quote::on_one_line(&letter.text()[word.start..until]));
            ends.push(text.len() as u32);
        }
        self.known.insert(numbers.clone(), self.all.len());
        self.all.push(Paragraph { words: numbers, text, ends: ends.into(), templates: vec![template] });
    }

    /// How many paragraphs several templates share word for word.
    fn shared(&self) -> usize {
        self.all.iter().filter(|paragraph| paragraph.templates.len() > 1).count()
    }
}

/// What there is to say about wordings.
#[derive(Debug, Serialize)]
pub(crate) struct Wordings {
    /// Paragraphs that stand word for word in several templates.
    pub(crate) shared: usize,
    /// Paragraphs in several wordings, those of most templates first.
    pub(crate) alike: Vec<Alike>,
}

/// A paragraph in several wordings.
#[derive(Debug, Serialize)]
pub(crate) struct Alike {
    /// The wording that most templates have.
    pub(crate) most_common: Wording,
    pub(crate) others: Vec<Variant>,
}

#[derive(Debug, Serialize)]
pub(crate) struct Wording {
    pub(crate) text: String,
    pub(crate) templates: Vec<Place>,
}

#[derive(Debug, Serialize)]
pub(crate) struct Variant {
    #[serde(flatten)]
    pub(crate) wording: Wording,
    /// Whether it differs in figures, dates or times, and in nothing else.
    pub(crate) only_figures: bool,
    /// What it has instead of the most common wording.
    pub(crate) changes: Vec<Piece>,
}

/// A stretch of a wording that is the same, gone or new.
#[derive(Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Piece {
    Same(String),
    Gone(String),
    New(String),
}

impl Wordings {
    /// `paths` are those of the templates.
    pub(crate) fn of(paragraphs: &Paragraphs, paths: &[&str]) -> Self {
        let all = &paragraphs.all;
        let mut order: Vec<usize> = (0..all.len()).collect();
        // A stable sort: of two wordings that are as common the first one seen leads.
        order.sort_by_key(|index| std::cmp::Reverse(all[*index].templates.len()));
        let texts: Vec<&[u32]> = order.iter().map(|index| &*all[*index].words).collect();
        let mut groups: HashMap<usize, Vec<usize>> = HashMap::new();
        for (place, leader) in near::leaders(&texts).into_iter().enumerate() {
            if leader != place {
                groups.entry(order[leader]).or_default().push(order[place]);
            }
        }
        let figures = paragraphs.figures();
        let mut alike: Vec<(usize, Alike)> = groups
            .into_iter()
            .filter_map(|(leader, others)| {
                let common = &all[leader];
                // Who has both wordings means both.
                let apart = |other: &&Paragraph| other.templates.iter().any(|one| !common.templates.contains(one));
                let others: Vec<Variant> = others
                    .iter()
                    .map(|other| &all[*other])
                    .filter(apart)
                    .map(|other| variant(common, other, &figures, paths))
                    .collect();
                let most_common = wording(common, paths);
                (!others.is_empty()).then_some((leader, Alike { most_common, others }))
            })
            .collect();
        alike.sort_by_key(|(leader, alike)| (std::cmp::Reverse(alike.templates()), *leader));
        Self { shared: paragraphs.shared(), alike: alike.into_iter().map(|(_, alike)| alike).collect() }
    }

    pub(crate) fn section(&self, templates: &[TemplateHits]) -> Section {
        let mut blocks = Vec::new();
        if self.shared > 0 {
            let shared = count(self.shared, "afsnit står", "afsnit står");
            blocks.push(text(format!(
                "{shared} ord til andet i flere skabeloner. Det er godt: Så skal teksten kun læses igennem én gang."
            )));
        }
        if self.alike.is_empty() {
            blocks.push(text("Ingen afsnit står i to næsten ens ordlyder."));
        } else {
            let alike = count(self.alike.len(), "afsnit findes", "afsnit findes");
            blocks.push(text(format!(
                "{alike} i to eller flere ordlyder, der næsten er ens. Vælg én af dem, eller lad forskellen stå, hvis der \
                 er en grund til den. Ord, som den mest brugte ordlyd ikke har, er fremhævet; ord, som den har, er streget over."
            )));
        }
        for (place, alike) in self.alike.iter().take(MOST_SHOWN).enumerate() {
            blocks.extend(alike.blocks(place + 1, templates));
        }
        let more = self.alike.len().saturating_sub(MOST_SHOWN);
        if more > 0 {
            blocks.push(text(format!("Der er {} til. Formatet json har dem alle.", number(more))));
        }
        Section { id: "ordlyd", title: "Samme afsnit i flere ordlyder", blocks }
    }
}

impl Alike {
    /// How many templates have the paragraph in any wording.
    pub(crate) fn templates(&self) -> usize {
        self.most_common.templates.len() + self.others.iter().map(|other| other.wording.templates.len()).sum::<usize>()
    }

    fn blocks(&self, place: usize, templates: &[TemplateHits]) -> Vec<Block> {
        let label = |wording: &Wording, what: &str| {
            format!("{what} ({})", count(wording.templates.len(), "skabelon", "skabeloner"))
        };
        let where_to_look = |wording: &Wording| {
            let mut runs = vec![plain("Står i ")];
            runs.extend(names(wording.templates.iter().map(|place| templates[place.number].short_name.as_str())));
            runs.push(plain("."));
            Block::Text(runs)
        };
        let heading = format!("{place}. »{}«", quote::shortened(&self.most_common.text));
        let common = &self.most_common;
        let mut blocks = vec![
            Block::Title(vec![plain(heading)]),
            Block::Quote { label: label(common, "Mest brugt"), words: vec![plain(&common.text)] },
            where_to_look(common),
        ];
        for other in self.others.iter().take(MOST_VARIANTS) {
            let what = if other.only_figures { "Et andet tal" } else { "Anden ordlyd" };
            let words = other.changes.iter().map(Piece::run).collect();
            blocks.push(Block::Quote { label: label(&other.wording, what), words });
            blocks.push(where_to_look(&other.wording));
        }
        let more = self.others.len().saturating_sub(MOST_VARIANTS);
        if more > 0 {
            blocks.push(text(count(more, "ordlyd til.", "ordlyder til.")));
        }
        blocks
    }
}

impl Piece {
    fn run(&self) -> Run {
        match self {
            Self::Same(text) => plain(text),
            Self::Gone(text) => Run::Gone(text.clone()),
            Self::New(text) => Run::New(text.clone()),
        }
    }
}

fn wording(paragraph: &Paragraph, paths: &[&str]) -> Wording {
    let templates = paragraph.templates.iter().map(|number| Place::new(*number, paths)).collect();
    Wording { text: quote::without_cpr(&paragraph.text), templates }
}

fn variant(common: &Paragraph, other: &Paragraph, figures: &[bool], paths: &[&str]) -> Variant {
    let parts = capture_diff_slices(Algorithm::Myers, &common.words, &other.words);
    let is_figure = |word: &u32| figures[*word as usize];
    let only_figures = parts.iter().all(|part| match part {
        DiffOp::Equal { .. } => true,
        part => common.words[part.old_range()].iter().chain(&other.words[part.new_range()]).all(is_figure),
    });
    let mut changes = Vec::new();
    for part in &parts {
        let (old, new) = (common.stretch(part.old_range()), other.stretch(part.new_range()));
        if let DiffOp::Equal { .. } = part {
            changes.push(Piece::Same(new));
            continue;
        }
        if !old.is_empty() {
            changes.push(Piece::Gone(old));
        }
        if !new.is_empty() {
            changes.push(Piece::New(new));
        }
    }
    Variant { wording: wording(other, paths), only_figures, changes }
}

impl Paragraph {
    /// The text of some of its words, with what follows them.
    fn stretch(&self, words: std::ops::Range<usize>) -> String {
        let end = |word: usize| word.checked_sub(1).map_or(0, |before| self.ends[before] as usize);
        quote::without_cpr(&self.text[end(words.start)..end(words.end)])
    }
}

impl Paragraphs {
    /// For each word whether it is a figure, a date or a time.
    fn figures(&self) -> Vec<bool> {
        let mut figures = vec![false; self.words.len()];
        for (word, number) in &self.words {
            figures[*number as usize] = quote::is_figure(word);
        }
        figures
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use traek_core::Document;

    const COMMON: &str = "Du kan klage over afgørelsen inden fire uger, efter at du har fået dette brev fra os.";

    fn wordings(letters: &[&str]) -> Wordings {
        let mut paragraphs = Paragraphs::default();
        for (number, text) in letters.iter().enumerate() {
            let document = Document::plain(*text);
            paragraphs.add(number, &Letter::running_text(&document));
        }
        let paths: Vec<String> = (0..letters.len()).map(|number| format!("{number}.txt")).collect();
        Wordings::of(&paragraphs, &paths.iter().map(String::as_str).collect::<Vec<_>>())
    }

    #[test]
    fn the_same_paragraph_is_no_other_wording() {
        let spaced = COMMON.replace("inden fire", "inden  fire").replace("Du kan", "DU KAN");
        let wordings = wordings(&[COMMON, &spaced]);
        assert_eq!((wordings.shared, wordings.alike.len()), (1, 0));
    }

    #[test]
    fn merge_fields_are_all_alike() {
        let letters = [COMMON.replace("dette brev", "«Brev»"), COMMON.replace("dette brev", "[brevtype]")];
        assert_eq!(wordings(&letters.each_ref().map(String::as_str)).shared, 1);
    }

    #[test]
    fn the_most_common_wording_leads_and_the_words_that_differ_are_marked() {
        let other = COMMON.replace("fire uger", "tre uger");
        let wordings = wordings(&[&other, COMMON, COMMON]);
        let [alike] = wordings.alike.as_slice() else { panic!("{wordings:?}") };
        assert_eq!(alike.most_common.text, COMMON);
        assert_eq!(alike.most_common.templates.len(), 2);
        assert!(alike.others[0].only_figures);
        assert_eq!(
            alike.others[0].changes,
            [
                Piece::Same("Du kan klage over afgørelsen inden ".to_owned()),
                Piece::Gone("fire ".to_owned()),
                Piece::New("tre ".to_owned()),
                Piece::Same("uger, efter at du har fået dette brev fra os.".to_owned()),
            ]
        );
    }

    #[test]
    fn a_template_with_both_wordings_means_both() {
        let both = format!("{COMMON}\n\n{}", COMMON.replace("dette brev", "vores besked"));
        assert!(wordings(&[&both, COMMON]).alike.is_empty());
    }

    #[test]
    fn a_cpr_number_is_not_quoted() {
        let letters = [COMMON.replace("fire", "010190-1234"), COMMON.replace("fire", "tre")];
        let wordings = wordings(&letters.each_ref().map(String::as_str));
        let shown = format!("{wordings:?}");
        assert!(shown.contains("«cpr-nummer»") && !shown.contains("010190"), "{shown}");
    }

    #[test]
    fn short_paragraphs_are_alike_by_chance() {
        let wordings = wordings(&["Vi svarer dig inden fire uger.", "Vi svarer dig inden tre uger."]);
        assert_eq!((wordings.shared, wordings.alike.len()), (0, 0));
    }
}
