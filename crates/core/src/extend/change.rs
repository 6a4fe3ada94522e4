//! Extensions as they stand in TOML, and what they add to a record.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use toml::Spanned;

use crate::pack::{Example, ExampleRecord};

/// `[[extend]]`: one of `rule`, `set` and `move`, and what is added to it or taken out of it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExtendRecord {
    pub(crate) rule: Option<Spanned<String>>,
    pub(crate) set: Option<Spanned<String>>,
    #[serde(rename = "move")]
    pub(crate) moves: Option<Spanned<String>>,
    #[serde(default)]
    pub(crate) add: Change,
    #[serde(default)]
    pub(crate) remove: Change,
}

/// A list of a record that can be extended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Field {
    Patterns,
    Unless,
    UnlessNear,
    NeedsNear,
    Also,
    Plain,
    Only,
    Suggest,
    Bad,
    Good,
    /// What is in a set: the list that has no name.
    #[serde(skip)]
    Members,
}

impl Field {
    pub(crate) fn has_examples(self) -> bool {
        matches!(self, Self::Bad | Self::Good)
    }

    pub(crate) fn has_patterns(self) -> bool {
        matches!(self, Self::Patterns | Self::Unless | Self::UnlessNear | Self::NeedsNear | Self::Only | Self::Members)
    }

    /// Whether a record that has this list cannot be without anything in it.
    pub(crate) fn is_vital(self) -> bool {
        matches!(self, Self::Patterns | Self::Bad | Self::Good | Self::Members)
    }
}

impl std::fmt::Display for Field {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Patterns => "patterns",
            Self::Unless => "unless",
            Self::UnlessNear => "unless-near",
            Self::NeedsNear => "needs-near",
            Self::Also => "also",
            Self::Plain => "plain",
            Self::Only => "only",
            Self::Suggest => "suggest",
            Self::Bad => "bad",
            Self::Good => "good",
            Self::Members => "mængden",
        })
    }
}

/// Items by the list that they are for: a table, or the bare list of a set.
#[derive(Debug, Default)]
pub(crate) struct Change(BTreeMap<Field, Vec<Spanned<ExampleRecord>>>);

impl Change {
    pub(crate) fn is_empty(&self) -> bool {
        self.0.values().all(Vec::is_empty)
    }

    pub(crate) fn of(&self, field: Field) -> &[Spanned<ExampleRecord>] {
        self.0.get(&field).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn fields(&self) -> impl Iterator<Item = Field> {
        self.0.keys().copied()
    }

    pub(crate) fn first(&self, field: Field) -> Option<&Spanned<ExampleRecord>> {
        self.of(field).first()
    }

    /// Leaves out what has a fault; returns where it stands and what it is.
    pub(crate) fn leave_out(
        &mut self,
        mut fault: impl FnMut(Field, &ExampleRecord) -> Option<String>,
    ) -> Vec<(Range<usize>, String)> {
        let mut faults = Vec::new();
        for (field, items) in &mut self.0 {
            items.retain(|item| {
                let found = fault(*field, item.get_ref());
                let is_sound = found.is_none();
                faults.extend(found.map(|message| (item.span(), message)));
                is_sound
            });
        }
        faults
    }
}

impl<'de> Deserialize<'de> for Change {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ChangeVisitor)
    }
}

/// Reads either shape by hand, because an untagged enum would lose the places of the items.
struct ChangeVisitor;

impl<'de> Visitor<'de> for ChangeVisitor {
    type Value = Change;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a table of lists, or the list of a set")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Change, A::Error> {
        Deserialize::deserialize(MapAccessDeserializer::new(map)).map(Change)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Change, A::Error> {
        let members = Deserialize::deserialize(SeqAccessDeserializer::new(list))?;
        Ok(Change(BTreeMap::from([(Field::Members, members)])))
    }
}

/// What packs add to one record, in the order of the packs.
#[derive(Debug, Default)]
pub(crate) struct Additions(Vec<(String, Change)>);

impl Additions {
    pub(crate) fn push(&mut self, pack: &str, change: Change) {
        self.0.push((pack.to_owned(), change));
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether there is anything for `field`.
    pub(crate) fn any(&self, field: Field) -> bool {
        self.0.iter().any(|(_, change)| change.first(field).is_some())
    }

    /// The items for `field`, each with its pack.
    pub(crate) fn of(&self, field: Field) -> impl Iterator<Item = (&str, &Spanned<ExampleRecord>)> {
        self.0.iter().flat_map(move |(pack, change)| change.of(field).iter().map(|item| (pack.as_str(), item)))
    }

    /// The patterns for `field`, each with its pack.
    pub(crate) fn patterns(&self, field: Field) -> impl Iterator<Item = (&str, Spanned<String>)> {
        self.of(field).map(|(pack, item)| (pack, Spanned::new(item.span(), item.get_ref().text().to_owned())))
    }

    /// The texts for `field`.
    pub(crate) fn texts(&self, field: Field) -> impl Iterator<Item = String> {
        self.of(field).map(|(_, item)| item.get_ref().text().to_owned())
    }

    /// The examples for `field` of a record whose examples are bare texts.
    pub(crate) fn examples(&self, field: Field) -> impl Iterator<Item = Example> {
        let example = |text: &str| Example::of(text.to_owned());
        self.of(field)
            .map(move |(pack, item)| Example { added_by: Some(pack.to_owned()), ..example(item.get_ref().text()) })
    }

    /// The names of the packs that extend the record, each once.
    pub(crate) fn packs(&self) -> Vec<String> {
        let mut packs: Vec<String> = Vec::new();
        for (pack, _) in &self.0 {
            if !packs.contains(pack) {
                packs.push(pack.clone());
            }
        }
        packs
    }
}
