//! What has happened since a baseline was written.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use serde::Serialize;

use super::blocks::{Block, Section, Table, name, plain, strong, text};
use super::gather::Collection;
use crate::baseline;
use crate::check::{Baselines, Checked};
use crate::danish::{count, number};
use crate::files::Problem;
use crate::settle::Sentences;

/// Places that the baseline knows and places that it does not, by rule.
#[derive(Debug, Default)]
pub(crate) struct Changes {
    rules: BTreeMap<Arc<str>, Change>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Change {
    gone: usize,
    new: usize,
    stayed: usize,
}

impl Changes {
    /// Compares a letter with its baseline; without one nothing is said about it.
    pub(crate) fn compare(
        changes: &mut Option<Self>,
        checked: &Checked,
        baselines: &mut Baselines,
        problems: &mut Vec<Problem>,
    ) {
        let Some(baseline) = baselines.of(checked, problems) else {
            return;
        };
        let changes = changes.get_or_insert_default();
        let sentences = Sentences::new(&checked.source.document);
        for finding in &checked.report.findings {
            for place in finding.places() {
                let change = changes.rules.entry(Arc::clone(&finding.rule)).or_default();
                if baseline.knows(&checked.path, &sentences.key(finding, place)) {
                    change.stayed += 1;
                } else {
                    change.new += 1;
                }
            }
        }
    }

    /// Adds what the baselines know and nobody has found, once all letters are read. `read_all` says whether all letters
    /// of a folder were read.
    pub(crate) fn finish(&mut self, baselines: &Baselines, read_all: impl Fn(&Path) -> bool) {
        for baseline in baselines.all() {
            for (rule, gone) in baseline.gone(&read_all) {
                self.rules.entry(rule.into()).or_default().gone += gone;
            }
        }
    }
}

/// How often each rule found something then and now.
#[derive(Debug, Serialize)]
pub(crate) struct Trend {
    pub(crate) total: Counts,
    /// In order of the rules' ids.
    pub(crate) rules: Vec<RuleTrend>,
}

#[derive(Debug, Serialize)]
pub(crate) struct RuleTrend {
    pub(crate) rule: String,
    #[serde(flatten)]
    pub(crate) counts: Counts,
}

/// Places in the texts: what was there, less what is gone, and what is new make what is there now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Counts {
    pub(crate) then: usize,
    pub(crate) gone: usize,
    pub(crate) new: usize,
    pub(crate) now: usize,
}

impl Trend {
    /// `None` where there is no baseline.
    pub(crate) fn of(collection: &Collection) -> Option<Self> {
        let changes = collection.changes.as_ref()?;
        let mut total = Counts::default();
        let rules = changes.rules.iter().map(|(rule, change)| {
            let Change { gone, new, stayed } = *change;
            let counts = Counts { then: stayed + gone, gone, new, now: stayed + new };
            total.then += counts.then;
            total.gone += gone;
            total.new += new;
            total.now += counts.now;
            RuleTrend { rule: rule.to_string(), counts }
        });
        let rules = rules.collect();
        Some(Self { total, rules })
    }
}

pub(crate) fn section(trend: Option<&Trend>) -> Section {
    let blocks = trend.map_or_else(how_to_begin, in_words);
    Section { id: "udvikling", title: "Udviklingen", blocks }
}

fn how_to_begin() -> Vec<Block> {
    vec![Block::Text(vec![
        plain("Der er endnu ikke noget at sammenligne med. Gem fundene, som de er nu, med "),
        name(format!("traek baseline update --baseline {} …", baseline::FILE_NAME)),
        plain(". Så viser næste rapport, hvad der er rettet, og hvad der er kommet til."),
    ])]
}

fn in_words(trend: &Trend) -> Vec<Block> {
    let Counts { then, gone, new, now } = trend.total;
    let mut blocks = vec![text(format!(
        "Her er hvert sted i teksterne talt for sig. Sidst var der {}, og nu er der {}: {} og {}.",
        count(then, "sted", "steder"),
        number(now),
        count(gone, "er væk", "er væk"),
        count(new, "er nyt", "er nye"),
    ))];
    let changed: Vec<&RuleTrend> = trend.rules.iter().filter(|rule| rule.counts.gone + rule.counts.new > 0).collect();
    if changed.is_empty() {
        blocks.push(text("Ingen regel har ændret sig siden sidst."));
        return blocks;
    }
    let mut rows: Vec<_> = changed.iter().map(|rule| row(vec![name(&rule.rule)], rule.counts)).collect();
    let unchanged = trend.rules.len() - changed.len();
    if unchanged > 0 {
        let rest = trend.rules.iter().filter(|rule| rule.counts.gone + rule.counts.new == 0);
        let there = rest.map(|rule| rule.counts.now).sum();
        let label = count(unchanged, "regel er uændret", "regler er uændrede");
        rows.push(row(vec![plain(label)], Counts { then: there, now: there, ..Counts::default() }));
    }
    rows.push(row(vec![strong("I alt")], trend.total));
    let columns = [("Regel", false), ("Sidst", true), ("Væk", true), ("Nye", true), ("Nu", true)];
    blocks.push(Block::Table(Table::new(&columns, rows.into_iter())));
    blocks
}

fn row(rule: super::blocks::Runs, counts: Counts) -> Vec<super::blocks::Runs> {
    let figures = [counts.then, counts.gone, counts.new, counts.now];
    std::iter::once(rule).chain(figures.map(|figure| vec![plain(number(figure))])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trend(rules: &[(&str, Change)]) -> Trend {
        let rules = rules.iter().map(|(rule, change)| ((*rule).into(), *change)).collect();
        let collection = Collection { changes: Some(Changes { rules }), ..Collection::default() };
        Trend::of(&collection).expect("there is a baseline")
    }

    #[test]
    fn what_was_there_less_what_is_gone_and_what_is_new_make_what_is_there_now() {
        let trend =
            trend(&[("a/en", Change { gone: 2, new: 1, stayed: 4 }), ("b/to", Change { gone: 0, new: 0, stayed: 3 })]);
        assert_eq!(trend.rules[0].counts, Counts { then: 6, gone: 2, new: 1, now: 5 });
        assert_eq!(trend.total, Counts { then: 9, gone: 2, new: 1, now: 8 });
    }

    #[test]
    fn without_a_baseline_the_report_says_how_to_make_one() {
        let shown = format!("{:?}", section(None));
        assert!(shown.contains("traek baseline update"), "{shown}");
    }

    #[test]
    fn rules_without_a_change_are_counted_in_one_row() {
        let same = Change { gone: 0, new: 0, stayed: 3 };
        let trend = trend(&[("a/en", Change { gone: 1, ..same }), ("b/to", same), ("c/tre", same)]);
        let section = section(Some(&trend));
        let Some(Block::Table(table)) = section.blocks.last() else { panic!("{section:?}") };
        let row = |row: &[super::super::blocks::Runs]| {
            row.iter().map(|cell| cell.iter().map(|run| run.text()).collect::<String>()).collect::<Vec<_>>()
        };
        let rows: Vec<Vec<String>> = table.rows.iter().map(|one| row(one)).collect();
        assert_eq!(rows[0], ["a/en", "4", "1", "0", "3"]);
        assert_eq!(rows[1], ["2 regler er uændrede", "6", "0", "0", "6"]);
        assert_eq!(rows[2], ["I alt", "10", "1", "0", "9"]);
    }
}
