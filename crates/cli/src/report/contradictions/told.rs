//! What templates tell about the authority, and where the same sentence tells another time.

use std::collections::{BTreeMap, BTreeSet};

use traek_core::{Letter, Mention, MentionKind, Sentence, Topic, Whose, WordKind, Zone};

use super::{Contradiction, Kind, is_usual};
use crate::report::{people, quote};

/// Something that a template tells.
#[derive(Clone, Debug)]
pub(crate) struct Told {
    pub(super) template: usize,
    pub(super) kind: Kind,
    pub(super) about: Option<Topic>,
    /// Written the same way in all templates.
    pub(super) value: String,
    /// The number or address that it stands beside, for times.
    pub(super) contact: Option<String>,
    /// The sentence without figures, times and names: the same sentence in another template has the same.
    pub(super) skeleton: String,
    /// The sentence, if it may be quoted.
    pub(super) sentence: Option<String>,
}

/// What template `number` tells about the authority.
pub(crate) fn of(number: usize, letter: &Letter<'_>) -> Vec<Told> {
    let mentions: Vec<Mention> =
        traek_core::mentions(letter).into_iter().filter(|mention| mention.whose != Whose::Person).collect();
    let mut told: Vec<Told> = mentions
        .iter()
        .filter_map(|mention| {
            let sentence = sentence_at(letter, mention.span.start)?;
            let is_time = matches!(mention.kind, MentionKind::Aabningstid | MentionKind::Svartid);
            // Whoever hears complaints has hours and times of its own.
            if is_time && mention.whose != Whose::Office {
                return None;
            }
            Some(Told {
                template: number,
                kind: Kind::of(mention.kind),
                about: mention.about,
                value: mention.value.clone(),
                contact: contact(letter, mention, sentence, &mentions).filter(|_| is_time),
                skeleton: skeleton(letter, sentence, &mention.span),
                sentence: quotable(letter, sentence),
            })
        })
        .collect();
    told.extend(deadlines(number, letter));
    told
}

fn sentence_at<'l>(letter: &'l Letter<'_>, at: usize) -> Option<&'l Sentence> {
    let index = letter.sentences.partition_point(|sentence| sentence.end <= at);
    letter.sentences.get(index)
}

/// The number, or else the address, that a time belongs to: in its sentence, in its paragraph, or the only one there is.
fn contact(letter: &Letter<'_>, time: &Mention, sentence: &Sentence, mentions: &[Mention]) -> Option<String> {
    let block = &letter.document.blocks[sentence.block];
    let stretches = [sentence.start..sentence.end, block.start..block.end, 0..letter.text().len()];
    let only = |kind: MentionKind, within: &std::ops::Range<usize>| {
        let here = |one: &&Mention| one.kind == kind && one.whose == time.whose && within.contains(&one.span.start);
        let values: BTreeSet<&str> = mentions.iter().filter(here).map(|one| one.value.as_str()).collect();
        values.first().filter(|_| values.len() == 1).map(|value| (*value).to_owned())
    };
    let found = stretches.iter().find_map(|within| only(MentionKind::Telefon, within));
    found.or_else(|| stretches.iter().find_map(|within| only(MentionKind::Mail, within)))
}

/// The words of a sentence in lower case, those at `left_out` and all figures as `·`.
fn skeleton(letter: &Letter<'_>, sentence: &Sentence, left_out: &std::ops::Range<usize>) -> String {
    let mut words: Vec<&str> = Vec::new();
    for word in &letter.words[sentence.words.clone()] {
        let form = letter.form(word);
        let masked = word.start < left_out.end && left_out.start < word.end
            || !matches!(word.kind, WordKind::Plain | WordKind::Section)
            || quote::is_figure(form);
        match (masked, words.last()) {
            (true, Some(&"·")) => {}
            (true, _) => words.push("·"),
            (false, _) => words.push(form),
        }
    }
    words.join(" ")
}

/// The sentence as it can be quoted: not a line with names of a signature.
fn quotable(letter: &Letter<'_>, sentence: &Sentence) -> Option<String> {
    let quotable = matches!(sentence.zone, Zone::Body | Zone::ComplaintGuidance);
    quotable.then(|| people::without_names(letter, sentence.words.clone(), sentence.end))
}

/// Deadlines for complaints, in the paragraphs that tell how to complain.
fn deadlines(number: usize, letter: &Letter<'_>) -> Vec<Told> {
    let mut told = Vec::new();
    for sentence in &letter.sentences {
        let block = &letter.document.blocks[sentence.block];
        let own = matches!(sentence.zone, Zone::Body | Zone::ComplaintGuidance);
        if !own || !letter.folded[block.start..block.end].contains("klag") {
            continue;
        }
        let words = &letter.words[sentence.words.clone()];
        for pair in words.windows(2) {
            let unit = letter.form(&pair[1]).trim_end_matches('.');
            let (Some(figure), true) = (quote::figure(letter.form(&pair[0])), is_length(unit)) else { continue };
            told.push(Told {
                template: number,
                kind: Kind::Klagefrist,
                about: None,
                value: format!("{figure} {unit}"),
                contact: None,
                skeleton: skeleton(letter, sentence, &(pair[0].start..pair[1].end)),
                sentence: quotable(letter, sentence),
            });
        }
    }
    told
}

/// Whether a word in lower case is a length of time that deadlines are counted in.
fn is_length(word: &str) -> bool {
    ["dage", "hverdage", "arbejdsdage", "uge", "uger", "måned", "måneder"].contains(&word)
}

/// A sentence with fewer words (figures are one) is the same by chance.
const FEWEST_WORDS: usize = 5;

/// What makes two times ones that should be the same.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Same<'t> {
    kind: Kind,
    about: Option<Topic>,
    skeleton: &'t str,
    contact: Option<&'t str>,
}

/// The same sentence with different times: when we answer, and by when to complain.
pub(super) fn different_times(told: &[Told], paths: &[&str]) -> Vec<Contradiction> {
    let mut groups: BTreeMap<Same<'_>, Vec<&Told>> = BTreeMap::new();
    for one in told.iter().filter(|one| matches!(one.kind, Kind::Svartid | Kind::Klagefrist)) {
        if one.skeleton.split(' ').count() >= FEWEST_WORDS {
            let Told { kind, about, skeleton, contact, .. } = one;
            let same = Same { kind: *kind, about: *about, skeleton, contact: contact.as_deref() };
            groups.entry(same).or_default().push(one);
        }
    }
    let clash = |(same, told): (&Same<'_>, &Vec<&Told>)| {
        let told = without_both(told);
        // Cases of another kind take another time, so one time has to be the usual one.
        let by_case = matches!(same.about, Some(Topic::Sagsbehandling | Topic::Afgoerelse)) || same.contact.is_none();
        if same.kind == Kind::Svartid && by_case && !has_usual(&told) {
            return None;
        }
        Contradiction::new(same.kind, same.about, &told, paths)
    };
    groups.iter().filter_map(clash).collect()
}

/// Those that templates tell which tell no other version: who has both means both.
pub(super) fn without_both<'t>(told: &[&'t Told]) -> Vec<&'t Told> {
    let mut values: BTreeMap<usize, BTreeSet<&str>> = BTreeMap::new();
    for one in told {
        values.entry(one.template).or_default().insert(&one.value);
    }
    told.iter().copied().filter(|one| values[&one.template].len() == 1).collect()
}

/// Whether one value is the usual one beside all others together.
fn has_usual(told: &[&Told]) -> bool {
    let mut templates: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    for one in told {
        templates.entry(&one.value).or_default().insert(one.template);
    }
    let all: usize = templates.values().map(BTreeSet::len).sum();
    templates.values().any(|most| is_usual(most.len(), all - most.len()))
}
