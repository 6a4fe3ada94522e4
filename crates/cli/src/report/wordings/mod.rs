//! Paragraphs that stand in several templates, and in nearly the same words in others.

mod near;
mod paragraphs;
mod slots;

use std::collections::BTreeMap;

use serde::Serialize;
use similar::{Algorithm, DiffOp, capture_diff_slices};

pub(crate) use self::paragraphs::Paragraphs;

use self::paragraphs::Paragraph;
use super::blocks::{Block, Run, Runs, Section, names, plain, text};
use super::hits::{Place, TemplateHits};
use super::quote;
use crate::danish::{count, number};

/// So many paragraphs are shown to people.
const MOST_SHOWN: usize = 15;

/// So many wordings of one paragraph are shown to people.
const MOST_VARIANTS: usize = 6;

/// What there is to say about wordings.
#[derive(Debug, Serialize)]
pub(crate) struct Wordings {
    /// Paragraphs that stand word for word in several templates.
    pub(crate) shared: usize,
    /// Paragraphs that are the same but for one place, which every template fills in its own way.
    pub(crate) with_slots: usize,
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
        let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (place, leader) in near::leaders(&texts).into_iter().enumerate() {
            // Who has both wordings means both.
            let apart =
                |other: usize| all[other].templates.iter().any(|one| !all[order[leader]].templates.contains(one));
            if leader != place && apart(order[place]) {
                groups.entry(order[leader]).or_default().push(order[place]);
            }
        }
        let figures = paragraphs.figures();
        let with_slots = slots::leave_out(&mut groups, all, &figures);
        let mut alike: Vec<Alike> = groups
            .iter()
            .map(|(leader, others)| {
                let common = &all[*leader];
                let others = others.iter().map(|other| variant(common, &all[*other], &figures, paths));
                Alike { most_common: wording(common, paths), others: others.collect() }
            })
            .collect();
        // A stable sort: what is as common stays in the order in which it was first seen.
        alike.sort_by_key(|alike| std::cmp::Reverse(alike.templates()));
        Self { shared: paragraphs.shared(), with_slots, alike }
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
            blocks.push(text("Ingen afsnit er skrevet næsten ens i to skabeloner."));
        } else {
            let alike = count(self.alike.len(), "afsnit findes", "afsnit findes");
            blocks.push(text(format!(
                "{alike} i to eller flere udgaver, der næsten er ens. Vælg én af dem, eller lad forskellen stå, hvis der \
                 er en grund til den. Udgaverne er sammenlignet med den mest brugte: Ord, som den ikke har, er fremhævet, \
                 og ord, som kun den har, er streget over."
            )));
        }
        for (place, alike) in self.alike.iter().take(MOST_SHOWN).enumerate() {
            blocks.extend(alike.blocks(place + 1, templates));
        }
        if self.with_slots > 0 {
            let slots = count(self.with_slots, "afsnit er ens", "afsnit er ens");
            blocks.push(text(format!(
                "{slots} på nær et enkelt sted, som hver skabelon udfylder på sin måde. De er ikke vist her."
            )));
        }
        let more = self.alike.len().saturating_sub(MOST_SHOWN);
        if more > 0 {
            blocks.push(text(format!("Der er {} til. Formatet json har dem alle.", number(more))));
        }
        Section { id: "ordlyd", title: "Samme afsnit skrevet på flere måder", blocks }
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
            Block::Where(runs)
        };
        let heading = format!("{place}. »{}«", quote::shortened(&self.most_common.text));
        let common = &self.most_common;
        let mut blocks = vec![
            Block::Title(vec![plain(heading)]),
            Block::Quote {
                label: label(common, if common.templates.len() > 1 { "Mest brugt" } else { "Én udgave" }),
                words: vec![plain(&common.text)],
            },
            where_to_look(common),
        ];
        for other in self.others.iter().take(MOST_VARIANTS) {
            let what = if other.only_figures { "Et andet tal" } else { "Skrevet anderledes" };
            blocks.push(Block::Quote { label: label(&other.wording, what), words: in_runs(&other.changes) });
            blocks.push(where_to_look(&other.wording));
        }
        let more = self.others.len().saturating_sub(MOST_VARIANTS);
        if more > 0 {
            blocks.push(text(count(more, "udgave til.", "udgaver til.")));
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

/// The pieces of a wording; there is a space between what is gone and what has come instead.
fn in_runs(pieces: &[Piece]) -> Runs {
    let mut runs = Runs::with_capacity(pieces.len());
    for piece in pieces {
        let joins = matches!((runs.last(), piece), (Some(Run::Gone(gone)), Piece::New(_)) if !gone.ends_with(' '));
        runs.extend(joins.then(|| plain(" ")));
        runs.push(piece.run());
    }
    runs
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

#[cfg(test)]
mod tests {
    use super::*;
    use traek_core::{Document, Letter};

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
    fn a_place_that_each_template_fills_in_its_own_way_is_no_other_wording() {
        let about = ["boligstøtte", "praktisk hjælp", "parkering", "dagpleje"];
        let letters = about.map(|about| COMMON.replace("over afgørelsen", &format!("over afgørelsen om {about}")));
        let wordings = wordings(&letters.each_ref().map(String::as_str));
        assert_eq!((wordings.with_slots, wordings.alike.len()), (1, 0));
    }

    #[test]
    fn figures_fill_no_place() {
        let weeks = ["to", "3", "fire", "6"];
        let letters = weeks.map(|weeks| COMMON.replace("fire uger", &format!("{weeks} uger")));
        let wordings = wordings(&letters.each_ref().map(String::as_str));
        assert_eq!((wordings.with_slots, wordings.alike.len()), (0, 1));
    }

    #[test]
    fn what_has_come_stands_apart_from_what_is_gone() {
        let runs = in_runs(&[Piece::Gone("10 dage.".to_owned()), Piece::New("14 dage.".to_owned())]);
        assert_eq!(runs.iter().map(Run::text).collect::<String>(), "10 dage. 14 dage.");
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
