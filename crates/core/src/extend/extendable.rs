//! The records that can be extended, seen as lists with names.

use super::change::{Additions, Field};
use crate::pack::{ExampleRecord, MoveRecord, PackRecord, RuleRecord, SetRecord, TermRecord};
use crate::term::id_of;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Rule,
    Term,
    Move,
    Set,
}

impl Kind {
    /// The examples that show that a pattern finds what it should.
    pub(crate) fn proof(self) -> Field {
        if self == Self::Move { Field::Good } else { Field::Bad }
    }
}

/// A record that other packs can add to and take from.
pub(crate) trait Extendable {
    fn kind(&self) -> Kind;

    /// Whether it goes by this id.
    fn is(&self, id: &str) -> bool;

    /// Its own lists, without what is added to them.
    fn lists(&mut self) -> Vec<(Field, &mut dyn List)>;

    fn added(&mut self) -> &mut Additions;
}

impl PackRecord {
    /// Its rules, terms and moves.
    pub(crate) fn extendables(&mut self) -> impl Iterator<Item = &mut dyn Extendable> {
        let rules = self.rule.iter_mut().map(|record| record as &mut dyn Extendable);
        let terms = self.term.iter_mut().map(|record| record as &mut dyn Extendable);
        let moves = self.moves.iter_mut().map(|record| record as &mut dyn Extendable);
        rules.chain(terms).chain(moves)
    }
}

impl Extendable for RuleRecord {
    fn kind(&self) -> Kind {
        Kind::Rule
    }

    fn is(&self, id: &str) -> bool {
        self.id.get_ref() == id
    }

    fn lists(&mut self) -> Vec<(Field, &mut dyn List)> {
        let mut lists: Vec<(Field, &mut dyn List)> = Vec::new();
        if self.check.is_none() {
            lists.push((Field::Patterns, &mut self.patterns));
        }
        lists.push((Field::Unless, &mut self.unless));
        lists.push((Field::UnlessNear, &mut self.unless_near));
        lists.push((Field::NeedsNear, &mut self.needs_near));
        lists.push((Field::Suggest, &mut self.suggest));
        lists.push((Field::Bad, &mut self.bad));
        lists.push((Field::Good, &mut self.good));
        lists
    }

    fn added(&mut self) -> &mut Additions {
        &mut self.added
    }
}

impl Extendable for TermRecord {
    fn kind(&self) -> Kind {
        Kind::Term
    }

    fn is(&self, id: &str) -> bool {
        id_of(self.lemma.get_ref()) == id
    }

    fn lists(&mut self) -> Vec<(Field, &mut dyn List)> {
        vec![
            (Field::Also, &mut self.also),
            (Field::Plain, &mut self.plain),
            (Field::Only, &mut self.only),
            (Field::Unless, &mut self.unless),
            (Field::Bad, &mut self.bad),
            (Field::Good, &mut self.good),
        ]
    }

    fn added(&mut self) -> &mut Additions {
        &mut self.added
    }
}

impl Extendable for MoveRecord {
    fn kind(&self) -> Kind {
        Kind::Move
    }

    fn is(&self, id: &str) -> bool {
        self.id.get_ref() == id
    }

    fn lists(&mut self) -> Vec<(Field, &mut dyn List)> {
        vec![
            (Field::Patterns, &mut self.patterns),
            (Field::Unless, &mut self.unless),
            (Field::Bad, &mut self.bad),
            (Field::Good, &mut self.good),
        ]
    }

    fn added(&mut self) -> &mut Additions {
        &mut self.added
    }
}

impl Extendable for SetRecord {
    fn kind(&self) -> Kind {
        Kind::Set
    }

    /// A set does not know its own name.
    fn is(&self, _id: &str) -> bool {
        false
    }

    fn lists(&mut self) -> Vec<(Field, &mut dyn List)> {
        vec![(Field::Members, self.members.get_mut())]
    }

    fn added(&mut self) -> &mut Additions {
        &mut self.added
    }
}

/// A list of texts, patterns or examples.
pub(crate) trait List {
    /// Whether the text of an item is `wanted`.
    fn any(&self, wanted: &dyn Fn(&str) -> bool) -> bool;

    /// Keeps the items whose text is `wanted`.
    fn keep(&mut self, wanted: &dyn Fn(&str) -> bool);
}

impl<T: Text> List for Vec<T> {
    fn any(&self, wanted: &dyn Fn(&str) -> bool) -> bool {
        self.iter().any(|item| wanted(item.text()))
    }

    fn keep(&mut self, wanted: &dyn Fn(&str) -> bool) {
        self.retain(|item| wanted(item.text()));
    }
}

trait Text {
    fn text(&self) -> &str;
}

impl Text for String {
    fn text(&self) -> &str {
        self
    }
}

impl Text for toml::Spanned<String> {
    fn text(&self) -> &str {
        self.get_ref()
    }
}

impl Text for ExampleRecord {
    fn text(&self) -> &str {
        self.text()
    }
}
