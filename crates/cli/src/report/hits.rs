//! Which rules find something in which templates, and where mending helps most.

use serde::Serialize;
use traek_core::{Genre, Marker, Severity};

use super::blocks::{Block, Run, Section, Table, name, names, plain, strong, text};
use super::gather::{Collection, Hits};
use crate::danish::{count, number};
use crate::explain;

/// So many rules are told about with their reason and their templates; the rest are in a table.
const MOST_IN_FULL: usize = 12;

/// So many rules are in that table.
const MOST_IN_TABLE: usize = 60;

/// What a rule finds.
#[derive(Debug, Serialize)]
pub(crate) struct RuleHits {
    pub(crate) rule: String,
    pub(crate) marker: Marker,
    pub(crate) severity: Severity,
    /// What it says; `…` stands for the words that it finds.
    pub(crate) message: String,
    /// Words that it has found, where some can be shown.
    pub(crate) example: Option<String>,
    /// Why it matters, in one sentence.
    pub(crate) why: String,
    /// Whether it speaks for a learned scorer, which says how a sentence reads and not what is wrong with it.
    pub(crate) learned: bool,
    pub(crate) findings: usize,
    /// In the order of the templates.
    pub(crate) templates: Vec<InTemplate>,
}

#[derive(Debug, Serialize)]
pub(crate) struct InTemplate {
    #[serde(rename = "path")]
    pub(crate) place: Place,
    pub(crate) findings: usize,
}

/// A template, by its number and path.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub(crate) struct Place {
    #[serde(skip)]
    pub(crate) number: usize,
    path: String,
}

impl Place {
    /// `paths` are those of all templates.
    pub(crate) fn new(number: usize, paths: &[&str]) -> Self {
        Self { number, path: paths[number].to_owned() }
    }
}

/// What is found in a template.
#[derive(Debug, Serialize)]
pub(crate) struct TemplateHits {
    pub(crate) path: String,
    #[serde(skip)]
    pub(crate) short_name: String,
    pub(crate) genre: Genre,
    pub(crate) words: usize,
    pub(crate) findings: usize,
    pub(crate) severities: std::collections::BTreeMap<Severity, usize>,
    pub(crate) markers: std::collections::BTreeMap<Marker, usize>,
}

impl RuleHits {
    /// What it says, with words that it has found.
    pub(crate) fn in_words(&self) -> String {
        match &self.example {
            Some(words) => format!("{}, fx »{words}«", self.message),
            None => self.message.clone(),
        }
    }
}

/// The rules that found something, the one whose mending helps most first.
pub(crate) fn rules(collection: &Collection) -> Vec<RuleHits> {
    let paths = collection.paths();
    let mut all: Vec<(usize, RuleHits)> =
        collection.hits.iter().map(|(rule, hits)| (help(hits), of_rule(rule, hits, collection, &paths))).collect();
    all.sort_by(|(a_help, a), (b_help, b)| {
        b_help.cmp(a_help).then(b.findings.cmp(&a.findings)).then(a.rule.cmp(&b.rule))
    });
    all.into_iter().map(|(_, hits)| hits).collect()
}

/// How much mending helps: a warning counts as three hints, an error as three warnings, in each template once.
fn help(hits: &Hits) -> usize {
    let weight = match hits.severity {
        Severity::Raad => 1,
        Severity::Advarsel => 3,
        Severity::Fejl => 9,
    };
    weight * hits.templates.len()
}

fn of_rule(rule: &str, hits: &Hits, collection: &Collection, paths: &[&str]) -> RuleHits {
    let book = &hits.project.book;
    let explained = book.explained().find(|(one, _)| &*one.id == rule);
    let (message, why, learned) = explained.map_or_else(Default::default, |(rule, explanation)| {
        let message = without_detail(&explain::headline(book, rule, explanation));
        (message, first_sentence(&explanation.why), rule.is_learned())
    });
    let templates = hits
        .templates
        .iter()
        .map(|(number, findings)| InTemplate { place: Place::new(*number, paths), findings: *findings });
    RuleHits {
        rule: rule.to_owned(),
        marker: hits.marker,
        severity: hits.severity,
        example: collection.sentences.words_of(rule).filter(|_| message.contains("»…«")),
        message,
        why,
        learned,
        findings: hits.findings(),
        templates: templates.collect(),
    }
}

/// A message without the part that stands for the words of one letter: `… (især: …)`.
fn without_detail(message: &str) -> String {
    match message.split_once(" (især: …)") {
        Some((before, after)) => format!("{before}{after}"),
        None => message.to_owned(),
    }
}

/// The first sentence of a rule's explanation, on one line.
fn first_sentence(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let begins = |rest: &str| rest.trim_start_matches('»').starts_with(char::is_uppercase);
    let end = line.match_indices(['.', '!', '?']).map(|(at, _)| at + 1).find(|end| {
        let rest = &line[*end..];
        rest.is_empty() || rest.strip_prefix(' ').is_some_and(begins)
    });
    end.map_or(line.clone(), |end| line[..end].to_owned())
}

/// The templates, in their order.
pub(crate) fn templates(collection: &Collection) -> Vec<TemplateHits> {
    let short_names = collection.short_names();
    let all = collection.templates.iter().zip(short_names).map(|(template, short_name)| TemplateHits {
        path: template.path.clone(),
        short_name,
        genre: template.genre,
        words: template.words,
        findings: template.findings(),
        severities: named(Severity::ALL, |severity| template.severities[severity as usize]),
        markers: named(Marker::ALL, |marker| template.markers[marker as usize]),
    });
    all.collect()
}

/// Those that there are any of, with how many.
fn named<T: Copy + Ord>(all: &[T], count: impl Fn(T) -> usize) -> std::collections::BTreeMap<T, usize> {
    all.iter().map(|one| (*one, count(*one))).filter(|(_, count)| *count > 0).collect()
}

pub(crate) fn section(rules: &[RuleHits], templates: &[TemplateHits]) -> Section {
    let mut blocks = Vec::new();
    if rules.is_empty() {
        blocks.push(text("Der er ikke noget at rette i skabelonerne."));
    } else {
        blocks.push(text(
            "Her er det, der er fundet. Øverst står det, som det hjælper mest at rette: det, der står i mange skabeloner, \
             og det, der vejer tungest.",
        ));
    }
    let (in_full, rest) = rules.split_at(rules.len().min(MOST_IN_FULL));
    for rule in in_full {
        blocks.extend(in_words(rule, templates));
    }
    if !rest.is_empty() {
        let label = match rest.len() {
            1 => "En regel til".to_owned(),
            more => format!("{} regler til", number(more)),
        };
        let mut more = vec![Block::Table(table(&rest[..rest.len().min(MOST_IN_TABLE)]))];
        if rest.len() > MOST_IN_TABLE {
            more.push(text("Tabellen viser de første af dem. Formatet json har dem alle."));
        }
        blocks.push(Block::More { label, blocks: more });
    }
    Section { id: "regler", title: "Det hjælper mest at rette", blocks }
}

fn in_words(rule: &RuleHits, templates: &[TemplateHits]) -> [Block; 3] {
    let message = if rule.message.is_empty() { name(&rule.rule) } else { plain(rule.in_words()) };
    let how_many = format!(
        "{} i {}",
        count(rule.findings, rule.severity.title(), several(rule.severity)),
        count(rule.templates.len(), "skabelon", "skabeloner")
    );
    let facts = vec![strong(how_many), plain(format!(". {} Regel: ", rule.why)), name(&rule.rule), plain(".")];
    let mut where_to_look = vec![plain("Står i ")];
    where_to_look.extend(names(rule.templates.iter().map(|one| templates[one.place.number].short_name.as_str())));
    where_to_look.push(plain("."));
    [Block::Title(vec![message]), Block::Text(facts), Block::Where(where_to_look)]
}

/// A severity in the plural.
fn several(severity: Severity) -> &'static str {
    match severity {
        Severity::Raad => "råd",
        Severity::Advarsel => "advarsler",
        Severity::Fejl => "fejl",
    }
}

fn table(rules: &[RuleHits]) -> Table {
    let row = |rule: &RuleHits| {
        vec![
            vec![name(&rule.rule)],
            vec![plain(&rule.message)],
            vec![Run::Severity(rule.severity)],
            vec![plain(number(rule.templates.len()))],
            vec![plain(number(rule.findings))],
        ]
    };
    let columns = [("Regel", false), ("Hvad den siger", false), ("Grad", false), ("Skabeloner", true), ("Fund", true)];
    Table::new(&columns, rules.iter().map(row))
}

/// The table of templates and markers.
pub(crate) fn template_section(templates: &[TemplateHits]) -> Section {
    let shown: Vec<Marker> = Marker::ALL
        .iter()
        .copied()
        .filter(|marker| templates.iter().any(|one| one.markers.contains_key(marker)))
        .collect();
    let mut found: Vec<&TemplateHits> = templates.iter().filter(|one| one.findings > 0).collect();
    // A stable sort: templates with as many findings stay in their order.
    found.sort_by_key(|one| std::cmp::Reverse((weighty(one), one.findings)));
    let mut blocks = Vec::new();
    if !found.is_empty() {
        blocks.push(text(
            "Tabellen viser, hvor mange fund hver skabelon har af hver slags. De skabeloner, der har flest fejl og \
             advarsler, står øverst.",
        ));
        let mut columns = vec![("Skabelon", false)];
        columns.extend(shown.iter().map(|marker| (marker.title(), true)));
        columns.push(("I alt", true));
        let rows = found.iter().map(|one| {
            let mut row = vec![vec![name(&one.short_name)]];
            row.extend(shown.iter().map(|marker| vec![plain(figure(one.markers.get(marker)))]));
            row.push(vec![strong(number(one.findings))]);
            row
        });
        blocks.push(Block::Table(Table::new(&columns, rows)));
    }
    let clean = templates.len() - found.len();
    if clean > 0 {
        blocks.push(text(format!("{} har ingen fund.", count(clean, "skabelon", "skabeloner"))));
    }
    Section { id: "skabeloner", title: "Skabelonerne, én for én", blocks }
}

fn weighty(template: &TemplateHits) -> usize {
    let of = |severity| template.severities.get(&severity).copied().unwrap_or_default();
    of(Severity::Fejl) + of(Severity::Advarsel)
}

fn figure(count: Option<&usize>) -> String {
    count.map_or_else(|| "·".to_owned(), |count| number(*count))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_is_told_in_its_first_sentence() {
        assert_eq!(first_sentence("»Folk« er ikke læseren. Skriv »du«.\n"), "»Folk« er ikke læseren.");
        assert_eq!(first_sentence("Se fx § 12, stk. 2. Det hjælper."), "Se fx § 12, stk. 2.");
        assert_eq!(first_sentence(""), "");
    }

    #[test]
    fn words_of_one_letter_are_left_out_of_a_message() {
        assert_eq!(
            without_detail("Sætningen kan læses som et forsvar (især: …)"),
            "Sætningen kan læses som et forsvar"
        );
        assert_eq!(without_detail("»…« smækker døren"), "»…« smækker døren");
    }
}
