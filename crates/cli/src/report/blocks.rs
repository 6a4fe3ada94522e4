//! What a report is made of, whatever it is written as: headings, running text, lists, tables and quoted wordings.

use std::borrow::Cow;

use traek_core::{Marker, Severity};

/// One question of the report, answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Section {
    /// Its name in links.
    pub(crate) id: &'static str,
    pub(crate) title: &'static str,
    pub(crate) blocks: Vec<Block>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Block {
    Text(Runs),
    /// Where to look for what was just told.
    Where(Runs),
    Title(Runs),
    List(Vec<Runs>),
    Table(Table),
    /// A wording from the templates, with what it is.
    Quote {
        label: String,
        words: Runs,
    },
    /// Room for what the team finds out itself.
    Answer(&'static str),
    /// Figures to be seen at a glance: each with what it counts.
    Figures(Vec<(String, String)>),
    /// More of the same for who wants to see it all.
    More {
        label: String,
        blocks: Vec<Block>,
    },
}

/// Columns of words and figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Table {
    /// The heading of each column, and whether figures stand in it.
    pub(crate) columns: Vec<(String, bool)>,
    pub(crate) rows: Vec<Vec<Runs>>,
}

impl Table {
    /// `columns` are headings, each with whether figures stand in the column.
    pub(crate) fn new(columns: &[(&str, bool)], rows: impl Iterator<Item = Vec<Runs>>) -> Self {
        let columns = columns.iter().map(|(heading, figures)| ((*heading).to_owned(), *figures)).collect();
        Self { columns, rows: rows.collect() }
    }
}

/// A line of text in pieces.
pub(crate) type Runs = Vec<Run>;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Run {
    Plain(String),
    Strong(String),
    /// What explains the words before it.
    Quiet(String),
    /// The name of a file, a rule or a command, exactly as it is.
    Name(String),
    /// Words that another wording does not have.
    Gone(String),
    /// Words that another wording has instead.
    New(String),
    Severity(Severity),
    Marker(Marker),
    /// So many of so many.
    Share(usize, usize),
}

impl Run {
    /// What it says without its looks.
    pub(crate) fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Plain(text)
            | Self::Strong(text)
            | Self::Quiet(text)
            | Self::Name(text)
            | Self::Gone(text)
            | Self::New(text) => Cow::Borrowed(text),
            Self::Severity(severity) => Cow::Borrowed(severity.title()),
            Self::Marker(marker) => Cow::Borrowed(marker.title()),
            Self::Share(part, whole) => Cow::Owned(percent(*part, *whole)),
        }
    }
}

/// `37 %`, which stays on one line.
pub(crate) fn percent(part: usize, whole: usize) -> String {
    let percent = (100 * part + whole / 2).checked_div(whole).unwrap_or_default();
    format!("{percent}\u{a0}%")
}

pub(crate) fn plain(text: impl Into<String>) -> Run {
    Run::Plain(text.into())
}

pub(crate) fn strong(text: impl Into<String>) -> Run {
    Run::Strong(text.into())
}

pub(crate) fn name(text: impl Into<String>) -> Run {
    Run::Name(text.into())
}

pub(crate) fn text(line: impl Into<String>) -> Block {
    Block::Text(vec![plain(line)])
}

pub(crate) fn title(line: impl Into<String>) -> Block {
    Block::Title(vec![plain(line)])
}

/// So many names are read before the eye skips the rest.
const MOST_NAMES: usize = 8;

/// `a, b og 12 til`
pub(crate) fn names<'n>(all: impl ExactSizeIterator<Item = &'n str>) -> Runs {
    let more = all.len().saturating_sub(MOST_NAMES);
    // »og 1 til« takes the room of the name itself.
    let shown = if more > 1 { MOST_NAMES } else { all.len() };
    let mut runs = Vec::new();
    for (index, one) in all.take(shown).enumerate() {
        if index > 0 {
            runs.push(plain(if more <= 1 && index + 1 == shown { " og " } else { ", " }));
        }
        runs.push(name(one));
    }
    if more > 1 {
        runs.push(plain(format!(" og {more} til")));
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(runs: &[Run]) -> String {
        runs.iter().map(Run::text).collect()
    }

    #[test]
    fn shares_are_rounded_and_nothing_is_no_share() {
        assert_eq!(percent(1, 3), "33\u{a0}%");
        assert_eq!(percent(2, 3), "67\u{a0}%");
        assert_eq!(percent(0, 0), "0\u{a0}%");
    }

    #[test]
    fn names_are_listed_as_they_are_read_aloud() {
        assert_eq!(read(&names(["a"].into_iter())), "a");
        assert_eq!(read(&names(["a", "b", "c"].into_iter())), "a, b og c");
        assert_eq!(read(&names([].into_iter())), "");
    }

    #[test]
    fn many_names_are_counted() {
        let all = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"];
        assert_eq!(read(&names(all.into_iter())), "a, b, c, d, e, f, g, h og 2 til");
        assert_eq!(read(&names(all[..9].iter().copied())), "a, b, c, d, e, f, g, h og i");
    }
}
