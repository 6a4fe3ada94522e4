//! Facts of the authority that templates tell differently.
//!
//! Only what hardly can be meant is called a contradiction: two offices have two numbers, and a letter about one kind of
//! case promises another time than a letter about another. The rest is listed, so that somebody who knows can look.

mod alike;
mod hours;
pub(crate) mod told;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use traek_core::{MentionKind, Topic};

use self::told::Told;
use super::blocks::{Block, Runs, Section, Table, names, plain, strong, text};
use super::hits::{Place, TemplateHits};
use super::quote;
use crate::danish::{capitalised, count, number};

/// A number or address is the usual one if so many templates have it.
const FEWEST_USUAL: usize = 3;

/// And at least so many times as many as have the other one.
const TIMES_AS_MANY: usize = 3;

/// So many values of each kind are listed for people.
const MOST_LISTED: usize = 20;

/// What templates tell differently, and what they tell.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Contradictions {
    pub(crate) found: Vec<Contradiction>,
    /// What is told in several templates, by kind; no contradiction by itself.
    pub(crate) listed: Vec<Listed>,
}

/// One fact in several versions.
#[derive(Debug, Serialize)]
pub(crate) struct Contradiction {
    pub(crate) kind: Kind,
    /// What the times are about.
    pub(crate) about: Option<Topic>,
    /// That of most templates first.
    pub(crate) versions: Vec<Version>,
}

/// What a fact is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Kind {
    Telefon,
    Mail,
    Aabningstid,
    Svartid,
    Klagefrist,
}

#[derive(Debug, Serialize)]
pub(crate) struct Version {
    pub(crate) value: String,
    pub(crate) templates: Vec<Place>,
    /// A sentence that tells it, where it stands in one.
    pub(crate) sentence: Option<String>,
}

/// What templates tell of a kind.
#[derive(Debug, Serialize)]
pub(crate) struct Listed {
    pub(crate) kind: Kind,
    pub(crate) values: Vec<ListedValue>,
    /// How many more only one template has. They are not named: many are somebody's own.
    pub(crate) only_once: usize,
}

#[derive(Debug, Serialize)]
pub(crate) struct ListedValue {
    pub(crate) value: String,
    pub(crate) about: Option<Topic>,
    pub(crate) templates: usize,
}

impl Kind {
    fn of(kind: MentionKind) -> Self {
        match kind {
            MentionKind::Telefon => Self::Telefon,
            MentionKind::Mail => Self::Mail,
            MentionKind::Aabningstid => Self::Aabningstid,
            MentionKind::Svartid => Self::Svartid,
        }
    }

    fn title(self) -> &'static str {
        match self {
            Self::Telefon => "telefonnummer",
            Self::Mail => "mailadresse",
            Self::Aabningstid => "åbningstid",
            Self::Svartid => "svartid",
            Self::Klagefrist => "klagefrist",
        }
    }

    fn plural(self) -> &'static str {
        match self {
            Self::Telefon => "telefonnumre",
            Self::Mail => "mailadresser",
            Self::Aabningstid => "åbningstider",
            Self::Svartid => "svartider",
            Self::Klagefrist => "klagefrister",
        }
    }

    /// Why several versions of it cannot all be right.
    fn why(self) -> &'static str {
        match self {
            Self::Telefon => "Der er næsten ingen forskel på numrene, så det ene kan være en tastefejl.",
            Self::Mail => "Der er næsten ingen forskel på adresserne, så den ene kan være en tastefejl.",
            Self::Aabningstid => "Tiderne gælder det samme sted, men passer ikke sammen.",
            Self::Svartid => "Sætningen er den samme, men læseren får lovet noget forskelligt.",
            Self::Klagefrist => "Sætningen er den samme, men fristen er forskellig.",
        }
    }
}

impl Contradictions {
    /// `paths` are those of the templates.
    pub(crate) fn of(told: &[Told], paths: &[&str]) -> Self {
        let mut found = alike::phones(told, paths);
        found.extend(alike::mails(told, paths));
        found.extend(hours::clashes(told, paths));
        found.extend(told::different_times(told, paths));
        found.sort_by(|a, b| (a.kind, a.about, a.value()).cmp(&(b.kind, b.about, b.value())));
        let kinds = [Kind::Telefon, Kind::Mail, Kind::Aabningstid, Kind::Svartid, Kind::Klagefrist];
        Self { found, listed: kinds.into_iter().filter_map(|kind| listed(told, kind)).collect() }
    }

    pub(crate) fn section(&self, templates: &[TemplateHits]) -> Section {
        let mut blocks = Vec::new();
        if self.found.is_empty() {
            blocks.push(text("Vi har ikke fundet oplysninger, der modsiger hinanden."));
        } else {
            blocks.push(text(
                "Her står det samme på flere måder. Find ud af, hvad der er rigtigt, og ret de andre skabeloner.",
            ));
        }
        for contradiction in &self.found {
            blocks.extend(contradiction.blocks(templates));
        }
        if !self.listed.is_empty() {
            let label = "Alle telefonnumre, mailadresser og tider, som flere skabeloner har".to_owned();
            let more = self.listed.iter().flat_map(Listed::blocks).collect();
            blocks.push(Block::More { label, blocks: more });
        }
        Section { id: "modstrid", title: "Oplysninger, der modsiger hinanden", blocks }
    }
}

impl Contradiction {
    /// `None` if there are no two versions.
    fn new(kind: Kind, about: Option<Topic>, told: &[&Told], paths: &[&str]) -> Option<Self> {
        let mut by_value: BTreeMap<&str, Vec<&Told>> = BTreeMap::new();
        for one in told {
            by_value.entry(&one.value).or_default().push(one);
        }
        let mut versions: Vec<Version> = by_value.into_values().map(|told| version(kind, &told, paths)).collect();
        // A stable sort: versions of as many templates stay in order of their value.
        versions.sort_by_key(|version| std::cmp::Reverse(version.templates.len()));
        (versions.len() > 1).then_some(Self { kind, about, versions })
    }

    fn value(&self) -> &str {
        self.versions.first().map_or("", |version| &version.value)
    }

    fn blocks(&self, templates: &[TemplateHits]) -> Vec<Block> {
        let kind = match self.about {
            Some(Topic::Telefontid) => "telefontid",
            Some(Topic::Fremmoede) => "åbningstid for personligt fremmøde",
            _ => self.kind.title(),
        };
        // A number is read in one piece.
        let whole =
            |value: &str| if self.kind == Kind::Telefon { value.replace(' ', "\u{a0}") } else { value.to_owned() };
        let values: Vec<String> = self.versions.iter().map(|version| format!("»{}«", whole(&version.value))).collect();
        let mut blocks = vec![
            Block::Title(vec![plain(format!("{}: {}", capitalised(kind), values.join(" eller ")))]),
            text(self.kind.why()),
        ];
        for version in &self.versions {
            let mut line: Runs = vec![
                strong(&version.value),
                plain(format!(" i {}: ", count(version.templates.len(), "skabelon", "skabeloner"))),
            ];
            line.extend(names(version.templates.iter().map(|place| templates[place.number].short_name.as_str())));
            line.push(plain("."));
            blocks.push(Block::Where(line));
            if let Some(sentence) = &version.sentence {
                blocks.push(Block::Quote { label: "Sådan står det".to_owned(), words: vec![plain(sentence)] });
            }
        }
        blocks
    }
}

fn version(kind: Kind, told: &[&Told], paths: &[&str]) -> Version {
    let templates: BTreeSet<usize> = told.iter().map(|one| one.template).collect();
    Version {
        value: told.first().map_or_else(String::new, |one| shown(kind, &one.value)),
        templates: templates.into_iter().map(|number| Place::new(number, paths)).collect(),
        sentence: told.iter().find_map(|one| one.sentence.clone()),
    }
}

/// A value as people write it.
fn shown(kind: Kind, value: &str) -> String {
    match kind {
        Kind::Telefon => quote::in_pairs(value),
        _ => value.to_owned(),
    }
}

/// Whether a value of so many templates is the usual one beside one of `other` templates.
fn is_usual(templates: usize, other: usize) -> bool {
    templates >= FEWEST_USUAL && templates >= TIMES_AS_MANY * other
}

fn listed(told: &[Told], kind: Kind) -> Option<Listed> {
    let mut templates: BTreeMap<(&str, Option<Topic>), BTreeSet<usize>> = BTreeMap::new();
    for one in told.iter().filter(|one| one.kind == kind) {
        templates.entry((&one.value, one.about)).or_default().insert(one.template);
    }
    let mut values: Vec<ListedValue> = templates
        .iter()
        .filter(|(_, templates)| templates.len() > 1)
        .map(|((value, about), templates)| ListedValue {
            value: shown(kind, value),
            about: *about,
            templates: templates.len(),
        })
        .collect();
    // A stable sort: values of as many templates stay in their order.
    values.sort_by_key(|value| std::cmp::Reverse(value.templates));
    let only_once = templates.len() - values.len();
    (!values.is_empty()).then_some(Listed { kind, values, only_once })
}

impl Listed {
    fn blocks(&self) -> Vec<Block> {
        let with_about = self.values.iter().any(|value| value.about.is_some());
        let row = |value: &ListedValue| {
            let about = value.about.filter(|_| with_about).map(|about| vec![plain(about.title())]);
            let value_and_about = std::iter::once(vec![plain(&value.value)]).chain(about);
            value_and_about.chain([vec![plain(number(value.templates))]]).collect()
        };
        let heading = format!("{} i skabelonerne", capitalised(self.kind.plural()));
        let mut columns = vec![(heading.as_str(), false), ("Gælder", false), ("Skabeloner", true)];
        columns.retain(|(heading, _)| with_about || *heading != "Gælder");
        let table = Table::new(&columns, self.values.iter().take(MOST_LISTED).map(row));
        let mut blocks = vec![Block::Table(table)];
        if self.only_once > 0 {
            let kind = count(self.only_once, self.kind.title(), self.kind.plural());
            blocks.push(text(format!("Desuden er der {kind}, som kun står i én skabelon.")));
        }
        blocks
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use traek_core::{Document, Letter};

    fn letter(contact: &str) -> String {
        format!("Kære «Navn»\n\nTak for din ansøgning. Vi læser den nu.\n\n{contact}\n\nVenlig hilsen\nBorgerservice\n")
    }

    fn contradictions(contacts: &[&str]) -> Contradictions {
        let mut told = Vec::new();
        for (number, contact) in contacts.iter().enumerate() {
            let document = Document::plain(letter(contact));
            told.extend(told::of(number, &Letter::new(&document)));
        }
        let paths: Vec<String> = (0..contacts.len()).map(|number| format!("{number}.txt")).collect();
        Contradictions::of(&told, &paths.iter().map(String::as_str).collect::<Vec<_>>())
    }

    /// Each contradiction as its kind and the values with how many templates have them.
    fn found(contacts: &[&str]) -> Vec<(Kind, Vec<(String, usize)>)> {
        let versions = |one: Contradiction| {
            let versions = one.versions.into_iter().map(|version| (version.value, version.templates.len()));
            (one.kind, versions.collect())
        };
        contradictions(contacts).found.into_iter().map(versions).collect()
    }

    fn versions(of: &[(&str, usize)]) -> Vec<(String, usize)> {
        of.iter().map(|(value, templates)| ((*value).to_owned(), *templates)).collect()
    }

    #[test]
    fn a_number_that_is_nearly_the_usual_one_is_a_slip() {
        let usual = "Du kan ringe til os på 33 66 40 10.";
        let slip = "Du kan ringe til os på 33 67 40 10.";
        assert_eq!(
            found(&[usual, usual, usual, slip]),
            [(Kind::Telefon, versions(&[("33 66 40 10", 3), ("33 67 40 10", 1)]))]
        );
        assert_eq!(found(&[usual, usual, slip, slip]), [], "none is the usual one");
    }

    #[test]
    fn another_desk_of_the_authority_has_another_number() {
        let usual = "Du kan ringe til os på 33 66 40 10.";
        for other in [
            "Jobcentret svarer på 33 66 40 11.",
            "Du kan ringe til os på 33 66 52 80.",
            "Ring på 33 66 40 10, og er der lukket, på 33 66 40 11.",
        ] {
            assert_eq!(found(&[usual, usual, usual, other]), [], "{other}");
        }
    }

    #[test]
    fn an_address_with_a_letter_too_few_is_a_slip() {
        let [usual, slip, other] =
            ["borgerservice", "borgersevice", "byg"].map(|name| format!("Du kan skrive til os på {name}@by.example."));
        assert_eq!(
            found(&[&usual, &usual, &usual, &slip, &other]),
            [(Kind::Mail, versions(&[("borgerservice@by.example", 3), ("borgersevice@by.example", 1)]))]
        );
    }

    #[test]
    fn hours_of_one_number_have_to_fit() {
        let clash = found(&[
            "Du kan ringe til os på 33 66 40 10, mandag-torsdag kl. 10-15.",
            "Telefonen 33 66 40 10 er åben for alle mandag-fredag 9-14.",
            "Vores telefontid på 96 11 84 02 er mandag-torsdag 12-13.",
        ]);
        let expected = versions(&[("mandag-fredag 9-14", 1), ("mandag-torsdag 10-15", 1)]);
        assert_eq!(clash, [(Kind::Aabningstid, expected)]);
    }

    #[test]
    fn the_same_sentence_promises_the_same() {
        let promise = |time: &str| format!("Du kan skrive til post@by.example, og så får du svar inden {time}.");
        let clash = found(&[&promise("10 arbejdsdage"), &promise("10 arbejdsdage"), &promise("4 uger")]);
        assert_eq!(clash, [(Kind::Svartid, versions(&[("10 arbejdsdage", 2), ("4 uger", 1)]))]);
        let other = "Når du søger om byggetilladelse hos post@by.example, får du svar inden 8 uger.";
        assert_eq!(found(&[&promise("10 arbejdsdage"), other]), [], "another sentence is about another thing");
    }

    #[test]
    fn how_long_a_case_takes_depends_on_the_case() {
        let takes = |time: &str| format!("Sagsbehandlingstiden er lige nu {time} for de fleste sager hos os.");
        assert_eq!(found(&[&takes("4 uger"), &takes("8 uger")]), []);
        let usual = takes("4 uger");
        assert_eq!(found(&[&usual, &usual, &usual, &takes("8 uger")]).len(), 1);
    }

    #[test]
    fn a_deadline_for_complaints_is_the_same_in_digits_and_letters() {
        let complain = |time: &str| format!("Du kan klage over afgørelsen til Ankestyrelsen inden {time}.");
        assert_eq!(found(&[&complain("4 uger"), &complain("fire uger")]), []);
        assert_eq!(
            found(&[&complain("4 uger"), &complain("3 uger")]),
            [(Kind::Klagefrist, versions(&[("3 uger", 1), ("4 uger", 1)]))]
        );
    }

    #[test]
    fn what_only_one_template_tells_is_counted_and_not_named() {
        let [usual, own] = ["33 66 40 10", "21 45 78 96"].map(|number| format!("Du kan ringe på {number}."));
        let listed = contradictions(&[&usual, &usual, &own]).listed;
        assert_eq!(listed.len(), 1);
        assert_eq!((listed[0].values.len(), listed[0].values[0].templates, listed[0].only_once), (1, 2, 1));
    }
}
